package risk

import (
	"strings"
	"testing"

	"leadline/internal/analysis/dependency"
	"leadline/internal/fact"
)

// packages makes a map of words like "ab bc": a needs b, and b needs c.
func packages(needs string) *dependency.Map {
	m := &dependency.Map{}
	at := map[string]int{}
	of := func(name string) int {
		if _, ok := at[name]; !ok {
			at[name] = len(m.Packages)
			m.Packages = append(m.Packages, dependency.Package{Path: fact.Path(name), Files: []fact.Path{fact.Path(name + "/x.go")}})
		}
		return at[name]
	}
	for _, name := range "abcdefghij" {
		if strings.ContainsRune(needs, name) {
			of(string(name))
		}
	}
	for _, w := range strings.Fields(needs) {
		d := &fact.Dependency{From: fact.Path(w[:1] + "/x.go")}
		d.Line = 3
		m.Edges = append(m.Edges, dependency.Edge{From: of(w[:1]), To: of(w[1:]), Runtime: 1, First: d})
	}
	return m
}

// A cycle is a candidate where it grew, and its harmless twins are not: one that is as it was,
// one that shrank, and one whose packages were renamed.
func TestGrownCycles(t *testing.T) {
	for name, c := range map[string]struct{ then, now, want string }{
		"a package joined":    {"ab ba bc", "ab bc ca", "3 packages need each other in a circle, 2 did at 1.0, 2026-01-05"},
		"as it was":           {"ab ba", "ab ba bc", ""},
		"shrank":              {"ab bc ca", "ab ba bc", ""},
		"new":                 {"ab bc", "ab ba", "2 packages need each other in a circle, 0 did"},
		"renamed":             {"ab ba", "cd dc", ""},
		"renamed and grew":    {"ab ba", "cd de ec", "3 packages need each other in a circle, 2 did"},
		"another beside it":   {"ab ba", "ab ba cd dc", "2 packages need each other in a circle, 0 did"},
		"two became one":      {"ab ba cd dc", "ab bc cd da", "4 packages need each other in a circle, 2 did"},
		"one was cut in two":  {"ab bc cd da", "ab ba cd dc", ""},
		"another grew beside": {"ab ba cd dc", "ab ba cd de ec", "3 packages need each other in a circle, 2 did"},
	} {
		found := grown(packages(c.now), &Packages{Name: "1.0", Day: "2026-01-05", Map: packages(c.then)})
		switch {
		case c.want == "" && len(found) > 0:
			t.Errorf("%s: %s", name, found[0].Message)
		case c.want != "" && (len(found) != 1 || !strings.HasPrefix(found[0].Message, c.want)):
			t.Errorf("%s: %+v", name, found)
		}
	}
	f := grown(packages("ab bc ca"), &Packages{Name: "1.0", Day: "2026-01-05", Map: packages("ab ba bc")})[0]
	if p := f.Evidence[0].Place; p == nil || p.Path != "c/" || len(f.Evidence) != 2 || f.Evidence[1].Place.Line != 3 {
		t.Errorf("%+v", f.Evidence)
	}
	if again := grown(packages("ab bc cd da"), &Packages{Name: "1.1", Map: packages("ab ba bc")})[0]; again.Fingerprint != f.Fingerprint {
		t.Error("the same cycle has another id once it has grown on")
	}
}
