package scalability

import (
	"fmt"

	"leadline/internal/fact"
	"leadline/internal/sheet"
)

func (a *answer) sections() []sheet.Section {
	var out []sheet.Section
	if len(a.points) > 0 {
		out = append(out, a.pointTable())
	}
	if a.fitted() && a.instances > 0 {
		out = append(out, a.instanceTable())
	}
	if a.growth != nil && a.growth.failed == nil {
		out = append(out, a.growthTable())
	}
	return out
}

// mostRows of points are told in a table.
const mostRows = 60

func (a *answer) pointTable() sheet.Section {
	column := a.column
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "load", Label: column, Kind: sheet.ColumnNumber}, {ID: "throughput", Label: "throughput", Kind: sheet.ColumnNumber},
	}}
	number := func(id, label, unit string) {
		kind := sheet.ColumnNumber
		if unit == "%" {
			kind = sheet.ColumnShare
		}
		t.Columns = append(t.Columns, sheet.Column{ID: id, Label: label, Kind: kind, Unit: unit})
	}
	if a.fitted() {
		number("expected", "expected", "")
		number("deviation", "deviation", "")
		number("efficiency", "efficiency", "%")
		number("contention", "contention", "%")
		number("coherency", "coherency", "%")
	}
	which, has := a.shown()
	if has {
		number("latency", fact.LatencyNames[which]+" ms", "ms")
	}
	if a.someFailed() {
		number("failed", "failed", "%")
	}
	for i, p := range a.points {
		if i == mostRows {
			t.Others = len(a.points) - mostRows
			break
		}
		row := []sheet.Value{value(p.Load), value(p.Throughput)}
		if a.fitted() {
			e := a.fit.Throughput(p.Load)
			_, contention, coherency := a.fit.Overheads(p.Load)
			row = append(row, cell(e), cell(p.Throughput-e), cell(100*a.fit.Efficiency(a.fit.Points[i])), cell(100*contention), cell(100*coherency))
		}
		if has {
			row = append(row, orNothing(p.Latency[which].Seconds()*1e3))
		}
		if a.someFailed() {
			row = append(row, cell(100*p.Failed))
		}
		t.Rows = append(t.Rows, row)
	}
	s := sheet.Section{ID: "points", Title: "What was measured", Kind: sheet.KindTable, Table: t}
	if a.fitted() {
		s.Note = "Efficiency is the throughput per unit of load, of that of the load 1. Contention, α(N-1)/N, and coherency, ½β(N-1), are what a unit of work takes besides itself, of its time at the load 1."
	}
	if a.merged > 0 {
		s.Note = fmt.Sprintf("%s Points of like load, to three digits, are told as their mean: there were %s.", s.Note, num(float64(a.merged)))
	}
	if a.littles() {
		s.Note += " Where the tool does not tell the load, it is what is under way at once: throughput times mean latency (Little's law)."
	}
	return s
}

func orNothing(x float64) sheet.Value {
	if x <= 0 {
		return sheet.Value{}
	}
	return cell(x)
}

func (a *answer) littles() bool {
	for _, p := range a.points {
		if p.LittlesLaw {
			return true
		}
	}
	return false
}

func (a *answer) someFailed() bool {
	for _, p := range a.points {
		if p.Failed > 0 {
			return true
		}
	}
	return false
}

// shown is the latency that stands in the table.
func (a *answer) shown() (which int, ok bool) {
	if a.percentile >= 0 {
		return a.percentile, a.has(a.percentile)
	}
	for _, which := range []int{3, 4, 2, 0, 1} {
		if a.has(which) {
			return which, true
		}
	}
	return 0, false
}

func (a *answer) has(which int) bool {
	for _, p := range a.points {
		if p.Latency[which] > 0 {
			return true
		}
	}
	return false
}

func (a *answer) growthTable() sheet.Section {
	g := a.growth
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "from", Label: g.step.one + " from", Kind: sheet.ColumnDate},
		{ID: "low", Label: "low", Kind: sheet.ColumnNumber},
		{ID: "expected", Label: "expected", Kind: sheet.ColumnNumber},
		{ID: "high", Label: "high", Kind: sheet.ColumnNumber},
	}}
	for h := 1; h <= min(12, g.step.horizon); h++ {
		low, mean, high := g.choice.At(h)
		t.Rows = append(t.Rows, []sheet.Value{sheet.OnDay(sheet.DateOf(g.day(h))), cell(low), cell(mean), cell(high)})
	}
	note := fmt.Sprintf("By %s, of the highest value of each of %d %s; 90 in 100 are expected between low and high.", g.choice.Kind, len(g.values), g.step.many)
	if n := g.missing(); n > 0 {
		note += fmt.Sprintf(" %d %s have no value, so nothing but a straight line was tried.", n, g.step.many)
	}
	if g.cut > 0 {
		note += fmt.Sprintf(" Left out at the ends, as values are missing in them: %d.", g.cut)
	}
	return sheet.Section{ID: "growth", Title: "What is expected of " + g.column, Kind: sheet.KindTable, Table: t, Note: note}
}
