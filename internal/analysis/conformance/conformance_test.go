package conformance

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/analysis/dependency"
	"leadline/internal/fact"
)

func only(names ...string) Fit {
	return func(c string) bool {
		for _, n := range names {
			if n == c || n == "*" {
				return true
			}
		}
		return false
	}
}

// Imports are "folder/file to", with a t behind for types alone; the component of a
// file is its first letter, and x stands for none.
func TestBreaches(t *testing.T) {
	for _, c := range []struct {
		name    string
		rule    Rule
		imports string
		want    string
	}{
		{"down", Rule{Kind: Layers, Layers: []Fit{only("a"), only("b"), only("c")}}, "a/f b, a/f c, b/f c", ""},
		{"up", Rule{Kind: Layers, Layers: []Fit{only("a"), only("b"), only("c")}}, "c/f b, b/f a, b/g a, c/f d", "b>a:2 c>b:1"},
		{"beside", Rule{Kind: Layers, Layers: []Fit{only("a", "b"), only("c")}}, "a/f b, b/f a, c/f b", "c>b:1"},
		{"forbidden", Rule{Kind: Forbidden, From: only("a"), To: only("b", "c")}, "a/f b, a/f d, b/f a, a/f x", "a>b:1"},
		{"of types", Rule{Kind: Forbidden, From: only("a"), To: only("b")}, "a/f b t", "a>b:1"},
		{"of tests", Rule{Kind: Forbidden, From: only("a"), To: only("b")}, "a/f_test b", ""},
		{"to tests alone", Rule{Kind: Forbidden, From: only("a"), To: only("b")}, "a/f b_test, b_test/f a", "a>b_test:1"},
		{"allowed", Rule{Kind: Allowed, From: only("a"), To: only("b")}, "a/f b, a/f c, a/f a2, a/f x", "a>c:1"},
		{"nothing", Rule{Kind: Allowed, From: only("a"), To: only()}, "a/f b, b/f a", "a>b:1"},
		{"independent", Rule{Kind: Independent, From: only("a", "b")}, "a/f b, a/f c, c/f a, a/1 a/2", "a>b:1"},
		{"protected", Rule{Kind: Protected, From: only("a"), To: only("b")}, "b/f a, c/f a, a/f c", "c>a:1"},
		{"acyclic", Rule{Kind: Acyclic, From: only("*")}, "a/f b, b/f c, c/f a, a/f d", "a>b:1,c,a b>c:1,a,b c>a:1,b,c"},
		{"types make no circle", Rule{Kind: Acyclic, From: only("*")}, "a/f b, b/f a t", ""},
		{"and are not in one", Rule{Kind: Acyclic, From: only("*")}, "a/f b, b/f a, b/g a t", "a>b:1,a b>a:1,b"},
		{"by way of others", Rule{Kind: Acyclic, From: only("a", "b")}, "a/f b, b/f c, c/f a", ""},
	} {
		structures, dependencies := map[fact.Path]*fact.Structure{}, []fact.Dependency{}
		for s := range strings.SplitSeq(c.imports, ", ") {
			f := strings.Fields(s)
			from, to := fact.Path(f[0]), fact.Path(f[1])
			structures[from], structures[to+"/own"] = &fact.Structure{}, &fact.Structure{}
			d := fact.Dependency{From: from, To: to, Confidence: fact.Exact, Import: fact.Import{Kind: fact.Runtime}}
			if len(f) > 2 {
				d.Kind = fact.TypeOnly
			}
			dependencies = append(dependencies, d)
		}
		m := dependency.Of(dependency.LayoutOf(structures, func(p fact.Path) bool { return strings.Contains(string(p), "_test") }), dependencies)
		a := Architecture{Rules: []Rule{c.rule}, Component: func(p fact.Path) string { return strings.TrimPrefix(string(p[:1]), "x") }}
		var got []string
		for _, b := range a.Breaches(m, dependencies) {
			way := ""
			for _, d := range b.Back {
				way += "," + string(d.To)
			}
			got = append(got, fmt.Sprintf("%s>%s:%d%s", b.From, b.To, b.Imports, way))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
}
