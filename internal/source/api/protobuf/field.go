package protobuf

import (
	"cmp"
	"slices"

	"leadline/internal/fact"
)

// fields compares the fields of a message: those with the same number are the same
// to the binary form, those with the same name to JSON and to generated source.
func (c *comparison) fields(old, new *decl) {
	f := pairing{old: index(old.fields), new: index(new.fields), oneofs: map[[2]string]bool{}}
	for _, x := range old.fields {
		c.fate(old, new, f, x)
	}
	for _, y := range new.fields {
		if f.old.byName[y.name] != nil || f.old.byNumber[y.number] != nil {
			continue
		}
		symbol := join(new.name, y.name)
		switch {
		case c.taken(old, symbol, y.name, y.number, y.line):
		case y.card == required:
			c.report(fact.APIChanged, symbol, y.line, "added as required: data without it are no longer read")
		default:
			c.report(fact.APIAdded, symbol, y.line, "field %d added", y.number)
		}
	}
	for _, s := range old.extendable {
		if !covered(s, new.extendable) {
			c.report(fact.APIChanged, new.name, new.line, "its numbers from %d to %d are no longer all for extensions", s.first, s.last)
		}
	}
}

// pairing is the fields of a message at both states.
type pairing struct {
	old, new fieldIndex
	oneofs   map[[2]string]bool // that were renamed, and told of
}

type fieldIndex struct {
	byName   map[string]*field
	byNumber map[int32]*field
	oneofs   map[string]bool
}

func index(all []*field) fieldIndex {
	i := fieldIndex{map[string]*field{}, map[int32]*field{}, map[string]bool{}}
	for _, f := range all {
		i.byName[f.name], i.byNumber[f.number] = f, f
		if f.oneof != "" {
			i.oneofs[f.oneof] = true
		}
	}
	return i
}

// covered reports whether spans hold all numbers of one.
func covered(s span, by []span) bool {
	by = slices.Clone(by)
	slices.SortFunc(by, func(a, b span) int { return cmp.Compare(a.first, b.first) })
	next := s.first
	for _, b := range by {
		if b.first > next {
			break
		}
		if b.last >= s.last {
			return true
		}
		next = max(next, b.last+1)
	}
	return false
}

// fate tells what became of a field.
func (c *comparison) fate(old, new *decl, f pairing, x *field) {
	symbol := join(new.name, x.name)
	named, numbered := f.new.byName[x.name], f.new.byNumber[x.number]
	switch {
	case named != nil && named.number != x.number:
		c.report(fact.APIChanged, symbol, named.line, "its number changed from %d to %d", x.number, named.number)
	case named != nil:
		c.oneof(new, f, x, named)
		c.field(symbol, x, named)
	case numbered == nil:
		kind, reach, words := reservation(new, x.name, x.number)
		c.reportTo(reach, kind, symbol, 0, "field %d removed; %s", x.number, words)
	case f.old.byName[numbered.name] != nil: // another one, renumbered: told there
		c.report(fact.APIRemoved, symbol, 0, "field %d removed, and its number given to %s", x.number, numbered.name)
	case c.typeChange(x, numbered) == 0 && x.many() == numbered.many():
		if x.json == numbered.json {
			c.report(fact.APICallable, symbol, numbered.line, "field %d is called %s now: the binary form and JSON are the same, generated source is not", x.number, numbered.name)
		} else {
			c.reportTo(inJSON, fact.APIChanged, symbol, numbered.line, "field %d is called %s now: the binary form is the same, JSON and generated source are not", x.number, numbered.name)
		}
		renamed := *numbered
		renamed.json = x.json
		c.oneof(new, f, x, &renamed)
		c.field(symbol, x, &renamed)
	default:
		c.report(fact.APIChanged, symbol, numbered.line, "its number %d is that of %s now, of another type: %s, no longer %s", x.number, numbered.name, numbered.typeWords(), x.typeWords())
	}
}

// field compares two fields that have the same number.
func (c *comparison) field(symbol string, x, y *field) {
	if x.many() != y.many() {
		r := binary
		if x.listed(y) {
			r = inJSON
		}
		c.reportTo(r, fact.APIChanged, symbol, y.line, "changed from %s to %s", x.typeWords(), y.typeWords())
		return
	}
	switch kind := c.typeChange(x, y); kind {
	case 0:
	case fact.APICallable:
		c.report(kind, symbol, y.line, "its type changed from %s to %s: both forms of data can be read as before, generated source changes", x.typeWords(), y.typeWords())
	default:
		r, words := binary, "its type changed from %s to %s"
		if c.wire(x, y) {
			r = inJSON
			words += ": the binary form can be read as before, JSON and generated source change"
		}
		c.reportTo(r, kind, symbol, y.line, words, x.typeWords(), y.typeWords())
	}
	c.presence(symbol, x, y)
	if x.json != y.json {
		c.reportTo(inJSON, fact.APIChanged, symbol, y.line, "its name in JSON changed from %s to %s", x.json, y.json)
	}
	if x.preset != y.preset && x.card != repeated {
		c.report(fact.APIChanged, symbol, y.line, "its default changed from %s to %s", cmp.Or(x.preset, "none"), cmp.Or(y.preset, "none"))
	}
}

