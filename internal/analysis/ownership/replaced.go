package ownership

import (
	"cmp"
	"slices"

	"leadline/internal/fact"
)

// Replacement is what a change did to the lines that it found, by the commits that
// had written them.
type Replacement struct {
	// Commit is whose change it is, as an index into History.Commits.
	Commit int
	Path   fact.Path
	// Removed are the lines that were taken out or written anew, and Beside those
	// directly before and after a place where lines were only put in. By Commit.
	Removed, Beside []Lines
	// Unknown: missing contents hide whose some of these lines were.
	Unknown bool
}

// Lines counts lines that a commit wrote.
type Lines struct {
	Commit int // index into History.Commits
	Lines  int
}

// Replaced tells what changes did to the lines that they found, in the order of the
// commits and of their changes: those of commits with a single parent that are
// wanted. One that adds or deletes a file, or of a content that is no text, replaces
// nothing.
func Replaced(h *fact.History, wanted func(c *fact.Commit, ch *fact.Change) bool) []Replacement {
	r := newReplay(h)
	r.replaced = map[int32]*Replacement{}
	var order []*Replacement
	for i := range h.Commits {
		c := &h.Commits[i]
		if c.Merge() {
			continue
		}
		for k := range c.Changes {
			ch := &c.Changes[k]
			if len(ch.Sources) == 0 || ch.Kind == fact.Deleted || ch.Mode == fact.ModeSubmodule || !wanted(c, ch) {
				continue
			}
			v := r.first[i] + int32(k)
			r.want(v)
			r.uses[v]--
			r.replaced[v] = &Replacement{Commit: i, Path: ch.Path}
			order = append(order, r.replaced[v])
		}
	}
	r.run()
	out := make([]Replacement, len(order))
	for i, x := range order {
		out[i] = *x
	}
	return out
}

// replace fills in what the change that made a version replaced; the lines of its
// sources are there.
func (r *replay) replace(x *Replacement, ver *version) {
	removed, beside := map[int32]int{}, map[int32]int{}
	for i := range ver.change.Sources {
		s := &ver.change.Sources[i]
		sv := ver.sources[i]
		if s.Same {
			continue
		}
		if s.Content == fact.Missing || sv == none {
			x.Unknown = true
			continue
		}
		walk(r.lines[sv], s.Hunks, removed, beside)
	}
	x.Unknown = x.Unknown || removed[unknown] > 0 || beside[unknown] > 0
	x.Removed, x.Beside = counted(removed), counted(beside)
}

// walk adds up whose lines hunks take out, and whose are beside what they only put in.
func walk(old []run, hunks []fact.Hunk, removed, beside map[int32]int) {
	at := int32(0) // where the first of old begins
	for _, h := range hunks {
		from, to, sum := h.Old, h.Old+h.OldLines, removed
		if h.OldLines == 0 {
			from, to, sum = h.Old-1, h.Old+1, beside
		}
		for len(old) > 0 && at+old[0].lines <= from {
			at += old[0].lines
			old = old[1:]
		}
		// A run may reach into the next hunk: it is looked at again.
		start := at
		for _, l := range old {
			if start >= to {
				break
			}
			if n := min(start+l.lines, to) - max(start, from); n > 0 {
				sum[l.origin] += int(n)
			}
			start += l.lines
		}
	}
}

func counted(lines map[int32]int) []Lines {
	var out []Lines
	for c, n := range lines {
		if c >= 0 {
			out = append(out, Lines{int(c), n})
		}
	}
	slices.SortFunc(out, func(a, b Lines) int { return cmp.Compare(a.Commit, b.Commit) })
	return out
}
