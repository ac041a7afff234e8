package protobuf

import (
	"slices"

	"leadline/internal/fact"
)

// decls compares a declaration with what became of it.
func (c *comparison) decls(old, new *decl) {
	if old.kind != new.kind {
		c.report(fact.APIChanged, new.name, new.line, "changed from %s %s to %s", article(old.kind), old.kind, new.kind)
		return
	}
	switch old.kind {
	case message:
		c.fields(old, new)
	case enum:
		c.values(old, new)
	case service:
		c.methods(old, new)
	case extension:
		c.extension(old, new)
	}
}

func article(k kind) string {
	if k == enum || k == extension {
		return "an"
	}
	return "a"
}

// reservation says what the reservations of a declaration make of a removal.
func reservation(d *decl, name string, number int32) (kind fact.APIChangeKind, r reach, words string) {
	byNumber, byName := within(d.numbers, number), slices.Contains(d.names, name)
	switch {
	case byNumber && byName:
		return fact.APICallable, source, "its number and its name are reserved, so that data stay right; source that names it does not"
	case byNumber:
		return fact.APIRemoved, inJSON, "its number is reserved, its name is not"
	case byName:
		return fact.APIRemoved, binary, "its name is reserved, its number is not"
	}
	return fact.APIRemoved, binary, "neither its number nor its name is reserved"
}

// taken tells of something new that has a number or a name which was reserved.
func (c *comparison) taken(old *decl, symbol, name string, number int32, line int) bool {
	switch {
	case within(old.numbers, number):
		c.report(fact.APIChanged, symbol, line, "added with number %d, which was reserved: old data may hold something else there", number)
	case slices.Contains(old.names, name):
		c.reportTo(inJSON, fact.APIChanged, symbol, line, "added with a name that was reserved: old JSON may hold something else there")
	default:
		return false
	}
	return true
}

func (c *comparison) values(old, new *decl) {
	if old.closed != new.closed {
		if new.closed {
			c.report(fact.APIChanged, new.name, new.line, "became closed: values that it does not declare are no longer read as such")
		} else {
			c.report(fact.APICallable, new.name, new.line, "became open: it may have values that it does not declare")
		}
	}
	later, known := map[string]value{}, map[string]bool{}
	for _, v := range new.values {
		later[v.name] = v
	}
	for _, v := range old.values {
		known[v.name] = true
	}
	heirs := map[string]bool{} // new names of old values
	for _, v := range old.values {
		w, ok := later[v.name]
		switch symbol := join(new.name, v.name); {
		case !ok:
			heirs[c.valueGone(new, v, known)] = true
		case w.number != v.number:
			c.report(fact.APIChanged, symbol, w.line, "its number changed from %d to %d", v.number, w.number)
		}
	}
	for _, v := range new.values {
		symbol := join(new.name, v.name)
		if !known[v.name] && !heirs[v.name] && !c.taken(old, symbol, v.name, v.number, v.line) {
			c.report(fact.APIAdded, symbol, v.line, "value %d added", v.number)
		}
	}
}

// valueGone tells what became of the number of a value that is gone, and gives the
// name that has it now, if any.
func (c *comparison) valueGone(new *decl, v value, known map[string]bool) (heir string) {
	symbol := join(new.name, v.name)
	w := heirOf(v, new.values, known)
	if w.name == "" {
		kind, reach, words := reservation(new, v.name, v.number)
		c.reportTo(reach, kind, symbol, 0, "value %d removed; %s", v.number, words)
	} else {
		c.reportTo(inJSON, fact.APIChanged, symbol, w.line, "value %d is called %s now: the binary form is the same, JSON and generated source are not", v.number, w.name)
	}
	return w.name
}

// heirOf finds what has the number of a value that is gone; rather a name that is
// new than an alias.
func heirOf(v value, all []value, known map[string]bool) (heir value) {
	for _, w := range all {
		if w.number == v.number && (heir.name == "" || known[heir.name] && !known[w.name]) {
			heir = w
		}
	}
	return heir
}

func (c *comparison) methods(old, new *decl) {
	later, earlier := map[string]method{}, map[string]bool{}
	for _, m := range new.methods {
		later[m.name] = m
	}
	for _, m := range old.methods {
		earlier[m.name] = true
		symbol := join(new.name, m.name)
		n, ok := later[m.name]
		if !ok {
			c.reportTo(source, fact.APIRemoved, symbol, 0, "rpc removed")
			continue
		}
		if !c.same(m.input, n.input) {
			c.report(fact.APIChanged, symbol, n.line, "its request changed from %s to %s", m.input, n.input)
		}
		if !c.same(m.output, n.output) {
			c.report(fact.APIChanged, symbol, n.line, "its response changed from %s to %s", m.output, n.output)
		}
		if m.client != n.client || m.server != n.server {
			c.report(fact.APIChanged, symbol, n.line, "changed from %s to %s", m.streaming(), n.streaming())
		}
	}
	for _, m := range new.methods {
		if !earlier[m.name] {
			c.report(fact.APIAdded, join(new.name, m.name), m.line, "rpc added")
		}
	}
}

func (m method) streaming() string {
	switch {
	case m.client && m.server:
		return "a stream in both directions"
	case m.client:
		return "a stream of requests"
	case m.server:
		return "a stream of responses"
	}
	return "one request and one response"
}

func (c *comparison) extension(old, new *decl) {
	x, y := old.fields[0], new.fields[0]
	if !c.same(x.extendee, y.extendee) {
		c.report(fact.APIChanged, new.name, y.line, "it extends %s now, no longer %s", y.extendee, x.extendee)
	}
	if x.number != y.number {
		c.report(fact.APIChanged, new.name, y.line, "its number changed from %d to %d", x.number, y.number)
	}
	c.field(new.name, x, y)
}
