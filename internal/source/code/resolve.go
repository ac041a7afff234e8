package code

import (
	"cmp"
	"errors"
	"runtime"
	"slices"
	"sync"

	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/code/language"
)

// File is a file whose structure was read.
type File = language.File

// Resolve tells where the imports of files lead, manifests being among them: sorted
// by the path of the file, and within a file in the order of its imports.
func Resolve(files []File) []fact.Dependency {
	all := 0
	for i := range files {
		all += len(files[i].Structure.Imports)
	}
	parts := make([][]fact.Dependency, min(runtime.GOMAXPROCS(0), 1+all/worthSharing))
	var done sync.WaitGroup
	failed := make([]error, len(parts))
	for n, from := 0, 0; n < len(parts); n++ {
		to, imports := from, 0
		for to < len(files) && (imports < all/len(parts) || n == len(parts)-1) {
			imports += len(files[to].Structure.Imports)
			to++
		}
		part := files[from:to]
		done.Go(func() {
			defer fault.Catch(&failed[n])
			parts[n] = resolve(part, files, imports)
		})
		from = to
	}
	done.Wait()
	if err := errors.Join(failed...); err != nil {
		panic(err)
	}
	out := parts[0]
	if len(parts) > 1 {
		out = slices.Concat(parts...)
	}
	if byPath := func(a, b fact.Dependency) int { return cmp.Compare(a.From, b.From) }; !slices.IsSortedFunc(out, byPath) {
		slices.SortStableFunc(out, byPath)
	}
	return out
}

// worthSharing is the number of imports from which on another processor is asked to
// follow some: each has to learn what the whole tree holds.
const worthSharing = 20000

// resolve tells where the imports of some of all files lead.
func resolve(files, all []File, imports int) []fact.Dependency {
	resolvers := map[string]language.Resolver{}
	out := make([]fact.Dependency, 0, imports)
	for i := range files {
		f := &files[i]
		l := known.byName[f.Structure.Language]
		if l == nil || l.Resolver == nil {
			continue
		}
		resolve, ok := resolvers[family(l)]
		if !ok {
			resolve = l.Resolver(all)
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
	return out
}

// family is the name under which languages share a resolver.
func family(l *language.Language) string { return cmp.Or(l.Family, l.Name) }
