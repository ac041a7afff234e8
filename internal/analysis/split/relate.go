package split

import (
	"cmp"
	"slices"
	"strings"

	"leadline/internal/fact"
)

// File is a file that a change touches.
type File struct {
	// Path is empty of one that is deleted, and Was of one that is new.
	Path, Was fact.Path
	// Lines are those that were added or deleted; 0 of what people do not write.
	Lines         int
	Before, After Side
}

// Name is the path at the head, or else the one that the file had.
func (f *File) Name() fact.Path {
	if f.Path == "" {
		return f.Was
	}
	return f.Path
}

// Declared tells that it is known, at whichever end there is a file, what it declares.
func (f *File) Declared() bool {
	known := func(p fact.Path, s *Side) bool { return p == "" || s.Names != nil && !s.Names.Loose }
	return known(f.Was, &f.Before) && known(f.Path, &f.After)
}

// Side is what a file is at one end of the change.
type Side struct {
	// Names are nil where there is no file, and where they are not known.
	Names *fact.Names
	// Imports are those that lead to the repository, and Outside the paths of those
	// that do not.
	Imports []Import
	Outside []string
	Text    []byte
}

// Import is a path as the file has it, and the file or folder to which it leads.
type Import struct {
	Path string
	To   fact.Path
}

// imports tells that a side imports a file, or the folder that it is in.
func (s *Side) imports(p fact.Path) bool { return s.leads(p) || s.leads(p.Folder()) }

// leads tells that an import leads to a file or folder itself.
func (s *Side) leads(to fact.Path) bool {
	return slices.ContainsFunc(s.Imports, func(i Import) bool { return i.To == to })
}

// side gives the end of the change at which a file is asked about.
type side bool

const (
	before side = false
	after  side = true
)

func (f *File) at(s side) (*Side, fact.Path) {
	if s == after {
		return &f.After, f.Path
	}
	return &f.Before, f.Was
}

// unit is where names are known without an import: a package in a folder, or a file.
type unit struct {
	path fact.Path
	name string
}

func unitOf(n *fact.Names, p fact.Path) unit {
	if n.Loose {
		return unit{path: p}
	}
	return unit{p.Folder(), n.Unit}
}

// declared is a name of a unit.
type declared struct {
	unit
	name string
}

// relation finds out what files need of each other.
type relation struct {
	files []File
	needs *Needs
	trees *Trees
	// by are the files that declare a name, and using those that use one, by its last
	// part, at each end.
	by    map[side]map[declared][]int
	using map[side]map[string][]int
	// given are the files that declare a member, by its name.
	given map[side]map[string][]int
}

// Trees tell of the two ends of a change, beyond the files that it touches.
type Trees struct {
	// Reaches tells that files of a folder need those of another one, by way of others
	// too, at either end.
	Reaches func(from, to fact.Path) bool
	// Had and Has tell that a folder holds files of code, at the base and at the head.
	Had, Has func(folder fact.Path) bool
}

// Relate adds what files need of each other by the names that they declare and use.
func Relate(files []File, needs *Needs, t *Trees) {
	r := relation{
		files: files, needs: needs, trees: t,
		by:    map[side]map[declared][]int{before: {}, after: {}},
		using: map[side]map[string][]int{before: {}, after: {}},
		given: map[side]map[string][]int{before: {}, after: {}},
	}
	for i := range files {
		r.index(i, before)
		r.index(i, after)
	}
	for i := range files {
		r.came(i)
		r.went(i)
		r.packages(i)
		if b, a := files[i].Before.Names, files[i].After.Names; loose(b) || loose(a) {
			r.words(i)
		}
	}
}

func loose(n *fact.Names) bool { return n != nil && n.Loose }

