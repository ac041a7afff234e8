package cfamily

import (
	"cmp"
	"path"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// headers are the files of a tree that may be included, by the ends of their paths.
type headers struct {
	at map[string]bool // the paths
	// ends are the files whose path ends so, at the start of a name.
	ends map[string][]string
	// whole are the folders that hold files; known are those seen from an evident
	// folder.
	whole, known map[string]bool
	// roots are folders from which includes are evidently looked up: those where
	// includes that only one file fits have found it, and how many.
	roots map[string]int
}

const (
	// mostDeep bounds how many names of a path are taken for its ends.
	mostDeep = 16
	// mostFits bounds how many files are compared of those that fit.
	mostFits = 64
	// evident is how many includes make a folder one from which they are looked up.
	evident = 2
)

func newResolver(files []language.File) language.Resolver {
	h := &headers{at: map[string]bool{}, ends: map[string][]string{}, whole: map[string]bool{}, known: map[string]bool{}, roots: map[string]int{}}
	for i := range files {
		if own(&files[i]) {
			h.know(string(files[i].Path))
		}
	}
	for i := range files {
		if own(&files[i]) {
			h.learn(&files[i])
		}
	}
	for dir := range h.whole {
		h.see(dir)
	}
	return func(f *language.File, x *fact.Import) []language.Target {
		to, confidence := h.resolve(string(f.Path), x.Path)
		if confidence == 0 || to == string(f.Path) {
			return nil
		}
		return []language.Target{{To: fact.Path(to), Confidence: confidence}}
	}
}

func own(f *language.File) bool {
	return f.Structure.Language == cName || f.Structure.Language == cppName
}

func (h *headers) know(p string) {
	h.at[p], h.whole[path.Dir(p)] = true, true
	rest := p
	for range mostDeep {
		if len(h.ends[rest]) < mostFits {
			h.ends[rest] = append(h.ends[rest], p)
		}
		_, after, ok := strings.Cut(rest, "/")
		if !ok {
			return
		}
		rest = after
	}
}

// learn counts the folders from which a file includes others that no other file
// could be.
func (h *headers) learn(f *language.File) {
	for i := range f.Structure.Imports {
		x, angle := bare(f.Structure.Imports[i].Path)
		if !strings.Contains(x, "/") || angle && system[before(x)] {
			continue
		}
		if _, ok := h.beside(string(f.Path), x); ok && !angle {
			continue
		}
		if fits := h.ends[x]; len(fits) == 1 {
			h.roots[rootOf(fits[0], x)]++
		}
	}
}

// see takes a folder for known by its path from evident folders above it.
func (h *headers) see(dir string) {
	rest := dir
	for range mostDeep {
		if h.roots[rootOf(dir, rest)] >= evident {
			h.known[rest] = true
		}
		_, after, ok := strings.Cut(rest, "/")
		if !ok {
			return
		}
		rest = after
	}
}

// bare is a path without brackets, and without what leads nowhere.
func bare(p string) (clean string, angle bool) {
	if inner, ok := strings.CutPrefix(p, "<"); ok {
		return path.Clean(strings.TrimSuffix(inner, ">")), true
	}
	return path.Clean(strings.ReplaceAll(p, `\`, "/")), false
}

// rootOf is the folder from which a path leads to a file.
func rootOf(file, p string) string {
	return strings.TrimSuffix(strings.TrimSuffix(file, p), "/")
}

func (h *headers) beside(from, p string) (string, bool) {
	at := path.Join(path.Dir(from), p)
	return at, h.at[at]
}

// before is the first name of a path.
func before(p string) string {
	first, _, _ := strings.Cut(p, "/")
	return first
}

// resolve finds what an include means.
func (h *headers) resolve(from, include string) (string, fact.Confidence) {
	p, angle := bare(include)
	if !angle {
		if at, ok := h.beside(from, p); ok {
			return at, fact.Exact
		}
	}
	full := p
	for strings.HasPrefix(p, "../") {
		p = p[len("../"):]
	}
	if angle && !strings.Contains(p, "/") {
		return "", fact.External
	}
	fits := h.ends[p]
	if angle && system[before(p)] && !h.anyRoot(fits, p) {
		return "", fact.External
	}
	switch len(fits) {
	case 0:
		return "", h.missing(from, full, angle)
	case 1:
		if strings.Contains(p, "/") || h.plausible(from, rootOf(fits[0], p)) {
			return fits[0], fact.Exact
		}
		return fits[0], fact.Ambiguous
	}
	return h.best(from, p, fits)
}

func (h *headers) anyRoot(fits []string, p string) bool {
	for _, f := range fits {
		if h.roots[rootOf(f, p)] >= evident {
			return true
		}
	}
	return false
}

// plausible tells that includes may be looked up from a folder: one above the file,
// one that is evident, or one that is called as such folders are.
func (h *headers) plausible(from, root string) bool {
	return root == "" || strings.HasPrefix(from, root+"/") || h.roots[root] >= evident || roots[path.Base(root)]
}

// best is the one of several files that is likeliest meant: from an evident folder
// before others, and of those the nearest to the file that includes it. It is exact
// where one alone comes from an evident folder.
func (h *headers) best(from, p string, fits []string) (string, fact.Confidence) {
	known := 0
	rank := func(f string) (r [2]int) {
		if h.roots[rootOf(f, p)] >= evident {
			r[0] = 1
		}
		r[1] = common(from, f)
		return r
	}
	best := fits[0]
	for _, f := range fits {
		r, b := rank(f), rank(best)
		known += r[0]
		if cmp.Or(cmp.Compare(r[0], b[0]), cmp.Compare(r[1], b[1])) > 0 {
			best = f
		}
	}
	if known == 1 {
		return best, fact.Exact
	}
	return best, fact.Ambiguous
}

// common is how many names two paths begin with alike.
func common(a, b string) int {
	n := 0
	for i := 0; i < min(len(a), len(b)) && a[i] == b[i]; i++ {
		if a[i] == '/' {
			n++
		}
	}
	return n
}

// missing tells of what no file fits: it should be in the repository where its folder
// is, seen from the file or from an evident folder. What is no source code by its
// name says nothing.
func (h *headers) missing(from, p string, angle bool) fact.Confidence {
	switch {
	case !angle && !sources[path.Ext(p)]:
		return 0
	case path.Dir(p) == ".", angle && system[before(p)]:
		return fact.External
	case !angle && h.whole[path.Join(path.Dir(from), path.Dir(p))], h.known[path.Dir(p)]:
		return fact.Unresolved
	}
	return fact.External
}

// sources are the endings of what the resolver knows the files of.
var sources = set(".c .h .cc .cpp .cxx .c++ .hpp .hh .hxx .h++ .inl .ipp")

// roots are names of folders from which includes are looked up.
var roots = set("include includes inc src source lib")

// system are folders of the headers of operating systems and compilers.
var system = set(`sys net netinet arpa linux asm asm-generic bits gnu machine mach mach-o libkern os rpc rpcsvc protocols
	X11 GL CoreFoundation CoreServices experimental ext tr1 dispatch uapi xen winsock`)
