package scriptcalls

import (
	"iter"
	"regexp"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/syntax"
)

// file is a file with what its names are.
type file struct {
	File
	*syntax.Tree
	declares bool // it holds nothing but declarations
	// scope is, for each node, the innermost scope that its parts are in.
	scope  []int32
	scopes []scope
	// returns are the expressions that functions return.
	returns map[int32][]int32
	// assigned are what JavaScript makes members by assigning them: to this, by the
	// body of the class or by the function, and to what has a name, by its symbol.
	assigned            map[int32][]int32
	prototypes, statics map[held]int32
	// values are what is assigned to a variable by its name.
	values map[*symbol][]int32

	exports *exports
	members map[int32]*members

	types   map[int32]*typ // of expressions and patterns
	busy    map[int32]bool
	expects map[int32]*typ     // what is expected of expressions
	imports map[string][]*file // by specifier
	callers []fact.Callable    // by scope: the outermost function with a name
}

// held is a member of what a symbol stands for.
type held struct {
	symbol *symbol
	name   string
}

// scope is where names hold.
type scope struct {
	parent   int32
	node     int32
	function int32 // the scope of the nearest function, or of the file
	this     int32 // the node that tells what this is: a function or a class; None
	names    map[string]*symbol
}

// symbol is a name in a scope, and the nodes that declare it: of a variable that is
// its name where it is bound, of all else what declares it.
type symbol struct {
	file  *file
	name  string
	nodes []int32
}

var scopeKinds = map[string]bool{
	"program": true, "class": true, "class_declaration": true, "abstract_class_declaration": true, "interface_declaration": true,
	"type_alias_declaration": true, "statement_block": true, "for_statement": true, "for_in_statement": true, "catch_clause": true,
	"switch_body": true, "class_static_block": true, "conditional_type": true, "index_signature": true,
}

var functionKinds = map[string]bool{
	"function_declaration": true, "generator_function_declaration": true, "function_expression": true, "generator_function": true,
	"arrow_function": true, "method_definition": true, "function_signature": true, "method_signature": true, "abstract_method_signature": true,
	"function_type": true, "constructor_type": true, "call_signature": true, "construct_signature": true,
}

func isClass(kind string) bool {
	return kind == "class" || kind == "class_declaration" || kind == "abstract_class_declaration"
}

// hasBody tells the functions that do something from those that only say how they are
// called.
func hasBody(kind string) bool {
	switch kind {
	case "function_declaration", "generator_function_declaration", "function_expression", "generator_function", "arrow_function", "method_definition":
		return true
	}
	return false
}

var declarations = regexp.MustCompile(`\.d(\.\w+)?\.[cm]?ts$`)

func newFile(x File) *file {
	f := &file{
		File: x, Tree: x.Tree, declares: declarations.MatchString(string(x.Path)), scope: make([]int32, len(x.Tree.Nodes)), returns: map[int32][]int32{}, assigned: map[int32][]int32{},
		prototypes: map[held]int32{}, statics: map[held]int32{}, values: map[*symbol][]int32{},
		members: map[int32]*members{}, types: map[int32]*typ{}, busy: map[int32]bool{}, expects: map[int32]*typ{}, imports: map[string][]*file{},
	}
	binds := make([]bool, len(f.Nodes))
	for i := range f.Nodes {
		n := int32(i)
		f.scope[n] = syntax.None
		if p := f.Nodes[n].Parent; p >= 0 {
			f.scope[n] = f.scope[p]
			binds[n] = f.binds(n, p, binds[p])
		}
		if f.Nodes[n].Named {
			f.declare(n, binds[n])
		}
	}
	// A scope without names is none, unless a function has it.
	for i := range f.scopes {
		s := &f.scopes[i]
		for s.parent > 0 && f.scopes[s.parent].names == nil && f.scopes[s.parent].function != s.parent {
			s.parent = f.scopes[s.parent].parent
		}
	}
	for i := range f.Nodes {
		if f.Nodes[i].Kind == "assignment_expression" {
			f.assignedTo(int32(i))
		}
	}
	return f
}

