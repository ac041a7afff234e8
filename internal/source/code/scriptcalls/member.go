package scriptcalls

import (
	"slices"

	"leadline/internal/source/code/syntax"
)

// members are those of a class, an interface, or an object, by name.
type members struct {
	own, static map[string][]int32
	calls, news []int32 // signatures without a name
	index       int32   // what holds for all names; None
	spreads     []int32
}

// membersOf reads the members that a body declares.
func (f *file) membersOf(body int32) *members {
	if m := f.members[body]; m != nil {
		return m
	}
	m := &members{own: map[string][]int32{}, static: map[string][]int32{}, index: syntax.None}
	f.members[body] = m
	for n := range f.Named(body) {
		switch f.Kind(n) {
		case "method_definition", "method_signature", "abstract_method_signature", "property_signature":
			f.addMember(m, f.Field(n, "name"), n)
		case "public_field_definition", "field_definition":
			name := f.Field(n, "name")
			if name == syntax.None {
				name = f.Field(n, "property")
			}
			f.addMember(m, name, n)
		case "pair":
			f.addMember(m, f.Field(n, "key"), n)
		case "shorthand_property_identifier":
			m.own[f.Text(n)] = append(m.own[f.Text(n)], n)
		case "spread_element":
			if len(m.spreads) < mostDeclarations {
				m.spreads = append(m.spreads, n)
			}
		case "call_signature":
			if len(m.calls) < most {
				m.calls = append(m.calls, n)
			}
		case "construct_signature":
			if len(m.news) < most {
				m.news = append(m.news, n)
			}
		case "index_signature":
			m.index = n
		}
		if f.Kind(n) == "method_definition" && f.nameOf(n) == "constructor" {
			f.parameterMembers(m, n)
		}
	}
	for _, a := range f.assigned[body] {
		name := f.key(f.Field(f.Field(a, "left"), "property"))
		if m.own[name] == nil {
			m.own[name] = []int32{a}
		}
	}
	return m
}

func (f *file) addMember(m *members, name, n int32) {
	if name == syntax.None {
		return
	}
	at := m.own
	if f.Has(n, "static") {
		at = m.static
	}
	if key := f.key(name); len(at[key]) < mostDeclarations {
		at[key] = append(at[key], n)
	}
}

// parameterMembers adds the parameters of a constructor that are members too.
func (f *file) parameterMembers(m *members, n int32) {
	for p := range f.Named(f.Field(n, "parameters")) {
		if f.Child(p, "accessibility_modifier", "readonly", "override_modifier") != syntax.None {
			name := f.Text(f.Field(p, "pattern"))
			m.own[name] = append(m.own[name], p)
		}
	}
}

// member is the type of a member of a type; nil where there is none.
func (c *checker) member(t *typ, name string) *typ {
	x, _ := c.memberOf(t, t, name)
	return x
}

// memberOf finds a member; of is the type through which it is asked for, which this
// is there.
func (c *checker) memberOf(t, of *typ, name string) (*typ, bool) {
	if t == nil || !c.enter() {
		return nil, false
	}
	defer c.leave()
	switch t.kind {
	case instance:
		return c.instanceMember(t, of, name)
	case self:
		return c.memberOf(c.selfInstance(t), of, name)
	case object:
		return c.objectMember(t, of, name)
	case classOf:
		return c.staticMember(t, of, name)
	case union, intersection:
		var parts []*typ
		any := false
		for _, p := range t.parts {
			o := of
			if of == t && t.kind == union {
				o = p
			}
			x, ok := c.memberOf(p, o, name)
			any = any || ok
			if ok && x != nil {
				parts = append(parts, x)
				if t.kind == intersection {
					break
				}
			}
		}
		return unite(parts...), any
	case parameter:
		return c.memberOf(c.constraint(t), of, name)
	case whole, space:
		var parts []*typ
		for _, x := range c.inSpaces([]entity{{symbol: t.symbol, file: t.file, value: syntax.None}}, name) {
			parts = append(parts, c.valueOf(x))
		}
		return unite(parts...), len(parts) > 0
	case builtin:
		return c.builtinMember(t, name), true
	case function, overloads:
		if t.kind == function {
			if x, ok := c.expando(t, name); ok {
				return x, true
			}
		}
		if name == "bind" {
			return &typ{kind: method, name: "bind", parts: []*typ{t}}, true
		}
	}
	return nil, false
}

