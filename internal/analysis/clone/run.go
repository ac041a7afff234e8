package clone

import (
	"cmp"
	"slices"
)

// run is a clone in the text: where its copies begin, and how long they are.
type run struct {
	at     []int32
	length int
}

// adds tells whether the copies have as many tokens that are not covered as a clone
// has at least, and covers them if so.
func (r *run) adds(covered []bool, least int) bool {
	n := 0
	for _, at := range r.at {
		for _, is := range covered[at:][:r.length] {
			if !is {
				n++
			}
		}
	}
	if n >= least {
		for _, at := range r.at {
			for i := range covered[at:][:r.length] {
				covered[int(at)+i] = true
			}
		}
	}
	return n >= least
}

// effort bounds how many tokens are compared to find how far copies reach, for each
// token of the text.
const effort = 1024

// runs finds, for each class of windows, the longest run around them that they have
// in common. Most classes are part of the run of another one and have the same
// places: those are passed over.
func (s *Search) runs(c *classes) (runs []run, complete bool) {
	done := make([]bool, len(c.first)-1)
	left := effort * len(s.text)
	for class := range int32(len(done)) {
		if done[class] {
			continue
		}
		all := c.places(class)
		at := s.apart(all)
		if len(at) < 2 {
			continue
		}
		before, after := s.reach(at)
		left -= (before + after + s.least) * len(at)
		if left < 0 {
			return distinct(runs), false
		}
		if len(at) == len(all) {
			for p := int(at[0]) - before; p <= int(at[0])+after; p++ {
				if other := c.of[p]; other != none && len(c.places(other)) == len(all) {
					done[other] = true
				}
			}
		}
		length := min(before+s.least+after, s.nearest(at))
		if before+s.least > length {
			continue // what was cut is told by windows that are wholly within
		}
		for i := range at {
			at[i] -= int32(before)
		}
		runs = append(runs, run{at, length})
	}
	return distinct(runs), true
}

// apart are those places that no place shortly before overlaps: what repeats itself
// is one place.
func (s *Search) apart(all []int32) []int32 {
	out := make([]int32, 0, len(all))
	for i, at := range all {
		if i == 0 || int(at-all[i-1]) >= s.least { // as windows of two files always are
			out = append(out, at)
		}
	}
	return out
}

// nearest is how far the two places that are nearest to each other in one file are
// apart.
func (s *Search) nearest(at []int32) int {
	out := len(s.text)
	for i := 1; i < len(at); i++ {
		if d := int(at[i] - at[i-1]); d < out && s.fileOf(int(at[i])) == s.fileOf(int(at[i-1])) {
			out = d
		}
	}
	return out
}

// reach is how many tokens before and after them windows have in common.
func (s *Search) reach(at []int32) (before, after int) {
	first := int(at[0])
	before, after = len(s.text), len(s.text)
	for _, p := range at {
		f := s.fileOf(int(p))
		before, after = min(before, int(p)-s.files[f].start), min(after, s.end(f)-int(p)-s.least)
	}
	for _, p := range at[1:] {
		n := 0
		for n < before && s.text[first-n-1] == s.text[int(p)-n-1] {
			n++
		}
		before = n
		n = 0
		for n < after && s.text[first+s.least+n] == s.text[int(p)+s.least+n] {
			n++
		}
		after = n
	}
	return before, after
}

// distinct gives each run once.
func distinct(runs []run) []run {
	slices.SortFunc(runs, func(a, b run) int { return cmp.Or(cmp.Compare(a.length, b.length), slices.Compare(a.at, b.at)) })
	return slices.CompactFunc(runs, func(a, b run) bool { return a.length == b.length && slices.Equal(a.at, b.at) })
}
