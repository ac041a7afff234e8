package usl_test

import (
	"errors"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"leadline/internal/stat/usl"
)

// The data that R's package usl is documented with, and a synthetic series.
var (
	raytracer = []usl.Point{{1, 20}, {4, 78}, {8, 130}, {12, 170}, {16, 190}, {20, 200}, {24, 210}, {28, 230}, {32, 260}, {48, 280}, {64, 310}}
	specsdm91 = []usl.Point{{1, 64.9}, {18, 995.9}, {36, 1652.4}, {72, 1853.2}, {108, 1828.9}, {144, 1775.0}, {216, 1702.2}}
	synthetic = []usl.Point{{1, 1}, {2, 1.8868}, {4, 3.0769}, {6, 3.5294}, {8, 3.5398}, {10, 3.3557}}
)

func near(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > relative*math.Abs(want) {
		t.Errorf("%s is %.9g, want %.9g within %g", what, got, want, relative)
	}
}

func fit(t *testing.T, points []usl.Point) usl.Fit {
	t.Helper()
	f, err := usl.New(points)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestCoefficients holds the fits against R's usl 3.0.3 and nls.
func TestCoefficients(t *testing.T) {
	for _, c := range []struct {
		name               string
		points             []usl.Point
		alpha, beta, gamma float64
	}{
		{"raytracer", raytracer, .05777078, 0, 21.848843},
		{"raytracer, six points", raytracer[:6], .02444404, .0016268093, 20.856045},
		{"raytracer, five points", raytracer[:5], .027895, .0014608, 21.059325},
		{"specsdm91", specsdm91, .02772847, .000104365, 89.99523},
		{"synthetic", synthetic, .02, .02, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := fit(t, c.points)
			near(t, "alpha", f.Alpha, c.alpha, 1e-3)
			near(t, "beta", f.Beta, c.beta, 1e-2)
			near(t, "gamma", f.Gamma, c.gamma, 1e-3)
		})
	}
}

// asR is the interval of a parameter that R's usl prints for 95 %: it takes the quantile
// .95 where a two-sided interval takes .975, and n-1 degrees of freedom where n-3 are left.
// Interval is wider, and its level is what it says.
func asR(f usl.Fit, parameter int) (low, high float64) {
	at := [...]float64{f.Alpha, f.Beta, f.Gamma}[parameter]
	half := f.SE[parameter] * quantile(.95, len(f.Points)-1)
	return at - half, at + half
}

func quantile(p float64, df int) float64 {
	return distuv.StudentsT{Sigma: 1, Nu: float64(df)}.Quantile(p)
}

// TestInterval: half of an interval is the standard error times Student's t of n-3.
func TestInterval(t *testing.T) {
	f := fit(t, specsdm91)
	for i, se := range f.SE {
		low, high := f.Interval(i, .95)
		near(t, "half of the interval", (high-low)/2, 2.7764451*se, 1e-7)
	}
}

func TestRaytracer(t *testing.T) {
	f := fit(t, raytracer)
	near(t, "sse", f.SSE, 697.2378, 1e-6)
	for i, want := range [][2]float64{{.0336773, .0818642}, {-.0002137, .0002137}, {17.8683796, 25.8293061}} {
		low, high := asR(f, i)
		near(t, "low", low, want[0], 1e-3)
		near(t, "high", high, want[1], 1e-3)
	}
	for i, want := range []float64{.9154, .8925, .7437, .6484, .5435, .4577, .4005, .3760, .3719, .2670, .2217} {
		near(t, "efficiency", f.Efficiency(raytracer[i]), want, 2e-4)
	}
	if _, ok := f.Peak(); ok {
		t.Error("a peak was found, and throughput only rises")
	}
	if _, _, ok := f.PeakRange(.95); ok {
		t.Error("a peak has an interval, and there is none")
	}
	limit, _ := f.Limit()
	near(t, "limit", limit, 21.848843/.05777078, 1e-3)

	f = fit(t, raytracer[:6])
	for i, want := range [][2]float64{{.00754, .04135}, {.00110, .00215}, {19.26717, 22.44492}} {
		low, high := asR(f, i)
		near(t, "low", low, want[0], 5e-3)
		near(t, "high", high, want[1], 5e-3)
	}
}

