// Package linediff compares two texts line by line, for the history engine,
// which calls it for every pair of contents that a repository's history holds.
//
// It answers with the hunks of `git diff -U0` with default settings (Myers'
// algorithm, indent heuristic on), which are also those of `git blame`, as far
// as published algorithms and parameters fitted to git's output reach. The
// hunks are always right in that they turn the old text into the new one;
// where several scripts do, git may now and then take another. Time and memory
// are bounded for any input: where a shortest script costs too much, a longer
// one is given, as git does too.
//
// A line is a run of bytes up to and including a line feed; a carriage return
// belongs to its line, and a last line without line feed differs from the same
// line with one. Renames, binary contents and attributes are not its job.
package linediff

import (
	"bytes"
	"math"

	"leadline/internal/fact"
)

// Differ holds scratch memory that calls share. The zero value is ready for
// use. It is not safe for concurrent use.
type Differ struct {
	a, b    side
	before  context // common lines in front of the middle
	after   context // common lines behind it
	classes classTable
	keep    keeper
	search  search
	slider  slider
}

// side is one of the two texts. Only its middle, what is left after trimming
// common ends, takes part in the search.
type side struct {
	text    []byte
	lo, hi  int     // the middle is text[lo:hi]
	off     []int32 // where the middle's lines start in text, and hi
	class   []int32 // equal lines of the middles have equal classes
	changed []bool  // lines of the middle without a counterpart
	groups  []group
}

// group is a maximal run of changed lines of one side, placed by the number of
// unchanged lines of the middle before it. Unchanged lines pair up one to one,
// so groups of both sides at the same place belong to the same hunk. A group
// that has slid out of the middle has a place below 0 or above the middle's
// number of unchanged lines.
type group struct {
	place, size int
}

func (s *side) lines() int { return len(s.off) - 1 }

func (s *side) line(i int) []byte { return s.text[s.off[i]:s.off[i+1]] }

var lineFeed = []byte{'\n'}

// CountLines is the number of lines of a text. A last line without line feed
// counts.
func CountLines(b []byte) int {
	n := bytes.Count(b, lineFeed)
	if len(b) > 0 && b[len(b)-1] != '\n' {
		n++
	}
	return n
}

// Diff appends to dst the hunks that turn old into new and returns it. Lines
// count from 0; hunks are in order and do not touch.
func (d *Differ) Diff(dst []fact.Hunk, old, new []byte) []fact.Hunk {
	dst = d.diff(dst, old, new)
	d.release()
	return dst
}

func (d *Differ) diff(dst []fact.Hunk, old, new []byte) []fact.Hunk {
	t := trim(old, new)
	if t.prefix == len(old) && t.prefix == len(new) {
		return dst
	}
	if max(len(old), len(new)) > maxBytes ||
		bytes.Count(old[t.prefix:len(old)-t.suffix], lineFeed)+bytes.Count(new[t.prefix:len(new)-t.suffix], lineFeed) > maxLines {
		return append(dst, wholeMiddle(old, new, t))
	}
	a, b := &d.a, &d.b
	a.reset(old, t.prefix, len(old)-t.suffix)
	b.reset(new, t.prefix, len(new)-t.suffix)
	d.before.reset(old[:t.prefix], true)
	d.after.reset(old[len(old)-t.suffix:len(old)-t.tail], false)

	a.split()
	if a.lo == a.hi || b.lo == b.hi {
		b.split()
		a.wholeGroup()
		b.wholeGroup()
	} else {
		d.classes.intern(a, b)
		d.keep.choose(a, b, &d.classes, d.before.text, d.after.text)
		d.search.run(a, b, &d.keep)
		a.collect()
		b.collect()
	}
	d.slider.steps = 0
	d.slide(a, b)
	d.slide(b, a)
	return d.hunks(dst)
}

// release lets go of the texts, and of scratch memory of a size that only
// giants need.
func (d *Differ) release() {
	const giant = 1 << 18 // lines
	if cap(d.a.off)+cap(d.b.off)+cap(d.before.ends)+cap(d.after.ends) > giant {
		*d = Differ{}
		return
	}
	d.a.text, d.b.text, d.before.text, d.after.text = nil, nil, nil, nil
	d.classes.texts = [2][]byte{}
}

// Texts beyond these sizes are not searched. Offsets and line numbers have 32
// bits, and a line of a middle takes some 80 bytes of scratch memory.
const (
	maxBytes = 1 << 30
	maxLines = 1 << 22 // of both middles
)

// wholeMiddle replaces the middle as one.
func wholeMiddle(old, new []byte, t ends) fact.Hunk {
	first := int32(bytes.Count(old[:t.prefix], lineFeed))
	return fact.Hunk{
		Old: first, OldLines: int32(CountLines(old[t.prefix : len(old)-t.suffix])),
		New: first, NewLines: int32(CountLines(new[t.prefix : len(new)-t.suffix])),
	}
}

func (s *side) reset(text []byte, lo, hi int) {
	s.text, s.lo, s.hi = text, lo, hi
	s.off, s.class, s.groups = s.off[:0], s.class[:0], s.groups[:0]
}

// split finds the lines of the middle.
func (s *side) split() {
	for p := s.lo; p < s.hi; p += firstLine(s.text[p:s.hi]) {
		s.off = append(s.off, int32(p))
	}
	s.off = append(s.off, int32(s.hi))
}

// wholeGroup makes one group of the middle.
func (s *side) wholeGroup() {
	if n := s.lines(); n > 0 {
		s.groups = append(s.groups, group{0, n})
	}
}

// collect turns the marks into groups.
func (s *side) collect() {
	place := 0
	for i, n := 0, s.lines(); i < n; {
		if !s.changed[i] {
			place++
			i++
			continue
		}
		j := i + 1
		for j < n && s.changed[j] {
			j++
		}
		s.groups = append(s.groups, group{place, j - i})
		i = j
	}
}

// hunks joins the groups of both sides.
func (d *Differ) hunks(dst []fact.Hunk) []fact.Hunk {
	a, b := d.a.groups, d.b.groups
	first := bytes.Count(d.a.text[:d.a.lo], lineFeed)
	na, nb := 0, 0 // changed lines so far
	for len(a) > 0 || len(b) > 0 {
		place := math.MaxInt
		if len(a) > 0 {
			place = a[0].place
		}
		if len(b) > 0 {
			place = min(place, b[0].place)
		}
		h := fact.Hunk{Old: int32(first + place + na), New: int32(first + place + nb)}
		if len(a) > 0 && a[0].place == place {
			h.OldLines = int32(a[0].size)
			na += a[0].size
			a = a[1:]
		}
		if len(b) > 0 && b[0].place == place {
			h.NewLines = int32(b[0].size)
			nb += b[0].size
			b = b[1:]
		}
		dst = append(dst, h)
	}
	return dst
}

// resize gives a slice of length n with unspecified content, of s if it fits.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}
