package pseudonym

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word of a text: letters, digits and marks that stand together, or
// a single character of a script that puts no spaces between words.
type token struct {
	text, folded string
	start, end   int
	// alone is set for a character of such a script.
	alone bool
}

// unspaced scripts put no spaces between words.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai}

func tokens(s string) []token {
	var all []token
	begin := -1
	end := func(at int) {
		if begin >= 0 {
			all = append(all, token{text: s[begin:at], folded: strings.ToLower(s[begin:at]), start: begin, end: at})
			begin = -1
		}
	}
	for i, r := range s {
		switch {
		case r < utf8.RuneSelf && (r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z'):
			end(i)
		case r >= utf8.RuneSelf && unicode.In(r, unspaced...):
			end(i)
			n := i + utf8.RuneLen(r)
			all = append(all, token{text: s[i:n], folded: s[i:n], start: i, end: n, alone: true})
		case r < utf8.RuneSelf || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if begin < 0 {
				begin = i
			}
		default:
			end(i)
		}
	}
	end(len(s))
	return all
}

// node is a state of the search: what can follow the words read so far.
type node struct {
	// next holds what can come after the given signs and a word, loose what
	// can come after any signs that join the words of a name.
	next, loose map[string]*node
	// found are the patterns that end here, the first person's first.
	found []pattern
}

// pattern is something that stands for a person.
type pattern struct {
	name string // the pseudonym
	// cased are the words as they have to be written; nil for any case.
	cased []string
	// joined wants signs other than spaces between the words.
	joined bool
}

func (n *node) add(words []token, separators []string, p pattern) {
	for i, t := range words {
		var edges *map[string]*node
		key := t.folded
		if i > 0 && separators == nil {
			edges = &n.loose
		} else {
			edges = &n.next
			if i > 0 {
				key = separators[i-1] + key
			}
		}
		if *edges == nil {
			*edges = map[string]*node{}
		}
		if (*edges)[key] == nil {
			(*edges)[key] = &node{}
		}
		n = (*edges)[key]
	}
	n.found = append(n.found, p)
}

// longest finds the pattern that ends last among those that begin at word i of
// the text; it returns the word after it.
func (n *node) longest(s string, words []token, i int) (p pattern, after int) {
	var visit func(n *node, at int)
	visit = func(n *node, at int) {
		if at > after {
			for _, f := range n.found {
				if f.fits(s, words[i:at]) {
					p, after = f, at
					break
				}
			}
		}
		if at == len(words) {
			return
		}
		separator := ""
		if at > i {
			separator = s[words[at-1].end:words[at].start]
		}
		if m := n.next[strings.ToLower(separator)+words[at].folded]; m != nil {
			visit(m, at+1)
		}
		if m := n.loose[words[at].folded]; m != nil && joins(separator, words[at-1].alone && words[at].alone) {
			visit(m, at+1)
		}
	}
	visit(n, i)
	return p, after
}

// joins reports whether signs can stand between two words of a name.
func joins(s string, empty bool) bool {
	if s == "" {
		return empty
	}
	return utf8.RuneCountInString(s) <= 3 && strings.Trim(s, " \t\u00a0.,-_+'’·/") == ""
}

func (p pattern) fits(s string, words []token) bool {
	for i, want := range p.cased {
		if words[i].text != want {
			return false
		}
	}
	for i := 1; i < len(words) && p.joined; i++ {
		if strings.Contains(s[words[i-1].end:words[i].start], " ") {
			return false
		}
	}
	return true
}

// replace puts pseudonyms where persons stand, but for a single word that is the
// repository's own name. In a path or a command, and beside signs that paths are
// made of, they are written without spaces.
func (b *Book) replace(s, own string, inPath bool) string {
	words := tokens(s)
	var out strings.Builder
	done := 0
	for i := 0; i < len(words); i++ {
		p, after := b.words.longest(s, words, i)
		if after == 0 || after == i+1 && words[i].folded == own {
			continue
		}
		start, end := words[i].start, words[after-1].end
		out.WriteString(s[done:start])
		if inPath || start > 0 && strings.IndexByte("/-_@=", s[start-1]) >= 0 || end < len(s) && strings.IndexByte("/-_@=", s[end]) >= 0 {
			out.WriteString(slug(p.name))
		} else {
			out.WriteString(p.name)
		}
		done = end
		i = after - 1
	}
	if done == 0 {
		return s
	}
	return out.String() + s[done:]
}
