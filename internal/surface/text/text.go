// Package text writes an answer for a terminal.
//
// Its rules:
//   - What could not be read is said before what was.
//   - Findings come before tables; what there is nothing to say of is left out.
//   - Lines keep to the width, except commands, which stay whole so that they
//     can be copied.
//   - Everything that comes from a repository passes through fault.Visible.
//   - Colour repeats what the words say, and is off unless asked for.
package text

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// Options say how to write.
type Options struct {
	// Width of the terminal in columns; values outside 60 to 200 are brought
	// into that range, 0 means 100.
	Width int
	// Color turns on styles.
	Color bool
	// Verbose adds why a finding matters, how sections were made and the
	// commands that show them again.
	Verbose bool
}

// Write writes the answer.
func Write(w io.Writer, a sheet.Answer, o Options) error {
	if o.Width == 0 {
		o.Width = 100
	}
	p := &printer{width: min(max(o.Width, 60), 200), verbose: o.Verbose, style: plain}
	if o.Color {
		p.style = colored
	}
	p.asOf = surface.Day(a.AsOf)
	p.head(a)
	for i := range a.Sheets {
		if len(a.Sheets) > 1 {
			p.gap()
			p.line(p.style.title(fault.Visible(a.Sheets[i].Duty)) + "  " + fault.Visible(a.Sheets[i].Question))
		}
		p.sheet(&a.Sheets[i])
	}
	_, err := w.Write(p.out.Bytes())
	return err
}

// printer collects the lines.
type printer struct {
	out     bytes.Buffer
	width   int
	verbose bool
	style   styles
	// asOf heads the figures that cover no window.
	asOf string
}

func (p *printer) line(s string) {
	p.out.WriteString(strings.TrimRight(s, " "))
	p.out.WriteByte('\n')
}

// gap separates two parts by an empty line.
func (p *printer) gap() {
	if p.out.Len() > 0 {
		p.out.WriteByte('\n')
	}
}

// hang writes words after a label, wrapped under each other.
func (p *printer) hang(label string, words string) {
	indent := columns(label)
	for i, l := range wrap(words, p.width-indent) {
		if i > 0 {
			label = strings.Repeat(" ", indent)
		}
		p.line(label + l)
	}
}

func (p *printer) head(a sheet.Answer) {
	r := a.Repository
	name := p.style.title(fault.Visible(r.Name))
	at := strings.TrimSpace(fault.Visible(r.Branch) + " " + surface.Commit(r.Head))
	if r.Head != "" {
		at += ", " + surface.Day(r.HeadDate)
	}
	parts := []string{name}
	if at != "" {
		parts = append(parts, at)
	}
	if a.AsOf != r.HeadDate {
		parts = append(parts, p.style.dim("as of "+surface.Day(a.AsOf)))
	}
	p.hang("", strings.Join(parts, "  "))
	for _, g := range a.Gaps {
		p.gapIn(g)
	}
	read := make([]string, 0, len(a.Read)+1)
	for _, f := range a.Read {
		if f.State == sheet.Known {
			read = append(read, figure(f))
		}
	}
	if a.Complete {
		read = append(read, "read in full")
	}
	p.flow("", read)
	for _, f := range a.Read {
		if f.State == sheet.NotKnown {
			p.hang("", fault.Visible(f.Label)+": not known, "+fault.Visible(f.Reason))
		}
	}
}

func (p *printer) gapIn(g sheet.Gap) {
	words := fault.Visible(g.Message)
	p.hang(p.style.level(sheet.LevelWarning, "incomplete  "), words)
	var which []string
	if g.Count > 0 {
		which = append(which, surface.Number(float64(g.Count))+" in all")
	}
	if g.Example != "" {
		which = append(which, "e.g. "+fault.Visible(g.Example))
	}
	if len(which) > 0 {
		p.hang("            ", strings.Join(which, ", "))
	}
	p.line(p.style.dim("next        ") + fault.Visible(g.Next))
}

func (p *printer) sheet(s *sheet.Sheet) {
	p.figures(s.Figures)
	p.findings(s.Findings)
	for i := range s.Sections {
		p.section(&s.Sections[i])
	}
	p.unknown(s)
}

// figures writes those of one window on a line, in the order in which the
// windows first appear. Where none covers a window they are no summary of days:
// each has a line of its own.
func (p *printer) figures(figures []sheet.Figure) {
	if !slices.ContainsFunc(figures, func(f sheet.Figure) bool { return f.Window != nil }) {
		p.list(figures)
		return
	}
	var headings []string
	groups := map[string][]string{}
	wide := 0
	for _, f := range figures {
		if f.State != sheet.Known {
			continue
		}
		heading := p.asOf
		if f.Window != nil {
			heading = surface.Span(*f.Window)
		}
		if groups[heading] == nil {
			headings = append(headings, heading)
			wide = max(wide, columns(heading))
		}
		groups[heading] = append(groups[heading], figure(f))
	}
	if len(headings) > 0 {
		p.gap()
	}
	for _, h := range headings {
		p.flow(p.style.title(pad(h, wide))+"   ", groups[h])
	}
}

// list writes a figure a line, the numbers under each other.
func (p *printer) list(figures []sheet.Figure) {
	wide := 0
	for _, f := range figures {
		if f.State == sheet.Known && f.Value.Kind() == sheet.Number {
			wide = max(wide, columns(number(f)))
		}
	}
	begun := false
	for _, f := range figures {
		if f.State != sheet.Known {
			continue
		}
		if !begun {
			p.gap()
			begun = true
		}
		if f.Value.Kind() == sheet.Number {
			s := number(f)
			p.hang("  "+strings.Repeat(" ", wide-columns(s))+p.style.title(s)+"  ", fault.Visible(f.Label))
		} else {
			p.hang("  "+strings.Repeat(" ", wide)+"  ", figure(f))
		}
	}
}

