package planning

import (
	"fmt"
	"strings"

	"leadline/internal/analysis/plan"
	"leadline/internal/duty"
	"leadline/internal/sheet"
)

// shares are the shares of simulations whose ends are told, in per cent.
var shares = []int{50, 85, 95}

func (a *answer) figures() []sheet.Figure {
	out := []sheet.Figure{a.items()}
	if reason, _ := a.why(); reason != "" {
		return append(out, a.planned())
	}
	for _, share := range shares {
		out = append(out, a.finish(share))
	}
	if f, ok := a.risked(); ok {
		out = append(out, f)
	}
	out = append(out, a.planned(), a.bound(), a.gap(), a.binding(), a.critical())
	if !a.change.None() {
		out = append(out, a.moved())
	}
	return out
}

// items counts what is to be done, and says how much of it has no estimate.
func (a *answer) items() sheet.Figure {
	f := duty.Count(name+"/items", len(a.made.Items), "item to do", "items to do", nil)
	if n := a.silent(); n > 0 && len(a.made.Items) > 1 {
		f.Label += fmt.Sprintf(", of which %s not say how long %s", duty.Amount(n, "does", "do"), duty.Plural(n, "it takes", "they take"))
	}
	return f
}

// silent counts the items without an estimate.
func (a *answer) silent() int {
	n := 0
	for _, it := range a.made.Items {
		if !it.Estimated {
			n++
		}
	}
	return n
}

// why says why there is no schedule, or no end to tell; empty if there is.
func (a *answer) why() (reason, next string) {
	switch {
	case a.lost != nil:
		return "after this change " + a.lost.Error() + ": it cannot be done", a.command("cut", a.lost.Item)
	case !a.made.Scheduled:
		return fmt.Sprintf("there are %s to do, and no more than %s are scheduled", duty.Amount(len(a.made.Items), "item", "items"), duty.Thousands(plan.MostItems)), ""
	case len(a.made.Items) == 0:
		return "nothing is left to do", ""
	case a.estimated() == 0:
		return "no item has an estimate", a.command("estimate", "1d/2d/5d")
	}
	return "", ""
}

func (a *answer) finish(share int) sheet.Figure {
	f := sheet.Figure{
		ID: fmt.Sprintf("%s/finish-%d", name, share), Label: fmt.Sprintf("%d of 100 simulations are done by", share),
		N: len(a.made.Outlook.Finish), Basis: sheet.Declared,
	}
	if !a.uncertain() {
		f.Reason, f.N = "no estimate is a range", 0
		if !a.made.Plan.Periods {
			f.Next = "write estimates as ranges, 1d/2d/5d: the least, the likeliest and the most"
		}
		return f
	}
	f.State, f.Value = sheet.Known, end(a.made, a.made.Outlook.Quantile(float64(share)/100))
	return f
}

// known fills a figure that every schedule has.
func (a *answer) known(f sheet.Figure, value func() sheet.Value) sheet.Figure {
	f.Basis = sheet.Declared
	if f.Reason, f.Next = a.why(); f.Reason == "" {
		f.State, f.Value = sheet.Known, value()
	}
	return f
}

func (a *answer) planned() sheet.Figure {
	m := a.made
	f := sheet.Figure{ID: name + "/end", Label: "the schedule ends, if every item takes what is expected, on", N: m.Result.Schedules}
	if m.Plan.Periods {
		f.Unit, f.Label = "periods", "until the end of the schedule"
	}
	return a.known(f, func() sheet.Value { return end(m, m.Result.Makespan) })
}

func (a *answer) bound() sheet.Figure {
	m := a.made
	f := sheet.Figure{ID: name + "/bound", Label: "no schedule of these durations ends before"}
	if m.Plan.Periods {
		f.Unit, f.Label = "periods", "that every schedule takes"
	}
	return a.known(f, func() sheet.Value { return end(m, m.Result.Bound.Value) })
}

