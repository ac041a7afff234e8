package ruby

import (
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/syntax"
)

// imports are what a file requires, what it says is loaded when it is used, and the
// constants of others that it uses.
func (r *reader) imports() []fact.Import {
	scopes := r.scopes()
	inside := r.Nearest(func(n int32) bool {
		return r.function(n) || r.Kind(n) == "block" && r.Nodes[n].Named || r.Kind(n) == "do_block"
	})
	out := r.constants(scopes)
	for i := range r.Nodes {
		n := int32(i)
		if r.Kind(n) != "call" || r.Field(n, "receiver") != syntax.None {
			continue
		}
		x, ok := r.required(n, scopes)
		if !ok {
			continue
		}
		x.Line = r.Line(n)
		if x.Kind == 0 {
			x.Kind = fact.Runtime
			if at := inside[n]; at != syntax.None && r.function(at) {
				x.Kind = fact.Dynamic
			}
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b fact.Import) int { return a.Line - b.Line })
	return out
}

// required is what a call loads. What is relative to the file starts with a dot.
func (r *reader) required(n int32, scopes scopes) (fact.Import, bool) {
	var given []int32
	for x := range r.Named(r.Field(n, "arguments")) {
		if given = append(given, x); len(given) == 2 {
			break
		}
	}
	if len(given) == 0 {
		return fact.Import{}, false
	}
	path := ""
	switch r.Text(r.Field(n, "method")) {
	case "require", "load":
		if path = r.literal(given[0]); path == "" {
			path = r.expanded(given[0])
		}
		if r.Text(r.Field(n, "method")) == "load" && !strings.HasSuffix(path, ".rb") {
			path = "" // a program, or tasks
		}
		return fact.Import{Path: path}, path != ""
	case "require_relative":
		if path = r.literal(given[0]); path != "" {
			path = relative(path)
		}
		return fact.Import{Path: path}, path != ""
	case "autoload":
		name := strings.TrimPrefix(r.Text(given[0]), ":")
		if r.Kind(given[0]) != "simple_symbol" {
			return fact.Import{}, false
		}
		if len(given) == 2 {
			path = r.literal(given[1])
		} else if scope := scopes.full[scopes.of[n]]; scope != "" {
			path = r.conventional(n, strings.ReplaceAll(underscore(scope), "::", "/"), underscore(name))
		}
		return fact.Import{Path: path, Kind: fact.Dynamic, Names: []string{name}}, path != ""
	}
	return fact.Import{}, false
}

func relative(path string) string {
	if strings.HasPrefix(path, ".") {
		return path
	}
	return "./" + path
}

// expanded is a path that File.expand_path makes from where the file is.
func (r *reader) expanded(n int32) string {
	if r.Kind(n) != "call" || r.Text(r.Field(n, "receiver")) != "File" || r.Text(r.Field(n, "method")) != "expand_path" {
		return ""
	}
	var given []int32
	for x := range r.Named(r.Field(n, "arguments")) {
		if given = append(given, x); len(given) == 2 {
			break
		}
	}
	if len(given) != 2 {
		return ""
	}
	path := r.literal(given[0])
	switch r.Text(given[1]) {
	case "__dir__":
		return relative(path)
	case "__FILE__": // from the file itself, as if it were a folder
		if rest, ok := strings.CutPrefix(path, "../"); ok {
			return relative(rest)
		}
	}
	return ""
}

// conventional is the path that Rails gives to what is loaded when it is used: after
// its name, in a folder that is named round it, or all at one path.
func (r *reader) conventional(n int32, scope, name string) string {
	for range 6 {
		if n = r.Parent(n); n < 0 {
			break
		}
		method := r.Text(r.Field(n, "method"))
		if r.Kind(n) != "call" || method != "autoload_under" && method != "autoload_at" {
			continue
		}
		for x := range r.Named(r.Field(n, "arguments")) {
			if method == "autoload_at" {
				return r.literal(x)
			}
			return scope + "/" + r.literal(x) + "/" + name
		}
	}
	return scope + "/" + name
}

