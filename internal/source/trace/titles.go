package trace

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// call is one of a test, or of a group of them, by its title: it('ends late', …),
// describe.skip(`sessions`, …), test.each([1, 2])('of %d', …). That of Mocha, Jest,
// Jasmine, Vitest, Playwright and node:test.
var (
	call    = regexp.MustCompile(`^(?:(?:f|x)?(?:describe|it)|test|suite|context|specify)(?:\.[A-Za-z]+)*\s*\(`)
	escaped = regexp.MustCompile(`\\(.)`)
	groups  = regexp.MustCompile(`^(?:[fx]?describe|suite|context)\b`)
	said    = regexp.MustCompile("^\\(\\s*(?:'((?:[^'\\\\\n]|\\\\.)*)'|\"((?:[^\"\\\\\n]|\\\\.)*)\"|`((?:[^`\\\\$]|\\\\.)*)`)\\s*,")
)

// Titles are the tests of a file of JavaScript or TypeScript, and the groups in which they
// stand. What has a title that is made when it runs is left out, with what is in it.
func Titles(text []byte) []Span {
	t := titles{text: text, line: 1}
	for t.at < len(text) {
		t.step()
	}
	return t.out
}

// titles is the state of a reading.
type titles struct {
	text []byte
	at   int
	line int
	// depth counts brackets that are open, and last is the last character that is no blank.
	depth int
	last  byte
	open  []opened
	out   []Span
}

// opened is a call that is open: the depth outside of it, and its place in out.
type opened struct{ depth, span int }

func (t *titles) step() {
	c := t.text[t.at]
	switch {
	case c == '\n':
		t.line++
		t.at++
	case c == ' ' || c == '\t' || c == '\r':
		t.at++
	case c == '/' && t.comment():
	case c == '\'' || c == '"' || c == '`' || c == '/' && t.pattern():
		t.quoted(c)
	case letter(c):
		t.word()
	default:
		t.bracket(c)
		t.last = c
		t.at++
	}
}

func (t *titles) bracket(c byte) {
	switch c {
	case '(', '{', '[':
		t.depth++
	case ')', '}', ']':
		t.depth--
		if n := len(t.open) - 1; n >= 0 && t.open[n].depth >= t.depth {
			t.out[t.open[n].span].To = t.line
			t.open = t.open[:n]
		}
	}
}

// comment passes over a comment that begins here.
func (t *titles) comment() bool {
	rest := t.text[t.at:]
	end := 0
	switch {
	case bytes.HasPrefix(rest, []byte("//")):
		if end = bytes.IndexByte(rest, '\n'); end < 0 {
			end = len(rest)
		}
	case bytes.HasPrefix(rest, []byte("/*")):
		if end = bytes.Index(rest[2:], []byte("*/")); end < 0 {
			end = len(rest)
		} else {
			end += 4
		}
	default:
		return false
	}
	t.pass(end)
	return true
}

// pattern tells whether a slash begins a regular expression: where a value may begin.
func (t *titles) pattern() bool {
	return t.last == 0 || bytes.IndexByte([]byte("(,=:[!&|?{};<>+-*%~^"), t.last) >= 0
}

// quoted passes over a string, a template or a regular expression.
func (t *titles) quoted(end byte) {
	class := false
	i := t.at + 1
	for ; i < len(t.text); i++ {
		c := t.text[i]
		if c == '\\' {
			i++
			continue
		}
		if end == '/' {
			class = c == '[' || class && c != ']'
		}
		if c == end && !class || c == '\n' && end != '`' {
			break
		}
	}
	t.pass(min(i+1, len(t.text)) - t.at)
	t.last = '"'
}

func (t *titles) pass(n int) {
	t.line += bytes.Count(t.text[t.at:t.at+n], []byte("\n"))
	t.at += n
}

// word passes over a name, and opens what it calls where that is a test.
func (t *titles) word() {
	end := t.at
	for end < len(t.text) && (letter(t.text[end]) || t.text[end] >= '0' && t.text[end] <= '9') {
		end++
	}
	m := call.Find(t.text[t.at:])
	bracket := t.at + len(m) - 1
	before := t.last
	t.at, t.last = end, 'a'
	if m != nil && before != '.' {
		t.opens(string(m), bracket)
	}
}

// opens notes a test or a group whose arguments begin at a bracket. What has a title that
// is not known has no names, nor has what is in it.
func (t *titles) opens(name string, bracket int) {
	s := Span{From: t.line, To: t.line, Group: groups.MatchString(name)}
	if strings.Contains(name, ".each") {
		if bracket = t.behind(bracket); bracket < 0 {
			return
		}
		t.pass(bracket - t.at)
	}
	if m := said.FindSubmatch(t.text[bracket:]); m != nil {
		s.Names = []string{escaped.ReplaceAllString(string(bytes.Join(m[1:], nil)), "$1")}
	}
	if n := len(t.open) - 1; n >= 0 && s.Names != nil {
		above := t.out[t.open[n].span].Names
		if s.Names = slices.Concat(above, s.Names); above == nil {
			s.Names = nil
		}
	}
	t.open = append(t.open, opened{t.depth, len(t.out)})
	t.out = append(t.out, s)
}

// behind finds the bracket that opens directly behind what one encloses: of each(…)(…) the
// second; -1 where there is none.
func (t *titles) behind(bracket int) int {
	inner := titles{text: t.text, at: bracket}
	for inner.step(); inner.depth > 0 && inner.at < len(t.text); {
		inner.step()
	}
	for inner.at < len(t.text) && bytes.IndexByte([]byte(" \t\r\n"), t.text[inner.at]) >= 0 {
		inner.at++
	}
	if inner.at < len(t.text) && t.text[inner.at] == '(' {
		return inner.at
	}
	return -1
}

func letter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$' || c >= 0x80
}
