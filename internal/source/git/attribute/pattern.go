package attribute

import "strings"

// pattern is a compiled gitattributes pattern. Matching takes time in
// proportion to pattern times path at most, whatever the pattern.
type pattern struct {
	kind kind
	// literal is the part that the simple kinds compare, and what the path
	// must begin with for pathLike.
	literal  string
	segments []segment
}

type kind uint8

const (
	never    kind = iota
	baseIs        // README
	baseEnds      // *.go
	pathIs        // docs/README
	below         // docs/**
	baseLike      // wild cards in the last element
	pathLike      // wild cards in the path
)

// segment is what one element of a path must look like.
type segment struct {
	any    bool // `**`: any number of elements, at least one if it comes last
	tokens []token
}

type token struct {
	kind    tokenKind
	literal string
	class   *class
}

type tokenKind uint8

const (
	literalToken tokenKind = iota
	anyByte                // ?
	anyBytes               // *
	classToken             // [a-z]
)

// class is a set of bytes.
type class [256 / 64]uint64

func (c *class) add(b byte)      { c[b/64] |= 1 << (b % 64) }
func (c *class) has(b byte) bool { return c[b/64]&(1<<(b%64)) != 0 }

// compile reads a pattern. Negative patterns are forbidden in attribute
// files, and those that end in a slash match directories only, which have no
// attributes of their own: neither ever matches.
func compile(s string) pattern {
	if s == "" || s[0] == '!' || s[len(s)-1] == '/' {
		return pattern{}
	}
	inBase := !strings.Contains(s, "/")
	s = strings.TrimPrefix(s, "/")
	wild := strings.IndexAny(s, `*?[\`)
	switch {
	case wild < 0 && inBase:
		return pattern{kind: baseIs, literal: s}
	case wild < 0:
		return pattern{kind: pathIs, literal: s}
	case inBase && wild == 0 && s[0] == '*' && !strings.ContainsAny(s[1:], `*?[\`):
		return pattern{kind: baseEnds, literal: s[1:]}
	case !inBase && wild > 0 && s[wild:] == "**" && s[wild-1] == '/':
		return pattern{kind: below, literal: s[:wild]}
	}
	p := pattern{kind: baseLike}
	if !inBase {
		// Git compares what stands before the first wild card by itself, which
		// makes a `**` that follows it begin the rest of the pattern: foo**/bar
		// matches foo/a/bar and foobar, although the manual says otherwise.
		p.kind, p.literal, s = pathLike, s[:wild], s[wild:]
	}
	var ok bool
	if p.segments, ok = split(s); !ok {
		return pattern{}
	}
	return p
}

// match says whether a path, relative to the directory of the attribute file,
// matches; base is its last element.
func (p *pattern) match(path, base string) bool {
	switch p.kind {
	case baseIs:
		return base == p.literal
	case baseEnds:
		return strings.HasSuffix(base, p.literal)
	case pathIs:
		return path == p.literal
	case below:
		return len(path) > len(p.literal) && strings.HasPrefix(path, p.literal)
	case baseLike:
		return matchSegments(p.segments, base)
	case pathLike:
		rest, ok := strings.CutPrefix(path, p.literal)
		return ok && matchSegments(p.segments, rest)
	}
	return false
}

// matchSegments matches element by element. After a failure only the last
// `**` need take one more element: what an earlier one could take instead, the
// later one can take too.
func matchSegments(segments []segment, path string) bool {
	at, start := 0, 0
	lastAny, resume := -1, 0
	for start <= len(path) {
		if at < len(segments) && segments[at].any {
			if at == len(segments)-1 {
				return true
			}
			lastAny, resume = at, start
			at++
			continue
		}
		end := elementEnd(path, start)
		if at < len(segments) && matchTokens(segments[at].tokens, path[start:end]) {
			at++
			start = end + 1
			continue
		}
		if lastAny < 0 {
			return false
		}
		resume = elementEnd(path, resume) + 1
		at, start = lastAny+1, resume
	}
	return at == len(segments)
}

func elementEnd(path string, start int) int {
	if i := strings.IndexByte(path[start:], '/'); i >= 0 {
		return start + i
	}
	return len(path)
}

// matchTokens matches one element, going back to the last `*` only.
func matchTokens(tokens []token, s string) bool {
	at, i := 0, 0
	lastStar, resume := -1, 0
	for {
		if at < len(tokens) && tokens[at].kind == anyBytes {
			if at == len(tokens)-1 {
				return true
			}
			lastStar, resume = at, i
			at++
			continue
		}
		if at == len(tokens) && i == len(s) {
			return true
		}
		if at < len(tokens) {
			if n := tokens[at].take(s[i:]); n > 0 {
				at++
				i += n
				continue
			}
		}
		resume++
		if lastStar < 0 || resume > len(s) {
			return false
		}
		at, i = lastStar+1, resume
	}
}

// take says how many bytes of s the token matches; 0 is a failure.
func (t *token) take(s string) int {
	switch {
	case s == "":
		return 0
	case t.kind == anyByte:
		return 1
	case t.kind == classToken:
		if t.class.has(s[0]) {
			return 1
		}
		return 0
	case strings.HasPrefix(s, t.literal):
		return len(t.literal)
	}
	return 0
}

// split reads the tokens of a pattern, grouped by element. It fails for
// patterns that match nothing, such as those that end inside a bracket.
func split(s string) ([]segment, bool) {
	var segments []segment
	var seg segment
	stars := 0 // of the run that ends here
	flush := func() {
		if stars >= 2 && len(seg.tokens) == 1 {
			seg = segment{any: true}
		}
		segments = append(segments, seg)
		seg, stars = segment{}, 0
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '*' {
			if stars++; stars == 1 {
				seg.tokens = append(seg.tokens, token{kind: anyBytes})
			}
			continue
		}
		if c == '/' {
			flush()
			continue
		}
		stars = 0
		switch c {
		case '?':
			seg.tokens = append(seg.tokens, token{kind: anyByte})
			continue
		case '[':
			set, size, ok := parseClass(s[i:])
			if !ok {
				return nil, false
			}
			seg.tokens = append(seg.tokens, token{kind: classToken, class: set})
			i += size - 1
			continue
		case '\\':
			if i++; i == len(s) {
				return nil, false
			}
			if c = s[i]; c == '/' {
				flush()
				continue
			}
		}
		if n := len(seg.tokens); n > 0 && seg.tokens[n-1].kind == literalToken {
			seg.tokens[n-1].literal += string([]byte{c})
		} else {
			seg.tokens = append(seg.tokens, token{literal: string([]byte{c})})
		}
	}
	flush()
	return segments, true
}
