package record

import (
	"regexp"
	"strings"

	"leadline/internal/fact"
)

// markup is how a text that is no Markdown marks what it is made of, as far as records
// need it.
type markup struct {
	// headings gives the level and the text of a heading on one line.
	heading *regexp.Regexp
	// underlined: a heading is a line with a row of signs below it.
	underlined bool
	comment    string
	field      *regexp.Regexp
	link       *regexp.Regexp
}

var (
	asciiDoc = &markup{
		heading: regexp.MustCompile(`^(={1,6})\s+(\S.*)$`), comment: "//",
		field: regexp.MustCompile(`^:([\w-]+):\s+(\S.*)$`), link: regexp.MustCompile(`(?:xref|link):([^\s\[\]]+)\[`),
	}
	reStructured = &markup{
		underlined: true, comment: "..", field: regexp.MustCompile(`^:([\w -]+):\s+(\S.*)$`), link: regexp.MustCompile("<([^<>\\s]+)>`_"),
	}
	underline = regexp.MustCompile(`^(=+|-+|~+|\^+|"+|#+|\*+|\++)\s*$`)
	anItem    = regexp.MustCompile(`^\s*[*-]\s+`)
)

// readPlain reads a text line by line: headings, items and paragraphs.
func readPlain(content []byte, m *markup) *document {
	d := newDocument(content)
	levels := map[byte]int{}
	var lines []fact.Passage
	kind := paragraph
	flush := func() {
		if len(lines) == 0 {
			return
		}
		var all []string
		for _, l := range lines {
			all = append(all, l.Text)
		}
		first, last := lines[0], lines[len(lines)-1]
		b := block{kind: kind, Passage: d.passage(first.Start, last.End, strings.Join(all, " ")), lines: lines}
		b.links = d.plainLinks(m, first.Start, last.End)
		d.blocks = append(d.blocks, b)
		lines, kind = nil, paragraph
	}
	for i := range d.lines {
		start, end := d.lines[i], len(content)
		if i+1 < len(d.lines) {
			end = d.lines[i+1]
		}
		raw := strings.TrimRight(string(content[start:end]), " \t\r\n")
		switch {
		case strings.TrimSpace(raw) == "":
			flush()
		case m.field.MatchString(raw):
			flush()
		case m.comment != "" && strings.HasPrefix(raw, m.comment):
			flush()
		case m.heading != nil && m.heading.MatchString(raw):
			flush()
			h := m.heading.FindStringSubmatch(raw)
			d.blocks = append(d.blocks, block{kind: heading, level: len(h[1]), Passage: d.passage(start+len(raw)-len(h[2]), end, h[2])})
		case m.underlined && underline.MatchString(raw) && len(lines) > 0:
			last := lines[len(lines)-1]
			lines = lines[:len(lines)-1]
			flush()
			if levels[raw[0]] == 0 {
				levels[raw[0]] = len(levels) + 1
			}
			d.blocks = append(d.blocks, block{kind: heading, level: levels[raw[0]], Passage: last})
		case m.underlined && underline.MatchString(raw):
		default:
			if mark := anItem.FindString(raw); mark != "" {
				flush()
				kind = item
				start, raw = start+len(mark), raw[len(mark):]
			}
			lines = append(lines, d.passage(start, end, unmarked(raw)))
		}
	}
	flush()
	return d
}

func unmarked(s string) string { return strings.NewReplacer("**", "", "``", "", "`", "").Replace(s) }

func (d *document) plainLinks(m *markup, start, end int) []fact.Passage {
	var out []fact.Passage
	for _, at := range m.link.FindAllSubmatchIndex(d.text[start:end], -1) {
		target := string(d.text[start+at[2] : start+at[3]])
		out = append(out, d.passage(start+at[2], start+at[3], target))
		ref := fact.Reference{To: d.passage(start+at[2], start+at[3], target)}
		ref.To.Text, ref.Fragment, _ = strings.Cut(target, "#")
		ref.To.End -= len(target) - len(ref.To.Text)
		d.references = append(d.references, ref)
	}
	return out
}

// attributes are what a text says by name between colons.
func attributes(d *document, content []byte) []field {
	var out []field
	for i, start := range d.lines {
		end := len(content)
		if i+1 < len(d.lines) {
			end = d.lines[i+1]
		}
		for _, m := range []*markup{asciiDoc, reStructured} {
			raw := strings.TrimRight(string(content[start:end]), " \t\r\n")
			f := m.field.FindStringSubmatch(raw)
			if f == nil {
				continue
			}
			p := d.passage(start+len(raw)-len(f[2]), end, f[2])
			out = append(out, field{name: normal(f[1]), label: f[1], Passage: p, items: []fact.Passage{p}, style: fact.StatusFrontMatter})
			break
		}
	}
	return out
}
