package ecmascript

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

// pool is shared: to compile the grammars takes a second.
var pool = sitter.NewPool("")

func read(t testing.TB, l sitter.Language, src string) fact.Structure {
	t.Helper()
	parsed, err := pool.Parse(t.Context(), l, []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	s := structure(syntax.New(parsed, []byte(src)), l != sitter.JavaScript)
	s.Partial = parsed.Broken
	return s
}

const shop = `import fs from "fs";

/** Cart holds things. */
export class Cart<T> extends Base {
  private count = 0;
  #total() { return 1; }
  protected tax(a: number, { b }: X, ...c: any[]) {}
  /** Adds up. */
  @logged()
  sum(this: Cart, n: number): number {
    for (const i of this.items) { // 1
      if (n > i && i > 0 || i == 2) continue; // 2, and two runs of operators
      else if (n == 0) return this.sum(n); // 1
      else n = add(n, i); // 1
    }
    return n ?? this?.count;
  }
  later = async (x) => { if (x) {} };
}
export abstract class Shape { abstract area(): number }
export interface Seller { sell(): void }
type Kind = string | number;
enum Color { Red }

/** Adds. */
export const add = (a: number, b: number) => {
  const even = (n: number) => n % 2 ? even(n - 1) : sub(n);
  return [a].map((x) => { if (x) return even(x); });
}, other = function named() {};

function sub(add: any): any { return add(1) + helper(); }
function helper() { return missing(1); }
export { sub };
export default function () {}

export const api = {
  get(id) { return id && id.x; },
  "put": () => {},
  nested: { drop() {} },
  list: [{ inner() {} }],
};
const View = memo((props) => props.a ? 1 : 2);
describe("x", () => { if (a) {} function inDescribe() {} });
namespace N { export function inN() {} }
`

func TestSymbols(t *testing.T) {
	s := read(t, sitter.TypeScript, shop)
	if s.Partial {
		t.Error("it is broken")
	}
	want := []fact.Symbol{
		{Kind: fact.Type, Name: "Cart", Exported: true, Documented: true, Line: 4, End: 19},
		{Kind: fact.Method, Name: "#total", Owner: "Cart", Line: 6, End: 6, Cyclomatic: 1},
		{Kind: fact.Method, Name: "tax", Owner: "Cart", Line: 7, End: 7, Params: 3, Cyclomatic: 1},
		{Kind: fact.Method, Name: "sum", Owner: "Cart", Exported: true, Documented: true, Line: 10, End: 17, Params: 1, Cyclomatic: 6, Cognitive: 7, Nesting: 2, Calls: []string{"add"}, CallsItself: true},
		{Kind: fact.Method, Name: "later", Owner: "Cart", Exported: true, Line: 18, End: 18, Params: 1, Cyclomatic: 2, Cognitive: 1, Nesting: 1},
		{Kind: fact.Interface, Name: "Shape", Exported: true, Line: 20, End: 20},
		{Kind: fact.Interface, Name: "Seller", Exported: true, Line: 21, End: 21},
		{Kind: fact.Type, Name: "Kind", Line: 22, End: 22},
		{Kind: fact.Type, Name: "Color", Line: 23, End: 23},
		{Kind: fact.Function, Name: "add", Exported: true, Documented: true, Line: 26, End: 29, Params: 2, Cyclomatic: 2, Cognitive: 2, Nesting: 2, Calls: []string{"even"}},
		{Kind: fact.Function, Name: "even", Owner: "add", Line: 27, End: 27, Params: 1, Cyclomatic: 2, Cognitive: 1, Nesting: 1, Calls: []string{"even", "sub"}},
		{Kind: fact.Function, Name: "other", Exported: true, Line: 29, End: 29, Cyclomatic: 1},
		{Kind: fact.Function, Name: "sub", Exported: true, Line: 31, End: 31, Params: 1, Cyclomatic: 1, Calls: []string{"helper"}},
		{Kind: fact.Function, Name: "helper", Line: 32, End: 32, Cyclomatic: 1},
		{Kind: fact.Function, Name: "default", Exported: true, Line: 34, End: 34, Cyclomatic: 1},
		{Kind: fact.Method, Name: "get", Owner: "api", Exported: true, Line: 37, End: 37, Params: 1, Cyclomatic: 2, Cognitive: 1},
		{Kind: fact.Method, Name: "put", Owner: "api", Exported: true, Line: 38, End: 38, Cyclomatic: 1},
		{Kind: fact.Method, Name: "drop", Owner: "api", Exported: true, Line: 39, End: 39, Cyclomatic: 1},
		{Kind: fact.Method, Name: "inner", Owner: "api", Line: 40, End: 40, Cyclomatic: 1},
		{Kind: fact.Function, Name: "View", Line: 42, End: 42, Params: 1, Cyclomatic: 2, Cognitive: 1, Nesting: 1},
		{Kind: fact.Function, Name: "inDescribe", Line: 43, End: 43, Cyclomatic: 1},
		{Kind: fact.Function, Name: "inN", Owner: "N", Line: 44, End: 44, Cyclomatic: 1},
	}
	for i := range max(len(want), len(s.Symbols)) {
		if i >= len(want) || i >= len(s.Symbols) || !reflect.DeepEqual(s.Symbols[i], want[i]) {
			t.Errorf("%d:\n%+v\nwant\n%+v", i, s.Symbols[min(i, len(s.Symbols)-1)], want[min(i, len(want)-1)])
		}
	}
}

func TestComplexity(t *testing.T) {
	for body, want := range map[string][3]int{
		"try {} catch (e) { if (a) {} }":                        {3, 3, 2},
		"switch (a) { case 1: case 2: b(); default: }":          {3, 1, 1},
		"a ?? b?.c; a ||= b; a &&= b":                           {1, 0, 0},
		"do {} while (a && b || c)":                             {4, 3, 1},
		"l: for (const x of y) { for (;;) { continue l } }":     {3, 4, 2},
		"if (a) {} else if (b) {} else { return c ? d : e }":    {4, 5, 2},
		"return <A>{a && <B/>}{a.map((x) => x ? <C/> : 0)}</A>": {3, 3, 2},
		"class A { m() { if (a) {} } n = () => a ? 1 : 2 }":     {1, 0, 0},
	} {
		s := read(t, sitter.JavaScript, "function f(a, b = 1) {"+body+"}").Symbols[0]
		if got := [3]int{s.Cyclomatic, s.Cognitive, s.Nesting}; got != want {
			t.Errorf("%s: %v, want %v", body, got, want)
		}
	}
}

// What a file of CommonJS exports is what it hangs on exports.
func TestSymbolsOfCommonJS(t *testing.T) {
	s := read(t, sitter.JavaScript, `
function Foo() {}
/** Bars. */
Foo.prototype.bar = function (a) { return this.bar(a) };
exports.one = () => {};
module.exports = { Foo, two: three, four() {} };
function three() { class Inner { m() {} } }
const local = () => {};
module.exports.five = function () {};
`)
	var got []string
	for _, x := range s.Symbols {
		got = append(got, fmt.Sprintf("%s %s.%s %v %v %v", x.Kind, x.Owner, x.Name, x.Exported, x.Documented, x.CallsItself))
	}
	want := `function .Foo true false false
method Foo.bar true true true
function .one true false false
method .four true false false
function .three true false false
type three.Inner false false false
method Inner.m false false false
function .local false false false
function .five true false false`
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("%s\nwant\n%s", s, want)
	}
}

