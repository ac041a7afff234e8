package jvm

import (
	"maps"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/syntax"
)

// javaTypes are the declarations of types.
var javaTypes = map[string]fact.SymbolKind{
	"class_declaration": fact.Type, "record_declaration": fact.Type, "enum_declaration": fact.Type,
	"interface_declaration": fact.Interface, "annotation_type_declaration": fact.Interface,
}

// javaMethods are what is counted by itself, besides lambdas that are the value of
// a field.
var javaMethods = map[string]bool{
	"method_declaration": true, "constructor_declaration": true, "compact_constructor_declaration": true,
}

// javaFile is a file of Java while it is read.
type javaFile struct {
	*syntax.Tree
	// within is what a node stands in: a type, or the body of one without a name.
	within []int32
	// owner is the function in which a node is counted.
	owner []int32
}

func readJava(t *syntax.Tree) fact.Structure {
	f := &javaFile{Tree: t}
	f.within = t.Nearest(f.isOwner)
	f.owner = t.Nearest(f.isMethod)
	s := fact.Structure{Imports: f.imports()}
	measured := javaFlow.Measure(t, f.isMethod)
	calls := f.calls()
	for i := range t.Nodes {
		n := int32(i)
		switch kind := t.Kind(n); {
		case kind == "package_declaration":
			s.Package = dotted(t, t.Child(n, "scoped_identifier", "identifier"))
		case javaTypes[kind] != 0:
			if x := f.typeOf(n); x.Name != "" {
				s.Symbols = append(s.Symbols, x)
				if f.within[n] == syntax.None && f.owner[n] == syntax.None {
					s.Declares = append(s.Declares, x.Name)
				}
			}
		case f.isMethod(n):
			if x := f.method(n); x.Name != "" {
				c := measured[n]
				x.Cyclomatic, x.Cognitive, x.Nesting = c.Cyclomatic, c.Cognitive, c.Nesting
				if c := calls[n]; c != nil {
					x.Calls, x.CallsItself = slices.Sorted(maps.Keys(c.names)), c.itself
				}
				s.Symbols = append(s.Symbols, x)
			}
		}
	}
	s.Declares = qualified(s.Package, s.Declares)
	return s
}

// isOwner tells types and the bodies of those without a name.
func (f *javaFile) isOwner(n int32) bool {
	kind := f.Kind(n)
	if kind == "class_body" {
		up := f.Kind(f.Parent(n))
		return up == "object_creation_expression" || up == "enum_constant"
	}
	return javaTypes[kind] != 0
}

func (f *javaFile) isMethod(n int32) bool {
	kind := f.Kind(n)
	return javaMethods[kind] || kind == "lambda_expression" && f.isFieldValue(n)
}

// isFieldValue tells the value of a field.
func (f *javaFile) isFieldValue(n int32) bool {
	up := f.Parent(n)
	if f.Kind(up) != "variable_declarator" {
		return false
	}
	kind := f.Kind(f.Parent(up))
	return kind == "field_declaration" || kind == "constant_declaration"
}

func (f *javaFile) typeOf(n int32) fact.Symbol {
	s := f.declared(n, n)
	if s.Kind = javaTypes[f.Kind(n)]; f.modified(n, "abstract") {
		s.Kind = fact.Interface
	}
	return s
}

func (f *javaFile) method(n int32) fact.Symbol {
	declaration, named := n, n
	if f.Kind(n) == "lambda_expression" {
		named = f.Parent(n)
		declaration = f.Parent(named)
	}
	s := f.declared(declaration, named)
	s.Kind, s.Params = fact.Method, f.params(n)
	s.Line, s.End = f.Line(n), f.EndLine(n)
	return s
}

// declared is what all declarations have. A declaration of several fields has a
// node for each name.
func (f *javaFile) declared(n, named int32) fact.Symbol {
	return fact.Symbol{
		Name: f.Text(f.Field(named, "name")), Owner: f.ownerName(f.within[n]),
		Exported: f.modified(n, "public") || f.inInterface(n) && !f.modified(n, "private"), Documented: isDoc(f.Tree, f.Before(n)),
		Line: f.Line(n), End: f.EndLine(n),
	}
}

