// Package linediff compares two texts line by line, for the history engine,
// which calls it for every pair of contents that a repository's history holds.
//
// It answers with the hunks that git itself would show with its default
// settings (Myers' algorithm, indent heuristic on), as far as published
// algorithms and fitted weights reach: the hunks are always right, in that
// they turn the old text into the new one, but where several scripts would do,
// git may now and then choose another. Time and memory are bounded for any
// input; where a minimal script would cost too much a longer one is given.
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
	search  search
	slider  slider
}

// side is one of the two texts. Only its middle, what is left after trimming
// common ends, takes part in the comparison.
type side struct {
	text   []byte
	lo, hi int     // the middle is text[lo:hi]
	off    []int32 // where the middle's lines start in text, and hi
	class  []int32 // equal lines of the middles have equal classes
	// changed marks lines of the middle that have no counterpart.
	changed []bool
	groups  []group
}

// group is a maximal run of changed lines of one side, placed by the number of
// unchanged lines of the middle before it. Unchanged lines pair up one to one,
// so groups of both sides with equal places belong to the same hunk. A group
// that slides out of the middle has a place below 0 or above the middle's
// number of unchanged lines.
type group struct {
	place, size int
}

func (s *side) lines() int { return len(s.off) - 1 }

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
	if len(old) >= math.MaxInt32 || len(new) >= math.MaxInt32 {
		return diffHuge(dst, old, new)
	}
	prefix, suffix := trim(old, new)
	if prefix == len(old) && prefix == len(new) {
		return dst
	}
	a, b := &d.a, &d.b
	a.reset(old, prefix, len(old)-suffix)
	b.reset(new, prefix, len(new)-suffix)
	d.before.reset(old[:prefix], true)
	d.after.reset(old[len(old)-suffix:], false)
	d.slider.steps = 0

	if a.lines() == 0 || b.lines() == 0 {
		a.groups = append(a.groups, group{0, a.lines()})[:min(1, a.lines())]
		b.groups = append(b.groups, group{0, b.lines()})[:min(1, b.lines())]
	} else {
		d.classes.intern(a, b)
		d.search.run(a, b, &d.classes)
		a.collect()
		b.collect()
	}
	d.slide(a, b)
	d.slide(b, a)
	dst = d.hunks(dst)
	d.release()
	return dst
}

// release lets go of the texts, and of scratch memory of a size that only
// giants need.
func (d *Differ) release() {
	const keep = 1 << 18
	if cap(d.a.off)+cap(d.b.off) > keep {
		*d = Differ{}
		return
	}
	d.a.text, d.b.text, d.before.text, d.after.text = nil, nil, nil, nil
}

// diffHuge answers for texts too long for 32-bit offsets: everything changed.
func diffHuge(dst []fact.Hunk, old, new []byte) []fact.Hunk {
	if bytes.Equal(old, new) {
		return dst
	}
	return append(dst, fact.Hunk{OldLines: int32(CountLines(old)), NewLines: int32(CountLines(new))})
}

func (s *side) reset(text []byte, lo, hi int) {
	s.text, s.lo, s.hi = text, lo, hi
	s.off, s.class, s.groups = s.off[:0], s.class[:0], s.groups[:0]
	for p := lo; p < hi; {
		s.off = append(s.off, int32(p))
		n := bytes.IndexByte(text[p:hi], '\n')
		if n < 0 {
			break
		}
		p += n + 1
	}
	s.off = append(s.off, int32(hi))
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
	old, new := first, first // first line, plus changed lines so far
	for len(a) > 0 || len(b) > 0 {
		var h fact.Hunk
		var place, na, nb int
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].place < b[0].place:
			place, na = a[0].place, a[0].size
		case len(a) == 0 || b[0].place < a[0].place:
			place, nb = b[0].place, b[0].size
		default:
			place, na, nb = a[0].place, a[0].size, b[0].size
		}
		h.Old, h.OldLines = int32(old+place), int32(na)
		h.New, h.NewLines = int32(new+place), int32(nb)
		if na > 0 {
			a = a[1:]
		}
		if nb > 0 {
			b = b[1:]
		}
		old += na
		new += nb
		dst = append(dst, h)
	}
	return dst
}
