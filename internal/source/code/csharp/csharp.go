// Package csharp reads the structure of C#, whose files mean each other by the full
// names of types: a namespace and a name. A using opens a namespace and depends on
// nothing by itself; the names that are used do.
package csharp

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

const csharpName = "csharp"

// method follows the name of an extension method among the names that a file
// declares. Alone it is the path of an import whose names are those of the methods
// that a file calls of other values: one may be such a method.
const method = "()"

// Languages are C# and its manifests.
func Languages() []language.Language {
	return []language.Language{
		{Name: csharpName, Extensions: []string{".cs", ".csx"}, Grammar: sitter.CSharp, Structure: read, Resolver: newResolver, Mutual: true},
		{Name: projectName, Extensions: []string{".csproj"}, Manifest: true, Read: readProject},
	}
}

var (
	types = map[string]fact.SymbolKind{
		"class_declaration": fact.Type, "struct_declaration": fact.Type, "record_declaration": fact.Type, "enum_declaration": fact.Type,
		"delegate_declaration": fact.Type, "interface_declaration": fact.Interface,
	}
	// functions are what is counted by itself, besides accessors and properties with
	// code, and lambdas that are the value of a field.
	functions = map[string]bool{
		"method_declaration": true, "constructor_declaration": true, "destructor_declaration": true, "operator_declaration": true,
		"conversion_operator_declaration": true, "local_function_statement": true,
	}
)

// file is a file while it is read.
type file struct {
	*syntax.Tree
	// within is the type that a node stands in; owner is the function in which it is
	// counted.
	within, owner []int32
	// spaces are the namespaces that namespace declarations open, in full.
	spaces map[int32]string
	// whole is the namespace of the file, if it has one for all.
	whole string
}

func read(t *syntax.Tree) fact.Structure {
	f := &file{Tree: t}
	f.within = t.Nearest(func(n int32) bool { return types[f.Kind(n)] != 0 })
	f.owner = t.Nearest(f.isFunction)
	f.namespaces()
	s := fact.Structure{Package: f.first(), Imports: f.imports()}
	measured := flow.Measure(t, f.isFunction)
	calls := f.calls()
	near := t.Nearest(func(n int32) bool { return f.Kind(n) == "namespace_declaration" })
	for i := range t.Nodes {
		n := int32(i)
		switch {
		case types[t.Kind(n)] != 0:
			if x := f.typeOf(n); x.Name != "" {
				s.Symbols = append(s.Symbols, x)
				if f.within[n] == syntax.None {
					s.Declares = append(s.Declares, join(f.space(near[n]), x.Name+f.arity(n)))
				}
			}
		case f.isFunction(n):
			if name := f.extension(n); name != "" {
				s.Declares = append(s.Declares, join(f.space(near[n]), name+method))
			}
			if x := f.function(n); x.Name != "" {
				c := measured[n]
				x.Cyclomatic, x.Cognitive, x.Nesting = c.Cyclomatic, c.Cognitive, c.Nesting
				if c := calls[n]; c != nil {
					x.Calls, x.CallsItself = slices.Sorted(maps.Keys(c.names)), c.itself
				}
				s.Symbols = append(s.Symbols, x)
			}
		}
	}
	slices.Sort(s.Declares)
	s.Declares = slices.Compact(s.Declares)
	return s
}

// namespaces finds those that are opened, in full.
func (f *file) namespaces() {
	f.spaces = map[int32]string{}
	near := f.Nearest(func(n int32) bool { return f.Kind(n) == "namespace_declaration" })
	for i := range f.Nodes {
		n := int32(i)
		switch f.Kind(n) {
		case "file_scoped_namespace_declaration":
			if f.whole == "" {
				f.whole = f.words(f.Field(n, "name"))
			}
		case "namespace_declaration":
			if name := join(f.space(near[n]), f.words(f.Field(n, "name"))); len(name) <= longest {
				f.spaces[n] = name
			}
		}
	}
}

// space is the namespace that a declaration of one opens.
func (f *file) space(n int32) string {
	if n == syntax.None {
		return f.whole
	}
	return f.spaces[n]
}

// first is the namespace of the file, or the first of them.
func (f *file) first() string {
	if f.whole != "" || len(f.spaces) == 0 {
		return f.whole
	}
	return f.spaces[slices.Min(slices.Collect(maps.Keys(f.spaces)))]
}

func join(space, name string) string {
	if space == "" || name == "" {
		return space + name
	}
	return space + "." + name
}

// words are the names that a name is made of, with dots between and without type
// arguments.
func (f *file) words(n int32) string {
	if n == syntax.None {
		return ""
	}
	var words []string
	for i := n; i < f.Nodes[n].Next; {
		switch f.Kind(i) {
		case "type_argument_list":
			i = f.Nodes[i].Next
			continue
		case "identifier":
			words = append(words, f.Text(i))
		}
		i++
	}
	return strings.Join(words, ".")
}

// arity tells how many type parameters a declaration has, as `2, or how many type
// arguments a name; empty for none. Types that differ in it are different types.
func (f *file) arity(n int32) string {
	count := 0
	for c := range f.Named(f.Child(n, "type_parameter_list", "type_argument_list")) {
		if f.Kind(c) != "comment" {
			count++
		}
	}
	if count == 0 {
		return ""
	}
	return "`" + strconv.Itoa(count)
}

// isFunction tells what is counted by itself.
func (f *file) isFunction(n int32) bool {
	kind := f.Kind(n)
	switch kind {
	case "accessor_declaration":
		return f.Field(n, "body") != syntax.None
	case "arrow_expression_clause": // of a property without accessors
		up := f.Kind(f.Parent(n))
		return f.Nodes[n].Field == "value" && (up == "property_declaration" || up == "indexer_declaration")
	case "lambda_expression", "anonymous_method_expression":
		up := f.Parent(n)
		return f.Kind(up) == "variable_declarator" && f.Kind(f.Parent(f.Parent(up))) == "field_declaration"
	}
	return functions[kind]
}

