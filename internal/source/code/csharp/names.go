package csharp

import (
	"maps"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/syntax"
)

// longest is how long a name is that is looked at, in bytes.
const longest = 1000

// imports are the usings of a file, and then the names that it uses where a type may
// be meant.
func (f *file) imports() []fact.Import {
	var said []fact.Import
	u := &uses{file: f, Uses: syntax.NewUses(f.Tree, f.members()), methods: map[string]bool{}}
	end := int32(0) // of the using, or the name of a namespace, that the walk is in
	for i := range f.Nodes {
		n := int32(i)
		u.At(n)
		switch f.Kind(n) {
		case "using_directive":
			end = f.Nodes[n].Next
			if x, ok := u.using(n); ok {
				said = append(said, x)
			}
		case "namespace_declaration", "file_scoped_namespace_declaration":
			if name := f.Field(n, "name"); name != syntax.None {
				end = f.Nodes[name].Next
			}
		case "type_parameter":
			if list := f.Parent(n); f.Parent(list) != syntax.None {
				u.Enter(f.Text(f.Field(n, "name")), f.Nodes[f.Parent(list)].Next)
			}
		case "identifier":
			if n >= end {
				u.identifier(n)
			}
		}
	}
	said = append(said, u.Implicit()...)
	if len(u.methods) > 0 {
		said = append(said, fact.Import{Path: method, Line: u.first, Kind: fact.Runtime, Names: slices.Sorted(maps.Keys(u.methods)), Implicit: true})
	}
	return said
}

// using reads a using: of a namespace, of the members of a type, or of something
// under another name.
func (u *uses) using(n int32) (fact.Import, bool) {
	of := syntax.None
	for c := range u.Named(n) {
		if u.Nodes[c].Field == "" && u.Kind(c) != "comment" {
			of = c
		}
	}
	x := fact.Import{Path: u.words(of) + u.lastArity(of), Line: u.Line(n), Kind: fact.Runtime, Global: u.Has(n, "global")}
	if alias := u.Text(u.Field(n, "name")); alias != "" {
		u.Imported[alias] = true
		x.Names = []string{alias}
	}
	return x, x.Path != "" && len(x.Path) <= longest
}

// lastArity is the arity of the last word of a name.
func (f *file) lastArity(n int32) string {
	if f.Kind(n) == "qualified_name" {
		n = f.Field(n, "name")
	}
	if f.Kind(n) == "generic_name" {
		return f.arity(n)
	}
	return ""
}

// members are the names of types by the node in which each holds.
func (f *file) members() map[int32][]string {
	members := map[int32][]string{}
	for i := range f.Nodes {
		n := int32(i)
		// Those of a namespace are looked up: another file may have more of the same.
		if types[f.Kind(n)] == 0 || f.within[n] == syntax.None {
			continue
		}
		if name := f.Text(f.Field(n, "name")); name != "" {
			members[f.Parent(n)] = append(members[f.Parent(n)], name+f.arity(n))
		}
	}
	return members
}

// uses are the names that a file uses.
type uses struct {
	*file
	*syntax.Uses
	// methods are those that it calls of other values, from a first line on.
	methods map[string]bool
	first   int
}

// identifier takes a name where a type may be meant, and notes those of variables
// and members.
func (u *uses) identifier(n int32) {
	x := &u.Nodes[n]
	up := x.Parent
	switch kind := u.Kind(up); kind {
	case "type_parameter", "type_parameter_constraints_clause", "goto_statement", "labeled_statement":
	case "generic_name":
		u.generic(n)
	case "qualified_name":
		if x.Field == "qualifier" {
			u.qualified(n)
		}
	case "alias_qualified_name":
		if x.Field == "name" {
			u.whole(u.Types, n, u.Text(n), up)
		}
	case "member_access_expression":
		if x.Field == "expression" {
			u.value(n)
		} else {
			u.member(n, up)
		}
	case "member_binding_expression":
		u.member(n, up)
	case "attribute":
		name := u.Text(n)
		if !strings.HasSuffix(name, "Attribute") {
			name += "Attribute"
		}
		u.Use(u.Types, name, n)
	case "base_list", "type_argument_list", "explicit_interface_specifier":
		u.Use(u.Types, u.Text(n), n)
	case "constant_pattern":
		u.constant(n)
	case "as_expression", "is_expression":
		if x.Field == "right" {
			u.Use(u.Types, u.Text(n), n)
		}
	default:
		switch x.Field {
		case "type", "returns":
			u.Use(u.Types, u.Text(n), n)
		case "name":
			if types[kind] == 0 && !functions[kind] && kind != "argument" && kind != "attribute_argument" {
				u.Variables[u.Text(n)] = true
			}
		}
	}
}

// member takes the name of a member that is called, but not of a type of the language.
func (u *uses) member(n, access int32) {
	if u.Nodes[access].Field != "function" && u.Kind(access) != "member_binding_expression" ||
		u.Kind(u.Field(access, "expression")) == "predefined_type" {
		return
	}
	if u.first == 0 {
		u.first = u.Line(n)
	}
	u.methods[u.Text(n)] = true
}

// constant takes what a pattern names: a type or a constant.
func (u *uses) constant(n int32) {
	if name := u.Text(n); syntax.IsUpper(name) {
		u.Use(u.Values, name, n)
	}
}

// generic takes the name of a type with arguments, unless a method is called.
func (u *uses) generic(n int32) {
	g := u.Parent(n)
	up := u.Parent(g)
	switch field := u.Nodes[g].Field; u.Kind(up) {
	case "invocation_expression":
		if field == "function" {
			return
		}
	case "member_access_expression", "member_binding_expression":
		if field == "name" {
			u.member(n, up)
			return
		}
	case "qualified_name":
		if field == "qualifier" {
			u.whole(u.Types, g, u.Text(n)+u.arity(g), g)
		}
		return
	}
	u.Use(u.Types, u.Text(n)+u.arity(g), n)
}

// qualified takes the first of several names in the place of a type.
func (u *uses) qualified(n int32) { u.whole(u.Types, n, u.Text(n), n) }

// value takes the first of several names in an expression, where it is not that of a
// variable by its case.
func (u *uses) value(n int32) {
	if name := u.Text(n); syntax.IsUpper(name) {
		u.whole(u.Values, n, name, n)
	}
}

// most is how many words of a name are taken.
const most = 8

// whole takes a name and those that follow it, as far as they may be namespaces and
// a type.
func (u *uses) whole(names map[string]int, n int32, first string, at int32) {
	words := []string{first}
	for len(words) < most {
		up := u.Parent(at)
		if kind := u.Kind(up); kind != "qualified_name" && kind != "member_access_expression" && kind != "alias_qualified_name" || u.Field(up, "name") == at {
			break
		}
		name := u.Field(up, "name")
		word := u.Text(name)
		if u.Kind(name) == "generic_name" {
			word = u.Text(u.Child(name, "identifier")) + u.arity(name)
		}
		words = append(words, word)
		at = up
	}
	if u.Kind(at) == "member_access_expression" { // the last is a member
		words = words[:max(1, len(words)-1)]
	}
	if name := strings.Join(words, "."); len(name) <= longest {
		u.Use(names, name, n)
	}
}
