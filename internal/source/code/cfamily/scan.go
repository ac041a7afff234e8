package cfamily

import (
	"bytes"
	"strings"
)

// tokenKind tells tokens apart as far as that matters before parsing.
type tokenKind uint8

const (
	end tokenKind = iota
	name
	symbol  // one character, or ::
	literal // of a string, a character or a number
	hash    // a line for the preprocessor, with those that go on
)

// token is a piece of the text. Directives have their word for text.
type token struct {
	kind       tokenKind
	text       string
	start, end int
}

// scanner gives the tokens of a text, comments left out.
type scanner struct {
	src []byte
	at  int
}

func tokens(src []byte) []token {
	s := scanner{src: src}
	var out []token
	for {
		t := s.next()
		if t.kind == end {
			return out
		}
		out = append(out, t)
	}
}

func (s *scanner) next() token {
	s.space()
	start := s.at
	if start >= len(s.src) {
		return token{kind: end, start: start, end: start}
	}
	kind := symbol
	switch c := s.src[start]; {
	case letter(c):
		kind = name
		s.word()
		if quote := s.peek(); quote == '"' && strings.HasSuffix(string(s.src[start:s.at]), "R") && s.at-start <= 3 {
			kind = literal
			s.raw()
		}
	case c >= '0' && c <= '9':
		kind = literal
		for s.at < len(s.src) && (letter(s.src[s.at]) || s.src[s.at] >= '0' && s.src[s.at] <= '9' || s.src[s.at] == '.' || s.src[s.at] == '\'' && s.at+1 < len(s.src) && letterOrDigit(s.src[s.at+1])) {
			s.at++
		}
	case c == '"' || c == '\'':
		kind = literal
		s.quoted(c)
	case c == '#':
		return s.directive()
	case c == ':' && start+1 < len(s.src) && s.src[start+1] == ':':
		s.at += 2
	default:
		s.at++
	}
	return token{kind, string(s.src[start:s.at]), start, s.at}
}

func letter(c byte) bool        { return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 }
func letterOrDigit(c byte) bool { return letter(c) || c >= '0' && c <= '9' }

func (s *scanner) peek() byte {
	if s.at < len(s.src) {
		return s.src[s.at]
	}
	return 0
}

func (s *scanner) word() {
	for s.at < len(s.src) && letterOrDigit(s.src[s.at]) {
		s.at++
	}
}

// space passes white space and comments.
func (s *scanner) space() {
	for s.at < len(s.src) {
		switch c := s.src[s.at]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\\' || c == '\f':
			s.at++
		case bytes.HasPrefix(s.src[s.at:], []byte("//")):
			s.line()
		case bytes.HasPrefix(s.src[s.at:], []byte("/*")):
			s.comment()
		default:
			return
		}
	}
}

func (s *scanner) comment() {
	n := bytes.Index(s.src[s.at+2:], []byte("*/"))
	if n < 0 {
		s.at = len(s.src)
		return
	}
	s.at += n + 4
}

// line goes to the end of a line that may go on in the next one.
func (s *scanner) line() {
	for s.at < len(s.src) && s.src[s.at] != '\n' {
		if s.src[s.at] == '\\' {
			s.at++
			if s.peek() == '\r' {
				s.at++
			}
		}
		s.at = min(s.at+1, len(s.src))
	}
}

func (s *scanner) quoted(quote byte) {
	for s.at++; s.at < len(s.src) && s.src[s.at] != quote && s.src[s.at] != '\n'; s.at++ {
		if s.src[s.at] == '\\' {
			s.at++
		}
	}
	s.at = min(s.at+1, len(s.src))
}

// raw passes a string that a delimiter ends: R"x(…)x".
func (s *scanner) raw() {
	open := bytes.IndexByte(s.src[s.at:min(len(s.src), s.at+18)], '(')
	if open < 0 {
		s.quoted('"')
		return
	}
	closing := ")" + string(s.src[s.at+1:s.at+open]) + `"`
	n := bytes.Index(s.src[s.at+open:], []byte(closing))
	if n < 0 {
		s.at = len(s.src)
		return
	}
	s.at += open + n + len(closing)
}

// directive reads a line for the preprocessor. A comment that goes on in the next
// line is part of it.
func (s *scanner) directive() token {
	start := s.at
	for s.at++; s.peek() == ' ' || s.peek() == '\t'; s.at++ {
	}
	word := s.at
	s.word()
	t := token{hash, string(s.src[word:s.at]), start, 0}
	for s.at < len(s.src) && s.src[s.at] != '\n' {
		switch {
		case bytes.HasPrefix(s.src[s.at:], []byte("/*")):
			s.comment()
		case bytes.HasPrefix(s.src[s.at:], []byte("//")):
			s.line()
		case s.src[s.at] == '\\':
			s.at++
			if s.peek() == '\r' {
				s.at++
			}
			s.at = min(s.at+1, len(s.src))
		default:
			s.at++
		}
	}
	t.end = s.at
	return t
}
