package names

import (
	"strings"

	"leadline/internal/source/code/syntax"
)

// Java reads a file. What it owns are its types that others may use, and within them
// theirs by their names with dots.
func Java(t *syntax.Tree) *File {
	r := &java{Tree: t, File: newFile(t.Broken)}
	for n := range t.Named(0) {
		switch r.Kind(n) {
		case "package_declaration":
			r.Package = compact(r.Text(r.Child(n, "scoped_identifier", "identifier")))
		case "import_declaration":
			path := compact(r.Text(r.Child(n, "scoped_identifier", "identifier")))
			r.Imports[path[strings.LastIndexByte(path, '.')+1:]] = Passed{From: path}
		default:
			r.typ(n, "", false)
		}
	}
	return r.doubt()
}

func compact(s string) string { return strings.Join(strings.Fields(s), "") }

type java struct {
	*syntax.Tree
	*File
}

var javaTypes = map[string]Kind{
	"class_declaration": Class, "record_declaration": Class, "enum_declaration": Enum, "interface_declaration": Interface, "annotation_type_declaration": Interface | Alias,
}

// access is how far a declaration may be used: 2 everywhere, 1 by what inherits.
func (r *java) access(n int32, inInterface bool) int {
	m := r.Child(n, "modifiers")
	switch {
	case m != syntax.None && r.Has(m, "public"), inInterface && (m == syntax.None || !r.Has(m, "private")):
		return 2
	case m != syntax.None && r.Has(m, "protected"):
		return 1
	}
	return 0
}

func (r *java) modified(n int32, modifier string) bool {
	m := r.Child(n, "modifiers")
	return m != syntax.None && r.Has(m, modifier)
}

func (r *java) annotated(n int32, name string) bool {
	for a := range r.Named(r.Child(n, "modifiers")) {
		if strings.HasSuffix(r.Text(r.Field(a, "name")), name) {
			return true
		}
	}
	return false
}

// typ reads a type and those within it. One that is not for others has its members all
// the same: what inherits from it gives them.
func (r *java) typ(n int32, outer string, inInterface bool) {
	kind := javaTypes[r.Kind(n)]
	name := r.Text(r.Field(n, "name"))
	if kind == 0 || name == "" {
		return
	}
	if outer != "" {
		name = outer + "." + name
	}
	access := r.access(n, inInterface)
	x := &Name{Name: name, Kind: kind, Line: r.Line(n), Hidden: access == 0, Narrow: access == 1, Deprecated: r.annotated(n, "Deprecated")}
	if owner := r.Own[outer]; owner != nil && owner.Hidden {
		x.Hidden = true
	}
	for _, role := range []string{"superclass", "interfaces"} {
		x.Bases = append(x.Bases, r.bases(r.Field(n, role))...)
	}
	x.Bases = append(x.Bases, r.bases(r.Child(n, "extends_interfaces"))...)
	r.Own[name] = x
	if r.Kind(n) == "record_declaration" {
		w := r.way(n)
		x.Members = append(x.Members, &Name{Name: constructor, Kind: Function, Line: r.Line(n), Ways: []Way{w}})
		for _, p := range w {
			x.Members = append(x.Members, &Name{Name: p.Name, Kind: Function, Line: r.Line(n), Ways: []Way{{}}})
		}
	}
	sealed := kind == Enum || r.modified(n, "final") || r.Kind(n) == "record_declaration"
	constructors := 0
	r.body(r.Field(n, "body"), x, sealed, &constructors)
	if constructors == 0 && r.Kind(n) == "class_declaration" && !r.modified(n, "abstract") {
		x.Members = append(x.Members, &Name{Name: constructor, Kind: Function, Line: r.Line(n), Ways: []Way{{}}})
	}
}

// constructor is what members that make an object are called.
const constructor = "<new>"

func (r *java) body(body int32, x *Name, sealed bool, constructors *int) {
	inInterface := x.Kind&Interface != 0
	for n := range r.Named(body) {
		kind := r.Kind(n)
		switch kind {
		case "enum_body_declarations":
			r.body(n, x, sealed, constructors)
			continue
		case "enum_constant":
			x.Members = append(x.Members, &Name{Name: r.Text(r.Field(n, "name")), Kind: Value, Line: r.Line(n), Deprecated: r.annotated(n, "Deprecated")})
			continue
		case "constructor_declaration":
			*constructors++
		}
		if javaTypes[kind] != 0 {
			r.typ(n, x.Name, inInterface)
			continue
		}
		access := r.access(n, inInterface)
		if access == 0 || access == 1 && sealed {
			continue
		}
		for _, m := range r.member(n, kind) {
			m.Line, m.Deprecated, m.Narrow, m.Overrides = r.Line(n), r.annotated(n, "Deprecated"), access == 1, r.annotated(n, "Override")
			x.Members = append(x.Members, m)
		}
	}
}

func (r *java) member(n int32, kind string) []*Name {
	switch kind {
	case "constructor_declaration":
		return []*Name{{Name: constructor, Kind: Function, Ways: []Way{r.way(n)}}}
	case "method_declaration", "annotation_type_element_declaration":
		return []*Name{{Name: r.Text(r.Field(n, "name")), Kind: Function, Ways: []Way{r.way(n)}}}
	case "field_declaration", "constant_declaration":
		var out []*Name
		for d := range r.Named(n) {
			if r.Nodes[d].Field == "declarator" {
				out = append(out, &Name{Name: r.Text(r.Field(d, "name")), Kind: Value})
			}
		}
		return out
	}
	return nil
}

// bases are the names of types without their arguments.
func (r *java) bases(n int32) []string {
	var out []string
	for c := range r.Named(n) {
		switch r.Kind(c) {
		case "type_list":
			out = append(out, r.bases(c)...)
		case "generic_type", "type_identifier", "scoped_type_identifier":
			out = append(out, erased(r.Text(c)))
		}
	}
	return out
}

// erased is a type as it is written, without arguments, annotations and packages.
func erased(s string) string {
	var out strings.Builder
	depth := 0
	for _, c := range s {
		switch {
		case c == '<':
			depth++
		case c == '>':
			depth--
		case depth == 0:
			out.WriteRune(c)
		}
	}
	words := strings.Fields(out.String())
	if len(words) == 0 {
		return ""
	}
	last := words[len(words)-1]
	return last[strings.LastIndexByte(last, '.')+1:]
}

func (r *java) way(n int32) Way {
	w := Way{}
	for p := range r.Named(r.Field(n, "parameters")) {
		switch r.Kind(p) {
		case "formal_parameter":
			w = append(w, Param{Name: r.Text(r.Field(p, "name")), Type: erased(r.Text(r.Field(p, "type"))) + compact(r.Text(r.Field(p, "dimensions")))})
		case "spread_parameter":
			x := Param{Form: Rest, Optional: true}
			for c := range r.Named(p) {
				switch r.Kind(c) {
				case "modifiers":
				case "variable_declarator":
					x.Name = r.Text(r.Field(c, "name"))
				default:
					x.Type = erased(r.Text(c)) + "[]"
				}
			}
			w = append(w, x)
		}
	}
	return w
}
