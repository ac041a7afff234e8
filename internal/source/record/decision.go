package record

import (
	"path"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/parser"

	"leadline/internal/fact"
)

// read is what a file gave.
type read struct {
	records  []fact.Record
	problems []fact.RecordProblem
}

func (r *read) lost(p fact.Path, line, column int, rule, message, next string) {
	r.problems = append(r.problems, fact.RecordProblem{Path: p, Line: line, Column: column, Rule: rule, Message: message, Next: next, Lost: true})
}

// prose reads a record that is a text: Markdown with or without front matter, AsciiDoc or
// reStructuredText.
func prose(p parser.Parser, at fact.Path, content []byte, kind fact.RecordKind) read {
	var out read
	d, fields := parseText(p, at, content, &out)
	if len(out.problems) > 0 {
		return out
	}
	n := nameOf(at)
	r := fact.Record{Path: at, Line: 1, Kind: kind, ID: n.id, Number: n.number, Digits: n.digits}
	heed(&r, fields)
	out.check(at, kind, fields)
	status(&r, d, fields)
	if r.StatusText.Text == "" {
		statusInTitle(&r, d)
	}
	if !title(&r, d, fields) {
		out.lost(at, 1, 1, "not-understood", "it has neither a heading nor a title in front matter: what it records is not known",
			"begin it with a heading, or move it out of the folder of records")
		return out
	}
	if r.Date == "" {
		r.Date = n.date
	}
	r.Text = statement(d, kind)
	r.References = d.references
	r.Unfilled = append(r.Unfilled, unfilledIn(d)...)
	r.Format = formatOf(&r, d, fields)
	out.records = append(out.records, r)
	return out
}

// parseText reads the text and the front matter of a record, and what both say by name.
func parseText(p parser.Parser, at fact.Path, content []byte, out *read) (*document, []field) {
	switch strings.ToLower(path.Ext(string(at))) {
	case ".adoc", ".asciidoc":
		d := readPlain(content, asciiDoc)
		return d, append(attributes(d, content), fieldsOf(d)...)
	case ".rst":
		d := readPlain(content, reStructured)
		return d, append(attributes(d, content), fieldsOf(d)...)
	}
	start, end, body, ok := frontMatter(content)
	d := readMarkdown(p, content, body)
	if !ok {
		return d, fieldsOf(d)
	}
	line, _ := d.at(start)
	node, fault := loadYAML(content[start:end])
	if fault != nil {
		if fault = retry(content[start:end], fault); fault != nil {
			out.lost(at, fault.line+line-1, fault.column, "yaml", "its front matter is no YAML: "+fault.message,
				"indent with spaces, close brackets and quotes, and quote a value that begins with a special character or holds a colon and a space")
			return d, nil
		}
	}
	front := placed{d: d, above: line - 1}
	return d, append(front.fields(node), fieldsOf(d)...)
}

// retry takes braces of a template for what they are: front matter that would be YAML
// without them is only unfilled, and says nothing.
func retry(yaml []byte, fault *yamlFault) *yamlFault {
	if !braces.Match(yaml) {
		return fault
	}
	if _, err := loadYAML(braces.ReplaceAll(yaml, []byte("x"))); err != nil {
		return err
	}
	return nil
}

var braces = regexp.MustCompile(`\{[^{}\n]*\}`)

// nameOf reads the name of the file; where it is README or kep.yaml, or the like, that of
// its folder.
func nameOf(at fact.Path) named {
	s := stem(at)
	if n := parseName(s); n.ordered() || !indexName.MatchString(s) && s != "kep" {
		return n
	}
	if f := at.Folder(); f != "" {
		return parseName(path.Base(string(f)))
	}
	return parseName(s)
}

// title is the first heading without its number, else what front matter says.
func title(r *fact.Record, d *document, fields []field) bool {
	t, ok := titleOf(d)
	for i := range fields {
		if f := &fields[i]; f.name == "title" && f.Text != "" && !f.unfilled && (!ok || isWordForRecord(t.Text)) {
			t, ok = f.Passage, true
			break
		}
	}
	if !ok || t.Text == "" {
		return false
	}
	r.Title = t
	r.Title.Text = withoutNumber(t.Text)
	if r.StatusStyle == fact.StatusTitle {
		r.Title.Text = strings.TrimSpace(strings.TrimPrefix(r.Title.Text, r.StatusText.Text+":"))
	}
	return true
}

var titleStatus = regexp.MustCompile(`^(\p{L}+):\s+\S`)

// statusInTitle reads "# Accepted: use the outbox".
func statusInTitle(r *fact.Record, d *document) {
	t, _ := titleOf(d)
	if m := titleStatus.FindStringSubmatch(t.Text); m != nil && isStatusItself(m[1]) {
		t.Text = m[1]
		setStatus(r, t, nil, fact.StatusTitle)
	}
}

// isStatusItself reports whether a word is the name of a status and no synonym: "Proposal"
// may well begin a title.
func isStatusItself(word string) bool {
	s := fact.RecordStatus(strings.ToLower(word))
	return s != fact.NoStatus && statusOf[string(s)] == s
}