// ownerName is the name of a type; of one without a name, that of what it is
// made of, or of the constant whose body it is.
func (f *javaFile) ownerName(n int32) string {
	if f.Kind(n) != "class_body" {
		return f.Text(f.nameOf(n))
	}
	up := f.Parent(n)
	if f.Kind(up) == "enum_constant" {
		return f.Text(f.nameOf(up))
	}
	made := f.Field(up, "type")
	if f.Kind(made) == "generic_type" {
		made = f.Child(made, "type_identifier", "scoped_type_identifier")
	}
	if f.Kind(made) == "scoped_type_identifier" {
		name := dotted(f.Tree, made)
		return name[strings.LastIndexByte(name, '.')+1:]
	}
	return f.Text(made)
}

func (f *javaFile) nameOf(n int32) int32 {
	if n == syntax.None {
		return n
	}
	return f.Field(n, "name")
}

func (f *javaFile) modified(n int32, modifier string) bool {
	m := f.Child(n, "modifiers")
	return m != syntax.None && f.Has(m, modifier)
}

// inInterface tells members of interfaces, which are public unless they say
// otherwise.
func (f *javaFile) inInterface(n int32) bool {
	kind := f.Kind(f.Parent(n))
	return kind == "interface_body" || kind == "annotation_type_body"
}

func (f *javaFile) params(n int32) int {
	if f.Kind(n) == "compact_constructor_declaration" {
		n = f.within[n]
	}
	p := f.parameters(n)
	if f.Kind(p) == "identifier" { // x -> …
		return 1
	}
	count := 0
	for c := range f.Named(p) {
		switch f.Kind(c) {
		case "formal_parameter", "spread_parameter", "identifier":
			count++
		}
	}
	return count
}

// parameters are those of a function.
func (f *javaFile) parameters(n int32) int32 {
	if n == syntax.None {
		return n
	}
	return f.Field(n, "parameters")
}

// javaCalls are the calls of a function without a qualifier.
type javaCalls struct {
	names  map[string]bool
	itself bool
}

// calls finds them. A method calls itself if it calls one of its name with as many
// arguments as it has parameters, and its type has no other such method.
func (f *javaFile) calls() map[int32]*javaCalls {
	type signature struct {
		within int32
		name   string
		params int
	}
	of, same := map[int32]signature{}, map[signature]int{}
	for i := range f.Nodes {
		if n := int32(i); f.Kind(n) == "method_declaration" {
			of[n] = signature{f.within[n], f.Text(f.Field(n, "name")), f.params(n)}
			same[of[n]]++
		}
	}
	all := map[int32]*javaCalls{}
	for i := range f.Nodes {
		n := int32(i)
		m := f.owner[n]
		if m == syntax.None || f.Kind(n) != "method_invocation" {
			continue
		}
		name := f.Text(f.Field(n, "name"))
		object := f.Kind(f.Field(n, "object"))
		if name == "" || object != "" && object != "this" {
			continue
		}
		c := all[m]
		if c == nil {
			c = &javaCalls{names: map[string]bool{}}
			all[m] = c
		}
		if object == "" {
			c.names[name] = true
		}
		if s, ok := of[m]; ok && s.name == name && s.within == f.within[n] && same[s] == 1 && s.params == f.arguments(n) {
			c.itself = true
		}
	}
	return all
}

func (f *javaFile) arguments(n int32) int {
	count := 0
	for c := range f.Named(f.Field(n, "arguments")) {
		if kind := f.Kind(c); kind != "line_comment" && kind != "block_comment" {
			count++
		}
	}
	return count
}

// isDoc tells a comment that documents what follows it.
func isDoc(t *syntax.Tree, n int32) bool {
	switch t.Kind(n) {
	case "block_comment":
		return strings.HasPrefix(t.Text(n), "/**")
	case "line_comment":
		return strings.HasPrefix(t.Text(n), "///")
	}
	return false
}

// dotted is a name of several words without the space that may be between them.
func dotted(t *syntax.Tree, n int32) string {
	if n == syntax.None {
		return ""
	}
	var words []string
	for i := n; i < t.Nodes[n].Next; i++ {
		switch t.Kind(i) {
		case "identifier", "type_identifier":
			words = append(words, t.Text(i))
		}
	}
	return strings.Join(words, ".")
}

// qualified puts a package before names, each once.
func qualified(pkg string, names []string) []string {
	slices.Sort(names)
	names = slices.Compact(names)
	if pkg != "" {
		for i := range names {
			names[i] = pkg + "." + names[i]
		}
	}
	return names
}
