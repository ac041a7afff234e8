package performance

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/stat"
	"leadline/internal/stat/changepoint"
)

// rows is how many a table has at most.
const rows = 20

// blind reports whether not even a window of runs on either side lets the change be
// found that is asked for.
func (a *answer) blind(s *series) bool {
	return !math.IsNaN(s.noise) && len(s.points) > 1 &&
		changepoint.Needed(s.noise, a.least, changepoint.Default.Window, changepoint.Default) == 0
}

// sees reports whether a change that is worth a finding could be found in a series.
func (a *answer) sees(s *series) bool { return s.detectable <= a.least }

func (a *answer) figures() []sheet.Figure {
	of := duty.Amount(len(a.series), "benchmark", "benchmarks")
	out := []sheet.Figure{
		duty.Count(name+"/benchmarks", len(a.series), "benchmark", "benchmarks", nil),
		duty.Count(name+"/runs", a.runs(), "run in the longest history", "runs in the longest history", nil),
	}
	sees := a.count(a.sees)
	more := []sheet.Figure{
		duty.Count(name+"/changes", len(a.changes), "change of level", "changes of level", nil),
		{ID: name + "/slower", Label: "for the worse by " + percent(a.least) + " or more, and still so", State: sheet.Known, Value: sheet.Int(a.lasting(slower))},
		{ID: name + "/faster", Label: "for the better by " + percent(a.least) + " or more, and still so", State: sheet.Known, Value: sheet.Int(a.lasting(faster))},
		{ID: name + "/seen", Label: "of " + of + " in which a change of " + percent(a.least) + " would be found", State: sheet.Known, Value: sheet.Int(sees), N: len(a.series)},
		a.noise(),
	}
	if a.runs() < 2 { // one run tells nothing of change
		for i, f := range more {
			more[i] = sheet.Figure{ID: f.ID, Label: f.Label, Unit: f.Unit, Reason: "there is one run of each benchmark"}
		}
	}
	return append(out, more...)
}

// runs is how many the longest history has.
func (a *answer) runs() int {
	n := 0
	for i := range a.series {
		n = max(n, len(a.series[i].points))
	}
	return n
}

// lasting counts changes in a direction that are worth a finding and last.
func (a *answer) lasting(d direction) int {
	n := 0
	for i := range a.changes {
		if c := &a.changes[i]; c.worse == d && c.lasting && a.worth(c) {
			n++
		}
	}
	return n
}

func (a *answer) noise() sheet.Figure {
	var all []float64
	for i := range a.series {
		if x := a.series[i].noise; !math.IsNaN(x) {
			all = append(all, x)
		}
	}
	f := sheet.Figure{ID: name + "/noise", Label: "noise of the median benchmark", Unit: "%", N: len(all)}
	if len(all) == 0 {
		f.Reason = "no benchmark has two runs of one level and a median above 0"
		return f
	}
	slices.Sort(all)
	f.State, f.Value = sheet.Known, sheet.Float(round(100*stat.Median(all)))
	return f
}

func (a *answer) summary() string {
	runs := a.runs()
	of := duty.Amount(len(a.series), "benchmark", "benchmarks")
	groups := a.slowdowns()
	switch {
	case runs < 2:
		return of + " in one run: no history to look for a change in"
	case len(groups) == 0 && len(a.changes) == 0:
		return fmt.Sprintf("no change found in %s over %s", of, duty.Amount(runs, "run", "runs"))
	case len(groups) == 0:
		return fmt.Sprintf("no slowdown of %s lasts: %s in %s", percent(a.least), duty.Amount(len(a.changes), "change of level", "changes of level"), of)
	}
	_, bad := groups[0].ends()
	return fmt.Sprintf("%s in %s, the latest at %s", duty.Amount(len(groups), "slowdown that lasts", "slowdowns that last"), of, a.label(bad))
}

// count is how many series there are of a kind.
func (a *answer) count(of func(*series) bool) int {
	n := 0
	for i := range a.series {
		if of(&a.series[i]) {
			n++
		}
	}
	return n
}

// keepMore is how a history gets more runs.
const keepMore = "leadline ingest bench FILE --commit REV, for more commits"