func TestImports(t *testing.T) {
	for name, c := range map[string]struct {
		language sitter.Language
		src      string
		want     string
	}{
		"forms": {sitter.JavaScript, "import a, * as b from './ab'\nimport './side'\nimport { c as d, default as e } from \"c\"\nexport * from './star'\nexport * as s from './s'\nexport { x as y } from './x'\n", `./ab 1 runtime [default *]
./side 2 runtime []
c 3 runtime [c default]
./star 4 runtime [*]
./s 5 runtime [*]
./x 6 runtime [x]`},
		"calls": {sitter.JavaScript, "const a = require('./a'), b = require(x), c = require.resolve('./c')\nfunction f() { require(`./f`) }\nimport('./g'); import(`./${h}`)\n;(function () { require('./i') })()\n", `./a 1 runtime []
./f 2 dynamic []
./g 3 dynamic []
./i 4 runtime []`},
		"types": {sitter.TypeScript, `/// <reference path="a.d.ts" />
/// <reference types="vite/client" />
import type A from "./a"
import { type B, type C } from "./b"
import { type D, e } from "./d"
export type { F } from "./f"
export { type G } from "./g"
export type * from "./h"
let i: import("./i").I, j: typeof import("./j")
import k = require("./k")
import type l = require("./l")
declare module "./m" { export const x: number }
declare module "n" { import o from "./o"; export default o }
const p = (await import("./p")) as import("./q").Q
new A(e, k)
`, `./a.d.ts 1 type-only []
vite/client 2 type-only []
./a 3 type-only [default]
./b 4 type-only [B C]
./d 5 runtime [D e]
./f 6 type-only [F]
./g 7 type-only [G]
./h 8 type-only [*]
./i 9 type-only []
./j 9 type-only []
./k 10 runtime [*]
./l 11 type-only [*]
./m 12 type-only []
./o 13 type-only [default]
./p 14 dynamic []
./q 14 type-only []`},
		"left out by the compiler": {sitter.TSX, "import A, { b, C, D } from './a'\nimport E from './e'\nimport { F, f } from './f'\nimport * as G from './g'\nlet x: A<C> = y as D, v: G.H\nfunction z(q: typeof E) { return <F/> }\n", `./a 1 type-only [default b C D]
./e 2 type-only [default]
./f 3 runtime [F f]
./g 4 type-only [*]`},
		"kept for decorators": {sitter.TypeScript, "import A from './a'\n@d() class B { constructor(a: A) {} }", "./a 1 runtime [default]"},
		"broken":              {sitter.TypeScript, "import a from './a'\nlet x = {{{ a\nimport 'b", "./a 1 runtime [default]"},
		"none":                {sitter.JavaScript, "import('')\nrequire()\nrequire(1, 'a')\njest.mock('./a')", ""},
	} {
		var got []string
		for _, x := range read(t, c.language, c.src).Imports {
			got = append(got, fmt.Sprint(x.Path, " ", x.Line, " ", x.Kind, " ", x.Names))
		}
		if s := strings.Join(got, "\n"); s != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, s, c.want)
		}
	}
}

