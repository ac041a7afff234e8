//go:build unix

package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"leadline/internal/gittest"
)

// Named pipes where git or Leadline would read end in an error, not in waiting
// for ever.
func TestNamedPipes(t *testing.T) {
	for _, name := range []string{
		".git/config", ".git/HEAD", ".git/packed-refs", ".git/index", ".git/shallow", ".git/info/grafts", ".git/info/attributes",
		".git/refs/heads/other", ".git/refs/tags/deep/er", ".git/objects/info/alternates", ".git/objects/info/commit-graph",
		".git/objects/pack/pack-1.pack", ".git/objects/pack/pack-1.idx", ".git/objects/12/" + strings.Repeat("3", 38), ".mailmap", ".gitattributes",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := gittest.Linear(t)
			pipe := filepath.Join(r.Dir(), name)
			_ = os.Remove(pipe)
			if err := os.MkdirAll(filepath.Dir(pipe), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := syscall.Mkfifo(pipe, 0o644); err != nil {
				t.Skipf("SKIPPED: %v", err)
			}
			limited(t, name, func() { checkAnswer(t, name, leadline(t, nil, "verify", "-C", r.Dir()), 2) })
		})
	}
}

// Alternates that lead nowhere, in a circle, or to pipes do no harm.
func TestOddAlternates(t *testing.T) {
	r := gittest.Linear(t)
	want := leadline(t, nil, "export", "lines", "-C", r.Dir()).stdout
	other := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(other, "pack"), 0o644); err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	for _, to := range []string{"/nowhere", r.GitDir() + "/objects", ".", "../objects", "/", "/dev", "/proc/self", "\"quoted\"", "# comment", other} {
		err := os.WriteFile(filepath.Join(r.GitDir(), "objects", "info", "alternates"), []byte(to+"\n"), 0o644)
		if err != nil {
			t.Fatal(err)
		}
		limited(t, to, func() {
			o := leadline(t, nil, "export", "lines", "-C", r.Dir())
			if o.status != 0 || o.stdout != want {
				t.Errorf("alternates %q: exit status %d: %s", to, o.status, o.stderr)
			}
		})
	}
}

// Links of the tree are read as links: what they point at outside of it is
// never shown, even where the work tree and the index hold something else.
func TestLinksAreNotFollowed(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("one\ntwo\nthree\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := gittest.New(t)
	r.Commit("main", gittest.Commit{
		Files: gittest.Files{"link": []byte(secret), "dir/file": gittest.Lines("x"), "f": gittest.Lines("y")},
		Modes: map[string]int{"link": gittest.Symlink},
	})
	r.Git("reset", "-q", "--hard")
	// Swap a directory of the work tree for a link out of it.
	if err := os.RemoveAll(filepath.Join(r.Dir(), "dir")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Dir(secret), filepath.Join(r.Dir(), "dir")); err != nil {
		t.Fatal(err)
	}
	o := leadline(t, nil, "export", "lines", "-C", r.Dir())
	id := r.Git("rev-parse", "HEAD")
	if want := "path,line,commit\ndir/file,1," + id + "\nf,1," + id + "\nlink,1," + id + "\n"; o.stdout != want {
		t.Errorf("exit status %d:\n%s%s", o.status, o.stdout, o.stderr)
	}
	// An index that leads elsewhere is not followed either.
	if err := os.Symlink(filepath.Dir(secret), filepath.Join(r.GitDir(), "leadline")); err != nil {
		t.Fatal(err)
	}
	checkAnswer(t, "index is a link", leadline(t, []string{"LEADLINE_HOME=", "XDG_CACHE_HOME=" + t.TempDir()}, "scan", "-C", r.Dir()), 0)
	if entries, err := os.ReadDir(filepath.Dir(secret)); err != nil || len(entries) != 1 {
		t.Errorf("the place that a link leads to holds %v: %v", entries, err)
	}
}

// A repository in a directory of any name, and in directories of such names.
func TestOddDirectories(t *testing.T) {
	from := gittest.Linear(t)
	want := leadline(t, nil, "export", "lines", "-C", from.Dir()).stdout
	for _, name := range []string{"with space", "new\nline", "-dash", "--all", "quote\"d", "\x1b[31mred", "glob*[a]?", "latin1-\xe9", "..dots", "a:b", "$(id)", "%s"} {
		dir := filepath.Join(t.TempDir(), name)
		if out, err := exec.Command("cp", "-r", from.Dir(), dir).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		sub := filepath.Join(dir, name)
		if err := os.Mkdir(sub, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, at := range []string{dir, sub} {
			o := leadline(t, []string{"LEADLINE_HOME="}, "export", "lines", "-C", at)
			if o.status != 0 || o.stdout != want {
				t.Errorf("%q: exit status %d: %s%s", at, o.status, o.stdout, o.stderr)
			}
			o = leadline(t, []string{"LEADLINE_HOME="}, "scan", "-C", at)
			if i := strings.IndexFunc(o.stdout+o.stderr, acting); o.status != 0 || i >= 0 {
				t.Errorf("%q: exit status %d: %q", at, o.status, o.stdout+o.stderr)
			}
		}
		if _, err := os.Stat(filepath.Join(dir, ".git", "leadline", "index.db")); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// Git may be missing, too old, or not git at all.
func TestNoGit(t *testing.T) {
	r := gittest.Linear(t)
	dir := r.Dir()
	for name, script := range map[string]string{
		"missing": "", "old": "echo git version 2.30.9", "ancient": "echo git version 1.7.10.4", "odd": "echo hello",
		"silent": "exit 0", "failing": "echo broken >&2; exit 1", "killed": "kill -9 $$", "new": "",
	} {
		path := t.TempDir()
		want := 2
		switch {
		case name == "new":
			real, err := exec.LookPath("git")
			if err != nil {
				t.Fatal(err)
			}
			script, want = `case " $* " in *" version "*) echo "git version 2.100.rc1.vendor (Odd-1)";; *) exec '`+real+`' "$@";; esac`, 0
			path += ":" + os.Getenv("PATH")
			fallthrough
		case script != "":
			first, _, _ := strings.Cut(path, ":")
			if err := os.WriteFile(filepath.Join(first, "git"), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		t.Run(name, func(t *testing.T) {
			t.Setenv("PATH", path)
			for _, command := range readers {
				checkAnswer(t, fmt.Sprint(command), leadline(t, nil, at(dir, command)...), want)
			}
		})
	}
}
