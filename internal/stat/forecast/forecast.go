// Package forecast tells when so many items will be done, and how many in so many
// days, from the numbers that were done in past weeks: by simulation, with scores for
// what was foretold and came. Time is in days from the origin, the end of the last week
// of the past; within a week items are taken as evenly spread.
package forecast

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Model draws one possible future, by its number: a function that gives the items of the
// next week, and of the one after it.
type Model func(draw int, rng *rand.Rand) func() float64

// Resample is the plain throughput bootstrap: every future week is one of the past,
// drawn with replacement (Efron 1979). The past must hold an item.
func Resample(past []int) Model {
	return func(_ int, rng *rand.Rand) func() float64 {
		return func() float64 { return float64(past[rng.IntN(len(past))]) }
	}
}

// Windows are the weeks of the past from which Drifting learns: nobody knows for how long
// the pace has been what it is. Drift is by how much the logarithm of the pace changes
// in a week, its standard deviation. docs/forecast.md tells how they were chosen.
var windows = [...]int{6, 13, 26, 52}

const drift = 0.12

// Longest is the past that Drifting uses, in weeks.
const Longest = 52

// Drifting resamples too, and allows for what the plain bootstrap takes as known: a
// future draws from one of several windows of the past, in turn; the weeks of the window have
// weights from the Bayesian bootstrap (Rubin 1981), so that few weeks tell little of
// the mean; and from week to week the pace takes a step of a random walk. The past
// must hold an item; a window without one is passed over.
func Drifting(past []int) Model {
	var pasts [][]int
	for _, n := range windows {
		w := past[max(0, len(past)-n):]
		if slices.Max(w) > 0 {
			pasts = append(pasts, w)
		}
	}
	return func(draw int, rng *rand.Rand) func() float64 {
		w := pasts[draw%len(pasts)]
		sums := make([]float64, len(w))
		sum := 0.0
		for i := range w {
			sum += rng.ExpFloat64()
			sums[i] = sum
		}
		level := 0.0
		return func() float64 {
			level += drift * rng.NormFloat64()
			i, _ := slices.BinarySearch(sums, rng.Float64()*sum)
			return math.Exp(level) * float64(w[min(i, len(w)-1)])
		}
	}
}

// Horizon is how far a future is followed, in weeks.
const Horizon = 520

// Sample is what futures say, in ascending order.
type Sample []float64

// Days are those until so many items are done, infinite where the horizon comes first.
func (m Model) Days(items, draws int, seed uint64) Sample {
	return m.sample(draws, seed, func(week func() float64) float64 {
		left := float64(items)
		for k := range Horizon {
			n := week()
			if n >= left {
				return 7*float64(k) + math.Ceil(7*left/n)
			}
			left -= n
		}
		return math.Inf(1)
	})
}

// Items are those done in so many days, at most the horizon.
func (m Model) Items(days, draws int, seed uint64) Sample {
	return m.ItemsOf(days, draws, seed, func(int) float64 { return float64(days) })
}

// ItemsOf are those done in so many days of which work goes on in the first ones only, in
// each future in as many as worked says of its number.
func (m Model) ItemsOf(days, draws int, seed uint64, worked func(draw int) float64) Sample {
	draw := -1
	return m.sample(draws, seed, func(week func() float64) float64 {
		draw++
		left, done := worked(draw), 0.0
		for range days / 7 {
			done += week() * (min(left, 7) / 7)
			left = max(left-7, 0)
		}
		return math.Floor(done + week()*min(left, float64(days%7))/7)
	})
}

func (m Model) sample(draws int, seed uint64, of func(week func() float64) float64) Sample {
	rng := rand.New(rand.NewPCG(seed, uint64(draws)))
	s := make(Sample, draws)
	for i := range s {
		s[i] = of(m(i, rng))
	}
	slices.Sort(s)
	return s
}

// AtMost is the least value that at least the share q of the futures do not exceed.
func (s Sample) AtMost(q float64) float64 {
	return s[min(max(int(math.Ceil(q*float64(len(s))-1e-9)), 1), len(s))-1]
}

// AtLeast is the largest value that at least the share q of the futures reach.
func (s Sample) AtLeast(q float64) float64 {
	return s[len(s)-min(max(int(math.Ceil(q*float64(len(s))-1e-9)), 1), len(s))]
}
