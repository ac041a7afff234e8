package names

import (
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

// pool is shared: to compile the grammars takes a second.
var pool = sitter.NewPool("")

func read(t testing.TB, r *Rules, src []byte) *File {
	t.Helper()
	language := map[*Rules]sitter.Language{ScriptRules: sitter.TypeScript, PythonRules: sitter.Python, JavaRules: sitter.Java}[r]
	parsed, err := pool.Parse(t.Context(), language, src)
	if err != nil {
		t.Skip(err)
	}
	tree := syntax.New(parsed, src)
	switch r {
	case ScriptRules:
		return Script(tree, true)
	case PythonRules:
		return Python(tree)
	}
	return Java(tree)
}

const (
	scriptShop = "import A, { b as c } from './a'\nexport { A, c as d }\nexport * from './e'\nexport * as f from './f'\n/** @deprecated */\nexport class G extends H.I { constructor(public j: k) {} #l = 1; static m(n?: o, ...p: q[]) {} [r] = 2 }\n" +
		"export interface S extends T<U> { v: w; x?(): y }\nexport declare namespace Z { const a: b }\nexport const { c1, d: [e1], ...f1 } = g, h = (i) => j\nexport enum K { L, M = 1 }\nexport default () => 1\nexport = n\nmodule.exports = { o, p: q, ...r }\nexports.s = t\n"
	pythonShop = "from .a import b as c, d\nfrom .e import *\nimport f.g as h, i\n__all__ = ['c', 'j'] + k\n__all__.extend(['l'])\nX: int = 1\nY, Z = 1, 2\nif m:\n    def n(o, /, p=1, *q, r, **s): pass\n@t.u(1)\nclass V(W, x=y):\n    z = 1\n    @property\n    def a(self): pass\n    async def b(self, *, c): pass\n"
	javaShop   = "package a.b;\nimport c.D;\npublic class E<F> extends G<H> implements I, J {\n  public static final int K = 1, L[] = {};\n  protected E(int m, final String... n) {}\n  @Override public <O> P<O> q(@R S<T[]> u, int v[]) { return null; }\n  public enum W { X, Y { } ; public void z() {} }\n  public interface A1 extends B1 { int C1 = 1; default void d1() {} }\n  public record F1(int a, String b) { public F1 { } }\n  public @interface G1 { String value(); }\n}\n"
)

// What is compared with itself breaks nothing, whatever it is.
func check(t *testing.T, r *Rules, before, after []byte) {
	a, b := read(t, r, before), read(t, r, after)
	for name, x := range a.Own {
		if name == "" || x.Kind == 0 || x.Line < 1 {
			t.Errorf("%q: %+v", name, x)
		}
	}
	if !Harmless(r, a, a) || !Harmless(r, Empty(), a) {
		t.Errorf("%+v breaks itself", a)
	}
	Harmless(r, a, b)
	tree := NewTree(func(from fact.Path, x Passed) []fact.Path { return []fact.Path{"b", here} })
	tree.Files[here], tree.Files["b"] = a, b
	for range 3 {
		if all := r.Compare(every(tree, r), every(tree, r), false); len(all) > 0 {
			t.Errorf("%+v", all)
		}
		tree.Wanted()
	}
}

func every(t *Tree, r *Rules) *Package {
	switch r {
	case ScriptRules:
		return t.Scripts([]EntryPoint{{"", here}, {"b", "b"}, {"c", "c"}})
	case PythonRules:
		return t.Modules([]Module{{"m", here}, {"m.b", "b"}, {"m.c", "c"}})
	}
	return t.Types([]fact.Path{here, "b", "c"}, func(string) fact.Path { return "b" })
}

func fuzz(f *testing.F, r *Rules, src string) {
	f.Add([]byte(src), []byte(src[:len(src)/2]))
	f.Add([]byte(src[len(src)/3:]), []byte(src))
	f.Fuzz(func(t *testing.T, before, after []byte) { check(t, r, before, after) })
}

func FuzzScript(f *testing.F) { fuzz(f, ScriptRules, scriptShop) }

func FuzzPython(f *testing.F) { fuzz(f, PythonRules, pythonShop) }

func FuzzJava(f *testing.F) { fuzz(f, JavaRules, javaShop) }

// Files that pass on each other's names, and classes that inherit from each other, end.
func TestCircles(t *testing.T) {
	for r, src := range map[*Rules]string{
		ScriptRules: "export * from './b'\nexport * as n from './a'\nimport { X as Y } from './b'\nexport class X extends Y { m() {} }\n",
		PythonRules: "from .b import *\nfrom .b import X as Y\nclass X(Y):\n    def m(self): pass\n",
		JavaRules:   "package a;\npublic class X extends Y { public void m() {} }\nclass Y extends X {}\n",
	} {
		check(t, r, []byte(src), []byte(src))
	}
}
