package text

import (
	"cmp"
	"slices"
	"strings"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// Widths down to which columns are narrowed: where there is some room, and
// where there is little. Below the latter they say nothing any more.
const (
	fairText, leastText   = 24, 12
	fairPlace, leastPlace = 28, 20
	leastPerson           = 12
)

// table writes rows under their head. What does not fit is given up in this
// order: the ends of texts and names and the beginnings of paths, whole texts,
// drawn series, and columns from the right. Numbers are never cut, and columns
// that were left out are named.
func (p *printer) table(t *sheet.Table) {
	cells := make([][]string, len(t.Rows))
	widths := make([]int, len(t.Columns))
	for j, c := range t.Columns {
		widths[j] = columns(fault.Visible(c.Label))
	}
	for i, row := range t.Rows {
		cells[i] = make([]string, len(row))
		for j, v := range row {
			cells[i][j] = surface.Cell(t.Columns[j], v)
			widths[j] = max(widths[j], columns(cells[i][j]))
		}
	}
	fit(t.Columns, widths, p.width-2)
	head := make([]string, len(t.Columns))
	for j, c := range t.Columns {
		head[j] = fault.Visible(c.Label)
	}
	p.line(p.row(t.Columns, widths, head, true))
	for _, r := range cells {
		p.line(p.row(t.Columns, widths, r, false))
	}
	var out []string
	for j := range t.Columns {
		if widths[j] == 0 {
			out = append(out, cmp.Or(strings.TrimSpace(head[j]), fault.Visible(t.Columns[j].ID)))
		}
	}
	if len(out) > 0 {
		p.hang("  ", "no room for: "+strings.Join(out, ", "))
	}
	if t.Others > 0 {
		p.line("  " + p.style.dim("and "+surface.Number(float64(t.Others))+" more"))
	}
}

// fit narrows columns until the table has its width; 0 drops a column.
func fit(cols []sheet.Column, widths []int, room int) {
	over := func() int {
		sum := 0
		for _, w := range widths {
			if w > 0 {
				sum += w + 2
			}
		}
		return sum - 2 - room
	}
	shrink := func(kind sheet.ColumnKind, least int) {
		for j := len(cols) - 1; j >= 0; j-- {
			if x := over(); x > 0 && cols[j].Kind == kind && widths[j] > least {
				widths[j] = max(least, widths[j]-x)
			}
		}
	}
	drop := func(kind sheet.ColumnKind) {
		for j := len(cols) - 1; j > 0; j-- {
			if widths[j] > 0 && over() > 0 && (kind == "" || cols[j].Kind == kind) {
				widths[j] = 0
			}
		}
	}
	natural := slices.Clone(widths)
	shrink(sheet.ColumnText, fairText)
	shrink(sheet.ColumnPlace, fairPlace)
	shrink(sheet.ColumnText, leastText)
	shrink(sheet.ColumnPerson, leastPerson)
	shrink(sheet.ColumnPlace, leastPlace)
	if over() > 0 {
		// Without texts the paths may have their room back.
		copy(widths, natural)
		drop(sheet.ColumnText)
		shrink(sheet.ColumnText, leastText) // the first column
		shrink(sheet.ColumnPerson, leastPerson)
		shrink(sheet.ColumnPlace, leastPlace)
		drop(sheet.ColumnSpark)
		drop("")
	}
}

func (p *printer) row(cols []sheet.Column, widths []int, cells []string, head bool) string {
	var b strings.Builder
	for j, c := range cols {
		if widths[j] == 0 {
			continue
		}
		text, numeric := cells[j], false
		style := same
		switch c.Kind {
		case sheet.ColumnPlace:
			text = truncateStart(text, widths[j])
		case sheet.ColumnAdded:
			numeric, style = true, p.style.added
		case sheet.ColumnDeleted:
			numeric, style = true, p.style.deleted
		case sheet.ColumnNumber, sheet.ColumnShare:
			numeric = true
		case sheet.ColumnSpark:
		default:
			text = truncate(text, widths[j])
		}
		if head {
			style = p.style.dim
		}
		space := strings.Repeat(" ", max(0, widths[j]-columns(text)))
		b.WriteString("  ")
		if numeric {
			b.WriteString(space + style(text))
		} else {
			b.WriteString(style(text) + space)
		}
	}
	return b.String()
}
