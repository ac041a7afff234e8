package csharp

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

func parse(t testing.TB, content string) fact.Structure {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	tree, err := pool.Parse(ctx, sitter.CSharp, []byte(content))
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, sitter.ErrFailed) || errors.Is(err, sitter.ErrLong) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	s := read(syntax.New(tree, []byte(content)))
	s.Language, s.Partial = csharpName, tree.Broken
	return s
}

const shop = `global using Shop.Far;
using Shop.Api;
using static Shop.Prices;
using Deep = Shop.Down.Deep<int>;

namespace Shop.Here
{
    /// <summary>Sells.</summary>
    [Mark(typeof(Tag))]
    public abstract partial class Store<T> : Base<T>, Api.ISeller where T : Item, new()
    {
        private readonly Func<int, int> order = x => x > 1 ? 1 : 0;
        public int Size => a ? 1 : 2;
        public int Left { get; private set; }
        public int Right { get { return 1; } set => x = value; }
        public Store(int n) { }

        public static int Sum(this string a, params T[] rest)
        {
            foreach (T t in rest)                       // 1
                if (a > 1 && b || c) continue;          // 2, and two runs of operators
                else if (Till.Open) Sum(a, t);          // 1
                else this.Add(t);                       // 1
            rest.Where(t => t is Odd ? true : false);   // 2: it stands in a function
            try { } catch (Gone e) when (e.X) { }       // 1
            switch (a) { case 1: case 2: break; case Big b when b.X: break; default: break; } // 1
            int Inner(int x) { return x; }
            return a switch { Small => Shop.Down.Well.Of(1), _ => Inner(2) };    // 1
        }
        void Add(T t) { Add(t); }
        public static Store operator +(Store a, Store b) => a;
        class Till { }
    }
    interface ISeller { void Sell(); }
}
record struct Pair(int A, Low B);
enum Kind { One }
delegate void Done(int a);
`

func TestRead(t *testing.T) {
	s := parse(t, shop)
	if got := strings.Join(s.Declares, " "); s.Partial || s.Package != "Shop.Here" || got != "Done Kind Pair Shop.Here.ISeller Shop.Here.Store`1 Shop.Here.Sum()" {
		t.Errorf("%v %q %s", s.Partial, s.Package, got)
	}
	want := []fact.Symbol{
		{Kind: fact.Interface, Name: "Store", Exported: true, Documented: true, Line: 9, End: 33},
		{Kind: fact.Method, Name: "order", Owner: "Store", Line: 12, End: 12, Params: 1, Cyclomatic: 2, Cognitive: 1, Nesting: 1},
		{Kind: fact.Method, Name: "Size", Owner: "Store", Exported: true, Line: 13, End: 13, Cyclomatic: 2, Cognitive: 1, Nesting: 1},
		{Kind: fact.Method, Name: "Right", Owner: "Store", Exported: true, Line: 15, End: 15, Cyclomatic: 1},
		{Kind: fact.Method, Name: "Right", Owner: "Store", Exported: true, Line: 15, End: 15, Params: 1, Cyclomatic: 1},
		{Kind: fact.Method, Name: "Store", Owner: "Store", Exported: true, Line: 16, End: 16, Params: 1, Cyclomatic: 1},
		{
			Kind: fact.Method, Name: "Sum", Owner: "Store", Exported: true, Line: 18, End: 29, Params: 2,
			Cyclomatic: 14, Cognitive: 12, Nesting: 2, Calls: []string{"Inner", "Sum"}, CallsItself: true,
		},
		{Kind: fact.Function, Name: "Inner", Owner: "Sum", Line: 27, End: 27, Params: 1, Cyclomatic: 1},
		{Kind: fact.Method, Name: "Add", Owner: "Store", Line: 30, End: 30, Params: 1, Cyclomatic: 1, Calls: []string{"Add"}, CallsItself: true},
		{Kind: fact.Method, Name: "+", Owner: "Store", Exported: true, Line: 31, End: 31, Params: 2, Cyclomatic: 1},
		{Kind: fact.Type, Name: "Till", Owner: "Store", Line: 32, End: 32},
		{Kind: fact.Interface, Name: "ISeller", Line: 34, End: 34},
		{Kind: fact.Method, Name: "Sell", Owner: "ISeller", Exported: true, Line: 34, End: 34, Cyclomatic: 1},
		{Kind: fact.Type, Name: "Pair", Line: 36, End: 36},
		{Kind: fact.Type, Name: "Kind", Line: 37, End: 37},
		{Kind: fact.Type, Name: "Done", Line: 38, End: 38},
	}
	for i := range max(len(want), len(s.Symbols)) {
		if i >= len(want) || i >= len(s.Symbols) || !reflect.DeepEqual(s.Symbols[i], want[i]) {
			t.Errorf("%d: %+v", i, s.Symbols[min(i, len(s.Symbols)-1)])
		}
	}
	var said, used []string
	for _, x := range s.Imports {
		switch {
		case x.Path == method:
			used = append(used, fmt.Sprint(x.Names))
		case x.Implicit:
			used = append(used, x.Path)
		default:
			said = append(said, fmt.Sprintf("%s:%d %t", x.Path, x.Line, x.Global))
		}
	}
	if got := strings.Join(said, ", "); got != "Shop.Far:1 true, Shop.Api:2 false, Shop.Prices:3 false, Shop.Down.Deep`1:4 false" {
		t.Error(got)
	}
	// What is declared within, what is a parameter and what a using names are no
	// unknown names.
	if got := strings.Join(used, " "); got != "MarkAttribute Tag Api.ISeller Base`1 Item Func`2 Odd Gone Big Shop.Down.Well Small Store Low [Add Of Where]" {
		t.Error(got)
	}
}

