package scriptcalls

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

var pool = sitter.NewPool("")

// parse reads files that are written one after the other, each after a line with
// its name, as in "// a.ts".
func parse(t testing.TB, text string) []File {
	t.Helper()
	var files []File
	for _, part := range strings.Split("\n"+text, "\n// ")[1:] {
		name, src, _ := strings.Cut(part, "\n")
		files = append(files, parseFile(t, name, []byte(src)))
	}
	return files
}

func parseFile(t testing.TB, name string, src []byte) File {
	t.Helper()
	l := map[string]sitter.Language{".ts": sitter.TypeScript, ".tsx": sitter.TSX, ".js": sitter.JavaScript}[path.Ext(name)]
	tree, err := pool.Parse(t.Context(), l, src)
	if err != nil {
		t.Fatal(err)
	}
	return File{Path: fact.Path(name), Tree: syntax.New(tree, src)}
}

// beside resolves paths without their ending.
func beside(files []File) Resolve {
	return func(_ fact.Path, specifier string) []fact.Path {
		var out []fact.Path
		for i := range files {
			if p := string(files[i].Path); strings.TrimSuffix(p, path.Ext(p)) == strings.TrimPrefix(specifier, "./") {
				out = append(out, files[i].Path)
			}
		}
		return out
	}
}

func found(files []File) string {
	var out []string
	for _, c := range Find(files, beside(files)) {
		s := said(c.From) + " > " + said(c.To)
		if c.Confidence == fact.Ambiguous {
			s += "?"
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func said(c fact.Callable) string {
	if c.Name == "" {
		return string(c.Path)
	}
	if c.Owner != "" {
		return fmt.Sprintf("%s.%s", c.Owner, c.Name)
	}
	return c.Name
}

func TestFind(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"expected of what is returned": {"// a.ts\nclass C<T = 1> { m() {} }\ntype H<T = any> = (c: C<T>) => Promise<void>\nconst f = (): H => { return async function g(c) { c.m() } }\n", "f > C.m"},
	} {
		if got := found(parse(t, c.src)); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
}

func TestShow(t *testing.T) {
	f := newFile(parse(t, "// a.ts\nexport const cors = (options?: CORSOptions): MiddlewareHandler => {\n return async function cors(c, next) { c.x() } }")[0])
	for i, n := range f.Nodes {
		fmt.Println(i, n.Parent, n.Field, n.Kind, f.scope[i], f.scopes[f.scope[i]])
	}
}
