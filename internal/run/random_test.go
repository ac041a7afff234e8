package run_test

import (
	"testing"

	"leadline/internal/gittest"
	"leadline/internal/run"
)

// Random histories with branches, octopus merges, moved blocks, renames and
// changes of type agree with git but for few lines: where several diffs of the
// same two contents are equally short, or several files equally similar.
func TestRandomHistories(t *testing.T) {
	var all tally
	for seed := range uint64(6) {
		r := gittest.BranchyRandom(t, seed, 120, 12)
		f := scan(t, r.Dir(), "")
		n := compareWithGit(t, r, f)
		checkOwned(t, f)
		t.Logf("seed %d: %+v", seed, n)
		all.add(n)
	}
	t.Logf("all: %+v", all)
	if all.rowsOff > 0 || all.linesOff*1000 > all.lines*4 {
		t.Errorf("%d of %d lines and %d of %d rows differ from git", all.linesOff, all.lines, all.rowsOff, all.rows)
	}
}

// checkOwned checks the law of ownership: every line that is present at the
// head is owned by a commit of the history.
func checkOwned(t *testing.T, f *run.Facts) {
	t.Helper()
	commits := map[string]bool{}
	for _, c := range f.History.Commits {
		commits[string(c.ID)] = true
	}
	for _, file := range f.History.Files {
		for _, l := range file.Lines {
			if l.Lines <= 0 || !commits[string(l.Commit)] {
				t.Fatalf("%q: %d lines of %q", file.Path, l.Lines, l.Commit)
			}
		}
	}
}

func (n *tally) add(o tally) {
	n.lines += o.lines
	n.linesOff += o.linesOff
	n.rows += o.rows
	n.rowsOff += o.rowsOff
}
