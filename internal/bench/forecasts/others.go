package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"leadline/internal/analysis/throughput"
	"leadline/internal/stat/forecast"
)

// other is a method, and how it did on each target.
type other struct {
	name string
	of   []did
}

// did is the share of dates that held, for each level, and the mean CRPS in days.
type did struct {
	held  [len(throughput.Levels)]float64
	score float64
}

// draws is how many futures a forecast is made of.
const draws = 400

// method gives the forecast from an origin; those made from the origins before are known.
type method struct {
	name string
	of   func(o *throughput.Origin, seed uint64) forecast.Sample
}

func model(name string, m func(weeks []int) forecast.Model) method {
	return method{name, func(o *throughput.Origin, seed uint64) forecast.Sample { return m(o.Weeks).Days(o.Items, draws, seed) }}
}

// methods are those that were tried, the baseline first.
func methods() []method {
	last := func(w []int, n int) []int { return w[max(0, len(w)-n):] }
	plain := func(n int) func([]int) forecast.Model {
		return func(w []int) forecast.Model { return forecast.Resample(last(w, n)) }
	}
	return []method{
		model("plain bootstrap, 13 weeks", plain(13)),
		model("plain bootstrap, 26 weeks", plain(26)),
		model("plain bootstrap, 52 weeks", plain(52)),
		model("blocks of 4 of 52 weeks", func(w []int) forecast.Model { return blocks(last(w, 52), 4) }),
		model("104 weeks, weights halved every 13", func(w []int) forecast.Model { return weighted(last(w, 104), 13, false, 0) }),
		model("Bayesian bootstrap, 13 weeks", func(w []int) forecast.Model { return weighted(last(w, 13), math.Inf(1), true, 0) }),
		model("Bayesian bootstrap, 13 weeks, drift", func(w []int) forecast.Model { return weighted(last(w, 13), math.Inf(1), true, 0.12) }),
		model("gamma-Poisson, discount 0.9", func(w []int) forecast.Model { return gammaPoisson(last(w, 104), 0.9) }),
		model("windows of 6 to 52 weeks, drift (ships)", forecast.Drifting),
	}
}

// calibrated are methods whose forecasts are calibrated by what came of earlier ones, by
// the place of the method among the others.
var calibrated = []struct {
	name string
	of   int
}{{"plain bootstrap, 13 weeks, rank-conformal", 0}, {"windows, drift, rank-conformal", 8}}

// measureOthers replays every method.
func measureOthers(s *throughput.Series, seed uint64) []other {
	list := methods()
	out := make([]other, len(list), len(list)+len(calibrated))
	for i, m := range list {
		out[i].name = m.name
	}
	for _, c := range calibrated {
		out = append(out, other{name: c.name})
	}
	for _, target := range throughput.Targets {
		origins := s.Origins(target)
		made := make([][]forecast.Sample, len(list))
		for i, m := range list {
			for j := range origins {
				made[i] = append(made[i], m.of(&origins[j], seed+uint64(origins[j].At)))
			}
			out[i].of = append(out[i].of, judge(origins, made[i]))
		}
		for i, c := range calibrated {
			x := &out[len(list)+i]
			x.of = append(x.of, judge(origins, conformal(origins, made[c.of])))
		}
	}
	return out
}

func judge(origins []throughput.Origin, made []forecast.Sample) (d did) {
	n := float64(len(origins))
	for j := range origins {
		for i, q := range throughput.Levels {
			if origins[j].Held(made[j].AtMost(q)) {
				d.held[i] += 1 / n
			}
		}
		d.score += origins[j].Score(made[j]) / n
	}
	return d
}

// leastResolved is how many earlier forecasts must have come out to calibrate by.
const leastResolved = 12

// conformal multiplies the median of each forecast by the ratios of what came to the
// median, of the earlier forecasts that had come out at the origin; where they are too
// few the forecast stays.
func conformal(origins []throughput.Origin, made []forecast.Sample) []forecast.Sample {
	out := slices.Clone(made)
	for j := range origins {
		var s forecast.Sample
		for i := range j {
			if o := &origins[i]; o.Took > 0 && o.At+o.Took <= origins[j].At {
				s = append(s, math.Ceil(made[j].AtMost(0.5)*float64(o.Took)/made[i].AtMost(0.5)-1e-9))
			}
		}
		if len(s) >= leastResolved {
			slices.Sort(s)
			out[j] = s
		}
	}
	return out
}

// blocks resamples runs of so many weeks (Künsch 1989), round at the end.
func blocks(past []int, length int) forecast.Model {
	return func(_ int, rng *rand.Rand) func() float64 {
		k, at := 0, 0
		return func() float64 {
			if at++; k%length == 0 {
				at = rng.IntN(len(past))
			}
			k++
			return float64(past[at%len(past)])
		}
	}
}

// weighted resamples weeks whose weights halve with their age, drawn anew for each future
// if Bayesian, with a pace that takes a random step each week.
func weighted(past []int, half float64, bayesian bool, drift float64) forecast.Model {
	return func(_ int, rng *rand.Rand) func() float64 {
		sums := make([]float64, len(past))
		sum := 0.0
		for i := range past {
			w := math.Exp2(-float64(len(past)-1-i) / half)
			if bayesian {
				w *= rng.ExpFloat64()
			}
			sum += w
			sums[i] = sum
		}
		level := 0.0
		return func() float64 {
			level += drift * rng.NormFloat64()
			i, _ := slices.BinarySearch(sums, rng.Float64()*sum)
			return math.Exp(level) * float64(past[min(i, len(past)-1)])
		}
	}
}

// gammaPoisson has a gamma-distributed pace that forgets by a discount (Harvey and
// Fernandes 1989), for counts in units of their dispersion.
func gammaPoisson(past []int, discount float64) forecast.Model {
	mean, square := 0.0, 0.0
	lately := past[max(0, len(past)-26):]
	for _, n := range lately {
		mean += float64(n) / float64(len(lately))
	}
	for _, n := range lately {
		square += (float64(n) - mean) * (float64(n) - mean) / float64(len(lately)-1)
	}
	unit := max(1, square/mean)
	a, b := 0.5, 0.5*unit/mean
	for _, n := range past {
		a, b = discount*a+float64(n)/unit, discount*b+1
	}
	return func(_ int, rng *rand.Rand) func() float64 {
		level := gamma(rng, a) / b
		return func() float64 {
			x, y := gamma(rng, discount*a), gamma(rng, (1-discount)*a)
			level = max(1e-9, level/discount*x/(x+y))
			return unit * poisson(rng, level)
		}
	}
}

// gamma draws from a gamma distribution of scale 1 (Marsaglia and Tsang 2000).
func gamma(rng *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return gamma(rng, shape+1) * math.Pow(rng.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	for {
		x := rng.NormFloat64()
		v := math.Pow(1+x/math.Sqrt(9*d), 3)
		if v > 0 && math.Log(rng.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// poisson counts events of rate 1 up to a time; beyond 60 by the normal distribution.
func poisson(rng *rand.Rand, until float64) float64 {
	if until > 60 {
		return max(0, math.Round(until+math.Sqrt(until)*rng.NormFloat64()))
	}
	n := 0.0
	for t := rng.ExpFloat64(); t < until; t += rng.ExpFloat64() {
		n++
	}
	return n
}
