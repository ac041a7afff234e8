//go:build unix

package git

import (
	"context"
	"errors"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"leadline/internal/gittest"
)

// A configuration can include a named pipe, of which nothing but git knows.
func TestSilentGit(t *testing.T) {
	r := gittest.Linear(t)
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	dir := r.Dir()
	r.Git("config", "include.path", pipe)
	if _, err := open(t.Context(), dir, 200*time.Millisecond); !errors.Is(err, ErrSilent) {
		t.Errorf("opened: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := open(ctx, dir, time.Minute); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
