package ecmascript

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/fact"
)

// imported is an import, and the names that it has in the file.
type imported struct {
	fact.Import
	at    int32
	names []string
}

// found are the imports in the order of the file. TypeScript leaves an import out
// of the program where nothing but types uses its names; a file with decorators
// may need it for them.
func (r *reader) found() []fact.Import {
	slices.SortStableFunc(r.imports, func(a, b imported) int { return cmp.Compare(a.at, b.at) })
	var out []fact.Import
	for i := range r.imports {
		x := &r.imports[i]
		used := func(name string) bool { return r.values[name] || name == "React" }
		if r.typed && !r.decorated && x.Kind == fact.Runtime && len(x.names) > 0 && !slices.ContainsFunc(x.names, used) {
			x.Kind = fact.TypeOnly
		}
		out = append(out, x.Import)
	}
	return out
}

func (r *reader) add(n int32, path string, kind fact.ImportKind) *imported {
	if path == "" || strings.ContainsAny(path, "\n\x00") {
		return &imported{}
	}
	if r.state[n]&inAmbient != 0 {
		kind = fact.TypeOnly
	}
	r.imports = append(r.imports, imported{Import: fact.Import{Path: path, Line: r.Line(n), Kind: kind}, at: n})
	return &r.imports[len(r.imports)-1]
}

// literal is the text of a string, or of a template that holds nothing else;
// empty for any other node.
func (r *reader) literal(n int32) string {
	switch r.Kind(n) {
	case "string":
		return strings.Trim(r.Text(n), `"'`)
	case "template_string":
		if !r.Has(n, "template_substitution") {
			return strings.Trim(r.Text(n), "`")
		}
	}
	return ""
}

// typeWord tells that a statement or a specifier is marked as one of types. The
// grammar does not know export type * from, and finds an error there.
func (r *reader) typeWord(n int32) bool {
	for c := range r.Children(n) {
		switch x := &r.Nodes[c]; {
		case x.Error && r.Text(c) == "type":
			r.excused++
			return true
		case x.Kind == "type" && !x.Named:
			return true
		}
	}
	return false
}

// importStatement reads import … from, import "…" and import x = require("…").
func (r *reader) importStatement(n int32) {
	clause := r.Child(n, "import_clause", "import_require_clause")
	source := r.Field(n, "source")
	if r.Kind(clause) == "import_require_clause" {
		source = r.Field(clause, "source")
	}
	names, local, types := r.specifiers(clause)
	kind := fact.Runtime
	if r.typeWord(n) || types {
		kind = fact.TypeOnly
	}
	x := r.add(n, r.literal(source), kind)
	x.Names, x.names = names, local
}

// specifiers reads what is imported, and what that is called here; types tells
// that each is marked as a type.
func (r *reader) specifiers(clause int32) (names, local []string, types bool) {
	require := r.Kind(clause) == "import_require_clause"
	for c := range r.Named(clause) {
		switch r.Kind(c) {
		case "identifier":
			name := "default"
			if require {
				name = "*"
			}
			names, local = append(names, name), append(local, r.Text(c))
		case "namespace_import":
			names, local = append(names, "*"), append(local, r.Text(r.Child(c, "identifier")))
		case "named_imports":
			marked, all := 0, 0
			for s := range r.Named(c) {
				if r.Kind(s) != "import_specifier" {
					continue
				}
				all++
				if r.typeWord(s) {
					marked++
				}
				names = append(names, r.key(r.Field(s, "name")))
				local = append(local, r.Text(r.either(s, "alias", "name")))
			}
			types = all > 0 && marked == len(names)
		}
	}
	return names, local, types
}

// exportFrom reads export … from.
func (r *reader) exportFrom(n int32) {
	source := r.literal(r.Field(n, "source"))
	if source == "" {
		return
	}
	var names []string
	marked := 0
	for s := range r.Named(r.Child(n, "export_clause")) {
		if r.Kind(s) == "export_specifier" {
			names = append(names, r.key(r.Field(s, "name")))
			if r.typeWord(s) {
				marked++
			}
		}
	}
	kind := fact.Runtime
	if r.typeWord(n) || marked > 0 && marked == len(names) {
		kind = fact.TypeOnly
	}
	if names == nil && !r.Has(n, "export_clause") {
		names = []string{"*"}
	}
	r.add(n, source, kind).Names = names
}

// importCall reads import("…"), of a value or of a type.
func (r *reader) importCall(n, arguments int32) {
	kind := fact.Dynamic
	if r.state[n]&inType != 0 {
		kind = fact.TypeOnly
	}
	r.add(n, r.argument(arguments), kind)
}

// require reads require("…"), which happens when the program comes to it.
func (r *reader) require(n, arguments int32) {
	kind := fact.Runtime
	if r.state[n]&inFunction != 0 {
		kind = fact.Dynamic
	}
	r.add(n, r.argument(arguments), kind)
}

// argument is the first argument where it is a literal.
func (r *reader) argument(arguments int32) string {
	for a := range r.Named(arguments) {
		if r.Kind(a) != "comment" {
			return r.literal(a)
		}
	}
	return ""
}

var references = regexp.MustCompile(`^///\s*<reference\s+(path|types)\s*=\s*["']([^"']+)["']`)

// reference reads /// <reference path="…"/>, whose path is of a file always, and
// types="…", which is a package.
func (r *reader) reference(n int32) {
	if x := &r.Nodes[n]; x.End-x.Start < 4 || r.Source[x.Start+2] != '/' {
		return
	}
	m := references.FindStringSubmatch(r.Text(n))
	switch {
	case m == nil:
	case m[1] == "path" && !strings.HasPrefix(m[2], "."):
		r.add(n, "./"+m[2], fact.TypeOnly)
	default:
		r.add(n, m[2], fact.TypeOnly)
	}
}

// augmented reads declare module "./x", which adds to the types of a file. One
// with the name of a package may be all that there is of it.
func (r *reader) augmented(n int32) {
	name := r.Field(n, "name")
	if path := r.literal(name); r.Kind(name) == "string" && relative(path) {
		r.add(n, path, fact.TypeOnly)
	}
}

// relative tells that a path starts at the folder of the file.
func relative(path string) bool {
	return path == "." || path == ".." || strings.HasPrefix(path, "./") || strings.HasPrefix(path, "../")
}
