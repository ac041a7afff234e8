package loss

import (
	"math"
	"sort"
)

// Mode is how finely a distribution is computed.
type Mode uint8

// The modes. Interactive is for a hundred risks while somebody waits; it stays within
// 1 % of Exact, which stays within 0.5 % of the truth.
const (
	Interactive Mode = iota
	Exact
)

// String names the mode.
func (m Mode) String() string {
	if m == Exact {
		return "exact"
	}
	return "interactive"
}

// Off is how far a quantile, a tail mean or a probability may be off, as a share of
// it.
func (m Mode) Off() float64 {
	if m == Exact {
		return 0.005
	}
	return 0.01
}

func (m Mode) cells() int {
	if m == Exact {
		return 1 << 16
	}
	return 1 << 12
}

// MaxLevel is the highest level of which quantiles are told: further out, rounding
// would speak.
const MaxLevel = 0.9999

// Year is the distribution of a year's loss. It is computed on a ladder of grids, each
// reaching eight times as far as the last: the probability of a loss up to x needs
// no more than a grid to x, so that losses of any size are told with the same
// relative precision, on grids of moderate size. A rung is computed when it is first
// needed: a Year is not for several goroutines.
type Year struct {
	risks  []Risk
	mode   Mode
	solver *solver
	rungs  map[int]*grid
	found  map[float64]found // by level
	none   float64
	mean   float64
	// least is below every loss that is worth telling from none.
	least float64
}

const rungRatio = 8

// found is the loss of a level, and the grid that tells it.
type found struct {
	grid *grid
	at   float64
}

// NewYear gives the distribution of the sum of what independent risks cost in a year.
// Each must have passed Check.
func NewYear(risks []Risk, mode Mode) *Year {
	y := &Year{risks: risks, mode: mode, rungs: map[int]*grid{}, found: map[float64]found{}, none: 1, least: math.Inf(1)}
	for i := range risks {
		y.none *= risks[i].None()
		y.mean += risks[i].Mean()
		low := risks[i].Loss.Quantile(1e-9)
		y.least = min(y.least, max(low, 1e-9*risks[i].Loss.Mean())/2)
	}
	return y
}

// Mode is how finely the distribution is computed.
func (y *Year) Mode() Mode { return y.mode }

// Mean is the expected loss, in closed form.
func (y *Year) Mean() float64 { return y.mean }

// Variance is that of the loss, in closed form.
func (y *Year) Variance() float64 {
	v := 0.0
	for i := range y.risks {
		v += y.risks[i].Variance()
	}
	return v
}

// None is the probability of a year without loss, in closed form.
func (y *Year) None() float64 { return y.none }

// Exceed is the probability of losing more than x.
func (y *Year) Exceed(x float64) float64 {
	switch {
	case len(y.risks) == 0:
		return 0
	case x < y.least:
		return 1 - y.none
	}
	g := y.rung(rungOf(x))
	return 1 - y.below(g, x)
}

// rungOf is the lowest rung that reaches x with some room.
func rungOf(x float64) int { return int(math.Ceil(math.Log(x*1.01)/math.Log(rungRatio) + 1e-9)) }

// reachOf is up to where a rung goes.
func reachOf(j int) float64 { return math.Pow(rungRatio, float64(j)) }

func (y *Year) rung(j int) *grid {
	if g := y.rungs[j]; g != nil {
		return g
	}
	if y.solver == nil {
		y.solver = newSolver(y.mode.cells())
	}
	g := y.solver.solve(y.risks, reachOf(j)/float64(y.solver.cells))
	y.rungs[j] = g
	return g
}

// below is the probability of at most x, between the middles of two steps. What
// stands at 0 in the grid are years without loss and losses of less than half a step.
func (y *Year) below(g *grid, x float64) float64 {
	u := x/g.step - 0.5
	if u <= 0 {
		return y.none + max(0, g.below[0]-y.none)*(u+0.5)/0.5
	}
	k := min(int(u), len(g.below)-2)
	p := g.below[k] + (u-float64(k))*(g.below[k+1]-g.below[k])
	return min(1, max(y.none, p))
}

// VaR is the value at risk: the loss that a year exceeds with probability 1-q, for q
// from 0 to MaxLevel.
func (y *Year) VaR(q float64) float64 {
	if len(y.risks) == 0 || q <= y.none {
		return 0
	}
	_, v := y.find(min(q, MaxLevel))
	return v
}

