package growth_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"leadline/internal/stat/growth"
)

// TestChoose: seasons where there are some, a line where there is one, and no seasons
// that could not be tested.
func TestChoose(t *testing.T) {
	air := airPassengers(t)
	for _, c := range []struct {
		name   string
		values []float64
		period int
		want   growth.Kind
	}{
		{"air passengers", air, 12, growth.Additive},
		{"a line", line, 12, growth.Linear},
		{"two seasons and a bit", air[:26], 12, growth.Linear},
		{"five values", line[:5], 0, growth.Linear},
	} {
		got, err := growth.Choose(c.values, c.period, .9)
		if err != nil || got.Kind != c.want {
			t.Errorf("%s: %s, %v", c.name, got.Kind, err)
		}
	}
	got, _ := growth.Choose(air, 12, .9)
	if got.Tests < 100 || got.Error >= .6*got.Baseline || got.Held >= got.Tests*9/10 {
		t.Errorf("air passengers: %+v", got)
	}
	// Its band held too few, so it is drawn wider.
	low, _, high := got.At(3)
	if _, half := got.Model.At(3, .9); high-low < 1.5*2*half {
		t.Errorf("the band is %g wide, and was %g and held %d of %d", high-low, 2*half, got.Held, got.Tests)
	}
	if _, err := growth.Choose(line[:2], 0, .9); err == nil {
		t.Error("two values make a forecast")
	}
}

// TestCovers: of lines with noise, the band for the step 6 holds about as many as it says.
func TestCovers(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	held, all := 0, 400
	for range all {
		values := make([]float64, 30)
		for i := range values {
			values[i] = 100 + 2*float64(i) + 5*r.NormFloat64()
		}
		c, err := growth.Choose(values[:24], 0, .9)
		if err != nil {
			t.Fatal(err)
		}
		if low, _, high := c.At(6); low <= values[29] && values[29] <= high {
			held++
		}
	}
	if share := float64(held) / float64(all); share < .87 || share > .99 {
		t.Errorf("a band of 90 %% held %.0f %%", 100*share)
	}
}

func TestCrossing(t *testing.T) {
	c, err := growth.Choose(line, 0, .9)
	if err != nil {
		t.Fatal(err)
	}
	x := c.Crossing(41, 60)
	if !(0 < x.First && x.First <= x.Expected && x.Expected == 10 && x.Expected < x.Last && x.Last < 13) {
		t.Errorf("a line that grows by 1 a step reaches 41 after %+v", x)
	}
	if x := c.Crossing(1e6, 60); x != (growth.Crossing{}) {
		t.Errorf("it reaches a million after %+v", x)
	}
	if x := c.Crossing(31, 60); x.First != 1 {
		t.Errorf("it reaches what it has had after %+v", x)
	}
	if low, mean, high := c.At(10); math.IsNaN(low) || low >= mean || mean >= high {
		t.Errorf("band %g %g %g", low, mean, high)
	}
}
