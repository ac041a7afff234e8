package dependency

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/fact"
)

// of makes the map of imports given as "from/file to" with a kind behind it: t for
// types alone; a file that holds _test is a test.
func of(imports ...string) *Map {
	structures, dependencies := map[fact.Path]*fact.Structure{}, []fact.Dependency{}
	for _, s := range imports {
		f := strings.Fields(s)
		structures[fact.Path(f[0])] = &fact.Structure{}
		if strings.HasSuffix(f[0], ".cs") {
			structures[fact.Path(f[0])].Language = "csharp"
		}
		if len(f) == 1 {
			continue
		}
		d := fact.Dependency{From: fact.Path(f[0]), To: fact.Path(f[1]), Confidence: fact.Exact, Import: fact.Import{Path: f[1], Kind: fact.Runtime}}
		if len(f) > 2 {
			d.Kind = fact.TypeOnly
		}
		dependencies = append(dependencies, d)
	}
	return Of(LayoutOf(structures, func(p fact.Path) bool { return strings.Contains(string(p), "_test") }), dependencies)
}

func (m *Map) String() string {
	var b strings.Builder
	for _, e := range m.Edges {
		fmt.Fprintf(&b, "%s>%s:%d,%d,%d ", m.Packages[e.From].Path, m.Packages[e.To].Path, e.Runtime, e.TypeOnly, e.Test)
	}
	return strings.TrimSpace(b.String())
}

func TestOf(t *testing.T) {
	m := of("a/x.go b", "a/y.go b", "a/x_test.go c", "b/x.go c t", "c/x.go", "a/z.go a", "only/x_test.go a")
	if got, want := m.String(), "a>b:2,0,0 a>c:0,0,1 b>c:0,1,0"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if len(m.Packages) != 3 {
		t.Errorf("%d packages: one of tests alone is none", len(m.Packages))
	}
	// a needs b, and c in its tests alone.
	if a, b := m.Packages[0], m.Packages[1]; a.Efferent != 1 || a.Afferent != 0 || b.Efferent != 1 || b.Afferent != 1 {
		t.Errorf("%+v", m.Packages)
	}
	if i, ok := m.Packages[1].Instability(); i != .5 || !ok {
		t.Errorf("instability %v", i)
	}
	// With themselves: a reaches 3, b 2, c 1, of 9.
	if got := m.PropagationCost(); got < .666 || got > .667 {
		t.Errorf("propagation cost %v", got)
	}
}

func TestCycles(t *testing.T) {
	for _, c := range []struct{ imports, want string }{
		{"a/x b, b/x c", ""},
		{"a/x b, b/x a t", ""},    // types are gone when it runs
		{"a/x b, b/x_test a", ""}, // so are tests
		{"a/x b, a/y b, b/x a", "a b: b>a"},
		{"a/x a/b, a/b/x a", "a a/b: a/b>a"},
		{"a/x.cs a/b, a/b/x.cs a", ""}, // which it sees without a word
		{"a/x.cs a/b, a/b/x.cs a/c, a/c/x.cs a/b", "a/b a/c: a/c>a/b"},
		{"a/x b, b/x c, c/x a, c/y a, b/y c", "a b c: a>b"},
		{"a/x b, b/x a, c/x d, d/x c, d/y c, d/z e, e/x d, e/y d", "c d e: c>d d>e, a b: b>a"},
	} {
		var got []string
		m := of(strings.Split(c.imports, ", ")...)
		for _, x := range m.Cycles() {
			s := ""
			for _, n := range x.Packages {
				s += string(m.Packages[n].Path) + " "
			}
			s = strings.TrimSpace(s) + ":"
			for _, e := range x.Cut {
				s += " " + string(m.Packages[e.From].Path) + ">" + string(m.Packages[e.To].Path)
			}
			got = append(got, s)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s, want %s", c.imports, s, c.want)
		}
	}
}

func TestOrder(t *testing.T) {
	for _, c := range []struct{ imports, want string }{
		{"a/x b, b/x c, c/x, d/x a, e/x e", "dabec"},
		{"a/x b, a/y b, b/x a", "ab"},
		{"b/x a, b/y a, a/x b t", "ba"},
		{"a/x b, b/x_test a, b/y", "ab"},
	} {
		m := of(strings.Split(c.imports, ", ")...)
		got := ""
		for _, n := range m.Order() {
			got += string(m.Packages[n].Path)
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.imports, got, c.want)
		}
	}
}

func TestGrouped(t *testing.T) {
	m := of("a/b/x a/c", "a/c/x d", "a/b/y d", "d/x a/b t", "d/y e", "e/x")
	g := m.Grouped(func(p fact.Path) (fact.Path, bool) { return p[:1], p != "e" })
	if got, want := g.String(), "a>d:2,0,0 d>a:0,1,0"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if a := g.Packages[0]; a.Path != "a" || len(a.Files) != 3 || a.Efferent != 1 || a.Afferent != 1 {
		t.Errorf("%+v", a)
	}
}
