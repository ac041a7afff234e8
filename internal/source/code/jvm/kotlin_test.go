package jvm

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
)

const kotlinShop = `@file:JvmName("Shops")
package org.shop

import org.shop.api.*
import org.far.Far as Near

/** Adds up. */
fun <T : Item> List<T>.sum(a: Int, vararg b: String): Price<T>? {
    for (t in this) {                               // 1
        if (a > 1 && t.ok() || a == 3) continue     // 2, and two runs of operators
        else if (a == 2) add(t)                     // 1
        else { if (a == 4) Near.add(t) }            // 1, 3
    }
    forEach { if (a > 0) return null }              // 2: it stands in a function
    val x = when (a) {                              // 1
        1, 2 -> sum(1)
        is Int -> a ?: Cart(a)
        else -> org.deep.Deep.of(LIMIT)
    }
    do { try { run() } catch (e: Gone) { } } while (a > 1) // 1, 2
    return x
}

internal val order = { a: Int, b: Int -> if (a > b) 1 else 0 }
private fun hidden() = 1

abstract class Shop<T>(val x: X) : Base<T>(x), Builder {
    constructor(y: Int) : this(X(y)) { if (y > 0) add(y) }
    val size: Int
        get() { return if (x.ok()) 1 else 2 }
    protected fun add(t: T) { fun inner(q: Int) {}; inner(1) }
    companion object {
        fun make() = object : Seller() {
            override fun sell() {}
        }
    }
    class Builder
}

interface Seller
object Till
typealias Coin = Int
`

func TestReadKotlin(t *testing.T) {
	s := read(t, kotlinName, kotlinShop)
	if got := strings.Join(s.Declares, " "); s.Partial || s.Package != "org.shop" ||
		got != "org.shop.Coin org.shop.Seller org.shop.Shop org.shop.Shops org.shop.Till org.shop.order org.shop.sum" {
		t.Errorf("%v %q %s", s.Partial, s.Package, got)
	}
	want := []fact.Symbol{
		{
			Kind: fact.Function, Name: "sum", Exported: true, Documented: true, Line: 8, End: 22, Params: 2,
			Cyclomatic: 12, Cognitive: 16, Nesting: 3, Calls: []string{"Cart", "add", "forEach", "run", "sum"},
		},
		{Kind: fact.Function, Name: "order", Line: 24, End: 24, Params: 2, Cyclomatic: 2, Cognitive: 2, Nesting: 1},
		{Kind: fact.Function, Name: "hidden", Line: 25, End: 25, Cyclomatic: 1},
		{Kind: fact.Interface, Name: "Shop", Exported: true, Line: 27, End: 38},
		{Kind: fact.Method, Name: "Shop", Owner: "Shop", Exported: true, Line: 28, End: 28, Params: 1, Cyclomatic: 2, Cognitive: 1, Nesting: 1, Calls: []string{"X", "add"}},
		{Kind: fact.Method, Name: "size", Owner: "Shop", Exported: true, Line: 30, End: 30, Cyclomatic: 2, Cognitive: 2, Nesting: 1},
		{Kind: fact.Method, Name: "add", Owner: "Shop", Line: 31, End: 31, Params: 1, Cyclomatic: 1, Calls: []string{"inner"}},
		{Kind: fact.Function, Name: "inner", Owner: "add", Exported: true, Line: 31, End: 31, Params: 1, Cyclomatic: 1},
		{Kind: fact.Type, Name: "Companion", Owner: "Shop", Exported: true, Line: 32, End: 36},
		{Kind: fact.Method, Name: "make", Owner: "Companion", Exported: true, Line: 33, End: 35, Cyclomatic: 1},
		{Kind: fact.Method, Name: "sell", Owner: "Seller", Exported: true, Line: 34, End: 34, Cyclomatic: 1},
		{Kind: fact.Type, Name: "Builder", Owner: "Shop", Exported: true, Line: 37, End: 37},
		{Kind: fact.Interface, Name: "Seller", Exported: true, Line: 40, End: 40},
		{Kind: fact.Type, Name: "Till", Exported: true, Line: 41, End: 41},
		{Kind: fact.Type, Name: "Coin", Exported: true, Line: 42, End: 42},
	}
	for i := range max(len(want), len(s.Symbols)) {
		if i >= len(want) || i >= len(s.Symbols) || !reflect.DeepEqual(s.Symbols[i], want[i]) {
			t.Errorf("%d: %+v", i, s.Symbols[min(i, len(s.Symbols)-1)])
		}
	}
	var used []string
	for _, x := range s.Imports {
		if x.Implicit {
			used = append(used, x.Path)
		}
	}
	// The Builder that is extended is not the one within.
	if got := strings.Join(used, " "); got != "JvmName Int Item List Price String add forEach Cart LIMIT org.deep.Deep Gone run Base Builder X" {
		t.Error(got)
	}
}

