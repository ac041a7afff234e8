package run_test

import (
	"cmp"
	"slices"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/gittest"
	"leadline/internal/run"
)

// Every kind of history that git can read is read as git reads it: the same
// files, the same commits, the same origin of every line, the same numbers.
func TestOddHistories(t *testing.T) {
	for name, build := range histories {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := build(t)
			o := options(t, r.Dir(), "")
			o.At = "HEAD" // which git reads too
			f, err := run.Scan(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			n := compareWithGit(t, r, f)
			if n.linesOff > 0 || n.rowsOff > 0 {
				t.Errorf("%d of %d lines and %d of %d rows differ from git", n.linesOff, n.lines, n.rowsOff, n.rows)
			}
			if n.rows == 0 {
				t.Error("nothing was compared")
			}
			for _, g := range f.History.Gaps {
				t.Errorf("gap: %+v", g)
			}
		})
	}
}

var histories = map[string]func(t testing.TB) *gittest.Repo{
	"linear":          func(t testing.TB) *gittest.Repo { return gittest.Linear(t) },
	"octopus":         func(t testing.TB) *gittest.Repo { return gittest.Octopus(t) },
	"criss-cross":     func(t testing.TB) *gittest.Repo { return gittest.CrissCross(t) },
	"subtree":         func(t testing.TB) *gittest.Repo { return gittest.Subtree(t) },
	"SHA-256":         func(t testing.TB) *gittest.Repo { return gittest.SHA256(t) },
	"replace refs":    func(t testing.TB) *gittest.Repo { return gittest.Replaced(t) },
	"grafts":          func(t testing.TB) *gittest.Repo { return gittest.Grafted(t) },
	"loose":           func(t testing.TB) *gittest.Repo { return gittest.LooseOnly(t) },
	"several packs":   func(t testing.TB) *gittest.Repo { return gittest.MultiPack(t) },
	"alternates":      func(t testing.TB) *gittest.Repo { return gittest.Alternates(gittest.MultiPack(t)) },
	"linked worktree": func(t testing.TB) *gittest.Repo { return gittest.LinkedWorktree(gittest.Linear(t)) },
	"bare":            func(t testing.TB) *gittest.Repo { return gittest.Clone(gittest.Octopus(t)) },
	"detached HEAD":   func(t testing.TB) *gittest.Repo { return gittest.Detached(t) },
	"submodules":      func(t testing.TB) *gittest.Repo { return gittest.Submodules(t) },
	"type changes":    func(t testing.TB) *gittest.Repo { return gittest.TypeChanges(t) },
	"line endings":    func(t testing.TB) *gittest.Repo { return gittest.LineEndings(t) },
	"binaries":        func(t testing.TB) *gittest.Repo { return gittest.Binaries(t) },
	"case twins":      func(t testing.TB) *gittest.Repo { return gittest.CaseTwins(t) },
	"odd dates":       func(t testing.TB) *gittest.Repo { return gittest.OddDates(t) },
	"deep tree":       func(t testing.TB) *gittest.Repo { return gittest.DeepTree(t, 200) },
	"SHA-256 random": func(t testing.TB) *gittest.Repo {
		return gittest.BranchyRandom(t, 7, 30, 5, gittest.ObjectFormat("sha256"))
	},
	"loose SHA-256": func(t testing.TB) *gittest.Repo { return gittest.LooseOnly(t, gittest.ObjectFormat("sha256")) },
	"50 MB line":    func(t testing.TB) *gittest.Repo { return gittest.LongLine(t, 50<<20) },
	"hostile":       func(t testing.TB) *gittest.Repo { return gittest.Hostile(t) },
	"team": func(t testing.TB) *gittest.Repo {
		r := gittest.TeamFixture(t)
		r.Git("reset", "--quiet", "--hard") // git reads attributes in the work tree
		return r
	},
}

// A tree of 100,000 files is read like any other.
func TestManyFiles(t *testing.T) {
	r := gittest.ManyFiles(t, 100_000)
	home := t.TempDir()
	f := scan(t, r.Dir(), home)
	compareFiles(t, r, f)
	if n := len(f.History.Files); n != 100_000 {
		t.Errorf("%d files", n)
	}
	lines := 0
	for i := range f.History.Files {
		lines += f.History.Files[i].LineCount()
	}
	if want := 100_001; lines != want {
		t.Errorf("%d lines, want %d", lines, want)
	}
	var n tally
	n.compareNumstat(t, f)
	if n.rows != 100_004-1 || n.rowsOff > 0 {
		t.Errorf("%d of %d rows differ from git", n.rowsOff, n.rows)
	}
	for _, path := range []fact.Path{"d000/f000", "d000/f002", "d050/f500", "moved"} {
		i, ok := slices.BinarySearchFunc(f.History.Files, path, func(f fact.File, p fact.Path) int { return cmp.Compare(f.Path, p) })
		if !ok {
			t.Fatalf("%s is not there", path)
		}
		blame, err := f.Repository.Blame(t.Context(), f.History.Head, path)
		if err != nil || blame[0] != f.History.Files[i].Lines[0].Commit {
			t.Errorf("%s: %v, %v, git says %v", path, err, f.History.Files[i].Lines, blame)
		}
	}
	again := scan(t, r.Dir(), home)
	if again.Read != 0 || len(again.History.Files) != 100_000 {
		t.Errorf("again: %d commits read, %d files", again.Read, len(again.History.Files))
	}
}
