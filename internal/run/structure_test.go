package run

import (
	"reflect"
	"strings"
	"testing"

	"leadline/internal/fact"
)

func someStructures() structures {
	a := content{fact.BlobID(strings.Repeat("a1", 20)), "go"}
	b := content{fact.BlobID(strings.Repeat("0f", 32)), "go"}
	return structures{
		a: {
			Language: "go", Package: "shop", Partial: true,
			Symbols: []fact.Symbol{
				{Kind: fact.Method, Name: "Sum", Owner: "Cart", Exported: true, Documented: true, CallsItself: true, Line: 3, End: 9, Params: 2, Cyclomatic: 4, Cognitive: 7, Nesting: 2, Calls: []string{"add", "round"}},
				{Kind: fact.Type, Name: "Cart", Line: 1, End: 2},
			},
			Imports: []fact.Import{{Path: "fmt", Line: 2, Kind: fact.Runtime}, {Path: "x", Line: 3, Kind: fact.TypeOnly, Names: []string{"Y"}, Implicit: true}, {Path: "z", Line: 4, Kind: fact.Runtime, Global: true}},
			Mapped:  []fact.Mapping{{Path: "far.org/f", Folder: "./f"}}, Declares: []string{"shop.Cart"},
		},
		b: {Language: "go", Estimate: true},
	}
}

func TestStructuresKept(t *testing.T) {
	m := someStructures()
	for _, what := range []part{imports, symbols} {
		data := m.encode(what)
		whole := decodeStructures(what, data)
		if len(whole) != len(m) {
			t.Fatalf("%d structures, want %d", len(whole), len(m))
		}
		for k, got := range whole {
			want := *m[k]
			if what == symbols {
				want = fact.Structure{Symbols: want.Symbols}
			} else {
				want.Symbols = nil
			}
			if !reflect.DeepEqual(*got, want) {
				t.Errorf("%+v, want %+v", *got, want)
			}
		}
		// Whatever it is cut to is read up to where it makes no sense.
		for n := range data {
			for k, s := range decodeStructures(what, data[:n]) {
				if !reflect.DeepEqual(whole[k], s) {
					t.Errorf("%d bytes: %v", n, s)
				}
			}
		}
	}
}

func FuzzDecodeStructures(f *testing.F) {
	f.Add(someStructures().encode(imports), false)
	f.Add(someStructures().encode(symbols), true)
	f.Fuzz(func(t *testing.T, data []byte, declared bool) {
		what := imports
		if declared {
			what = symbols
		}
		got := decodeStructures(what, data)
		if again := decodeStructures(what, got.encode(what)); !reflect.DeepEqual(again, got) {
			t.Errorf("%v, then %v", got, again)
		}
	})
}
