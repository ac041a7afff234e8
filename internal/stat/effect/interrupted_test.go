package effect_test

import (
	"math"
	"testing"

	"leadline/internal/stat/effect"
)

// TestInterrupt: an exact line with a step and a bend gives them back.
func TestInterrupt(t *testing.T) {
	ys := make([]float64, 48)
	for i := range ys {
		ys[i] = 100 + 2*float64(i)
		if i >= 24 {
			ys[i] += -30 - 1.5*float64(i-24)
		}
	}
	r, ok := effect.Interrupt(ys, 24)
	if !ok || !near(r.Start.Value, 100) || !near(r.Trend.Value, 2) || !near(r.Level.Value, -30) || !near(r.Slope.Value, -1.5) || r.Freedom != 44 || r.Lags != 3 {
		t.Errorf("%v %+v", ok, r)
	}
	if _, ok := effect.Interrupt(ys, 11); ok {
		t.Error("eleven points before are enough")
	}
	if _, ok := effect.Interrupt(ys, 37); ok {
		t.Error("eleven points after are enough")
	}
}

// TestInterruptError: the error of the step is Newey and West's sum, written out. With
// the terms t, the variance is the sum over pairs of points at most L apart of
// w e_s e_t h_s h_t, h being how the step weighs each point.
func TestInterruptError(t *testing.T) {
	ys := nile[:40]
	const at = 28
	r, ok := effect.Interrupt(ys, at)
	if !ok {
		t.Fatal("refused")
	}
	weights, residuals := make([]float64, len(ys)), make([]float64, len(ys))
	for i := range ys { // the fit is linear: a unit at i moves the step by its weight
		unit := make([]float64, len(ys))
		unit[i] = 1
		u, _ := effect.Interrupt(unit, at)
		weights[i] = u.Level.Value
		residuals[i] = ys[i] - r.Start.Value - r.Trend.Value*float64(i)
		if i >= at {
			residuals[i] -= r.Level.Value + r.Slope.Value*float64(i-at)
		}
	}
	variance := 0.0
	for s := range ys {
		for u := range ys {
			if d := max(s-u, u-s); d <= r.Lags {
				variance += (1 - float64(d)/float64(r.Lags+1)) * residuals[s] * residuals[u] * weights[s] * weights[u]
			}
		}
	}
	want := math.Sqrt(variance * 40 / 36)
	if r.Lags != 3 || !near(r.Level.Error, want) {
		t.Errorf("error %v with %d lags, written out %v", r.Level.Error, r.Lags, want)
	}
	if r.Level.P > 0.01 || r.Level.Value > -150 {
		t.Errorf("the fall of 1898-99: %+v", r.Level)
	}
}
