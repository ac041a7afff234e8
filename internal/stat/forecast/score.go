package forecast

import (
	"math"
	"math/rand/v2"
	"slices"
)

// CRPS is the continuous ranked probability score of what was foretold, in its unit, 0
// at best: E|X−y| − E|X−X'|/2 (Gneiting and Raftery 2007, eq. 21). What lies beyond the
// limit counts as at the limit: the threshold-weighted score (Gneiting and Ranjan 2011),
// which is proper too and needs not know what comes after the limit.
func (s Sample) CRPS(y, limit float64) float64 {
	n := float64(len(s))
	y = math.Min(y, limit)
	off, spread := 0.0, 0.0
	for i, x := range s {
		x = math.Min(x, limit)
		off += math.Abs(x - y)
		spread += x * (2*float64(i) + 1 - n)
	}
	return off/n - spread/n/n
}

// Skill is the share of the baseline's mean score that a forecaster takes away, over the
// same origins in their order, and bounds it by a 95 % interval. Origins that are near
// see much of the same future, so that whole blocks of them are drawn (circular block
// bootstrap, Politis and Romano 1992). Without scores, or with a perfect baseline,
// nothing is known: the interval is -1 to 1.
func Skill(ours, baseline []float64, block int, seed uint64) (skill, low, high float64) {
	const draws = 2000
	total := func(x []float64) (sum float64) {
		for _, v := range x {
			sum += v
		}
		return sum
	}
	all := total(baseline)
	if all == 0 {
		return 0, -1, 1
	}
	rng := rand.New(rand.NewPCG(seed, uint64(len(ours))))
	block = min(block, len(ours))
	a, b := blockSums(ours, block), blockSums(baseline, block)
	var drawn []float64
	for range draws {
		of, over := 0.0, 0.0
		for k := 0; k < len(ours); k += block {
			i := rng.IntN(len(ours))
			of += a[i]
			over += b[i]
		}
		if over > 0 {
			drawn = append(drawn, 1-of/over)
		}
	}
	slices.Sort(drawn)
	at := func(q float64) float64 { return drawn[int(q*float64(len(drawn)-1)+0.5)] }
	return 1 - total(ours)/all, at(0.025), at(0.975)
}

// blockSums adds up the block that begins at each place and goes round at the end.
func blockSums(x []float64, block int) []float64 {
	out := make([]float64, len(x))
	for i := range x {
		for k := range block {
			out[i] += x[(i+k)%len(x)]
		}
	}
	return out
}
