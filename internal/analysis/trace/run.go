package trace

import (
	"cmp"
	"slices"

	"leadline/internal/fact"
)

// Stray is an id that tests of a run name and no requirement has.
type Stray struct {
	ID string
	// Of is another revision of it that exists; empty if there is none.
	Of    string
	Tests []*fact.TestResult
}

// run follows what the tests of a run say that they verify. Of an item of OpenFastTrace
// that covers nothing that it needs: a run names no type of artifact.
func (m *Map) run(run *fact.TestRun) {
	if run == nil {
		return
	}
	strays := map[string]*Stray{}
	for i := range run.Tests {
		t := &run.Tests[i]
		for _, id := range t.Requirements {
			if x := m.Find(id); x != nil {
				x.By = append(x.By, Cover{Test: t, Role: fact.Verifying})
				continue
			}
			s := strays[id]
			if s == nil {
				s = &Stray{ID: id}
				if others := m.byName[stem(id)]; len(others) > 0 {
					s.Of = others[0].ID
				}
				strays[id] = s
			}
			s.Tests = append(s.Tests, t)
		}
	}
	for _, s := range strays {
		m.Strays = append(m.Strays, *s)
	}
	slices.SortFunc(m.Strays, func(a, b Stray) int { return cmp.Compare(a.ID, b.ID) })
}

// Results are what became of the tests of the run that verify an item, directly or through
// what refines it, in the order of the run.
func (x *Item) Results() []*fact.TestResult {
	var out []*fact.TestResult
	seen := map[*fact.TestResult]bool{}
	for c := range x.covers() {
		if c.Test != nil && !seen[c.Test] {
			seen[c.Test], out = true, append(out, c.Test)
		}
	}
	return out
}

// Outcome is what became of the tests that verify an item: it passed when one passed and no
// other failed or did not finish. There is none where no test of the run names it.
func (x *Item) Outcome() (o fact.TestOutcome, run bool) {
	for c := range x.covers() {
		if c.Test != nil {
			o, run = max(o, c.Test.Outcome), true
		}
	}
	return o, run
}
