package jvm

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

// pool is shared: to compile a grammar takes a while.
var pool = sitter.NewPool("")

// read reads a content in a language of this package.
func read(t testing.TB, name, content string) fact.Structure {
	t.Helper()
	for _, l := range Languages() {
		if l.Name != name {
			continue
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		tree, err := pool.Parse(ctx, l.Grammar, []byte(content))
		if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, sitter.ErrFailed) || errors.Is(err, sitter.ErrLong) {
			t.Skip(err)
		}
		if err != nil {
			t.Fatal(err)
		}
		s := l.Structure(syntax.New(tree, []byte(content)))
		s.Language, s.Partial = name, tree.Broken
		return s
	}
	t.Fatalf("no language %s", name)
	return fact.Structure{}
}

const javaShop = `package org . shop;

import java.util.List;
import static org.shop.Prices.of;
import org.shop.api.*;

/** Sells. */
public abstract class Shop<T extends Item> implements Builder {
  private final Comparator<T> order = (a, b) -> a.n() > b.n() ? 1 : 0;

  Shop(int n, String... rest) { this.n = n; }

  /** Adds up. */
  @Override
  public int sum(int a, List<T> b) {
    for (T t : b) {                              // 1
      if (a > 1 && t.ok() || a == 3) continue;   // 2, and two runs of operators
      else if (a == 2) add(t); else this.add(t); // 1, 1
    }
    run(() -> { if (a > 0) of(a); });            // 2: it stands in a function
    return switch (a) {                          // 1
      case 1, 2 -> sum(1, b);
      case 3 -> { Cart.of(a); yield org.far.Far.N; }
      default -> Price.MIN.get();
    };
  }
  protected void add(T t) {}
  abstract void gone();

  public static class Builder {
    void sum() {
      sum(1, null);
      new Thread() { public void run() { run(); } };
    }
  }
}

@interface Mark { int value() default 1; }
interface Seller { void sell(Shop s); }
record Pair(int a, int b) { Pair { } }
enum Kind { ONE { void m() {} }; }
`

func TestReadJava(t *testing.T) {
	s := read(t, javaName, javaShop)
	if s.Package != "org.shop" || s.Partial || !slices.Equal(s.Declares, []string{"org.shop.Kind", "org.shop.Mark", "org.shop.Pair", "org.shop.Seller", "org.shop.Shop"}) {
		t.Errorf("%q %v %q", s.Package, s.Partial, s.Declares)
	}
	want := []fact.Symbol{
		{Kind: fact.Interface, Name: "Shop", Exported: true, Documented: true, Line: 8, End: 36},
		{Kind: fact.Method, Name: "order", Owner: "Shop", Line: 9, End: 9, Params: 2, Cyclomatic: 2, Cognitive: 1, Nesting: 1},
		{Kind: fact.Method, Name: "Shop", Owner: "Shop", Line: 11, End: 11, Params: 2, Cyclomatic: 1},
		{
			Kind: fact.Method, Name: "sum", Owner: "Shop", Exported: true, Documented: true, Line: 14, End: 26, Params: 2,
			Cyclomatic: 9, Cognitive: 10, Nesting: 2, Calls: []string{"add", "of", "run", "sum"}, CallsItself: true,
		},
		{Kind: fact.Method, Name: "add", Owner: "Shop", Line: 27, End: 27, Params: 1, Cyclomatic: 1},
		{Kind: fact.Method, Name: "gone", Owner: "Shop", Line: 28, End: 28, Cyclomatic: 1},
		{Kind: fact.Type, Name: "Builder", Owner: "Shop", Exported: true, Line: 30, End: 35},
		{Kind: fact.Method, Name: "sum", Owner: "Builder", Line: 31, End: 34, Cyclomatic: 1, Calls: []string{"sum"}},
		{Kind: fact.Method, Name: "run", Owner: "Thread", Exported: true, Line: 33, End: 33, Cyclomatic: 1, Calls: []string{"run"}, CallsItself: true},
		{Kind: fact.Interface, Name: "Mark", Line: 38, End: 38},
		{Kind: fact.Interface, Name: "Seller", Line: 39, End: 39},
		{Kind: fact.Method, Name: "sell", Owner: "Seller", Exported: true, Line: 39, End: 39, Params: 1, Cyclomatic: 1},
		{Kind: fact.Type, Name: "Pair", Line: 40, End: 40},
		{Kind: fact.Method, Name: "Pair", Owner: "Pair", Line: 40, End: 40, Params: 2, Cyclomatic: 1},
		{Kind: fact.Type, Name: "Kind", Line: 41, End: 41},
		{Kind: fact.Method, Name: "m", Owner: "ONE", Line: 41, End: 41, Cyclomatic: 1},
	}
	for i := range max(len(want), len(s.Symbols)) {
		if i >= len(want) || i >= len(s.Symbols) || !reflect.DeepEqual(s.Symbols[i], want[i]) {
			t.Errorf("%d: %+v", i, s.Symbols[min(i, len(s.Symbols)-1)])
		}
	}
	var said, used []string
	for _, x := range s.Imports {
		if x.Implicit {
			used = append(used, x.Path)
		} else {
			said = append(said, fmt.Sprintf("%s:%d", x.Path, x.Line))
		}
	}
	if got := strings.Join(said, " "); got != "java.util.List:3 org.shop.Prices.of:4 org.shop.api.*:5" {
		t.Error(got)
	}
	// The Builder that is implemented is not the one within. Type parameters, what
	// is declared and what is imported are no unknown names.
	if got := strings.Join(used, " "); got != "Builder Item Comparator String Override Cart org.far.Far Price Thread" {
		t.Error(got)
	}
}

