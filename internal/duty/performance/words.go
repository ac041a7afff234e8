package performance

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// title names a benchmark, its suite where there are several, and its metric where its
// name alone does not tell.
func (s *series) title() string {
	t := s.Benchmark
	if s.suites && s.Suite != "" {
		t = s.Suite + " " + t
	}
	if m := s.Metric; m != "" && m != "time" && m != "ns/op" && m != s.Benchmark {
		t += " " + m
	}
	return t
}

// amount is a value with its unit.
func (s *series) amount(x float64) string { return strings.TrimSpace(number(x) + " " + s.Unit) }

// number writes a number with four significant digits at most.
func number(x float64) string {
	switch a := math.Abs(x); {
	case a >= 1e15 || a > 0 && a < 1e-4:
		return strconv.FormatFloat(x, 'g', 4, 64)
	case a >= 1000:
		return strconv.FormatFloat(math.Round(x), 'f', -1, 64)
	}
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 4, 64), 64)
	return strconv.FormatFloat(y, 'f', -1, 64)
}

// percent writes a share with one decimal.
func percent(x float64) string {
	switch {
	case math.IsNaN(x):
		return "unknown"
	case math.IsInf(x, 0):
		return "no size"
	case math.Abs(x) >= 1:
		return fmt.Sprintf("%.0f %%", 100*x)
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", 100*x), ".0") + " %"
}

func (a *answer) run(i int) *fact.BenchmarkRun { return &a.view.Inputs.Benchmarks.Runs[i] }

// object reports whether a text looks like the id of a commit in git.
func object(commit string) bool {
	return len(commit) >= 7 && strings.Trim(commit, "0123456789abcdef") == "" && strings.Trim(commit, "0123456789") != ""
}

// label is what a run is called: its commit, or else its day, its file or its number.
func (a *answer) label(i int) string {
	r := a.run(i)
	switch {
	case object(r.Commit):
		return r.Commit[:min(10, len(r.Commit))]
	case r.Commit != "":
		return r.Commit
	case !r.Time.IsZero():
		return r.Time.UTC().Format("2006-01-02 15:04")
	case len(a.view.Inputs.Names) > 1 && len(a.view.Inputs.Names) == len(a.view.Inputs.Benchmarks.Runs):
		return r.File
	}
	return "run " + strconv.Itoa(i+1)
}

// evidence leads to a run; the text says what one is that is no commit.
func (a *answer) evidence(i int, text string) sheet.Evidence {
	r := a.run(i)
	e := sheet.Evidence{Commit: r.Commit, Text: r.Subject}
	if !object(r.Commit) {
		e = sheet.Evidence{Text: text + ": " + a.label(i)}
	}
	if !r.Time.IsZero() {
		e.Date = sheet.DateOf(r.Time)
	}
	return e
}

// next shows what changed between two runs.
func (a *answer) next(good, bad int) string {
	from, to := a.run(good).Commit, a.run(bad).Commit
	if object(from) && object(to) {
		return sheet.Command("git", "log", "--stat", a.label(good)+".."+a.label(bad))
	}
	return "see what changed between " + a.label(good) + " and " + a.label(bad)
}
