package performance

import (
	"fmt"
	"math"
	"strconv"

	"leadline/internal/analysis/comparison"
	"leadline/internal/duty"
	"leadline/internal/sheet"
)

const compareQuestion = "What does a change make slower, and of what can the samples not tell?"

// compare says what a change makes slower.
var compare = duty.Verb{
	Name:     "compare",
	Question: compareQuestion,
	Doc: `BASE and HEAD are results of the same benchmarks before and after a change, in any
format that "leadline performance" reads, or revisions whose results are kept where
leadline.yaml says; a file of that name counts first. Each benchmark and metric is tested by the
Mann-Whitney U test. A change for the worse of 5 % or more (--slowdown) fails with exit
status 1 where the whole 95 % interval of the change is beyond it. That several are
tested is allowed for: where nothing changed, one comparison in twenty fails at most,
however many benchmarks there are.

Exit status 3 says that of some benchmarks nothing could be told: HEAD has none of
their samples, or either file too few. Others are too noisy to tell; they are named,
with the number of samples that would tell.

Take samples in turns, so that both sides meet the same machine:

    for i in $(seq 10); do
        ./base.test -test.run '^$' -test.bench . >> base.txt
        ./head.test -test.run '^$' -test.bench . >> head.txt
    done`,
	Args: "BASE HEAD", Least: 2, Most: 2, Gates: true, Kept: true,
	Flags: []duty.Flag{{Name: "slowdown", Value: "PERCENT", Doc: "fail on a change for the worse of this size, in place of the rule's threshold"}},
	Read:  readCompare,
}

// ComparisonSettings are what a comparison turns on, by the rule's thresholds and the
// flag.
func ComparisonSettings(v *duty.View) (comparison.Settings, error) {
	s := comparison.Settings{Worse: v.Threshold(&worse, "slowdown") / 100, Alpha: v.Threshold(&worse, "chance") / 100}
	if given, ok := v.Flags["slowdown"]; ok {
		x, err := strconv.ParseFloat(given, 64)
		if err != nil || !(x >= 0 && x <= mostSlowdown) {
			return s, &duty.Mistake{What: fmt.Sprintf("--slowdown %s is no number of per cent", given), Hint: fmt.Sprintf("write one from 0 to %d, such as 5", mostSlowdown)}
		}
		s.Worse = x / 100
	}
	return s, nil
}

func readCompare(v *duty.View) (sheet.Sheet, error) {
	c := &compared{Comparison: v.Inputs.Compared, view: v}
	s := sheet.Sheet{Duty: name, Question: compareQuestion, Summary: c.summary(), Figures: c.figures()}
	s.Findings = c.findings()
	s.Sections = []sheet.Section{c.table()}
	s.Unknown = c.unknown()
	return s, nil
}

// compared is a comparison to be told.
type compared struct {
	duty.Comparison
	view *duty.View
}

func (c *compared) summary() string {
	n := len(c.Of(comparison.Worse))
	open := len(c.Of(comparison.MaybeMore, comparison.TooFew, comparison.Noisy, comparison.Missing, comparison.Undirected))
	return fmt.Sprintf("%s by %s or more; of %s the samples cannot tell", duty.Amount(n, "measure of a benchmark is worse", "measures of benchmarks are worse"),
		c.Limit(), duty.Thousands(open))
}

func (c *compared) figures() []sheet.Figure {
	count := func(id, one, many string, verdicts ...comparison.Verdict) sheet.Figure {
		f := duty.Count(name+"/"+id, len(c.Of(verdicts...)), one, many, nil)
		f.N = len(c.Results)
		return f
	}
	at := c.Limit() + " or more"
	return []sheet.Figure{
		count("worse", "worse by "+at, "worse by "+at, comparison.Worse),
		count("maybe-worse", "worse, perhaps by "+at, "worse, perhaps by "+at, comparison.MaybeMore),
		count("better", "better", "better", comparison.Better),
		count("within", "not worse by "+at, "not worse by "+at, comparison.Within, comparison.Same),
		count("open", "cannot be told", "cannot be told", comparison.TooFew, comparison.Noisy, comparison.Missing, comparison.Undirected),
	}
}