func TestJavaUses(t *testing.T) {
	for src, want := range map[string]string{
		"class A { B b; void f(C<D> c) throws E { F.g(); H::i; (J) k; L.M.n(); } }":  "B C D E F H J L",
		"class A { <B> B f() { } B g() {} }":                                         "B",
		"class A { enum B { X; C c; class C {} } C d; }":                             "C",
		"class A { X x; int X; { X.f(); Y.f(); var Y = 1; Z -> Z.f(); } }":           "X",
		"@B @C.D @e.f.G(h = I.J) class A {}":                                         "B C I e.f.G",
		"class A { a.b.C<d.E> f = a.b.G.h(); int i = a.b.c; int j = this.a.B; }":     "a.b.C a.b.G d.E",
		"class A { boolean f(Object o) { return o instanceof B(C c, var d) && c; }}": "B C Object",
		"package a.b; import c.D; class A { D d; c.D e; D.E f; }":                    "c.D",
		"class A { void f() { class B {} B b; } B c; }":                              "B",
	} {
		var got []string
		for _, x := range read(t, javaName, src).Imports {
			if x.Implicit {
				got = append(got, x.Path)
			}
		}
		if slices.Sort(got); strings.Join(got, " ") != want {
			t.Errorf("%s: %s, want %s", src, got, want)
		}
	}
}

// kinds are the imports that a file says, and whether they are there when it runs.
func kinds(s fact.Structure) string {
	var out []string
	for _, x := range s.Imports {
		if !x.Implicit {
			out = append(out, x.Path+" "+x.Kind.String())
		}
	}
	return strings.Join(out, ", ")
}

func TestImportsOfComments(t *testing.T) {
	java := "import a.B; import a.C; import a.D; import static a.E.f; import a.g.*; /** {@link B} {@link a.C#h} */ class X { C c = D.i(); }"
	if got := kinds(read(t, javaName, java)); got != "a.B type-only, a.C runtime, a.D runtime, a.E.f type-only, a.g.* runtime" {
		t.Error(got)
	}
	if got := kinds(read(t, javaName, "import a.B; class X { int = ; }")); got != "a.B runtime" {
		t.Errorf("%s of what did not parse", got)
	}
	kotlin := "import a.B\nimport a.C\nimport a.plus\n/** [B] */ fun f(c: C) = c + c\n"
	if got := kinds(read(t, kotlinName, kotlin)); got != "a.B type-only, a.C runtime, a.plus runtime" {
		t.Error(got)
	}
}

// tree is files by path, read.
func tree(t *testing.T, files map[string]string) []language.File {
	t.Helper()
	var all []language.File
	for p, content := range files {
		for _, l := range Languages() {
			if slices.ContainsFunc(l.Extensions, func(e string) bool { return strings.HasSuffix(p, e) }) {
				s := read(t, l.Name, content)
				all = append(all, language.File{Path: fact.Path(p), Structure: &s})
			}
		}
	}
	slices.SortFunc(all, func(a, b language.File) int { return strings.Compare(string(a.Path), string(b.Path)) })
	return all
}

// leads tells where the imports of a file lead.
func leads(all []language.File, p string) string {
	resolve := newResolver(all)
	var out []string
	for i := range all {
		if string(all[i].Path) != p {
			continue
		}
		for j := range all[i].Structure.Imports {
			x := &all[i].Structure.Imports[j]
			for _, to := range resolve(&all[i], x) {
				out = append(out, fmt.Sprintf("%s>%s %s", x.Path, to.To, to.Confidence))
			}
		}
	}
	return strings.Join(out, ", ")
}

