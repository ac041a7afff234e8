// Package precedent tells, of a change that is described in words, which past changes
// were described alike, and from what those touched which components it may touch. It
// holds what it says against what became of the last changes.
package precedent

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/analysis/term"
	"leadline/internal/fact"
	"leadline/internal/stat/bm25"
)

// Nearest is how many past changes have a vote.
const Nearest = 30

// Past is a change that was made.
type Past struct {
	Commit  fact.CommitID
	Subject string
	// Components are those that it touched, each once.
	Components []fact.Path
}

// ComponentOf is the component that a file is in: its folder, of two levels at most;
// empty for a file at the top.
func ComponentOf(p fact.Path) fact.Path {
	folder := string(p.Folder())
	first := strings.IndexByte(folder, '/')
	if first < 0 {
		return fact.Path(folder)
	}
	if second := strings.IndexByte(folder[first+1:], '/'); second >= 0 {
		return fact.Path(folder[:first+1+second])
	}
	return fact.Path(folder)
}

// ComponentsOf are those of several files, in the order of their bytes.
func ComponentsOf(paths []fact.Path) []fact.Path {
	out := make([]fact.Path, len(paths))
	for i, p := range paths {
		out[i] = ComponentOf(p)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// routine are the subjects of changes that say nothing of what follows from a wish: new
// versions of what others made, and releases.
var routine = regexp.MustCompile(`(?i)^(?:\S+:\s*|\S+\(\S+\)!?:\s*)?(?:bump|update dependenc|update module|update dependency|upgrade dependenc|merge (?:pull request|branch|remote)|release v?\d|prepare release)|\bdependabot\b|\brenovate\b|\(deps(?:-dev)?\)`)

// Routine tells whether a change is one that nobody has to think of, by its subject.
func Routine(subject string) bool { return routine.MatchString(subject) }

// Model knows past changes. The zero value knows none.
type Model struct {
	index    bm25.Index
	splitter term.Splitter
	past     []Past
	touched  map[fact.Path]int
}

// Add adds a change, the oldest first.
func (m *Model) Add(p Past) {
	if m.touched == nil {
		m.touched = map[fact.Path]int{}
	}
	m.index.Add(m.terms(p.Subject))
	m.past = append(m.past, p)
	for _, c := range p.Components {
		m.touched[c]++
	}
}

// number is the end of a subject in which a forge names the request that it came from.
var number = regexp.MustCompile(`\s*\(?#\d+\)?\s*$`)

func (m *Model) terms(text string) []string {
	return m.splitter.Append(nil, number.ReplaceAllString(text, ""))
}

// Neighbour is a past change that is described like what is asked about.
type Neighbour struct {
	*Past
	// Score is how alike, by BM25: it compares neighbours of one question alone.
	Score float64
}

// Near gives the past changes that are described most alike, the best first.
func (m *Model) Near(text string) []Neighbour {
	hits := m.index.Search(m.terms(text), Nearest)
	out := make([]Neighbour, len(hits))
	for i, h := range hits {
		out[i] = Neighbour{&m.past[h.Document], h.Score}
	}
	return out
}

// Touched is a component, and how likely it is that a change touches it.
type Touched struct {
	Component fact.Path
	// Share of the votes of the neighbours, each of which counts by its score.
	Share float64
	// Of is how many neighbours touched it.
	Of int
}

// Components are what the neighbours touched, the likeliest first; of equals, what is
// touched more often by all changes, then by name.
func (m *Model) Components(near []Neighbour) []Touched {
	shares := map[fact.Path]*Touched{}
	total := 0.0
	for _, n := range near {
		total += n.Score
		for _, c := range n.Past.Components {
			t := shares[c]
			if t == nil {
				t = &Touched{Component: c}
				shares[c] = t
			}
			t.Share += n.Score
			t.Of++
		}
	}
	out := make([]Touched, 0, len(shares))
	for _, t := range shares {
		t.Share /= total
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b Touched) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(m.touched[b.Component], m.touched[a.Component]), cmp.Compare(a.Component, b.Component))
	})
	return out
}

// Usual are the components in the order in which all changes touch them, the first ones
// at most so many.
func (m *Model) Usual(most int) []fact.Path {
	out := make([]fact.Path, 0, len(m.touched))
	for c := range m.touched {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b fact.Path) int { return cmp.Or(cmp.Compare(m.touched[b], m.touched[a]), cmp.Compare(a, b)) })
	return out[:min(most, len(out))]
}
