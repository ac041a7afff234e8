package scriptcalls

import (
	"slices"

	"leadline/internal/source/code/syntax"
)

// exports are what a file gives to others.
type exports struct {
	byName map[string][]export
	stars  []string // the specifiers of export * from
	whole  int32    // export = x, module.exports = x; None
	memo   map[string][]entity
	busy   map[string]bool
}

// export is one name that a file gives: a symbol of its own, a value, or what it got
// from another file, of which an empty name is all.
type export struct {
	symbol *symbol
	value  int32
	from   string
	name   string
}

// entity is what a name stands for when imports have been followed: a symbol, a
// value, or a whole file.
type entity struct {
	symbol *symbol
	file   *file
	value  int32 // of a file; None for the file itself
}

func (f *file) exported() *exports {
	if f.exports != nil {
		return f.exports
	}
	x := &exports{byName: map[string][]export{}, whole: syntax.None, memo: map[string][]entity{}, busy: map[string]bool{}}
	f.exports = x
	for c := range f.Named(0) {
		switch f.Kind(c) {
		case "export_statement":
			f.exportStatement(x, c)
		case "expression_statement":
			f.exportCommon(x, c)
		}
	}
	return x
}

func (x *exports) add(name string, e export) { x.byName[name] = append(x.byName[name], e) }

func (f *file) exportStatement(x *exports, n int32) {
	source := keyText(f.Text(f.Field(n, "source")))
	if clause := f.Child(n, "export_clause"); clause != syntax.None {
		for s := range f.Named(clause) {
			name := f.Text(f.Field(s, "name"))
			as := name
			if a := f.Field(s, "alias"); a != syntax.None {
				as = f.Text(a)
			}
			if source != "" {
				x.add(keyText(as), export{from: source, name: keyText(name), value: syntax.None})
			} else if s := f.top(name); s != nil {
				x.add(keyText(as), export{symbol: s, value: syntax.None})
			}
		}
		return
	}
	if source != "" {
		if space := f.Child(n, "namespace_export"); space != syntax.None {
			x.add(f.Text(f.Child(space, "identifier", "string")), export{from: source, value: syntax.None})
		} else {
			x.stars = append(x.stars, source)
		}
		return
	}
	f.exportDeclared(x, n)
}

// exportDeclared reads export before a declaration, export default and export =.
func (f *file) exportDeclared(x *exports, n int32) {
	isDefault := f.Has(n, "default")
	value := f.Field(n, "value")
	if d := f.Field(n, "declaration"); d != syntax.None {
		if f.Kind(d) == "ambient_declaration" {
			for c := range f.Named(d) {
				d = c
				break
			}
		}
		f.exportNames(x, d, isDefault)
		return
	}
	if m := f.Child(n, "internal_module"); m != syntax.None {
		f.exportNames(x, m, false)
		return
	}
	if value == syntax.None && f.Has(n, "=") {
		for c := range f.Named(n) {
			x.whole = c
		}
		return
	}
	if value != syntax.None && isDefault {
		x.add("default", export{value: value})
	}
}

func (f *file) exportNames(x *exports, d int32, isDefault bool) {
	switch f.Kind(d) {
	case "lexical_declaration", "variable_declaration":
		for i := d + 1; i < f.Nodes[d].Next; i++ {
			switch f.Kind(i) {
			case "identifier", "shorthand_property_identifier_pattern":
				if s := f.top(f.Text(i)); s != nil && slices.Contains(s.nodes, i) {
					x.add(s.name, export{symbol: s, value: syntax.None})
				}
			}
			if f.Nodes[i].Field == "value" && f.Kind(f.Parent(i)) == "variable_declarator" {
				i = f.Nodes[i].Next - 1
			}
		}
		return
	}
	name := f.nameOf(d)
	switch s := f.top(name); {
	case isDefault && name == "":
		x.add("default", export{value: d})
	case s != nil && isDefault:
		x.add("default", export{symbol: s, value: syntax.None})
	case s != nil:
		if len(x.byName[name]) == 0 {
			x.add(name, export{symbol: s, value: syntax.None})
		}
	}
}

