package split

import (
	"cmp"
	"maps"
	"slices"

	"leadline/internal/analysis/graph"
)

// need is that a file needs another one. One that is not strong only tells which of
// the two is better read first.
type need struct {
	from, to int
	strong   bool
}

// Needs are what files need of each other, by their places.
type Needs struct{ strong map[[2]int]bool }

// NewNeeds are none.
func NewNeeds() *Needs { return &Needs{strong: map[[2]int]bool{}} }

// Need says that a file must come with another one or after it.
func (n *Needs) Need(from, to int) { n.add(from, to, true) }

// After says that a file is better read after another one.
func (n *Needs) After(from, to int) { n.add(from, to, false) }

// Tie says that two files belong together.
func (n *Needs) Tie(a, b int) {
	n.Need(a, b)
	n.Need(b, a)
}

func (n *Needs) add(from, to int, strong bool) {
	if from != to {
		n.strong[[2]int{from, to}] = strong || n.strong[[2]int{from, to}]
	}
}

// sorted are the needs: what must be first, then by their ends.
func (n *Needs) sorted() []need {
	out := make([]need, 0, len(n.strong))
	for _, ends := range slices.SortedFunc(maps.Keys(n.strong), func(a, b [2]int) int { return slices.Compare(a[:], b[:]) }) {
		out = append(out, need{ends[0], ends[1], n.strong[ends]})
	}
	slices.SortStableFunc(out, func(a, b need) int {
		switch {
		case a.strong == b.strong:
			return 0
		case a.strong:
			return -1
		}
		return 1
	})
	return out
}

// together are the files that need each other, in the order of their first ones.
func (n *Needs) together(files int) [][]int {
	g := graph.New(files)
	for ends, strong := range n.strong {
		if strong {
			g.Add(ends[0], ends[1])
		}
	}
	out := g.Components()
	slices.SortFunc(out, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	return out
}
