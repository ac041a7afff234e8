package bench

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/internal/gittest"
)

// listing says what is below a directory, names and sizes.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && !d.IsDir() {
			fmt.Fprintln(&b, path, info.Size())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func newCopy(t *testing.T, source, rev string) *Copy {
	t.Helper()
	c, err := NewCopy(t.Context(), source, rev, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// numstat runs what is compared with, and counts the commits that it prints.
func numstat(t *testing.T, c *Copy) (int, error) {
	t.Helper()
	n := 0
	err := Lines(c.Command(t.Context(), "git", "log", "--numstat", "-M", "HEAD"), func(line []byte) {
		if strings.HasPrefix(string(line), "commit ") {
			n++
		}
	})
	return n, err
}

func TestCopy(t *testing.T) {
	for _, tc := range []struct {
		name string
		make func(t *testing.T) *gittest.Repo
	}{
		{"work tree", func(t *testing.T) *gittest.Repo { return gittest.Linear(t) }},
		{"bare", func(t *testing.T) *gittest.Repo { return gittest.Octopus(t, gittest.Bare()) }},
		{"SHA-256", func(t *testing.T) *gittest.Repo { return gittest.SHA256(t) }},
		{"loose objects", func(t *testing.T) *gittest.Repo { return gittest.LooseOnly(t) }},
		{"several packs", func(t *testing.T) *gittest.Repo { return gittest.MultiPack(t) }},
		{"borrowed objects", func(t *testing.T) *gittest.Repo { return gittest.Alternates(gittest.Linear(t)) }},
		{"linked work tree", func(t *testing.T) *gittest.Repo { return gittest.LinkedWorktree(gittest.Linear(t)) }},
		{"shallow", func(t *testing.T) *gittest.Repo { return gittest.Shallow(gittest.Linear(t), 2) }},
		{"without contents", func(t *testing.T) *gittest.Repo { return gittest.Partial(gittest.Linear(t)) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := tc.make(t)
			want := r.Git("rev-list", "--count", "HEAD")
			head := r.Git("rev-parse", "HEAD")
			before := listing(t, r.GitDir())
			c := newCopy(t, r.Dir(), "HEAD")
			n, err := numstat(t, c)
			if err != nil || fmt.Sprint(n) != want || n == 0 {
				t.Errorf("git log in the copy prints %d commits, want %s: %v", n, want, err)
			}
			refs, err := c.Git(t.Context(), "for-each-ref", "--format=%(objectname) %(refname)")
			if err != nil || refs != head+" refs/heads/main" || c.Head != head {
				t.Errorf("refs of the copy: %q, %v; head %s, want %s", refs, err, c.Head, head)
			}
			if got := c.StandIns > 0; got != (tc.name == "without contents") {
				t.Errorf("%d stand-ins", c.StandIns)
			}
			if marks, _ := filepath.Glob(filepath.Join(c.Dir, "objects", "pack", "*.promisor")); len(marks) > 0 {
				t.Errorf("marks that excuse missing objects: %v", marks)
			}
			if after := listing(t, r.GitDir()); after != before {
				t.Errorf("the original has changed from\n%s\nto\n%s", before, after)
			}
		})
	}
}

func TestCopyIsOfOneRevision(t *testing.T) {
	r := gittest.Linear(t)
	r.Tag("old", r.Git("rev-parse", "HEAD~1"))
	c := newCopy(t, r.Dir(), "old")
	if want := r.Git("rev-parse", "HEAD~1"); c.Head != want {
		t.Errorf("head %s, want %s", c.Head, want)
	}
	for _, rev := range []string{"unheard-of", "--all", "HEAD:"} {
		if _, err := NewCopy(t.Context(), r.Dir(), rev, t.TempDir()); err == nil {
			t.Errorf("there is no commit %s, and yet a copy", rev)
		}
	}
}

// TestStandInsAreNeeded shows what stand-ins are for: without one of them git
// log ends half way.
func TestStandInsAreNeeded(t *testing.T) {
	c := newCopy(t, gittest.Partial(gittest.Linear(t)).Dir(), "HEAD")
	whole, err := numstat(t, c)
	if err != nil {
		t.Fatal(err)
	}
	removeStandIn(t, c)
	if n, err := numstat(t, c); err == nil || n >= whole {
		t.Errorf("git log printed %d of %d commits: %v", n, whole, err)
	}
}

// removeStandIn takes the stand-in of the oldest blob away.
func removeStandIn(t *testing.T, c *Copy) {
	t.Helper()
	list, err := c.Git(t.Context(), "ls-tree", "-r", "--format=%(objectname)", first(strings.ReplaceAll(roots(t, c), "\n", " ")))
	if err != nil {
		t.Fatal(err)
	}
	id, _, _ := strings.Cut(list, "\n")
	if err := os.Remove(filepath.Join(c.Dir, "objects", id[:2], id[2:])); err != nil {
		t.Fatal(err)
	}
}

func roots(t *testing.T, c *Copy) string {
	t.Helper()
	out, err := c.Git(t.Context(), "rev-list", "--max-parents=0", "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b/.git", "a/bare.git/objects", "a/bare.git/refs", "a/empty", "b/inner/.git"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "a/bare.git/HEAD"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Find(dir)
	want := []string{filepath.Join(dir, "a", "bare.git"), filepath.Join(dir, "b")}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("found %v, %v; want %v", got, err, want)
	}
	if name := Name(dir, got[0]); name != "a/bare" {
		t.Errorf("named %q", name)
	}
	if name := Name(got[1], got[1]); name != "b" {
		t.Errorf("named %q", name)
	}
	if got, err := Find(filepath.Join(dir, "a", "empty")); err == nil {
		t.Errorf("found %v where there is none", got)
	}
}

func TestSeries(t *testing.T) {
	s := Series{
		{Wall: 5, CPU: 1, RSS: 30, Anon: 3},
		{Wall: 1, CPU: 9, RSS: 10, Anon: 1},
		{Wall: 3, CPU: 5, RSS: 20, Anon: 2},
	}
	if got, want := s.Median(), (Usage{3, 5, 20, 2}); got != want {
		t.Errorf("median %v, want %v", got, want)
	}
	if got, want := s.Best(), (Usage{1, 1, 30, 3}); got != want {
		t.Errorf("best %v, want %v", got, want)
	}
	if got, want := s[:2].Median(), (Usage{3, 5, 20, 2}); got != want {
		t.Errorf("median of two %v, want %v", got, want)
	}
}

// TestMeasure starts a copy of the test itself that works for a while.
func TestMeasure(t *testing.T) {
	if os.Getenv("BENCH_TEST_WORK") != "" {
		b := make([]byte, 64<<20)
		touch := func() {
			for i := 0; i < len(b); i += 512 {
				b[i]++
			}
		}
		touch()
		for start := time.Now(); time.Since(start) < 100*time.Millisecond; { // long enough to be seen
			touch()
		}
		return
	}
	work := func() *exec.Cmd {
		cmd := exec.Command(os.Args[0], "-test.run=^TestMeasure$")
		cmd.Env = append(os.Environ(), "BENCH_TEST_WORK=1")
		return cmd
	}
	u, err := Measure(work())
	if err != nil {
		t.Fatal(err)
	}
	if u.Wall < 100*time.Millisecond || u.CPU < 10*time.Millisecond || u.Anon != 0 {
		t.Errorf("measured %+v", u)
	}
	if w, err := Watch(work()); runtime.GOOS == "linux" && (err != nil || w.RSS < 64<<20 || w.Anon < 48<<20 || w.Anon > w.RSS) {
		t.Errorf("watched %+v: %v", w, err)
	}
	bad := work()
	bad.Args = append(bad.Args, "-no-such-flag")
	if u, err := Measure(bad); err == nil || u != (Usage{}) {
		t.Errorf("a program that fails costs %+v: %v", u, err)
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", -1000: "-1,000", -100: "-100", 1234567: "1,234,567"} {
		if got := Count(n); got != want {
			t.Errorf("%d is written %s, want %s", n, got, want)
		}
	}
}

func TestTicks(t *testing.T) {
	if busy, all := ticks("cpu  10 1 5 100 20 2 3 4 50 6\ncpu0 1\n"); busy != 25 || all != 145 {
		t.Errorf("busy %d of %d", busy, all)
	}
	if busy, all := ticks(""); busy != 0 || all != 0 {
		t.Errorf("busy %d of %d, of nothing", busy, all)
	}
}

func TestTable(t *testing.T) {
	var b strings.Builder
	Head(&b, "a", "b|c")
	Row(&b, "1", "")
	if got, want := b.String(), "| a | b\\|c |\n|---|---|\n| 1 |  |\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
