package changepoint

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestShift(t *testing.T) {
	seven := []float64{4, 1, 3, 2, 5, 6, 7}
	// Of 7 values the least and the greatest bound the median with 1 - 2/2^7 = 98.4 %.
	s := ShiftOf(seven, []float64{20, 10, 30, 40, 50, 60, 70})
	if s.Before != 4 || s.After != 40 || s.Relative != 9 || math.Abs(s.Low-3./7) > 1e-12 || s.High != 69 {
		t.Errorf("%+v", s)
	}
	// Of 6 they would with 96.9 %, which is too little.
	if s := ShiftOf(seven[:6], seven); s.Before != 3.5 || !math.IsNaN(s.Low) {
		t.Errorf("%+v", s)
	}
	if s := ShiftOf([]float64{0, 0}, []float64{1}); !math.IsNaN(s.Relative) || s.After != 1 {
		t.Errorf("from zero: %+v", s)
	}
}

// The interval covers the true change, 10 % here, at least as often as it says.
func TestShiftCovers(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	covered := 0
	const times = 2000
	for range times {
		a, b := make([]float64, 20), make([]float64, 12)
		for i := range a {
			a[i] = math.Exp(rng.NormFloat64() / 10)
		}
		for i := range b {
			b[i] = 1.1 * math.Exp(rng.NormFloat64()/10)
		}
		if s := ShiftOf(a, b); s.Low <= 0.1 && 0.1 <= s.High {
			covered++
		}
	}
	if covered < times*95/100 {
		t.Errorf("covered %d of %d times", covered, times)
	}
}

func TestNoise(t *testing.T) {
	if got := Noise([]float64{10, 12, 8, 11, 9, 1000}); math.Abs(got-1.4826*1.5/10.5) > 1e-12 {
		t.Error(got)
	}
	for _, none := range [][]float64{nil, {1}, {0, 0}, {-1, -2}} {
		if got := Noise(none); !math.IsNaN(got) {
			t.Errorf("%v: %v", none, got)
		}
	}
}

// A step of the size that is said to be detectable is found four times in five, and one
// of half the size hardly ever.
func TestDetectable(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	found := func(before, after int, step float64) (share float64) {
		const times = 400
		for range times {
			values := make([]float64, before+after)
			for i := range values {
				values[i] = 100 + rng.NormFloat64()
				if i >= before {
					values[i] += step
				}
			}
			for _, p := range Find(values, Default) {
				if p.Index >= before-5 && p.Index <= before+5 {
					share += 1. / times
					break
				}
			}
		}
		return share
	}
	for _, c := range [][2]int{{25, 25}, {40, 10}, {100, 15}} {
		step := Detectable(1, c[0], c[1], Default)
		whole, half := found(c[0], c[1], step), found(c[0], c[1], step/2)
		t.Logf("%v: a step of %.2f is found %.2f, half of it %.2f", c, step, whole, half)
		if whole < 0.7 || half > 0.3 {
			t.Errorf("%v: a step of %.2f is found %.2f, half of it %.2f", c, step, whole, half)
		}
	}
	if n := Needed(0.02, 0.05, 25, Default); n < 4 || Detectable(0.02, 25, n, Default) > 0.05 || Detectable(0.02, 25, n-1, Default) <= 0.05 {
		t.Errorf("%d needed", n)
	}
	if n := Needed(1, 0.05, 25, Default); n != 0 {
		t.Errorf("%d needed of noise", n)
	}
}
