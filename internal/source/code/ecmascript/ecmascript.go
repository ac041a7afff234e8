// Package ecmascript reads the structure of JavaScript and TypeScript, and tells
// where imports lead: to files of the tree, as node, TypeScript and bundlers find
// them. What a build makes is not there: its source is looked for, and is a guess.
package ecmascript

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

// Languages are JavaScript, TypeScript, and their manifests.
func Languages() []language.Language {
	return []language.Language{
		{Name: "javascript", Extensions: []string{".js", ".jsx", ".mjs", ".cjs"}, Grammar: sitter.JavaScript, Structure: javascript, Resolver: newResolver, Family: family},
		{Name: "typescript", Extensions: []string{".ts", ".mts", ".cts"}, Grammar: sitter.TypeScript, Structure: typescript, Mend: separated, Resolver: newResolver, Family: family},
		{Name: "tsx", Extensions: []string{".tsx"}, Grammar: sitter.TSX, Structure: typescript, Mend: separated, Resolver: newResolver, Family: family},
		{Name: packageManifest, Files: []string{packageManifest, lernaManifest}, Manifest: true, Read: readPackage},
		{Name: pnpmManifest, Files: []string{pnpmManifest}, Manifest: true, Read: readWorkspace},
		{Name: compilerManifest, Patterns: []string{"*tsconfig*.json", "*jsconfig*.json"}, Manifest: true, Read: readCompiler},
	}
}

const family = "ecmascript"

func javascript(t *syntax.Tree) fact.Structure { return structure(t, false) }

func typescript(t *syntax.Tree) fact.Structure { return structure(t, true) }

func structure(t *syntax.Tree, typed bool) fact.Structure {
	r := &reader{
		Tree: t, typed: typed, inside: make([]int32, len(t.Nodes)), state: make([]state, len(t.Nodes)), own: make([]bool, len(t.Nodes)),
		frames: []frame{{symbol: syntax.None, function: syntax.None}}, locals: map[local]bool{}, values: map[string]bool{},
	}
	r.exports()
	for n := range t.Nodes {
		r.visit(int32(n))
	}
	r.finish()
	r.excuse()
	return fact.Structure{Symbols: r.symbols, Imports: r.found()}
}

// reader reads a tree in one pass, parents before their parts.
type reader struct {
	*syntax.Tree
	typed bool
	// inside is, for each node, the frame that its parts are in.
	inside []int32
	state  []state
	own    []bool // is counted by itself
	frames []frame

	exported map[string]bool // by a statement of its own
	symbols  []fact.Symbol
	nodes    []int32 // of the symbols
	calls    []local
	locals   map[local]bool

	imports []imported
	// values are the names that the file uses when it runs.
	values    map[string]bool
	decorated bool
	excused   int // errors that are those of the grammar
}

// frame is what names are in: the file, a function, a class, an object, a
// namespace.
type frame struct {
	name     string
	kind     frameKind
	exported bool
	symbol   int32 // the symbol that it is of; None
	function int32 // the symbol of the nearest function that is counted; None
}

type frameKind uint8

const (
	ofFile frameKind = iota
	ofFunction
	ofClass
	ofObject
	ofNamespace
)

// state is what the parts of a node inherit.
type state uint8

const (
	inType     state = 1 << iota // where types are written
	inFunction                   // what runs later, when a function is called
	inAmbient                    // what is declared and is elsewhere
	declares                     // a pattern that declares variables
)

// local is a name in a function.
type local struct {
	symbol int32
	name   string
}

func (r *reader) visit(n int32) {
	x := &r.Nodes[n]
	if p := x.Parent; p >= 0 {
		r.inside[n], r.state[n] = r.inside[p], r.state[p]
		r.part(n, p)
	}
	if !x.Named {
		return
	}
	switch x.Kind {
	case "identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern", "type_identifier":
		r.name(n)
	case "formal_parameters":
		if r.state[n]&inType == 0 {
			r.state[n] |= declares
		}
	case "call_expression":
		r.call(n)
	case "comment":
		r.reference(n)
	case "import_statement":
		r.importStatement(n)
	case "export_statement":
		r.exportFrom(n)
	case "decorator":
		r.decorated = true
	default:
		r.declaration(n, x.Kind)
	}
}

