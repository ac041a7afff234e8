package effect

import "math"

// Limits are those of a chart of individual values and moving ranges: a process to which
// nothing special happens stays within them.
type Limits struct {
	Mean, Range  float64 // Range is the mean of the moving ranges
	Lower, Upper float64 // the natural process limits
	LargestRange float64 // the upper limit of a moving range
}

// Why a value is a signal, of a process that moved.
type Signal int

const (
	Beyond  Signal = iota + 1 // outside the natural process limits
	LongRun                   // the eighth or a later one in a row on one side of the mean
	Jump                      // its moving range is above the largest
)

// leastForLimits is how many values a chart must have for its limits to mean something.
const leastForLimits = 6

// XmR gives the limits that a series sets itself: its mean -+ 2.66 of the mean moving
// range, and 3.268 of that for a single range (Wheeler, Understanding Variation, 2000:
// 3/d2 and D4 for ranges of two). ok is false below six values.
func XmR(xs []float64) (l Limits, ok bool) {
	if len(xs) < leastForLimits {
		return Limits{}, false
	}
	for i, x := range xs {
		l.Mean += x / float64(len(xs))
		if i > 0 {
			l.Range += math.Abs(x-xs[i-1]) / float64(len(xs)-1)
		}
	}
	l.Lower, l.Upper = l.Mean-2.66*l.Range, l.Mean+2.66*l.Range
	l.LargestRange = 3.268 * l.Range
	return l, true
}

// Signals gives for each value of a series, which may go on after the one that set the
// limits, whether it is a signal: 0 if not, else the first rule above that holds. A value
// on the mean ends a run.
func (l Limits) Signals(xs []float64) []Signal {
	const long = 8
	out := make([]Signal, len(xs))
	side, run := 0, 0
	for i, x := range xs {
		now := 0
		switch {
		case x > l.Mean:
			now = 1
		case x < l.Mean:
			now = -1
		}
		if now != side {
			side, run = now, 0
		}
		run++
		switch {
		case x < l.Lower || x > l.Upper:
			out[i] = Beyond
		case side != 0 && run >= long:
			out[i] = LongRun
		case i > 0 && math.Abs(x-xs[i-1]) > l.LargestRange:
			out[i] = Jump
		}
	}
	return out
}
