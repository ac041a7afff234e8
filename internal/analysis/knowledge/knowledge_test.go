package knowledge

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"leadline/internal/fact"
)

// By hand, from the published weights.
func TestDOA(t *testing.T) {
	for _, c := range []struct {
		first          bool
		changes, other int
		want           float64
	}{
		{true, 0, 0, 4.391}, {false, 1, 0, 3.457}, {true, 10, 20, 5.0537}, {false, 2, 100, 2.1395},
	} {
		if got := DOA(c.first, c.changes, c.other); math.Abs(got-c.want) > 5e-4 {
			t.Errorf("%+v: %.4f", c, got)
		}
	}
}

// What was deleted and comes back unchanged keeps its creator; what comes back
// as something else is new.
func TestDeletionTakenBack(t *testing.T) {
	s := newStory()
	s.commit("ann", "a.go", "b.go")
	for _, p := range []fact.Path{"a.go", "b.go"} {
		f := *s.at[p]
		s.add(fact.Commit{Author: fact.Identity{Name: "ben"}, Changes: []fact.Change{{
			Path: p, Kind: fact.Deleted, OldMode: fact.ModeFile, Old: f.Blob, Before: f.Changed,
		}}})
		blob := f.Blob
		if p == "b.go" {
			blob = "other"
		}
		s.at[p] = &fact.File{Path: p, Mode: fact.ModeFile, Blob: blob, Changed: s.next()}
		s.add(fact.Commit{Author: fact.Identity{Name: "cyd"}, Changes: []fact.Change{{
			Path: p, Kind: fact.Added, Mode: fact.ModeFile, Blob: blob,
		}}})
	}
	for _, c := range []struct {
		path  fact.Path
		first fact.PersonID
	}{{"a.go", "ann"}, {"b.go", "cyd"}} {
		f, _ := s.known().File(c.path)
		i := slices.IndexFunc(f.Knowers, func(k Knower) bool { return k.First })
		if i < 0 || f.Knowers[i].Person != c.first {
			t.Errorf("%s: %+v, created by %s", c.path, f.Knowers, c.first)
		}
	}
}

// typo is the day on which changes are of one line.
const typo = 99

// degrees are those of the people of a file of 1,000 lines that ann created and
// changed 60 times; each test adds to it.
func degrees(t *testing.T, more func(add func(person string, daysAgo, files, lines int))) map[fact.PersonID]Knower {
	t.Helper()
	asOf := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	h := &fact.History{}
	file := fact.File{Path: "a.go", Mode: fact.ModeFile, Content: fact.Text}
	add := func(person string, daysAgo, files, lines int) {
		id := fact.CommitID(fmt.Sprintf("%040d", len(h.Commits)))
		at := fact.Time{Unix: asOf.AddDate(0, 0, -daysAgo).Unix()}
		c := fact.Commit{ID: id, Author: fact.Identity{Name: person}, Authored: at, Committed: at}
		ch := fact.Change{Path: "a.go", Kind: fact.Added, Mode: fact.ModeFile, Blob: fact.BlobID(id), Added: 6}
		if daysAgo == typo {
			ch.Added = 1
		}
		if h.Head != "" {
			c.Parents = []fact.CommitID{h.Head}
			ch.Kind, ch.Old, ch.Before = fact.Modified, file.Blob, h.Head
		}
		c.Changes = []fact.Change{ch}
		for i := range files - 1 {
			c.Changes = append(c.Changes, fact.Change{Path: fact.Path(fmt.Sprintf("b%03d.go", i)), Kind: fact.Modified, Mode: fact.ModeFile})
		}
		h.Commits = append(h.Commits, c)
		h.Head, file.Blob, file.Changed = id, ch.Blob, id
		file.Lines = append(file.Lines, fact.LineRun{Lines: int32(lines), Commit: id})
	}
	add("ann", 3000, 1, 1000)
	for range 60 {
		add("ann", 20, 1, 0)
	}
	more(add)
	h.Files = []fact.File{file}
	landed := make([]int, len(h.Commits)) // a pair of commits each
	for i := range landed {
		landed[i] = i / 2
	}
	m := Of(h, Options{
		Landed: landed, Lineages: NewLineages(h), AsOf: asOf, Active: map[fact.PersonID]bool{"ann": true, "ben": true},
		Credit: func(c *fact.Commit) fact.PersonID { return fact.PersonID(c.Author.Name) },
	})
	f, _ := m.File("a.go")
	out := map[fact.PersonID]Knower{}
	for _, k := range f.Knowers {
		out[k.Person] = k
	}
	return out
}

func TestDegrees(t *testing.T) {
	type add = func(person string, daysAgo, files, lines int)
	times := func(n int, person string, daysAgo, files, lines int) func(add) {
		return func(a add) {
			for range n {
				a(person, daysAgo, files, lines)
			}
		}
	}
	for name, c := range map[string]struct {
		more   func(add)
		person fact.PersonID
		want   Degree
		fading bool
	}{
		"the author":                       {func(add) {}, "ann", Main, false},
		"two landings lately":              {times(3, "ben", 100, 1, 0), "ben", None, false},
		"three landings lately":            {times(5, "ben", 100, 1, 0), "ben", Some, false},
		"three a year ago":                 {times(5, "ben", 500, 1, 0), "ben", Some, true},
		"three long ago":                   {times(5, "ben", 800, 1, 0), "ben", None, true},
		"three typing mistakes":            {times(5, "ben", typo, 1, 0), "ben", None, false},
		"three sweeping ones":              {times(5, "ben", 100, 31, 0), "ben", None, false},
		"a tenth of the lines":             {times(1, "ben", 100, 1, 120), "ben", Some, false},
		"a tenth, two years ago":           {times(1, "ben", 800, 1, 120), "ben", Some, true},
		"a tenth, four years ago":          {times(1, "ben", 1500, 1, 120), "ben", Former, true},
		"a tenth of whoever is not active": {times(1, "cyd", 200, 1, 120), "cyd", Former, false},
	} {
		got := degrees(t, c.more)[c.person]
		if got.Degree != c.want || got.Fading != c.fading {
			t.Errorf("%s: degree %d, fading %v", name, got.Degree, got.Fading)
		}
	}
}