// unknown is what could be said with more.
func (a *answer) unknown() []sheet.Unknown {
	var out []sheet.Unknown
	benchmarks := func(n int) string { return duty.Amount(n, "benchmark", "benchmarks") }
	if n := a.count(func(s *series) bool { return len(s.points) < 2 }); n > 0 {
		next := "name the files of several runs, the oldest first"
		if a.view.Inputs.Line != "" {
			next = keepMore
		}
		out = append(out, sheet.Unknown{What: "changes of " + benchmarks(n), Why: "they were measured in one run only", Next: next})
	}
	if n := a.view.Inputs.Beside; n > 0 {
		out = append(out, sheet.Unknown{
			What: "what the results of " + duty.Amount(n, "other commit", "other commits") + " tell",
			Why:  "not in the line of first parents of " + a.view.Inputs.Line, Next: "--at REV answers for another line",
		})
	}
	if n := a.count(func(s *series) bool { return s.better == fact.BetterUnknown && s.changes > 0 }); n > 0 {
		out = append(out, sheet.Unknown{What: "whether changes of " + benchmarks(n) + " are good or bad", Why: "their unit does not say which values are good", Next: "--better smaller, or --better bigger"})
	}
	if a.lacksRepository() {
		out = append(out, sheet.Unknown{What: "which commit of a range it was, and whom to ask", Why: "no repository was read", Next: "go to a clone, or name one with -C DIR"})
	}
	if n := a.count(func(s *series) bool { return s.changes == 0 && len(s.points) > 1 && !a.sees(s) }); n > 0 {
		out = append(out, sheet.Unknown{
			What: fmt.Sprintf("smaller changes of %s without a change point", benchmarks(n)),
			Why:  fmt.Sprintf("a change of %s would not be found in them: the table of benchmarks has what would", percent(a.least)),
			Next: "more runs, or more samples in each",
		})
	}
	return out
}

// lacksRepository reports whether commits of the latest slowdown could be told if there
// were one.
func (a *answer) lacksRepository() bool {
	groups := a.slowdowns()
	if len(groups) == 0 || a.view.Inputs.Landed != nil {
		return false
	}
	good, bad := groups[0].ends()
	return object(a.run(good).Commit) && object(a.run(bad).Commit)
}

func (a *answer) sections() []sheet.Section {
	var out []sheet.Section
	if len(a.changes) > 0 {
		out = append(out, a.changeTable())
	}
	return append(out, a.benchmarkTable())
}

// runColumn is a column of runs: commits where the files name all of them so.
func (a *answer) runColumn(id, label string) (sheet.Column, func(int) sheet.Value) {
	for i := range a.view.Inputs.Benchmarks.Runs {
		if !object(a.run(i).Commit) {
			return sheet.Column{ID: id, Label: label, Kind: sheet.ColumnText}, func(i int) sheet.Value { return sheet.String(a.label(i)) }
		}
	}
	return sheet.Column{ID: id, Label: label, Kind: sheet.ColumnCommit}, func(i int) sheet.Value { return sheet.OfCommit(a.run(i).Commit) }
}

