package rust

import (
	"maps"
	"path"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// declaration starts the imports that declare a module, after exported where other
// crates see it; they end with here where its text is in the same file.
const (
	declaration = "mod "
	exported    = "pub "
	here        = " {}"
	// renaming and as stand before and within those that say what a name stands for.
	renaming = "use "
	as       = " as "
)

// tree is the modules of all crates.
type tree struct {
	files  []language.File
	at     map[string]int32 // the files of Rust, by path
	crates []crate
	all    []module
	of     map[int32][]int32           // the modules that are a file each
	named  map[int32]map[string]string // the paths that imported names stand for
}

// crate is what one run of the compiler builds.
type crate struct {
	root  int32 // module
	owner *pack
	seen  map[int32]int32 // its modules by their files
}

// module is a module of a crate. One with its text in the file of its parent has
// the same file.
type module struct {
	file, parent, crate int32
	children            map[string][]int32
	test, public        bool
}

// mostCrates bounds of how many crates a file is read as a part.
const mostCrates = 32

func newTree(files []language.File) *tree {
	r := &tree{files: files, at: map[string]int32{}, of: map[int32][]int32{}, named: map[int32]map[string]string{}}
	for i := range files {
		if files[i].Structure.Language == rustName {
			r.at[string(files[i].Path)] = int32(i)
		}
	}
	packs := newPackages(files)
	for _, root := range packs.roots(r) {
		r.build(root)
	}
	r.adopt(packs)
	return r
}

// step is a file whose modules are to be found. What a mod.rs declares is beside it,
// and what another file declares is in a folder of its name.
type step struct {
	module int32
	beside bool
}

// build makes the tree of a crate from its root.
func (r *tree) build(root root) {
	c := int32(len(r.crates))
	r.crates = append(r.crates, crate{root: int32(len(r.all)), owner: root.owner, seen: map[int32]int32{}})
	if root.lib {
		root.owner.lib = int(c)
	}
	r.grow(step{r.add(module{file: root.file, parent: -1, crate: c}), true})
}

// grow adds what a module declares, and what those declare.
func (r *tree) grow(s step) {
	for todo := []step{s}; len(todo) > 0; todo = todo[1:] {
		todo = append(todo, r.declared(todo[0])...)
	}
}

// adopt finds a place for files that no module declares, such as those for which a
// macro does: below the module that their folder belongs to. Any other is a crate of
// its own.
func (r *tree) adopt(packs packages) {
	for _, p := range slices.Sorted(maps.Keys(r.at)) {
		file := r.at[p]
		if len(r.of[file]) > 0 {
			continue
		}
		dir, name := path.Dir(p), strings.TrimSuffix(path.Base(p), ".rs")
		beside := name == "mod"
		if beside {
			dir, name = path.Dir(dir), path.Base(dir)
		}
		for _, host := range r.hosts(dir) {
			m := module{file: file, parent: host, crate: r.all[host].crate, test: r.all[host].test, public: true}
			if len(r.all[host].children[name]) > 0 {
				continue
			}
			n := r.add(m)
			r.child(host, name, n)
			r.grow(step{n, beside})
		}
		if len(r.of[file]) == 0 {
			r.build(root{file: file, owner: packs.of(p)})
		}
	}
}

// hosts are the modules to which a folder belongs.
func (r *tree) hosts(dir string) []int32 {
	for _, base := range []string{"mod.rs", "lib.rs", "main.rs"} {
		if f, ok := r.at[path.Join(dir, base)]; ok {
			return r.of[f]
		}
	}
	f, ok := r.at[dir+".rs"]
	if !ok {
		return nil
	}
	var out []int32
	for _, m := range r.of[f] {
		if r.all[m].parent >= 0 {
			out = append(out, m)
		}
	}
	return out
}

func (r *tree) add(m module) int32 {
	n := int32(len(r.all))
	r.all = append(r.all, m)
	if m.parent < 0 || r.all[m.parent].file != m.file {
		r.of[m.file] = append(r.of[m.file], n)
		r.crates[m.crate].seen[m.file] = n
	}
	return n
}

// declared adds the modules that a file declares, and gives those that are files.
func (r *tree) declared(s step) []step {
	var out []step
	own := r.all[s.module]
	within := map[string]int32{"": s.module} // the modules in this file
	imports := r.files[own.file].Structure.Imports
	for i := range imports {
		x := &imports[i]
		full, public := strings.CutPrefix(x.Path, exported)
		full, ok := strings.CutPrefix(full, declaration)
		if !ok {
			continue
		}
		full, inside := strings.CutSuffix(full, here)
		before, name := cutLast(full)
		parent, ok := within[before]
		if !ok {
			continue
		}
		m := module{file: own.file, parent: parent, crate: own.crate, public: public}
		m.test = r.all[parent].test || x.Kind == fact.TestOnly
		if inside {
			if _, twice := within[full]; !twice {
				within[full] = r.add(m)
				r.child(parent, name, within[full])
			}
			continue
		}
		for _, f := range r.place(s, full, x.Names) {
			if known, ok := r.crates[m.crate].seen[f.file]; ok {
				r.child(parent, name, known)
				continue
			}
			if all := r.of[f.file]; len(all) >= mostCrates {
				r.child(parent, name, all[0])
				continue
			}
			m.file = f.file
			n := r.add(m)
			r.child(parent, name, n)
			out = append(out, step{n, f.beside})
		}
	}
	return out
}

func (r *tree) child(parent int32, name string, m int32) {
	x := &r.all[parent]
	if x.children == nil {
		x.children = map[string][]int32{}
	}
	if c := x.children[name]; !slices.Contains(c, m) && len(c) < mostWays {
		x.children[name] = append(c, m)
	}
}

// placed is a file of a module.
type placed struct {
	file   int32
	beside bool
}

// place finds the file of a module by its name, and by the path that an attribute
// says: from the folder of the file that declares it, and what is in modules of that
// file from their folder (The Rust Reference, Modules).
func (r *tree) place(s step, full string, said []string) []placed {
	file := string(r.files[r.all[s.module].file].Path)
	folder := path.Dir(file)
	own := folder
	if !s.beside {
		own = path.Join(folder, strings.TrimSuffix(path.Base(file), ".rs"))
	}
	before, name := cutLast(full)
	if before != "" {
		own = path.Join(own, strings.ReplaceAll(before, "::", "/"))
		folder = own
	}
	var out []placed
	add := func(p string, beside bool) bool {
		f, ok := r.at[p]
		if ok {
			out = append(out, placed{f, beside})
		}
		return ok
	}
	for _, p := range said {
		if p != "" {
			add(path.Join(folder, p), true)
		}
	}
	if len(said) == 0 || slices.Contains(said, "") {
		if !add(path.Join(own, name+".rs"), false) {
			add(path.Join(own, name, "mod.rs"), true)
		}
	}
	return out
}
