//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A report goes where its name leads, and leaves what is there as it was but for
// its content.
func TestReplaceFile(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	read := func(name string) string {
		t.Helper()
		b, err := os.ReadFile(at(name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	mode := func(name string) os.FileMode {
		t.Helper()
		info, err := os.Lstat(at(name))
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode()
	}
	old := syscall.Umask(0o027)
	defer syscall.Umask(old)
	if err := writeFile(at("new"), []byte("one")); err != nil || read("new") != "one" || mode("new") != 0o640 {
		t.Errorf("a new file: %v, %q, %v", err, read("new"), mode("new"))
	}
	if err := os.Chmod(at("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("new", at("link")); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(at("link"), []byte("two")); err != nil || read("new") != "two" || mode("new") != 0o600 || mode("link")&os.ModeSymlink == 0 {
		t.Errorf("through a link: %v, %q, %v, %v", err, read("new"), mode("new"), mode("link"))
	}
	if err := syscall.Mkfifo(at("pipe"), 0o600); err != nil {
		t.Skip(err)
	}
	got := make(chan string)
	go func() { b, _ := os.ReadFile(at("pipe")); got <- string(b) }()
	if err := writeFile(at("pipe"), []byte("three")); err != nil || <-got != "three" || mode("pipe")&os.ModeNamedPipe == 0 {
		t.Errorf("into a pipe: %v, %v", err, mode("pipe"))
	}
	if err := writeFile(at("missing/x"), nil); err == nil {
		t.Error("written to a folder that is not there")
	}
	if left, _ := filepath.Glob(at(".leadline-*")); len(left) > 0 {
		t.Errorf("left lying: %v", left)
	}
}
