package scriptcalls

import (
	"maps"
	"slices"
	"strconv"

	"leadline/internal/source/code/syntax"
)

// expression is the type of an expression.
func (c *checker) expression(f *file, n int32) *typ {
	if n < 0 {
		return nil
	}
	if t, ok := f.types[n]; ok {
		return t
	}
	if f.busy[n] || !c.enter() {
		return nil
	}
	defer c.leave()
	f.busy[n] = true
	cuts := c.cuts
	t := c.evaluate(f, n)
	delete(f.busy, n)
	if c.cuts == cuts {
		f.types[n] = t
	}
	return t
}

func (c *checker) evaluate(f *file, n int32) *typ {
	switch f.Kind(n) {
	case "identifier", "shorthand_property_identifier", "jsx_identifier", "type_identifier":
		return c.variable(f, n)
	case "this":
		return c.this(f, n)
	case "super":
		return c.super(f, n)
	case "parenthesized_expression", "non_null_expression", "satisfies_expression", "instantiation_expression", "template_substitution":
		return c.expression(f, f.first(n))
	case "as_expression", "type_assertion":
		return c.asserted(f, n)
	case "member_expression", "nested_identifier":
		return c.member(c.expression(f, f.Field(n, "object")), f.Text(f.Field(n, "property")))
	case "subscript_expression":
		return c.subscript(f, n)
	case "call_expression":
		return c.called(f, n)
	case "new_expression":
		return c.newed(f, n)
	case "await_expression":
		return awaited(c.expression(f, f.first(n)))
	case "assignment_expression":
		return c.expression(f, f.Field(n, "right"))
	case "augmented_assignment_expression":
		return unite(c.expression(f, f.Field(n, "left")), c.expression(f, f.Field(n, "right")))
	case "binary_expression":
		return c.binary(f, n)
	case "ternary_expression":
		return unite(c.expression(f, f.Field(n, "consequence")), c.expression(f, f.Field(n, "alternative")))
	case "sequence_expression":
		last := syntax.None
		for x := range f.Named(n) {
			last = x
		}
		return c.expression(f, last)
	case "object":
		return &typ{kind: object, file: f, node: n}
	case "array":
		return c.array(f, n)
	case "string":
		return &typ{kind: literal, name: keyText(f.Text(n))}
	case "number", "true", "false", "template_string", "regex":
		return &typ{kind: primitive, name: f.Kind(n)}
	case "arrow_function", "function_expression", "generator_function", "function_declaration", "generator_function_declaration", "function_signature":
		return &typ{kind: function, file: f, node: n}
	case "class", "class_declaration", "abstract_class_declaration":
		if s := f.declared(n); s != nil {
			return &typ{kind: classOf, symbol: s}
		}
		return &typ{kind: classOf, file: f, node: n}
	}
	return nil
}

// variable is the type of what a name stands for.
func (c *checker) variable(f *file, n int32) *typ {
	name := f.Text(n)
	s := f.lookup(n, name, asValue)
	if s == nil {
		switch name {
		case "Object", "Promise", "Array":
			if name == "Object" {
				return built("Object")
			}
			return built(name + "Class")
		case "Map", "WeakMap", "Set", "WeakSet", "WeakRef", "Proxy":
			return &typ{kind: primitive, name: "new " + name}
		}
		return nil
	}
	var parts []*typ
	for _, x := range c.entities(s) {
		parts = append(parts, c.valueOf(x))
	}
	return c.narrowed(f, n, name, unite(parts...))
}

// valueOf is the type of what a name that was followed stands for.
func (c *checker) valueOf(x entity) *typ {
	switch {
	case x.symbol != nil:
		return c.symbolType(x.symbol)
	case x.value == syntax.None:
		return &typ{kind: whole, file: x.file}
	}
	return c.expression(x.file, x.value)
}

