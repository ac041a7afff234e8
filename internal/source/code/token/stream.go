package token

import (
	"encoding/binary"
	"math/bits"

	"leadline/internal/fact"
)

// Stream appends the tokens of a content to a list, for comparing. What a file
// imports is left out, as comments are: every file of a package has much of that
// in common with the next one.
func Stream(language string, content []byte, to []fact.Token) []fact.Token {
	l := languages[language]
	if l == nil {
		return to
	}
	s := NewScanner(language, content)
	line := 0
	t, ok := s.Next()
	for ok {
		next, more := s.Next()
		if t.Line > line && l.beginsImport(content, t, next, more) {
			t, ok, line = passImport(s, content, next, more)
			continue
		}
		to = append(to, fact.Token{
			Hash: hash(content[t.Start:t.End]), Line: int32(t.Line), Last: int32(t.Last),
			Kind: compared[t.Kind],
		})
		line = t.Last
		t, ok = next, more
	}
	return to
}

// compared are the kinds of token as far as comparing takes them.
var compared = [...]fact.TokenKind{Word: fact.Word, Number: fact.Value, Text: fact.Value, Operator: fact.Mark}

// beginsImport tells whether a token that is the first one of its line begins an
// import, by the one that follows.
func (l *language) beginsImport(content []byte, t, next Token, more bool) bool {
	if t.Kind != Word || !more || !l.imports[string(content[t.Start:t.End])] {
		return false
	}
	word, first := string(content[t.Start:t.End]), content[next.Start]
	switch {
	case word == "export" && (l.family == script || l.family == page):
		return first == '{' || first == '*'
	case word == "extern":
		return string(content[next.Start:next.End]) == "crate"
	case first == '(':
		return l.family == goLike || l.family == ruby || l.family == php || l.family == plainHash
	}
	return first != '=' && (first != '.' || word == "from")
}

// passImport passes the rest of an import: to the end of the line, or of the
// brackets that are open there, or to a semicolon. It gives the token behind it and
// the line before.
func passImport(s *Scanner, content []byte, t Token, ok bool) (next Token, more bool, line int) {
	depth := 0
	line = t.Line
	continued := false
	for ; ok; t, ok = s.Next() {
		if depth <= 0 && t.Line > line && !continued {
			return t, ok, line
		}
		line, continued = t.Last, false
		if t.Kind != Operator {
			continue
		}
		switch content[t.Start] {
		case '(', '{', '[':
			depth++
		case ')', '}', ']':
			depth--
		case '\\', ',':
			continued = true
		case ';':
			if depth <= 0 {
				t, ok = s.Next()
				return t, ok, line
			}
		}
	}
	return t, ok, line
}

// hash mixes bytes, eight at a time, by multiplying to 128 bits and folding.
func hash(b []byte) uint64 {
	const k0, k1 = 0x9e3779b97f4a7c15, 0xd1b54a32d192ed03
	h := uint64(len(b)) ^ k0
	for ; len(b) >= 8; b = b[8:] {
		h = fold(h^binary.LittleEndian.Uint64(b), k1)
	}
	var rest uint64
	for i, c := range b {
		rest |= uint64(c) << (8 * i)
	}
	return fold(h^rest, k0)
}

func fold(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low ^ b
}
