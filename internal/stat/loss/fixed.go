package loss

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

// Fixed is what is known exactly: a rate, or a loss that is always the same.
type Fixed float64

// NewRate gives a rate in events a year.
func NewRate(rate float64) (Fixed, error) {
	return Fixed(rate), number("rate", rate, MinLoss, MaxRate)
}

// NewConstant gives a loss that is always the same.
func NewConstant(x float64) (Fixed, error) {
	return Fixed(x), number("constant", x, MinLoss, MaxLoss)
}

// Mean is the value itself.
func (d Fixed) Mean() float64 { return float64(d) }

// Variance is 0.
func (d Fixed) Variance() float64 { return 0 }

// Quantile is the value itself.
func (d Fixed) Quantile(float64) float64 { return float64(d) }

func (d Fixed) partial(x float64) (p, first, second float64) {
	if x < float64(d) {
		return 0, 0, 0
	}
	return 1, float64(d), float64(d * d)
}

func (d Fixed) nodes() (at, weight []float64) { return []float64{float64(d)}, []float64{1} }

func (d Fixed) draw(*source) float64 { return float64(d) }

// Clipped is a normal distribution with 0 in the place of what is negative, as pyfair
// draws it.
type Clipped struct{ Center, Scale float64 }

// NewClipped gives the normal distribution of a mean and standard deviation, clipped
// at 0, which makes its own mean a little larger.
func NewClipped(mean, stdev float64) (Clipped, error) {
	if err := number("mean", mean, MinLoss, MaxLoss); err != nil {
		return Clipped{}, err
	}
	if err := number("stdev", stdev, MinLoss, MaxLoss); err != nil {
		return Clipped{}, err
	}
	if stdev > 10*mean {
		return Clipped{}, &Invalid{"stdev", fmt.Sprintf("is %.3g times the mean: half of it would be negative, which no loss is; give low and high", stdev/mean)}
	}
	return Clipped{mean, stdev}, nil
}

// Mean of what is left after clipping, c P(Z < c/s) + s phi(c/s).
func (d Clipped) Mean() float64 {
	u := d.Center / d.Scale
	return d.Center*normalBelow(u) + d.Scale*normalDensity(u)
}

// Variance of what is left after clipping.
func (d Clipped) Variance() float64 {
	u, m := d.Center/d.Scale, d.Mean()
	return (d.Center*d.Center+d.Scale*d.Scale)*normalBelow(u) + d.Center*d.Scale*normalDensity(u) - m*m
}

// Quantile is that of the normal distribution, at least 0.
func (d Clipped) Quantile(q float64) float64 { return max(0, d.Center+d.Scale*normalQuantile(q)) }

func (d Clipped) partial(x float64) (p, first, second float64) {
	if x < 0 {
		return 0, 0, 0
	}
	c, s := d.Center, d.Scale
	zero, u := -c/s, (x-c)/s
	within := normalBelow(u) - normalBelow(zero)
	low, high := normalDensity(zero), normalDensity(u)
	first = c*within + s*(low-high)
	// E[X^2] between the ends: (c^2+s^2) P + s c (2 low - 2 high) + s^2 (zero low - u high).
	second = (c*c+s*s)*within + 2*c*s*(low-high) + s*s*(zero*low-u*high)
	return normalBelow(u), first, second
}

// nodes are those of Gauss-Legendre quadrature over the density, and 0.
func (d Clipped) nodes() (at, weight []float64) {
	low, high := max(0, d.Center-9*d.Scale), d.Center+9*d.Scale
	n := min(160, 64+int(d.Scale))
	at, weight = make([]float64, n), make([]float64, n)
	quad.Legendre{}.FixedLocations(at, weight, low, high)
	for i, x := range at {
		weight[i] *= normalDensity((x-d.Center)/d.Scale) / d.Scale
	}
	return append(at, 0), append(weight, normalBelow(-d.Center/d.Scale))
}

func (d Clipped) draw(r *source) float64 { return max(0, d.Center+d.Scale*r.NormFloat64()) }

func normalDensity(u float64) float64 { return math.Exp(-u*u/2) / math.Sqrt(2*math.Pi) }
