// Package python reads the structure of Python, and tells where imports lead: to
// files of the repository, by what Python itself would find on a path made of the
// folders from which it is run, tested or installed.
package python

import (
	"maps"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

// The names of the languages.
const (
	python  = "python"
	stub    = "python-stub" // what a module declares, for type checkers alone
	project = "pyproject.toml"
	setup   = "setup.cfg"
)

// Languages are Python, its stubs and its manifests.
func Languages() []language.Language {
	return []language.Language{
		{Name: python, Extensions: []string{".py", ".pyw"}, Grammar: sitter.Python, Structure: structure, Resolver: newResolver, Family: python},
		{Name: stub, Extensions: []string{".pyi"}, Grammar: sitter.Python, Structure: stubStructure, Resolver: newResolver, Family: python},
		{Name: project, Files: []string{project}, Manifest: true, Read: readProject},
		{Name: setup, Files: []string{setup}, Manifest: true, Read: readSetup},
	}
}

// stubStructure is that of a stub, which never runs.
func stubStructure(t *syntax.Tree) fact.Structure {
	s := structure(t)
	for i := range s.Imports {
		s.Imports[i].Kind = fact.TypeOnly
	}
	return s
}

func structure(t *syntax.Tree) fact.Structure {
	r := &reader{Tree: t, at: map[int32]int{}, receivers: map[int32]string{}}
	r.within = t.Nearest(r.declares)
	r.listed, r.lists = r.all()
	s := fact.Structure{Imports: r.imports()}
	for i := range t.Nodes {
		if n := int32(i); r.declares(n) {
			r.at[n] = len(r.symbols)
			r.symbols = append(r.symbols, r.symbol(n))
		}
	}
	r.measure()
	r.abstract()
	r.calls()
	s.Symbols = r.symbols
	return s
}

type reader struct {
	*syntax.Tree
	// within is the declaration that a node stands in.
	within []int32
	// symbols are those of declarations, and at is where that of a node is.
	symbols []fact.Symbol
	at      map[int32]int
	// receivers are what methods call the object or the class that they are of.
	receivers map[int32]string
	// listed are the names in __all__, if it lists what the module exports.
	listed map[string]bool
	lists  bool
}

// declares tells the nodes that are symbols.
func (r *reader) declares(n int32) bool {
	return r.Kind(n) == "class_definition" || r.function(n)
}

// function tells the functions with a name.
func (r *reader) function(n int32) bool {
	switch r.Kind(n) {
	case "function_definition":
		return true
	case "lambda":
		up := r.Parent(n)
		return up >= 0 && r.Kind(up) == "assignment" && r.Nodes[n].Field == "right" && r.Kind(r.Field(up, "left")) == "identifier"
	}
	return false
}

func (r *reader) symbol(n int32) fact.Symbol {
	s := fact.Symbol{Kind: fact.Function, Line: r.Line(n), End: r.EndLine(n)}
	name := r.Field(n, "name")
	if r.Kind(n) == "lambda" {
		name = r.Field(r.Parent(n), "left")
	}
	s.Name = r.Text(name)
	up := r.within[n]
	if up != syntax.None {
		s.Owner = r.symbols[r.at[up]].Name
	}
	if r.Kind(n) == "class_definition" {
		s.Kind = fact.Type
		if r.protocol(n) {
			s.Kind = fact.Interface
		}
	} else {
		if r.Kind(up) == "class_definition" {
			s.Kind = fact.Method
		}
		parameters := r.parameters(n)
		s.Params = len(parameters)
		if s.Kind == fact.Method {
			if name := r.receiver(n, parameters); name != "" {
				r.receivers[n] = name
				s.Params--
			}
		}
	}
	s.Exported = r.exported(s.Name, up)
	s.Documented = r.documented(n)
	return s
}

// exported tells whether others are meant to use a name. Those of a module that
// lists what it exports are those in the list; names with an underscore in front
// are private, unless Python gives them a meaning; a function keeps what is in it.
func (r *reader) exported(name string, up int32) bool {
	switch {
	case up != syntax.None && (r.function(up) || !r.symbols[r.at[up]].Exported):
		return false
	case up == syntax.None && r.lists:
		return r.listed[name]
	}
	special := len(name) > 4 && strings.HasPrefix(name, "__") && strings.HasSuffix(name, "__")
	return special || !strings.HasPrefix(name, "_")
}

// documented tells whether the first thing in a body is a text.
func (r *reader) documented(n int32) bool {
	for x := range r.Named(r.Field(n, "body")) {
		switch r.Kind(x) {
		case "comment":
			continue
		case "expression_statement":
			return r.Has(x, "string") || r.Has(x, "concatenated_string")
		}
		return false
	}
	return false
}

// parameters are those of a function, in order; * and / alone are none.
func (r *reader) parameters(n int32) []int32 {
	var out []int32
	for p := range r.Named(r.Field(n, "parameters")) {
		switch r.Kind(p) {
		case "identifier", "typed_parameter", "default_parameter", "typed_default_parameter", "list_splat_pattern", "dictionary_splat_pattern", "tuple_pattern":
			out = append(out, p)
		}
	}
	return out
}

// receiver is what a method calls the object or the class that it is of; empty
// for one of neither.
func (r *reader) receiver(n int32, p []int32) string {
	if len(p) == 0 || slices.Contains(r.decorators(n), "staticmethod") {
		return ""
	}
	switch r.Kind(p[0]) {
	case "identifier":
		return r.Text(p[0])
	case "typed_parameter":
		return r.Text(r.Child(p[0], "identifier"))
	}
	return ""
}

// decorators are the last words of the names of those of a declaration.
func (r *reader) decorators(n int32) []string {
	up := r.Parent(n)
	if r.Kind(up) != "decorated_definition" {
		return nil
	}
	var out []string
	for d := range r.Named(up) {
		if r.Kind(d) == "decorator" {
			out = append(out, r.lastName(r.Child(d, "identifier", "attribute")))
		}
	}
	return out
}

// lastName is the last word of a name with dots in it.
func (r *reader) lastName(n int32) string {
	switch r.Kind(n) {
	case "identifier":
		return r.Text(n)
	case "attribute":
		return r.Text(r.Field(n, "attribute"))
	}
	return ""
}

// bases are the last words of the names of what a class is made from.
func (r *reader) bases(n int32) []string {
	var out []string
	for x := range r.Named(r.Field(n, "superclasses")) {
		switch r.Kind(x) {
		case "subscript":
			x = r.Field(x, "value")
		case "keyword_argument":
			x = r.Field(x, "value")
		}
		if name := r.lastName(x); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// protocol tells the classes that are there for others to conform to.
func (r *reader) protocol(n int32) bool { return slices.Contains(r.bases(n), "Protocol") }

// abstract makes interfaces of the abstract classes all of whose methods are
// abstract.
func (r *reader) abstract() {
	methods, abstract := map[int32]int{}, map[int32]int{}
	for n := range r.at {
		if class := r.within[n]; r.Kind(n) == "function_definition" && r.Kind(class) == "class_definition" {
			methods[class]++
			for _, d := range r.decorators(n) {
				if strings.HasPrefix(d, "abstract") {
					abstract[class]++
					break
				}
			}
		}
	}
	for class, count := range methods {
		if bases := r.bases(class); abstract[class] == count && (slices.Contains(bases, "ABC") || slices.Contains(bases, "ABCMeta")) {
			r.symbols[r.at[class]].Kind = fact.Interface
		}
	}
}

func (r *reader) measure() {
	for n, c := range flow.Measure(r.Tree, r.function) {
		s := &r.symbols[r.at[n]]
		s.Cyclomatic, s.Cognitive, s.Nesting = c.Cyclomatic, c.Cognitive, c.Nesting
	}
}

// scoped is a name in a function, or in the module.
type scoped struct {
	in   int32
	name string
}

// calls finds which functions of the file call each other by their bare names: those
// of the module, those in the caller, and those beside it in the function around it.
func (r *reader) calls() {
	functions := map[scoped]bool{}
	for n, i := range r.at {
		if r.symbols[i].Kind == fact.Function {
			functions[scoped{r.within[n], r.symbols[i].Name}] = true
		}
	}
	local := r.locals()
	called := map[int32]map[string]bool{}
	for i := range r.Nodes {
		n := int32(i)
		caller := r.within[n]
		if r.Kind(n) != "call" || caller == syntax.None || !r.function(caller) {
			continue
		}
		f := r.Field(n, "function")
		switch r.Kind(f) {
		case "identifier":
			name := r.Text(f)
			around := r.within[caller]
			if local[scoped{caller, name}] || !functions[scoped{caller, name}] && !functions[scoped{around, name}] && !functions[scoped{syntax.None, name}] {
				continue
			}
			if called[caller] == nil {
				called[caller] = map[string]bool{}
			}
			called[caller][name] = true
		case "attribute":
			s := &r.symbols[r.at[caller]]
			object := r.Field(f, "object")
			if r.Kind(object) == "identifier" && r.lastName(f) == s.Name && r.Text(object) == r.receivers[caller] {
				s.CallsItself = true
			}
		}
	}
	for n, names := range called {
		r.symbols[r.at[n]].Calls = slices.Sorted(maps.Keys(names))
	}
}

// locals are the names that functions give to values of their own.
func (r *reader) locals() map[scoped]bool {
	out := map[scoped]bool{}
	for i := range r.Nodes {
		n := int32(i)
		if r.Kind(n) == "identifier" && r.within[n] != syntax.None && r.binds(n) {
			out[scoped{r.within[n], r.Text(n)}] = true
		}
	}
	return out
}

// binds tells the identifiers that get a value where they stand.
func (r *reader) binds(n int32) bool {
	up := r.Parent(n)
	switch r.Kind(up) {
	case "parameters", "lambda_parameters", "typed_parameter", "list_splat_pattern", "dictionary_splat_pattern", "pattern_list", "tuple_pattern",
		"list_pattern", "as_pattern_target":
		return true
	case "default_parameter", "typed_default_parameter", "named_expression":
		return r.Nodes[n].Field == "name"
	case "assignment":
		right := r.Field(up, "right")
		return r.Nodes[n].Field == "left" && r.Kind(right) != "lambda"
	case "for_statement", "for_in_clause":
		return r.Nodes[n].Field == "left"
	case "aliased_import":
		return r.Nodes[n].Field == "alias"
	case "dotted_name":
		return r.Nodes[up].Field == "name" && r.Kind(r.Parent(up)) == "import_from_statement"
	}
	return false
}
