package scriptcalls

import (
	"leadline/internal/fact"
	"leadline/internal/source/code/syntax"
)

// caller is the outermost function around a node that has a name, or the file. An
// object that has no name gives none to what is in it.
func (f *file) caller(n int32) fact.Callable {
	if f.callers == nil {
		f.nameCallers()
	}
	return f.callers[f.scope[n]]
}

// nameCallers finds the caller for each scope, outer ones before those in them.
func (f *file) nameCallers() {
	f.callers = make([]fact.Callable, len(f.scopes))
	for i := range f.scopes {
		s := &f.scopes[i]
		x := fact.Callable{Path: f.Path}
		if s.parent >= 0 {
			x = f.callers[s.parent]
		}
		if x.Name == "" && int(s.function) == i {
			if b, ok := f.binding(s.node); ok && !b.free {
				x = b.callable(f)
			}
		}
		f.callers[i] = x
	}
}

// binding is what gives a function its name. A free one is in an object without a
// name.
type binding struct {
	node        int32
	owner, name string
	free        bool
}

func (b binding) callable(f *file) fact.Callable {
	return fact.Callable{Path: f.Path, Owner: b.owner, Name: b.name, Line: f.Line(b.node)}
}

// binding finds the name of a function; ok is false for one without.
func (f *file) binding(n int32) (b binding, ok bool) {
	b, ok = f.bindingOf(n)
	return b, ok && b.name != ""
}

func (f *file) bindingOf(n int32) (binding, bool) {
	switch f.Kind(n) {
	case "function_declaration", "generator_function_declaration", "function_signature":
		name := f.nameOf(n)
		if name == "" {
			name = "default"
		}
		return binding{node: f.statement(n), name: name}, true
	case "method_definition", "abstract_method_signature", "method_signature":
		return f.methodBinding(n)
	case "arrow_function", "function_expression", "generator_function":
		if b, ok := f.valueBinding(n); ok {
			return b, true
		}
		if name := f.nameOf(n); name != "" {
			return binding{node: n, name: name}, true
		}
	}
	return binding{}, false
}

// statement is where a declaration begins: with export or declare.
func (f *file) statement(n int32) int32 {
	for k := f.Kind(f.Parent(n)); k == "export_statement" || k == "ambient_declaration"; k = f.Kind(f.Parent(n)) {
		n = f.Parent(n)
	}
	return n
}

func (f *file) methodBinding(n int32) (binding, bool) {
	name := f.key(f.Field(n, "name"))
	switch body := f.Parent(n); f.Kind(body) {
	case "class_body":
		return binding{node: n, name: name, owner: f.className(f.Parent(body))}, true
	case "object":
		return f.inObject(n, body, name), true
	case "interface_body":
		return binding{node: n, name: name, owner: f.nameOf(f.Parent(body))}, true
	case "object_type":
		return binding{node: n, name: name, owner: f.holder(body)}, true
	}
	return binding{}, false
}

// holder is the name of what declares a type.
func (f *file) holder(n int32) string {
	for range mostScopes {
		if n = f.Parent(n); n < 0 {
			return ""
		}
		switch k := f.Kind(n); {
		case k == "interface_declaration" || k == "type_alias_declaration":
			return f.nameOf(n)
		case isClass(k):
			return f.className(n)
		case k == "statement_block" || k == "lexical_declaration" || k == "variable_declaration":
			return ""
		}
	}
	return ""
}

func (f *file) className(n int32) string {
	if name := f.nameOf(n); name != "" {
		return name
	}
	if f.Kind(n) == "class" {
		if b, ok := f.valueBinding(n); ok {
			return b.name
		}
	}
	if f.Kind(f.Parent(n)) == "export_statement" {
		return "default"
	}
	return ""
}

// mostObjects is how deep objects in objects are named.
const mostObjects = 50

func (f *file) inObject(n, object int32, name string) binding {
	b := binding{node: n, name: name, free: true}
	for depth := 0; depth < mostObjects; depth++ {
		at := f.value(object)
		p := f.Parent(at)
		if f.Kind(p) == "pair" && f.Nodes[at].Field == "value" && f.Kind(f.Parent(p)) == "object" {
			if depth == 0 {
				b.owner = f.key(f.Field(p, "key"))
			}
			object = f.Parent(p)
			continue
		}
		if o, ok := f.valueBinding(object); ok {
			b.free = false
			if depth == 0 {
				b.owner = o.name
				if o.name == "prototype" {
					b.owner = o.owner
				}
			}
		}
		break
	}
	return b
}

