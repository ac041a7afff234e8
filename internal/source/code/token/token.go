// Package token reads source code as tokens, without a grammar: words, numbers,
// strings and operators, with comments and blanks left out. It is for what a
// parser does not read, and for comparing code token by token.
//
// It knows families of languages, by what begins and ends their comments and
// strings; where these depend on more than that (the regular expressions of
// JavaScript, the lifetimes of Rust) it goes by what is usual. It never fails: a
// string that does not end goes on to the end of the line, or of the file where
// the language lets it, and bytes that are no UTF-8 are parts of words. It passes
// over each byte a bounded number of times.
package token

import (
	"bytes"

	"leadline/internal/fact"
)

// Kind says what a token is.
type Kind uint8

// The kinds.
const (
	Word     Kind = iota + 1 // a name or a keyword
	Number                   //
	Text                     // a string, a character, a regular expression; of a template what is between its expressions
	Operator                 // anything else
)

// Token is one token of a content: the bytes from Start up to End, of which the
// first is in Line, from 1, and the last one in Last.
type Token struct {
	Kind       Kind
	Start, End int
	Line, Last int
}

// Scanner reads the tokens of a content, one after the other.
type Scanner struct {
	family *family
	src    []byte
	at     int
	line   int
	last   Token
	// templates are, of each template string around here, how many braces are
	// open in its expression.
	templates []int
	// outside: this is no code but what it is embedded in, as in PHP.
	outside bool
	// heredoc ends what begins with the next line.
	heredoc []byte
	// noRegexp is a line in which a slash turned out to begin no regular
	// expression; noHeredoc: the end of one was not found. Neither is searched
	// again: time stays linear.
	noRegexp  int
	noHeredoc bool
	// keep, if set, is given the comments that are passed.
	keep func(fact.Comment)
}

// NewScanner begins to read a content in a language, as LanguageOf names it. Of a
// language that is not known there are no tokens.
func NewScanner(language string, content []byte) *Scanner {
	s := &Scanner{line: 1, src: bytes.TrimPrefix(content, byteOrderMark)}
	s.at = len(content) - len(s.src)
	s.src = content
	l := languages[language]
	if l == nil {
		s.at = len(content)
		return s
	}
	s.family = l.family
	s.outside = l.family.embedded
	return s
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// Next gives the next token; false at the end.
func (s *Scanner) Next() (Token, bool) {
	for s.at < len(s.src) {
		c := s.src[s.at]
		switch {
		case s.outside:
			if s.embedding() {
				return s.last, true
			}
		case c == '\n':
			s.line++
			s.at++
			if s.heredoc != nil && s.document() {
				return s.last, true
			}
		case c <= ' ':
			s.at++
		case s.family.opens[c] && s.comment():
		default:
			return s.token(c), true
		}
	}
	return Token{}, false
}

// token reads a token that is here.
func (s *Scanner) token(c byte) Token {
	f, start := s.family, s.at
	switch {
	case f.opens[c] && s.text(c):
		return s.yield(Text, start)
	case f.begins[c]:
		s.at++
		for s.at < len(s.src) && f.word[s.src[s.at]] {
			s.at++
		}
		if f.raw != nil && s.at < len(s.src) {
			if end := f.raw(s.src, start, s.at); end > 0 {
				s.at = end
				return s.yield(Text, start)
			}
		}
		return s.yield(Word, start)
	case digit(c) || c == '.' && start+1 < len(s.src) && digit(s.src[start+1]):
		s.number()
		return s.yield(Number, start)
	}
	s.at += operator(s.src[start:])
	if c == '\\' && s.family.escapes && start+1 < len(s.src) && s.src[start+1] != '\n' {
		s.at = start + 2
	}
	t := s.yield(Operator, start)
	s.after(c, s.src[start:s.at])
	return t
}

// yield makes a token of what was passed since start.
func (s *Scanner) yield(k Kind, start int) Token {
	s.last = Token{Kind: k, Start: start, End: s.at, Line: s.line}
	if k == Text {
		s.line += bytes.Count(s.src[start:s.at], newline)
	}
	s.last.Last = s.line
	return s.last
}

var newline = []byte{'\n'}

// after minds what an operator changes for what follows.
func (s *Scanner) after(c byte, operator []byte) {
	switch n := len(s.templates); {
	case c == '{' && n > 0:
		s.templates[n-1]++
	case c == '}' && n > 0:
		s.templates[n-1]--
	case s.family.embedded && string(operator) == "?>":
		s.outside = true
	case s.family.heredocs && string(operator) == "<<":
		s.heredoc = s.marker()
	}
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// number passes a number: digits, letters, and points and signs where they belong
// to one.
func (s *Scanner) number() {
	hex := s.src[s.at] == '0' && s.at+1 < len(s.src) && s.src[s.at+1]|0x20 == 'x'
	s.at++
	for ; s.at < len(s.src); s.at++ {
		c := s.src[s.at]
		switch before := s.src[s.at-1] | 0x20; {
		case digit(c) || letter(c) || c == '_':
			continue
		case s.at+1 >= len(s.src):
		case c == '.' && s.src[s.at+1] != '.' && !s.family.begins[s.src[s.at+1]], c == '\'' && s.family.separated && (digit(s.src[s.at+1]) || hex):
			continue
		case (c == '+' || c == '-') && digit(s.src[s.at+1]) && (!hex && before == 'e' || hex && before == 'p'):
			continue
		}
		return
	}
}

// operators are those of more than one byte, of any language: it matters that they
// are always split the same way, not what they mean.
var operators = byFirst("<<= >>= >>>= >>> === !== ... **= ??= &&= ||= &^= <=> ->> |> <| " +
	"<< >> == != <= >= && || ?? ?. ?: ?> :: := ++ -- += -= *= /= %= &= |= ^= ~= => -> <- ** .. ..= ;; &^ !! =~ !~ // \\\\ ## |]")

// operator is the length of the operator that a content begins with.
func operator(src []byte) int {
	longest := 1
	for _, o := range operators[src[0]] {
		if len(o) > longest && len(o) <= len(src) && string(src[:len(o)]) == o {
			longest = len(o)
		}
	}
	return longest
}
