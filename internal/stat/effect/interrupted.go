package effect

import (
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Coefficient is one of a regression, with its standard error and the two-sided P of its
// being zero.
type Coefficient struct{ Value, Error, P float64 }

// Interrupted is what a segmented regression says of a series that something may have
// changed at one point: Level is the step there, Slope how much steeper it rises a point
// after it; Trend is the rise a point before.
type Interrupted struct {
	Start, Trend, Level, Slope Coefficient
	Lags                       int // of the errors' correlation that was allowed for
	Freedom                    int // observations less coefficients
}

// leastAround is how many points a segmented regression needs on either side.
const leastAround = 12

// Interrupt fits y = start + trend t + level [t >= at] + slope (t-at) [t >= at]
// (Wagner et al. 2002; Bernal, Cummins, Gasparrini 2017). Standard errors allow for neighbours being alike
// and unequal variances (Newey and West 1987: Bartlett weights; lags 4(n/100)^(2/9),
// rounded down, Newey and West 1994; with the factor n/(n-k)). ok is false with fewer than twelve
// points before or after, or where the terms cannot be told apart.
func Interrupt(ys []float64, at int) (r Interrupted, ok bool) {
	if at < leastAround || len(ys)-at < leastAround {
		return r, false
	}
	x := segments(len(ys), at)
	fit, ok := fitOLS(x, ys)
	if !ok {
		return r, false
	}
	n, k := x.Dims()
	r.Freedom, r.Lags = n-k, int(4*math.Pow(float64(n)/100, 2.0/9))
	variance := fit.neweyWest(x, r.Lags)
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(r.Freedom)}
	for i, c := range []*Coefficient{&r.Start, &r.Trend, &r.Level, &r.Slope} {
		c.Value, c.Error = fit.beta.AtVec(i), math.Sqrt(max(0, variance.At(i, i)))
		if c.P = 1; c.Error > 0 {
			c.P = 2 * t.Survival(math.Abs(c.Value)/c.Error)
		} else if c.Value != 0 {
			c.P = 0
		}
	}
	return r, true
}

// segments are the terms of a segmented regression, a row a point.
func segments(n, at int) *mat.Dense {
	x := mat.NewDense(n, 4, nil)
	for t := range n {
		x.Set(t, 0, 1)
		x.Set(t, 1, float64(t))
		if t >= at {
			x.Set(t, 2, 1)
			x.Set(t, 3, float64(t-at))
		}
	}
	return x
}

// ols is a least-squares fit: its coefficients, what is left of each observation, and
// the inverse of the terms' products.
type ols struct {
	beta      *mat.VecDense
	residuals *mat.VecDense
	inverse   *mat.Dense
}

func fitOLS(x *mat.Dense, ys []float64) (ols, bool) {
	n, k := x.Dims()
	var qr mat.QR
	qr.Factorize(x)
	if qr.Cond() > 1e12 {
		return ols{}, false
	}
	y := mat.NewVecDense(n, append([]float64(nil), ys...))
	f := ols{beta: mat.NewVecDense(k, nil), residuals: mat.NewVecDense(n, nil), inverse: mat.NewDense(k, k, nil)}
	if qr.SolveVecTo(f.beta, false, y) != nil {
		return ols{}, false
	}
	f.residuals.MulVec(x, f.beta)
	f.residuals.SubVec(y, f.residuals)
	var product mat.Dense
	product.Mul(x.T(), x)
	return f, f.inverse.Inverse(&product) == nil
}

// neweyWest is the covariance of the coefficients.
func (f ols) neweyWest(x *mat.Dense, lags int) *mat.Dense {
	n, k := x.Dims()
	middle := mat.NewDense(k, k, nil)
	for lag := range lags + 1 {
		weight := 1 - float64(lag)/float64(lags+1)
		for t := lag; t < n; t++ {
			e := weight * f.residuals.AtVec(t) * f.residuals.AtVec(t-lag)
			var outer mat.Dense
			outer.Outer(e, x.RowView(t), x.RowView(t-lag))
			middle.Add(middle, &outer)
			if lag > 0 {
				middle.Add(middle, outer.T())
			}
		}
	}
	var v mat.Dense
	v.Mul(f.inverse, middle)
	v.Mul(&v, f.inverse)
	v.Scale(float64(n)/float64(n-k), &v)
	return &v
}
