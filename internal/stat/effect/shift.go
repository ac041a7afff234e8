package effect

import (
	"math"
	"slices"

	"github.com/aclements/go-moremath/stats"

	"leadline/internal/stat"
)

// Interval is an estimate with its bounds, which are infinite where too few
// measurements leave it open.
type Interval struct{ Value, Low, High float64 }

// Closed says that both bounds are known.
func (i Interval) Closed() bool { return !math.IsInf(i.Low, 0) && !math.IsInf(i.High, 0) }

// Median is the middle value of a sample that is not empty, which may be in any order.
func Median(xs []float64) float64 {
	return stat.Median(slices.Sorted(slices.Values(xs)))
}

// Shift says by how much values of b are above those of a: the median of all
// differences (Hodges and Lehmann 1963), and the interval of those shifts which the
// Mann-Whitney test does not refute at the level 1-confidence (Hollander and Wolfe 1999,
// section 4.3). Neither sample is empty.
func Shift(a, b []float64, confidence float64) Interval {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return order(len(a)*len(b), refuted(len(a), len(b), 1-confidence), func(k int) float64 {
		return ranked(a, b, k, func(x, y float64) float64 { return y - x })
	})
}

// Ratio is Shift for values that are all above zero, as a factor: the median of the
// quotients of b and a.
func Ratio(a, b []float64, confidence float64) Interval {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	at := func(k int) float64 { return ranked(a, b, k, func(x, y float64) float64 { return y / x }) }
	return order(len(a)*len(b), refuted(len(a), len(b), 1-confidence), at)
}

// order gives the median of n ordered values and the bounds that leave out cut of them
// at either end; with nothing to leave out the bounds are open.
func order(n, cut int, at func(k int) float64) Interval {
	low, high := at((n-1)/2), at(n/2)
	i := Interval{Value: low + (high-low)/2, Low: math.Inf(-1), High: math.Inf(1)}
	if cut > 0 {
		i.Low, i.High = at(cut-1), at(n-cut)
	}
	return i
}

// refuted is how many of the smallest values of U are refuted at the level alpha, of two
// sides: the most for which P(U < count) stays within half of it.
func refuted(n1, n2 int, alpha float64) int {
	if SmallestP(n1, n2) > alpha {
		return 0
	}
	if max(n1, n2) > exactLimit {
		m, n := float64(n1), float64(n2)
		c := m*n/2 - stat.NormalQuantile(1-alpha/2)*math.Sqrt(m*n*(m+n+1)/12) - 0.5
		return int(max(0, math.Floor(c)+1))
	}
	d := stats.UDist{N1: n1, N2: n2}
	low, high := 1, n1*n2/2+1 // P(U < low) is within, P(U < high) is not
	for high-low > 1 {
		if middle := (low + high) / 2; 2*d.CDF(float64(middle-1)) <= alpha {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// ranked gives the value at rank k, from 0, of all combinations of two ordered samples,
// which rises with b. With positive values it may be a quotient. It counts instead of
// listing them, so that it takes 64 passes over the samples and no memory.
func ranked(a, b []float64, k int, of func(x, y float64) float64) float64 {
	low, high := uint64(0), uint64(math.MaxUint64)
	for low < high {
		middle := low + (high-low)/2
		if upTo(a, b, unkeyed(middle), of) > k {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return unkeyed(low) + 0 // zero, without a sign
}

// upTo counts the combinations that are at most x.
func upTo(a, b []float64, x float64, of func(x, y float64) float64) int {
	n, j := 0, 0
	for _, v := range a { // the higher a, the more of b
		for j < len(b) && of(v, b[j]) <= x {
			j++
		}
		n += j
	}
	return n
}

// unkeyed gives the number at a place in the order of all numbers. Places that hold no
// number are above all or, at the low end, below all.
func unkeyed(key uint64) float64 {
	x := math.Float64frombits(^key)
	if key>>63 == 1 {
		x = math.Float64frombits(key &^ (1 << 63))
	}
	if x == x {
		return x
	}
	if key>>63 == 1 {
		return math.Inf(1)
	}
	return math.Inf(-1)
}
