package record

import (
	"regexp"
	"strings"

	"leadline/internal/fact"
)

// fieldsOf are what a text says by name in its head: before its first section, and in
// sections that are about the record. They may be items ("- Status: accepted"), rows of
// tables, lines ("**Status:** accepted") and paragraphs.
func fieldsOf(d *document) []field {
	var out []field
	inHead, level := true, 0
	var head []fact.Passage
	for i := range d.blocks {
		b := &d.blocks[i]
		if b.kind == heading {
			if f, ok := headingField(b); ok {
				out = append(out, f)
			}
			inHead = level == 0 && (b.level == 1 || i == 0) || aboutItself[normal(b.Text)]
			level = max(level, b.level-1)
			continue
		}
		if !inHead {
			continue
		}
		if b.kind == row {
			if b.head {
				head = b.cells
			}
			out = append(out, rowFields(b, head)...)
			continue
		}
		out = append(out, lineFields(b)...)
	}
	return out
}

// aboutItself are headings of sections that speak of the record.
var aboutItself = map[string]bool{
	"metadata": true, "meta": true, "information": true, "info": true, "details": true, "document-control": true, "header": true,
	"record": true, "overview": true, "document-information": true, "meta-data": true, "decision-record": true, "adr": true,
}

// headingField reads "## Status: accepted".
func headingField(b *block) (field, bool) {
	name, value, ok := strings.Cut(b.Text, ":")
	if !ok || !isStatus(normal(name)) || strings.TrimSpace(value) == "" {
		return field{}, false
	}
	f := field{name: "status", label: name, Passage: b.Passage, style: fact.StatusHeading, links: b.links}
	f.Text = strings.TrimSpace(value)
	return f, true
}

// rowFields are those of a row of a table: of two columns, the name and the value; of
// more, the values below the names at the head.
func rowFields(b *block, head []fact.Passage) []field {
	one := func(name string, cell fact.Passage) field {
		return field{name: normal(name), label: name, Passage: cell, style: fact.StatusTable, links: b.links, items: []fact.Passage{cell}}
	}
	var out []field
	if len(b.cells) == 2 {
		out = append(out, one(b.cells[0].Text, b.cells[1]))
	}
	if !b.head {
		for i := range min(len(b.cells), len(head)) {
			if isKnownField(normal(head[i].Text)) && b.cells[i].Text != "" {
				out = append(out, one(head[i].Text, b.cells[i]))
			}
		}
	}
	return out
}

var named1 = regexp.MustCompile(`^\s*[*_:]*([\p{L}][\p{L}\p{N} _/().-]{0,40}?)[*_]*\s*(?::|：|\s[-–—]\s)[*_:]*\s*(.*)$`)

// lineFields are those of the lines of a paragraph or an item; several on a line stand
// between upright strokes or dots.
func lineFields(b *block) []field {
	style := fact.StatusBold
	if b.kind == item {
		style = fact.StatusBullet
	}
	var out []field
	for _, line := range b.lines {
		for _, part := range parts(line) {
			m := named1.FindStringSubmatch(part.Text)
			if m == nil {
				continue
			}
			name := normal(m[1])
			if !isKnownField(name) {
				continue
			}
			f := field{name: name, label: m[1], Passage: part, style: style, links: linksWithin(b.links, line)}
			f.Text = strings.TrimSpace(m[2])
			f.items = []fact.Passage{f.Passage}
			out = append(out, f)
		}
	}
	return out
}

// parts are what a line says between upright strokes or dots.
func parts(line fact.Passage) []fact.Passage {
	if !strings.ContainsAny(line.Text, "|·•") {
		return []fact.Passage{line}
	}
	all := strings.FieldsFunc(line.Text, func(r rune) bool { return r == '|' || r == '·' || r == '•' })
	named := 0
	for _, p := range all {
		if m := named1.FindStringSubmatch(p); m != nil && isKnownField(normal(m[1])) {
			named++
		}
	}
	if named < 2 {
		return []fact.Passage{line}
	}
	out := make([]fact.Passage, 0, len(all))
	for _, p := range all {
		one := line
		one.Text = strings.TrimSpace(p)
		out = append(out, one)
	}
	return out
}

func linksWithin(links []fact.Passage, line fact.Passage) []fact.Passage {
	var out []fact.Passage
	for _, l := range links {
		if l.Start >= line.Start && l.Start <= line.End || l.Start == l.End && l.Line == line.Line {
			out = append(out, l)
		}
	}
	return out
}

// statusSection is what stands below a heading "Status": one of the first sections, or
// one that begins with a word for a status. Deep in a text it may be about the status of
// something else.
func statusSection(d *document) []block {
	sections := 0
	for i := range d.blocks {
		if d.blocks[i].kind != heading {
			continue
		}
		sections++
		if !isStatus(normal(d.blocks[i].Text)) {
			continue
		}
		end := i + 1
		for end < len(d.blocks) && d.blocks[end].kind != heading {
			end++
		}
		said := withoutComments(d.blocks[i+1 : end])
		if len(said) > 0 && (sections <= firstSections || mapStatus(said[0].Text) != fact.NoStatus) {
			return said
		}
	}
	return nil
}

// firstSections are the headings of a text among which its status is expected: the title,
// and a section or two before it.
const firstSections = 4

func withoutComments(all []block) []block {
	var out []block
	for _, b := range all {
		if b.kind != comment && (b.Text != "" || b.kind == row) {
			out = append(out, b)
		}
	}
	return out
}

func isStatus(name string) bool {
	switch name {
	case "status", "adr-status", "current-status", "decision-status", "statut", "estado", "stato", "state", "rfc-status", "record-status":
		return true
	}
	return false
}

// titleOf is the first heading, and the one after it where the first is a word for the
// kind of record alone.
func titleOf(d *document) (fact.Passage, bool) {
	for i := range d.blocks {
		if b := &d.blocks[i]; b.kind == heading && b.Text != "" {
			return b.Passage, true
		}
	}
	return fact.Passage{}, false
}

var numberedTitle = regexp.MustCompile(`^(?i:(?:(?:architecture|architectural)\s+decision(?:\s+record)?|adr|madr|rfc|tep|kep|rfd|record|decision|lad|ddr|tdr|[A-Z]{2,6})[\s#:_-]*)?#?\d{1,5}\s*(?:[.:)\]–—-]+\s*|\s+)(\S.*)$`)

// withoutNumber is a title without the number that stands before it.
func withoutNumber(title string) string {
	title = strings.Trim(title, " []")
	if m := numberedTitle.FindStringSubmatch(title); m != nil {
		return strings.TrimSpace(m[1])
	}
	return title
}

// section finds what stands below the first heading that is called so.
func section(d *document, called func(string) bool) []block {
	for i := range d.blocks {
		if d.blocks[i].kind != heading || !called(normal(d.blocks[i].Text)) {
			continue
		}
		end := i + 1
		for end < len(d.blocks) && (d.blocks[end].kind != heading || d.blocks[end].level > d.blocks[i].level) {
			end++
		}
		return d.blocks[i+1 : end]
	}
	return nil
}

// firstStatement is the first paragraph, or item, that binds.
func firstStatement(blocks []block) fact.Passage {
	for i := range blocks {
		if b := &blocks[i]; (b.kind == paragraph || b.kind == item) && !b.quoted && b.Text != "" && !isAside(b.Text) {
			return b.Passage
		}
	}
	return fact.Passage{}
}

var aside = regexp.MustCompile(`(?i)^(rationale|notes?|example|e\.g\.|comment|hint|remark)s?\s*[:.]`)

func isAside(text string) bool { return aside.MatchString(text) }