func TestReadProject(t *testing.T) {
	s := readProject([]byte("\xef\xbb\xbf<Project Sdk=\"x\">\n<ItemGroup><ProjectReference Include=\"..\\Api\\Api.csproj\" />\n<Using Include=\"Shop.Far\"/><Using Remove=\"X\"/></ItemGroup></Project>"))
	if got := fmt.Sprint(s.Imports, s.Partial); got != "[{../Api/Api.csproj 2 [] runtime false false} {Shop.Far 3 [] runtime false true}] false" {
		t.Error(got)
	}
	if s := readProject([]byte("<a><ProjectReference Include=\"b\"/><")); !s.Partial || len(s.Imports) != 1 {
		t.Errorf("%+v", s)
	}
}

// leads tells where the imports of a file of a tree lead.
func leads(t *testing.T, files map[string]string, p string) string {
	t.Helper()
	var all []language.File
	for p, content := range files {
		s := readProject([]byte(content))
		if strings.HasSuffix(p, ".cs") {
			s = parse(t, content)
		}
		all = append(all, language.File{Path: fact.Path(p), Structure: &s})
	}
	slices.SortFunc(all, func(a, b language.File) int { return strings.Compare(string(a.Path), string(b.Path)) })
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

func TestResolve(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"namespaces": {map[string]string{
			"a.cs": "using S.Api; using System; namespace S.Here.Deep; class A { B b; C c; D d; E e; F f; G<int> g; G h; }",
			"b.cs": "namespace S.Here.Deep; class B {}", "c.cs": "namespace S; class C {}", "d.cs": "namespace S.Api; class D {}", "e.cs": "namespace S.Other; class E {}",
			"f.cs": "class F {}", "g.cs": "namespace S.Api; class G<T> {}", "h.cs": "namespace S.Api; class C {}",
		}, "S.Api>d.cs exact, S.Api>g.cs exact, System> external, B>b.cs exact, C>c.cs exact, F>f.cs exact"},
		"names": {map[string]string{
			"a.cs": "using static S.P; using X = S.Q; using Y = S.Down; namespace S.Here; class A { X x; Down.D d; S.Down.E e = S.Down.E.F(); [F] int f; }",
			"p.cs": "namespace S; class P {} class Q {}", "d.cs": "namespace S.Down; class D {}", "e.cs": "namespace S.Down; class E {}", "f.cs": "namespace S; class FAttribute {}",
		}, "S.P>p.cs exact, S.Q>p.cs exact, Down.D>d.cs exact, FAttribute>f.cs exact, S.Down.E>e.cs exact"},
		"global": {map[string]string{
			"m/m.csproj": "<Project><Using Include='S.Two'/></Project>", "m/a.cs": "class A { B b; C c; D d; }", "m/u.cs": "global using S.One;", "n/n.csproj": "<Project/>", "n/u.cs": "global using S.Three;",
			"m/b.cs": "namespace S.One; class B {}", "m/c.cs": "namespace S.Two; class C {}", "m/d.cs": "namespace S.Three; class D {}",
		}, "B>m/b.cs exact, C>m/c.cs exact"},
		"projects": {map[string]string{
			"m/m.csproj": `<Project><ProjectReference Include="..\n\n.csproj"/></Project>`, "n/n.csproj": `<Project><ProjectReference Include="..\o\o.csproj"/></Project>`,
			"o/o.csproj": "<Project/>", "q/q.csproj": "<Project/>", "m/a.cs": "namespace S; class A { B b; C c; D d; E e; }",
			"o/b.cs": "namespace S; class B {}", "q/b.cs": "namespace S; class B {} class D {}", "m/c.cs": "namespace S; class C {}", "o/c.cs": "namespace S; class C {}",
			"n/d.cs": "namespace S; class D {}", "o/d.cs": "namespace S; class D {}", "q/e.cs": "namespace S; class E {}",
		}, "B>o/b.cs exact, C>m/c.cs exact, D>n/d.cs ambiguous, E>q/e.cs exact"},
		"partial": {map[string]string{
			"a.cs": "class A { B b; }", "B.Api.cs": "partial class B {}", "B.cs": "partial class B {}", "C.cs": "partial class B {}",
		}, "B>B.cs exact"},
		"extensions": {map[string]string{
			"a.cs": "using S.One; using S.Two; class A { void F() { a.G(); b?.H<int>(); I(); } T t; }", "b.cs": "namespace S.One; static class B { static void G(this int a) {} }",
			"c.cs": "namespace S.One; static class C { static void G(this int a) {} static void H(this int a) {} }", "d.cs": "namespace S.Two; class T {} static class D { static void G(this int a) {} }",
		}, "S.One>c.cs ambiguous, S.Two>d.cs exact"},
	} {
		p := "a.cs"
		if c.files[p] == "" {
			p = "m/a.cs"
		}
		if got := leads(t, c.files, p); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for lines := range slices.Chunk(strings.SplitAfter(shop, "\n"), 4) {
		f.Add([]byte(strings.Join(lines, "")))
	}
	f.Fuzz(func(t *testing.T, content []byte) { checkRead(t, content) })
}

func FuzzReadProject(f *testing.F) {
	f.Add([]byte(`<Project><ProjectReference Include="..\n\n.csproj"/></Project>`))
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, x := range readProject(content).Imports {
			if x.Path == "" || x.Line < 1 {
				t.Errorf("%+v", x)
			}
		}
	})
}

