package scriptcalls

import "leadline/internal/source/code/syntax"

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
	if len(all) == 1 || f == nil || f.Kind(call) == "decorator" {
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
