package loss

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"
)

// Cause is something that several risks share: in a year in which it is bad, the rate
// of all of them is higher. It multiplies their rates by a lognormal number of mean 1.
type Cause struct{ sigma float64 }

// NewCause gives a cause by the 90 % interval of what it multiplies rates with. Only
// the width counts, since the mean is 1: who states a risk's rate has its mean in
// mind.
func NewCause(low, high float64) (Cause, error) {
	d, err := NewLognormal(low, high)
	if err == nil && d.Sigma > 3 {
		err = &Invalid{"high", fmt.Sprintf("is %.3g times low: a cause that spreads more than 19000 times says nothing", high/low)}
	}
	return Cause{d.Sigma}, err
}

// Portfolio is risks with the causes that they share.
type Portfolio struct {
	Risks []Risk
	// Of is the index in Causes of each risk's cause, -1 for none; nil for none at all.
	Of     []int
	Causes []Cause
}

// Variance is that of a year's loss, in closed form: that of the independent risks,
// and of each cause C, of variance v = exp(sigma^2) - 1, what it adds:
// v (sum of mean losses)^2 + v sum of Var[rate] E[X]^2.
func (p *Portfolio) Variance() float64 {
	sum := make([]float64, len(p.Causes))
	total := 0.0
	for i := range p.Risks {
		r := &p.Risks[i]
		total += r.Variance()
		if c := p.cause(i); c >= 0 {
			m := r.Loss.Mean()
			sum[c] += r.Mean()
			total += math.Expm1(p.Causes[c].sigma*p.Causes[c].sigma) * r.Frequency.Variance() * m * m
		}
	}
	for c, x := range sum {
		total += math.Expm1(p.Causes[c].sigma*p.Causes[c].sigma) * x * x
	}
	return total
}

func (p *Portfolio) cause(i int) int {
	if p.Of == nil {
		return -1
	}
	return p.Of[i]
}

// Caused reports whether a risk has a cause, so that the year must be drawn.
func (p *Portfolio) Caused() bool {
	return slices.ContainsFunc(p.Of, func(c int) bool { return c >= 0 })
}

// Sample is a number of years that were drawn, the least loss first.
type Sample []float64

// source draws.
type source struct{ *rand.Rand }

// gamma draws from a gamma distribution of shape a >= 1 and scale 1 (Marsaglia and
// Tsang 2000).
func (r *source) gamma(a float64) float64 {
	d := a - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(1-r.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// Simulate draws years by a seed.
func Simulate(p *Portfolio, years int, seed uint64) Sample {
	pcg := rand.NewPCG(seed, seed)
	r := &source{rand.New(pcg)}
	out := make(Sample, years)
	factor := make([]float64, len(p.Causes))
	for y := range out {
		for c, x := range p.Causes {
			factor[c] = math.Exp(x.sigma*r.NormFloat64() - x.sigma*x.sigma/2)
		}
		for i := range p.Risks {
			k := &p.Risks[i]
			rate := k.Frequency.draw(r)
			if c := p.cause(i); c >= 0 {
				rate *= factor[c]
			}
			for range r.poisson(rate) {
				out[y] += k.Loss.draw(r)
			}
		}
	}
	sort.Float64s(out)
	return out
}

// Draws are losses of a risk in a span of years, n of them, by a seed and a stream of it.
func Draws(k *Risk, years float64, n int, seed, stream uint64) []float64 {
	r := &source{rand.New(rand.NewPCG(seed, stream))}
	out := make([]float64, n)
	for y := range out {
		for range r.poisson(years * k.Frequency.draw(r)) {
			out[y] += k.Loss.draw(r)
		}
	}
	return out
}

// Event is one of a risk: when it comes, in years from the beginning, and what it costs.
type Event struct{ At, Loss float64 }

// Events draws those of one span of years, by a seed and a stream of it, in the order in
// which they come: a Poisson process whose rate is drawn once. Those of a longer span
// begin with the same ones.
func (r *Risk) Events(years float64, seed, stream uint64) []Event {
	src := &source{rand.New(rand.NewPCG(seed, stream))}
	rate := r.Frequency.draw(src)
	var out []Event
	for at := src.ExpFloat64() / rate; at < years; at += src.ExpFloat64() / rate {
		out = append(out, Event{at, r.Loss.draw(src)})
	}
	return out
}

// poisson draws a number of events: by products of uniform numbers where few are
// expected (Knuth 1969, section 3.4.1).
func (r *source) poisson(rate float64) int {
	if rate > 10 {
		return int(distuv.Poisson{Lambda: rate, Src: r}.Rand())
	}
	n, least := 0, math.Exp(-rate)
	for p := r.Float64(); p > least; p *= r.Float64() {
		n++
	}
	return n
}

// Estimate is what years that were drawn tell, with its standard error.
type Estimate struct{ Value, Error float64 }

// Mean is the average year.
func (s Sample) Mean() Estimate {
	n := float64(len(s))
	mean, squares := 0.0, 0.0
	for _, x := range s {
		mean += x / n
	}
	for _, x := range s {
		squares += (x - mean) * (x - mean) / n
	}
	return Estimate{mean, math.Sqrt(squares / n)}
}

// Exceed is the share of years that cost more than x.
func (s Sample) Exceed(x float64) Estimate {
	n := float64(len(s))
	p := float64(len(s)-sort.Search(len(s), func(i int) bool { return s[i] > x })) / n
	return Estimate{p, math.Sqrt(p * (1 - p) / n)}
}

// VaR is the loss that a share 1-q of years exceeds. Its error is half the distance of
// the order statistics a standard error of the rank to either side.
func (s Sample) VaR(q float64) Estimate {
	n := float64(len(s))
	at := func(x float64) float64 { return s[max(0, min(len(s)-1, int(math.Ceil(x))-1))] }
	off := math.Sqrt(n * q * (1 - q))
	return Estimate{at(n * q), (at(n*q+off) - at(n*q-off)) / 2}
}

// TVaR is the mean of the worst share 1-q of years; its error is that of Manistre and
// Hancock (2005), equation 2.
func (s Sample) TVaR(q float64) Estimate {
	n := float64(len(s))
	v := s.VaR(q).Value
	first := sort.Search(len(s), func(i int) bool { return float64(i+1) > n*q })
	tail := s[first:]
	m := tail.Mean()
	variance := m.Error * m.Error * float64(len(tail))
	return Estimate{m.Value, math.Sqrt((variance + q*(m.Value-v)*(m.Value-v)) / (n * (1 - q)))}
}
