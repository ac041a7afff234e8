package names

import (
	"slices"
	"strings"

	"leadline/internal/source/code/syntax"
)

// Python reads a module.
func Python(t *syntax.Tree) *File {
	r := &python{Tree: t, File: newFile(t.Broken)}
	r.block(0, nil)
	r.needs()
	if r.Own["__getattr__"] != nil || r.Imports["__getattr__"] != (Passed{}) {
		r.Open = true
	}
	return r.doubt()
}

type python struct {
	*syntax.Tree
	*File
}

// needs notes the imports that the module uses itself.
func (r *python) needs() {
	for i := range r.Nodes {
		n := int32(i)
		if r.Kind(n) != "identifier" {
			continue
		}
		name := string(r.Source[r.Nodes[n].Start:r.Nodes[n].End])
		if _, imported := r.Imports[name]; imported && !r.inImport(n) {
			r.Needed[name] = true
		}
	}
}

func (r *python) inImport(n int32) bool {
	for p := r.Parent(n); p > 0; p = r.Parent(p) {
		switch r.Kind(p) {
		case "import_from_statement", "import_statement":
			return true
		case "dotted_name", "aliased_import":
		default:
			return false
		}
	}
	return false
}

// block reads the statements of a module or, where in is set, of a class.
func (r *python) block(n int32, in *Name) {
	for s := range r.Named(n) {
		switch r.Kind(s) {
		case "if_statement", "elif_clause", "else_clause", "try_statement", "except_clause", "finally_clause", "with_statement", "block":
			r.block(s, in)
		case "decorated_definition":
			if d := r.Field(s, "definition"); d != syntax.None {
				r.define(d, s, in)
			}
		case "function_definition", "class_definition":
			r.define(s, s, in)
		case "expression_statement":
			r.statement(s, in)
		case "import_statement", "import_from_statement":
			if in == nil {
				r.imports(s)
			}
		case "type_alias_statement":
			r.bind(r.Child(r.Child(s, "type"), "identifier"), in, nil)
		}
	}
}

// put adds a declaration. The last of several of a name holds.
func (r *python) put(x, in *Name) {
	switch {
	case x.Name == "":
	case in == nil:
		if was := r.Own[x.Name]; was != nil && was.Kind != x.Kind || was != nil && len(was.Ways) != len(x.Ways) {
			x.Ways = nil
		}
		r.Own[x.Name] = x
	default:
		if i := slices.IndexFunc(in.Members, func(m *Name) bool { return m.Name == x.Name }); i >= 0 {
			in.Members[i] = x
		} else {
			in.Members = append(in.Members, x)
		}
	}
}

// define reads a function or a class.
func (r *python) define(n, whole int32, in *Name) {
	x := &Name{Name: r.Text(r.Field(n, "name")), Line: r.Line(n)}
	decorators, known := r.decorators(whole)
	x.Deprecated = decorators["deprecated"]
	if r.Kind(n) == "class_definition" {
		x.Kind = Class
		r.class(x, n)
		r.put(x, in)
		return
	}
	x.Kind = Function
	body := r.Field(n, "body")
	x.Deprecated = x.Deprecated || r.warns(body)
	switch {
	case decorators["property"], decorators["cached_property"], decorators["setter"], decorators["getter"], decorators["deleter"]:
		x.Kind = Value
	case known:
		x.Ways = []Way{r.way(n, in != nil && !decorators["staticmethod"])}
	}
	r.put(x, in)
}

// warns tells a body that says that it is deprecated before all else.
func (r *python) warns(body int32) bool {
	count := 0
	for s := range r.Named(body) {
		if count++; count > 3 {
			break
		}
		if r.Kind(s) == "expression_statement" && strings.Contains(r.Text(s), "eprecat") {
			return true
		}
	}
	return false
}