func (c *checker) symbolType(s *symbol) *typ {
	f := s.file
	var signatures, bodies []*typ
	for _, n := range s.nodes {
		switch f.Kind(n) {
		case "function_signature":
			signatures = append(signatures, &typ{kind: function, file: f, node: n, symbol: s})
		case "function_declaration", "generator_function_declaration", "function_expression", "generator_function":
			bodies = append(bodies, &typ{kind: function, file: f, node: n, symbol: s})
		}
	}
	if signatures == nil {
		signatures = bodies
	}
	if len(signatures) == 1 {
		return signatures[0]
	}
	if signatures != nil {
		return &typ{kind: overloads, parts: signatures, symbol: s}
	}
	for _, n := range s.nodes {
		switch f.Kind(n) {
		case "identifier", "shorthand_property_identifier_pattern":
			return c.pattern(f, n)
		case "class_declaration", "abstract_class_declaration", "class":
			return &typ{kind: classOf, symbol: s}
		}
	}
	for _, n := range s.nodes {
		switch f.Kind(n) {
		case "enum_declaration", "internal_module", "module":
			return &typ{kind: space, symbol: s}
		case "import_alias":
			return c.expression(f, f.Child(n, "nested_identifier"))
		}
	}
	return nil
}

// pattern is the type of what is bound to a name, or taken apart by a pattern.
func (c *checker) pattern(f *file, n int32) *typ {
	if t, ok := f.types[n]; ok {
		return t
	}
	if f.busy[n] || !c.enter() {
		return nil
	}
	defer c.leave()
	f.busy[n] = true
	cuts := c.cuts
	t := c.bound(f, n)
	delete(f.busy, n)
	if c.cuts == cuts {
		f.types[n] = t
	}
	return t
}

func (c *checker) bound(f *file, n int32) *typ {
	p := f.Parent(n)
	switch f.Kind(p) {
	case "variable_declarator", "required_parameter", "optional_parameter":
		if a := f.Field(p, "type"); a != syntax.None {
			return c.written(f, a, nil)
		}
		if f.Kind(p) != "variable_declarator" {
			if t := c.givenParameter(f, p); t != nil {
				return t
			}
		}
		return c.initial(f, n, p)
	case "formal_parameters", "arrow_function":
		if t := c.givenParameter(f, n); t != nil {
			return t
		}
		if f.Kind(n) == "assignment_pattern" {
			return c.expression(f, f.Field(n, "right"))
		}
	case "assignment_pattern", "object_assignment_pattern":
		return unite(c.pattern(f, p), c.expression(f, f.Field(p, "right")))
	case "pair_pattern":
		return c.member(c.pattern(f, f.Parent(p)), f.key(f.Field(p, "key")))
	case "object_pattern":
		return c.propertyOf(f, n, p)
	case "array_pattern":
		i := indexOf(f.few(p), n)
		// The grammar leaves no node for [, x].
		for b := f.Nodes[p].Start; b < f.Nodes[n].Start && i == 0; b++ {
			if f.Source[b] == ',' {
				return c.element(c.pattern(f, p))
			}
		}
		return c.at(c.pattern(f, p), i)
	case "rest_pattern":
		t := c.pattern(f, p)
		if f.Kind(f.Parent(p)) == "array_pattern" {
			return arrayOf(t)
		}
		return t
	case "for_in_statement":
		if f.Text(f.Field(p, "operator")) == "of" {
			return c.element(c.expression(f, f.Field(p, "right")))
		}
		return &typ{kind: primitive, name: "string"}
	}
	return nil
}

// initial is the type of what a variable holds at first, or of what it gets where
// that is nothing.
func (c *checker) initial(f *file, n, declarator int32) *typ {
	v := f.Field(declarator, "value")
	if v != syntax.None && f.Kind(v) != "null" && f.Kind(v) != "undefined" || f.Kind(n) != "identifier" {
		return c.expression(f, v)
	}
	var parts []*typ
	for _, x := range f.values[f.lookup(n, f.Text(n), asValue)] {
		parts = append(parts, c.expression(f, x))
	}
	return unite(parts...)
}

