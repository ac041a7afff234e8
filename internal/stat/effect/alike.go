package effect

import (
	"math"

	gonum "gonum.org/v1/gonum/stat"

	"leadline/internal/stat"
)

// alike gives the correlation r of neighbours within two parts of a series, each about its
// own mean, and what a P of a test that takes them for independent becomes: z times
// sqrt((1-r)/(1+r)), as n values of which each is r of the last and else new say no more than
// n(1-r)/(1+r) (Bayley and Hammersley 1946). A correlation that n independent values might
// have, up to 1.96/sqrt(n) (Anderson 1942), changes nothing.
func alike(before, after []float64, p float64) (r, allowed float64) {
	products, squares := 0.0, 0.0
	for _, xs := range [][]float64{before, after} {
		mean, last := gonum.Mean(xs, nil), 0.0
		for _, x := range xs {
			products += last * (x - mean)
			squares += (x - mean) * (x - mean)
			last = x - mean
		}
	}
	if squares == 0 {
		return 0, p
	}
	if r = products / squares; r <= 1.96/math.Sqrt(float64(len(before)+len(after))) {
		return r, p
	}
	z := stat.NormalQuantile(1-p/2) * math.Sqrt((1-r)/(1+r))
	return r, math.Erfc(z / math.Sqrt2)
}
