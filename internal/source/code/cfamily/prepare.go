package cfamily

import (
	"bytes"
	"slices"
	"strings"
)

// prepare blanks out, byte for byte, what no grammar can read because it takes the
// preprocessor to know what it is:
//
//   - where one branch of a condition is no whole of statements or declarations by
//     itself, the first branch stays and the others go, and so do the directives;
//   - what #if 0 leaves out;
//   - what is defined, since a comment in it ends it for the grammar;
//   - macros, by their names in capitals, that stand before a declaration or
//     between class and its name, or alone in a line.
//
// Everything else stays, and each line where it was.
func prepare(content []byte) []byte {
	p := preparer{src: content, tokens: tokens(content)}
	p.conditions()
	p.macros()
	if len(p.blank) == 0 {
		return content
	}
	out := slices.Clone(content)
	for _, b := range p.blank {
		for i := b[0]; i < b[1]; i++ {
			if out[i] != '\n' && out[i] != '\r' {
				out[i] = ' '
			}
		}
	}
	return out
}

type preparer struct {
	src    []byte
	tokens []token
	blank  [][2]int
}

// condition is a group from #if to #endif.
type condition struct {
	directives []token
	branches   []branch
	depth      int // in brackets and braces, where it starts
	braces     int
	zero       bool // that its first branch is never taken
	apart      bool // that it stands between statements or declarations
	first      int  // the token with which the branch starts
}

// branch is what stands between two directives.
type branch struct {
	start, end    int // bytes
	depth, braces int // in how many more brackets its end is
	whole         bool
}

// conditions blanks out branches.
func (p *preparer) conditions() {
	var open []*condition
	depth, braces := 0, 0
	for i, t := range p.tokens {
		if t.kind == symbol {
			switch t.text {
			case "(", "[":
				depth++
			case ")", "]":
				depth--
			case "{":
				braces++
			case "}":
				braces--
			}
		}
		if t.kind != hash {
			continue
		}
		switch {
		case t.text == "define":
			p.blank = append(p.blank, [2]int{t.start, t.end})
		case strings.HasPrefix(t.text, "if"):
			line := strings.Fields(string(p.src[t.start:t.end]))
			open = append(open, &condition{
				directives: []token{t}, depth: depth, braces: braces, apart: p.apart(i), first: i + 1,
				zero: line[len(line)-1] == "0" && t.text == "if" && len(line) <= 3,
			})
		case len(open) == 0:
		case strings.HasPrefix(t.text, "el"):
			c := open[len(open)-1]
			p.branch(c, i, depth, braces)
			c.directives = append(c.directives, t)
			depth, braces = c.depth, c.braces
		case t.text == "endif":
			c := open[len(open)-1]
			open = open[:len(open)-1]
			p.branch(c, i, depth, braces)
			c.directives = append(c.directives, t)
			kept := p.settle(c)
			depth, braces = c.depth+kept.depth, c.braces+kept.braces
		}
	}
}

// branch ends a branch before a token.
func (p *preparer) branch(c *condition, i, depth, braces int) {
	b := branch{start: c.directives[len(c.directives)-1].end, end: p.tokens[i].start, depth: depth - c.depth, braces: braces - c.braces}
	piece := p.tokens[c.first:i]
	b.whole = includes(piece) || b.depth == 0 && b.braces == 0 && c.apart && p.whole(piece)
	c.branches = append(c.branches, b)
	c.first = i + 1
}

// includes tells that a piece is directives, and includes among them.
func includes(piece []token) bool {
	code := func(t token) bool { return t.kind != hash }
	return !slices.ContainsFunc(piece, code) && slices.ContainsFunc(piece, func(t token) bool { return t.text == "include" })
}

// whole tells by the ends of a piece, directives apart, that it can stand alone.
func (p *preparer) whole(piece []token) bool {
	for len(piece) > 0 && piece[0].kind == hash {
		piece = piece[1:]
	}
	for len(piece) > 0 && piece[len(piece)-1].kind == hash {
		piece = piece[:len(piece)-1]
	}
	if len(piece) == 0 {
		return true
	}
	last := piece[len(piece)-1]
	return piece[0].text != "else" && last.kind == symbol && strings.Contains(";}:", last.text)
}

// apart tells that what is before a token, directives apart, is a statement or a
// declaration that has ended, or the start of a body.
func (p *preparer) apart(i int) bool {
	for i--; i >= 0 && p.tokens[i].kind == hash; i-- {
	}
	return i < 0 || p.tokens[i].kind == symbol && strings.Contains(";{}:>", p.tokens[i].text)
}

