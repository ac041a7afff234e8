package config

import (
	"strings"
	"unicode/utf8"
)

// Paths overrules how files are classified. The lists hold patterns, see
// Match.
type Paths struct {
	Generated, Vendored, Written []string
}

// Class is what a file is taken for.
type Class uint8

// The classes of Paths.
const (
	Unsaid Class = iota
	Generated
	Vendored
	Written
)

// Class says what a path is to be taken for. Where several lists match, it is
// written before generated, and generated before vendored: the first is where
// people make exceptions from the others.
func (p Paths) Class(path string) Class {
	switch {
	case anyMatch(p.Written, path):
		return Written
	case anyMatch(p.Generated, path):
		return Generated
	case anyMatch(p.Vendored, path):
		return Vendored
	}
	return Unsaid
}

func anyMatch(patterns []string, path string) bool {
	for _, p := range patterns {
		if Match(p, path) {
			return true
		}
	}
	return false
}

// Match reports whether a pattern matches a whole path, both relative to the
// repository's root and with slashes. In a pattern ** as a whole element
// stands for any number of elements, none included, except that at the end it
// stands for one or more; * stands for any characters but a slash, and ? for
// one of them. Everything else stands for itself. A path that is not UTF-8
// counts as bytes where it is not.
func Match(pattern, path string) bool {
	// The last ** that was passed, and where its match ends for now: a later
	// one makes earlier choices immaterial, so the work is at most the product
	// of the lengths.
	again, from := "", ""
	backtrack := false
	for {
		if pattern == "**" {
			return path != ""
		}
		if rest, ok := strings.CutPrefix(pattern, "**/"); ok {
			pattern, again, from, backtrack = rest, rest, path, true
			continue
		}
		want, patternRest, more := strings.Cut(pattern, "/")
		have, pathRest, deeper := strings.Cut(path, "/")
		if matchElement(want, have) && more == deeper {
			if !more {
				return true
			}
			pattern, path = patternRest, pathRest
			continue
		}
		if !backtrack {
			return false
		}
		_, next, ok := strings.Cut(from, "/")
		if !ok {
			return false
		}
		pattern, path, from = again, next, next
	}
}

// matchElement matches one element of a path, by the same method.
func matchElement(pattern, s string) bool {
	again, from := "", ""
	backtrack := false
	for pattern != "" || s != "" {
		switch {
		case strings.HasPrefix(pattern, "*"):
			pattern = pattern[1:]
			again, from, backtrack = pattern, s, true
			continue
		case pattern != "" && s != "" && pattern[0] == '?':
			pattern, s = pattern[1:], s[runeLen(s):]
			continue
		case pattern != "" && s != "" && pattern[0] == s[0]:
			pattern, s = pattern[1:], s[1:]
			continue
		}
		if !backtrack || from == "" {
			return false
		}
		from = from[runeLen(from):]
		pattern, s = again, from
	}
	return true
}

// runeLen is the number of bytes of the first character.
func runeLen(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}
