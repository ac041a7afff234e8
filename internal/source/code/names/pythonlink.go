package names

import (
	"path"
	"strings"

	"leadline/internal/fact"
)

// Module is a module of Python that is public.
type Module struct {
	Name string
	Path fact.Path
}

// Modules is what modules give.
func (t *Tree) Modules(all []Module) *Package {
	p := newPackage()
	for _, m := range all {
		f := t.file(m.Path)
		group := &Group{Path: m.Path}
		p.Groups[m.Name] = group
		if f == nil {
			group.Open = true
			continue
		}
		group.Open = f.Open || f.Broken
		t.module(p, m, f)
	}
	return p
}

func isPackage(p fact.Path) bool { return path.Base(string(p)) == "__init__.py" }

func (t *Tree) module(p *Package, m Module, f *File) {
	listed := map[string]bool{}
	for _, name := range f.All {
		listed[name] = true
	}
	add := func(name string, quiet bool) {
		symbol := m.Name + "." + name
		if was := p.Entries[symbol]; was != nil {
			return
		}
		e := &Entry{Symbol: symbol, Group: m.Name, Quiet: quiet, Members: map[string]Member{}}
		if d := (declared{}); !quiet {
			if d = t.within(m.Path, name); d.name != nil {
				e.Path, e.Name, e.Line = d.path, d.name, d.name.Line
				e.inherit(d, t.pythonBase)
			}
		}
		p.Entries[symbol] = e
	}
	for name := range listed {
		if has(f, name) {
			add(name, false)
		}
	}
	for name, x := range f.Own {
		if x.Kind&(Function|Class) != 0 || x.Kind == Value && name == strings.ToUpper(name) {
			add(name, f.Lists || x.Hidden || strings.HasPrefix(name, "_"))
		} else {
			add(name, true)
		}
		if _, either := f.Imports[name]; either { // try: import it, except: do without
			p.Entries[m.Name+"."+name].Name = nil
		}
	}
	for name, from := range f.Imports {
		// What a package gets from below itself it passes on; the rest it needs.
		below := strings.HasPrefix(from.From, ".") && !strings.HasPrefix(from.From, "..") || strings.HasPrefix(from.From, m.Name+".")
		add(name, f.Lists || !isPackage(m.Path) || !below || f.Needed[name] || from.Name == "" || strings.HasPrefix(name, "_"))
	}
	for _, from := range f.Stars {
		to := t.follow(m.Path, Passed{from, "*"})
		if len(to) == 0 {
			p.Groups[m.Name].Open = true
		}
		for _, x := range to {
			for _, name := range t.starred(x, map[fact.Path]bool{}) {
				add(name, f.Lists)
			}
		}
	}
}

// has tells whether a name can be had from a module.
func has(f *File, name string) bool {
	_, imported := f.Imports[name]
	return imported || f.Own[name] != nil || f.Open || len(f.Stars) > 0
}

// starred are the names that come with all of a module.
func (t *Tree) starred(p fact.Path, seen map[fact.Path]bool) []string {
	f := t.file(p)
	if f == nil || seen[p] {
		return nil
	}
	seen[p] = true
	set := map[string]bool{}
	if f.Lists {
		for _, name := range f.All {
			set[name] = has(f, name)
		}
		return sorted(set)
	}
	for name, x := range f.Own {
		set[name] = x.Kind&(Function|Class) != 0 || name == strings.ToUpper(name)
	}
	for _, from := range f.Stars {
		for _, to := range t.follow(p, Passed{from, "*"}) {
			for _, name := range t.starred(to, seen) {
				set[name] = true
			}
		}
	}
	for name := range set {
		set[name] = set[name] && !strings.HasPrefix(name, "_")
	}
	return sorted(set)
}

// within finds what a name of a module stands for.
func (t *Tree) within(p fact.Path, name string) declared {
	at := named{p, name}
	if d, known := t.found[at]; known {
		return d
	}
	t.found[at] = declared{} // what leads back to it is not it
	d := t.lookedUp(p, name)
	t.found[at] = d
	return d
}

func (t *Tree) lookedUp(p fact.Path, name string) declared {
	f := t.file(p)
	if f == nil {
		return declared{}
	}
	if own := f.Own[name]; own != nil {
		return declared{path: p, name: own}
	}
	var froms []Passed
	if from, ok := f.Imports[name]; ok {
		if from.Name == "" {
			return declared{}
		}
		froms = append(froms, from)
	} else {
		for _, from := range f.Stars {
			froms = append(froms, Passed{from, name})
		}
	}
	for _, from := range froms {
		for _, to := range t.follow(p, from) {
			if to == p || isModule(to, from.Name) {
				continue
			}
			if d := t.within(to, from.Name); d.name != nil {
				return d
			}
		}
	}
	return declared{}
}

// isModule tells the file of a submodule.
func isModule(p fact.Path, name string) bool {
	base := path.Base(string(p))
	return base == name+".py" || base == "__init__.py" && path.Base(path.Dir(string(p))) == name
}

// pythonBase finds a base class.
func (t *Tree) pythonBase(d declared, base string) (declared, bool) {
	found := t.within(d.path, base)
	if found.name != nil {
		return found, false
	}
	f := t.file(d.path)
	_, imported := f.Imports[base]
	raised := strings.HasSuffix(base, "Error") || strings.HasSuffix(base, "Exception") || strings.HasSuffix(base, "Warning")
	return declared{}, imported || !raised
}
