package review

import (
	"fmt"
	"slices"
	"strings"

	"leadline/internal/analysis/comparison"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var slower = duty.Rule{
	ID: "review/slower", Level: sheet.LevelError,
	Title: "A change makes a benchmark worse by more than the team puts up with",
	Doc: `With --bench BASE HEAD two results of the same benchmarks are held against each other,
of the base and of the head of the change, in any format that "leadline performance"
reads. What speaks is the gate of "leadline performance compare", with the thresholds of
performance/worse: a change for the worse of 5 % or more, by a test that allows for all
results at once, and by the whole interval. It fails the review.

A benchmark whose samples cannot tell is no finding: what is not known says how many
there are, and how many samples would tell. Where no outcome of so few samples could have
told, or the head lacks a benchmark of the base, the answer is incomplete besides, and the
exit status 3. The files are believed: that they are of the base and of the head, measured
in turns on one machine, is for who runs them to see to.`,
}

// mostNear is how many changed files stand beside a benchmark.
const mostNear = 3

// slowdowns are the benchmarks that the change makes worse.
func (a *answer) slowdowns() []sheet.Finding {
	c := a.change.Benchmarks
	if c == nil {
		return nil
	}
	var out []sheet.Finding
	for _, r := range c.Of(comparison.Worse) {
		f := sheet.Finding{
			Rule: slower.ID, Level: a.view.Level(&slower), Gate: true, Message: c.Slower(r),
			Why:         "who uses this waits longer or pays more for every run, until somebody finds the commit",
			Next:        "leadline performance profile BASE.pprof HEAD.pprof shows which functions the time went to",
			Evidence:    []sheet.Evidence{{Text: c.Tested(r)}},
			Fingerprint: sheet.Fingerprint(slower.ID, r.Suite, r.Benchmark, r.Metric),
		}
		f.Evidence = append(f.Evidence, a.changedNear(r.Suite)...)
		out = append(out, f)
	}
	return out
}

// changedNear are the files of code that the change changes in the folder of a package
// or module, which its name ends with; what changed most first.
func (a *answer) changedNear(suite string) []sheet.Evidence {
	var near []*duty.ChangedFile
	for i := range a.change.Files {
		f := &a.change.Files[i]
		folder := string(f.Path.Folder())
		if f.Kind != fact.Deleted && folder != "" && (suite == folder || strings.HasSuffix(suite, "/"+folder)) && hotspot.NatureOf(f.Path) == hotspot.Code {
			near = append(near, f)
		}
	}
	slices.SortStableFunc(near, func(x, y *duty.ChangedFile) int { return int(y.Added+y.Deleted) - int(x.Added+x.Deleted) })
	var out []sheet.Evidence
	for _, f := range near[:min(len(near), mostNear)] {
		out = append(out, sheet.Evidence{
			Place: &sheet.Place{Path: string(f.Path)},
			Text:  fmt.Sprintf("the change adds %s here and deletes %s", duty.Amount(int(f.Added), "line", "lines"), duty.Thousands(int(f.Deleted))),
		})
	}
	return out
}

// unknownSpeed tells of which benchmarks the samples say nothing.
func (a *answer) unknownSpeed() []sheet.Unknown {
	c := a.change.Benchmarks
	if c == nil || a.view.Off(&slower) {
		return nil
	}
	var out []sheet.Unknown
	for _, x := range []struct {
		verdicts []comparison.Verdict
		why      string
		next     func([]*comparison.Result) string
	}{
		{[]comparison.Verdict{comparison.MaybeMore, comparison.TooFew, comparison.Noisy}, "their samples are too few, or lie too far apart", duty.SamplesForAll},
		{[]comparison.Verdict{comparison.Missing}, "the head has no samples of them", func([]*comparison.Result) string {
			return "measure them at the head too, or leave them out of the file of the base"
		}},
		{[]comparison.Verdict{comparison.Undirected}, "which of their values are good is not known, or some are negative", func([]*comparison.Result) string {
			return "give a unit that is known, such as a time, or a format that says which values are good"
		}},
	} {
		open := c.Of(x.verdicts...)
		if len(open) == 0 {
			continue
		}
		r := open[0]
		out = append(out, sheet.Unknown{
			What: fmt.Sprintf("whether %s worse by %s (%s, %s%s)", duty.Amount(len(open), "measure of a benchmark is", "measures of benchmarks are"), c.Limit(),
				c.Title(r), r.Metric, more(len(open)-1)),
			Why: x.why, Next: x.next(open),
		})
	}
	return out
}

func more(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" and %s more", duty.Thousands(n))
}
