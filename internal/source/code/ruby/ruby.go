// Package ruby reads the structure of Ruby, and tells where what it requires leads,
// and the constants that it uses where files are named after them.
package ruby

import (
	"maps"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

const ruby = "ruby"

// Languages is Ruby.
func Languages() []language.Language {
	return []language.Language{{Name: ruby, Extensions: []string{".rb", ".rake", ".gemspec"}, Grammar: sitter.Ruby, Structure: structure, Resolver: newResolver}}
}

func structure(t *syntax.Tree) fact.Structure {
	r := &reader{Tree: t, at: map[int32]int{}}
	r.within = t.Nearest(r.declares)
	r.hide()
	for i := range t.Nodes {
		if n := int32(i); r.declares(n) {
			r.at[n] = len(r.symbols)
			r.symbols = append(r.symbols, r.symbol(n))
		}
	}
	for n, c := range flow.Measure(t, r.function) {
		s := &r.symbols[r.at[n]]
		s.Cyclomatic, s.Cognitive, s.Nesting = c.Cyclomatic, c.Cognitive, c.Nesting
	}
	r.calls()
	return fact.Structure{Symbols: r.symbols, Imports: r.imports()}
}

type reader struct {
	*syntax.Tree
	// within is the declaration that a node stands in.
	within []int32
	// symbols are those of declarations, and at is where that of a node is.
	symbols []fact.Symbol
	at      map[int32]int
	// hidden are declarations that are not public, by node, and by the class or
	// module in which they are and their name.
	hidden map[int32]bool
	named  map[member]bool
}

// member is a name in a class or a module.
type member struct {
	of   int32
	name string
}

// declares tells the nodes that are symbols.
func (r *reader) declares(n int32) bool {
	switch r.Kind(n) {
	case "class", "module":
		return r.Nodes[n].Named
	}
	return r.function(n)
}

// function tells the functions with a name.
func (r *reader) function(n int32) bool {
	switch r.Kind(n) {
	case "method", "singleton_method":
		return true
	case "lambda":
		return r.Kind(r.target(n)) == "constant" || r.Kind(r.target(n)) == "identifier"
	}
	return false
}

// target is what a value is assigned to.
func (r *reader) target(n int32) int32 {
	up := r.Parent(n)
	if r.Kind(up) != "assignment" || r.Nodes[n].Field != "right" {
		return syntax.None
	}
	return r.Field(up, "left")
}

// isType tells classes and modules.
func (r *reader) isType(n int32) bool {
	k := r.Kind(n)
	return (k == "class" || k == "module") && r.Nodes[n].Named
}

func (r *reader) symbol(n int32) fact.Symbol {
	s := fact.Symbol{Kind: fact.Function, Line: r.Line(n), End: r.EndLine(n), Documented: r.documented(n)}
	name := r.Field(n, "name")
	if r.Kind(n) == "lambda" {
		name = r.target(n)
	}
	s.Name = r.Text(name)
	up := r.within[n]
	if up != syntax.None {
		s.Owner = r.symbols[r.at[up]].Name
	}
	switch {
	case r.isType(n):
		s.Kind = fact.Type
	case r.isType(up) && r.Kind(n) != "lambda", r.Kind(n) == "singleton_method":
		s.Kind = fact.Method
	}
	if s.Kind != fact.Type {
		s.Params = r.parameters(n)
	}
	s.Exported = !r.hidden[n] && !r.named[member{up, s.Name}] && (up == syntax.None || !r.function(up) && r.symbols[r.at[up]].Exported)
	return s
}

// parameters counts those of a function; a block that it is given is none.
func (r *reader) parameters(n int32) int {
	count := 0
	for p := range r.Named(r.Field(n, "parameters")) {
		switch r.Kind(p) {
		case "comment", "block_parameter", "forward_parameter":
		default:
			count++
		}
	}
	return count
}

// documented tells whether a comment ends in the line above. What the comment tells
// programs is none.
func (r *reader) documented(n int32) bool {
	line := r.Line(n)
	for range 3 { // private def, and what is the first in a body
		up := r.Parent(n)
		if k := r.Kind(up); r.Before(n) != syntax.None || k != "body_statement" && k != "argument_list" && k != "call" {
			break
		}
		n = up
	}
	c := r.Before(n)
	if r.Kind(c) != "comment" || r.EndLine(c) != line-1 {
		return false
	}
	text := strings.TrimLeft(r.Text(c), "# ")
	return text != "" && !strings.HasPrefix(text, "rubocop:") && !strings.HasPrefix(text, ":nodoc:") && !strings.HasPrefix(text, "frozen_string_literal:")
}

// hide finds what is not public: what follows private in a body, what it is given,
// and the constants that are.
func (r *reader) hide() {
	r.hidden, r.named = map[int32]bool{}, map[member]bool{}
	private := map[int32]bool{} // by body
	for i := range r.Nodes {
		n := int32(i)
		switch r.Kind(n) {
		case "identifier":
			if up := r.Parent(n); r.Kind(up) == "body_statement" {
				switch r.Text(n) {
				case "private", "protected":
					private[up] = true
				case "public":
					delete(private, up)
				}
			}
		case "method":
			if up := r.Parent(n); up >= 0 && private[up] {
				r.hidden[n] = true
			}
		case "call":
			r.hideGiven(n)
		}
	}
}

// hideGiven hides what is given to private and its like.
func (r *reader) hideGiven(n int32) {
	if r.Field(n, "receiver") != syntax.None {
		return
	}
	switch r.Text(r.Field(n, "method")) {
	case "private", "protected", "private_class_method", "private_constant":
	default:
		return
	}
	for x := range r.Named(r.Field(n, "arguments")) {
		switch r.Kind(x) {
		case "method", "singleton_method":
			r.hidden[x] = true
		case "simple_symbol":
			r.named[member{r.within[n], strings.TrimPrefix(r.Text(x), ":")}] = true
		}
	}
}

// calls finds the functions of the file that others call, and methods that call
// themselves, be it by self or by their bare name.
func (r *reader) calls() {
	functions := map[string]bool{}
	for i := range r.symbols {
		if r.symbols[i].Kind == fact.Function {
			functions[r.symbols[i].Name] = true
		}
	}
	called := map[int32]map[string]bool{}
	for i := range r.Nodes {
		n := int32(i)
		caller := r.within[n]
		if r.Kind(n) != "call" || caller == syntax.None || !r.function(caller) {
			continue
		}
		receiver, name := r.Field(n, "receiver"), r.Text(r.Field(n, "method"))
		s := &r.symbols[r.at[caller]]
		if receiver != syntax.None && r.Kind(receiver) != "self" {
			continue
		}
		if s.Kind == fact.Method {
			s.CallsItself = s.CallsItself || name == s.Name
		}
		if receiver == syntax.None && functions[name] {
			if called[caller] == nil {
				called[caller] = map[string]bool{}
			}
			called[caller][name] = true
		}
	}
	for n, names := range called {
		r.symbols[r.at[n]].Calls = slices.Sorted(maps.Keys(names))
	}
}