func (c *checker) propertyOf(f *file, n, p int32) *typ {
	switch f.Kind(n) {
	case "shorthand_property_identifier_pattern":
		return c.member(c.pattern(f, p), f.Text(n))
	case "object_assignment_pattern":
		return c.member(c.pattern(f, p), f.Text(f.Field(n, "left")))
	case "rest_pattern":
		return c.pattern(f, p)
	}
	return nil
}

// this is the type of this.
func (c *checker) this(f *file, n int32) *typ {
	at := f.scopes[f.scope[n]].this
	if at == syntax.None {
		return nil
	}
	if isClass(f.Kind(at)) { // in the value of a field, or in a static block
		return &typ{kind: self, file: f, node: at}
	}
	if t := c.saidThis(f, at); t != nil {
		return t
	}
	p := f.Parent(at)
	if class := f.Parent(p); f.Kind(p) == "class_body" {
		if f.Has(at, "static") {
			return c.expression(f, class)
		}
		return &typ{kind: self, file: f, node: class}
	}
	if f.Kind(at) == "method_definition" || f.Kind(p) == "pair" {
		o := p
		if f.Kind(p) == "pair" {
			o = f.Parent(p)
		}
		if t := c.expected(f, o); t != nil {
			return t
		}
		return c.expression(f, o)
	}
	return c.madeBy(f, at)
}

// madeBy is this in a function that is called with new, or is of the prototype of
// one.
func (c *checker) madeBy(f *file, fn int32) *typ {
	if f.assigned[fn] != nil {
		return &typ{kind: self, file: f, node: fn}
	}
	p := f.Parent(fn)
	left := f.Field(p, "left")
	if f.Kind(p) != "assignment_expression" || f.Kind(left) != "member_expression" {
		return nil
	}
	object := f.Field(left, "object")
	if f.Kind(object) != "member_expression" || f.Text(f.Field(object, "property")) != "prototype" {
		return nil
	}
	return c.made(c.expression(f, f.Field(object, "object")), nil, place{})
}

// saidThis is this as a function, or what it is expected to be, says.
func (c *checker) saidThis(f *file, fn int32) *typ {
	if t := thisParameter(f, fn); t != syntax.None {
		return c.written(f, t, nil)
	}
	for _, s := range c.signatures(c.expected(f, fn), false) {
		if t := thisParameter(s.file, s.node); t != syntax.None {
			return c.written(s.file, t, s.env)
		}
	}
	return nil
}

// thisParameter is the type that a function says this has; None where it does not.
func thisParameter(f *file, fn int32) int32 {
	for p := range f.Named(f.Field(fn, "parameters")) {
		if f.Kind(f.Field(p, "pattern")) == "this" {
			return f.Field(p, "type")
		}
		break
	}
	return syntax.None
}

// super is what the class of this extends.
func (c *checker) super(f *file, n int32) *typ {
	at := f.scopes[f.scope[n]].this
	if at == syntax.None {
		return nil
	}
	static := false
	class := at
	if !isClass(f.Kind(at)) {
		static = f.Has(at, "static")
		class = f.Parent(max(0, f.Parent(at)))
	}
	if class < 0 || !isClass(f.Kind(class)) {
		return nil
	}
	value, args := f.extended(class)
	if value == syntax.None {
		return nil
	}
	if static {
		return c.expression(f, value)
	}
	return c.baseInstance(f, value, args, nil)
}

// asserted is x as T.
func (c *checker) asserted(f *file, n int32) *typ {
	if f.Has(n, "const") {
		return c.expression(f, f.first(n))
	}
	if args := f.Child(n, "type_arguments"); args != syntax.None {
		return c.written(f, f.first(args), nil)
	}
	last := syntax.None
	for x := range f.few(n) {
		last = x
	}
	return c.written(f, last, nil)
}

