package codeowners

import (
	"cmp"
	"slices"

	"leadline/internal/analysis/activity"
	"leadline/internal/fact"
)

// Crossings are the landings of a window that changed files with owners.
type Crossings struct {
	// Landings changed a file with an owner, and no more than a sweep does. Several are
	// those of which no one owner owns all that they changed.
	Landings, Several int
	// Pairs are areas that some landing changed both and that have no owner in common,
	// the ones that changed together most often first.
	Pairs []Pair
	// Baseline is how often areas without a common owner changed together, by how often
	// they would if each changed by itself, over all pairs that could; 0 where no pair
	// could.
	Baseline float64
}

// Pair is two areas that changed together.
type Pair struct {
	A, B *Area
	// Together are the landings that changed both, of OfA and OfB that changed either.
	Together, OfA, OfB int
	// Lift is Together by what would be expected if the two changed independently:
	// Together * landings / (OfA * OfB) (Brin et al. 1997, interest).
	Lift float64
	// Newest is the last landing that changed both, and PathA and PathB files of it.
	Newest       *fact.Commit
	PathA, PathB fact.Path
}

// Crossings counts over the landings of a window. keep says which files count.
func (m *Map) Crossings(t *activity.Timeline, w activity.Window, keep func(fact.Path) bool) Crossings {
	var out Crossings
	n := make([]int, len(m.Areas))
	pairs := map[[2]int]*Pair{}
	var touched []int
	first := map[int]fact.Path{}
	for c, paths := range t.Transactions(w) {
		touched = touched[:0]
		clear(first)
		for _, p := range paths {
			i, ok := m.of[p]
			if !ok || len(m.Areas[i].Owners) == 0 || !keep(p) {
				continue
			}
			if _, seen := first[i]; !seen {
				first[i] = p
				touched = append(touched, i)
			}
		}
		if len(touched) == 0 {
			continue
		}
		out.Landings++
		for _, i := range touched {
			n[i]++
		}
		if m.needsSeveral(touched) {
			out.Several++
		}
		slices.Sort(touched)
		m.together(pairs, c, touched, first)
	}
	for _, p := range pairs {
		out.Pairs = append(out.Pairs, *p)
	}
	m.weigh(&out, n)
	return out
}

// needsSeveral reports whether no owner owns all of the areas whose owners have to approve.
func (m *Map) needsSeveral(touched []int) bool {
	areas := slices.DeleteFunc(slices.Clone(touched), func(i int) bool { return m.Areas[i].Optional })
	if len(areas) == 0 {
		return false
	}
	for _, o := range m.Areas[areas[0]].Owners {
		if !slices.ContainsFunc(areas[1:], func(i int) bool { return !m.Areas[i].OwnedBy(o) }) {
			return false
		}
	}
	return true
}

func (m *Map) together(pairs map[[2]int]*Pair, c *fact.Commit, touched []int, first map[int]fact.Path) {
	for x, i := range touched {
		for _, j := range touched[x+1:] {
			a, b := &m.Areas[i], &m.Areas[j]
			if a.Shares(b) {
				continue
			}
			p := pairs[[2]int{i, j}]
			if p == nil { // landings come newest first
				p = &Pair{A: a, B: b, Newest: c, PathA: first[i], PathB: first[j]}
				pairs[[2]int{i, j}] = p
			}
			p.Together++
		}
	}
}

// weigh holds pairs against what chance would make of them.
func (m *Map) weigh(out *Crossings, n []int) {
	at := map[*Area]int{}
	for i := range m.Areas {
		at[&m.Areas[i]] = n[i]
	}
	together, expected := 0, 0.0
	for i := range m.Areas {
		for j := range m.Areas[:i] {
			if n[i] > 0 && n[j] > 0 && !m.Areas[i].Shares(&m.Areas[j]) {
				expected += float64(n[i]) * float64(n[j]) / float64(out.Landings)
			}
		}
	}
	for i := range out.Pairs {
		p := &out.Pairs[i]
		p.OfA, p.OfB = at[p.A], at[p.B]
		p.Lift = float64(p.Together) * float64(out.Landings) / (float64(p.OfA) * float64(p.OfB))
		together += p.Together
	}
	if expected > 0 {
		out.Baseline = float64(together) / expected
	}
	slices.SortFunc(out.Pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Together, a.Together), cmp.Compare(a.PathA, b.PathA), cmp.Compare(a.PathB, b.PathB),
			cmp.Compare(names(a.A.Owners), names(b.A.Owners)), cmp.Compare(names(a.B.Owners), names(b.B.Owners)))
	})
}
