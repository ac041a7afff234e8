package cfamily

import (
	"maps"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/syntax"
)

const functionDefinition = "function_definition"

// classes are the kinds of types that have a body.
var classes = map[string]bool{"class_specifier": true, "struct_specifier": true, "union_specifier": true, "enum_specifier": true}

// file is a file in the reading.
type file struct {
	*syntax.Tree
	class []int32 // the type that a node stands in
	// hidden: in a namespace without a name, or in a part of a class that is not
	// public.
	hidden []bool
	// named are the names of the types that something stands in.
	named map[int32]string
	// functions are those with a body, by their nodes.
	functions map[int32]*function
}

// function is one that the file defines.
type function struct {
	name, owner string
	params      int32 // the list of its parameters
	count       int
}

func newFile(t *syntax.Tree) *file {
	f := &file{Tree: t, hidden: make([]bool, len(t.Nodes)), named: map[int32]string{}, functions: map[int32]*function{}}
	f.class = t.Nearest(func(n int32) bool { return classes[t.Kind(n)] && t.Kind(n) != "enum_specifier" })
	lists := t.Nearest(func(n int32) bool { return t.Kind(n) == "field_declaration_list" })
	private := map[int32]bool{}
	for i := range t.Nodes {
		n := int32(i)
		f.see(n, lists[n], private)
		if x := f.function(n); x != nil {
			f.functions[n] = x
		}
	}
	return f
}

// see tells what other files do not see of a node.
func (f *file) see(n, list int32, private map[int32]bool) {
	p := f.Parent(n)
	f.hidden[n] = p >= 0 && f.hidden[p]
	switch f.Kind(n) {
	case "namespace_definition":
		f.hidden[n] = f.hidden[n] || f.Field(n, "name") < 0
	case "field_declaration_list":
		private[n] = f.Kind(p) == "class_specifier"
	case "access_specifier":
		if list >= 0 {
			private[list] = f.Text(n) != "public"
		}
	default:
		f.hidden[n] = f.hidden[n] || list >= 0 && private[list]
	}
}

// function gives the name of a function with a body; nil of anything else.
func (f *file) function(n int32) *function {
	if f.Kind(n) != functionDefinition || f.Child(n, "compound_statement", "try_statement") < 0 {
		return nil
	}
	x := &function{params: syntax.None}
	for d := f.Field(n, "declarator"); d >= 0; {
		switch f.Kind(d) {
		case "function_declarator":
			x.params = f.Field(d, "parameters") // the innermost is the function's own
			d = f.inner(d)
		case "qualified_identifier":
			x.owner = f.scope(d, x.owner)
			d = f.Field(d, "name")
		case "template_function", "template_method":
			d = f.Field(d, "name")
		case "identifier", "field_identifier", "destructor_name", "operator_name", "type_identifier":
			x.name, d = f.Text(d), syntax.None
		case "operator_cast":
			x.name, x.params = "operator "+f.Text(f.Field(d, "type")), f.Field(f.Field(d, "declarator"), "parameters")
			d = syntax.None
		default:
			d = f.inner(d)
		}
	}
	if x.name == "" || strings.ContainsAny(x.name, "\n\r") {
		return nil
	}
	if class := f.class[n]; class >= 0 && x.owner == "" && f.Kind(f.Parent(n)) != "friend_declaration" {
		x.owner = f.owner(class)
	}
	x.count = f.params(x.params)
	return x
}

// inner is the declarator within another one.
func (f *file) inner(d int32) int32 {
	if c := f.Field(d, "declarator"); c >= 0 {
		return c
	}
	for c := range f.Named(d) { // in parentheses, or behind a reference
		if k := f.Kind(c); strings.HasSuffix(k, "declarator") || strings.HasSuffix(k, "identifier") {
			return c
		}
	}
	return syntax.None
}

// scope is the last name before ::, without template arguments.
func (f *file) scope(d int32, otherwise string) string {
	s := f.Field(d, "scope")
	if f.Kind(s) == "template_type" {
		s = f.Field(s, "name")
	}
	if name := f.Text(s); name != "" {
		return name
	}
	return otherwise
}

// owner is the name of a type that something stands in.
func (f *file) owner(class int32) string {
	name, ok := f.named[class]
	if !ok {
		name = f.className(class)
		f.named[class] = name
	}
	return name
}

// className is the name of a type: its own, or the one that a typedef gives it.
func (f *file) className(n int32) string {
	name := f.Field(n, "name")
	if f.Kind(name) == "template_type" {
		name = f.Field(name, "name")
	}
	for f.Kind(name) == "qualified_identifier" {
		name = f.Field(name, "name")
	}
	if name >= 0 {
		return f.Text(name)
	}
	if p := f.Parent(n); f.Kind(p) == "type_definition" {
		if d := f.Child(p, "type_identifier"); d >= 0 && f.Nodes[d].Field == "declarator" {
			return f.Text(d)
		}
	}
	return ""
}

// params counts parameters; (void) has none.
func (f *file) params(list int32) int {
	count := 0
	for p := range f.Named(list) {
		if k := f.Kind(p); strings.HasSuffix(k, "parameter_declaration") || k == "variadic_parameter" {
			count++
			if count == 1 && f.Text(p) == "void" {
				count = 0
			}
		}
	}
	return count
}

