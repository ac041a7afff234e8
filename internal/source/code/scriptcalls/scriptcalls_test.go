package scriptcalls

import (
	"fmt"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/code/sitter"
)

var pool = sitter.NewPool("")

// parse reads files that are written one after the other, each after a line with
// its name, as in "// a.ts".
func parse(t testing.TB, text string) []File {
	t.Helper()
	var files []File
	for _, part := range strings.Split("\n"+text, "\n// ")[1:] {
		name, src, _ := strings.Cut(part, "\n")
		files = append(files, parseFile(t, name, []byte(src)))
	}
	return files
}

func parseFile(t testing.TB, name string, src []byte) File {
	t.Helper()
	l := map[string]sitter.Language{".ts": sitter.TypeScript, ".tsx": sitter.TSX, ".js": sitter.JavaScript}[path.Ext(name)]
	tree, err := Parse(t.Context(), pool, l, src)
	if err != nil {
		t.Fatal(err)
	}
	return File{Path: fact.Path(name), Tree: tree}
}

// beside resolves paths without their ending.
func beside(files []File) Resolve {
	return func(_ fact.Path, specifier string) []fact.Path {
		var out []fact.Path
		for i := range files {
			if p := string(files[i].Path); strings.TrimSuffix(p, path.Ext(p)) == strings.TrimPrefix(specifier, "./") {
				out = append(out, files[i].Path)
			}
		}
		return out
	}
}

