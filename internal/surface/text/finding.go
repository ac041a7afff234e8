package text

import (
	"fmt"
	"strings"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

const (
	few         = 3 // findings, up to which there is room for all
	evidenceFew = 3 // pieces of evidence of each of them; otherwise a line
	many        = 6 // findings, from which on that line has the next step as well
	// leastEvidence is the room for a commit and its day.
	leastEvidence = 24
)

func (p *printer) findings(findings []sheet.Finding) {
	if len(findings) == 0 {
		return
	}
	p.gap()
	p.line(p.style.title("Needs you"))
	for i := range findings {
		p.finding(i+1, &findings[i], "", len(findings))
	}
}

// finding writes one of so many; of is the repository that it is from, where
// there are several.
func (p *printer) finding(n int, f *sheet.Finding, of string, all int) {
	label := fmt.Sprintf("%-3d", n) + p.style.level(f.Level, pad(string(f.Level), 9))
	indent := strings.Repeat(" ", columns(label))
	message := fault.Visible(f.Message)
	if f.Place != nil {
		message = surface.Place(*f.Place) + ": " + message
	}
	if f.Track != nil {
		message += fmt.Sprintf(" (right in %s of %s here)", surface.Number(float64(f.Track.K)), surface.Number(float64(f.Track.N)))
	}
	if of != "" {
		message = of + "  " + message
	}
	p.hang(label, message)
	next := fault.Visible(f.Next)
	if p.verbose {
		p.hang(indent+p.style.dim("why       "), fault.Visible(f.Why))
	}
	room := p.width - columns(indent) - 10
	if !p.verbose && all > few {
		p.brief(f, indent, room, all >= many)
		return
	}
	most := evidenceFew
	if p.verbose {
		most = len(f.Evidence)
	}
	for i, l := range evidence(f.Evidence, most, room) {
		key := "evidence  "
		if i > 0 {
			key = pad("", len(key))
		}
		p.line(indent + p.style.dim(key) + l)
	}
	p.line(indent + p.style.dim("next      ") + next)
}

// brief writes evidence and next step on a line each, or on one where they fit;
// with tight as little evidence as that takes.
func (p *printer) brief(f *sheet.Finding, indent string, room int, tight bool) {
	next := fault.Visible(f.Next)
	left := room - columns(next) - columns("  next  ")
	line := inShort(f.Evidence, room, false)
	if tight && left >= leastEvidence {
		if shorter := inShort(f.Evidence, left, true); !strings.Contains(shorter, "…") {
			line = shorter
		}
	}
	if columns(line) <= left {
		p.line(indent + p.style.dim("evidence  ") + line + p.style.dim("  next  ") + next)
		return
	}
	p.line(indent + p.style.dim("evidence  ") + line)
	p.line(indent + p.style.dim("next      ") + next)
}

// evidence writes the first pieces, one a line; the last one says how many more
// there are.
func evidence(all []sheet.Evidence, most, room int) []string {
	var lines []string
	for i, e := range all[:min(most, len(all))] {
		more := ""
		if i == most-1 && len(all) > most {
			more = fmt.Sprintf("  and %s more", surface.Number(float64(len(all)-most)))
		}
		lines = append(lines, truncate(piece(e, true), room-columns(more))+more)
	}
	return lines
}

// inShort writes as many pieces as there is room for on one line: of a place only
// where it is, of a commit only which, and with tight not even of what branch.
func inShort(all []sheet.Evidence, room int, tight bool) string {
	line := ""
	for i, e := range all {
		next := piece(e, e.Commit == "")
		switch {
		case e.Place != nil:
			next = surface.Place(*e.Place)
		case tight && e.Commit != "":
			next = piece(sheet.Evidence{Commit: e.Commit, Date: e.Date}, false)
		}
		more := ""
		if left := len(all) - i - 1; left > 0 {
			more = fmt.Sprintf(" and %s more", surface.Number(float64(left)))
		}
		switch {
		case i == 0:
			line = truncate(next, room-columns(more))
		case columns(line)+3+columns(next)+columns(more) <= room:
			line += " · " + next
		default:
			return line + fmt.Sprintf(" and %s more", surface.Number(float64(len(all)-i)))
		}
	}
	return line
}

// piece writes a piece of evidence; words says whether with its text.
func piece(e sheet.Evidence, words bool) string {
	var parts []string
	if e.Commit != "" {
		parts = append(parts, surface.Commit(e.Commit))
	}
	if e.Date != "" {
		parts = append(parts, surface.Day(e.Date))
	}
	if e.Place != nil {
		parts = append(parts, surface.Place(*e.Place))
	}
	if e.Person != "" {
		parts = append(parts, fault.Visible(e.Person))
	}
	if e.Ref != "" {
		parts = append(parts, surface.Ref(e.Ref))
	}
	if e.Text != "" && words {
		parts = append(parts, fault.Visible(e.Text))
	}
	return strings.Join(parts, "  ")
}
