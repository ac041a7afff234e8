package gocalls

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/code/gotypes"
)

// tree reads files that are written one after the other, each after its path.
func tree(text string) []gotypes.File {
	var files []gotypes.File
	for part := range strings.SplitSeq(text, "-- ") {
		if name, content, ok := strings.Cut(part, " --\n"); ok {
			files = append(files, gotypes.File{Path: fact.Path(name), Content: []byte(content)})
		}
	}
	return files
}

// module puts the folders of a tree below the import path m.
func module(files []gotypes.File) gotypes.Resolve {
	folders := map[fact.Path]bool{}
	for _, f := range files {
		folders[f.Path.Folder()] = true
	}
	return func(_ fact.Path, path string) (fact.Path, bool) {
		folder, ok := strings.CutPrefix(path+"/", "m/")
		at := fact.Path(strings.TrimSuffix(folder, "/"))
		return at, ok && folders[at]
	}
}

func callsOf(t *testing.T, files []gotypes.File) ([]string, []fact.Path) {
	t.Helper()
	calls, partial, err := Of(t.Context(), files, module(files))
	if err != nil {
		t.Fatal(err)
	}
	name := func(c fact.Callable) string {
		if c.Owner != "" {
			return c.Owner + "." + c.Name
		}
		return c.Name
	}
	var out []string
	for _, c := range calls {
		sure := "~"
		if c.Confidence == fact.Exact {
			sure = ">"
		}
		out = append(out, name(c.From)+sure+name(c.To))
	}
	return out, partial
}

