package dependency

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/fact"
)

func TestTied(t *testing.T) {
	for _, c := range []struct {
		name, language, imports string
		want                    string
	}{
		{"folders alone", "tsx", "a/app.tsx>b/page.tsx b/page.tsx>a/style.tsx", "[]"},
		{"files too", "typescript", "a/x.ts>b/y.ts b/y.ts>a/z.ts a/z.ts>a/x.ts", "[[0 1]]"},
		{"files of one folder", "typescript", "a/x.ts>a/z.ts a/z.ts>a/x.ts a/x.ts>b/y.ts b/w.ts>a/v.ts", "[]"},
		{"files of some", "typescript", "a/x.ts>b/y.ts b/y.ts>a/x.ts b/z.ts>c/z.ts c/w.ts>a/w.ts", "[[0 1]]"},
		{"two of three", "typescript", "a/x.ts>b/y.ts b/y.ts>a/x.ts b/z.ts>c/z.ts c/z.ts>b/z.ts d/x.ts>a/q.ts a/p.ts>e/x.ts e/y.ts>d/y.ts", "[[0 1 2]]"},
		{"packages", "go", "a/x.go>b/y.go b/w.go>a/v.go", "[[0 1]]"},
		{"a package is run before what is in it", "python", "a/__init__.py>b/__init__.py b/__init__.py>a/x.py", "[[0 1]]"},
		{"but not by itself", "python", "a/__init__.py>a/b/__init__.py a/b/__init__.py>a/x.py a/x.py", "[]"},
	} {
		structures, dependencies := map[fact.Path]*fact.Structure{}, []fact.Dependency{}
		for s := range strings.FieldsSeq(c.imports) {
			from, to, ok := strings.Cut(s, ">")
			for _, p := range []string{from, to} {
				if p != "" {
					structures[fact.Path(p)] = &fact.Structure{Language: c.language}
				}
			}
			if ok {
				dependencies = append(dependencies, fact.Dependency{
					From: fact.Path(from), To: fact.Path(to), Confidence: fact.Exact, Import: fact.Import{Path: to, Kind: fact.Runtime},
				})
			}
		}
		m := Of(LayoutOf(structures, func(fact.Path) bool { return false }), dependencies)
		cycles := m.Cycles()
		if len(cycles) != 1 {
			t.Errorf("%s: %d cycles", c.name, len(cycles))
			continue
		}
		tied := [][]int{}
		for _, x := range ModulesOf(m, dependencies).Tied(m, &cycles[0]) {
			tied = append(tied, x.Packages)
		}
		if got := fmt.Sprint(tied); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