// exportCommon reads module.exports = … and exports.x = ….
func (f *file) exportCommon(x *exports, n int32) {
	a := f.Child(n, "assignment_expression")
	left := f.Field(a, "left")
	if f.Kind(left) != "member_expression" {
		return
	}
	property := f.Text(f.Field(left, "property"))
	switch object := f.Field(left, "object"); {
	case f.isWord(object, "module") && property == "exports":
		x.whole = f.Field(a, "right")
	case f.isWord(object, "exports"), f.Kind(object) == "member_expression" && f.isWord(f.Field(object, "object"), "module") && f.Text(f.Field(object, "property")) == "exports":
		x.add(property, export{value: f.Field(a, "right")})
	}
}

func (f *file) isWord(n int32, word string) bool {
	return f.Kind(n) == "identifier" && f.Text(n) == word && f.lookup(n, word, asValue) == nil
}

// top is a symbol of the file as a whole.
func (f *file) top(name string) *symbol {
	if len(f.scopes) == 0 {
		return nil
	}
	return f.scopes[0].names[name]
}

// filesOf are the files to which an import leads.
func (c *checker) filesOf(f *file, specifier string) []*file {
	if specifier == "" {
		return nil
	}
	if out, ok := f.imports[specifier]; ok {
		return out
	}
	var out []*file
	for _, p := range c.resolve(f.Path, specifier) {
		if to := c.byPath[p]; to != nil {
			out = append(out, to)
		}
	}
	f.imports[specifier] = out
	return out
}

// export finds what a file gives by a name.
func (c *checker) export(f *file, name string) []entity {
	x := f.exported()
	if found, ok := x.memo[name]; ok {
		return found
	}
	if x.busy[name] || !c.enter() {
		return nil
	}
	defer c.leave()
	x.busy[name] = true
	cuts := c.cuts
	var found []entity
	for _, e := range x.byName[name] {
		found = append(found, c.follow(f, e)...)
	}
	if found == nil && name != "default" {
		for _, s := range x.stars {
			for _, to := range c.filesOf(f, s) {
				found = append(found, c.export(to, name)...)
			}
			if found != nil {
				break
			}
		}
	}
	if found == nil && name == "default" && x.whole != syntax.None {
		found = []entity{{file: f, value: x.whole}}
	}
	delete(x.busy, name)
	if c.cuts == cuts {
		x.memo[name] = found
	}
	return found
}

func (c *checker) follow(f *file, e export) []entity {
	switch {
	case e.symbol != nil:
		return c.entities(e.symbol)
	case e.from == "" && f.Kind(e.value) == "identifier":
		if s := f.lookup(e.value, f.Text(e.value), asValue|asType|asSpace); s != nil {
			return c.entities(s)
		}
		return nil
	case e.from == "":
		return []entity{{file: f, value: e.value}}
	}
	var out []entity
	for _, to := range c.filesOf(f, e.from) {
		if e.name == "" {
			out = append(out, entity{file: to, value: syntax.None})
		} else {
			out = append(out, c.export(to, e.name)...)
		}
	}
	return out
}

// entities follows the imports of a symbol.
func (c *checker) entities(s *symbol) []entity {
	if !c.enter() {
		return nil
	}
	defer c.leave()
	f := s.file
	own := false
	var out []entity
	for _, n := range s.nodes {
		name := ""
		switch f.Kind(n) {
		case "import_specifier":
			name = keyText(f.Text(f.Field(n, "name")))
		case "namespace_import":
		case "identifier":
			if f.Kind(f.Parent(n)) != "import_clause" {
				own = true
				continue
			}
			name = "default"
		case "import_require_clause":
			for _, to := range c.filesOf(f, keyText(f.Text(f.Field(n, "source")))) {
				out = append(out, wholeOf(to))
			}
			continue
		default:
			own = true
			continue
		}
		out = append(out, c.follow(f, export{from: f.sourceOf(n), name: name, value: syntax.None})...)
	}
	if own {
		out = append([]entity{{symbol: s, value: syntax.None}}, out...)
	}
	return out
}

// wholeOf is what require gives of a file.
func wholeOf(f *file) entity { return entity{file: f, value: f.exported().whole} }

// sourceOf is the specifier of the import that a node is of.
func (f *file) sourceOf(n int32) string {
	for range 4 {
		if f.Kind(n) == "import_statement" {
			return keyText(f.Text(f.Field(n, "source")))
		}
		if n = f.Parent(n); n < 0 {
			break
		}
	}
	return ""
}
