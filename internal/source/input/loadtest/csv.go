package loadtest

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"leadline/internal/fact"
	"leadline/internal/source/input/table"
)

// What columns are called.
var (
	loads = []string{
		"load", "users", "vus", "concurrency", "clients", "connections", "threads", "processors", "cpus", "cores", "instances", "nodes",
		"replicas", "servers", "pods", "workers", "n",
	}
	rates  = []string{"throughput", "tput", "rps", "qps", "tps", "requests per second", "requests/sec", "req/s", "rate", "x"}
	times  = []string{"time", "timestamp", "date", "day", "week", "month", "quarter", "year", "ts", "at"}
	values = []string{"value", "demand", "requests", "throughput", "tput", "rps", "qps", "tps", "requests per second", "rate", "users", "load", "count"}
)

// csv reads points of load, points of k6, or a series.
func (r *reader) csv() error {
	t := table.Open(r.in)
	r.test.Tool = "CSV"
	load, rate, at := t.Column(loads...), t.Column(rates...), t.Column(times...)
	switch {
	case t.Column("metric_name") >= 0:
		r.k6Table(t)
	case at >= 0 && (load < 0 || rate < 0):
		r.series(t, at)
	case load < 0 && rate < 0 && len(t.Columns()) > 0:
		t.Wrong(1, 0, whatIsRead, "no column is called load, throughput or time; there are: %s", strings.Join(t.Columns(), ", "))
	default:
		r.points(t, t.Require(loads...), t.Require(rates...))
	}
	return t.Err()
}

func (r *reader) series(t *table.Reader, at int) {
	value := t.Column(values...)
	if value < 0 && len(t.Columns()) == 2 {
		value = 1 - at
	}
	if value < 0 {
		value = t.Require(values...)
	}
	lost, first := 0, 0
	for t.Next() {
		when, ok := moment(t.Text(at))
		if !ok {
			t.WrongCell(at, "write 2026-11-22, 2026-11, 2026-11-22T10:00:00Z or seconds since 1970", "%q is no time", t.Text(at))
			continue
		}
		if s := strings.ToLower(t.Text(value)); s == "" || s == "nan" || s == "null" || s == "na" {
			if lost++; first == 0 {
				first = t.Line()
			}
			continue
		}
		x, ok := t.Number(value)
		if ok && !(x >= 0 && x <= 1e15) {
			t.WrongCell(value, "a demand is zero or more", "the demand %s cannot be used", t.Text(value))
			ok = false
		}
		if ok {
			r.test.Demand = append(r.test.Demand, fact.Demand{At: when, Value: x})
		}
	}
	if len(t.Columns()) > value && value >= 0 {
		r.test.Column = t.Columns()[value]
	}
	r.omit(lost, first, "times without a value were left out")
}

func (r *reader) points(t *table.Reader, load, rate int) {
	if load < 0 || rate < 0 {
		return
	}
	r.test.Column = t.Columns()[load]
	columns := latencyColumns(t)
	failed := t.Column("error rate", "failure rate", "failed rate")
	lost := make([]int, len(columns))
	for t.Next() {
		n, okLoad := t.Number(load)
		x, okRate := t.Number(rate)
		p := fact.LoadPoint{Load: n, Throughput: x, Line: t.Line()}
		if okLoad && !(n > 0 && n <= 1e15) {
			t.WrongCell(load, "a load is a number of clients, processors or instances, above zero", "the load %s cannot be used", t.Text(load))
			okLoad = false
		}
		if okRate && !(x >= 0 && x <= 1e15) {
			t.WrongCell(rate, "a throughput is zero or more", "the throughput %s cannot be used", t.Text(rate))
			okRate = false
		}
		if failed >= 0 && !share(t, failed, &p) {
			continue
		}
		for i, c := range columns {
			d, ok := c.read(t)
			if !ok {
				continue
			}
			if d == 0 {
				lost[i]++
			}
			p.Latency[c.name] = d
		}
		if okLoad && okRate {
			r.test.Points = append(r.test.Points, p)
		}
	}
	for i, c := range columns {
		name := t.Columns()[c.index]
		if c.unit == 0 && lost[i] > 0 {
			r.omit(lost[i], 0, "the latency in "+name+" has no unit, and was not used where its cells have none: call the column "+name+"_ms or "+name+"_s, or write 200ms")
		} else {
			r.omit(lost[i], 0, "rows without "+name+" have no latency")
		}
	}
}

