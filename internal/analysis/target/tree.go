package target

import (
	"iter"
	"maps"

	"leadline/internal/fact"
)

// Tree is what is in a commit.
type Tree struct {
	files, folders map[fact.Path]bool
	// beyond are submodules and symbolic links: what is below them is not known.
	beyond map[fact.Path]bool
}

// TreeOf is the tree at the head of a history.
func TreeOf(h *fact.History) *Tree {
	t := &Tree{files: make(map[fact.Path]bool, len(h.Files)), folders: map[fact.Path]bool{}, beyond: map[fact.Path]bool{}}
	for i := range h.Files {
		f := &h.Files[i]
		t.files[f.Path] = true
		if kind := f.Mode & fact.ModeTypeMask; kind == fact.ModeSubmodule&fact.ModeTypeMask || kind == fact.ModeSymlink {
			t.beyond[f.Path] = true
		}
		for dir := f.Path.Folder(); dir != "" && !t.folders[dir]; dir = dir.Folder() {
			t.folders[dir] = true
		}
	}
	return t
}

// File reports whether there is a file.
func (t *Tree) File(p fact.Path) bool { return t.files[p] }

// Folder reports whether there is a folder.
func (t *Tree) Folder(p fact.Path) bool { return p == "" || t.folders[p] }

// Exists reports whether there is a file or a folder.
func (t *Tree) Exists(p fact.Path) bool { return t.files[p] || t.folders[p] }

// Found reports whether there is a file or a folder, or a text without its ending.
func (t *Tree) Found(p fact.Path) bool {
	return t.Exists(p) || t.files[p+".md"] || t.files[p+".mdx"]
}

// Beyond reports whether a path leads into a submodule or through a symbolic link.
func (t *Tree) Beyond(p fact.Path) bool {
	for d := p; d != ""; d = d.Folder() {
		if t.beyond[d] {
			return true
		}
	}
	return false
}

// Folders are all folders but the top, in no order.
func (t *Tree) Folders() iter.Seq[fact.Path] { return maps.Keys(t.folders) }
