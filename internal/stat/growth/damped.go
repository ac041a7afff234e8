package growth

import "math"

// Trend is Holt's level and trend, the trend fading by Phi with each step.
type Trend struct {
	Alpha, Beta, Phi float64
	// SSE is the sum of the squared one-step errors.
	SSE float64

	level, trend, variance float64
}

// Fading stays between these, as is usual (Hyndman et al. 2008, 2.3.4): below, the trend
// is gone at once, and above it never fades.
const (
	leastPhi = .8
	mostPhi  = .98
)

// FitDamped fits it by the least sum of squared one-step errors. The level starts at
// the second value and the trend as its distance from the first, as R's HoltWinters does.
func FitDamped(values []float64) (*Trend, error) {
	if len(values) < 6 {
		return nil, ErrShort
	}
	cost := func(x []float64) float64 {
		t := Trend{Alpha: x[0], Beta: x[1], Phi: x[2]}
		t.run(values)
		return t.SSE
	}
	x := minimize(cost, []float64{.3, .1, .9}, []float64{0, 0, leastPhi}, []float64{1, 1, mostPhi})
	t := &Trend{Alpha: x[0], Beta: x[1], Phi: x[2]}
	errs := t.run(values)
	t.variance = variance(errs)
	return t, nil
}

// run takes the values in turn and gives the errors.
func (t *Trend) run(values []float64) (errs []float64) {
	t.level, t.trend, t.SSE = values[1], values[1]-values[0], 0
	for _, v := range values[2:] {
		expected := t.level + t.Phi*t.trend
		e := v - expected
		t.SSE += e * e
		errs = append(errs, e)
		level := expected + t.Alpha*e
		t.trend = t.Beta*(level-t.level) + (1-t.Beta)*t.Phi*t.trend
		t.level = level
	}
	return errs
}

// At gives the interval of Hyndman et al. (2008), table 6.2, for additive errors.
func (t *Trend) At(h int, level float64) (mean, half float64) {
	faded, sum := 0.0, 1.0
	for j := 1; j < h; j++ {
		faded += math.Pow(t.Phi, float64(j-1))
		c := t.Alpha * (1 + t.Beta*faded)
		sum += c * c
	}
	ahead := t.Phi * (1 - math.Pow(t.Phi, float64(h))) / (1 - t.Phi)
	return t.level + ahead*t.trend, normal(level) * math.Sqrt(t.variance*sum)
}

// normal is the quantile of the normal distribution for a two-sided level.
func normal(level float64) float64 { return math.Sqrt2 * math.Erfinv(level) }

// variance is that of a sample, about its mean.
func variance(sample []float64) float64 {
	n, sum := float64(len(sample)), 0.0
	for _, x := range sample {
		sum += x
	}
	squares := 0.0
	for _, x := range sample {
		squares += (x - sum/n) * (x - sum/n)
	}
	return squares / (n - 1)
}
