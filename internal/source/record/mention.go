package record

import (
	"cmp"
	"regexp"
	"slices"

	"github.com/yuin/goldmark/parser"

	"leadline/internal/fact"
)

// MentionsVersion is raised whenever the same text gives other mentions.
const MentionsVersion = "mentions 2"

// MostDocument is the longest document that is read, in bytes.
const MostDocument = most

// Documents reads documents in Markdown, records or not, one after the other.
type Documents struct{ parser parser.Parser }

// NewDocuments makes a reader for one goroutine.
func NewDocuments() *Documents { return &Documents{markdown()} }

// Read reads a text, and says why it could not.
func (d *Documents) Read(text []byte) (out fact.Document, why string) {
	if len(text) > most {
		return out, "it is larger than two megabytes"
	}
	if _, bad := invalid(text); bad {
		return out, "it is not UTF-8"
	}
	_, _, body, _ := fact.FrontMatter(text)
	doc := readMarkdown(d.parser, text, body)
	for i := range doc.blocks {
		if b := &doc.blocks[i]; b.kind == heading {
			out.Title = b.Text
			break
		}
	}
	for _, r := range doc.references {
		kind := fact.MentionLink
		if r.Code {
			kind = fact.MentionPath
		}
		out.Mentions = append(out.Mentions, fact.Mention{Kind: kind, Text: r.To.Text, Line: r.To.Line})
	}
	for _, a := range doc.addresses {
		out.Mentions = append(out.Mentions, fact.Mention{Kind: fact.MentionHTML, Text: a.Text, Line: a.Line})
	}
	past := doc.past()
	for _, n := range doc.names {
		out.Mentions = append(out.Mentions, fact.Mention{Kind: fact.MentionSymbol, Text: n.Text, Line: n.Line, Past: past(n.Line)})
	}
	for _, n := range doc.coded {
		out.Mentions = append(out.Mentions, fact.Mention{Kind: fact.MentionCode, Text: n.Text, Line: n.Line, Past: past(n.Line)})
	}
	out.Mentions = slices.DeleteFunc(out.Mentions, func(m fact.Mention) bool { return m.Text == "" || elsewhere.MatchString(m.Text) })
	slices.SortStableFunc(out.Mentions, func(a, b fact.Mention) int { return cmp.Compare(a.Line, b.Line) })
	return out, ""
}

// elsewhere are addresses.
var elsewhere = regexp.MustCompile(`^(?i:[a-z][a-z0-9+.-]*:(?:[^:]|$)|//)`)

var attribute = regexp.MustCompile(`(?i)\s(?:href|src)\s*=\s*(?:"([^"#]+)(?:#[^"]*)?"|'([^'#]+)(?:#[^']*)?')`)

// address keeps the targets of links in a piece of HTML.
func (d *document) address(start, end int) {
	for _, m := range attribute.FindAllSubmatchIndex(d.text[start:end], -1) {
		from, to := m[2], m[3]
		if from < 0 {
			from, to = m[4], m[5]
		}
		d.addresses = append(d.addresses, d.passage(start+from, start+to, string(d.text[start+from:start+to])))
	}
}
