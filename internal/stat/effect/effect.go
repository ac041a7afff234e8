package effect

// Change is all that is known of a series before and after a declared day.
type Change struct {
	Test       Test
	Shift      Interval // of all differences
	Medians    Interval // of the medians, allowing for neighbours being alike
	Placebo    Placebo
	Conclusion Conclusion
}

// Conclusion is what may be said of a declared change.
type Conclusion int

const (
	TooFew     Conclusion = iota // no outcome could have been a difference
	NoneFound                    // none that these values can tell from chance
	Unreliable                   // one, but the test finds as much on other days
	Higher                       // values are higher since
	Lower                        // values are lower since
)

// Declared compares a series before and from the point at. A difference is claimed where
// the Mann-Whitney test gives at most alpha and does not give as much at more than three in
// ten of other dates, as it does where neighbours are alike. The interval of the medians
// stands beside that and decides nothing: it is wider than that of the shift.
func Declared(xs []float64, at int, alpha float64, seed uint64) Change {
	const tooManyAlarms = 0.3
	before, after := xs[:at], xs[at:]
	c := Change{Test: MannWhitney(before, after)}
	if SmallestP(len(before), len(after)) > alpha {
		return c
	}
	c.Shift = Shift(before, after, 1-alpha)
	c.Medians = MedianDifference(before, after, 1-alpha, seed)
	c.Placebo = Placebos(xs, at, func(a, b []float64) bool {
		return SmallestP(len(a), len(b)) <= alpha && MannWhitney(a, b).P <= alpha
	})
	switch {
	case c.Test.P > alpha:
		c.Conclusion = NoneFound
	case c.Placebo.Share() > tooManyAlarms:
		c.Conclusion = Unreliable
	case c.Shift.Value > 0:
		c.Conclusion = Higher
	default:
		c.Conclusion = Lower
	}
	return c
}
