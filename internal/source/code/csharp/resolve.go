package csharp

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// index is what the files of a tree declare.
type index struct {
	*projects
	// types are the files that declare a full name, by project, and known the
	// namespaces.
	types map[string][]declared
	known map[string]bool
	// methods are the files that declare an extension method of a full name.
	methods map[string][]declared
	// spaces are the namespaces that declare a simple name.
	spaces map[string][]string
}

// declared is that a project declares a name. A type may be in several files, each
// of which has a part of it.
type declared struct {
	project int
	file    fact.Path
}

// newResolver tells where usings and names lead. A name is a type of the namespaces
// around it, or of those that are opened; a using leads to the types of it that the
// file uses.
func newResolver(files []language.File) language.Resolver {
	x := &index{
		projects: newProjects(files), types: map[string][]declared{}, known: map[string]bool{},
		methods: map[string][]declared{}, spaces: map[string][]string{},
	}
	for i := range files {
		if f := &files[i]; f.Structure.Language == csharpName {
			x.declare(f)
		}
	}
	for name := range x.types {
		space, simple := split(name)
		x.spaces[simple] = append(x.spaces[simple], space)
	}
	for _, list := range x.spaces {
		slices.Sort(list)
	}
	var now *open
	return func(f *language.File, i *fact.Import) []language.Target {
		if now == nil || now.file != f {
			now = x.open(f)
		}
		return now.leads[i]
	}
}

func byProject(d declared, project int) int { return cmp.Compare(d.project, project) }

func (x *index) declare(f *language.File) {
	project := x.of(f.Path)
	for _, name := range f.Structure.Declares {
		space, simple := split(name)
		for at := space; at != "" && !x.known[at]; at, _ = split(at) {
			x.known[at] = true
		}
		if strings.HasSuffix(name, method) {
			x.methods[name] = append(x.methods[name], declared{project, f.Path})
			continue
		}
		list := x.types[name]
		i, found := slices.BinarySearchFunc(list, project, byProject)
		switch {
		case !found:
			x.types[name] = slices.Insert(list, i, declared{project, f.Path})
		case better(f.Path, list[i].file, simple):
			list[i].file = f.Path
		}
	}
}

// better tells which part of a type stands for it: the file with its name, or else
// the first by path.
func better(p, than fact.Path, name string) bool {
	name, _, _ = strings.Cut(name, "`")
	is := func(p fact.Path) bool { return path.Base(string(p)) == name+".cs" }
	if is(p) != is(than) {
		return is(p)
	}
	return p < than
}

func split(name string) (space, simple string) {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return "", name
	}
	return name[:i], name[i+1:]
}

// open is a file whose imports are followed.
type open struct {
	*index
	file    *language.File
	project int
	// around are the namespaces of the file and those that they are in, the innermost
	// first and last the one without a name.
	around []string
	// opened are the namespaces that are opened, by the using that does; nil for those
	// that hold in the whole project.
	opened map[string]*fact.Import
	leads  map[*fact.Import][]language.Target
}

func (x *index) open(f *language.File) *open {
	o := &open{
		index: x, file: f, project: x.of(f.Path),
		opened: map[string]*fact.Import{}, leads: map[*fact.Import][]language.Target{},
	}
	o.surround()
	for _, space := range x.projects.opened[o.project] {
		if x.known[space] {
			o.opened[space] = nil
		}
	}
	imports := f.Structure.Imports
	for i := range imports {
		if !imports[i].Implicit {
			o.using(&imports[i])
		}
	}
	for i := range imports {
		if imports[i].Implicit && imports[i].Path != method {
			o.use(&imports[i])
		}
	}
	for i := range imports {
		if imports[i].Path == method {
			o.call(imports[i].Names)
		}
	}
	for i, targets := range o.leads {
		slices.SortFunc(targets, func(a, b language.Target) int {
			return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.Confidence, b.Confidence))
		})
		o.leads[i] = slices.CompactFunc(targets, func(a, b language.Target) bool { return a.To == b.To })
	}
	return o
}

