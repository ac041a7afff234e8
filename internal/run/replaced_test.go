package run_test

import (
	"testing"

	"leadline/internal/analysis/ownership"
	"leadline/internal/fact"
	"leadline/internal/gittest"
)

// Whose lines the changes of random histories replaced is what `git blame` of their
// parents says, but for the few lines on which a blame of the head differs too (see
// TestRandomHistories).
func TestReplacedAgainstGit(t *testing.T) {
	lines, off := 0, 0
	for seed := range uint64(2) {
		f := scan(t, gittest.BranchyRandom(t, seed, 80, 8).Dir(), "")
		h := f.History
		all := ownership.Replaced(h, func(*fact.Commit, *fact.Change) bool { return true })
		for i := range all {
			x := &all[i]
			c := &h.Commits[x.Commit]
			ch := changeOf(c, x.Path)
			s := &ch.Sources[0]
			if s.Same || len(ch.Sources) != 1 || ch.Content != fact.Text {
				continue
			}
			blame, err := f.Repository.Blame(t.Context(), c.Parents[0], s.Path)
			if err != nil {
				t.Fatal(err)
			}
			removed, beside := map[fact.CommitID]int{}, map[fact.CommitID]int{}
			for _, k := range s.Hunks {
				if k.OldLines == 0 {
					for at := max(k.Old-1, 0); at < min(k.Old+1, int32(len(blame))); at++ {
						beside[blame[at]]++
					}
				}
				for _, id := range blame[k.Old : k.Old+k.OldLines] {
					removed[id]++
				}
			}
			for _, side := range []struct {
				got  []ownership.Lines
				want map[fact.CommitID]int
			}{{x.Removed, removed}, {x.Beside, beside}} {
				for _, l := range side.got {
					lines += l.Lines
					off += max(0, l.Lines-side.want[h.Commits[l.Commit].ID])
					side.want[h.Commits[l.Commit].ID] -= l.Lines
				}
				for _, n := range side.want {
					off += max(0, n)
				}
			}
		}
	}
	t.Logf("%d of %d lines differ from git", off, lines)
	if lines < 500 || off*1000 > lines*4 {
		t.Errorf("%d of %d lines differ from git", off, lines)
	}
}

func changeOf(c *fact.Commit, p fact.Path) *fact.Change {
	for i := range c.Changes {
		if c.Changes[i].Path == p {
			return &c.Changes[i]
		}
	}
	return nil
}