func found(files []File) string {
	var out []string
	for _, c := range Find(files, beside(files)) {
		s := said(c.From) + " > " + said(c.To)
		if c.Confidence == fact.Ambiguous {
			s += "?"
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func said(c fact.Callable) string {
	if c.Name == "" {
		return string(c.Path)
	}
	if c.Owner != "" {
		return fmt.Sprintf("%s.%s", c.Owner, c.Name)
	}
	return c.Name
}

func TestFind(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"functions":        {"// a.ts\nfunction f() { g(); h() }\nfunction g() {}\nconst h = () => f()\nf()", "a.ts > f, f > g, f > h, h > f"},
		"shadowed":         {"// a.ts\nfunction g() {}\nfunction f(g: any) { g() }\nfunction h() { const g = x; g(); { function g() {} g() } }", "h > g"},
		"var and blocks":   {"// a.js\nfunction f() { if (x) { var g = () => {} ; let h = () => {} } g(); h() }", "f > g"},
		"outermost caller": {"// a.ts\nfunction g() {}\nfunction f() { const h = () => { [1].map(() => g()) } }\nx(() => { g() })\nx({ m() { g() } })", "a.ts > g, f > g"},
		"own names":        {"// a.ts\nconst f = function g() { g(); f() }\nconst o = { m: function n() { n() } }", "f > f, o.m > o.m"},
		"immediate":        {"// a.ts\nfunction g() {}\n(() => { g() })();\n(function f() { g() })()", "a.ts > f, a.ts > g, f > g"},

		"imports":        {"// a.ts\nimport d, { b as c, type t } from './b'\nimport * as n from './b'\nc(); n.b(); d(); t()\n// b.ts\nexport function b() {}\nexport default function () {}", "a.ts > b, a.ts > default"},
		"barrels":        {"// a.ts\nimport { f, g, n, h } from './b'\nf(); g(); n.f(); h()\n// b.ts\nexport * from './c'\nexport { f as g, default as h } from './c'\nexport * as n from './c'\n// c.ts\nexport const f = () => {}\nconst k = () => {}\nexport default k", "a.ts > f, a.ts > k"},
		"circles":        {"// a.ts\nexport * from './b'\nimport { f } from './b'\nf()\n// b.ts\nexport * from './a'\nexport { f } from './a'", ""},
		"several files":  {"// a.ts\nimport { f } from './b'\nf()\n// b.ts\nexport function f() {}\n// b.js\nexport function f() {}", "a.ts > f?, a.ts > f?"},
		"awaited import": {"// a.ts\nasync function g() { const { f } = await import('./b'); f(); (await import('./b')).f() }\nimport('./b').then((m) => m.f())\n// b.ts\nexport function f() {}", "a.ts > f, g > f"},
		"common":         {"// a.js\nconst { f } = require('./b'); const c = require('./c'); f(); c(); require('./b').f()\n// b.js\nexports.f = function () {}\n// c.js\nfunction g() {}\nmodule.exports = g", "a.js > f, a.js > g"},
		"declarations":   {"// a.ts\nimport { f } from './b.d'\nf()\n// b.d.ts\nexport function f(): void", ""},
		"global":         {"// a.ts\nfunction f() { fetch(); Object.keys({}); [].map(g) }\nfunction g() {}", ""},

		"this and super":   {"// a.ts\nclass B { constructor() {} m() {} static s() {} }\nclass C extends B { constructor() { super() } m() { super.m(); this.n(); this.#p() } n() { [1].map(() => this.m()) } #p() { C.s() } static t() { this.s() } }", "C.#p > B.s, C.constructor > B.constructor, C.m > B.m, C.m > C.#p, C.m > C.n, C.n > C.m, C.t > B.s"},
		"new":              {"// a.ts\nclass A {}\nclass B { constructor(readonly a?: C) {} m() { this.a!.n() } }\nclass C extends B { n() {} }\nnew A(); new B(); new C(); new C().m(); const c = new C; c.n()", "B.m > C.n, a.ts > B.constructor, a.ts > B.m, a.ts > C.n"},
		"annotations":      {"// a.ts\nclass A { m(): A { return this } b: B }\nclass B { n() {} }\nfunction f(a: A, [x]: B[], { y }: { y?: B }, ...z: B[]) { a.m().m().b.n(); x.n(); y?.n(); z[0].n() }", "f > A.m, f > B.n"},
		"interfaces":       {"// a.ts\ninterface I<T> { m(): T; p: (x: number) => void }\ninterface J extends I<J> {}\nclass A implements J { m() { return this } p() {} }\nfunction f(i: I<J>, a: A) { i.m().m().p(1); a.m() }", "f > A.m, f > I.m, f > I.p"},
		"overloads":        {"// a.ts\nclass A { m(x: string): A; m(x: number): B; m(x: any): any { } }\nclass B { n() {} }\nfunction f(x: 1): void\nfunction f(x: any) {}\nnew A().m(1).n(); new A().m('').m(''); f(1)", "a.ts > A.m, a.ts > B.n, a.ts > f"},
		"generics":         {"// a.ts\nclass A { m() {} }\nclass Box<T> { constructor(public v: T) {} get(): T { return this.v } map<U>(f: (x: T) => U): Box<U> { return new Box(f(this.v)) } }\nfunction id<T>(x: T): T { return x }\nfunction g<T extends A>(x: T) { x.m() }\nnew Box(new A()).get().m(); id(new A()).m(); new Box(1).map(() => new A()).get().m()", "Box.map > Box.constructor, a.ts > A.m, a.ts > Box.constructor, a.ts > Box.get, a.ts > Box.map, a.ts > id, g > A.m"},
		"builders":         {"// a.ts\nclass Q { where() { return this } limit(): this { return this } static make() { return new Q() } }\nclass R extends Q { own() {} }\nnew R().where().limit().own(); Q.make().where()", "a.ts > Q.limit, a.ts > Q.make, a.ts > Q.where, a.ts > R.own"},
		"objects":          {"// a.ts\nconst o = { a() { this.b() }, b: () => {}, c: { d() {} }, get e() { return o.c } }\no.a(); o.c.d(); o.e.d(); const p = { ...o, q() {} }; p.b(); p['q']()", "a.ts > c.d, a.ts > o.a, a.ts > o.b, a.ts > p.q, o.a > o.b"},
		"made objects":     {"// a.ts\nfunction make() { return { run() {}, async later() { return { end() {} } } } }\nconst m = make(); m.run(); const go = async () => { (await m.later()).end() }", "a.ts > make, a.ts > run, go > end, go > later"},
		"unions":           {"// a.ts\nclass A { m() {} }\nclass B { m() {} }\nfunction f(x: A | B | null) { x!.m() }\nfunction g(x: A | B) { if (x instanceof A) x.m() }", "f > A.m?, f > B.m?, g > A.m"},
		"namespaces":       {"// a.ts\nnamespace N { export function f() { g() } function g() {} export namespace M { export const h = () => f() } }\nN.f(); N.M.h(); import h = N.M; h.h()", "a.ts > f, a.ts > h, f > g, h > f"},
		"fields":           {"// a.ts\ntype F = (x: number) => void\nclass A { run: F = (x) => { this.own() }; own = () => {} }\nconst f: F = () => {}\nnew A().run(1); f(1)", "A.run > A.own, a.ts > A.run, a.ts > f"},
		"parameters":       {"// a.ts\nfunction f(cb: () => void) { cb() }\nfunction g() {}\nf(g)", "a.ts > f"},
		"decorators":       {"// a.ts\nfunction d() { return (x: any) => x }\nfunction e(x: any) {}\n@d() class A { @e m() {} }", "a.ts > d, a.ts > e"},
		"templates":        {"// a.ts\nfunction tag(s: any) {}\ntag`x${f()}`\nfunction f() {}", "a.ts > f, a.ts > tag"},
		"lists":            {"// a.ts\nclass A { m() {} }\nconst m = new Map<string, A[]>(); const s = new Set<A>()\nfor (const [, v] of m) v.forEach((x) => x.m())\nfunction f(r: Record<string, A>, p: Promise<A>) { for (const x of s) x.m(); r.x.m(); Object.values(r).filter(Boolean)[0].m(); p.then((x) => x.m()) }", "a.ts > A.m, f > A.m"},
		"expected":         {"// a.ts\nclass C<T = 1> { m() {} }\ntype H<T = any> = (c: C<T>) => Promise<void>\nconst f = (): H => { return async function g(c) { c.m() } }\nconst o: { h?: H } = { h: (c) => c.m() }\nfunction on(h: H) {}\non((c) => { c.m() })", "a.ts > C.m, a.ts > on, f > C.m, o.h > C.m"},
		"this of a method": {"// a.ts\ninterface Z { check(): this; own(): void }\ntype L<T> = Partial<{ [K in keyof T]: T[K] extends (...a: infer A) => infer R ? (this: T, ...a: A) => R : never }>\nfunction install<T extends object>(x: T, m: L<T>) {}\nfunction f(z: Z) { install(z, { check() { this.own(); return this } }) }", "f > Z.own, f > install"},
		"types of values":  {"// a.ts\nconst o = { m() {} }\nfunction f(x: typeof o, y: ReturnType<typeof g>, z: I['a']) { x.m(); y.m(); z.m() }\nfunction g() { return new A() }\nclass A { m() {} }\ninterface I { a: A }", "f > A.m, f > o.m"},
		"functions of old": {"// a.js\nfunction P(x) { this.x = x; this.q = new Q() }\nP.prototype.m = function () { this.n(); this.q.k() }\nP.prototype.n = function () {}\nP.s = () => {}\nfunction Q() {}\nQ.prototype = { k() {} }\nnew P().m(); P.s()", "P > Q, P.m > P.n, P.m > Q.k, a.js > P, a.js > P.m, a.js > P.s"},
		"tables":           {"// a.ts\nfunction a() {}\nfunction b() {}\nfunction f(k: 'a' | 'b') { ({ a, b })[k](); const t = { a, b } as const; t[k]() }", "f > a?, f > b?"},
		"late values":      {"// a.ts\nclass A { m() {} }\nfunction f() { let x; let y = null; x = new A(); y = x; x.m(); y.m() }", "f > A.m"},
		"a long chain":     {"// a.ts\nclass A { m() { return this } }\nnew A()" + strings.Repeat(".m()", 2000), "a.ts > A.m"},
		"members by lines": {"// a.ts\ninterface I {\n  // one\n  <T>(x: T): A\n  <U, V>(x: U): A\n}\nclass A { m() {} }\nfunction f(i: I) { i(1).m() }", "f > A.m"},
	} {
		if got := found(parse(t, c.src)); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
}

// A call is said where it is first, and surely if one of those between the two
// functions is sure.
func TestLines(t *testing.T) {
	files := parse(t, "// a.ts\nclass A { m() {} }\nclass B { m() {} }\nexport function f(x: A | B, a: A) {\n  x.m()\n  a.m()\n}")
	want := []fact.Call{
		{From: fact.Callable{Path: "a.ts", Name: "f", Line: 3}, To: fact.Callable{Path: "a.ts", Owner: "A", Name: "m", Line: 1}, Line: 4, Confidence: fact.Exact},
		{From: fact.Callable{Path: "a.ts", Name: "f", Line: 3}, To: fact.Callable{Path: "a.ts", Owner: "B", Name: "m", Line: 2}, Line: 4, Confidence: fact.Ambiguous},
	}
	if got := Find(files, beside(files)); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
}

// What is large, deep or goes in circles takes neither the stack nor a square of its
// size.
func TestSize(t *testing.T) {
	const n = 10000
	numbered := func(format string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(format, "#", strconv.Itoa(i)))
		}
		return b.String()
	}
	for name, src := range map[string]string{
		"nested calls":      strings.Repeat("f(", n) + strings.Repeat(")", n),
		"nested functions":  strings.Repeat("function f() { f(); ", 5000) + strings.Repeat("}", 5000),
		"nested arrows":     strings.Repeat("f(() => ", 5000) + "1" + strings.Repeat(")", 5000),
		"nested objects":    "const o = " + strings.Repeat("{ a() {}, b: ", 5000) + "1" + strings.Repeat("}", 5000) + "\no.b.b.b.a()",
		"nested blocks":     strings.Repeat("{ let x = f; x(); ", 5000) + strings.Repeat("}", 5000),
		"a chain":           "class A { m() { return this } }\nnew A()" + strings.Repeat(".m()", n),
		"same names":        strings.Repeat("function f() { f() }\n", n),
		"same methods":      "class A {" + strings.Repeat("m() { this.m() }\n", n) + "}",
		"many members":      "interface I {" + numbered("m#(): void;") + "}\nfunction f(i: I) {" + numbered("i.m#();") + "}",
		"many properties":   "const o = {" + numbered("m#() {},") + "}\nfunction f() {" + numbered("o.m#();") + "}",
		"assigned":          "function F() {}\n" + numbered("F.m# = () => {}; F.m#();"),
		"a union":           "type U = " + numbered("A# |") + " B\nfunction f(u: U) {" + strings.Repeat("u.m();", n) + "}",
		"unions of unions":  numbered("type A# = [A#, A#] | { a: A#, b: A1, c: B<A#> };") + "type B<T> = B<B<T>> | T\nfunction f(a: A1) {" + strings.Repeat("a.a.b.c();", n) + "}",
		"itself":            "type T<X> = T<T<X>> & X | T<X>['a'] | (T<X> extends X ? T<[X]> : T<X[]>)\ninterface I<X> extends I<I<X>> { a: T<I<X>> }\nfunction f(t: T<1>, i: I<1>) {" + strings.Repeat("t.a(); i.a.b(); i.c();", 2000) + "}",
		"many arguments":    "function f(...a: any[]) {}\nf(" + strings.Repeat("() => 1,", n) + ")",
		"many parameters":   "function f(" + numbered("a#: A,") + ") {" + numbered("a#.m();") + "}\nclass A { m() {} }",
		"a pattern":         "const [" + numbered("a#,") + "] = f()\nfunction f() { return [" + numbered("() => a#(),") + "] }",
		"many bases":        "interface I extends " + numbered("J#,") + " J {}\nfunction f(i: I) {" + strings.Repeat("i.m();", n) + "}",
		"bases in circles":  "class A extends B { m() { super.x(); this.x() } }\nclass B extends A { m() { super.x(); this.x() } }",
		"values in circles": numbered("const a# = b#(), b# = a#.c(b#);"),
		"returns":           numbered("function f#() { return f#() ?? g#() }\nfunction g#() { return f#().x() }\n"),
	} {
		files := []File{parseFile(t, "a.ts", []byte(src))}
		t.Run(name, func(*testing.T) { Find(files, beside(files)) })
	}
}

// Many files that give each other what they have from others.
func TestReexports(t *testing.T) {
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, "// a%d.ts\nexport * from './a%d'\nexport * from './a%d'\nexport { x%d as x%d } from './a%d'\nimport { f, x%d } from './a%d'\nf(); x%d()\n", i, (i+1)%1000, i*7%1000, i, i+1, i+1, i, i, i)
	}
	files := parse(t, b.String())
	byPath := map[string]fact.Path{}
	for i := range files {
		byPath["./"+strings.TrimSuffix(string(files[i].Path), ".ts")] = files[i].Path
	}
	resolve := func(_ fact.Path, s string) []fact.Path { return []fact.Path{byPath[s]} }
	if got := Find(files, resolve); len(got) > 0 {
		t.Errorf("%d calls", len(got))
	}
}

