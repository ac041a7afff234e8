package effect_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/aclements/go-moremath/stats"
	"pgregory.net/rapid"

	"leadline/internal/stat/effect"
)

func near(got, want float64) bool {
	return got == want || math.Abs(got-want) <= 1e-9*max(1, math.Abs(want))
}

func TestMannWhitney(t *testing.T) {
	for _, c := range []struct {
		name  string
		a, b  []float64
		u, p  float64
		exact bool
	}{
		{"apart", []float64{1, 2, 3, 4, 5}, []float64{6, 7, 8, 9, 10}, 0, 0.007936507936507936, true},
		{"books", []float64{19, 22, 16, 29, 24}, []float64{20, 11, 17, 12}, 17, 0.1111111111111111, true},
		{"ties", []float64{1, 2, 3, 4, 5}, []float64{2, 3, 4, 5, 6, 9}, 8, 0.2510822510822511, true},
		{"least of three", []float64{1, 2, 3}, []float64{4, 5, 6}, 0, 0.1, true},
		{"equal", []float64{7, 7, 7}, []float64{7, 7}, 0, 1, true},
		// Three of four deals put the single value on a rank that is shared: the
		// library's own test says 0, and 1.5 of the next.
		{"one high", []float64{1}, []float64{0, 0, 0}, 3, 0.5, true},
		{"one low", []float64{0}, []float64{0, 0, 1}, 1, 1, true},
		{"none", nil, []float64{1}, 0, 1, false},
	} {
		got := effect.MannWhitney(c.a, c.b)
		if c.name != "equal" && got.U != c.u || !near(got.P, c.p) || got.Exact != c.exact {
			t.Errorf("%s: %+v, want U %v, P %v, exact %v", c.name, got, c.u, c.p, c.exact)
		}
	}
}

// TestMannWhitneyNormal holds the normal distribution against the library's, which
// benchstat uses.
func TestMannWhitneyNormal(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, ties := range []bool{false, true} {
		a, b := make([]float64, 60), make([]float64, 51)
		for i := range a {
			a[i] = rng.NormFloat64()
		}
		for i := range b {
			b[i] = rng.NormFloat64() + 0.3
		}
		if ties {
			for _, xs := range [][]float64{a, b} {
				for i := range xs {
					xs[i] = math.Round(xs[i] * 3)
				}
			}
		}
		want, err := stats.MannWhitneyUTest(a, b, stats.LocationDiffers)
		if err != nil {
			t.Fatal(err)
		}
		if got := effect.MannWhitney(a, b); !near(got.P, want.P) || got.U != want.U || got.Exact {
			t.Errorf("ties %v: %+v, the library says %+v", ties, got, want)
		}
	}
}

// TestMannWhitneyDeals compares P with counting how all deals of the values would fall.
func TestMannWhitneyDeals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.Custom(func(t *rapid.T) float64 { return float64(rapid.IntRange(0, 5).Draw(t, "x")) })
		a := rapid.SliceOfN(value, 1, 5).Draw(t, "a")
		b := rapid.SliceOfN(value, 1, 5).Draw(t, "b")
		got, want := effect.MannWhitney(a, b).P, dealt(a, b)
		if !near(got, want) {
			t.Fatalf("P %v, all deals say %v", got, want)
		}
	})
}

// dealt counts the deals of all values to two hands of these sizes in which the first
// wins at least, or at most, as often.
func dealt(a, b []float64) float64 {
	all := slices.Concat(a, b)
	wins := func(mask int) (u float64, size int) {
		for i, x := range all {
			if mask>>i&1 == 0 {
				continue
			}
			size++
			for j, y := range all {
				if mask>>j&1 == 0 && x > y {
					u++
				} else if mask>>j&1 == 0 && x == y {
					u += 0.5
				}
			}
		}
		return u, size
	}
	u, _ := wins(1<<len(a) - 1)
	below, above, total := 0.0, 0.0, 0.0
	for mask := range 1 << len(all) {
		v, size := wins(mask)
		if size != len(a) {
			continue
		}
		total++
		if v <= u {
			below++
		}
		if v >= u {
			above++
		}
	}
	return min(1, 2*min(below, above)/total)
}

