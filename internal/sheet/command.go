package sheet

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Command writes a command line that a POSIX shell splits into args again.
// Arguments with control or invisible characters, or bytes that are not UTF-8,
// are written as $'...', which bash, zsh and ksh read.
func Command(args ...string) string {
	words := make([]string, len(args))
	for i, a := range args {
		words[i] = shellWord(a)
	}
	return strings.Join(words, " ")
}

func shellWord(s string) string {
	plain, printable := s != "", utf8.ValidString(s)
	for _, r := range s {
		if !unicode.IsPrint(r) {
			printable = false
		}
		if r >= utf8.RuneSelf && unicode.IsLetter(r) || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' ||
			r >= '0' && r <= '9' || strings.ContainsRune("%+,-./:@_", r) {
			continue
		}
		// An option's value and a revision's suffix stay readable.
		if r == '=' && strings.HasPrefix(s, "--") || r == '^' && !strings.HasPrefix(s, "^") {
			continue
		}
		plain = false
	}
	switch {
	case !printable:
		return escaped(s)
	case plain:
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func escaped(s string) string {
	var b strings.Builder
	b.WriteString("$'")
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\'' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == utf8.RuneError && n == 1 || !unicode.IsPrint(r):
			for _, c := range []byte(s[i : i+n]) {
				fmt.Fprintf(&b, "\\%03o", c)
			}
		default:
			b.WriteRune(r)
		}
		i += n
	}
	b.WriteString("'")
	return b.String()
}
