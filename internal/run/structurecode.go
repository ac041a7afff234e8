package run

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"

	"leadline/internal/fact"
)

// A piece of what is kept of structures is two results: what every answer takes, by
// the name of imports, and apart from it the symbols, of which an answer takes those
// of a few files. Both begin with a stamp of the contents that they are of.

const stampBytes = 8

// stampOf tells pieces of these contents from others.
func stampOf(keys []content) []byte {
	sum := sha256.New()
	for _, k := range keys {
		sum.Write(append(append(rawID(k.blob), 0), k.language...))
	}
	return sum.Sum(nil)[:stampBytes]
}

// rawID is the id of a blob in bytes; empty for what is no id.
func rawID(b fact.BlobID) []byte {
	id, err := hex.DecodeString(string(b))
	if err != nil {
		return nil
	}
	return id
}

const hexDigits = "0123456789abcdef"

// hasID tells that an id in bytes is that of a blob.
func hasID(b fact.BlobID, raw []byte) bool {
	if len(b) != 2*len(raw) {
		return false
	}
	for i, x := range raw {
		if b[2*i] != hexDigits[x>>4] || b[2*i+1] != hexDigits[x&15] {
			return false
		}
	}
	return true
}

// blobOf is the inverse of rawID.
func blobOf(raw []byte) fact.BlobID { return fact.BlobID(hex.EncodeToString(raw)) }

// blobIDs makes ids of blobs that lie side by side: there are many.
type blobIDs struct{ all strings.Builder }

func (b *blobIDs) of(raw []byte) fact.BlobID {
	from := b.all.Len()
	for _, x := range raw {
		b.all.WriteByte(hexDigits[x>>4])
		b.all.WriteByte(hexDigits[x&15])
	}
	return fact.BlobID(b.all.String()[from:])
}

// encodeImports writes structures without their symbols.
func (m structures) encodeImports() []byte {
	keys := m.keys()
	e := newFactEncoder()
	e.number(len(keys))
	for _, k := range keys {
		e.text(string(rawID(k.blob)))
		e.text(k.language)
		e.imports(m[k])
	}
	return append(stampOf(keys), e.bytes()...)
}

// encodeSymbols writes the symbols of structures, so that those of one can be read
// without the others.
func (m structures) encodeSymbols() []byte {
	keys := m.keys()
	out := binary.AppendUvarint(stampOf(keys), uint64(len(keys)))
	put := func(data []byte) { out = append(binary.AppendUvarint(out, uint64(len(data))), data...) }
	for _, k := range keys {
		e := newFactEncoder()
		e.symbols(m[k].Symbols)
		put(rawID(k.blob))
		put([]byte(k.language))
		put(e.bytes())
	}
	return out
}

func (e *factEncoder) imports(s *fact.Structure) {
	e.text(s.Language)
	e.text(s.Package)
	e.flags(s.Partial, s.Estimate)
	for _, n := range []int{s.Complexity, s.Types, s.Interfaces} {
		e.number(n)
	}
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

func (e *factEncoder) symbols(all []fact.Symbol) {
	e.number(len(all))
	for i := range all {
		x := &all[i]
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
	leastOfRow     = 3
	leastOfLeads   = 18
	leastOfLead    = 3
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

// decodeImports reads what was kept, up to where it makes no sense: it comes from a
// file that may have been planted.
func decodeImports(data []byte) (rows []importsRow, stamp []byte) {
	if len(data) < stampBytes {
		return nil, nil
	}
	d := newFactDecoder(data[stampBytes:])
	n := min(d.count(1), contentsOfPiece)
	rows = make([]importsRow, 0, n)
	all := make([]fact.Structure, n)
	var ids blobIDs
	ids.all.Grow(n * 40)
	for i := range all {
		key := content{ids.of([]byte(d.text())), d.text()}
		s := &all[i]
		d.imports(s)
		if d.failed {
			break
		}
		rows = append(rows, importsRow{key, s})
	}
	return rows, data[:stampBytes]
}

// byContent are the structures of rows; of a content that has several, the last one.
func byContent(pieces ...[]importsRow) structures {
	n := 0
	for _, rows := range pieces {
		n += len(rows)
	}
	m := make(structures, n)
	for _, rows := range pieces {
		for _, row := range rows {
			m[row.content] = row.structure
		}
	}
	return m
}

// importsRow is a structure as it is kept without its symbols.
type importsRow struct {
	content
	structure *fact.Structure
}

// symbolsPiece is a piece of what is kept of symbols.
type symbolsPiece struct {
	stamp []byte
	rows  []symbolRow // by id, then by language
}

// symbolRow is the symbols of a content as they are kept.
type symbolRow struct{ id, language, symbols []byte }

func (r *symbolRow) compare(id, language []byte) int {
	if c := bytes.Compare(r.id, id); c != 0 {
		return c
	}
	return bytes.Compare(r.language, language)
}

// openSymbols finds the rows of a piece, up to where it makes no sense.
func openSymbols(data []byte) symbolsPiece {
	if len(data) < stampBytes {
		return symbolsPiece{}
	}
	k := symbolsPiece{stamp: data[:stampBytes]}
	d := factDecoder{data: data[stampBytes:]}
	n := min(d.count(leastOfRow), contentsOfPiece)
	k.rows = make([]symbolRow, 0, n)
	for range n {
		row := symbolRow{d.raw(), d.raw(), d.raw()}
		if d.failed {
			break
		}
		k.rows = append(k.rows, row)
	}
	return k
}

// find gives the symbols of a content, if they are there.
func (k *symbolsPiece) find(c content) (symbols []fact.Symbol, ok bool) {
	id, language := rawID(c.blob), []byte(c.language)
	i, ok := slices.BinarySearchFunc(k.rows, c, func(r symbolRow, _ content) int { return r.compare(id, language) })
	if !ok {
		return nil, false
	}
	d := newFactDecoder(k.rows[i].symbols)
	symbols = d.symbols()
	return symbols, !d.failed
}

func (d *factDecoder) imports(s *fact.Structure) {
	s.Language, s.Package = d.text(), d.text()
	flags := d.number()
	s.Partial, s.Estimate = flags&1 != 0, flags&2 != 0
	s.Complexity, s.Types, s.Interfaces = d.number(), d.number(), d.number()
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
