package php

import (
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

// grammars are shared: to make one ready takes time.
var grammars = sitter.NewPool("")

func read(t testing.TB, content string) fact.Structure {
	t.Helper()
	tree, err := grammars.Parse(t.Context(), sitter.PHP, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	s := structure(syntax.New(tree, []byte(content)))
	s.Language, s.Partial = php, tree.Broken
	return s
}

const shop = `<?php
namespace Shop\Cart;

use Far\Base as B, Shop\Price;
use Shop\{Tax, Part\Piece as P};
use function Shop\round;
require_once __DIR__ . '/../boot.php';
include 'view.html';

/** Holds things. */
#[Entity]
abstract class Cart extends B implements Near, \Countable
{
    use P\Deep;

    /** Adds up. */
    public function sum(int $a, ?Near $b = null, Price ...$c): static
    {
        foreach ($c as $x) { // 1
            if ($x && $a || $b) { // 2, and two runs of operators
                continue 2; // 1
            } elseif ($a) { // 1
                return $this->sum(1) ?? self::make();
            } else if ($b) { // 1
            } else { // 1
            }
        }
        try {
            return match (true) { 1, 2 => $a ? 1 : 2, default => new namespace\Own }; // 1, 2
        } catch (Gone | \Error $e) { // 1
            switch ($a) { case 1: require 'late.php'; default: } // 2
        }
    }

    protected static function make() { return new class extends Hidden { private function m() {} }; }
}

interface Near {}
trait T {}
enum E: string { case A = 'a'; }
function count_all() { return count_all() + other(); }
$f = fn($x) => count_all();
`

func TestStructure(t *testing.T) {
	s := read(t, shop)
	want := []fact.Symbol{
		{Kind: fact.Type, Name: "Cart", Exported: true, Documented: true, Line: 11, End: 36},
		{Kind: fact.Method, Name: "sum", Owner: "Cart", Exported: true, Documented: true, Line: 17, End: 33, Params: 3, Cyclomatic: 11, Cognitive: 15, Nesting: 2, CallsItself: true},
		{Kind: fact.Method, Name: "make", Owner: "Cart", Line: 35, End: 35, Cyclomatic: 1},
		{Kind: fact.Method, Name: "m", Owner: "make", Line: 35, End: 35, Cyclomatic: 1},
		{Kind: fact.Interface, Name: "Near", Exported: true, Line: 38, End: 38},
		{Kind: fact.Type, Name: "T", Exported: true, Line: 39, End: 39},
		{Kind: fact.Type, Name: "E", Exported: true, Line: 40, End: 40},
		{Kind: fact.Function, Name: "count_all", Exported: true, Line: 41, End: 41, Cyclomatic: 1, Calls: []string{"count_all"}},
		{Kind: fact.Function, Name: "f", Exported: true, Line: 42, End: 42, Params: 1, Cyclomatic: 1, Calls: []string{"count_all"}},
	}
	for i := range max(len(want), len(s.Symbols)) {
		if i >= len(want) || i >= len(s.Symbols) || !reflect.DeepEqual(s.Symbols[i], want[i]) {
			t.Errorf("%d: %+v", i, s.Symbols[min(i, len(s.Symbols)-1)])
		}
	}
	var got []string
	for _, x := range s.Imports {
		got = append(got, fmt.Sprint(x.Line, " ", x.Path, " ", x.Kind, " ", x.Implicit))
	}
	const imports = `4 Far\Base runtime false
4 Shop\Price runtime false
5 Shop\Tax runtime false
5 Shop\Part\Piece runtime false
7 ./../boot.php runtime false
11 Shop\Cart\Entity runtime true
12 Shop\Cart\Near runtime true
12 Countable runtime true
14 Shop\Part\Piece\Deep runtime true
29 Shop\Cart\Own runtime true
30 Shop\Cart\Gone runtime true
30 Error runtime true
31 late.php dynamic false
35 Shop\Cart\Hidden runtime true`
	if s.Partial || s.Package != `Shop\Cart` || strings.Join(got, "\n") != imports {
		t.Errorf("partial %v, package %s\n%s", s.Partial, s.Package, strings.Join(got, "\n"))
	}
}

// A namespace with braces ends with them.
func TestNamespaces(t *testing.T) {
	s := read(t, "<?php namespace A { use X\\Y; new Y; new Z; } namespace { new Y; } namespace B { new Y; }")
	var got []string
	for _, x := range s.Imports {
		got = append(got, x.Path)
	}
	if want := `X\Y A\Z Y B\Y`; strings.Join(got, " ") != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestResolve(t *testing.T) {
	const psr = `{"autoload": {"psr-4": {"Shop\\": "src/"}}, "autoload-dev": {"psr-4": {"Shop\\Tests\\": ["tests/"]}, "psr-0": {"Old": "old"}}}`
	for name, c := range map[string]struct {
		tree map[string]string
		want string
	}{
		"classes": {
			map[string]string{
				"composer.json": psr, "src/A.php": "<?php namespace Shop; use Shop\\Part\\B; use Shop\\Gone; use Shop\\Part; use Far\\C; use Shop\\Other\\D; new E; new None; new A;",
				"src/Part/B.php": "<?php namespace Shop\\Part;", "src/E.php": "<?php namespace Shop;",
			},
			"src/A.php: src/Part/B.php, src/A.php: unresolved, src/A.php: external, src/A.php: external, src/A.php: src/E.php",
		},
		"of two": {
			map[string]string{"composer.json": psr, "copy/A.php": "<?php namespace Shop;", "src/A.php": "<?php namespace Shop;", "tests/T.php": "<?php use Shop\\A;"},
			"tests/T.php: src/A.php",
		},
		"of two, without a manifest": {
			map[string]string{"a/x/A.php": "<?php namespace Shop;", "b/A.php": "<?php namespace Shop;", "b/c/T.php": "<?php use Shop\\A;"},
			"b/c/T.php: ambiguous b/A.php",
		},
		"included": {
			map[string]string{"a/b.php": "<?php require __DIR__.'/c.php'; require dirname(__DIR__) . '/d.php'; require 'c.php'; require 'vendor/autoload.php'; require __DIR__.'/../vendor/autoload.php'; require './gone.php';", "a/c.php": "", "d.php": ""},
			"a/b.php: a/c.php, a/b.php: d.php, a/b.php: a/c.php, a/b.php: external, a/b.php: external, a/b.php: unresolved",
		},
	} {
		if got := leads(t, c.tree); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
}

func leads(t *testing.T, tree map[string]string) string {
	t.Helper()
	var all []language.File
	for _, p := range slices.Sorted(maps.Keys(tree)) {
		s := readManifest([]byte(tree[p]))
		if p != composer {
			s = read(t, tree[p])
		}
		all = append(all, language.File{Path: fact.Path(p), Structure: &s})
	}
	resolve := newResolver(all)
	var got []string
	for i := range all {
		for j := range all[i].Structure.Imports {
			for _, x := range resolve(&all[i], &all[i].Structure.Imports[j]) {
				to := string(x.To)
				if x.Confidence != fact.Exact {
					to = strings.TrimSpace(x.Confidence.String() + " " + to)
				}
				got = append(got, fmt.Sprintf("%s: %s", all[i].Path, to))
			}
		}
	}
	return strings.Join(got, ", ")
}

func TestManifest(t *testing.T) {
	for content, want := range map[string]string{
		`{"autoload": {"psr-4": {"A\\": ["x", "y/"], "": "z"}, "psr-0": {"B\\C": "lib"}}}`: `[{ z} {A x} {A y/} {B\C lib/B/C}]`,
		`{"autoload": [], "autoload-dev": {"psr-4": {"A\\": 1}}}`:                          "[]",
		`{`: "[]",
	} {
		if got := fmt.Sprint(readManifest([]byte(content)).Mapped); got != want {
			t.Errorf("%s: %s, want %s", content, got, want)
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
		"no php":  {"<html></html>", 0},
		"broken":  {"<?php function one() {} class Two { function ( } function three() {}", -1},
		"uses":    {"<?php " + strings.Repeat("namespace A; use B\\C; new D;\n", 5000), 0},
		"nested":  {"<?php " + strings.Repeat("$f = function () {", 3000), -1},
		"crlf":    {"<?php\r\nfunction one() {}\r\n", 1},
		"methods": {"<?php class A {" + strings.Repeat("function f() { $this->f(); }\n", 5000) + "}", 5001},
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
		readManifest([]byte(content))
		tree, err := grammars.Parse(t.Context(), sitter.PHP, []byte(content))
		if err != nil {
			return
		}
		s := structure(syntax.New(tree, []byte(content)))
		for _, x := range s.Symbols {
			if x.Line < 1 || x.End < x.Line || x.Cyclomatic < 0 || x.Params < 0 || !slices.IsSorted(x.Calls) {
				t.Errorf("%+v", x)
			}
		}
		s.Language = php
		file := language.File{Path: "a/b.php", Structure: &s}
		resolve := newResolver([]language.File{file})
		for i := range s.Imports {
			if s.Imports[i].Line < 1 {
				t.Errorf("%+v", s.Imports[i])
			}
			resolve(&file, &s.Imports[i])
		}
	})
}