// presence compares whether a field must be there, and whether it is seen to be.
func (c *comparison) presence(symbol string, x, y *field) {
	switch {
	case x.card == y.card || x.oneof != "" || y.oneof != "":
	case y.card == required:
		c.report(fact.APIChanged, symbol, y.line, "became required: data without it are no longer read")
	case x.card == required:
		c.report(fact.APIChanged, symbol, y.line, "is no longer required: who requires it will not read data without it")
	case x.of.scalar != "" || x.of.kind == enum:
		c.report(fact.APICallable, symbol, y.line, "changed from %s to %s: data can be read as before, generated source changes", x.card, y.card)
	}
}

// oneof compares which group a field is in of which only one is set.
func (c *comparison) oneof(new *decl, f pairing, x, y *field) {
	symbol := join(new.name, x.name)
	switch {
	case x.oneof == y.oneof:
	case x.oneof == "":
		c.report(fact.APIChanged, symbol, y.line, "moved into oneof %s: it is lost where another one of it is set", y.oneof)
	case y.oneof == "":
		c.report(fact.APIChanged, symbol, y.line, "moved out of oneof %s: it no longer excludes the others", x.oneof)
	case f.new.oneofs[x.oneof] || f.old.oneofs[y.oneof]:
		c.report(fact.APIChanged, symbol, y.line, "moved from oneof %s to oneof %s", x.oneof, y.oneof)
	case !f.oneofs[[2]string{x.oneof, y.oneof}]:
		f.oneofs[[2]string{x.oneof, y.oneof}] = true
		c.report(fact.APICallable, join(new.name, x.oneof), y.line, "oneof is called %s now: data are the same, generated source is not", y.oneof)
	}
}

// many tells apart what is there once, many times, and by a key.
func (x *field) many() cardinality {
	if x.card == repeated || x.card == mapped {
		return x.card
	}
	return ""
}

// listed tells of a field that is there once or many times, and of another one, that the
// binary form of either is read as the other: numbers that are listed are packed.
func (x *field) listed(y *field) bool {
	delimited := x.of.scalar == "string" || x.of.scalar == "bytes" || x.of.scalar == "" && x.of.kind == message
	return x.card != mapped && y.card != mapped && x.of == y.of && delimited
}

// typeWords is the type of the field as it is written.
func (x *field) typeWords() string {
	switch {
	case x.card == mapped:
		return "map<" + x.key + ", " + x.of.String() + ">"
	case x.card == repeated:
		return "repeated " + x.of.String()
	case x.of.delimited && x.of.scalar == "":
		return "delimited " + x.of.String()
	}
	return x.of.String()
}

// The groups of types that can be read as each other.
var (
	// https://protobuf.dev/programming-guides/proto3/#updating; an enum goes with the
	// first.
	wireGroups = [][]string{
		{"int32", "uint32", "int64", "uint64", "bool"},
		{"sint32", "sint64"},
		{"string", "bytes"},
		{"fixed32", "sfixed32"},
		{"fixed64", "sfixed64"},
	}
	// of these, those that are written as the same kind of value in JSON:
	// https://protobuf.dev/programming-guides/json
	jsonGroups = [][]string{{"int32", "uint32"}, {"int64", "uint64"}, {"fixed32", "sfixed32"}, {"fixed64", "sfixed64"}}
)

func together(groups [][]string, a, b string) bool {
	return slices.ContainsFunc(groups, func(g []string) bool { return slices.Contains(g, a) && slices.Contains(g, b) })
}

// typeChange compares types: 0 is the same.
func (c *comparison) typeChange(x, y *field) fact.APIChangeKind {
	switch {
	case x.key == y.key && c.equal(x.of, y.of):
		return 0
	case x.key == y.key && together(jsonGroups, x.of.scalar, y.of.scalar):
		return fact.APICallable
	}
	return fact.APIChanged
}

func (c *comparison) equal(a, b typeName) bool {
	if a.scalar != "" || b.scalar != "" {
		return a.scalar == b.scalar
	}
	return a.delimited == b.delimited && c.same(a, b)
}

// wire reports whether the binary form of one can be read as the other, and means the
// same, which the numbers of two enums need not.
func (c *comparison) wire(x, y *field) bool {
	keys := x.key == y.key || together(wireGroups, x.key, y.key)
	enums := x.of.kind == enum && y.of.kind == enum
	return keys && (c.equal(x.of, y.of) || !enums && together(wireGroups, x.of.onWire(), y.of.onWire()))
}

func (n typeName) onWire() string {
	if n.kind == enum {
		return "int32"
	}
	return n.scalar
}
