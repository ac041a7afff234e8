package usl

import "math"

// PeakRange is the interval of the load of the highest throughput at a level of
// confidence: the loads that, held fixed, fit the points not much worse than the best
// one, by the F distribution of one parameter (profile likelihood; Bates and Watts 1988,
// 6.1). It is not symmetric, and high is infinite where the points do not exclude that
// there is no peak. ok is false if the best fit has none.
func (f Fit) PeakRange(level float64) (low, high float64, ok bool) {
	peak, ok := f.Peak()
	if !ok || f.DF < 1 {
		return 0, 0, false
	}
	p := problem(f.Points)
	t := f.t(level)
	limit := f.SSE * (1 + t*t/float64(f.DF))
	fits := func(load float64) bool { return p.profile(load) <= limit }
	return edge(fits, peak, 1/step), edge(fits, peak, step), true
}

const (
	step  = 1.25
	reach = 1e9 // loads above are as good as none
)

// edge is where fits ends on the way from a load that does; infinite, or 0, if it does
// not end.
func edge(fits func(float64) bool, from, by float64) float64 {
	in, out := from, from*by
	for fits(out) {
		if in, out = out, out*by; out > reach*from {
			return math.Inf(1)
		} else if out < 1e-9 {
			return 0
		}
	}
	for range 60 {
		if mid := math.Sqrt(in * out); fits(mid) {
			in = mid
		} else {
			out = mid
		}
	}
	return in
}

// profile is the least sum of squares of the models that have their peak at a load:
// β = (1-α)/load², by a search over α.
func (p problem) profile(load float64) float64 {
	at := func(alpha float64) float64 { return p.sse(alpha, min(1, (1-alpha)/(load*load))) }
	best, least := 0.0, at(0)
	const grid = 60
	for i := range grid + 1 {
		// From 1e-6 to 1, even in the logarithm.
		a := math.Pow(10, -6+6*float64(i)/grid)
		if s := at(a); s < least {
			best, least = a, s
		}
	}
	ratio := math.Pow(10, 6.0/grid)
	low, high := best/ratio, min(1, best*ratio)
	if best == 0 {
		high = 1e-6
	}
	return golden(at, low, high)
}

// golden is the least value of a function with one valley (Kiefer 1953).
func golden(f func(float64) float64, low, high float64) float64 {
	const cut = 0.6180339887498949
	a, b := high-cut*(high-low), low+cut*(high-low)
	fa, fb := f(a), f(b)
	for range 60 {
		if fa < fb {
			high, b, fb = b, a, fa
			a = high - cut*(high-low)
			fa = f(a)
		} else {
			low, a, fa = a, b, fb
			b = low + cut*(high-low)
			fb = f(b)
		}
	}
	return min(fa, fb, f(low), f(high))
}
