package attribute

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/gittest"
)

// generator makes attribute files and paths that often meet.
type generator struct{ *rand.Rand }

func (g generator) pick(from ...string) string { return from[g.IntN(len(from))] }

// pattern is a path with wild cards in it, or a heap of syntax.
func (g generator) pattern() string {
	if g.IntN(4) > 0 {
		return g.wildPath()
	}
	var b strings.Builder
	for range 1 + g.IntN(6) {
		b.WriteString(g.pick("a", "b", "ab", "foo", ".go", "*", "*", "**", "/", "/", "/**/", "**/", "/**", "?", "[ab]", "[!a]", "[^b]",
			"[a-c]", "[]a]", "[a-]", "[[:alpha:]]", "[[:upper:][:digit:]]", "[[:nope:]]", "[[:a]", "[a", `\a`, `\*`, `\[`, `[\]a]`, `[a\-c]`, "A", ".", "!", "#", "é", "\xff"))
	}
	switch s := b.String(); g.IntN(24) {
	case 0:
		return quote(s)
	case 1:
		return `"` + s + `"`
	case 2:
		return `"` + s
	case 3:
		return "/" + s
	case 4:
		return s + "/"
	case 5:
		return "!" + s
	default:
		return s
	}
}

func (g generator) wildPath() string {
	var b strings.Builder
	elements := strings.Split(g.path(), "/")
	if g.IntN(2) == 0 {
		elements = elements[len(elements)-1:]
	}
	for i, e := range elements {
		if i > 0 {
			b.WriteByte('/')
		}
		if g.IntN(5) == 0 {
			b.WriteString(g.pick("*", "**", "**", "***", "?"))
			continue
		}
		for j := range len(e) {
			switch g.IntN(12) {
			case 0:
				b.WriteString(g.pick("*", "*", "**", "?", "**/", "/**"))
			case 1:
				b.WriteString("[" + g.pick("", "!", "^") + g.pick("a-z", "ab", "b", "[:alpha:]", "/", "]-a", "a-", "-a", `\]`, "a-c-e", "z-a", "--/") + "]")
			case 2:
				b.WriteString(`\` + e[j:j+1])
			case 3:
				b.WriteString(e[j:j+1] + g.pick("*", "**"))
			default:
				b.WriteString(e[j : j+1])
			}
		}
	}
	return b.String()
}

func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, "\\%03o", c)
	}
	return b.String() + `"`
}

func (g generator) words() string {
	var words []string
	for range 1 + g.IntN(3) {
		name := g.pick("diff", "diff", "diff", "linguist-generated", "linguist-generated", "linguist-vendored", "binary", "binary", "m1", "m2", "m3", "text", "other")
		w := g.pick("", "", "", "-", "-", "!") + name + g.pick("", "", "", "", "=true", "=false", "=x", "=")
		if g.IntN(150) == 0 {
			w = g.pick("--diff", "=x", "-", "!", "di ff", "d*", "dïff", "!-diff", "a=b=c", "1", ".x")
		}
		words = append(words, w)
	}
	return strings.Join(words, g.pick(" ", "  ", "\t", " \t "))
}

func (g generator) file(root bool) string {
	var b strings.Builder
	if g.IntN(8) == 0 {
		b.WriteString("\ufeff")
	}
	end := g.pick("\n", "\n", "\r\n")
	for range 4 + g.IntN(12) {
		switch n := g.IntN(20); {
		case n == 0:
			b.WriteString(g.pick("# comment diff", "# comment diff", "# comment diff", "* diff\x00"))
		case n == 1:
			b.WriteString(g.pick("", "  ", "\t", "a"))
		case n < 4 && root, n == 2:
			b.WriteString("[attr]" + g.pick("", "", "", " ") + g.pick("m1", "m2", "m3", "binary", "diff", "b@d", "-x") + " " + g.words())
		case n == 4:
			b.WriteString("* " + g.words() + strings.Repeat(" ", 2030+g.IntN(20)))
		case n == 5:
			b.WriteString(g.pick(" ", "\t") + g.pattern() + " " + g.words())
		default:
			b.WriteString(g.pattern() + g.pick(" ", "\t", " ") + g.words())
		}
		b.WriteString(end)
	}
	return strings.TrimSuffix(b.String(), g.pick("", "", end))
}

func (g generator) path() string {
	var elements []string
	for range 1 + g.IntN(4) {
		elements = append(elements, g.pick("a", "b", "ab", "foo", "foo.go", "a.go", "A", "c", "aa", "*", "é", "\xff", "!a", "[a", "#a", "]", "-", "bab", ".go", "1", `"a`))
	}
	return strings.Join(elements, "/")
}

// TestAgainstGit compares with `git check-attr` on generated files.
func TestAgainstGit(t *testing.T) {
	const cases, paths = 150, 120
	r := gittest.New(t)
	root := r.Dir()
	g := generator{rand.New(rand.NewPCG(7, 7))}
	said := 0
	for n := range cases {
		files := map[string]string{"": g.file(true), g.pick("a", "b", "foo"): g.file(false), g.pick("a/b", "a/a", "b/ab"): g.file(false)}
		var s Set
		for dir, content := range files {
			s.Add(fact.Path(dir), []byte(content))
			name := filepath.Join(root, dir, ".gitattributes")
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		var in strings.Builder
		for range paths {
			in.WriteString(g.path() + "\x00")
		}
		out := string(r.GitInput([]byte(in.String()), "check-attr", "-z", "--stdin", "diff", "linguist-generated", "linguist-vendored"))
		fields := strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
		for i := 0; i+9 <= len(fields); i += 9 {
			path := fields[i]
			got := s.Find(fact.Path(path))
			want := Result{Text: fields[i+2] == "set", Attributes: fact.Attributes{
				Binary: fields[i+2] == "unset", Generated: gitTristate(fields[i+5]), Vendored: gitTristate(fields[i+8]),
			}}
			if got != want {
				t.Fatalf("case %d, path %q: %+v, want %+v\ngit: %q\nfiles: %q", n, path, got, want, fields[i:i+9], files)
			}
			if want != (Result{}) {
				said++
			}
		}
		for dir := range files {
			if err := os.Remove(filepath.Join(root, dir, ".gitattributes")); err != nil {
				t.Fatal(err)
			}
		}
	}
	if share := float64(said) / (cases * paths); share < .2 || share > .9 {
		t.Errorf("%.0f %% of the paths have attributes: the test says little", 100*share)
	}
}

func gitTristate(s string) fact.Tristate {
	switch s {
	case "unspecified":
		return fact.Unspecified
	case "unset", "false":
		return fact.Unset
	}
	return fact.Set
}
