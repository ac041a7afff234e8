package code

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
)

var reader = NewReader("")

// What cannot be read is known not to be.
func TestStructureOfAnything(t *testing.T) {
	if s, err := reader.Structure(t.Context(), "", []byte("x")); err != nil || !reflect.DeepEqual(s, fact.Structure{}) {
		t.Errorf("of no language: %+v, %v", s, err)
	}
	if s, err := reader.Structure(t.Context(), "go", []byte("package a\n"+strings.Repeat("// x\n", Most/5+1))); err != nil || !s.Estimate {
		t.Errorf("too large: %+v, %v", s, err)
	}
	for name, want := range map[string]fact.Structure{
		"a.go":  {Language: "go", Package: "a", Complexity: 2, Symbols: []fact.Symbol{{Kind: fact.Function, Name: "f", Line: 2, End: 2, Cyclomatic: 2, Cognitive: 1, Nesting: 1}}},
		"a.lua": {Language: "lua", Complexity: 2, Estimate: true},
	} {
		text := map[string]string{"a.go": "package a\nfunc f() { if x {} }", "a.lua": "if x then y() end"}[name]
		if s, err := reader.Structure(t.Context(), LanguageOf(fact.Path(name)), []byte(text)); err != nil || !reflect.DeepEqual(s, want) {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
	for p, want := range map[fact.Path]string{"a/go.mod": "go.mod", "A.GO": "go", "x.kts": "kotlin", "x.cr": "", "x.lua": "lua", "x.txt": "", "tsconfig.build.json": "tsconfig.json"} {
		if got := LanguageOf(p); got != want {
			t.Errorf("%s: %q, want %q", p, got, want)
		}
	}
	if !Followed("go") || Followed("go.mod") || Followed("lua") {
		t.Error("imports of other languages are followed")
	}
}

// A header may be of either language, whatever its name.
func TestStructureOfHeader(t *testing.T) {
	for src, want := range map[string]string{"struct a { int b; };": "c", "class API A { int b; };": "cpp"} {
		s, err := reader.Structure(t.Context(), LanguageOf("a.h"), []byte(src))
		if err != nil || s.Language != want || s.Partial || len(s.Symbols) != 1 {
			t.Errorf("%s: %+v, %v", src, s, err)
		}
	}
}

// What breaks of the flow cost adds up to the complexity of the function, in each language.
func TestBreaks(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want [][3]int // the lines and the cost of those from the third line on
	}{
		"a.go":    {"package a; func f() { if x {} }\nfunc g() {\n\tfor a && b {\n\t\tswitch {\n\t\tcase a:\n\t\t}\n\t}\n\tif a {\n\t} else {\n\t}\n}\n", [][3]int{{3, 7, 1}, {3, 3, 1}, {4, 6, 2}, {5, 5, 0}, {8, 10, 1}, {9, 10, 1}}},
		"a.py":    {"def f(): x if y else z\ndef g():\n  for a in b and c:\n    if a:\n      pass\n    else:\n      pass\n", [][3]int{{3, 7, 1}, {3, 3, 1}, {4, 7, 2}, {6, 7, 1}}},
		"a.ts":    {"function f() { if (x) {} }\nfunction g() {\n  while (a && b) {\n    if (a) {\n    } else {\n    }\n  }\n}\n", [][3]int{{3, 7, 1}, {3, 3, 1}, {4, 6, 2}, {5, 6, 1}}},
		"A.java":  {"class A { void f() { if (x) {} }\nvoid g() {\n  while (a && b) {\n    if (a) {\n    }\n  }\n} }\n", [][3]int{{3, 6, 1}, {3, 3, 1}, {4, 5, 2}}},
		"a.kt":    {"fun f() { if (x) {} }\nfun g() {\n  while (a && b) {\n    if (a) {\n    }\n  }\n}\n", [][3]int{{3, 6, 1}, {3, 3, 1}, {4, 5, 2}}},
		"a.cs":    {"class A { void f() { if (x) {} }\nvoid g() {\n  while (a && b) {\n    if (a) {\n    }\n  }\n} }\n", [][3]int{{3, 6, 1}, {3, 3, 1}, {4, 5, 2}}},
		"a.c":     {"void f() { if (x) {} }\nvoid g() {\n  while (a && b) {\n    if (a) {\n    }\n  }\n}\n", [][3]int{{3, 6, 1}, {3, 3, 1}, {4, 5, 2}}},
		"a.php":   {"<?php function f() { if ($x) {} }\nfunction g() {\n  while ($a && $b) {\n    if ($a) {\n    }\n  }\n}\n", [][3]int{{3, 6, 1}, {3, 3, 1}, {4, 5, 2}}},
		"a.rb":    {"def f; if x; end; end\ndef g\n  while a && b\n    if a\n    end\n  end\nend\n", [][3]int{{3, 6, 1}, {3, 3, 1}, {4, 5, 2}}},
		"a.rs":    {"fn f() { if x {} }\nfn g() {\n  while a && b {\n    if a {\n    }\n  }\n}\n", [][3]int{{3, 6, 1}, {3, 3, 1}, {4, 5, 2}}},
		"a.lua":   {"if x then y() end", nil},
		"bare.go": {"package a\nfunc f() {}\nfunc g() {}\n", nil},
	} {
		all, err := reader.Breaks(t.Context(), LanguageOf(fact.Path(name)), []byte(c.text))
		s, _ := reader.Structure(t.Context(), LanguageOf(fact.Path(name)), []byte(c.text))
		cost, want, functions := 0, 0, map[int]bool{}
		var got [][3]int
		for _, b := range all {
			cost += b.Cost
			if functions[b.Function] = true; b.Line > 2 {
				got = append(got, [3]int{b.Line, b.End, b.Cost})
			}
		}
		for i := range s.Symbols {
			want += s.Symbols[i].Cognitive
		}
		if err != nil || cost != want || !slices.Equal(got, c.want) || len(got) > 0 && len(functions) != 2 {
			t.Errorf("%s: %+v of %d functions, cost %d where %d is; want %+v, %v", name, got, len(functions), cost, want, c.want, err)
		}
	}
}

// tree is files by path; those that end in .go import the paths in their content.
func tree(t *testing.T, files map[string]string) []File {
	t.Helper()
	var read []File
	for _, p := range slices.Sorted(maps.Keys(files)) {
		s, err := reader.Structure(t.Context(), LanguageOf(fact.Path(p)), []byte(files[p]))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(p, ".go") {
			s = fact.Structure{Language: "go"}
			for i := range strings.FieldsSeq(files[p]) {
				s.Imports = append(s.Imports, fact.Import{Path: i})
			}
		}
		read = append(read, File{Path: fact.Path(p), Structure: &s})
	}
	return read
}

func TestResolveGo(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"module": {map[string]string{
			"go.mod": "module example.org/shop\n", "a.go": "example.org/shop/api fmt example.org/shop example.org/shopping/x C", "api/b.go": "example.org/shop/gone",
		}, "a.go>api exact, a.go> external, a.go> exact, a.go> external, a.go> external, api/b.go> unresolved"},
		"no dot":           {map[string]string{"go.mod": "module shop\n", "a.go": "shop/net net", "net/b.go": ""}, "a.go>net exact, a.go> external"},
		"like the library": {map[string]string{"go.mod": "module net\n", "a.go": "net/http", "http/b.go": ""}, "a.go>http exact"},
		"nested": {map[string]string{
			"go.mod": "module m\n", "a.go": "m/x/y m/z", "x/go.mod": "module m/x\n", "x/y/b.go": "m/z", "z/c.go": "",
		}, "a.go>x/y exact, a.go>z exact, x/y/b.go>z exact"},
		"replaced": {map[string]string{
			"go.mod": "module m\nrequire other.org/o v1.0.0\nreplace other.org/o => ./own/o\nreplace far.org/f => ../f\n", "a.go": "other.org/o/p far.org/f", "own/o/p/b.go": "",
		}, "a.go>own/o/p exact, a.go> external"},
		"broken":    {map[string]string{"go.mod": "modul", "a.go": "m/x", "x/b.go": ""}, "a.go> external"},
		"no module": {map[string]string{"a.go": "m/x", "x/b.go": ""}, "a.go> external"},
	} {
		var got []string
		for _, d := range Resolve(tree(t, c.files)) {
			got = append(got, fmt.Sprintf("%s>%s %s", d.From, d.To, d.Confidence))
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s\nwant %s", name, s, c.want)
		}
	}
}

