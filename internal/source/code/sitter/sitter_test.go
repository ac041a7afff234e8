package sitter

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "write the golden trees anew")

// pool is shared: to compile every grammar takes a second.
var pool = NewPool("")

// samples gives the text of testdata/tree for each language.
func samples(t testing.TB) map[Language][]byte {
	t.Helper()
	files, err := filepath.Glob("testdata/tree/*")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[Language][]byte{}
	for _, f := range files {
		if filepath.Ext(f) == ".tree" {
			continue
		}
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts[Language(strings.TrimSuffix(filepath.Base(f), filepath.Ext(f)))] = text
	}
	for _, l := range Languages() {
		if texts[l] == nil {
			t.Errorf("testdata/tree has no text in %s", l)
		}
	}
	return texts
}

// readable writes a tree as text: a line for each node, those below it further in.
func readable(tree *Tree, src []byte) string {
	var b strings.Builder
	if tree.Broken {
		b.WriteString("broken\n")
	}
	depth := make([]int, len(tree.Nodes))
	for i, n := range tree.Nodes {
		if i > 0 {
			depth[i] = depth[n.Parent] + 1
		}
		b.WriteString(strings.Repeat("  ", depth[i]))
		if n.Field != "" {
			fmt.Fprintf(&b, "%s: ", n.Field)
		}
		switch {
		case n.Missing:
			fmt.Fprintf(&b, "MISSING %s", n.Kind)
		case n.Named:
			b.WriteString(n.Kind)
		default:
			fmt.Fprintf(&b, "%q", n.Kind)
		}
		fmt.Fprintf(&b, " %d", n.Row+1)
		if n.EndRow != n.Row {
			fmt.Fprintf(&b, "-%d", n.EndRow+1)
		}
		if n.Named && int(n.Next) == i+1 {
			fmt.Fprintf(&b, " %q", src[n.Start:n.End])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestTrees(t *testing.T) {
	for l, src := range samples(t) {
		tree := parse(t, l, src)
		if tree.Broken {
			t.Errorf("%s: the sample is broken", l)
		}
		golden(t, filepath.Join("testdata", "tree", string(l)+".tree"), readable(tree, src))
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: the tree is another (go test -update writes it anew):\n%s", name, got)
	}
}

func parse(t testing.TB, l Language, src []byte) *Tree {
	t.Helper()
	tree, err := pool.Parse(t.Context(), l, src)
	if err != nil {
		t.Fatal(err)
	}
	check(t, tree, src)
	return tree
}

// check holds a tree against what Node promises.
func check(t testing.TB, tree *Tree, src []byte) {
	t.Helper()
	broken := false
	for i, n := range tree.Nodes {
		if n.Kind == "" || n.Start > n.End || int(n.End) > len(src) || n.Row > n.EndRow ||
			int(n.Next) <= i || int(n.Next) > len(tree.Nodes) {
			t.Fatalf("node %d of %d: %+v", i, len(tree.Nodes), n)
		}
		if rows := bytes.Count(src[:n.Start], []byte("\n")); i < 200 && int(n.Row) != rows {
			t.Fatalf("node %d starts in line %d: %+v", i, rows, n)
		}
		if i > 0 {
			p := tree.Nodes[n.Parent]
			if int(n.Parent) >= i || n.Next > p.Next || n.Start < p.Start || n.End > p.End {
				t.Fatalf("node %d is not within its parent: %+v, %+v", i, n, p)
			}
		} else if n.Parent != -1 || int(n.Next) != len(tree.Nodes) {
			t.Fatalf("the first node: %+v", n)
		}
		// By skipping one comes to the same nodes.
		if j := int(n.Next); j < len(tree.Nodes) && int(tree.Nodes[j].Parent) >= i {
			t.Fatalf("node %d, after node %d, is below it", j, i)
		}
		if n.Missing && n.Start != n.End {
			t.Fatalf("node %d is missing and is there: %+v", i, n)
		}
		broken = broken || n.Error || n.Missing
	}
	if broken != tree.Broken {
		t.Fatalf("broken: %t, and of its nodes %t", tree.Broken, broken)
	}
}

func TestSyntaxErrorsKeepTheRest(t *testing.T) {
	for l, tc := range map[Language]struct{ src, want string }{
		JavaScript: {"function a() { return 1 }\n) => +\nfunction b() { if (x }\nfunction c() {}\n", "function_declaration"},
		TypeScript: {"function a(): A { return 1 }\nlet x = = 1;\nfunction b(y?: string) {}\n", "function_declaration"},
		Python:     {"def a():\n    return 1\n\ndef b(:\n  ]\n\ndef c():\n    pass\n", "function_definition"},
		Java:       {"class A { void a() {} void b( { } void c() {} }", "method_declaration"},
	} {
		tree := parse(t, l, []byte(tc.src))
		if !tree.Broken {
			t.Errorf("%s: not broken", l)
		}
		found := 0
		for _, n := range tree.Nodes {
			if n.Kind == tc.want {
				found++
			}
		}
		if found < 2 {
			t.Errorf("%s: %d functions:\n%s", l, found, readable(tree, []byte(tc.src)))
		}
	}
	src := []byte("class A {\n  int x = 1\n}\n")
	golden(t, "testdata/missing.tree", readable(parse(t, Java, src), src))
}

func TestRefusals(t *testing.T) {
	if tree, err := pool.Parse(t.Context(), Java, make([]byte, Most+1)); tree != nil || !errors.Is(err, ErrTooLarge) {
		t.Errorf("a large text: %v", err)
	}
	if tree, err := pool.Parse(t.Context(), "cobol", nil); tree != nil || err == nil {
		t.Error("an unknown language has a tree")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if tree, err := pool.Parse(ctx, Java, nil); tree != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("after its context ended: %v", err)
	}
	p := NewPool("")
	if _, err := p.Parse(t.Context(), Python, []byte("x\n")); err != nil {
		t.Error(err)
	}
	for range 2 {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}
	if tree, err := p.Parse(t.Context(), Python, nil); tree != nil || err == nil {
		t.Error("a closed pool parses")
	}
}

// ending is a context that ends when it has been asked a number of times, so
// that no test depends on time.
type ending struct {
	context.Context
	left *int
}

func (e ending) Err() error {
	if *e.left--; *e.left < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

func TestStops(t *testing.T) {
	src := bytes.Repeat([]byte("x = f(a, b) + 1;\n"), Most/17)
	parse(t, JavaScript, src[:17])
	for _, asked := range []int{1, 2, 5, 100} {
		if tree, err := pool.Parse(ending{t.Context(), &asked}, JavaScript, src); tree != nil || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
		if asked < -10 {
			t.Errorf("it went on, and asked %d times more", -asked)
		}
	}
	// The instance that stopped is not used again.
	parse(t, JavaScript, []byte("a && b\n"))
}

// A text that leaves many meanings open would take minutes.
func TestLong(t *testing.T) {
	src := []byte(strings.Repeat("AAA a::b::c::d::e\n", 2000))
	if tree, err := pool.Parse(t.Context(), C, src); tree != nil || !errors.Is(err, ErrLong) {
		t.Error(err)
	}
}

func TestCache(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	src := []byte("a if b else c\n")
	want := parse(t, Python, src)
	try := func(name string) {
		t.Helper()
		p := NewPool(dir)
		tree, err := p.Parse(t.Context(), Python, src)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(tree, want) {
			t.Errorf("%s: another tree", name)
		}
		if err := p.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	try("empty")
	try("filled")
	entries, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil || len(entries) == 0 {
		t.Fatalf("no entry in the cache: %v", err)
	}
	for _, e := range entries {
		if err := os.WriteFile(e, []byte("spoilt"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	try("spoilt")
	dir = filepath.Join(entries[0], "below a file")
	try("no folder")
}

func TestParallel(t *testing.T) {
	texts := samples(t)
	want := map[Language]*Tree{}
	for l, src := range texts {
		want[l] = parse(t, l, src)
	}
	p := NewPool("")
	defer p.Close()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			languages := Languages()
			for range 5 {
				for j := range languages {
					l := languages[(i+j)%len(languages)]
					tree, err := p.Parse(t.Context(), l, texts[l])
					if err != nil {
						t.Error(err)
					} else if !reflect.DeepEqual(tree, want[l]) {
						t.Errorf("%s: another tree", l)
					}
				}
			}
		})
	}
	wg.Wait()
}

func TestLanguages(t *testing.T) {
	all := Languages()
	if !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) || len(all) < 12 {
		t.Errorf("languages: %v", all)
	}
	built, err := files.ReadDir("grammar")
	if err != nil {
		t.Fatal(err)
	}
	if len(built) != len(modules) {
		t.Errorf("%d grammars are built in and %d listed", len(built), len(modules))
	}
}
