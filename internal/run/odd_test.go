package run_test

import (
	"testing"

	"leadline/internal/gittest"
)

// Every kind of history that git can read is read as git reads it: the same
// files, the same commits, the same origin of every line, the same numbers.
func TestOddHistories(t *testing.T) {
	for name, build := range histories {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := build(t)
			f := scan(t, r.Dir(), "")
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
