package language

import (
	"slices"

	"leadline/internal/fact"
)

// Nearest is the first of sorted paths that has as many folders in common with
// another path as any. Those are neighbours of the place where that would stand.
func Nearest(sorted []fact.Path, p fact.Path) fact.Path {
	i, _ := slices.BinarySearch(sorted, p)
	shared := common(sorted[min(i, len(sorted)-1)], p)
	if i > 0 {
		shared = max(shared, common(sorted[i-1], p))
	}
	first, _ := slices.BinarySearch(sorted, p[:shared])
	return sorted[first]
}

// common is how much two paths share up to a folder's end.
func common(a, b fact.Path) int {
	n := 0
	for i := 0; i < len(a) && i < len(b) && a[i] == b[i]; i++ {
		if a[i] == '/' {
			n = i + 1
		}
	}
	return n
}
