package golang

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
)

const shop = `// Package shop sells.
package shop

import (
	"fmt"
	x "shop/price"
	_ "embed"
)

// Cart holds things.
type Cart[T any] struct{ n int }

type (
	Seller interface{ Sell() }
	// Kind is one.
	Kind = int
)

// Sum adds up.
func (c *Cart[T]) Sum(a, b int, rest ...string) (n int) {
	for i := range rest { // 1
		if a > b && b > 0 || i == 2 { // 2, and two runs of operators
			continue
		} else if a == 0 { // 1
			return c.Sum(b, a)
		} else { // 1
			n = add(n, x.Of(i))
		}
	}
	func() {
		if n > 0 { // 2: it stands in a function
			fmt.Println(n)
		}
	}()
	return n
}

func add(a, b int) int {
	add := func(int) int { return 0 }
	switch { // 1
	case a > 0:
		return add(b)
	case b > 0:
	default:
	}
	return even(a)
}

var Odd = func(n int) bool { return n%2 == 1 }

func even(n int) int { return add(n, 1) }
`

func TestRead(t *testing.T) {
	s := read([]byte(shop))
	if s.Package != "shop" || s.Partial || s.Language != "go" {
		t.Errorf("%+v", s)
	}
	want := []fact.Symbol{
		{Kind: fact.Type, Name: "Cart", Exported: true, Documented: true, Line: 11, End: 11},
		{Kind: fact.Interface, Name: "Seller", Exported: true, Line: 14, End: 14},
		{Kind: fact.Type, Name: "Kind", Exported: true, Documented: true, Line: 16, End: 16},
		{Kind: fact.Method, Name: "Sum", Owner: "Cart", Exported: true, Documented: true, CallsItself: true, Line: 20, End: 36, Params: 3, Cyclomatic: 7, Cognitive: 9, Nesting: 2, Calls: []string{"add"}},
		{Kind: fact.Function, Name: "add", Line: 38, End: 47, Params: 2, Cyclomatic: 3, Cognitive: 1, Nesting: 1, Calls: []string{"even"}},
		{Kind: fact.Function, Name: "Odd", Exported: true, Line: 49, End: 49, Params: 1, Cyclomatic: 1},
		{Kind: fact.Function, Name: "even", Line: 51, End: 51, Params: 1, Cyclomatic: 1, Calls: []string{"add"}},
	}
	for i, got := range s.Symbols {
		if i >= len(want) || !reflect.DeepEqual(got, want[i]) {
			t.Errorf("%d: %+v", i, got)
		}
	}
	got := ""
	for _, x := range s.Imports {
		got += fmt.Sprintf("%s:%d %s ", x.Path, x.Line, x.Kind)
	}
	if want := "fmt:5 runtime shop/price:6 runtime embed:7 runtime "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// What does not parse keeps what did, and is marked; nothing takes long or ends the
// program.
func TestReadOfAnything(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		partial bool
		symbols int
	}{
		"empty":     {"", true, 0},
		"no end":    {"package a\nfunc one() {}\nfunc two() { if x {\n", true, 2},
		"bytes":     {"\xff\xfe\x00package", true, 0},
		"deep":      {"package a\nvar x = " + strings.Repeat("(", 200000), true, 0},
		"deep ifs":  {"package a\nfunc f() {" + strings.Repeat("if x {", 20000) + strings.Repeat("}", 20000) + "}", true, -1},
		"operators": {"package a\nfunc f() bool { return " + strings.Repeat("a && ", 20000) + "a }", false, -1},
		"crlf":      {"package a\r\nfunc one() {}\r\n", false, 1},
	} {
		s := read([]byte(c.content))
		if c.symbols >= 0 && (s.Partial != c.partial || len(s.Symbols) != c.symbols) {
			t.Errorf("%s: partial %v, %d symbols", name, s.Partial, len(s.Symbols))
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(shop))
	f.Fuzz(func(t *testing.T, content []byte) {
		s := read(content)
		for _, x := range s.Symbols {
			if x.Line < 1 || x.End < x.Line || x.Cyclomatic < 0 || !slices.IsSorted(x.Calls) {
				t.Errorf("%+v", x)
			}
		}
	})
}
