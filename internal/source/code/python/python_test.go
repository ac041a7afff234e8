package python

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

// grammars are shared: to make one ready takes time.
var grammars = sitter.NewPool("")

func read(t testing.TB, content string) fact.Structure {
	t.Helper()
	tree, err := grammars.Parse(t.Context(), sitter.Python, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	s := structure(syntax.New(tree, []byte(content)))
	s.Partial = tree.Broken
	return s
}

const shop = `"""Sells."""
from __future__ import annotations
import os.path as p, shop.price
from . import (a, b as c)
from ..base \
    import *
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from shop import Cart
elif os:
    import ujson
if not typing.TYPE_CHECKING:
    import one
else:
    import two

__all__ = ["Basket", "total"]
__all__ += ("_listed",)

class Basket(Base[int], metaclass=Meta):
    # A comment.
    """Holds things."""

    @cached(1)
    def sum(self, a: int, *rest, key=None, **more) -> int:
        "Adds up."
        for x in rest:  # 1
            if x and a or key:  # 2, and two runs of operators
                continue
            elif x > 2:  # 1
                return self.sum(a)
            else:  # 1
                total(x)
        else:  # 1
            pass
        try:
            return [y for y in rest if y] or (1 if a else 2 if key else 3)  # 1, 1, 2
        except ValueError:  # 1
            with p as total:
                import late
        match a:  # 1
            case 1 if key:
                pass
            case _:
                while True: pass  # 2

    @staticmethod
    def make(kind): return kind

    def _hidden(self):
        class Inner:
            def f(self): pass

class Offer(typing.Protocol[T]):
    def price(self): ...

class Form(abc.ABC):
    @abstractmethod
    def fill(self): ...

def total(n, /, *, deep=False):
    def step(total):
        return total(step(n))
    return step(n) if n else total(n - 1)

_listed = lambda x: x if x else total(x)

def load():
    importlib.import_module("shop.late")
    import_module(".near", __package__)
    import_module(".far", package="shop")
    import_module(name)
    import_module(f"shop.{name}")
    __import__("plain")
`

func TestStructure(t *testing.T) {
	s := read(t, shop)
	want := []fact.Symbol{
		{Kind: fact.Type, Name: "Basket", Exported: true, Documented: true, Line: 20, End: 52},
		{Kind: fact.Method, Name: "sum", Owner: "Basket", Exported: true, Documented: true, Line: 25, End: 45, Params: 4, Cyclomatic: 15, Cognitive: 16, Nesting: 2, CallsItself: true},
		{Kind: fact.Method, Name: "make", Owner: "Basket", Exported: true, Line: 48, End: 48, Params: 1, Cyclomatic: 1},
		{Kind: fact.Method, Name: "_hidden", Owner: "Basket", Line: 50, End: 52, Cyclomatic: 1},
		{Kind: fact.Type, Name: "Inner", Owner: "_hidden", Line: 51, End: 52},
		{Kind: fact.Method, Name: "f", Owner: "Inner", Line: 52, End: 52, Cyclomatic: 1},
		{Kind: fact.Interface, Name: "Offer", Line: 54, End: 55},
		{Kind: fact.Method, Name: "price", Owner: "Offer", Line: 55, End: 55, Cyclomatic: 1},
		{Kind: fact.Interface, Name: "Form", Line: 57, End: 59},
		{Kind: fact.Method, Name: "fill", Owner: "Form", Line: 59, End: 59, Cyclomatic: 1},
		{Kind: fact.Function, Name: "total", Exported: true, Line: 61, End: 64, Params: 2, Cyclomatic: 2, Cognitive: 1, Nesting: 1, Calls: []string{"step", "total"}},
		{Kind: fact.Function, Name: "step", Owner: "total", Line: 62, End: 63, Params: 1, Cyclomatic: 1, Calls: []string{"step"}},
		{Kind: fact.Function, Name: "_listed", Exported: true, Line: 66, End: 66, Params: 1, Cyclomatic: 2, Cognitive: 1, Nesting: 1, Calls: []string{"total"}},
		{Kind: fact.Function, Name: "load", Line: 68, End: 74, Cyclomatic: 1},
	}
	for i := range max(len(want), len(s.Symbols)) {
		if i >= len(want) || i >= len(s.Symbols) || !reflect.DeepEqual(s.Symbols[i], want[i]) {
			t.Errorf("%d: %+v", i, s.Symbols[min(i, len(s.Symbols)-1)])
		}
	}
	var got []string
	for _, x := range s.Imports {
		got = append(got, fmt.Sprint(x.Line, " ", x.Path, x.Names, " ", x.Kind))
	}
	const imports = "3 os.path[] runtime\n3 shop.price[] runtime\n4 .[a b] runtime\n5 ..base[*] runtime\n7 typing[TYPE_CHECKING] runtime\n" +
		"9 shop[Cart] type-only\n11 ujson[] runtime\n13 one[] runtime\n15 two[] type-only\n40 late[] dynamic\n" +
		"69 shop.late[] dynamic\n70 .near[] dynamic\n71 shop.far[] dynamic\n74 plain[] dynamic"
	if s.Partial || strings.Join(got, "\n") != imports {
		t.Errorf("partial %v\n%s", s.Partial, strings.Join(got, "\n"))
	}
}

// Nothing says what a module exports but its names, where a program decides.
func TestExported(t *testing.T) {
	for _, c := range []struct{ all, want string }{
		{"", "one __call__"},
		{"__all__ = ['_two']", "_two"},
		{"__all__: list[str] = []", ""},
		{"__all__ = []\n__all__.extend(['one'])\n__all__.append('_two')", "one _two"},
		{"__all__ = ['_two'] + other", "one __call__"},
		{"__all__ = [n for n in names]", "one __call__"},
	} {
		var got []string
		for _, s := range read(t, c.all+"\ndef one(): pass\ndef _two(): pass\ndef __call__(): pass\n").Symbols {
			if s.Exported {
				got = append(got, s.Name)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: %q, want %q", c.all, got, c.want)
		}
	}
}

// What does not parse keeps what did, and size is no danger.
func TestStructureOfAnything(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		symbols int
	}{
		"empty":   {"", 0},
		"broken":  {"def one(): pass\nclass Two(:\n  x = (\ndef three(): pass\n", -1},
		"classes": {strings.Repeat("class A(B):\n def f(self, a): self.f(a)\n", 5000), 10000},
		"calls":   {"class A:\n def f(self," + strings.Repeat("a,", 5000) + "):\n" + strings.Repeat("  self.f()\n", 5000), 2},
		"nested":  {"def f(): " + strings.Repeat("f(lambda: ", 5000), -1},
		"elif":    {"if a: pass\n" + strings.Repeat("elif TYPE_CHECKING:\n  import a\n", 5000), 0},
		"crlf":    {"def one():\r\n  pass\r\n", 1},
	} {
		s := read(t, c.content)
		if c.symbols >= 0 && len(s.Symbols) != c.symbols {
			t.Errorf("%s: %d symbols", name, len(s.Symbols))
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(shop)
	f.Fuzz(func(t *testing.T, content string) {
		tree, err := grammars.Parse(t.Context(), sitter.Python, []byte(content))
		if err != nil {
			return
		}
		s := stubStructure(syntax.New(tree, []byte(content)))
		for _, x := range s.Symbols {
			if x.Line < 1 || x.End < x.Line || x.Cyclomatic < 0 || x.Params < 0 || !slices.IsSorted(x.Calls) {
				t.Errorf("%+v", x)
			}
		}
		for _, x := range s.Imports {
			if x.Line < 1 || x.Path == "" || x.Kind != fact.TypeOnly {
				t.Errorf("%+v", x)
			}
		}
	})
}
