package python

import (
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/syntax"
)

// imports are those of a file, in its order. What comes from __future__ changes the
// language and is none.
func (r *reader) imports() []fact.Import {
	checked, inside := r.Nearest(r.forTypes), r.Nearest(r.function)
	var out []fact.Import
	for i := range r.Nodes {
		n := int32(i)
		var found []fact.Import
		switch r.Kind(n) {
		case "import_statement":
			for x := range r.Named(n) {
				if path := r.dotted(x); path != "" {
					found = append(found, fact.Import{Path: path})
				}
			}
		case "import_from_statement":
			if path := compact(r.Text(r.Field(n, "module_name"))); path != "" {
				found = append(found, fact.Import{Path: path, Names: r.names(n)})
			}
		case "call":
			if path := r.dynamic(n); path != "" {
				found = append(found, fact.Import{Path: path, Kind: fact.Dynamic})
			}
		}
		for _, x := range found {
			x.Line = r.Line(n)
			switch {
			case checked[n] != syntax.None:
				x.Kind = fact.TypeOnly
			case inside[n] != syntax.None:
				x.Kind = fact.Dynamic
			case x.Kind == 0:
				x.Kind = fact.Runtime
			}
			out = append(out, x)
		}
	}
	return out
}

// names are those that are imported from a module.
func (r *reader) names(n int32) []string {
	var out []string
	for x := range r.Named(n) {
		switch {
		case r.Kind(x) == "wildcard_import":
			out = append(out, "*")
		case r.Nodes[x].Field == "name":
			if name := r.dotted(x); name != "" {
				out = append(out, name)
			}
		}
	}
	return out
}

// dotted is the name of what is imported, whatever it is called here.
func (r *reader) dotted(n int32) string {
	switch r.Kind(n) {
	case "aliased_import":
		return r.dotted(r.Field(n, "name"))
	case "dotted_name":
		return compact(r.Text(n))
	}
	return ""
}

// compact takes out what may stand between the words of a name.
func compact(name string) string {
	if !strings.ContainsAny(name, " \t\r\n\\\f") {
		return name
	}
	return strings.Map(func(c rune) rune {
		if strings.ContainsRune(" \t\r\n\\\f", c) {
			return -1
		}
		return c
	}, name)
}

// forTypes tells the blocks that are for type checkers alone.
func (r *reader) forTypes(n int32) bool {
	if r.Kind(n) != "block" {
		return false
	}
	up := r.Parent(n)
	switch r.Kind(up) {
	case "if_statement", "elif_clause":
		return r.Nodes[n].Field == "consequence" && r.checking(r.Field(up, "condition"))
	case "else_clause":
		if before := r.Before(up); r.Kind(before) == "block" && r.Kind(r.Parent(up)) == "if_statement" {
			not := r.Field(r.Parent(up), "condition")
			return r.Kind(not) == "not_operator" && r.checking(r.Field(not, "argument"))
		}
	}
	return false
}

// checking tells typing.TYPE_CHECKING, which is false when the program runs.
func (r *reader) checking(n int32) bool { return r.lastName(n) == "TYPE_CHECKING" }

// dynamic is the module that a call imports by its name; empty where it does not, or
// where the name is not in the text.
func (r *reader) dynamic(n int32) string {
	called := r.lastName(r.Field(n, "function"))
	if called != "import_module" && called != "__import__" {
		return ""
	}
	var given []int32
	for x := range r.Named(r.Field(n, "arguments")) {
		if r.Kind(x) != "comment" {
			given = append(given, x)
		}
	}
	if len(given) == 0 {
		return ""
	}
	path := r.literal(given[0])
	if !strings.HasPrefix(path, ".") || called == "__import__" {
		return path
	}
	if len(given) < 2 {
		return ""
	}
	anchor := given[1]
	if r.Kind(anchor) == "keyword_argument" {
		anchor = r.Field(anchor, "value")
	}
	if name := r.Text(anchor); name == "__package__" || name == "__name__" {
		return path
	}
	if base := r.literal(anchor); base != "" && !strings.HasPrefix(path, "..") {
		return base + path
	}
	return ""
}

// literal is the text of a string that is one piece.
func (r *reader) literal(n int32) string {
	if r.Kind(n) != "string" || r.Has(n, "interpolation") || r.Has(n, "escape_sequence") {
		return ""
	}
	return r.Text(r.Child(n, "string_content"))
}

// all reads the names that a module says it exports. ok is false where it does not
// say, or where only the running program knows.
func (r *reader) all() (names map[string]bool, ok bool) {
	for n := range r.Named(0) {
		if r.Kind(n) != "expression_statement" {
			continue
		}
		x := r.Child(n, "assignment", "augmented_assignment", "call")
		value := r.Field(x, "right")
		if r.Kind(x) == "call" {
			method := r.Field(x, "function")
			if r.Kind(method) != "attribute" || r.Text(r.Field(method, "object")) != "__all__" {
				continue
			}
			value = r.Field(x, "arguments")
			if r.lastName(method) == "extend" {
				value = r.Child(value, "list", "tuple")
			}
		} else if r.Text(r.Field(x, "left")) != "__all__" {
			continue
		}
		if names == nil {
			names = map[string]bool{}
		}
		if !r.list(value, names) {
			return nil, false
		}
		ok = true
	}
	return names, ok
}

// list adds the texts of a list; false if there is anything else in it.
func (r *reader) list(n int32, to map[string]bool) bool {
	switch r.Kind(n) {
	case "list", "tuple", "argument_list":
	default:
		return false
	}
	for x := range r.Named(n) {
		if r.Kind(x) == "comment" {
			continue
		}
		name := r.literal(x)
		if name == "" {
			return false
		}
		to[name] = true
	}
	return true
}