// part is what a node is by its role in the node that it is part of.
func (r *reader) part(n, p int32) {
	x, above := &r.Nodes[n], r.Nodes[p].Kind
	switch x.Field {
	case "right", "type", "decorator", "return_type":
		r.state[n] &^= declares
	case "value":
		if above != "pair_pattern" {
			r.state[n] &^= declares
		}
	case "name":
		if above == "variable_declarator" {
			r.state[n] |= declares
		}
	case "parameter":
		if above == "arrow_function" {
			r.state[n] |= declares
		}
	}
	switch x.Kind {
	case "type_annotation", "type_arguments", "type_parameters", "type_query", "interface_body", "extends_type_clause", "implements_clause",
		"interface_declaration", "type_alias_declaration", "type_predicate_annotation", "asserts_annotation":
		r.state[n] |= inType
	case "ambient_declaration":
		r.state[n] |= inAmbient
	}
	if above == "as_expression" || above == "satisfies_expression" {
		if b := r.Kind(r.Before(n)); b == "as" || b == "satisfies" {
			r.state[n] |= inType
		}
	}
}

// name notes that a name is declared or used.
func (r *reader) name(n int32) {
	switch kind := r.Nodes[n].Kind; {
	case r.state[n]&declares != 0:
		if kind != "shorthand_property_identifier" && kind != "type_identifier" {
			if f := r.frames[r.inside[n]].function; f != syntax.None {
				r.locals[local{f, r.Text(n)}] = true
			}
		}
	case r.typed && (kind != "type_identifier" && r.state[n]&inType == 0 || r.Broken):
		switch r.Kind(r.Parent(n)) {
		case "import_specifier", "import_clause", "namespace_import", "import_require_clause":
		default:
			if text := r.Source[r.Nodes[n].Start:r.Nodes[n].End]; !r.values[string(text)] {
				r.values[string(text)] = true
			}
		}
	}
}

// declaration reads what declares something.
func (r *reader) declaration(n int32, kind string) {
	switch kind {
	case "function_declaration", "generator_function_declaration", "function_expression", "generator_function", "arrow_function", "method_definition":
		r.function(n, kind)
	case "class_declaration", "abstract_class_declaration", "class":
		r.class(n, kind)
	case "interface_declaration":
		r.declared(n, fact.Interface, r.bindingOf(n))
	case "type_alias_declaration", "enum_declaration":
		r.declared(n, fact.Type, r.bindingOf(n))
	case "object":
		r.object(n)
	case "internal_module", "module":
		r.namespace(n)
	}
}

// binding is the name that something has, and the node that gives it that name.
type binding struct {
	name     string
	owner    string // what the name is said to be part of
	at       int32
	exported bool
	method   bool
}

// bindingOf is the name that a declaration, or the expression of a value, has.
func (r *reader) bindingOf(n int32) binding {
	b := binding{at: n}
	switch r.Kind(n) {
	case "arrow_function", "function_expression", "generator_function", "class", "object":
		r.bound(&b, n)
	}
	if b.name == "" {
		b.at = n
		if name := r.Field(n, "name"); name != syntax.None {
			b.name = r.key(name)
		}
	}
	f := &r.frames[r.inside[n]]
	switch p := r.statement(b.at); {
	case f.kind == ofFile:
		b.exported = b.exported || p != syntax.None || b.owner == "" && r.exported[b.name]
	case f.kind == ofNamespace:
		b.exported = f.exported && p != syntax.None
	default:
		b.exported = b.method && f.exported
	}
	if b.name == "" && r.Kind(r.Parent(n)) == "export_statement" {
		b.name = "default"
	}
	return b
}

