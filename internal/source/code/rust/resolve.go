package rust

import (
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

func newResolver(files []language.File) language.Resolver {
	r := newTree(files)
	return func(f *language.File, x *fact.Import) []language.Target {
		if declares(x) {
			return nil
		}
		return r.resolve(f, x)
	}
}

// declares tells that an import is none, and makes the tree of modules.
func declares(x *fact.Import) bool { return strings.Contains(x.Path, " ") }

// answer is where a path leads in one crate: to files, or to none, and why.
type answer struct {
	files      []int32
	confidence fact.Confidence
}

// resolve follows an import in each crate that the file is part of. Where one knows
// it, the others do not matter.
func (r *tree) resolve(f *language.File, x *fact.Import) []language.Target {
	own, ok := r.at[string(f.Path)]
	if !ok {
		return nil
	}
	segments := strings.Split(x.Path, "::")
	test := true
	var found, missed answer
	for _, m := range r.of[own] {
		a := r.follow(m, segments, x.Names, mostHops)
		switch {
		case len(a.files) > 0:
			test = test && r.all[m].test
			found.files = append(found.files, a.files...)
			found.confidence = max(found.confidence, a.confidence)
		case missed.confidence != fact.External:
			missed = a
		}
	}
	switch {
	case len(found.files) > 0:
		return r.targets(own, found, test)
	case missed.confidence == 0, x.Implicit:
		return nil
	}
	return []language.Target{{Confidence: missed.confidence}}
}

// targets are the files of an answer, each once; that a file needs itself is none.
func (r *tree) targets(own int32, a answer, test bool) []language.Target {
	slices.Sort(a.files)
	var out []language.Target
	for _, to := range slices.Compact(a.files) {
		if to != own {
			out = append(out, language.Target{To: r.files[to].Path, Confidence: a.confidence, TestOnly: test})
		}
	}
	return out
}

// mostHops bounds how many imports are followed to learn what a name stands for.
const mostHops = 4

// follow finds the modules that a path names as seen from one, and of the names
// that are imported from there those that are modules. A name that is no module is
// in the module before it.
func (r *tree) follow(from int32, segments, names []string, hops int) answer {
	at, rest, found := r.start(from, segments, hops)
	if found == 0 && !r.local(from, segments, names) {
		found = fact.External
	}
	if found != fact.Exact {
		return answer{confidence: found}
	}
	at, rest = r.down(from, at, rest)
	if len(rest) > 0 && !r.holds(at, rest[0]) && (len(rest) > 1 || len(names) > 0) {
		return answer{confidence: fact.Unresolved}
	}
	a := answer{confidence: fact.Exact}
	if len(rest) > 0 || len(names) == 0 {
		r.take(&a, at)
		return a
	}
	for _, name := range names {
		if below := r.below(from, at, name); len(below) > 0 {
			r.take(&a, below)
		} else {
			r.take(&a, at)
		}
	}
	return a
}

// take adds the files of modules; several that one name stands for are ways to
// build it, of which one is taken at a time.
func (r *tree) take(a *answer, modules []int32) {
	for _, m := range modules {
		a.files = append(a.files, r.all[m].file)
		if r.all[m].file != r.all[modules[0]].file {
			a.confidence = fact.Ambiguous
		}
	}
}

// start finds the modules that the first names of a path stand for, and what is left
// of it.
func (r *tree) start(from int32, segments []string, hops int) (at []int32, rest []string, found fact.Confidence) {
	m := &r.all[from]
	first, rest := segments[0], segments[1:]
	switch first {
	case "crate":
		return []int32{r.crates[m.crate].root}, rest, fact.Exact
	case "self":
		return []int32{from}, rest, fact.Exact
	case "super":
		for {
			if from = r.all[from].parent; from < 0 {
				return nil, nil, fact.Unresolved
			}
			if len(rest) == 0 || rest[0] != "super" {
				return []int32{from}, rest, fact.Exact
			}
			rest = rest[1:]
		}
	case "":
		if len(rest) == 0 {
			return nil, nil, 0
		}
		first, rest = rest[0], rest[1:]
	default:
		if below := m.children[first]; len(below) > 0 {
			return below, rest, fact.Exact
		}
		if hops > 0 {
			if at := r.imported(from, first, hops-1); len(at) > 0 {
				return at, rest, fact.Exact
			}
		}
	}
	return r.crate(m, first, rest)
}

// crate finds another crate by the name that it has in one; and, as paths were
// before the edition of 2018, a module at the top of the same one.
func (r *tree) crate(m *module, name string, rest []string) ([]int32, []string, fact.Confidence) {
	c := &r.crates[m.crate]
	to, known := c.needs(name)
	switch {
	case to != nil && to.lib >= 0:
		return []int32{r.crates[to.lib].root}, rest, fact.Exact
	case known || builtin[name]:
		return nil, nil, fact.External
	}
	if below := r.all[c.root].children[name]; len(below) > 0 {
		return below, rest, fact.Exact
	}
	return nil, nil, 0
}

// local tells that a path whose first name nobody knows is of something in the same
// file: an enumeration, or a macro that stands alone where a manifest would know a
// crate.
func (r *tree) local(from int32, segments, names []string) bool {
	return typeLike(segments[0]) || len(segments) == 1 && len(names) == 0 && r.crates[r.all[from].crate].owner != nil
}

// imported finds the module that a name stands for because the file imports it.
func (r *tree) imported(from int32, name string, hops int) []int32 {
	p, ok := r.names(r.all[from].file)[name]
	if !ok {
		return nil
	}
	at, rest, found := r.start(from, strings.Split(p, "::"), hops)
	if found != fact.Exact {
		return nil
	}
	if at, rest = r.down(from, at, rest); len(rest) > 0 {
		return nil
	}
	return at
}

// down goes from modules to those below them, as far as there are any.
func (r *tree) down(from int32, at []int32, segments []string) ([]int32, []string) {
	for len(segments) > 0 {
		below := r.below(from, at, segments[0])
		if len(below) == 0 {
			break
		}
		at, segments = below, segments[1:]
	}
	return at, segments
}

// mostWays bounds how many modules one path may stand for.
const mostWays = 8

// below are the modules of a name that modules have, of another crate the public
// ones; self is themselves.
func (r *tree) below(from int32, at []int32, name string) []int32 {
	if name == "self" {
		return at
	}
	var out []int32
	for _, m := range at {
		for _, c := range r.all[m].children[name] {
			if r.all[c].public || r.all[c].crate == r.all[from].crate {
				out = append(out, c)
			}
		}
	}
	return out[:min(len(out), mostWays)]
}

// holds tells that modules may have something of a name that is no module of
// their own: a type, by how it is written, or what they import.
func (r *tree) holds(at []int32, name string) bool {
	if typeLike(name) {
		return true
	}
	for _, m := range at {
		names := r.names(r.all[m].file)
		if _, ok := names[name]; ok {
			return true
		}
		if _, ok := names["*"]; ok {
			return true
		}
	}
	return false
}

// names are what a file imports, by name: the path of each.
func (r *tree) names(file int32) map[string]string {
	if r.named[file] != nil {
		return r.named[file]
	}
	names := map[string]string{}
	s := r.files[file].Structure
	for i := range s.Imports {
		x := &s.Imports[i]
		if renamed, ok := strings.CutPrefix(x.Path, renaming); ok {
			if p, alias, ok := strings.Cut(renamed, as); ok {
				names[alias] = p
			}
			continue
		}
		if x.Implicit || declares(x) {
			continue
		}
		_, last := cutLast(x.Path)
		if len(x.Names) == 0 {
			names[last] = x.Path
		}
		for _, n := range x.Names {
			if n == "self" {
				names[last] = x.Path
			} else {
				names[n] = join(x.Path, n)
			}
		}
	}
	r.named[file] = names
	return names
}
