package scalability

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"leadline/internal/fact"
)

// times is how long requests take: by the model the mean is N/X(N), by Little's law, and
// each percentile that was measured a multiple of it.
type times struct {
	// which in fact.LatencyNames; measured is false for the mean by the law alone.
	which    int
	measured bool
	factor   float64
	// spread is the factor between the point and the edges of a prediction interval.
	spread float64
	points int
}

// fewestTimes are the fewest points with a latency that tell how it goes.
const fewestTimes = 3

// times finds the latency that is asked for; ok is false if it is not known.
func (a *answer) times() (t times, ok bool) {
	if a.hardware || !a.fitted() {
		return times{}, false
	}
	order := []int{3, 4, 2, 0, 1} // p95 before p99, p90, the mean and the median
	if a.percentile >= 0 {
		order = []int{a.percentile}
	}
	for _, which := range order {
		if t, ok := a.multiple(which); ok {
			return t, true
		}
	}
	if a.percentile > 0 {
		return times{}, false
	}
	return times{factor: 1, spread: 1}, true
}

// multiple is the geometric mean of a latency over the time that the model expects.
func (a *answer) multiple(which int) (times, bool) {
	var logs []float64
	sum := 0.0
	for _, p := range a.points {
		if d := p.Latency[which].Seconds(); d > 0 {
			l := math.Log(d / a.fit.Time(p.Load))
			logs = append(logs, l)
			sum += l
		}
	}
	n := float64(len(logs))
	if len(logs) < fewestTimes {
		return times{}, false
	}
	squares := 0.0
	for _, l := range logs {
		squares += (l - sum/n) * (l - sum/n)
	}
	t := distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile((1 + level) / 2)
	half := t * math.Sqrt(squares/(n-1)*(1+1/n))
	return times{which: which, measured: true, factor: math.Exp(sum / n), spread: math.Exp(half), points: len(logs)}, true
}

// words name the latency.
func (t times) words() string {
	if !t.measured {
		return "mean time by Little's law"
	}
	return fact.LatencyNames[t.which] + " latency"
}

// kept is the highest load at which a latency is kept, and the interval of it.
type kept struct {
	times
	load, low, high float64
	// all says that it is kept at every load that was measured: then load is the highest.
	all bool
}

// kept is that of the latency that was asked for.
func (a *answer) kept() (k kept, ok bool) {
	if k.times, ok = a.times(); !ok {
		return k, false
	}
	within := func(spread float64) float64 { return min(a.most(), a.fit.Within(a.latency/k.factor/spread)) }
	k.load, k.low, k.high = within(1), within(k.spread), within(1/k.spread)
	k.all = k.load == a.most()
	return k, true
}