func TestSpecsdm91(t *testing.T) {
	f := fit(t, specsdm91)
	for i, want := range []float64{.009122, 1.988e-5, 14.21} {
		near(t, "standard error", f.SE[i], want, 1e-3)
	}
	near(t, "sigma", f.Sigma, 82.85, 1e-3)
	if f.DF != 4 {
		t.Errorf("%d degrees of freedom, want 4", f.DF)
	}
	peak, _ := f.Peak()
	near(t, "peak", peak, 96.51956, 1e-3)
	near(t, "throughput at the peak", f.Throughput(peak), 1884, 1e-3)
	limit, _ := f.Limit()
	near(t, "limit", limit, 3245.589, 1e-3)
	optimum, _ := f.Optimum()
	near(t, "optimum", optimum, 36.06401, 1e-3)
	near(t, "throughput at the optimum", f.Throughput(optimum), 1542, 1e-3)
	for i, want := range []float64{-25.10, -81.66, 111.09, 3.05, -49.99, -46.60, 56.00} {
		near(t, "residual", f.Residuals()[i], want, 5e-3)
	}
	for i, want := range []float64{90, 1078, 1541, 1850, 1879, 1822, 1646} {
		near(t, "fitted", f.Throughput(specsdm91[i].Load), want, 1e-3)
	}
	for n, want := range map[float64][3]float64{18: {.05556, .0262, .000887}, 36: {.02778, .0270, .001826}, 72: {.01389, .0273, .003705}, 216: {.00463, .0276, .011219}} {
		ideal, contention, coherency := f.Overheads(n)
		near(t, "ideal", ideal, want[0], 1e-3)
		near(t, "contention", contention, want[1], 2e-3)
		near(t, "coherency", coherency, want[2], 1e-3)
	}
	// The band that R's usl draws is the same everywhere: the spread of the residuals.
	n := float64(len(specsdm91))
	near(t, "R's band", math.Sqrt(f.SSE/(n-1))*quantile(.95, len(specsdm91)-1), 131.4, 1e-3)
}

func TestPeak(t *testing.T) {
	for _, c := range []struct{ alpha, beta, gamma, peak, limit, optimum float64 }{
		{.001, 1e-5, 89.99523, 316.0696, 89995.23, 1000},
		{.02772847, 5e-5, 89.99523, 139.4, 3245.589, 36.06401},
		{.02, .02, 1, 7, 50, 50},
	} {
		m := usl.Model{Alpha: c.alpha, Beta: c.beta, Gamma: c.gamma}
		peak, _ := m.Peak()
		limit, _ := m.Limit()
		optimum, _ := m.Optimum()
		near(t, "peak", peak, c.peak, 1e-3)
		near(t, "limit", limit, c.limit, 1e-6)
		near(t, "optimum", optimum, c.optimum, 1e-6)
	}
}

// TestPeakRange: the interval holds the peak; it is open where the points do not
// exclude that there is none, and shrinks with the level.
func TestPeakRange(t *testing.T) {
	for _, points := range [][]usl.Point{raytracer[:6], specsdm91} {
		f := fit(t, points)
		peak, _ := f.Peak()
		low, high, ok := f.PeakRange(.95)
		low80, high80, _ := f.PeakRange(.80)
		if !ok || !(low < low80 && low80 < peak && peak < high80 && high80 < high) || math.IsInf(high, 1) {
			t.Errorf("peak %g in [%g, %g], at 80 %% [%g, %g]", peak, low, high, low80, high80)
		}
	}
	rising := fit(t, []usl.Point{{1, 10}, {2, 19.5}, {3, 30}, {4, 38.5}, {5, 49}, {6, 57}})
	if _, high, ok := rising.PeakRange(.95); ok && !math.IsInf(high, 1) {
		t.Errorf("points that hardly bend exclude that there is no peak: high is %g", high)
	}
}