func TestResolveKotlin(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"functions": {map[string]string{
			"a.kt": "package a\nimport b.f\nimport b.B.g\nimport b.*\nimport b.gone\nval x = h() + i() + j() + K\n",
			"b.kt": "package b\nfun Int.f() = 1\nclass B\nfun h() = 1\nprivate fun j() = 1\n", "c.kt": "package a\nfun i() = 1\nobject K\n",
		}, "b.f>b.kt exact, b.B.g>b.kt exact, b.*>b.kt exact, b.gone> unresolved, K>c.kt exact, i>c.kt exact"},
		"java": {map[string]string{
			"A.java": "package a; import b.toolsKt; import b.ToolsKt; import b.Named; import b.B; class A { }", "tools.kt": "package b\nfun f() = 1\n",
			"b.kt": "@file:JvmName(\"Named\")\npackage b\nclass B\n",
		}, "b.toolsKt> unresolved, b.ToolsKt>tools.kt exact, b.Named>b.kt exact, b.B>b.kt exact"},
		"of java": {map[string]string{"a.kt": "package a\nimport b.B\nval x = C()\n", "B.java": "package b; class B {}", "C.java": "package a; class C {}"}, "b.B>B.java exact, C>C.java exact"},
		"platforms": {map[string]string{
			"m/jvm/test/A.kt": "package a\nimport b.B\nimport b.C\n", "m/jvm/src/B.kt": "package b\nactual class B\n", "m/common/src/B.kt": "package b\nexpect class B\n",
			"n/js/src/C.kt": "package b\nactual class C\n", "n/common/src/C.kt": "package b\nexpect class C\n",
		}, "b.B>m/jvm/src/B.kt exact, b.C>n/common/src/C.kt ambiguous"},
		"broken": {map[string]string{"a.kt": "package a\nval x: B = B()\n", "b.kt": "package a\nclass B @Ann internal constructor(val x: Int) {\n fun f() {}\n}\n"}, "B>b.kt exact"},
	} {
		files := tree(t, c.files)
		for _, f := range files {
			p := string(f.Path)
			if !strings.HasSuffix(p, "A.kt") && !slices.Contains([]string{"a.kt", "A.java"}, p) {
				continue
			}
			if got := leads(files, p); got != c.want {
				t.Errorf("%s: %s\nwant %s", name, got, c.want)
			}
		}
	}
}

func FuzzReadKotlin(f *testing.F) {
	for lines := range slices.Chunk(strings.SplitAfter(kotlinShop, "\n"), 4) {
		f.Add([]byte(strings.Join(lines, "")))
	}
	f.Fuzz(func(t *testing.T, content []byte) { checkRead(t, kotlinName, content) })
}

func TestSizeKotlin(t *testing.T) {
	deep, wide := 2000, 20000
	for name, src := range map[string]string{
		"nested":    strings.Repeat("class A<T> { fun f() { ", deep) + strings.Repeat("} }", deep),
		"names":     "val x = " + strings.Repeat("a.", wide) + "B\n",
		"calls":     "fun f() { " + strings.Repeat("g(h.i.J)\n", wide) + "}",
		"accessors": "class A { val x: Int\n" + strings.Repeat("get() = 1\n", wide) + "}",
		"else":      "fun f() { if (a) b else " + strings.Repeat("/**/", wide) + " c }",
		"imports":   strings.Repeat("import a.*\n", wide/20) + "val x = B()\n",
	} {
		if s := checkRead(t, kotlinName, []byte(src)); len(s.Imports)+len(s.Symbols) == 0 {
			t.Errorf("%s: nothing", name)
		}
	}
}
