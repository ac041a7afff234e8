package planning

import (
	"fmt"
	"slices"
	"strings"

	"leadline/internal/analysis/plan"
	"leadline/internal/analysis/risk"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// delays are the open risks in days that name items of the plan. One that names none that
// the plan has is told of a plan among the records, to which it belongs, and is another
// plan's where the plan is in a file.
func delays(v *duty.View) []plan.Risk {
	if v.Flags[duty.RisksFlag] == "no" {
		return nil
	}
	var out []plan.Risk
	for i := range v.Inputs.Register.Risks {
		k := &v.Inputs.Register.Risks[i]
		if !k.Delays() || len(k.Items) == 0 || !v.Inputs.Recorded && !slices.ContainsFunc(k.Items, func(id string) bool { return planned(v, id) }) {
			continue
		}
		if model, err := risk.Model(k); err == nil { // refused when it was read otherwise
			out = append(out, plan.Risk{ID: k.ID, Items: k.Items, Model: model})
		}
	}
	return out
}

// planned is whether the plan has an item, done or not.
func planned(v *duty.View, id string) bool {
	return slices.ContainsFunc(v.Inputs.Plan.Items, func(it fact.Item) bool { return it.ID == id })
}

// risked is by how much risks move the day by which 85 of 100 simulations are done.
func (a *answer) risked() (sheet.Figure, bool) {
	m := a.made
	if len(m.Risks) == 0 || len(m.Calm.Finish) == 0 {
		return sheet.Figure{}, false
	}
	var ids []string
	var evidence []sheet.Evidence
	for _, k := range m.Risks {
		ids = append(ids, k.ID)
		evidence = append(evidence, duty.RiskEvidence(a.view, k.ID))
	}
	moved := calendarDays(m.Ends(m.Outlook.Quantile(0.85)), m.Ends(m.Calm.Quantile(0.85)))
	return sheet.Figure{
		ID: name + "/risks", Label: fmt.Sprintf("%s by which %s %s the day of 85 of 100: %s", duty.Plural(moved, "day", "days"), duty.Amount(len(ids), "risk", "risks"), duty.Plural(len(ids), "moves", "move"), few(ids)),
		Unit: "days", State: sheet.Known, Value: sheet.Int(moved), N: len(m.Outlook.Finish), Basis: sheet.Declared, Evidence: evidence,
	}, true
}

func few(ids []string) string {
	const most = 3
	s := strings.Join(ids[:min(len(ids), most)], ", ")
	if more := len(ids) - most; more > 0 {
		s += fmt.Sprintf(" and %d more", more)
	}
	return s
}

// astray are the items that risks name and the plan does not have.
func (a *answer) astray() []sheet.Unknown {
	var out []sheet.Unknown
	for _, k := range a.o.Risks {
		var gone []string
		for _, id := range k.Items {
			if !planned(a.view, id) {
				gone = append(gone, id)
			}
		}
		if len(gone) > 0 {
			out = append(out, sheet.Unknown{
				What: "what risk " + k.ID + " delays", Why: "it names " + few(gone) + ", which the plan does not have",
				Next: "name items of the plan in its `items`",
			})
		}
	}
	return out
}
