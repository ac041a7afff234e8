package changepoint

import (
	"math"
	"slices"
	"sort"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"

	"leadline/internal/stat"
)

// Shift is how much the level of a series differs between two stretches of it.
type Shift struct {
	// Before and After are medians.
	Before, After float64
	// Relative is the change of the median, 0.05 for 5 % more; NaN from a median that
	// is not above 0.
	Relative float64
	// Low and High bound it with at least 95 % confidence; NaN where a stretch has
	// fewer than 7 values, which say nothing for sure of a median.
	Low, High float64
}

// ShiftOf compares two stretches. The interval takes the order statistics that bound
// each median with 97.5 % (David and Nagaraja, Order Statistics, 2003, section 7.1),
// and so the change with 95 % by Bonferroni, whatever the distribution, if the values
// of a stretch do not depend on each other.
func ShiftOf(before, after []float64) Shift {
	a, b := sorted(before), sorted(after)
	s := Shift{Before: stat.Median(a), After: stat.Median(b), Relative: math.NaN(), Low: math.NaN(), High: math.NaN()}
	if s.Before > 0 {
		s.Relative = s.After/s.Before - 1
	}
	lowA, highA, okA := medianBounds(a)
	lowB, highB, okB := medianBounds(b)
	if okA && okB && lowA > 0 {
		s.Low, s.High = lowB/highA-1, highB/lowA-1
	}
	return s
}

// medianBounds bound the median of what sorted values were drawn from.
func medianBounds(x []float64) (low, high float64, ok bool) {
	const outside = 0.025
	n := len(x)
	// P(at most k values are below the median) is I(1/2; n-k, k+1).
	k := sort.Search(n/2, func(k int) bool { return 2*mathext.RegIncBeta(float64(n-k), float64(k+1), 0.5) > outside })
	if k == 0 {
		return 0, 0, false
	}
	return x[k-1], x[n-k], true
}

func sorted(values []float64) []float64 {
	out := slices.Clone(values)
	slices.Sort(out)
	return out
}

// Noise is the median absolute deviation from the median, relative to the median and
// times 1.4826, so that it is the coefficient of variation of a normal distribution
// (Hampel 1974). Rare outliers do not raise it. It is NaN of fewer than two values, and
// where the median is not above 0.
func Noise(values []float64) float64 {
	m := stat.Median(sorted(values))
	if len(values) < 2 || !(m > 0) {
		return math.NaN()
	}
	d := make([]float64, len(values))
	for i, x := range values {
		d[i] = math.Abs(x - m)
	}
	return 1.4826 * stat.Median(sorted(d)) / m
}

// Detectable is the smallest step, in the unit of the noise, that is found with a
// chance of about 80 % between so many values before and after it: the sum of the two
// quantiles of Student's t, times the standard error of the difference (Cohen 1988,
// section 2.5). It is infinite where fewer than three values leave no test.
func Detectable(noise float64, before, after int, o Options) float64 {
	a, b := float64(min(before, o.Window)), float64(min(after, o.Window))
	freedom := a + b - 2
	if a < 1 || b < 1 || freedom < 1 {
		return math.Inf(1)
	}
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: freedom}
	return (-t.Quantile(o.P/2) + t.Quantile(0.8)) * noise * math.Sqrt(1/a+1/b)
}

// Needed is how many values after a step of a size it takes to find it with a chance of
// about 80 %, where so many stand before it; 0 if not even a window of them do. It is
// at least 3, since fewer may be a spike.
func Needed(noise, step float64, before int, o Options) int {
	for n := 3; n <= o.Window; n++ {
		if Detectable(noise, before, n, o) <= step {
			return n
		}
	}
	return 0
}
