package run_test

import (
	"fmt"
	"maps"
	"testing"

	"leadline/internal/gittest"
	"leadline/internal/run"
)

// importOf is a line by which a file of a package imports another one, by language.
var importOf = map[string]func(pkg string) string{
	"go": func(p string) string { return "import _ \"m/" + p + "\"\n" },
	"py": func(p string) string { return "import " + p + ".x\n" },
	"ts": func(p string) string { return "import '../" + p + "/x'\n" },
}

// Every import against a declared layer is told, and every cycle that one closes; each
// import that may be is not.
func TestReviewOfEveryImport(t *testing.T) {
	packages := []string{"a", "b", "c", "d"} // from the top down
	file := func(language string, of ...string) []byte {
		s := ""
		if language == "go" {
			s = "package x\n\n"
		}
		for _, p := range of {
			s += importOf[language](p)
		}
		return []byte(s)
	}
	for language := range importOf {
		t.Run(language, func(t *testing.T) {
			for _, declared := range []bool{true, false} {
				r := gittest.New(t)
				base := gittest.Files{"go.mod": []byte("module m\n"), "package.json": []byte("{}"), "README": []byte("x\n")}
				name := func(p string) string { return p + "/x." + language }
				for i, p := range packages { // each needs the one below it
					var needs []string
					if i+1 < len(packages) {
						needs = packages[i+1 : i+2]
					}
					base[name(p)] = file(language, needs...)
					if language == "py" {
						base[p+"/__init__.py"] = []byte("")
					}
				}
				if declared {
					base["leadline.yaml"] = []byte("architecture:\n  components:\n    - {name: '*', paths: ['*/**']}\n  rules:\n    - {name: layers, layers: [a, b, c, d], reason: r}\n")
				}
				r.Commit("main", gittest.Commit{Files: base})
				home := t.TempDir()
				for i, from := range packages {
					for j, to := range packages {
						if i == j {
							continue
						}
						branch := fmt.Sprintf("%s-%s-%v", from, to, declared)
						r.Branch(branch, r.Tip("main"))
						needs := []string{to}
						if i+1 < len(packages) && to != packages[i+1] {
							needs = []string{packages[i+1], to}
						}
						r.Commit(branch, gittest.Commit{Files: gittest.Files{name(from): append(file(language, needs...), "\n\n"...), "README": []byte(branch)}})
						a, err := run.Review(t.Context(), options(t, r.Dir(), home), run.Reviewed{Range: "main.." + branch})
						if err != nil {
							t.Fatal(err)
						}
						got := map[string]int{}
						for _, f := range a.Sheets[0].Findings {
							got[f.Rule]++
						}
						want := map[string]int{}
						if j < i { // Go would not compile, and may come to that only later
							if declared {
								want["review/rule"] = 1
							}
							want["review/cycle"] = 1
						}
						if !maps.Equal(got, want) {
							t.Errorf("%s: %v, want %v: %+v", branch, got, want, a.Sheets[0].Findings)
						}
					}
				}
			}
		})
	}
}

// A new package that joins a cycle which was there is no new cycle, nor is one of files
// where the folders needed each other; one that closes a cycle with what was on none is.
func TestReviewOfACycleThatGrows(t *testing.T) {
	r := gittest.New(t)
	python := func(imports ...string) string {
		s := "def f():\n    return 1\n"
		for _, m := range imports {
			s = "import " + m + "\n" + s
		}
		return s
	}
	base := map[string]string{"a/__init__.py": "", "b/__init__.py": "", "c/__init__.py": "", "a/x.py": python("b.x"), "b/x.py": python("a.x"), "c/x.py": python()}
	// e, f and i need each other in a ring, by other files each; g needs h alone.
	for p, s := range map[string]string{
		"e/x.py": python("f.x"), "f/x.py": python(), "f/y.py": python("i.y"), "i/y.py": python(), "i/z.py": python("e.z"), "e/z.py": python(), "g/x.py": python("h.x"), "h/x.py": python(),
	} {
		base[p], base[p[:2]+"__init__.py"] = s, ""
	}
	// k, l, m, n and o need each the next; q, r, t, u and v do, and v needs q.
	for p, s := range map[string]string{
		"k/x.py": python("l.x"), "l/x.py": python("m.x"), "m/x.py": python("n.x"), "n/x.py": python("o.x"), "o/x.py": python(),
		"q/x.py": python("r.x"), "r/x.py": python("t.x"), "t/x.py": python("u.x"), "u/x.py": python("v.x"), "v/x.py": python("q.x"), "w/x.py": python(),
	} {
		base[p], base[p[:2]+"__init__.py"] = s, ""
	}
	base["p/__init__.py"], base["p/q/x.py"] = "# p\n", python("p")
	base["s/__init__.py"], base["s/q/x.py"] = "from s.q import x\n", python()
	commitTexts(r, "main", "Begin", base)
	for branch, c := range map[string]struct {
		change map[string]string
		want   int
	}{
		"folders":  {map[string]string{"f/x.py": python("e.x")}, 0},
		"files":    {map[string]string{"h/x.py": python("g.x")}, 1},
		"passed":   {map[string]string{"p/__init__.py": "from p.q import x\n"}, 0},
		"above":    {map[string]string{"s/q/x.py": python("s")}, 1},
		"absorbed": {map[string]string{"d/__init__.py": "", "d/x.py": python("a.x"), "a/x.py": python("b.x", "d.x")}, 0},
		"closed":   {map[string]string{"d/__init__.py": "", "d/x.py": python("c.x"), "c/x.py": python("d.x")}, 1},
		"short":    {map[string]string{"n/x.py": python("k.x", "o.x")}, 1},
		"long":     {map[string]string{"o/x.py": python("k.x")}, 0},
		"born":     {map[string]string{"x/__init__.py": "", "y/__init__.py": "", "x/x.py": python("y.x"), "y/x.py": python("x.x")}, 0},
		"compiled": {map[string]string{"go.mod": "module m\n", "x/x.go": "package x\n\n" + importOf["go"]("y"), "y/y.go": "package y\n\n" + importOf["go"]("x")}, 1},
		"crowded":  {map[string]string{"w/x.py": python("q.x"), "v/x.py": python("q.x", "w.x")}, 0},
		"old":      {map[string]string{"c/x.py": python("a.x"), "a/x.py": python("b.x", "c.x")}, 1},
	} {
		r.Branch(branch, r.Tip("main"))
		commitTexts(r, branch, "Go on", c.change)
		n := 0
		for _, f := range reviewOf(t, r, t.TempDir(), branch).Findings {
			if f.Rule == "review/cycle" {
				n++
			}
		}
		if n != c.want {
			t.Errorf("%s: %d cycles, want %d", branch, n, c.want)
		}
	}
}

