// Package php reads the structure of PHP, and tells where the classes are that it
// uses and the files that it includes.
package php

import (
	"maps"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

// The names of the languages.
const (
	php      = "php"
	composer = "composer.json"
)

// Languages are PHP and its manifests.
func Languages() []language.Language {
	return []language.Language{
		{Name: php, Extensions: []string{".php", ".phtml"}, Grammar: sitter.PHP, Structure: structure, Resolver: newResolver},
		{Name: composer, Files: []string{composer}, Manifest: true, Read: readManifest},
	}
}

func structure(t *syntax.Tree) fact.Structure {
	r := &reader{Tree: t, at: map[int32]int{}}
	r.within = t.Nearest(r.declares)
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
	s := fact.Structure{Symbols: r.symbols}
	s.Package, s.Imports = r.imports()
	return s
}

type reader struct {
	*syntax.Tree
	// within is the declaration that a node stands in.
	within []int32
	// symbols are those of declarations, and at is where that of a node is.
	symbols []fact.Symbol
	at      map[int32]int
}

// declares tells the nodes that are symbols.
func (r *reader) declares(n int32) bool { return r.isType(n) || r.function(n) }

func (r *reader) isType(n int32) bool {
	switch r.Kind(n) {
	case "class_declaration", "interface_declaration", "trait_declaration", "enum_declaration":
		return true
	}
	return false
}

// function tells the functions with a name.
func (r *reader) function(n int32) bool {
	switch r.Kind(n) {
	case "function_definition", "method_declaration":
		return true
	case "anonymous_function", "arrow_function":
		return r.target(n) != syntax.None
	}
	return false
}

// target is the variable that a value is assigned to.
func (r *reader) target(n int32) int32 {
	up := r.Parent(n)
	if r.Kind(up) != "assignment_expression" || r.Nodes[n].Field != "right" {
		return syntax.None
	}
	if left := r.Field(up, "left"); r.Kind(left) == "variable_name" {
		return left
	}
	return syntax.None
}

func (r *reader) symbol(n int32) fact.Symbol {
	s := fact.Symbol{Kind: fact.Function, Exported: true, Line: r.Line(n), End: r.EndLine(n)}
	s.Name = strings.TrimPrefix(r.Text(r.Field(n, "name")), "$")
	s.Documented = strings.HasPrefix(r.Text(r.Before(n)), "/**")
	up := r.within[n]
	if up != syntax.None {
		s.Owner = r.symbols[r.at[up]].Name
	}
	switch r.Kind(n) {
	case "interface_declaration":
		s.Kind = fact.Interface
	case "class_declaration", "trait_declaration", "enum_declaration":
		s.Kind = fact.Type
	case "method_declaration":
		s.Kind = fact.Method
		visibility := r.Text(r.Child(n, "visibility_modifier"))
		s.Exported = visibility != "private" && visibility != "protected"
	case "anonymous_function", "arrow_function":
		s.Name = strings.TrimPrefix(r.Text(r.target(n)), "$")
	}
	if r.function(up) {
		s.Exported = false
	}
	for p := range r.Named(r.Field(n, "parameters")) {
		if r.Kind(p) != "comment" {
			s.Params++
		}
	}
	return s
}

// calls finds the functions of the file that others call, and methods that call
// themselves.
func (r *reader) calls() {
	functions := map[string]bool{}
	for n, i := range r.at {
		if r.Kind(n) == "function_definition" {
			functions[r.symbols[i].Name] = true
		}
	}
	called := map[int32]map[string]bool{}
	for i := range r.Nodes {
		n := int32(i)
		caller := r.within[n]
		if caller == syntax.None || !r.function(caller) {
			continue
		}
		s := &r.symbols[r.at[caller]]
		switch r.Kind(n) {
		case "function_call_expression":
			name := r.Text(r.Field(n, "function"))
			if !functions[name] {
				continue
			}
			if called[caller] == nil {
				called[caller] = map[string]bool{}
			}
			called[caller][name] = true
		case "member_call_expression":
			if s.Kind == fact.Method && r.Text(r.Field(n, "name")) == s.Name && r.Text(r.Field(n, "object")) == "$this" {
				s.CallsItself = true
			}
		case "scoped_call_expression":
			if s.Kind == fact.Method && r.Text(r.Field(n, "name")) == s.Name {
				scope := r.Text(r.Field(n, "scope"))
				s.CallsItself = s.CallsItself || scope == "self" || scope == "static"
			}
		}
	}
	for n, names := range called {
		r.symbols[r.at[n]].Calls = slices.Sorted(maps.Keys(names))
	}
}
