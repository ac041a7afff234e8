package attribute

import (
	"maps"
	"slices"
)

// builtin is the one macro that git brings along, as far as it matters here.
var builtin = map[string][]assignment{"binary": {{"diff", unset}}}

// names gives the numbers of tracked attributes and macros.
func (s *Set) names() map[string]int {
	if s.attributes == nil {
		s.define(nil)
	}
	return s.attributes
}

// define takes the macros of the root's file; elsewhere git allows none. The
// last definition of a name counts, and may replace the built-in one.
func (s *Set) define(root []line) {
	macros := maps.Clone(builtin)
	for _, l := range root {
		if _, known := macros[l.macro]; l.macro != "" && (known || len(macros) < maxMacros) {
			macros[l.macro] = l.assignments
		}
	}
	s.attributes = maps.Clone(tracked)
	for name := range macros {
		if _, ok := s.attributes[name]; !ok {
			s.attributes[name] = len(s.attributes)
		}
	}
	s.expansions = make([][]effect, len(s.attributes))
	for name, assignments := range macros {
		s.expansions[s.attributes[name]] = effects(assignments, s.attributes)
	}
}

// effects keeps what is said of tracked attributes, the weightiest first.
func effects(assignments []assignment, names map[string]int) []effect {
	var out []effect
	for _, a := range slices.Backward(assignments) {
		if n, ok := names[a.name]; ok {
			out = append(out, effect{n, a.value})
		}
	}
	return out
}

// compile makes the rules of a file, given the numbers of attributes.
func (f *file) compile(names map[string]int) {
	f.rules = nil
	for _, l := range slices.Backward(f.lines) {
		if l.macro != "" {
			continue
		}
		e := effects(l.assignments, names)
		if len(e) == 0 {
			continue
		}
		if p := compile(l.pattern); p.kind != never {
			f.rules = append(f.rules, rule{p, e})
		}
	}
}