// bound finds the name to which a value is bound.
func (r *reader) bound(b *binding, n int32) {
	n = r.wrapped(n)
	p := r.Parent(n)
	role := r.Nodes[n].Field
	switch kind := r.Kind(p); {
	case kind == "variable_declarator" && role == "value", kind == "assignment_expression" && role == "right":
		b.at = p
		r.assigned(b, r.either(p, "name", "left"))
	case (kind == "public_field_definition" || kind == "field_definition") && role == "value":
		b.at, b.method = p, true
		b.name = r.key(r.either(p, "name", "property"))
	case kind == "pair" && role == "value":
		if f := &r.frames[r.inside[p]]; f.kind == ofObject && r.Kind(r.Parent(p)) == "object" {
			b.at, b.method = p, true
			b.name = r.key(r.Field(p, "key"))
		}
	case kind == "export_statement":
		b.at, b.exported = p, true
	}
}

// either is the part of a node in one of two roles.
func (r *reader) either(n int32, a, b string) int32 {
	if x := r.Field(n, a); x != syntax.None {
		return x
	}
	return r.Field(n, b)
}

// assigned reads the name on the left side of an assignment.
func (r *reader) assigned(b *binding, left int32) {
	switch r.Kind(left) {
	case "identifier":
		b.name = r.Text(left)
	case "member_expression":
		b.name = r.key(r.Field(left, "property"))
		object := r.Field(left, "object")
		if r.Kind(object) == "member_expression" && r.Text(r.Field(object, "property")) == "prototype" {
			object, b.method = r.Field(object, "object"), true
		}
		switch owner := r.Text(object); {
		case owner == "exports", owner == "module.exports", owner == "module" && b.name == "exports":
			b.exported, b.method = true, false
			if owner == "module" {
				b.name = "default"
			}
		case r.Kind(object) == "identifier":
			b.owner, b.exported = owner, r.exported[owner]
		}
	}
}

// wrappers are functions that give back the function that they are given.
var wrappers = map[string]bool{
	"memo": true, "React.memo": true, "forwardRef": true, "React.forwardRef": true, "useCallback": true, "React.useCallback": true, "observer": true,
}

// wrapped is the largest expression whose value is that of a node.
func (r *reader) wrapped(n int32) int32 {
	for {
		p := r.Parent(n)
		switch r.Kind(p) {
		case "parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression", "type_assertion":
			n = p
		case "arguments":
			call := r.Parent(p)
			if callee := r.Field(call, "function"); callee == syntax.None || r.Nodes[callee].End-r.Nodes[callee].Start > 20 || !wrappers[r.Text(callee)] || r.Before(n) != syntax.None {
				return n
			}
			n = call
		default:
			return n
		}
	}
}

// key is the name of a member or a property.
func (r *reader) key(n int32) string {
	if r.Kind(n) == "string" {
		return strings.Trim(r.Text(n), `"'`)
	}
	return firstLine(r.Text(n))
}

// firstLine keeps the names of computed properties short.
func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s[:min(len(s), 200)]
}

// statement is the export_statement that a declaration is directly in.
func (r *reader) statement(n int32) int32 {
	p := r.Parent(n)
	if k := r.Kind(p); k == "lexical_declaration" || k == "variable_declaration" {
		p = r.Parent(p)
	}
	if r.Kind(p) == "ambient_declaration" {
		p = r.Parent(p)
	}
	if r.Kind(p) == "export_statement" {
		return p
	}
	return syntax.None
}

// documented tells that a comment for documentation is directly before what
// declares a node.
func (r *reader) documented(n int32) bool {
	for statements[r.Kind(r.Parent(n))] && r.Kind(r.Before(n)) != "variable_declarator" {
		n = r.Parent(n)
	}
	before := r.Before(n)
	for r.Kind(before) == "decorator" {
		before = r.Before(before)
	}
	return r.Kind(before) == "comment" && strings.HasPrefix(string(r.Source[r.Nodes[before].Start:min(r.Nodes[before].End, r.Nodes[before].Start+3)]), "/**")
}

