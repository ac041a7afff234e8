package loss

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// anything is a register of losses over seven decades, with intervals of 1:1.3 to
// 1:1,000,000 and rates of 0.001 to 1000.
func anything(t testing.TB, rng *rand.Rand) []Risk {
	risks := make([]Risk, 1+rng.IntN(4))
	for i := range risks {
		size := math.Pow(10, 7*rng.Float64())
		rate := math.Pow(10, 6*rng.Float64()-3)
		risks[i] = Risk{Fixed(rate), lognormal(t, size, size*math.Pow(10, 0.12+5.88*rng.Float64()))}
		if rng.IntN(2) == 0 {
			risks[i].Frequency = pert(t, rate/2, rate, rate*3, 4)
		}
		if rng.IntN(3) == 0 {
			risks[i].Loss = pert(t, size/3, size, size*5, 4)
		}
	}
	return risks
}

// oneSize is a register of losses that differ by a share of 1 in 10 to 1 in 100,000, some
// hundred a year at the most: what a year costs lies about the multiples of one size.
func oneSize(t testing.TB, rng *rand.Rand) []Risk {
	risks := make([]Risk, 1+rng.IntN(2))
	size, apart := math.Pow(10, 7*rng.Float64()), math.Pow(10, -1-4*rng.Float64())
	for i := range risks {
		x := size * (1 + apart*(rng.Float64()-0.5))
		losses := []Distribution{Fixed(x), lognormal(t, x, x*(1+apart)), pert(t, x*(1-apart), x, x*(1+apart/2), 4)}
		risks[i] = Risk{Fixed(math.Pow(10, 3*rng.Float64()-1)), losses[rng.IntN(len(losses))]}
	}
	return risks
}

// The interactive mode is within 1 % of the exact one, and the exact one within 0.5 % of
// twice as many steps that reach no further than is asked for.
func TestRandomRegisters(t *testing.T) {
	finest := newSolver(2 * Exact.cells())
	for name, c := range map[string]struct {
		register func(testing.TB, *rand.Rand) []Risk
		n        int
	}{"anything": {anything, 10}, "one size": {oneSize, 30}} {
		rng := rand.New(rand.NewPCG(7, 1))
		off, exactOff := 0.0, 0.0
		for i := range c.n {
			risks := c.register(t, rng)
			exact, fast := NewYear(risks, Exact), NewYear(risks, Interactive)
			near(t, "mean", fast.Mean(), exact.Mean(), 1e-12)
			for _, q := range []float64{.9, .95, .99} {
				v := exact.VaR(q)
				if v == 0 {
					continue
				}
				what := fmt.Sprintf("%s, register %d, level %g: ", name, i, q)
				near(t, what+"value at risk", fast.VaR(q), v, .01)
				near(t, what+"tail mean", fast.TVaR(q), exact.TVaR(q), .01)
				off = max(off, math.Abs(fast.VaR(q)/v-1), math.Abs(fast.TVaR(q)/exact.TVaR(q)-1))
				if i%8 == 0 {
					true := exact.level(finest.solve(risks, 1.02*v/float64(finest.cells)), q)
					near(t, what+"exact value at risk", v, true, .005)
					exactOff = max(exactOff, math.Abs(v/true-1))
				}
			}
		}
		t.Logf("%s: interactive %.4f %% off, exact %.4f %%", name, 100*off, 100*exactOff)
	}
}

// Losses of one size and rates at which a level is met by a number of them, all but a
// millionth: the loss of the level is that number of losses, or one more where the millionth
// is wanting. Here the blur of a step weighs most.
func TestEdges(t *testing.T) {
	const q, apart = .95, 1e-6
	worst := map[Mode]float64{}
	for _, events := range []int{1, 4, 12, 20, 30, 45, 80} {
		for _, size := range []float64{1, 2.7, 5.1, 7.9} {
			for _, beyond := range []int{0, 1} {
				level := q + apart*float64(1-2*beyond)
				rate := rateOf(events, level)
				for _, l := range []Distribution{Fixed(size), lognormal(t, size, size*1.00001), pert(t, size*.99999, size, size*1.00001, 4)} {
					for _, mode := range []Mode{Interactive, Exact} {
						want := float64(events+beyond) * size
						got := NewYear([]Risk{{Fixed(rate), l}}, mode).VaR(q)
						near(t, fmt.Sprintf("%s: %d events of %v, level missed by %g", mode, events, l, level-q), got, want, mode.Off())
						worst[mode] = max(worst[mode], math.Abs(got/want-1))
					}
				}
			}
		}
	}
	t.Logf("interactive %.3f %% off, exact %.3f %%", 100*worst[Interactive], 100*worst[Exact])
}

// rateOf is the rate at which so many events or fewer come with a probability.
func rateOf(events int, p float64) float64 {
	low, high := 0.0, 10*float64(events+1)
	for range 100 {
		mid := (low + high) / 2
		term := math.Exp(-mid)
		below := term
		for n := 1; n <= events; n++ {
			term *= mid / float64(n)
			below += term
		}
		if below > p {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + high) / 2
}
