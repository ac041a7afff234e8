package stat

import "math"

// Median of values in order; NaN of none.
func Median(sorted []float64) float64 {
	n := len(sorted)
	if n == 0 {
		return math.NaN()
	}
	return sorted[(n-1)/2] + (sorted[n/2]-sorted[(n-1)/2])/2
}
