package fault

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible returns s with everything made visible that could act on a terminal
// or change the order in which a line is read: control characters (escape
// sequences begin with one), line separators, bidirectional overrides and
// other format characters, and bytes that are not UTF-8. They are written as
// in a Go string, e.g. \x1b. The joiners that emoji and several scripts need
// stay, and so do backslashes: the result is for reading and cannot be turned
// back. It has no line feed.
func Visible(s string) string {
	if !strings.ContainsFunc(s, acts) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case !acts(r):
			b.WriteRune(r)
		case r == utf8.RuneError:
			// Either a byte that is not UTF-8 or U+FFFD itself.
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				b.WriteString(`\x` + strconv.FormatUint(uint64(s[i]), 16))
			} else {
				b.WriteRune(r)
			}
		default:
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	return b.String()
}

// acts reports whether Visible has to look at a character.
func acts(r rune) bool {
	if r == utf8.RuneError {
		return true
	}
	const nonJoiner, joiner = '\u200c', '\u200d'
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) && r != nonJoiner && r != joiner
}
