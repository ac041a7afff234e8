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
