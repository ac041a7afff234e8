package html

import (
	"slices"
	"strconv"
	"strings"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// source is lines of a file.
type source struct {
	Title string
	Rows  []sourceRow
	// Pages lead to the lines before and behind.
	Pages []link
}

type sourceRow struct {
	Number, Text string
	Commit       link
}

// lines takes the table of lines out of the sheet of a file, to write it as what
// it is. A line has the commit that it is from where the line above has another.
func (p *page) lines(a *sheet.Answer, path string) {
	for i := range a.Sheets {
		for j := range a.Sheets[i].Sections {
			x := &a.Sheets[i].Sections[j]
			if x.ID != "source" || x.Table == nil {
				continue
			}
			p.Lines = newSource(x, path)
			s := &p.Parts[0].Sheets[i]
			s.Sections = slices.Delete(s.Sections, j, j+1)
			return
		}
	}
}

func newSource(x *sheet.Section, path string) *source {
	out := &source{Title: fault.Visible(x.Title)}
	before := "none"
	first, last := 0, 0
	for _, r := range x.Table.Rows {
		n := int(r[0].Number())
		if first == 0 {
			first = n
		}
		last = n
		row := sourceRow{Number: strconv.Itoa(n), Text: visibleLine(r[2].Text())}
		if id := r[1].Text(); id != before {
			before = id
			row.Commit = link{Text: surface.Value(r[1]), Href: own{}.commit(id)}
		}
		out.Rows = append(out.Rows, row)
	}
	at := func(n int) string { return own{}.place(sheet.Place{Path: path, Line: n}) }
	if first > 1 {
		out.Pages = append(out.Pages, link{Text: "lines before " + strconv.Itoa(first), Href: at(first - 1)})
	}
	if x.Table.Others > first-1 && last > 0 {
		out.Pages = append(out.Pages, link{Text: "lines behind " + strconv.Itoa(last), Href: at(last + 1)})
	}
	return out
}

// visibleLine makes what would act visible, and keeps tabs.
func visibleLine(s string) string {
	parts := strings.Split(s, "\t")
	for i, p := range parts {
		parts[i] = fault.Visible(p)
	}
	return strings.Join(parts, "\t")
}
