package record

import (
	"regexp"
	"strings"

	"leadline/internal/fact"
)

var (
	sdocNode     = regexp.MustCompile(`^\[{1,2}(/?)([A-Z][A-Z0-9_]*)\]{1,2}\s*$`)
	sdocField    = regexp.MustCompile(`^([A-Z][A-Z0-9_]*):(?:\s(.*))?$`)
	sdocRelation = regexp.MustCompile(`^\s*(?:-\s+)?(TYPE|VALUE|ROLE):\s*(.*)$`)
)

// aroundRequirements are the nodes of StrictDoc that are about the document.
var aroundRequirements = map[string]bool{"DOCUMENT": true, "GRAMMAR": true, "SECTION": true, "TEXT": true, "DOCUMENT_FROM_FILE": true, "FREETEXT": true, "DOCUMENT_VIEW": true}

var sdocFormat = &format{
	noRecord: takesAll,
	read:     func(_ *reader, _ *folder, p fact.Path, content []byte) read { return readStrictDoc(p, content) },
}

// readStrictDoc reads the requirements of a document of StrictDoc: nodes, their fields on
// one line or between >>> and <<<, and their relations.
func readStrictDoc(p fact.Path, content []byte) read {
	s := &sdocReader{path: p, d: newDocument(content)}
	for i, start := range s.d.lines {
		end := len(content)
		if i+1 < len(s.d.lines) {
			end = s.d.lines[i+1]
		}
		s.line(start, end, strings.TrimRight(string(content[start:end]), "\r\n"))
	}
	s.done()
	if s.long != "" {
		line, _ := s.d.at(s.from)
		s.out.lost(p, line, 1, "not-understood", "the text of "+s.long+" begins with >>> and does not end", "end it with <<< on a line of its own")
	}
	return s.out
}

type sdocReader struct {
	path fact.Path
	d    *document
	item *fact.Record
	// long is the field whose text of several lines is being read, which begins at from.
	long string
	from int
	// inRelations: the lines are those of relations; kind is that of the next.
	inRelations bool
	kind        string
	out         read
}

func (s *sdocReader) line(start, end int, raw string) {
	trimmed := strings.TrimSpace(raw)
	switch {
	case s.long != "":
		if trimmed == "<<<" {
			s.field(s.long, s.d.passage(s.from, start, string(s.d.text[s.from:start])))
			s.long = ""
		}
		return
	case sdocNode.MatchString(raw):
		s.done()
		m := sdocNode.FindStringSubmatch(raw)
		if m[1] == "" && !aroundRequirements[m[2]] {
			line, _ := s.d.at(start)
			s.item = &fact.Record{Path: s.path, Line: line, Kind: fact.Requirement, Format: "strictdoc", Status: fact.Accepted}
		}
		return
	case s.inRelations && sdocRelation.MatchString(raw):
		s.relation(start, sdocRelation.FindStringSubmatchIndex(raw), raw)
		return
	}
	m := sdocField.FindStringSubmatchIndex(raw)
	if m == nil {
		return
	}
	name, value, at := raw[m[2]:m[3]], "", end
	if m[4] >= 0 {
		value, at = raw[m[4]:m[5]], start+m[4]
	}
	s.inRelations = name == "RELATIONS" || name == "REFS"
	if strings.TrimSpace(value) == ">>>" {
		s.long, s.from = name, end
		return
	}
	s.field(name, s.d.passage(at, end, value))
}

func (s *sdocReader) relation(start int, m []int, raw string) {
	key, value := raw[m[2]:m[3]], raw[m[4]:m[5]]
	switch {
	case key == "TYPE":
		s.kind = strings.ToLower(value)
	case key == "VALUE" && s.item != nil && s.kind != "file":
		kind := fact.Implements
		if s.kind == "child" {
			kind = fact.See
		}
		s.item.Links = append(s.item.Links, fact.RecordLink{Kind: kind, To: s.d.passage(start+m[4], start+m[5], value)})
	case key == "VALUE" && s.item != nil:
		s.item.Links = append(s.item.Links, fact.RecordLink{Kind: fact.See, To: s.d.passage(start+m[4], start+m[5], value)})
	}
}

func (s *sdocReader) field(name string, value fact.Passage) {
	x := s.item
	if x == nil || value.Text == "" {
		return
	}
	switch name {
	case "UID":
		x.ID = value.Text
	case "TITLE":
		x.Title = value
	case "STATEMENT":
		x.Text = value
	case "STATUS":
		setStatus(x, value, nil, fact.StatusKey)
	case "OWNER":
		x.Owners = append(x.Owners, value.Text)
	default:
		x.Fields = append(x.Fields, fact.RecordField{Name: name, Value: value})
	}
}

// done ends a node. One without an id is text.
func (s *sdocReader) done() {
	if s.item != nil && (s.item.ID != "" || s.item.Text.Text != "") {
		if s.item.Title.Text == "" {
			s.item.Title = s.item.Text
		}
		s.out.records = append(s.out.records, *s.item)
	}
	s.item, s.inRelations, s.kind = nil, false, ""
}