func (c *checker) subscript(f *file, n int32) *typ {
	of := c.expression(f, f.Field(n, "object"))
	index := f.Field(n, "index")
	switch f.Kind(index) {
	case "string":
		return c.member(of, keyText(f.Text(index)))
	case "number":
		if i, err := strconv.Atoi(f.Text(index)); err == nil && i >= 0 {
			return c.at(of, i)
		}
	}
	if t := c.expression(f, index); t != nil && t.kind == literal {
		return c.member(of, t.name)
	}
	if of != nil && of.kind == object && of.file.Kind(of.node) == "object" {
		return c.anyMember(of)
	}
	return c.element(of)
}

// anyMember is what the members of an object of the program are.
func (c *checker) anyMember(t *typ) *typ {
	m := t.file.membersOf(t.node)
	if len(m.own) > mostParts {
		return nil
	}
	var parts []*typ
	for _, name := range slices.Sorted(maps.Keys(m.own)) {
		parts = append(parts, c.memberType(t.file, m.own[name], t.env))
	}
	return unite(parts...)
}

func (c *checker) binary(f *file, n int32) *typ {
	left, right := f.Field(n, "left"), f.Field(n, "right")
	switch f.Text(f.Field(n, "operator")) {
	case "&&":
		return c.expression(f, right)
	case "||", "??":
		return unite(c.expression(f, left), c.expression(f, right))
	}
	return &typ{kind: primitive}
}

func (c *checker) array(f *file, n int32) *typ {
	var parts []*typ
	spread := false
	for x := range f.few(n) {
		if len(parts) == mostParts {
			break
		}
		if f.Kind(x) == "spread_element" {
			spread = true
			parts = append(parts, c.element(c.expression(f, f.first(x))))
		} else {
			parts = append(parts, c.expression(f, x))
		}
	}
	if spread {
		return arrayOf(unite(parts...))
	}
	if t := c.expected(f, n); t != nil && t.kind == builtin && t.name == "Array" {
		return arrayOf(unite(parts...))
	}
	return built("Tuple", parts...)
}

// mostAround is how far conditions are looked for around a name.
const mostAround = 40

// narrowed is the type of a variable where the program has asked of what class it
// is.
func (c *checker) narrowed(f *file, n int32, name string, t *typ) *typ {
	for range mostAround {
		p := f.Parent(n)
		if p < 0 || functionKinds[f.Kind(p)] {
			break
		}
		condition := syntax.None
		switch field := f.Nodes[n].Field; f.Kind(p) {
		case "if_statement", "ternary_expression":
			if field == "consequence" {
				condition = f.Field(p, "condition")
			}
		case "binary_expression":
			if field == "right" && f.Text(f.Field(p, "operator")) == "&&" {
				condition = f.Field(p, "left")
			}
		}
		if class := f.askedClass(condition, name); class != syntax.None {
			if x := c.made(c.expression(f, class), nil, place{}); x != nil {
				return x
			}
			return t
		}
		n = p
	}
	return t
}

// askedClass is the class that a condition asks of a name; None if it does not.
func (f *file) askedClass(n int32, name string) int32 {
	for range mostAround {
		switch f.Kind(n) {
		case "parenthesized_expression":
			n++
		case "binary_expression":
			left := f.Field(n, "left")
			switch f.Text(f.Field(n, "operator")) {
			case "instanceof":
				if f.Kind(left) == "identifier" && f.Text(left) == name {
					return f.Field(n, "right")
				}
				return syntax.None
			case "&&":
				if x := f.Field(n, "right"); f.Kind(x) == "binary_expression" && f.Text(f.Field(x, "operator")) == "instanceof" && f.Text(f.Field(x, "left")) == name {
					return f.Field(x, "right")
				}
				n = left
			default:
				return syntax.None
			}
		default:
			return syntax.None
		}
	}
	return syntax.None
}
