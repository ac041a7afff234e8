package linediff

import "bytes"

// slider holds what choosing among equal places needs.
type slider struct {
	done  []group
	steps int
}

// maxSlideSteps bounds the lines that one Diff compares while sliding.
const maxSlideSteps = 1 << 22

// slide moves the groups of s, whose lines other lacks, among the places where
// they tell the same change, as git does: groups that meet are merged, a group
// that can share its place with a group of the other side does, and for the
// rest the best looking place is taken.
func (d *Differ) slide(s, other *side) {
	in, out := s.groups, d.slider.done[:0]
	o := 0    // index of the first group of other at or behind the place
	base := 0 // changed lines of s before the current group
	og := other.groups
	for len(in) > 0 {
		g := in[0]
		in = in[1:]
		var earliest, matched int
		var hasMatch bool
		for {
			size := g.size
			// Up as far as it goes.
			for d.slider.steps < maxSlideSteps {
				if len(out) > 0 && out[len(out)-1].place == g.place {
					base -= out[len(out)-1].size
					g.size += out[len(out)-1].size
					out = out[:len(out)-1]
				}
				at := base + g.place
				if !d.sameLine(s, at-1, at+g.size-1) {
					break
				}
				g.place--
			}
			earliest = g.place
			for o > 0 && og[o-1].place >= g.place {
				o--
			}
			// Down as far as it goes.
			hasMatch = false
			for {
				if len(in) > 0 && in[0].place == g.place {
					g.size += in[0].size
					in = in[1:]
				}
				for o < len(og) && og[o].place < g.place {
					o++
				}
				if o < len(og) && og[o].place == g.place {
					matched, hasMatch = g.place, true
				}
				at := base + g.place
				if d.slider.steps >= maxSlideSteps || !d.sameLine(s, at, at+g.size) {
					break
				}
				g.place++
			}
			if g.size == size {
				break
			}
		}
		switch {
		case earliest == g.place:
		case hasMatch:
			g.place = matched
		default:
			g.place = d.bestPlace(s, base, g.size, earliest, g.place)
		}
		base += g.size
		out = append(out, g)
	}
	s.groups, d.slider.done = out, s.groups
}

// sameLine tells whether two lines of a side are equal. Lines count from the
// start of the middle and may be outside of it; a line that is not there
// equals none.
func (d *Differ) sameLine(s *side, i, j int) bool {
	d.slider.steps++
	if n := len(s.class); 0 <= i && i < n && 0 <= j && j < n {
		return s.class[i] == s.class[j]
	}
	x, ok := d.line(s, i)
	if !ok {
		return false
	}
	y, ok := d.line(s, j)
	return ok && bytes.Equal(x, y)
}

// line gives line i of a side.
func (d *Differ) line(s *side, i int) ([]byte, bool) {
	switch n := s.lines(); {
	case i < 0:
		return d.before.line(-i - 1)
	case i >= n:
		return d.after.line(i - n)
	}
	return s.text[s.off[i]:s.off[i+1]], true
}
