package benchmark

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/input/table"
)

// measurement is one value, as a format gives it.
type measurement struct {
	suite, benchmark, metric, unit string
	better                         fact.Better
	value                          float64
	run                            int
	// time of the value, where the file has one of its own for it.
	time time.Time
	// line, or the field that holds it in a format where lines say nothing.
	line  int
	field string
}

// collector gathers measurements into series, and what is wrong.
type collector struct {
	fault.Mistakes
	out    fact.Benchmarks
	tool   string
	series map[seriesKey]int
	order  []order
	runs   map[string]int
	gaps   []fact.Gap
	// rows are those of a table, which notes mistakes of its own.
	rows *table.Reader
}

type seriesKey struct{ suite, benchmark, metric string }

// order is what is known of the times of a series so far.
type order struct {
	last     time.Time
	rises    int
	falls    []fall
	many     int
	unitSaid bool
}

type fall struct {
	line         int
	field        string
	time, before time.Time
}

func newCollector(name string) *collector {
	return &collector{Mistakes: fault.Mistakes{Name: name}, series: map[seriesKey]int{}, runs: map[string]int{}}
}

// run is the index of the run with a key; it is new where there is none.
func (c *collector) run(key string, r fact.BenchmarkRun) int {
	if i, ok := c.runs[key]; ok && key != "" {
		return i
	}
	i := len(c.out.Runs)
	r.File, r.Tool = c.Name, cmp.Or(r.Tool, c.tool)
	r.Subject, _, _ = strings.Cut(r.Subject, "\n")
	c.out.Runs = append(c.out.Runs, r)
	if key != "" {
		c.runs[key] = i
	}
	return i
}

// environment notes what is known of where a run took place. Of what differs within a run
// all is told, in the order of the file.
func (c *collector) environment(run int, name, value string) {
	r := &c.out.Runs[run]
	value = strings.Join(strings.Fields(strings.ToValidUTF8(value, "\ufffd")), " ")
	if value == "" || r.Environment[name] == value {
		return
	}
	if r.Environment == nil {
		r.Environment = map[string]string{}
	}
	r.Environment[name] = alsoIn(r.Environment[name], value)
}

// alsoIn is a text of several values with one more, if it is not among them.
func alsoIn(values, value string) string {
	const between, most = " | ", 1000
	if value == "" || values == "" || len(values) > most || slices.Contains(strings.Split(values, between), value) {
		return cmp.Or(values, value)
	}
	return values + between + value
}

// add takes a measurement. One that is not finite is left out, and the file said to
// have a gap.
func (c *collector) add(m measurement) {
	if math.IsNaN(m.value) || math.IsInf(m.value, 0) {
		c.leave(m, "is no finite number")
		return
	}
	metric, better := measures(m.unit)
	if m.metric == "" {
		m.metric = metric
	}
	if m.better == fact.BetterUnknown {
		m.better = better
	}
	key := seriesKey{m.suite, m.benchmark, m.metric}
	i, ok := c.series[key]
	if !ok {
		i = len(c.out.Series)
		c.series[key] = i
		c.out.Series = append(c.out.Series, fact.BenchmarkSeries{
			Suite: m.suite, Benchmark: m.benchmark, Metric: m.metric, Unit: m.unit, Better: m.better,
		})
		c.order = append(c.order, order{})
	}
	s, o := &c.out.Series[i], &c.order[i]
	if s.Unit != m.unit {
		if !o.unitSaid {
			o.unitSaid = true
			c.wrong(m, "give one series in one unit, or name two metrics",
				"%s is measured in %q here and in %q before", m.benchmark, m.unit, s.Unit)
		}
		return
	}
	if s.Better != m.better {
		s.Better = fact.BetterUnknown
	}
	o.see(m)
	s.Samples = append(s.Samples, fact.Sample{Value: m.value, Run: m.run, Line: m.line})
}

// see notes whether times go on.
func (o *order) see(m measurement) {
	if m.time.IsZero() {
		return
	}
	switch {
	case o.last.IsZero() || m.time.Equal(o.last):
	case m.time.After(o.last):
		o.rises++
	default:
		o.many++
		if len(o.falls) <= fault.MostMistakes {
			o.falls = append(o.falls, fall{m.line, m.field, m.time, o.last})
		}
	}
	o.last = m.time
}

// leave notes a measurement that is left out. Those that lack the same are one gap.
func (c *collector) leave(m measurement, why string) {
	at := c.Name
	if m.line > 0 {
		at = fmt.Sprintf("%s:%d", at, m.line)
	} else if m.field != "" {
		at += ": " + m.field
	}
	if m.benchmark != "" {
		why = "the value of " + m.benchmark + " " + why
	}
	c.gap(at, why)
}

// gap notes a part of the file that is left out.
func (c *collector) gap(at, detail string) {
	if i := slices.IndexFunc(c.gaps, func(g fact.Gap) bool { return g.Detail == detail }); i >= 0 {
		c.gaps[i].Count++
		return
	}
	if len(c.gaps) >= fault.MostMistakes {
		c.gaps[len(c.gaps)-1].Count++
		c.gaps[len(c.gaps)-1].Detail = "further values and lines cannot be used"
		return
	}
	c.gaps = append(c.gaps, fact.Gap{Kind: fact.GapInput, Count: 1, Example: at, Detail: detail})
}

func (c *collector) wrong(m measurement, hint, format string, args ...any) {
	if m.field != "" {
		format, args = "%s: "+format, append([]any{m.field}, args...)
	}
	c.Wrong(m.line, 0, hint, format, args...)
}

// finish turns series around that run from the newest to the oldest. One whose times
// go both ways has no order that could be told.
func (c *collector) finish() (fact.Benchmarks, []fact.Gap, error) {
	for i := range c.order {
		o := &c.order[i]
		switch {
		case o.many == 0:
		case o.rises == 0:
			slices.Reverse(c.out.Series[i].Samples)
		default:
			for _, f := range o.falls {
				c.wrong(measurement{line: f.line, field: f.field}, "sort by time; where the order of the file is right, leave the times out",
					"%s follows %s, which is later", f.time.Format(time.RFC3339), f.before.Format(time.RFC3339))
			}
		}
	}
	err := c.Err()
	if c.rows != nil {
		err = errors.Join(c.rows.Err(), err)
	}
	if err != nil {
		return fact.Benchmarks{}, nil, err
	}
	if len(c.out.Series) == 0 {
		c.Wrong(0, 0, "give a file that holds measurements", "no benchmark in it has a value that can be used")
		return fact.Benchmarks{}, nil, c.Err()
	}
	c.sortRuns()
	return c.out, c.gaps, nil
}

// sortRuns puts runs in the order of time, where all have one: files tell of them
// benchmark by benchmark, or from the newest on.
func (c *collector) sortRuns() {
	if slices.ContainsFunc(c.out.Runs, func(r fact.BenchmarkRun) bool { return r.Time.IsZero() }) {
		return
	}
	order := make([]int, len(c.out.Runs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return c.out.Runs[a].Time.Compare(c.out.Runs[b].Time) })
	runs, to := make([]fact.BenchmarkRun, len(order)), make([]int, len(order))
	for at, i := range order {
		runs[at], to[i] = c.out.Runs[i], at
	}
	c.out.Runs = runs
	for i := range c.out.Series {
		for j := range c.out.Series[i].Samples {
			x := &c.out.Series[i].Samples[j]
			x.Run = to[x.Run]
		}
	}
}
