package html

import (
	"strings"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

func (b *builder) section(s *sheet.Section) section {
	out := section{
		ID: b.prefix + anchor(s.ID), Title: unbroken(fault.Visible(s.Title)), Kind: string(s.Kind),
		Note: prose(s.Note), Again: fault.Visible(s.Command),
	}
	if s.Window != nil {
		out.When = surface.Span(*s.Window)
	}
	switch s.Kind {
	case sheet.KindTable:
		out.Table = b.table(s.Table)
	case sheet.KindChart:
		out.Plot, out.Table = b.chart(s), b.table(surface.ChartTable(s.Chart))
	case sheet.KindGraph:
		out.Plot, out.Table = b.graph(s), b.table(surface.GraphTable(s.Graph))
	case sheet.KindTree:
		out.Plot, out.Table = b.tree(s), b.table(surface.TreeTable(s.Tree))
	case sheet.KindText:
		for line := range strings.SplitSeq(s.Text, "\n") {
			out.Text = append(out.Text, prose(line))
		}
	}
	if out.Table != nil {
		out.Table.Label = out.Title
	}
	return out
}

// unbroken keeps a number and its sign on one line.
func unbroken(s string) string { return strings.ReplaceAll(s, " %", "\u00a0%") }

func (b *builder) table(t *sheet.Table) *table {
	out := &table{}
	for _, c := range t.Columns {
		out.Head = append(out.Head, column{strings.TrimSpace(fault.Visible(c.Label)), classOf(c)})
	}
	for _, r := range t.Rows {
		row, of := make([]cell, len(r)), b.ofRow(t, r)
		for j, v := range r {
			row[j] = of.cell(t.Columns[j], v)
		}
		out.Rows = append(out.Rows, row)
	}
	if t.Others > 0 {
		out.Others = "and " + surface.Number(float64(t.Others)) + " more"
	}
	return out
}

// ofRow makes the cells of a row: in a table of several repositories that of the one that
// the row is of, since its commits are there.
func (b *builder) ofRow(t *sheet.Table, row []sheet.Value) *builder {
	for j, c := range t.Columns {
		if c.ID != sheet.RepositoryColumn {
			continue
		}
		if of := b.several[row[j].Text()]; of != nil {
			return of
		}
	}
	return b
}

// classOf is the kind of a column as the style sheet knows it.
func classOf(c sheet.Column) string {
	switch c.Kind {
	case sheet.ColumnNumber, sheet.ColumnShare:
		return "number"
	case sheet.ColumnAdded, sheet.ColumnDeleted:
		return "number " + string(c.Kind)
	case sheet.ColumnText:
		if c.ID == sheet.SubjectColumn {
			return "subject"
		}
	}
	return string(c.Kind)
}

// mostNames is how many people are named in a cell.
const mostNames = 4

func (b *builder) cell(c sheet.Column, v sheet.Value) cell {
	out := cell{link: link{Text: surface.Cell(c, v)}, Class: classOf(c)}
	switch v.Kind() {
	case sheet.Nothing:
		out.Class += " unknown"
	case sheet.Location:
		out.Href = b.links.place(v.Place())
		if !strings.HasPrefix(out.Class, "place") {
			out.Class = "place"
		}
	case sheet.Commit:
		out.Href = b.links.commit(v.Text())
	case sheet.Person:
		out.Href = b.links.person(v.Text())
	case sheet.People:
		names := v.Names()
		for _, n := range names[:min(mostNames, len(names))] {
			out.Names = append(out.Names, link{Text: fault.Visible(n), Href: b.links.person(n)})
		}
		if more := len(names) - mostNames; more > 0 {
			out.More = " and " + surface.Number(float64(more)) + " more"
		}
	case sheet.Sparkline:
		out.Spark = spark(v.Series())
	case sheet.Text:
		if c.ID == "duty" {
			out.Href = b.links.duty(v.Text())
		}
	}
	return out
}
