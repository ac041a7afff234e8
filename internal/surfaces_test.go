package internal_test

import (
	"bytes"
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
	htmlsurface "leadline/internal/surface/html"
	jsonsurface "leadline/internal/surface/json"
	"leadline/internal/surface/markdown"
	"leadline/internal/surface/surfacetest"
	"leadline/internal/surface/text"
)

// TestSurfacesAgree holds what people read against what programs read: each
// figure, finding and cell of an answer's JSON stands in its text and in its
// Markdown, and neither has a number that the JSON has not. It reads the golden
// answers of all duties, so that a new duty is tested as well.
func TestSurfacesAgree(t *testing.T) {
	docs := map[string][]byte{}
	for name, a := range map[string]sheet.Answer{
		"ordinary": surfacetest.Ordinary(), "crowded": surfacetest.Crowded(), "incomplete": surfacetest.Incomplete(), "hostile": surfacetest.Hostile(),
	} {
		var b bytes.Buffer
		if err := jsonsurface.Write(&b, a); err != nil {
			t.Fatal(err)
		}
		docs[name] = b.Bytes()
	}
	files, err := filepath.Glob("duty/*/testdata/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		doc, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(doc, []byte(`"format": "`+sheet.Format+`"`)) {
			docs[file] = doc
		}
	}
	if len(docs) < 6 {
		t.Errorf("found only %d answers", len(docs))
	}
	for name, doc := range docs {
		t.Run(name, func(t *testing.T) { surfacesAgree(t, doc) })
	}
}

func surfacesAgree(t *testing.T, doc []byte) {
	var d document
	if err := json.Unmarshal(doc, &d); err != nil {
		t.Fatal(err)
	}
	a := d.answer()
	var asText, asMarkdown bytes.Buffer
	if err := text.Write(&asText, a, text.Options{Width: 200, Verbose: true}); err != nil {
		t.Fatal(err)
	}
	if err := markdown.Write(&asMarkdown, a); err != nil {
		t.Fatal(err)
	}
	var asHTML bytes.Buffer
	if err := htmlsurface.Write(&asHTML, a, nil); err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{"text": asText.String(), "markdown": plain(asMarkdown.String()), "html": shown(asHTML.String())}
	numbers := numbersOf(t, doc, a)
	for name, page := range pages {
		squeezed := squeeze(page)
		for _, s := range said(a, name == "html") {
			if !strings.Contains(squeezed, squeeze(s)) {
				t.Errorf("the %s lacks %q", name, s)
			}
		}
		for _, s := range a.Sheets {
			for _, x := range s.Sections {
				if x.Table != nil {
					rowsStand(t, name, page, x.Table)
				}
			}
		}
		for _, n := range numberIn(page) {
			if !numbers[n] {
				t.Errorf("the %s says %s, which the JSON does not", name, n)
			}
		}
	}
}

// said is what every surface has to say, tables apart; tiles have a figure's label
// before its value.
func said(a sheet.Answer, tiles bool) []string {
	var all []string
	figures := func(list []sheet.Figure) {
		for _, f := range list {
			switch f.State {
			case sheet.Known:
				words := surface.Figure(f)
				if kind := f.Value.Kind(); tiles && kind == sheet.Sparkline {
					words = fault.Visible(f.Label)
				} else if tiles {
					words = fault.Visible(f.Label) + surface.Amount(f)
				}
				all = append(all, words)
			case sheet.NotKnown:
				all = append(all, fault.Visible(f.Label)+":", fault.Visible(f.Reason))
			}
		}
	}
	for _, g := range a.Gaps {
		all = append(all, fault.Visible(g.Message))
	}
	all = append(all, surface.Read(&a)...)
	for _, f := range a.Read {
		if f.State == sheet.NotKnown {
			all = append(all, fault.Visible(f.Label)+":", fault.Visible(f.Reason))
		}
	}
	for _, s := range a.Sheets {
		figures(s.Figures)
		for _, f := range s.Findings {
			all = append(all, fault.Visible(f.Message), fault.Visible(f.Why), fault.Visible(f.Next))
		}
		for _, u := range s.Unknown {
			all = append(all, fault.Visible(u.What), fault.Visible(u.Why))
		}
	}
	return all
}

