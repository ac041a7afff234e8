package code

import (
	"cmp"
	"slices"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// File is a file whose structure was read.
type File = language.File

// Resolve tells where the imports of files lead, manifests being among them: sorted
// by the path of the file, and within a file in the order of its imports.
func Resolve(files []File) []fact.Dependency {
	resolvers := map[string]language.Resolver{}
	all := 0
	for i := range files {
		all += len(files[i].Structure.Imports)
	}
	out := make([]fact.Dependency, 0, all)
	for i := range files {
		f := &files[i]
		l := known.byName[f.Structure.Language]
		if l == nil || l.Resolver == nil {
			continue
		}
		resolve, ok := resolvers[family(l)]
		if !ok {
			resolve = l.Resolver(files)
			resolvers[family(l)] = resolve
		}
		for j := range f.Structure.Imports {
			x := &f.Structure.Imports[j]
			for _, t := range resolve(f, x) {
				d := fact.Dependency{From: f.Path, To: t.To, Import: *x, Confidence: t.Confidence}
				if t.TestOnly {
					d.Kind = fact.TestOnly
				}
				out = append(out, d)
			}
		}
	}
	if byPath := func(a, b fact.Dependency) int { return cmp.Compare(a.From, b.From) }; !slices.IsSortedFunc(out, byPath) {
		slices.SortStableFunc(out, byPath)
	}
	return out
}

// family is the name under which languages share a resolver.
func family(l *language.Language) string { return cmp.Or(l.Family, l.Name) }
