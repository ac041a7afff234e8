// Package loss holds the arithmetic of risks: how often something happens, what it
// then costs, and what a year of all of it may cost. A year's loss is a compound
// Poisson sum; its distribution is computed, not drawn (see Year), and drawn where
// risks share a cause (see Simulate).
//
// Amounts are in one unit, which the caller knows; rates are events a year. What
// makes no distribution is refused by the name of its field (Invalid), so that no
// number comes of it. What the amounts mean, and adding no money to days, is not the
// job of this package.
package loss

import (
	"fmt"
	"math"
)

// The bounds of what is accepted. An interval whose ends are further apart than
// MaxRatio says nothing of what lies between; beyond the others a number is more
// likely a slip than a risk.
const (
	MaxRatio  = 1e6
	MaxLoss   = 1e15
	MinLoss   = 1e-9
	MaxRate   = 1e4
	MaxLambda = 1e3
)

// Invalid says which field makes no distribution, and why.
type Invalid struct{ Field, Why string }

// Error says what is wrong with which field.
func (e *Invalid) Error() string { return e.Field + " " + e.Why }

// Risk is something that happens some times a year and costs each time. Frequency is
// the distribution of its rate: a Poisson process whose rate nobody knows exactly.
type Risk struct {
	Frequency Frequency
	Loss      Distribution
}

// Distribution is one of what is not negative: of a rate, or of the loss of an event.
type Distribution interface {
	Mean() float64
	Variance() float64
	// Quantile is the value that is exceeded with probability 1-q, 0 < q < 1.
	Quantile(q float64) float64
	// partial gives P(X <= x), E[X; X <= x] and E[X^2; X <= x].
	partial(x float64) (p, first, second float64)
	draw(r *source) float64
}

// Frequency is a distribution of a rate.
type Frequency interface {
	Distribution
	// nodes are rates with weights that integrate smooth functions over the
	// distribution, its mean and variance exactly.
	nodes() (at, weight []float64)
}

// Check tells whether a risk happens seldom enough to be reckoned with; the error is an
// *Invalid.
func (r *Risk) Check() error {
	if top := r.Frequency.Quantile(1 - 1e-9); top > MaxRate {
		return &Invalid{"high", fmt.Sprintf("of %.4g a year is above %.0e: give what it costs in all as one loss a year", top, MaxRate)}
	}
	return nil
}

// Mean is a year's expected loss: the mean rate, not the likeliest, times the mean
// loss.
func (r *Risk) Mean() float64 { return r.Frequency.Mean() * r.Loss.Mean() }

// Variance is that of a year's loss: E[rate] E[X^2] + Var[rate] E[X]^2 (Klugman,
// Panjer and Willmot 2012, equation 9.9, of a mixed Poisson number of events).
func (r *Risk) Variance() float64 {
	m := r.Loss.Mean()
	return r.Frequency.Mean()*(r.Loss.Variance()+m*m) + r.Frequency.Variance()*m*m
}

// None is the probability of a year without loss.
func (r *Risk) None() float64 {
	zero, _, _ := r.Loss.partial(0)
	at, weight := r.Frequency.nodes()
	p := 0.0
	for i, rate := range at {
		p += weight[i] * math.Exp(-rate*(1-zero))
	}
	return p
}

// number refuses what is no finite number at least as large as least and at most
// most.
func number(field string, x, least, most float64) error {
	switch {
	case math.IsNaN(x):
		return &Invalid{field, "is not a number"}
	case math.IsInf(x, 0):
		return &Invalid{field, "is infinite"}
	case x < 0:
		return &Invalid{field, fmt.Sprintf("is negative: %g", x)}
	case x < least && x == 0:
		return &Invalid{field, "is 0"}
	case x < least:
		return &Invalid{field, fmt.Sprintf("of %g is below %.0e", x, least)}
	case x > most:
		return &Invalid{field, fmt.Sprintf("of %g is above %.0e", x, most)}
	}
	return nil
}
