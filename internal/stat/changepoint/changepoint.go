// Package changepoint finds where the level of a series changes for good. It
// is E-divisive (Matteson and James, A Nonparametric Approach for Multiple Change
// Point Analysis of Multivariate Data, JASA 109, 2014) over a sliding window, with
// Student's t-test in the place of permutations and weak points merged from below
// (Fleming et al., Hunter, ICPE 2023, section 4), as Apache Otava has it. Two
// things are different: variances are of samples, and a merge tests the points on
// both sides of the one that it removed.
//
// The time is linear in the length of a series, and quadratic in the window.
package changepoint

import "slices"

// Options say how sure a change must be.
type Options struct {
	// Window is how many values are looked at together, at least 2.
	Window int
	// P is the level of significance of a point.
	P float64
}

// Default is the setting with the fewest false points on series that people
// labelled: docs/duties/performance.md has the figures.
var Default = Options{Window: 50, P: 1e-6}

// Point is a place where a series changes.
type Point struct {
	// Index is that of the first value after the change.
	Index int
	// P is the probability of means that differ as much as those of the values
	// between its neighbours and it, if they were of one normal distribution.
	P float64
}

// Find gives the points at which a series of finite numbers changes, in order.
func Find(values []float64, o Options) []Point {
	return detector{window: max(2, o.Window), p: o.P}.find(values)
}

// detector is Options, and what only tests set: how Apache Otava does it.
type detector struct {
	window int
	p      float64
	// magnitude is the least relative change of a mean that is kept.
	magnitude float64
	// otava takes variances of populations, and tests the two points after a removed
	// one instead of those beside it.
	otava bool
}

func (d detector) find(values []float64) []Point {
	return d.merge(values, d.split(values))
}

// weak is the level of significance at which a point is worth merging.
func (d detector) weak() float64 {
	switch {
	case d.p < 0.05:
		return 10 * d.p
	case d.p < 0.5:
		return 2 * d.p
	}
	return d.p
}

// split collects the weak points of every window. A window starts at the last point
// that the one before it found, or half a window on.
func (d detector) split(values []float64) []int {
	var all []int
	w := newWindow(d.window)
	for start := 0; start < len(values); {
		end := min(start+d.window, len(values))
		found := d.divide(w, values[start:end])
		next := start + d.window/2
		for _, i := range found {
			all = append(all, start+i)
		}
		if n := len(found); n > 0 {
			next = max(next, start+found[n-1])
		}
		start = next
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// divide splits a window where its parts differ most, and again, until the best
// split that is left is no longer significant.
func (d detector) divide(w *window, values []float64) []int {
	w.fill(values)
	var found []int
	parts := []part{w.best(0, len(values))}
	for {
		at := 0
		for i, p := range parts {
			if p.gain > parts[at].gain {
				at = i
			}
		}
		p := parts[at]
		if p.split == 0 {
			break
		}
		left, right := momentsOf(values[p.start:p.split]), momentsOf(values[p.split:p.end])
		if !(d.test(left, right) <= d.weak()) {
			break
		}
		found = append(found, p.split)
		parts = slices.Replace(parts, at, at+1, w.best(p.start, p.split), w.best(p.split, p.end))
	}
	slices.Sort(found)
	return found
}
