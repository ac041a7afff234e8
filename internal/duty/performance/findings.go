package performance

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"leadline/internal/analysis/people"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// together is how many runs apart changes of several benchmarks may be that are told
// as one: as far as a change point may be off.
const together = 2

// most is how many slowdowns are findings; the table has all.
const most = 5

// recent is how many runs ago a slowdown may be that is more than a note.
const recent = 50

// group is changes for the worse at one place.
type group []*change

// slowdowns are the changes for the worse that last, the latest first, those of one
// place together and the largest of them first.
func (a *answer) slowdowns() []group {
	var out []group
	for i := range a.changes {
		c := &a.changes[i]
		if c.worse != slower || !c.lasting || !a.worth(c) {
			continue
		}
		if n := len(out); n > 0 && out[n-1][0].firstBad()-c.firstBad() <= together {
			out[n-1] = append(out[n-1], c)
			continue
		}
		out = append(out, group{c})
	}
	for _, g := range out {
		slices.SortStableFunc(g, func(x, y *change) int {
			switch {
			case x.size() > y.size():
				return -1
			case x.size() < y.size():
				return 1
			}
			return 0
		})
	}
	return out
}

// ends are the last good run and the first bad one of the largest change of a group,
// which stands out most from the noise.
func (g group) ends() (good, bad int) { return g[0].lastGood(), g[0].firstBad() }

// span is the last run that was good for all of a group, and the first that is bad for
// all.
func (g group) span() (good, bad int) {
	good, bad = g.ends()
	for _, c := range g[1:] {
		good, bad = min(good, c.lastGood()), max(bad, c.firstBad())
	}
	return good, bad
}

func (a *answer) findings() []sheet.Finding {
	var out []sheet.Finding
	if !a.view.Off(&slowdown) {
		groups := a.slowdowns()
		for _, g := range groups[:min(most, len(groups))] {
			out = append(out, a.slowdown(g))
		}
		slices.SortStableFunc(out, func(x, y sheet.Finding) int { return x.Level.Rank() - y.Level.Rank() })
	}
	if f, ok := a.noisy(); ok && !a.view.Off(&noisy) {
		out = append(out, f)
	}
	return out
}

func (a *answer) slowdown(g group) sheet.Finding {
	good, bad := g.ends()
	first := g[0]
	what := first.title() + " is " + first.words()
	if len(g) > 1 {
		what = fmt.Sprintf("%s, and %s with it", what, duty.Amount(len(g)-1, "benchmark", "benchmarks"))
	}
	f := sheet.Finding{
		Rule: slowdown.ID, Level: a.view.Level(&slowdown),
		Message: fmt.Sprintf("%s since %s; %s was the last good run", what, a.label(bad), a.label(good)),
		Why:     "it has not been made good since",
		Next:    a.next(good, bad),
	}
	if first.since() > recent {
		f.Level = sheet.LevelNote
	}
	suspects, bears := a.suspects(g)
	switch moved := a.moved(first); {
	case moved != "":
		f.Level, f.Message = sheet.LevelNote, f.Message+"; the environment may be the cause"
		f.Why += "; but " + moved
	case g.mixed(a):
		f.Level, f.Message = sheet.LevelNote, f.Message+"; the machine may be the cause"
		f.Why += "; but other benchmarks changed for the better at the same place"
	case !bears:
		f.Level, f.Message = sheet.LevelNote, f.Message+"; the machine may be the cause"
		f.Why += "; but the range changed nothing but documents"
	}
	f.Evidence = suspects
	for _, e := range []sheet.Evidence{a.evidence(bad, "the first run that is "+first.word()), a.evidence(good, "the last run before")} {
		// What git says of a commit says more than what the file does.
		if !slices.ContainsFunc(suspects, func(s sheet.Evidence) bool { return e.Commit != "" && strings.HasPrefix(s.Commit, e.Commit) }) {
			f.Evidence = append(f.Evidence, e)
		}
	}
	for _, c := range g[:min(len(g), most)] {
		f.Evidence = append(f.Evidence, sheet.Evidence{Text: c.title() + ": " + c.figures()})
	}
	f.Fingerprint = sheet.Fingerprint(slowdown.ID, first.Suite, first.Benchmark, first.Metric, a.run(good).Commit, a.run(bad).Commit)
	return f
}

