package usl

import "math"

// problem is the sum of squares as a function of α and β alone: γ is linear, and the
// best one of each pair is known (variable projection; Golub and Pereyra 1973).
type problem []Point

func (p problem) gamma(alpha, beta float64) float64 {
	m := Model{Alpha: alpha, Beta: beta, Gamma: 1}
	xy, xx := 0.0, 0.0
	for _, q := range p {
		x := m.Throughput(q.Load)
		xy += x * q.Throughput
		xx += x * x
	}
	return max(0, xy/xx)
}

func (p problem) sse(alpha, beta float64) float64 {
	m := Model{Alpha: alpha, Beta: beta, Gamma: p.gamma(alpha, beta)}
	sum := 0.0
	for _, q := range p {
		e := q.Throughput - m.Throughput(q.Load)
		sum += e * e
	}
	return sum
}

// best is the pair with the least sum: of a grid, and of its edges where α or β is 0,
// the best ones are followed downhill.
func (p problem) best() (alpha, beta float64) {
	least := math.Inf(1)
	for _, edge := range []func(a, b float64) (float64, float64){
		func(a, b float64) (float64, float64) { return a, b },
		func(a, _ float64) (float64, float64) { return a, 0 },
		func(_, b float64) (float64, float64) { return 0, b },
	} {
		a, b := p.follow(p.start(edge))
		if s := p.sse(a, b); s < least {
			alpha, beta, least = a, b, s
		}
	}
	return alpha, beta
}

// settle puts a parameter on its bound that changes no throughput that was measured by more
// than a billionth: what is left of it is rounding.
func (p problem) settle(alpha, beta float64) (float64, float64) {
	const nothing = 1e-9
	most := 0.0
	for _, q := range p {
		most = max(most, q.Load)
	}
	if alpha*most < nothing {
		alpha = 0
	}
	if beta*most*most < nothing {
		beta = 0
	}
	return alpha, beta
}

func (p problem) start(edge func(a, b float64) (float64, float64)) (alpha, beta float64) {
	least := math.Inf(1)
	for i := range 14 {
		for j := range 20 {
			// α from 1e-6 and β from 1e-9, a factor of 10^½ each.
			a, b := edge(min(1, math.Pow(10, -6+float64(i)/2)), min(1, math.Pow(10, -9+float64(j)/2)))
			if s := p.sse(a, b); s < least {
				alpha, beta, least = a, b, s
			}
		}
	}
	return alpha, beta
}

// follow goes downhill by the method of Levenberg and Marquardt (Marquardt 1963) within
// the bounds: a parameter that stands at one, and would leave it, stays.
func (p problem) follow(alpha, beta float64) (float64, float64) {
	const steps, enough = 500, 1e-14
	at, damping := p.sse(alpha, beta), 1e-3
	for range steps {
		da, db := p.step(alpha, beta, damping)
		a, b := min(1, max(0, alpha+da)), min(1, max(0, beta+db))
		s := p.sse(a, b)
		if !(s < at) {
			if damping *= 4; damping > 1e16 {
				break
			}
			continue
		}
		small := math.Abs(a-alpha) <= enough*a && math.Abs(b-beta) <= enough*b
		alpha, beta, at, damping = a, b, s, max(damping/5, 1e-15)
		if small {
			break
		}
	}
	return alpha, beta
}

// step is a damped Gauss-Newton step of the projected problem, whose Jacobian is that of
// the residuals with what γ takes up of it removed (Kaufman 1975).
func (p problem) step(alpha, beta, damping float64) (da, db float64) {
	m := Model{Alpha: alpha, Beta: beta, Gamma: p.gamma(alpha, beta)}
	shape := Model{Alpha: alpha, Beta: beta, Gamma: 1}
	// f is the shape, a and b how the throughput changes with α and β, e what is left.
	var ff, fa, fb, aa, ab, bb, ae, be float64
	for _, q := range p {
		d := shape.stretch(q.Load)
		f := q.Load / d
		a := -m.Gamma * q.Load * (q.Load - 1) / (d * d)
		b := a * q.Load
		e := q.Throughput - m.Gamma*f
		ff, fa, fb = ff+f*f, fa+f*a, fb+f*b
		aa, ab, bb = aa+a*a, ab+a*b, bb+b*b
		ae, be = ae+a*e, be+b*e
	}
	aa, ab, bb = aa-fa*fa/ff, ab-fa*fb/ff, bb-fb*fb/ff
	freeA, freeB := free(alpha, ae), free(beta, be)
	switch {
	case freeA && freeB:
		x, y := aa*(1+damping), bb*(1+damping)
		if det := x*y - ab*ab; det > 0 {
			return (y*ae - ab*be) / det, (x*be - ab*ae) / det
		}
		return 0, 0
	case freeA && aa > 0:
		return ae / (aa * (1 + damping)), 0
	case freeB && bb > 0:
		return 0, be / (bb * (1 + damping))
	}
	return 0, 0
}

// free reports whether a parameter within [0, 1] may go the way that it is drawn.
func free(at, way float64) bool { return !(at <= 0 && way <= 0) && !(at >= 1 && way >= 0) }
