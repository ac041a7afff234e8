package planning

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"leadline/internal/duty"
	"leadline/internal/sheet"
)

// pictures draws how sure an end is, and when each item is worked on.
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
	return []sheet.Section{a.spans(), {ID: name + "/certainty", Title: "By when it is done", Kind: sheet.KindChart, Chart: c, Note: "The share of simulations that end by a day."}}
}

// spans draws when each item is worked on, with how much later it may be done.
func (a *answer) spans() sheet.Section {
	m := a.made
	c := &sheet.Chart{
		XLabel: "item", Unit: a.unit(), Form: sheet.FormSpans,
		Series: []sheet.Series{{Label: "begins after"}, {Label: "as planned"}, {Label: "until 85 of 100 simulations have it done"}},
	}
	from := m.Begins(0).Truncate(24 * time.Hour)
	after := func(minute int, at time.Time) float64 {
		if m.Plan.Periods {
			return float64(minute)
		}
		return math.Round(10*at.Sub(from).Hours()/24) / 10
	}
	items := a.working()
	slices.SortStableFunc(items, func(x, y int) int { return cmp.Compare(m.Result.Start[x], m.Result.Start[y]) })
	const most = 40
	for _, i := range items[:min(len(items), most)] {
		start, finish, late := m.Result.Start[i], m.Result.Finish[i], max(m.Outlook.Late[i], m.Result.Finish[i])
		begins, ends, latest := after(start, m.Begins(start)), after(finish, m.Ends(finish)), after(late, m.Ends(late))
		c.X = append(c.X, sheet.String(strings.TrimSpace(m.Items[i].ID+" "+m.Items[i].Title)))
		for k, v := range []float64{begins, ends - begins, latest - ends} {
			c.Series[k].Values = append(c.Series[k].Values, sheet.Float(math.Round(10*v)/10))
		}
	}
	title := "When each item is worked on"
	note := "The schedule with expected durations, and behind it how much later an item may be done. At the right: by when 85 of 100 simulations have it done."
	if !m.Plan.Periods {
		title += ", in days from " + from.Format("2 Jan 2006")
	}
	if more := len(items) - most; more > 0 {
		note += fmt.Sprintf(" %s left out.", duty.Amount(more, "later item is", "later items are"))
	}
	return sheet.Section{ID: name + "/spans", Title: title, Kind: sheet.KindChart, Chart: c, Note: note}
}