// settle blanks out what does not stay of a group, and gives the branch that does.
func (p *preparer) settle(c *condition) branch {
	keep := 0
	if c.zero {
		keep = 1
	}
	whole := true
	for i, b := range c.branches {
		whole = whole && (b.whole || c.zero && i == 0)
	}
	for i, b := range c.branches {
		if c.zero && i == 0 || !whole && i != keep {
			p.blank = append(p.blank, [2]int{b.start, b.end})
		}
	}
	if whole {
		return branch{}
	}
	for _, d := range c.directives {
		p.blank = append(p.blank, [2]int{d.start, d.end})
	}
	if keep >= len(c.branches) {
		return branch{}
	}
	return c.branches[keep]
}

// macros blanks out macros.
func (p *preparer) macros() {
	boundary := true // a declaration or a statement may start
	class := ""      // the last one that was named
	for i := 0; i < len(p.tokens); i++ {
		t := p.tokens[i]
		if t.kind == name && capitals(t.text) {
			if i > 0 && p.tokens[i-1].text == "if" && p.token(i+1).text == "(" { // if CONSTEXPR (…)
				p.blank = append(p.blank, [2]int{t.start, t.end})
				continue
			}
			if after := p.arguments(i + 1); p.stray(i, after, boundary, class) {
				p.blank = append(p.blank, [2]int{t.start, p.tokens[after-1].end})
				i = after - 1
				continue
			}
		}
		if p.names(i) {
			class = t.text
		}
		boundary = t.kind == hash || t.kind == symbol && strings.Contains(";{}>:", t.text) || t.text == "static" || t.text == "inline"
	}
}

// names tells that a token is the name of a class whose body follows.
func (p *preparer) names(i int) bool {
	if i == 0 || p.tokens[i].kind != name {
		return false
	}
	before := p.tokens[i-1].text
	if i > 1 && capitals(before) {
		before = p.tokens[i-2].text
	}
	next := p.token(i + 1).text
	return (before == "class" || before == "struct") && (next == "{" || next == ":" || next == "<" || next == "final")
}

// mostArguments is how many tokens in brackets after a macro are looked at.
const mostArguments = 200

// arguments is the token after those in brackets, if there are any.
func (p *preparer) arguments(i int) int {
	if i >= len(p.tokens) || p.tokens[i].text != "(" {
		return i
	}
	depth := 0
	for j := i; j < min(len(p.tokens), i+mostArguments); j++ {
		switch p.tokens[j].text {
		case "(":
			depth++
		case ")":
			if depth--; depth == 0 {
				return j + 1
			}
		}
	}
	return i
}

// stray tells that a name in capitals, up to the token after it and its arguments,
// is a macro that the grammar cannot know.
func (p *preparer) stray(i, after int, boundary bool, class string) bool {
	next, then := p.token(after), p.token(after+1)
	if i > 0 {
		switch p.tokens[i-1].text {
		case "class", "struct", "union":
			return next.kind == name && next.text != "final" && (then.text != "" && strings.Contains("{:<;", then.text) || then.text == "final")
		}
	}
	switch {
	case next.text == "{" && i > 0 && ends[p.tokens[i-1].text]:
		return true
	case !boundary:
		return false
	case next.kind == name && then.text == "(" && after == i+1 && next.text != class: // the type of a function
		return starts[next.text]
	case next.kind == name && (starts[next.text] || next.text == class), next.text == "~", p.declares(after):
		return true
	}
	alone := next.kind == end || bytes.IndexByte(p.src[p.tokens[after-1].end:next.start], '\n') >= 0
	return alone && (next.kind == name || next.kind == hash || next.kind == end || next.text == "}")
}

// mostNames bounds the names of one qualified name.
const mostNames = 16

// declares tells that a type and the name of what is declared follow.
func (p *preparer) declares(i int) bool {
	for range mostNames {
		if p.token(i).kind != name || p.token(i).text == "const" {
			return false
		}
		if p.token(i+1).text != "::" {
			next := p.token(i + 1)
			return next.kind == name || next.text == "*" || next.text == "&" || next.text == "<"
		}
		i += 2
	}
	return false
}

func (p *preparer) token(i int) token {
	if i < len(p.tokens) {
		return p.tokens[i]
	}
	return token{start: len(p.src)}
}

// starts are words with which declarations start.
var starts = set("void int char bool auto static inline constexpr struct class unsigned long explicit virtual template namespace extern friend typedef double float short signed enum using size_t uint8_t uint32_t uint64_t int32_t int64_t")

// ends are what the head of a function may end with, before a macro.
var ends = set(") const noexcept override final")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// capitals tells that a name is written as those of macros are.
func capitals(s string) bool {
	return len(s) > 2 && s == strings.ToUpper(s) && strings.ContainsFunc(s, func(r rune) bool { return r >= 'A' && r <= 'Z' })
}
