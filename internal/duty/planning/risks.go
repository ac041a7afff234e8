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

// delays are the open risks that name items of the plan.
func delays(v *duty.View) []plan.Risk {
	var out []plan.Risk
	for i := range v.Inputs.Register.Risks {
		k := &v.Inputs.Register.Risks[i]
		if k.Closed || k.Unestimated || len(k.Items) == 0 {
			continue
		}
		if model, err := risk.Model(k); err == nil { // refused when it was read otherwise
			out = append(out, plan.Risk{ID: k.ID, Items: k.Items, Model: model})
		}
	}
	return out
}

// risked is by how much risks move the day by which 85 of 100 simulations are done.
func (a *answer) risked() (sheet.Figure, bool) {
	m := a.made
	if len(m.Risks) == 0 || len(m.Calm.Finish) == 0 {
		return sheet.Figure{}, false
	}
	var ids []string
	for _, k := range m.Risks {
		ids = append(ids, k.ID)
	}
	moved := calendarDays(m.Ends(m.Outlook.Quantile(0.85)), m.Ends(m.Calm.Quantile(0.85)))
	return sheet.Figure{
		ID: name + "/risks", Label: fmt.Sprintf("%s by which %s %s the day of 85 of 100: %s", duty.Plural(moved, "day", "days"), duty.Amount(len(ids), "risk", "risks"), duty.Plural(len(ids), "moves", "move"), few(ids)),
		Unit: "days", State: sheet.Known, Value: sheet.Int(moved), N: len(m.Outlook.Finish), Basis: sheet.Declared,
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
			if !slices.ContainsFunc(a.view.Inputs.Plan.Items, func(it fact.Item) bool { return it.ID == id }) {
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