// Calls of Go and of scripts come from one place, through the same imports.
func TestCalls(t *testing.T) {
	texts := map[string]string{
		"go.mod": "module m\n", "a/a.go": "package a\n\nimport \"m/b\"\n\nfunc A() { b.B() }\n", "b/b.go": "package b\n\nfunc B() {}\n",
		"w/x.ts": "import { y } from './y';\nexport function x() { y(); }\n", "w/y.ts": "export const y = () => 1;\n",
	}
	var files []File
	var contents []Content
	for _, p := range slices.Sorted(maps.Keys(texts)) {
		name := LanguageOf(fact.Path(p))
		s, err := reader.Structure(t.Context(), name, []byte(texts[p]))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, File{Path: fact.Path(p), Structure: &s})
		if Called(name) {
			contents = append(contents, Content{Path: fact.Path(p), Text: []byte(texts[p])})
		}
	}
	calls, partial, err := reader.Calls(t.Context(), files, contents)
	if err != nil || len(partial) > 0 {
		t.Fatal(partial, err)
	}
	got := ""
	for _, c := range calls {
		got += fmt.Sprintf("%s:%s>%s:%s:%d %s ", c.From.Path, c.From.Name, c.To.Path, c.To.Name, c.To.Line, c.Confidence)
	}
	if want := "a/a.go:A>b/b.go:B:3 exact w/x.ts:x>w/y.ts:y:1 exact "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
