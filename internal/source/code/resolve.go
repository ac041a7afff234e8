package code

import (
	"cmp"
	"context"
	"slices"

	"leadline/internal/fact"
	"leadline/internal/source/code/gocalls"
	"leadline/internal/source/code/language"
)

// File is a file whose structure was read.
type File = language.File

// Resolve tells where the imports of files lead, manifests being among them: sorted
// by the path of the file, and within a file in the order of its imports.
func Resolve(files []File) []fact.Dependency {
	resolvers := map[string]language.Resolver{}
	var out []fact.Dependency
	for i := range files {
		f := &files[i]
		l := known.byName[f.Structure.Language]
		if l == nil || l.Resolver == nil {
			continue
		}
		family := cmp.Or(l.Family, l.Name)
		resolve, ok := resolvers[family]
		if !ok {
			resolve = l.Resolver(files)
			resolvers[family] = resolve
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
	slices.SortStableFunc(out, func(a, b fact.Dependency) int { return cmp.Compare(a.From, b.From) })
	return out
}

// Content is a file and what is in it.
type Content struct {
	Path fact.Path
	Text []byte
}

// CallsOf tells which functions of the languages in which that is known call which:
// of Go. Files are all whose structure was read, manifests among them; contents are
// those of the files whose language Called tells. Partial are folders of which a part
// was left out.
func CallsOf(ctx context.Context, files []File, contents []Content) (calls []fact.Call, partial []fact.Path, err error) {
	goes := known.byExtension[".go"].Resolver(files)
	of := map[fact.Path]*File{}
	for i := range files {
		of[files[i].Path] = &files[i]
	}
	read := make([]gocalls.File, len(contents))
	for i, c := range contents {
		read[i] = gocalls.File{Path: c.Path, Content: c.Text}
	}
	return gocalls.Of(ctx, read, func(from fact.Path, path string) (fact.Path, bool) {
		f := of[from]
		if f == nil {
			return "", false
		}
		for _, t := range goes(f, &fact.Import{Path: path}) {
			if t.Confidence == fact.Exact {
				return t.To, true
			}
		}
		return "", false
	})
}

// CallsVersion is raised whenever the same files give other calls.
const CallsVersion = gocalls.Version

// Called tells whether calls are followed in a language.
func Called(name string) bool { return name == "go" }
