package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"leadline/internal/bench"
	"leadline/internal/gittest"
)

// leadline is the program, built for these tests.
var leadline string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "leadline-bench-test-")
	if err != nil {
		panic(err)
	}
	leadline = filepath.Join(dir, "leadline.exe")
	out, err := exec.Command("go", "build", "-o", leadline, "leadline/cmd/leadline").CombinedOutput()
	if err != nil {
		os.RemoveAll(dir)
		panic(string(out))
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// run measures with few runs, and gives what is printed.
func run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out, said strings.Builder
	err := speed(t.Context(), append([]string{"-leadline", leadline, "-runs", "1", "-repeats", "1"}, args...), &out, &said)
	if err != nil {
		t.Logf("%v\n%s", err, said.String())
	}
	return out.String(), err
}

func TestReport(t *testing.T) {
	r := gittest.Partial(gittest.TeamFixture(t))
	out, err := run(t, "-repo", r.Dir())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| " + bench.Name(r.Dir(), r.Dir()) + " " + r.Git("rev-parse", "HEAD")[:12] + " | " + r.Git("rev-list", "--count", "HEAD") + " | ",
		" missing blobs.", "| `git log --numstat -M` | ", "| `leadline scan --fresh` | ", "| **ratio** | **",
		"| nothing new | ", "| 10 new first-parent commits, ", "| to a branch that forked ", " with 3 commits of its own | ", "| back from it | ",
		"| `leadline`, nothing kept | ", "| `leadline` | ", "| `leadline guidance` | ", "| `leadline backtest`, nothing kept | ",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the report lacks %q:\n%s", want, out)
		}
	}
	if strings.Contains(out, "hercules") {
		t.Errorf("hercules did not run, and yet is reported:\n%s", out)
	}
}

