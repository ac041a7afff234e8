package effect_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"leadline/internal/stat/effect"
)

// noise is a series of unit variance whose neighbours correlate by phi.
func noise(rng *rand.Rand, n int, phi float64) []float64 {
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = rng.NormFloat64()
		if i > 0 {
			xs[i] = phi*xs[i-1] + math.Sqrt(1-phi*phi)*xs[i]
		}
	}
	return xs
}

// rates are the shares of series of which something was said.
type rates struct{ test, claimed, unreliable, continued, placebo, medians float64 }

// declared asks about one series alone.
func declared(xs []float64, at int) effect.Change {
	c := []effect.Change{effect.Declared(xs, at, 0.05, 1)}
	effect.Conclude(c, 0.05)
	return c[0]
}

// measure compares the halves of so many series of 20+20 points with a step between, and
// with a trend that rises by so much over all of them.
func measure(series int, phi, step, trend float64) rates {
	const n = 20
	rng, r := rand.New(rand.NewPCG(1, 2)), rates{}
	for range series {
		xs := noise(rng, 2*n, phi)
		for i := range xs {
			xs[i] += trend * float64(i) / (2*n - 1)
			if i >= n {
				xs[i] += step
			}
		}
		c := declared(xs, n)
		if c.Test.P <= 0.05 {
			r.test++
		}
		switch c.Conclusion {
		case effect.Higher, effect.Lower:
			r.claimed++
		case effect.Unreliable:
			r.unreliable++
		case effect.Continued:
			r.continued++
		}
		if c.Medians.Low > 0 || c.Medians.High < 0 {
			r.medians++
		}
		r.placebo += c.Placebo.Share()
	}
	for _, f := range []*float64{&r.test, &r.claimed, &r.unreliable, &r.continued, &r.placebo, &r.medians} {
		*f /= float64(series)
	}
	return r
}

// TestRates measures how often a change is claimed where there is none, and found where
// there is one of a standard deviation.
func TestRates(t *testing.T) {
	if r := measure(300, 0, 0, 0); r.claimed > 0.065 || r.test > 0.065 || r.claimed == 0 {
		t.Errorf("nothing changed: %+v", r)
	}
	if r := measure(300, 0, 1, 0); r.claimed < 0.6 {
		t.Errorf("a step of a standard deviation: %+v", r)
	}
	if r := measure(300, 0, 0, 3); r.claimed > 0.15 {
		t.Errorf("a trend without a step: %+v", r)
	}
	r := measure(300, 0.6, 0, 0) // neighbours are alike, which the test does not know
	if r.claimed > r.test*3/4 || r.placebo < 0.2 {
		t.Errorf("neighbours alike: %+v", r)
	}
}

// TestRatesTable prints the table of docs/duties/performance.md.
func TestRatesTable(t *testing.T) {
	if testing.Short() || !testing.Verbose() {
		t.Skip("a table for the page: go test -v -run RatesTable ./internal/stat/effect")
	}
	for _, phi := range []float64{0, 0.3, 0.6, 0.9} {
		for _, x := range [][2]float64{{0, 0}, {1, 0}, {0, 3}, {2, 3}} {
			t.Logf("phi %.1f step %v trend %v: %+v", phi, x[0], x[1], measure(1000, phi, x[0], x[1]))
		}
	}
}