// statements are what a declaration may be a part of.
var statements = map[string]bool{
	"export_statement": true, "lexical_declaration": true, "variable_declaration": true, "expression_statement": true, "ambient_declaration": true,
}

// declared adds a symbol.
func (r *reader) declared(n int32, kind fact.SymbolKind, b binding) int32 {
	if b.name == "" {
		return syntax.None
	}
	f := &r.frames[r.inside[n]]
	s := fact.Symbol{
		Kind: kind, Name: b.name, Owner: cmp.Or(b.owner, f.name), Exported: b.exported, Documented: r.documented(b.at),
		Line: r.Line(b.at), End: max(r.Line(b.at), r.EndLine(n)),
	}
	r.symbols, r.nodes = append(r.symbols, s), append(r.nodes, n)
	return int32(len(r.symbols) - 1)
}

func (r *reader) enter(n int32, f frame) {
	r.inside[n] = int32(len(r.frames))
	r.frames = append(r.frames, f)
}

func (r *reader) function(n int32, kind string) {
	b := r.bindingOf(n)
	symbol := fact.Function
	if kind == "method_definition" {
		b.method = true
		f := &r.frames[r.inside[n]]
		b.exported = f.exported && (f.kind == ofClass || f.kind == ofObject)
	}
	if b.method {
		symbol = fact.Method
		b.exported = b.exported && !r.private(b.at)
	}
	f := r.frames[r.inside[n]]
	s := r.declared(n, symbol, b)
	if !r.immediate(n) {
		r.state[n] |= inFunction
	}
	r.state[n] &^= declares
	if s != syntax.None {
		r.own[n] = true
		r.symbols[s].Params = r.parameters(n)
		delete(r.locals, local{f.function, b.name})
		r.enter(n, frame{name: b.name, kind: ofFunction, symbol: s, function: s})
		return
	}
	// What an anonymous function holds is not what the file or the class holds.
	r.enter(n, frame{name: f.name, kind: ofFunction, symbol: f.symbol, function: f.function})
}

// private tells that a member is not for others.
func (r *reader) private(n int32) bool {
	if r.Has(n, "private_property_identifier") {
		return true
	}
	access := r.Text(r.Child(n, "accessibility_modifier"))
	return access == "private" || access == "protected"
}

// immediate tells that a function is called where it is written.
func (r *reader) immediate(n int32) bool {
	for r.Kind(r.Parent(n)) == "parenthesized_expression" {
		n = r.Parent(n)
	}
	return r.Kind(r.Parent(n)) == "call_expression" && r.Nodes[n].Field == "function"
}

// parameters counts them; what TypeScript says of this is none.
func (r *reader) parameters(n int32) int {
	if r.Field(n, "parameter") != syntax.None {
		return 1
	}
	count := 0
	for p := range r.Named(r.Field(n, "parameters")) {
		if k := r.Kind(p); k != "comment" && k != "decorator" && r.Kind(r.Field(p, "pattern")) != "this" {
			count++
		}
	}
	return count
}

// class adds a class; an abstract one that does nothing is an interface.
func (r *reader) class(n int32, kind string) {
	b := r.bindingOf(n)
	symbol := fact.Type
	if kind == "abstract_class_declaration" {
		if body := r.Field(n, "body"); r.Has(body, "abstract_method_signature") && !r.Has(body, "method_definition") {
			symbol = fact.Interface
		}
	}
	s := r.declared(n, symbol, b)
	f := r.frames[r.inside[n]]
	r.enter(n, frame{name: b.name, kind: ofClass, exported: b.exported, symbol: s, function: f.function})
}

// object gives the functions in an object names, where it has one: it is bound to
// a variable of the file, or is part of such an object.
func (r *reader) object(n int32) {
	f := r.frames[r.inside[n]]
	if f.kind == ofObject && r.Kind(r.Parent(n)) == "pair" {
		return // it is part of the same
	}
	b := r.bindingOf(n)
	if f.kind != ofFile || b.name == "" {
		if f.kind != ofFunction {
			r.enter(n, frame{name: f.name, kind: ofFunction, symbol: f.symbol, function: f.function})
		}
		return
	}
	name := b.name
	if name == "default" {
		name = ""
	}
	r.enter(n, frame{name: name, kind: ofObject, exported: b.exported, symbol: syntax.None, function: f.function})
}