// plain are decorators that leave the parameters as they are.
var plain = map[string]bool{
	"staticmethod": true, "classmethod": true, "abstractmethod": true, "override": true, "final": true, "contextmanager": true, "asynccontextmanager": true,
	"deprecated": true, "cache": true, "lru_cache": true, "wraps": true, "property": true, "cached_property": true, "coroutine": true, "inlineCallbacks": true,
	"no_type_check": true, "total_ordering": true, "runtime_checkable": true, "setter": true, "getter": true, "deleter": true,
}

// decorators are the last words of their names; known is that they leave the parameters
// as they are.
func (r *python) decorators(n int32) (names map[string]bool, known bool) {
	names, known = map[string]bool{}, true
	for d := range r.Named(n) {
		if r.Kind(d) != "decorator" {
			continue
		}
		text, _, _ := strings.Cut(strings.TrimPrefix(r.Text(d), "@"), "(")
		text = strings.TrimSpace(text[strings.LastIndexByte(text, '.')+1:])
		names[text] = true
		known = known && plain[text]
	}
	return names, known
}

func (r *python) class(x *Name, n int32) {
	for b := range r.Named(r.Field(n, "superclasses")) {
		switch r.Kind(b) {
		case "identifier", "attribute":
			x.Bases = append(x.Bases, r.Text(b))
		case "subscript":
			x.Bases = append(x.Bases, r.Text(r.Field(b, "value")))
		case "comment":
		case "keyword_argument":
			x.Open = x.Open || r.Text(r.Field(b, "name")) == "metaclass" && !strings.HasSuffix(r.Text(b), "ABCMeta")
		default:
			x.Open = true
		}
	}
	if slices.ContainsFunc(x.Bases, r.protocol) {
		x.Kind |= Interface
	}
	x.Bases = slices.DeleteFunc(x.Bases, func(b string) bool { return empty[b[strings.LastIndexByte(b, '.')+1:]] || r.protocol(b) })
	r.block(r.Field(n, "body"), x)
	r.attributes(x, n)
	for _, m := range x.Members {
		x.Open = x.Open || m.Name == "__getattr__" || m.Name == "__getattribute__"
	}
	x.Members = slices.DeleteFunc(x.Members, func(m *Name) bool {
		return strings.HasPrefix(m.Name, "_") && m.Name != "__init__" && m.Name != "__call__"
	})
}

// protocol tells what others conform to: other libraries have bases of that name.
func (r *python) protocol(base string) bool {
	return base == "typing.Protocol" || base == "Protocol" && strings.HasPrefix(r.Imports[base].From, "typing")
}

// attributes adds what the methods of a class give its objects. It is there, and nobody
// says that others may use it.
func (r *python) attributes(x *Name, class int32) {
	has := map[string]bool{}
	for _, m := range x.Members {
		has[m.Name] = true
	}
	for n := class; n < r.Nodes[class].Next; n++ {
		if r.Kind(n) != "attribute" || r.Nodes[n].Field != "left" || r.Text(r.Field(n, "object")) != "self" {
			continue
		}
		if name := r.Text(r.Field(n, "attribute")); !has[name] {
			has[name] = true
			x.Members = append(x.Members, &Name{Name: name, Kind: Value, Line: r.Line(n), Quiet: true})
		}
	}
}

// empty are classes that give nothing that others would miss.
var empty = map[string]bool{"object": true, "ABC": true, "Generic": true}

// statement reads an assignment.
func (r *python) statement(s int32, in *Name) {
	for a := range r.Named(s) {
		left, right := r.Field(a, "left"), r.Field(a, "right")
		switch kind := r.Kind(a); {
		case kind == "call" && in == nil && strings.HasPrefix(r.Text(r.Field(a, "function")), "__all__."):
			arguments := r.Field(a, "arguments")
			if list := r.Child(arguments, "list", "tuple"); list != syntax.None {
				arguments = list
			}
			r.list(arguments)
		case (kind == "assignment" || kind == "augmented_assignment") && in == nil && r.Text(left) == "__all__":
			r.list(right)
		case kind == "assignment":
			r.bind(left, in, &right)
			for r.Kind(right) == "assignment" { // a = b = …
				left, right = r.Field(right, "left"), r.Field(right, "right")
				r.bind(left, in, &right)
			}
		}
	}
}

