package loss

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/mathext"
)

// PERT is a beta distribution between two ends, by what is likeliest in between. A
// and B are its parameters on the interval from 0 to 1.
type PERT struct{ Low, High, A, B float64 }

// Lambda is the weight of the mode in a PERT distribution where none is given.
const Lambda = 4

// NewPERT gives the modified PERT distribution: a = 1 + lambda (mode-low)/(high-low),
// b = 1 + lambda (high-mode)/(high-low) (Vose 2000; as riskquant and TensorFlow
// Probability). pyfair takes another beta distribution with the same mean, of which
// see the documentation.
func NewPERT(low, mode, high, lambda float64) (PERT, error) {
	for _, x := range []struct {
		field string
		value float64
	}{{"low", low}, {"mode", mode}, {"high", high}} {
		if err := number(x.field, x.value, 0, MaxLoss); err != nil {
			return PERT{}, err
		}
	}
	if err := number("lambda", lambda, 1e-9, MaxLambda); err != nil {
		return PERT{}, err
	}
	switch {
	case low > mode:
		return PERT{}, &Invalid{"low", fmt.Sprintf("of %g is above mode, %g", low, mode)}
	case mode > high:
		return PERT{}, &Invalid{"mode", fmt.Sprintf("of %g is above high, %g", mode, high)}
	case low == high:
		return PERT{}, &Invalid{"high", fmt.Sprintf("equals low, %g: a range has two ends", low)}
	case high < MinLoss:
		return PERT{}, &Invalid{"high", fmt.Sprintf("of %g is below %.0e", high, MinLoss)}
	}
	wide := high - low
	return PERT{low, high, 1 + lambda*((mode-low)/wide), 1 + lambda*((high-mode)/wide)}, nil
}

// Mean is (low + lambda mode + high) / (lambda + 2). It is not the mode.
func (d PERT) Mean() float64 { return d.Low + (d.High-d.Low)*d.A/(d.A+d.B) }

// Variance is that of the beta distribution, (high-low)^2 ab/((a+b)^2 (a+b+1)).
func (d PERT) Variance() float64 {
	w, n := d.High-d.Low, d.A+d.B
	return w * w * d.A * d.B / (n * n * (n + 1))
}

// Quantile is that of the beta distribution.
func (d PERT) Quantile(q float64) float64 {
	return d.Low + (d.High-d.Low)*mathext.InvRegIncBeta(d.A, d.B, q)
}

// partial moments of a beta distribution are its moments, times the probabilities
// under parameters a+1 and a+2.
func (d PERT) partial(x float64) (p, first, second float64) {
	w, n := d.High-d.Low, d.A+d.B
	u := min(1, (x-d.Low)/w)
	if u <= 0 {
		return 0, 0, 0
	}
	mean := d.A / n
	p = mathext.RegIncBeta(d.A, d.B, u)
	// I_x(a+1, b) = I_x(a, b) - x^a (1-x)^b / (a B(a, b)), and so on.
	step := math.Exp(d.A*math.Log(u)+d.B*math.Log1p(-u)-mathext.Lbeta(d.A, d.B)) / d.A
	p1 := p - step
	p2 := p1 - step*u*n/(d.A+1)
	b1, b2 := mean*p1, mean*(d.A+1)/(n+1)*p2
	return p, d.Low*p + w*b1, d.Low*d.Low*p + 2*d.Low*w*b1 + w*w*b2
}

// nodes are those of Gauss-Jacobi quadrature: eigenvalues of the Jacobi matrix of the
// polynomials that are orthogonal under the beta density, and the squares of the
// first parts of its eigenvectors (Golub and Welsch 1969).
func (d PERT) nodes() (at, weight []float64) {
	wide := d.High - d.Low
	n := min(160, 8+int(math.Ceil(wide/2)))
	a, b := d.B-1, d.A-1 // Jacobi's alpha belongs to the upper end
	m := mat.NewSymDense(n, nil)
	for i := range n {
		k := float64(i)
		s := 2*k + a + b
		diagonal := (b - a) / (a + b + 2)
		if i > 0 {
			diagonal = (b*b - a*a) / (s * (s + 2))
			square := 4 * k * (k + a) * (k + b) * (k + a + b) / (s * s * (s + 1) * (s - 1))
			if i == 1 {
				square = 4 * (1 + a) * (1 + b) / ((2 + a + b) * (2 + a + b) * (3 + a + b))
			}
			m.SetSym(i-1, i, math.Sqrt(square))
		}
		m.SetSym(i, i, diagonal)
	}
	var e mat.EigenSym
	e.Factorize(m, true)
	at = e.Values(nil)
	var vectors mat.Dense
	e.VectorsTo(&vectors)
	weight = make([]float64, n)
	for i, x := range at {
		v := vectors.At(0, i)
		at[i], weight[i] = d.Low+wide*(1+x)/2, v*v
	}
	return at, weight
}

func (d PERT) draw(r *source) float64 {
	x, y := r.gamma(d.A), r.gamma(d.B)
	return d.Low + (d.High-d.Low)*x/(x+y)
}
