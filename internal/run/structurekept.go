package run

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"sync"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/code"
	"leadline/internal/source/git"
	"leadline/internal/store"
)

// Structures are kept in pieces: a result of the store may not be large, and what
// changed since the last run must not cost a writing of all. A run puts what it read
// into a piece of its own, or into the last one while that is small. Where there is
// no room for another one, the pieces are written anew, with what the head holds.
const (
	// mostPieces of each part leave room for other results of the store.
	mostPieces = store.MaxResults * 3 / 8
	// smallPiece is the bytes up to which a piece is added to.
	smallPiece = 128 << 10
	// contentsOfPiece is how many contents a piece has at most.
	contentsOfPiece = 4096
)

// part is one of the two results of a piece, by its name.
type part string

const (
	imports part = "imports"
	symbols part = "symbols"
)

// piece reads a part of a piece; nil where there is none.
func (s *index) piece(ctx context.Context, what part, i int) []byte {
	data, err := s.store.Result(ctx, pieceName(what, i), code.Version)
	if err != nil {
		return nil
	}
	return data
}

func pieceName(what part, i int) string { return string(what) + " " + strconv.Itoa(i) }

// pieces reads a part of all pieces.
func (s *index) pieces(ctx context.Context, what part, read func(i int, data []byte)) {
	if s.store == nil || s.fresh {
		return
	}
	half := func(from int) func() error {
		return func() error {
			for i := from; i < mostPieces; i += 2 {
				if data := s.piece(ctx, what, i); len(data) > 0 {
					read(i, data)
				}
			}
			return nil
		}
	}
	_ = fault.AtOnce(half(0), half(1))
}

// keptStructures is what is kept of structures besides symbols, and how.
type keptStructures struct {
	structures
	stamps [mostPieces][]byte
	pieces int
	last   []importsRow
	size   int // of the last piece, in bytes
}

func (s *index) keptStructures(ctx context.Context) *keptStructures {
	k := &keptStructures{}
	var all [mostPieces][]importsRow
	var sizes [mostPieces]int
	s.pieces(ctx, imports, func(i int, data []byte) {
		all[i], k.stamps[i] = decodeImports(data)
		sizes[i] = len(data)
	})
	for i, rows := range all {
		if len(rows) > 0 {
			k.pieces, k.last, k.size = i+1, rows, sizes[i]
		}
	}
	k.structures = byContent(all[:]...)
	return k
}

// keptSymbols is what is kept of symbols.
type keptSymbols [mostPieces]symbolsPiece

func (s *index) keptSymbols(ctx context.Context) *keptSymbols {
	k := &keptSymbols{}
	s.pieces(ctx, symbols, func(i int, data []byte) { k[i] = openSymbols(data) })
	return k
}

// of reports whether these are the symbols of the same contents.
func (k *keptSymbols) of(imported *keptStructures) bool {
	for i := range k {
		if !bytes.Equal(k[i].stamp, imported.stamps[i]) {
			return false
		}
	}
	return true
}

// find gives the symbols of a content, if they are there.
func (k *keptSymbols) find(c content) (symbols []fact.Symbol, ok bool) {
	for i := range k {
		if symbols, ok = k[i].find(c); ok {
			return symbols, true
		}
	}
	return nil, false
}

// with gives those structures of which the symbols are there, with them.
func (k *keptSymbols) with(m structures) structures {
	out := structures{}
	for c, s := range m {
		if symbols, ok := k.find(c); ok {
			whole := *s
			whole.Symbols = symbols
			out[c] = &whole
		}
	}
	return out
}

// readAhead begins to read what is kept of structures, if it is needed.
func (r *Reading) readAhead(ctx context.Context, repository *git.Repository, needs []duty.Need) {
	if slices.Contains(needs, duty.NeedImports) {
		r.imported = ahead(repository, &r.options, func(x *index) *keptStructures { return x.keptStructures(ctx) })
		r.led = ahead(repository, &r.options, func(x *index) *keptResolution { return x.keptResolution(ctx) })
	}
	if slices.Contains(needs, duty.NeedSymbols) {
		r.declared = ahead(repository, &r.options, func(x *index) *keptSymbols { return x.keptSymbols(ctx) })
	}
}

// ahead begins to read something of the index.
func ahead[T any](repository *git.Repository, o *Options, read func(*index) T) func() T {
	once := sync.OnceValue(func() T {
		x := openIndex(repository, o)
		defer x.close()
		return read(x)
	})
	go func() {
		defer func() { _ = recover() }() // whoever asks for it will fail again
		once()
	}()
	return once
}

// keepStructures adds what was read to what is kept. What cannot be kept is read
// again the next time.
func (s *index) keepStructures(ctx context.Context, kept *keptStructures, read structures, files []codeFile) {
	if s.store == nil || len(read) == 0 {
		return
	}
	add, from := read, kept.pieces
	if kept.pieces > 0 && kept.size < smallPiece {
		from = kept.pieces - 1
		last := keptSymbols{openSymbols(s.piece(ctx, symbols, from))}
		add = last.with(byContent(kept.last))
		maps.Copy(add, read)
	}
	if s.write(ctx, add, from) <= mostPieces {
		return
	}
	all := s.keptSymbols(ctx).with(kept.structures)
	maps.Copy(all, read)
	head := structures{}
	for _, f := range files {
		if k := f.content; all[k] != nil {
			head[k] = all[k]
		}
	}
	for i := s.write(ctx, head, 0); i < mostPieces; i++ {
		_ = s.store.SaveResult(ctx, pieceName(symbols, i), code.Version, structures{}.encodeSymbols())
		_ = s.store.SaveResult(ctx, pieceName(imports, i), code.Version, structures{}.encodeImports())
	}
}

// write writes pieces from a number on, and tells the number after the last one;
// it is larger than mostPieces where there was not enough room.
func (s *index) write(ctx context.Context, m structures, from int) (next int) {
	keys := m.keys()
	count := contentsOfPiece
	for len(keys) > 0 {
		if from == mostPieces {
			return from + 1
		}
		count = min(count, len(keys))
		some := make(structures, count)
		for _, k := range keys[:count] {
			some[k] = m[k]
		}
		declared, imported := some.encodeSymbols(), some.encodeImports()
		if max(len(declared), len(imported)) > store.MaxResult && count > 1 {
			count /= 2
			continue
		}
		// One that is too large by itself is not kept.
		if s.store.SaveResult(ctx, pieceName(symbols, from), code.Version, declared) == nil {
			_ = s.store.SaveResult(ctx, pieceName(imports, from), code.Version, imported)
		}
		keys = keys[count:]
		from++
	}
	return from
}

func (m structures) keys() []content {
	return slices.SortedFunc(maps.Keys(m), func(a, b content) int {
		return cmp.Or(cmp.Compare(a.blob, b.blob), cmp.Compare(a.language, b.language))
	})
}
