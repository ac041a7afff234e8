// Package text writes an answer for a terminal.
//
// Its rules:
//   - What could not be read is said before what was.
//   - Findings come before tables; what there is nothing to say of is left out.
//   - Lines keep to the width, except commands, which stay whole so that they
//     can be copied.
//   - Everything that comes from a repository passes through fault.Visible.
//   - Without Verbose it is short: few pieces of evidence, fewer still where
//     there are many findings, so that a brief fits a screen.
//   - Colour repeats what the words say, and is off unless asked for.
package text

import (
	"bytes"
	"io"
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
	p := newPrinter(o)
	p.asOf = a.AsOf
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
	asOf sheet.Date
}

func newPrinter(o Options) *printer {
	if o.Width == 0 {
		o.Width = 100
	}
	p := &printer{width: min(max(o.Width, 60), 200), verbose: o.Verbose, style: plain}
	if o.Color {
		p.style = colored
	}
	return p
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
	p.flow("", surface.Read(&a))
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
	if len(s.Findings) == 0 && len(s.Sections) == 0 && s.Summary != "" {
		p.gap()
		p.hang("", fault.Visible(s.Summary))
	}
	p.findings(s.Findings)
	for i := range s.Sections {
		p.section(&s.Sections[i])
	}
	p.unknown(s)
}

// figures writes those of one window on a line; where none covers a window,
// each has a line of its own.
func (p *printer) figures(figures []sheet.Figure) {
	groups := surface.Groups(figures, p.asOf)
	if groups == nil {
		p.list(figures)
		return
	}
	p.gap()
	wide := 0
	for _, g := range groups {
		wide = max(wide, columns(g.Heading))
	}
	for _, g := range groups {
		p.flow(p.style.title(pad(g.Heading, wide))+"   ", g.Figures)
	}
}

// list writes a figure a line, the numbers under each other.
func (p *printer) list(figures []sheet.Figure) {
	wide := 0
	for _, f := range figures {
		if f.State == sheet.Known && f.Value.Kind() == sheet.Number {
			wide = max(wide, columns(surface.Amount(f)))
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
			s := surface.Amount(f)
			p.hang("  "+strings.Repeat(" ", wide-columns(s))+p.style.title(s)+"  ", fault.Visible(f.Label))
		} else {
			p.hang("  "+strings.Repeat(" ", wide)+"  ", surface.Figure(f))
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
		p.graph(s.Graph)
	case sheet.KindTree:
		p.table(surface.TreeTable(s.Tree))
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

// unknown says what is not known, why, and what would make it known: beside it
// where there is room, otherwise on a line of its own.
func (p *printer) unknown(s *sheet.Sheet) {
	all := surface.NotKnown(s)
	if len(all) == 0 {
		return
	}
	p.gap()
	p.line(p.style.title("Not known"))
	for _, u := range all {
		words, next := "  "+fault.Visible(u.What)+": "+fault.Visible(u.Why), fault.Visible(u.Next)
		switch {
		case next == "":
			p.hang("  ", words[2:])
		case !p.verbose && columns(words)+columns(next)+8 <= p.width:
			p.line(words + p.style.dim("  next  ") + next)
		default:
			p.hang("  ", words[2:])
			p.line("  " + p.style.dim("next  ") + next)
		}
	}
}
