package rust

import (
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

// pool is shared: to compile the grammar takes a while.
var pool = sitter.NewPool("")

func read(t testing.TB, src string) fact.Structure {
	t.Helper()
	tree, err := pool.Parse(t.Context(), sitter.Rust, []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	s := structure(syntax.New(tree, []byte(src)))
	s.Language = rustName
	return s
}

const shop = `//! A shop.
/// Holds things.
#[derive(Clone)]
pub struct Cart<T> { n: Vec<T> }
pub(crate) enum Kind { A }
type Alias = Cart<u8>;
pub trait Sell {
    type Price;
    fn ask(&self) -> u8;
    fn sell(&self, n: u8) -> u8 { if n > 0 { self.sell(n - 1) } else { self.ask() } }
}
impl<T> Cart<T> {
    pub fn add(&mut self, a: T, b: T) -> Option<u8> {
        for i in 0..3 {
            if i > 1 && a || b { continue } else if c { break } else { f(a)?; }
        }
        let x = |q| if q { 1 } else { 2 };
        fn inner() { while a {} }
        None
    }
}
impl<T> Sell for Cart<T> {
    type Price = u8;
    fn ask(&self) -> u8 { self.ask() }
}
impl<'a> fmt::Display for &'a mut my::Kind<'a> { fn fmt(&self) {} }
impl Cart<u8> { fn ask(&self) -> u8 { Self::ask(self) } }
fn f(n: u8, g: fn()) -> u8 {
    let Some(x) = y else { return 0 };
    let h = 1;
    'a: loop { if let Some(x) = y && z { break 'a } }
    match n { 0 => 1, 1 | 2 if q => 2, Kind::A => { if a {} 3 } other => g(h(x(f2::<u8>(other)))) }
}
fn h() {}
fn x() {}
fn f2() { f(1) }
#[cfg(test)]
mod tests { /** d */ #[test] fn one() { f(2) } }
`

func TestRead(t *testing.T) {
	want := []fact.Symbol{
		{Kind: fact.Type, Name: "Cart", Exported: true, Documented: true, Line: 4, End: 4},
		{Kind: fact.Type, Name: "Kind", Line: 5, End: 5},
		{Kind: fact.Type, Name: "Alias", Line: 6, End: 6},
		{Kind: fact.Interface, Name: "Sell", Exported: true, Line: 7, End: 11},
		{Kind: fact.Method, Name: "sell", Owner: "Sell", Exported: true, CallsItself: true, Line: 10, End: 10, Params: 1, Cyclomatic: 2, Cognitive: 2, Nesting: 1},
		{Kind: fact.Method, Name: "add", Owner: "Cart", Exported: true, Line: 13, End: 20, Params: 2, Cyclomatic: 7, Cognitive: 1 + 2 + 2 + 1 + 1 + 2 + 1, Nesting: 2, Calls: []string{"f"}},
		{Kind: fact.Function, Name: "inner", Owner: "add", Line: 18, End: 18, Cyclomatic: 2, Cognitive: 1, Nesting: 1},
		{Kind: fact.Method, Name: "ask", Owner: "Cart", Line: 24, End: 24, Cyclomatic: 1},
		{Kind: fact.Method, Name: "fmt", Owner: "Kind", Line: 26, End: 26, Cyclomatic: 1},
		{Kind: fact.Method, Name: "ask", Owner: "Cart", CallsItself: true, Line: 27, End: 27, Cyclomatic: 1},
		{Kind: fact.Function, Name: "f", Line: 28, End: 33, Params: 2, Cyclomatic: 1 + 1 + 1 + 2 + 4, Cognitive: 1 + 1 + 2 + 1 + 1 + 1 + 2, Nesting: 2, Calls: []string{"f2", "x"}},
		{Kind: fact.Function, Name: "h", Line: 34, End: 34, Cyclomatic: 1},
		{Kind: fact.Function, Name: "x", Line: 35, End: 35, Cyclomatic: 1},
		{Kind: fact.Function, Name: "f2", Line: 36, End: 36, Cyclomatic: 1, Calls: []string{"f"}},
		{Kind: fact.Function, Name: "one", Owner: "tests", Documented: true, Line: 38, End: 38, Cyclomatic: 1, Calls: []string{"f"}},
	}
	got := read(t, shop).Symbols
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("%d: %+v", i, got[min(i, len(got)-1)])
		}
	}
}

