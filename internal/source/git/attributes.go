package git

import (
	"context"
	"errors"
	"path"

	"leadline/internal/fact"
	"leadline/internal/source/git/attribute"
)

// ApplyAttributes heeds the .gitattributes files of the tree at the head: it
// tells each file's attributes, and takes lines and numbers away from paths
// that are declared binary, in all of the history.
func (r *Repository) ApplyAttributes(ctx context.Context, h *fact.History) error {
	set, err := r.attributes(ctx, h.Files)
	if err != nil || set == nil {
		return err
	}
	cache := map[fact.Path]fact.Attributes{}
	lookup := func(p fact.Path) fact.Attributes {
		a, ok := cache[p]
		if !ok {
			a = set.Lookup(p)
			cache[p] = a
		}
		return a
	}
	// Submodules and symbolic links are never binary by attribute.
	binary := func(p fact.Path, m fact.Mode) bool {
		return m&fact.ModeTypeMask == fact.ModeFile&fact.ModeTypeMask && lookup(p).Binary
	}
	for i := range h.Files {
		f := &h.Files[i]
		if f.Attributes = lookup(f.Path); f.Content == fact.Text && binary(f.Path, f.Mode) {
			f.Content, f.Lines = fact.Binary, nil
		}
	}
	if !set.MayBeBinary() {
		return nil
	}
	for i := range h.Commits {
		for j := range h.Commits[i].Changes {
			ch := &h.Commits[i].Changes[j]
			if ch.Counted() && (binary(ch.Path, ch.Mode) || binary(ch.PathBefore(), ch.OldMode)) {
				ch.Content, ch.Added, ch.Deleted = fact.Binary, 0, 0
			}
		}
	}
	return nil
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
