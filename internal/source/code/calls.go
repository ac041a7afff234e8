package code

import (
	"context"
	"slices"

	"leadline/internal/fact"
	"leadline/internal/source/code/gocalls"
	"leadline/internal/source/code/gotypes"
	"leadline/internal/source/code/language"
	"leadline/internal/source/code/scriptcalls"
)

// CallsVersion is raised whenever the same files give other calls.
const CallsVersion = gocalls.Version + "." + scriptcalls.Version

// Called tells whether calls are followed in a language.
func Called(name string) bool { return name == "go" || scripted[name] }

// scripted are the languages whose calls are followed together.
var scripted = map[string]bool{"typescript": true, "tsx": true, "javascript": true}

// mostScripts is how many bytes of scripts are followed together: their trees, which
// are some fifty times as large, have to be in memory at once.
const mostScripts = 12 << 20

// Content is a file and what is in it.
type Content struct {
	Path fact.Path
	Text []byte
}

// Calls tells which functions call which, in the languages of which Called tells.
// Files are all whose structure was read, manifests among them; contents are those of
// the files whose calls are followed. Partial are folders and files of which a part
// was left out.
func (r *Reader) Calls(ctx context.Context, files []File, contents []Content) (calls []fact.Call, partial []fact.Path, err error) {
	f := newFollower(files)
	size := 0
	for _, c := range contents {
		if scripted[f.language(c.Path)] {
			size += len(c.Text)
		}
	}
	var goes []gotypes.File
	var scripts []scriptcalls.File
	for _, c := range contents {
		name := f.language(c.Path)
		if !scripted[name] {
			goes = append(goes, gotypes.File{Path: c.Path, Content: c.Text})
			continue
		}
		if size > mostScripts {
			partial = append(partial, c.Path)
			continue
		}
		tree, err := r.tree(ctx, known.byName[name], c.Text)
		switch {
		case ctx.Err() != nil:
			return nil, nil, ctx.Err()
		case err != nil:
			partial = append(partial, c.Path)
		default:
			scripts = append(scripts, scriptcalls.File{Path: c.Path, Tree: tree})
		}
	}
	calls, left, err := gocalls.Of(ctx, goes, func(from fact.Path, path string) (fact.Path, bool) {
		if to := f.follow(from, path); len(to) == 1 {
			return to[0], true
		}
		return "", false
	})
	if err != nil {
		return nil, nil, err
	}
	return append(calls, scriptcalls.Find(scripts, f.follow)...), slices.Concat(left, partial), nil
}

// follower tells where imports of files lead.
type follower struct {
	files     map[fact.Path]*File
	resolvers map[string]language.Resolver
}

func newFollower(files []File) *follower {
	f := &follower{files: map[fact.Path]*File{}, resolvers: map[string]language.Resolver{}}
	for i := range files {
		f.files[files[i].Path] = &files[i]
	}
	for _, name := range []string{"go", "typescript"} {
		f.resolvers[family(known.byName[name])] = known.byName[name].Resolver(files)
	}
	return f
}

func (f *follower) language(p fact.Path) string {
	if x := f.files[p]; x != nil {
		return x.Structure.Language
	}
	return ""
}

// follow gives the places to which an import of a file leads, none where it leads out
// of the repository.
func (f *follower) follow(from fact.Path, path string) []fact.Path {
	l := known.byName[f.language(from)]
	if l == nil || f.resolvers[family(l)] == nil {
		return nil
	}
	var out []fact.Path
	for _, t := range f.resolvers[family(l)](f.files[from], &fact.Import{Path: path, Kind: fact.Runtime}) {
		if (t.Confidence == fact.Exact || t.Confidence == fact.Ambiguous) && !slices.Contains(out, t.To) {
			out = append(out, t.To)
		}
	}
	return out
}
