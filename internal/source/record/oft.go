package record

import (
	"regexp"
	"strings"

	"leadline/internal/fact"
)

var (
	oftID     = regexp.MustCompile("^\\s*(?:[*+-]\\s+)?(?:<a\\s[^>]*>\\s*(?:</a>)?)?\\s*[`*]*([A-Za-z][\\w-]*~[\\w.-]*\\w~\\d+)[`*]*\\s*$")
	oftInText = regexp.MustCompile(`[A-Za-z][\w-]*~[\w.-]*\w~\d+`)
	oftKey    = regexp.MustCompile(`(?i)^\s*[*_]*(needs|covers|depends|rationale|comment|tags|status|description)[*_]*\s*:[*_]*\s*(.*)$`)
)

var oftFormat = &format{
	noRecord: takesAll,
	read:     func(_ *reader, _ *folder, p fact.Path, content []byte) read { return readOFT(p, content) },
}

// readOFT reads the items of OpenFastTrace in a text: an id on a line of its own, what it
// says, and what it needs and covers.
func readOFT(p fact.Path, content []byte) read {
	s := &oftReader{path: p, d: newDocument(content)}
	for i, start := range s.d.lines {
		end := len(content)
		if i+1 < len(s.d.lines) {
			end = s.d.lines[i+1]
		}
		s.line(start, end, strings.TrimRight(string(content[start:end]), " \t\r\n"))
	}
	s.done()
	return s.out
}

type oftReader struct {
	path   fact.Path
	d      *document
	fenced bool
	off    bool
	title  fact.Passage // the last heading or line of its own
	key    string
	item   *fact.Record
	out    read
}

func (s *oftReader) line(start, end int, raw string) {
	trimmed := strings.TrimSpace(raw)
	switch {
	case strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~"):
		s.fenced = !s.fenced
		return
	case strings.Contains(trimmed, "oft:off"):
		s.off = true
	case strings.Contains(trimmed, "oft:on"):
		s.off = false
	}
	if s.fenced || s.off {
		return
	}
	if m := oftID.FindStringSubmatchIndex(raw); m != nil && !s.listed() {
		s.done()
		id := s.d.passage(start+m[2], start+m[3], raw[m[2]:m[3]])
		s.item = &fact.Record{Path: s.path, Line: id.Line, Kind: fact.Requirement, ID: id.Text, Title: s.title, Format: "openfasttrace", Status: fact.Accepted}
		s.key = ""
		return
	}
	if strings.HasPrefix(trimmed, "#") {
		s.done()
		s.title = s.d.passage(start, end, strings.Trim(trimmed, "# "))
		return
	}
	if s.item == nil {
		if trimmed != "" {
			s.title = s.d.passage(start, end, trimmed)
		}
		return
	}
	if m := oftKey.FindStringSubmatchIndex(raw); m != nil {
		s.key = strings.ToLower(raw[m[2]:m[3]])
		start, raw = start+m[4], raw[m[4]:]
	}
	s.said(start, start+len(raw), raw)
}

// listed reports whether ids on lines of their own are those that an item covers.
func (s *oftReader) listed() bool { return s.item != nil && (s.key == "covers" || s.key == "depends") }

func (s *oftReader) said(start, end int, raw string) {
	x := s.item
	trimmed := strings.TrimSpace(raw)
	if trimmed == "" {
		if s.key == "" && x.Text.Text != "" {
			s.key = "more"
		}
		return
	}
	switch s.key {
	case "", "description":
		if x.Text.Text == "" {
			x.Text = s.d.passage(start, end, trimmed)
		} else {
			x.Text = s.d.passage(x.Text.Start, end, x.Text.Text+" "+trimmed)
		}
	case "needs":
		x.Needs = append(x.Needs, strings.FieldsFunc(trimmed, func(r rune) bool { return strings.ContainsRune(", *-+", r) })...)
	case "covers", "depends":
		kind := fact.Implements
		if s.key == "depends" {
			kind = fact.DependsOn
		}
		seen := map[string]bool{}
		for _, at := range oftInText.FindAllStringIndex(raw, -1) {
			if id := raw[at[0]:at[1]]; !seen[id] { // a link has it twice
				seen[id] = true
				x.Links = append(x.Links, fact.RecordLink{Kind: kind, To: s.d.passage(start+at[0], start+at[1], id)})
			}
		}
	case "status":
		setStatus(x, s.d.passage(start, end, trimmed), nil, fact.StatusBold)
	case "rationale", "comment", "tags":
		x.Fields = append(x.Fields, fact.RecordField{Name: s.key, Value: s.d.passage(start, end, trimmed)})
	}
}

func (s *oftReader) done() {
	if s.item != nil {
		s.out.records = append(s.out.records, *s.item)
		s.item, s.title, s.key = nil, fact.Passage{}, ""
	}
}
