package text

import (
	"math"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// chartRows is how many positions a chart may have to be written in numbers.
const chartRows = 12

// chart writes the numbers, a row for each position; of many positions it draws
// a line for each series, unless all is asked for.
func (p *printer) chart(c *sheet.Chart) {
	if len(c.X) > chartRows && !p.verbose {
		p.lines(c)
		return
	}
	t := &sheet.Table{Columns: []sheet.Column{{ID: "x", Label: " ", Kind: sheet.ColumnText}}}
	for _, s := range c.Series {
		t.Columns = append(t.Columns, sheet.Column{ID: s.Label, Label: s.Label, Kind: sheet.ColumnNumber, Unit: c.Unit})
	}
	for i, x := range c.X {
		row := []sheet.Value{x}
		for _, s := range c.Series {
			row = append(row, s.Values[i])
		}
		t.Rows = append(t.Rows, row)
	}
	p.table(t)
}

// lines draws each series over the positions, and says its first and last
// number.
func (p *printer) lines(c *sheet.Chart) {
	last := len(c.X) - 1
	unit := c.Unit
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "series", Label: " ", Kind: sheet.ColumnText},
		{ID: "first", Label: surface.Value(c.X[0]), Kind: sheet.ColumnNumber, Unit: unit},
		{ID: "line", Label: "to", Kind: sheet.ColumnSpark},
		{ID: "last", Label: surface.Value(c.X[last]), Kind: sheet.ColumnNumber, Unit: unit},
	}}
	// Positions that have no room are left out evenly, the last one never.
	label, first, end := fairText, columns(t.Columns[1].Label), columns(t.Columns[3].Label)
	for _, s := range c.Series {
		first = max(first, columns(surface.Cell(t.Columns[1], s.Values[0])))
		end = max(end, columns(surface.Cell(t.Columns[3], s.Values[last])))
	}
	room := max(1, p.width-8-label-first-end)
	step := (len(c.X) + room - 1) / room
	for _, s := range c.Series {
		var drawn []float64
		for i := last % step; i <= last; i += step {
			x := math.NaN()
			if v := s.Values[i]; v.Kind() == sheet.Number {
				x = v.Number()
			}
			drawn = append(drawn, x)
		}
		t.Rows = append(t.Rows, []sheet.Value{sheet.String(s.Label), s.Values[0], sheet.Spark(drawn), s.Values[last]})
	}
	p.table(t)
}

func (p *printer) graph(g *sheet.Graph) {
	labels := surface.NodeLabels(g)
	for _, e := range g.Edges {
		p.hang("  ", fault.Visible(labels[e.From])+" → "+fault.Visible(labels[e.To]))
	}
}