// flow writes items after a label, and breaks lines only between items.
func (p *printer) flow(label string, items []string) {
	const between = " · "
	indent := columns(label)
	line := ""
	for _, item := range items {
		switch {
		case line == "":
			line = item
		case indent+columns(line)+columns(between)+columns(item) <= p.width:
			line += between + item
		default:
			p.hang(label, line)
			label, line = strings.Repeat(" ", indent), item
		}
	}
	if line != "" {
		p.hang(label, line)
	}
}

// figure writes a value and its label: numbers first, names last.
func figure(f sheet.Figure) string {
	if f.Value.Kind() == sheet.Number {
		return number(f) + " " + fault.Visible(f.Label)
	}
	return fault.Visible(f.Label) + " " + surface.Value(f.Value)
}

// number writes a value with the one unit that labels leave out.
func number(f sheet.Figure) string {
	if f.Unit == "%" {
		return surface.Value(f.Value) + " %"
	}
	return surface.Value(f.Value)
}

func (p *printer) findings(findings []sheet.Finding) {
	if len(findings) == 0 {
		return
	}
	p.gap()
	p.line(p.style.title("Needs you"))
	for i, f := range findings {
		label := fmt.Sprintf("%-3d", i+1) + p.style.level(f.Level, pad(string(f.Level), 9))
		indent := strings.Repeat(" ", columns(label))
		message := fault.Visible(f.Message)
		if f.Place != nil {
			message = surface.Place(*f.Place) + ": " + message
		}
		p.hang(label, message)
		if p.verbose {
			p.hang(indent+p.style.dim("why       "), fault.Visible(f.Why))
		}
		p.evidence(indent, f.Evidence)
		if f.Track != nil {
			p.hang(indent+p.style.dim("right in  "), fmt.Sprintf("%d of %d here", f.Track.K, f.Track.N))
		}
		p.line(indent + p.style.dim("next      ") + fault.Visible(f.Next))
	}
}

// evidence writes the first few pieces, one a line.
func (p *printer) evidence(indent string, all []sheet.Evidence) {
	const most = 4
	label := p.style.dim("evidence  ")
	for i, e := range all {
		if i == most && !p.verbose {
			p.line(indent + pad("", 10) + fmt.Sprintf("and %s more", surface.Number(float64(len(all)-most))))
			return
		}
		var parts []string
		if e.Commit != "" {
			parts = append(parts, surface.Commit(e.Commit))
		}
		if e.Date != "" {
			parts = append(parts, surface.Day(e.Date))
		}
		if e.Ref != "" {
			parts = append(parts, surface.Ref(e.Ref))
		}
		if e.Place != nil {
			parts = append(parts, surface.Place(*e.Place))
		}
		if e.Text != "" {
			parts = append(parts, fault.Visible(e.Text))
		}
		room := p.width - columns(indent) - 10
		p.line(indent + label + truncate(strings.Join(parts, "  "), room))
		label = pad("", 10)
	}
}

func (p *printer) section(s *sheet.Section) {
	p.gap()
	title := fault.Visible(s.Title)
	if s.Window != nil {
		title += ", " + surface.Span(*s.Window)
	}
	p.hang("", p.style.title(title))
	switch s.Kind {
	case sheet.KindTable:
		p.table(s.Table)
	case sheet.KindChart:
		p.chart(s.Chart)
	case sheet.KindGraph:
		for _, e := range s.Graph.Edges {
			p.hang("  ", fault.Visible(e.From)+" → "+fault.Visible(e.To))
		}
	case sheet.KindText:
		p.hang("  ", fault.Visible(s.Text))
	}
	if p.verbose && s.Note != "" {
		p.hang("  ", fault.Visible(s.Note))
	}
	// A text has no other way to show what it speaks of.
	if (p.verbose || s.Kind == sheet.KindText) && s.Command != "" {
		p.line("  " + p.style.dim("again  ") + fault.Visible(s.Command))
	}
}

// chart writes the numbers, a row for each position.
func (p *printer) chart(c *sheet.Chart) {
	t := &sheet.Table{Columns: []sheet.Column{{ID: "x", Label: " ", Kind: sheet.ColumnText}}}
	for _, s := range c.Series {
		t.Columns = append(t.Columns, sheet.Column{ID: s.Label, Label: s.Label, Kind: sheet.ColumnNumber})
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

// unknown says what is not known, why, and on a line of its own what would
// make it known.
func (p *printer) unknown(s *sheet.Sheet) {
	all := make([]sheet.Unknown, 0, len(s.Unknown))
	for _, f := range s.Figures {
		if f.State == sheet.NotKnown {
			all = append(all, sheet.Unknown{What: f.Label, Why: f.Reason, Next: f.Next})
		}
	}
	all = append(all, s.Unknown...)
	if len(all) == 0 {
		return
	}
	p.gap()
	p.line(p.style.title("Not known"))
	for _, u := range all {
		p.hang("  ", fault.Visible(u.What)+": "+fault.Visible(u.Why))
		if u.Next != "" {
			p.line("  " + p.style.dim("next  ") + fault.Visible(u.Next))
		}
	}
}