// binds tells that a node is a name that is declared, or a pattern of such.
func (f *file) binds(n, p int32, above bool) bool {
	switch field := f.Nodes[n].Field; f.Kind(p) {
	case "variable_declarator":
		return field == "name"
	case "required_parameter", "optional_parameter":
		return field == "pattern"
	case "arrow_function":
		return field == "parameter"
	case "catch_clause":
		return field == "parameter"
	case "for_in_statement":
		return field == "left" && f.Field(p, "kind") != syntax.None
	case "formal_parameters", "rest_pattern", "array_pattern", "object_pattern":
		return above || f.Kind(p) == "formal_parameters" && (!strings.HasSuffix(f.Kind(n), "_parameter"))
	case "pair_pattern":
		return above && field == "value"
	case "assignment_pattern", "object_assignment_pattern":
		return above && field == "left"
	}
	return false
}

// declare opens the scope of a node, and adds the name that it declares.
func (f *file) declare(n int32, bound bool) {
	kind := f.Kind(n)
	outer := f.scope[n]
	if scopeKinds[kind] || functionKinds[kind] || n == 0 {
		f.open(n, kind, outer)
	}
	switch kind {
	case "identifier", "shorthand_property_identifier_pattern":
		f.variable(n, outer, bound)
	case "function_declaration", "generator_function_declaration", "function_signature", "class_declaration", "abstract_class_declaration",
		"interface_declaration", "type_alias_declaration", "enum_declaration", "internal_module", "module":
		f.add(outer, f.nameOf(n), n)
	case "function_expression", "generator_function", "class", "type_parameter", "mapped_type_clause":
		f.add(f.scope[n], f.nameOf(n), n)
	case "infer_type":
		f.add(outer, f.Text(f.Child(n, "type_identifier")), n)
	case "import_specifier":
		name := f.Field(n, "alias")
		if name == syntax.None {
			name = f.Field(n, "name")
		}
		f.add(outer, f.Text(name), n)
	case "namespace_import", "import_require_clause", "import_alias":
		f.add(outer, f.Text(f.Child(n, "identifier")), n)
	case "return_statement":
		if fn := f.scopes[outer].function; fn >= 0 {
			for x := range f.Named(n) {
				if f.Kind(x) != "comment" {
					f.returns[f.scopes[fn].node] = append(f.returns[f.scopes[fn].node], x)
					break
				}
			}
		}
	case "assignment_expression":
		f.assignment(n, outer)
	}
}

func (f *file) open(n int32, kind string, outer int32) {
	s := scope{parent: outer, node: n, function: int32(len(f.scopes)), this: syntax.None}
	if outer >= 0 {
		s.this = f.scopes[outer].this
		if !functionKinds[kind] {
			s.function = f.scopes[outer].function
		}
	}
	if functionKinds[kind] && kind != "arrow_function" || isClass(kind) {
		s.this = n
	}
	f.scope[n] = int32(len(f.scopes))
	f.scopes = append(f.scopes, s)
}

// variable adds a name that a pattern binds, or that an import without braces has.
func (f *file) variable(n, outer int32, bound bool) {
	p := f.Parent(n)
	if !bound {
		if f.Kind(p) == "import_clause" {
			f.add(outer, f.Text(n), n)
		}
		return
	}
	if f.Kind(p) == "variable_declarator" && f.Kind(f.Parent(p)) == "variable_declaration" { // var
		outer = f.scopes[outer].function
	}
	f.add(outer, f.Text(n), n)
}

// assignment notes members that JavaScript gives an object by assigning them to this.
func (f *file) assignment(n, outer int32) {
	left := f.Field(n, "left")
	if f.Kind(left) != "member_expression" || f.Kind(f.Field(left, "object")) != "this" {
		return
	}
	switch at := f.scopes[outer].this; f.Kind(at) {
	case "method_definition":
		if body := f.Parent(at); f.Kind(body) == "class_body" {
			f.assigned[body] = append(f.assigned[body], n)
		}
	case "function_declaration", "function_expression":
		f.assigned[at] = append(f.assigned[at], n)
	}
}