// find gives the loss of a level, and a grid that reaches it.
func (y *Year) find(q float64) (*grid, float64) {
	if f, ok := y.found[q]; ok {
		return f.grid, f.at
	}
	j := rungOf(y.guess(q))
	for y.top(j) < q {
		j++
	}
	for lower := reachOf(j - 1); y.below(y.rung(j), lower*0.98) >= q && lower > y.least; lower = reachOf(j - 1) {
		j--
	}
	g := y.rung(j)
	v := y.level(g, q)
	if y.mode == Interactive && y.blurs(g.step) {
		if closer := y.solver.solve(y.risks, finer*v/float64(y.solver.cells)); y.below(closer, closer.reach()) >= q {
			g, v = closer, y.level(closer, q)
		}
	}
	y.found[q] = found{g, v}
	return g, v
}

// level is the loss of a level on a grid that reaches it.
func (y *Year) level(g *grid, q float64) float64 {
	last := len(g.below) - 1
	k := sort.Search(last, func(k int) bool { return g.below[k] >= q })
	if k == 0 {
		share := 1.0
		if d := g.below[0] - y.none; d > 0 {
			share = min(1, (q-y.none)/d)
		}
		return g.step * share / 2
	}
	a, b := g.below[k-1], g.below[k]
	return g.step * (float64(k) - 0.5 + (q-a)/(b-a))
}

// finer is how far beyond a loss a grid goes that is made for it: its steps are up to
// eight times as short as those of the rung.
const finer = 1.06

// blurs reports whether a step is too long for a loss of nearly one size. A loss between
// two steps is put on both, which adds up to a quarter of a squared step to the variance
// of each event. Beside what most losses vary by that is nothing; where they hardly vary it
// blurs what a number of them adds up to, and a level near the edge of such a sum would
// be told by the blur.
func (y *Year) blurs(step float64) bool {
	const steps, share = 4, 0.25
	for i := range y.risks {
		mean, deviation := y.risks[i].Loss.Mean(), math.Sqrt(y.risks[i].Loss.Variance())
		if mean > steps*step/2 && deviation < min(steps*step, share*mean) {
			return true
		}
	}
	return false
}

// top is the probability within reach of a rung.
func (y *Year) top(j int) float64 {
	g := y.rung(j)
	return y.below(g, g.reach())
}

// guess is about where a level is found: what one loss exceeds often enough, and what
// the mean of the others adds.
func (y *Year) guess(q float64) float64 {
	often := func(x float64) float64 {
		sum := 0.0
		for i := range y.risks {
			p, _, _ := y.risks[i].Loss.partial(x)
			sum += y.risks[i].Frequency.Mean() * (1 - p)
		}
		return sum
	}
	low, high := math.Log(y.least), math.Log(1e30)
	for range 40 {
		mid := (low + high) / 2
		if often(math.Exp(mid)) > 1-q {
			low = mid
		} else {
			high = mid
		}
	}
	x := math.Exp(high)
	within := 0.0
	for i := range y.risks {
		_, m, _ := y.risks[i].Loss.partial(x)
		within += y.risks[i].Frequency.Mean() * m
	}
	if x < within { // many losses make the year, not one
		return within
	}
	return x
}

// TVaR is the tail value at risk: the mean of the worst years, whose share is 1-q
// (Acerbi and Tasche 2002, definition 2.6, which also holds where years without loss
// are more than q). It is the value at risk, and the part of the mean that lies above
// it over 1-q; the mean is known in closed form, so that the far tail need not be
// computed.
func (y *Year) TVaR(q float64) float64 {
	switch {
	case len(y.risks) == 0:
		return 0
	case q <= y.none:
		return y.mean / (1 - q)
	}
	q = min(q, MaxLevel)
	g, v := y.find(q)
	u := v/g.step - 0.5
	k := int(math.Floor(u))
	// E[S; S <= v], and what is at v itself.
	limited, p := 0.0, y.none
	if k >= 0 {
		limited, p = g.limited[k], g.below[k]
	}
	limited += max(0, q-p) * (v + max(0, g.step*(float64(k)+0.5))) / 2
	return max(v, (y.mean-limited)/(1-q))
}
