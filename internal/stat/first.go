package stat

import "slices"

// First gives the n of the numbers below count that come first in an order, of those
// that are wanted. The order leaves no two numbers equal. A number that would not be among
// the first is not asked about.
func First(n, count int, order func(a, b int) int, want func(int) bool) []int {
	var first []int
	for x := range count {
		if len(first) == n && (n == 0 || order(x, first[n-1]) > 0) || !want(x) {
			continue
		}
		at, _ := slices.BinarySearchFunc(first, x, order)
		first = slices.Insert(first, at, x)
		first = first[:min(n, len(first))]
	}
	return first
}