// mostValues is how many of the values that a variable gets are looked at.
const mostValues = 8

// assignedTo notes what is assigned to a variable, or to a member of what has a name,
// or of its prototype.
func (f *file) assignedTo(n int32) {
	left := f.Field(n, "left")
	if f.Kind(left) == "identifier" {
		if s := f.lookup(left, f.Text(left), asValue); s != nil && len(f.values[s]) < mostValues {
			f.values[s] = append(f.values[s], f.Field(n, "right"))
		}
	}
	if f.Kind(left) != "member_expression" {
		return
	}
	object, to := f.Field(left, "object"), f.statics
	if f.Kind(object) == "member_expression" && f.Text(f.Field(object, "property")) == "prototype" {
		object, to = f.Field(object, "object"), f.prototypes
	}
	if f.Kind(object) != "identifier" {
		return
	}
	if s := f.lookup(object, f.Text(object), asValue); s != nil {
		to[held{s, f.Text(f.Field(left, "property"))}] = n
	}
}

func (f *file) add(s int32, name string, n int32) {
	if s < 0 || name == "" {
		return
	}
	if f.scopes[s].names == nil {
		f.scopes[s].names = map[string]*symbol{}
	}
	x := f.scopes[s].names[name]
	if x == nil {
		x = &symbol{file: f, name: name}
		f.scopes[s].names[name] = x
	}
	if len(x.nodes) < mostDeclarations {
		x.nodes = append(x.nodes, n)
	}
}

// mostDeclarations bounds how often a name is declared in a scope, or as a member.
const mostDeclarations = 100

// most bounds how many parts of a node are looked at again and again.
const most = 200

// few are the first parts of a node that are no tokens and no comments.
func (f *file) few(n int32) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		left := most
		for x := range f.Named(n) {
			if f.Kind(x) == "comment" {
				continue
			}
			if left--; left < 0 || !yield(x) {
				return
			}
		}
	}
}

// first is the first of them; None if there is none.
func (f *file) first(n int32) int32 {
	for x := range f.few(n) {
		return x
	}
	return syntax.None
}

func (f *file) nameOf(n int32) string {
	return keyText(f.Text(f.Field(n, "name")))
}

// keyText is the name of a member without the quotation marks that it may have.
func keyText(s string) string {
	if len(s) > 1 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

// key is the name of a member.
func (f *file) key(n int32) string {
	if f.Kind(n) == "computed_property_name" {
		if s := f.Child(n, "string"); s != syntax.None {
			return keyText(f.Text(s))
		}
	}
	s := f.Text(n)
	return keyText(s[:min(len(s), mostName)])
}

const mostName = 200

// meaning is what a name is used for.
type meaning uint8

const (
	asValue meaning = 1 << iota
	asType
	asSpace
)

func (f *file) meaningOf(n int32) meaning {
	switch f.Kind(n) {
	case "import_specifier", "import_require_clause", "import_alias":
		return asValue | asType | asSpace
	case "namespace_import":
		return asValue | asSpace
	case "class_declaration", "abstract_class_declaration", "class":
		return asValue | asType
	case "enum_declaration":
		return asValue | asType | asSpace
	case "interface_declaration", "type_alias_declaration", "type_parameter", "mapped_type_clause", "infer_type":
		return asType
	case "internal_module", "module":
		return asValue | asSpace
	case "identifier":
		if f.Kind(f.Parent(n)) == "import_clause" {
			return asValue | asType | asSpace
		}
	}
	return asValue
}

// mostScopes is how far a name is looked for.
const mostScopes = 300

// lookup finds what a name means where a node stands; nil for nothing in the file.
func (f *file) lookup(n int32, name string, as meaning) *symbol {
	s := f.scope[n]
	for range mostScopes {
		if s < 0 {
			return nil
		}
		if x := f.scopes[s].names[name]; x != nil && x.is(as) {
			return x
		}
		s = f.scopes[s].parent
	}
	return nil
}

func (s *symbol) is(as meaning) bool {
	for _, n := range s.nodes {
		if s.file.meaningOf(n)&as != 0 {
			return true
		}
	}
	return false
}
