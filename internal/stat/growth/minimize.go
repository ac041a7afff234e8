package growth

import (
	"cmp"
	"math"
	"slices"
)

type vertex struct {
	x []float64
	f float64
}

// minimize looks for the least value of f within bounds by the simplex of Nelder and Mead
// (1965), points outside moved to the bound, and starts it anew from what it found until
// that no longer helps. f may be infinite.
func minimize(f func([]float64) float64, from, low, high []float64) []float64 {
	at := func(x []float64) vertex {
		for i := range x {
			x[i] = min(high[i], max(low[i], x[i]))
		}
		return vertex{x, f(x)}
	}
	best := at(slices.Clone(from))
	for range 10 {
		next := simplex(at, best, low, high)
		better := next.f < best.f-1e-10*math.Abs(best.f)
		if best = next; !better {
			break
		}
	}
	return best.x
}

func simplex(at func([]float64) vertex, from vertex, low, high []float64) vertex {
	n := len(from.x)
	s := []vertex{from}
	for i := range n {
		x := slices.Clone(from.x)
		by := .1 * (high[i] - low[i])
		if x[i]+by > high[i] {
			by = -by
		}
		x[i] += by
		s = append(s, at(x))
	}
	for range 200 * n {
		slices.SortStableFunc(s, func(a, b vertex) int { return cmp.Compare(a.f, b.f) })
		if spread := s[n].f - s[0].f; spread <= 1e-13*math.Abs(s[0].f) {
			break
		}
		move(at, s)
	}
	return slices.MinFunc(s, func(a, b vertex) int { return cmp.Compare(a.f, b.f) })
}

// move replaces the worst corner, the last, or draws all to the best.
func move(at func([]float64) vertex, s []vertex) {
	n := len(s) - 1
	worst := s[n]
	toward := func(by float64) vertex {
		x := make([]float64, len(worst.x))
		for i := range x {
			for _, v := range s[:n] {
				x[i] += v.x[i] / float64(n)
			}
			x[i] += by * (x[i] - worst.x[i])
		}
		return at(x)
	}
	mirrored := toward(1)
	switch {
	case mirrored.f < s[0].f:
		if far := toward(2); far.f < mirrored.f {
			mirrored = far
		}
		s[n] = mirrored
		return
	case mirrored.f < s[n-1].f:
		s[n] = mirrored
		return
	}
	by := -.5
	if mirrored.f < worst.f {
		by = .5
	}
	if near := toward(by); near.f < min(worst.f, mirrored.f) {
		s[n] = near
		return
	}
	for k := 1; k <= n; k++ {
		x := slices.Clone(s[k].x)
		for i := range x {
			x[i] = (x[i] + s[0].x[i]) / 2
		}
		s[k] = at(x)
	}
}