// literal is the text of a string that is one piece.
func (r *reader) literal(n int32) string {
	if r.Kind(n) != "string" || r.Has(n, "interpolation") || r.Has(n, "escape_sequence") {
		return ""
	}
	return r.Text(r.Child(n, "string_content"))
}

// underscore is the name of a file for that of a constant.
func underscore(name string) string {
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		if upper(c) {
			after := i > 0 && name[i-1] != ':' && name[i-1] != '_' && !upper(name[i-1])
			before := i > 0 && upper(name[i-1]) && i+1 < len(name) && !upper(name[i+1]) && name[i+1] != ':' && name[i+1] != '_' && (name[i+1] < '0' || name[i+1] > '9')
			if after || before {
				b.WriteByte('_')
			}
			c += 'a' - 'A'
		}
		b.WriteByte(c)
	}
	return b.String()
}

func upper(c byte) bool { return c >= 'A' && c <= 'Z' }

// scopes are the classes and modules in whose bodies nodes stand: names are looked up
// in them, from the inside out.
type scopes struct {
	// of is that of each node, and full is its whole name.
	of   []int32
	full map[int32]string
}

// mostScopes bounds how many are looked into, and mostName how long a name is.
const (
	mostScopes = 16
	mostName   = 200
)

func (r *reader) scopes() scopes {
	s := scopes{of: make([]int32, len(r.Nodes)), full: map[int32]string{}}
	for i := range r.Nodes {
		n := int32(i)
		s.of[n] = syntax.None
		up := r.Parent(n)
		if up < 0 {
			continue
		}
		s.of[n] = s.of[up]
		if r.isType(up) && r.Nodes[n].Field == "body" {
			s.of[n] = up
		}
		if r.isType(n) {
			name := strings.TrimPrefix(r.Text(r.Field(n, "name")), "::")
			name = name[:min(len(name), mostName)]
			if outer := s.full[s.of[n]]; outer != "" && strings.Count(outer, "::") < mostScopes {
				name = outer + "::" + name
			}
			s.full[n] = name
		}
	}
	return s
}

// around are the names of a scope and of those around it.
func (s scopes) around(n int32) []string {
	var out []string
	for n != syntax.None && len(out) < mostScopes {
		out = append(out, s.full[n])
		n = s.of[n]
	}
	return out
}

// constants are those that a file uses and does not define, each once in a scope.
// Names are the scopes in which Ruby looks for it.
func (r *reader) constants(scopes scopes) []fact.Import {
	defined := map[string]bool{}
	for i := range r.Nodes {
		if n := int32(i); r.Kind(n) == "constant" && r.defines(n) {
			defined[r.Text(n)] = true
		}
	}
	type use struct {
		name string
		in   int32
	}
	seen := map[use]bool{}
	var out []fact.Import
	for i := range r.Nodes {
		n := int32(i)
		if !r.constant(n) {
			continue
		}
		u := use{r.Text(n), scopes.of[n]}
		if seen[u] || defined[u.name] || len(u.name) > mostName || strings.ContainsFunc(u.name, func(c rune) bool {
			return c != ':' && c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')
		}) {
			continue
		}
		seen[u] = true
		out = append(out, fact.Import{Path: u.name, Line: r.Line(n), Kind: fact.Runtime, Implicit: true, Names: scopes.around(u.in)})
	}
	return out
}

// defines tells the names of what is defined.
func (r *reader) defines(n int32) bool {
	up := r.Parent(n)
	switch r.Kind(up) {
	case "class", "module":
		return r.Nodes[n].Field == "name"
	case "assignment", "operator_assignment":
		return r.Nodes[n].Field == "left"
	}
	return false
}

// constant tells the names of constants that are used, with all that qualifies them.
func (r *reader) constant(n int32) bool {
	up := r.Parent(n)
	switch r.Kind(n) {
	case "constant":
		return r.Kind(up) != "scope_resolution" && !r.defines(n) && r.Nodes[n].Field != "method"
	case "scope_resolution":
		return r.Kind(up) != "scope_resolution" && !r.defines(n) && r.Kind(r.Field(n, "name")) == "constant"
	}
	return false
}
