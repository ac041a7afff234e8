package run

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"sync"

	"leadline/internal/duty"
	"leadline/internal/fact"
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

func pieceName(what part, i int) string { return string(what) + " " + strconv.Itoa(i) }

// piece reads a piece of a part. size is 0 where there is none.
func (s *index) piece(ctx context.Context, what part, i int) (m structures, size int) {
	data, err := s.store.Result(ctx, pieceName(what, i), code.Version)
	if err != nil || len(data) == 0 {
		return nil, 0
	}
	return decodeStructures(what, data), len(data)
}

// keptStructures is what is kept of a part, and what of it is in the last piece.
type keptStructures struct {
	structures
	pieces int
	last   structures
	size   int // of the last one, in bytes
}

// readAhead begins to read what is kept of structures, if it is needed.
func (r *Reading) readAhead(ctx context.Context, repository *git.Repository, needs []duty.Need) {
	r.ahead = map[part]func() keptStructures{}
	for need, what := range map[duty.Need]part{duty.NeedImports: imports, duty.NeedSymbols: symbols} {
		if !slices.Contains(needs, need) {
			continue
		}
		read := sync.OnceValue(func() keptStructures {
			index := openIndex(repository, &r.options)
			defer index.close()
			return index.keptStructures(ctx, what)
		})
		r.ahead[what] = read
		go func() {
			defer func() { _ = recover() }() // whoever asks for it will fail again
			read()
		}()
	}
}

// keptStructures gives what is kept of a part.
func (r *Reading) keptStructures(ctx context.Context, index *index, what part) keptStructures {
	if read := r.ahead[what]; read != nil {
		return read()
	}
	return index.keptStructures(ctx, what)
}

func (s *index) keptStructures(ctx context.Context, what part) keptStructures {
	k := keptStructures{structures: structures{}}
	if s.store == nil || s.fresh {
		return k
	}
	var all [mostPieces]structures
	var sizes [mostPieces]int
	half := func(from int) func() error {
		return func() error {
			for i := from; i < mostPieces; i += 2 {
				all[i], sizes[i] = s.piece(ctx, what, i)
			}
			return nil
		}
	}
	_ = atOnce(half(0), half(1))
	n := 0
	for _, m := range all {
		n += len(m)
	}
	k.structures = make(structures, n)
	for i, m := range all {
		maps.Copy(k.structures, m)
		if len(m) > 0 {
			k.pieces, k.last, k.size = i+1, m, sizes[i]
		}
	}
	return k
}

// keepStructures adds what was read to what is kept. What cannot be kept is read
// again the next time.
func (r *Reading) keepStructures(ctx context.Context, index *index, kept keptStructures, read structures, files []*fact.File) {
	if index.store == nil || len(read) == 0 {
		return
	}
	add, from := read, kept.pieces
	if kept.pieces > 0 && kept.size < smallPiece {
		if declared, size := index.piece(ctx, symbols, kept.pieces-1); size > 0 {
			add = bothParts(kept.last, declared)
			maps.Copy(add, read)
			from = kept.pieces - 1
		}
	}
	if index.write(ctx, add, from) <= mostPieces {
		return
	}
	all := bothParts(kept.structures, r.keptStructures(ctx, index, symbols).structures)
	maps.Copy(all, read)
	head := structures{}
	for _, f := range files {
		if k := structured(f); all[k] != nil {
			head[k] = all[k]
		}
	}
	for i := index.write(ctx, head, 0); i < mostPieces; i++ {
		for _, what := range []part{symbols, imports} {
			_ = index.store.SaveResult(ctx, pieceName(what, i), code.Version, structures{}.encode(what))
		}
	}
}

// bothParts are the structures of which both parts are there.
func bothParts(imported, declared structures) structures {
	out := structures{}
	for k, s := range imported {
		if d := declared[k]; d != nil {
			whole := *s
			whole.Symbols = d.Symbols
			out[k] = &whole
		}
	}
	return out
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
		declared, imported := some.encode(symbols), some.encode(imports)
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