// isWordForRecord reports whether a heading is one that every record of the set has.
func isWordForRecord(heading string) bool {
	switch normal(heading) {
	case "summary", "context", "status", "decision", "abstract", "context-and-problem-statement", "introduction", "background":
		return true
	}
	return false
}

// status finds where a record stands: in front matter, below a heading, and by name in
// its head, in this order.
func status(r *fact.Record, d *document, fields []field) {
	for i := range fields {
		f := &fields[i]
		if !isStatus(f.name) || f.Text == "" {
			continue
		}
		if f.style != fact.StatusFrontMatter && f.style != fact.StatusHeading && statusBelow(r, d) {
			return
		}
		setStatus(r, f.Passage, f.links, f.style)
		return
	}
	statusBelow(r, d)
}

func setStatus(r *fact.Record, said fact.Passage, links []fact.Passage, style fact.StatusStyle) {
	r.StatusText, r.StatusStyle = said, style
	if isChoice(said.Text) || isPlaceholder(said.Text) || said.Text == "{…}" {
		r.Unfilled = append(r.Unfilled, said)
		return
	}
	r.Status = mapStatus(said.Text)
	statusLinks(r, said, links)
}

// statusBelow reads the section "Status": the first line that says where the record
// stands, and the links of all. Of items with boxes it is the one that is checked, and
// of a table the first cell that says it.
func statusBelow(r *fact.Record, d *document) bool {
	blocks := statusSection(d)
	if len(blocks) == 0 {
		return false
	}
	said := passages(blocks)
	if len(said) == 0 {
		return false
	}
	best := -1
	for i := range said {
		switch s := mapStatus(said[i].Text); {
		case s == fact.Superseded && !strings.Contains(strings.ToLower(said[i].Text), "supersedes"):
			best = i
		case best < 0 && s != fact.NoStatus:
			best = i
		}
	}
	if best < 0 {
		best = 0
	}
	var links []fact.Passage
	for i := range blocks {
		links = append(links, blocks[i].links...)
	}
	setStatus(r, said[best], links, fact.StatusHeading)
	for i := range said {
		if i != best {
			statusLinks(r, said[i], links)
		}
	}
	return true
}

func passages(blocks []block) []fact.Passage {
	boxed := false
	for i := range blocks {
		boxed = boxed || blocks[i].boxed && blocks[i].checked
	}
	var out []fact.Passage
	for i := range blocks {
		b := &blocks[i]
		switch {
		case boxed && !b.checked:
		case b.kind == row && !b.head:
			out = append(out, b.cells...)
		case b.kind == row:
		default:
			for _, line := range b.lines {
				if m := named1.FindStringSubmatch(line.Text); m != nil && !isStatus(normal(m[1])) && isKnownField(normal(m[1])) && mapStatus(line.Text) == fact.NoStatus {
					continue // "Date: 2026-11-22" below the heading
				} else if m != nil && isStatus(normal(m[1])) {
					line.Text = m[2]
				}
				if line.Text != "" {
					out = append(out, line)
				}
			}
		}
	}
	return out
}

// statement is what binds: of a decision the first paragraph below "Decision", of any
// other record the first below its title.
func statement(d *document, kind fact.RecordKind) fact.Passage {
	if kind == fact.Decision {
		return firstStatement(section(d, func(name string) bool {
			return strings.HasPrefix(name, "decision") && name != "decision-drivers" && name != "decision-makers" || name == "solution" || name == "the-decision"
		}))
	}
	for i := range d.blocks {
		b := &d.blocks[i]
		if b.kind == paragraph && !b.quoted && b.Text != "" && !isAside(b.Text) && len(lineFields(b)) == 0 {
			return b.Passage
		}
	}
	return fact.Passage{}
}

// formatOf names the convention that a decision follows, by its sections and fields.
func formatOf(r *fact.Record, d *document, fields []field) string {
	has := map[string]bool{}
	for i := range d.blocks {
		if d.blocks[i].kind == heading {
			has[normal(d.blocks[i].Text)] = true
		}
	}
	for i := range fields {
		if fields[i].style == fact.StatusFrontMatter {
			has["front:"+fields[i].name] = true
		}
		if n := fields[i].name; n == "start-date" || n == "rfc-pr" {
			has[n] = true
		}
	}
	switch {
	case r.Kind != fact.Decision:
		return "markdown"
	case has["context-and-problem-statement"] && (has["front:decision-makers"] || has["front:consulted"]):
		return "madr 4"
	case has["context-and-problem-statement"] && has["front:status"]:
		return "madr 3"
	case has["context-and-problem-statement"]:
		return "madr 2"
	case has["start-date"] || strings.HasPrefix(string(r.Path), "text/"):
		return "rfc"
	case has["front:number"]:
		return "adrs"
	case has["status"] && has["context"] && has["decision"]:
		return "nygard"
	}
	return "markdown"
}
