// Package term turns text, names in code and paths into terms by which they can be
// compared: words in lower case without their endings (Porter 2001, the English stemmer
// of Snowball), names of several words taken apart, words that every text has left out.
package term

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
)

// Splitter makes terms. It remembers the stems of words, and is not safe for concurrent
// use. The zero value is ready.
type Splitter struct{ stems map[string]string }

// Words longer than this are data, not words.
const longest = 40

// Append appends the terms of a text, in their order.
func (s *Splitter) Append(to []string, text string) []string {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		for part := range parts(word) {
			if t := s.stem(part); t != "" {
				to = append(to, t)
			}
		}
	}
	return to
}

// stem gives the term of a word; empty for one that says nothing.
func (s *Splitter) stem(word string) string {
	if t, ok := s.stems[word]; ok {
		return t
	}
	if s.stems == nil {
		s.stems = map[string]string{}
	}
	t := strings.ToLower(word)
	switch n := utf8.RuneCountInString(t); {
	case n < 2 || n > longest || stop[t] || english.IsStopWord(t):
		t = ""
	default:
		t = english.Stem(t, false)
	}
	s.stems[word] = t
	return t
}

// parts takes a name apart: HTTPServer2 is HTTP, Server and 2.
func parts(name string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start := 0
		var before rune
		for at, r := range name {
			if at > start && begins(before, r, name[at+utf8.RuneLen(r):]) {
				if !yield(name[start:at]) {
					return
				}
				start = at
			}
			before = r
		}
		yield(name[start:])
	}
}

// begins tells whether a part of a name begins with r, after before.
func begins(before, r rune, rest string) bool {
	switch {
	case unicode.IsDigit(r) != unicode.IsDigit(before):
		return true
	case !unicode.IsUpper(r):
		return false
	case !unicode.IsUpper(before):
		return true
	}
	next, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsLower(next)
}

// stop are words of requirements and of code that say nothing of what they are about,
// besides those that English has everywhere.
var stop = func() map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq("shall must should will can may system software requirement " +
		"public private protected static final void return returns class import package function func def self this new null nil none true false " +
		"int string bool var let const type struct interface override param throws") {
		all[w] = true
	}
	return all
}()