// tells commits a change to a new branch and holds what its review tells against what it
// should.
func tells(t *testing.T, r *gittest.Repo, branch string, change map[string]string, want string) {
	t.Helper()
	r.Branch(branch, r.Tip("main"))
	commitTexts(r, branch, "Go on", change)
	got := ""
	for _, f := range reviewOf(t, r, t.TempDir(), branch).Findings {
		got += fmt.Sprintf("%s %s %v", f.Rule, f.Level, f.Gate)
	}
	if got != want {
		t.Errorf("%s: %q, want %q", branch, got, want)
	}
}

// A package and those below it may need each other, where files are no modules; a package
// elsewhere makes a cycle.
func TestReviewOfACycleOfAFamily(t *testing.T) {
	r := gittest.New(t)
	commitTexts(r, "main", "Begin", map[string]string{
		"c/a/a.h": "#include \"sql/s.h\"\n", "c/a/sql/s.h": "int s;\n", "c/b/b.h": "#include \"../a/a.h\"\n",
		"go.mod": "module m\n", "b/b.go": "package b\n\nimport \"m/b/c\"\n\nvar B = c.D\n", "b/c/c.go": "package c\n\nvar D = 1\n", "b/c.c": "int c;\n",
	})
	for branch, c := range map[string]struct{ path, text, want string }{
		"go":        {"b/c/c.go", "package c\n\nimport \"m/b\"\n\nvar C = b.B\n", "review/cycle error true"},
		"below":     {"c/a/sql/s.h", "#include \"../a.h\"\n", ""},
		"elsewhere": {"c/a/sql/s.h", "#include \"../../b/b.h\"\n", "review/cycle error true"},
	} {
		tells(t, r, branch, map[string]string{c.path: c.text}, c.want)
	}
}

// A package of Go and the files of C in its folder are two things.
func TestReviewOfACycleThroughTwoLanguages(t *testing.T) {
	r := gittest.New(t)
	commitTexts(r, "main", "Begin", map[string]string{
		"go.mod": "module m\n", "cpu/cpu.go": "package cpu\n\nimport _ \"m/cpu/fast\"\n", "cpu/cpu.h": "int cpu(void);\n",
		"cpu/fast/fast.go": "package fast\n\nimport \"C\"\n", "cpu/fast/fast.c": "int fast(void) { return 1; }\n",
	})
	for branch, c := range map[string]struct{ file, text, want string }{
		"c":  {"cpu/fast/fast.c", "#include \"../cpu.h\"\n\nint fast(void) { return cpu(); }\n", ""},
		"go": {"cpu/fast/fast.go", "package fast\n\nimport \"C\"\nimport _ \"m/cpu\"\n", "review/cycle error true"},
	} {
		tells(t, r, branch, map[string]string{c.file: c.text}, c.want)
	}
}

// Folders of Java and C# are compiled as one, and those of PHP are none: a cycle of them is not told.
func TestReviewOfACycleOfFolders(t *testing.T) {
	r := gittest.New(t)
	class := func(of, uses string) string {
		return "using Shop." + uses + ";\nnamespace Shop." + of + " { public class " + of + "1 { " + uses + "1 x; } }\n"
	}
	php := func(of, uses string) string {
		return "<?php\nnamespace Shop\\" + of + ";\nuse Shop\\" + uses + "\\" + uses + ";\nclass " + of + " { public " + uses + " $x; }\n"
	}
	java := func(of, uses string) string {
		return "package org." + of + ";\nimport org." + uses + ".C" + uses + ";\npublic class C" + of + " { C" + uses + " x; }\n"
	}
	commitTexts(r, "main", "Begin", map[string]string{
		"src/main/java/org/till/Ctill.java": java("till", "cart"), "src/main/java/org/cart/Ccart.java": "package org.cart;\npublic class Ccart { }\n",
		"composer.json": `{"name": "shop/shop", "autoload": {"psr-4": {"Shop\\\\": "src/"}}}`, "src/Till/Till.php": php("Till", "Cart"), "src/Cart/Cart.php": "<?php\nnamespace Shop\\Cart;\nclass Cart {}\n",
		"Shop.csproj": "<Project Sdk=\"Microsoft.NET.Sdk\"></Project>\n", "Till/Till1.cs": class("Till", "Cart"), "Cart/Cart1.cs": "namespace Shop.Cart { public class Cart1 { } }\n",
	})
	for branch, change := range map[string]map[string]string{"c-sharp": {"Cart/Cart1.cs": class("Cart", "Till")}, "php": {"src/Cart/Cart.php": php("Cart", "Till")}, "java": {"src/main/java/org/cart/Ccart.java": java("cart", "till")}} {
		tells(t, r, branch, change, "")
	}
}
