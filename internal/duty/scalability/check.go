package scalability

import (
	"fmt"
	"slices"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var missed = duty.Rule{
	ID: "scalability/target", Level: sheet.LevelError,
	Title: "A declared target of capacity is missed",
	Doc: `What is expected falls short of a target in the file that leadline scalability check
was given: the throughput, within the latency if one is declared; the share of
capacity that is free at the demand; or the months for which capacity lasts. It
gates: the check ends with exit status 1.`,
}

var unsure = duty.Rule{
	ID: "scalability/unsure-target", Level: sheet.LevelWarning,
	Title: "A declared target may be missed",
	Doc: `What is expected meets a target in the file that leadline scalability check was given,
and the interval of it, 95 % of a model and 90 % of a forecast, does not exclude that
it is missed. A throughput that was measured needs no interval. It does not gate.`,
}

// verdict is what became of a target.
type verdict string

const (
	met       verdict = "met"
	missedIt  verdict = "missed"
	unsureIt  verdict = "may be missed"
	notJudged verdict = "not judged"
)

// judgement is a target, what was found, and the verdict.
type judgement struct {
	field, wanted, found string
	verdict              verdict
}

// Check holds what was measured against the targets of the plan. What cannot be judged is
// a gap.
func Check(v *duty.View) (sheet.Sheet, []fact.Gap, error) {
	s := sheet.Sheet{Duty: name, Question: "Are the declared targets of capacity met?"}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "name", Label: "of", Kind: sheet.ColumnText},
		{ID: "target", Label: "target", Kind: sheet.ColumnText},
		{ID: "found", Label: "found", Kind: sheet.ColumnText},
		{ID: "verdict", Label: "verdict", Kind: sheet.ColumnText},
	}}
	var gaps []fact.Gap
	count := map[verdict]int{}
	plan := v.Inputs.Names[0]
	for i := range v.Inputs.Capacity {
		c := &v.Inputs.Capacity[i]
		judged, err := judge(v, c)
		if err != nil {
			return s, nil, err
		}
		for _, j := range judged {
			count[j.verdict]++
			t.Rows = append(t.Rows, []sheet.Value{sheet.String(c.Target.Name), sheet.String(j.wanted), sheet.String(j.found), sheet.String(string(j.verdict))})
			line := c.Target.Lines[j.field]
			switch j.verdict {
			case notJudged:
				gaps = append(gaps, fact.Gap{
					Kind: fact.GapInput, Count: 1, Example: fmt.Sprintf("%s:%d", plan, line),
					Detail: fmt.Sprintf("the target of %s, %s, could not be judged: %s", c.Target.Name, j.wanted, j.found),
				})
			case missedIt:
				s.Findings = append(s.Findings, short(&missed, plan, line, c, j, "is missed"))
			case unsureIt:
				s.Findings = append(s.Findings, short(&unsure, plan, line, c, j, "may be missed"))
			}
		}
	}
	slices.SortStableFunc(s.Findings, func(a, b sheet.Finding) int { return a.Level.Rank() - b.Level.Rank() })
	for _, c := range []struct {
		id, label string
		v         verdict
	}{{"met", "targets are met", met}, {"missed", "are missed", missedIt}, {"unsure", "are met by what is expected, and may be missed", unsureIt}, {"not-judged", "could not be judged", notJudged}} {
		if c.v == met || c.v == missedIt || count[c.v] > 0 {
			s.Figures = append(s.Figures, known(c.id, c.label, sheet.Int(count[c.v]), ""))
		}
	}
	s.Sections = []sheet.Section{{ID: "targets", Title: "Targets", Kind: sheet.KindTable, Table: t}}
	return s, gaps, nil
}

func short(r *duty.Rule, plan string, line int, c *duty.Capacity, j judgement, how string) sheet.Finding {
	place := sheet.Place{Path: plan, Line: line}
	return sheet.Finding{
		Rule: r.ID, Level: r.Level, Gate: r.ID == missed.ID, Place: &place,
		Message: fmt.Sprintf("%s: %s %s: %s", c.Target.Name, j.wanted, how, j.found),
		Why:     "what was promised to bear is not borne, or not surely", Next: sheet.Command(append([]string{"leadline", name}, c.Target.Files...)...),
		Evidence:    []sheet.Evidence{{Place: &place, Text: j.wanted}, {Text: j.found}},
		Fingerprint: sheet.Fingerprint(r.ID, plan, c.Target.Name, j.field),
	}
}

