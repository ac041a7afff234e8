// Package html shows answers in a browser: as one self-contained file that is
// opened from disk or sent around, and as pages served on loopback. Both are the
// same page, made from the same sheets; they differ in where their links lead.
//
// Charts are drawn twice over: as pictures (small ones as SVG here, large ones by
// ECharts in the browser) and as a table beneath. Without scripts the tables
// remain. A page asks nothing of any other machine, and its content security
// policy sees to that.
//
// Strings that come from a repository are data: html/template escapes them for
// where they stand, scripts write them as text, and control and bidirectional
// characters in them are made visible (fault.Visible).
package html

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io"
	"strings"
	"sync"

	"leadline/internal/sheet"
)

// Rule is what a page says of a kind of finding.
type Rule struct {
	ID string
	// Page is its documentation, in Markdown that reads well as plain text.
	Page string
}

//go:embed template/*.gohtml
var templateFiles embed.FS

//go:embed asset/style.css asset/app.js asset/vendor/echarts.js asset/vendor/htmx.js asset/vendor/NOTICE.txt
var assetFiles embed.FS

// templates are read when a page is first written: most commands write none.
var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(templateFiles, "template/*.gohtml"))
})

// asset is the content of an embedded file.
func asset(name string) string {
	b, err := assetFiles.ReadFile("asset/" + name)
	if err != nil {
		panic(err) // it is embedded
	}
	return string(b)
}

// Write writes an answer as one file. Rules are those whose findings may be in it.
func Write(w io.Writer, a sheet.Answer, rules []Rule) error {
	return WriteWorkspace(w, sheet.Gather(a.AsOf, []sheet.Answer{a}, nil, 0), rules)
}

// WriteWorkspace writes the answers about several repositories as one file: the
// findings that matter most of all, and then what is said of each.
func WriteWorkspace(w io.Writer, ws sheet.Workspace, rules []Rule) error {
	p := newWorkspacePage(&ws, rules)
	p.Style = template.CSS(asset("style.css"))          //nolint:gosec // ours
	p.ECharts = template.JS(asset("vendor/echarts.js")) //nolint:gosec // ours, checked against SHA256SUMS
	p.App = template.JS(asset("app.js"))                //nolint:gosec // ours
	p.Policy = "default-src 'none'; script-src '" + hash(string(p.ECharts)) + "' '" + hash(string(p.App)) + "'; style-src '" + hash(string(p.Style)) +
		"'; img-src data:; base-uri 'none'; form-action 'none'"
	p.Rules, p.Notice = spoken(rules, &ws), asset("vendor/NOTICE.txt")
	var b bytes.Buffer
	if err := templates().ExecuteTemplate(&b, "report.gohtml", p); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// hash is a source of a content security policy: the very text of a script.
func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// spoken are the rules that have a finding in a workspace, in the order given.
func spoken(rules []Rule, ws *sheet.Workspace) []Rule {
	found := map[string]bool{}
	for i := range ws.Answers {
		for _, s := range ws.Answers[i].Sheets {
			for _, f := range s.Findings {
				found[f.Rule] = true
			}
		}
	}
	if ws.Together != nil {
		for _, f := range ws.Together.Findings {
			found[f.Finding.Rule] = true
		}
	}
	var out []Rule
	for _, r := range rules {
		if found[r.ID] {
			out = append(out, r)
		}
	}
	return out
}

// title is a word with a capital.
func title(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// block is a paragraph, a heading or lines of an example.
type block struct {
	Kind string // p, h3, h4 or pre
	Text []span
}

// Blocks divides the page of a rule, which is ours and of few forms: headings with
// one or two hashes, examples that are indented by four spaces, paragraphs.
func (r Rule) Blocks() []block {
	var out []block
	for part := range strings.SplitSeq(strings.TrimSpace(r.Page), "\n\n") {
		switch {
		case strings.HasPrefix(part, "## "):
			out = append(out, block{"h4", prose(part[3:])})
		case strings.HasPrefix(part, "# "):
			out = append(out, block{"h3", prose(part[2:])})
		case strings.HasPrefix(part, "    "):
			out = append(out, block{"pre", []span{{Text: strings.ReplaceAll(part[4:], "\n    ", "\n")}}})
		default:
			out = append(out, block{"p", prose(strings.ReplaceAll(part, "\n", " "))})
		}
	}
	return out
}

// Anchor is the rule's id as the name of a part of a page.
func (r Rule) Anchor() string { return anchor(r.ID) }
