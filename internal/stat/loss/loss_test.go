package loss

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
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
			{"VaR95", y.VaR(.95), 3.142}, {"VaR99", y.VaR(.99), 8.098}, {"TVaR95", y.TVaR(.95), 6.319}, {"TVaR99", y.TVaR(.99), 11.852},
			{"P>1", y.Exceed(1), .09063}, {"P>5", y.Exceed(5), .02673}, {"P>10", y.Exceed(10), .00574},
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
			{"VaR90", y.VaR(.9), 2.065e7}, {"VaR95", y.VaR(.95), 9.904e7}, {"VaR99", y.VaR(.99), 6.1287e8}, {"TVaR95", y.TVaR(.95), 4.958e8},
			{"P>1e6", y.Exceed(1e6), .14738}, {"P>1e7", y.Exceed(1e7), .12444}, {"P>1e8", y.Exceed(1e8), .04973}, {"P>1e9", y.Exceed(1e9), .00513},
		} {
			near(t, mode.String()+" trio "+c.what, c.got, c.want, 0.001)
		}
	}
}

func TestTimes(t *testing.T) {
	var risks []Risk
	for i := range 100 {
		f := Frequency(Fixed(.01 * float64(1+i)))
		if i%2 == 0 {
			f = pert(t, .01*float64(i), .02*float64(i+1), .05*float64(i+1), 4)
		}
		risks = append(risks, Risk{f, lognormal(t, 1e3*math.Pow(1.1, float64(i)), 2e4*math.Pow(1.1, float64(i)))})
	}
	for _, mode := range []Mode{Interactive, Exact} {
		s := time.Now()
		y := NewYear(risks, mode)
		fmt.Println(mode, y.VaR(.5), y.VaR(.9), y.VaR(.95), y.VaR(.99), y.TVaR(.95), y.Exceed(1e5), y.Exceed(1e3), len(y.rungs), time.Since(s))
		s = time.Now()
		for i := range risks {
			NewYear(risks[i:i+1], mode).TVaR(.95)
		}
		fmt.Println(time.Since(s))
	}
	_ = errors.Is
}
