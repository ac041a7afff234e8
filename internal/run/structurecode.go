package run

import (
	"encoding/hex"

	"leadline/internal/fact"
)

// part is what is kept apart of a structure, by the name of the result: most
// answers take imports alone.
type part string

const (
	imports part = "imports"
	symbols part = "symbols"
)

// encode writes a part of structures.
func (m structures) encode(what part) []byte {
	keys := m.keys()
	e := newFactEncoder()
	e.number(len(keys))
	for _, k := range keys {
		id, err := hex.DecodeString(string(k.blob))
		if err != nil {
			id = nil
		}
		e.text(string(id))
		e.text(k.language)
		if what == symbols {
			e.symbols(m[k])
		} else {
			e.imports(m[k])
		}
	}
	return e.bytes()
}

func (e *factEncoder) imports(s *fact.Structure) {
	e.text(s.Language)
	e.text(s.Package)
	e.flags(s.Partial, s.Estimate)
	e.number(s.Complexity)
	e.texts(s.Declares)
	e.number(len(s.Imports))
	for i := range s.Imports {
		x := &s.Imports[i]
		e.text(x.Path)
		e.number(x.Line)
		e.number(int(x.Kind))
		e.flags(x.Implicit, x.Global)
		e.texts(x.Names)
	}
	e.number(len(s.Mapped))
	for _, x := range s.Mapped {
		e.text(x.Path)
		e.text(x.Folder)
	}
}

func (e *factEncoder) symbols(s *fact.Structure) {
	e.number(len(s.Symbols))
	for i := range s.Symbols {
		x := &s.Symbols[i]
		e.number(int(x.Kind))
		e.text(x.Name)
		e.text(x.Owner)
		e.flags(x.Exported, x.Documented, x.CallsItself)
		for _, n := range []int{x.Line, x.End - x.Line, x.Params, x.Cyclomatic, x.Cognitive, x.Nesting} {
			e.number(n)
		}
		e.texts(x.Calls)
	}
}

// How many bytes the parts take at least.
const (
	leastOfImport  = 5
	leastOfMapping = 2
	leastOfSymbol  = 11
)

// sized is an empty slice with room for so many; nil for none.
func sized[T any](n int) []T {
	if n == 0 {
		return nil
	}
	return make([]T, 0, n)
}

// decodeStructures reads what was kept of a part, up to where it makes no sense: it
// comes from a file that may have been planted.
func decodeStructures(what part, data []byte) structures {
	d := newFactDecoder(data)
	n := min(d.count(1), contentsOfPiece)
	out := make(structures, n)
	all := make([]fact.Structure, n)
	for i := range all {
		key := content{fact.BlobID(hex.EncodeToString([]byte(d.text()))), d.text()}
		s := &all[i]
		if what == symbols {
			s.Symbols = d.symbols()
		} else {
			d.imports(s)
		}
		if d.failed {
			break
		}
		out[key] = s
	}
	return out
}

func (d *factDecoder) imports(s *fact.Structure) {
	s.Language, s.Package = d.text(), d.text()
	flags := d.number()
	s.Partial, s.Estimate = flags&1 != 0, flags&2 != 0
	s.Complexity = d.number()
	s.Declares = d.texts()
	n := d.count(leastOfImport)
	s.Imports = sized[fact.Import](n)
	for range n {
		x := fact.Import{Path: d.text(), Line: d.number(), Kind: fact.ImportKind(d.number())}
		flags := d.number()
		x.Implicit, x.Global, x.Names = flags&1 != 0, flags&2 != 0, d.texts()
		s.Imports = append(s.Imports, x)
		if d.failed {
			return
		}
	}
	for range d.count(leastOfMapping) {
		s.Mapped = append(s.Mapped, fact.Mapping{Path: d.text(), Folder: d.text()})
		if d.failed {
			return
		}
	}
}

func (d *factDecoder) symbols() []fact.Symbol {
	n := d.count(leastOfSymbol)
	out := sized[fact.Symbol](n)
	for range n {
		x := fact.Symbol{Kind: fact.SymbolKind(d.number()), Name: d.text(), Owner: d.text()}
		flags := d.number()
		x.Exported, x.Documented, x.CallsItself = flags&1 != 0, flags&2 != 0, flags&4 != 0
		x.Line = d.number()
		x.End = x.Line + d.number()
		x.Params, x.Cyclomatic, x.Cognitive, x.Nesting = d.number(), d.number(), d.number(), d.number()
		x.Calls = d.texts()
		out = append(out, x)
		if d.failed {
			return out
		}
	}
	return out
}