func TestResolveJava(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"imports": {map[string]string{
			"A.java":   "package a; import b.B; import b.B.In; import static b.B.f; import static b.B.*; import b.Gone; import c.C; import java.util.*; import b.B.*;",
			"x/b.java": "package b; class B { class In {} }",
		}, "b.B>x/b.java exact, b.B.In>x/b.java exact, b.B.f>x/b.java exact, b.B.*>x/b.java exact, b.Gone> unresolved, c.C> external, java.util.*> external, b.B.*>x/b.java exact"},
		"all of a package": {map[string]string{
			"A.java": "package a; import b.*; import c.*; class A { B b; C c; D d; E e; }",
			"B.java": "package b; class B {} class D {}", "C.java": "package c; class C {}", "D.java": "package a; class D {}", "F.java": "package b; class F {}",
		}, "b.*>B.java exact, c.*>C.java exact, D>D.java exact"},
		"full names": {map[string]string{"A.java": "package a; class A { b.B x = c.C.f(); String s; }", "B.java": "package b; class B {}"}, "b.B>B.java exact"},
		"itself":     {map[string]string{"A.java": "package a; import a.A; import a.*; class A { A a; }"}, ""},
		"no package": {map[string]string{
			"x/A.java": "class A { B b; C c; D d; }", "x/B.java": "class B {}", "y/B.java": "class B {}", "y/C.java": "class C {}", "x/D.java": "class D {}",
		}, "B>x/B.java exact, D>x/D.java exact"},
		"modules": {map[string]string{
			"m/src/test/java/a/A.java": "package a; import b.B; import b.C; import b.D; class A { E e; }",
			"m/src/main/java/b/B.java": "package b; class B {}", "n/src/main/java/b/B.java": "package b; class B {}", "m/src/test/java/b/C.java": "package b; class C {}",
			"m/src/main/java/b/C.java": "package b; class C {}", "k/b/D.java": "package b; class D {}", "n/src/test/java/b/D.java": "package b; class D {}", "n/src/test/java/a/E.java": "package a; class E {}",
		}, "b.B>m/src/main/java/b/B.java exact, b.C>m/src/test/java/b/C.java exact, b.D>k/b/D.java ambiguous, E>n/src/test/java/a/E.java exact"},
	} {
		files := tree(t, c.files)
		first := string(files[0].Path)
		if name == "modules" {
			first = "m/src/test/java/a/A.java"
		}
		if got := leads(files, first); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
}

func FuzzReadJava(f *testing.F) {
	for lines := range slices.Chunk(strings.SplitAfter(javaShop, "\n"), 4) {
		f.Add([]byte(strings.Join(lines, "")))
	}
	f.Fuzz(func(t *testing.T, content []byte) { checkRead(t, javaName, content) })
}

// checkRead holds what is read of anything against what a structure promises.
func checkRead(t *testing.T, name string, content []byte) fact.Structure {
	s := read(t, name, string(content))
	for _, x := range s.Symbols {
		if x.Name == "" || x.Kind == 0 || x.Line < 1 || x.End < x.Line || x.Cyclomatic < 0 || !slices.IsSorted(x.Calls) {
			t.Errorf("%+v", x)
		}
	}
	for _, x := range s.Imports {
		if x.Path == "" || x.Line < 1 || x.Kind == 0 {
			t.Errorf("%+v", x)
		}
	}
	files := []language.File{{Path: "a", Structure: &s}}
	resolve := newResolver(files)
	for i := range s.Imports {
		for _, to := range resolve(&files[0], &s.Imports[i]) {
			if to.To != "" {
				t.Errorf("%+v leads to %+v", s.Imports[i], to)
			}
		}
	}
	return s
}

// Nothing takes long.
func TestSizeJava(t *testing.T) {
	deep, wide := 5000, 20000
	for name, src := range map[string]string{
		"nested":   strings.Repeat("class A<T> { void f() { ", deep) + "T t;" + strings.Repeat("} }", deep),
		"fields":   "class A { int x = " + strings.Repeat("a.", wide) + "B; }",
		"names":    "class A { " + strings.Repeat("a.B x; C y; ", wide) + "}",
		"calls":    "class A { void f(" + strings.Repeat("int a,", wide) + "int b) { " + strings.Repeat("f();", wide) + "} }",
		"packages": strings.Repeat("import a.*;\n", wide) + "class A { " + strings.Repeat("B b; ", wide) + "}",
	} {
		if s := checkRead(t, javaName, []byte(src)); len(s.Imports)+len(s.Symbols) == 0 {
			t.Errorf("%s: nothing", name)
		}
	}
}
