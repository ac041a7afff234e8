package protobuf

import (
	"bytes"
	"cmp"
	"context"
	"path"
	"strings"

	"leadline/internal/fact"
)

// typeName is the type of a field or of a method's message.
type typeName struct {
	scalar     string // int32, string; empty for what has a name
	raw, scope string // the name as it is written, and the full name of where
	delimited  bool   // a group, or encoded as one
	full       string // its full name, if what declares it was found
	kind       kind   // likewise
}

// String is the type for people.
func (n typeName) String() string {
	return cmp.Or(n.scalar, n.full, strings.TrimPrefix(n.raw, "."))
}

// most files that are read for what one file imports.
const mostImports = 500

// tree is the files of a state, each read once.
type tree struct {
	state  State
	held   map[fact.Path][]byte
	files  map[fact.Path]*file
	errors map[fact.Path]error
	byBase map[string][]fact.Path
}

func newTree(s State) *tree {
	t := &tree{s, map[fact.Path][]byte{}, map[fact.Path]*file{}, map[fact.Path]error{}, map[string][]fact.Path{}}
	for _, p := range s.Paths {
		if strings.HasSuffix(string(p), ".proto") {
			t.byBase[path.Base(string(p))] = append(t.byBase[path.Base(string(p))], p)
		}
	}
	return t
}

func (t *tree) put(p fact.Path, content []byte) {
	if p != "" {
		t.held[p] = content
	}
}

func (t *tree) file(ctx context.Context, p fact.Path) (*file, error) {
	if f, err := t.files[p], t.errors[p]; f != nil || err != nil {
		return f, err
	}
	content, ok := t.held[p]
	var err error
	if !ok {
		content, err = t.state.Read(ctx, p)
	}
	var f *file
	if err == nil {
		f, err = parse(p, content)
	}
	t.files[p], t.errors[p] = f, err
	return f, err
}

// locate finds the file of the repository that an import means: of those whose path
// ends with it, the one that has most folders in common with the file that imports.
func (t *tree) locate(from fact.Path, name string) (best fact.Path, ok bool) {
	most := -1
	for _, p := range t.byBase[path.Base(name)] {
		if p != fact.Path(name) && !strings.HasSuffix(string(p), "/"+name) {
			continue
		}
		if n := common(string(from), string(p)); n > most || n == most && p < best {
			best, most = p, n
		}
	}
	return best, most >= 0
}

// common counts the folders that two paths begin with.
func common(a, b string) (n int) {
	for i := 0; i < min(len(a), len(b)) && a[i] == b[i]; i++ {
		if a[i] == '/' {
			n++
		}
	}
	return n
}

// resolve gives the names in a file the declarations that they mean, as far as the
// repository has them; what it has not keeps its name.
func (t *tree) resolve(ctx context.Context, f *file) {
	var visible map[string]kind
	look := func(n *typeName) {
		if n.raw == "" {
			return
		}
		if visible == nil {
			visible = t.visible(ctx, f)
		}
		n.find(visible)
	}
	for _, d := range f.decls {
		for _, x := range d.fields {
			look(&x.of)
			look(&x.extendee)
		}
		for i := range d.methods {
			look(&d.methods[i].input)
			look(&d.methods[i].output)
		}
	}
}

// visible gives what a file can name: what it declares, what it imports, and what
// that imports publicly.
func (t *tree) visible(ctx context.Context, f *file) map[string]kind {
	all := map[string]kind{}
	seen := map[fact.Path]bool{f.path: true}
	queue := []*file{f}
	for len(queue) > 0 && len(seen) <= mostImports && ctx.Err() == nil {
		at := queue[0]
		queue = queue[1:]
		for _, d := range at.decls {
			all[at.full(d.name)] = d.kind
		}
		for _, i := range at.imports {
			p, ok := t.locate(at.path, i.path)
			if !ok || seen[p] || at != f && !i.public {
				continue
			}
			seen[p] = true
			if next, err := t.file(ctx, p); err == nil {
				queue = append(queue, next)
			}
		}
	}
	return all
}

// find looks for the name from the innermost scope outwards, as the language does.
func (n *typeName) find(visible map[string]kind) {
	if name, ok := strings.CutPrefix(n.raw, "."); ok {
		n.full, n.kind = name, visible[name]
		return
	}
	for scope := n.scope; ; {
		if k := visible[join(scope, n.raw)]; k == message || k == enum {
			n.full, n.kind = join(scope, n.raw), k
			return
		}
		if scope == "" {
			return
		}
		scope = scope[:max(0, strings.LastIndexByte(scope, '.'))]
	}
}

// tooDeep reports whether more than a hundred brackets are open at once somewhere,
// outside of comments and strings: parsers go as deep.
func tooDeep(content []byte) bool {
	depth := 0
	for i := 0; i < len(content); i++ {
		switch content[i] {
		case '"', '\'':
			i = skipString(content, i)
		case '/':
			i = skipComment(content, i)
		case '{', '[', '<', '(':
			if depth++; depth > 100 {
				return true
			}
		case '}', ']', '>', ')':
			depth = max(0, depth-1)
		}
	}
	return false
}

// skipString gives the last byte of the string that begins at a byte.
func skipString(content []byte, at int) int {
	for i := at + 1; i < len(content); i++ {
		switch content[i] {
		case '\\':
			i++
		case content[at], '\n':
			return i
		}
	}
	return len(content)
}

// skipComment gives the last byte of the comment that begins at a byte, if one does.
func skipComment(content []byte, at int) int {
	end := ""
	switch rest := content[at:]; {
	case bytes.HasPrefix(rest, []byte("//")):
		end = "\n"
	case bytes.HasPrefix(rest, []byte("/*")):
		end = "*/"
	default:
		return at
	}
	n := bytes.Index(content[at+2:], []byte(end))
	if n < 0 {
		return len(content)
	}
	return at + 2 + n + len(end) - 1
}

// same reports whether two names mean the same, as far as they can be told: by their
// full names, packages that were renamed taken into account; or, where one was not
// found, whether one is the end of the other.
func (c *comparison) same(a, b typeName) bool {
	x, y := strings.TrimPrefix(cmp.Or(a.full, a.raw), "."), strings.TrimPrefix(cmp.Or(b.full, b.raw), ".")
	if x == y || y != "" && y == c.inside[x] || a.full == "" && ends(y, x) || b.full == "" && ends(x, y) {
		return true
	}
	for from, to := range c.renamed {
		if rest, ok := strings.CutPrefix(x, join(from, "")); ok && (y == join(to, rest) || b.full == "" && ends(join(to, rest), y)) {
			return true
		}
	}
	return false
}

// last is the last element of a name.
func last(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// ends reports whether a name ends with another one, at an element.
func ends(name, with string) bool { return name == with || strings.HasSuffix(name, "."+with) }
