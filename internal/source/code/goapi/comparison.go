package goapi

import (
	"go/ast"
	"go/constant"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/exp/apidiff"

	"leadline/internal/fact"
	"leadline/internal/source/code/gotypes"
)

// comparison is what a change that apidiff tells of is read with.
type comparison struct {
	from, to      *gotypes.Repository
	before, after *types.Package
	folder        fact.Path
}

// symbol is something that a package exports: declared in it, or a member of that.
type symbol struct {
	name, member string
	// set is the name of the type whose methods are meant, where it is another one.
	set string
}

// read tells what a change is; not ok is one that rests on something unknown.
func (c *comparison) read(x apidiff.Change) (change fact.APIChange, ok bool) {
	written, what, _ := strings.Cut(x.Message, ": ")
	s := parse(foreign.ReplaceAllString(written, ""))
	change = fact.APIChange{Unit: c.folder, Symbol: s.String(), What: tidy(what), Path: c.folder}
	was, is := c.find(c.before, s), c.find(c.after, s)
	change.Path, change.Line = c.place(s, was, is)
	if !x.Compatible && !c.resolved(s, what, was, is) {
		return change, false
	}
	change.Kind = c.kind(x.Compatible || c.passedOn(s) || c.ofAnother(written), what, was, is)
	return change, true
}

// place is where a symbol is, with its line, or where it was. What went with the package
// from which a type had it is where that type is.
func (c *comparison) place(s symbol, was, is types.Object) (at fact.Path, line int) {
	gone := c.folder
	if was != nil {
		gone = fact.Path(c.from.Positions.PositionFor(was.Pos(), false).Filename)
	}
	if is == nil && was != nil && gone.Folder() != c.folder {
		is = c.find(c.after, s.owner())
	}
	if is == nil {
		return gone, 0
	}
	p := c.to.Positions.PositionFor(is.Pos(), false)
	return fact.Path(p.Filename), p.Line
}

// passedOn reports whether a type has a member, or had it, from one of another package of
// the repository that it embeds in both states, and that others can name: what became of
// the member is told of that package.
func (c *comparison) passedOn(s symbol) bool {
	t, u := c.find(c.before, s.owner()), c.find(c.after, s.owner())
	if s.member == "" || t == nil || u == nil {
		return false
	}
	first, _, _ := strings.Cut(s.member, ".")
	return slices.ContainsFunc(embedded(t.Type()), func(e types.Type) bool {
		n, ok := unpointed(e).(*types.Named)
		if !ok || n.Obj().Pkg() == nil || n.Obj().Pkg() == c.before || c.from.Hollow(n) || inside.MatchString(types.TypeString(n, nil)) ||
			!slices.ContainsFunc(embedded(u.Type()), func(x types.Type) bool { return alike(unpointed(x), n) }) {
			return false
		}
		member, _, _ := types.LookupFieldOrMethod(n, true, n.Obj().Pkg(), s.member)
		return member != nil || first == n.Obj().Name() && first != s.member
	})
}

// ofAnother reports whether what is written as changed is a method that a type of another
// package of the repository, one that others can name, gained or lost: it is told of that
// package, and of none that embeds the type, however far below.
func (c *comparison) ofAnother(written string) bool {
	written, _, _ = strings.Cut(instance.ReplaceAllString(written, ""), ",")
	folder, name, other := strings.Cut(written, "\x00")
	if !other || inside.MatchString(written) {
		return false
	}
	_, name, _ = strings.Cut(name, ".")
	s := parse(name)
	from, to := typesAt(c.from, folder), typesAt(c.to, folder)
	return ast.IsExported(s.name) && from != nil && to != nil && (c.find(from, s) == nil) != (c.find(to, s) == nil)
}

// typesAt are the types of the package in a folder; nil if none is known.
func typesAt(r *gotypes.Repository, folder string) *types.Package {
	if p := r.Package(fact.Path(folder)); p != nil {
		return p.Types
	}
	return nil
}

func unpointed(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	return types.Unalias(t)
}

// parse reads what apidiff calls something: F, T.M, (*T[P]).M or T.F, method set of *U.
func parse(written string) symbol {
	written, part, _ := strings.Cut(written, ", ")
	name, member, _ := strings.Cut(strings.NewReplacer("(", "", ")", "", "*", "").Replace(instance.ReplaceAllString(written, "")), ".")
	s := symbol{name: name, member: member}
	if set, ok := strings.CutPrefix(part, "method set of "); ok {
		s.set = strings.TrimPrefix(set, "*")
	}
	return s
}

// instance is the arguments of a type.
var instance = regexp.MustCompile(`\[.*\]`)

// owner is what a symbol is a member of.
func (s symbol) owner() symbol { return symbol{name: s.name, set: s.set} }

func (s symbol) String() string {
	name := s.name
	if s.set != "" {
		name = s.set
	}
	if s.member != "" {
		name += "." + s.member
	}
	return name
}

// foreign is the path of a package before a name: those of the repository end in a byte
// of zero, and of others the last element is the name by which they are known, or the two
// last where that is a version.
var foreign = regexp.MustCompile("[^][()*{}, \x00]*[\x00/]")

// version is the last element of a path that is one.
var version = regexp.MustCompile("([^][()*{}, \x00/]+)/(v[0-9]+\\.)")