func (r *relation) index(i int, s side) {
	x, path := r.files[i].at(s)
	if x.Names == nil {
		return
	}
	for name := range x.Names.Declared {
		k := declared{unitOf(x.Names, path), name}
		r.by[s][k] = append(r.by[s][k], i)
		if _, member, ok := cutOwner(name); ok {
			r.given[s][member] = append(r.given[s][member], i)
		}
	}
	for name := range x.Names.Used {
		last := name[strings.LastIndexByte(name, '.')+1:]
		if at := r.using[s][last]; len(at) == 0 || at[len(at)-1] != i {
			r.using[s][last] = append(at, i)
		}
	}
}

// cutOwner divides the name of a member; ok is false for one of none.
func cutOwner(name string) (owner, member string, ok bool) {
	at := strings.LastIndexByte(name, '.')
	if at < 0 {
		return "", name, false
	}
	return name[:at], name[at+1:], true
}

// use is how a file uses a name that another one declares; the count is 0 where it
// does not.
func (r *relation) use(f int, s side, of *File, k declared) fact.Use {
	x, path := r.files[f].at(s)
	_, at := of.at(s)
	if x.Names == nil {
		return fact.Use{}
	}
	_, name, member := cutOwner(k.name)
	switch {
	case x.Names.Loose && (x.imports(at) || member && r.trees.Reaches(path.Folder(), at.Folder())):
		return x.Names.Used[name]
	case x.Names.Loose:
		return fact.Use{}
	case member && (path.Folder() == k.path || r.trees.Reaches(path.Folder(), k.path)):
		return x.Names.Used["."+name]
	case member:
		return fact.Use{}
	case path.Folder() == k.path && x.Names.Unit == k.unit.name:
		return x.Names.Used[name]
	}
	return qualified(x, k.unit, name)
}

// qualified is the use of a name of another package.
func qualified(x *Side, of unit, name string) fact.Use {
	var out fact.Use
	for _, i := range x.Imports {
		if i.To != of.path {
			continue
		}
		for as, paths := range x.Names.Imported {
			if !slices.Contains(paths, i.Path) {
				continue
			}
			u := x.Names.Used[cmp.Or(as, of.name)+"."+name]
			if as == "." {
				u = x.Names.Used[name]
			}
			out.Count, out.Lines = out.Count+u.Count, out.Lines+u.Lines
		}
	}
	return out
}

// came relates those that use what a file declares and did not before, or otherwise.
func (r *relation) came(g int) {
	x, path := r.files[g].at(after)
	if x.Names == nil {
		return
	}
	for name, d := range x.Names.Declared {
		k := declared{unitOf(x.Names, path), name}
		was, from, had := r.declaration(k)
		switch {
		case !had:
			r.users(g, after, k, func(f int, now, then fact.Use) bool {
				return !strings.Contains(name, ".") || now.Count > then.Count
			}, r.needs.Need)
			if d.Required {
				r.implementers(g, after, name)
			}
			continue
		case from != g && !slices.Contains(r.by[before][k], g):
			r.needs.Tie(g, from) // it moved
		}
		switch {
		case was.Shape != d.Shape:
			differs := func(_ int, now, then fact.Use) bool { return !strings.Contains(name, ".") || now != then }
			r.users(g, after, k, differs, r.needs.Need)
			r.users(g, before, k, differs, func(f, g int) { r.needs.Need(g, f) })
			if d.Required {
				r.implementers(g, after, name)
			}
		case was.Body != d.Body:
			r.users(g, after, k, func(int, fact.Use, fact.Use) bool { return true }, r.needs.After)
		}
	}
}

// declaration is how a name was declared at the base, by a file of the change.
func (r *relation) declaration(k declared) (d fact.Declaration, by int, ok bool) {
	at := r.by[before][k]
	if len(at) == 0 {
		return d, 0, false
	}
	return r.files[at[0]].Before.Names.Declared[k.name], at[0], true
}

// users relates the files that use a name at an end, where that is wanted of how they
// use it now and did before.
func (r *relation) users(g int, s side, k declared, want func(f int, now, then fact.Use) bool, relate func(f, g int)) {
	_, last, _ := cutOwner(k.name)
	for _, f := range r.using[s][last] {
		if f == g {
			continue
		}
		if u := r.use(f, s, &r.files[g], k); u.Count == 0 {
			continue
		}
		if want(f, r.use(f, after, &r.files[g], k), r.use(f, before, &r.files[g], k)) {
			relate(f, g)
		}
	}
}

