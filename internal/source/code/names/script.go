package names

import (
	"strings"

	"leadline/internal/source/code/syntax"
)

// Script reads a file of TypeScript or JavaScript.
func Script(t *syntax.Tree, typed bool) *File {
	r := &script{Tree: t, typed: typed, File: newFile(t.Broken)}
	for n := range t.Named(0) {
		r.top(n)
	}
	r.commonWhole()
	return r.doubt()
}

type script struct {
	*syntax.Tree
	*File
	typed bool
	whole int32 // what module.exports, or export =, is; 0 for none
}

// top reads a statement of the file.
func (r *script) top(n int32) {
	switch r.Kind(n) {
	case "import_statement":
		r.imported(n)
	case "export_statement":
		r.exported(n)
	case "expression_statement":
		if x := r.Child(n, "internal_module"); x != syntax.None {
			r.declare(x)
		} else {
			r.common(r.Child(n, "assignment_expression"))
		}
	default:
		r.declare(n)
	}
}

func unquoted(s string) string { return strings.Trim(s, "\"'`") }

func (r *script) imported(n int32) {
	from := unquoted(r.Text(r.Field(n, "source")))
	clause := r.Child(n, "import_clause")
	for c := range r.Named(clause) {
		switch r.Kind(c) {
		case "identifier":
			r.Imports[r.Text(c)] = Passed{from, "default"}
		case "namespace_import":
			r.Imports[r.Text(r.Child(c, "identifier"))] = Passed{from, ""}
		case "named_imports":
			for s := range r.Named(c) {
				name := unquoted(r.Text(r.Field(s, "name")))
				local := name
				if a := r.Field(s, "alias"); a != syntax.None {
					local = r.Text(a)
				}
				if local != "" {
					r.Imports[local] = Passed{from, name}
				}
			}
		}
	}
}

func (r *script) exported(n int32) {
	from := unquoted(r.Text(r.Field(n, "source")))
	line, typeOnly := r.Line(n), r.marked(n)
	if clause := r.Child(n, "export_clause"); clause != syntax.None {
		for s := range r.Named(clause) {
			g := Given{Local: unquoted(r.Text(r.Field(s, "name"))), TypeOnly: typeOnly || r.marked(s), Line: r.Line(s)}
			g.As = g.Local
			if a := r.Field(s, "alias"); a != syntax.None {
				g.As = unquoted(r.Text(a))
			}
			if from != "" {
				g.Passed, g.Local = Passed{from, g.Local}, ""
			}
			r.give(g)
		}
		return
	}
	if from != "" {
		if space := r.Child(n, "namespace_export"); space != syntax.None {
			r.give(Given{As: unquoted(r.Text(r.Child(space, "identifier", "string"))), Passed: Passed{From: from}, Line: line, TypeOnly: typeOnly})
		} else {
			r.Stars = append(r.Stars, from)
		}
		return
	}
	r.exportedHere(n, line)
}

// exportedHere reads export before a declaration, export default and export =.
func (r *script) exportedHere(n int32, line int) {
	isDefault := r.Has(n, "default")
	d := r.Field(n, "declaration")
	if d == syntax.None {
		d = r.Child(n, "internal_module")
	}
	switch value := r.Field(n, "value"); {
	case d != syntax.None:
		for _, name := range r.declare(d) {
			as := name
			if isDefault {
				as = "default"
			}
			r.give(Given{As: as, Local: name, Line: line})
		}
	case isDefault:
		r.give(Given{As: "default", Local: r.named(value, "default"), Line: line})
	case r.Has(n, "="):
		r.whole = r.Child(n, "identifier")
	}
}

// named is the name of a value, which gets one where it has none.
func (r *script) named(value int32, name string) string {
	if r.Kind(value) == "identifier" {
		return r.Text(value)
	}
	x := &Name{Name: name, Kind: Value, Line: r.Line(max(value, 0))}
	r.valued(x, value)
	r.add(x)
	return name
}

func (r *script) give(g Given) {
	if g.As != "" {
		r.Given = append(r.Given, g)
	}
}

// marked tells that a statement or a specifier is of types alone.
func (r *script) marked(n int32) bool {
	for c := range r.Children(n) {
		if x := &r.Nodes[c]; x.Kind == "type" && !x.Named || x.Error && r.Text(c) == "type" {
			return true
		}
	}
	return false
}

// declare adds what a statement declares, and gives its names.
func (r *script) declare(n int32) []string {
	switch kind := r.Kind(n); kind {
	case "ambient_declaration":
		var out []string
		for c := range r.Named(n) {
			out = append(out, r.declare(c)...)
		}
		return out
	case "lexical_declaration", "variable_declaration":
		return r.variables(n)
	case "import_alias":
		return r.put(&Name{Name: r.Text(r.Child(n, "identifier")), Kind: values | types, Open: true}, n)
	}
	x := r.declaration(n)
	if x == nil {
		return nil
	}
	return r.put(x, n)
}

// declaration reads a declaration that has one name; nil for any other node.
func (r *script) declaration(n int32) *Name {
	x := &Name{Name: unquoted(r.Text(r.Field(n, "name")))}
	switch r.Kind(n) {
	case "function_declaration", "generator_function_declaration", "function_signature", "function_expression":
		x.Kind = Function
		if way, ok := r.way(n); ok {
			x.Ways = []Way{way}
		}
	case "class_declaration", "abstract_class_declaration", "class":
		x.Kind = Class
		r.class(x, n)
	case "interface_declaration":
		x.Kind = Interface
		x.Bases = r.listed(r.Child(n, "extends_type_clause", "extends_clause"))
		r.members(x, r.Field(n, "body"))
	case "type_alias_declaration":
		x.Kind = Alias
		value := r.Field(n, "value")
		if x.Open = r.Kind(value) != "object_type"; !x.Open {
			r.members(x, value)
		}
	case "enum_declaration":
		x.Kind = Enum
		for m := range r.Named(r.Field(n, "body")) {
			if r.Kind(m) == "enum_assignment" {
				m = r.Field(m, "name")
			}
			x.Members = append(x.Members, &Name{Name: unquoted(r.Text(m)), Kind: Value, Line: r.Line(m)})
		}
	case "internal_module", "module":
		x.Kind = Space
		r.space(x, n)
	default:
		return nil
	}
	if x.Name == "" {
		x.Name = "default"
	}
	return x
}