// checkRead holds what is read of anything against what a structure promises.
func checkRead(t *testing.T, content []byte) fact.Structure {
	s := parse(t, string(content))
	for _, x := range s.Symbols {
		if x.Name == "" || x.Kind == 0 || x.Line < 1 || x.End < x.Line || x.Cyclomatic < 0 || !slices.IsSorted(x.Calls) {
			t.Errorf("%+v", x)
		}
	}
	files := []language.File{{Path: "a", Structure: &s}}
	resolve := newResolver(files)
	for i := range s.Imports {
		if x := &s.Imports[i]; x.Path == "" || x.Line < 1 || x.Kind == 0 {
			t.Errorf("%+v", x)
		}
		for _, to := range resolve(&files[0], &s.Imports[i]) {
			if to.To != "" {
				t.Errorf("%+v leads to %+v", s.Imports[i], to)
			}
		}
	}
	return s
}

// Nothing takes long.
func TestSize(t *testing.T) {
	deep, wide := 2000, 20000
	for name, src := range map[string]string{
		"nested":     strings.Repeat("class A<T> { void F() { ", deep) + strings.Repeat("} }", deep),
		"namespaces": strings.Repeat("namespace A { ", deep) + "class B {}" + strings.Repeat("}", deep),
		"names":      "class A { int x = " + strings.Repeat("A.", wide) + "B; }",
		"calls":      "class A { void F(" + strings.Repeat("int a,", wide) + "int b) { " + strings.Repeat("F();", wide) + "} }",
		"usings":     strings.Repeat("using A;\n", wide) + "class A { " + strings.Repeat("B b; ", wide) + "}",
	} {
		if s := checkRead(t, []byte(src)); len(s.Imports)+len(s.Symbols) == 0 {
			t.Errorf("%s: nothing", name)
		}
	}
}
