package complexity

import (
	"fmt"
	"testing"

	"leadline/internal/fact"
)

// A name is that of the function in the same file, if there is one.
func TestRecursive(t *testing.T) {
	f := func(name string, calls ...string) fact.Symbol {
		return fact.Symbol{Kind: fact.Function, Name: name, Calls: calls}
	}
	got := Recursive([]fact.Structure{
		{Symbols: []fact.Symbol{f("main", "run"), f("run"), f("self", "self")}},
		{Symbols: []fact.Symbol{f("run", "main"), f("main"), f("there", "back")}},
		{Symbols: []fact.Symbol{f("back", "there"), {Kind: fact.Method, Name: "m", CallsItself: true}}},
	})
	if want := "[[false false true] [false false true] [true true]]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
}
