package changepoint

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// moments are the number, the mean and the sum of squared deviations of values.
type moments struct{ n, mean, squares float64 }

func momentsOf(values []float64) moments {
	var m moments
	for _, x := range values { // Welford 1962
		m.n++
		d := x - m.mean
		m.mean += d / m.n
		m.squares += d * (x - m.mean)
	}
	return m
}

// join gives the moments of the values of both (Chan, Golub, LeVeque 1979, equation
// 1.5).
func (m moments) join(o moments) moments {
	n, d := m.n+o.n, o.mean-m.mean
	return moments{n, m.mean + d*o.n/n, m.squares + o.squares + d*d*m.n*o.n/n}
}

// test is the two-sided p-value of Student's t-test with a pooled variance; 1 where
// there is nothing to tell two groups apart by.
func (d detector) test(a, b moments) float64 {
	freedom := a.n + b.n - 2
	if freedom <= 0 || a.mean == b.mean {
		return 1
	}
	squares := a.squares + b.squares
	if d.otava {
		squares = a.squares*(a.n-1)/a.n + b.squares*(b.n-1)/b.n
	}
	difference := a.mean - b.mean
	tt := difference * difference / (squares / freedom * (1/a.n + 1/b.n))
	switch {
	case math.IsInf(tt, 0): // two levels without noise
		return 0
	case math.IsNaN(tt):
		return 1
	}
	// P(|T| > t) = I(v/(v+t²); v/2, 1/2): Abramowitz and Stegun 26.7.1, 26.5.27.
	return mathext.RegIncBeta(freedom/2, 0.5, freedom/(freedom+tt))
}

// magnitude is how much the means differ, relative to the smaller of them.
func magnitude(a, b moments) float64 {
	of := func(x, y float64) float64 {
		if x == 0 {
			return 0
		}
		return math.Abs(y/x - 1)
	}
	return max(of(a.mean, b.mean), of(b.mean, a.mean))
}