// judge holds one system against its targets.
func judge(v *duty.View, c *duty.Capacity) ([]judgement, error) {
	t := &c.Target
	w := wish{percentile: t.Percentile, latency: t.Latency.Seconds(), demand: t.Demand, headroom: t.Headroom}
	a, err := answerOf(v, c.Tests, w)
	if err != nil {
		return nil, err
	}
	var out []judgement
	if t.Throughput > 0 || t.Latency > 0 {
		out = append(out, a.judgeThroughput(t))
	}
	if t.Headroom > 0 {
		out = append(out, a.judgeHeadroom())
	}
	if t.Months > 0 {
		out = append(out, a.judgeMonths(t.Months))
	}
	return out, nil
}

// of is a verdict on an interval: whether the value, and both ends, are good.
func of(worst, at bool) verdict {
	switch {
	case worst && at:
		return met
	case at:
		return unsureIt
	}
	return missedIt
}

func (a *answer) judgeThroughput(t *fact.CapacityTarget) judgement {
	j := judgement{field: "throughput", verdict: notJudged}
	wanted, what := t.Throughput, "at least"
	if wanted == 0 {
		j.field, wanted, what = "latency", a.demand, "the demand of"
	}
	j.wanted = fmt.Sprintf("%s %s", what, num(wanted))
	if a.latency > 0 {
		j.wanted += fmt.Sprintf(" within %s", timed(a.latency))
	}
	if wanted == 0 {
		j.found = "nothing says how much is asked of it"
		return j
	}
	if p := a.measured(wanted); p >= 0 {
		j.found, j.verdict = fmt.Sprintf("%s at the load %s, as measured", num(a.points[p].Throughput), num(a.points[p].Load)), met
		return j
	}
	if a.latency > 0 && a.fitted() {
		if k, ok := a.kept(); ok && k.load == 0 {
			j.found, j.verdict = "no load keeps the latency", missedIt
			return j
		}
	}
	at, low, high, ok := a.bears()
	if !ok {
		j.found = a.whyNoCapacity()
		return j
	}
	j.found = fmt.Sprintf("%s (95 %%: %s)", num(at), between(low, high))
	j.verdict = of(low >= wanted, at >= wanted)
	return j
}

// measured is the first point that did so much, within the latency; -1 if none did.
func (a *answer) measured(wanted float64) int {
	t, timesKnown := a.times()
	for i, p := range a.points {
		if p.Throughput < wanted {
			continue
		}
		d := p.Latency[t.which].Seconds()
		if a.latency == 0 || timesKnown && t.measured && d > 0 && d <= a.latency {
			return i
		}
	}
	return -1
}

func (a *answer) judgeHeadroom() judgement {
	j := judgement{field: "headroom", wanted: fmt.Sprintf("%s %% free at the demand", num(100*a.headroom)), verdict: notJudged}
	at, low, high, ok := a.bears()
	switch {
	case a.demand == 0:
		j.found = "nothing says how much is asked of it"
	case !ok:
		j.found = a.whyNoCapacity()
	default:
		free := func(c float64) float64 { return 1 - a.demand/c }
		j.found = fmt.Sprintf("%s %% of %s (95 %%: %s to %s %%)", num(100*free(at)), num(at), num(100*free(low)), num(100*free(high)))
		j.verdict = of(free(low) >= a.headroom, free(at) >= a.headroom)
	}
	return j
}

func (a *answer) judgeMonths(months int) judgement {
	j := judgement{field: "months", wanted: fmt.Sprintf("capacity lasts %d months", months), verdict: notJudged}
	at, _, _, ok := a.bears()
	switch {
	case a.growth == nil:
		j.found = "no file holds a series of demand"
		return j
	case a.growth.failed != nil:
		j.found = "the series has fewer than three values"
		return j
	case !ok:
		j.found = a.whyNoCapacity()
		return j
	}
	g := a.growth
	if g.now() >= at*(1-a.headroom) {
		j.found, j.verdict = fmt.Sprintf("the demand of %s is above it already", num(g.now())), missedIt
		return j
	}
	end := g.day(1).AddDate(0, months, 0)
	x := a.crossing()
	lasts := func(ahead int) bool { return ahead == 0 || !g.day(ahead).Before(end) }
	if g.day(g.step.horizon).Before(end) {
		j.found = fmt.Sprintf("a series by the %s is carried on for %d %s", g.step.one, g.step.horizon, g.step.many)
		return j
	}
	j.found = fmt.Sprintf("it is not reached within %d %s", g.step.horizon, g.step.many)
	if x.First > 0 {
		j.found = "demand reaches it " + g.span(x)
	}
	j.verdict = of(lasts(x.First), lasts(x.Expected))
	return j
}
