package attribute

import "strings"

// parseClass reads a bracket expression at the head of s and says how many
// bytes it takes. A slash never belongs to it: it separates elements.
func parseClass(s string) (*class, int, bool) {
	set := &class{}
	i := 1
	negated := i < len(s) && (s[i] == '!' || s[i] == '^')
	if negated {
		i++
	}
	previous := -1 // the byte that a range could begin with
	for first := true; ; first = false {
		if i >= len(s) {
			return nil, 0, false
		}
		c := s[i]
		switch {
		case c == ']' && !first:
			if negated {
				for j := range set {
					set[j] = ^set[j]
				}
			}
			set['/'/64] &^= 1 << ('/' % 64)
			return set, i + 1, true
		case c == '-' && previous >= 0 && i+1 < len(s) && s[i+1] != ']':
			i++
			if s[i] == '\\' {
				if i++; i == len(s) {
					return nil, 0, false
				}
			}
			for b := previous; b <= int(s[i]); b++ {
				set.add(byte(b))
			}
			previous = -1
			i++
			continue
		case c == '[' && i+1 < len(s) && s[i+1] == ':':
			size := strings.IndexByte(s[i+2:], ']')
			if size < 0 {
				return nil, 0, false
			}
			if size > 0 && s[i+2+size-1] == ':' {
				member, ok := posix[s[i+2:i+2+size-1]]
				if !ok {
					return nil, 0, false
				}
				for b := range 128 {
					if member(byte(b)) {
						set.add(byte(b))
					}
				}
				previous = -1
				i += 2 + size + 1
				continue
			}
		case c == '\\':
			if i++; i == len(s) {
				return nil, 0, false
			}
			c = s[i]
		}
		set.add(c)
		previous = int(c)
		i++
	}
}

// posix are the named classes of ASCII.
var posix = map[string]func(byte) bool{
	"alnum":  isAlnum,
	"alpha":  func(c byte) bool { return isLower(c) || isUpper(c) },
	"blank":  func(c byte) bool { return c == ' ' || c == '\t' },
	"cntrl":  func(c byte) bool { return c < ' ' || c == 0x7f },
	"digit":  isDigit,
	"graph":  func(c byte) bool { return '!' <= c && c <= '~' },
	"lower":  isLower,
	"print":  func(c byte) bool { return ' ' <= c && c <= '~' },
	"punct":  func(c byte) bool { return '!' <= c && c <= '~' && !isAlnum(c) },
	"space":  func(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' },
	"upper":  isUpper,
	"xdigit": func(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' },
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
func isAlnum(c byte) bool { return isDigit(c) || isLower(c) || isUpper(c) }