func FuzzFind(f *testing.F) {
	f.Add("class A<T extends A<T>> { m(): this { return this } }\nfunction f(a: A<any>, { b }: { b?: A<typeof a> }) { a.m().m(); b?.m() }", uint8(0))
	f.Add("import { g } from './b'\nexport * from './b'\nconst o = { ...g(), m() { this.m() } }\no['m']()\nnew (class extends g {})", uint8(0))
	f.Add("function F() { this.a = 1 }\nF.prototype.m = function () { this.a() }\nmodule.exports = new F().m`x`", uint8(1))
	f.Add("type L<T> = { [K in keyof T]: T[K] extends (a: infer A) => infer R ? (this: T, a: A) => R : never }\ndeclare const l: L<{ m(): void }>\nl.m()\n@l.m() class B { constructor(private x: typeof l) { super(x) } }", uint8(0))
	f.Add("export const V = ({ on }: P) => <a b={on()}>{[1].map((x) => on(x))}</a>", uint8(2))
	names := []string{"a.ts", "a.js", "a.tsx"}
	f.Fuzz(func(t *testing.T, src string, which uint8) {
		name := names[int(which)%len(names)]
		l := map[string]sitter.Language{"a.ts": sitter.TypeScript, "a.js": sitter.JavaScript, "a.tsx": sitter.TSX}[name]
		tree, err := Parse(t.Context(), pool, l, []byte(src))
		if err != nil {
			t.Skip()
		}
		other, err := Parse(t.Context(), pool, l, []byte("export function g() { return { f() {} } }\nexport * from './a'"))
		if err != nil {
			t.Fatal(err)
		}
		files := []File{{Path: fact.Path(name), Tree: tree}, {Path: "b.ts", Tree: other}}
		calls := Find(files, beside(files))
		for i, c := range calls {
			lines := 1 + strings.Count(src, "\n")
			if c.Line < 1 || c.From.Path == fact.Path(name) && (c.Line > lines || c.From.Line > lines) || (c.From.Line == 0) != (c.From.Name == "" && c.From.Owner == "") {
				t.Errorf("%+v", c)
			}
			if i > 0 && compare(calls[i-1].From, c.From) > 0 || c.Confidence != fact.Exact && c.Confidence != fact.Ambiguous {
				t.Errorf("%+v after %+v", c, calls[max(0, i-1)])
			}
		}
	})
}
