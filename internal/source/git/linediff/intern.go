package linediff

import (
	"bytes"
	"hash/maphash"
	"math/bits"
)

// seed is random in every process, so that nobody can write a text whose lines
// all fall into one slot.
var seed = maphash.MakeSeed()

// classTable numbers the distinct lines of the middles in an open-addressing
// hash table. The hash merely finds candidates; lines are of one class only if
// their bytes are equal.
type classTable struct {
	texts   [2][]byte // of a and b
	slots   []slot
	classes []class
}

type slot struct {
	hash  uint32
	class int32 // plus 1; 0 is a free slot
}

// class is a distinct line.
type class struct {
	start, size int32 // where its first occurrence is
	side        int32 // and on which side
	// a and b count its occurrences in the middles, outer those in the common
	// ends, as far as keeper has asked for them.
	a, b, outer int32
}

func (t *classTable) intern(a, b *side) {
	n := a.lines() + b.lines()
	t.slots = resize(t.slots, 1<<bits.Len(uint(n+n/2)))
	clear(t.slots)
	t.classes = t.classes[:0]
	t.texts = [2][]byte{a.text, b.text}
	a.class = resize(a.class, a.lines())
	for i := range a.class {
		c := t.add(0, a.off[i], a.off[i+1])
		t.classes[c].a++
		a.class[i] = c
	}
	b.class = resize(b.class, b.lines())
	for i := range b.class {
		c := t.add(1, b.off[i], b.off[i+1])
		t.classes[c].b++
		b.class[i] = c
	}
}

// add gives the class of a line and makes one if it is new.
func (t *classTable) add(side int, start, end int32) int32 {
	line := t.texts[side][start:end]
	at, hash, c := t.find(line)
	if c < 0 {
		c = int32(len(t.classes))
		t.classes = append(t.classes, class{start: start, size: end - start, side: int32(side)})
		t.slots[at] = slot{hash, c + 1}
	}
	return c
}

// find gives the class of a line, or -1 and the slot and hash for a new one.
func (t *classTable) find(line []byte) (at int, hash uint32, found int32) {
	h := maphash.Bytes(seed, line)
	hash = uint32(h >> 32)
	mask := len(t.slots) - 1
	for at = int(h) & mask; ; at = (at + 1) & mask {
		s := t.slots[at]
		if s.class == 0 {
			return at, hash, -1
		}
		if s.hash == hash {
			c := &t.classes[s.class-1]
			if int(c.size) == len(line) && bytes.Equal(t.texts[c.side][c.start:c.start+c.size], line) {
				return at, hash, s.class - 1
			}
		}
	}
}

// countOuter adds the occurrences in a common end and gives its number of
// lines.
func (t *classTable) countOuter(text []byte) int {
	n := 0
	for ; len(text) > 0; n++ {
		end := bytes.IndexByte(text, '\n') + 1
		if end == 0 {
			end = len(text)
		}
		if _, _, c := t.find(text[:end]); c >= 0 {
			t.classes[c].outer++
		}
		text = text[end:]
	}
	return n
}
