package performance

import (
	"cmp"
	"math"
	"slices"

	"leadline/internal/fact"
	"leadline/internal/stat"
	"leadline/internal/stat/changepoint"
)

// series is one benchmark's history: a point for each run.
type series struct {
	*fact.BenchmarkSeries
	better fact.Better
	// suites: there are several, and titles tell them apart.
	suites bool
	points []point
	// starts are the indices at which stretches of one level begin, 0 among them.
	starts []int
	// noise of the last stretch, relative; NaN where that is not known.
	noise float64
	// detectable is the smallest relative step that could be found in the midst of a
	// window, or of all points where there are fewer; infinite where none could be.
	detectable float64
	changes    int
}

// point is the median of what one run gave.
type point struct {
	value float64
	run   int
}

// change is a place where a series changes.
type change struct {
	*series
	changepoint.Shift
	// index of the first point after the change.
	index int
	p     float64
	// worse says whether that is bad; 0 where nobody knows.
	worse direction
	// lasting says that the last stretch is still as much off as is worth a finding.
	lasting bool
	// now is the last stretch against that before the change, relative.
	now float64
	// brief says that so few points follow before the next change, or the end, that it
	// may be a spike.
	brief bool
}

// fewest is how many points a level has at least that is not a spike.
const fewest = 3

type direction int8

const (
	faster direction = -1
	slower direction = 1
)

// read finds the change points of every series.
func (a *answer) read(better fact.Better) {
	all := a.view.Inputs.Benchmarks.Series
	a.series = make([]series, len(all))
	several := slices.ContainsFunc(all, func(s fact.BenchmarkSeries) bool { return s.Suite != all[0].Suite })
	for i := range all {
		s := &a.series[i]
		*s = newSeries(&all[i])
		s.suites = several
		if s.better == fact.BetterUnknown {
			s.better = better
		}
		a.find(s)
	}
	slices.SortStableFunc(a.changes, func(x, y change) int {
		return cmp.Or(cmp.Compare(y.firstBad(), x.firstBad()), cmp.Compare(y.size(), x.size()))
	})
}

// newSeries takes the median of each run.
func newSeries(of *fact.BenchmarkSeries) series {
	s := series{BenchmarkSeries: of, better: of.Better}
	for i := 0; i < len(of.Samples); {
		j := i
		var values []float64
		for ; j < len(of.Samples) && of.Samples[j].Run == of.Samples[i].Run; j++ {
			values = append(values, of.Samples[j].Value)
		}
		slices.Sort(values)
		s.points = append(s.points, point{stat.Median(values), of.Samples[i].Run})
		i = j
	}
	return s
}

// find finds where a series changes.
func (a *answer) find(s *series) {
	values := s.values(0, len(s.points))
	found := changepoint.Find(values, changepoint.Default)
	s.starts = []int{0}
	for _, p := range found {
		s.starts = append(s.starts, p.Index)
	}
	last := values[s.starts[len(s.starts)-1]:]
	s.noise = changepoint.Noise(last)
	half := min(len(values), changepoint.Default.Window) / 2
	s.detectable = changepoint.Detectable(s.noise, half, half, changepoint.Default)
	s.changes = len(found)
	for i, p := range found {
		c := change{series: s, index: p.Index, p: p.P}
		before, after := values[s.starts[i]:p.Index], s.stretch(values, i+1)
		c.Shift = changepoint.ShiftOf(before, after)
		c.brief = len(after) < fewest
		c.now = changepoint.ShiftOf(before, last).Relative
		c.worse = s.direction(c.After - c.Before)
		c.lasting = !c.brief && (c.now > 0) == (c.Relative > 0) && math.Abs(c.now) >= a.least
		a.changes = append(a.changes, c)
	}
}

func (s *series) values(from, to int) []float64 {
	out := make([]float64, 0, to-from)
	for _, p := range s.points[from:to] {
		out = append(out, p.value)
	}
	return out
}

// stretch is that of one level, by its number.
func (s *series) stretch(values []float64, i int) []float64 {
	if i+1 < len(s.starts) {
		return values[s.starts[i]:s.starts[i+1]]
	}
	return values[s.starts[i]:]
}

// direction is what a difference of values means.
func (s *series) direction(difference float64) direction {
	switch {
	case s.better == fact.BetterUnknown || difference == 0 || math.IsNaN(difference):
		return 0
	case (difference > 0) == (s.better == fact.BetterSmaller):
		return slower
	}
	return faster
}

// size is how large the change is, relative; 0 where that is not known.
func (c *change) size() float64 {
	if math.IsNaN(c.Relative) {
		return 0
	}
	return math.Abs(c.Relative)
}

// firstBad and lastGood are the runs on either side of the change.
func (c *change) firstBad() int { return c.points[c.index].run }

func (c *change) lastGood() int { return c.points[c.index-1].run }

// since is how many runs of the series there are from the change on.
func (c *change) since() int { return len(c.points) - c.index }

// worth reports whether a change is large enough for a finding.
func (a *answer) worth(c *change) bool { return c.size() >= a.least && !math.IsNaN(c.Relative) }