// implementers relates an interface and those that have what it asks for since.
func (r *relation) implementers(g int, s side, name string) {
	_, member, _ := cutOwner(name)
	for _, f := range r.given[s][member] {
		x := r.files[f].After.Names
		for other, d := range x.Declared {
			if _, m, ok := cutOwner(other); !ok || m != member || d.Required {
				continue
			}
			was, _, had := r.declaration(declared{unitOf(x, r.files[f].Path), other})
			switch {
			case !had:
				r.needs.Need(g, f)
			case was.Shape != d.Shape:
				r.needs.Tie(g, f)
			}
		}
	}
}

// went relates those that used what is gone: it goes with them, or after them.
func (r *relation) went(g int) {
	x, path := r.files[g].at(before)
	if x.Names == nil {
		return
	}
	for name, d := range x.Names.Declared {
		k := declared{unitOf(x.Names, path), name}
		if len(r.by[after][k]) > 0 {
			continue
		}
		r.users(g, before, k, func(f int, now, then fact.Use) bool {
			return !strings.Contains(name, ".") || then.Count > now.Count
		}, func(f, g int) { r.needs.Need(g, f) })
		if d.Required {
			r.formerly(g, name)
		}
	}
}

// formerly relates those that no longer have what an interface asked for: the
// interface is first.
func (r *relation) formerly(g int, name string) {
	_, member, _ := cutOwner(name)
	for _, f := range r.given[before][member] {
		x := r.files[f].Before.Names
		for other, d := range x.Declared {
			if _, m, ok := cutOwner(other); ok && m == member && !d.Required && len(r.by[after][declared{unitOf(x, r.files[f].Was), other}]) == 0 {
				r.needs.Need(f, g)
			}
		}
	}
}

// packages relates files by what they import: one that is new comes first, and one
// that is gone goes last, and what a package is called concerns all of it.
func (r *relation) packages(g int) {
	x := &r.files[g]
	for f := range r.files {
		y := &r.files[f]
		if f == g {
			continue
		}
		if x.Was == "" && (y.After.leads(x.Path) || y.After.leads(x.Path.Folder()) && !r.trees.Had(x.Path.Folder())) {
			r.needs.Need(f, g)
		}
		if x.Path == "" && (y.Before.leads(x.Was) || y.Before.leads(x.Was.Folder()) && !r.trees.Has(x.Was.Folder())) {
			r.needs.Need(g, f)
		}
		if renamed(x) && y.Name().Folder() == x.Name().Folder() {
			r.needs.Tie(g, f)
		}
	}
}

func renamed(f *File) bool {
	b, a := f.Before.Names, f.After.Names
	return b != nil && a != nil && !a.Loose && b.Unit != a.Unit
}

// words relates files whose declarations are not all known: a word that comes to both
// or goes from both, where one imports the other, may be the name of something.
func (r *relation) words(g int) {
	x := &r.files[g]
	for f := range r.files {
		y := &r.files[f]
		if f == g {
			continue
		}
		if y.After.imports(x.Path) && x.Path != "" {
			r.needs.After(f, g)
			if fresh(x.After.Names, x.Before.Names, y.After.Names, y.Before.Names) {
				r.needs.Need(f, g)
			}
		}
		if y.Before.imports(x.Was) && x.Was != "" && fresh(x.Before.Names, x.After.Names, y.Before.Names, y.After.Names) {
			r.needs.Need(g, f)
		}
	}
}

// fresh tells that two files have a word that neither of them has at the other end.
func fresh(x, xOther, y, yOther *fact.Names) bool {
	if x == nil || xOther == nil || y == nil {
		return false
	}
	for w := range x.Used {
		if xOther.Used[w].Count > 0 || y.Used[w].Count == 0 {
			continue
		}
		if yOther == nil || yOther.Used[w].Count == 0 {
			return true
		}
	}
	return false
}
