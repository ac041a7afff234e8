package stat

import (
	"math"
	"slices"
)

// Ranks are two scores for the same cases: those in which something came true, and
// those in which it did not.
type Ranks struct{ True, False []Pair }

// Pair is what two rankings give to one case.
type Pair struct{ A, B float64 }

// AUC gives the areas under the ROC curves of both rankings: how often a case that
// came true stands above one that did not, a tie counting half. Variance is that of
// the difference, which allows for both ranking the same cases (DeLong, DeLong,
// Clarke-Pearson 1988). It needs two cases of either kind.
func (r *Ranks) AUC() (a, b, variance float64) {
	up, down := placements(r.True, r.False), placements(r.False, r.True)
	for i := range down { // how many lie above, not below
		down[i] = Pair{1 - down[i].A, 1 - down[i].B}
	}
	for _, p := range up {
		a += p.A / float64(len(up))
		b += p.B / float64(len(up))
	}
	return a, b, spread(up)/float64(len(up)) + spread(down)/float64(len(down))
}

// placements give for each case the share of others that it stands above.
func placements(cases, others []Pair) []Pair {
	column := func(of func(Pair) float64) []float64 {
		out := make([]float64, len(others))
		for i, p := range others {
			out[i] = of(p)
		}
		slices.Sort(out)
		return out
	}
	place := func(sorted []float64, x float64) float64 {
		below, _ := slices.BinarySearch(sorted, x)
		upTo, _ := slices.BinarySearch(sorted, math.Nextafter(x, math.Inf(1)))
		return float64(below+upTo) / 2 / float64(len(sorted))
	}
	a, b := column(func(p Pair) float64 { return p.A }), column(func(p Pair) float64 { return p.B })
	out := make([]Pair, len(cases))
	for i, p := range cases {
		out[i] = Pair{place(a, p.A), place(b, p.B)}
	}
	return out
}

// spread is the variance of the differences of pairs.
func spread(pairs []Pair) float64 {
	mean, squares := 0.0, 0.0
	for _, p := range pairs {
		mean += (p.A - p.B) / float64(len(pairs))
	}
	for _, p := range pairs {
		d := p.A - p.B - mean
		squares += d * d
	}
	return squares / float64(len(pairs)-1)
}
