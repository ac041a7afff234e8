package run

import (
	"encoding/hex"
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

// keptAs is what is there of structures after they were kept, cut to so many bytes.
func keptAs(m structures, ofImports, ofSymbols int) structures {
	declared := keptSymbols{openSymbols(m.encodeSymbols()[:ofSymbols])}
	return declared.with(imported(m.encodeImports()[:ofImports]))
}

// imported is what is there of imports.
func imported(data []byte) structures {
	rows, _ := decodeImports(data)
	return byContent(rows)
}

func TestStructuresKept(t *testing.T) {
	m := someStructures()
	imports, symbols := len(m.encodeImports()), len(m.encodeSymbols())
	if got := keptAs(m, imports, symbols); !reflect.DeepEqual(got, m) {
		t.Errorf("%+v, want %+v", got, m)
	}
	// Whatever it is cut to is read up to where it makes no sense.
	for n := range imports {
		for k, s := range keptAs(m, n, symbols) {
			if !reflect.DeepEqual(m[k], s) {
				t.Errorf("%d bytes of imports: %v", n, s)
			}
		}
	}
	for n := range symbols {
		for k, s := range keptAs(m, imports, n) {
			if !reflect.DeepEqual(m[k], s) {
				t.Errorf("%d bytes of symbols: %v", n, s)
			}
		}
	}
}

func FuzzDecodeStructures(f *testing.F) {
	f.Add(someStructures().encodeImports())
	f.Fuzz(func(t *testing.T, data []byte) {
		got := imported(data)
		if again := imported(got.encodeImports()); !reflect.DeepEqual(again, got) {
			t.Errorf("%v, then %v", got, again)
		}
	})
}

func FuzzOpenSymbols(f *testing.F) {
	f.Add(someStructures().encodeSymbols())
	f.Fuzz(func(t *testing.T, data []byte) {
		x := openSymbols(data)
		for _, r := range x.rows {
			c := content{fact.BlobID(hex.EncodeToString(r.id)), string(r.language)}
			if symbols, ok := x.find(c); ok && len(symbols) > len(data) {
				t.Errorf("%d symbols in %d bytes", len(symbols), len(data))
			}
		}
	})
}
