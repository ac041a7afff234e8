package code

import (
	"bytes"
	"hash/fnv"

	"leadline/internal/fact"
	"leadline/internal/source/code/golang"
	"leadline/internal/source/code/token"
)

// NamesOf tells what a file declares and uses by name; nil where that cannot be told:
// of a language whose imports are not followed, or of a content that does not parse.
// Of Go it is by declarations; of other languages the words of the file, and for
// declarations the functions and types of its structure.
func NamesOf(p fact.Path, content []byte, s *fact.Structure) *fact.Names {
	language := LanguageOf(p)
	switch {
	case language == "go":
		return golang.Names(content)
	case s == nil || s.Estimate || !Followed(language) || IsManifest(language):
		return nil
	}
	n := &fact.Names{Loose: true, Declared: map[string]fact.Declaration{}, Used: map[string]fact.Use{}}
	lines := bytes.Split(content, []byte("\n"))
	scanner := token.NewScanner(language, content)
	for t, ok := scanner.Next(); ok; t, ok = scanner.Next() {
		if t.Kind == token.Word {
			name := string(content[t.Start:t.End])
			u := n.Used[name]
			u.Count++
			u.Lines += hashOf(bytes.TrimSpace(lines[min(t.Line, len(lines))-1]))
			n.Used[name] = u
		}
	}
	for i := range s.Symbols {
		x := &s.Symbols[i]
		if x.Line < 1 || x.Line > len(lines) {
			continue
		}
		text := lines[x.Line-1 : max(x.Line, min(x.End, len(lines)))]
		n.Declared[x.FullName()] = fact.Declaration{Shape: hashOf(head(text, x.Kind)), Body: hashOf(bytes.Join(text, nil))}
	}
	return n
}

// mostHead is how many lines the head of a declaration has.
const mostHead = 12

// head is a declaration as far as its body, without blanks; an interface is nothing
// but a head.
func head(lines [][]byte, kind fact.SymbolKind) []byte {
	var out []byte
	for i, l := range lines {
		if kind != fact.Interface && i == mostHead {
			break
		}
		l = bytes.TrimSpace(l)
		at := bytes.IndexByte(l, '{')
		if kind != fact.Interface && at >= 0 {
			return append(out, l[:at]...)
		}
		out = append(append(out, l...), ' ')
		if kind != fact.Interface && (bytes.HasSuffix(l, []byte(":")) || bytes.HasSuffix(l, []byte(";"))) {
			break
		}
	}
	return out
}

func hashOf(text []byte) uint64 {
	h := fnv.New64a()
	h.Write(text) // never fails
	return h.Sum64()
}
