package token

import (
	"bytes"
	"unicode/utf8"

	"leadline/internal/fact"
)

// comment passes a comment that is here, and tells whether there was one. It is kept
// where that is asked for.
func (s *Scanner) comment() bool {
	start, line := s.at, s.line
	if !s.passComment() {
		return false
	}
	if s.keep != nil {
		s.keep(fact.Comment{Line: line, Text: string(s.src[start:s.at])})
	}
	return true
}

func (s *Scanner) passComment() bool {
	rest := s.src[s.at:]
	for _, b := range s.family.blocks {
		if bytes.HasPrefix(rest, b.open) && (!b.begins || s.at == 0 || s.src[s.at-1] == '\n') {
			s.pass(b.length(rest))
			return true
		}
	}
	if s.family.luaLong && bytes.HasPrefix(rest, []byte("--[")) {
		if n := luaLong(rest[2:]); n > 0 {
			s.pass(2 + n)
			return true
		}
	}
	for _, mark := range s.family.line {
		if bytes.HasPrefix(rest, mark) && (!s.family.blankBefore || s.at == 0 || s.src[s.at-1] <= ' ' || s.src[s.at-1] == ';') {
			s.at += lineLength(rest)
			return true
		}
	}
	return false
}

// pass goes on by n bytes that may hold several lines.
func (s *Scanner) pass(n int) {
	s.line += bytes.Count(s.src[s.at:s.at+n], newline)
	s.at += n
}

// length is that of the comment that a content begins with.
func (b *block) length(src []byte) int {
	if !b.nested {
		return ended(src, len(b.open), b.close)
	}
	for at, depth := len(b.open), 1; at < len(src); {
		switch rest := src[at:]; {
		case bytes.HasPrefix(rest, b.close):
			at += len(b.close)
			if depth--; depth == 0 {
				return at
			}
		case bytes.HasPrefix(rest, b.open):
			at += len(b.open)
			depth++
		default:
			at++
		}
	}
	return len(src)
}

// lineLength is how far it is to the end of the line.
func lineLength(src []byte) int {
	if n := bytes.IndexByte(src, '\n'); n >= 0 {
		return n
	}
	return len(src)
}

// text passes a string that is here, and tells whether there was one.
func (s *Scanner) text(c byte) bool {
	f, rest := s.family, s.src[s.at:]
	n := 0
	switch {
	case c == '`' && f.template:
		s.templates = append(s.templates, 0)
		n = s.template(rest)
	case c == '}' && f.template:
		if k := len(s.templates); k > 0 && s.templates[k-1] == 0 {
			n = s.template(rest)
		}
	case c == '/' && f.regexp:
		n = s.regexp(rest)
	case c == '\'' && f.ticks:
		n = character(rest)
	case c == '[' && f.luaLong:
		n = luaLong(rest)
	case c == '@' && f.verbatim:
		n = verbatim(rest)
	}
	for i := 0; n == 0 && i < len(f.quotes); i++ {
		if q := &f.quotes[i]; bytes.HasPrefix(rest, q.open) {
			n = q.length(rest)
		}
	}
	s.at += n
	return n > 0
}

// length is that of the string that a content begins with.
func (q *quote) length(src []byte) int {
	for at := len(q.open); at < len(src); {
		c := src[at]
		switch {
		case c == q.escape && q.escape != 0:
			at += 2
		case c == '\n' && !q.across:
			return at
		case c != q.close[0] || !bytes.HasPrefix(src[at:], q.close):
			at++
		case q.doubled && at+1 < len(src) && src[at+1] == c:
			at += 2
		default:
			return at + len(q.close)
		}
	}
	return len(src)
}

// template passes what is between two expressions of a template string. It begins
// with the quote, or with the brace that ends an expression.
func (s *Scanner) template(src []byte) int {
	for at := 1; at < len(src); at++ {
		switch src[at] {
		case '\\':
			at++
		case '`':
			s.templates = s.templates[:len(s.templates)-1]
			return at + 1
		case '$':
			if at+1 < len(src) && src[at+1] == '{' {
				return at + 2
			}
		}
	}
	s.templates = nil
	return len(src)
}

// regexp is the length of a regular expression that a content may begin with: the
// slash stands where a value does, and another one follows in the line.
func (s *Scanner) regexp(src []byte) int {
	if s.noRegexp == s.line || !s.valueFollows() {
		return 0
	}
	class := false
	for at := 1; at < len(src) && src[at] != '\n'; at++ {
		switch c := src[at]; {
		case c == '\\':
			at++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '/' && !class:
			for at++; at < len(src) && letter(src[at]); at++ {
			}
			return at
		}
	}
	s.noRegexp = s.line
	return 0
}

