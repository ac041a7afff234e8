package changepoint

import "math"

// part is a stretch of a window and its best split; Split is 0 where it has none.
type part struct {
	start, end, split int
	gain              float64
}

// window holds the sums of distances from which the divergence of any two
// neighbouring stretches follows at once.
type window struct {
	n int
	// column[k][t] is the sum of |x(i) - x(k)| for i < t.
	column [][]float64
}

func newWindow(size int) *window {
	w := &window{column: make([][]float64, size)}
	for k := range w.column {
		w.column[k] = make([]float64, size+1)
	}
	return w
}

func (w *window) fill(values []float64) {
	w.n = len(values)
	for k, x := range values {
		sum := 0.0
		for i, y := range values {
			w.column[k][i] = sum
			sum += math.Abs(y - x)
		}
		w.column[k][len(values)] = sum
	}
}

// among is the sum of |x(i) - x(k)| for from <= i < to.
func (w *window) among(from, to, k int) float64 { return w.column[k][to] - w.column[k][from] }

// best is the split t of a stretch, and the end k <= end of what follows it, at
// which the values before t and those of [t,k) differ most by their divergence
// (Matteson and James 2014, equations 5 and 7, exponent 1). Among equals the first
// t is taken, then the first k.
func (w *window) best(start, end int) part {
	best := part{start: start, end: end, gain: math.Inf(-1)}
	before := 0.0 // distances among [start,t)
	for t := start + 1; t < end; t++ {
		before += w.among(start, t-1, t-1)
		n := float64(t - start)
		across, after := 0.0, 0.0
		for k := t; k < end; k++ { // x(k) joins [t,k)
			across += w.among(start, t, k)
			after += w.among(t, k, k)
			m := float64(k + 1 - t)
			gain := 2 * across
			if n > 1 {
				gain -= 2 * m / (n - 1) * before
			}
			if m > 1 {
				gain -= 2 * n / (m - 1) * after
			}
			if gain /= m + n; gain > best.gain {
				best.split, best.gain = t, gain
			}
		}
	}
	return best
}
