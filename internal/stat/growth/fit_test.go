package growth_test

import (
	"errors"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"leadline/internal/stat/growth"
)

// airPassengers are the monthly totals of international airline passengers, 1949 to 1960,
// in thousands (Box, Jenkins and Reinsel, Time Series Analysis, series G).
func airPassengers(t *testing.T) (out []float64) {
	t.Helper()
	text, err := os.ReadFile("testdata/airpassengers.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, word := range strings.Fields(line) {
			v, err := strconv.ParseFloat(word, 64)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, v)
		}
	}
	return out
}

var line = []float64{12, 13.1, 13.9, 15.2, 15.8, 17.1, 18.2, 18.7, 20.1, 21.2, 21.8, 23.1, 24.2, 24.7, 26.1, 26.9, 28.2, 29.1, 29.8, 31.2}

func near(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > relative*math.Abs(want) {
		t.Errorf("%s is %.9g, want %.9g within %g", what, got, want, relative)
	}
}

// TestSeasons holds the fits against R's HoltWinters.
func TestSeasons(t *testing.T) {
	for _, c := range []struct {
		multiplicative     bool
		alpha, beta, gamma float64
		sse                float64
		next               []float64
	}{
		{true, .275592, .032693, .870729, 16570.78, []float64{447.0559, 419.7123, 464.8671, 496.0839, 507.5326, 575.4509, 666.5923, 657.9137, 550.3088, 492.9853, 420.2073, 465.6345}},
		{false, .247959, .034534, 1, 21860.18, []float64{453.4977, 429.3906, 467.0361, 503.2574}},
	} {
		m, err := growth.FitSeasons(airPassengers(t), 12, c.multiplicative)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "alpha", m.Alpha, c.alpha, 1e-2)
		near(t, "beta", m.Beta, c.beta, 1e-2)
		near(t, "gamma", m.Gamma, c.gamma, 1e-2)
		near(t, "sse", m.SSE, c.sse, 1e-4)
		before := 0.0
		for i, want := range c.next {
			mean, half := m.At(i+1, .9)
			near(t, "forecast", mean, want, 1e-3)
			if !(half > 0) || !c.multiplicative && half < before {
				t.Errorf("half of the band is %g at %d, and was %g", half, i+1, before)
			}
			before = half
		}
	}
}

// TestLine holds the line and its prediction interval against R's lm.
func TestLine(t *testing.T) {
	l, err := growth.FitLine(line)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "intercept", l.Intercept, 11.00894737, 1e-9)
	near(t, "slope", l.Slope, 1.00105263, 1e-8)
	near(t, "sigma", l.Sigma, .184279853, 1e-8)
	for h, want := range map[int][3]float64{1: {32.0310526, 31.6787044, 32.3834008}, 10: {41.0405263, 40.6335753, 41.4474773}} {
		mean, half := l.At(h, .9)
		near(t, "mean", mean, want[0], 1e-8)
		near(t, "low", mean-half, want[1], 1e-8)
		near(t, "high", mean+half, want[2], 1e-8)
	}
	// A value that is missing changes little, and shifts nothing.
	gap := append([]float64(nil), line...)
	gap[7] = math.NaN()
	l, err = growth.FitLine(gap)
	if err != nil {
		t.Fatal(err)
	}
	mean, _ := l.At(10, .9)
	near(t, "mean with a gap", mean, 41.04, 2e-3)
}

// TestDamped: a trend that fades goes less far than the line, and a level stays.
func TestDamped(t *testing.T) {
	m, err := growth.FitDamped(line)
	if err != nil {
		t.Fatal(err)
	}
	near1, half1 := m.At(1, .9)
	near(t, "next", near1, 32.1, 2e-2)
	far, half := m.At(200, .9)
	if far > 32+.98/.02*1.1 || half < half1 {
		t.Errorf("after 200 steps %g ± %g, and ± %g after one", far, half, half1)
	}
	level := make([]float64, 40)
	for i := range level {
		level[i] = 100 + float64(i%2)
	}
	m, err = growth.FitDamped(level)
	if err != nil {
		t.Fatal(err)
	}
	far, _ = m.At(50, .9)
	near(t, "a level", far, 100.5, 2e-2)
}

func TestRefused(t *testing.T) {
	long := make([]float64, 30)
	for i := range long {
		long[i] = float64(i)
	}
	gap := append([]float64(nil), long...)
	gap[3] = math.NaN()
	for _, c := range []struct {
		kind   growth.Kind
		values []float64
		period int
		want   error
	}{
		{growth.Linear, long[:2], 0, growth.ErrShort},
		{growth.Damped, long[:5], 0, growth.ErrShort},
		{growth.Damped, gap, 0, growth.ErrMissing},
		{growth.Additive, long[:24], 12, growth.ErrShort},
		{growth.Additive, long, 1, growth.ErrShort},
		{growth.Multiplicative, long, 12, growth.ErrSign},
		{growth.Additive, long, 12, nil},
		{growth.Additive, long, 2, nil},
		{growth.Linear, gap, 0, nil},
	} {
		if _, err := growth.Fit(c.kind, c.values, c.period); !errors.Is(err, c.want) {
			t.Errorf("%s of %d values gives %v, want %v", c.kind, len(c.values), err, c.want)
		}
	}
}
