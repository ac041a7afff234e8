package scriptcalls

import "leadline/internal/source/code/syntax"

// inference finds what the type parameters of a function stand for in a call.
type inference struct {
	c    *checker
	own  map[place]bool
	out  map[place]*typ
	env  *env
	left int
}

func newInference(c *checker, e *env) *inference {
	return &inference{c: c, own: map[place]bool{}, out: map[place]*typ{}, env: e, left: 200}
}

func (i *inference) owns(f *file, n int32) {
	for p := range f.few(f.Field(n, "type_parameters")) {
		if f.Kind(p) == "type_parameter" {
			i.own[place{f, p}] = true
		}
	}
}

// arguments are what the type parameters of a function stand for in a call.
func (c *checker) arguments(s *typ, f *file, call int32, args []*typ) map[place]*typ {
	if s.file.Field(s.node, "type_parameters") == syntax.None {
		return nil
	}
	if f != nil && args == nil {
		for x := range f.few(f.Field(call, "type_arguments")) {
			args = append(args, c.written(f, x, nil))
		}
	}
	if args != nil {
		if b := c.bind(s.file, s.node, args); b != nil {
			return b.args
		}
		return nil
	}
	i := newInference(c, s.env)
	i.owns(s.file, s.node)
	if f == nil {
		return i.out
	}
	i.fromCall(s, f, call)
	i.defaults(s)
	return i.out
}

// defaults are what type parameters are where nothing shows it.
func (i *inference) defaults(s *typ) {
	for p := range s.file.few(s.file.Field(s.node, "type_parameters")) {
		at := place{s.file, p}
		if d := s.file.Field(p, "value"); i.own[at] && i.out[at] == nil && d != syntax.None {
			i.out[at] = i.c.written(s.file, d, i.env.and(i.out))
		}
	}
}

// inferred are the type parameters of a class by the arguments of its constructor.
func (c *checker) inferred(s *typ, class *symbol, f *file, call int32) map[place]*typ {
	i := newInference(c, s.env)
	for _, n := range class.nodes {
		i.owns(class.file, n)
	}
	if len(i.own) > 0 {
		i.fromCall(s, f, call)
		for _, n := range class.nodes {
			i.defaults(&typ{file: class.file, node: n})
		}
	}
	return i.out
}

// fromCall takes what arguments show: functions that are written there last, for
// what others show tells what they are given.
func (i *inference) fromCall(s *typ, f *file, call int32) {
	args := f.arguments(call)
	params := s.file.parameters(s.node)
	for _, functions := range []bool{false, true} {
		for k, p := range params {
			if k >= len(args) {
				break
			}
			if isFunction := hasBody(f.Kind(args[k])); isFunction != functions {
				continue
			}
			t := s.file.Field(p, "type")
			if s.file.isRest(p) {
				i.rest(s.file, t, f, args[k:])
				break
			}
			i.match(s.file, t, i.c.expression(f, args[k]))
		}
		if !functions {
			if t := i.c.returnAnnotation(s); t != syntax.None && len(i.out) < len(i.own) {
				i.match(s.file, t, i.c.expected(f, call))
			}
		}
	}
}

func (i *inference) rest(pf *file, t int32, f *file, args []int32) {
	parts := make([]*typ, 0, len(args))
	for k, a := range args {
		if k == mostParts {
			break
		}
		if f.Kind(a) == "spread_element" {
			i.match(pf, t, i.c.expression(f, f.Child(a, "identifier")))
			return
		}
		parts = append(parts, i.c.expression(f, a))
	}
	i.match(pf, t, built("Tuple", parts...))
}

// match compares a type as it is written with one that is given for it.
func (i *inference) match(f *file, n int32, t *typ) {
	if i.left--; i.left < 0 || t == nil || n < 0 || !i.c.enter() {
		return
	}
	defer i.c.leave()
	switch f.Kind(n) {
	case "type_annotation", "parenthesized_type", "readonly_type", "rest_type":
		i.match(f, f.first(n), t)
	case "type_identifier":
		i.name(f, n, t)
	case "generic_type":
		i.generic(f, n, t)
	case "array_type":
		i.match(f, f.first(n), i.c.element(t))
	case "tuple_type":
		k := 0
		for x := range f.few(n) {
			if f.Kind(x) == "rest_type" {
				i.match(f, x, arrayOf(i.c.at(t, k)))
				break
			}
			i.match(f, x, i.c.at(t, k))
			k++
		}
	case "union_type", "intersection_type":
		for x := range f.few(n) {
			i.match(f, x, t)
		}
	case "function_type":
		for _, s := range i.c.signatures(t, false) {
			i.match(f, f.Field(n, "return_type"), i.c.result(s, place{}, nil))
			break
		}
	case "constructor_type":
		i.match(f, f.Field(n, "type"), i.c.made(t, nil, place{}))
	case "object_type":
		i.object(f, n, t)
	}
}

func (i *inference) object(f *file, n int32, t *typ) {
	if clause, _ := f.mapped(n); clause != syntax.None {
		return
	}
	for m := range f.few(n) {
		if f.Kind(m) == "property_signature" {
			i.match(f, f.Field(m, "type"), i.c.member(t, f.key(f.Field(m, "name"))))
		}
	}
}

func (i *inference) name(f *file, n int32, t *typ) {
	s := f.lookup(n, f.Text(n), asType)
	if s == nil {
		return
	}
	for _, d := range s.nodes {
		at := place{s.file, d}
		if i.own[at] && i.out[at] == nil {
			i.out[at] = t
		}
	}
}

// generic compares X<…> with a type that is, or extends, an X.
func (i *inference) generic(f *file, n int32, t *typ) {
	var args []int32
	for x := range f.few(f.Field(n, "type_arguments")) {
		args = append(args, x)
	}
	found := i.c.typeEntities(f, f.Field(n, "name"))
	if len(found) == 0 {
		if t.kind == builtin {
			for k, a := range args {
				if t.name == "Tuple" {
					i.match(f, a, i.c.element(t))
				} else {
					i.match(f, a, t.part(k))
				}
			}
		} else if f.Text(f.Field(n, "name")) == "Promise" || f.Text(f.Field(n, "name")) == "PromiseLike" || f.Text(f.Field(n, "name")) == "Readonly" || f.Text(f.Field(n, "name")) == "Partial" {
			for _, a := range args {
				i.match(f, a, t)
			}
		}
		return
	}
	s := found[0].symbol
	if s == nil {
		return
	}
	base := i.c.ancestor(t, s, 8)
	if base == nil {
		return
	}
	for _, d := range s.nodes {
		k := 0
		for p := range s.file.few(s.file.Field(d, "type_parameters")) {
			if k < len(args) {
				if x, ok := base.env.arg(s.file, p); ok {
					i.match(f, args[k], x)
				}
			}
			k++
		}
	}
}

// ancestor is the type of a symbol that a type is, or extends; nil for none.
func (c *checker) ancestor(t *typ, s *symbol, left int) *typ {
	if t == nil || left == 0 || c.steps <= 0 {
		return nil
	}
	c.step()
	switch t.kind {
	case instance:
		if t.symbol == s {
			return t
		}
		for _, d := range t.declarations() {
			for _, b := range c.bases(d, t.env.with(t)) {
				if x := c.ancestor(b, s, left-1); x != nil {
					return x
				}
			}
		}
	case self:
		return c.ancestor(c.selfInstance(t), s, left-1)
	case parameter:
		return c.ancestor(c.constraint(t), s, left-1)
	case union, intersection:
		for _, p := range t.parts {
			if x := c.ancestor(p, s, left-1); x != nil {
				return x
			}
		}
	}
	return nil
}