func TestSeveralRepositories(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"one.git", "two.git"} {
		gittest.Linear(t).Git("clone", "--quiet", "--bare", ".", filepath.Join(dir, name))
	}
	if err := os.MkdirAll(filepath.Join(dir, "three.git", ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	out, err := run(t, "-repos", dir)
	if err == nil || !strings.Contains(err.Error(), "three.git") || strings.Contains(err.Error(), "two.git") {
		t.Errorf("the broken repository is not told: %v", err)
	}
	if !strings.Contains(out, "| one ") || !strings.Contains(out, "| two ") || strings.Contains(out, "three") {
		t.Errorf("not the two that could be read:\n%s", out)
	}
}

// TestRefusal has peers that do not print all commits: git itself where a
// content is missing, and one that ends well.
func TestRefusal(t *testing.T) {
	r := gittest.Partial(gittest.Linear(t))
	for _, tc := range []struct {
		name string
		peer []string
		gone bool // whether a stand-in is taken away
	}{
		{"git dies", []string{"git", "log", "--numstat", "-M", "HEAD"}, true},
		{"git prints less", []string{"git", "log", "--numstat", "-M", "--max-count=1", "HEAD"}, false},
		{"no peer", []string{"no-such-program"}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tmp := t.TempDir()
			c, err := bench.NewCopy(t.Context(), r.Dir(), "HEAD", tmp)
			if err != nil {
				t.Fatal(err)
			}
			m := &measurement{
				options: &options{leadline: leadline, runs: 1, repeats: 1, newer: 10, older: 1000, peer: tc.peer, progress: io.Discard},
				copy:    c, spare: filepath.Join(tmp, "spare"), report: &report{name: "r", head: c.Head},
			}
			if err := m.subject(t.Context()); err != nil {
				t.Fatal(err)
			}
			if tc.gone {
				removeStandIn(t, c)
			}
			if err := m.checkPeer(t.Context()); err != nil {
				t.Fatal(err)
			}
			if !tc.gone {
				if err := m.fresh(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if m.report.refusal == nil || len(m.report.peer) > 0 {
				t.Fatalf("not refused: %+v", m.report)
			}
			var b strings.Builder
			if m.report.fresh == nil {
				m.report.fresh = bench.Series{{}}
			}
			m.report.write(&b)
			if out := b.String(); !strings.Contains(out, "**no ratio: ") || strings.Contains(out, "**ratio**") {
				t.Errorf("the report gives a ratio, or no reason:\n%s", out)
			}
		})
	}
}

// removeStandIn takes the stand-in of a blob of the first commit away.
func removeStandIn(t *testing.T, c *bench.Copy) {
	t.Helper()
	root, err := c.Git(t.Context(), "rev-list", "--max-parents=0", "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	list, err := c.Git(t.Context(), "ls-tree", "-r", "--object-only", root)
	if err != nil {
		t.Fatal(err)
	}
	id, _, _ := strings.Cut(list, "\n")
	if err := os.Remove(filepath.Join(c.Dir, "objects", id[:2], id[2:])); err != nil {
		t.Fatal(err)
	}
}

// TestHeadThatIsNotRead has a Leadline that answers for another commit.
func TestHeadThatIsNotRead(t *testing.T) {
	c, err := bench.NewCopy(t.Context(), gittest.Linear(t).Dir(), "HEAD", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	m := &measurement{options: &options{leadline: leadline, progress: io.Discard}, copy: c, report: &report{}}
	if _, err := m.readRight(t.Context()); err != nil {
		t.Errorf("the right head is refused: %v", err)
	}
	c.Head = strings.Repeat("0", 40)
	if _, err := m.readRight(t.Context()); err == nil {
		t.Error("another head is accepted")
	}
}

// TestIncompleteHistory has one that ends early: reading less costs less.
func TestIncompleteHistory(t *testing.T) {
	if out, err := run(t, "-repo", gittest.Shallow(gittest.Linear(t), 2).Dir()); err == nil || !strings.Contains(err.Error(), "in full") {
		t.Errorf("measured all the same: %v\n%s", err, out)
	}
}

func TestFork(t *testing.T) {
	tmp := t.TempDir()
	c, err := bench.NewCopy(t.Context(), gittest.Linear(t).Dir(), "HEAD", tmp)
	if err != nil {
		t.Fatal(err)
	}
	m := &measurement{copy: c, spare: filepath.Join(tmp, "spare")}
	tip, err := m.fork(t.Context(), c.Head+"~1", 2)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := c.CountCommits(t.Context(), c.Head+"~1.."+tip); err != nil || n != 2 {
		t.Errorf("%d commits on the branch, want 2: %v", n, err)
	}
	changed, err := c.Git(t.Context(), "log", "--numstat", "--format=", c.Head+"~1.."+tip)
	if err != nil {
		t.Fatal(err)
	}
	fresh, extended := 0, 0
	for line := range strings.Lines(changed) {
		switch f := strings.Fields(line); {
		case len(f) != 3 || f[0] != "1" || f[1] != "0":
			t.Errorf("not one more line in one file: %q", line)
		case strings.HasPrefix(f[2], "new-"):
			fresh++
		default:
			extended++
		}
	}
	if fresh != 2 || extended != 2 {
		t.Errorf("%d files are new and %d extended, want 2 each:\n%s", fresh, extended, changed)
	}
}

// TestHercules has a script in its place.
func TestHercules(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("SKIPPED: a shell script stands in for hercules")
	}
	r := gittest.Linear(t)
	for commits, want := range map[string]bool{r.Git("rev-list", "--count", "--first-parent", "HEAD"): true, "1": false} {
		script := filepath.Join(t.TempDir(), "hercules")
		text := "#!/bin/sh\n[ \"$1 $2\" = '--burndown --first-parent' ] && [ -f \"$3/HEAD\" ] && printf 'hercules:\\n  commits: " + commits + "\\n'\n"
		if err := os.WriteFile(script, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
		out, err := run(t, "-repo", r.Dir(), "-hercules", script)
		if (err == nil) != want || strings.Contains(out, "| hercules over leadline |") != want {
			t.Errorf("of %s commits: %v\n%s", commits, err, out)
		}
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{{"-runs", "0"}, {"-repeats", "-1"}, {"more"}, {"-unheard-of"}, {"-repo", t.TempDir()}} {
		if out, err := run(t, args...); err == nil {
			t.Errorf("%v is understood:\n%s", args, out)
		}
	}
}