func (a *answer) changeTable() sheet.Section {
	badColumn, runOf := a.runColumn("bad", "first after")
	goodColumn, _ := a.runColumn("good", "last before")
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "benchmark", Label: "benchmark", Kind: sheet.ColumnText},
		{ID: "change", Label: "change", Kind: sheet.ColumnShare, Unit: "%"},
		{ID: "means", Label: "means", Kind: sheet.ColumnText},
		badColumn,
		{ID: "day", Label: "day", Kind: sheet.ColumnDate},
		{ID: "runs", Label: "runs since", Kind: sheet.ColumnNumber, Unit: "runs"},
		{ID: "now", Label: "now", Kind: sheet.ColumnText},
		{ID: "bounds", Label: "95 % bounds", Kind: sheet.ColumnText},
		{ID: "before", Label: "before", Kind: sheet.ColumnText},
		{ID: "after", Label: "after", Kind: sheet.ColumnText},
		goodColumn,
	}}
	shown := a.changes
	if len(shown) > rows {
		t.Others, shown = len(shown)-rows, shown[:rows]
	}
	for i := range shown {
		c := &shown[i]
		day := sheet.Value{}
		if at := a.run(c.firstBad()).Time; !at.IsZero() {
			day = sheet.OnDay(sheet.DateOf(at))
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.String(c.title()), sheet.Float(round(100 * c.Relative)), sheet.String(c.word()), runOf(c.firstBad()), day, sheet.Int(c.since()),
			sheet.String(a.state(c)), sheet.String(c.bounds()), sheet.String(c.amount(c.Before)), sheet.String(c.amount(c.After)), runOf(c.lastGood()),
		})
	}
	return sheet.Section{
		ID: name + "/changes", Title: "Where levels changed", Kind: sheet.KindTable, Table: t,
		Note: "The latest first; the change is that of the median. The bounds hold with 95 % at least, if runs do not depend on each other. " +
			"A change lasts if the last stretch is still as far off as is asked for; one is brief that less than three runs show.",
	}
}

// state says what became of a change.
func (a *answer) state(c *change) string {
	switch {
	case c.brief:
		return "brief"
	case c.size() < a.least:
		return "small"
	case c.lasting:
		return "lasts"
	}
	return "made good"
}

func (a *answer) benchmarkTable() sheet.Section {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "benchmark", Label: "benchmark", Kind: sheet.ColumnText},
		{ID: "runs", Label: "runs", Kind: sheet.ColumnNumber, Unit: "runs"},
		{ID: "now", Label: "now", Kind: sheet.ColumnText},
		{ID: "changes", Label: "changes", Kind: sheet.ColumnNumber},
		{ID: "noise", Label: "noise", Kind: sheet.ColumnShare, Unit: "%"},
		{ID: "detectable", Label: "smallest found", Kind: sheet.ColumnShare, Unit: "%"},
		{ID: "needed", Label: "runs to find " + percent(a.least), Kind: sheet.ColumnNumber, Unit: "runs"},
		{ID: "course", Label: "course", Kind: sheet.ColumnSpark},
	}}
	order := make([]*series, 0, len(a.series))
	for i := range a.series {
		order = append(order, &a.series[i])
	}
	slices.SortStableFunc(order, func(x, y *series) int {
		return cmp.Or(cmp.Compare(y.changes, x.changes), cmp.Compare(y.noise, x.noise), cmp.Compare(x.title(), y.title()))
	})
	if len(order) > rows {
		t.Others, order = len(order)-rows, order[:rows]
	}
	for _, s := range order {
		last := s.values(s.starts[len(s.starts)-1], len(s.points))
		slices.Sort(last)
		needed := sheet.Value{}
		if n := changepoint.Needed(s.noise, a.least, min(len(last), changepoint.Default.Window), changepoint.Default); n > 0 {
			needed = sheet.Int(n)
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.String(s.title()), sheet.Int(len(s.points)), sheet.String(s.amount(stat.Median(last))), sheet.Int(s.changes),
			sheet.Float(round(100 * s.noise)), sheet.Float(round(100 * s.detectable)), needed, sheet.Spark(s.course()),
		})
	}
	return sheet.Section{
		ID: name + "/benchmarks", Title: "What can be seen in them", Kind: sheet.KindTable, Table: t,
		Note: "Noise is that of the last stretch: 1.4826 times the median absolute deviation over the median. The smallest change is that which is found four times in five " +
			"in the midst of 50 runs, or of all where there are fewer; the runs to find one count from the change on, behind the last stretch, and are empty where 50 are too few.",
	}
}

// sparks is how many numbers a course has at most.
const sparks = 24

// course is the history in few numbers: medians of equal parts.
func (s *series) course() []float64 {
	n := min(sparks, len(s.points))
	out := make([]float64, n)
	for i := range out {
		part := s.values(i*len(s.points)/n, (i+1)*len(s.points)/n)
		slices.Sort(part)
		out[i] = stat.Median(part)
	}
	return out
}

// round leaves one decimal of a number of per cent.
func round(x float64) float64 { return math.Round(10*x) / 10 }
