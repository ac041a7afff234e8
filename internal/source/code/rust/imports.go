package rust

import (
	"path"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/syntax"
)

// The imports of a file are:
//   - use a::b::{c, d}: the path a::b with the names c and d;
//   - a path in the code that starts with crate, self or super: its modules, as far
//     as the way that the names are written tells them from types;
//   - any other path in the code, whose first name no use has brought: implicit;
//   - extern crate a: the path a;
//   - mod a: "mod a", or "pub mod a", with the values of path attributes for names.
//     It leads nowhere, since what a module consists of is not what it needs, and
//     makes the tree of modules. A module with its text here is "mod a {}".
//
//   - "use a::b as c", besides, where a name has another one here: it leads nowhere
//     and says what c stands for.
//
// All paths are as if they stood at the top of the file: what a module inside of it
// calls super is self there.

// place is where a node stands.
type place struct {
	inline int32 // the module, among those of the file
	test   bool  // in a part for tests
	silent bool  // in the definition of a macro
}

// inline is a module that has its text in the file; the first is the file's own.
type inline struct {
	path []string
	has  map[string]bool // the names of the modules in it
}

type importKey struct {
	path string
	test bool
}

// importer reads the imports of a file.
type importer struct {
	*syntax.Tree
	where  []place
	inline []inline
	named  map[string]bool // brought by use
	paths  []inCode
	found  []fact.Import
	until  int32 // up to here the text is read
}

// inCode is a path in the code.
type inCode struct {
	segments []string
	node     int32
}

// imports gives the imports of a file, those of declarations first.
func imports(t *syntax.Tree) []fact.Import {
	m := &importer{Tree: t, where: make([]place, len(t.Nodes)), inline: []inline{{has: map[string]bool{}}}, named: map[string]bool{}}
	for i := range t.Nodes {
		m.visit(int32(i))
	}
	m.addPaths()
	return m.found
}

func (m *importer) visit(n int32) {
	at := &m.where[n]
	if p := m.Parent(n); p >= 0 {
		at2 := m.where[p]
		at.inline, at.silent = max(at.inline, at2.inline), at2.silent
		at.test = at.test || at2.test
	}
	at.test = at.test || m.forTests(n)
	if at.silent || m.Nodes[n].Start < m.until {
		return
	}
	switch kind := m.Kind(n); kind {
	case "macro_definition":
		at.silent = true
	case "macro_invocation":
		_, name := cutLast(m.Text(m.Field(n, "macro")))
		at.silent = quotes[name]
	case "inner_attribute_item":
		if p := m.Parent(n); p >= 0 && testOnly(m.Text(m.Child(n, "attribute"))) {
			m.where[p].test = true
		}
	case modItem:
		name, public := m.Text(m.Field(n, "name")), m.Text(m.Child(n, "visibility_modifier")) == "pub"
		if m.Field(n, "body") >= 0 {
			at.inline = m.open(n, name, public)
		} else {
			m.declare(n, name, public, m.attributes(n))
		}
	case "use_declaration":
		m.use(n, int(m.Nodes[n].Start))
	case "extern_crate_declaration":
		m.external(n)
	case "identifier", "crate", "self", "super":
		m.path(n)
	case "mod", "use":
		if m.Kind(m.Parent(n)) == "token_tree" {
			m.inMacro(n, kind)
		}
	}
}

// quotes are macros whose tokens are code for elsewhere.
var quotes = map[string]bool{"quote": true, "quote_spanned": true, "parse_quote": true, "parse_quote_spanned": true}

// open makes a module of its own of what stands in the file.
func (m *importer) open(n int32, name string, public bool) int32 {
	up := m.where[n].inline
	inside := m.declaration(n, name, public)
	m.add(n, fact.Import{Path: inside + here})
	if len(m.inline[up].path) == mostSegments {
		return up
	}
	m.inline = append(m.inline, inline{append(slices.Clone(m.inline[up].path), plain(name)), map[string]bool{}})
	return int32(len(m.inline) - 1)
}

// declare adds a module that is in another file.
func (m *importer) declare(n int32, name string, public bool, paths []string) {
	m.add(n, fact.Import{Path: m.declaration(n, name, public), Names: paths})
}

// declaration is how a module is declared, as seen from the top of the file.
func (m *importer) declaration(n int32, name string, public bool) string {
	in := &m.inline[m.where[n].inline]
	in.has[plain(name)] = true
	d := declaration + strings.Join(append(slices.Clone(in.path), plain(name)), "::")
	if public {
		return exported + d
	}
	return d
}

func (m *importer) add(n int32, x fact.Import) {
	x.Line, x.Kind = m.Line(n), fact.Runtime
	if m.where[n].test {
		x.Kind = fact.TestOnly
	}
	m.found = append(m.found, x)
}

