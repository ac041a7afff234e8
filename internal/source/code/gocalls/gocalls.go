// Package gocalls finds which functions of Go call which, from the files of a
// repository alone: no toolchain, no module cache, no standard library (see gotypes).
//
// A call that names a function or a method is exact. A call by way of an interface
// leads to the methods of the types that implement it and that the code makes values
// of; a call of a function value to the functions of the same signature that are
// used as values: rapid type analysis (Bacon and Sweeney, Fast Static Analysis of
// C++ Virtual Function Calls, 1996), without the question of what a program reaches.
package gocalls

import (
	"context"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"leadline/internal/fact"
	"leadline/internal/source/code/gotypes"
)

// Version is raised whenever the same files give other calls.
const Version = "1"

// Of gives the calls between the functions of the files, ordered by From and To, each
// pair once, and the folders of which some code was left out, since it does not
// parse, or is more than can be checked. Which files count says gotypes.Read.
func Of(ctx context.Context, files []gotypes.File, resolve gotypes.Resolve) (calls []fact.Call, partial []fact.Path, err error) {
	read, err := gotypes.Read(ctx, files, resolve)
	if err != nil {
		return nil, nil, err
	}
	r := &repository{
		Repository: read, top: map[*gotypes.Source]int32{}, declared: map[token.Pos]int32{}, partial: map[fact.Path]bool{},
		seen: seen{concrete: map[*types.Named]bool{}, held: map[types.Type]int{}},
	}
	for _, s := range read.Sources {
		r.declare(s)
	}
	if err := read.Check(ctx, r.see); err != nil {
		return nil, nil, err
	}
	calls = r.dispatch()
	for _, p := range read.Partial() {
		r.partial[p] = true
	}
	return calls, slices.Sorted(maps.Keys(r.partial)), nil
}

// repository is what is known of all files.
type repository struct {
	*gotypes.Repository
	// functions are those declared, and the files as what runs when they are loaded,
	// in the order of the sources; top are the places of the files in it, and declared
	// those of functions by the positions of their names.
	functions []fact.Callable
	top       map[*gotypes.Source]int32
	declared  map[token.Pos]int32
	seen      seen
	// partial are folders of which not all calls are told.
	partial map[fact.Path]bool
}

// declare keeps the functions of a source.
func (r *repository) declare(s *gotypes.Source) {
	r.top[s] = r.add(fact.Callable{Path: s.Path})
	for _, d := range s.File.Decls {
		if d, ok := d.(*ast.FuncDecl); ok {
			r.declared[d.Name.Pos()] = r.add(fact.Callable{
				Path: s.Path, Owner: gotypes.Receiver(d), Name: d.Name.Name, Line: r.Line(d.Pos()),
			})
		}
	}
}

func (r *repository) add(c fact.Callable) (place int32) {
	r.functions = append(r.functions, c)
	return int32(len(r.functions) - 1)
}