// symbols are the types and functions, with how complex these are.
func (f *file) symbols() []fact.Symbol {
	complexities := f.measure()
	called := f.calls()
	hidden := f.hiddenMembers()
	var out []fact.Symbol
	for i := range f.Nodes {
		n := int32(i)
		s := fact.Symbol{Line: f.Line(n), End: f.EndLine(n), Exported: !f.hidden[n]}
		if x := f.functions[n]; x != nil {
			s.Kind, s.Name, s.Owner, s.Params = fact.Function, x.name, x.owner, x.count
			if x.owner != "" {
				s.Kind = fact.Method
				s.Exported = s.Exported && !hidden[[2]string{x.owner, x.name}]
			}
			s.Exported = s.Exported && (x.owner != "" || !f.static(n))
			c := complexities[n]
			s.Cyclomatic, s.Cognitive, s.Nesting = c.Cyclomatic, c.Cognitive, c.Nesting
			s.Calls, s.CallsItself = called.by[n], called.itself[n]
		} else if classes[f.Kind(n)] && f.Field(n, "body") >= 0 {
			s.Kind, s.Name = fact.Type, f.className(n)
			if f.class[n] >= 0 {
				s.Owner = f.owner(f.class[n])
			}
			if f.abstract(n) {
				s.Kind = fact.Interface
			}
		}
		if s.Kind == 0 || s.Name == "" {
			continue
		}
		s.Documented = f.documented(n)
		out = append(out, s)
	}
	return out
}

// hiddenMembers are the functions that classes of this file declare and do not show.
func (f *file) hiddenMembers() map[[2]string]bool {
	out := map[[2]string]bool{}
	for i := range f.Nodes {
		n := int32(i)
		if f.Kind(n) != "function_declarator" || !f.hidden[n] || f.class[n] < 0 {
			continue
		}
		if d := f.Field(n, "declarator"); f.Kind(f.Parent(n)) == "field_declaration" || f.Kind(f.Parent(n)) == "declaration" {
			out[[2]string{f.owner(f.class[n]), f.Text(d)}] = true
		}
	}
	return out
}

// static tells that a function is seen in its file alone.
func (f *file) static(n int32) bool {
	for c := range f.Children(n) {
		if f.Kind(c) == "storage_class_specifier" && f.Text(c) == "static" {
			return true
		}
	}
	return false
}

// abstract tells that a class is what others implement: it has functions without a
// body, and nothing else but a destructor.
func (f *file) abstract(n int32) bool {
	pure := false
	for c := range f.Named(f.Field(n, "body")) {
		switch f.Kind(c) {
		case "field_declaration":
			if f.Text(f.Field(c, "default_value")) != "0" || !f.Has(c, "virtual") {
				return false
			}
			pure = true
		case functionDefinition, "declaration":
			d := f.Field(c, "declarator")
			if f.functions[c] != nil && f.Kind(f.Field(d, "declarator")) != "destructor_name" {
				return false
			}
		}
	}
	return pure
}

// documented tells that a comment ends in the line before a declaration.
func (f *file) documented(n int32) bool {
	for f.Kind(f.Parent(n)) == "template_declaration" || f.Kind(f.Parent(n)) == "type_definition" {
		n = f.Parent(n)
	}
	b := f.Before(n)
	return f.Kind(b) == "comment" && f.EndLine(b)+1 >= f.Line(n)
}

// called is which functions call which.
type called struct {
	by     map[int32][]string
	itself map[int32]bool
}

// calls finds what functions call without a qualifier: functions that this file
// defines once, and a method itself. Names that have several functions, and calls
// with another number of arguments than the function has parameters, say too
// little. What a parameter or a variable is called is no function.
func (f *file) calls() called {
	out := called{map[int32][]string{}, map[int32]bool{}}
	defined := map[[2]string]int{}
	byName := map[string]*function{}
	for _, x := range f.functions {
		defined[[2]string{x.owner, x.name}]++
		if x.owner == "" {
			byName[x.name] = x
		}
	}
	in := f.Nearest(func(n int32) bool { return f.functions[n] != nil })
	names := map[int32]map[string]bool{} // true: called, false: a variable
	for i := range f.Nodes {
		n := int32(i)
		own := f.functions[in[n]]
		if own == nil {
			continue
		}
		if names[in[n]] == nil {
			names[in[n]] = map[string]bool{}
		}
		switch f.Kind(n) {
		case "identifier":
			if k := f.Kind(f.Parent(n)); f.Nodes[n].Field == "declarator" && k != "function_declarator" {
				names[in[n]][f.Text(n)] = false
			}
		case "call_expression":
			name, bare := f.callee(n)
			if own.owner != "" && name == own.name && defined[[2]string{own.owner, own.name}] == 1 && f.arguments(n) == own.count {
				out.itself[in[n]] = true
			} else if x := byName[name]; bare && x != nil && defined[[2]string{"", name}] == 1 && f.arguments(n) == x.count {
				if _, variable := names[in[n]][name]; !variable {
					names[in[n]][name] = true
				}
			}
		}
	}
	for n, list := range names {
		maps.DeleteFunc(list, func(_ string, called bool) bool { return !called })
		if len(list) > 0 {
			out.by[n] = slices.Sorted(maps.Keys(list))
		}
	}
	return out
}

// callee is the name that is called without a qualifier or by way of this, which
// is not bare; empty for any other.
func (f *file) callee(call int32) (name string, bare bool) {
	c := f.Field(call, "function")
	switch f.Kind(c) {
	case "identifier":
		return f.Text(c), true
	case "field_expression":
		if f.Kind(f.Field(c, "argument")) == "this" {
			return f.Text(f.Field(c, "field")), false
		}
	}
	return "", false
}

func (f *file) arguments(call int32) int {
	count := 0
	for a := range f.Named(f.Field(call, "arguments")) {
		if f.Kind(a) != "comment" {
			count++
		}
	}
	return count
}
