package rust

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// pack is a package of Cargo.
type pack struct {
	dir, name string
	mapped    map[string]string
	lib       int              // the crate of its library; -1 if there is none
	libName   string           // as it is called in the code
	libFile   string           // if the manifest says it
	targets   map[string]bool  // files of other crates that it says
	workspace *pack            // the manifest that hands dependencies down
	known     map[string]*pack // by the names in the code; nil for what is elsewhere
}

// packages are those of a tree, by folder.
type packages map[string]*pack

func newPackages(files []language.File) packages {
	p := packages{}
	for i := range files {
		if s := files[i].Structure; s.Language == manifest {
			x := newPackage(folderOf(files[i].Path), s)
			p[x.dir] = x
		}
	}
	for _, x := range p {
		for dir := x.dir; ; dir = up(dir) {
			if w := p[dir]; w != nil && w.has(workspace) {
				x.workspace = w
				break
			}
			if dir == "" {
				break
			}
		}
	}
	for _, x := range p {
		x.know(p)
	}
	return p
}

func newPackage(dir string, s *fact.Structure) *pack {
	x := &pack{dir: dir, name: s.Package, mapped: map[string]string{}, targets: map[string]bool{}, lib: -1, libName: inCodeName(s.Package), known: map[string]*pack{}}
	for _, m := range s.Mapped {
		switch name, ok := strings.CutPrefix(m.Path, lib); {
		case ok:
			x.libFile = clean(path.Clean(m.Folder))
			if name = strings.TrimSpace(name); name != "" {
				x.libName = inCodeName(name)
			}
		case m.Path == target:
			x.targets[path.Clean(m.Folder)] = true
		default:
			if was, twice := x.mapped[m.Path]; !twice || was == "" {
				x.mapped[m.Path] = m.Folder
			}
		}
	}
	return x
}

// inCodeName is the name of a crate as code writes it.
func inCodeName(name string) string { return strings.ReplaceAll(name, "-", "_") }

func (x *pack) has(key string) bool {
	_, ok := x.mapped[key]
	return ok
}

// know finds the packages that a package needs.
func (x *pack) know(p packages) {
	for _, name := range slices.Sorted(maps.Keys(x.mapped)) {
		folder := x.mapped[name]
		if strings.HasPrefix(name, "[") {
			continue
		}
		from := x
		if w := x.workspace; w != nil {
			if folder == inherited {
				from, folder = w, w.mapped[workspace+" "+name]
			}
			if folder == "" && w.mapped[patch+" "+name] != "" {
				from, folder = w, w.mapped[patch+" "+name]
			}
		}
		var to *pack
		if folder != "" && folder != inherited {
			to = p[clean(path.Join(from.dir, folder))]
		}
		x.known[inCodeName(name)] = to
		if to != nil && to.name == name { // under its own name
			x.known[to.libName] = to
		}
	}
	x.known[x.libName] = x
}

// needs finds a package by its name in the code of a crate; known tells that a
// manifest has the name.
func (c *crate) needs(name string) (to *pack, known bool) {
	if c.owner == nil {
		return nil, false
	}
	to, known = c.owner.known[name]
	return to, known
}

// of is the package in which a file is: the one whose folder is nearest above it.
func (p packages) of(file string) *pack {
	for dir := up(file); ; dir = up(dir) {
		if x := p[dir]; x != nil && x.name != "" {
			return x
		}
		if dir == "" {
			return nil
		}
	}
}

// root is the file from which a crate is built.
type root struct {
	file  int32
	owner *pack
	lib   bool
}

// roots are those of all packages, by path; libraries before others. What stands
// where Cargo looks for crates is one without being named. A lib.rs or main.rs in
// no package is one too.
func (p packages) roots(r *tree) []root {
	var out []root
	for name, file := range r.at {
		x := p.of(name)
		if x == nil {
			if base := path.Base(name); base == "lib.rs" || base == "main.rs" {
				out = append(out, root{file: file, owner: &pack{dir: up(name), lib: -1}, lib: base == "lib.rs"})
			}
			continue
		}
		within := strings.TrimPrefix(strings.TrimPrefix(name, x.dir), "/")
		switch {
		case within == cmp.Or(x.libFile, "src/lib.rs"):
			out = append(out, root{file: file, owner: x, lib: true})
		case within == "src/main.rs", within == "build.rs", x.targets[within], automatic(within):
			out = append(out, root{file: file, owner: x})
		}
	}
	slices.SortFunc(out, func(a, b root) int {
		if a.lib != b.lib {
			if a.lib {
				return -1
			}
			return 1
		}
		return cmp.Compare(r.files[a.file].Path, r.files[b.file].Path)
	})
	return out
}

// automatic tells that Cargo takes a file for the root of a crate by its place.
func automatic(within string) bool {
	for _, folder := range []string{"src/bin/", "tests/", "examples/", "benches/"} {
		if rest, ok := strings.CutPrefix(within, folder); ok {
			dir, base := path.Split(rest)
			return dir == "" || base == "main.rs" && strings.Count(dir, "/") == 1
		}
	}
	return false
}

func folderOf(p fact.Path) string { return string(p.Folder()) }

// up is the folder of a path; empty for the top one.
func up(p string) string { return clean(path.Dir(p)) }

func clean(dir string) string {
	if dir == "." {
		return ""
	}
	return dir
}
