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
	// a and b count the occurrences of each class in the middles, outer those
	// in the common ends once countOuter has been asked.
	a, b, outer []int32
}

type slot struct {
	hash  uint32
	class int32 // plus 1; 0 is a free slot
}

// class is a distinct line, known by its first occurrence.
type class struct {
	start, size int32
	line        int32 // its index on side a; inB if it is not there
}

const inB = -1

// intern splits b into lines and gives the lines of both sides their classes.
func (t *classTable) intern(a, b *side) {
	n := a.lines() + bytes.Count(b.text[b.lo:b.hi], lineFeed) + 1
	t.slots = resize(t.slots, 1<<bits.Len(uint(n+n/2)))
	clear(t.slots)
	t.texts = [2][]byte{a.text, b.text}
	t.classes, t.a, t.b = t.classes[:0], t.a[:0], t.b[:0]
	a.class = resize(a.class, a.lines())
	for i := range a.class {
		c := t.add(a.line(i), a.off[i], int32(i))
		t.a[c]++
		a.class[i] = c
	}
	// Most lines of b follow each other as in a, so the next line of a is tried
	// first, which saves looking for the end of the line and hashing it.
	b.off, b.class = b.off[:0], b.class[:0]
	next := 0
	for p := b.lo; p < b.hi; {
		b.off = append(b.off, int32(p))
		rest := b.text[p:b.hi]
		var c int32
		var size int
		if next < len(a.class) && startsWithLine(rest, a.line(next)) {
			c, size = a.class[next], int(a.off[next+1]-a.off[next])
			next++
		} else {
			size = firstLine(rest)
			c = t.add(rest[:size], int32(p), inB)
			next = t.follow(a, c, next)
		}
		t.b[c]++
		b.class = append(b.class, c)
		p += size
	}
	b.off = append(b.off, int32(b.hi))
}

// startsWithLine tells whether the first line of text is line.
func startsWithLine(text, line []byte) bool {
	return len(line) <= len(text) && bytes.Equal(text[:len(line)], line) &&
		(len(line) == len(text) || line[len(line)-1] == '\n')
}

// firstLine is the length of the first line of a text that is not empty.
func firstLine(text []byte) int {
	if n := bytes.IndexByte(text, '\n'); n >= 0 {
		return n + 1
	}
	return len(text)
}

// follow guesses which line of a comes next in b after a line of class c.
func (t *classTable) follow(a *side, c int32, next int) int {
	const near = 8
	switch {
	case t.a[c] == 1:
		return int(t.classes[c].line) + 1
	case t.a[c] > 1:
		for i := next; i < min(next+near, len(a.class)); i++ {
			if a.class[i] == c {
				return i + 1
			}
		}
	}
	return next
}

// add gives the class of a line and makes one if it is new.
func (t *classTable) add(line []byte, start, index int32) int32 {
	at, hash, c := t.find(line)
	if c < 0 {
		c = int32(len(t.classes))
		t.classes = append(t.classes, class{start, int32(len(line)), index})
		t.a, t.b = append(t.a, 0), append(t.b, 0)
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
		if s.hash == hash && bytes.Equal(t.text(s.class-1), line) {
			return at, hash, s.class - 1
		}
	}
}

func (t *classTable) text(c int32) []byte {
	k := t.classes[c]
	text := t.texts[0]
	if k.line == inB {
		text = t.texts[1]
	}
	return text[k.start : k.start+k.size]
}

// countOuter counts the occurrences in the common ends and gives their number
// of lines.
func (t *classTable) countOuter(ends ...[]byte) int {
	t.outer = resize(t.outer, len(t.classes))
	clear(t.outer)
	n := 0
	for _, text := range ends {
		for ; len(text) > 0; n++ {
			size := firstLine(text)
			if _, _, c := t.find(text[:size]); c >= 0 {
				t.outer[c]++
			}
			text = text[size:]
		}
	}
	return n
}
