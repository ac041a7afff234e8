package loss

import (
	"fmt"
	"math"

	"leadline/internal/stat"
)

// Lognormal has a logarithm that is normal, with mean Mu and standard deviation
// Sigma.
type Lognormal struct{ Mu, Sigma float64 }

// NewLognormal gives the lognormal distribution that is below low, and above high,
// with probability 5 % each: mu is the mean of the logarithms, sigma their distance
// over 2 * 1.645 (as riskquant; Hubbard and Seiersen 2016, chapter 3).
func NewLognormal(low, high float64) (Lognormal, error) {
	for _, x := range []struct {
		field string
		value float64
	}{{"low", low}, {"high", high}} {
		if err := number(x.field, x.value, MinLoss, MaxLoss); err != nil {
			return Lognormal{}, err
		}
	}
	switch {
	case low > high:
		return Lognormal{}, &Invalid{"low", fmt.Sprintf("of %g is above high, %g", low, high)}
	case low == high:
		return Lognormal{}, &Invalid{"high", fmt.Sprintf("equals low, %g: an interval has two ends", low)}
	case high/low > MaxRatio:
		return Lognormal{}, &Invalid{"high", fmt.Sprintf("is %.3g times low: an interval of more than %.0e says nothing; split the risk by how bad it gets", high/low, MaxRatio)}
	}
	a, b := math.Log(low), math.Log(high)
	return Lognormal{(a + b) / 2, (b - a) / (2 * stat.Z90)}, nil
}

// Mean is exp(mu + sigma^2/2).
func (d Lognormal) Mean() float64 { return math.Exp(d.Mu + d.Sigma*d.Sigma/2) }

// Variance is (exp(sigma^2) - 1) times the square of the mean.
func (d Lognormal) Variance() float64 {
	m := d.Mean()
	return math.Expm1(d.Sigma*d.Sigma) * m * m
}

// Quantile is exp(mu + z sigma).
func (d Lognormal) Quantile(q float64) float64 { return math.Exp(d.Mu + d.Sigma*normalQuantile(q)) }

// partial moments of order k are those of all, times the probability under the mean
// mu + k sigma^2.
func (d Lognormal) partial(x float64) (p, first, second float64) {
	if x <= 0 {
		return 0, 0, 0
	}
	u, m := (math.Log(x)-d.Mu)/d.Sigma, d.Mean()
	return normalBelow(u), m * normalBelow(u-d.Sigma), m * m * math.Exp(d.Sigma*d.Sigma) * normalBelow(u-2*d.Sigma)
}

func (d Lognormal) draw(r *source) float64 { return math.Exp(d.Mu + d.Sigma*r.NormFloat64()) }

func normalBelow(u float64) float64 { return 0.5 * math.Erfc(-u/math.Sqrt2) }

func normalQuantile(q float64) float64 { return -math.Sqrt2 * math.Erfcinv(2*q) }
