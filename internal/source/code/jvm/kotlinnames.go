package jvm

import (
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/syntax"
)

// imports are those that a file of Kotlin says, and then the names that it uses
// without: of types and objects, and of functions that it calls without a qualifier.
// A type that nothing but comments names is gone when the program runs; functions may
// be called without their name, as operators are.
func (f *kotlinFile) imports() []fact.Import {
	var said []fact.Import
	mentions := mentioned(f.Tree, "import")
	u := &kotlinUses{f, syntax.NewUses(f.Tree, f.members())}
	for i := range f.Nodes {
		n := int32(i)
		u.At(n)
		switch f.Kind(n) {
		case "import":
			x := fact.Import{Path: dotted(f.Tree, f.Child(n, "qualified_identifier", "identifier")), Line: f.Line(n), Kind: fact.Runtime}
			if x.Path == "" {
				continue
			}
			_, name := split(x.Path)
			if alias := f.afterAs(n); alias != "" {
				name = alias
			}
			if f.Has(n, "*") {
				x.Path += ".*"
			} else {
				if u.Imported[name] = true; syntax.IsUpper(name) && !mentions[name] && !f.Broken {
					x.Kind = fact.TypeOnly
				}
			}
			said = append(said, x)
		case "type_parameter":
			u.parameter(n)
		case "identifier":
			u.identifier(n)
		}
	}
	return append(said, u.Implicit()...)
}

// afterAs is the name that an import gives to what it imports.
func (f *kotlinFile) afterAs(n int32) string {
	as := f.Child(n, "as")
	if as == syntax.None || f.Nodes[as].Next >= f.Nodes[n].Next {
		return ""
	}
	return f.Text(f.Nodes[as].Next)
}

// members are the names of types, and of functions, by the node in which each holds.
func (f *kotlinFile) members() map[int32][]string {
	members := map[int32][]string{}
	for i := range f.Nodes {
		n := int32(i)
		if kind := f.Kind(n); i == 0 || !kotlinTypes[kind] && kind != "function_declaration" {
			continue
		}
		if name := f.nameOf(n); name != "" {
			members[f.Parent(n)] = append(members[f.Parent(n)], name)
		}
	}
	return members
}

// kotlinUses are the names that a file of Kotlin uses.
type kotlinUses struct {
	*kotlinFile
	*syntax.Uses
}

func (u *kotlinUses) parameter(n int32) {
	name := u.Text(u.Child(n, "identifier"))
	if declaration := u.Parent(u.Parent(n)); name != "" && declaration != syntax.None {
		u.Enter(name, u.Nodes[declaration].Next)
	}
}

// identifier takes a name where a type, an object, a constant or a function may be
// meant, and notes those of variables.
func (u *kotlinUses) identifier(n int32) {
	if u.Nodes[n].Field == "name" {
		return
	}
	first := u.Before(n) == syntax.None
	switch u.Kind(u.Parent(n)) {
	case "qualified_identifier", "import", "label", "labeled_expression", "this_expression", "type_alias", "type_parameter", "infix_expression":
	case "variable_declaration", "parameter", "class_parameter", "enum_entry", "catch_block", "setter":
		u.Variables[u.Text(n)] = true
	case "user_type":
		if first {
			u.named(u.Types, n, "user_type", true)
		}
	case "navigation_expression":
		if first {
			u.named(u.Values, n, "navigation_expression", false)
		}
	case "value_argument":
		if next := u.Nodes[n].Next; next < u.Nodes[u.Parent(n)].Next {
			return // the name of an argument
		}
		u.value(n)
	default:
		if u.isCalled(n) {
			u.Use(u.Values, u.Text(n), n)
			return
		}
		u.value(n)
	}
}

// value takes a name in an expression, if it is not that of a variable by its case.
func (u *kotlinUses) value(n int32) {
	if name := u.Text(n); syntax.IsUpper(name) {
		u.Use(u.Values, name, n)
	}
}

// named takes the first of several names, or from a package all up to the first in
// upper case.
func (u *kotlinUses) named(names map[string]int, n int32, kind string, alone bool) {
	name := u.Text(n)
	if syntax.IsUpper(name) {
		u.Use(names, name, n)
		return
	}
	words := []string{name}
	for at := n; u.Kind(u.Parent(at)) == kind; at = u.Parent(at) {
		for c := u.Nodes[at].Next; c < u.Nodes[u.Parent(at)].Next; c = u.Nodes[c].Next {
			if u.Kind(c) != "identifier" {
				continue
			}
			words = append(words, u.Text(c))
			if syntax.IsUpper(words[len(words)-1]) {
				u.Use(names, strings.Join(words, "."), n)
				return
			}
		}
	}
	if alone && len(words) == 1 {
		u.Use(names, name, n)
	}
}
