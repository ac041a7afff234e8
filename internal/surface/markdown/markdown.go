// Package markdown writes an answer as GitHub-flavoured Markdown, for a pull
// request, a wiki or a chat. Like the text for a terminal it says what is
// missing first, then figures, findings and sections; it is complete, but for
// long lists of evidence.
//
// Strings that come from a repository are data and stay data: none of them
// becomes markup, a link, an image or a reference, and none notifies anybody.
// See escape.
package markdown

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"

	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// Write writes one document.
func Write(w io.Writer, a sheet.Answer) error {
	p := &printer{asOf: a.AsOf, level: 2, commitURL: a.Repository.CommitURL}
	p.head(a)
	for i := range a.Sheets {
		s := &a.Sheets[i]
		if len(a.Sheets) > 1 {
			p.level = 3
			p.block(heading(2, escape(s.Duty)))
			p.block(escape(s.Question))
		}
		p.sheet(s)
	}
	_, err := w.Write(p.out.Bytes())
	return err
}

// printer collects blocks: paragraphs, headings, lists, tables.
type printer struct {
	out  bytes.Buffer
	asOf sheet.Date
	// level of the headings of a sheet's parts.
	level int
	// commitURL begins the address of a commit's page; empty where there is none.
	commitURL string
}

// commit writes a commit, as a link where it has a page. What is no object id is
// not linked.
func (p *printer) commit(id string) string {
	s := code(surface.Commit(id))
	if p.commitURL == "" || !objectID.MatchString(id) || !plainURL.MatchString(p.commitURL) {
		return s
	}
	return "[" + s + "](" + p.commitURL + id + ")"
}

var (
	objectID = regexp.MustCompile(`^[0-9a-f]{40,64}$`)
	plainURL = regexp.MustCompile(`^https://[A-Za-z0-9./_-]+$`)
)

// block writes lines as one block, apart from the one before it.
func (p *printer) block(lines ...string) {
	if len(lines) == 0 {
		return
	}
	if p.out.Len() > 0 {
		p.out.WriteByte('\n')
	}
	for _, l := range lines {
		p.out.WriteString(strings.TrimRight(l, " "))
		p.out.WriteByte('\n')
	}
}

func (p *printer) head(a sheet.Answer) {
	r := a.Repository
	title := strings.TrimSpace(escape(r.Name))
	if title == "" {
		title = "Repository"
	}
	p.block(heading(1, title))
	at := position(&a)
	if a.AsOf != r.HeadDate {
		at = append(at, "as of "+surface.Day(a.AsOf))
	}
	if len(at) > 0 {
		p.block(strings.Join(at, " · "))
	}
	for _, g := range a.Gaps {
		p.gap(g)
	}
	read := surface.Read(&a)
	for i, s := range read {
		read[i] = escape(s)
	}
	if len(read) > 0 {
		p.block(strings.Join(read, " · "))
	}
	for _, f := range a.Read {
		if f.State == sheet.NotKnown {
			p.block(escape(f.Label) + ": not known, " + escape(f.Reason))
		}
	}
}

// position says which commit was read.
func position(a *sheet.Answer) []string {
	var at []string
	if a.Repository.Branch != "" {
		at = append(at, code(a.Repository.Branch))
	}
	if a.Repository.Head != "" {
		at = append(at, code(surface.Commit(a.Repository.Head)), escape(surface.Day(a.Repository.HeadDate)))
	}
	return at
}

func (p *printer) gap(g sheet.Gap) {
	words := "**Incomplete:** " + escape(g.Message)
	var which []string
	if g.Count > 0 {
		which = append(which, surface.Number(float64(g.Count))+" in all")
	}
	if g.Example != "" {
		which = append(which, "e.g. "+code(g.Example))
	}
	if len(which) > 0 {
		words += " (" + strings.Join(which, ", ") + ")"
	}
	p.block("> "+words, ">", "> next: "+code(g.Next))
}

func (p *printer) sheet(s *sheet.Sheet) {
	p.figures(s.Figures)
	if len(s.Findings) == 0 && len(s.Sections) == 0 && s.Summary != "" {
		p.block(escape(s.Summary))
	}
	if len(s.Findings) > 0 {
		p.block(heading(p.level, "Needs you"))
		var lines []string
		for i := range s.Findings {
			lines = append(lines, p.finding(i+1, &s.Findings[i], "")...)
		}
		p.block(lines...)
	}
	for i := range s.Sections {
		p.section(&s.Sections[i])
	}
	p.unknown(surface.NotKnown(s))
}

func (p *printer) unknown(all []sheet.Unknown) {
	if len(all) == 0 {
		return
	}
	p.block(heading(p.level, "Not known"))
	var lines []string
	for _, u := range all {
		line := "- " + escape(u.What) + ": " + escape(u.Why)
		if u.Next != "" {
			line += "; next: " + code(u.Next)
		}
		lines = append(lines, line)
	}
	p.block(lines...)
}

// figures writes an item for each window, or for each figure where none covers
// a window.
func (p *printer) figures(figures []sheet.Figure) {
	var lines []string
	groups := surface.Groups(figures, p.asOf)
	for _, g := range groups {
		line := make([]string, len(g.Figures))
		for i, f := range g.Figures {
			line[i] = escape(f)
		}
		lines = append(lines, "- **"+escape(g.Heading)+":** "+strings.Join(line, " · "))
	}
	for _, f := range figures {
		if groups == nil && f.State == sheet.Known {
			lines = append(lines, "- "+escape(surface.Figure(f)))
		}
	}
	p.block(lines...)
}

// evidenceMost is how many pieces of evidence a finding shows.
const evidenceMost = 10

// finding writes an item of the list; of is what the finding is from, with a
// space behind it, or empty.
func (p *printer) finding(n int, f *sheet.Finding, of string) []string {
	number := fmt.Sprintf("%d. ", n)
	message := escape(f.Message)
	if f.Place != nil {
		message = place(*f.Place) + ": " + message
	}
	if f.Track != nil {
		message += fmt.Sprintf(" (right in %s of %s here)", surface.Number(float64(f.Track.K)), surface.Number(float64(f.Track.N)))
	}
	item := strings.Repeat(" ", len(number)) + "- "
	lines := []string{number + "**" + escape(string(f.Level)) + "** " + of + message, item + "why: " + escape(f.Why)}
	for _, e := range f.Evidence[:min(evidenceMost, len(f.Evidence))] {
		lines = append(lines, item+"evidence: "+p.evidence(e))
	}
	if more := len(f.Evidence) - evidenceMost; more > 0 {
		lines = append(lines, item+"and "+surface.Number(float64(more))+" more")
	}
	return append(lines, item+"next: "+code(f.Next))
}

func (p *printer) evidence(e sheet.Evidence) string {
	var parts []string
	if e.Commit != "" {
		parts = append(parts, p.commit(e.Commit))
	}
	if e.Date != "" {
		parts = append(parts, escape(surface.Day(e.Date)))
	}
	if e.Person != "" {
		parts = append(parts, escape(e.Person))
	}
	if e.Ref != "" {
		parts = append(parts, code(surface.Ref(e.Ref)))
	}
	if e.Place != nil {
		parts = append(parts, place(*e.Place))
	}
	if e.Text != "" {
		parts = append(parts, escape(e.Text))
	}
	return strings.Join(parts, " · ")
}

// place writes a path as code, and words for the repository itself as words.
func place(p sheet.Place) string {
	if p.Path == "." {
		return surface.Place(p)
	}
	return code(surface.Place(p))
}
