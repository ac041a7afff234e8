package growth

import (
	"errors"
	"math"
	"slices"
)

// Choice is the model that would have said the past best, and how well it would have.
type Choice struct {
	Kind  Kind
	Model Model
	// Error is its mean absolute error over the tests, of their mean absolute value, and
	// Baseline that of saying the last value again, or with seasons that of a season
	// before. Both are 0 without tests.
	Error, Baseline float64
	// Held of Tests lay within the band before it was widened, which is by the factor
	// Wider: what it would have taken to hold as many as the level says. It is at least 1.
	Held, Tests int
	Wider       float64
	// Level is that of the band.
	Level float64
}

const (
	mostOrigins = 16
	mostAhead   = 12
	fewestTests = 8
	// A model with more parameters must be better by this to be chosen.
	better = .95
)

// Choose fits every kind that the values bear, tests each at earlier ends of the series
// (rolling origin; Tashman 2000), and takes the one with the least error, the simpler
// one where they are nearly alike.
func Choose(values []float64, period int, level float64) (Choice, error) {
	var best Choice
	found := false
	for _, kind := range []Kind{Linear, Damped, Additive, Multiplicative} {
		c, ok := try(kind, values, period, level)
		if ok && (!found || best.Tests == 0 && c.Tests > 0 || c.Tests > 0 && c.Error < better*best.Error) {
			best, found = c, true
		}
	}
	if !found {
		return Choice{}, ErrShort
	}
	return best, nil
}

func try(kind Kind, values []float64, period int, level float64) (Choice, bool) {
	m, err := Fit(kind, values, period)
	if err != nil {
		return Choice{}, false
	}
	c := Choice{Kind: kind, Model: m, Wider: 1, Level: level}
	ahead := min(mostAhead, max(1, len(values)/4))
	var off, base, size float64
	var ratios []float64
	for _, end := range origins(len(values), ahead) {
		past, err := Fit(kind, values[:end], period)
		if errors.Is(err, ErrShort) {
			continue // a season needs a longer past than a line
		} else if err != nil {
			return Choice{}, false
		}
		for h := 1; h <= ahead; h++ {
			v, before := values[end+h-1], baseline(values[:end], h, period)
			if math.IsNaN(v) || math.IsNaN(before) {
				continue
			}
			mean, half := past.At(h, level)
			e := math.Abs(v - mean)
			off, base, size = off+e, base+math.Abs(v-before), size+math.Abs(v)
			c.Tests++
			if e <= half {
				c.Held++
			}
			ratios = append(ratios, e/max(half, math.SmallestNonzeroFloat64))
		}
	}
	if c.Tests < fewestTests || size == 0 {
		c.Tests, c.Held = 0, 0
		return c, kind <= Damped // seasons that were not tested are not believed
	}
	c.Error, c.Baseline = off/size, base/size
	slices.Sort(ratios)
	if r := ratios[min(len(ratios)-1, int(math.Ceil(level*float64(len(ratios)))))]; r > 1 && !math.IsInf(r, 1) {
		c.Wider = r
	}
	return c, true
}

// origins are ends of the past, spread over the second half of the series.
func origins(n, ahead int) (out []int) {
	first, last := (n+1)/2, n-ahead
	if last < first {
		return nil
	}
	count := min(mostOrigins, last-first+1)
	for i := range count {
		out = append(out, first+(last-first)*i/max(1, count-1))
	}
	return out
}

func baseline(values []float64, h, period int) float64 {
	if n := len(values); period > 1 && n > period {
		return values[n-period+(h-1)%period]
	}
	return values[len(values)-1]
}

// At is the expected value h steps ahead, and the band in which a value lies at the
// level of the choice.
func (c Choice) At(h int) (low, mean, high float64) {
	mean, half := c.Model.At(h, c.Level)
	return mean - c.Wider*half, mean, mean + c.Wider*half
}

// Crossing is after how many steps a series first reaches a height: by the upper edge of
// the band, as expected, and by its lower edge. 0 is not within the horizon.
type Crossing struct{ First, Expected, Last int }

// Crossing looks as many steps ahead as the horizon.
func (c Choice) Crossing(height float64, horizon int) (x Crossing) {
	for h := 1; h <= horizon && x.Last == 0; h++ {
		low, mean, high := c.At(h)
		for _, edge := range []struct {
			at *int
			v  float64
		}{{&x.First, high}, {&x.Expected, mean}, {&x.Last, low}} {
			if *edge.at == 0 && edge.v >= height {
				*edge.at = h
			}
		}
	}
	return x
}