// TestExact: a fit of points that stand on a model finds it, whatever the units.
func TestExact(t *testing.T) {
	for _, m := range []usl.Model{
		{.05, 1e-3, 250}, {0, 1e-4, 3e6}, {.3, 0, 1e-3}, {0, 0, 12}, {1, 0, 5}, {.9, .5, 40}, {1e-4, 1e-7, 1e5},
	} {
		var points []usl.Point
		for _, n := range []float64{1, 2, 4, 8, 16, 32, 64, 128, 256, 1024, 4096} {
			points = append(points, usl.Point{n, m.Throughput(n)})
		}
		f := fit(t, points)
		near(t, "gamma", f.Gamma, m.Gamma, 1e-6)
		if math.Abs(f.Alpha-m.Alpha) > 1e-6 || math.Abs(f.Beta-m.Beta) > 1e-6*m.Beta+1e-12 {
			t.Errorf("found %+v of %+v", f.Model, m)
		}
	}
}

func TestWithin(t *testing.T) {
	for _, m := range []usl.Model{{.05, 1e-3, 250}, {0, 1e-4, 3}, {.3, 0, 9}, {1e-3, .2, 1}} {
		for _, n := range []float64{1, 2.5, 40, 900} {
			near(t, "load within", m.Within(m.Time(n)), n, 1e-9)
		}
		if got := m.Within(.99 / m.Gamma); got != 0 {
			t.Errorf("a load of %g within less than the time of one", got)
		}
	}
	if got := (usl.Model{Gamma: 1}).Within(1); !math.IsInf(got, 1) {
		t.Errorf("ideal scaling ends at %g", got)
	}
}

// TestBand: the band holds the expectation, is wider outside of the points than among
// them, and is none where a parameter cannot be told.
func TestBand(t *testing.T) {
	f := fit(t, specsdm91)
	width := func(n float64) float64 {
		low, high, ok := f.Band(n, .95)
		if at := f.Throughput(n); !ok || low > at || at > high {
			t.Errorf("band [%g, %g] about %g at %g", low, high, at, n)
		}
		return high - low
	}
	if width(108) >= width(600) {
		t.Errorf("the band is %g wide at 108 and %g at 600", width(108), width(600))
	}
}

// TestFar: one point that was spoilt stands out of the others, and none without it.
func TestFar(t *testing.T) {
	m := usl.Model{Alpha: .03, Beta: 1e-3, Gamma: 100}
	points := make([]usl.Point, 0, 10)
	for i, n := range []float64{1, 2, 4, 6, 8, 12, 16, 20, 28, 40} {
		points = append(points, usl.Point{n, m.Throughput(n) * (1 + .004*float64(i%3-1))})
	}
	far := func() (out int) {
		f := fit(t, points)
		for i := range points {
			if d, ok := f.Far(i); ok && math.Abs(d) > 5 {
				out++
			}
		}
		return out
	}
	if n := far(); n != 0 {
		t.Errorf("%d points of a clean series are far off", n)
	}
	points[5].Throughput *= .7
	if n := far(); n != 1 {
		t.Errorf("%d points are far off, want the spoilt one", n)
	}
}

func TestTooLittle(t *testing.T) {
	for _, c := range []struct {
		points []usl.Point
		want   error
	}{
		{raytracer[:3], usl.ErrFew},
		{[]usl.Point{{1, 5}, {1, 6}, {2, 7}, {2, 8}}, usl.ErrLoads},
		{[]usl.Point{{1, 0}, {2, 0}, {3, 0}, {4, 0}}, usl.ErrZero},
	} {
		if _, err := usl.New(c.points); !errors.Is(err, c.want) {
			t.Errorf("%v gives %v, want %v", c.points, err, c.want)
		}
	}
}