// verdicts are those of a comparison in words.
var verdicts = map[comparison.Verdict]string{
	comparison.Worse: "worse", comparison.MaybeMore: "worse, by how much is open", comparison.TooFew: "too few samples", comparison.Noisy: "too noisy",
	comparison.Missing: "not in the head", comparison.Undirected: "which values are good is not known", comparison.New: "new",
	comparison.Within: "no worse", comparison.Better: "better", comparison.Same: "the same",
}

// mostRows is how many benchmarks the table holds.
const mostRows = 200

func (c *compared) table() sheet.Section {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "benchmark", Label: "benchmark", Kind: sheet.ColumnText},
		{ID: "base", Label: "base", Kind: sheet.ColumnNumber},
		{ID: "head", Label: "head", Kind: sheet.ColumnNumber},
		{ID: "change", Label: "change", Kind: sheet.ColumnNumber, Unit: "%"},
		{ID: "low", Label: "from", Kind: sheet.ColumnNumber, Unit: "%"},
		{ID: "high", Label: "to", Kind: sheet.ColumnNumber, Unit: "%"},
		{ID: "p", Label: "p", Kind: sheet.ColumnNumber},
		{ID: "q", Label: "q", Kind: sheet.ColumnNumber},
		{ID: "verdict", Label: "verdict", Kind: sheet.ColumnText},
		{ID: "samples", Label: "samples", Kind: sheet.ColumnText},
	}}
	for i := range c.Results {
		if i == mostRows {
			t.Others = len(c.Results) - mostRows
			break
		}
		t.Rows = append(t.Rows, c.row(&c.Results[i]))
	}
	return sheet.Section{
		ID: name + "/compared", Title: "Head against base", Kind: sheet.KindTable, Table: t,
		Note: fmt.Sprintf(`Base and head are medians. Change is the median of all quotients of head and base (Hodges and Lehmann), from and to the bounds of its interval of %s %%. `+
			`P is that of the Mann-Whitney U test, q the same adjusted for %s (Benjamini and Hochberg).`,
			duty.Digits(100-100*c.Settings.Alpha), duty.Amount(len(c.Results), "result", "results")),
	}
}

func (c *compared) row(r *comparison.Result) []sheet.Value {
	scale, unit := duty.Scaled(max(r.BaseMedian, r.HeadMedian), r.Unit)
	row := []sheet.Value{
		sheet.String(c.Title(r) + ", " + measure(r, unit)),
		{},
		{},
		{},
		{},
		{},
		{},
		{},
		sheet.String(verdicts[r.Verdict]), sheet.String(fmt.Sprintf("%d+%d", len(r.Base), len(r.Head))),
	}
	if len(r.Base) > 0 {
		row[1] = sheet.Float(figures(r.BaseMedian*scale, 5))
	}
	if len(r.Head) > 0 {
		row[2] = sheet.Float(figures(r.HeadMedian*scale, 5))
	}
	if r.HasChange {
		row[3] = asChange(r.Change.Value)
	}
	if r.HasChange && r.Change.Closed() {
		row[4], row[5] = asChange(r.Change.Low), asChange(r.Change.High)
	}
	if r.Test.N1 > 0 {
		row[6], row[7] = sheet.Float(figures(r.Test.P, 3)), sheet.Float(figures(r.Q, 3))
	}
	return row
}

// measure is what was measured, and in which unit.
func measure(r *comparison.Result, unit string) string {
	if r.Metric == r.Unit || r.Metric == "" {
		return unit
	}
	return fmt.Sprintf("%s (%s)", r.Metric, unit)
}

// asChange is a factor as a change.
func asChange(factor float64) sheet.Value {
	return sheet.Float(math.Round(1e4*(factor-1)) / 100)
}

// figures rounds to some significant figures.
func figures(x float64, digits int) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64)
	if err != nil {
		return x
	}
	return y
}
