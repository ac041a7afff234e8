package text

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"leadline/internal/sheet"
	"leadline/internal/surface"
	"leadline/internal/surface/surfacetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func write(t *testing.T, a sheet.Answer, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, a, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for name, c := range map[string]struct {
		answer sheet.Answer
		o      Options
	}{
		"ordinary":   {surfacetest.Ordinary(), Options{}},
		"verbose":    {surfacetest.Ordinary(), Options{Verbose: true, Width: 120}},
		"narrow":     {surfacetest.Ordinary(), Options{Width: 60}},
		"color":      {surfacetest.Ordinary(), Options{Color: true}},
		"empty":      {surfacetest.Empty(), Options{}},
		"incomplete": {surfacetest.Incomplete(), Options{Width: 80}},
		"hostile":    {surfacetest.Hostile(), Options{Verbose: true}},
		"crowded":    {surfacetest.Crowded(), Options{}},
	} {
		if err := sheet.Check(c.answer); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		golden(t, name, write(t, c.answer, c.o))
	}
	golden(t, "workspace", writeWorkspace(t, Options{}))
}

func writeWorkspace(t *testing.T, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteWorkspace(&b, surfacetest.Workspace(), o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	surfacetest.Golden(t, filepath.Join("testdata", name+".txt"), got, *update)
}

// Nothing in an answer may act on the terminal or reorder a line.
func TestHostileStringsAreInert(t *testing.T) {
	for _, o := range []Options{{}, {Verbose: true, Width: 60}, {Verbose: true, Width: 200}} {
		got := write(t, surfacetest.Hostile(), o) + writeWorkspace(t, o)
		if !utf8.ValidString(got) {
			t.Error("the text is not UTF-8")
		}
		for _, r := range got {
			if r != '\n' && !unicode.IsPrint(r) {
				t.Errorf("%U is in the text", r)
			}
		}
		if !strings.Contains(got, `\x1b[31mred`) || !strings.Contains(got, `\u202eback`) {
			t.Error("what is unsafe is not shown")
		}
	}
}

// Without colour there is no escape at all; with it, the words are the same.
func TestColor(t *testing.T) {
	plain, colored := write(t, surfacetest.Ordinary(), Options{}), write(t, surfacetest.Ordinary(), Options{Color: true})
	if strings.ContainsRune(plain, '\x1b') {
		t.Error("styles without colour")
	}
	if !strings.ContainsRune(colored, '\x1b') {
		t.Error("no styles with colour")
	}
	if stripped := regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(colored, ""); stripped != plain {
		t.Errorf("colour changes the words:\n%s", stripped)
	}
}

// Lines keep to the width at every width; only commands may be longer.
func TestWidth(t *testing.T) {
	for _, width := range []int{1, 60, 61, 67, 72, 80, 93, 100, 119, 132, 200, 300} {
		for name, a := range map[string]sheet.Answer{"ordinary": surfacetest.Ordinary(), "incomplete": surfacetest.Incomplete(), "hostile": surfacetest.Hostile(), "empty": surfacetest.Empty(), "crowded": surfacetest.Crowded()} {
			limit := min(max(width, 60), 200)
			for l := range strings.Lines(write(t, a, Options{Width: width, Verbose: true})) {
				l = strings.TrimSuffix(l, "\n")
				command := regexp.MustCompile(`^ *(next|again) `).MatchString(l)
				if n := columns(l); n > limit && !command {
					t.Fatalf("%s at width %d has a line of %d columns: %s", name, width, n, l)
				}
			}
		}
	}
}

// The fullest brief fits a screen.
func TestBriefFitsAScreen(t *testing.T) {
	if n := strings.Count(write(t, surfacetest.Crowded(), Options{}), "\n"); n > 45 {
		t.Errorf("the brief has %d lines", n)
	}
}

// However little room there is, a number is whole or its column is named among
// those left out.
func TestNumbersAreWhole(t *testing.T) {
	for width := 60; width <= 200; width += 7 {
		got := strings.Join(strings.Fields(write(t, surfacetest.Ordinary(), Options{Width: width})), " ")
		for column, number := range map[string]string{"added": "+1,879", "deleted": "−1,200", "known": "81.25 %", "commits": "14", "last": "20 Nov 2026"} {
			if !strings.Contains(got, number) && !regexp.MustCompile(`no room for: [^.]*`+column).MatchString(got) {
				t.Errorf("at width %d there is no %s and no word about %s", width, number, column)
			}
		}
	}
}

func BenchmarkBrief(b *testing.B) {
	a := surfacetest.Crowded()
	for b.Loop() {
		if err := Write(io.Discard, a, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// So do those of a workspace.
func TestWorkspaceWidth(t *testing.T) {
	command := regexp.MustCompile(`^ *next `)
	for _, width := range []int{60, 72, 100, 200} {
		for l := range strings.Lines(writeWorkspace(t, Options{Width: width})) {
			if l = strings.TrimSuffix(l, "\n"); columns(l) > width && !command.MatchString(l) {
				t.Errorf("at width %d there is a line of %d columns: %s", width, columns(l), l)
			}
		}
	}
}

// What could not be read comes before any figure.
func TestIncompleteComesFirst(t *testing.T) {
	got := write(t, surfacetest.Incomplete(), Options{})
	if at := strings.Index(got, "incomplete"); at < 0 || at > strings.Index(got, "18,412") {
		t.Errorf("what is missing is not said first:\n%s", got)
	}
	if strings.Contains(got, "read in full") {
		t.Error("an incomplete answer says that it is complete")
	}
}

// Every figure of the JSON stands in the text with the same value; one that is
// not known stands there with its reason and no number.
func TestFiguresEqualJSON(t *testing.T) {
	type figure struct {
		Label, State, Reason, Unit string
		Value                      any
	}
	for name, a := range map[string]sheet.Answer{"ordinary": surfacetest.Ordinary(), "incomplete": surfacetest.Incomplete(), "empty": surfacetest.Empty()} {
		var doc struct {
			Read   []figure
			Sheets []struct{ Figures []figure }
		}
		b, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &doc); err != nil {
			t.Fatal(err)
		}
		figures := doc.Read
		for _, s := range doc.Sheets {
			figures = append(figures, s.Figures...)
		}
		got := strings.Join(strings.Fields(write(t, a, Options{})), " ")
		for _, f := range figures {
			want := f.Label + ": "
			switch v := f.Value.(type) {
			case float64:
				want = surface.Number(v) + " " + f.Label
				if f.Unit == "%" {
					want = surface.Number(v) + " % " + f.Label
				}
			case string:
				want = f.Label + " " + v
			}
			if f.State == "not-applicable" {
				continue
			}
			if !strings.Contains(got, want) {
				t.Errorf("%s: the text lacks %q", name, want)
			}
		}
	}
}
