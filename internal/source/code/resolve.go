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

// Resolve tells where the imports of files lead, manifests being among them: sorted
// by the path of the file, and within a file in the order of its imports.
func Resolve(files []File) []fact.Dependency {
	resolvers := map[string]func(*File, *fact.Import) (fact.Path, fact.Confidence){}
	var out []fact.Dependency
	for i := range files {
		f := &files[i]
		resolve, ok := resolvers[f.Structure.Language]
		if !ok {
			if f.Structure.Language == "go" {
				resolve = newGoModules(files).resolve
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
