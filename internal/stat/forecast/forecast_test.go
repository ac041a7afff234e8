package forecast

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Of a pace that never changes the plain bootstrap is sure, and the other is not.
func TestSteady(t *testing.T) {
	past := slices.Repeat([]int{10}, 52)
	plain := Resample(past).Days(25, 200, 1)
	// Two weeks and half a one: 2·7 + ⌈7·5/10⌉.
	if plain.AtMost(0.01) != 18 || plain.AtMost(0.99) != 18 {
		t.Errorf("plain: %v", plain)
	}
	if got := Resample(past).Items(25, 200, 1); got.AtLeast(0.99) != 35 || got.AtMost(0.99) != 35 {
		t.Errorf("items in 25 days: %v", got)
	}
	ours := Drifting(past).Days(25, 2000, 1)
	if low, mid, high := ours.AtMost(0.05), ours.AtMost(0.5), ours.AtMost(0.95); low >= 18 || mid < 17 || mid > 19 || high <= 18 {
		t.Errorf("drifting: %v %v %v", low, mid, high)
	}
	// The longer the way, the wider the range is, as a part of it.
	far := Drifting(past).Days(250, 2000, 1)
	if far.AtMost(0.95)/far.AtMost(0.5) <= ours.AtMost(0.95)/ours.AtMost(0.5) {
		t.Errorf("far: %v of %v, near: %v of %v", far.AtMost(0.95), far.AtMost(0.5), ours.AtMost(0.95), ours.AtMost(0.5))
	}
}

// A window without an item is passed over: a pause does not last for ever.
func TestPause(t *testing.T) {
	past := append(slices.Repeat([]int{5}, 46), 0, 0, 0, 0, 0, 0)
	if d := Drifting(past).Days(5, 400, 1).AtMost(0.95); math.IsInf(d, 1) {
		t.Errorf("95 %%: %v", d)
	}
	rare := make([]int, 52)
	rare[0] = 1
	if d := Resample(rare).Days(1000, 50, 1).AtMost(0.5); !math.IsInf(d, 1) {
		t.Errorf("a thousand items at one a year: %v days", d)
	}
}

// The same seed gives the same, whatever was drawn before.
func TestSeed(t *testing.T) {
	past := []int{3, 0, 7, 2, 9, 4, 4, 1, 0, 6, 5, 8, 2}
	a, b := Drifting(past).Days(40, 300, 7), Drifting(past).Days(40, 300, 7)
	if !slices.Equal(a, b) || slices.Equal(a, Drifting(past).Days(40, 300, 8)) {
		t.Error("the seed does not decide")
	}
	m := Drifting(append(make([]int, 20), past[:7]...))
	first := m.Items(28, 100, 7)
	m.Days(40, 101, 7)
	if !slices.Equal(first, m.Items(28, 100, 7)) {
		t.Error("what was drawn before decides")
	}
	if x := Drifting(past).Items(28, 300, 7); slices.Max(x) <= 0 || !slices.IsSorted(x) {
		t.Errorf("items: %v", x)
	}
}

func TestQuantiles(t *testing.T) {
	s := Sample{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	for q, want := range map[float64][2]float64{0.5: {5, 6}, 0.85: {9, 2}, 0.95: {10, 1}, 0.001: {1, 10}, 1: {10, 1}} {
		if s.AtMost(q) != want[0] || s.AtLeast(q) != want[1] {
			t.Errorf("%v: at most %v, at least %v, want %v", q, s.AtMost(q), s.AtLeast(q), want)
		}
	}
}

func TestCRPS(t *testing.T) {
	inf := math.Inf(1)
	for name, c := range map[string]struct {
		s              Sample
		y, limit, want float64
	}{
		"a point is off by its distance":      {Sample{3, 3}, 7, 100, 4},
		"by hand":                             {Sample{0, 2}, 1, 100, 1 - 0.5},
		"what came is not known":              {Sample{3, 3}, inf, 5, 2},
		"both are beyond the limit":           {Sample{9, inf}, inf, 5, 0},
		"one future is beyond, and it is not": {Sample{2, inf}, 2, 6, 2 - 1},
	} {
		if got := c.s.CRPS(c.y, c.limit); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	// Of a normal distribution that hits its mean: σ(√2−1)/√π (Gneiting and Raftery 2007, eq. 22).
	rng := rand.New(rand.NewPCG(1, 1))
	s := make(Sample, 20000)
	for i := range s {
		s[i] = 50 + rng.NormFloat64()
	}
	slices.Sort(s)
	if got, want := s.CRPS(50, 1000), (math.Sqrt2-1)/math.Sqrt(math.Pi); math.Abs(got-want) > 0.01 {
		t.Errorf("normal: %v, want %v", got, want)
	}
}

// Scores that are alike for long tell less than as many that are not.
func TestSkill(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var alike, apart, base []float64
	level := 0.0
	for i := range 400 {
		if i%20 == 0 {
			level = rng.Float64()
		}
		alike, apart, base = append(alike, level), append(apart, rng.Float64()), append(base, 1)
	}
	x, lowX, highX := Skill(alike, base, 26, 1)
	y, lowY, highY := Skill(apart, base, 26, 1)
	if highX-lowX < 2*(highY-lowY) || x < lowX || x > highX || y < lowY || y > highY {
		t.Errorf("alike %v (%v to %v), apart %v (%v to %v)", x, lowX, highX, y, lowY, highY)
	}
	if same, low, high := Skill(base, base, 26, 1); same != 0 || low != 0 || high != 0 {
		t.Errorf("of the same: %v (%v to %v)", same, low, high)
	}
	for _, of := range [][]float64{nil, {0, 0}} {
		if s, low, high := Skill(of, of, 26, 1); s != 0 || low != -1 || high != 1 {
			t.Errorf("of %v: %v (%v to %v)", of, s, low, high)
		}
	}
}
