package trace

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/fact"
)

const cart = `import { fill } from './cart'
// @req R-0

// @req R-1
describe('cart', () => {
  const help = () => {
    // @req R-2
  }

  // @req R-3
  it.only("ends \"late\"", async () => {
    if (/[(']/.test(x)) { y(` + "`(${z}`" + `) } // @req R-4
  })
  it.each([
    [1, ')'],
  ])('fills %d', (n) => {
    // @req R-5
  })
  it(title, () => {
    // @req R-6
  })
})
test('alone', () => {
  x.test('no test', 1) /* @req R-7 */
})
`

func TestTitles(t *testing.T) {
	var got []string
	for _, s := range Titles([]byte(cart)) {
		got = append(got, fmt.Sprintf("%d-%d %s %v", s.From, s.To, strings.Join(s.Names, "/"), s.Group))
	}
	want := `5-22 cart true; 11-13 cart/ends "late" false; 14-18 cart/fills %d false; 19-21  false; 23-25 alone false`
	if all := strings.Join(got, "; "); all != want {
		t.Errorf("%s\nwant %s", all, want)
	}
}

func TestPlace(t *testing.T) {
	text := []byte(cart)
	var tags []fact.Tag
	line := 0
	for s := range strings.Lines(cart) {
		line++
		if _, id, ok := strings.Cut(s, "@req "); ok {
			tags = append(tags, fact.Tag{Line: line, Requirement: id[:3]})
		}
	}
	Place(tags, Titles(text), text)
	for i, want := range []string{"", "cart group", "", `cart/ends "late"`, `cart/ends "late"`, "cart/fills %d", "", "alone"} {
		got := strings.Join(tags[i].In, "/")
		if tags[i].Group {
			got += " group"
		}
		if got != want {
			t.Errorf("%s: %q, want %q", tags[i].Requirement, got, want)
		}
	}
}

// What is above a function is of it where nothing stands between.
func TestPlaceAbove(t *testing.T) {
	symbols := []fact.Symbol{{Kind: fact.Type, Name: "T", Line: 10, End: 30}, {Kind: fact.Method, Owner: "T", Name: "m", Line: 20, End: 22}, {Kind: fact.Function, Name: "f", Line: 5, End: 7}}
	for name, c := range map[string]struct {
		lines string // from line 1
		tag   int
		want  string
	}{
		"above":          {"\n\n\n# @req R-1\ndef f", 4, "f"},
		"with more":      {"\n# @req R-1\n# more\n@decorated\ndef f", 2, "f"},
		"a blank line":   {"\n\n# @req R-1\n\ndef f", 3, ""},
		"other code":     {"\n\n# @req R-1\nx = 1\ndef f", 3, ""},
		"in it":          {"", 6, "f"},
		"below it":       {"", 8, ""},
		"in a class":     {"", 25, ""},
		"its docstring":  {strings.Repeat("\n", 9) + "class T:\n    \"\"\"\n    @req R-1", 12, "T"},
		"at its top":     {strings.Repeat("\n", 9) + "class T:\n    # @req R-1\n\n    def m", 11, "T"},
		"a field's":      {strings.Repeat("\n", 9) + "class T:\n    x = 1\n    # @req R-1", 12, ""},
		"a method":       {"", 21, "T.m"},
		"above a method": {strings.Repeat("\n", 18) + "  // @req R-1\n  void m()", 19, "T.m"},
	} {
		tags := []fact.Tag{{Line: c.tag}}
		lines := c.lines + strings.Repeat("\n", 40)
		Place(tags, Spans(symbols), []byte(lines))
		if got := strings.Join(tags[0].In, "."); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func FuzzTitles(f *testing.F) {
	f.Add([]byte(cart))
	f.Add([]byte("it.each(/(/)('a', it('b',"))
	f.Fuzz(func(t *testing.T, text []byte) {
		lines := strings.Count(string(text), "\n") + 1
		for _, s := range Titles(text) {
			if s.From < 1 || s.To < s.From || s.To > lines {
				t.Errorf("%+v of %d lines", s, lines)
			}
		}
	})
}
