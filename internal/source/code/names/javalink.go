package names

import (
	"slices"
	"strings"

	"leadline/internal/fact"
)

// Types is what files of Java declare for others. Find tells the file that declares a
// type, by its full name.
func (t *Tree) Types(paths []fact.Path, find func(full string) fact.Path) *Package {
	p := newPackage()
	for _, path := range paths {
		f := t.file(path)
		if f == nil || !public(f.Package) {
			continue
		}
		for name, x := range f.Own {
			if x.Hidden {
				continue
			}
			e := &Entry{Symbol: name, Group: f.Package, Path: path, Line: x.Line, Name: x, Members: map[string]Member{}}
			e.inherit(declared{path: path, name: signed(x)}, func(d declared, base string) (declared, bool) { return t.javaBase(d, base, find) })
			p.Entries[f.Package+"."+name] = e
			p.Groups[f.Package] = &Group{Path: path.Folder()}
		}
	}
	return p
}

// public tells whether others are meant to use a package.
func public(pkg string) bool {
	return !slices.ContainsFunc(strings.Split(pkg, "."), func(s string) bool { return s == "internal" || s == "impl" })
}

// signed is a type whose methods have names of their own.
func signed(x *Name) *Name {
	out := *x
	out.Members = make([]*Name, len(x.Members))
	for i, m := range x.Members {
		member := *m
		for _, w := range m.Ways {
			member.Name = m.Name + w.String()
		}
		out.Members[i] = &member
	}
	return &out
}

// String writes the types of parameters.
func (w Way) String() string {
	types := make([]string, len(w))
	for i, p := range w {
		types[i] = p.Type
		if p.Form == Rest {
			types[i] = strings.TrimSuffix(p.Type, "[]") + "..."
		}
	}
	return "(" + strings.Join(types, ", ") + ")"
}

func (t *Tree) javaBase(d declared, base string, find func(full string) fact.Path) (declared, bool) {
	f := t.file(d.path)
	if f == nil {
		return declared{}, true
	}
	for name, x := range f.Own {
		if name == base || strings.HasSuffix(name, "."+base) {
			return declared{path: d.path, name: inherited(x)}, false
		}
	}
	full := f.Package + "." + base
	if from, ok := f.Imports[base]; ok {
		full = from.From
	}
	at := find(full)
	if at == "" {
		return declared{}, true
	}
	g := t.file(at)
	if g == nil || g.Own[base] == nil {
		return declared{}, true
	}
	return declared{path: at, name: inherited(g.Own[base])}, false
}

// inherited is a type without what makes objects of it.
func inherited(x *Name) *Name {
	out := signed(x)
	var kept []*Name
	for _, m := range out.Members {
		if !strings.HasPrefix(m.Name, constructor) {
			kept = append(kept, m)
		}
	}
	out.Members = kept
	return out
}