// rowsStand looks for a line that holds the cells of a row in their order. Of
// what may be cut, texts and paths, it wants nothing.
func rowsStand(t *testing.T, name, page string, table *sheet.Table) {
	t.Helper()
	for _, row := range table.Rows {
		var cells []string
		for j, v := range row {
			if v.Kind() == sheet.Sparkline && name == "html" {
				continue // a picture
			}
			if k := v.Kind(); name != "text" || k != sheet.Text && k != sheet.Location && k != sheet.Person {
				cells = append(cells, surface.Cell(table.Columns[j], v))
			}
		}
		found := false
		for line := range strings.Lines(page) {
			found = found || inOrder(line, cells)
		}
		if !found {
			t.Errorf("the %s has no row of %q", name, cells)
		}
	}
}

func inOrder(line string, cells []string) bool {
	for _, c := range cells {
		_, after, found := strings.Cut(line, strings.Join(strings.Fields(c), " "))
		if !found {
			return false
		}
		line = after
	}
	return true
}

var (
	unshown = regexp.MustCompile(`(?s)<(script|style|footer|head)\b.*?</(?:script|style|footer|head)>|<span class="(?:y|x|axis)".*?</span></span>`)
	tag     = regexp.MustCompile(`<[^>]*>`)
)

// shown is a page as it reads, without the scales of its charts.
func shown(page string) string {
	page = strings.ReplaceAll(unshown.ReplaceAllString(page, " "), "<wbr>", "")
	return html.UnescapeString(tag.ReplaceAllString(page, " "))
}

var (
	escaped  = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")
	codeSpan = regexp.MustCompile("(`+)([^`]|[^`].*?[^`])(`+)")
)

// plain is Markdown as it reads: without escapes, which code has none of.
func plain(doc string) string {
	var out strings.Builder
	at := 0
	words := func(s string) string {
		return html.UnescapeString(escaped.ReplaceAllString(strings.ReplaceAll(strings.ReplaceAll(s, "**", ""), "&#8203;", ""), "$1"))
	}
	for _, m := range codeSpan.FindAllStringSubmatchIndex(doc, -1) {
		out.WriteString(words(doc[at:m[0]]))
		out.WriteString(doc[m[4]:m[5]])
		at = m[1]
	}
	return out.String() + words(doc[at:])
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

var (
	number = regexp.MustCompile(`…?\d[\d,]*(?:\.\d+)*…?`)
	// ours are numbers of the page: a finding's place in the list, and how many
	// pieces of evidence are not shown.
	ours = regexp.MustCompile(`(?m)^\d+\.? +(?:error|warning|note)|and [\d,]+ more`)
	cut  = regexp.MustCompile(`…\S*|\S*…`)
)

// numberIn lists the numbers of a text, but those that were cut.
func numberIn(s string) []string {
	var all []string
	for _, n := range number.FindAllString(cut.ReplaceAllString(ours.ReplaceAllString(s, " "), " "), -1) {
		all = append(all, strings.TrimRight(n, ","))
	}
	return all
}

// numbersOf lists the numbers of the JSON as people write them, and those in
// its strings.
func numbersOf(t *testing.T, doc []byte, a sheet.Answer) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	add := func(s string) {
		for _, n := range number.FindAllString(s, -1) {
			all[strings.TrimRight(n, ",")] = true
		}
	}
	var visit func(v any)
	visit = func(v any) {
		switch v := v.(type) {
		case float64:
			add(surface.Number(v))
			add(surface.Value(sheet.Float(v)))
		case string:
			add(fault.Visible(v))
			add(surface.Day(sheet.Date(v)))
			add(surface.Commit(v))
			if p, ok := unquoted(v); ok {
				add(fault.Visible(p))
			}
		case []any:
			for _, x := range v {
				visit(x)
			}
		case map[string]any:
			for _, x := range v {
				visit(x)
			}
			// A place: path:41.
			path, _ := v["path"].(string)
			if line, ok := v["line"].(float64); ok {
				add(surface.Place(sheet.Place{Path: path, Line: int(line)}))
			}
		}
	}
	var v any
	if err := json.Unmarshal(doc, &v); err != nil {
		t.Fatal(err)
	}
	visit(v)
	return all
}
