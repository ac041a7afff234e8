package scriptcalls

import (
	"iter"
	"slices"

	"leadline/internal/source/code/syntax"
)

// expected is the type that is asked for where an expression stands: what a
// function that is written there is called with.
func (c *checker) expected(f *file, n int32) *typ {
	if t, ok := f.expects[n]; ok {
		return t
	}
	if n <= 0 || !c.enter() {
		return nil
	}
	defer c.leave()
	f.expects[n] = nil
	cuts := c.cuts
	t := c.asked(f, n)
	if c.cuts == cuts {
		f.expects[n] = t
	} else {
		delete(f.expects, n)
	}
	return t
}

func (c *checker) asked(f *file, n int32) *typ {
	p := f.Parent(n)
	field := f.Nodes[n].Field
	switch f.Kind(p) {
	case "parenthesized_expression":
		return c.expected(f, p)
	case "as_expression", "satisfies_expression":
		if f.Before(n) == syntax.None && !f.Has(p, "const") {
			return c.asserted(f, p)
		}
	case "variable_declarator", "public_field_definition", "required_parameter", "optional_parameter":
		if field == "value" {
			return c.written(f, f.Field(p, "type"), nil)
		}
	case "assignment_expression", "augmented_assignment_expression":
		if field == "right" {
			return c.expression(f, f.Field(p, "left"))
		}
	case "pair":
		if field == "value" {
			return c.member(c.expected(f, f.Parent(p)), f.key(f.Field(p, "key")))
		}
	case "object":
		if f.Kind(n) == "method_definition" {
			return c.member(c.expected(f, p), f.key(f.Field(n, "name")))
		}
	case "arguments":
		return c.askedArgument(f, n, f.Parent(p))
	case "return_statement":
		if s := f.scopes[f.scope[p]].function; s >= 0 {
			return c.askedReturn(f, f.scopes[s].node)
		}
	case "arrow_function":
		if field == "body" {
			return c.askedReturn(f, p)
		}
	case "ternary_expression":
		if field != "condition" {
			return c.expected(f, p)
		}
	case "binary_expression":
		switch f.Text(f.Field(p, "operator")) {
		case "||", "??", "&&":
			if t := c.expected(f, p); t != nil || field == "left" {
				return t
			}
			return c.expression(f, f.Field(p, "left"))
		}
	case "array":
		return c.at(c.expected(f, p), indexOf(f.few(p), n))
	case "await_expression":
		return c.expected(f, p)
	}
	return nil
}

// askedReturn is what a function is to return, where that is said.
func (c *checker) askedReturn(f *file, fn int32) *typ {
	if !hasBody(f.Kind(fn)) {
		return nil
	}
	var t *typ
	if a := f.Field(fn, "return_type"); a != syntax.None {
		t = c.written(f, a, nil)
	} else {
		for _, s := range c.signatures(c.expected(f, fn), false) {
			t = c.result(s, place{}, nil)
			break
		}
	}
	if f.Has(fn, "async") {
		return awaited(t)
	}
	return t
}

// askedArgument is what a call asks for as an argument.
func (c *checker) askedArgument(f *file, n, call int32) *typ {
	i := indexOf(slices.Values(f.arguments(call)), n)
	callee, news := f.Field(call, "function"), false
	if f.Kind(call) == "new_expression" {
		callee, news = f.Field(call, "constructor"), true
	}
	var t *typ
	if f.Kind(callee) == "super" {
		t, news = c.superClass(f, call), true
	} else {
		t = c.expression(f, callee)
	}
	if t == nil || t.kind == method {
		return nil
	}
	s := c.pick(c.signatures(t, news), f, call)
	if s == nil {
		return nil
	}
	e := s.env
	switch {
	case t.kind == classOf && t.symbol != nil:
		e = e.and(c.inferredFor(s, t.symbol, f, call))
	default:
		e = e.and(c.argumentsFor(s, f, call))
	}
	return c.parameterType(s, i, e)
}

