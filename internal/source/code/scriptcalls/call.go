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

// signatures are the ways in which a type is called, or made with new.
func (c *checker) signatures(t *typ, news bool) []*typ {
	if t == nil || !c.enter() {
		return nil
	}
	defer c.leave()
	switch t.kind {
	case function:
		k := t.file.Kind(t.node)
		if (k == "constructor_type") == news || news && (k == "function_declaration" || k == "function_expression") {
			return []*typ{t}
		}
	case overloads:
		if !news {
			return t.parts
		}
	case classOf:
		if news {
			return c.constructors(t)
		}
	case self:
		return c.signatures(c.selfInstance(t), news)
	case instance:
		return c.bodySignatures(t, news)
	case object:
		if t.file.Kind(t.node) == "object_type" {
			m := t.file.membersOf(t.node)
			return t.signaturesOf(t.file, m, news, t.env)
		}
	case union, intersection:
		var out []*typ
		for _, p := range t.parts {
			out = append(out, c.signatures(p, news)...)
		}
		return out[:min(len(out), mostSignatures)]
	case parameter:
		return c.signatures(c.constraint(t), news)
	}
	return nil
}

const mostSignatures = 200

func (t *typ) signaturesOf(f *file, m *members, news bool, e *env) []*typ {
	nodes := m.calls
	if news {
		nodes = m.news
	}
	var out []*typ
	for _, n := range nodes {
		out = append(out, &typ{kind: function, file: f, node: n, env: e})
	}
	return out
}

func (c *checker) bodySignatures(t *typ, news bool) []*typ {
	var out []*typ
	e := t.env.with(t)
	for _, d := range t.declarations() {
		if d.file.Kind(d.node) == "interface_declaration" {
			out = append(out, t.signaturesOf(d.file, d.file.membersOf(d.file.Field(d.node, "body")), news, e)...)
		}
	}
	if out != nil {
		return out
	}
	for _, d := range t.declarations() {
		if d.file.Kind(d.node) == "interface_declaration" {
			for _, b := range c.bases(d, e) {
				out = append(out, c.signatures(b, news)...)
			}
		}
	}
	return out[:min(len(out), mostSignatures)]
}

// constructors are those of a class, or of the one that it extends.
func (c *checker) constructors(t *typ) []*typ {
	for _, d := range t.declarations() {
		if !isClass(d.file.Kind(d.node)) {
			continue
		}
		nodes := d.file.membersOf(d.file.Field(d.node, "body")).own["constructor"]
		var out []*typ
		for _, n := range nodes {
			if d.file.Kind(n) == "method_signature" || len(nodes) == 1 {
				out = append(out, &typ{kind: function, file: d.file, node: n, env: t.env})
			}
		}
		if out != nil {
			return out
		}
		if value, _ := d.file.extended(d.node); value != syntax.None {
			return c.signatures(c.expression(d.file, value), true)
		}
	}
	return nil
}

// pick chooses among signatures by the arguments of a call, as far as they show it
// where they are written.
func (c *checker) pick(all []*typ, f *file, call int32) *typ {
	if len(all) == 0 {
		return nil
	}
	if len(all) == 1 || f.Kind(call) == "decorator" {
		return all[0]
	}
	args := f.arguments(call)
	for _, s := range all {
		if c.fits(s, f, args) {
			return s
		}
	}
	return all[len(all)-1]
}

// arguments are those of a call.
func (f *file) arguments(call int32) []int32 {
	var out []int32
	list := f.Field(call, "arguments")
	if f.Kind(list) != "arguments" {
		return nil
	}
	for x := range f.few(list) {
		out = append(out, x)
	}
	return out
}

func (f *file) argumentAt(call int32, i int) int32 {
	if args := f.arguments(call); i < len(args) {
		return args[i]
	}
	return syntax.None
}

// parameters are those of a function, without this.
func (f *file) parameters(fn int32) []int32 {
	if p := f.Field(fn, "parameter"); p != syntax.None {
		return []int32{p}
	}
	var out []int32
	for p := range f.few(f.Field(fn, "parameters")) {
		if f.Kind(p) != "decorator" && f.Kind(f.Field(p, "pattern")) != "this" {
			out = append(out, p)
		}
	}
	return out
}

func (f *file) isRest(p int32) bool {
	return f.Kind(p) == "rest_pattern" || f.Kind(f.Field(p, "pattern")) == "rest_pattern"
}

