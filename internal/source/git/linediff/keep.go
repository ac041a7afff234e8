package linediff

import "math/bits"

// keeper chooses which lines take part in the search. Lines that the other
// side lacks never do: they are changed whatever the script. Neither do lines
// that are frequent on the other side and have mostly such lines around them,
// since pairing off a few braces and blank lines in the midst of a rewritten
// passage tears it apart ("confusing lines" in the manual of GNU diff). The
// script is then not the shortest, which is as git has it.
//
// The rule and its numbers were found by watching git on made-up texts, with
// one thing varied at a time: how often a line must occur, how many lines
// without counterpart must surround how many frequent ones, and how far off
// they count.
type keeper struct {
	a, b kept
	lost []int32 // by line: how many before it have no counterpart
	kind []lineKind
}

// kept is what the search sees of a side.
type kept struct {
	line  []int32 // indices into the middle
	class []int32
}

type lineKind uint8

const (
	ordinary lineKind = iota
	frequent
	lost // without counterpart
)

const (
	window   = 100  // how far off, in lines, others count
	share    = 3    // how many lost lines outweigh a frequent one
	atMost   = 1024 // occurrences that are always frequent
	outright = 65   // more frequent lines than that within reach save each other
)

// often is the number of occurrences on the other side from which on a line is
// frequent in a text of n lines: the power of two above its square root.
func often(n int) int32 {
	return min(atMost, int32(1)<<((bits.Len(uint(n))+1)/2))
}

// choose marks the lines of both sides that are out as changed and keeps the
// others. The common ends are given since lines in them count as occurrences.
func (k *keeper) choose(a, b *side, t *classTable, before, after []byte) {
	doubtful := k.doubtful(a, t.b)
	if k.doubtful(b, t.a) || doubtful {
		n := t.countOuter(before, after)
		k.judge(a, t.b, t.outer, often(n+a.lines()))
		k.judge(b, t.a, t.outer, often(n+b.lines()))
	}
	k.a.fill(a)
	k.b.fill(b)
}

// doubtful marks the lines that the middle of the other side lacks, given how
// often that has each class, and tells
// whether there can be others to leave out: a stretch of lines with counterpart
// so short, and with so many lines without around it, that all being frequent
// it would go.
func (k *keeper) doubtful(s *side, others []int32) bool {
	n := s.lines()
	s.changed = resize(s.changed, n)
	k.lost = resize(k.lost, n+1)
	sum := int32(0)
	for i, c := range s.class {
		k.lost[i] = sum
		s.changed[i] = others[c] == 0
		if s.changed[i] {
			sum++
		}
	}
	k.lost[n] = sum
	if sum <= 2*share {
		return false
	}
	for i := 0; i < n; i++ {
		if s.changed[i] {
			continue
		}
		from := i
		for i < n && !s.changed[i] {
			i++
		}
		if from == 0 || i == n || i-from > outright {
			continue
		}
		around := k.lost[from] - k.lost[max(0, from-window)] + k.lost[min(n, i+window)] - k.lost[i]
		if around > int32(share*(i-from+1)) {
			return true
		}
	}
	return false
}

// judge marks the frequent lines that are out, given how often the other side's
// middle and the common ends have each class. Lines count as around a line if
// no ordinary one lies between.
func (k *keeper) judge(s *side, others, outer []int32, often int32) {
	n := s.lines()
	k.kind, k.lost = resize(k.kind, n), resize(k.lost, n+1)
	kind := k.kind
	sum := int32(0)
	for i, c := range s.class {
		k.lost[i] = sum
		switch n := others[c] + outer[c]; {
		case n == 0:
			kind[i] = lost
			sum++
		case n >= often:
			kind[i] = frequent
		default:
			kind[i] = ordinary
			s.changed[i] = false
		}
	}
	k.lost[n] = sum
	for i := 0; i < n; i++ {
		from := i
		for i < n && kind[i] != ordinary {
			i++
		}
		for j := from; j < i; j++ {
			if kind[j] == frequent {
				s.changed[j] = k.outweighed(j, max(from, j-window), min(i, j+1+window))
			}
		}
	}
}

// outweighed tells whether lost lines outweigh the frequent ones among lines
// from to to, around line i.
func (k *keeper) outweighed(i, from, to int) bool {
	before, after := k.lost[i]-k.lost[from], k.lost[to]-k.lost[i]
	return before > 0 && after > 0 && before+after > share*(int32(to-from)-before-after+1)
}

func (k *kept) fill(s *side) {
	k.line, k.class = resize(k.line, len(s.class)), resize(k.class, len(s.class))
	n := 0
	for i, c := range s.class {
		k.line[n], k.class[n] = int32(i), c
		if !s.changed[i] {
			n++
		}
	}
	k.line, k.class = k.line[:n], k.class[:n]
}