func TestImports(t *testing.T) {
	for src, want := range map[string]string{
		"use a::b;": "a [b]",
		"pub(in crate::x) use a::{self, b::{c as d, *}, e::F,};": "a [self] use a::b::c as d, a::b [c *] a::e [F]",
		"use {a, ::b::c};":                   "a [] ::b [c]",
		"use a::b /* x */ :: // y\n c as _;": "a::b [c]",
		"use r#type::r#x;":                   "type [x]",
		"extern crate a as b; b::c();":       "use ::a as b, ::a []",
		"mod a { use super::b; use super::super::c; use self::d; mod e; use e::f; mod g { use super::super::h; } }": "mod a {}, self [b] super [c] self::a [d] mod a::e, self::a::e [f] mod a::g {}, self [h]",
		"pub mod a; mod b { pub mod c {} }":                                                                                       "pub mod a, mod b {}, pub mod b::c {},",
		"#[path = \"x/y.rs\"] mod a; #[cfg_attr(windows, path = \"w.rs\")] mod b;":                                                "mod a, x/y.rs, mod b, w.rs,,",
		"#[cfg(test)] mod a; #[cfg(all(test, x))] use b::c; #[cfg(any(test, x))] use d::e;":                                       "test mod a, test b [c] d [e]",
		"#![cfg(test)]\nuse a::b;":                                                                                                "test a [b]",
		"#[test] fn f() { crate::a::g() }":                                                                                        "test crate::a []",
		"fn f() { crate::a::b::C::new(); super::d(); let x: g::h::I; std::j::k(); Self::l(); u8::m() }":                           "crate::a::b [] super [] implicit g::h []",
		"use a::b; fn f() { b::c(); b::d::e() }":                                                                                  "a [b]",
		"fn f() { x!(crate::a::b(), c::d::E, self.f) }":                                                                           "crate::a [] implicit c::d []",
		"cfg_x! { #[cfg(y)] pub mod a; #[path = \"p.rs\"] mod b; mod c { use super::d; } pub(crate) use crate::{e::F, g as h}; }": "pub mod a, mod b, p.rs, mod c {}, self [d] crate::e [F] use crate::g as h, crate [g]",
		"macro_rules! m { () => { mod a; use b::c; $crate::d::e() } } fn f() { quote! { crate::g::h } }":                          "",
		"#[derive(a::B)] pub(in crate::c) struct D;":                                                                              "implicit a []",
		"use a::{b": "",
		"use ;":     "",
	} {
		var got []string
		for _, x := range read(t, src).Imports {
			s := ""
			if x.Kind == fact.TestOnly {
				s = "test "
			}
			if x.Implicit {
				s += "implicit "
			}
			if declares(&x) {
				s += strings.Join(append([]string{x.Path}, x.Names...), ", ") + ","
			} else {
				s += fmt.Sprint(x.Path, " ", x.Names)
			}
			got = append(got, s)
		}
		if s := strings.Join(got, " "); strings.ReplaceAll(s, ", ,", ",,") != want {
			t.Errorf("%s:\n%s\nwant\n%s", src, s, want)
		}
	}
}

// files reads files by path.
func files(t testing.TB, contents map[string]string) []language.File {
	t.Helper()
	var out []language.File
	for _, p := range slices.Sorted(maps.Keys(contents)) {
		var s fact.Structure
		if path.Base(p) == manifest {
			s = readManifest([]byte(contents[p]))
		} else {
			s = read(t, contents[p])
		}
		out = append(out, language.File{Path: fact.Path(p), Structure: &s})
	}
	return out
}

