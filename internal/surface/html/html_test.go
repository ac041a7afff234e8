package html

import (
	"bytes"
	"flag"
	"math"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"leadline/internal/sheet"
	"leadline/internal/surface/surfacetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

var rules = []Rule{{ID: "oversight/largest-change", Page: "# oversight/largest-change\n\nA change is `large`.\nVery.\n\n## In leadline.yaml\n\n    rules:\n      x: off\n"}}

func write(t *testing.T, a sheet.Answer) string {
	t.Helper()
	return writeAll(t, sheet.Gather(a.AsOf, []sheet.Answer{a}, nil, 0))
}

func writeAll(t *testing.T, w sheet.Workspace) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteWorkspace(&b, w, rules); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var bulk = regexp.MustCompile(`(?s)(<style>|<script>).*?(</style>|</script>)|sha256-(?:[A-Za-z0-9/=]|&#43;)*`)

var footer = regexp.MustCompile(`(?s)<footer>.*</footer>`)

// The pages without the scripts and the style, which other tests hold.
func TestGolden(t *testing.T) {
	for name, a := range map[string]sheet.Answer{
		"ordinary": surfacetest.Ordinary(), "empty": surfacetest.Empty(), "incomplete": surfacetest.Incomplete(), "hostile": surfacetest.Hostile(),
	} {
		golden(t, name, write(t, a))
	}
	golden(t, "workspace", writeAll(t, surfacetest.Workspace()))
}

func golden(t *testing.T, name, page string) {
	t.Helper()
	got := footer.ReplaceAllString(bulk.ReplaceAllString(page, "$1$2"), "")
	surfacetest.Golden(t, filepath.Join("testdata", name+".html"), got, *update)
}

// No two parts of a page have the same name, and each link within it arrives.
func TestAnchors(t *testing.T) {
	page := writeAll(t, surfacetest.Workspace())
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if ids[m[1]] {
			t.Errorf("two parts are called %s", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(` (?:href="#|aria-labelledby=")([^"]*)"`).FindAllStringSubmatch(page, -1) {
		for name := range strings.FieldsSeq(m[1]) {
			if !ids[name] {
				t.Errorf("nothing is called %s", name)
			}
		}
	}
}

// A page has the elements that its answer calls for and no other, whatever a
// stranger's strings hold. That none of them runs is seen in a browser.
func TestForeignStringsAreInert(t *testing.T) {
	tags := regexp.MustCompile(`<[a-z!/][^\s>]*`)
	count := func(foreign string) map[string]int {
		a := surfacetest.Hostile().Map(func(sheet.TextKind, string) string { return foreign })
		a.Sheets[0].Findings[0].Next = foreign
		out := map[string]int{}
		page := bulk.ReplaceAllString(write(t, a), "$1$2")
		for _, tag := range tags.FindAllString(page, -1) {
			out[tag]++
		}
		for _, r := range page {
			if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf) {
				t.Fatalf("%U is in the page", r)
			}
		}
		return out
	}
	// The plain word has as many slashes and backticks, which make elements.
	attack := "</script><script>x</script><img src=x onerror=x>`'\"}}{{.}}]]>-->\u202e\x1b[2J\x00"
	plain := "((script((script(x((/script((img src=x onerror=x(`'" + "/"
	got, want := count(attack), count(plain)
	for tag, n := range got {
		if n != want[tag] {
			t.Errorf("%d %s, want %d", n, tag, want[tag])
		}
	}
}

// The colours of the style sheet: text against its ground by at least 4.5 to 1,
// drawings against theirs by 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11), light and dark.
func TestContrast(t *testing.T) {
	light, dark, found := strings.Cut(asset("style.css"), "prefers-color-scheme: dark")
	if !found {
		t.Fatal("there is no dark scheme")
	}
	for name, css := range map[string]string{"light": light, "dark": dark} {
		colours := map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]{6})`).FindAllStringSubmatch(css, -1) {
			if colours[m[1]] == "" {
				colours[m[1]] = m[2]
			}
		}
		want := func(ink, ground string, least float64) {
			t.Helper()
			if c := contrast(t, colours[ink], colours[ground]); c < least {
				t.Errorf("%s: %s on %s is %.2f to 1, want %v", name, ink, ground, c, least)
			}
		}
		for _, ink := range []string{"fg", "muted", "link", "error", "warning", "note", "added", "deleted"} {
			want(ink, "bg", 4.5)
			want(ink, "card", 4.5)
		}
		want("bar", "bg", 3)
		for i := range seq {
			want("seq-"+strconv.Itoa(i+1), "bg", 3)
		}
		for i := range 6 {
			// Words on these are black or white, whichever reads better.
			ground := "heat-" + strconv.Itoa(i)
			colours["black"], colours["white"] = "#101418", "#ffffff"
			if best := max(contrast(t, colours["black"], colours[ground]), contrast(t, colours["white"], colours[ground])); best < 4.5 {
				t.Errorf("%s: words on %s are at best %.2f to 1", name, ground, best)
			}
		}
		// What needs most attention stands out from what needs none.
		want("heat-5", "heat-0", 4.5)
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

// luminance is the relative luminance of a colour of sRGB (WCAG 2.2).
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil {
		t.Fatalf("colour %q: %v", hex, err)
	}
	part := func(shift uint) float64 {
		c := float64(n>>shift&255) / 255
		if c <= .04045 {
			return c / 12.92
		}
		return math.Pow((c+.055)/1.055, 2.4)
	}
	return .2126*part(16) + .7152*part(8) + .0722*part(0)
}

func TestCeiling(t *testing.T) {
	for x, want := range map[float64]float64{0: 2, 1: 2, 2: 2, 3: 3, 7: 8, 10: 10, 11: 12, 55: 60, 61: 80, 117: 120, 999: 1000, 1001: 1200} {
		if got := ceiling(x); got != want {
			t.Errorf("%v: %v, want %v", x, got, want)
		}
	}
}

func TestCommonFolder(t *testing.T) {
	for _, c := range []struct{ paths, common, group string }{
		{"src/a/x.go src/b/y.go", "src/", "src/a/"},
		{"src/x.go src/b/y.go", "src/", "src/"},
		{"a/x.go b/y.go", "", "a/"},
		{"x.go y.go", "", "top level"},
		{"a/b.go a/bc.go", "a/", "a/"},
	} {
		var nodes []sheet.Node
		for p := range strings.FieldsSeq(c.paths) {
			nodes = append(nodes, sheet.Node{Label: p})
		}
		common := commonFolder(nodes)
		if got := groupOf(nodes[0].Label, common); common != c.common || got != c.group {
			t.Errorf("%s: %q %q, want %q %q", c.paths, common, got, c.common, c.group)
		}
	}
}

// No two groups have one colour.
func TestGrouped(t *testing.T) {
	var nodes []sheet.Node
	for p := range strings.FieldsSeq("a/1 a/2 b/1 b/2 c/1 c/2 d/1 d/2 e/1 f/1 g/1 g/2 h/1 h/2 i/1 i/2") {
		nodes = append(nodes, sheet.Node{Label: p})
	}
	of, groups := grouped(nodes)
	if want := "a/ b/ c/ d/ elsewhere g/ h/ i/"; strings.Join(groups, " ") != want {
		t.Errorf("%v, want %s", groups, want)
	}
	colours := map[int]bool{}
	for i := range groups {
		colours[shade(i, len(groups))] = true
	}
	if len(colours) != len(groups) || of[8] != of[9] || of[0] != of[1] || of[0] == of[2] {
		t.Errorf("%d colours, groups %v", len(colours), of)
	}
}

func TestUnbroken(t *testing.T) {
	a := surfacetest.Ordinary()
	a.Sheets[0].Sections[0].Title = "files that hold 47 % of the code"
	if page := writeAll(t, sheet.Workspace{Answers: []sheet.Answer{a}}); !strings.Contains(page, "files that hold 47\u00a0% of the code") {
		t.Error("a number and its sign may stand on two lines")
	}
}

// Several lines over positions that are no days are drawn beside each other: upon each
// other they would add up.
func TestTraces(t *testing.T) {
	c := &sheet.Chart{X: []sheet.Value{sheet.String("a"), sheet.String("b"), sheet.String("c")}, Series: []sheet.Series{
		{Label: "measured", Values: []sheet.Value{sheet.Int(10), {}, sheet.Int(5)}}, {Label: "level", Values: []sheet.Value{sheet.Int(8), sheet.Int(8), sheet.Int(8)}},
	}}
	draw := func() string {
		return string((&builder{}).chart(&sheet.Section{Title: "t", Chart: c}).SVG)
	}
	if got := draw(); strings.Count(got, "<polyline") != 3 || !strings.Contains(got, `points="5,20 15,20 25,20"`) || strings.Contains(got, "<rect") {
		t.Errorf("lines: %s", got)
	}
	c.Stacked = true
	if got := draw(); strings.Contains(got, "<polyline") || !strings.Contains(got, "<rect") {
		t.Errorf("stacked: %s", got)
	}
}
