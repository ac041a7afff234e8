package scriptcalls

import (
	"slices"

	"leadline/internal/fact"
	"leadline/internal/source/code/syntax"
)

// callees are the functions that a call, a new or a decorator leads to.
func (c *checker) callees(f *file, n int32) []fact.Callable {
	callee, news := f.Field(n, "function"), false
	switch f.Kind(n) {
	case "new_expression":
		callee, news = f.Field(n, "constructor"), true
	case "decorator":
		callee = f.first(n)
	}
	var t *typ
	switch f.Kind(callee) {
	case "import", "":
		return nil
	case "super":
		t, news = c.superClass(f, n), true
	default:
		t = c.expression(f, callee)
	}
	parts := []*typ{t}
	if t != nil && t.kind == union {
		parts = t.parts
	}
	var out []fact.Callable
	for _, p := range parts {
		s := c.pick(c.signatures(p, news), f, n)
		var to fact.Callable
		ok := false
		if s != nil {
			to, ok = s.file.target(s.node)
		}
		if s == nil || !ok {
			to, ok = c.held(f, callee)
		}
		if ok && !slices.Contains(out, to) {
			out = append(out, to)
		}
	}
	return out
}

// superClass is the class whose constructor super() calls.
func (c *checker) superClass(f *file, n int32) *typ {
	at := f.scopes[f.scope[n]].this
	if at == syntax.None || f.Kind(at) != "method_definition" {
		return nil
	}
	value, _ := f.extended(f.Parent(max(0, f.Parent(at))))
	return c.expression(f, value)
}

// held is the function that a constant or a field holds whose type says less.
func (c *checker) held(f *file, n int32) (fact.Callable, bool) {
	for k := f.Kind(n); k == "parenthesized_expression" || k == "non_null_expression"; k = f.Kind(n) {
		n++
	}
	switch f.Kind(n) {
	case "identifier":
		if s := f.lookup(n, f.Text(n), asValue); s != nil {
			return heldBy(c.entities(s))
		}
	case "member_expression":
		return c.heldMember(c.expression(f, f.Field(n, "object")), f.Text(f.Field(n, "property")))
	}
	return fact.Callable{}, false
}

func heldBy(found []entity) (fact.Callable, bool) {
	for _, x := range found {
		if x.symbol == nil {
			continue
		}
		for _, d := range x.symbol.nodes {
			if v := x.symbol.file.functionIn(x.symbol.file.Parent(d)); v != syntax.None {
				return x.symbol.file.target(v)
			}
		}
	}
	return fact.Callable{}, false
}

func (c *checker) heldMember(t *typ, name string) (fact.Callable, bool) {
	if t == nil || !c.enter() {
		return fact.Callable{}, false
	}
	defer c.leave()
	switch t.kind {
	case whole, space:
		return heldBy(c.inSpaces([]entity{{symbol: t.symbol, file: t.file, value: syntax.None}}, name))
	case self:
		return c.heldField(c.selfInstance(t), name)
	case instance, classOf:
		return c.heldField(t, name)
	case parameter:
		return c.heldMember(c.constraint(t), name)
	case union, intersection:
		for _, p := range t.parts {
			if to, ok := c.heldMember(p, name); ok {
				return to, true
			}
		}
	}
	return fact.Callable{}, false
}

// functionIn is the function that a declarator or a field has as its value.
func (f *file) functionIn(n int32) int32 {
	switch f.Kind(n) {
	case "variable_declarator", "public_field_definition", "field_definition":
	default:
		return syntax.None
	}
	v := f.Field(n, "value")
	for range 10 {
		switch f.Kind(v) {
		case "parenthesized_expression", "as_expression", "satisfies_expression":
			v++
		case "arrow_function", "function_expression":
			return v
		}
	}
	return syntax.None
}

func (c *checker) heldField(t *typ, name string) (fact.Callable, bool) {
	for _, d := range t.declarations() {
		if !isClass(d.file.Kind(d.node)) {
			continue
		}
		m := d.file.membersOf(d.file.Field(d.node, "body"))
		nodes := m.own[name]
		if t.kind == classOf {
			nodes = m.static[name]
		}
		for _, n := range nodes {
			if v := d.file.functionIn(n); v != syntax.None {
				return d.file.target(v)
			}
		}
		if nodes != nil {
			break
		}
		if value, args := d.file.extended(d.node); value != syntax.None {
			if t.kind == classOf {
				return c.heldMember(c.expression(d.file, value), name)
			}
			return c.heldMember(c.baseInstance(d.file, value, args, nil), name)
		}
	}
	return fact.Callable{}, false
}

