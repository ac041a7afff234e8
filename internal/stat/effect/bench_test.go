package effect_test

import (
	"math/rand/v2"
	"testing"

	"leadline/internal/stat/effect"
)

func BenchmarkMannWhitney(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 5))
	for name, n := range map[string]int{"n=10": 10, "n=40": 40, "n=1000": 1000} {
		x, y := noise(rng, n, 0), noise(rng, n, 0)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				effect.MannWhitney(x, y)
			}
		})
	}
}

func BenchmarkShift(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 6))
	x, y := noise(rng, 20, 0), noise(rng, 20, 0)
	b.ReportAllocs()
	for b.Loop() {
		effect.Shift(x, y, 0.95)
	}
}

func BenchmarkMedianDifference(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 7))
	x, y := noise(rng, 20, 0), noise(rng, 20, 0)
	b.ReportAllocs()
	for b.Loop() {
		effect.MedianDifference(x, y, 0.95, 1)
	}
}
