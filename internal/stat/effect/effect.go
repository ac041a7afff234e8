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
	Medians Interval // of the medians, allowing for neighbours being alike
	Placebo Placebo
	// Straight: a line through all values fits as well as a step at the day.
	Straight bool
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
	Continued                    // one, but a trend over all of the time explains it as well
	Higher                       // values are higher since
	Lower                        // values are lower since
)

// Declared measures a series before and from the point at. What may be said of it is
// for Conclude.
func Declared(xs []float64, at int, alpha float64, seed uint64) Change {
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
	c.Medians = MedianDifference(before, after, 1-alpha, seed)
	c.Placebo = Placebos(xs, at, func(a, b []float64) bool {
		return SmallestP(len(a), len(b)) <= alpha && MannWhitney(a, b).P <= alpha
	})
	c.Straight = straight(xs, at)
	c.Segments, c.HasSegments = Interrupt(xs, at)
	return c
}

// Conclude says what may be said of changes of series that are asked about at once. A
// difference is claimed where the Mann-Whitney test, adjusted for all of them, gives at
// most alpha, does not give as much alone at more than three in ten of other dates, as it
// does where neighbours are alike, and where a trend over all of the time does not explain
// it as well. The interval of the medians stands beside that and decides nothing: it is wider than that
// of the shift.
func Conclude(changes []Change, alpha float64) {
	var told []*Change
	var ps []float64
	for i := range changes {
		if c := &changes[i]; c.Conclusion != TooFew {
			told, ps = append(told, c), append(ps, c.Test.P)
		}
	}
	for i, q := range Discoveries(ps) {
		c := told[i]
		c.Q = q
		switch {
		case q > alpha:
			c.Conclusion = NoneFound
		case c.goesOn(alpha):
			c.Conclusion = Continued
		case c.Placebo.Drifts():
			c.Conclusion = Unreliable
		case c.Shift.Value > 0:
			c.Conclusion = Higher
		default:
			c.Conclusion = Lower
		}
	}
}

// goesOn says that a straight line through the whole series fits as well as a step at the
// day, and that neither a step nor a bend there adds to a trend.
func (c *Change) goesOn(alpha float64) bool {
	along := func(x Coefficient) bool { return x.P <= alpha && x.Value*c.Shift.Value > 0 }
	return c.Straight && !(c.HasSegments && (along(c.Segments.Level) || along(c.Segments.Slope)))
}

// straight says that a line fits a series as well as two levels that meet at a point, both
// by least squares.
func straight(xs []float64, at int) bool {
	line, step := make([]float64, len(xs)), make([]float64, len(xs))
	for i := range xs {
		line[i] = float64(i)
		if i >= at {
			step[i] = 1
		}
	}
	return math.Abs(stat.Correlation(xs, line, nil)) >= math.Abs(stat.Correlation(xs, step, nil))
}