// share reads the share of requests that failed, which count as no throughput.
func share(t *table.Reader, column int, p *fact.LoadPoint) bool {
	text, per := strings.CutSuffix(t.Text(column), "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if per {
		x /= 100
	}
	if err != nil || !(x >= 0 && x <= 1) {
		t.WrongCell(column, "write a share from 0 to 1, or per cent with %", "%q is no share", t.Text(column))
		return false
	}
	p.Failed = x
	p.Throughput *= 1 - x
	return true
}

// latencyColumn is a column of latencies; the unit is 0 if its name has none.
type latencyColumn struct {
	index, name int
	unit        time.Duration
}

// latencyColumns finds p95_ms, latency (s), mean response time and their like.
func latencyColumns(t *table.Reader) (out []latencyColumn) {
	for i, head := range t.Columns() {
		words := strings.FieldsFunc(strings.ToLower(head), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
		c := latencyColumn{index: i, name: -1}
		for _, w := range words {
			c.word(w)
		}
		if c.name < 0 {
			continue
		}
		if slices.ContainsFunc(out, func(o latencyColumn) bool { return o.name == c.name }) {
			t.Wrong(1, 0, "leave one of them out", "two columns give the %s latency", fact.LatencyNames[c.name])
			continue
		}
		out = append(out, c)
	}
	return out
}

// word takes what a word of a column's name says.
func (c *latencyColumn) word(w string) {
	switch w {
	case "latency", "response", "duration":
		c.name = max(c.name, mean)
	case "mean", "avg", "average":
		c.name = mean
	case "median", "p50":
		c.name = p50
	case "p90":
		c.name = p90
	case "p95":
		c.name = p95
	case "p99":
		c.name = p99
	case "us", "µs":
		c.unit = time.Microsecond
	case "ns":
		c.unit = time.Nanosecond
	case "ms", "milliseconds":
		c.unit = time.Millisecond
	case "s", "sec", "seconds":
		c.unit = time.Second
	}
}

// read is the latency in the row; 0 if there is none that can be used.
func (c latencyColumn) read(t *table.Reader) (time.Duration, bool) {
	text := t.Text(c.index)
	if text == "" {
		return 0, true
	}
	if d, err := time.ParseDuration(strings.ReplaceAll(text, " ", "")); err == nil && d > 0 {
		return d, true
	}
	x, ok := t.Number(c.index)
	if ok && !(x > 0) {
		t.WrongCell(c.index, "a latency is above zero", "the latency %s cannot be used", text)
		ok = false
	}
	return seconds(x * c.unit.Seconds()), ok
}

// moment reads a time, UTC if it names no zone.
func moment(text string) (time.Time, bool) {
	if x, err := strconv.ParseFloat(text, 64); err == nil {
		return counted(x, len(text))
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339Nano, "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02T15:04", "2006-01"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

// counted is the time that a number is: a year, or seconds, milliseconds, microseconds
// or nanoseconds since 1970, by how large it is.
func counted(x float64, digits int) (time.Time, bool) {
	switch {
	case !(x > 0) || x > 4e18:
		return time.Time{}, false
	case x >= 1900 && x <= 2200 && digits == 4:
		return time.Date(int(x), 1, 1, 0, 0, 0, 0, time.UTC), true
	case x < 1e8:
		return time.Time{}, false // 1973 at most: no time of a load, rather a number
	}
	for x > 1e11 {
		x /= 1e3
	}
	return time.UnixMicro(int64(x * 1e6)).UTC(), true
}
