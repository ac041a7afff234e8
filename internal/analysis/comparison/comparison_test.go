package comparison_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"leadline/internal/analysis/comparison"
	"leadline/internal/fact"
)

var five = comparison.Settings{Worse: 0.05, Alpha: 0.05}

// series makes benchmarks, each with its values.
func series(better fact.Better, values ...[]float64) *fact.Benchmarks {
	b := &fact.Benchmarks{}
	for i, xs := range values {
		s := fact.BenchmarkSeries{Benchmark: fmt.Sprintf("B%02d", i), Metric: "ns/op", Unit: "ns/op", Better: better}
		for _, x := range xs {
			s.Samples = append(s.Samples, fact.Sample{Value: x})
		}
		if len(xs) > 0 {
			b.Series = append(b.Series, s)
		}
	}
	return b
}

// around are ten values within a share of a level.
func around(level, share float64) []float64 {
	out := make([]float64, 10)
	for i := range out {
		out[i] = level * (1 + share*float64((i*7)%10-5)/5)
	}
	return out
}

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		name       string
		better     fact.Better
		base, head []float64
		want       comparison.Verdict
	}{
		{"a tenth slower", fact.BetterSmaller, around(100, .01), around(110, .01), comparison.Worse},
		{"a tenth faster", fact.BetterSmaller, around(100, .01), around(90, .01), comparison.Better},
		{"a tenth less throughput", fact.BetterBigger, around(100, .01), around(90, .01), comparison.Worse},
		{"a tenth more throughput", fact.BetterBigger, around(100, .01), around(110, .01), comparison.Better},
		{"two in a hundred slower", fact.BetterSmaller, around(100, .005), around(102, .005), comparison.Within},
		{"six in a hundred, and noise", fact.BetterSmaller, around(100, .03), around(106, .03), comparison.MaybeMore},
		{"noise of a third", fact.BetterSmaller, around(100, .3), around(101, .3), comparison.Noisy},
		{"three samples", fact.BetterSmaller, []float64{100, 101, 102}, []float64{150, 151, 152}, comparison.TooFew},
		{"one and the same", fact.BetterSmaller, []float64{7, 7, 7}, []float64{7, 7}, comparison.Same},
		{"more from nothing", fact.BetterSmaller, []float64{0, 0, 0, 0, 0}, []float64{1, 1, 1, 1, 1}, comparison.Worse},
		{"nothing from some", fact.BetterSmaller, []float64{1, 1, 1, 1, 1}, []float64{0, 0, 0, 0, 0}, comparison.Better},
		{"nothing known of it", fact.BetterUnknown, around(100, .01), around(110, .01), comparison.Undirected},
		{"below zero", fact.BetterSmaller, around(-100, .01), around(-80, .01), comparison.Undirected},
		{"gone", fact.BetterSmaller, around(100, .01), nil, comparison.Missing},
		{"new", fact.BetterSmaller, nil, around(100, .01), comparison.New},
	} {
		got := comparison.Compare(series(c.better, c.base), series(c.better, c.head), five)
		if len(got) != 1 || got[0].Verdict != c.want {
			t.Errorf("%s: %+v, want verdict %d", c.name, got, c.want)
		}
	}
}

// TestNeeded: so many samples as are asked for do tell, in most cases.
func TestNeeded(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 3))
	draw := func(n int) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = 100 * (1 + 0.08*rng.NormFloat64())
		}
		return out
	}
	got := comparison.Compare(series(fact.BetterSmaller, draw(200)), series(fact.BetterSmaller, draw(200)), comparison.Settings{Worse: 0.02, Alpha: 0.05})[0]
	if got.Verdict != comparison.Noisy || got.Needed < 100 {
		t.Fatalf("verdict %d, needed %d", got.Verdict, got.Needed)
	}
	few := comparison.Compare(series(fact.BetterSmaller, draw(3)), series(fact.BetterSmaller, draw(3)), five)[0]
	if few.Verdict != comparison.TooFew || few.Needed < 4 {
		t.Errorf("three samples: verdict %d, needed %d", few.Verdict, few.Needed)
	}
}

// TestFalseAlarms: of 500 comparisons of 20 benchmarks that did not change, at most one
// in twenty fails, and one that became a tenth slower is nearly always found.
func TestFalseAlarms(t *testing.T) {
	const runs, benchmarks, n = 500, 20, 10
	rng := rand.New(rand.NewPCG(1, 4))
	fails, found, claims := 0, 0, 0
	for range runs {
		var base, head [][]float64
		for i := range benchmarks {
			sides := [2][]float64{}
			for side := range sides {
				for range n {
					x := 100 * (1 + 0.03*rng.NormFloat64())
					if i == 0 && side == 1 {
						x *= 1.1
					}
					sides[side] = append(sides[side], x)
				}
			}
			base, head = append(base, sides[0]), append(head, sides[1])
		}
		for _, r := range comparison.Compare(series(fact.BetterSmaller, base...), series(fact.BetterSmaller, head...), five) {
			if r.Verdict == comparison.Worse && r.Benchmark == "B00" {
				found++
			} else if r.Verdict == comparison.Worse {
				fails++
			}
		}
		for _, r := range comparison.Compare(series(fact.BetterSmaller, base[1:]...), series(fact.BetterSmaller, head[1:]...), comparison.Settings{Worse: 0, Alpha: 0.05}) {
			if r.Verdict == comparison.Worse {
				claims++
				break
			}
		}
	}
	t.Logf("%d of %d fail, %d at a limit of nothing; a tenth is found in %d", fails, runs, claims, found)
	if fails > runs/20 || claims > runs*65/1000 || claims == 0 || found < runs*8/10 {
		t.Errorf("%d of %d fail, %d at a limit of nothing; a tenth is found in %d", fails, runs, claims, found)
	}
}

// TestDerived: what go test divides by the time is told once, and another throughput is
// not lost.
func TestDerived(t *testing.T) {
	time := around(100, .02)
	speed, other := make([]float64, 10), around(50, .03)
	for i, x := range time {
		speed[i] = 1000 / x
	}
	both := func(throughput []float64) *fact.Benchmarks {
		b := series(fact.BetterSmaller, time)
		s := series(fact.BetterBigger, throughput).Series[0]
		s.Metric, s.Unit = "MB/s", "MB/s"
		b.Series = append(b.Series, s)
		return b
	}
	if n := len(comparison.Compare(both(speed), both(speed), five)); n != 1 {
		t.Errorf("a throughput made of the time: %d results", n)
	}
	if n := len(comparison.Compare(both(other), both(other), five)); n != 2 {
		t.Errorf("a throughput of its own: %d results", n)
	}
}

func TestDrift(t *testing.T) {
	rising := make([]float64, 12)
	for i := range rising {
		rising[i] = 100 + float64(i)
	}
	level := append(around(100, .01), 100.1, 99.9)
	r := comparison.Compare(series(fact.BetterSmaller, level), series(fact.BetterSmaller, rising), five)[0]
	if r.BaseDrifts || !r.HeadDrifts {
		t.Errorf("base %v, head %v", r.BaseDrifts, r.HeadDrifts)
	}
}
