// Package effect says whether one set of measurements differs from another, by how
// much, and how often the same test would claim a difference where there is none:
// rank tests and their intervals, control charts, bootstraps of series, and segmented
// regression. It serves whoever compares two runs, or a series before and after a day.
// Every measurement that is handed in is finite. A test that a sample is too small for
// says so, as an interval without bounds or a false second result; it never says "no
// difference". What is claimed of a result is for those who ask.
package effect

import (
	"math"
	"slices"

	"github.com/aclements/go-moremath/stats"

	"leadline/internal/stat"
)

// Samples up to these sizes, with and without equal values, are tested by the exact
// distribution; larger ones by the normal one, which is then close.
const (
	exactLimit     = 50
	exactTiesLimit = 25
)

// Test is the outcome of a two-sided Mann-Whitney U test. U counts the pairs in which
// the first sample's value is greater, ties half.
type Test struct {
	N1, N2 int
	U, P   float64
	Exact  bool
}

// MannWhitney tests whether values of b tend to be higher or lower than those of a
// (Mann and Whitney 1947): by the exact distribution, with ties (Klotz 1966; Cheung and
// Klotz 1997), or by the normal one with corrections for ties and continuity. P is
// twice the smaller tail: with ties and unequal sizes the distribution is not
// symmetric, so either tail is its own. Of an empty sample P is 1.
func MannWhitney(a, b []float64) Test {
	t := Test{N1: len(a), N2: len(b), P: 1}
	if len(a) == 0 || len(b) == 0 {
		return t
	}
	u, ties := pairs(a, b)
	t.U = u
	if len(ties) == 1 {
		t.Exact = true
		return t // all values are equal
	}
	limit := exactLimit
	if len(ties) < len(a)+len(b) {
		limit = exactTiesLimit
	}
	if t.Exact = max(len(a), len(b)) <= limit; t.Exact {
		below := stats.UDist{N1: t.N1, N2: t.N2, T: ties}.CDF(u)
		above := stats.UDist{N1: t.N2, N2: t.N1, T: ties}.CDF(float64(t.N1)*float64(t.N2) - u)
		t.P = min(1, 2*min(below, above))
		return t
	}
	t.P = normalP(u, float64(t.N1), float64(t.N2), ties)
	return t
}

// pairs gives U of a over b, and how many values share each rank.
func pairs(a, b []float64) (u float64, ties []int) {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		x := math.Inf(1)
		if i < len(a) {
			x = a[i]
		}
		if j < len(b) {
			x = min(x, b[j])
		}
		fromA, fromB := run(a, i, x), run(b, j, x)
		u += float64(fromA) * (float64(j) + float64(fromB)/2)
		ties = append(ties, fromA+fromB)
		i, j = i+fromA, j+fromB
	}
	return u, ties
}

// run counts the values equal to x from i on.
func run(sorted []float64, i int, x float64) int {
	n := 0
	for i+n < len(sorted) && sorted[i+n] == x {
		n++
	}
	return n
}

func normalP(u, n1, n2 float64, ties []int) float64 {
	n, tied := n1+n2, 0.0
	for _, t := range ties {
		tied += float64(t) * (float64(t)*float64(t) - 1)
	}
	sigma := math.Sqrt(n1 * n2 * (n + 1 - tied/(n*(n-1))) / 12)
	z := max(0, math.Abs(u-n1*n2/2)-0.5) / sigma
	return math.Erfc(z / math.Sqrt2)
}

// SmallestP is the smallest P that samples of these sizes can give, when every value of
// one is above every value of the other: 2 over the number of ways to deal them out.
// Where it exceeds the level asked for, no outcome is a difference.
func SmallestP(n1, n2 int) float64 {
	ways := 1.0
	for i := 1; i <= min(n1, n2) && ways < 1e300; i++ {
		ways *= float64(max(n1, n2)+i) / float64(i)
	}
	return min(1, 2/ways)
}

// Needed is how many measurements either sample must have for a test at the level alpha
// to find, in power of all cases, that values spread like these are multiplied by a
// factor: z^2/(6(p-1/2)^2), with p the share of pairs of one sample in which the multiplied
// one is above (Noether 1987), and no fewer than can give a P of alpha at all. ok is
// false where nothing would do.
func Needed(samples [][]float64, factor, alpha, power float64) (n int, ok bool) {
	above, all := 0.0, 0.0
	for _, xs := range samples {
		moved := make([]float64, len(xs))
		for i, x := range xs {
			moved[i] = factor * x
		}
		u, _ := pairs(moved, xs)
		for i, x := range xs { // a value is no pair with itself
			switch {
			case moved[i] > x:
				u--
			case moved[i] == x:
				u -= 0.5
			}
		}
		above += u
		all += float64(len(xs)) * float64(len(xs)-1)
	}
	p := above / all
	if !(math.Abs(p-0.5) > 1e-9) {
		return 0, false
	}
	z := stat.NormalQuantile(1-alpha/2) + stat.NormalQuantile(power)
	n = int(min(math.Ceil(z*z/(6*(p-0.5)*(p-0.5))), math.MaxInt32))
	for SmallestP(n, n) > alpha {
		n++
	}
	return n, true
}

// Discoveries adjusts the P values of several tests made at once, so that naming those
// at or below a level makes at most that share of false claims among them, and, where
// there is nothing to find, any claim at all that often (Benjamini and Hochberg 1995).
func Discoveries(ps []float64) []float64 {
	order := make([]int, len(ps))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		switch {
		case ps[i] < ps[j]:
			return -1
		case ps[i] > ps[j]:
			return 1
		}
		return i - j
	})
	adjusted, least := make([]float64, len(ps)), 1.0
	for rank := len(order); rank > 0; rank-- {
		i := order[rank-1]
		least = min(least, ps[i]*float64(len(ps))/float64(rank))
		adjusted[i] = least
	}
	return adjusted
}