func TestOf(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"function": {`-- a.go --
package a
func f() { g(); g(); (g)() }
-- b.go --
package a
func g() { g() }
`, "f>g g>g"},
		"nothing by name": {`-- a.go --
package a
func f(g func()) { g(); var h = 1; _ = h; s.h() }
func g() {}
func h() {}
var s struct{ h func() }
`, ""},
		"method": {`-- a.go --
package a
type T struct{}
type U struct{}
func (T) m() {}
func (*U) m() {}
func f(t *T, us []U) { t.m(); for _, u := range us { u.m() } }
`, "f>T.m f>U.m"},
		"embedded": {`-- a.go --
package a
type T struct{}
func (*T) m() {}
type U struct{ *T }
type V struct{ U }
func f(v V) { v.m() }
`, "f>T.m"},
		"interface": {`-- a.go --
package a
type I interface{ m(int) }
type T struct{}
func (T) m(int) {}
type Other struct{}
func (Other) m(string) {}
type Never struct{}
func (Never) m(int) {}
func f(i I) { i.m(1) }
func g() { f(T{}); _ = Other{} }
`, "f~T.m g>f"},
		"embedded interface": {`-- a.go --
package a
type I interface{ m(); n() }
type T struct{}
func (T) m() {}
func (T) n() {}
type Only struct{}
func (Only) m() {}
type U struct{ I }
func f(u U) { u.m() }
type J interface{ m() }
func g(j J) { j.m() }
func h() { g(U{}); f(U{T{}}); _ = Only{} }
`, "f~T.m g~T.m g~Only.m h>f h>g"},
		"generic": {`-- a.go --
package a
type S[T any] struct{ x T }
func (s *S[T]) get() T { return s.x }
func each[T, U any](xs []T, do func(T) U) (out []U) { return helper(out) }
func helper[T any](x T) T { return x }
type P struct{}
func (P) m() {}
func f() {
	s := &S[P]{}
	s.get().m()
	each([]int{1}, func(int) P { return P{} })[0].m()
	helper[P](P{}).m()
}
type Named interface{ m() }
func g[N Named](n N) { n.m() }
`, "each>helper f>S.get f>each f>helper f>P.m g~P.m"},
		"closure": {`-- a.go --
package a
func f() { func() { go func() { defer g() }() }() }
func g() {}
var v = func() { g() }
`, ">g f>g"},
		"function value": {`-- a.go --
package a
type T struct{}
func (T) m(string) {}
func g(string) {}
func other(int) {}
func called(string) {}
func f(do func(string)) { do("") }
func h() { f(g); f(T{}.m); _ = other; called("") }
type F func(string)
func k(x F) { x("") }
`, "f~T.m f~g h>called h>f k~T.m k~g"},
		"method expression": {`-- a.go --
package a
type T struct{}
func (T) m() {}
type I interface{ m() }
func f() { T.m(T{}); (*T).m(nil); do := I.m; do(T{}) }
`, "f>T.m"},
		"shadowed": {`-- a.go --
package a
func g() {}
func h() {}
func f() { g := func() {}; g(); { h := 1; _ = h }; h() }
type T struct{}
func (T) T() { T{}.T() }
`, "f>h T.T>T.T"},
		"table": {`-- a.go --
package a
var m = map[string]int{"a": g(), "b": h(), "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx": i(), "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxy": j()}
func g() int { return 0 }
func h() int { return 0 }
func i() int { return 0 }
func j() int { return 0 }
`, ">g >h >i >j"},
		"constant and conversion": {`-- a.go --
package a
type L string
const One L = L("1") + "2"
func (L) m() {}
func f() { One.m(); L("x").m(); x := L(one.m); x.m() }
var one struct{ m string }
`, "f>L.m"},
		"shadowed package": {`-- a.go --
package a
import "m/b"
func f(x b.S) { b := x; b.T(1).M(); func(c int) { b.T(c) }(2) }
-- b/b.go --
package b
type S struct{}
type T int
func (S) T(int) T { return 0 }
func (T) M() {}
`, "f>S.T f>T.M"},
		"key from outside": {`-- a.go --
package a
import "x/y"
var m = map[int]func(){y.A: func() { g() }, y.B(h()): nil, i(): nil}
func g() {}
func h() int { return 0 }
func i() int { return 0 }
`, ">g >h >i"},
		"list from outside": {`-- a.go --
package a
import "x/y"
func f(_ *y.List, _ *y.Map) { g(y.List{{1, h()}, {2, i()}}, y.Map{"a": j(), "b": k()}) }
func g(y.List, y.Map) {}
func h() int { return 0 }
func i() int { return 0 }
func j() int { return 0 }
func k() int { return 0 }
`, "f>g f>h f>i f>j f>k"},
		"outside": {`-- a.go --
package a
import (
	"example.org/go-kit/v2"
	yaml "example.org/x"
	"time"
)
type T struct{ kit.Base; at *time.Time }
func (T) m() error { return nil }
func (T) n(d time.Duration, f kit.Func, o yaml.Option) {}
func f(x kit.Thing) {
	x.Run(func() { g() })
	v, err := kit.Load(T{})
	v.(T).m()
	if t, ok := v.(*T); ok { t.m() }
	switch w := err.(type) { case *T: w.n(1, nil, 2) }
	T(kit.Any()).n(time.Second, v.F, yaml.A|yaml.B)
	errors.As(err, &v)
	run(kit.Pair[int]{}, g, time.Now().Add(kit.Opts{X: h()}.D))
	kit.T{h(), h()}.U().V()
	select { case <-time.After(3): i() }
}
func g() {}
func h() int { return 0 }
func i() {}
func run(p kit.Pair[int], do func(), d time.Time) { do() }
`, "f>T.m f>T.n f>g f>h f>i f>run run~g"},
		"signature with types from outside": {`-- a/a.go --
package a
import "net/http"
func F(do func(http.Handler) *http.Request) { do(nil) }
-- b/b.go --
package b
import (
	x "net/http"
	"m/a"
)
func g(x.Handler) *x.Request { return nil }
func h(x.Handler) x.Request { return x.Request{} }
func f() { a.F(g); a.F(h) }
`, "F~g f>F"},
		"packages": {`-- a.go --
package a
import (
	"m/b"
	other "m/c/d"
	. "m/e"
)
func f() { b.F(); other.F(); G(); b.X.M() }
-- b/b.go --
package b
import d "m/c/d"
func F() { d.F() }
var X d.T
-- c/d/d.go --
package strange
func F() {}
type T struct{}
func (T) M() {}
-- e/e.go --
package e
func G() {}
`, "f>F f>F f>T.M f>G F>F"},
		"import circle": {`-- a/a.go --
package a
import "m/b"
func F() { b.G(); h() }
func h() {}
-- b/b.go --
package b
import "m/a"
func G() { a.F(); h() }
func h() {}
`, "F>h F>G G>h"},
		"tests": {`-- a.go --
package a
func f() {}
func F() {}
type T struct{}
-- a_test.go --
package a
import "testing"
import "m/b"
func TestF(t *testing.T) { f(); t.Run("", func(t *testing.T) { b.Use(F) }) }
func (T) Test() {}
var Exported = f
-- x_test.go --
package a_test
import (
	"testing"
	"m"
)
func TestX(t *testing.T) { a.F(); a.T{}.Test(); a.Exported() }
-- b/b.go --
package b
import "m"
func Use(do func()) { a.F(); do() }
`, "TestF>f TestF>Use Use~f Use>F TestX~f TestX>F TestX>T.Test"},
		"platforms": {`-- a.go --
package a
func f() { g(); h() }
-- a_windows.go --
package a
func g() { f() }
-- a_linux.go --
package a
func g() {}
-- b_linux_arm64_test.go --
package a
func h() { f() }
-- c.go --
// Copyright.

//go:build ignore

package main
func main() { f() }
-- d.go --
//go:build unix && !darwin
package a
func h() { g() }
-- testdata/x.go --
package x
func a() { a() }
-- linux.go --
package a
func k() { g() }
`, "f>g f>h h>g k>g"},
		"broken": {`-- a.go --
package a
func f() { g(); undefined.h(); g(g(1)) }
func g() { h( }
func h() { f() }
-- b.go --
package a
type T struct { T; missing }
func (T) m() { f() }
func (Gone) m() { f() }
func f() { h() }
func k() { var t T; t.m(); t.n(); f(1, 2)
-- c.go --
nothing
`, "f>g T.m>f Gone.m>f k>f k>T.m"},
	} {
		t.Run(name, func(t *testing.T) {
			got, _ := callsOf(t, tree(c.text))
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%s\nwant %s", s, c.want)
			}
		})
	}
}