// What the grammar alone takes for an error is none.
func TestExcused(t *testing.T) {
	for src, broken := range map[string]bool{"export type * from './a'\nexport type * as b from './b'": false, "export type * from './a'\nlet = {": true, "export typo * from './a'": true} {
		parsed, err := pool.Parse(t.Context(), sitter.TypeScript, []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		if typescript(syntax.New(parsed, []byte(src))); parsed.Broken != broken {
			t.Errorf("%s: broken %v", src, parsed.Broken)
		}
	}
}

// Deep and wide files take no stack, and no square of their size.
func TestSize(t *testing.T) {
	for _, src := range []string{
		"const f = " + strings.Repeat("(", 5000) + "() => 1" + strings.Repeat(")", 5000),
		"const o = " + strings.Repeat("{a:", 3000) + "() => 1" + strings.Repeat("}", 3000),
		strings.Repeat("memo(", 3000) + "() => 1" + strings.Repeat(")", 3000),
		strings.Repeat("() => ", 5000) + "1",
		"export { " + strings.Repeat("a, ", 100000) + "}",
		strings.Repeat("class A { a() { ", 1000),
		"function f() { " + strings.Repeat("f(); let x = y;", 50000) + " }",
		"module.exports = {" + strings.Repeat("a() {},", 30000) + "}",
	} {
		read(t, sitter.JavaScript, src)
	}
}

func FuzzRead(f *testing.F) {
	languages := []sitter.Language{sitter.TypeScript, sitter.TSX, sitter.JavaScript}
	for i := range languages {
		for _, part := range strings.SplitAfter(shop, "}\n") {
			f.Add(uint8(i), part)
		}
	}
	f.Fuzz(func(t *testing.T, i uint8, src string) {
		parsed, err := pool.Parse(t.Context(), languages[int(i)%len(languages)], []byte(src))
		if err != nil {
			t.Skip(err)
		}
		s := structure(syntax.New(parsed, []byte(src)), i%3 != 2)
		for _, x := range s.Symbols {
			if x.Name == "" || x.Line < 1 || x.End < x.Line || x.Cyclomatic < 0 || !slices.IsSorted(x.Calls) {
				t.Errorf("%+v", x)
			}
		}
		for _, x := range s.Imports {
			if x.Path == "" || x.Line < 1 || x.Kind == 0 {
				t.Errorf("%+v", x)
			}
		}
	})
}

func TestSeparated(t *testing.T) {
	src := "interface I {\n  // one\n  <T>(x: T): A\n  <U, V>(x: U): A\n}\nif (a\n  < b) {}\n"
	if got := string(separated([]byte(src))); got != "interface I {\n  // one\n  <T>(x: T): A\n ;<U, V>(x: U): A\n}\nif (a\n ;< b) {}\n" {
		t.Errorf("%q", got)
	}
	if got := separated([]byte("class A<T> {}\n")); got != nil {
		t.Errorf("%q", got)
	}
}
