package clone

import "math/bits"

// roller computes hashes of windows of a text, each from the one before (Karp and
// Rabin 1987): polynomials modulo the prime 2^61-1.
type roller struct {
	length int
	// gone is the factor of the token that leaves the window.
	gone uint64
}

const (
	prime = 1<<61 - 1
	base  = 0x1a2b3c4d5e6f7081 % prime
)

func newRoller(length int) roller {
	r := roller{length, 1}
	for range length {
		r.gone = multiply(r.gone, base)
	}
	return r
}

// multiply is a product modulo the prime.
func multiply(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return reduce(low&prime + (high<<3 | low>>61))
}

func reduce(n uint64) uint64 {
	if n >= prime {
		return n - prime
	}
	return n
}

// next is the hash of the window that ends with the token at i, from that of the
// one before it.
func (r *roller) next(hash uint64, text []uint32, i int) uint64 {
	hash = reduce(multiply(hash, base) + uint64(text[i]) + 1)
	if i >= r.length {
		hash = reduce(hash + prime - multiply(r.gone, uint64(text[i-r.length])+1))
	}
	return hash
}

// windows calls a function with where each window of the files begins, and its
// hash.
func (s *Search) windows(each func(at int, hash uint64)) {
	r := &s.collapser.roll
	for f := range s.files {
		text := s.text[s.files[f].start:s.end(f)]
		hash := uint64(0)
		for i := range text {
			hash = r.next(hash, text, i)
			if i+1 >= r.length {
				each(s.files[f].start+i+1-r.length, hash)
			}
		}
	}
}

// classes are the windows that occur more than once. Those with the same tokens
// have the same number.
type classes struct {
	// of is the class of the window that begins at each position; none where it is
	// the only one.
	of []int32
	// at are where the windows of the classes begin, in order; those of class i from
	// first[i] up to first[i+1].
	at, first []int32
}

const none = -1

func (c *classes) places(class int32) []int32 { return c.at[c.first[class]:c.first[class+1]] }

// classify finds the windows that occur more than once. Most do not: a first pass
// over all counts their hashes, roughly, so that a second one looks at few.
func (s *Search) classify() *classes {
	seen := newCounter(len(s.text))
	s.windows(func(_ int, hash uint64) { seen.add(hash) })
	again := 0
	s.windows(func(_ int, hash uint64) {
		if seen.twice(hash) {
			again++
		}
	})
	t := newTable(s.text, s.least, again)
	of := make([]int32, len(s.text))
	for i := range of {
		of[i] = none
	}
	s.windows(func(at int, hash uint64) {
		if seen.twice(hash) {
			of[at] = t.class(at, hash)
		}
	})
	return group(of, t.size)
}

// group lists the windows of each class and drops those that are alone.
func group(of, size []int32) *classes {
	c := &classes{of: of, first: []int32{0}}
	number := make([]int32, len(size))
	total := int32(0)
	for i, n := range size {
		number[i] = none
		if n > 1 {
			number[i] = int32(len(c.first) - 1)
			total += n
			c.first = append(c.first, total)
		}
	}
	c.at = make([]int32, total)
	next := append([]int32(nil), c.first...)
	for at, class := range of {
		if class == none {
			continue
		}
		class = number[class]
		of[at] = class
		if class != none {
			c.at[next[class]] = int32(at)
			next[class]++
		}
	}
	return c
}

// counter tells hashes that occur once from most that occur more often: two bits
// for each slot.
type counter struct {
	bits []uint64
	mask uint64
}

func newCounter(n int) *counter {
	slots := uint64(1) << bits.Len64(uint64(n)*8)
	return &counter{make([]uint64, slots/32+1), slots - 1}
}

func (c *counter) slot(hash uint64) (word *uint64, shift uint64) {
	k := (hash ^ hash>>32) & c.mask
	return &c.bits[k/32], k % 32 * 2
}

func (c *counter) add(hash uint64) {
	word, shift := c.slot(hash)
	*word |= 1 << shift << (*word >> shift & 1)
}

func (c *counter) twice(hash uint64) bool {
	word, shift := c.slot(hash)
	return *word>>shift&2 != 0
}

// table gives windows with the same tokens the same number.
type table struct {
	text   []uint32
	window int
	slots  []int32
	mask   uint64
	// Of each class its hash, its first place, and how many there are.
	hash        []uint64
	first, size []int32
	// lastAt is the window that came last, lastFirst the first one of its class.
	lastAt, lastFirst int
}

func newTable(text []uint32, window, most int) *table {
	slots := uint64(1) << bits.Len64(uint64(most)*3/2)
	t := &table{text: text, window: window, slots: make([]int32, slots), mask: slots - 1, lastAt: none}
	for i := range t.slots {
		t.slots[i] = none
	}
	return t
}

// probes bounds how many windows of the same hash and other tokens are looked at.
// One that is not found among them counts as the first of its class.
const probes = 64

// class is the number of a window.
func (t *table) class(at int, hash uint64) int32 {
	slot := hash >> 7 & t.mask
	alike := 0
	for t.slots[slot] != none {
		c := t.slots[slot]
		if t.hash[c] == hash {
			if t.same(int(t.first[c]), at) {
				t.size[c]++
				t.lastAt, t.lastFirst = at, int(t.first[c])
				return c
			}
			if alike++; alike == probes {
				break
			}
		}
		slot = (slot + 1) & t.mask
	}
	c := int32(len(t.hash))
	t.hash = append(t.hash, hash)
	t.first = append(t.first, int32(at))
	t.size = append(t.size, 1)
	t.lastAt, t.lastFirst = at, at
	if t.slots[slot] == none {
		t.slots[slot] = c
	}
	return c
}

// same tells whether two windows have the same tokens. Where the two before them
// are known to have, the last token decides.
func (t *table) same(first, at int) bool {
	if t.lastAt == at-1 && t.lastFirst == first-1 {
		return t.text[first+t.window-1] == t.text[at+t.window-1]
	}
	for i := range t.window {
		if t.text[first+i] != t.text[at+i] {
			return false
		}
	}
	return true
}