// parameterType is the type of a parameter of a signature.
func (c *checker) parameterType(s *typ, i int, e *env) *typ {
	params := s.file.parameters(s.node)
	if len(params) == 0 {
		return nil
	}
	last := params[len(params)-1]
	if s.file.isRest(last) && i >= len(params)-1 {
		return c.at(c.parameterOf(s, last, e), i-len(params)+1)
	}
	if i >= len(params) {
		return nil
	}
	return c.parameterOf(s, params[i], e)
}

func (c *checker) parameterOf(s *typ, p int32, e *env) *typ {
	if t := s.file.Field(p, "type"); t != syntax.None {
		return c.written(s.file, t, e)
	}
	n := s.file.Field(p, "pattern")
	if n == syntax.None {
		n = p
	}
	return c.replace(c.pattern(s.file, n), e)
}

// argumentsFor is what a call shows of a function's type parameters before the
// functions that are written among its arguments are looked at.
func (c *checker) argumentsFor(s *typ, f *file, call int32) map[place]*typ {
	if s.file.Field(s.node, "type_parameters") == syntax.None {
		return nil
	}
	if f.Field(call, "type_arguments") != syntax.None {
		return c.arguments(s, f, call, nil)
	}
	i := newInference(c, s.env)
	i.owns(s.file, s.node)
	i.plain(s, f, call)
	i.defaults(s)
	return i.out
}

func (c *checker) inferredFor(s *typ, class *symbol, f *file, call int32) map[place]*typ {
	i := newInference(c, s.env)
	for _, n := range class.nodes {
		i.owns(class.file, n)
		if args := f.Field(call, "type_arguments"); args != syntax.None {
			var given []*typ
			for x := range f.few(args) {
				given = append(given, c.written(f, x, nil))
			}
			if b := c.bind(class.file, n, given); b != nil {
				return b.args
			}
		}
	}
	if len(i.own) > 0 {
		i.plain(s, f, call)
	}
	return i.out
}

// plain takes what arguments show that hold no functions.
func (i *inference) plain(s *typ, f *file, call int32) {
	args := f.arguments(call)
	for k, p := range s.file.parameters(s.node) {
		if k >= len(args) || s.file.isRest(p) {
			break
		}
		if kind := f.Kind(args[k]); !hasBody(kind) && kind != "object" && kind != "array" {
			i.match(s.file, s.file.Field(p, "type"), i.c.expression(f, args[k]))
		}
	}
	if t := i.c.returnAnnotation(s); t != syntax.None && len(i.out) < len(i.own) {
		i.match(s.file, t, i.c.expected(f, call))
	}
}

// givenParameter is the type of a parameter by where its function is written.
func (c *checker) givenParameter(f *file, p int32) *typ {
	fn := f.Parent(p)
	if f.Kind(fn) == "formal_parameters" {
		fn = f.Parent(fn)
	}
	index := indexOf(slices.Values(f.parameters(fn)), p)
	rest := f.isRest(p)
	if call := f.calledWith(fn); call != syntax.None {
		if m := c.expression(f, f.Field(call, "function")); m != nil && m.kind == method {
			return c.methodParameter(m, f, call, index)
		}
	}
	var parts []*typ
	for _, s := range c.signatures(c.expected(f, fn), false) {
		t := c.parameterType(s, index, s.env)
		if rest {
			t = arrayOf(t)
		}
		parts = append(parts, t)
	}
	return unite(parts...)
}

// calledWith is the call that a function is an argument of.
func (f *file) calledWith(fn int32) int32 {
	if p := f.Parent(fn); f.Kind(p) == "arguments" && f.Kind(f.Parent(p)) == "call_expression" {
		return f.Parent(p)
	}
	return syntax.None
}

// indexOf tells which one of some nodes a node is; it is their number if it is none.
func indexOf(nodes iter.Seq[int32], n int32) int {
	i := 0
	for x := range nodes {
		if x == n {
			break
		}
		i++
	}
	return i
}
