package record

import (
	"fmt"
	"strings"
	"testing"
)

func TestMentions(t *testing.T) {
	text := "---\ntitle: [x](front.md)\n---\n# The guide\n\nSee [a](../a%20b.md#part), [web](https://example.org/x.md) and ![p](img/p.png).\n" +
		"`pkg/x.go:12` calls `Store.Load()`, `parseThing` and `plain` or `true`.\n\n```\n[c](code.md)\n```\n\n<!-- [d](comment.md) <img src=\"no.png\"> -->\n\n" +
		"<p align=\"center\"><img src=\"docs/logo.svg\" alt=\"x\"></p>\n\nA <a href='more.md#top'>link</a>, a [reference][r].\n\n[r]: ref.md\n"
	d, why := NewDocuments().Read([]byte(text))
	var got []string
	for _, m := range d.Mentions {
		got = append(got, fmt.Sprintf("%d:%d:%s", m.Line, m.Kind, m.Text))
	}
	want := "6:1:../a b.md 6:1:img/p.png 7:3:pkg/x.go 7:4:Store.Load 7:4:parseThing 15:2:docs/logo.svg 17:1:ref.md 17:2:more.md"
	if why != "" || d.Title != "The guide" || strings.Join(got, " ") != want {
		t.Errorf("%s: %q\n%s\nwant\n%s", why, d.Title, strings.Join(got, " "), want)
	}
	for text, want := range map[string]string{"\xff": "it is not UTF-8", strings.Repeat("x", MostDocument+1): "it is larger than two megabytes", "": ""} {
		if _, why := NewDocuments().Read([]byte(text)); why != want {
			t.Errorf("%.9q: %s", text, why)
		}
	}
}

// Names in blocks of code, and those of which the words around them speak as the past.
func TestNamesInDocuments(t *testing.T) {
	for text, want := range map[string]string{
		"```go\nx.sendAll(HTTPServer{}) // plain\n```\n": "2:sendAll 2:HTTPServer", "```\nsendAll sendAll\n```\n": "2:sendAll", "text\n\n    parse_it\n": "3:parse_it",
		"```diff\n-sendAll()\n```\n": "", "```js\nconst mailSender = new Mailer()\nmailSender.sendAll()\n```\n": "3:sendAll", "```py\nmy_box = open_box()\nmy_box == their_box\n```\n": "2:open_box 3:their_box",
		"```\n$ run NotReady\n```\n": "", "```\nrun NotReady\n```\n": "2:NotReady",
		"`sendAll` sends.\n": "1:sendAll", "`sendAll` was removed.\n": "1:sendAll-", "- Added `sendAll`.\n": "1:sendAll-", "It can be added by `sendAll`.\n": "1:sendAll", "It sends.\n\n`sendAll` is deprecated.\n\nBut `sendOne` is not.\n": "3:sendAll- 5:sendOne",
		"# Use\n\n`sendAll`\n\n## Changelog\n\n`sendOne`\n\n### Of it\n\n`sendTwo`\n\n## More\n\n`sendTen`\n": "3:sendAll 7:sendOne- 11:sendTwo- 15:sendTen",
		"## Migration from 1.x\n\n```go\nsendAll()\n```\n":                                                    "4:sendAll-", "Before v2 write:\n\n```go\nsendAll()\n```\n": "4:sendAll-", "| `sendAll` | x |\n|-|-|\n| `sendOne` | renamed |\n": "1:sendAll 3:sendOne-",
	} {
		d, _ := NewDocuments().Read([]byte(text))
		var got []string
		for _, m := range d.Mentions {
			got = append(got, fmt.Sprintf("%d:%s%s", m.Line, m.Text, map[bool]string{true: "-"}[m.Past]))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q\n%s\nwant %s", text, s, want)
		}
	}
}

// FuzzMentions: whatever a document holds, what it mentions is in it.
func FuzzMentions(f *testing.F) {
	f.Add("# A\n\n[a](b.md) `c/d.go` <img src=\"e.png\"> `f.G()`\n")
	f.Add("---\nx\n---\r\n> [a]\n\n[a]: <b c.md>\n<a href='x\n'>")
	f.Fuzz(func(t *testing.T, text string) {
		d, _ := NewDocuments().Read([]byte(text))
		for _, m := range d.Mentions {
			if m.Line < 1 || m.Line > 1+strings.Count(text, "\n") || m.Text == "" {
				t.Errorf("%+v", m)
			}
		}
	})
}
