package goapi

import (
	"go/types"
	"iter"

	"leadline/internal/source/code/gotypes"
)

// What apidiff does takes longer the more types embed each other, and the more there
// are of which each may implement the other; and it follows instances of generic types
// that hold others for as long as there are any.
const (
	// deepestType is how deep the types may be nested of which one is made.
	deepestType = 24
	// mostTypes is how many types are looked at.
	mostTypes = 1 << 17
	// mostPairs is how many pairs of a type and an interface a package may have.
	mostPairs = 4 << 20
	// mostEmbedded is how many types one may embed, and those within them.
	mostEmbedded = 512
)

// comparable reports whether a package is not too much to be compared.
func comparable(p *gotypes.Package) bool {
	scope := p.Types.Scope()
	all, interfaces := 0, 0
	e, w := embedding{map[types.Type]int{}}, walk{of: p.Types, seen: map[types.Type]bool{}}
	for _, name := range scope.Names() {
		if !w.through(scope.Lookup(name).Type()) {
			return false
		}
		t, ok := scope.Lookup(name).(*types.TypeName)
		if !ok {
			continue
		}
		all++
		if types.IsInterface(t.Type()) {
			interfaces++
		}
		if e.count(t.Type()) > mostEmbedded {
			return false
		}
	}
	return all*interfaces <= mostPairs
}

// embedding counts the types that others embed.
type embedding struct{ known map[types.Type]int }

func (e embedding) count(t types.Type) int {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	t = types.Unalias(t)
	if n, ok := e.known[t]; ok {
		return n
	}
	e.known[t] = 1 // should it embed itself
	n := 1
	for _, x := range embedded(t) {
		if n <= mostEmbedded {
			n += e.count(x)
		}
	}
	e.known[t] = n
	return n
}

// embedded are the types that a structure or an interface embeds.
func embedded(t types.Type) []types.Type {
	var out []types.Type
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for f := range u.Fields() {
			if f.Embedded() {
				out = append(out, f.Type())
			}
		}
	case *types.Interface:
		for x := range u.EmbeddedTypes() {
			out = append(out, x)
		}
	}
	return out
}

// walk goes through the types that a package holds.
type walk struct {
	of   *types.Package
	seen map[types.Type]bool
}

// through goes through a type and what it is made of; false if there is no end of it.
func (w *walk) through(t types.Type) bool {
	for t := range w.each(t) {
		if len(w.seen) > mostTypes || nesting(t, deepestType+1) > deepestType {
			return false
		}
	}
	return true
}

// each are a type and what it is made of, as far as they were not seen.
func (w *walk) each(t types.Type) iter.Seq[types.Type] {
	return func(yield func(types.Type) bool) {
		for open := []types.Type{t}; len(open) > 0; {
			t := types.Unalias(open[len(open)-1])
			open = open[:len(open)-1]
			if w.seen[t] {
				continue
			}
			w.seen[t] = true
			if !yield(t) {
				return
			}
			open = w.parts(t, open)
		}
	}
}

// nesting is how deep the types are nested of which one is made, arguments of instances
// among them, up to a number.
func nesting(t types.Type, most int) int {
	if most == 0 {
		return 0
	}
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		deepest := 0
		for x := range t.TypeArgs().Types() {
			deepest = max(deepest, 1+nesting(x, most-1))
		}
		return deepest
	case *types.Map:
		return 1 + max(nesting(t.Key(), most-1), nesting(t.Elem(), most-1))
	case interface{ Elem() types.Type }: // a pointer, list or channel
		return 1 + nesting(t.Elem(), most-1)
	}
	return 0
}

// parts adds what a type is made of. Of those of other packages it is not asked.
func (w *walk) parts(t types.Type, to []types.Type) []types.Type {
	tuple := func(x *types.Tuple) {
		for v := range x.Variables() {
			to = append(to, v.Type())
		}
	}
	switch t := t.(type) {
	case *types.Named:
		for x := range t.TypeArgs().Types() {
			to = append(to, x)
		}
		if t.Obj().Pkg() == w.of {
			to = append(to, t.Underlying())
			for m := range t.Methods() {
				to = append(to, m.Type())
			}
		}
	case *types.Map:
		to = append(to, t.Key(), t.Elem())
	case interface{ Elem() types.Type }: // a pointer, list or channel
		to = append(to, t.Elem())
	case *types.Struct:
		for f := range t.Fields() {
			to = append(to, f.Type())
		}
	case *types.Interface:
		for m := range t.Methods() {
			to = append(to, m.Type())
		}
	case *types.Signature:
		tuple(t.Params())
		tuple(t.Results())
	}
	return to
}
