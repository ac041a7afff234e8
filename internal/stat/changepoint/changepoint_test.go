package changepoint

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestFind(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	noise := func(n int, level, sd float64) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = level + sd*rng.NormFloat64()
		}
		return out
	}
	join := func(parts ...[]float64) []float64 { return slices.Concat(parts...) }
	flat := func(n int, x float64) []float64 { return slices.Repeat([]float64{x}, n) }
	for name, c := range map[string]struct {
		values []float64
		want   []int
	}{
		"nothing":                  {nil, nil},
		"one value":                {flat(1, 3), nil},
		"a level":                  {noise(300, 100, 1), nil},
		"a step":                   {join(noise(100, 100, 1), noise(100, 105, 1)), []int{100}},
		"a step, far from zero":    {join(noise(100, 1e12, 1), noise(100, 1e12+5, 1)), []int{100}},
		"a step without noise":     {join(flat(40, 5), flat(40, 6)), []int{40}},
		"no step without noise":    {flat(80, 0.1), nil},
		"up and down":              {join(noise(60, 100, 1), noise(60, 110, 1), noise(60, 100, 1)), []int{60, 120}},
		"one spike":                {join(noise(60, 100, 1), flat(1, 300), noise(60, 100, 1)), nil},
		"values beyond arithmetic": {join(flat(30, math.MaxFloat64), flat(30, -math.MaxFloat64)), []int{30}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := indices(Find(c.values, Default)); !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

// A point that is removed leaves its neighbours to be tested anew, on both sides:
// removing the weak points of a slow slope must not leave one that is weak itself.
func TestMergeLeavesNoWeakPoint(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for range 200 {
		values := make([]float64, 150)
		for i := range values {
			values[i] = float64(i)/60 + rng.NormFloat64()
		}
		o := Options{Window: 30, P: 0.01}
		points := Find(values, o)
		bounds := append(append([]int{0}, indices(points)...), len(values))
		for i, p := range points {
			a, b := momentsOf(values[bounds[i]:p.Index]), momentsOf(values[p.Index:bounds[i+2]])
			if is := (detector{}).test(a, b); is >= o.P || math.Abs(is-p.P) > 1e-9*(1+is) {
				t.Fatalf("point %d of %v has p %v, said to be %v", p.Index, bounds, is, p.P)
			}
		}
	}
}

// The p-values are those of R: t.test(x, y, var.equal = TRUE).
func TestStudent(t *testing.T) {
	// Student 1908, the sleep data: t = -1.8608, df = 18, p-value = 0.07919.
	x := []float64{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0}
	y := []float64{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4}
	if p := (detector{}).test(momentsOf(x), momentsOf(y)); math.Abs(p-0.07919) > 5e-6 {
		t.Error(p)
	}
	if p := (detector{}).test(momentsOf(x[:1]), momentsOf(y[:1])); p != 1 {
		t.Errorf("two values: %v", p)
	}
}

// What the window says is the divergence as it is defined.
func TestBestSplit(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	values := make([]float64, 20)
	for i := range values {
		values[i] = math.Round(10*rng.NormFloat64()) + float64(i/12)*8
	}
	w := newWindow(len(values))
	w.fill(values)
	for _, span := range [][2]int{{0, 20}, {3, 17}, {5, 6}, {5, 7}} {
		got := w.best(span[0], span[1])
		want := part{start: span[0], end: span[1], gain: math.Inf(-1)}
		for s := span[0] + 1; s < span[1]; s++ {
			for k := s + 1; k <= span[1]; k++ {
				if g := divergence(values[span[0]:s], values[s:k]); g > want.gain+1e-9 {
					want.split, want.gain = s, g
				}
			}
		}
		if got.split != want.split || want.split > 0 && math.Abs(got.gain-want.gain) > 1e-9 {
			t.Errorf("%v: %+v, want %+v", span, got, want)
		}
	}
}

// divergence is Matteson and James's, term by term: mn/(m+n) times twice the mean
// distance across, less the mean distances within.
func divergence(x, y []float64) float64 {
	n, m := float64(len(x)), float64(len(y))
	mean := func(a, b []float64, pairs float64) float64 {
		sum := 0.0
		for _, p := range a {
			for _, q := range b {
				sum += math.Abs(p - q)
			}
		}
		if pairs == 0 {
			return 0
		}
		return sum / pairs
	}
	return m * n / (m + n) * (2*mean(x, y, m*n) - mean(x, x, n*(n-1)) - mean(y, y, m*(m-1)))
}

func BenchmarkFind(b *testing.B) {
	values := tigerbeetle(b)
	for b.Loop() {
		Find(values, Default)
	}
}
