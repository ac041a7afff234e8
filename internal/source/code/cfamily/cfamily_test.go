package cfamily

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

// pool is shared: to compile the grammars takes a while.
var pool = sitter.NewPool("")

func read(t testing.TB, name, src string) fact.Structure {
	t.Helper()
	s, err := tryRead(t, name, src)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func tryRead(t testing.TB, name, src string) (fact.Structure, error) {
	text := prepare([]byte(src))
	tree, err := pool.Parse(t.Context(), sitter.Language(name), text)
	if err != nil {
		return fact.Structure{}, err
	}
	s := structure(syntax.New(tree, text))
	s.Language, s.Partial = name, tree.Broken
	return s, nil
}

const shop = `#include <stdio.h>
#include "shop.h"
#include MACRO
/* A cart. */
typedef struct { int n; } cart;
typedef struct item { enum { A, B } kind; } Item;
typedef int number;
enum color { RED };
struct later;
#define BODY(x) if (x) { /* y */ \
	z }

// Sum adds.
static int *sum(const char *s, void (*f)(int), ...) {
#if defined(A) && B
	for (;;) if (s && *s || f) continue; else break;
#endif
	switch (*s) { case 1: case 2: goto out; default: f(1); }
	do { s++; } while (*s);
out:
	return s ? none() : sum(s, f, 1);
}
int none(void) { return sum(0, 0, 0), other(), none(1); }
`

func TestReadC(t *testing.T) {
	s := read(t, cName, shop)
	want := []fact.Symbol{
		{Kind: fact.Type, Name: "cart", Exported: true, Documented: true, Line: 5, End: 5},
		{Kind: fact.Type, Name: "item", Exported: true, Line: 6, End: 6},
		{Kind: fact.Type, Name: "color", Exported: true, Line: 8, End: 8},
		{
			Kind: fact.Function, Name: "sum", Documented: true, Line: 14, End: 22, Params: 3,
			Cyclomatic: 1 + 4 + 2 + 1 + 1, Cognitive: 1 + 2 + 2 + 1 + 1 + 1 + 1 + 1, Nesting: 2, Calls: []string{"none", "sum"},
		},
		{Kind: fact.Function, Name: "none", Exported: true, Line: 23, End: 23, Cyclomatic: 1, Calls: []string{"sum"}},
	}
	same(t, s, want)
	if len(s.Imports) != 2 || s.Imports[0].Path != "<stdio.h>" || s.Imports[1].Path != "shop.h" || s.Imports[1].Line != 2 || s.Imports[1].Kind != fact.Runtime {
		t.Errorf("%+v", s.Imports)
	}
}

const shopCPP = `namespace { void hidden() {} }
class API_EXPORT Seller {
public:
	virtual ~Seller() = default;
	virtual int sell(int n) const = 0;
};
// A cart.
template <class T> class Cart final : public Seller {
	void secret() {}
	int far(int);
public:
	Cart() : n(0) {}
	~Cart() {}
	int sell(int n) const override { return this->sell(n - 1); }
	bool operator==(const Cart &o) const { return n == o.n and true; }
	operator bool() const { return true; }
	friend void swap(Cart &a, Cart &b) {}
	struct Item { int n; };
protected:
	int n;
};
template <class T> int shop::Cart<T>::far(int a) { return [&](auto q) { if (q) { return 1; } return far(2); }(a); }
int shop::Cart::add(int a) { return add(a, 1); }
int shop::Cart::add(int a, int b) { return add(a, b); }
void each() { for (auto &x : y) try { x(); } catch (...) {} }
enum class Color : int { Red };
void f(int) { f(0); }
`

func TestReadCPP(t *testing.T) {
	same(t, read(t, cppName, shopCPP), []fact.Symbol{
		{Kind: fact.Function, Name: "hidden", Line: 1, End: 1, Cyclomatic: 1},
		{Kind: fact.Interface, Name: "Seller", Exported: true, Line: 2, End: 6},
		{Kind: fact.Type, Name: "Cart", Exported: true, Documented: true, Line: 8, End: 21},
		{Kind: fact.Method, Name: "secret", Owner: "Cart", Line: 9, End: 9, Cyclomatic: 1},
		{Kind: fact.Method, Name: "Cart", Owner: "Cart", Exported: true, Line: 12, End: 12, Cyclomatic: 1},
		{Kind: fact.Method, Name: "~Cart", Owner: "Cart", Exported: true, Line: 13, End: 13, Cyclomatic: 1},
		{Kind: fact.Method, Name: "sell", Owner: "Cart", Exported: true, CallsItself: true, Line: 14, End: 14, Params: 1, Cyclomatic: 1},
		{Kind: fact.Method, Name: "operator==", Owner: "Cart", Exported: true, Line: 15, End: 15, Params: 1, Cyclomatic: 2, Cognitive: 1},
		{Kind: fact.Method, Name: "operator bool", Owner: "Cart", Exported: true, Line: 16, End: 16, Cyclomatic: 1},
		{Kind: fact.Function, Name: "swap", Exported: true, Line: 17, End: 17, Params: 2, Cyclomatic: 1},
		{Kind: fact.Type, Name: "Item", Owner: "Cart", Exported: true, Line: 18, End: 18},
		{Kind: fact.Method, Name: "far", Owner: "Cart", CallsItself: true, Line: 22, End: 22, Params: 1, Cyclomatic: 2, Cognitive: 2, Nesting: 2},
		{Kind: fact.Method, Name: "add", Owner: "Cart", Exported: true, Line: 23, End: 23, Params: 1, Cyclomatic: 1},
		{Kind: fact.Method, Name: "add", Owner: "Cart", Exported: true, Line: 24, End: 24, Params: 2, Cyclomatic: 1},
		{Kind: fact.Function, Name: "each", Exported: true, Line: 25, End: 25, Cyclomatic: 3, Cognitive: 3, Nesting: 2},
		{Kind: fact.Type, Name: "Color", Exported: true, Line: 26, End: 26},
		{Kind: fact.Function, Name: "f", Exported: true, Line: 27, End: 27, Params: 1, Cyclomatic: 1, Calls: []string{"f"}},
	})
}

func same(t *testing.T, s fact.Structure, want []fact.Symbol) {
	t.Helper()
	if s.Partial {
		t.Error("does not parse")
	}
	for i := range max(len(s.Symbols), len(want)) {
		if i >= len(s.Symbols) || i >= len(want) || !reflect.DeepEqual(s.Symbols[i], want[i]) {
			t.Errorf("%d: %+v", i, s.Symbols[min(i, len(s.Symbols)-1)])
		}
	}
}

func TestReally(t *testing.T) {
	for src, want := range map[string]string{
		"#ifdef __cplusplus\nextern \"C\" {\n#endif\nint class; struct template *new;\n":             cName,
		"#if defined(__cplusplus)\n#if X\nclass A;\n#endif\nnamespace b {}\n#else\nint a;\n#endif\n": cName,
		"#ifndef __cplusplus\nint a;\n#else\nclass A;\n#endif\n":                                     cName,
		"// class A\n/* namespace b */ const char *s = \"a::b\";\n#include <stdio.h>\n":              cName,
		"class A;":                 cppName,
		"#include <vector>\n":      cppName,
		"struct A { private: };":   cppName,
		"template<int N> int f();": cppName,
		"int f(std::size_t);":      cppName,
		"":                         cName,
	} {
		if got := really([]byte(src)); got != want {
			t.Errorf("%s: %s, want %s", src, got, want)
		}
	}
}

func TestPrepare(t *testing.T) {
	for src, want := range map[string]string{
		"#ifdef A\nif (x) {\n#else\nif (y) {\n#endif\n}":                "if (x) { }",
		"#ifdef A\nint a;\n#else\nint b;\n#endif\n":                     "#ifdef A int a; #else int b; #endif",
		"#if 0\nint a(\n#else\nint b;\n#endif\n":                        "#if 0 #else int b; #endif",
		"f(a\n#ifdef B\n, b\n#endif\n);":                                "f(a , b );",
		"if (a) {}\n#if B\nelse {}\n#endif\n":                           "if (a) {} else {}",
		"int x =\n#if A\n1;\n#else\n2;\n#endif\n":                       "int x = 1;",
		"#define A {\nint a;":                                           "int a;",
		"class API A {}; class API(1) B : C {};":                        "class A {}; class B : C {};",
		"struct A x; struct LIST x = {};":                               "struct A x; struct LIST x = {};",
		"BEGIN_NAMESPACE\nint a;\nEND_NAMESPACE\n":                      "int a;",
		"API static int f();":                                           "static int f();",
		"API a::b f(); BOOL a::f() {}":                                  "a::b f(); BOOL a::f() {}",
		"BOOL\nf(int a) {}":                                             "BOOL f(int a) {}",
		"class A { API A() : b() {} API ~A(); };":                       "class A { A() : b() {} ~A(); };",
		"int f() const LOCKED(m) {}":                                    "int f() const {}",
		"if CONSTEXPR (a) {}":                                           "if (a) {}",
		"TEST(a, b) { FOO(x); }":                                        "TEST(a, b) { FOO(x); }",
		"enum { AA,\nBB\n}; x = AA\n+ BB\n;":                            "enum { AA, BB }; x = AA + BB ;",
		"s = R\"x(#if 0\n{)x\"; c = '\\'{'; // {\n":                     "s = R\"x(#if 0 {)x\"; c = '\\'{'; // {",
		"PRAGMA(a)\n#if A\n#include <b>\n#else\n#include <c>\n#endif\n": "#if A #include <b> #else #include <c> #endif",
		"#endif\n#else\n#if":                                            "#endif #else #if",
	} {
		got := prepare([]byte(src))
		if s := strings.Join(strings.Fields(string(got)), " "); s != want || len(got) != len(src) || strings.Count(string(got), "\n") != strings.Count(src, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", src, s, want)
		}
	}
}

func TestResolve(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"beside":     {map[string]string{"src/a.c": "a.h ../src/b.h", "src/a.h": "", "src/b.h": "", "lib/a.h": ""}, "src/a.c>src/a.h exact, src/a.c>src/b.h exact"},
		"by its end": {map[string]string{"db/a.cc": "util/b.h shop/c.h", "util/b.h": "", "include/shop/c.h": ""}, "db/a.cc>util/b.h exact, db/a.cc>include/shop/c.h exact"},
		"brackets": {map[string]string{
			"a.cc": "<shop/c.h> <vector> <c.h> <sys/types.h> <boost/x.h>", "include/shop/c.h": "", "compat/sys/types.h": "",
		}, "a.cc>include/shop/c.h exact, a.cc> external, a.cc> external, a.cc> external, a.cc> external"},
		"one name": {map[string]string{"tests/a.c": "b.h c.h", "src/b.h": "", "other/c.h": ""}, "tests/a.c>src/b.h exact, tests/a.c>other/c.h ambiguous"},
		"several":  {map[string]string{"x/a/a.c": "p/b.h", "x/p/b.h": "", "y/p/b.h": ""}, "x/a/a.c>x/p/b.h ambiguous"},
		"evident": {map[string]string{
			"a/a.c": "p/b.h p/c.h p/d.h p/gone.h <p/gone.h>", "include/p/b.h": "", "include/p/c.h": "", "include/p/d.h": "", "old/p/d.h": "",
		}, "a/a.c>include/p/b.h exact, a/a.c>include/p/c.h exact, a/a.c>include/p/d.h exact, a/a.c> unresolved, a/a.c> unresolved"},
		"missing": {map[string]string{"a/a.c": "gone.h p/gone.h ../a/gone.h ../../../deps/x.h table.def", "a/p/b.h": ""}, "a/a.c> external, a/a.c> unresolved, a/a.c> unresolved, a/a.c> external"},
		"itself":  {map[string]string{"a.h": "a.h"}, ""},
		"sources": {map[string]string{"all.cc": "a.cc", "a.cc": ""}, "all.cc>a.cc exact"},
	} {
		var files []language.File
		for _, p := range slices.Sorted(maps.Keys(c.files)) {
			s := &fact.Structure{Language: cName}
			for i := range strings.FieldsSeq(c.files[p]) {
				s.Imports = append(s.Imports, fact.Import{Path: i})
			}
			files = append(files, language.File{Path: fact.Path(p), Structure: s})
		}
		var got []string
		resolve := newResolver(files)
		for i := range files {
			for j := range files[i].Structure.Imports {
				for _, to := range resolve(&files[i], &files[i].Structure.Imports[j]) {
					got = append(got, fmt.Sprintf("%s>%s %s", files[i].Path, to.To, to.Confidence))
				}
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s\nwant %s", name, s, c.want)
		}
	}
}

// What is deep, wide or repeated takes no time that grows faster than it.
func TestReadOfAnything(t *testing.T) {
	for name, src := range map[string]string{
		"conditions":  strings.Repeat("#if A\n{\n", 20000) + strings.Repeat("#endif\n", 20000),
		"operators":   "int f() { return " + strings.Repeat("a && ", 50000) + "a; }",
		"macros":      strings.Repeat("AAA(", 50000),
		"names":       strings.Repeat("AAA a::b::c::d::e\n", 20000),
		"pointers":    "int " + strings.Repeat("*", 50000) + "f() {}",
		"brackets":    "int " + strings.Repeat("(", 5000) + "f" + strings.Repeat(")", 5000) + "() {}",
		"comments":    "class A " + strings.Repeat("/**/", 20000) + "{" + strings.Repeat("void f() {}", 10000) + "};",
		"classes":     strings.Repeat("class A { ", 2000),
		"raw":         strings.Repeat("R\"(", 50000),
		"broken":      "int f( { \"",
		"directive":   "#",
		"no end":      "\\",
		"declarators": "int f" + strings.Repeat("(int (*a)", 3000),
	} {
		for _, l := range []string{cName, cppName} {
			s, err := tryRead(t, l, src)
			if err != nil && !errors.Is(err, sitter.ErrLong) {
				t.Errorf("%s: %v", name, err)
			}
			if name == "operators" && s.Symbols[0].Cyclomatic != 50001 {
				t.Errorf("%s: %+v", name, s.Symbols[0].Cyclomatic)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(shop, false)
	f.Add(shopCPP, true)
	f.Add("#if 0\n#elif A\nAPI(x) int f() {}\n#endif\nR\"a(\n)a\" '\\''", false)
	f.Fuzz(func(t *testing.T, src string, plus bool) {
		if text := prepare([]byte(src)); len(text) != len(src) || strings.Count(string(text), "\n") != strings.Count(src, "\n") {
			t.Fatalf("%q", text)
		}
		s, err := tryRead(t, map[bool]string{true: cppName, false: really([]byte(src))}[plus], src)
		if err != nil {
			t.Skip(err)
		}
		for _, x := range s.Symbols {
			if x.Line < 1 || x.End < x.Line || x.Cyclomatic < 0 || x.Name == "" || !slices.IsSorted(x.Calls) {
				t.Errorf("%+v", x)
			}
		}
		files := []language.File{{Path: "src/a.c", Structure: &s}, {Path: "include/p/b.h", Structure: &s}}
		resolve := newResolver(files)
		for i := range s.Imports {
			for _, to := range resolve(&files[0], &s.Imports[i]) {
				if cmp.Compare(to.Confidence, fact.Unresolved) > 0 || (to.To == "") == (to.Confidence <= fact.Ambiguous) {
					t.Errorf("%+v", to)
				}
			}
		}
	})
}
