package stat

import "math"

// Quotient is what one trial adds to the numerator and to the denominator of a ratio
// of sums, such as a precision.
type Quotient struct{ Of, Over float64 }

// QuotientDifference gives two ratios of sums over the same trials, and bounds their
// difference by a 95 % interval: the linearised variance of a ratio (Cochran,
// Sampling Techniques, 1977, section 2.11), taken of both at once. A ratio of nothing
// is 0; with fewer than two trials the interval has no bounds.
func QuotientDifference(a, b []Quotient) (x, y, low, high float64) {
	x, overA := quotient(a)
	y, overB := quotient(b)
	n := float64(len(a))
	if n < 2 {
		return x, y, math.Inf(-1), math.Inf(1)
	}
	part := func(q Quotient, ratio, over float64) float64 {
		if over == 0 {
			return 0
		}
		return (q.Of - ratio*q.Over) / over
	}
	squares := 0.0
	for i := range a {
		d := part(a[i], x, overA) - part(b[i], y, overB)
		squares += d * d
	}
	margin := 1.96 * math.Sqrt(squares*n/(n-1))
	return x, y, x - y - margin, x - y + margin
}

func quotient(all []Quotient) (ratio, over float64) {
	of := 0.0
	for _, q := range all {
		of += q.Of
		over += q.Over
	}
	if over == 0 {
		return 0, 0
	}
	return of / over, over
}
