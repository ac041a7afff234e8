package cfamily

import (
	"bytes"
	"strings"
)

// really tells whether a header is C or C++: C++ has words that C has not, where
// they are not kept for C++ by the preprocessor.
func really(content []byte) string {
	s := scanner{src: content}
	guarded := 0
	for before := (token{}); ; {
		t := s.next()
		switch {
		case t.kind == end:
			return cName
		case t.kind == hash:
			line := content[t.start:t.end]
			guarded = guard(t.text, line, guarded)
			if guarded == 0 && t.text == "include" && libraryHeader(line) {
				return cppName
			}
		case guarded == 0 && cppOnly(before, t):
			return cppName
		}
		before = t
	}
}

// guard counts the conditions in which a text is since one that asks for C++; what
// else there is to it does not tell either.
func guard(word string, line []byte, guarded int) int {
	switch {
	case strings.HasPrefix(word, "if") && (guarded > 0 || bytes.Contains(line, []byte("__cplusplus"))):
		return guarded + 1
	case word == "endif" && guarded > 0:
		return guarded - 1
	}
	return guarded
}

// libraryHeader tells that a header of the library of C++ is included: those have
// no ending.
func libraryHeader(line []byte) bool {
	_, rest, ok := bytes.Cut(line, []byte("<"))
	header, _, closed := bytes.Cut(rest, []byte(">"))
	return ok && closed && len(header) > 0 && !bytes.ContainsAny(header, "./")
}

// cppOnly tells that two tokens that follow each other are none of C.
func cppOnly(a, b token) bool {
	if b.kind == symbol && b.text == "::" {
		return true
	}
	switch a.text {
	case "class", "using", "typename", "namespace":
		return a.kind == name && b.kind == name
	case "template":
		return b.text == "<"
	case "public", "private", "protected":
		return b.text == ":"
	case "extern":
		return b.text == `"C"`
	}
	return false
}
