package scriptcalls

import "leadline/internal/source/code/syntax"

// written is the type that a node stands for which writes one.
func (c *checker) written(f *file, n int32, e *env) *typ {
	if n < 0 || !c.enter() {
		return nil
	}
	defer c.leave()
	switch f.Kind(n) {
	case "type_annotation", "parenthesized_type", "readonly_type", "optional_type", "rest_type", "constraint", "default_type", "omitting_type_annotation", "opting_type_annotation":
		return c.written(f, f.first(n), e)
	case "type_identifier", "identifier":
		return c.reference(f, n, c.typeEntities(f, n), nil, e)
	case "nested_type_identifier":
		return c.reference(f, n, c.typeEntities(f, n), nil, e)
	case "generic_type":
		return c.generic(f, n, e)
	case "predefined_type":
		if t := f.Text(n); t != "any" && t != "unknown" && t != "never" && t != "void" && t != "undefined" {
			return &typ{kind: primitive, name: t}
		}
	case "this_type":
		if e != nil && e.this != nil {
			return e.this
		}
		return c.selfAt(f, n)
	case "union_type", "intersection_type":
		k := union
		if f.Kind(n) == "intersection_type" {
			k = intersection
		}
		return join(k, c.writtenParts(f, n, e))
	case "array_type":
		return arrayOf(c.written(f, f.first(n), e))
	case "tuple_type":
		return c.tuple(f, n, e)
	case "function_type", "constructor_type":
		return &typ{kind: function, file: f, node: n, env: e}
	case "object_type":
		return c.objectType(f, n, e)
	case "lookup_type":
		return c.indexed(f, n, e)
	case "type_query":
		return c.replace(c.expression(f, f.first(n)), e)
	case "conditional_type":
		return unite(c.written(f, f.Field(n, "consequence"), e), c.written(f, f.Field(n, "alternative"), e))
	case "literal_type":
		if s := f.Child(n, "string"); s != syntax.None {
			return &typ{kind: literal, name: keyText(f.Text(s))}
		}
		return &typ{kind: primitive}
	case "template_literal_type":
		return &typ{kind: primitive, name: "string"}
	case "infer_type":
		id := f.Child(n, "type_identifier")
		return c.reference(f, id, c.typeEntities(f, id), nil, e)
	case "required_parameter", "optional_parameter": // of a tuple
		return c.written(f, f.Field(n, "type"), e)
	case "member_expression", "call_expression": // import("…").X
		return c.imported(f, n, nil, e)
	}
	return nil
}

// writtenParts are the types of a union or an intersection, which the grammar nests
// to the left.
func (c *checker) writtenParts(f *file, n int32, e *env) []*typ {
	kind := f.Kind(n)
	var parts []*typ
	for i := n + 1; i < f.Nodes[n].Next && len(parts) < mostParts && c.steps > 0; {
		c.step()
		if f.Kind(i) == kind || !f.Nodes[i].Named || f.Kind(i) == "comment" {
			i++
			continue
		}
		parts = append(parts, c.written(f, i, e))
		i = f.Nodes[i].Next
	}
	return parts
}

func (c *checker) tuple(f *file, n int32, e *env) *typ {
	t := built("Tuple")
	for x := range f.few(n) {
		if f.Kind(x) == "rest_type" {
			t.parts = append(t.parts, c.element(c.written(f, x, e)))
		} else {
			t.parts = append(t.parts, c.written(f, x, e))
		}
	}
	return t
}

// objectType is a type in braces. One whose members are made of those of another
// type, by name, is like that type where it keeps them.
func (c *checker) objectType(f *file, n int32, e *env) *typ {
	if clause, value := f.mapped(n); clause != syntax.None {
		x := f.first(value)
		if f.Kind(x) == "lookup_type" && f.Kind(f.Field(clause, "type")) == "index_type_query" {
			return c.written(f, f.first(x), e)
		}
	}
	return &typ{kind: object, file: f, node: n, env: e}
}