func TestResolve(t *testing.T) {
	const own = "[package]\nname = \"shop\"\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"modules": {map[string]string{
			"Cargo.toml": own, "src/lib.rs": "mod a; mod b; pub use a::x;", "src/a.rs": "mod c; use crate::b::Y; use self::c::Z; use super::W;",
			"src/a/c.rs": "use super::super::b; use crate::{a, a::c, gone::V};", "src/b/mod.rs": "mod d;", "src/b/d.rs": "use crate::b::*;",
		}, "a>b/mod, a>a/c, a>lib, a/c>b/mod, a/c>a, a/c>unresolved, b/d>b/mod, lib>a"},
		"in the code": {map[string]string{
			"Cargo.toml": own, "src/lib.rs": "mod a; mod b; fn f() { a::g(); b::A::h(); x::y() }", "src/a.rs": "fn f() { crate::b::g() }", "src/b.rs": "",
		}, "a>b, lib>a, lib>b"},
		"path":   {map[string]string{"Cargo.toml": own, "src/main.rs": "#[path = \"x/y.rs\"] mod a; mod b { mod c; #[path = \"q.rs\"] mod d; } use a::A; use b::{c, d};", "src/x/y.rs": "mod z; use z::Z;", "src/x/z.rs": "", "src/b/c.rs": "", "src/b/q.rs": ""}, "main>x/y, main>b/c, main>b/q, x/y>x/z"},
		"ways":   {map[string]string{"Cargo.toml": own, "src/lib.rs": "#[cfg(a)] #[path = \"x.rs\"] mod i; #[cfg(b)] #[path = \"y.rs\"] mod i; use i::A;", "src/x.rs": "", "src/y.rs": ""}, "lib>x ambiguous, lib>y ambiguous"},
		"macros": {map[string]string{"Cargo.toml": own, "src/lib.rs": "cfg! { pub mod a; }", "src/a.rs": "mod b { } use crate::a::b;"}, ""},
		"tests": {map[string]string{
			"Cargo.toml": own, "src/lib.rs": "pub mod a; #[cfg(test)] mod t;", "src/a.rs": "", "src/t.rs": "use crate::a::A;",
			"tests/one.rs": "mod common; use shop::a::A; use common::C;", "tests/two.rs": "mod common;", "tests/common/mod.rs": "use crate::x; use shop::Y;",
		}, "t>a test, tests/common/mod>tests/one, tests/common/mod>tests/two, tests/common/mod>lib, tests/one>a, tests/one>tests/common/mod"},
		"workspace": {map[string]string{
			"Cargo.toml":      "[workspace]\nmembers = [\"*\"]\n[workspace.dependencies]\nb-b = { path = \"b\" }\nserde = \"1\"\n[patch.crates-io]\npp = { path = \"p\" }\n",
			"a/Cargo.toml":    "[package]\nname = \"a\"\n[dependencies]\nb-b.workspace = true\ncc = { package = \"c\", path = \"../c\" }\nserde.workspace = true\npp = \"1\"\n[target.'cfg(x)'.dev-dependencies]\nd = { path = \"../d\" }\n",
			"a/src/main.rs":   "use b_b::x::Y; use b_b::hidden::Z; use cc::C; use c::No; use dee::D; use serde::S; use pp::P; use std::fmt; fn f() { b_b::x::g() }",
			"b/Cargo.toml":    "[package]\nname = \"b-b\"\n",
			"b/src/lib.rs":    "pub mod x; mod hidden; pub use hidden::*;",
			"b/src/x.rs":      "",
			"b/src/hidden.rs": "",
			"c/Cargo.toml":    "[package]\nname = \"c\"\n[lib]\npath = \"lib.rs\"\n",
			"c/lib.rs":        "",
			"d/Cargo.toml":    "[package]\nname = \"d\"\n[lib]\nname = \"dee\"\n",
			"d/src/lib.rs":    "",
			"p/Cargo.toml":    "[package]\nname = \"pp\"\n",
			"p/src/lib.rs":    "",
		}, "a/main>b/x, a/main>b/lib, a/main>c/lib, a/main>external, a/main>d/lib, a/main>external, a/main>p/lib, a/main>external, a/main>b/x, b/lib>b/hidden"},
		"edition 2015": {map[string]string{"Cargo.toml": own + "[dependencies]\nlog = \"1\"\n", "src/lib.rs": "mod a; mod b; mod log;", "src/a.rs": "use b::X; use log::Y; use ::b::Z;", "src/b.rs": "", "src/log.rs": ""}, "a>b, a>external, a>b"},
		"renamed":      {map[string]string{"Cargo.toml": own, "src/lib.rs": "mod a; pub mod b; pub use b as c;", "src/a.rs": "use crate::c::X; use crate::b as d; use d::Y; use crate::c::e::Z;", "src/b.rs": ""}, "a>lib, a>b, a>b, a>lib, lib>b"},
		"undeclared":   {map[string]string{"Cargo.toml": own, "tests/it/main.rs": "automod::dir!(\"it\");", "tests/it/a.rs": "use crate::b::B; use super::c::C;", "tests/it/b.rs": "use shop::S;", "tests/it/d/mod.rs": "mod e;", "tests/it/d/e.rs": "use crate::d::D;", "tests/ui/x.rs": "use crate::y;"}, "tests/it/a>tests/it/b, tests/it/a>unresolved, tests/it/b>external, tests/it/d/e>tests/it/d/mod"},
		"no manifest":  {map[string]string{"k/lib.rs": "mod a;", "k/a.rs": "use crate::a; use crate::X; use foo::Bar;"}, "k/a>k/lib, k/a>external"},
		"itself":       {map[string]string{"Cargo.toml": own, "src/lib.rs": "#[path = \"lib.rs\"] mod a; mod a { mod a {} }"}, ""},
		"broken":       {map[string]string{"Cargo.toml": "[package", "src/lib.rs": "mod a; use crate::a::A;", "src/a.rs": ""}, "lib>a"},
	} {
		var got []string
		all := files(t, c.files)
		resolve := newResolver(all)
		short := func(p fact.Path) string {
			return strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(string(p), "src/"), ".rs"), "/src/", "/")
		}
		for i := range all {
			if all[i].Structure.Language != rustName {
				continue
			}
			for j := range all[i].Structure.Imports {
				for _, to := range resolve(&all[i], &all[i].Structure.Imports[j]) {
					s := short(all[i].Path) + ">" + short(to.To)
					if to.Confidence != fact.Exact {
						s = strings.TrimSuffix(strings.TrimSuffix(s, ">")+">"+to.Confidence.String(), " ")
						if to.To != "" {
							s = short(all[i].Path) + ">" + short(to.To) + " " + to.Confidence.String()
						}
					}
					if to.TestOnly {
						s += " test"
					}
					got = append(got, s)
				}
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s\nwant %s", name, s, c.want)
		}
	}
}

