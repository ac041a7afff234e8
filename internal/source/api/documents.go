package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"

	"leadline/internal/fact"
	"leadline/internal/source/api/openapi"
)

// tree is the data files of a state, each read once.
type tree struct {
	state State
	there map[fact.Path]bool
	held  map[fact.Path][]byte
}

var errMissing = errors.New("there is no such file in the repository")

func newTree(s State) *tree {
	t := &tree{s, map[fact.Path]bool{}, map[fact.Path][]byte{}}
	for _, p := range s.Paths {
		t.there[p] = true
	}
	return t
}

func (t *tree) put(p fact.Path, content []byte) {
	if p != "" {
		t.held[p], t.there[p] = content, true
	}
}

func (t *tree) read(ctx context.Context, p fact.Path) ([]byte, error) {
	if content, ok := t.held[p]; ok {
		return content, nil
	}
	if !t.there[p] {
		return nil, errMissing
	}
	content, err := t.state.Read(ctx, p)
	if err != nil {
		return nil, err
	}
	t.held[p] = content
	return content, nil
}

func (t *tree) document(p fact.Path, content []byte) openapi.Document {
	return openapi.Document{Path: p, Content: content, Read: t.read}
}

// documents compares the OpenAPI documents that differ, and those that refer to
// something that does.
func documents(ctx context.Context, from, to *tree, data []Pair, r *Result) error {
	var parts []Pair
	for _, p := range data {
		from.put(p.From, p.Old)
		to.put(p.To, p.New)
	}
	for _, p := range data {
		if err := ctx.Err(); err != nil {
			return err
		}
		was, _ := openapi.Kind(p.Old)
		is, _ := openapi.Kind(p.New)
		old, new := from.document(p.From, p.Old), to.document(p.To, p.New)
		switch {
		case was != "" && is != "":
			r.compare(ctx, old, new)
		case was != "":
			r.put(p.From, openapi.Whole(old, openapi.Document{}))
		case is != "":
			r.put(p.To, openapi.Whole(openapi.Document{}, new))
		case openapi.Part(p.Old) || openapi.Part(p.New):
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		return ctx.Err()
	}
	return wholes(ctx, from, to, parts, r)
}

func (r *Result) compare(ctx context.Context, old, new openapi.Document) {
	c, err := openapi.Compare(ctx, old, new)
	if err != nil {
		r.Unchecked = append(r.Unchecked, fact.APIUnchecked{Path: new.Path, Why: err.Error()})
		return
	}
	r.put(new.Path, c)
}

func (r *Result) put(at fact.Path, c openapi.Result) {
	r.Changes = append(r.Changes, c.Changes...)
	r.Units = append(r.Units, Unit{at, c.Promises, c.Why, c.Announced, c.Was, c.Is})
}

// How much is read to find the documents that refer to a file.
const (
	mostSearched = 500
	mostBytes    = 32 << 20
	mostReached  = 2000
)

// wholes compares the documents that did not change themselves and refer to parts
// that did. They are looked for among the files that are nearest to those.
func wholes(ctx context.Context, from, to *tree, parts []Pair, r *Result) error {
	wanted := search{before: map[fact.Path]bool{}, after: map[fact.Path]bool{}, found: map[fact.Path]bool{}}
	for _, p := range parts {
		wanted.before[p.From], wanted.after[p.To] = true, true
	}
	all := true
	for p, content := range near(ctx, from, to, parts, &all) {
		if kind, _ := openapi.Kind(content); kind == "" {
			continue
		}
		before, after := wanted.reached(ctx, from, p, wanted.before), wanted.reached(ctx, to, p, wanted.after)
		if before || after {
			r.compare(ctx, from.document(p, content), to.document(p, content))
		}
	}
	for _, p := range parts {
		if !all && !wanted.found[p.From] && !wanted.found[p.To] && (openapi.Refers(p.Old) || openapi.Refers(p.New)) {
			r.Unchecked = append(r.Unchecked, fact.APIUnchecked{
				Path: cmp.Or(p.To, p.From),
				Why:  fmt.Sprintf("it looks like a part of an OpenAPI document, which was not found among the %d files next to it", mostSearched),
			})
		}
	}
	return ctx.Err()
}

// near reads the files nearest to the parts, as far as bounds allow: all tells whether
// they did.
func near(ctx context.Context, from, to *tree, parts []Pair, all *bool) iter.Seq2[fact.Path, []byte] {
	return func(yield func(fact.Path, []byte) bool) {
		size := 0
		for i, p := range nearest(from, to, parts) {
			if i >= mostSearched || size > mostBytes {
				*all = false
				return
			}
			content, err := to.read(ctx, p)
			size += len(content)
			if ctx.Err() != nil || err == nil && !yield(p, content) {
				return
			}
		}
	}
}

// nearest gives the data files that are the same at both states, those first that
// have the fewest folders between them and a part.
func nearest(from, to *tree, parts []Pair) []fact.Path {
	folders := map[fact.Path]bool{}
	for _, p := range parts {
		folders[cmp.Or(p.To, p.From).Folder()] = true
	}
	distances := map[fact.Path]int{}
	var all []fact.Path
	for p := range to.there {
		if _, changed := to.held[p]; changed || !from.there[p] || !isData(p) {
			continue
		}
		all = append(all, p)
		if _, known := distances[p.Folder()]; !known {
			distances[p.Folder()] = least(p.Folder(), folders)
		}
	}
	slices.SortFunc(all, func(a, b fact.Path) int {
		return cmp.Or(cmp.Compare(distances[a.Folder()], distances[b.Folder()]), cmp.Compare(a, b))
	})
	return all
}

// least is the distance to the nearest of several folders.
func least(from fact.Path, to map[fact.Path]bool) int {
	n := math.MaxInt
	for f := range to {
		n = min(n, distance(string(from), string(f)))
	}
	return n
}

// distance counts the steps from one folder to another.
func distance(a, b string) int {
	shared, n := 0, 0
	for i := 0; ; i++ {
		endA, endB := i == len(a) || a[i] == '/', i == len(b) || b[i] == '/'
		if endA && endB {
			shared = i
		}
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			break
		}
	}
	for _, rest := range []string{a[shared:], b[shared:]} {
		n += steps(rest)
	}
	return n
}

// steps counts the folders of the rest of a path.
func steps(rest string) (n int) {
	for i := range len(rest) {
		if rest[i] != '/' && (i == 0 || rest[i-1] == '/') {
			n++
		}
	}
	return n
}

// search is the parts that are looked for, and those that documents refer to.
type search struct{ before, after, found map[fact.Path]bool }

// reached follows the references from a document and notes which of the wanted parts
// it comes to.
func (s search) reached(ctx context.Context, t *tree, p fact.Path, wanted map[fact.Path]bool) (any bool) {
	seen := map[fact.Path]bool{p: true}
	for queue := []fact.Path{p}; len(queue) > 0 && len(seen) <= mostReached; queue = queue[1:] {
		content, err := t.read(ctx, queue[0])
		if err != nil {
			continue
		}
		for _, to := range openapi.Refs(queue[0], content) {
			if seen[to] {
				continue
			}
			seen[to] = true
			queue = append(queue, to)
			if wanted[to] {
				s.found[to], any = true, true
			}
		}
	}
	return any
}