func (r *reader) namespace(n int32) {
	b := r.bindingOf(n)
	f := r.frames[r.inside[n]]
	r.enter(n, frame{name: b.name, kind: ofNamespace, exported: b.exported || r.state[n]&inAmbient != 0, symbol: f.symbol, function: f.function})
	r.augmented(n)
}

// exports finds the names that a statement of their own exports.
func (r *reader) exports() {
	r.exported = map[string]bool{}
	for i := range r.Nodes {
		n := int32(i)
		switch r.Nodes[n].Kind {
		case "export_statement":
			if r.Field(n, "source") != syntax.None {
				continue
			}
			for s := range r.Named(r.Child(n, "export_clause")) {
				r.exported[r.Text(r.Field(s, "name"))] = true
			}
			if x := r.Child(n, "identifier"); x != syntax.None { // default, or as a whole
				r.exported[r.Text(x)] = true
			}
		case "assignment_expression":
			var b binding
			if r.assigned(&b, r.Field(n, "left")); b.exported {
				r.exportedValue(r.Field(n, "right"))
			}
		}
	}
}

func (r *reader) exportedValue(n int32) {
	switch r.Kind(n) {
	case "identifier":
		r.exported[r.Text(n)] = true
	case "object":
		for p := range r.Named(n) {
			switch r.Kind(p) {
			case "shorthand_property_identifier":
				r.exported[r.Text(p)] = true
			case "pair":
				if v := r.Field(p, "value"); r.Kind(v) == "identifier" {
					r.exported[r.Text(v)] = true
				}
			}
		}
	}
}

// call notes a call of a function by its name, of a method by itself, and of what
// imports.
func (r *reader) call(n int32) {
	callee := r.Field(n, "function")
	f := r.frames[r.inside[n]].function
	switch r.Kind(callee) {
	case "import":
		r.importCall(n, r.Field(n, "arguments"))
	case "identifier":
		name := r.Text(callee)
		if name == "require" {
			r.require(n, r.Field(n, "arguments"))
		} else if f != syntax.None {
			r.calls = append(r.calls, local{f, name})
		}
	case "member_expression":
		if f == syntax.None || r.Kind(r.Field(callee, "object")) != "this" {
			return
		}
		if s := &r.symbols[f]; s.Kind == fact.Method && r.Text(r.Field(callee, "property")) == s.Name {
			s.CallsItself = true
		}
	}
}

// excuse clears a tree all of whose errors are those of the grammar.
func (r *reader) excuse() {
	if r.excused == 0 {
		return
	}
	for i := range r.Nodes {
		if x := &r.Nodes[i]; x.Error || x.Missing {
			r.excused--
		}
	}
	if r.excused == 0 {
		r.Broken = false
	}
}

// finish measures the functions, and keeps of their calls those of functions of
// the same file.
func (r *reader) finish() {
	functions := map[string]bool{}
	for i := range r.symbols {
		if r.symbols[i].Kind == fact.Function {
			functions[r.symbols[i].Name] = true
		}
	}
	called := map[int32]map[string]bool{}
	for _, c := range r.calls {
		if !functions[c.name] || r.locals[c] {
			continue
		}
		if called[c.symbol] == nil {
			called[c.symbol] = map[string]bool{}
		}
		called[c.symbol][c.name] = true
	}
	measured := flow.Measure(r.Tree, func(n int32) bool { return r.own[n] })
	for i := range r.symbols {
		s := &r.symbols[i]
		if c, ok := measured[r.nodes[i]]; ok {
			s.Cyclomatic, s.Cognitive, s.Nesting = c.Cyclomatic, c.Cognitive, c.Nesting
		}
		if names := called[int32(i)]; names != nil {
			s.Calls = slices.Sorted(maps.Keys(names))
		}
	}
}
