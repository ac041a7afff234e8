package git_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/gittest"
	"leadline/internal/source/git"
)

// TestBoundedHunks holds that no more hunks are kept than may be, that nothing else is
// lost, and that the same ones go however much of a history was read before.
func TestBoundedHunks(t *testing.T) {
	bounded := 0
	for seed := range uint64(3) {
		r, err := git.Open(t.Context(), gittest.BranchyRandom(t, seed, 60, 8).Dir())
		if err != nil {
			t.Fatal(err)
		}
		head, _, err := r.Default(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		all := read(t, r, git.Request{Head: head})
		half := all.Commits[len(all.Commits)/2].ID
		for _, most := range []int{1, 10, 30, 60, 100, 200, 400} {
			whole := read(t, r, git.Request{Head: head, MaxHunks: most})
			left, dropped := 0, 0
			for i := range all.Commits {
				for j := range all.Commits[i].Changes {
					full, got := all.Commits[i].Changes[j], whole.Commits[i].Changes[j]
					for k := range full.Sources {
						if want := &full.Sources[k]; len(want.Hunks) > len(got.Sources[k].Hunks) {
							dropped++
							got.Sources = slices.Clone(got.Sources)
							got.Sources[k].Hunks, got.Sources[k].Content = want.Hunks, want.Content
						} else {
							left += len(want.Hunks)
						}
					}
					if !reflect.DeepEqual(full, got) {
						t.Fatalf("seed %d, %d hunks: %+v is not %+v", seed, most, got, full)
					}
				}
			}
			if left > most {
				t.Errorf("seed %d: %d hunks of %d are kept", seed, left, most)
			}
			noted := 0
			for _, g := range whole.Gaps {
				if g.Kind == fact.GapOrigin {
					noted = g.Count
				}
			}
			if noted != dropped {
				t.Errorf("seed %d, %d hunks: %d lists went, %d are told", seed, most, dropped, noted)
			}
			bounded += min(dropped, 1)
			// As one run does after another: what is incomplete is read again.
			before := read(t, r, git.Request{Head: half, MaxHunks: most})
			known := slices.DeleteFunc(before.Commits, func(c fact.Commit) bool {
				return slices.ContainsFunc(c.Changes, func(ch fact.Change) bool {
					return slices.ContainsFunc(ch.Sources, func(s fact.Source) bool { return s.Content == fact.Missing })
				})
			})
			parts, err := r.Read(t.Context(), git.Request{Head: head, MaxHunks: most, Known: known, Relink: len(before.Gaps) > 0})
			switch {
			case errors.Is(err, git.ErrKnown):
			case err != nil:
				t.Fatal(err)
			case !reflect.DeepEqual(parts.Commits, whole.Commits) || !reflect.DeepEqual(parts.Gaps, whole.Gaps):
				t.Errorf("seed %d, %d hunks: what is read in two parts differs", seed, most)
			}
		}
	}
	if bounded < 5 {
		t.Errorf("%d reads were bounded", bounded)
	}
}

func read(t *testing.T, r *git.Repository, q git.Request) *fact.History {
	t.Helper()
	h, err := r.Read(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return h
}
