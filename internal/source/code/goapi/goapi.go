// Package goapi tells how what packages of Go export changed between two states of a
// repository, by golang.org/x/exp/apidiff over the types that gotypes finds: nothing is
// built, and what comes from outside of the repository is known by its name alone.
//
// Where a difference rests on something that is not known, such as the methods of a type
// from outside that another one embeds, nothing is claimed: it is counted as unresolved.
package goapi

import (
	"context"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/exp/apidiff"

	"leadline/internal/fact"
	"leadline/internal/source/code/gotypes"
)

// API is what packages of a state of a repository export.
type API struct {
	repository *gotypes.Repository
	partial    map[fact.Path]bool
}

// Read finds the types of the packages that the files make up, test files left out.
// They must hold what those packages import of the repository.
func Read(ctx context.Context, files []gotypes.File, resolve gotypes.Resolve) (*API, error) {
	r, err := gotypes.ReadDeclarations(ctx, files, resolve)
	if err != nil {
		return nil, err
	}
	if err := r.Check(ctx, func(*gotypes.Package, []*gotypes.Source) {}); err != nil {
		return nil, err
	}
	a := &API{r, map[fact.Path]bool{}}
	for _, p := range r.Partial() {
		a.partial[p] = true
	}
	return a, nil
}

// Exported reports whether other modules can import the package of a folder, by the
// folder's path: the elements below its module, which is in another folder.
func Exported(folder, module fact.Path) bool {
	below := strings.TrimPrefix(strings.TrimPrefix(string(folder), string(module)), "/")
	for e := range strings.SplitSeq(below, "/") {
		switch {
		case e == "internal", e == "vendor", e == "testdata", strings.HasPrefix(e, "_"), strings.HasPrefix(e, ".") && e != ".":
			return false
		}
	}
	return true
}

// Difference is how what a package exports changed.
type Difference struct {
	// Changes are ordered by what changed.
	Changes []fact.APIChange
	// Unresolved counts what seems to have changed, and rests on something unknown.
	Unresolved int
	// Unchecked says why nothing can be told; empty if something can.
	Unchecked string
}

// Compare tells how what the package of a folder exports changed from one state to
// another.
func Compare(from, to *API, folder fact.Path) Difference {
	before, after := from.library(folder), to.library(folder)
	switch {
	case before == nil && after == nil:
		return Difference{}
	case from.partial[folder] || to.partial[folder]:
		return Difference{Unchecked: "a file of it does not parse, or is more than can be checked"}
	case before == nil:
		return Difference{Changes: []fact.APIChange{{Kind: fact.APIAdded, Unit: folder, What: "added", Path: folder}}}
	case after == nil:
		return Difference{Changes: []fact.APIChange{{Kind: fact.APIRemoved, Unit: folder, What: "removed", Path: folder}}}
	case !comparable(before) || !comparable(after):
		return Difference{Unchecked: "its types are more than can be compared"}
	}
	report, ok := changes(before.Types, after.Types)
	if !ok {
		return Difference{Unchecked: "its types could not be compared"}
	}
	c := comparison{from: from.repository, to: to.repository, before: before.Types, after: after.Types, folder: folder}
	d := Difference{}
	for _, x := range report.Changes {
		if change, ok := c.read(x); ok {
			d.Changes = append(d.Changes, change)
		} else {
			d.Unresolved++
		}
	}
	slices.SortStableFunc(d.Changes, func(a, b fact.APIChange) int { return strings.Compare(a.Symbol, b.Symbol) })
	return d
}

// library is the package of a folder that others import; nil if there is none.
func (a *API) library(folder fact.Path) *gotypes.Package {
	p := a.repository.Package(folder)
	if p == nil || p.Name == "main" || p.Types == nil {
		return nil
	}
	return p
}

// changes compares two packages; not ok if that failed.
func changes(before, after *types.Package) (r apidiff.Report, ok bool) {
	defer func() { _ = recover() }() // a fault of the comparison is not one of the program
	return apidiff.Changes(before, after), true
}
