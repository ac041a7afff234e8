package sqlite_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"leadline/internal/fault"
	"leadline/internal/store"
	"leadline/internal/store/storetest"
)

// On a full disk a save fails and says where, and what was saved stays.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("leadline", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("SKIPPED, as no small disk can be made here (root can): %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	small := storetest.Random(1, 100)
	s := open(t, dir, small.Repo)
	save(t, s, small, 0)
	large := storetest.Grow(small, 2, 12000)
	err := s.Save(context.Background(), large, 100)
	var f *fault.Error
	if !errors.Is(err, store.ErrFull) || !strings.Contains(err.Error(), dir) || !errors.As(err, &f) || f.Hint == "" {
		t.Fatalf("saved on a full disk: %v", err)
	}
	want(t, s, small)
	kept, ctx := []byte("kept"), context.Background()
	storetest.SaveResult(t, s, "answer", "key", kept)
	if err := s.SaveResult(ctx, "answer", "key", storetest.ResultData(1, 2<<20, false)); !errors.Is(err, store.ErrFull) {
		t.Errorf("saved a result on a full disk: %v", err)
	}
	storetest.WantResult(t, s, "answer", "key", kept)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	// Not a byte is left, not even for SQLite's shared memory.
	filler := make([]byte, 2<<20)
	_ = os.WriteFile(filepath.Join(dir, "filler"), filler, 0o600)
	s = open(t, dir, small.Repo)
	want(t, s, small)
	if err := s.Save(context.Background(), large, 0); !errors.Is(err, store.ErrFull) {
		t.Errorf("saved without a byte left: %v", err)
	}
	storetest.WantResult(t, s, "answer", "key", kept)
	if err := s.SaveResult(ctx, "answer", "key", nil); !errors.Is(err, store.ErrFull) {
		t.Errorf("saved a result without a byte left: %v", err)
	}
	_ = os.Remove(filepath.Join(dir, "filler"))
	save(t, s, storetest.Grow(small, 3, 1), 0)
}