// variables are what makes variables of types.
var variables = map[string]bool{"TypeVar": true, "ParamSpec": true, "TypeVarTuple": true, "typing.TypeVar": true}

// bind adds the names that are assigned to.
func (r *python) bind(left int32, in *Name, right *int32) {
	switch r.Kind(left) {
	case "identifier":
		x := &Name{Name: r.Text(left), Kind: Value, Line: r.Line(left)}
		switch {
		case right == nil:
		case r.Kind(*right) == "lambda":
			x.Kind = Function
		case r.Kind(*right) == "call" && variables[r.Text(r.Field(*right, "function"))]:
			x.Hidden = true
		}
		r.put(x, in)
	case "pattern_list", "tuple_pattern":
		for c := range r.Named(left) {
			r.bind(c, in, nil)
		}
	}
}

// list adds what a module lists; one that only the running program knows is none.
func (r *python) list(n int32) {
	r.Lists = true
	switch r.Kind(n) {
	case "list", "tuple", "argument_list":
		for x := range r.Named(n) {
			if r.Kind(x) == "string" && !r.Has(x, "interpolation") {
				r.All = append(r.All, r.Text(r.Child(x, "string_content")))
			} else if r.Kind(x) != "comment" {
				r.Open = true
			}
		}
	default:
		r.Open = true
	}
}

func (r *python) imports(n int32) {
	if r.Kind(n) == "import_statement" {
		for x := range r.Named(n) {
			if r.Kind(x) == "aliased_import" {
				r.Imports[r.Text(r.Field(x, "alias"))] = Passed{From: r.Text(r.Field(x, "name"))}
			} else if name, _, _ := strings.Cut(r.Text(x), "."); name != "" {
				r.Imports[name] = Passed{From: name}
			}
		}
		return
	}
	from := strings.Join(strings.Fields(r.Text(r.Field(n, "module_name"))), "")
	for x := range r.Named(n) {
		switch {
		case r.Kind(x) == "wildcard_import":
			r.Stars = append(r.Stars, from)
		case r.Nodes[x].Field != "name":
		case r.Kind(x) == "aliased_import":
			r.Imports[r.Text(r.Field(x, "alias"))] = Passed{from, r.Text(r.Field(x, "name"))}
		default:
			r.Imports[r.Text(x)] = Passed{from, r.Text(x)}
		}
	}
}

// way reads the parameters of a function; of a method all but the object.
func (r *python) way(n int32, method bool) Way {
	w := Way{}
	form := Plain
	first := method
	for p := range r.Named(r.Field(n, "parameters")) {
		x := Param{Form: form}
		switch r.Kind(p) {
		case "identifier":
			x.Name = r.Text(p)
		case "typed_parameter":
			inner := r.Child(p, "identifier", "list_splat_pattern", "dictionary_splat_pattern")
			x.Name = r.Text(inner)
			x.Form = splat(r.Kind(inner), form)
		case "default_parameter", "typed_default_parameter":
			x.Name, x.Optional = r.Text(r.Field(p, "name")), true
		case "list_splat_pattern", "dictionary_splat_pattern":
			x.Name, x.Form = r.Text(p), splat(r.Kind(p), form)
		case "positional_separator":
			for i := range w {
				w[i].Form = ByPlace
			}
			continue
		case "keyword_separator":
			form = ByName
			continue
		default:
			continue
		}
		if x.Form == Rest {
			form = ByName
		}
		if first && x.Form != Rest {
			first = false
			continue
		}
		x.Name = strings.TrimLeft(x.Name, "*")
		if x.Form == Plain && strings.HasPrefix(x.Name, "__") {
			x.Form = ByPlace // so it was said before there was a mark (PEP 484)
		}
		x.Optional = x.Optional || x.Form >= Rest
		w = append(w, x)
	}
	return w
}

func splat(kind string, form Form) Form {
	switch kind {
	case "list_splat_pattern":
		return Rest
	case "dictionary_splat_pattern":
		return RestByNames
	}
	return form
}
