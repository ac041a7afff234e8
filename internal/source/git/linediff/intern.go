package linediff

import (
	"bytes"
	"hash/maphash"
	"math/bits"
)

// seed is random in every process, so that nobody can write a text whose lines
// all fall into one slot.
var seed = maphash.MakeSeed()

// classTable numbers distinct lines: an open-addressing hash table. Lines are
// one class only if their bytes are equal; the hash merely finds candidates.
type classTable struct {
	slots   []slot
	classes []class
}

type slot struct {
	hash  uint32
	class int32 // plus 1; 0 is a free slot
}

// class is a distinct line of the middles.
type class struct {
	line   []byte // one of its occurrences
	na, nb int32  // how often each side has it
}

func (t *classTable) intern(a, b *side) {
	n := a.lines() + b.lines()
	size := 1 << bits.Len(uint(n+n/2))
	t.slots = resize(t.slots, size)
	clear(t.slots)
	clear(t.classes[:cap(t.classes)])
	t.classes = t.classes[:0]
	a.class = resize(a.class, a.lines())
	b.class = resize(b.class, b.lines())
	for i := range a.class {
		c := t.find(a.text[a.off[i]:a.off[i+1]])
		t.classes[c].na++
		a.class[i] = c
	}
	for i := range b.class {
		c := t.find(b.text[b.off[i]:b.off[i+1]])
		t.classes[c].nb++
		b.class[i] = c
	}
}

func (t *classTable) find(line []byte) int32 {
	h64 := maphash.Bytes(seed, line)
	h := uint32(h64 >> 32)
	mask := len(t.slots) - 1
	for i := int(h64) & mask; ; i = (i + 1) & mask {
		s := t.slots[i]
		if s.class == 0 {
			t.classes = append(t.classes, class{line: line})
			t.slots[i] = slot{h, int32(len(t.classes))}
			return int32(len(t.classes) - 1)
		}
		if s.hash == h && bytes.Equal(t.classes[s.class-1].line, line) {
			return s.class - 1
		}
	}
}

// resize gives a slice of length n with unspecified content, of s if it fits.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}
