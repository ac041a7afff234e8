package text

import (
	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// chartRows is how many positions a chart may have to be written in numbers.
const chartRows = 12

// chart writes the numbers, a row for each position; of many positions it draws
// a line for each series, unless all is asked for.
func (p *printer) chart(c *sheet.Chart) {
	if len(c.X) <= chartRows || p.verbose || c.Form == sheet.FormBars || c.Form == sheet.FormSpans {
		p.table(surface.ChartTable(c))
		return
	}
	// What the drawing's neighbours need is seen when they are made.
	t := surface.ChartLines(c, 1)
	room := p.width - 8 - fairText
	for _, j := range []int{1, 3} {
		wide := columns(t.Columns[j].Label)
		for _, row := range t.Rows {
			wide = max(wide, columns(surface.Cell(t.Columns[j], row[j])))
		}
		room -= wide
	}
	p.table(surface.ChartLines(c, room))
}

func (p *printer) graph(g *sheet.Graph) {
	if g.Unit != "" {
		p.table(surface.GraphTable(g))
		return
	}
	labels := surface.NodeLabels(g)
	for _, e := range g.Edges {
		p.hang("  ", fault.Visible(labels[e.From])+" → "+fault.Visible(labels[e.To]))
	}
}
