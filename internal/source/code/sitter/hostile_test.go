package sitter

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// hostile gives texts that nobody writes, of about n bytes.
func hostile(n int) map[string]string {
	return map[string]string{
		"empty":          "",
		"zero bytes":     strings.Repeat("\x00", n),
		"no UTF-8":       strings.Repeat("\xff\xc0\x80\xed\xa0\x80", n/6),
		"half a rune":    "x = '\xe2\x82",
		"a mark":         "\xef\xbb\xbfx = 1\n",
		"other newlines": "x = 1\r\ny = 2\rz = 3\u2028",
		"one line":       strings.Repeat("x", n),
		"(":              strings.Repeat("(", n),
		"[":              strings.Repeat("[", n),
		"{":              strings.Repeat("{", n),
		"pairs":          strings.Repeat("(", n/2) + strings.Repeat(")", n/2),
		"nested":         strings.Repeat("{[(", n/6) + strings.Repeat(")]}", n/6),
		"minus":          strings.Repeat("- ", n/2) + "x",
		"quotes":         strings.Repeat(`"`, n),
		"heredocs":       strings.Repeat("<<A\n", n/4),
		"templates":      strings.Repeat("`${", n/3),
		"elements":       strings.Repeat("<a>", n/3),
		"indented":       indented(min(n/100, 500)),
	}
}

// TestHostile: there is a tree, or it says why not, and soon.
func TestHostile(t *testing.T) {
	failures := 0
	for _, l := range Languages() {
		texts := hostile(20_000)
		if l == JavaScript {
			texts = hostile(1_000_000)
		}
		for name, text := range texts {
			src := []byte(text)
			// Some take time that grows with the square of the text.
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			tree, err := pool.Parse(ctx, l, src)
			cancel()
			switch {
			case errors.Is(err, context.DeadlineExceeded), errors.Is(err, ErrFailed), errors.Is(err, ErrLong):
				failures++
			case err != nil:
				t.Errorf("%s, %s: %v", l, name, err)
			default:
				check(t, tree, src)
			}
		}
	}
	t.Logf("%d without a tree", failures)
	if _, err := pool.Parse(t.Context(), Java, make([]byte, 50<<20)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("50 MB: %v", err)
	}
}

func indented(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "if a:\n")
	}
	return b.String()
}

// TestDeep goes down a tree that is deep for certain.
func TestDeep(t *testing.T) {
	const depth = 100_000
	src := []byte(strings.Repeat("[", depth) + strings.Repeat("]", depth) + "\n")
	tree := parse(t, JavaScript, src)
	if deep := len(tree.Nodes); deep < depth || tree.Broken {
		t.Errorf("%d nodes, broken: %t", deep, tree.Broken)
	}
}

// TestOutOfMemory shows that a grammar which wants more than it may have is an
// error, and that the next text does not suffer.
func TestOutOfMemory(t *testing.T) {
	p := NewPool("")
	p.memory = 8 << 20
	defer p.Close()
	for range 2 {
		_, err := p.Parse(t.Context(), JavaScript, bytes.Repeat([]byte("a;"), 1<<20))
		if !errors.Is(err, ErrFailed) || strings.Contains(err.Error(), "\n") {
			t.Errorf("out of memory: %v", err)
		}
		if len(p.idle) != 0 {
			t.Error("an instance that failed is kept")
		}
		tree, err := p.Parse(t.Context(), JavaScript, []byte("a && b\n"))
		if err != nil || tree.Broken {
			t.Errorf("afterwards: %v", err)
		}
		if len(p.idle) != 1 {
			t.Errorf("%d instances wait", len(p.idle))
		}
		p.idle[0].close()
		p.idle = nil
	}
}

func TestLargeInstancesAreThrownAway(t *testing.T) {
	p := NewPool("")
	defer p.Close()
	if _, err := p.Parse(t.Context(), JavaScript, bytes.Repeat([]byte("a;"), 1<<17)); err != nil {
		t.Fatal(err)
	}
	if len(p.idle) != 0 {
		t.Errorf("an instance of %d bytes is kept", p.idle[0].memory.Size())
	}
}

