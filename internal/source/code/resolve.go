package code

import (
	"cmp"
	"slices"

	"leadline/internal/fact"
)

// File is a file whose structure was read.
type File struct {
	Path      fact.Path
	Structure *fact.Structure
}

// Tree is what resolvers ask of the tree in which the files are.
type Tree struct {
	// Paths are those of all its files, sorted by bytes.
	Paths []fact.Path
	// Read gives the content of a file of it; nil if it cannot be had.
	Read func(fact.Path) []byte
}

// Has reports whether a file is in the tree.
func (t *Tree) Has(p fact.Path) bool {
	_, ok := slices.BinarySearch(t.Paths, p)
	return ok
}

// Resolve tells where the imports of files lead: in the order of the files, and
// within a file of its imports.
func Resolve(t *Tree, files []File) []fact.Dependency {
	resolvers := map[string]func(*File, *fact.Import) (fact.Path, fact.Confidence){}
	var out []fact.Dependency
	for i := range files {
		f := &files[i]
		resolve, ok := resolvers[f.Structure.Language]
		if !ok {
			if f.Structure.Language == "go" {
				resolve = newGoModules(t, files).resolve
			}
			resolvers[f.Structure.Language] = resolve
		}
		if resolve == nil {
			continue
		}
		for j := range f.Structure.Imports {
			x := &f.Structure.Imports[j]
			to, confidence := resolve(f, x)
			out = append(out, fact.Dependency{From: f.Path, To: to, Import: *x, Confidence: confidence})
		}
	}
	slices.SortStableFunc(out, func(a, b fact.Dependency) int { return cmp.Compare(a.From, b.From) })
	return out
}