// mixed reports whether benchmarks became better where those of a group became worse.
func (g group) mixed(a *answer) bool {
	good, bad := g.span()
	return slices.ContainsFunc(a.changes, func(c change) bool {
		return c.worse == faster && a.worth(&c) && c.firstBad() > good && c.lastGood() < bad
	})
}

// words say how a benchmark changed: 12 % slower (9.8 to 14.1 %).
func (c *change) words() string {
	text := percent(c.size()) + " " + c.word()
	if b := c.bounds(); b != "" {
		text += " (" + b + ")"
	}
	return text
}

// bounds of the size of the change; empty where there are none.
func (c *change) bounds() string {
	if math.IsNaN(c.Low) {
		return ""
	}
	low, high := c.Low, c.High
	if c.Relative < 0 {
		low, high = -high, -low
	}
	return strings.TrimSuffix(percent(low), " %") + " to " + percent(high)
}

// word is what the change is called.
func (c *change) word() string {
	time := c.Metric == "time" || c.Metric == "throughput" || c.Unit == "ns/op"
	switch {
	case c.worse == slower && time:
		return "slower"
	case c.worse == slower:
		return "worse"
	case c.worse == faster && time:
		return "faster"
	case c.worse == faster:
		return "better"
	case c.After > c.Before:
		return "more"
	}
	return "less"
}

// figures are the medians on both sides.
func (c *change) figures() string {
	return fmt.Sprintf("median %s before and %s after, %s, %s on", c.amount(c.Before), c.amount(c.After), c.words(), duty.Amount(c.since(), "run", "runs"))
}

// noisy is one finding for all benchmarks in which the change that is asked for could
// not be found.
func (a *answer) noisy() (sheet.Finding, bool) {
	var all []*series
	for i := range a.series {
		if s := &a.series[i]; a.blind(s) {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return sheet.Finding{}, false
	}
	slices.SortStableFunc(all, func(x, y *series) int {
		switch {
		case x.noise > y.noise:
			return -1
		case x.noise < y.noise:
			return 1
		}
		return 0
	})
	f := sheet.Finding{
		Rule: noisy.ID, Level: a.view.Level(&noisy),
		Message: fmt.Sprintf("a change of %s could not be found in %d of %s, whatever the number of runs after it",
			percent(a.least), len(all), duty.Amount(len(a.series), "benchmark", "benchmarks")),
		Why:         "where no change is found in them, there may be one of that size",
		Next:        "take more samples in each run, or measure on a quieter machine",
		Fingerprint: sheet.Fingerprint(noisy.ID),
	}
	for _, s := range all[:min(most, len(all))] {
		f.Evidence = append(f.Evidence, sheet.Evidence{Text: fmt.Sprintf("%s: noise %s, smallest change %s", s.title(), percent(s.noise), percent(s.detectable))})
	}
	return f, true
}

// suspects are the commits of a range, those first that touched what the benchmarks
// measure, with somebody to ask; bears is false where all are known and none changed anything that
// bears upon speed.
func (a *answer) suspects(g group) (out []sheet.Evidence, bears bool) {
	good, bad := g.span()
	from, to := a.run(good).Commit, a.run(bad).Commit
	if a.view.Inputs.Landed == nil || !object(from) || !object(to) {
		return nil, true
	}
	commits, why := a.view.Inputs.Landed(from, to)
	if why != "" {
		out = append(out, sheet.Evidence{Text: why})
	}
	ranked := rank(commits, g)
	persons := people.Of(&fact.History{Commits: commits}, a.view.Settings.People)
	for _, s := range ranked[:min(most, len(ranked))] {
		e := sheet.Evidence{Commit: string(s.commit.ID), Text: s.commit.Subject, Date: duty.Date(s.commit.Committed)}
		if p := persons.Of(s.commit.Author); p != nil && p.Kind == people.Human {
			e.Person = p.Name
		}
		out = append(out, e)
	}
	if left := len(ranked) - most; left > 0 {
		out = append(out, sheet.Evidence{Text: fmt.Sprintf("%s of the range are not shown", duty.Amount(left, "further commit", "further commits"))})
	}
	bears = why != "" || len(commits) == 0 || slices.ContainsFunc(ranked, func(s suspect) bool { return s.bears })
	return out, bears
}