func (c *checker) fits(s *typ, f *file, args []int32) bool {
	params := s.file.parameters(s.node)
	rest := len(params) > 0 && s.file.isRest(params[len(params)-1])
	needed := 0
	for i, p := range params {
		if s.file.Kind(p) == "required_parameter" && s.file.Field(p, "value") == syntax.None && !s.file.isRest(p) {
			needed = i + 1
		}
	}
	if len(args) > len(params) && !rest {
		return false
	}
	var others *typ
	if rest {
		last := params[len(params)-1]
		others = c.written(s.file, s.file.Field(last, "type"), s.env)
		if others != nil && others.kind == builtin && others.name == "Tuple" {
			needed = len(params) - 1 + len(others.parts)
			if len(args) > needed {
				return false
			}
		}
	}
	for i, a := range args {
		if f.Kind(a) == "spread_element" {
			return true
		}
		t := c.at(others, i-len(params)+1)
		if i < len(params) && !s.file.isRest(params[i]) {
			t = c.written(s.file, s.file.Field(params[i], "type"), s.env)
		}
		if !c.suits(t, f, a) {
			return false
		}
	}
	return len(args) >= needed
}

// suits tells whether an argument may be given for a parameter, by what it is where
// it is written.
func (c *checker) suits(t *typ, f *file, a int32) bool {
	a0 := f.Kind(a)
	var is string
	switch a0 {
	case "arrow_function", "function_expression":
		is = "function"
	case "string", "template_string":
		is = "string"
	case "number":
		is = "number"
	case "object":
		is = "object"
	case "true", "false":
		is = "boolean"
	case "array":
		is = "array"
	default:
		return true
	}
	return c.maySuit(t, is, f, a, mostReplaced)
}

func (c *checker) maySuit(x *typ, is string, f *file, a int32, left int) bool {
	if x == nil || left == 0 {
		return true
	}
	switch x.kind {
	case parameter:
		return c.maySuit(c.constraint(x), is, f, a, left-1)
	case union, intersection:
		for _, p := range x.parts {
			if c.maySuit(p, is, f, a, left-1) != (x.kind == intersection) {
				return x.kind == union
			}
		}
		return x.kind == intersection
	case primitive:
		return x.name == is || x.name == "" || x.name == "enum"
	case literal:
		return is == "string" && (f.Kind(a) != "string" || keyText(f.Text(a)) == x.name)
	case function, overloads:
		if is != "function" {
			return false
		}
		return x.kind == overloads || len(f.parameters(a)) <= len(x.file.parameters(x.node))
	case builtin:
		if x.name == "Array" || x.name == "Tuple" {
			return is == "array"
		}
		return is == "object" || x.name != "Record"
	case object, instance:
		if is == "function" {
			return len(c.signatures(x, false)) > 0
		}
		return is == "object"
	}
	return true
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
			out = append(out, c.result(s, f, n, nil))
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
	return c.made(t, args, n, f)
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
// parameters.
func (c *checker) made(t *typ, args []*typ, n int32, in ...*file) *typ {
	if t == nil {
		return nil
	}
	var f *file
	if len(in) > 0 {
		f = in[0]
	}
	switch t.kind {
	case classOf:
		if t.symbol == nil {
			return &typ{kind: instance, file: t.file, node: t.node, env: t.env}
		}
		x := &typ{kind: instance, symbol: t.symbol, env: t.env}
		for _, d := range t.symbol.nodes {
			if len(args) > 0 || f == nil {
				if b := c.bind(t.symbol.file, d, args); b != nil {
					x.env = x.env.and(b.args)
				}
			}
		}
		if len(args) == 0 && f != nil {
			if s := c.pick(c.constructors(t), f, n); s != nil {
				x.env = x.env.and(c.inferred(s, t.symbol, f, n))
			}
		}
		return x
	case union, intersection:
		var parts []*typ
		for _, p := range t.parts {
			parts = append(parts, c.made(p, args, n, in...))
		}
		return join(t.kind, parts)
	case parameter:
		return c.made(c.constraint(t), args, n, in...)
	case function:
		if hasBody(t.file.Kind(t.node)) {
			return &typ{kind: instance, file: t.file, node: t.node, env: t.env}
		}
	}
	if s := c.pickNew(c.signatures(t, true), f, n); s != nil {
		return c.result(s, f, n, args)
	}
	return nil
}

func (c *checker) pickNew(all []*typ, f *file, n int32) *typ {
	if f == nil {
		if len(all) > 0 {
			return all[0]
		}
		return nil
	}
	return c.pick(all, f, n)
}

// result is what a function gives: for a call, if there is one, or for arguments of
// its type parameters.
func (c *checker) result(s *typ, f *file, call int32, args []*typ) *typ {
	if !c.enter() {
		return nil
	}
	defer c.leave()
	e := s.env
	if f != nil || args != nil {
		e = e.and(c.arguments(s, f, call, args))
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
