package fixlink

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"leadline/internal/analysis/activity"
	"leadline/internal/fact"
)

// story is a history of one commit after the other: every commit changes files by
// hunks, and what a file is made from is the commit that changed it last.
type story struct {
	h  fact.History
	at map[fact.Path]int // the commit that last changed a file
}

func (s *story) commit(c fact.Commit, changes ...fact.Change) {
	n := len(s.h.Commits)
	if c.ID == "" {
		c.ID = fact.CommitID(strings.Repeat(string(rune('a'+n)), 40))
	}
	if n > 0 && c.Parents == nil {
		c.Parents = []fact.CommitID{s.h.Commits[n-1].ID}
	}
	c.Committed.Unix = int64(n) * 24 * 60 * 60
	for _, ch := range changes {
		if from, ok := s.at[ch.Path]; ok && len(ch.Sources) > 0 {
			ch.Sources[0].Commit, ch.Sources[0].Path, ch.Before = s.h.Commits[from].ID, ch.Path, s.h.Commits[from].ID
		}
		s.at[ch.Path] = n
		c.Changes = append(c.Changes, ch)
	}
	slices.SortFunc(c.Changes, func(a, b fact.Change) int { return strings.Compare(string(a.Path), string(b.Path)) })
	s.h.Commits = append(s.h.Commits, c)
	s.h.Head = c.ID
}

func added(p fact.Path, lines int32) fact.Change {
	return fact.Change{Path: p, Kind: fact.Added, Mode: fact.ModeFile, Lines: lines}
}

// edited replaces n lines from line at on by m.
func edited(p fact.Path, at, n, m int32) fact.Change {
	return fact.Change{Path: p, Kind: fact.Modified, Mode: fact.ModeFile, Sources: []fact.Source{{Hunks: []fact.Hunk{{Old: at, OldLines: n, New: at, NewLines: m}}}}}
}

func of(s *story) []Fix {
	return Of(activity.NewTimeline(&s.h), Options{Keep: func(p fact.Path) bool { return p != "gen.go" }, Landings: len(s.h.Commits)})
}

// The cases are in pairs: what leads to a change, and what looks like it. Commit 0 adds
// ten lines, commit 1 puts five more before them, commit 2 changes another file; commit
// 3 is the one that is asked about.
func TestOf(t *testing.T) {
	missing := edited("x.go", 0, 1, 1)
	missing.Sources[0].Content = fact.Missing
	two := edited("x.go", 4, 3, 3) // one line of commit 1, two of commit 0
	for name, c := range map[string]struct {
		commit  fact.Commit
		changes []fact.Change
		links   []int
		method  Method
		unknown bool
	}{
		"lines of one change":           {fact.Commit{Subject: "Fix it"}, []fact.Change{edited("x.go", 1, 2, 2)}, []int{1}, Traced, false},
		"no fix":                        {fact.Commit{Subject: "Add it"}, []fact.Change{edited("x.go", 1, 2, 2)}, nil, 0, false},
		"most lines":                    {fact.Commit{Subject: "Fix it"}, []fact.Change{two}, []int{0}, Traced, false},
		"as many lines, the latest":     {fact.Commit{Subject: "Fix it"}, []fact.Change{edited("x.go", 4, 2, 0)}, []int{1}, Traced, false},
		"only adds, among lines of one": {fact.Commit{Subject: "Fix it"}, []fact.Change{edited("x.go", 9, 0, 3)}, []int{0}, Traced, false},
		"only adds, at the very end":    {fact.Commit{Subject: "Fix it"}, []fact.Change{edited("x.go", 15, 0, 3)}, []int{0}, Traced, false},
		"takes out here, adds there":    {fact.Commit{Subject: "Fix it"}, []fact.Change{edited("x.go", 2, 1, 0), edited("y.go", 1, 0, 9)}, []int{1}, Traced, false},
		"only a new file":               {fact.Commit{Subject: "Fix it"}, []fact.Change{added("z.go", 3)}, nil, 0, false},
		"only a test":                   {fact.Commit{Subject: "Fix it"}, []fact.Change{edited("x_test.go", 0, 1, 1)}, nil, 0, false},
		"only what a tool writes":       {fact.Commit{Subject: "Fix it"}, []fact.Change{edited("gen.go", 0, 1, 1)}, nil, 0, false},
		"a content is missing":          {fact.Commit{Subject: "Fix it"}, []fact.Change{missing, edited("y.go", 0, 1, 1)}, nil, 0, true},
		"says what it mends":            {fact.Commit{Subject: "Work on it", Mends: []fact.Mend{{ID: "aaaaaaa"}}}, []fact.Change{edited("x.go", 1, 2, 2)}, []int{0}, Declared, false},
		"says two":                      {fact.Commit{Subject: "Fix", Mends: []fact.Mend{{ID: "bbbbbbb"}, {ID: "aaaaaaaaa"}, {ID: "bbbbbbbb"}}}, []fact.Change{edited("x.go", 1, 2, 2)}, []int{0, 1}, Declared, false},
		"says what is not there":        {fact.Commit{Subject: "Fix it", Mends: []fact.Mend{{ID: "1234567"}}}, []fact.Change{edited("x.go", 1, 2, 2)}, []int{1}, Traced, false},
		"says what fits two":            {fact.Commit{Subject: "Fix it", Mends: []fact.Mend{{ID: "ccccccc"}}}, []fact.Change{edited("x.go", 1, 2, 2)}, []int{1}, Traced, false},
		"says itself":                   {fact.Commit{ID: "1234567890", Subject: "Fix it", Mends: []fact.Mend{{ID: "1234567"}}}, []fact.Change{edited("x.go", 1, 2, 2)}, []int{1}, Traced, false},
		"reverts by its subject":        {fact.Commit{Subject: `Revert "Begin"`}, []fact.Change{edited("x.go", 1, 2, 2)}, []int{0}, Declared, false},
		"reverts what is not there":     {fact.Commit{Subject: `Revert "Begun"`}, []fact.Change{edited("x.go", 1, 2, 2)}, []int{1}, Traced, false},
	} {
		s := &story{at: map[fact.Path]int{}}
		s.commit(fact.Commit{Subject: "Begin (#1)"}, added("x.go", 10), added("x_test.go", 3), added("gen.go", 3), added("y.go", 2))
		s.commit(fact.Commit{}, edited("x.go", 0, 0, 5))
		s.commit(fact.Commit{ID: "ccccccc1"}, edited("y.go", 0, 1, 1))
		s.commit(c.commit, c.changes...)
		s.commit(fact.Commit{ID: "ccccccc2"}, edited("y.go", 0, 1, 1))
		var links []int
		var method Method
		unknown := false
		for _, f := range of(s) {
			links, method = f.Links()
			unknown = f.Unknown
		}
		if !reflect.DeepEqual(links, c.links) || method != c.method || unknown != c.unknown {
			t.Errorf("%s: %v by %d, unknown %v", name, links, method, unknown)
		}
	}
}