// called is the type of a call.
func (c *checker) called(f *file, n int32) *typ {
	callee := f.Field(n, "function")
	if f.Kind(callee) == "import" {
		var parts []*typ
		for _, to := range c.filesOf(f, f.argument(n)) {
			parts = append(parts, &typ{kind: whole, file: to})
		}
		return promiseOf(unite(parts...))
	}
	if f.isWord(callee, "require") {
		var parts []*typ
		for _, to := range c.filesOf(f, f.argument(n)) {
			parts = append(parts, c.valueOf(wholeOf(to)))
		}
		return unite(parts...)
	}
	t := c.expression(f, callee)
	parts := []*typ{t}
	if t != nil && t.kind == union {
		parts = t.parts
	}
	out := make([]*typ, 0, len(parts))
	for _, p := range parts {
		if p != nil && p.kind == method {
			out = append(out, c.methodResult(p, f, n))
		} else if s := c.pick(c.signatures(p, false), f, n); s != nil {
			out = append(out, c.result(s, place{f, n}, nil))
		}
	}
	return unite(out...)
}

// newed is the type of new X().
func (c *checker) newed(f *file, n int32) *typ {
	t := c.expression(f, f.Field(n, "constructor"))
	var args []*typ
	for x := range f.few(f.Field(n, "type_arguments")) {
		args = append(args, c.written(f, x, nil))
	}
	if t != nil && t.kind == primitive {
		if len(t.name) > 4 && t.name[:4] == "new " {
			return c.newBuiltin(t.name[4:], f, n, args)
		}
		return nil
	}
	return c.made(t, args, place{f, n})
}

func (c *checker) newBuiltin(name string, f *file, n int32, args []*typ) *typ {
	switch name {
	case "WeakSet":
		name = "Set"
	case "Proxy":
		return c.expression(f, f.argumentAt(n, 0))
	}
	if args == nil {
		if t := c.expected(f, n); t != nil && t.kind == builtin {
			return t
		}
		if name == "Set" {
			return arrayOf(c.element(c.expression(f, f.argumentAt(n, 0))))
		}
	}
	return c.global(name, args)
}

// made is the type of what new makes of a type, with arguments for its type
// parameters, at a place if there is one.
func (c *checker) made(t *typ, args []*typ, at place) *typ {
	if t == nil {
		return nil
	}
	switch t.kind {
	case classOf:
		return c.instanceOf(t, args, at)
	case union, intersection:
		var parts []*typ
		for _, p := range t.parts {
			parts = append(parts, c.made(p, args, at))
		}
		return join(t.kind, parts)
	case parameter:
		return c.made(c.constraint(t), args, at)
	case function:
		if hasBody(t.file.Kind(t.node)) {
			return &typ{kind: instance, file: t.file, node: t.node, env: t.env}
		}
	}
	if s := c.pick(c.signatures(t, true), at.file, at.node); s != nil {
		return c.result(s, at, args)
	}
	return nil
}

// instanceOf is an object of a class.
func (c *checker) instanceOf(t *typ, args []*typ, at place) *typ {
	if t.symbol == nil {
		return &typ{kind: instance, file: t.file, node: t.node, env: t.env}
	}
	x := &typ{kind: instance, symbol: t.symbol, env: t.env}
	if len(args) > 0 || at.file == nil {
		for _, d := range t.symbol.nodes {
			if b := c.bind(t.symbol.file, d, args); b != nil {
				x.env = x.env.and(b.args)
			}
		}
	} else if s := c.pick(c.constructors(t), at.file, at.node); s != nil {
		x.env = x.env.and(c.inferred(s, t.symbol, at.file, at.node))
	}
	return x
}

// result is what a function gives: for a call, if there is one, or for arguments of
// its type parameters.
func (c *checker) result(s *typ, call place, args []*typ) *typ {
	if !c.enter() {
		return nil
	}
	defer c.leave()
	e := s.env
	if call.file != nil || args != nil {
		e = e.and(c.arguments(s, call.file, call.node, args))
	}
	if t := c.returnAnnotation(s); t != syntax.None {
		return c.written(s.file, t, e)
	}
	if !hasBody(s.file.Kind(s.node)) {
		return nil
	}
	return c.replace(c.returned(s.file, s.node), e)
}

func (c *checker) returnAnnotation(s *typ) int32 {
	switch s.file.Kind(s.node) {
	case "construct_signature", "constructor_type":
		return s.file.Field(s.node, "type")
	}
	return s.file.Field(s.node, "return_type")
}

// returned is what the body of a function gives.
func (c *checker) returned(f *file, fn int32) *typ {
	body := f.Field(fn, "body")
	var t *typ
	if body != syntax.None && f.Kind(body) != "statement_block" {
		t = c.expression(f, body)
	} else {
		var parts []*typ
		for i, x := range f.returns[fn] {
			if i == mostParts {
				break
			}
			parts = append(parts, c.expression(f, x))
		}
		t = unite(parts...)
	}
	if f.Has(fn, "*") {
		return nil
	}
	if f.Has(fn, "async") {
		return promiseOf(awaited(t))
	}
	return t
}
