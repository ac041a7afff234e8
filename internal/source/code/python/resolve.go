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

var unresolved = []language.Target{{Confidence: fact.Unresolved}}

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
	if !standard[top] {
		var found []string
		declared := false
		for _, p := range others {
			base, ok, sure := q.fits(p.dir)
			if p.says != declared {
				if len(found) > 0 {
					break
				}
				declared = p.says
			}
			if sure || ok && p.says {
				found = append(found, base)
			}
			known = known || p.says && p.regular
		}
		if base, confidence := nearest(found, string(q.from)); confidence != 0 {
			return q.targets(base, q.file(base), confidence)
		}
		if known {
			return unresolved
		}
	}
	return []language.Target{{Confidence: fact.External}}
}

// nearest is the one of several that has the most folders in common with a file.
func nearest(found []string, to string) (string, fact.Confidence) {
	switch len(found) {
	case 0:
		return "", 0
	case 1:
		return found[0], fact.Exact
	}
	best, most := found[0], -1
	for _, f := range found {
		if n := shared(f, to); n > most {
			best, most = f, n
		}
	}
	return best, fact.Ambiguous
}

// shared counts the folders in which two paths both are.
func shared(a, b string) int {
	n := 0
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			break
		}
		if a[i] == '/' {
			n++
		}
	}
	return n
}