// TestShift uses the ten and five measurements of Hollander and Wolfe's table 4.1 (term and 12 to
// 26 weeks): shift -0.305, interval of 96 % -0.76 to 0.15.
func TestShift(t *testing.T) {
	term := []float64{0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46}
	early := []float64{1.15, 0.88, 0.90, 0.74, 1.21}
	got := effect.Shift(term, early, 0.95)
	if !near(got.Value, -0.305) || !near(got.Low, -0.76) || !near(got.High, 0.15) {
		t.Errorf("%+v", got)
	}
	if p := effect.MannWhitney(term, early); p.U != 35 || !near(p.P, 2*0.127206127206127) {
		t.Errorf("%+v", p)
	}
	if open := effect.Shift([]float64{1, 2, 3}, []float64{4, 5, 6}, 0.95); open.Closed() || open.Value != 3 {
		t.Errorf("three and three: %+v", open)
	}
	if r := effect.Ratio([]float64{100, 200, 400, 800}, []float64{110, 220, 440, 880}, 0.95); !near(r.Value, 1.1) || !near(r.Low, 0.1375) || !near(r.High, 8.8) {
		t.Errorf("ratio %+v", r)
	}
}

// TestShiftLists compares the count of pairs with listing them, and the interval with the
// test: shifted by a bound, samples just fail to differ.
func TestShiftLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sample := rapid.SliceOfNDistinct(rapid.Float64Range(-1e6, 1e6), 4, 12, rapid.ID)
		a, b := sample.Draw(t, "a"), sample.Draw(t, "b")
		var all []float64
		for _, x := range a {
			for _, y := range b {
				all = append(all, y-x)
			}
		}
		got := effect.Shift(a, b, 0.95)
		if want := effect.Median(all); got.Value != want {
			t.Fatalf("shift %v, of a list %v", got.Value, want)
		}
		moved := make([]float64, len(a))
		for i, x := range a {
			moved[i] = x + got.Low - 1e-3
		}
		if p := effect.MannWhitney(moved, b).P; p > 0.05 && slices.Index(all, got.Low) >= 0 && alone(all, got.Low) {
			t.Fatalf("below the interval P is %v", p)
		}
	})
}

// alone says that no other value lies within a hundredth.
func alone(xs []float64, x float64) bool {
	n := 0
	for _, y := range xs {
		if math.Abs(x-y) < 1e-2 {
			n++
		}
	}
	return n == 1
}

func TestNeeded(t *testing.T) {
	for _, c := range []struct {
		n1, n2 int
		p      float64
	}{{3, 3, 0.1}, {4, 4, 2.0 / 70}, {5, 5, 0.007936507936507936}, {10, 10, 2.0 / 184756}, {1, 1, 1}, {1, 0, 1}} {
		if p := effect.SmallestP(c.n1, c.n2); !near(p, c.p) {
			t.Errorf("%d+%d: %v, want %v", c.n1, c.n2, p, c.p)
		}
	}
	if p := effect.SmallestP(5000, 5000); p > 1e-290 {
		t.Errorf("large samples: %v", p)
	}
	// Of 90 pairs of 1 .. 10, doubling one puts it above in 65 and level in 5: p is .75, and
	// Noether's 7.849/(6 (p-1/2)^2) is 20.93. Apart, p is 1 and 5.2 would do.
	ten := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	if n, ok := effect.Needed([][]float64{ten}, 2, 0.05, 0.8); n != 21 || !ok {
		t.Errorf("needed %d, %v", n, ok)
	}
	if n, ok := effect.Needed([][]float64{ten, ten}, 20, 0.05, 0.8); n != 6 || !ok {
		t.Errorf("apart: needed %d, %v", n, ok)
	}
	if n, _ := effect.Needed([][]float64{ten}, 20, 1e-9, 0.0001); effect.SmallestP(n, n) > 1e-9 {
		t.Errorf("%d can give %v at the least", n, effect.SmallestP(n, n))
	}
	if _, ok := effect.Needed([][]float64{ten}, 1, 0.05, 0.8); ok {
		t.Error("no difference, yet a number of samples for it")
	}
	if _, ok := effect.Needed([][]float64{{3}}, 2, 0.05, 0.8); ok {
		t.Error("one value says nothing of the spread, yet a number")
	}
}

