package language

import (
	"testing"

	"leadline/internal/fact"
)

func TestNearest(t *testing.T) {
	sorted := []fact.Path{"a/b/X", "a/c/X", "a/c/Y", "b/X"}
	for p, want := range map[fact.Path]fact.Path{
		"a/c/Z": "a/c/X", "a/c/A": "a/c/X", "a/d/Z": "a/b/X", "b/Z": "b/X", "0": "a/b/X", "z/Z": "a/b/X",
	} {
		if got := Nearest(sorted, p); got != want {
			t.Errorf("%s: %s, want %s", p, got, want)
		}
	}
}
