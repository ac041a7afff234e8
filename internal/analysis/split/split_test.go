package split

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"leadline/internal/fact"
)

// Whatever files need of each other: parts hold each file once, and need nothing of a
// later one; none is a crumb; and the order in which needs are told does not matter.
func TestPlanCloses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 24).Draw(t, "files")
		files := make([]File, n)
		for i := range files {
			p := fact.Path(fmt.Sprintf("%s/f%d%s", rapid.SampledFrom([]string{"a", "a/b", "c"}).Draw(t, "dir"), i, rapid.SampledFrom([]string{".go", ".go", "_test.go", ".md"}).Draw(t, "ext")))
			files[i] = File{Path: p, Was: p, Lines: rapid.IntRange(0, 300).Draw(t, "lines")}
		}
		type edge struct {
			from, to int
			strong   bool
		}
		edges := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) edge {
			return edge{rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to"), rapid.Bool().Draw(t, "strong")}
		}), 0, 2*n).Draw(t, "edges")
		limits := Limits{Share: .15, Parts: 5, Large: 200}
		plan := func(edges []edge) []Part {
			needs := NewNeeds()
			for _, e := range edges {
				needs.add(e.from, e.to, e.strong)
			}
			return Plan(files, needs, limits)
		}
		parts := plan(edges)
		if parts == nil {
			return
		}
		if len(parts) < 2 || len(parts) > limits.Parts {
			t.Fatalf("%d parts", len(parts))
		}
		in, total := map[int]int{}, 0
		for i, p := range parts {
			for _, f := range p.Files {
				if _, again := in[f]; again {
					t.Fatalf("%d is in two parts", f)
				}
				in[f] = i
			}
			total += p.Lines
		}
		if len(in) != n {
			t.Fatalf("%d of %d files are in parts", len(in), n)
		}
		for _, p := range parts {
			if float64(p.Lines) < limits.Share*float64(total) {
				t.Fatalf("a part has %d of %d lines", p.Lines, total)
			}
		}
		for _, e := range edges {
			if e.strong && in[e.to] > in[e.from] {
				t.Fatalf("part %d needs part %d", in[e.from], in[e.to])
			}
		}
		slices.Reverse(edges)
		if got := fmt.Sprint(plan(edges)); got != fmt.Sprint(parts) {
			t.Fatalf("%s, and the other way round %v", got, parts)
		}
	})
}
