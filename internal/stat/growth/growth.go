// Package growth carries a series of demand on into the future, with how far to trust
// it: a straight line, a trend that fades (Holt), and a trend with seasons (Holt and
// Winters). It chooses among them by what they would have said of the past. What the
// values are, and what the steps of time, is not its job.
package growth

import (
	"errors"
	"math"
)

// Kind is a way to carry a series on. The simpler comes first.
type Kind int

// The kinds.
const (
	Linear         Kind = iota // a straight line by least squares
	Damped                     // level and fading trend (Gardner and McKenzie 1985)
	Additive                   // level, trend and seasons that are added (Winters 1960)
	Multiplicative             // level, trend and seasons that multiply
)

// String names the method.
func (k Kind) String() string {
	return [...]string{"a straight line", "Holt's trend, damped", "Holt-Winters, additive seasons", "Holt-Winters, multiplicative seasons"}[k]
}

// What a fit may want.
var (
	ErrShort   = errors.New("too few values")
	ErrMissing = errors.New("a value is missing")
	ErrSign    = errors.New("multiplicative seasons need values above zero")
)

// Model is a fitted one.
type Model interface {
	// At is what the model expects h steps after the last value, and how far that may
	// be off on either side at a level of confidence. h is at least 1.
	At(h int, level float64) (mean, half float64)
}

// Fit fits a model of a kind. Values that are missing are NaN, which only a line bears.
// Period is the number of steps of a season.
func Fit(kind Kind, values []float64, period int) (Model, error) {
	if kind == Linear {
		return FitLine(values)
	}
	for _, v := range values {
		if math.IsNaN(v) {
			return nil, ErrMissing
		}
	}
	if kind == Damped {
		return FitDamped(values)
	}
	return FitSeasons(values, period, kind == Multiplicative)
}