// valueFollows tells whether a value may follow the last token, and no division:
// after an operator that does not close anything, and after some keywords. After <
// it is the end of an element.
func (s *Scanner) valueFollows() bool {
	t := s.last
	switch t.Kind {
	case Word:
		return beforeValue[string(s.src[t.Start:t.End])]
	case Operator:
		c := s.src[t.End-1]
		double := t.End-t.Start == 2 && (c == '+' || c == '-') && s.src[t.Start] == c
		return c != ')' && c != ']' && c != '}' && c != '<' && !double
	case Number, Text:
		return false
	}
	return true
}

var beforeValue = setOf("return typeof case in of do else void delete throw new instanceof yield await and or not if unless when while until puts")

// character is the length of a character in quotes. A quote without one is a
// lifetime, a type variable, an attribute or a mark of transposition.
func character(src []byte) int {
	if len(src) < 3 || src[1] == '\'' || src[1] == '\n' {
		return 0
	}
	if src[1] == '\\' {
		const longest = len(`'\u{10ffff}'`)
		if end := bytes.IndexByte(src[3:min(len(src), longest)], '\''); end >= 0 {
			return 3 + end + 1
		}
		return 0
	}
	_, n := utf8.DecodeRune(src[1:])
	if 1+n < len(src) && src[1+n] == '\'' {
		return n + 2
	}
	return 0
}

// luaLong is the length of a long bracket, [[...]] or [==[...]==].
func luaLong(src []byte) int {
	level := 1
	for level < len(src) && src[level] == '=' {
		level++
	}
	if level >= len(src) || src[level] != '[' {
		return 0
	}
	end := append(append([]byte{']'}, src[1:level]...), ']')
	return ended(src, level+1, end)
}

// ended is how far it is to behind an end that is sought from a place on.
func ended(src []byte, from int, end []byte) int {
	if n := bytes.Index(src[from:], end); n >= 0 {
		return from + n + len(end)
	}
	return len(src)
}

// verbatim is the length of a string of C# without escapes, @"...".
func verbatim(src []byte) int {
	if len(src) < 2 || src[1] != '"' {
		return 0
	}
	return 1 + doubledQuote.length(src[1:])
}

var doubledQuote = quote{open: []byte(`"`), close: []byte(`"`), doubled: true, across: true}

// rawHashes is where a raw string of Rust ends, r#"..."#, of which the word was
// passed.
func rawHashes(src []byte, start, at int) int {
	if w := string(src[start:at]); w != "r" && w != "br" && w != "cr" {
		return 0
	}
	quote := at
	for quote < len(src) && src[quote] == '#' {
		quote++
	}
	if quote >= len(src) || src[quote] != '"' {
		return 0
	}
	return ended(src, quote+1, append([]byte{'"'}, src[at:quote]...))
}

// rawDelimited is where a raw string of C++ ends, R"delimiter(...)delimiter", of
// which the word was passed.
func rawDelimited(src []byte, start, at int) int {
	if src[at-1] != 'R' || at-start > len("u8R") || src[at] != '"' {
		return 0
	}
	const longest = 16 // as the standard has it
	open := bytes.IndexByte(src[at:min(len(src), at+longest+2)], '(')
	if open < 0 {
		return 0
	}
	end := append(append([]byte{')'}, src[at+1:at+open]...), '"')
	return ended(src, at+open+1, end)
}

// embedding passes what code is embedded in, up to and with its mark, and tells
// whether there was any.
func (s *Scanner) embedding() bool {
	start := s.at
	s.outside = false
	open := bytes.Index(s.src[s.at:], []byte("<?"))
	if open < 0 {
		s.at = len(s.src)
	} else {
		s.at += open + 2
		for s.at < len(s.src) && (letter(s.src[s.at]) || s.src[s.at] == '=') {
			s.at++
		}
	}
	s.yield(Text, start)
	return true
}

// marker reads the word that ends a document that begins in the next line, after
// <<; nil if this is none.
func (s *Scanner) marker() []byte {
	rest := s.src[s.at:]
	rest = rest[:min(len(rest), 100)]
	if s.noHeredoc || len(rest) > 0 && (rest[0] == '<') != s.family.embedded {
		return nil
	}
	rest = bytes.TrimLeft(bytes.TrimLeft(rest, "<-~"), `'"`)
	n := 0
	for n < len(rest) && (letter(rest[n]) || n > 0 && digit(rest[n]) || rest[n] == '_') {
		n++
	}
	if n < 2 {
		return nil
	}
	return rest[:n]
}

// document passes a document up to the line that ends it, and tells whether there
// is one.
func (s *Scanner) document() bool {
	start, end := s.at, s.heredoc
	s.heredoc = nil
	for at := s.at; at < len(s.src); {
		n := lineLength(s.src[at:])
		line := bytes.TrimRight(bytes.TrimLeft(s.src[at:at+n], " \t"), "\r;,)")
		if bytes.Equal(line, end) {
			s.at = at + n
			s.yield(Text, start)
			return true
		}
		at += n + 1
	}
	s.noHeredoc = true
	return false
}
