package php

import (
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/syntax"
)

// uses are what a file imports and uses, as far as it was read.
type uses struct {
	*reader
	// namespace is that of what is read; first is the first one of the file.
	namespace, first string
	// end is the node at which it ends, 0 for the end of the file.
	end int32
	// aliases are the names that stand for imported ones, in lower case.
	aliases map[string]string
	seen    map[string]bool
	out     []fact.Import
}

// imports are the classes that a file imports or uses, and the files that it
// includes. The name of one that it uses is whole.
func (r *reader) imports() (namespace string, imports []fact.Import) {
	u := &uses{reader: r, aliases: map[string]string{}, seen: map[string]bool{}}
	inside := r.Nearest(r.function)
	for i := range r.Nodes {
		n := int32(i)
		if u.end > 0 && n >= u.end {
			u.namespace, u.end = "", 0
		}
		switch r.Kind(n) {
		case "namespace_definition":
			u.enter(n)
		case "namespace_use_clause":
			u.clause(n)
		case "name", "qualified_name", "relative_name":
			if r.refers(n) {
				u.use(n)
			}
		case "require_expression", "require_once_expression", "include_expression", "include_once_expression":
			if !r.Nodes[n].Named {
				continue
			}
			if path := r.included(n); path != "" {
				x := fact.Import{Path: path, Line: r.Line(n), Kind: fact.Runtime}
				if inside[n] != syntax.None {
					x.Kind = fact.Dynamic
				}
				u.out = append(u.out, x)
			}
		}
	}
	slices.SortStableFunc(u.out, func(a, b fact.Import) int { return a.Line - b.Line })
	return u.first, u.out
}

// enter begins a namespace, which ends the one before.
func (u *uses) enter(n int32) {
	u.namespace, u.end = u.Text(u.Field(n, "name")), 0
	if u.Field(n, "body") != syntax.None {
		u.end = u.Nodes[n].Next
	}
	if u.first == "" {
		u.first = u.namespace
	}
	u.aliases = map[string]string{}
}

// clause is a name that is imported. Functions and constants are imported by name
// from files that no rule tells.
func (u *uses) clause(n int32) {
	up := u.Parent(n)
	prefix := ""
	if u.Kind(up) == "namespace_use_group" {
		up = u.Parent(up)
		prefix = u.Text(u.Child(up, "namespace_name")) + `\`
	}
	of := u.Child(n, "name", "qualified_name")
	if of == syntax.None || u.Field(n, "type") != syntax.None || u.Field(up, "type") != syntax.None {
		return
	}
	name := strings.TrimPrefix(prefix+u.Text(of), `\`)
	alias := name[strings.LastIndexByte(name, '\\')+1:]
	if a := u.Field(n, "alias"); a != syntax.None {
		alias = u.Text(a)
	}
	u.aliases[strings.ToLower(alias)] = name
	u.out = append(u.out, fact.Import{Path: name, Line: u.Line(n), Kind: fact.Runtime})
}

// use is the name of a class that is no import: of the namespace, below an import,
// or whole.
func (u *uses) use(n int32) {
	name := u.Text(n)
	first, rest, qualified := strings.Cut(name, `\`)
	switch strings.ToLower(name) {
	case "self", "static", "parent":
		return
	}
	whole, imported := u.aliases[strings.ToLower(first)]
	switch {
	case first == "":
		name = rest
	case qualified && strings.EqualFold(first, "namespace"):
		name = within(u.namespace, rest)
	case imported && !qualified:
		return
	case imported:
		name = whole + `\` + rest
	default:
		name = within(u.namespace, name)
	}
	if key := strings.ToLower(name); !u.seen[key] {
		u.seen[key] = true
		u.out = append(u.out, fact.Import{Path: name, Line: u.Line(n), Kind: fact.Runtime, Implicit: true})
	}
}

func within(namespace, name string) string {
	if namespace == "" {
		return name
	}
	return namespace + `\` + name
}

// refers tells the names that are of classes.
func (r *reader) refers(n int32) bool {
	up := r.Parent(n)
	switch r.Kind(up) {
	case "base_clause", "class_interface_clause", "use_declaration", "named_type", "attribute", "object_creation_expression":
		return true
	case "class_constant_access_expression":
		return r.Before(n) == syntax.None
	case "scoped_call_expression", "scoped_property_access_expression":
		return r.Nodes[n].Field == "scope"
	case "binary_expression":
		return r.Nodes[n].Field == "right" && r.Kind(r.Before(n)) == "instanceof"
	}
	return false
}

// included is the path of a file of PHP that is included, where the text says it: from
// the folder of the file, and then it starts with a dot, or from where PHP looks.
func (r *reader) included(n int32) string {
	x := r.operand(n)
	if path := r.literal(x); path != "" {
		return code(path)
	}
	if r.Kind(x) != "binary_expression" || r.Field(x, "operator") != syntax.None { // the tree has no dot
		return ""
	}
	left, path := r.Field(x, "left"), r.literal(r.Field(x, "right"))
	if !strings.HasPrefix(path, "/") {
		return ""
	}
	switch strings.ReplaceAll(r.Text(left), " ", "") {
	case "__DIR__", "dirname(__FILE__)":
		return code("." + path)
	case "dirname(__DIR__)":
		return code("./.." + path)
	}
	return ""
}

func code(path string) string {
	if strings.HasSuffix(path, ".php") {
		return path
	}
	return ""
}

// operand is what is included, without parentheses.
func (r *reader) operand(n int32) int32 {
	for range 3 {
		inner := syntax.None
		for c := range r.Named(n) {
			inner = c
			break
		}
		if n = inner; r.Kind(n) != "parenthesized_expression" {
			break
		}
	}
	return n
}

// literal is the text of a string that is one piece.
func (r *reader) literal(n int32) string {
	if k := r.Kind(n); k != "string" && k != "encapsed_string" {
		return ""
	}
	text := ""
	for c := range r.Named(n) {
		if r.Kind(c) != "string_content" || text != "" {
			return ""
		}
		text = r.Text(c)
	}
	return text
}
