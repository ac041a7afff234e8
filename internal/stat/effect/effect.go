package effect

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// Change is all that is known of a series before and after a declared day.
type Change struct {
	Before, After int // values
	Test          Test
	// Q is the test's P adjusted for all series that are asked about at once.
	Q       float64
	Shift   Interval // of all differences
	Placebo Placebo
	// Line is by how much a straight line through all values explains them better than a
	// step at the day, as a difference of Akaike's information criterion.
	Line float64
	// Alike is how the values of a side correlate with the next, and AlikeP the test's P
	// allowing for that, where it is more than chance.
	Alike, AlikeP float64
	// Segments tell a step at the day from a trend that goes on; HasSegments is false
	// where there are too few values.
	Segments    Interrupted
	HasSegments bool
	// Limits are those that the values before set; HasLimits is false where there are too
	// few. Signals has every value.
	Limits     Limits
	HasLimits  bool
	Signals    []Signal
	Conclusion Conclusion
}

// Conclusion is what may be said of a declared change.
type Conclusion int

// The conclusions.
const (
	TooFew     Conclusion = iota // no outcome could have been a difference
	NoneFound                    // none that these values can tell from chance
	Unreliable                   // one, but the test finds as much on other days
	Correlated                   // one, but none that allows for neighbours being alike
	Continued                    // one, but a trend over all of the time explains it better
	Higher                       // values are higher since
	Lower                        // values are lower since
)

// Declared measures a series before and from the point at. What may be said of it is
// for Conclude.
func Declared(xs []float64, at int, alpha float64) Change {
	before, after := xs[:at], xs[at:]
	c := Change{Before: len(before), After: len(after), Test: MannWhitney(before, after), Q: 1}
	if c.Limits, c.HasLimits = XmR(before); c.HasLimits {
		c.Signals = c.Limits.Signals(xs)
	}
	if SmallestP(len(before), len(after)) > alpha {
		return c
	}
	c.Conclusion = NoneFound
	c.Shift = Shift(before, after, 1-alpha)
	c.Placebo = Placebos(xs, at, func(a, b []float64) bool {
		return SmallestP(len(a), len(b)) <= alpha && MannWhitney(a, b).P <= alpha
	})
	c.Line = line(xs, at)
	c.Alike, c.AlikeP = alike(before, after, c.Test.P)
	c.Segments, c.HasSegments = Interrupt(xs, at)
	return c
}

// Conclude says what may be said of changes of series that are asked about at once. A
// difference is claimed where the Mann-Whitney test, adjusted for all of them, gives at
// most alpha, also when it allows for neighbours being alike; where it does not give as
// much alone at more than half of other dates; and where a trend over all of the time does
// not explain it better.
func Conclude(changes []Change, alpha float64) {
	var told []*Change
	var ps, alikes []float64
	for i := range changes {
		if c := &changes[i]; c.Conclusion != TooFew {
			told, ps, alikes = append(told, c), append(ps, c.Test.P), append(alikes, c.AlikeP)
		}
	}
	allowed := Discoveries(alikes)
	for i, q := range Discoveries(ps) {
		c := told[i]
		c.Q = q
		switch {
		case q > alpha:
			c.Conclusion = NoneFound
		case c.Line >= ClearlyBetter && !c.besides():
			c.Conclusion = Continued
		case c.Placebo.Drifts():
			c.Conclusion = Unreliable
		case allowed[i] > alpha:
			c.Conclusion = Correlated
		case c.Shift.Value > 0:
			c.Conclusion = Higher
		default:
			c.Conclusion = Lower
		}
	}
}

// ClearlyBetter is the difference of information criteria from which on the worse of two
// explanations has "considerably less" support (Burnham and Anderson 2002, section 2.6).
const ClearlyBetter = 4

// Straight says that a straight line through all values explains them as well as a step at
// the day: what is claimed may be a trend that was there before.
func (c *Change) Straight() bool { return c.Line >= 0 && !c.besides() }

// besides says that a step or a bend at the day adds to a trend, along the shift. The level
// is strict, for two are asked about, and their errors are estimates.
func (c *Change) besides() bool {
	const alpha = 0.01
	along := func(x Coefficient) bool { return x.P <= alpha && x.Value*c.Shift.Value > 0 }
	return c.HasSegments && (along(c.Segments.Level) || along(c.Segments.Slope))
}

// line is n log(S/L), with S and L the squares that a step at a point and a straight line
// leave of a series by least squares: the difference of their information criteria (Akaike
// 1974), for both have as many parameters.
func line(xs []float64, at int) float64 {
	line, step := make([]float64, len(xs)), make([]float64, len(xs))
	for i := range xs {
		line[i] = float64(i)
		if i >= at {
			step[i] = 1
		}
	}
	left := func(by []float64) float64 {
		r := stat.Correlation(xs, by, nil)
		return max(0, 1-r*r)
	}
	return float64(len(xs)) * math.Log(left(step)/left(line))
}
