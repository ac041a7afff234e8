package usl

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Parameters are what is fitted.
const parameters = 3

// FewestPoints are those below which a fit says little.
const FewestPoints = 6

// ErrFew says that there are not more points than parameters, ErrLoads that the points
// have fewer than three different loads, and ErrZero that nothing was done in any.
var (
	ErrFew   = errors.New("fewer than four points")
	ErrLoads = errors.New("fewer than three different loads")
	ErrZero  = errors.New("no throughput in any point")
)

// Fit is the model that is nearest to the points by least squares.
type Fit struct {
	Model
	Points []Point
	// SSE is the sum of the squared deviations.
	SSE float64
	// Sigma is the residual standard error, with DF degrees of freedom.
	Sigma float64
	DF    int
	// SE are the standard errors of α, β and γ from the Jacobian; infinite where the
	// points do not tell a parameter from the others.
	SE [parameters]float64

	covariance [parameters][parameters]float64
	known      bool
}

// New fits the law, α and β within [0, 1] and γ ≥ 0. It starts from a grid and from the
// best points of its edges, so it needs no guess.
func New(points []Point) (Fit, error) {
	if err := enough(points); err != nil {
		return Fit{}, err
	}
	p := problem(points)
	alpha, beta := p.settle(p.best())
	f := Fit{Points: points, Model: Model{Alpha: alpha, Beta: beta, Gamma: p.gamma(alpha, beta)}, DF: len(points) - parameters}
	f.SSE = p.sse(alpha, beta)
	f.Sigma = math.Sqrt(f.SSE / float64(f.DF))
	f.errors()
	return f, nil
}

func enough(points []Point) error {
	loads := make([]float64, 0, len(points))
	work := false
	for _, p := range points {
		loads = append(loads, p.Load)
		work = work || p.Throughput > 0
	}
	slices.Sort(loads)
	switch {
	case len(points) <= parameters:
		return ErrFew
	case len(slices.Compact(loads)) < parameters:
		return ErrLoads
	case !work:
		return ErrZero
	}
	return nil
}

// Residuals are measured less expected, in the order of the points.
func (f Fit) Residuals() []float64 {
	out := make([]float64, len(f.Points))
	for i, p := range f.Points {
		out[i] = p.Throughput - f.Throughput(p.Load)
	}
	return out
}

// Efficiency is the throughput of a point for each unit of load, of that at the load 1.
func (f Fit) Efficiency(p Point) float64 { return p.Throughput / p.Load / f.Gamma }

// Interval is that of a parameter (0 α, 1 β, 2 γ) at a level of confidence, by the
// t distribution. It may reach below 0, where the parameter cannot.
func (f Fit) Interval(parameter int, level float64) (low, high float64) {
	at := [parameters]float64{f.Alpha, f.Beta, f.Gamma}[parameter]
	half := f.t(level) * f.SE[parameter]
	return at - half, at + half
}

// Band is where the expected throughput at a load lies, at a level of confidence: the
// delta method on the covariance of the parameters. ok is false if there is none.
func (f Fit) Band(load, level float64) (low, high float64, ok bool) {
	if !f.known {
		return 0, 0, false
	}
	at, half := f.Throughput(load), f.t(level)*math.Sqrt(f.variance(load))
	return max(0, at-half), at + half, true
}

// Far is how far a point lies from what a fit to the others expects, in standard deviations
// of a new measurement there (deletion residual; Cook and Weisberg 1982, 2.2.2, by fitting
// anew). ok is false if there are too few points to tell.
func (f Fit) Far(i int) (deviations float64, ok bool) {
	if f.DF < 2 {
		return 0, false
	}
	others, err := New(slices.Delete(slices.Clone(f.Points), i, i+1))
	if err != nil || !others.known || others.SSE == 0 {
		return 0, false
	}
	p := f.Points[i]
	return (p.Throughput - others.Throughput(p.Load)) / math.Sqrt(others.Sigma*others.Sigma+others.variance(p.Load)), true
}

// t is the quantile of Student's distribution for a two-sided level.
func (f Fit) t(level float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(f.DF)}.Quantile((1 + level) / 2)
}

// variance is that of the expected throughput at a load.
func (f Fit) variance(load float64) float64 {
	g := f.gradient(load)
	sum := 0.0
	for i := range g {
		for j := range g {
			sum += g[i] * f.covariance[i][j] * g[j]
		}
	}
	return max(0, sum)
}

// gradient is that of the expected throughput by α, β and γ.
func (f Fit) gradient(n float64) [parameters]float64 {
	d := f.stretch(n)
	by := -f.Gamma * n * (n - 1) / (d * d)
	return [parameters]float64{by, by * n, n / d}
}

// errors fills in the covariance σ²(JᵀJ)⁻¹ and the standard errors.
func (f *Fit) errors() {
	var normal [parameters][parameters]float64
	for _, p := range f.Points {
		g := f.gradient(p.Load)
		for i := range g {
			for j := range g {
				normal[i][j] += g[i] * g[j]
			}
		}
	}
	inverse, ok := invert(normal)
	f.known = ok
	for i := range f.SE {
		if !ok {
			f.SE[i] = math.Inf(1)
			continue
		}
		for j := range f.SE {
			f.covariance[i][j] = f.Sigma * f.Sigma * inverse[i][j]
		}
		f.SE[i] = math.Sqrt(max(0, f.covariance[i][i]))
	}
}

// invert inverts a symmetric matrix by elimination, after its diagonal was scaled to 1;
// ok is false if it is singular.
func invert(m [parameters][parameters]float64) (out [parameters][parameters]float64, ok bool) {
	var scale [parameters]float64
	for i := range scale {
		if m[i][i] <= 0 {
			return out, false
		}
		scale[i] = math.Sqrt(m[i][i])
	}
	for i := range scale {
		for j := range scale {
			m[i][j] /= scale[i] * scale[j]
		}
		out[i][i] = 1
	}
	// The matrix is positive definite: its pivots need no search.
	for k := range scale {
		pivot := m[k][k]
		if pivot < 1e-13 {
			return out, false
		}
		for j := range scale {
			m[k][j] /= pivot
			out[k][j] /= pivot
		}
		for i := range scale {
			if by := m[i][k]; i != k {
				for j := range scale {
					m[i][j] -= by * m[k][j]
					out[i][j] -= by * out[k][j]
				}
			}
		}
	}
	for i := range scale {
		for j := range scale {
			out[i][j] /= scale[i] * scale[j]
		}
	}
	return out, true
}
