package jvm

import (
	"cmp"
	"maps"
	"slices"

	"leadline/internal/fact"
	"leadline/internal/source/code/syntax"
)

var (
	// kotlinTypes are the declarations of types.
	kotlinTypes = map[string]bool{
		"class_declaration": true, "object_declaration": true, "companion_object": true, "type_alias": true,
	}
	// kotlinFunctions are what is counted by itself, besides functions that are the
	// value of a property of a file or a type.
	kotlinFunctions = map[string]bool{
		"function_declaration": true, "secondary_constructor": true, "getter": true, "setter": true,
	}
)

// kotlinFile is a file of Kotlin while it is read.
type kotlinFile struct {
	*syntax.Tree
	// within is the type, or the body of one without a name, that a node stands in;
	// owner is the function in which it is counted.
	within, owner []int32
}

func readKotlin(t *syntax.Tree) fact.Structure {
	f := &kotlinFile{Tree: t}
	f.within = t.Nearest(func(n int32) bool {
		kind := f.Kind(n)
		return kotlinTypes[kind] || kind == "object_literal" || kind == "enum_entry"
	})
	f.owner = t.Nearest(f.isFunction)
	s := fact.Structure{Imports: f.imports()}
	measured := kotlinFlow.Measure(t, f.isFunction)
	calls := f.calls()
	broken := false // functions after what does not parse may be those of a type
	for i := range t.Nodes {
		n := int32(i)
		switch kind := t.Kind(n); {
		case kind == "package_header":
			s.Package = dotted(t, t.Child(n, "qualified_identifier"))
		case kind == "file_annotation":
			s.Declares = append(s.Declares, f.facade(n))
		case kind == "ERROR":
			s.Declares = append(s.Declares, f.broken(n))
		case kotlinTypes[kind]:
			if x := f.typeOf(n); x.Name != "" {
				s.Symbols = append(s.Symbols, x)
			}
		case f.isFunction(n):
			if x := f.function(n); x.Name != "" {
				c := measured[n]
				x.Cyclomatic, x.Cognitive, x.Nesting = c.Cyclomatic, c.Cognitive, c.Nesting
				x.Calls = slices.Sorted(maps.Keys(calls[n]))
				s.Symbols = append(s.Symbols, x)
			}
		}
		if t.Parent(n) == 0 {
			s.Declares = append(s.Declares, f.names(n, broken)...)
			broken = broken || t.Kind(n) == "ERROR"
		}
	}
	s.Declares = qualified(s.Package, slices.DeleteFunc(s.Declares, func(name string) bool { return name == "" }))
	return s
}

func (f *kotlinFile) isFunction(n int32) bool {
	kind := f.Kind(n)
	if kind == "lambda_literal" || kind == "anonymous_function" {
		up := f.Parent(n)
		return f.Kind(up) == "property_declaration" && f.isMember(up)
	}
	return kotlinFunctions[kind]
}

// isMember tells what stands in a file or in a type, rather than in a function.
func (f *kotlinFile) isMember(n int32) bool {
	switch f.Kind(f.Parent(n)) {
	case "source_file", "class_body", "enum_class_body":
		return true
	}
	return false
}

// nameOf is the name of a declaration, or of the property that it is part of.
func (f *kotlinFile) nameOf(n int32) string {
	switch f.Kind(n) {
	case "type_alias":
		return f.Text(f.Field(n, "type"))
	case "companion_object":
		return cmp.Or(f.Text(f.Field(n, "name")), "Companion")
	case "enum_entry":
		return f.Text(f.Child(n, "identifier"))
	case "object_literal":
		made := f.Child(f.Child(n, "delegation_specifiers"), "delegation_specifier")
		if c := f.Child(made, "constructor_invocation"); c != syntax.None {
			made = c
		}
		return f.lastWord(f.Child(made, "user_type"))
	case "secondary_constructor":
		return f.ownerName(n)
	case "getter", "setter", "lambda_literal", "anonymous_function":
		return f.propertyName(f.Parent(n))
	}
	return f.Text(f.Field(n, "name"))
}

func (f *kotlinFile) propertyName(n int32) string {
	return f.Text(f.Child(f.Child(n, "variable_declaration"), "identifier"))
}

func (f *kotlinFile) lastWord(n int32) string {
	last := ""
	for c := range f.Children(n) {
		if f.Kind(c) == "identifier" {
			last = f.Text(c)
		}
	}
	return last
}

// ownerName is the name of the type that a node stands in.
func (f *kotlinFile) ownerName(n int32) string {
	if f.within[n] == syntax.None {
		return ""
	}
	return f.nameOf(f.within[n])
}

