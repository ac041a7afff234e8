package ecmascript

import "bytes"

// separated puts a semicolon in place of the blank before lines that start with < and
// may follow a member: the grammar of TypeScript does not know that such a line may be
// the next member of an interface. Nil where there are none.
func separated(content []byte) []byte {
	var out []byte
	last := byte('{') // of the code so far
	comment := false
	for at := 0; at < len(content); {
		end := len(content)
		if i := bytes.IndexByte(content[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		line := bytes.TrimSpace(content[at:end])
		switch {
		case comment:
			comment = !bytes.Contains(line, []byte("*/"))
		case bytes.HasPrefix(line, []byte("/*")):
			comment = !bytes.Contains(line, []byte("*/"))
		case len(line) == 0, bytes.HasPrefix(line, []byte("//")):
		default:
			if start := bytes.IndexByte(content[at:end], '<'); line[0] == '<' && start > 0 && endsMember(last) {
				if out == nil {
					out = bytes.Clone(content)
				}
				out[at+start-1] = ';'
			}
			last = line[len(line)-1]
		}
		at = end
	}
	return out
}

func endsMember(c byte) bool {
	switch c {
	case ')', ']', '}', '>', '\'', '"', '_', '$':
		return true
	}
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
