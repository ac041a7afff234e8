package graph

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func of(n int, edges ...int) *Graph {
	g := New(n)
	for i := 0; i < len(edges); i += 2 {
		g.Add(edges[i], edges[i+1])
	}
	return g
}

func TestComponents(t *testing.T) {
	for _, c := range []struct {
		g    *Graph
		want string
	}{
		{of(0), "[]"},
		{of(2), "[[0] [1]]"},
		{of(3, 0, 1, 1, 2), "[[2] [1] [0]]"},
		{of(4, 0, 1, 1, 2, 2, 0, 2, 3), "[[3] [0 1 2]]"},
		{of(5, 0, 1, 1, 0, 2, 3, 3, 2, 1, 2), "[[2 3] [0 1] [4]]"},
	} {
		if got := fmt.Sprint(c.g.Components()); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
	if got := fmt.Sprint(of(3, 0, 0, 1, 2).OnCycle()); got != "[true false false]" {
		t.Errorf("on a cycle: %s", got)
	}
	// A chain of very many does not end the program.
	deep := New(300000)
	for i := range 299999 {
		deep.Add(i, i+1)
	}
	if n := len(deep.Components()); n != 300000 {
		t.Errorf("%d components", n)
	}
}

func TestPropagationCost(t *testing.T) {
	// MacCormack et al. 2006, figure 2: six elements, 42 % with those themselves.
	g := of(6, 0, 1, 0, 2, 1, 3, 2, 4, 4, 5)
	if got := g.PropagationCost(); got < .4166 || got > .4167 {
		t.Errorf("%v, want 15 of 36", got)
	}
	if New(0).PropagationCost() != 0 {
		t.Error("nothing costs something")
	}
}

// Whatever the graph: components and reach are what a plain search says.
func TestAgainstSearch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "n")
		g := New(n)
		for range rapid.IntRange(0, 30).Draw(t, "edges") {
			g.Add(rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n-1).Draw(t, "to"))
		}
		reach := make([][]bool, n)
		for from := range reach {
			reach[from] = make([]bool, n)
			for todo := []int{from}; len(todo) > 0; todo = todo[1:] {
				if !reach[from][todo[0]] {
					reach[from][todo[0]] = true
					todo = append(todo, g.out[todo[0]]...)
				}
			}
		}
		seen, done := 0, map[int]bool{}
		for _, c := range g.Components() {
			for _, a := range c {
				for b := range n {
					if together := slices.Contains(c, b); together != (reach[a][b] && reach[b][a]) {
						t.Fatalf("%d and %d are together: %v", a, b, together)
					}
					if reach[a][b] && !slices.Contains(c, b) && !done[b] {
						t.Fatalf("%d comes before %d, which it reaches", a, b)
					}
				}
				seen++
			}
			for _, a := range c {
				done[a] = true
			}
		}
		if seen != n {
			t.Fatalf("%d nodes in components, want %d", seen, n)
		}
		for from, got := range g.Reach() {
			want := 0
			for _, r := range reach[from] {
				if r {
					want++
				}
			}
			if got != want {
				t.Fatalf("%d reaches %d, want %d", from, got, want)
			}
		}
	})
}