// surround finds the namespaces around what the file holds.
func (o *open) surround() {
	seen := map[string]bool{"": true}
	add := func(space string) {
		for ; !seen[space]; space, _ = split(space) {
			seen[space] = true
			o.around = append(o.around, space)
		}
	}
	add(o.file.Structure.Package)
	for _, name := range o.file.Structure.Declares {
		space, _ := split(name)
		add(space)
	}
	slices.SortStableFunc(o.around, func(a, b string) int { return cmp.Compare(strings.Count(b, "."), strings.Count(a, ".")) })
	o.around = append(o.around, "")
}

// using opens a namespace. One that names a type leads to it.
func (o *open) using(x *fact.Import) {
	if o.typeAt(x.Path, "", x) {
		return
	}
	switch {
	case !o.known[x.Path]:
		o.lead(x, language.Target{Confidence: fact.External})
	case len(x.Names) == 0:
		o.opened[x.Path] = x
	}
}

// use finds what a name means.
func (o *open) use(x *fact.Import) {
	first, rest, more := strings.Cut(x.Path, ".")
	for _, space := range o.around {
		if o.typeAt(join(space, first), "", x) {
			return
		}
	}
	if o.fromOpened(first, x) || !more {
		return
	}
	for _, space := range o.around {
		if o.typeAt(join(space, first), rest, x) {
			return
		}
	}
}

// fromOpened finds a name in the namespaces that are opened.
func (o *open) fromOpened(name string, x *fact.Import) bool {
	found := false
	in := func(space string, using *fact.Import) {
		if using == nil {
			using = x
		}
		found = o.typeAt(join(space, name), "", using) || found
	}
	if all := o.spaces[name]; len(all) < len(o.opened) {
		for _, space := range all {
			if using, ok := o.opened[space]; ok {
				in(space, using)
			}
		}
		return found
	}
	for space, using := range o.opened {
		in(space, using)
	}
	return found
}

// call looks for extension methods among those that are called, of those namespaces
// that are opened and of which no type is used: they are opened for something. Names
// alone do not tell whether such a method is meant, so that the file that declares the
// most of them is not certain.
func (o *open) call(methods []string) {
	for space, using := range o.opened {
		if using == nil || len(o.leads[using]) > 0 {
			continue
		}
		counts := map[fact.Path]int{}
		for _, name := range methods {
			for _, d := range o.methods[join(space, name+method)] {
				if d.project == o.project || o.reach(o.project)[d.project] {
					counts[d.file]++
				}
			}
		}
		var best fact.Path
		for p, count := range counts {
			if count > counts[best] || count == counts[best] && p < best {
				best = p
			}
		}
		if best != "" {
			o.lead(using, language.Target{To: best, Confidence: fact.Ambiguous})
		}
	}
}

// typeAt lets an import lead to a type, whose full name is a name, or that with one or
// more words of the rest.
func (o *open) typeAt(name, rest string, x *fact.Import) bool {
	for {
		if t, ok := o.find(name); ok {
			o.lead(x, t)
			return true
		}
		if rest == "" || !o.known[name] {
			return false
		}
		var word string
		word, rest, _ = strings.Cut(rest, ".")
		name = join(name, word)
	}
}

func (o *open) lead(x *fact.Import, t language.Target) {
	if t.To != o.file.Path {
		o.leads[x] = append(o.leads[x], t)
	}
}

// find tells which file a full name means. Of several projects it is the own one, or
// the only one that is referred to; where that does not tell, one that lies as near
// as any.
func (o *open) find(name string) (language.Target, bool) {
	list := o.types[name]
	if len(list) == 0 {
		return language.Target{}, false
	}
	if len(list) == 1 {
		return language.Target{To: list[0].file, Confidence: fact.Exact}, true
	}
	if i, ok := slices.BinarySearchFunc(list, o.project, byProject); ok {
		return language.Target{To: list[i].file, Confidence: fact.Exact}, true
	}
	var within []fact.Path
	reach := o.reach(o.project)
	for _, d := range list {
		if reach[d.project] {
			within = append(within, d.file)
		}
	}
	if len(within) == 1 {
		return language.Target{To: within[0], Confidence: fact.Exact}, true
	}
	if len(within) == 0 {
		for _, d := range list {
			within = append(within, d.file)
		}
	}
	slices.Sort(within)
	return language.Target{To: language.Nearest(within, o.file.Path), Confidence: fact.Ambiguous}, true
}
