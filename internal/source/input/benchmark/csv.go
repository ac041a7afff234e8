package benchmark

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadline/internal/fact"
	"leadline/internal/source/input/table"
)

// columns are where a CSV file has what.
type columns struct {
	commit, time, subject, suite, benchmark, metric, value, unit, better int
}

// Names of the columns that say which run a row is of.
var (
	commitNames  = []string{"commit", "commit_id", "revision", "rev", "sha", "hash", "version", "sut_version", "build", "ghc"}
	timeNames    = []string{"time", "timestamp", "date", "commit_time", "commit_date", "datetime", "day", "week", "month"}
	subjectNames = []string{"subject", "message"}
	rowNames     = []string{"index", "index_1based", "row", "run"}
)

// table reads a CSV file. Where it has a column value, each row is one measurement;
// otherwise a row is a run, and each column that is named for nothing else a benchmark,
// with its unit in brackets behind its name. Rows with the same commit, or the same
// time where there is no commit, are samples of one run; where there is neither, each
// row is a run.
func (c *collector) table(in fact.Input) {
	r := table.Open(in)
	at := columns{
		commit: r.Column(commitNames...), time: r.Column(timeNames...), subject: r.Column(subjectNames...),
		suite: r.Column("suite", "package", "pkg"), benchmark: r.Column("benchmark", "name", "test"), metric: r.Column("metric"),
		value: r.Column("value", "measurement", "result"), unit: r.Column("unit"), better: r.Column("better"),
	}
	switch {
	case at.value < 0 && at.benchmark >= 0:
		r.Require("value", "measurement", "result")
	case at.value < 0:
		c.wide(r, at)
	default:
		c.long(r, at)
	}
	c.rows = r
}

// long reads rows that are measurements.
func (c *collector) long(r *table.Reader, at columns) {
	for r.Next() {
		m, ok := c.rowRun(r, at)
		if !ok {
			continue
		}
		m.suite, m.benchmark, m.metric, m.unit = r.Text(at.suite), r.Text(at.benchmark), r.Text(at.metric), r.Text(at.unit)
		switch {
		case at.benchmark < 0:
			m.benchmark = r.Columns()[at.value]
		case m.benchmark == "":
			r.WrongCell(at.benchmark, "name the benchmark in every row", "it is empty")
			continue
		}
		if m.better, ok = betterOf(r.Text(at.better)); !ok {
			r.WrongCell(at.better, "write smaller or bigger", "%q is no direction", r.Text(at.better))
			continue
		}
		c.cell(r, at.value, m)
	}
}

// wide reads rows that are runs.
func (c *collector) wide(r *table.Reader, at columns) {
	taken := []int{at.commit, at.time, at.subject, r.Column(rowNames...)}
	var values []int
	for i, name := range r.Columns() {
		if name != "" && !slices.Contains(taken, i) {
			values = append(values, i)
		}
	}
	if len(values) == 0 {
		if len(r.Columns()) > 0 {
			r.Wrong(1, 0, "add a column named value, or one for each benchmark", "there is no column with values")
		}
		return
	}
	for r.Next() {
		m, ok := c.rowRun(r, at)
		for _, i := range values {
			if ok && r.Text(i) != "" { // an empty cell is a benchmark that this run does not have
				m.benchmark, m.unit = unitOf(r.Columns()[i])
				c.cell(r, i, m)
			}
		}
	}
}

// rowRun says which run a row is of.
func (c *collector) rowRun(r *table.Reader, at columns) (measurement, bool) {
	m := measurement{line: r.Line()}
	run := fact.BenchmarkRun{Commit: strings.ToValidUTF8(r.Text(at.commit), "\ufffd"), Subject: strings.ToValidUTF8(r.Text(at.subject), "\ufffd")}
	if text := r.Text(at.time); text != "" {
		t, err := moment(text)
		if err != nil {
			r.WrongCell(at.time, "write times as 2026-11-22T10:00:00Z or 2026-11-22, or as seconds since 1970", "%q is no time", text)
			return m, false
		}
		run.Time, m.time = t, t
	}
	key := run.Commit
	if key == "" && !run.Time.IsZero() {
		key = run.Time.Format(time.RFC3339Nano)
	}
	m.run = c.run(key, run)
	return m, true
}

// cell adds the value of a cell.
func (c *collector) cell(r *table.Reader, column int, m measurement) {
	text := r.Text(column)
	switch strings.ToLower(text) {
	case "", "na", "n/a", "null", "none", "-":
		c.leave(m, "is missing")
		return
	}
	x, err := number(text)
	if err != nil {
		r.WrongCell(column, "write a number, with a point before decimals and nothing between thousands", "%q is no number", text)
		return
	}
	m.value = x
	m.suite, m.benchmark = strings.ToValidUTF8(m.suite, "\ufffd"), strings.ToValidUTF8(m.benchmark, "\ufffd")
	m.metric, m.unit = strings.ToValidUTF8(m.metric, "\ufffd"), strings.ToValidUTF8(m.unit, "\ufffd")
	c.add(m)
}

// unitOf takes the unit from a name such as "parse (ms)" or "parse [ms]".
func unitOf(name string) (benchmark, unit string) {
	for _, b := range []string{"()", "[]"} {
		if rest, ok := strings.CutSuffix(name, b[1:]); ok {
			if i := strings.LastIndex(rest, b[:1]); i > 0 {
				return strings.TrimSpace(rest[:i]), strings.TrimSpace(rest[i+1:])
			}
		}
	}
	return name, ""
}

// moment reads a time as tools write it; without a zone it is taken for UTC.
func moment(s string) (time.Time, error) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		switch {
		case n > 1e11 && n < 1e14:
			return time.UnixMilli(n).UTC(), nil
		case n >= 0 && n < 1e11:
			return time.Unix(n, 0).UTC(), nil
		}
		return time.Time{}, fmt.Errorf("%d is no time", n)
	}
	var first error
	for _, layout := range []string{
		time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999 -0700", "2006-01-02 15:04:05.999999999Z07:00",
		"2006-01-02 15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02", "2006-01", "20060102T150405Z",
	} {
		t, err := time.Parse(layout, s)
		if err == nil {
			return t.UTC(), nil
		}
		first = cmp.Or(first, err)
	}
	return time.Time{}, first
}
