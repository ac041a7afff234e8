package jvm

import (
	"path"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// place is where a file lies: the folder in which its packages start, and the
// module that has this folder, which is what is above src, or the folder above.
type place struct{ root, module string }

// placeOf takes from a folder what it has in common with the end of the package;
// Kotlin leaves out the first words of it.
func placeOf(p fact.Path, pkg string) place {
	root := strings.TrimSuffix(string(p.Folder()), "/")
	for pkg != "" {
		var last string
		if i := strings.LastIndexByte(pkg, '.'); i >= 0 {
			pkg, last = pkg[:i], pkg[i+1:]
		} else {
			pkg, last = "", pkg
		}
		if path.Base(root) != last {
			break
		}
		root = parent(root)
	}
	x := place{root: root, module: parent(root)}
	for at := root; at != ""; at = parent(at) {
		if path.Base(at) == "src" {
			x.module = parent(at)
			break
		}
	}
	return x
}

// parent is the folder above; empty for the top.
func parent(dir string) string {
	if i := strings.LastIndexByte(dir, '/'); i >= 0 {
		return dir[:i]
	}
	return ""
}

// names is what the files of a tree declare.
type names struct {
	// files are those that declare a full name, by path.
	files map[string][]fact.Path
	// packages are those that declare a simple name.
	packages map[string][]string
	// known are all packages.
	known map[string]bool
	// places are those of the files; in are the files of a place that declare a name
	// which several files do, the first and how many.
	places map[fact.Path]place
	in     map[at]several
}

// at is a full name in a source root or in a module.
type at struct {
	folder string
	module bool
	name   string
}

type several struct {
	first fact.Path
	count int
}

func newNames(files []language.File) *names {
	n := &names{
		files: map[string][]fact.Path{}, packages: map[string][]string{}, known: map[string]bool{},
		places: map[fact.Path]place{}, in: map[at]several{},
	}
	for i := range files {
		f := &files[i]
		if name := f.Structure.Language; name != javaName && name != kotlinName {
			continue
		}
		n.places[f.Path] = placeOf(f.Path, f.Structure.Package)
		n.known[f.Structure.Package] = true
		for _, name := range f.Structure.Declares {
			n.files[name] = append(n.files[name], f.Path)
		}
		if f.Structure.Language == kotlinName {
			name := facadeOf(f)
			n.files[name] = append(n.files[name], f.Path)
		}
	}
	for name, list := range n.files {
		pkg, simple := split(name)
		n.packages[simple] = append(n.packages[simple], pkg)
		slices.Sort(list)
		if len(list) == 1 {
			continue
		}
		for _, p := range list {
			x := n.places[p]
			n.count(at{x.root, false, name}, p)
			n.count(at{x.module, true, name}, p)
		}
	}
	for _, list := range n.packages {
		slices.Sort(list)
	}
	return n
}

// facadeOf is the full name of the class in which Java finds the functions of a file
// of Kotlin: that of the file.
func facadeOf(f *language.File) string {
	name := strings.TrimSuffix(path.Base(string(f.Path)), ".kt")
	if name != "" {
		name = strings.ToUpper(name[:1]) + name[1:] + "Kt"
	}
	if f.Structure.Package == "" {
		return name
	}
	return f.Structure.Package + "." + name
}

func (n *names) count(key at, p fact.Path) {
	x := n.in[key]
	if x.count == 0 {
		x.first = p
	}
	x.count++
	n.in[key] = x
}

// find tells which file a full name means in another file. Of several it is the one
// in the same source root, or else the only one in the same module; where there is
// none it is one that lies as near as any.
func (n *names) find(from fact.Path, name string) (language.Target, bool) {
	list := n.files[name]
	if len(list) == 0 {
		return language.Target{}, false
	}
	if len(list) == 1 {
		return language.Target{To: list[0], Confidence: fact.Exact}, true
	}
	x := n.places[from]
	for _, key := range []at{{x.root, false, name}, {x.module, true, name}} {
		switch s := n.in[key]; s.count {
		case 0:
		case 1:
			return language.Target{To: s.first, Confidence: fact.Exact}, true
		default:
			return language.Target{To: s.first, Confidence: fact.Ambiguous}, true
		}
	}
	return language.Target{To: language.Nearest(list, from), Confidence: fact.Ambiguous}, true
}

// split parts a full name into its package and the rest.
func split(name string) (pkg, simple string) {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return "", name
	}
	return name[:i], name[i+1:]
}
