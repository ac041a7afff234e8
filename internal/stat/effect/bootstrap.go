package effect

import (
	"math"
	"math/rand/v2"
	"slices"

	"leadline/internal/stat"
)

// MedianDifference says by how much the median of b is above that of a, for two parts of
// a series whose neighbours are alike: a percentile interval of the moving-block
// bootstrap (Kuensch 1989), which draws runs of n^(1/3) values, rounded up, so that they
// stay alike. Below five values in either part the interval is open. Neither is empty.
func MedianDifference(a, b []float64, confidence float64, seed uint64) Interval {
	const draws, least = 2000, 5
	i := Interval{Value: Median(b) - Median(a), Low: math.Inf(-1), High: math.Inf(1)}
	if min(len(a), len(b)) < least {
		return i
	}
	rng := rand.New(rand.NewPCG(seed, uint64(len(a)+len(b))))
	differences, room := make([]float64, draws), make([]float64, len(a)+len(b))
	for d := range differences {
		differences[d] = stat.Median(redrawn(b, room[:len(b)], rng)) - stat.Median(redrawn(a, room[len(b):], rng))
	}
	slices.Sort(differences)
	at := func(q float64) float64 { return differences[int(q*(draws-1)+0.5)] }
	i.Low, i.High = at((1-confidence)/2), at((1+confidence)/2)
	return i
}

// redrawn fills out with a series of the same length made of runs of this one, and puts
// it in order.
func redrawn(xs, out []float64, rng *rand.Rand) []float64 {
	block := int(math.Ceil(math.Cbrt(float64(len(xs)))))
	for done := 0; done < len(xs); {
		start := rng.IntN(len(xs) - block + 1)
		done += copy(out[done:], xs[start:start+block])
	}
	slices.Sort(out)
	return out
}
