package token

import (
	"bytes"

	"leadline/internal/fact"
)

// Estimate is what tokens alone say of a content: how often the way through it
// forks. It is for languages without a grammar and for contents that are not
// parsed. Of a language that is not known it says nothing.
func Estimate(language string, content []byte) fact.Structure {
	l := languages[language]
	if l == nil {
		return fact.Structure{}
	}
	out := fact.Structure{Language: language, Estimate: true, Complexity: 1}
	s := NewScanner(language, content)
	for t, ok := s.Next(); ok; t, ok = s.Next() {
		if (t.Kind == Word || t.Kind == Operator) && l.forks(content, t) {
			out.Complexity++
		}
	}
	return out
}

// longestBranch bounds the words that are looked up.
const longestBranch = 10

func (l *language) forks(content []byte, t Token) bool {
	text := content[t.Start:t.End]
	switch {
	case len(text) > longestBranch:
		return false
	case l.anyCase && t.Kind == Word:
		text = bytes.ToLower(text)
	case len(text) == 1 && text[0] == '?':
		return l.branches["?"] && blankAround(content, t)
	}
	return l.branches[string(text)]
}

func blankAround(content []byte, t Token) bool {
	return t.Start > 0 && content[t.Start-1] <= ' ' && t.End < len(content) && content[t.End] <= ' '
}

// Minified tells whether a content is not written for people to read: its lines are
// very long, on the average. To parse it takes long, and its functions say nothing.
func Minified(content []byte) bool {
	const least, average = 1000, 250
	lines := bytes.Count(content, newline) + 1
	return len(content) >= least && len(content)/lines > average
}
