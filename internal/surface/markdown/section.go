package markdown

import (
	"strings"

	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// chartRows is how many positions a chart may have to be written in numbers;
// the series of a longer one are drawn, over chartPoints of them at most.
const (
	chartRows   = 24
	chartPoints = 60
)

func (p *printer) section(s *sheet.Section) {
	title := escape(s.Title)
	if s.Window != nil {
		title += ", " + escape(surface.Span(*s.Window))
	}
	p.block(heading(p.level, title))
	switch s.Kind {
	case sheet.KindTable:
		p.table(s.Table)
	case sheet.KindChart:
		if len(s.Chart.X) <= chartRows || s.Chart.Form == sheet.FormBars || s.Chart.Form == sheet.FormSpans {
			p.table(surface.ChartTable(s.Chart))
		} else {
			p.table(surface.ChartLines(s.Chart, chartPoints))
		}
	case sheet.KindTree:
		p.table(surface.TreeTable(s.Tree))
	case sheet.KindGraph:
		if s.Graph.Unit != "" {
			p.table(surface.GraphTable(s.Graph))
			break
		}
		labels := surface.NodeLabels(s.Graph)
		var lines []string
		for _, e := range s.Graph.Edges {
			lines = append(lines, "- "+code(labels[e.From])+" → "+code(labels[e.To]))
		}
		p.block(lines...)
	case sheet.KindText:
		p.block(escape(s.Text))
	}
	if s.Note != "" {
		p.block(escape(s.Note))
	}
	if s.Command != "" {
		p.block("again: " + code(s.Command))
	}
}

// numeric tells which columns are written to the right.
func numeric(k sheet.ColumnKind) bool {
	switch k {
	case sheet.ColumnNumber, sheet.ColumnAdded, sheet.ColumnDeleted, sheet.ColumnShare:
		return true
	}
	return false
}

func (p *printer) table(t *sheet.Table) {
	head, rule := make([]string, len(t.Columns)), make([]string, len(t.Columns))
	for j, c := range t.Columns {
		head[j], rule[j] = escape(c.Label), "---"
		if numeric(c.Kind) {
			rule[j] = "--:"
		}
	}
	lines := []string{row(head), row(rule)}
	for _, r := range t.Rows {
		cells := make([]string, len(r))
		for j, v := range r {
			cells[j] = p.cell(t.Columns[j], v)
		}
		lines = append(lines, row(cells))
	}
	p.block(lines...)
	if t.Others > 0 {
		p.block("and " + surface.Number(float64(t.Others)) + " more")
	}
}

func row(cells []string) string { return "| " + strings.Join(cells, " | ") + " |" }

// cell writes names of the repository as code. A pipe cannot always be written
// in code in a table (a backslash before it cannot be told from the one that
// guards it), so what has one is written as words.
func (p *printer) cell(c sheet.Column, v sheet.Value) string {
	s := surface.Cell(c, v)
	switch v.Kind() {
	case sheet.Location:
		if v.Place().Path == "." {
			return s
		}
	case sheet.Commit:
		return p.commit(v.Text())
	default:
		return escape(s)
	}
	if strings.Contains(s, "|") {
		return escape(s)
	}
	return code(s)
}
