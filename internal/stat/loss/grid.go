package loss

import (
	"math"
	"math/cmplx"

	"gonum.org/v1/gonum/dsp/fourier"
)

// tilt is by how much the exponential weight falls over the whole transform. What
// wraps around from beyond the grid is made smaller by exp(-tilt), and what rounding
// does grows to exp(tilt/2) at the end of the half that is used: 24 makes both about
// 1e-11 (Embrechts and Frei 2009, section 3.2, who take 20 on an unpadded grid).
const tilt = 24

// grid is the distribution of a year's loss at equal steps from 0 to a reach. What
// is beyond reach does not make it less exact: a sum within reach has no part beyond.
type grid struct {
	step float64
	// below[k] is the probability of at most (k+1/2) step.
	below []float64
	// limited[k] is E[S; S <= (k+1/2) step].
	limited []float64
}

// reach is up to where the grid tells probabilities.
func (g *grid) reach() float64 { return g.step * (float64(len(g.below)) - 1.5) }

// solver makes grids of a size. It holds what all of them share.
type solver struct {
	cells  int
	fft    *fourier.FFT
	weight []float64 // of cell k, exp(-tilt k / 2 cells)
}

func newSolver(cells int) *solver {
	s := &solver{cells: cells, fft: fourier.NewFFT(2 * cells), weight: make([]float64, cells)}
	for k := range s.weight {
		s.weight[k] = math.Exp(-tilt * float64(k) / float64(2*cells))
	}
	return s
}

// solve gives the distribution of the sum of compound (mixed) Poisson losses, whose
// generating function is the product of E[exp(rate (f(z) - 1))] (Klugman, Panjer and
// Willmot 2012, section 9.6): the transform of each loss, that function of it, and
// the transform back. Of a rate that is known only the sum of rate times loss is
// needed, so all such risks take one transform together.
func (s *solver) solve(risks []Risk, step float64) *grid {
	n := 2 * s.cells
	known, total := make([]float64, n), 0.0
	exponent := make([]complex128, s.cells+1)
	factor := make([]complex128, s.cells+1)
	for i := range factor {
		factor[i] = 1
	}
	sequence, transform := make([]float64, n), make([]complex128, s.cells+1)
	for i := range risks {
		r := &risks[i]
		cells := s.lattice(r, step)
		if rate, fixed := r.Frequency.(Fixed); fixed {
			for k, p := range cells {
				known[k] += float64(rate) * p
			}
			total += float64(rate)
			continue
		}
		clear(sequence)
		for k, p := range cells {
			sequence[k] = p * s.weight[k]
		}
		newMixture(r.Frequency).apply(s.fft.Coefficients(transform, sequence), exponent, factor)
	}
	for k, w := range s.weight {
		known[k] *= w
	}
	s.fft.Coefficients(transform, known)
	for i := range transform {
		transform[i] = factor[i] * cmplx.Exp(exponent[i]+transform[i]-complex(total, 0))
	}
	return s.sums(s.fft.Sequence(sequence, transform), step)
}

// sums are the running sums of what a transform gave back.
func (s *solver) sums(sequence []float64, step float64) *grid {
	g := &grid{step: step, below: make([]float64, s.cells), limited: make([]float64, s.cells)}
	p, m := 0.0, 0.0
	for k := range s.cells {
		x := sequence[k] / float64(2*s.cells) / s.weight[k]
		p += x
		m += x * float64(k) * step
		g.below[k], g.limited[k] = p, m
	}
	return g
}

// Where losses are many and small beside the step, the grid keeps their second moment
// too, which otherwise their number would multiply.
const (
	manyEvents = 8
	smallSteps = 8
)

// lattice puts the loss of an event on multiples of the step so that the mean within
// each step is kept, or mean and square within each two (local moment matching,
// Gerber 1982). Losses beyond the grid are left out.
func (s *solver) lattice(r *Risk, step float64) []float64 {
	out := make([]float64, s.cells)
	if r.Frequency.Mean() > manyEvents && r.Loss.Mean() < smallSteps*step {
		s.squares(r.Loss, step, out)
		return out
	}
	p0, m0, _ := r.Loss.partial(0)
	out[0] = p0
	for k := range s.cells - 1 {
		p1, m1, _ := r.Loss.partial(step * float64(k+1))
		if p, m := p1-p0, (m1-m0)/step-float64(k)*(p1-p0); p > 0 {
			out[k] += p - m
			out[k+1] += m
		}
		if p0, m0 = p1, m1; p1 == 1 {
			break
		}
	}
	return out
}

func (s *solver) squares(d Distribution, step float64, out []float64) {
	p0, m0, q0 := d.partial(0)
	out[0] = p0
	for k := 0; k < s.cells-2; k += 2 {
		p1, m1, q1 := d.partial(step * float64(k+2))
		x := float64(k)
		p, m := p1-p0, (m1-m0)/step
		q := (q1-q0)/(step*step) - 2*x*m + x*x*p
		m -= x * p
		out[k] += p - 1.5*m + 0.5*q
		out[k+1] += 2*m - q
		out[k+2] += 0.5*q - 0.5*m
		if p0, m0, q0 = p1, m1, q1; p1 == 1 {
			break
		}
	}
}

// mixture is the generating function of a Poisson number whose rate is uncertain,
// E[exp(rate z)], by its mean and, for narrow distributions, a power series in z of
// what is left of it, otherwise by quadrature.
type mixture struct {
	mean       float64
	series     []float64
	at, weight []float64
}

// narrow is how far from the mean a rate may be for the power series.
const narrow = 2

func newMixture(f Frequency) *mixture {
	at, weight := f.nodes()
	m := &mixture{mean: f.Mean(), at: at, weight: weight}
	far := 0.0
	for _, x := range at {
		far = max(far, math.Abs(x-m.mean))
	}
	if far > narrow {
		return m
	}
	power := append([]float64(nil), weight...)
	size, order := 1.0, 0 // of the largest term at |z| = 2
	for size > 1e-13 || order < 3 {
		sum := 0.0
		for i := range power {
			sum += power[i]
			power[i] *= (at[i] - m.mean) / float64(order+1)
		}
		m.series = append(m.series, sum)
		order++
		size *= 2 * far / float64(order)
	}
	return m
}

// apply adds to exponents, and multiplies into factors, what the mixture makes of the
// transform of a loss.
func (m *mixture) apply(transform, exponent, factor []complex128) {
	for i, f := range transform {
		z := f - 1
		sum := complex(0, 0)
		if m.series != nil {
			exponent[i] += complex(m.mean, 0) * z
			for k := len(m.series) - 1; k >= 0; k-- {
				// Spelled out: the general product of complex numbers looks for infinities.
				re, im := real(sum), imag(sum)
				sum = complex(re*real(z)-im*imag(z)+m.series[k], re*imag(z)+im*real(z))
			}
		} else {
			for k, rate := range m.at {
				sum += complex(m.weight[k], 0) * cmplx.Exp(complex(rate, 0)*z) // at most 1: no overflow
			}
		}
		factor[i] *= sum
	}
}