// value is the largest expression whose value is that of a node.
func (f *file) value(n int32) int32 {
	for {
		switch f.Kind(f.Parent(n)) {
		case "parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression", "type_assertion":
			n = f.Parent(n)
		default:
			return n
		}
	}
}

// valueBinding is the name that the value of an expression gets.
func (f *file) valueBinding(n int32) (binding, bool) {
	n = f.value(n)
	p := f.Parent(n)
	field := f.Nodes[n].Field
	switch f.Kind(p) {
	case "variable_declarator":
		if name := f.Field(p, "name"); field == "value" && f.Kind(name) == "identifier" {
			return binding{node: p, name: f.Text(name)}, true
		}
	case "public_field_definition", "field_definition":
		if field == "value" {
			name := f.Field(p, "name")
			if name == syntax.None {
				name = f.Field(p, "property")
			}
			return binding{node: p, name: f.key(name), owner: f.className(f.Parent(f.Parent(p)))}, true
		}
	case "pair":
		if field == "value" {
			return f.inObject(p, f.Parent(p), f.key(f.Field(p, "key"))), true
		}
	case "export_statement":
		return binding{node: p, name: "default"}, true
	case "assignment_expression":
		if field != "right" {
			break
		}
		switch left := f.Field(p, "left"); f.Kind(left) {
		case "identifier":
			return binding{node: p, name: f.Text(left)}, true
		case "member_expression":
			return f.assignedBinding(p, left), true
		}
	}
	return binding{}, false
}

// assignedBinding is the name of what is assigned to a member.
func (f *file) assignedBinding(n, left int32) binding {
	b := binding{node: n, name: f.Text(f.Field(left, "property"))}
	object := f.Field(left, "object")
	if f.Kind(object) == "member_expression" && f.Text(f.Field(object, "property")) == "prototype" {
		object = f.Field(object, "object")
	}
	if f.Kind(object) != "identifier" {
		return b
	}
	switch owner := f.Text(object); {
	case owner == "module" && b.name == "exports":
		b.name = "default"
	case owner != "exports":
		b.owner = owner
	}
	return b
}

// target is the function that a signature is of; ok is false for none with a name.
// A type of functions is a function where it is that of a member. Files of
// declarations hold none: what they declare is elsewhere.
func (f *file) target(n int32) (fact.Callable, bool) {
	if f.declares {
		return fact.Callable{}, false
	}
	switch f.Kind(n) {
	case "function_type":
		p := f.Parent(n)
		for range mostScopes {
			if f.Kind(p) != "parenthesized_type" {
				break
			}
			p = f.Parent(p)
		}
		if f.Kind(p) != "type_annotation" {
			return fact.Callable{}, false
		}
		switch p = f.Parent(p); f.Kind(p) {
		case "property_signature", "public_field_definition":
			b, ok := f.methodBinding(p)
			return b.callable(f), ok && b.name != ""
		}
		return fact.Callable{}, false
	case "call_signature", "construct_signature", "constructor_type":
		return fact.Callable{}, false
	case "function_signature":
		if s := f.declared(n); s != nil {
			n = s.implementation()
		}
	case "method_signature", "abstract_method_signature":
		n = f.implementation(n)
	}
	b, ok := f.binding(n)
	return b.callable(f), ok
}

// implementation is the one among the declarations of a function that has a body, or
// the first.
func (s *symbol) implementation() int32 {
	for _, n := range s.nodes {
		if s.file.Kind(n) == "function_declaration" || s.file.Kind(n) == "generator_function_declaration" {
			return n
		}
	}
	for _, n := range s.nodes {
		if s.file.Kind(n) == "function_signature" {
			return n
		}
	}
	return s.nodes[0]
}

func (f *file) implementation(n int32) int32 {
	m := f.membersOf(f.Parent(n))
	all := m.own[f.key(f.Field(n, "name"))]
	if f.Has(n, "static") {
		all = m.static[f.key(f.Field(n, "name"))]
	}
	for _, x := range all {
		if f.Kind(x) == "method_definition" {
			return x
		}
	}
	for _, x := range all {
		if f.Kind(x) == f.Kind(n) {
			return x
		}
	}
	return n
}
