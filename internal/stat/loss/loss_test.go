package loss

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
)

func near(t *testing.T, what string, got, want, share float64) {
	t.Helper()
	if !(math.Abs(got-want) <= share*math.Abs(want)) {
		t.Errorf("%s is %.12g, want %.12g within %g: off by %.2g", what, got, want, share, got/want-1)
	}
}

// printed holds a figure against digits as somebody printed them.
func printed(t *testing.T, what string, got float64, digits string) {
	t.Helper()
	want, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		t.Fatal(err)
	}
	mantissa, exponent, _ := strings.Cut(digits, "e")
	_, decimals, _ := strings.Cut(mantissa, ".")
	e, _ := strconv.Atoi(exponent)
	if unit := math.Pow(10, float64(e-len(decimals))); math.Abs(got-want) > 0.5*unit+1e-12*math.Abs(want) {
		t.Errorf("%s is %.14g, printed as %s", what, got, digits)
	}
}

func lognormal(t testing.TB, low, high float64) Lognormal {
	t.Helper()
	d, err := NewLognormal(low, high)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func pert(t testing.TB, low, mode, high, lambda float64) PERT {
	t.Helper()
	d, err := NewPERT(low, mode, high, lambda)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPublishedLognormal(t *testing.T) {
	d := lognormal(t, 1, 10)
	printed(t, "mu", d.Mu, "1.1512925465")
	printed(t, "sigma", d.Sigma, "0.6999361692")
	printed(t, "mean", d.Mean(), "4.040013")
	printed(t, "p99", d.Quantile(0.99), "16.112374")
	printed(t, "sd", math.Sqrt(d.Variance()), "3.212180")
	printed(t, "mean", lognormal(t, 1e6, 1e7).Mean(), "4040012.826946")
	d = lognormal(t, 1e7, 1e9)
	printed(t, "sigma", d.Sigma, "1.3998723383")
	printed(t, "mean", d.Mean(), "266398009.773555")
	printed(t, "p99", d.Quantile(0.99), "2596086049.478")
	for _, q := range []float64{0.001, 0.05, 0.5, 0.95} {
		p, _, _ := d.partial(d.Quantile(q))
		near(t, "round trip", p, q, 1e-9)
	}
}

func TestPublishedPERT(t *testing.T) {
	for _, c := range []struct {
		low, mode, high, lambda      float64
		a, b, mean, sd, p5, p50, p95 string
	}{
		{0, 5, 10, 4, "3", "3", "5", "1.88982237", "1.89255377", "5", "8.10744623"},
		{2, 4, 12, 4, "1.8", "4.2", "5", "1.73205081", "2.58977388", "4.76672259", "8.21276724"},
		{.1, .3, .7, 1, "1.33333333", "1.66666667", ".36666667", ".14907120", ".14061579", ".35842078", ".62030432"},
	} {
		d := pert(t, c.low, c.mode, c.high, c.lambda)
		printed(t, "a", d.A, c.a)
		printed(t, "b", d.B, c.b)
		printed(t, "mean", d.Mean(), c.mean)
		printed(t, "sd", math.Sqrt(d.Variance()), c.sd)
		printed(t, "p5", d.Quantile(.05), c.p5)
		printed(t, "p50", d.Quantile(.5), c.p50)
		printed(t, "p95", d.Quantile(.95), c.p95)
		near(t, "mean", d.Mean(), (c.low+c.lambda*c.mode+c.high)/(c.lambda+2), 1e-12)
	}
}

// riskquant's examples: a year's expected loss.
func TestPublishedMeans(t *testing.T) {
	for _, c := range []struct{ rate, low, high, want float64 }{
		{.1, 1e5, 1e6, 40400.128269457266},
		{.1, 1, 10, 0.4040012826945718},
		{3, 1, 10, 12.120038480837177},
	} {
		r := Risk{Fixed(c.rate), lognormal(t, c.low, c.high)}
		near(t, "mean", r.Mean(), c.want, 1e-9)
	}
	// The mean rate, not the likeliest, which riskquant takes (1.212).
	r := Risk{pert(t, .1, .3, .7, 1), lognormal(t, 1, 10)}
	printed(t, "mean of an uncertain rate", r.Mean(), "1.4813")
}

func trio(t testing.TB) []Risk {
	return []Risk{
		{Fixed(.01), lognormal(t, 1e6, 1e7)},
		{Fixed(.10), lognormal(t, 1e7, 1e9)},
		{Fixed(.05), lognormal(t, 5e6, 5e7)},
	}
}

func TestPublishedYears(t *testing.T) {
	for _, mode := range []Mode{Interactive, Exact} {
		y := NewYear([]Risk{{Fixed(.1), lognormal(t, 1, 10)}}, mode)
		printed(t, "mean", y.Mean(), ".404001")
		printed(t, "sd", math.Sqrt(y.Variance()), "1.63217")
		printed(t, "no loss", y.None(), ".904837")
		for _, c := range []struct {
			what      string
			got, want float64
		}{
			{"VaR95", y.VaR(.95), 3.142},
			{"VaR99", y.VaR(.99), 8.098},
			{"TVaR95", y.TVaR(.95), 6.319},
			{"TVaR99", y.TVaR(.99), 11.852},
			{"P>1", y.Exceed(1), .09063},
			{"P>5", y.Exceed(5), .02673},
			{"P>10", y.Exceed(10), .00574},
		} {
			near(t, mode.String()+" "+c.what, c.got, c.want, 0.001)
		}
		y = NewYear(trio(t), mode)
		printed(t, "mean", y.Mean(), "2.76902e7")
		printed(t, "sd", math.Sqrt(y.Variance()), "2.24495e8")
		near(t, "no loss", y.None(), math.Exp(-.16), 1e-12)
		for _, c := range []struct {
			what      string
			got, want float64
		}{
			{"VaR90", y.VaR(.9), 2.065e7},
			{"VaR95", y.VaR(.95), 9.904e7},
			{"VaR99", y.VaR(.99), 6.1287e8},
			{"TVaR95", y.TVaR(.95), 4.958e8},
			{"P>1e6", y.Exceed(1e6), .14738},
			{"P>1e7", y.Exceed(1e7), .12444},
			{"P>1e8", y.Exceed(1e8), .04973},
			{"P>1e9", y.Exceed(1e9), .00513},
		} {
			near(t, mode.String()+" trio "+c.what, c.got, c.want, 0.001)
		}
	}
}

// Against closed forms that are worked out here.
func TestClosedForms(t *testing.T) {
	f, l := pert(t, .1, .3, .7, 1), lognormal(t, 2, 50)
	r := Risk{f, l}
	sigma := (math.Log(50) - math.Log(2)) / (2 * 1.6448536269514722)
	m := math.Sqrt(2*50) * math.Exp(sigma*sigma/2)
	square := m * m * math.Exp(sigma*sigma)
	rate := (.1 + .3 + .7) / 3
	a, b := 1+(.3-.1)/.6, 1+(.7-.3)/.6
	spread := .36 * a * b / ((a + b) * (a + b) * (a + b + 1))
	near(t, "mean", r.Mean(), rate*m, 1e-9)
	near(t, "variance", r.Variance(), rate*square+spread*m*m, 1e-9)
	// Risks on one cause: the covariance of each pair is the product of their means
	// times the variance of the cause.
	c, err := NewCause(.5, 2)
	if err != nil {
		t.Fatal(err)
	}
	v := math.Expm1(math.Pow(math.Log(4)/(2*1.6448536269514722), 2))
	two := Portfolio{Risks: []Risk{r, {Fixed(2), Fixed(3)}, {Fixed(1), Fixed(1)}}, Of: []int{0, 0, -1}, Causes: []Cause{c}}
	alone := rate*square + (spread*(1+v)+v*rate*rate)*m*m
	near(t, "variance", two.Variance(), alone+(2*9+v*36)+1+2*v*rate*m*6, 1e-9)
}

// A Poisson number of losses of 1, whose probabilities are known.
func TestPoisson(t *testing.T) {
	const rate = 2.5
	for _, mode := range []Mode{Interactive, Exact} {
		y := NewYear([]Risk{{Fixed(rate), Fixed(1)}}, mode)
		p, below := math.Exp(-rate), 0.0
		for n := range 8 {
			below += p
			near(t, fmt.Sprintf("%s P>%d", mode, n), y.Exceed(float64(n)+.5), 1-below, 1e-6)
			p *= rate / float64(n+1)
		}
		near(t, "VaR95", y.VaR(.95), 5, .002) // P(N <= 4) = .891, P(N <= 5) = .958
	}
}

// Many and small losses beside the step: the normal law with its skewness (Cornish and
// Fisher 1937) is within a thousandth.
func TestManyLosses(t *testing.T) {
	for _, rate := range []float64{500, 9000} {
		l := lognormal(t, 10, 40)
		m, v := l.Mean(), l.Variance()
		second := v + m*m
		third := m * m * m * math.Exp(3*l.Sigma*l.Sigma)
		sd := math.Sqrt(rate * second)
		skew := rate * third / (sd * sd * sd)
		z := 2.3263478740408408
		want := rate*m + sd*(z+skew*(z*z-1)/6)
		for _, mode := range []Mode{Interactive, Exact} {
			near(t, fmt.Sprintf("%s at %g", mode, rate), NewYear([]Risk{{Fixed(rate), l}}, mode).VaR(.99), want, .001)
		}
	}
}

func mixed(t testing.TB) []Risk {
	clipped, err := NewClipped(.3, .1)
	if err != nil {
		t.Fatal(err)
	}
	return []Risk{
		{pert(t, .05, .2, 1, 4), lognormal(t, 2e4, 4e5)},
		{pert(t, 2, 40, 90, 4), lognormal(t, 2e2, 3e3)},
		{clipped, pert(t, 1e4, 3e4, 2e5, 4)},
		{Fixed(.02), lognormal(t, 2e5, 8e6)},
		{Fixed(3), Fixed(1e3)},
	}
}

// The two modes agree, and what is drawn lies within three standard errors.
func TestModesAndDraws(t *testing.T) {
	for name, risks := range map[string][]Risk{"trio": trio(t), "mixed": mixed(t)} {
		exact, fast := NewYear(risks, Exact), NewYear(risks, Interactive)
		s := Simulate(&Portfolio{Risks: risks}, 100000, 1)
		drawn := func(what string, e Estimate, want float64) {
			if math.Abs(e.Value-want) > 3*e.Error+1e-5*want {
				t.Errorf("%s %s: drawn %v, computed %v", name, what, e, want)
			}
		}
		drawn("mean", s.Mean(), exact.Mean())
		for _, q := range []float64{.9, .95, .99} {
			near(t, name+" VaR", fast.VaR(q), exact.VaR(q), .01)
			near(t, name+" TVaR", fast.TVaR(q), exact.TVaR(q), .01)
			drawn("VaR", s.VaR(q), exact.VaR(q))
			drawn("TVaR", s.TVaR(q), exact.TVaR(q))
			x := exact.VaR(q) * .7
			near(t, name+" exceedance", fast.Exceed(x), exact.Exceed(x), .01)
			drawn("exceedance", s.Exceed(x), exact.Exceed(x))
		}
		drawn("no loss", s.Exceed(0), 1-exact.None())
	}
}

// A cause leaves the mean, makes bad years worse, and is drawn alike by the same seed.
func TestCause(t *testing.T) {
	c, err := NewCause(.2, 5)
	if err != nil {
		t.Fatal(err)
	}
	p := Portfolio{Risks: []Risk{{Fixed(1), Fixed(100)}, {Fixed(2), Fixed(50)}}, Of: []int{0, 0}, Causes: []Cause{c}}
	s := Simulate(&p, 100000, 1)
	if m := s.Mean(); math.Abs(m.Value-200) > 3*m.Error {
		t.Errorf("mean %v, want 200", m)
	}
	near(t, "deviation", s.Mean().Error*math.Sqrt(1e5), math.Sqrt(p.Variance()), .03)
	if alone := NewYear(p.Risks, Exact).VaR(.99); s.VaR(.99).Value < 1.3*alone {
		t.Errorf("a bad year costs %v, without the cause %v", s.VaR(.99), alone)
	}
	if again := Simulate(&p, 1000, 7); fmt.Sprint(again) != fmt.Sprint(Simulate(&p, 1000, 7)) {
		t.Error("the same seed draws otherwise")
	}
}

func TestRefused(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		err   func() error
		field string
	}{
		{func() error { _, err := NewLognormal(nan, 1); return err }, "low"},
		{func() error { _, err := NewLognormal(1, inf); return err }, "high"},
		{func() error { _, err := NewLognormal(2, 1); return err }, "low"},
		{func() error { _, err := NewLognormal(2, 2); return err }, "high"},
		{func() error { _, err := NewLognormal(0, 1); return err }, "low"},
		{func() error { _, err := NewLognormal(-1, 1); return err }, "low"},
		{func() error { _, err := NewLognormal(1, 1e7); return err }, "high"},
		{func() error { _, err := NewLognormal(1e15, 1e300); return err }, "high"},
		{func() error { _, err := NewPERT(2, 1, 3, 4); return err }, "low"},
		{func() error { _, err := NewPERT(1, 4, 3, 4); return err }, "mode"},
		{func() error { _, err := NewPERT(1, 1, 1, 4); return err }, "high"},
		{func() error { _, err := NewPERT(0, nan, 1, 4); return err }, "mode"},
		{func() error { _, err := NewPERT(0, 1, 2, 0); return err }, "lambda"},
		{func() error { _, err := NewPERT(0, 1, 2, inf); return err }, "lambda"},
		{func() error { _, err := NewPERT(-1, 1, 2, 4); return err }, "low"},
		{func() error { _, err := NewRate(0); return err }, "rate"},
		{func() error { _, err := NewRate(-1); return err }, "rate"},
		{func() error { _, err := NewRate(1e9); return err }, "rate"},
		{func() error { _, err := NewConstant(nan); return err }, "constant"},
		{func() error { _, err := NewClipped(0, 1); return err }, "mean"},
		{func() error { _, err := NewClipped(1, 0); return err }, "stdev"},
		{func() error { _, err := NewClipped(1, 100); return err }, "stdev"},
		{func() error { _, err := NewCause(1, 1e6); return err }, "high"},
		{func() error { r := Risk{pert(t, 0, 1, 1e6, 4), Fixed(1)}; return r.Check() }, "high"},
	} {
		var invalid *Invalid
		if err := c.err(); !errors.As(err, &invalid) || invalid.Field != c.field {
			t.Errorf("%v, want a word about %s", err, c.field)
		}
	}
	// Their harmless twins.
	for _, err := range []error{
		func() error { _, err := NewLognormal(1, 1e6); return err }(),
		func() error { _, err := NewPERT(0, 0, 1, 4); return err }(),
		func() error { _, err := NewRate(1e4); return err }(),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	for _, y := range []*Year{NewYear(nil, Exact)} {
		if y.VaR(.95) != 0 || y.TVaR(.95) != 0 || y.Exceed(0) != 0 || y.None() != 1 {
			t.Error("no risk costs something")
		}
	}
}

func BenchmarkHundred(b *testing.B) {
	var apart, alike []Risk
	for i := range 100 {
		f := Frequency(Fixed(.01 * float64(1+i)))
		if i%2 == 0 {
			f = pert(b, .01*float64(i), .02*float64(i+1), .05*float64(i+1), 4)
		}
		size := math.Pow(1.1, float64(i))
		apart = append(apart, Risk{f, lognormal(b, 1e3*size, 2e4*size)})
		alike = append(alike, Risk{f, lognormal(b, 1e3+float64(i)/10, 1.01e3)})
	}
	for _, mode := range []Mode{Interactive, Exact} {
		for name, risks := range map[string][]Risk{"": apart, "-alike": alike} {
			b.Run(mode.String()+name, func(b *testing.B) {
				for b.Loop() {
					y := NewYear(risks, mode)
					y.VaR(.9)
					y.VaR(.95)
					y.VaR(.99)
					y.TVaR(.95)
				}
			})
		}
	}
}
