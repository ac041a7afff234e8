package run_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"leadline/internal/gittest"
	"leadline/internal/run"
	"leadline/internal/sheet"
)

// long is many lines of code that nobody else uses, by language.
var long = map[string]func(name string, n int) string{
	"go": func(name string, n int) string { return fmt.Sprintf("\nfunc %s%d() int { return %d }\n", name, n, n) },
	"ts": func(name string, n int) string { return fmt.Sprintf("const %s%d = %d\n", name, n, n) },
	"py": func(name string, n int) string { return fmt.Sprintf("%s%d = %d\n", name, n, n) },
	"ex": func(name string, n int) string { return fmt.Sprintf("%s%d = %d\n", name, n, n) },
}

// half is a file after a change of some 300 lines.
func half(language, name, text string) string {
	lines := 300
	if language == "go" {
		lines = 150 // of two each
	}
	for n := range lines {
		text += long[language](name, n)
	}
	return text
}

// Changes of two halves: those that have nothing to do with each other fall into two
// parts, and those that are tied do not, or in the order in which one needs the other.
func TestReviewSplit(t *testing.T) {
	base := map[string]string{
		"leadline.yaml": "rules: {review/split: {files: 2}}\ncochange:\n  - {when: ['ca/**'], then: ['cz/**'], reason: r}\n",
		"ca/a.go":       "package ca\n", "cz/z.go": "package cz\n", "e/e.go": "package e\n\nimport _ \"ext.org/gone\"\n",
		"go.mod": "module m\n\nrequire ext.org/gone v1.0.0\n", "package.json": "{}\n",
		"a/a.go": "package a\n\nimport \"m/z\"\n\nvar A = z.Old(1)\n", "a/b.go": "package a\n\ntype X struct{}\n\nfunc (X) M() {}\n", "a/a_test.go": "package a\n",
		"z/z.go": "package z\n\nfunc Old(n int) int { return n }\n\ntype T struct{ N int }\n\ntype I interface{ M() }\n", "z/y.go": "package z\n",
		"old/old.go": half("go", "o", "package old\n\nfunc F() int { return 1 }\n"), "b/b.go": "package b\n\nimport \"m/old\"\n\nvar B = old.F()\n",
		"ta/a.ts": "import { old } from '../tz/z'\nexport const a = old(1)\n", "tz/z.ts": "export function old(n: number) { return n }\n",
		"pa/__init__.py": "", "pz/__init__.py": "", "pa/a.py": "from pz.z import old\n\nA = old(1)\n", "pz/z.py": "def old(n):\n    return n\n",
		"ea/a.ex": "a\n", "ez/z.ex": "z\n",
		"doc/a.md": "a\n", "go-q/p.go": "package q\n",
		"aa/aa.go": "package aa\n\nfunc Gone() int { return 1 }\n", "zz/u.go": "package zz\n\nimport \"m/aa\"\n\nvar U = aa.Gone()\n",
		"aold/old.go": half("go", "p", "package aold\n"), "zz/v.go": "package zz\n\nimport _ \"m/aold\"\n",
	}
	r := gittest.New(t)
	home := t.TempDir()
	files := gittest.Files{}
	for p, text := range base {
		files[p] = []byte(text)
	}
	r.Commit("main", gittest.Commit{Files: files})
	for i := range 12 { // small landings
		r.Commit("main", gittest.Commit{Files: gittest.Files{"doc/n.md": fmt.Appendf(nil, "%d\n", i)}})
	}
	const both = "a/b.go | z/y.go"
	needsZ := "package a\n\nimport \"m/z\"\n\n"
	for name, c := range map[string]struct {
		change map[string]string // what is empty goes; GO, TS … at the beginning of a text makes it a half
		want   string
	}{
		"go, apart": {map[string]string{"a/b.go": base["a/b.go"], "z/y.go": "package z\n"}, both},
		"go, a new function that is used": {map[string]string{
			"a/b.go": needsZ + "var B = z.New()\n\ntype X struct{}\n\nfunc (X) M() {}\n", "z/y.go": "package z\n\nfunc New() int { return 1 }\n",
		}, "z/y.go | a/b.go"},
		"go, a package that is not called as its folder": {map[string]string{
			"a/c.go": "package a\n\nimport \"m/go-q\"\n\nvar C = q.New()\n", "go-q/q.go": "package q\n\nfunc New() int { return 1 }\n",
		}, "go-q/q.go | a/c.go"},
		"go, a signature that is another one": {map[string]string{
			"a/a.go": needsZ + "var A = z.Old(1, 2)\n", "z/z.go": "package z\n\nfunc Old(n, m int) int { return n }\n",
		}, ""},
		"go, a body that is another one": {map[string]string{
			"a/a.go": needsZ + "var A = z.Old(2)\n", "z/z.go": "package z\n\nfunc Old(n int) int { return n + 1 }\n\ntype T struct{ N int }\n\ntype I interface{ M() }\n",
		}, "z/z.go | a/a.go"},
		"go, a function that is used no more goes": {map[string]string{"zz/u.go": "package zz\n", "aa/aa.go": "package aa\n"}, "zz/u.go | aa/aa.go"},
		"go, an interface and who has its new method": {map[string]string{
			"zz/w.go": "package zz\n\ntype X struct{}\n\nfunc (X) More() {}\n", "aa/aa.go": base["aa/aa.go"] + "\ntype J interface{ More() }\n",
		}, "zz/w.go | aa/aa.go"},
		"go, an interface whose method is another one": {map[string]string{
			"a/b.go": "package a\n\ntype X struct{}\n\nfunc (X) M(int) {}\n", "z/z.go": "package z\n\nfunc Old(n int) int { return n }\n\ntype T struct{ N int }\n\ntype I interface{ M(int) }\n",
		}, ""},
		"go, a field that is used": {map[string]string{
			"a/b.go": needsZ + "var B = z.T{More: 1}\n\ntype X struct{}\n\nfunc (X) M() {}\n", "z/z.go": "package z\n\nfunc Old(n int) int { return n }\n\ntype T struct{ N, More int }\n\ntype I interface{ M() }\n",
		}, "z/z.go | a/b.go"},
		"go, a package that goes":         {map[string]string{"zz/v.go": "package zz\n", "aold/old.go": ""}, "zz/v.go | aold/old.go"},
		"a source and what is made of it": {map[string]string{"tn/n.ts": "export const n = 1\n", "tn/n.py": "n = 1\n"}, ""},
		"go, one package":                 {map[string]string{"z/x.go": "package z\n", "z/y.go": "package z\n"}, "z/x.go | z/y.go"},
		"go, one package, and what moves": {map[string]string{
			"z/z.go": "package z\n\ntype T struct{ N int }\n\ntype I interface{ M() }\n", "z/y.go": "package z\n\nfunc Old(n int) int { return n }\n",
		}, ""},
		"go, a test and its subject":       {map[string]string{"a/a.go": needsZ + "var A = z.Old(1)\n", "a/a_test.go": "package a\n"}, ""},
		"go, a test and something else":    {map[string]string{"z/y.go": "package z\n", "a/a_test.go": "package a\n"}, ""},
		"go, a test with a longer name":    {map[string]string{"z/z.go": base["z/z.go"], "z/z_more_test.go": "package z\n", "a/b.go": base["a/b.go"]}, "a/b.go | z/"},
		"go, what comes from outside":      {map[string]string{"a/c.go": "package a\n\nimport _ \"ext.org/e\"\n", "z/y.go": "package z\n", "go.mod": base["go.mod"] + "require ext.org/e v1.0.0\n"}, "a/c.go go.mod | z/y.go"},
		"go, what came from outside":       {map[string]string{"e/e.go": "package e\n", "z/y.go": "package z\n", "go.mod": "module m\n"}, "e/e.go go.mod | z/y.go"},
		"go, what does not parse":          {map[string]string{"z/x.go": "package z\n\nfunc (\n", "z/y.go": "package z\n"}, ""},
		"go, declared to change together":  {map[string]string{"ca/a.go": "package ca\n", "cz/z.go": "package cz\n"}, ""},
		"scripts, apart":                   {map[string]string{"ta/a.ts": "export const a = 2\n", "tz/z.ts": "export function old(n: number) { return n }\nexport const other = 1\n"}, "ta/a.ts | tz/z.ts"},
		"scripts, something new":           {map[string]string{"ta/a.ts": "import { fresh } from '../tz/z'\nexport const a = fresh\n", "tz/z.ts": "export function old(n: number) { return n }\nexport const fresh = 1\n"}, "tz/z.ts | ta/a.ts"},
		"scripts, another signature":       {map[string]string{"ta/a.ts": "import { old } from '../tz/z'\nexport const a = old(1, 2)\n", "tz/z.ts": "export function old(n: number, m: number) { return n }\n"}, ""},
		"scripts, something that goes":     {map[string]string{"ta/a.ts": "export const a = 1\n", "tz/z.ts": "export const unrelated = 1\n"}, "ta/a.ts | tz/z.ts"},
		"python, apart":                    {map[string]string{"pa/a.py": "A = 1\n", "pz/z.py": "def old(n):\n    return n\n\ndef other():\n    pass\n"}, "pa/a.py | pz/z.py"},
		"python, something new":            {map[string]string{"pa/a.py": "from pz.z import fresh\n\nA = fresh(1)\n", "pz/z.py": "def old(n):\n    return n\n\ndef fresh(n):\n    return n\n"}, "pz/z.py | pa/a.py"},
		"python, another signature":        {map[string]string{"pa/a.py": "from pz.z import old\n\nA = old(1, 2)\n", "pz/z.py": "def old(n, m):\n    return n\n"}, ""},
		"what is not read, in two folders": {map[string]string{"ea/a.ex": "b\n", "ez/z.ex": "y\n"}, "ea/a.ex | ez/z.ex"},
		"what is not read, in a folder":    {map[string]string{"ea/a.ex": "b\n", "ea/b.ex": "y\n"}, ""},
		"small":                            {map[string]string{"a/b.go": "package a\n\nvar B = 2\n", "README": "x\n"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			branch := strings.NewReplacer(" ", "-", ",", "").Replace(name)
			r.Branch(branch, r.Tip("main"))
			after := gittest.Files{}
			for i, p := range slices.Sorted(maps.Keys(c.change)) {
				text := c.change[p]
				_, language, _ := strings.Cut(p, ".")
				switch {
				case text == "":
					after[p] = nil
				case long[language] != nil && name != "small":
					after[p] = []byte(half(language, fmt.Sprintf("l%d_", i), text))
				default:
					after[p] = []byte(text)
				}
			}
			r.Commit(branch, gittest.Commit{Files: after})
			a, err := run.Review(t.Context(), options(t, r.Dir(), home), run.Reviewed{Range: "main.." + branch, Parts: true})
			if err != nil {
				t.Fatal(err)
			}
			var got string
			last := "1"
			for _, s := range a.Sheets[0].Sections {
				if s.ID != "review/split-files" {
					continue
				}
				for _, row := range s.Table.Rows {
					part, place := fmt.Sprint(row[0].Number()), row[1].Place().Path
					if part != last {
						got += "| "
					}
					got, last = got+place+" ", part
				}
			}
			if got = strings.TrimSpace(got); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			told := slices.ContainsFunc(a.Sheets[0].Findings, func(f sheet.Finding) bool { return f.Rule == "review/split" })
			if sure := !strings.Contains(c.want, ".ts") && !strings.Contains(c.want, ".py") && !strings.Contains(c.want, ".ex"); told != (c.want != "" && sure) {
				t.Errorf("told: %v", told)
			}
			if a, err = run.Review(t.Context(), options(t, r.Dir(), home), run.Reviewed{Range: "main.." + branch}); err != nil {
				t.Fatal(err)
			}
			if listed := len(a.Sheets[0].Sections) > 0; listed != told {
				t.Errorf("not asked for, the parts are listed: %v", listed)
			}
		})
	}
}
