package area

import (
	"slices"
	"testing"

	"leadline/internal/fact"
)

// Layouts: each path is one commit. Wanted are the areas of the paths.
func TestLayouts(t *testing.T) {
	for name, c := range map[string]struct {
		paths map[string]int
		want  map[string]string
	}{
		"top folders": {
			paths: map[string]int{"tsdb/head.go": 3, "scrape/scrape.go": 3, "promql/engine.go": 3, "main.go": 1},
			want:  map[string]string{"tsdb/head.go": "tsdb", "tsdb/chunks/x.go": "tsdb", "main.go": ".", "unseen/x": "unseen"},
		},
		"a folder of one folder": {
			paths: map[string]int{"web/ui/a.ts": 3, "web/ui/b/c.ts": 1, "web/api.go": 1, "tsdb/a.go": 5, "b/a.go": 5, "c/a.go": 5},
			want:  map[string]string{"web/ui/b/c.ts": "web/ui", "web/api.go": "web", "web/api/x.go": "web", "tsdb/a.go": "tsdb"},
		},
		"layout names say nothing": {
			paths: map[string]int{"core/src/a.c": 4, "gui/src/b.c": 4, "net/src/b.c": 4},
			want:  map[string]string{"core/src/a.c": "core"},
		},
		"java": {
			paths: map[string]int{
				"src/main/java/com/example/shop/cart/Cart.java": 5, "src/main/java/com/example/shop/order/Order.java": 5,
				"src/main/java/com/example/shop/Main.java": 1, "src/test/java/com/example/shop/cart/CartTest.java": 4, "pom.xml": 2,
			},
			want: map[string]string{
				"src/main/java/com/example/shop/cart/Cart.java":     "src/main/java/com/example/shop/cart",
				"src/main/java/com/example/shop/order/Order.java":   "src/main/java/com/example/shop/order",
				"src/main/java/com/example/shop/Main.java":          "src/main/java/com/example/shop",
				"src/test/java/com/example/shop/cart/CartTest.java": "src/test/java/com/example/shop/cart",
				"pom.xml": ".",
			},
		},
		"packages": {
			paths: map[string]int{"packages/core/src/a.ts": 6, "packages/dom/src/a.ts": 4, "packages/sfc/a.ts": 4, "packages/tiny/a.ts": 0, "e2e/a.ts": 1},
			want: map[string]string{
				"packages/core/src/a.ts": "packages/core", "packages/dom/src/a.ts": "packages/dom", "packages/tiny/a.ts": "packages", "e2e/a.ts": "e2e",
			},
		},
		"flat": {
			paths: map[string]int{"src/a.c": 9, "src/b.c": 9},
			want:  map[string]string{"src/a.c": "src"},
		},
		"nothing changed": {
			want: map[string]string{"a/b/c.go": "a", "x": "."},
		},
	} {
		a := Divide(func(yield func([]fact.Path) bool) {
			for p, n := range c.paths {
				for range n {
					if !yield([]fact.Path{fact.Path(p)}) {
						return
					}
				}
			}
		})
		for p, want := range c.want {
			if got := a.Of(fact.Path(p)); got != want {
				t.Errorf("%s: %s is in %q, want %q", name, p, got, want)
			}
		}
	}
}

// One commit over everything weighs as much as any other.
func TestSweepingCommit(t *testing.T) {
	sweep := []fact.Path{"a/x/1", "a/x/2", "a/x/3", "a/x/4", "a/y/1", "a/y/2", "b/1", "c/1", "d/1"}
	groups := [][]fact.Path{sweep, {"b/1"}, {"b/2"}, {"c/1"}, {"c/2"}, {"d/1"}, {"d/2"}}
	if got := Divide(slices.Values(groups)).Of("a/x/1"); got != "a" {
		t.Errorf("a/x/1 is in %q", got)
	}
}
