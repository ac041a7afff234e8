package successor

import (
	"slices"
	"testing"

	"leadline/internal/fact"
)

const day = 24 * 60 * 60

func touch(paths ...string) *fact.Commit {
	c := &fact.Commit{}
	for _, p := range paths {
		c.Changes = append(c.Changes, fact.Change{Path: fact.Path(p), Kind: fact.Modified})
	}
	return c
}

func TestRank(t *testing.T) {
	var m Model
	expect := func(path string, want ...fact.PersonID) {
		t.Helper()
		if got := m.Rank(fact.Path(path), 3, nil); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
	expect("a/x.go") // nothing is known
	for range 50 {
		m.Learn(touch("other/busy.go"), "cyd", 0) // most active of all, elsewhere
	}
	for range 4 {
		m.Learn(touch("a/y.go"), "ben", 0) // in the folder
	}
	m.Learn(touch("a/x.go"), "", 0) // a bot's, who is nobody
	expect("a/x.go", "ben", "cyd")
	m.Learn(touch("a/x.go"), "ann", 0)
	// ann: 8+2+.1, ben: 4·(2+.1), cyd: 50·.1.
	expect("a/x.go", "ann", "ben", "cyd")
	// Half a year later ben's next change outweighs ann's: 2+.1 of one, and half of
	// four, against half of hers.
	m.Learn(touch("a/y.go"), "ben", 180*day)
	expect("a/x.go", "ben", "ann", "cyd")
	// A rename carries what is known of the file; the folder is another one.
	c := touch()
	c.Changes = []fact.Change{{Path: "b/x.go", Previous: "a/x.go", Kind: fact.Renamed}}
	m.Learn(c, "", 181*day)
	expect("b/x.go", "ann", "cyd", "ben")
	if got := m.Rank("b/x.go", 1, func(id fact.PersonID) bool { return id != "ann" }); !slices.Equal(got, []fact.PersonID{"cyd"}) {
		t.Errorf("without ann: %v", got)
	}
}

// Clocks that are centuries off order people wrongly, and break nothing.
func TestWildClocks(t *testing.T) {
	var m Model
	for i, landed := range []int64{0, 1 << 60, -1 << 60, 5 * day} {
		m.Learn(touch("a.go"), fact.PersonID(rune('a'+i)), landed)
	}
	if got := m.Rank("a.go", 9, nil); len(got) != 4 || got[0] != "b" || got[3] != "c" {
		t.Errorf("%v", got)
	}
}
