// Package performance answers which change cost speed: where the level of a
// benchmark changed for good, between which commits, by how much, and what could have
// been found in so much noise.
package performance

import (
	"slices"
	"strconv"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

const (
	name     = "performance"
	question = "Which change cost speed?"
)

// Duty is the duty of optimising.
var Duty = duty.Duty{
	Name:     name,
	Question: question,
	Doc: `Where the level of a benchmark changed for good, by how much, between which
commits, and which of these changes made it slower and still do; how noisy each
benchmark is, and the smallest change that could have been found in it.

Change points are found by E-divisive over a window of 50 runs, with Student's
t-test at p = 1e-6 (Matteson and James 2014; Fleming et al. 2023). A run is one
state of the code; what was measured several times in one run counts once, by its
median. Whether more is better follows from the unit (ns/op, B/op: less; ops/s,
MB/s: more), or from --better.

In a repository that holds the commits, or with -C, the commits of each range are
told, with those first that touched the benchmark's package, and whom to ask.

Without a FILE it answers from the results that "leadline ingest bench" keeps with the
commits: those of the default branch, or of --at, and its first parents, in the order of
that line, whenever they came in.`,
	OnFile: true, OnKept: true,
	Files: `a history of benchmarks (CSV with the columns commit, time, benchmark, value,
unit, or with a column for each benchmark; data.js of github-action-benchmark) or
the result of one run, several in their order making a history (go test -bench,
JMH, pytest-benchmark, Google Benchmark, hyperfine and Criterion.rs as JSON,
customSmallerIsBetter and customBiggerIsBetter)`,
	Rules: slices.Concat([]duty.Rule{slowdown, noisy}, compareRules, []duty.Rule{costlier, worseSince, effectRule}),
	Needs: []duty.Need{duty.NeedLanded},
	Flags: []duty.Flag{
		{Name: "least", Value: "PERCENT", Doc: "smallest change that is worth a finding; 5 unless given"},
		{Name: "better", Value: "smaller|bigger", Doc: "which values are good, where the unit does not say"},
		{Name: "from", Value: "DIR|REF", Doc: "where results are kept: a folder, or a ref of notes; without a FILE"},
	},
	Verbs:    []duty.Verb{compare, profile, helped},
	Read:     read,
	Pictures: pictures,
}

var slowdown = duty.Rule{
	ID: "performance/slowdown", Level: sheet.LevelWarning,
	Title: "A benchmark became slower for good",
	Doc: `The level of a series of measurements changed for the worse by the threshold or
more, as E-divisive finds over a window of 50 runs with Student's t-test at p = 1e-6,
and the median of the last stretch is still worse by as much than before the change.
Benchmarks that changed at the same place, within two runs, are one finding. The range
goes from the last run that was still good, which is not in it, to the first that is
bad, which is. One of more than 50 runs ago is a note.

The level is that of the measurements: another machine, compiler or load changes it as
well as the code does. Where other benchmarks became faster at the same place, or the
commits of the range changed nothing but documents, it is a note that says so; and where
the results name their environment, and no run after the change was in one of those before. A change in the last few runs is not found before
enough of them are there: the sheet says how many.`,
	Thresholds: []duty.Threshold{least},
}

var noisy = duty.Rule{
	ID: "performance/noisy", Level: sheet.LevelNote,
	Title: "Benchmarks are too noisy for the change that is asked for",
	Doc: `In so many benchmarks not even 50 runs after a change of the threshold would let it
be found: a step has a chance of 80 % from the size on of the two quantiles of
Student's t times the standard error of the difference, with the noise of the last
stretch. Noise is 1.4826 times the median absolute deviation over the median.

"No change found" says nothing of smaller changes in them. More samples in each run,
a quieter machine or counted instructions help.`,
	Thresholds: []duty.Threshold{least},
}

var least = duty.Threshold{
	Name: "percent", Default: 5, Least: 0, Most: 1000, Doc: "smallest change, in per cent of the median before it",
}

// answer holds what the parts of the sheet are made from.
type answer struct {
	view *duty.View
	// least is the smallest relative change that is worth a finding.
	least  float64
	series []series
	// changes of all series, the latest first, and larger before smaller.
	changes []change
}

func read(v *duty.View) (sheet.Sheet, error) {
	s := sheet.Sheet{Duty: name, Question: question}
	a, err := newAnswer(v)
	if err != nil {
		return s, err
	}
	s.Figures = a.figures()
	s.Findings = a.findings()
	s.Sections = a.sections()
	s.Unknown = a.unknown()
	s.Summary = a.summary()
	return s, nil
}

func newAnswer(v *duty.View) (*answer, error) {
	a := &answer{view: v, least: v.Threshold(&slowdown, least.Name) / 100}
	if text, ok := v.Flags["least"]; ok {
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || !(x >= least.Least && x <= least.Most) {
			return nil, &duty.Mistake{What: "--least " + strconv.Quote(text) + " is no number of per cent", Hint: "give a number from 0 to 1000, such as 5"}
		}
		a.least = x / 100
	}
	better, err := betterOf(v)
	if err != nil {
		return nil, err
	}
	a.read(better)
	return a, nil
}

// betterOf is what a person says which values are good.
func betterOf(v *duty.View) (fact.Better, error) {
	switch text := v.Flags["better"]; text {
	case "":
		return fact.BetterUnknown, nil
	case "smaller":
		return fact.BetterSmaller, nil
	case "bigger":
		return fact.BetterBigger, nil
	default:
		return fact.BetterUnknown, &duty.Mistake{What: "--better " + strconv.Quote(text) + " is no direction", Hint: "give smaller or bigger"}
	}
}
