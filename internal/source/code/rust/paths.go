package rust

import "bytes"

// What follows reads the text of paths, as use declarations have them: in the
// tokens of a macro the grammar says no more than that there are names.

// skip is where the next token starts, at or after a place: white space and
// comments are between.
func skip(src []byte, at int) int {
	for at < len(src) {
		switch c := src[at]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			at++
		case c == '/' && at+1 < len(src) && src[at+1] == '/':
			for at < len(src) && src[at] != '\n' {
				at++
			}
		case c == '/' && at+1 < len(src) && src[at+1] == '*':
			end := bytes.Index(src[at+2:min(len(src), at+2+mostComment)], []byte("*/"))
			if end < 0 {
				return len(src)
			}
			at += 2 + end + 2
		default:
			return at
		}
	}
	return at
}

// mostComment is the longest comment that is passed over inside a path.
const mostComment = 1000

// word is the name that starts at a place, without r#, and where it ends; empty
// where there is none.
func word(src []byte, at int) (string, int) {
	if at+2 < len(src) && src[at] == 'r' && src[at+1] == '#' {
		at += 2
	}
	end := at
	for end < len(src) && (src[end] == '_' || src[end] >= 0x80 || src[end]|0x20 >= 'a' && src[end]|0x20 <= 'z' || end > at && src[end] >= '0' && src[end] <= '9') {
		end++
	}
	return string(src[at:end]), end
}

// colons is where a :: at or after a place ends; ok is false where there is none.
func colons(src []byte, at int) (end int, ok bool) {
	at = skip(src, at)
	if at+1 < len(src) && src[at] == ':' && src[at+1] == ':' {
		return at + 2, true
	}
	return at, false
}

// mostSegments bounds a path; nobody writes one as long.
const mostSegments = 64

// pathAt reads a path of names; what is no name ends it.
func pathAt(src []byte, at int) []string {
	var segments []string
	for len(segments) < mostSegments {
		w, end := word(src, skip(src, at))
		if w == "" {
			break
		}
		segments = append(segments, w)
		after, ok := colons(src, end)
		if !ok {
			break
		}
		at = after
	}
	return segments
}

// used is what a use declaration names: names that are imported from a path, which
// is empty where they stand alone. Alias is what a name is called here.
type used struct {
	path, name, alias string
}

// usedAt reads what follows the word use, up to its semicolon, and tells where it
// ends. What does not parse ends it early.
func usedAt(src []byte, at int) (all []used, end int) {
	prefix := []string{""} // of the groups that are open
	path := ""             // of the name that is read
	last := ""
	flush := func() {
		if last != "" {
			all = append(all, used{path: path, name: last, alias: last})
		}
		path, last = prefix[len(prefix)-1], ""
	}
	for {
		at = skip(src, at)
		if at >= len(src) || len(all) > mostUsed || len(path) > mostPath {
			return all, at
		}
		switch c := src[at]; c {
		case ':':
			after, ok := colons(src, at)
			if !ok {
				return all, at
			}
			if path == "" && last == "" {
				last = outside
			}
			path, last = join(path, last), ""
			at = after
		case '{':
			if len(prefix) > mostSegments {
				return all, at
			}
			prefix = append(prefix, path)
			at++
		case '}':
			flush()
			if len(prefix) == 1 {
				return all, at
			}
			prefix = prefix[:len(prefix)-1]
			path = prefix[len(prefix)-1]
			at++
		case ',':
			flush()
			at++
		case '*':
			last = "*"
			at++
		default:
			w, after := word(src, at)
			switch {
			case w == "":
				flush()
				return all, at
			case w == "as" && last != "":
				alias, end := word(src, skip(src, after))
				all = append(all, used{path: path, name: last, alias: alias})
				path, last = prefix[len(prefix)-1], ""
				after = end
			default:
				last = w
			}
			at = after
		}
	}
}

// mostUsed bounds what one declaration names, mostPath the bytes of a path.
const (
	mostUsed = 10000
	mostPath = 1000
)

// outside is the path of what stands behind a :: at the start.
const outside = "::"

// join adds a name to a path.
func join(path, name string) string {
	if path == "" || path == outside {
		return path + name
	}
	return path + "::" + name
}
