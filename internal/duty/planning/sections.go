package planning

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"leadline/internal/duty"
	"leadline/internal/sheet"
)

func (a *answer) sections() []sheet.Section {
	if reason, _ := a.why(); reason != "" || len(a.made.Items) == 0 {
		return nil
	}
	out := []sheet.Section{a.chain(), a.schedule()}
	if s, ok := a.load(); ok {
		out = append(out, s)
	}
	return out
}

// moment is the column of a time.
func (a *answer) moment(id, label string) sheet.Column {
	if a.made.Plan.Periods {
		return sheet.Column{ID: id, Label: label, Kind: sheet.ColumnNumber}
	}
	return sheet.Column{ID: id, Label: label, Kind: sheet.ColumnDate}
}

// working are the items that take time.
func (a *answer) working() []int {
	var out []int
	for i := range a.made.Items {
		if a.made.Project.Items[i].Duration > 0 {
			out = append(out, i)
		}
	}
	return out
}

// chain tells the items that hold up the end.
func (a *answer) chain() sheet.Section {
	m := a.made
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "item", Label: "item", Kind: sheet.ColumnText},
		{ID: "title", Label: "title", Kind: sheet.ColumnText},
		a.moment("start", "starts"), a.moment("finish", "ends"),
		{ID: "slack", Label: "slack", Kind: sheet.ColumnNumber, Unit: a.unit()},
		{ID: "free", Label: "without limits", Kind: sheet.ColumnNumber, Unit: a.unit()},
	}}
	simulated := a.ranged() > 0
	if simulated {
		t.Columns = append(t.Columns, sheet.Column{ID: "criticality", Label: "on the longest chain", Kind: sheet.ColumnShare, Unit: "%"})
	}
	items := a.working()
	slices.SortStableFunc(items, func(x, y int) int {
		byShare := 0
		if simulated {
			byShare = cmp.Compare(m.Outlook.Critical[y], m.Outlook.Critical[x])
		}
		return cmp.Or(byShare, cmp.Compare(m.Result.Slack[x], m.Result.Slack[y]), cmp.Compare(m.Result.Start[x], m.Result.Start[y]))
	})
	const most = 15
	for _, i := range items[:min(len(items), most)] {
		row := []sheet.Value{
			sheet.String(m.Items[i].ID), sheet.String(m.Items[i].Title), begin(m, m.Result.Start[i]), end(m, m.Result.Finish[i]),
			sheet.Float(a.days(m.Result.Slack[i])), sheet.Float(a.days(m.Path.Slack[i])),
		}
		if simulated {
			row = append(row, sheet.Float(math.Round(100*m.Outlook.Critical[i])))
		}
		t.Rows = append(t.Rows, row)
	}
	t.Others = max(len(items)-most, 0)
	note := "Slack: how much later an item can start without a later end, those after it moved as far as they go; without limits: the same if there were enough of everybody."
	if simulated {
		note += fmt.Sprintf(" On the longest chain: the share of %s simulations in which the end waited for it.", duty.Thousands(len(m.Outlook.Finish)))
	}
	return sheet.Section{ID: name + "/chain", Title: "What holds up the end", Kind: sheet.KindTable, Table: t, Note: note}
}

// schedule tells when each item is worked on.
func (a *answer) schedule() sheet.Section {
	m := a.made
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "item", Label: "item", Kind: sheet.ColumnText},
		{ID: "title", Label: "title", Kind: sheet.ColumnText},
		{ID: "who", Label: "who", Kind: sheet.ColumnPeople},
		a.moment("start", "starts"), a.moment("finish", "ends"),
	}}
	items := a.working()
	slices.SortStableFunc(items, func(x, y int) int { return cmp.Compare(m.Result.Start[x], m.Result.Start[y]) })
	const most = 40
	for _, i := range items[:min(len(items), most)] {
		var who []string
		for _, u := range m.Uses(i) {
			who = append(who, u.Name)
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.String(m.Items[i].ID), sheet.String(m.Items[i].Title), sheet.OfPeople(who), begin(m, m.Result.Start[i]), end(m, m.Result.Finish[i]),
		})
	}
	t.Others = max(len(items)-most, 0)
	note := fmt.Sprintf("The shortest of %s with expected durations (the least, four times the likeliest and the most, by six); seed %d.",
		duty.Amount(m.Result.Schedules, "schedule", "schedules"), a.o.Seed)
	if !m.Plan.Periods {
		note += fmt.Sprintf(" A day is %s h of work, a week %d days.", sheetNumber(float64(m.Plan.DayMinutes)/60), m.Plan.WeekDays)
		if m.Plan.BareDays {
			note += " Estimates without a unit are days."
		}
		if n := m.Plan.Undeclared; n > 0 {
			note += fmt.Sprintf(" %s of items the plan does not describe: each is there for one item at a time, by the first calendar.", duty.Amount(n, "owner", "owners"))
		}
	}
	return sheet.Section{
		ID: name + "/schedule", Title: "The schedule", Kind: sheet.KindTable, Table: t, Note: note,
		Command: sheet.Command(append([]string{"leadline", "planning", "schedule"}, a.view.Inputs.Names...)...),
	}
}

func sheetNumber(x float64) string { return fmt.Sprintf("%g", math.Round(x*100)/100) }

// load tells what teams and skills have to do in each week.
func (a *answer) load() (sheet.Section, bool) {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "week", Label: "week of", Kind: sheet.ColumnDate},
		{ID: "group", Label: "team or skill", Kind: sheet.ColumnText},
		{ID: "capacity", Label: "capacity", Kind: sheet.ColumnNumber, Unit: "h"},
		{ID: "planned", Label: "planned", Kind: sheet.ColumnNumber, Unit: "h"},
		{ID: "early", Label: "if nobody were short", Kind: sheet.ColumnNumber, Unit: "h"},
	}}
	groups := a.made.Groups()
	if a.made.Plan.Periods || len(groups) == 0 {
		return sheet.Section{}, false
	}
	type row struct {
		week, group int
		values      []sheet.Value
	}
	var rows []row
	for k, g := range groups {
		for w, x := range a.made.Load(&g) {
			if x.Planned+x.Early >= 0.05 {
				rows = append(rows, row{w, k, []sheet.Value{sheet.OnDay(sheet.DateOf(x.Monday)), sheet.String(g.Name), hours(x.Capacity), hours(x.Planned), hours(x.Early)}})
			}
		}
	}
	slices.SortStableFunc(rows, func(x, y row) int { return cmp.Or(cmp.Compare(x.week, y.week), cmp.Compare(x.group, y.group)) })
	const most = 60
	for _, r := range rows[:min(len(rows), most)] {
		t.Rows = append(t.Rows, r.values)
	}
	t.Others = max(len(rows)-most, 0)
	return sheet.Section{
		ID: name + "/load", Title: "Load by week", Kind: sheet.KindTable, Table: t,
		Note: "Hours of units: of teams what the schedule gives their resources, of skills what items ask of them by name. If nobody were short: every item as soon as what it waits for is done.",
	}, true
}

func hours(x float64) sheet.Value { return sheet.Float(math.Round(10*x) / 10) }
