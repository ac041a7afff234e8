package markdown

import (
	"bytes"
	"flag"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"leadline/internal/sheet"
	"leadline/internal/surface/surfacetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func write(t *testing.T, a sheet.Answer) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, a); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for name, a := range map[string]sheet.Answer{
		"ordinary": surfacetest.Ordinary(), "empty": surfacetest.Empty(), "incomplete": surfacetest.Incomplete(), "hostile": surfacetest.Hostile(),
	} {
		golden(t, name, write(t, a))
	}
	golden(t, "workspace", writeWorkspace(t, surfacetest.Workspace()))
}

func writeWorkspace(t *testing.T, ws sheet.Workspace) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteWorkspace(&b, ws); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	surfacetest.Golden(t, filepath.Join("testdata", name+".md"), got, *update)
}

// foreign is a stranger's string that would act in every way that Markdown and
// its hosts know.
const foreign = "<script>x</script>![a](http://b.example) @octocat #1 | a@b.example `x` **b** \u202e\x1b[2J\nend"

// Wherever a stranger's string can come, it stays a string.
func TestForeignStringsAreInert(t *testing.T) {
	a := surfacetest.Hostile().Map(func(sheet.TextKind, string) string { return foreign })
	got := write(t, a) + "\n" + writeWorkspace(t, sheet.Gather(a.AsOf, []sheet.Answer{a}, nil, 7))
	for _, r := range got {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Fatalf("%U is in the document", r)
		}
	}
	if !utf8.ValidString(got) {
		t.Error("the document is not UTF-8")
	}
	html := render(t, got)
	expected := regexp.MustCompile(`</?(?:p|li|ul|h[1-6]|table|thead|tbody|tr|th|td|code|strong|blockquote)>|<(?:th|td) align="right">|</?ol>`)
	if left := expected.ReplaceAllString(html, ""); strings.ContainsAny(left, "<>") {
		t.Errorf("markup came in: %s", regexp.MustCompile(`.{0,80}[<>].{0,80}`).FindString(left))
	}
	outside := regexp.MustCompile(`(?s)<code>.*?</code>`).ReplaceAllString(html, "")
	if m := regexp.MustCompile(`.{0,40}(?:@octocat|#1\b|://|b@b).{0,40}`).FindString(outside); m != "" {
		t.Errorf("a reference came in: %s", m)
	}
}

// A table keeps its cells, whatever they hold.
func TestTableKeepsItsCells(t *testing.T) {
	p := &printer{}
	p.table(&sheet.Table{
		Columns: []sheet.Column{{Label: "a|b", Kind: sheet.ColumnText}, {Kind: sheet.ColumnPlace}, {Label: "n", Kind: sheet.ColumnShare, Unit: "%"}},
		Rows: [][]sheet.Value{
			{sheet.String(`x\|y`), sheet.At(sheet.Place{Path: `a\|b`}), sheet.Float(12.5)},
			{sheet.OfPerson("Ann|Lee"), sheet.At(sheet.Place{Path: "a`b"}), {}},
		},
	})
	const want = "| a\\|b |  | n |\n| --- | --- | --: |\n| x\\\\\\|y | a\\\\\\|b | 12.5 % |\n| Ann\\|Lee | ``a`b`` | ? |\n"
	if got := p.out.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	html := render(t, p.out.String())
	for _, cell := range []string{`<td>x\|y</td>`, `<td>a\|b</td>`, "<td><code>a`b</code></td>", `<td align="right">12.5 %</td>`} {
		if !strings.Contains(html, cell) {
			t.Errorf("there is no %s in\n%s", cell, html)
		}
	}
}

func BenchmarkBrief(b *testing.B) {
	a := surfacetest.Crowded()
	for b.Loop() {
		if err := Write(io.Discard, a); err != nil {
			b.Fatal(err)
		}
	}
}

// A commit is a link only where both parts of the address are harmless.
func TestLinks(t *testing.T) {
	id := strings.Repeat("0123456789", 4)
	for _, c := range []struct {
		url, id string
		linked  bool
	}{
		{"https://github.com/team/shop/commit/", id, true},
		{"", id, false},
		{"https://github.com/a)[b](javascript:x", id, false},
		{"javascript:x/", id, false},
		{"https://github.com/team/shop/commit/", "abc)", false},
		{"https://github.com/team/shop/commit/", "", false},
	} {
		p := &printer{commitURL: c.url}
		want := code(c.id[:min(10, len(c.id))])
		if c.linked {
			want = "[" + want + "](" + c.url + c.id + ")"
		}
		if got := p.commit(c.id); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