// constraint is what a type parameter is at least.
func (c *checker) constraint(t *typ) *typ {
	if t.file.Kind(t.node) != "type_parameter" {
		return nil
	}
	return c.written(t.file, t.file.Field(t.node, "constraint"), nil)
}

// selfInstance is the class or interface that this is one of.
func (c *checker) selfInstance(t *typ) *typ {
	if hasBody(t.file.Kind(t.node)) {
		return &typ{kind: instance, file: t.file, node: t.node}
	}
	if s := t.file.declared(t.node); s != nil {
		return &typ{kind: instance, symbol: s}
	}
	return &typ{kind: instance, file: t.file, node: t.node}
}

// declared is the symbol that a declaration declares.
func (f *file) declared(n int32) *symbol {
	name := f.nameOf(n)
	if name == "" {
		return nil
	}
	s := f.scope[n]
	if f.Kind(n) != "class" && scopeKinds[f.Kind(n)] || f.Kind(n) == "function_declaration" {
		s = f.scope[max(0, f.Parent(n))]
	}
	for range mostScopes {
		if s < 0 {
			return nil
		}
		if x := f.scopes[s].names[name]; x != nil && slices.Contains(x.nodes, n) {
			return x
		}
		s = f.scopes[s].parent
	}
	return nil
}

// declarations are the places at which a class or an interface is declared.
func (t *typ) declarations() []place {
	if t.symbol == nil {
		return []place{{t.file, t.node}}
	}
	out := make([]place, 0, len(t.symbol.nodes))
	for _, n := range t.symbol.nodes {
		out = append(out, place{t.symbol.file, n})
	}
	return out
}

func (c *checker) instanceMember(t, of *typ, name string) (*typ, bool) {
	e := t.env.with(of)
	all := t.declarations()
	for _, d := range all {
		if hasBody(d.file.Kind(d.node)) {
			return c.madeMember(d, e, name)
		}
		body := d.file.Field(d.node, "body")
		if nodes := d.file.membersOf(body).own[name]; nodes != nil {
			return c.memberType(d.file, nodes, e), true
		}
	}
	for _, d := range all {
		for _, base := range c.bases(d, e) {
			if x, ok := c.memberOf(base, of, name); ok {
				return x, true
			}
		}
	}
	return nil, false
}

// madeMember is a member of what a function makes when it is called with new.
func (c *checker) madeMember(d place, e *env, name string) (*typ, bool) {
	f := d.file
	if nodes := f.membersOf(d.node).own[name]; nodes != nil {
		return c.memberType(f, nodes, e), true
	}
	s := f.boundTo(d.node)
	if a, ok := f.prototypes[held{s, name}]; ok {
		return c.valueMember(f, a, e), true
	}
	if a, ok := f.statics[held{s, "prototype"}]; ok {
		return c.memberOf(c.expression(f, f.Field(a, "right")), e.this, name)
	}
	return nil, false
}

// boundTo is the symbol that stands for a function.
func (f *file) boundTo(fn int32) *symbol {
	if s := f.declared(fn); s != nil {
		return s
	}
	if p := f.Parent(fn); f.Kind(p) == "variable_declarator" {
		name := f.Field(p, "name")
		return f.lookup(name, f.Text(name), asValue)
	}
	return nil
}

// expando is a member that was assigned to a function.
func (c *checker) expando(t *typ, name string) (*typ, bool) {
	f := t.file
	a, ok := f.statics[held{f.boundTo(t.node), name}]
	if !ok {
		return nil, false
	}
	return c.expression(f, f.Field(a, "right")), true
}

// bases are the types that a class or interface extends.
func (c *checker) bases(d place, e *env) []*typ {
	f := d.file
	var out []*typ
	if clause := f.Child(d.node, "extends_type_clause"); clause != syntax.None {
		for x := range f.few(clause) {
			if f.Nodes[x].Field == "type" {
				out = append(out, c.written(f, x, e))
			}
		}
	}
	if value, args := f.extended(d.node); value != syntax.None {
		out = append(out, c.baseInstance(f, value, args, e))
	}
	return out
}

