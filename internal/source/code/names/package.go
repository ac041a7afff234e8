package names

import (
	"maps"
	"slices"

	"leadline/internal/fact"
)

// Package is what users of a package can name.
type Package struct {
	// Entries are by a key that is the same in all states.
	Entries map[string]*Entry
	// Groups are the modules, entry points and namespaces that hold them. Open ones may
	// hold more.
	Groups map[string]*Group
}

// Group is where names are.
type Group struct {
	Path fact.Path
	Open bool
}

// Entry is a name that users of a package know.
type Entry struct {
	Symbol, Group string
	// Path is the file that declares it; empty where nothing but the name is known.
	Path fact.Path
	Line int
	Name *Name
	// TypeOnly: it stands for a type alone.
	TypeOnly bool
	// Quiet: it can be named, and is not meant to be.
	Quiet bool
	// Members are its own and those that it inherits, by name. Open: more may be
	// inherited.
	Members map[string]Member
	Open    bool
}

// Member is a member, and the declaration that has it.
type Member struct {
	*Name
	Owner string
	Path  fact.Path
}

func newPackage() *Package {
	return &Package{Entries: map[string]*Entry{}, Groups: map[string]*Group{}}
}

// Follow tells the files to which an import leads: none where it is outside of the
// repository, or is no code.
type Follow func(from fact.Path, x Passed) []fact.Path

// Tree is the files of a state, as far as they were needed.
type Tree struct {
	// Files are those that were read; nil for one that cannot be.
	Files  map[fact.Path]*File
	follow Follow
	// wanted are those that turned out to be needed.
	wanted map[fact.Path]bool
	// Memories of what was found with the files that there are.
	gave  map[fact.Path]*gave
	found map[named]declared
}

// gave is what a script gives.
type gave struct {
	names []givenAt
	open  bool
}

// named is a name of a module.
type named struct {
	path fact.Path
	name string
}

// NewTree is a tree of which nothing was read.
func NewTree(follow Follow) *Tree {
	t := &Tree{Files: map[fact.Path]*File{}, follow: follow, wanted: map[fact.Path]bool{}}
	t.Wanted()
	return t
}

// Wanted are files that were asked for and were not read. Who reads them and asks again
// gets a better answer.
func (t *Tree) Wanted() []fact.Path {
	out := slices.Sorted(maps.Keys(t.wanted))
	clear(t.wanted)
	t.gave, t.found = map[fact.Path]*gave{}, map[named]declared{}
	return out
}

func (t *Tree) file(p fact.Path) *File {
	f, ok := t.Files[p]
	if !ok {
		t.wanted[p] = true
	}
	return f
}

// deepest is how many imports, or base classes, are followed from one to the next.
const deepest = 20

// declared is a declaration, and where; space is the file of which a name stands for
// all. With neither, nothing but the name is known.
type declared struct {
	path, space fact.Path
	name        *Name
	typeOnly    bool
}

// findBase is how a language finds a base of a declaration; open is that it cannot be
// found.
type findBase func(d declared, base string) (found declared, open bool)

// inherit adds the members of a declaration and of what it inherits from.
func (e *Entry) inherit(d declared, of findBase) {
	seen := map[named]bool{{d.path, d.name.Name}: true}
	for wave := []declared{d}; len(wave) > 0; wave = wave[1:] {
		d := wave[0]
		e.Open = e.Open || d.name.Open
		for _, m := range d.name.Members {
			if _, has := e.Members[m.Name]; !has {
				e.Members[m.Name] = Member{m, d.name.Name, d.path}
			}
		}
		for _, base := range d.name.Bases {
			found, open := of(d, base)
			e.Open = e.Open || open
			if open || found.name == nil {
				continue
			}
			if at := (named{found.path, found.name.Name}); !seen[at] {
				seen[at] = true
				wave = append(wave, found)
			}
		}
	}
}
