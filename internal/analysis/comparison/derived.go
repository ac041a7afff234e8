package comparison

import (
	"math"
	"slices"

	"leadline/internal/fact"
)

// underived leaves out results that say again what another of the same benchmark says:
// a throughput that is a number divided by the time, sample by sample, as go test
// prints it. Each would count as a test of its own, and be told twice.
func underived(results []Result) []Result {
	type benchmark struct{ suite, name string }
	smaller := map[benchmark][]*Result{}
	for i := range results {
		if r := &results[i]; r.Better == fact.BetterSmaller {
			k := benchmark{r.Suite, r.Benchmark}
			smaller[k] = append(smaller[k], r)
		}
	}
	return slices.DeleteFunc(slices.Clone(results), func(r Result) bool {
		return r.Better == fact.BetterBigger && slices.ContainsFunc(smaller[benchmark{r.Suite, r.Benchmark}], func(t *Result) bool {
			return len(t.Base) == len(r.Base) && reciprocal(slices.Concat(t.Base, t.Head), slices.Concat(r.Base, r.Head))
		})
	})
}

// reciprocal says that the products of two series differ by 1 % at most, by which what is
// printed is rounded.
func reciprocal(a, b []float64) bool {
	low, high := math.Inf(1), 0.0
	for i := range min(len(a), len(b)) {
		p := a[i] * b[i]
		low, high = min(low, p), max(high, p)
	}
	return len(a) == len(b) && high <= 1.01*low
}