// extended is what a class extends, and the arguments of that.
func (f *file) extended(class int32) (value, args int32) {
	heritage := f.Child(class, "class_heritage")
	if heritage == syntax.None {
		return syntax.None, syntax.None
	}
	if clause := f.Child(heritage, "extends_clause"); clause != syntax.None {
		return f.Field(clause, "value"), f.Field(clause, "type_arguments")
	}
	for x := range f.Named(heritage) { // JavaScript
		if f.Kind(x) != "implements_clause" {
			return x, syntax.None
		}
	}
	return syntax.None, syntax.None
}

func (c *checker) baseInstance(f *file, value, args int32, e *env) *typ {
	t := c.expression(f, value)
	var given []*typ
	for x := range f.few(args) {
		given = append(given, c.written(f, x, e))
	}
	return c.replace(c.made(t, given, place{}), e)
}

func (c *checker) staticMember(t, of *typ, name string) (*typ, bool) {
	for _, d := range t.declarations() {
		if name == "prototype" {
			return c.made(t, nil, place{}), true
		}
		body := d.file.Field(d.node, "body")
		if isClass(d.file.Kind(d.node)) {
			if nodes := d.file.membersOf(body).static[name]; nodes != nil {
				return c.memberType(d.file, nodes, t.env.with(of)), true
			}
		}
	}
	if t.symbol != nil {
		if found := c.inSpaces([]entity{{symbol: t.symbol, value: syntax.None}}, name); found != nil {
			return c.valueOf(found[0]), true
		}
	}
	for _, d := range t.declarations() {
		if value, _ := d.file.extended(d.node); value != syntax.None {
			if x, ok := c.memberOf(c.expression(d.file, value), of, name); ok {
				return x, true
			}
		}
	}
	return nil, false
}

func (c *checker) objectMember(t, of *typ, name string) (*typ, bool) {
	f := t.file
	if clause, value := f.mapped(t.node); clause != syntax.None {
		return c.written(f, value, t.env.and(map[place]*typ{{f, clause}: {kind: literal, name: name}})), true
	}
	m := f.membersOf(t.node)
	if nodes := m.own[name]; nodes != nil {
		e := t.env
		if f.Kind(t.node) != "object" && (e == nil || e.this == nil) {
			e = e.with(of)
		}
		return c.memberType(f, nodes, e), true
	}
	for _, s := range slices.Backward(m.spreads) {
		for x := range f.few(s) {
			if t, ok := c.memberOf(c.expression(f, x), of, name); ok {
				return t, true
			}
		}
	}
	if m.index != syntax.None {
		return c.indexMember(t), true
	}
	return nil, false
}

// indexMember is what all members of an object are.
func (c *checker) indexMember(t *typ) *typ {
	f := t.file
	sign := f.membersOf(t.node).index
	return c.written(f, f.Field(sign, "type"), t.env)
}

// memberType is the type of a member by the nodes that declare it.
func (c *checker) memberType(f *file, nodes []int32, e *env) *typ {
	var functions []*typ
	signatures := false
	for _, n := range nodes {
		signatures = signatures || f.Kind(n) == "method_signature"
	}
	for _, n := range nodes {
		switch f.Kind(n) {
		case "method_definition", "method_signature", "abstract_method_signature":
			if f.Has(n, "get") {
				return c.result(&typ{kind: function, file: f, node: n, env: e}, place{}, nil)
			}
			if f.Has(n, "set") || signatures && f.Kind(n) == "method_definition" {
				continue
			}
			functions = append(functions, &typ{kind: function, file: f, node: n, env: e})
		default:
			return c.valueMember(f, n, e)
		}
	}
	if len(functions) == 1 {
		return functions[0]
	}
	if functions == nil {
		return nil
	}
	return &typ{kind: overloads, parts: functions}
}

// valueMember is the type of a member that holds a value.
func (c *checker) valueMember(f *file, n int32, e *env) *typ {
	switch f.Kind(n) {
	case "property_signature":
		return c.written(f, f.Field(n, "type"), e)
	case "public_field_definition", "field_definition", "required_parameter", "optional_parameter":
		if a := f.Field(n, "type"); a != syntax.None {
			return c.written(f, a, e)
		}
		if v := f.Field(n, "value"); v != syntax.None {
			return c.replace(c.expression(f, v), e)
		}
	case "pair":
		return c.replace(c.expression(f, f.Field(n, "value")), e)
	case "shorthand_property_identifier":
		return c.replace(c.expression(f, n), e)
	case "assignment_expression":
		return c.replace(c.expression(f, f.Field(n, "right")), e)
	}
	return nil
}