// TestForgedRecords hands over what a grammar that a text led astray could.
func TestForgedRecords(t *testing.T) {
	type record struct {
		symbol                                     uint16
		field, flags                               uint8
		start, end, row, endRow, parent, following uint32
	}
	n := names{kinds: []string{"a", "b"}, fields: []string{"", "f"}}
	try := func(records ...record) bool {
		var b []byte
		for _, r := range records {
			b = binary.LittleEndian.AppendUint16(b, r.symbol)
			b = append(b, r.field, r.flags)
			for _, w := range []uint32{r.start, r.end, r.row, r.endRow, r.parent, r.following} {
				b = binary.LittleEndian.AppendUint32(b, w)
			}
		}
		tree, ok := decode(b, n, 10)
		if ok {
			check(t, tree, make([]byte, 10))
		}
		return ok
	}
	root := record{end: 10, following: 3}
	one, two := record{symbol: 1, start: 1, end: 9, following: 3}, record{field: 1, start: 2, end: 3, parent: 1, following: 3}
	if !try(root, one, two) {
		t.Fatal("sound records are refused")
	}
	for name, forge := range map[string]func(root, one, two *record){
		"kind":              func(_, one, _ *record) { one.symbol = 2 },
		"field":             func(_, _, two *record) { two.field = 2 },
		"beyond the text":   func(root, _, _ *record) { root.end = 11 },
		"negative":          func(_, _, two *record) { two.end = 1 << 31 },
		"before its parent": func(_, _, two *record) { two.start = 0 },
		"after its parent":  func(_, _, two *record) { two.end = 10 },
		"backwards":         func(_, _, two *record) { two.start = 4 },
		"own parent":        func(_, one, _ *record) { one.parent = 1 },
		"later parent":      func(_, one, _ *record) { one.parent = 2 },
		"no parent":         func(_, one, _ *record) { one.parent = 1 << 31 },
		"next is itself":    func(_, one, _ *record) { one.following = 1 },
		"next is too far":   func(_, one, _ *record) { one.following = 4 },
		"beside its parent": func(_, one, _ *record) { one.following = 2 },
		"root is short":     func(root, _, _ *record) { root.following = 2 },
		"rows backwards":    func(_, _, two *record) { two.row = 1 },
	} {
		r, a, b := root, one, two
		forge(&r, &a, &b)
		if try(r, a, b) {
			t.Errorf("%s: a tree that cannot be", name)
		}
	}
}

// TestDoubling is for the memory of systems that reserve none.
func TestDoubling(t *testing.T) {
	d := &doubling{most: 5 * page}
	first := d.Reallocate(page)
	first[7] = 1
	for size := uint64(2); size <= 5; size++ {
		if b := d.Reallocate(size * page); uint64(len(b)) != size*page || b[7] != 1 || b[len(b)-1] != 0 {
			t.Errorf("%d pages: %d bytes", size, len(b))
		}
	}
	if d.Reallocate(6*page) != nil {
		t.Error("more than the most")
	}
	if all := reserve(5 * page); all != nil {
		r := &reserved{all}
		r.Reallocate(2 * page)[2*page-1] = 1
		if r.Reallocate(6*page) != nil {
			t.Error("more than was reserved")
		}
		r.Free()
	}
}

// FuzzParse holds the trees of any text against what Node promises. The fuzzer
// does not see into a grammar; that one is compiled would pass for news. It
// takes minutes to make a long text small, so texts are short; and to compile a
// large grammar under its eyes takes seconds, so there are few.
func FuzzParse(f *testing.F) {
	languages := []Language{JavaScript, Python, Java, C}
	texts := samples(f)
	for i, l := range languages {
		parse(f, l, texts[l])
		for lines := range slices.Chunk(bytes.SplitAfter(texts[l], []byte("\n")), 3) {
			f.Add(uint8(i), slices.Concat(lines...))
		}
	}
	f.Add(uint8(0), []byte("<<A\n\"${`\x00\xff"))
	f.Fuzz(func(t *testing.T, i uint8, src []byte) {
		l := languages[int(i)%len(languages)]
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		tree, err := pool.Parse(ctx, l, src)
		switch {
		case errors.Is(err, context.DeadlineExceeded): // the machine may be busy
		case err != nil:
			t.Errorf("%s: %v", l, err)
		default:
			check(t, tree, src)
		}
	})
}