// extension is the name of a method that is called as if it were one of its first
// parameter; empty for another one.
func (f *file) extension(n int32) string {
	if f.Kind(n) != "method_declaration" {
		return ""
	}
	for c := range f.Children(f.Child(f.Field(n, "parameters"), "parameter")) {
		if f.Kind(c) == "modifier" && f.Text(c) == "this" {
			return f.Text(f.Field(n, "name"))
		}
	}
	return ""
}

// declarationOf is the declaration of which a function is the code.
func (f *file) declarationOf(n int32) int32 {
	switch f.Kind(n) {
	case "accessor_declaration":
		return f.Parent(f.Parent(n))
	case "arrow_expression_clause":
		return f.Parent(n)
	case "lambda_expression", "anonymous_method_expression":
		return f.Parent(f.Parent(f.Parent(n)))
	}
	return n
}

func (f *file) nameOf(n int32) string {
	switch f.Kind(n) {
	case "lambda_expression", "anonymous_method_expression":
		return f.Text(f.Field(f.Parent(n), "name"))
	}
	n = f.declarationOf(n)
	switch f.Kind(n) {
	case "indexer_declaration":
		return "this"
	case "operator_declaration":
		return f.Text(f.Field(n, "operator"))
	case "conversion_operator_declaration":
		return f.Text(f.Field(n, "type"))
	}
	return f.Text(f.Field(n, "name"))
}

func (f *file) typeOf(n int32) fact.Symbol {
	s := f.declared(n, n)
	if s.Kind = types[f.Kind(n)]; f.modified(n, "abstract") {
		s.Kind = fact.Interface
	}
	return s
}

func (f *file) function(n int32) fact.Symbol {
	s := f.declared(n, f.declarationOf(n))
	s.Kind, s.Params = fact.Method, f.params(n)
	if f.Kind(n) == "local_function_statement" && f.owner[n] != syntax.None {
		s.Kind, s.Owner = fact.Function, f.nameOf(f.owner[n])
	}
	return s
}

// declared is what all declarations have.
func (f *file) declared(n, declaration int32) fact.Symbol {
	s := fact.Symbol{Name: f.nameOf(n), Line: f.Line(n), End: f.EndLine(n)}
	inside := f.within[n]
	if inside != syntax.None {
		s.Owner = f.Text(f.Field(inside, "name"))
	}
	s.Exported = f.modified(declaration, "public") || f.Kind(inside) == "interface_declaration" && !f.modified(declaration, "private")
	before := f.Before(declaration)
	s.Documented = f.Kind(before) == "comment" && (strings.HasPrefix(f.Text(before), "///") || strings.HasPrefix(f.Text(before), "/**"))
	return s
}

func (f *file) modified(n int32, modifier string) bool {
	for c := range f.Children(n) {
		if f.Kind(c) == "modifier" && f.Has(c, modifier) {
			return true
		}
	}
	return false
}

func (f *file) params(n int32) int {
	switch f.Kind(n) {
	case "accessor_declaration":
		if f.Text(f.Field(n, "name")) == "get" {
			return 0
		}
		return 1
	case "arrow_expression_clause":
		return 0
	}
	p := f.Field(n, "parameters")
	if p == syntax.None {
		p = f.Child(n, "parameter_list")
	}
	if f.Kind(p) == "implicit_parameter" {
		return 1
	}
	count := 0
	for c := range f.Children(p) {
		switch f.Kind(c) {
		case "parameter", "implicit_parameter", "params": // the grammar has no node for the last
			count++
		}
	}
	return count
}

// called are the calls of a function without a qualifier.
type called struct {
	names  map[string]bool
	itself bool
}

// calls finds them. A method calls itself if it calls one of its name with as many
// arguments as it has parameters, and its type has no other such method.
func (f *file) calls() map[int32]*called {
	type signature struct {
		within int32
		name   string
		params int
	}
	of, same := map[int32]signature{}, map[signature]int{}
	for i := range f.Nodes {
		if n := int32(i); f.Kind(n) == "method_declaration" {
			of[n] = signature{f.within[n], f.nameOf(n), f.params(n)}
			same[of[n]]++
		}
	}
	all := map[int32]*called{}
	for i := range f.Nodes {
		n := int32(i)
		m := f.owner[n]
		if m == syntax.None || f.Kind(n) != "invocation_expression" {
			continue
		}
		name, own := f.callee(f.Field(n, "function"))
		if name == "" || name == "nameof" {
			continue
		}
		c := all[m]
		if c == nil {
			c = &called{names: map[string]bool{}}
			all[m] = c
		}
		if !own {
			c.names[name] = true
		}
		if s, ok := of[m]; ok && s.name == name && s.within == f.within[n] && same[s] == 1 && s.params == f.arguments(n) {
			c.itself = true
		}
	}
	return all
}

// callee is the name of what is called without a qualifier, or with this.
func (f *file) callee(n int32) (name string, own bool) {
	switch f.Kind(n) {
	case "identifier":
		return f.Text(n), false
	case "generic_name":
		return f.Text(f.Child(n, "identifier")), false
	case "member_access_expression":
		if f.Kind(f.Field(n, "expression")) == "this" {
			name, _ = f.callee(f.Field(n, "name"))
			return name, true
		}
	}
	return "", false
}

func (f *file) arguments(n int32) int {
	count := 0
	for c := range f.Named(f.Field(n, "arguments")) {
		if f.Kind(c) == "argument" {
			count++
		}
	}
	return count
}
