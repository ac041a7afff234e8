// Package rust reads the structure of Rust: what the files of crates declare and
// which modules they name, and tells where those are: in the tree of modules of
// their own crate, or of another one in the repository.
package rust

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

// Languages are Rust and the manifests of Cargo.
func Languages() []language.Language {
	return []language.Language{
		{Name: rustName, Extensions: []string{".rs"}, Grammar: sitter.Rust, Structure: structure, Resolver: newResolver, Mutual: true},
		{Name: manifest, Files: []string{manifest}, Manifest: true, Read: readManifest},
	}
}

const rustName = "rust"

// structure gives the structure of a tree.
func structure(t *syntax.Tree) fact.Structure {
	f := &file{Tree: t, near: t.Nearest(func(n int32) bool { return containers[t.Kind(n)] }), of: map[int32]container{}}
	return fact.Structure{Symbols: f.symbols(), Imports: imports(t)}
}

// containers are what a declaration stands in.
var containers = map[string]bool{functionItem: true, implItem: true, traitItem: true, modItem: true}

// kinds are the declarations that are symbols; functions may be methods.
var kinds = map[string]fact.SymbolKind{
	functionItem: fact.Function, "struct_item": fact.Type, "enum_item": fact.Type, "union_item": fact.Type,
	"type_item": fact.Type, traitItem: fact.Interface,
}

// file is a file in the reading.
type file struct {
	*syntax.Tree
	near []int32 // the container that a node stands in
	of   map[int32]container
}

// container is what is asked of one again and again.
type container struct {
	kind, name string
	// public is as the declaration has it; trait: an impl is of one.
	public, trait bool
}

// container tells of what a node stands in.
func (f *file) container(n int32) container {
	n = f.near[n]
	if n < 0 {
		return container{}
	}
	c, ok := f.of[n]
	if !ok {
		c = container{f.Kind(n), f.nameOf(n), f.public(n), f.Field(n, "trait") >= 0}
		f.of[n] = c
	}
	return c
}

// symbols are the declarations, with how complex the functions are.
func (f *file) symbols() []fact.Symbol {
	complexities := flow.Measure(f.Tree, func(n int32) bool { return f.Kind(n) == functionItem })
	called := f.calls()
	var out []fact.Symbol
	for i := range f.Nodes {
		n := int32(i)
		kind := kinds[f.Kind(n)]
		if kind == 0 {
			continue
		}
		name, owner := f.Text(f.Field(n, "name")), f.container(n)
		if name == "" || f.Kind(n) == "type_item" && owner.typed() {
			continue
		}
		s := fact.Symbol{
			Kind: kind, Name: plain(name), Owner: owner.name, Exported: f.public(n), Documented: f.documented(n),
			Line: f.Line(n), End: f.EndLine(n),
		}
		if kind == fact.Function {
			c := complexities[n]
			s.Cyclomatic, s.Cognitive, s.Nesting = c.Cyclomatic, c.Cognitive, c.Nesting
			s.Params, s.Calls = f.params(n), called.by[n]
			if owner.typed() {
				s.Kind, s.CallsItself = fact.Method, called.itself[n]
				s.Exported = s.Exported || owner.kind == traitItem && owner.public
			}
		}
		out = append(out, s)
	}
	return out
}

const (
	functionItem = "function_item"
	implItem     = "impl_item"
	traitItem    = "trait_item"
	modItem      = "mod_item"
)

// typed tells that functions in there are methods, and types those that a trait
// asks for.
func (c container) typed() bool { return c.kind == implItem || c.kind == traitItem }

// nameOf is the name of a container: of an impl, that of its type.
func (f *file) nameOf(n int32) string {
	if n < 0 {
		return ""
	}
	if f.Kind(n) != implItem {
		return plain(f.Text(f.Field(n, "name")))
	}
	for t := f.Field(n, "type"); t >= 0; {
		switch f.Kind(t) {
		case "type_identifier", "primitive_type":
			return plain(f.Text(t))
		case "scoped_type_identifier":
			t = f.Field(t, "name")
		default:
			t = f.Field(t, "type")
		}
	}
	return ""
}

// public tells that a declaration may be used by other crates, as far as it says
// itself: pub without a bound.
func (f *file) public(n int32) bool { return f.Text(f.Child(n, "visibility_modifier")) == "pub" }

// documented tells that a comment for the documentation stands before a
// declaration, its attributes apart.
func (f *file) documented(n int32) bool {
	for b := f.Before(n); b >= 0; b = f.Before(b) {
		switch f.Kind(b) {
		case "line_comment", "block_comment":
			if f.Field(b, "outer") >= 0 {
				return true
			}
		case "attribute_item":
			if f.Text(f.Child(f.Child(b, "attribute"), "identifier")) == "doc" {
				return true
			}
		default:
			return false
		}
	}
	return false
}

// params counts the parameters of a function, self apart.
func (f *file) params(n int32) int {
	count := 0
	for p := range f.Named(f.Field(n, "parameters")) {
		switch f.Kind(p) {
		case "parameter", "variadic_parameter":
			count++
		}
	}
	return count
}

// plain is a name without what lets it be a keyword.
func plain(name string) string { return strings.TrimPrefix(name, "r#") }

// typeLike tells that a name is written as those of types and constants are.
func typeLike(name string) bool {
	r, _ := utf8.DecodeRuneInString(name)
	return unicode.IsUpper(r)
}
