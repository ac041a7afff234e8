package stat

import "math"

// Z90 bounds a share from below so that it is lower in one of twenty cases: half of
// what a two-sided interval of 90 % leaves out.
const Z90 = 1.6448536269514722

// Z95 is that for 95 %.
const Z95 = 1.959963984540054

// WilsonLower is the lower bound of the score interval of k of n (Wilson 1927), for a
// quantile of the normal distribution. It is 0 of nothing.
func WilsonLower(k, n int, z float64) float64 {
	if n <= 0 {
		return 0
	}
	p, m, zz := float64(k)/float64(n), float64(n), z*z
	return max(0, (p+zz/(2*m)-z*math.Sqrt(p*(1-p)/m+zz/(4*m*m)))/(1+zz/m))
}
