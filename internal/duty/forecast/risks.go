package forecast

import (
	"fmt"
	"math"

	"leadline/internal/analysis/backtest"
	"leadline/internal/analysis/risk"
	"leadline/internal/analysis/throughput"
	"leadline/internal/duty"
	"leadline/internal/sheet"
	"leadline/internal/stat/forecast"
)

// stopping are the open risks in days of the repository: nil where there are none, or where
// they are to be left out.
func stopping(v *duty.View) *throughput.Stops {
	if v.Flags[duty.RisksFlag] == "no" {
		return nil
	}
	s := throughput.Stops{Seed: backtest.Forecasting}
	for i := range v.Inputs.Register.Risks {
		k := &v.Inputs.Register.Risks[i]
		if !k.Delays() {
			continue
		}
		if model, err := risk.Model(k); err == nil { // refused when it was read otherwise
			s.Risks = append(s.Risks, throughput.Stop{ID: k.ID, Model: model})
		}
	}
	if len(s.Risks) == 0 {
		return nil
	}
	return &s
}

// days are those until so many items are done, with what risks take and without.
func (a *answer) days(items int) (with, without forecast.Sample) {
	without = a.model.Days(items, draws, backtest.Forecasting)
	if a.stops == nil {
		return without, without
	}
	return a.stops.Delay(without), without
}

// count are the items of so many days, with what risks take and without.
func (a *answer) count(days int) (with, without forecast.Sample) {
	without = a.model.Items(days, draws, backtest.Forecasting)
	if a.stops == nil {
		return without, without
	}
	return a.model.ItemsOf(days, draws, backtest.Forecasting, func(draw int) float64 { return a.stops.Worked(draw, days) }), without
}

// named are the risks, in words.
func (a *answer) named() string {
	n := len(a.stops.Risks)
	return duty.Amount(n, "risk", "risks") + " in days"
}

// later is by how much the risks move the date that is told in short.
func (a *answer) later(with, without forecast.Sample) sheet.Figure {
	q := throughput.Levels[main]
	f := sheet.Figure{ID: "forecast/risks-days", Unit: "days", N: draws, Basis: sheet.Declared, Evidence: a.evidence()}
	_, ok := a.date(with.AtMost(q))
	if _, plain := a.date(without.AtMost(q)); !ok || !plain {
		f.Label, f.Reason = "days by which the risks move the 85 % date", "it is further away than can be foretold"
		return f
	}
	moved := int(with.AtMost(q) - without.AtMost(q))
	f.Label = fmt.Sprintf("%s by which %s %s the 85 %% date", duty.Plural(moved, "day", "days"), a.named(), duty.Plural(len(a.stops.Risks), "moves", "move"))
	f.State, f.Value = sheet.Known, sheet.Int(moved)
	return f
}

// fewer is how many items the risks take from the count that is told in short.
func (a *answer) fewer(with, without forecast.Sample) sheet.Figure {
	q := throughput.Levels[main]
	one, many := a.noun()
	n := int(without.AtLeast(q)) - int(with.AtLeast(q))
	return sheet.Figure{
		ID: "forecast/risks-items", Label: fmt.Sprintf("%s fewer, 85 %% sure, with %s than without", duty.Plural(n, one, many), a.named()),
		State: sheet.Known, Value: sheet.Int(n), N: draws, Basis: sheet.Declared, Evidence: a.evidence(),
	}
}

func (a *answer) evidence() []sheet.Evidence {
	var out []sheet.Evidence
	for _, k := range a.stops.Risks {
		out = append(out, duty.RiskEvidence(a.view, k.ID))
	}
	return out
}

// risks are those that take part, and what they take of a year.
func (a *answer) risks() sheet.Section {
	const most = 15
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "risk", Label: "risk", Kind: sheet.ColumnText},
		{ID: "title", Label: "what", Kind: sheet.ColumnText},
		{ID: "rate", Label: "times a year", Kind: sheet.ColumnNumber},
		{ID: "days", Label: "days a year", Kind: sheet.ColumnNumber, Unit: "days"},
		{ID: "place", Label: "place", Kind: sheet.ColumnPlace},
	}}
	for i, k := range a.stops.Risks {
		if i == most {
			t.Others = len(a.stops.Risks) - most
			break
		}
		e := duty.RiskEvidence(a.view, k.ID)
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.String(k.ID), sheet.String(a.title(k.ID)), digits(k.Model.Frequency.Mean()), digits(k.Model.Mean()), sheet.At(*e.Place),
		})
	}
	return sheet.Section{
		ID: "forecast/risks", Title: "Risks in these dates", Kind: sheet.KindTable, Table: t, Command: "leadline risk",
		Note: "On the days of work that a risk costs, five a week, nothing is finished. Past weeks hold what such events cost then, so that a risk that was always there counts twice. " +
			"--risks no leaves them out.",
	}
}

// digits are the first four of a number.
func digits(x float64) sheet.Value {
	scale := math.Pow(10, 3-math.Floor(math.Log10(x)))
	return sheet.Float(math.Round(x*scale) / scale)
}

func (a *answer) title(id string) string {
	for i := range a.view.Inputs.Register.Risks {
		if k := &a.view.Inputs.Register.Risks[i]; k.ID == id {
			return k.Title
		}
	}
	return ""
}

// untried says that the track record is of dates without the risks.
func (a *answer) untried() sheet.Unknown {
	args := append([]string{"leadline", "planning", "forecast"}, a.view.Inputs.Names...)
	for _, f := range []string{Items, By} {
		if text, ok := a.view.Flags[f]; ok {
			args = append(args, "--"+f, text)
		}
	}
	return sheet.Unknown{
		What: "how often dates hold in which risks take part",
		Why:  "the dates that were replayed are of the pace alone: no register of risks of those days takes part",
		Next: sheet.Command(append(args, "--"+duty.RisksFlag, "no")...),
	}
}
