package git

import (
	"context"
	"errors"
	"path"

	"leadline/internal/fact"
	"leadline/internal/source/git/attribute"
)

// Attributes are what the .gitattributes files of a tree say of paths.
type Attributes struct {
	set  *attribute.Set // nil if they say nothing
	seen map[fact.Path]fact.Attributes
}

// Attributes reads the .gitattributes files of a tree.
func (r *Repository) Attributes(ctx context.Context, files []fact.File) (*Attributes, error) {
	set, err := r.attributes(ctx, files)
	return &Attributes{set, map[fact.Path]fact.Attributes{}}, err
}

// ApplyToFiles tells each file's attributes, and takes the lines of those that are
// declared binary.
func (a *Attributes) ApplyToFiles(files []fact.File) {
	if a.set == nil {
		return
	}
	for i := range files {
		f := &files[i]
		if f.Attributes = a.of(f.Path); f.Content == fact.Text && a.binary(f.Path, f.Mode) {
			f.Content, f.Lines = fact.Binary, nil
		}
	}
}

// BinaryChanges are the changes of commits to paths that are declared binary, of which
// the lines were counted.
func (a *Attributes) BinaryChanges(commits []fact.Commit) []*fact.Change {
	if a.set == nil || !a.set.MayBeBinary() {
		return nil
	}
	var out []*fact.Change
	for i := range commits {
		for j := range commits[i].Changes {
			ch := &commits[i].Changes[j]
			if ch.Counted() && (a.binary(ch.Path, ch.Mode) || a.binary(ch.PathBefore(), ch.OldMode)) {
				out = append(out, ch)
			}
		}
	}
	return out
}

func (a *Attributes) of(p fact.Path) fact.Attributes {
	x, ok := a.seen[p]
	if !ok {
		x = a.set.Lookup(p)
		a.seen[p] = x
	}
	return x
}

// binary reports whether a path is declared binary. Submodules and symbolic links
// never are.
func (a *Attributes) binary(p fact.Path, m fact.Mode) bool {
	return m&fact.ModeTypeMask == fact.ModeFile&fact.ModeTypeMask && a.of(p).Binary
}

// attributes reads the .gitattributes files of a tree; nil if there are none.
// One that is missing says nothing.
func (r *Repository) attributes(ctx context.Context, files []fact.File) (*attribute.Set, error) {
	const name, most = ".gitattributes", 100 << 20
	var set *attribute.Set
	var c *catFile
	for i := range files {
		f := &files[i]
		if path.Base(string(f.Path)) != name || f.Mode != fact.ModeFile && f.Mode != fact.ModeExecutable {
			continue
		}
		if c == nil {
			c = newCatFile(ctx, r)
			defer c.close()
			set = &attribute.Set{}
		}
		data, err := c.blob(binaryID(f.Blob), most, func(n int) []byte { return make([]byte, n) })
		if errors.Is(err, errMissing) || errors.Is(err, errTooLarge) {
			continue
		}
		if err != nil {
			return nil, err
		}
		dir := path.Dir(string(f.Path))
		if dir == "." {
			dir = ""
		}
		set.Add(fact.Path(dir), data)
	}
	return set, nil
}