// What a branch writes and mends itself before it is merged escaped nobody; what was on
// the main line before did.
func TestOfBranch(t *testing.T) {
	for at, want := range map[int32]int{1: -1, 7: 0} {
		s := &story{at: map[fact.Path]int{}}
		s.commit(fact.Commit{ID: "m0"}, added("x.go", 10))
		s.commit(fact.Commit{ID: "m1"}, added("y.go", 1))
		s.commit(fact.Commit{ID: "b1", Parents: []fact.CommitID{"m0"}}, edited("x.go", 0, 0, 5))
		s.commit(fact.Commit{ID: "b2", Parents: []fact.CommitID{"b1"}, Subject: "Fix it"}, edited("x.go", at, 2, 2))
		s.commit(fact.Commit{ID: "m2", Parents: []fact.CommitID{"m1", "b2"}})
		if f := of(s); len(f) != 1 || f[0].Traced != want || f[0].Landing != 2 {
			t.Errorf("line %d: %+v", at, f)
		}
	}
}

// On a branch, the landing of a rename is not before that of a fix.
func TestLastOfBranch(t *testing.T) {
	s := &story{at: map[fact.Path]int{}}
	s.commit(fact.Commit{ID: "m0"}, added("x.go", 10))
	s.commit(fact.Commit{ID: "m1"}, edited("x.go", 0, 1, 1))
	moved := added("z.go", 10)
	moved.Kind, moved.Previous = fact.Renamed, "x.go"
	s.commit(fact.Commit{ID: "b1", Parents: []fact.CommitID{"m1"}}, moved)
	s.commit(fact.Commit{ID: "b2", Subject: "Fix it"}, edited("z.go", 0, 1, 1))
	s.commit(fact.Commit{ID: "m2", Parents: []fact.CommitID{"m1", "b2"}})
	if f := of(s); len(f) != 1 || f[0].Landing != 2 || f[0].Last != 1 {
		t.Errorf("%+v", f)
	}
}

// What is held against the lines: the landing that last changed a file, under the name
// that it had then.
func TestLast(t *testing.T) {
	s := &story{at: map[fact.Path]int{}}
	s.commit(fact.Commit{}, added("x.go", 10), added("y.go", 10))
	s.commit(fact.Commit{}, edited("x.go", 0, 1, 1))
	moved := added("z.go", 10)
	moved.Kind, moved.Previous = fact.Renamed, "x.go"
	s.commit(fact.Commit{}, moved)
	s.commit(fact.Commit{Subject: "Fix y"}, edited("y.go", 0, 1, 1))
	s.commit(fact.Commit{Subject: "Fix z"}, edited("z.go", 0, 1, 1))
	s.commit(fact.Commit{Subject: "Fix w"}, added("w.go", 1))
	f := of(s)
	if len(f) != 3 || f[0].Last != 0 || f[1].Last != 2 || f[2].Last != -1 {
		t.Errorf("%+v", f)
	}
}

func TestReverted(t *testing.T) {
	for in, want := range map[string]string{
		`Revert "Add x"`: "Add x", `Revert "Add x" (#12)`: "Add x", `Revert "Revert "Add x""`: `Revert "Add x"`,
		"Revert the change": "", `Revert "broken`: "", "Add x": "",
	} {
		if got, _ := Reverted(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := Unnumbered("Add x (#12)"); got != "Add x" {
		t.Errorf("%q", got)
	}
}
