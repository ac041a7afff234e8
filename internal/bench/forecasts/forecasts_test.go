package main

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"leadline/internal/analysis/throughput"
	"leadline/internal/stat/forecast"
)

// The rank-conformal forecast knows nothing that came after its origin.
func TestConformalLooksBack(t *testing.T) {
	origins := make([]throughput.Origin, 40)
	made := make([]forecast.Sample, 40)
	for i := range origins {
		origins[i] = throughput.Origin{At: 7 * i, Took: 20 + i%5, Left: 1000}
		made[i] = forecast.Sample{9, 10, 11}
	}
	before := conformal(origins, made)
	// Twelve are resolved when those that took up to 24 days are: from the 15th on.
	if !slices.Equal(before[13], made[13]) || slices.Equal(before[15], made[15]) {
		t.Errorf("the 13th: %v, the 15th: %v", before[13], before[15])
	}
	if q := before[39].AtMost(1); q != 24 {
		t.Errorf("the latest: %v", q)
	}
	for i := 25; i < 40; i++ {
		origins[i].Took = 500
	}
	if after := conformal(origins, made); !slices.Equal(after[25], before[25]) {
		t.Error("the 25th saw what came later")
	}
}

func TestDraws(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, shape := range []float64{0.3, 1, 7} {
		mean, square := 0.0, 0.0
		for range 20000 {
			x := gamma(rng, shape)
			mean += x / 20000
			square += x * x / 20000
		}
		if math.Abs(mean-shape) > 0.05*shape+0.02 || math.Abs(square-mean*mean-shape) > 0.15*shape+0.02 {
			t.Errorf("gamma of %v: mean %v, variance %v", shape, mean, square-mean*mean)
		}
	}
	for _, rate := range []float64{0.5, 20, 80} {
		mean := 0.0
		for range 20000 {
			mean += poisson(rng, rate) / 20000
		}
		if math.Abs(mean-rate) > 0.03*rate {
			t.Errorf("poisson of %v: mean %v", rate, mean)
		}
	}
}

// Every method tells a steady pace.
func TestMethods(t *testing.T) {
	o := &throughput.Origin{Weeks: slices.Repeat([]int{10}, 104), Items: 40}
	for _, m := range methods() {
		if mid := m.of(o, 1).AtMost(0.5); mid < 24 || mid > 32 {
			t.Errorf("%s: %v days for 28", m.name, mid)
		}
	}
}
