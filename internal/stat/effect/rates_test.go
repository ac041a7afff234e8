package effect_test

import (
	"fmt"
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

// heavy is one value of Student's t with three degrees of freedom, of unit variance.
func heavy(rng *rand.Rand) float64 {
	a, b, c := rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64()
	return rng.NormFloat64() / math.Sqrt(a*a+b*b+c*c)
}

// skewed is one value of a lognormal distribution with sigma 1, of unit variance.
func skewed(rng *rand.Rand) float64 {
	return math.Exp(rng.NormFloat64()) / math.Sqrt((math.E-1)*math.E)
}

// drawn says what series of n+n values are made of: noise, a step between the halves, a
// trend that rises by so much over all values, and a bend that does over the second half.
type drawn struct {
	n                 int
	of                string // heavy or skewed; else normal
	phi               float64
	step, trend, bend float64
}

func (d drawn) series(rng *rand.Rand) []float64 {
	xs := noise(rng, 2*d.n, d.phi)
	for i := range xs {
		switch d.of {
		case "heavy":
			xs[i] = heavy(rng)
		case "skewed":
			xs[i] = skewed(rng)
		}
		xs[i] += d.trend * float64(i) / float64(2*d.n-1)
		if i >= d.n {
			xs[i] += d.step + d.bend*float64(i-d.n+1)/float64(d.n)
		}
	}
	return xs
}

// rates are the shares of series of which something was said. Reserved are the claims
// that a trend explains as well, among all claims.
type rates struct{ test, claimed, reserved, continued, unreliable, correlated float64 }

func (r rates) String() string {
	percent := func(x float64) float64 { return 100 * x }
	return fmt.Sprintf("%5.1f | %5.1f | %5.1f | %5.1f | %5.1f | %5.1f", percent(r.test), percent(r.claimed-r.reserved),
		percent(r.claimed), percent(r.continued), percent(r.unreliable), percent(r.correlated))
}

// declared asks about one series alone.
func declared(xs []float64, at int) effect.Change {
	c := []effect.Change{effect.Declared(xs, at, 0.05)}
	effect.Conclude(c, 0.05)
	return c[0]
}

// measure asks of so many series whether the second half differs.
func measure(series int, d drawn) rates {
	rng, r := rand.New(rand.NewPCG(1, 2)), rates{}
	for range series {
		c := declared(d.series(rng), d.n)
		if c.Test.P <= 0.05 {
			r.test++
		}
		switch c.Conclusion {
		case effect.Higher, effect.Lower:
			r.claimed++
			if c.Straight() {
				r.reserved++
			}
		case effect.Unreliable:
			r.unreliable++
		case effect.Correlated:
			r.correlated++
		case effect.Continued:
			r.continued++
		}
	}
	for _, f := range []*float64{&r.test, &r.claimed, &r.reserved, &r.unreliable, &r.correlated, &r.continued} {
		*f /= float64(series)
	}
	return r
}

// TestRates measures how often a change is claimed where there is none, and found where
// there is one of a standard deviation.
func TestRates(t *testing.T) {
	for name, c := range map[string]struct {
		series int
		drawn
		holds func(rates) bool
	}{
		"nothing changed":              {1000, drawn{n: 20}, func(r rates) bool { return r.claimed <= 0.065 && r.claimed > 0.02 }},
		"a step of a deviation":        {1000, drawn{n: 20, step: 1}, func(r rates) bool { return r.claimed >= 0.8 }},
		"a steep trend":                {300, drawn{n: 20, trend: 6}, func(r rates) bool { return r.claimed <= 0.05 }},
		"a trend":                      {300, drawn{n: 20, trend: 3}, func(r rates) bool { return r.claimed <= 0.3 && r.claimed-r.reserved <= 0.12 }},
		"a step of two on a trend":     {300, drawn{n: 20, trend: 3, step: 2}, func(r rates) bool { return r.claimed >= 0.65 }},
		"a bend":                       {300, drawn{n: 20, bend: 3}, func(r rates) bool { return r.claimed >= 0.55 }},
		"neighbours much alike":        {300, drawn{n: 20, phi: 0.9}, func(r rates) bool { return r.claimed <= r.test/3 && r.unreliable >= 0.1 }},
		"neighbours alike":             {300, drawn{n: 20, phi: 0.6}, func(r rates) bool { return r.claimed <= r.test/2 }},
		"neighbours alike, and a step": {300, drawn{n: 20, phi: 0.6, step: 2}, func(r rates) bool { return r.claimed >= 0.65 }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := measure(c.series, c.drawn)
			t.Logf("of %d: test | claimed plainly | claimed | a trend | other days | alike\n%v", c.series, r)
			if !c.holds(r) {
				t.Error("not within its bounds")
			}
		})
	}
}

// TestRatesTable prints the table of docs/duties/performance.md.
func TestRatesTable(t *testing.T) {
	if testing.Short() || !testing.Verbose() {
		t.Skip("a table for the page, of minutes: go test -v -run RatesTable ./internal/stat/effect")
	}
	var all []drawn
	for _, n := range []int{20, 10} {
		for _, step := range []float64{0, 0.5, 1, 1.5, 2} {
			all = append(all, drawn{n: n, step: step})
		}
		for _, trend := range []float64{1, 2, 3, 6} {
			all = append(all, drawn{n: n, trend: trend})
		}
		all = append(all, drawn{n: n, trend: 3, step: 2}, drawn{n: n, bend: 3})
	}
	all = append(all, drawn{n: 40}, drawn{n: 40, step: 0.5}, drawn{n: 40, step: 1}, drawn{n: 40, trend: 1}, drawn{n: 40, trend: 3}, drawn{n: 40, trend: 3, step: 2})
	for _, of := range []string{"heavy", "skewed"} {
		all = append(all, drawn{n: 20, of: of}, drawn{n: 20, of: of, step: 1}, drawn{n: 20, of: of, trend: 3})
	}
	for _, phi := range []float64{0.3, 0.6, 0.9} {
		all = append(all, drawn{n: 20, phi: phi}, drawn{n: 20, phi: phi, step: 1}, drawn{n: 20, phi: phi, step: 2}, drawn{n: 20, phi: phi, trend: 3})
	}
	for _, d := range all {
		t.Run(fmt.Sprintf("%+v", d), func(t *testing.T) {
			t.Parallel()
			t.Log(measure(2000, d))
		})
	}
}