func (a *answer) gap() sheet.Figure {
	f := sheet.Figure{ID: name + "/gap", Label: "at the most that the schedule is too long: its distance from this bound", Unit: "%", N: a.made.Result.Schedules}
	return a.known(f, func() sheet.Value { return sheet.Float(a.made.Gap()) })
}

// binding is what the bound comes from.
func (a *answer) binding() sheet.Figure {
	f := sheet.Figure{ID: name + "/binding", Label: "the bound is set by"}
	return a.known(f, func() sheet.Value {
		b := &a.made.Result.Bound
		if b.Path >= b.Energy {
			return sheet.String("the longest chain of dependencies")
		}
		return sheet.String("the work for " + a.pool(b.Resources))
	})
}

// pool is what resources are called together: the name that a need gives them, or
// their own.
func (a *answer) pool(resources []int) string {
	p := a.made.Plan
	for _, g := range a.made.Groups() {
		if fmt.Sprint(g.Resources) == fmt.Sprint(resources) {
			return g.Name
		}
	}
	if len(resources) == len(p.Resources) && len(resources) > 1 {
		return "all resources"
	}
	var names []string
	for _, r := range resources {
		names = append(names, p.Resources[r].Name)
	}
	return strings.Join(names, ", ")
}

func (a *answer) critical() sheet.Figure {
	n := 0
	for i := range a.made.Result.Slack {
		if a.made.Result.Slack[i] == 0 && a.made.Project.Items[i].Duration > 0 {
			n++
		}
	}
	f := sheet.Figure{ID: name + "/critical", Label: duty.Plural(n, "item without slack", "items without slack")}
	return a.known(f, func() sheet.Value { return sheet.Int(n) })
}

// moved is how much later the end is than without the change.
func (a *answer) moved() sheet.Figure {
	f := sheet.Figure{ID: name + "/moved", Label: "later than without this change", Unit: "days"}
	if a.made.Plan.Periods {
		f.Unit = "periods"
	}
	return a.known(f, func() sheet.Value {
		now, then := a.lastMinute(a.made), a.lastMinute(a.before)
		if a.made.Plan.Periods {
			return sheet.Int(now - then)
		}
		return sheet.Int(calendarDays(a.made.Ends(now), a.before.Ends(then)))
	})
}

// lastMinute is the one by which 85 of 100 simulations end, or the schedule's end where
// no estimate is a range.
func (a *answer) lastMinute(m *plan.Made) int {
	if !a.uncertain() || len(m.Outlook.Finish) == 0 {
		return m.Result.Makespan
	}
	return m.Outlook.Quantile(0.85)
}

func (a *answer) summary() string {
	if reason, _ := a.why(); reason != "" {
		return reason
	}
	m := a.made
	if m.Plan.Periods {
		return fmt.Sprintf("%d periods; no schedule takes fewer than %d", m.Result.Makespan, m.Result.Bound.Value)
	}
	day := func(minute int) string { return string(sheet.DateOf(m.Ends(minute))) }
	without := ""
	if n := a.silent(); n > 0 {
		without = fmt.Sprintf("; %s of %d without an estimate not counted", duty.Amount(n, "item", "items"), len(m.Items))
	}
	if !a.uncertain() {
		return fmt.Sprintf("planned to end on %s; how sure that is cannot be told without ranges", day(m.Result.Makespan)) + without
	}
	return fmt.Sprintf("85 of 100 simulations end by %s, 50 by %s; no schedule of the expected durations ends before %s",
		day(m.Outlook.Quantile(0.85)), day(m.Outlook.Quantile(0.5)), day(m.Result.Bound.Value)) + without
}

func (a *answer) unknown() []sheet.Unknown {
	return append(a.astray(), sheet.Unknown{
		What: "how often ends that were told so have held",
		Why:  "a plan file holds no plans of the past with what became of them: estimates are taken as they are written",
	})
}
