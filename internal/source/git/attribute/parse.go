package attribute

import "strings"

// value is what a line says of an attribute.
type value uint8

const (
	unknown   value = iota // nothing was said yet
	set                    // attr
	unset                  // -attr
	reset                  // !attr: as if nothing had been said
	text                   // attr=anything
	textFalse              // attr=false
)

// file is the content of one .gitattributes.
type file struct {
	lines []line
	rules []rule // compiled from lines; the weightiest, hence last, first
}

// line is one line of a file: a pattern, or a macro and what it stands for.
type line struct {
	pattern     string
	macro       string // without its prefix; empty for patterns
	assignments []assignment
}

type assignment struct {
	name  string
	value value
}

// rule is a line that says something of a tracked attribute.
type rule struct {
	pattern pattern
	effects []effect // the weightiest, hence last, first
}

type effect struct {
	attribute int
	value     value
}

const (
	blanks      = " \t\r\n"
	macroPrefix = "[attr]"
)

// parse reads the lines that git heeds in a work tree. (From its index it
// reads them a little differently: a byte order mark is part of the first
// line, NUL ends the file.)
func parse(content string) []line {
	content = strings.TrimPrefix(content, "\ufeff")
	var lines []line
	for s := range strings.Lines(content) {
		if end, ok := strings.CutSuffix(s, "\n"); ok {
			s = strings.TrimSuffix(end, "\r")
		}
		s, _, _ = strings.Cut(s, "\x00")
		if len(s) >= maxLine {
			continue
		}
		if l, ok := parseLine(s); ok {
			lines = append(lines, l)
		}
	}
	return lines
}

// parseLine reads one line. It is all or nothing: a line with one bad
// attribute name does not count.
func parseLine(s string) (line, bool) {
	s = strings.TrimLeft(s, blanks)
	if s == "" || s[0] == '#' {
		return line{}, false
	}
	name, rest, ok := unquote(s)
	if !ok {
		name, rest = cutBlank(s)
	}
	var l line
	if macro, ok := strings.CutPrefix(name, macroPrefix); ok && macro != "" {
		macro = strings.TrimLeft(macro, blanks)
		macro, _ = cutBlank(macro)
		if !validName(macro) {
			return line{}, false
		}
		l.macro = macro
	} else {
		l.pattern = name
	}
	for {
		rest = strings.TrimLeft(rest, blanks)
		if rest == "" {
			break
		}
		var word string
		word, rest = cutBlank(rest)
		a, ok := parseAssignment(word)
		if !ok {
			return line{}, false
		}
		l.assignments = append(l.assignments, a)
	}
	return l, true
}

func parseAssignment(word string) (assignment, bool) {
	name, val, hasValue := strings.Cut(word, "=")
	a := assignment{value: set}
	switch {
	case name != "" && name[0] == '-':
		a.value, name = unset, name[1:]
	case name != "" && name[0] == '!':
		a.value, name = reset, name[1:]
	case hasValue && val == "false":
		a.value = textFalse
	case hasValue:
		a.value = text
	}
	a.name = name
	return a, validName(name)
}

func validName(name string) bool {
	if name == "" || name[0] == '-' {
		return false
	}
	for i := range len(name) {
		c := name[i]
		if !isAlnum(c) && c != '-' && c != '.' && c != '_' {
			return false
		}
	}
	return true
}

func cutBlank(s string) (word, rest string) {
	if i := strings.IndexAny(s, blanks); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

// unquote reads a string in double quotes with the escapes of C at the head
// of s, and gives what follows it.
func unquote(s string) (name, rest string, ok bool) {
	if s == "" || s[0] != '"' {
		return "", "", false
	}
	var b []byte
	for i := 1; i < len(s); i++ {
		switch c := s[i]; c {
		case '"':
			name, _, _ = strings.Cut(string(b), "\x00")
			return name, s[i+1:], true
		case '\\':
			i++
			if i == len(s) {
				return "", "", false
			}
			if at := strings.IndexByte(`abfnrtv"\`, s[i]); at >= 0 {
				b = append(b, "\a\b\f\n\r\t\v\"\\"[at])
				continue
			}
			if i+2 >= len(s) || s[i] > '3' || !isOctal(s[i]) || !isOctal(s[i+1]) || !isOctal(s[i+2]) {
				return "", "", false
			}
			b = append(b, (s[i]-'0')<<6|(s[i+1]-'0')<<3|(s[i+2]-'0'))
			i += 2
		default:
			b = append(b, c)
		}
	}
	return "", "", false
}

func isOctal(c byte) bool { return '0' <= c && c <= '7' }
