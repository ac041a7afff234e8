package markdown

import (
	"bytes"
	"fmt"
	"html"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leadline/internal/fault"
)

func TestEscape(t *testing.T) {
	for given, want := range map[string]string{
		"plain words, 12.5 % of them":   "plain words, 12.5 % of them",
		"promql/engine.go:41: it grew":  "promql/engine.go:41: it grew",
		"snake_case *bold* `code`":      "snake\\_case \\*bold\\* \\`code\\`",
		"<script>alert(1)</script> & x": `\<script\>alert(1)\</script\> &amp; x`,
		"[x](http://a.example)":         `\[x\](http:&#8203;//a.example)`,
		"see www.a.example":             "see www&#8203;.a.example",
		"@octocat and a@b.example":      "@&#8203;octocat and a@&#8203;b.example",
		"Fix (#12), gh-7 and !3":        "Fix (#&#8203;12), gh-&#8203;7 and !&#8203;3",
		":tada: :a:b:":                  ":&#8203;tada: :&#8203;a:&#8203;b:",
		"costs $5 or $x$":               "costs &#36;&#8203;5 or &#36;&#8203;x&#36;",
		"a|b":                           `a\|b`,
		"# heading":                     `\# heading`,
		"- [ ] task":                    `\- \[ \] task`,
		"12. item":                      `12\. item`,
		"---":                           `\---`,
		"+1,879":                        "+1,879",
		"  \tkept\n":                    `\\tkept\\n`,
		"\x1b[31m\u202e\x00":            `\\x1b\[31m\\u202e\\x00`,
		"&lt;":                          "&amp;&#8203;lt;",
		"":                              "",
	} {
		if got := escape(given); got != want {
			t.Errorf("%q is %s, want %s", given, got, want)
		}
	}
}

func TestCode(t *testing.T) {
	for given, want := range map[string]string{
		"git log": "`git log`", "a`b": "``a`b``", "`": "`` ` ``", "``a": "``` ``a ```", " a ": "`  a  `", " a": "` a`", "": "“”", "  ": "“  ”", "a\nb": "`a\\nb`",
	} {
		if got := code(given); got != want {
			t.Errorf("%q is %s, want %s", given, got, want)
		}
	}
}

// strange draws strings of what Markdown and its hosts give a meaning.
func strange() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{
			"@", "#", "!", "$", "$$", "~", "~~", "%", "&", "&amp;", "&#64;", "GH-1", "://", "http://a.example", "https:", "www.a.example", "mailto:a@b.example", "a@b.example",
			":+1:", ":", "`", "``", "```", "*", "**", "_", "__", "[", "]", "(", ")", "![x](y)", "[x]: y", "[^1]", "<", ">", "<!--", "-->", "<b>", "|", "\\", "\\|", "- ", "+ ", "1. ",
			"2) ", "# ", "---", "===", "> ", "    ", "\t", "\n", "\r", "\x1b[31m", "\u202e", "\u200b", "\xff", "x", "word", " ", "\u00a0", "7", "[ ] ", "{", "}", "^", "=", "'", "\"",
		}),
		rapid.String(),
	)
	return rapid.Map(rapid.SliceOfN(piece, 0, 8), func(all []string) string { return strings.Join(all, "") })
}

const examples = 2000

// render makes HTML with GitHub's own reader of Markdown.
func render(t *testing.T, doc string) string {
	t.Helper()
	program, err := exec.LookPath("cmark-gfm")
	if err != nil {
		t.Skip("SKIPPED: no cmark-gfm to read Markdown with")
	}
	args := []string{"--unsafe"}
	for _, e := range []string{"table", "autolink", "strikethrough", "tasklist", "footnotes"} {
		args = append(args, "-e", e)
	}
	if out, err := exec.Command(program, "--list-extensions").Output(); err == nil && !strings.Contains(string(out), "footnotes") {
		args = append(args[:len(args)-2], "--footnotes")
	}
	cmd := exec.Command(program, args...)
	cmd.Stdin = strings.NewReader(doc)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	return string(out)
}

// Whatever a string holds, a reader of Markdown finds the string and nothing
// else: in a paragraph, an item, a heading, a cell, as words and as code.
func TestReadersFindTheString(t *testing.T) {
	var given []string
	for seed := range examples {
		given = append(given, strange().Example(seed))
	}
	var doc strings.Builder
	for i, s := range given {
		fmt.Fprintf(&doc, "mark%d\n\n%s\n\n- %s\n- %s\n\n%s\n\n| a | b |\n| --- | --- |\n| %s | %s |\n\n", i, escape(s), escape(s), code(s), heading(3, escape(s)), escape(s), code(strings.ReplaceAll(s, "|", "")))
	}
	out := render(t, doc.String())
	tags := regexp.MustCompile(`</?(p|li|ul|h3|table|thead|tbody|tr|th|td|code)>\n?`)
	parts := regexp.MustCompile(`<p>mark\d+</p>\n`).Split(out, -1)[1:]
	if len(parts) != len(given) {
		t.Fatalf("%d parts of %d came back", len(parts), len(given))
	}
	for i, s := range given {
		words, inCode := strings.TrimSpace(fault.Visible(s)), fault.Visible(s)
		piped := fault.Visible(strings.ReplaceAll(s, "|", ""))
		want := words + words + inCode + words + "ab" + words + piped
		if strings.TrimSpace(inCode) == "" || strings.TrimSpace(piped) == "" {
			continue // written in quotes
		}
		left := tags.ReplaceAllString(parts[i], "")
		if strings.ContainsAny(left, "<>") {
			t.Fatalf("%q becomes markup: %s", s, left)
		}
		got := strings.ReplaceAll(html.UnescapeString(left), "\u200b", "")
		if squeezed(got) != squeezed(want) {
			t.Fatalf("%q is read as\n%q, want\n%q, from\n%s", s, got, want, escape(s))
		}
	}
}

// squeezed drops spaces, which a page shows as one.
func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

// What hosts look for in the finished page is broken up.
func TestNobodyIsNotified(t *testing.T) {
	reference := regexp.MustCompile(`(?i)[@#!$~%&][\pL\pN_]|\bGH-\d|://|www\.`)
	rapid.Check(t, func(t *rapid.T) {
		s := strange().Draw(t, "s")
		if m := reference.FindString(html.UnescapeString(escape(s))); m != "" {
			t.Fatalf("%q is left in %s", m, escape(s))
		}
	})
}
