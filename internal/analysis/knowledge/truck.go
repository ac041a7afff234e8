package knowledge

import (
	"cmp"
	"slices"

	"leadline/internal/fact"
)

// TruckFactor is the least number of persons, by the greedy heuristic of
// Avelino et al. (2016), without whom more than half of the files have no
// author left.
type TruckFactor struct {
	N int
	// Persons in the order removed.
	Persons []fact.PersonID
	// Files are how many count: those that Source selects.
	Files int
	// Covered is the share of files with an author left: before anyone is
	// removed, then after each of Persons.
	Covered []float64
}

// TruckFactor is that of the source files at or below a path. Former authors
// count like present ones: ask Options.Active which of Persons are still there.
func (m *Map) TruckFactor(prefix fact.Path) TruckFactor {
	from, to := m.below(prefix)
	authors := map[fact.PersonID][]int{}
	left := make([]int, to-from) // authors left, by file
	var t TruckFactor
	covered := 0
	for i := range left {
		d := m.at(from + i)
		if !Source(d.of) {
			continue
		}
		t.Files++
		for _, p := range d.authors {
			authors[p] = append(authors[p], i)
		}
		if left[i] = len(d.authors); left[i] > 0 {
			covered++
		}
	}
	if t.Files == 0 {
		return t
	}
	order := make([]fact.PersonID, 0, len(authors))
	for p := range authors {
		order = append(order, p)
	}
	slices.SortFunc(order, func(a, b fact.PersonID) int {
		return cmp.Or(cmp.Compare(len(authors[b]), len(authors[a])), cmp.Compare(a, b))
	})
	t.Covered = []float64{float64(covered) / float64(t.Files)}
	for _, p := range order {
		if 2*covered < t.Files {
			break
		}
		for _, i := range authors[p] {
			if left[i]--; left[i] == 0 {
				covered--
			}
		}
		t.N++
		t.Persons = append(t.Persons, p)
		t.Covered = append(t.Covered, float64(covered)/float64(t.Files))
	}
	return t
}

// authors are the authors of a file as the published method counts them: to it
// a rename is a change like any other, so that whoever reorganised a source tree
// is an author of much of it. Elsewhere a rename shows no knowledge.
func (r *reader) authors(f *fact.File, work []touch, known File) []fact.PersonID {
	if slices.ContainsFunc(work, func(t touch) bool { return t.bare }) {
		known = r.file(f, work, true)
	}
	var out []fact.PersonID
	for _, k := range known.Knowers {
		if k.Author {
			out = append(out, k.Person)
		}
	}
	return out
}