// mapped finds the clause of a mapped type, and what its members are.
func (f *file) mapped(n int32) (clause, value int32) {
	if f.Kind(n) != "object_type" {
		return syntax.None, syntax.None
	}
	sign := f.membersOf(n).index
	if sign == syntax.None {
		return syntax.None, syntax.None
	}
	clause = f.Child(sign, "mapped_type_clause")
	return clause, f.Field(sign, "type")
}

// indexed is T["x"].
func (c *checker) indexed(f *file, n int32, e *env) *typ {
	var parts []int32
	for x := range f.few(n) {
		parts = append(parts, x)
	}
	if len(parts) != 2 {
		return nil
	}
	of, index := c.written(f, parts[0], e), c.written(f, parts[1], e)
	if index == nil {
		return nil
	}
	if index.kind == primitive {
		return c.element(of)
	}
	if index.kind != literal {
		return nil
	}
	return c.member(of, index.name)
}

// typeEntities finds what the name of a type stands for.
func (c *checker) typeEntities(f *file, n int32) []entity {
	switch f.Kind(n) {
	case "type_identifier", "identifier":
		if s := f.lookup(n, f.Text(n), asType); s != nil {
			return c.entities(s)
		}
	case "nested_type_identifier", "nested_identifier", "member_expression":
		left := f.Field(n, "module")
		right := f.Field(n, "name")
		if left == syntax.None {
			left, right = f.Field(n, "object"), f.Field(n, "property")
		}
		return c.within(f, left, f.Text(right))
	}
	return nil
}

// within finds a name in a namespace or in a file.
func (c *checker) within(f *file, n int32, name string) []entity {
	if !c.enter() {
		return nil
	}
	defer c.leave()
	var spaces []entity
	switch f.Kind(n) {
	case "identifier", "type_identifier":
		if s := f.lookup(n, f.Text(n), asSpace); s != nil {
			spaces = c.entities(s)
		}
	case "nested_identifier", "member_expression", "nested_type_identifier":
		spaces = c.typeEntities(f, n)
	}
	return c.inSpaces(spaces, name)
}

func (c *checker) inSpaces(spaces []entity, name string) []entity {
	var out []entity
	for _, x := range spaces {
		switch {
		case x.symbol != nil:
			for _, s := range x.symbol.inside(name) {
				out = append(out, c.entities(s)...)
			}
			for _, n := range x.symbol.nodes {
				if x.symbol.file.Kind(n) == "import_alias" {
					out = append(out, c.within(x.symbol.file, x.symbol.file.Child(n, "nested_identifier", "identifier"), name)...)
				}
			}
		case x.value == syntax.None:
			out = append(out, c.export(x.file, name)...)
		}
	}
	return out
}

// inside are the symbols of a name in the bodies of a namespace.
func (s *symbol) inside(name string) []*symbol {
	var out []*symbol
	f := s.file
	for _, n := range s.nodes {
		switch f.Kind(n) {
		case "internal_module", "module":
			if body := f.Field(n, "body"); body != syntax.None {
				if x := f.scopes[f.scope[body]].names[name]; x != nil {
					out = append(out, x)
				}
			}
		}
	}
	return out
}

// generic is a type with arguments.
func (c *checker) generic(f *file, n int32, e *env) *typ {
	name := f.Field(n, "name")
	var args []*typ
	for x := range f.few(f.Field(n, "type_arguments")) {
		args = append(args, c.written(f, x, e))
	}
	if f.Kind(name) == "member_expression" || f.Kind(name) == "call_expression" {
		return c.imported(f, name, args, e)
	}
	return c.reference(f, name, c.typeEntities(f, name), args, e)
}

// imported is import("…").X as a type.
func (c *checker) imported(f *file, n int32, args []*typ, e *env) *typ {
	object, property := f.Field(n, "object"), f.Field(n, "property")
	if f.Kind(n) != "member_expression" || f.Kind(f.Field(object, "function")) != "import" {
		return nil
	}
	var found []entity
	for _, to := range c.filesOf(f, f.argument(object)) {
		found = append(found, c.export(to, f.Text(property))...)
	}
	return c.reference(f, n, found, args, e)
}

