package run

import (
	"fmt"
	"maps"
	"reflect"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/store/sqlite"
)

func manyStructures(from, to, length int) structures {
	m := structures{}
	for i := from; i < to; i++ {
		s := &fact.Structure{Language: "go", Imports: []fact.Import{{Path: fmt.Sprintf("%0*d", length, i), Line: 1, Kind: fact.Runtime}}}
		s.Symbols = []fact.Symbol{{Kind: fact.Function, Name: fmt.Sprint("f", i), Line: 1, End: 1}}
		m[content{fact.BlobID(fmt.Sprintf("%040x", i)), "go"}] = s
	}
	return m
}

// What is kept in pieces is there as a whole, whatever the order in which it came.
func TestStructuresInPieces(t *testing.T) {
	ctx := t.Context()
	db, err := sqlite.Open(t.TempDir(), "r")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	x := &index{store: db}
	kept := func() *keptStructures { return x.keptStructures(ctx) }
	holds := func(want structures) {
		t.Helper()
		if !x.keptSymbols(ctx).of(kept()) {
			t.Error("the symbols are of other contents")
		}
		if got := x.keptSymbols(ctx).with(kept().structures); !reflect.DeepEqual(got, want) {
			t.Errorf("%d are kept, want %d", len(got), len(want))
		}
	}
	all := manyStructures(0, 3*contentsOfPiece/2, 1)
	x.keepStructures(ctx, kept(), all, nil)
	if n := kept().pieces; n != 2 {
		t.Errorf("%d pieces", n)
	}
	holds(all)
	for i := range 3 { // small ones are put together
		more := manyStructures(10000+i, 10001+i, 1)
		x.keepStructures(ctx, kept(), more, nil)
		maps.Copy(all, more)
	}
	if n := kept().pieces; n != 2 {
		t.Errorf("%d pieces", n)
	}
	holds(all)
	// What the head does not hold goes, when there is no room.
	seven := content{fact.BlobID(fmt.Sprintf("%040x", 7)), "go"}
	files := []codeFile{{content: seven}}
	for i := range mostPieces {
		x.keepStructures(ctx, kept(), manyStructures(20000+i*700, 20000+(i+1)*700, 200), files)
	}
	if k := kept(); k.pieces > 3 || k.structures[seven] == nil || len(k.structures) > 2000 {
		t.Errorf("%d pieces of %d", k.pieces, len(k.structures))
	}
}
