package risk

import (
	"slices"
	"time"

	"leadline/internal/analysis/risk"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// point is the register on a day: what a year was expected to cost then, by unit.
type point struct {
	name string
	day  time.Time
	sums []risk.Sum
	// unread: nothing is known of it.
	unread bool
}

// points are the registers of the past and of today, from the first with a risk on;
// none where there was none before today.
func points(v *duty.View) []point {
	var out []point
	for i := range v.Inputs.Past {
		x := &v.Inputs.Past[i]
		p := point{x.Name, x.Day, risk.Expected(&x.Register), x.Unread}
		if len(out) > 0 || len(p.sums) > 0 || p.unread {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return append(out, point{"today", v.AsOf, risk.Expected(&v.Inputs.Register), false})
}

// unitsOf are the units of some points, money first.
func unitsOf(all []point) []fact.Unit {
	var out []fact.Unit
	for _, p := range all {
		for _, s := range p.sums {
			if !slices.Contains(out, s.Unit) {
				out = append(out, s.Unit)
			}
		}
	}
	slices.SortFunc(out, risk.ByUnit)
	return out
}

// in is the expected loss in a unit, and how many risks made it; 0 where no open risk
// had that unit, and unknown where the register could not be read.
func (p *point) in(unit fact.Unit) (mean sheet.Value, risks int) {
	if p.unread {
		return sheet.Value{}, 0
	}
	for _, s := range p.sums {
		if s.Unit == unit {
			return amount(s.Mean), s.Risks
		}
	}
	return sheet.Float(0), 0
}

// pastTable tells the expected loss over time.
func pastTable(v *duty.View) (sheet.Section, bool) {
	all := points(v)
	units := unitsOf(all)
	if len(all) == 0 || len(units) == 0 {
		return sheet.Section{}, false
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "at", Label: "at", Kind: sheet.ColumnText},
		{ID: "day", Label: "day", Kind: sheet.ColumnDate},
		{ID: "risks", Label: "open risks", Kind: sheet.ColumnNumber},
	}}
	for _, u := range units {
		t.Columns = append(t.Columns, sheet.Column{ID: "mean-" + string(u), Label: string(u) + " a year", Kind: sheet.ColumnNumber})
	}
	for i := range all {
		p := &all[i]
		row := []sheet.Value{sheet.String(p.name), sheet.OnDay(sheet.DateOf(p.day)), {}}
		n := 0
		for _, u := range units {
			mean, risks := p.in(u)
			row, n = append(row, mean), n+risks
		}
		if !p.unread {
			row[2] = sheet.Int(n)
		}
		t.Rows = append(t.Rows, row)
	}
	return sheet.Section{
		ID: "risk/past", Title: "The expected loss over time", Kind: sheet.KindTable, Table: t,
		Note: "What the records said at the last releases, or at the ends of quarters where there are fewer than three: estimates of their time, reckoned by the formulas of today.",
	}, true
}

// pastCharts draw the expected loss over time, in each unit apart.
func pastCharts(v *duty.View) []sheet.Section {
	all := points(v)
	if len(all) == 0 {
		return nil
	}
	var out []sheet.Section
	for _, u := range unitsOf(all) {
		c := &sheet.Chart{Unit: string(u), Form: sheet.FormColumns, XLabel: "release or quarter", Series: []sheet.Series{{Label: "expected loss of a year"}}}
		for i := range all {
			mean, _ := all[i].in(u)
			c.X = append(c.X, sheet.String(all[i].name))
			c.Series[0].Values = append(c.Series[0].Values, mean)
		}
		out = append(out, sheet.Section{ID: "risk/past-chart-" + string(u), Title: "The expected loss over time, in " + string(u), Kind: sheet.KindChart, Chart: c})
	}
	return out
}
