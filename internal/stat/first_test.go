package stat

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// First is what is left of sorting everything.
func TestFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOf(rapid.IntRange(0, 5)).Draw(t, "values")
		n := rapid.IntRange(0, 6).Draw(t, "n")
		order := func(a, b int) int { return cmp.Or(cmp.Compare(values[b], values[a]), cmp.Compare(a, b)) }
		want := func(x int) bool { return x%3 != 1 }
		var all []int
		for x := range values {
			if want(x) {
				all = append(all, x)
			}
		}
		slices.SortFunc(all, order)
		if got := First(n, len(values), order, want); !slices.Equal(got, all[:min(n, len(all))]) {
			t.Errorf("%v, want %v", got, all[:min(n, len(all))])
		}
	})
}
