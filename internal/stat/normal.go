package stat

import "math"

// NormalQuantile is the value that a standard normal variable stays below with
// probability p.
func NormalQuantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }
