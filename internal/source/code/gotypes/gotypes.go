// Package gotypes finds the types of Go, from the files of a repository alone: no
// toolchain, no module cache, no standard library.
//
// The packages are checked by go/types, in the order of their imports. What they
// import from outside of the repository is made up: a package that has the types
// which the files name, and nothing in them. Whatever has to do with it has no type,
// and says nothing; what it is converted to has one again.
package gotypes

import (
	"context"
	"go/token"
	"go/types"

	"leadline/internal/fact"
)

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

// Read parses files, and puts them into packages.
//
// Files are taken as the go command takes them on Linux on amd64 with cgo: others'
// build constraints, and folders that begin with a dot or an underscore or are called
// testdata, leave them out.
func Read(ctx context.Context, files []File, resolve Resolve) (*Repository, error) {
	return read(ctx, files, resolve, false)
}

// ReadDeclarations is Read without what is in the functions.
func ReadDeclarations(ctx context.Context, files []File, resolve Resolve) (*Repository, error) {
	return read(ctx, files, resolve, true)
}

func read(ctx context.Context, files []File, resolve Resolve, declarations bool) (*Repository, error) {
	r := &Repository{
		Positions: token.NewFileSet(), declarations: declarations, context: types.NewContext(),
		partial: map[fact.Path]bool{}, groups: map[groupKey]*Package{}, outside: map[string]*outside{}, hollow: map[types.Type]bool{},
	}
	if err := r.read(ctx, files, resolve); err != nil {
		return nil, err
	}
	r.order()
	return r, nil
}