// argument is the first argument of a call, where it is a string.
func (f *file) argument(call int32) string {
	return keyText(f.Text(f.Child(f.Field(call, "arguments"), "string")))
}

// reference is the type that a name with arguments stands for.
func (c *checker) reference(f *file, n int32, found []entity, args []*typ, e *env) *typ {
	if len(found) == 0 {
		if f.Kind(n) == "type_identifier" {
			return c.global(f.Text(n), args)
		}
		return nil
	}
	var parts []*typ
	for _, x := range found {
		if x.symbol == nil {
			parts = append(parts, c.valueAsType(x))
		} else {
			parts = append(parts, c.named(x.symbol, args, e))
		}
	}
	return unite(parts...)
}

// valueAsType is the type by the name of a value that is exported as such.
func (c *checker) valueAsType(x entity) *typ {
	switch {
	case x.value == syntax.None:
		return nil
	case isClass(x.file.Kind(x.value)):
		return &typ{kind: instance, file: x.file, node: x.value}
	case x.file.Kind(x.value) == "identifier":
		return c.reference(x.file, x.value, c.typeEntities(x.file, x.value), nil, nil)
	}
	return nil
}

// named is the type that a symbol with arguments stands for.
func (c *checker) named(s *symbol, args []*typ, e *env) *typ {
	f := s.file
	for _, n := range s.nodes {
		switch f.Kind(n) {
		case "type_parameter", "infer_type", "mapped_type_clause":
			if t, ok := e.arg(f, n); ok {
				return t
			}
			return &typ{kind: parameter, file: f, node: n}
		case "type_alias_declaration":
			return c.alias(f, n, args)
		case "enum_declaration":
			return &typ{kind: primitive, name: "enum"}
		case "import_alias":
			return c.reference(f, n, c.typeEntities(f, f.Child(n, "nested_identifier", "identifier")), args, e)
		case "interface_declaration", "class_declaration", "abstract_class_declaration", "class":
			var x *env
			for _, m := range s.nodes {
				b := c.bind(f, m, args)
				if x == nil {
					x = b
				} else if b != nil {
					x = x.and(b.args)
				}
			}
			return &typ{kind: instance, symbol: s, env: x}
		}
	}
	return nil
}

// mostAliases is how often a type may be part of what it stands for.
const mostAliases = 2

func (c *checker) alias(f *file, n int32, args []*typ) *typ {
	at := place{f, n}
	if c.aliases[at] == mostAliases {
		return nil
	}
	c.aliases[at]++
	t := c.written(f, f.Field(n, "value"), c.bind(f, n, args))
	c.aliases[at]--
	return t
}

// bind gives the type parameters of a declaration arguments, or what they are by
// default.
func (c *checker) bind(f *file, n int32, args []*typ) *env {
	x := &env{}
	i := 0
	for p := range f.few(f.Field(n, "type_parameters")) {
		if f.Kind(p) != "type_parameter" {
			continue
		}
		var t *typ
		given := i < len(args)
		if given {
			t = args[i]
		} else if d := f.Field(p, "value"); d != syntax.None {
			t, given = c.written(f, d, x), true
		}
		if given {
			if x.args == nil {
				x.args = map[place]*typ{}
			}
			x.args[place{f, p}] = t
		}
		i++
	}
	if x.args == nil {
		return nil
	}
	return x
}

// selfAt is this where a type is written.
func (c *checker) selfAt(f *file, n int32) *typ {
	s := f.scope[n]
	for range mostScopes {
		if s < 0 {
			break
		}
		switch at := f.scopes[s].node; f.Kind(at) {
		case "class", "class_declaration", "abstract_class_declaration", "interface_declaration":
			return &typ{kind: self, file: f, node: at}
		}
		s = f.scopes[s].parent
	}
	return nil
}
