package activity

import (
	"fmt"
	"slices"
	"testing"

	"leadline/internal/fact"
)

func change(path string, added, deleted int32) fact.Change {
	return fact.Change{Path: fact.Path(path), Kind: fact.Modified, Added: added, Deleted: deleted, Lines: 50}
}

func TestTally(t *testing.T) {
	h := history("a @10", "b a @20", "c b @30", "s a @31", "m c s @40", "d m @50")
	work := map[string][]fact.Change{
		"a": {change("old.go", 100, 0)},
		"b": {change("old.go", 5, 1), change("x.go", 1, 0)},
		"c": {{Path: "new.go", Previous: "old.go", Kind: fact.Renamed, Added: 2, Deleted: 2, Lines: 50}},
		"s": {change("side.go", 7, 0), {Path: "lost.bin", Kind: fact.Modified, Content: fact.Missing}},
		// A merge's changes are no lines of its own.
		"m": {change("side.go", 7, 0), change("old.go", 1, 1)},
		"d": {change("new.go", 3, 0), {Path: "pic.png", Kind: fact.Added, Content: fact.Binary}},
	}
	for i := range h.Commits {
		h.Commits[i].Changes = work[string(h.Commits[i].ID)]
	}
	l := NewTimeline(h)
	got := l.By(l.Window(at(20), at(60)), func(p fact.Path) (string, bool) { return string(p), p != "x.go" })
	for path, want := range map[string]Tally{
		"new.go":   {Merges: 1, Commits: 3, Added: 10, Deleted: 3, Counted: 3, Lines: 6},
		"side.go":  {Merges: 1, Commits: 1, Added: 7, Counted: 1, Lines: 7},
		"lost.bin": {Commits: 1, Missing: 1},
		"pic.png":  {Commits: 1},
	} {
		x := got[path]
		if x == nil {
			t.Errorf("%s is not counted", path)
			continue
		}
		largest, newest := x.Largest, x.Newest
		x.Largest, x.Newest = nil, nil
		if *x != want {
			t.Errorf("%s: %+v, want %+v", path, *x, want)
		}
		if path == "new.go" && (largest.ID != "b" || newest.ID != "d") {
			t.Errorf("%s: largest %s, newest %s", path, largest.ID, newest.ID)
		}
		delete(got, path)
	}
	for path := range got {
		t.Errorf("%s is counted", path)
	}
	sizes := l.Sizes(l.Window(at(20), at(60)), func(p fact.Path) bool { return p != "x.go" })
	want := []Landing{{&h.Commits[1], 1, 5, 1, 1}, {&h.Commits[2], 1, 2, 2, 1}, {&h.Commits[4], 1, 7, 0, 2}, {&h.Commits[5], 1, 3, 0, 2}}
	if !slices.Equal(sizes, want) {
		t.Errorf("sizes %v, want %v", sizes, want)
	}
}

func TestAlongside(t *testing.T) {
	h := history("a @10", "b a @20", "c b @30", "s c @31", "m c s @40", "d m @50", "e d @60")
	work := map[string][]fact.Change{
		"a": {change("old.go", 100, 0), change("old_test.go", 9, 0)},
		"b": {change("old.go", 5, 1)},
		"c": {{Path: "new.go", Previous: "old.go", Kind: fact.Renamed, Added: 20}, {Path: "new_test.go", Previous: "old_test.go", Kind: fact.Renamed}},
		"s": {change("new.go", 8, 0)}, // on a branch
		"m": {change("new.go", 0, 0)},
		"d": {change("new.go", 8, 0), change("was.go", 30, 0)},
		"e": {change("new.go", 80, 0), change("new_test.go", 1, 0), {Path: "is.go", Previous: "was.go", Kind: fact.Renamed, Added: 90}},
	}
	for i := range Sweeping { // a sweeping one
		work["e"] = append(work["e"], change(fmt.Sprint(i), 1, 0))
	}
	for i := range h.Commits {
		h.Commits[i].Changes = work[string(h.Commits[i].ID)]
	}
	l := NewTimeline(h)
	for _, c := range []struct{ until, lines, most, with, of int }{
		{70, 8, 20, 2, 4}, {70, 9, 20, 2, 2}, {70, 8, 2, 0, 2}, {70, 10, 2, 2, 2}, {45, 8, 20, 2, 3}, {25, 1, 20, 1, 2}, {5, 1, 20, 0, 0},
	} {
		files, tests := []fact.Path{"new.go"}, []fact.Path{"new_test.go"}
		if c.until == 25 {
			files, tests = []fact.Path{"old.go"}, []fact.Path{"old_test.go"}
		}
		if with, of := l.Alongside(l.Window(at(0), at(int64(c.until))), files, tests, c.lines, c.most); with != c.with || of != c.of {
			t.Errorf("%+v: %d of %d", c, with, of)
		}
	}
	if _, of := l.Alongside(l.Window(at(0), at(70)), []fact.Path{"is.go"}, nil, 10, 20); of != 1 {
		t.Errorf("of what a sweeping landing moved %d", of)
	}
}
