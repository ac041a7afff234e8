// Package gocalls finds which functions of Go call which, from the files of a
// repository alone: no toolchain, no module cache, no standard library.
//
// The packages are checked by go/types, in the order of their imports. What they
// import from outside of the repository is made up: a package that has the types
// which the files name, and nothing in them. Whatever has to do with it has no type,
// and says nothing; what it is converted to has one again.
//
// A call that names a function or a method is exact. A call by way of an interface
// leads to the methods of the types that implement it and that the code makes values
// of; a call of a function value to the functions of the same signature that are
// used as values: rapid type analysis (Bacon and Sweeney, Fast Static Analysis of
// C++ Virtual Function Calls, 1996), without the question of what a program reaches.
package gocalls

import (
	"context"
	"go/token"
	"go/types"

	"leadline/internal/fact"
)

// Version is raised whenever the same files give other calls.
const Version = "1"

// Most is the size in bytes above which a file is not read.
const Most = 4 << 20

// File is a file of Go.
type File struct {
	Path    fact.Path
	Content []byte
}

// Resolve tells the folder of a package of the repository by its import path in a
// file; not ok is one from outside.
type Resolve func(from fact.Path, importPath string) (folder fact.Path, ok bool)

// Of gives the calls between the functions of the files, ordered by From and To, each
// pair once, and the folders of which some code was left out, since it does not
// parse, or is more than can be checked.
//
// Files are taken as the go command takes them on Linux on amd64 with cgo: others'
// build constraints, and folders that begin with a dot or an underscore or are called
// testdata, leave them out.
func Of(ctx context.Context, files []File, resolve Resolve) (calls []fact.Call, partial []fact.Path, err error) {
	r := &repository{
		positions: token.NewFileSet(), context: types.NewContext(),
		partial: map[fact.Path]bool{}, groups: map[groupKey]*group{}, outside: map[string]*outside{},
		seen: seen{concrete: map[*types.Named]bool{}, held: map[types.Type]int{}},
	}
	if err := r.read(ctx, files, resolve); err != nil {
		return nil, nil, err
	}
	r.order()
	if err := r.check(ctx); err != nil {
		return nil, nil, err
	}
	return r.dispatch(), r.partialFolders(), nil
}
