package planning

import (
	"leadline/internal/duty"
	"leadline/internal/sheet"
)

// pictures draws how sure an end is.
func pictures(v *duty.View) []sheet.Section {
	if v.Inputs.Plan == nil {
		return nil
	}
	a, err := newAnswer(v)
	if err != nil {
		return nil
	}
	if reason, _ := a.why(); reason != "" || !a.uncertain() {
		return nil
	}
	c := &sheet.Chart{XLabel: "day", Unit: "%"}
	done := sheet.Series{Label: "simulations that are done"}
	n := len(a.made.Outlook.Finish)
	for k, f := range a.made.Outlook.Finish {
		at := end(a.made, f)
		if k+1 < n && end(a.made, a.made.Outlook.Finish[k+1]).Text() == at.Text() {
			continue
		}
		c.X = append(c.X, at)
		done.Values = append(done.Values, sheet.Float(100*float64(k+1)/float64(n)))
	}
	c.Series = []sheet.Series{done}
	return []sheet.Section{{ID: name + "/certainty", Title: "By when it is done", Kind: sheet.KindChart, Chart: c, Note: "The share of simulations that end by a day."}}
}
