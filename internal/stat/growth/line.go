package growth

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Line is a straight line by least squares over the steps 1, 2, ... n.
type Line struct {
	Intercept, Slope float64
	// Sigma is the residual standard error, with n-2 degrees of freedom.
	Sigma float64

	steps, n    int
	middle, sxx float64
}

// FitLine fits it. NaN are left out; three values are the fewest.
func FitLine(values []float64) (*Line, error) {
	l := &Line{steps: len(values)}
	sx, sy := 0.0, 0.0
	for i, v := range values {
		if !math.IsNaN(v) {
			l.n++
			sx, sy = sx+float64(i+1), sy+v
		}
	}
	if l.n < 3 {
		return nil, ErrShort
	}
	l.middle = sx / float64(l.n)
	mean, sxy := sy/float64(l.n), 0.0
	for i, v := range values {
		if !math.IsNaN(v) {
			x := float64(i+1) - l.middle
			l.sxx += x * x
			sxy += x * (v - mean)
		}
	}
	l.Slope = sxy / l.sxx
	l.Intercept = mean - l.Slope*l.middle
	sse := 0.0
	for i, v := range values {
		if !math.IsNaN(v) {
			e := v - l.Intercept - l.Slope*float64(i+1)
			sse += e * e
		}
	}
	l.Sigma = math.Sqrt(sse / float64(l.n-2))
	return l, nil
}

// At gives the prediction interval of a new value (Draper and Smith 1998, 1.4).
func (l *Line) At(h int, level float64) (mean, half float64) {
	x := float64(l.steps + h)
	t := distuv.StudentsT{Sigma: 1, Nu: float64(l.n - 2)}.Quantile((1 + level) / 2)
	off := x - l.middle
	return l.Intercept + l.Slope*x, t * l.Sigma * math.Sqrt(1+1/float64(l.n)+off*off/l.sxx)
}
