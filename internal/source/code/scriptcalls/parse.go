package scriptcalls

import (
	"bytes"
	"context"

	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

// Parse makes the tree of a content for Find. The grammar of TypeScript does not know
// that a line which starts with < may be the next member of an interface; where that
// leads to errors, the line gets a semicolon in place of a blank.
func Parse(ctx context.Context, pool *sitter.Pool, l sitter.Language, content []byte) (*syntax.Tree, error) {
	parsed, err := pool.Parse(ctx, l, content)
	if err != nil {
		return nil, err
	}
	if parsed.Broken && l != sitter.JavaScript {
		if mended := separated(content); mended != nil {
			again, err := pool.Parse(ctx, l, mended)
			if err != nil {
				return nil, err
			}
			if errors(again) < errors(parsed) {
				parsed, content = again, mended
			}
		}
	}
	return syntax.New(parsed, content), nil
}

func errors(t *sitter.Tree) int {
	n := 0
	for i := range t.Nodes {
		if t.Nodes[i].Error || t.Nodes[i].Missing {
			n++
		}
	}
	return n
}

// separated puts a semicolon before lines that start with < and may follow a member;
// nil where there are none.
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
