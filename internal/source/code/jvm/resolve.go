package jvm

import (
	"cmp"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
	"leadline/internal/source/code/syntax"
)

// newResolver tells where the imports of Java lead: to the files that declare what
// is named. An import of all of a package leads to each of its types that the file
// uses.
func newResolver(files []language.File) language.Resolver {
	n := newNames(files)
	var now *open
	return func(f *language.File, x *fact.Import) []language.Target {
		if now == nil || now.file != f {
			now = n.open(f)
		}
		t := now.targets(x)
		if len(t) == 1 && t[0].To == f.Path {
			return nil
		}
		return t
	}
}

// open is a file whose imports are followed.
type open struct {
	*names
	file *language.File
	// whole are the packages of which it imports all, and the types that it uses
	// from there.
	whole map[string][]language.Target
}

func (n *names) open(f *language.File) *open {
	o := &open{names: n, file: f, whole: map[string][]language.Target{}}
	for i := range f.Structure.Imports {
		x := &f.Structure.Imports[i]
		if pkg, all := strings.CutSuffix(x.Path, ".*"); all && n.known[pkg] && pkg != f.Structure.Package {
			o.whole[pkg] = nil
		}
	}
	if len(o.whole) == 0 {
		return o
	}
	for i := range f.Structure.Imports {
		x := &f.Structure.Imports[i]
		if !x.Implicit || strings.Contains(x.Path, ".") {
			continue
		}
		if _, ok := o.own(x.Path); ok {
			continue
		}
		for _, pkg := range o.from(x.Path) {
			if t, ok := n.find(f.Path, pkg+"."+x.Path); ok && t.To != f.Path {
				o.whole[pkg] = append(o.whole[pkg], t)
			}
		}
	}
	for pkg, targets := range o.whole {
		slices.SortFunc(targets, func(a, b language.Target) int {
			return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.Confidence, b.Confidence))
		})
		o.whole[pkg] = slices.CompactFunc(targets, func(a, b language.Target) bool { return a.To == b.To })
	}
	return o
}

// from are the packages imported as a whole that declare a name.
func (o *open) from(name string) []string {
	var out []string
	if all := o.packages[name]; len(all) < len(o.whole) {
		for _, pkg := range all {
			if _, ok := o.whole[pkg]; ok {
				out = append(out, pkg)
			}
		}
		return out
	}
	for pkg := range o.whole {
		if o.files[pkg+"."+name] != nil {
			out = append(out, pkg)
		}
	}
	return out
}

// own finds a name in the package of the file. What has no package is known in its
// own folder alone.
func (o *open) own(name string) (language.Target, bool) {
	if pkg := o.file.Structure.Package; pkg != "" {
		return o.find(o.file.Path, pkg+"."+name)
	}
	s := o.in[at{o.places[o.file.Path].root, false, name}]
	if list := o.files[name]; len(list) == 1 {
		s = several{list[0], 1}
	}
	if s.count == 0 || o.places[s.first].root != o.places[o.file.Path].root {
		return language.Target{}, false
	}
	return language.Target{To: s.first, Confidence: confidence(s.count)}, true
}

func confidence(count int) fact.Confidence {
	if count == 1 {
		return fact.Exact
	}
	return fact.Ambiguous
}

func (o *open) targets(x *fact.Import) []language.Target {
	if pkg, all := strings.CutSuffix(x.Path, ".*"); all {
		if t, ok := o.typeIn(pkg); ok {
			return []language.Target{t}
		}
		if o.known[pkg] {
			return o.whole[pkg]
		}
		return []language.Target{{Confidence: fact.External}}
	}
	if x.Implicit && !strings.Contains(x.Path, ".") {
		if t, ok := o.own(x.Path); ok {
			return []language.Target{t}
		}
		return nil
	}
	if t, ok := o.typeIn(x.Path); ok {
		return []language.Target{t}
	}
	if x.Implicit {
		return nil
	}
	if o.known[packageOf(x.Path)] {
		return []language.Target{{Confidence: fact.Unresolved}}
	}
	return []language.Target{{Confidence: fact.External}}
}

// longest is how long the names are that are looked up, in bytes.
const longest = 1000

// typeIn finds the type that a name is of, or is a member of.
func (o *open) typeIn(name string) (language.Target, bool) {
	if len(name) > longest {
		return language.Target{}, false
	}
	for strings.Contains(name, ".") {
		if t, ok := o.find(o.file.Path, name); ok {
			return t, true
		}
		name, _ = split(name)
	}
	return language.Target{}, false
}

// packageOf is what stands before the first word in upper case, and before the last
// one anyway.
func packageOf(name string) string {
	for i := 0; i >= 0; {
		if syntax.IsUpper(name[i:]) {
			return name[:max(0, i-1)]
		}
		next := strings.IndexByte(name[i:], '.')
		if next < 0 {
			break
		}
		i += next + 1
	}
	pkg, _ := split(name)
	return pkg
}