// TestDiscoveries uses the fifteen P values of Benjamini and Hochberg's section 3.2, of
// which their procedure rejects four at .05.
func TestDiscoveries(t *testing.T) {
	ps := []float64{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1}
	adjusted, n := effect.Discoveries(ps), 0
	for _, q := range adjusted {
		if q <= 0.05 {
			n++
		}
	}
	if n != 4 || !near(adjusted[3], 0.0095*15/4) || !near(adjusted[14], 1) || !slices.IsSorted(adjusted) {
		t.Errorf("%d of them: %v", n, adjusted)
	}
}

var nile = []float64{
	1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
	1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969,
	831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759,
	781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
	744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
}

// TestXmR uses the flow of the Nile from 1871 on (Cobb 1978), which fell about 1898.
func TestXmR(t *testing.T) {
	l, ok := effect.XmR(nile[:20])
	if !ok || !near(l.Mean, 1070.85) || !near(l.Range, 168) || !near(l.Upper, 1517.73) || !near(l.Lower, 623.97) || !near(l.LargestRange, 549.024) {
		t.Errorf("%+v", l)
	}
	signals := l.Signals(nile)
	if first := slices.IndexFunc(signals, func(s effect.Signal) bool { return s != 0 }); signals[first] != effect.LongRun || first != 35 {
		t.Errorf("the first signal is %d at %d", signals[first], first)
	}
	if signals[42] != effect.Beyond { // 456 in 1913
		t.Errorf("1913: %v", signals[42])
	}
	flat, _ := effect.XmR([]float64{5, 5, 5, 5, 5, 5})
	if s := flat.Signals(make([]float64, 0)); len(s) != 0 {
		t.Error(s)
	}
	if s := flat.Signals([]float64{5, 5, 5, 5, 5, 5, 5, 5, 5}); slices.Max(s) != 0 {
		t.Errorf("a flat series: %v", s)
	}
	if _, ok := effect.XmR(nile[:5]); ok {
		t.Error("limits of five values")
	}
}

// TestDeclared: the fall of the Nile is known of its whole series, and of three years on
// either side nothing is.
func TestDeclared(t *testing.T) {
	c := declared(nile, 28)
	if c.Conclusion != effect.Lower || c.Shift.High > -100 || c.Placebo.Dates != 50 || c.Straight() {
		t.Errorf("1871-1970: %+v", c)
	}
	if m := effect.MedianDifference(nile[:28], nile[28:], 0.95, 1); m.High > -100 {
		t.Errorf("medians: %+v", m)
	}
	if c := declared(nile[25:31], 3); c.Conclusion != effect.TooFew {
		t.Errorf("three years: %+v", c)
	}
	if c := declared(nile[28:], 36); c.Conclusion == effect.Lower {
		t.Errorf("after the fall: %+v", c)
	}
}

// TestLine: of 0 1 2 3 and 4 5 6 10 a step leaves squares of 25.75, a line of 5.25, by hand.
func TestLine(t *testing.T) {
	c := declared([]float64{0, 1, 2, 3, 4, 5, 6, 10}, 4)
	if !near(c.Line, 8*math.Log(25.75/5.25)) || c.Conclusion != effect.Continued {
		t.Errorf("a trend: %+v", c)
	}
	if c := declared([]float64{3, 1, 0, 2, 10, 4, 6, 5}, 4); c.Line >= 0 || c.Straight() || c.Conclusion != effect.Higher {
		t.Errorf("a step: %+v", c)
	}
}

// TestAlike: two runs of 1 to 8 correlate by 52.5/84, and a z of 3.783 is then worth
// 0.480 of it; in another order nothing changes.
func TestAlike(t *testing.T) {
	p := 2.0 / 12870
	run := []float64{1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 17, 18}
	z := math.Sqrt2 * math.Erfinv(1-p) * math.Sqrt(0.375/1.625)
	if c := declared(run, 8); !near(c.Test.P, p) || !near(c.Alike, 0.625) || math.Abs(c.AlikeP-math.Erfc(z/math.Sqrt2)) > 1e-6 || c.AlikeP < 0.069 || c.AlikeP > 0.0695 {
		t.Errorf("a run: %+v", c)
	}
	mixed := []float64{1, 8, 2, 7, 3, 6, 4, 5, 18, 11, 17, 12, 16, 13, 15, 14}
	if c := declared(mixed, 8); c.Alike >= 0 || c.AlikeP != c.Test.P || c.Conclusion != effect.Higher {
		t.Errorf("mixed: %+v", c)
	}
}