// tidy makes a text of apidiff one for people.
func tidy(what string) string {
	if strings.HasPrefix(what, "value changed") {
		return "has another value" // long ones are not known as they are
	}
	what = version.ReplaceAllString(what, "$1\x01$2")
	what = strings.ReplaceAll(foreign.ReplaceAllString(what, ""), "\x01", "/")
	if was, is, ok := strings.Cut(strings.TrimPrefix(what, "changed from "), " to "); ok && was == is {
		return "changed: a type of the same name is another one"
	}
	return what
}

// find finds a symbol; nil if it is not there.
func (c *comparison) find(p *types.Package, s symbol) types.Object {
	o := p.Scope().Lookup(s.name)
	if s.set != "" {
		o = p.Scope().Lookup(s.set)
	}
	if o == nil || s.member == "" {
		return o
	}
	member, _, _ := types.LookupFieldOrMethod(o.Type(), true, p, s.member)
	return member
}

// resolved reports whether a difference rests on nothing that is not known.
func (c *comparison) resolved(s symbol, what string, was, is types.Object) bool {
	if strings.Contains(what, "invalid type") || strings.Contains(what, "[-1]") {
		return false
	}
	switch {
	case strings.HasPrefix(what, "value changed"):
		return known(was) && known(is)
	case strings.HasPrefix(what, "old is comparable"):
		return held(c.from, was)
	case strings.HasPrefix(what, "changed from"):
		return !hollow(c.from, was) && !hollow(c.to, is) && !c.renamed(was, is)
	case s.member == "" && what == "removed":
		return true
	case strings.HasPrefix(what, "added"): // to an interface
		return !open(c.from, c.before, s)
	case what == "removed", strings.HasPrefix(what, "no longer implements"):
		return !open(c.to, c.after, s)
	}
	return true
}

// known reports whether the value of a constant is.
func known(o types.Object) bool {
	c, ok := o.(*types.Const)
	return ok && c.Val().Kind() != constant.Unknown
}

// hollow reports whether what a type is made of is not known.
func hollow(r *gotypes.Repository, o types.Object) bool {
	t, ok := o.(*types.TypeName)
	return ok && r.Hollow(t.Type())
}

// renamed reports whether two types name one of the package of which nothing is known
// in the other state, as one that became another name of a type from outside.
func (c *comparison) renamed(was, is types.Object) bool {
	lost := func(t types.Type, in *gotypes.Repository, p *types.Package) bool {
		return slices.ContainsFunc(named(t), func(n *types.Named) bool {
			return n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == p.Path() && hollow(in, p.Scope().Lookup(n.Obj().Name()))
		})
	}
	return was != nil && lost(was.Type(), c.to, c.after) || is != nil && lost(is.Type(), c.from, c.before)
}

// named are the types that one is written with.
func named(t types.Type) (out []*types.Named) {
	w := walk{seen: map[types.Type]bool{}} // of no package: what is named is not gone into
	for t := range w.each(t) {
		if n, ok := t.(*types.Named); ok {
			out = append(out, n)
		}
	}
	return out
}

// held reports whether it is known of what a structure holds by value whether it can
// be compared.
func held(r *gotypes.Repository, o types.Object) bool {
	s, ok := o.Type().Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range s.Fields() {
		if x, ok := standardOf(f.Type()); r.Hollow(f.Type()) && !(ok && x.comparable) {
			return false
		}
	}
	return true
}

// open reports whether the type of a symbol may have a member that is not known, by
// way of what it embeds.
func open(r *gotypes.Repository, p *types.Package, s symbol) bool {
	for _, name := range []string{s.name, s.set} {
		if o := p.Scope().Lookup(name); o != nil && (search{r, s.member, map[types.Type]bool{}}).visit(o.Type()) {
			return true
		}
	}
	return false
}

// search is one for a type that may have a member.
type search struct {
	in     *gotypes.Repository
	member string
	seen   map[types.Type]bool
}

func (f search) visit(t types.Type) bool {
	t = unpointed(t)
	if f.seen[t] {
		return false
	}
	f.seen[t] = true
	if x, ok := standardOf(t); ok {
		return x.has(f.member)
	}
	return f.in.Hollow(t) || slices.ContainsFunc(embedded(t), f.visit)
}

// kind tells whom a change breaks.
func (c *comparison) kind(compatible bool, what string, was, is types.Object) fact.APIChangeKind {
	switch {
	case compatible, movedInside(what, was, is), c.standsFor(was, is):
		return fact.APIAdded
	case what == "removed":
		return fact.APIRemoved
	case strings.HasPrefix(what, "added"):
		return fact.APIImplementers
	case strings.HasPrefix(what, "value changed"):
		return fact.APIValue
	case c.callable(was, is):
		if ofInterface(was) {
			return fact.APIImplementers
		}
		return fact.APICallable
	}
	return fact.APIChanged
}

// ofInterface reports whether a function is a method of an interface.
func ofInterface(o types.Object) bool {
	f, ok := o.(*types.Func)
	return ok && f.Signature().Recv() != nil && types.IsInterface(f.Signature().Recv().Type())
}

// Symbol is what apidiff calls something, as its users know it.
func Symbol(written string) string { return parse(foreign.ReplaceAllString(written, "")).String() }