func (f *kotlinFile) typeOf(n int32) fact.Symbol {
	s := f.declared(n, n)
	s.Kind = fact.Type
	if f.Has(n, "interface") || f.modified(n, "inheritance_modifier", "abstract") || f.modified(n, "class_modifier", "sealed") {
		s.Kind = fact.Interface
	}
	return s
}

// function describes a function: a method where it stands in a type, but not in
// another function.
func (f *kotlinFile) function(n int32) fact.Symbol {
	declaration := n
	if !kotlinFunctions[f.Kind(n)] || f.Kind(f.Parent(n)) == "property_declaration" {
		declaration = f.Parent(n)
	}
	s := f.declared(n, declaration)
	s.Kind, s.Params = fact.Function, f.params(n)
	switch {
	case f.owner[n] != syntax.None && f.within[n] < f.owner[n]:
		s.Owner = f.nameOf(f.owner[n])
	case f.within[n] != syntax.None:
		s.Kind = fact.Method
	}
	return s
}

// declared is what all declarations have; what says so may be that of the property
// that it is part of.
func (f *kotlinFile) declared(n, declaration int32) fact.Symbol {
	s := fact.Symbol{Name: f.nameOf(n), Owner: f.ownerName(n), Exported: true, Line: f.Line(n), End: f.EndLine(n)}
	for _, hidden := range []string{"private", "internal", "protected"} {
		s.Exported = s.Exported && !f.modified(declaration, "visibility_modifier", hidden)
	}
	s.Documented = isDoc(f.Tree, f.Before(declaration))
	return s
}

func (f *kotlinFile) modified(n int32, kind, modifier string) bool {
	for c := range f.Children(f.Child(n, "modifiers")) {
		if f.Kind(c) == kind && f.Has(c, modifier) {
			return true
		}
	}
	return false
}

func (f *kotlinFile) params(n int32) int {
	switch f.Kind(n) {
	case "getter":
		return 0
	case "setter":
		return 1
	}
	count := 0
	for c := range f.Children(f.Child(n, "function_value_parameters", "lambda_parameters")) {
		switch f.Kind(c) {
		case "parameter", "variable_declaration", "multi_variable_declaration":
			count++
		}
	}
	return count
}

// calls are the names that functions call without a qualifier.
func (f *kotlinFile) calls() map[int32]map[string]bool {
	all := map[int32]map[string]bool{}
	for i := range f.Nodes {
		n := int32(i)
		m := f.owner[n]
		if m == syntax.None || !f.isCalled(n) {
			continue
		}
		if all[m] == nil {
			all[m] = map[string]bool{}
		}
		all[m][f.Text(n)] = true
	}
	return all
}

// isCalled tells a name that is called without a qualifier.
func (f *kotlinFile) isCalled(n int32) bool {
	return f.Kind(n) == "identifier" && f.Kind(f.Parent(n)) == "call_expression" && f.Before(n) == syntax.None
}

// names are those that a declaration of a file gives to its package: of types alone
// where it is not certain that it is not within one.
func (f *kotlinFile) names(n int32, types bool) []string {
	if f.modified(n, "visibility_modifier", "private") {
		return nil
	}
	switch kind := f.Kind(n); {
	case kind == "class_declaration", kind == "object_declaration", kind == "type_alias":
		return []string{f.nameOf(n)}
	case types:
	case kind == "function_declaration":
		return []string{f.nameOf(n)}
	case kind == "property_declaration":
		var all []string
		for c := range f.Children(n) {
			switch f.Kind(c) {
			case "variable_declaration":
				all = append(all, f.Text(f.Child(c, "identifier")))
			case "multi_variable_declaration":
				for v := range f.Named(c) {
					all = append(all, f.Text(f.Child(v, "identifier")))
				}
			}
		}
		return all
	}
	return nil
}

// facade is the name under which Java knows the functions of a file, if the file
// gives one.
func (f *kotlinFile) facade(n int32) string {
	c := f.Child(n, "constructor_invocation")
	if f.lastWord(f.Child(c, "user_type")) != "JvmName" {
		return ""
	}
	return f.Text(f.Child(f.Child(f.Child(f.Child(c, "value_arguments"), "value_argument"), "string_literal"), "string_content"))
}

// broken is the name of the type with which a piece of a file starts that does not
// parse.
func (f *kotlinFile) broken(n int32) string {
	if f.Parent(n) != 0 {
		return ""
	}
	if c := f.Child(n, "class", "interface", "object"); c != syntax.None {
		if next := f.Nodes[c].Next; next < f.Nodes[n].Next && f.Kind(next) == "identifier" {
			return f.Text(next)
		}
	}
	return ""
}