// What does not parse keeps what did; what is deep, wide or repeated takes no time
// that grows faster than it.
func TestReadOfAnything(t *testing.T) {
	for name, src := range map[string]string{
		"broken":     "use a::b; fn f( { mod c; } pub struct S",
		"modules":    strings.Repeat("mod a { ", 5000),
		"groups":     "use " + strings.Repeat("a::{", 5000),
		"path":       "use " + strings.Repeat("a::", 100000) + "b;",
		"paths":      "fn f() { " + strings.Repeat("a::", 100000) + "b }",
		"attributes": strings.Repeat("#[a] ", 50000) + "fn f() {}",
		"comments":   "trait T " + strings.Repeat("/**/", 20000) + "{" + strings.Repeat("fn a() {} ", 20000) + "}",
		"calls":      "fn f() { " + strings.Repeat("f(); self.f(); ", 30000) + "}",
		"tokens":     "m! { " + strings.Repeat("mod a { use b::c; ", 3000) + "}",
		"closures":   "fn f() { " + strings.Repeat("|a| ", 20000) + "}",
	} {
		s := read(t, src)
		r := newResolver([]language.File{{Path: "src/lib.rs", Structure: &s}})
		for i := range s.Imports {
			r(&language.File{Path: "src/lib.rs", Structure: &s}, &s.Imports[i])
		}
		if name == "broken" && (len(s.Imports) == 0 || len(s.Symbols) == 0) {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(shop)
	f.Add("cfg! { #[path = \"p.rs\"] mod b; mod c { use super::d; } use crate::{e::F, g as h}; } extern crate a as b; use ::x; #[cfg(all(test, x))] mod t;")
	f.Fuzz(func(t *testing.T, src string) {
		if _, err := pool.Parse(t.Context(), sitter.Rust, []byte(src)); err != nil {
			t.Skip(err)
		}
		s := read(t, src)
		for _, x := range s.Symbols {
			if x.Line < 1 || x.End < x.Line || x.Cyclomatic < 0 || x.Name == "" || !slices.IsSorted(x.Calls) {
				t.Errorf("%+v", x)
			}
		}
		at := language.File{Path: "src/lib.rs", Structure: &s}
		resolve := newResolver([]language.File{at, {Path: "src/b.rs", Structure: &s}})
		for i := range s.Imports {
			if s.Imports[i].Line < 1 || s.Imports[i].Path == "" {
				t.Errorf("%+v", s.Imports[i])
			}
			resolve(&at, &s.Imports[i])
		}
	})
}

func FuzzReadManifest(f *testing.F) {
	f.Add([]byte("[package]\nname = \"a\"\nbuild = \"b.rs\"\n[lib]\npath = \"l.rs\"\n[[bin]]\npath = \"c.rs\"\n[dependencies]\nd = { path = \"../d\" }\n[workspace.dependencies]\ne.path = \"e\"\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		s := readManifest(content)
		newResolver([]language.File{{Path: "Cargo.toml", Structure: &s}, {Path: "src/lib.rs", Structure: &fact.Structure{Language: rustName}}})
	})
}
