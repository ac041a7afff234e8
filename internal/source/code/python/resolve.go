package python

import (
	"cmp"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// resolve tells where an import leads. One of a name from a package leads to the
// module of that name, if there is one, and else to the package.
func (m *modules) resolve(f *language.File, x *fact.Import) []language.Target {
	q := query{modules: m, from: f.Path, names: x.Names}
	name := strings.TrimLeft(x.Path, ".")
	q.path = strings.ReplaceAll(name, ".", "/")
	if dots := len(x.Path) - len(name); dots > 0 {
		return q.relative(dots)
	}
	return q.absolute()
}

// query is one import.
type query struct {
	*modules
	from fact.Path
	// path is the module, with slashes for dots; names are what is imported from it.
	path  string
	names []string
}

var (
	unresolved = []language.Target{{Confidence: fact.Unresolved}}
	external   = []language.Target{{Confidence: fact.External}}
)

// relative follows as many dots from the folder of the file.
func (q *query) relative(dots int) []language.Target {
	dir := string(q.from.Folder())
	for range dots - 1 {
		if dir == "" {
			return unresolved
		}
		dir = folder(dir)
	}
	if q.path == "" {
		return q.targets(dir, q.packages[dir], fact.Exact)
	}
	base := join(dir, q.path)
	return q.targets(base, q.file(base), fact.Exact)
}

// targets are the files to which the names of a module lead, which is at a place
// and has a file, or none where it is but a folder.
func (q *query) targets(base string, module fact.Path, confidence fact.Confidence) []language.Target {
	if len(q.names) == 0 {
		switch {
		case module == q.from, module == "" && q.folders[base]:
			return nil
		case module == "":
			return unresolved
		}
		return []language.Target{{To: module, Confidence: confidence}}
	}
	var out []language.Target
	for _, name := range q.names {
		t := language.Target{To: cmp.Or(q.submodule(base, name), module), Confidence: confidence}
		if t.To == "" || t.To == q.from && q.packages[base] == q.from && name != "*" {
			// A package that imports a name from itself means a module: one that is
			// compiled, or made when it is built.
			t = unresolved[0]
		}
		if t.To != q.from && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// submodule is the file of a module of a package.
func (q *query) submodule(base, name string) fact.Path {
	if name == "*" || q.packages[base] == "" && q.files[base] != "" {
		return ""
	}
	return q.file(join(base, name))
}

// fits tells whether the module is in a folder. Sure is that more than its first
// name is.
func (q *query) fits(dir string) (base string, ok, sure bool) {
	base = join(dir, q.path)
	t := q.file(base)
	for _, name := range q.names {
		if s := q.submodule(base, name); s != "" && s != q.from {
			return base, true, true
		}
	}
	ok = t != "" && t != q.from
	return base, ok, ok && strings.Contains(q.path, "/")
}

// absolute looks into the folders from which a program may be run or a test started,
// and into those that are installed. In the latter the nearest of several is taken.
func (q *query) absolute() []language.Target {
	top, _, _ := strings.Cut(q.path, "/")
	own, others := q.places(string(q.from.Folder()), top)
	known := false
	for _, p := range own {
		base, ok, sure := q.fits(p.dir)
		if sure || ok && !standard[top] {
			return q.targets(base, q.file(base), fact.Exact)
		}
		if standard[top] {
			continue
		}
		if p.regular && q.folders[base] || q.file(base) == q.from && len(q.names) == 0 {
			return nil
		}
		known = known || p.says
	}
	if standard[top] {
		return external
	}
	found, theirs := q.elsewhere(others)
	switch {
	case len(found) == 1:
		return q.targets(string(found[0]), q.file(string(found[0])), fact.Exact)
	case len(found) > 1:
		base := string(language.Nearest(slices.Sorted(slices.Values(found)), q.from))
		return q.targets(base, q.file(base), fact.Ambiguous)
	case known || theirs:
		return unresolved
	}
	return external
}

// elsewhere is where the module is that is not on the path of the file: in projects,
// or if there is none in other folders, of which more than the first name has to
// fit. Known is that a project has the first name.
func (q *query) elsewhere(others []place) (found []fact.Path, known bool) {
	for _, p := range others {
		if len(found) > 0 && !p.says { // projects are the first
			break
		}
		base, ok, sure := q.fits(p.dir)
		if sure || ok && p.says {
			found = append(found, fact.Path(base))
		}
		known = known || p.says && p.regular
	}
	return found, known
}