// attributes gives the values of the path attributes before a node. Those that are
// under a condition let the usual place be.
func (m *importer) attributes(n int32) []string {
	var paths []string
	usual := false
	for b := m.Before(n); b >= 0; b = m.Before(b) {
		switch m.Kind(b) {
		case "attribute_item":
			text := m.Text(m.Child(b, "attribute"))
			if value, ok := pathValue(text); ok {
				paths = append(paths, value)
				usual = usual || strings.HasPrefix(text, "cfg_attr")
			}
		case "line_comment", "block_comment":
		default:
			return withUsual(paths, usual)
		}
	}
	return withUsual(paths, usual)
}

func withUsual(paths []string, usual bool) []string {
	slices.Reverse(paths)
	if usual {
		return append(paths, "")
	}
	return paths
}

// pathValue is the value of a path attribute, or of one under cfg_attr.
func pathValue(attribute string) (string, bool) {
	name, rest, ok := strings.Cut(attribute, "=")
	name = strings.TrimSpace(name)
	if strings.HasPrefix(name, "cfg_attr") {
		at := strings.LastIndex(attribute, "path")
		if at < 0 {
			return "", false
		}
		name, rest, ok = strings.Cut(attribute[at:], "=")
		name = strings.TrimSpace(name)
	}
	if !ok || name != "path" {
		return "", false
	}
	_, rest, ok = strings.Cut(rest, `"`)
	value, _, closed := strings.Cut(rest, `"`)
	return path.Clean(value), ok && closed && value != ""
}

// forTests tells that an attribute before a node keeps it to tests.
func (m *importer) forTests(n int32) bool {
	if beforeItem[m.Kind(n)] {
		return false
	}
	for b := m.Before(n); b >= 0 && beforeItem[m.Kind(b)]; b = m.Before(b) {
		if testOnly(m.Text(m.Child(b, "attribute"))) {
			return true
		}
	}
	return false
}

// beforeItem are what stands before a declaration and belongs to it.
var beforeItem = map[string]bool{"attribute_item": true, "line_comment": true, "block_comment": true}

// testOnly tells that an attribute leaves nothing where no tests are built: that of
// a test itself, and cfg(test), also where all(…) asks for more.
func testOnly(attribute string) bool {
	a := strings.Join(strings.Fields(attribute), "")
	name, _, _ := strings.Cut(a, "(")
	if name == "test" || strings.HasSuffix(name, "::test") || name == "bench" {
		return true
	}
	a, ok := strings.CutPrefix(a, "cfg(")
	if !ok {
		return false
	}
	a = strings.TrimSuffix(a, ")")
	if inner, ok := strings.CutPrefix(a, "all("); ok {
		return slices.Contains(topLevel(strings.TrimSuffix(inner, ")")), "test")
	}
	return a == "test"
}

// topLevel splits a list at the commas that are in no parentheses.
func topLevel(list string) []string {
	var out []string
	depth, start := 0, 0
	for i := range len(list) {
		switch list[i] {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				out = append(out, list[start:i])
				start = i + 1
			}
		}
	}
	return append(out, list[start:])
}

// use adds what a use declaration names, each path once.
func (m *importer) use(n int32, start int) {
	for at := start; ; { // past pub and the like, to the word itself
		w, end := word(m.Source, skip(m.Source, at))
		if w == "use" {
			start = end
			break
		}
		if w != "pub" {
			return
		}
		at = skip(m.Source, end)
		if at < len(m.Source) && m.Source[at] == '(' {
			for at < len(m.Source) && m.Source[at] != ')' {
				at++
			}
			at++
		}
	}
	all, end := usedAt(m.Source, start)
	m.until = int32(end)
	first := map[string]int{} // by the path in the text
	for _, u := range all {
		m.named[u.alias] = true
		p, name := u.path, u.name
		if p == "" || p == outside {
			p, name = p+name, ""
		} else if u.name == "self" {
			_, last := cutLast(u.path)
			if u.alias == "self" {
				m.named[last] = true
			}
		}
		if u.alias != u.name {
			m.alias(n, p, name, u.alias)
		}
		i, ok := first[p]
		if !ok {
			i = len(m.found)
			first[p] = i
			m.add(n, fact.Import{Path: m.seen(n, p)})
		}
		if x := &m.found[i]; name != "" {
			x.Names = append(x.Names, name)
		}
	}
}

// alias adds what a name stands for.
func (m *importer) alias(n int32, p, name, alias string) {
	if name != "" && name != "self" {
		p += "::" + name
	}
	if alias != "_" && alias != "" {
		m.add(n, fact.Import{Path: renaming + m.seen(n, p) + as + alias})
	}
}

func cutLast(p string) (before, last string) {
	if i := strings.LastIndex(p, "::"); i >= 0 {
		return p[:i], p[i+2:]
	}
	return "", p
}

// seen is a path as it is seen from the top of the file.
func (m *importer) seen(n int32, p string) string {
	return strings.Join(m.seenFrom(n, strings.Split(p, "::")), "::")
}

