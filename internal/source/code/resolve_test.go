package code

import (
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"testing"

	"leadline/internal/fact"
)

// mixed is a tree of most languages whose imports lead to each other.
var mixed = map[string]string{
	"go.mod": "module m\n", "a/a.go": "package a\n\nimport \"m/b\"\n", "b/b.go": "package b\n",
	"package.json": `{"name": "w"}`, "w/x.ts": "import { y } from './y';\n", "w/y.ts": "export const y = 1;\n", "w/z.js": "import './y.js';\n",
	"p/__init__.py": "", "p/q.py": "from p import r\nfrom . import s\n", "p/r.py": "import p.s\n", "p/s.py": "",
	"j/src/main/java/o/A.java": "package o;\n\nimport o.q.B;\n\nclass A { B b; C c; }\n", "j/src/main/java/o/C.java": "package o;\n\nclass C {}\n",
	"j/src/main/java/o/q/B.java": "package o.q;\n\npublic class B {}\n",
	"Cargo.toml":                 "[package]\nname = \"c\"\n", "src/lib.rs": "mod one;\npub mod two;\n", "src/one.rs": "use crate::two::T;\n", "src/two.rs": "pub struct T;\n",
	"c/main.c": "#include \"util/u.h\"\n", "c/util/u.h": "int u(void);\n", "c/other.c": "#include <util/u.h>\n",
	"cs/a.csproj": "<Project Sdk=\"Microsoft.NET.Sdk\"></Project>\n", "cs/A.cs": "using N.M;\nnamespace N { class A { B b; } }\n", "cs/B.cs": "namespace N.M { public class B {} }\n",
	"composer.json": `{"autoload": {"psr-4": {"App\\": "php/"}}}`, "php/A.php": "<?php\nnamespace App;\nuse App\\Sub\\B;\nclass A extends B {}\n", "php/Sub/B.php": "<?php\nnamespace App\\Sub;\nclass B {}\n",
	"d/one/lib/only.h": "", "d/one/lib/v.h": "", "d/two/lib/v.h": "", "d/x.c": "#include \"lib/only.h\"\n", "d/y.c": "#include \"lib/only.h\"\n", "d/z.c": "#include \"lib/v.h\"\n",
	"r/a.rb": "require_relative 'b'\n", "r/b.rb": "",
}

// changes are what may happen to a file of that tree: another text, which may declare
// and import something else. An empty one takes the file away.
var changes = map[string][]string{
	"a/a.go": {"package a\n", "package other\n\nimport \"m/b\"\nimport \"m/a\"\n"}, "b/b.go": {"", "package b\n\nimport \"m/a\"\n"}, "go.mod": {"module n\n"},
	"w/x.ts": {"import { y } from './y';\n\nimport './z.js';\n", "export const x = 1;\n"}, "w/y.ts": {""}, "w/y.tsx": {"export const y = 2;\n"},
	"p/q.py": {"from p import s\n", "import p\n"}, "p/r.py": {"", "x = 1\n"},
	"j/src/main/java/o/C.java": {"package o;\n\nclass D {}\n", "package o.q;\n\nclass C {}\n"}, "j/src/main/java/o/A.java": {"package o;\n\nimport o.q.*;\n\nclass A { B b; C c; }\n"},
	"src/lib.rs": {"mod two;\n", "mod one;\nmod two { pub struct T; }\n", "mod one;\npub mod two;\n\npub use two::T;\n"}, "src/one.rs": {"use crate::T;\n"},
	"c/main.c": {"#include \"u.h\"\n", "int main;\n"}, "c/other.c": {"#include \"c/util/u.h\"\n"},
	"cs/B.cs": {"global using N.M;\nnamespace N.M { public class B {} }\n", "namespace N { public class B {} }\n"}, "cs/A.cs": {"namespace N { class A { B b; } }\n"},
	"composer.json": {`{"autoload": {"psr-4": {"App\\Sub\\": "php/Sub/"}}}`, `{"autoload": {"psr-4": {"App\\": "other/"}}}`}, "cs/a.csproj": {"<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup><Using Include=\"N.M\" /></ItemGroup></Project>\n"},
	"d/x.c": {"int x;\n"}, "d/y.c": {"int y;\n"},
	"php/Sub/B.php": {"<?php\nnamespace App;\nclass B {}\n"}, "r/a.rb": {"require_relative 'c'\n"}, "r/c.rb": {"x = 1\n"},
}

// Where imports lead is the same whether anything was known of a tree before or not:
// after each of the changes, and then each of them again.
func TestResolveAgain(t *testing.T) {
	read := map[[2]string]*fact.Structure{}
	files := func(texts map[string]string) (all []File) {
		for _, p := range slices.Sorted(maps.Keys(texts)) {
			key := [2]string{p, texts[p]}
			if read[key] == nil {
				s, err := reader.Structure(t.Context(), LanguageOf(fact.Path(p)), []byte(texts[p]))
				if err != nil {
					t.Fatal(err)
				}
				read[key] = &s
			}
			all = append(all, File{Path: fact.Path(p), Structure: read[key], Blob: fact.BlobID(fmt.Sprintf("%x", texts[p]))})
		}
		return all
	}
	inside := 0
	for _, d := range Resolve(files(mixed)) {
		if d.Confidence == fact.Exact || d.Confidence == fact.Ambiguous {
			inside++
		}
	}
	if inside < 14 {
		t.Errorf("%d imports lead to somewhere", inside)
	}
	for texts := range changed(mixed) {
		all := files(texts)
		_, before := ResolveAgain(all, nil)
		if again, now := ResolveAgain(all, before); now != nil || !reflect.DeepEqual(again, Resolve(all)) {
			t.Fatalf("%v of the same tree", again)
		}
		for texts := range changed(texts) {
			all := files(texts)
			got, _ := ResolveAgain(all, before)
			if want := Resolve(all); !reflect.DeepEqual(got, want) {
				t.Fatalf("%v\n%v, want\n%v", texts, got, want)
			}
		}
	}
}

// changed is a tree after each of the changes.
func changed(texts map[string]string) iter.Seq[map[string]string] {
	return func(yield func(map[string]string) bool) {
		for p, others := range changes {
			for _, text := range others {
				after := maps.Clone(texts)
				if after[p] = text; text == "" {
					delete(after, p)
				}
				if !yield(after) {
					return
				}
			}
		}
	}
}