func (r *script) put(x *Name, n int32) []string {
	if x.Name == "" {
		return nil
	}
	x.Line, x.Deprecated, x.Hidden = r.Line(n), r.deprecated(n), r.internal(n)
	was := r.Own[x.Name]
	if was != nil && x.Kind == Function && was.Kind&Function != 0 && r.Has(n, "statement_block") {
		return []string{x.Name} // the body of what is declared before
	}
	if !r.typed {
		for i := range x.Ways {
			for j := range x.Ways[i] {
				x.Ways[i][j].Optional = true
			}
		}
	}
	r.add(x)
	return []string{x.Name}
}

// variables adds those of a statement.
func (r *script) variables(n int32) []string {
	var out []string
	for d := range r.Named(n) {
		if r.Kind(d) != "variable_declarator" {
			continue
		}
		name := r.Field(d, "name")
		if r.Kind(name) != "identifier" {
			for i := name; i >= 0 && i < r.Nodes[name].Next; i++ {
				if k := r.Kind(i); k == "shorthand_property_identifier_pattern" || k == "identifier" && r.Kind(r.Parent(i)) != "assignment_pattern" {
					out = append(out, r.put(&Name{Name: r.Text(i), Kind: Value}, n)...)
				}
			}
			continue
		}
		x := &Name{Name: r.Text(name), Kind: Value}
		if r.Field(d, "type") == syntax.None {
			r.valued(x, r.Field(d, "value"))
		}
		out = append(out, r.put(x, n)...)
	}
	return out
}

// valued tells what a value is.
func (r *script) valued(x *Name, value int32) {
	switch r.Kind(value) {
	case "arrow_function", "function_expression", "generator_function":
		x.Kind = Function
		if way, ok := r.way(value); ok {
			x.Ways = []Way{way}
		}
	case "class":
		x.Kind = Class
		r.class(x, value)
	}
}

// space reads the body of a namespace.
func (r *script) space(x *Name, n int32) {
	inner := &script{Tree: r.Tree, typed: r.typed, File: newFile(false)}
	ambient := r.Kind(r.Parent(n)) == "ambient_declaration"
	given := map[string]bool{}
	for c := range r.Named(r.Field(n, "body")) {
		inner.top(c)
		if ambient && r.Kind(c) != "export_statement" {
			for name := range inner.Own {
				given[name] = true
			}
		}
	}
	for _, g := range inner.Given {
		if inner.Own[g.Local] != nil {
			given[g.Local] = true
		} else {
			x.Open = true
		}
	}
	for _, name := range sorted(given) {
		x.Members = append(x.Members, inner.Own[name])
	}
	x.Open = x.Open || len(inner.Stars) > 0
}

// common reads exports.x = … and module.exports = ….
func (r *script) common(n int32) {
	left, right := r.Field(n, "left"), r.Field(n, "right")
	if r.Kind(left) != "member_expression" {
		return
	}
	object, property := r.Text(r.Field(left, "object")), r.Text(r.Field(left, "property"))
	switch {
	case object == "module" && property == "exports":
		r.whole = right
	case object == "exports", object == "module.exports":
		r.give(Given{As: property, Local: r.named(right, "exports."+property), Line: r.Line(n)})
	}
}

// wholeSpace gives the members of a namespace that a file is as a whole. What is a value
// of its own too may have any of them as a value, and others.
func (r *script) wholeSpace(x *Name) {
	if x == nil || x.Kind&Space == 0 {
		return
	}
	for _, m := range x.Members {
		own := *m
		if x.Kind != Space {
			own.Kind, r.Open = own.Kind|Value, true
		}
		r.Own["exports."+m.Name] = &own
		r.give(Given{As: m.Name, Local: "exports." + m.Name, Line: m.Line})
	}
}

// commonWhole reads what a file is as a whole.
func (r *script) commonWhole() {
	switch r.Kind(r.whole) {
	case "identifier":
		name := r.Text(r.whole)
		r.give(Given{As: "default", Local: name, Line: r.Line(r.whole)})
		r.wholeSpace(r.Own[name])
	case "object":
		for p := range r.Named(r.whole) {
			switch r.Kind(p) {
			case "shorthand_property_identifier":
				r.give(Given{As: r.Text(p), Local: r.Text(p), Line: r.Line(p)})
			case "pair":
				key := unquoted(r.Text(r.Field(p, "key")))
				r.give(Given{As: key, Local: r.named(r.Field(p, "value"), "exports."+key), Line: r.Line(p)})
			case "method_definition":
				key := r.Text(r.Field(p, "name"))
				r.add(&Name{Name: "exports." + key, Kind: Function, Line: r.Line(p)})
				r.give(Given{As: key, Local: "exports." + key, Line: r.Line(p)})
			case "comment":
			default:
				r.Open = true
			}
		}
	case "program", "":
	default:
		r.give(Given{As: "default", Local: r.named(r.whole, "default"), Line: r.Line(r.whole)})
		r.Open = true
	}
}