func (m *importer) seenFrom(n int32, segments []string) []string {
	in := &m.inline[m.where[n].inline]
	if len(segments) > 1 && segments[0] == "self" && segments[1] == "super" {
		segments = segments[1:]
	}
	up := 0
	for up < len(segments) && segments[up] == "super" {
		up++
	}
	inside := in.path
	switch {
	case segments[0] == "self":
		segments = segments[1:]
	case up > 0 && up <= len(inside):
		segments, inside = segments[up:], inside[:len(inside)-up]
	case up > 0:
		return segments[len(inside):]
	case len(inside) == 0 || !in.has[segments[0]]:
		return segments
	}
	return slices.Concat([]string{"self"}, inside, segments)
}

func (m *importer) external(n int32) {
	name := plain(m.Text(m.Field(n, "name")))
	if name == "" || name == "self" {
		return
	}
	m.named[name] = true
	if alias := m.Field(n, "alias"); alias >= 0 {
		m.named[m.Text(alias)] = true
		m.alias(n, "::"+name, "", plain(m.Text(alias)))
	}
	m.add(n, fact.Import{Path: "::" + name})
}

// path takes a path whose first name a node is.
func (m *importer) path(n int32) {
	x := &m.Nodes[n]
	switch m.Kind(m.Parent(n)) {
	case "scoped_identifier", "scoped_type_identifier":
		if x.Field != "path" || m.Kind(m.Parent(m.Parent(n))) == "visibility_modifier" {
			return
		}
	case "token_tree":
		if _, ok := colons(m.Source, int(x.End)); !ok || m.follows(n) {
			return
		}
	default:
		return
	}
	name := plain(m.Text(n))
	if typeLike(name) || builtin[name] {
		return
	}
	if s := modules(pathAt(m.Source, int(x.Start))); len(s) > 0 {
		m.paths = append(m.paths, inCode{s, n})
	}
}

// follows tells that a :: is before a node.
func (m *importer) follows(n int32) bool {
	at := int(m.Nodes[n].Start)
	for at > 0 && (m.Source[at-1] == ' ' || m.Source[at-1] == '\n') {
		at--
	}
	return at > 1 && m.Source[at-1] == ':' && m.Source[at-2] == ':'
}

// modules are the names of a path that can be those of modules: not the last, and
// none from where a type starts.
func modules(segments []string) []string {
	if len(segments) == 0 {
		return nil
	}
	segments = segments[:len(segments)-1]
	for i, s := range segments {
		if typeLike(s) {
			return segments[:i]
		}
	}
	return segments
}

// builtin are names that no file of a repository stands for.
var builtin = map[string]bool{
	"std": true, "core": true, "alloc": true, "proc_macro": true, "bool": true, "char": true, "str": true,
	"i8": true, "i16": true, "i32": true, "i64": true, "i128": true, "isize": true, "f32": true, "f64": true,
	"u8": true, "u16": true, "u32": true, "u64": true, "u128": true, "usize": true,
}

// addPaths adds the paths in the code, each once.
func (m *importer) addPaths() {
	seen := map[importKey]bool{}
	for _, p := range m.paths {
		first := p.segments[0]
		own := first == "crate" || first == "self" || first == "super"
		if !own && m.named[first] {
			continue
		}
		key := importKey{strings.Join(m.seenFrom(p.node, p.segments), "::"), m.where[p.node].test}
		if key.path == "self" || seen[key] {
			continue
		}
		seen[key] = true
		m.add(p.node, fact.Import{Path: key.path, Implicit: !own})
	}
}

// inMacro takes a declaration of a module or a use in the tokens of a macro.
func (m *importer) inMacro(n int32, kind string) {
	if kind == "use" {
		m.use(n, int(m.Nodes[n].Start))
		return
	}
	name, end := word(m.Source, skip(m.Source, int(m.Nodes[n].End)))
	end = skip(m.Source, end)
	if name == "" || end >= len(m.Source) {
		return
	}
	public := m.Kind(m.Before(n)) == "pub"
	switch m.Source[end] {
	case ';':
		m.declare(n, name, public, m.tokenAttributes(n))
	case '{':
		body := m.Nodes[n].Next
		if body < int32(len(m.Nodes)) {
			body = m.Nodes[body].Next
		}
		if body < int32(len(m.Nodes)) && m.Kind(body) == "token_tree" && m.Parent(body) == m.Parent(n) {
			m.where[body].inline = m.open(n, name, public)
		}
	}
}

// tokenAttributes gives the values of the path attributes among the tokens before
// a node.
func (m *importer) tokenAttributes(n int32) []string {
	for b := m.Before(n); b >= 0; b = m.Before(b) {
		switch m.Kind(b) {
		case "pub", "#":
		case "token_tree":
			text := m.Text(b)
			if value, ok := pathValue(strings.Trim(text, "[]")); ok {
				return []string{value}
			}
			if text == "" || text[0] == '{' {
				return nil
			}
		default:
			return nil
		}
	}
	return nil
}
