package names

import (
	"maps"
	"slices"
	"strings"

	"leadline/internal/source/code/syntax"
)

// sorted are the names of which a set says that they are in it.
func sorted(set map[string]bool) []string {
	out := slices.Sorted(maps.Keys(set))
	return slices.DeleteFunc(out, func(name string) bool { return !set[name] })
}

// class reads a class.
func (r *script) class(x *Name, n int32) {
	if heritage := r.Child(n, "class_heritage"); heritage != syntax.None {
		clause := r.Child(heritage, "extends_clause")
		if clause == syntax.None && !r.Has(heritage, "implements_clause") {
			clause = heritage
		}
		for c := range r.Named(clause) {
			switch k := r.Kind(c); k {
			case "identifier", "member_expression":
				x.Bases = append(x.Bases, r.Text(c))
			case "type_arguments", "comment":
			default:
				x.Open = true
			}
		}
	}
	r.members(x, r.Field(n, "body"))
}

// listed are the names of what an interface extends.
func (r *script) listed(clause int32) []string {
	var out []string
	for c := range r.Named(clause) {
		switch r.Kind(c) {
		case "generic_type":
			out = append(out, r.Text(r.Field(c, "name")))
		case "type_arguments", "comment":
		default:
			out = append(out, r.Text(c))
		}
	}
	return out
}

// members reads those of a class, an interface or a type in braces.
func (r *script) members(x *Name, body int32) {
	byName := map[string]*Name{}
	add := func(m *Name) {
		if was := byName[m.Name]; was != nil {
			was.Ways = append(was.Ways, m.Ways...)
			return
		}
		byName[m.Name] = m
		x.Members = append(x.Members, m)
	}
	for n := range r.Named(body) {
		switch kind := r.Kind(n); kind {
		case "method_definition", "method_signature", "abstract_method_signature", "property_signature", "public_field_definition", "field_definition":
			m := r.member(n, kind)
			if m == nil {
				continue
			}
			was := byName[m.Name]
			if was != nil && kind == "method_definition" {
				continue // the body of what is declared before
			}
			add(m)
			if m.Name == "constructor" && kind == "method_definition" {
				for _, p := range r.properties(n) {
					add(p)
				}
			}
		case "index_signature", "construct_signature":
			x.Open = x.Open || r.Has(n, "mapped_type_clause")
		}
	}
}

// member reads one; nil for what is not for others.
func (r *script) member(n int32, kind string) *Name {
	name := r.Field(n, "name")
	if name == syntax.None {
		name = r.Field(n, "property")
	}
	switch r.Kind(name) {
	case "property_identifier", "string", "number":
	default:
		return nil
	}
	m := &Name{Name: unquoted(r.Text(name)), Kind: Value, Line: r.Line(n), Deprecated: r.deprecated(n)}
	if access := r.Text(r.Child(n, "accessibility_modifier")); access == "private" || access == "protected" || strings.HasPrefix(m.Name, "_") {
		return nil
	}
	m.Quiet = r.internal(n)
	value := n
	if kind == "public_field_definition" || kind == "field_definition" {
		value = syntax.None
		if v := r.Field(n, "value"); r.Kind(v) == "arrow_function" && r.Field(n, "type") == syntax.None {
			value = v
		}
	}
	if r.typed && value != syntax.None && kind != "property_signature" && !r.Has(n, "get") && !r.Has(n, "set") {
		if way, ok := r.way(value); ok {
			m.Ways, m.Kind = []Way{way}, Function
		}
	}
	return m
}

// properties are the parameters of a constructor that are members too.
func (r *script) properties(n int32) []*Name {
	var out []*Name
	for p := range r.Named(r.Field(n, "parameters")) {
		access := r.Text(r.Child(p, "accessibility_modifier"))
		if access == "public" || access == "" && r.Has(p, "readonly") {
			out = append(out, &Name{Name: r.Text(r.Field(p, "pattern")), Kind: Value, Line: r.Line(p)})
		}
	}
	return out
}

// way reads parameters; ok is false where they do not tell what may be given.
func (r *script) way(n int32) (w Way, ok bool) {
	if p := r.Field(n, "parameter"); p != syntax.None { // x => …
		return Way{{Name: r.Text(p)}}, true
	}
	list := r.Field(n, "parameters")
	if list == syntax.None {
		return nil, false
	}
	w = Way{}
	for p := range r.Named(list) {
		x := Param{}
		switch r.Kind(p) {
		case "comment", "decorator":
			continue
		case "required_parameter", "optional_parameter":
			pattern := r.Field(p, "pattern")
			if r.Kind(pattern) == "this" {
				continue
			}
			x.Name = r.Text(pattern)
			x.Optional = r.Kind(p) == "optional_parameter" || r.Field(p, "value") != syntax.None || r.mayLack(r.Field(p, "type"))
			if r.Kind(pattern) == "rest_pattern" {
				x.Form, x.Optional = Rest, true
				if t := r.Text(r.Field(p, "type")); t != "" && !strings.HasSuffix(t, "[]") && !strings.Contains(t, "Array<") {
					return nil, false
				}
			}
		case "rest_pattern":
			x.Form, x.Optional = Rest, true
		case "assignment_pattern":
			x.Optional = true
		}
		w = append(w, x)
	}
	return w, true
}

// mayLack tells types of parameters that may be left out though no mark says so.
func (r *script) mayLack(t int32) bool {
	text := strings.TrimSpace(strings.TrimPrefix(r.Text(t), ":"))
	return text == "void" || strings.HasSuffix(text, "| void") || text == "any" && !r.typed
}

// comments are what stands before a declaration: the last one of those.
func (r *script) commentBefore(n int32) string {
	for {
		switch r.Kind(r.Parent(n)) {
		case "export_statement", "ambient_declaration":
			n = r.Parent(n)
			continue
		}
		break
	}
	before := r.Before(n)
	for r.Kind(before) == "decorator" || before != syntax.None && !r.Nodes[before].Named {
		before = r.Before(before)
	}
	if r.Kind(before) != "comment" {
		return ""
	}
	return r.Text(before)
}

func (r *script) deprecated(n int32) bool { return strings.Contains(r.commentBefore(n), "@deprecated") }

// internal tells what a comment says to be no promise.
func (r *script) internal(n int32) bool {
	text := r.commentBefore(n)
	for _, tag := range []string{"@internal", "@private", "@experimental", "@alpha"} {
		if strings.Contains(text, tag) {
			return true
		}
	}
	return false
}