// What is left out is told of; a file that is not part of the build is not.
func TestPartial(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"nothing":  {"-- a.go --\npackage a\n", "[]"},
		"no error": {"-- a.go --\npackage a\nfunc f() { undefined() }\n", "[]"},
		"syntax":   {"-- a/a.go --\npackage a\nfunc f() { ( }\n", "[a]"},
		"empty":    {"-- a/b/a.go --\n", "[a/b]"},
		"windows":  {"-- a_windows.go --\npackage (\n", "[]"},
		"deep":     {"-- a/a.go --\npackage a\nvar x = " + strings.Repeat("-(", 2000) + "1" + strings.Repeat(")", 2000), "[a]"},
		"large":    {"-- a/a.go --\npackage a\n" + strings.Repeat("// x\n", gotypes.Most/5+1), "[a]"},
		"generics": {"-- a/a.go --\npackage a\ntype T[P any] struct{ p P }\nfunc (T[P]) M() {}\nfunc (T[P]) K() {}\ntype I interface{ M() }\nvar i I = T[int]{}\nfunc f() { i.M() }\n-- a/a_test.go --\npackage a\nfunc (T[P]) N() {}\n", "[a]"},
		"names":    {"-- a/a.go --\npackage a\nconst (\n" + strings.Repeat("_=1\n", 1<<15+1) + ")\n", "[a]"},
	} {
		if _, partial := callsOf(t, tree(c.text)); fmt.Sprint(partial) != c.want {
			t.Errorf("%s: %v, want %s", name, partial, c.want)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	files := tree("-- a.go --\npackage a\n")
	if _, _, err := Of(ctx, files, module(files)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// chain is lines that each hold the one before: %[1]d is its number, and %[2]d the
// one before.
func chain(line string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, line+"\n", i+1, i)
	}
	return b.String()
}

// What would take longer than anybody waits, or more memory than there is, is left
// out, and the rest is not.
func TestHostile(t *testing.T) {
	const pair = "type Q[A, B any] struct{ a A; b B }\nfunc (q Q[A, B]) twice() Q[A, A] { panic(0) }\ntype R[A any] struct{ next *R[Q[A, A]] }\n"
	for name, text := range map[string]string{
		"aliases of instances": pair + "type D0 = Q[int, int]\n" + chain("type D%[1]d = Q[D%[2]d, D%[2]d]", 60),
		"aliases in functions": pair + "func x() {\ntype D0 = Q[int, int]\n" + chain("type D%[1]d = Q[D%[2]d, D%[2]d]", 60) + "}\n",
		"aliases compared":     "type A0 = struct{ a int }\ntype B0 = struct{ a int }\n" + chain("type A%[1]d = struct{ a, b A%[2]d }\ntype B%[1]d = struct{ a, b B%[2]d }", 60) + "var a A60\nvar b B60 = a\n",
		"structures compared":  "type A0 struct{ a int }\n" + chain("type A%[1]d struct{ a, b A%[2]d }", 60) + "var a A60\nvar b = a == a\n",
		"arrays compared":      "type A0 struct{ a int }\n" + chain("type A%[1]d struct{ a, b [2]A%[2]d }", 60) + "var a A60\nvar b = a == a\n",
		"instances nested":     pair + "type S[T any] struct{ a, b T }\nvar a " + strings.Repeat("S[", 60) + "int" + strings.Repeat("]", 60) + "\nvar b = a == a\n",
		"results of generics":  pair + "func p[T any](T) (q Q[T, T]) { return }\nfunc x() {\nx0 := 1\n" + chain("x%[1]d := p(x%[2]d)", 60) + "}\n",
		"two arguments":        "func p[A, B any](A, B) (q map[*A]B) { return }\nfunc x() {\nx0 := 1\n" + chain("x%[1]d := p(x%[2]d, x%[2]d)", 60) + "}\n",
		"results outside":      pair + "func p[T any](T) (q Q[T, T]) { return }\nvar x0 = 1\n" + chain("var x%[1]d = p(x%[2]d)", 60),
		"calls in calls":       pair + "func p[T any](T) (q Q[T, T]) { return }\nfunc x() { " + strings.Repeat("p(", 60) + "1" + strings.Repeat(")", 60) + " }\n",
		"methods of generics":  pair + "func x(q Q[int, int]) { q" + strings.Repeat(".twice()", 60) + " }\n",
		"fields of generics":   pair + "func x(r R[int]) { _ = r" + strings.Repeat(".next", 60) + " }\n",
		"texts":                "const c0 = string('x')\n" + chain("const c%[1]d = c%[2]d + c%[2]d", 60) + "const n = len(c60)\n",
		"literals":             "const c0 = \"xxxxxxxxxxxxxxxx\"\n" + chain("const c%[1]d = c%[2]d + c%[2]d", 15) + "const n = len(c15)\n",
		"sizes":                "import \"unsafe\"\ntype A0 struct{ a int }\n" + chain("type A%[1]d struct{ a, b A%[2]d }", 60) + "const n = unsafe.Sizeof(A60{})\n",
		"pointers":             chain("type A%[1]d *A%[2]d", 20000),
		"values":               chain("var a%[1]d = a%[2]d", 20000),
		"embedded":             chain("type A%[1]d struct{ *A%[2]d }\nfunc (A%[1]d) m%[1]d() {}", 300) + "var x = A300{}\n",
		"itself":               "type A struct{ A; B }\ntype B = A\ntype C interface{ C; m() }\ntype D[T any] struct{ d *D[D[T]] }\nvar d D[int]\n",
		"defined by itself":    "type T[P any] T[P]\nvar v = T[int].mm\n",
		"by each other":        "type T[P any] U[P]\ntype U[P any] (T[P])\nvar v = T[int].mm\n",
		"embeds itself":        "type T[P any] struct{ *T[T[P]] }\nvar t T[int]\nvar v = t.mm\n",
		"embed each other":     "type T[P any] struct{ *U[[]P] }\ntype U[P any] struct{ T[*P] }\nvar t T[int]\nvar v = t.mm\n",
		"interface in itself":  "type T[P any] interface{ T[[]P] }\nvar t T[int]\nvar v = t.mm\n",
		"alias of itself":      "type T[P any] = *T[[]P]\nvar t T[int]\nvar v = t.mm\n",
		"declared in function": "func x() { type T[P any] T[P]; var v = T[int].mm; type U[P any] struct{ *U[[]P] }; var u U[int]; u.mm() }\n",
		"constraints":          "type X[T X[T]] interface{ m(T) }\n",
	} {
		t.Run(name, func(t *testing.T) {
			got, _ := callsOf(t, tree("-- a.go --\npackage a\n"+text+"\n-- b.go --\npackage a\nfunc f() { g() }\nfunc g() {}\n"))
			if !slices.Contains(got, "f>g") {
				t.Error(got)
			}
		})
	}
}

// A call that may lead anywhere says nothing, and many of them are not kept.
func TestManyLeads(t *testing.T) {
	for n, want := range map[int]int{mostLeads: mostLeads + 1, mostLeads + 1: 1} {
		text := "-- a.go --\npackage a\nfunc f(do func()) { do() }\n" + chain("func g%[1]d() {}\nvar v%[1]d = g%[1]d", n) + "func h() { f(nil) }\n"
		if got, _ := callsOf(t, tree(text)); len(got) != want {
			t.Errorf("%d: %d calls", n, len(got))
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add([]byte("package a\nimport x \"io\"\ntype T[P any] struct{ x.R; p P }\nfunc (t T[P]) m() { t.m(); t.p.(T[P]).m(); T[P](t).R() }\nvar v = T[int].m\n"), []byte("package a_test\nimport . \"m\"\ntype I interface{ m() }\nfunc f(i I) { i.m(); v(T[int]{}) }\n"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		files := []gotypes.File{{Path: "a.go", Content: a}, {Path: "a_test.go", Content: b}}
		calls, _, err := Of(t.Context(), files, module(files))
		if err != nil {
			t.Error(err)
		}
		last := fact.Call{}
		for _, c := range calls {
			if c.Line < 1 || c.To.Name == "" || c.To.Line < 1 || c.From.Path == "" || c.From == last.From && c.To == last.To {
				t.Errorf("%+v", c)
			}
			last = c
		}
	})
}
