package jvm

import (
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/syntax"
)

// imports are those that a file of Java says, and then the names of types that it
// uses without. What nothing but comments names is gone when the program runs, and
// before.
func (f *javaFile) imports() []fact.Import {
	var said []fact.Import
	u := &javaUses{f, syntax.NewUses(f.Tree, f.members())}
	named := mentioned(f.Tree, "import_declaration")
	for i := range f.Nodes {
		n := int32(i)
		u.At(n)
		if f.Kind(n) != "import_declaration" {
			u.visit(n)
			continue
		}
		x := fact.Import{Path: dotted(f.Tree, f.Child(n, "scoped_identifier", "identifier")), Line: f.Line(n), Kind: fact.Runtime}
		if x.Path == "" {
			continue
		}
		if f.Has(n, "asterisk") {
			x.Path += ".*"
		} else {
			_, name := split(x.Path)
			if u.Imported[name] = true; !named[name] && !f.Broken {
				x.Kind = fact.TypeOnly
			}
		}
		said = append(said, x)
	}
	return append(said, u.Implicit()...)
}

// mentioned are the names in the code of a file, but for what stands in imports.
func mentioned(t *syntax.Tree, imports string) map[string]bool {
	names := map[string]bool{}
	for i, end := int32(0), int32(len(t.Nodes)); i < end; i++ {
		switch t.Kind(i) {
		case imports:
			i = t.Nodes[i].Next - 1
		case "identifier", "type_identifier":
			names[t.Text(i)] = true
		}
	}
	return names
}

// members are the names of types by the node in which each holds: the body of the
// type that it is a member of, the block, or the file.
func (f *javaFile) members() map[int32][]string {
	members := map[int32][]string{}
	for i := range f.Nodes {
		n := int32(i)
		if javaTypes[f.Kind(n)] == 0 || i == 0 {
			continue
		}
		scope := f.Parent(n)
		if f.Kind(scope) == "enum_body_declarations" {
			scope = f.Parent(scope)
		}
		if name := f.Text(f.Field(n, "name")); name != "" {
			members[scope] = append(members[scope], name)
		}
	}
	return members
}

// javaUses are the names that a file of Java uses.
type javaUses struct {
	*javaFile
	*syntax.Uses
}

func (u *javaUses) visit(n int32) {
	switch u.Kind(n) {
	case "type_parameter":
		name := u.Text(u.Child(n, "type_identifier"))
		if declaration := u.Parent(u.Parent(n)); name != "" && declaration != syntax.None {
			u.Enter(name, u.Nodes[declaration].Next)
		}
	case "type_identifier":
		u.typeName(n)
	case "identifier":
		u.identifier(n)
	}
}

// typeName takes a name in the place of a type: of Outer.Inner the first, of
// a.b.C the whole.
func (u *javaUses) typeName(n int32) {
	up := u.Parent(n)
	if u.Kind(up) == "type_parameter" && u.Before(n) == syntax.None {
		return
	}
	name := u.Text(n)
	if name == "var" {
		return
	}
	if u.Kind(up) == "scoped_type_identifier" {
		if u.Before(n) != syntax.None {
			return
		}
		if !syntax.IsUpper(name) {
			name = u.chain(n, "scoped_type_identifier", "type_identifier")
		}
	}
	u.Use(u.Types, name, n)
}

// identifier takes a name that may be that of a type, or is that of a variable.
func (u *javaUses) identifier(n int32) {
	x := &u.Nodes[n]
	switch up := u.Kind(x.Parent); up {
	case "marker_annotation", "annotation":
		u.Use(u.Types, u.Text(n), n)
	case "scoped_identifier":
		u.annotation(n)
	case "record_pattern":
		u.Use(u.Types, u.Text(n), n)
	case "method_invocation", "field_access":
		if x.Field == "object" {
			u.value(n)
		}
	case "method_reference":
		if u.Before(n) == syntax.None {
			u.value(n)
		}
	case "inferred_parameters", "type_pattern", "record_pattern_component":
		u.Variables[u.Text(n)] = true
	case "lambda_expression":
		if x.Field == "parameters" {
			u.Variables[u.Text(n)] = true
		}
	default:
		if x.Field == "name" && javaTypes[up] == 0 && !javaMethods[up] {
			u.Variables[u.Text(n)] = true
		}
	}
}

// annotation takes the first word of the name of an annotation, or the whole.
func (u *javaUses) annotation(n int32) {
	if u.Nodes[n].Field != "scope" {
		return
	}
	whole := u.Parent(n)
	for u.Kind(u.Parent(whole)) == "scoped_identifier" {
		whole = u.Parent(whole)
	}
	switch u.Kind(u.Parent(whole)) {
	case "marker_annotation", "annotation":
	default:
		return
	}
	name := u.Text(n)
	if !syntax.IsUpper(name) {
		name = u.chain(n, "scoped_identifier", "identifier")
	}
	u.Use(u.Types, name, n)
}

// value takes a name before a dot: of Type.member the type, of a.b.Type.member all
// up to it. What starts in lower case is a variable or a package.
func (u *javaUses) value(n int32) {
	name := u.Text(n)
	if syntax.IsUpper(name) {
		u.Use(u.Values, name, n)
		return
	}
	if whole := u.chain(n, "field_access", "identifier"); whole != "" {
		u.Use(u.Values, whole, n)
	}
}

// chain joins a name in lower case with those that follow it, up to the first in
// upper case; empty if there is none.
func (u *javaUses) chain(n int32, kind, word string) string {
	words := []string{u.Text(n)}
	for at := n; ; {
		up := u.Parent(at)
		if u.Kind(up) != kind {
			return ""
		}
		last := syntax.None
		for c := range u.Children(up) {
			if c > at && u.Kind(c) == word {
				last = c
			}
		}
		if last == syntax.None {
			return ""
		}
		words = append(words, u.Text(last))
		if syntax.IsUpper(words[len(words)-1]) {
			return strings.Join(words, ".")
		}
		at = up
	}
}
