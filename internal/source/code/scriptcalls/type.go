package scriptcalls

import "maps"

// kind is what a type is.
type kind uint8

const (
	primitive kind = iota + 1 // has nothing of the repository
	literal                   // a string, which is its name
	object                    // node: a type in braces, or an object of the program
	instance                  // of the class or interface that symbol is, or node alone
	classOf                   // the class itself
	function                  // node
	overloads                 // parts are functions
	whole                     // a file
	space                     // a namespace or an enumeration: symbol
	union
	intersection
	builtin   // of the language, by its name; parts are its arguments
	method    // of a builtin: of parts[0], by its name
	parameter // a type parameter: node
	self      // this, in the class or interface that node is
)

// typ is a type. What is not known is nil.
type typ struct {
	kind   kind
	file   *file
	node   int32
	symbol *symbol
	env    *env
	parts  []*typ
	name   string
}

// env says what type parameters stand for, and this.
type env struct {
	args map[place]*typ
	this *typ
}

// place is a node of a file.
type place struct {
	file *file
	node int32
}

func (e *env) arg(f *file, n int32) (*typ, bool) {
	if e == nil {
		return nil, false
	}
	t, ok := e.args[place{f, n}]
	return t, ok
}

// mostParts bounds unions and the like.
const mostParts = 40

// unite makes a union; of what is not known nothing is said, and what is known stays.
func unite(parts ...*typ) *typ { return join(union, parts) }

func join(k kind, parts []*typ) *typ {
	var out []*typ
	for _, p := range parts {
		if p == nil {
			continue
		}
		inner := []*typ{p}
		if p.kind == k {
			inner = p.parts
		}
		for _, q := range inner {
			if len(out) < mostParts && !has(out, q) {
				out = append(out, q)
			}
		}
	}
	switch len(out) {
	case 0:
		return nil
	case 1:
		return out[0]
	}
	return &typ{kind: k, parts: out}
}

func has(all []*typ, t *typ) bool {
	for _, x := range all {
		if x == t || x.kind == t.kind && x.env == t.env && x.file == t.file && x.node == t.node && x.symbol == t.symbol && x.name == t.name && x.parts == nil && t.parts == nil {
			return true
		}
	}
	return false
}

func built(name string, parts ...*typ) *typ { return &typ{kind: builtin, name: name, parts: parts} }

func arrayOf(t *typ) *typ { return built("Array", t) }

func promiseOf(t *typ) *typ {
	if t != nil && t.kind == builtin && t.name == "Promise" {
		return t
	}
	return built("Promise", t)
}

func (t *typ) part(i int) *typ {
	if t == nil || i >= len(t.parts) {
		return nil
	}
	return t.parts[i]
}

// awaited is what a promise gives.
func awaited(t *typ) *typ {
	switch {
	case t == nil:
		return nil
	case t.kind == builtin && t.name == "Promise":
		return awaited(t.part(0))
	case t.kind == union:
		parts := make([]*typ, 0, len(t.parts))
		for _, p := range t.parts {
			parts = append(parts, awaited(p))
		}
		return unite(parts...)
	}
	return t
}

// mostReplaced bounds how deep types are replaced in types.
const mostReplaced = 8

// replace puts what type parameters and this stand for into a type.
func (c *checker) replace(t *typ, e *env) *typ {
	if e == nil || t == nil || len(e.args) == 0 && e.this == nil {
		return t
	}
	return c.replaceIn(t, e, mostReplaced)
}

func (c *checker) replaceIn(t *typ, e *env, left int) *typ {
	if t == nil || left == 0 || c.steps <= 0 {
		return t
	}
	c.step()
	switch t.kind {
	case parameter:
		if x, ok := e.arg(t.file, t.node); ok {
			return x
		}
		return t
	case self:
		if e.this != nil {
			return e.this
		}
		return t
	case union, intersection, builtin, method, overloads:
		parts := make([]*typ, len(t.parts))
		changed := false
		for i, p := range t.parts {
			parts[i] = c.replaceIn(p, e, left-1)
			changed = changed || parts[i] != p
		}
		if !changed {
			return t
		}
		if t.kind == union || t.kind == intersection {
			return join(t.kind, parts)
		}
		x := *t
		x.parts = parts
		return &x
	case object, instance, classOf, function:
		x := *t
		x.env = c.compose(t.env, e, left-1)
		return &x
	}
	return t
}

// mostArguments is how many type parameters an environment knows of others.
const mostArguments = 100

// compose is an environment whose types are replaced by another one's, which holds
// for the rest.
func (c *checker) compose(inner, outer *env, left int) *env {
	if inner == nil {
		return outer
	}
	x := &env{args: make(map[place]*typ, len(inner.args)+len(outer.args)), this: outer.this}
	if len(inner.args)+len(outer.args) <= mostArguments {
		maps.Copy(x.args, outer.args)
	}
	for k, v := range inner.args {
		x.args[k] = c.replaceIn(v, outer, left)
	}
	if inner.this != nil {
		x.this = c.replaceIn(inner.this, outer, left)
	}
	return x
}

// with is an environment and one this.
func (e *env) with(this *typ) *env {
	if e == nil {
		return &env{this: this}
	}
	return &env{args: e.args, this: this}
}

// and is an environment and arguments, which win.
func (e *env) and(args map[place]*typ) *env {
	if len(args) == 0 {
		return e
	}
	x := &env{args: args}
	if e != nil {
		x.this = e.this
		x.args = make(map[place]*typ, len(e.args)+len(args))
		for k, v := range e.args {
			x.args[k] = v
		}
		for k, v := range args {
			x.args[k] = v
		}
	}
	return x
}
