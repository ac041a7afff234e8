package config

import "regexp"

// form declares what may stand at one place of a file. A check of a file
// (check.go) and its JSON Schema (schema.go) are two readings of one form.
type form struct {
	is  kind
	doc string // one line for editors

	// A mapping or a list with needed set is there. Otherwise nothing may stand
	// in its place, as when all below a key is commented out.
	needed bool

	// Of a mapping. Its keys have an order only so that messages have one.
	keys []key
	noun string // what a key of it is called
	// Of the keys in oneOf exactly one stands there.
	oneOf []RuleKind

	// word may stand in the place of a mapping or a list; nil if nothing may.
	word *form

	// Of a list: what each of its items is, and how many there are at least.
	each *form
	few  int

	// Of a text.
	rules []rule

	// Of a choice: strings and booleans.
	choices []any

	// Of a number.
	least, most, byDefault float64
}

type kind uint8

// The kinds of form.
const (
	mapping kind = iota
	list
	text
	choice
	number
)

type key struct {
	name     string
	required bool
	form     *form
}

// rule is what a text must be like: it matches the pattern, or never does.
// Patterns keep to what the regular expressions of Go and of ECMA-262, which
// JSON Schema uses, have in common.
type rule struct {
	pattern *regexp.Regexp
	never   bool
	// day asks for a day of the calendar instead.
	day bool
	// says completes "the text …", and hint tells what to do.
	says, hint string
}

func must(pattern, says, hint string) rule {
	return rule{pattern: regexp.MustCompile(pattern), says: says, hint: hint}
}

func never(pattern, says, hint string) rule {
	return rule{pattern: regexp.MustCompile(pattern), never: true, says: says, hint: hint}
}
