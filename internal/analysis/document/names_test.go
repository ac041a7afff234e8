package document

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/fact"
)

// What may be looked for, and beside it what may be anything, or is told as the past.
func TestNames(t *testing.T) {
	r := newRepository("docs/plans/x.md", "docs/adr/1.md")
	r.says("docs/guide.md", fact.MentionSymbol, "sendAll", "outbox.flush_all", "Outbox.close", "HTTPServer", "Serve", "MAX_RETRIES", "_private", "toBe", "sendAll")
	r.says("README.md", fact.MentionCode, "parse_thing", "former_thing", "plain")
	for i := range r.docs.Documents {
		all := r.docs.Documents[i].Mentions
		for _, m := range all {
			if m.Text == "former_thing" {
				m.Line, m.Past = 9, true
				r.docs.Documents[i].Mentions = append(r.docs.Documents[i].Mentions, m)
			}
		}
	}
	r.says("docs/plans/x.md", fact.MentionSymbol, "sendAll")
	r.says("docs/adr/1.md", fact.MentionSymbol, "sendAll")
	var got []string
	for _, n := range r.library().Names() {
		got = append(got, fmt.Sprintf("%s:%d %s by %s", n.Document.Path, n.Line, strings.Join(n.Names, "+"), n.Written))
	}
	want := "docs/guide.md:3 sendAll by c1, docs/guide.md:3 flush_all by c1, docs/guide.md:3 HTTPServer by c1, README.md:3 parse_thing by c1"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("%s\nwant %s", s, want)
	}
}
