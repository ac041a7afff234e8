// Package activity tells what changed in a repository and when: which commits
// reached the head's first-parent line in a span of time, and how many lines
// they changed where. It serves every duty that speaks of recent work.
//
// A commit counts from the moment it landed: when the first-parent line first
// reached it. So the work of a window is always a range of commits, A..B, and
// `git log A..B` shows the same.
//
// It counts commits and lines, never people: who did the work is told
// elsewhere.
package activity

import (
	"cmp"
	"iter"
	"slices"
	"sort"
	"time"

	"leadline/internal/fact"
)

// Sweeping is the number of files above which a commit, or a landing, says nothing
// of any one of them: a rename or a reformatting throughout, a new licence header.
// Zimmermann et al., "Mining Version Histories to Guide Software Changes", 2005,
// leave out transactions of more files than that.
const Sweeping = 30

// Timeline orders a history by the time at which commits landed.
type Timeline struct {
	History *fact.History
	// Mainline is the first-parent line of the head, oldest first, as indices
	// into History.Commits.
	Mainline []int
	// Times tells, for each of Mainline, when it landed: Unix seconds, never
	// decreasing.
	Times []int64
	// Landed gives, for each commit of the history, the position in Mainline
	// of the commit that brought it.
	Landed []int
}

// NewTimeline reads the first-parent line of a history. A history without a
// head has an empty one.
func NewTimeline(h *fact.History) *Timeline {
	t := &Timeline{History: h, Landed: make([]int, len(h.Commits))}
	index := make(map[fact.CommitID]int, len(h.Commits))
	for i := range h.Commits {
		index[h.Commits[i].ID] = i
		t.Landed[i] = -1
	}
	for at, ok := index[h.Head]; ok; {
		t.Mainline = append(t.Mainline, at)
		parents := h.Commits[at].Parents
		if len(parents) == 0 {
			break
		}
		// A parent behind a shallow boundary is not in the history.
		at, ok = index[parents[0]]
	}
	slices.Reverse(t.Mainline)
	for position, top := range t.Mainline {
		t.land(index, top, position)
	}
	raw := make([]int64, len(t.Mainline))
	for i, c := range t.Mainline {
		raw[i] = h.Commits[c].Committed.Unix
	}
	t.Times = nonDecreasing(raw)
	return t
}

// land marks everything that top reaches and no earlier commit did.
func (t *Timeline) land(index map[fact.CommitID]int, top, position int) {
	for todo := []int{top}; len(todo) > 0; {
		c := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if t.Landed[c] >= 0 {
			continue
		}
		t.Landed[c] = position
		for _, p := range t.History.Commits[c].Parents {
			if i, ok := index[p]; ok && t.Landed[i] < 0 {
				todo = append(todo, i)
			}
		}
	}
}

// nonDecreasing replaces as few times as possible so that none is smaller than
// the one before: it keeps a longest non-decreasing subsequence (by patience
// sorting: Fredman 1975) and lets every other entry take the time of the kept
// one before it, or of the first kept one. A single wrong clock, far in the
// past or the future, thus moves only its own commit.
func nonDecreasing(times []int64) []int64 {
	var tails []int // tails[k] ends the best subsequence of length k+1
	before := make([]int, len(times))
	for i, x := range times {
		k := sort.Search(len(tails), func(k int) bool { return times[tails[k]] > x })
		before[i] = -1
		if k > 0 {
			before[i] = tails[k-1]
		}
		if k == len(tails) {
			tails = append(tails, i)
		} else {
			tails[k] = i
		}
	}
	out := make([]int64, len(times))
	kept := make([]bool, len(times))
	last := int64(0)
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = before[i] {
			kept[i] = true
			last = times[i] // ends as the first kept time
		}
	}
	for i, x := range times {
		if kept[i] {
			last = x
		}
		out[i] = last
	}
	return out
}

// Window is the part of the first-parent line that landed in a span of time.
type Window struct {
	// From is included, To is not.
	From, To time.Time
	// First and End delimit positions in Mainline: First <= p < End.
	First, End int
}

// Empty reports whether nothing landed.
func (w Window) Empty() bool { return w.First >= w.End }

// Window finds what landed from one moment to another.
func (t *Timeline) Window(from, to time.Time) Window {
	at := func(x time.Time) int {
		return sort.Search(len(t.Times), func(i int) bool { return t.Times[i] >= x.Unix() })
	}
	return Window{From: from, To: to, First: at(from), End: max(at(from), at(to))}
}

// Range gives the commits A and B for which A..B are the commits of a window
// that is not empty. A is empty if the window reaches back to the beginning.
func (t *Timeline) Range(w Window) (a, b fact.CommitID) {
	if w.Empty() {
		return "", ""
	}
	if w.First > 0 {
		a = t.History.Commits[t.Mainline[w.First-1]].ID
	}
	return a, t.History.Commits[t.Mainline[w.End-1]].ID
}

// Landings are the commits of the first-parent line in a window, oldest first.
func (t *Timeline) Landings(w Window) iter.Seq[*fact.Commit] {
	return func(yield func(*fact.Commit) bool) {
		for _, c := range t.Mainline[w.First:max(w.First, w.End)] {
			if !yield(&t.History.Commits[c]) {
				return
			}
		}
	}
}

// Commits are the commits of a window that are no merges, newest first in the
// order of the history.
func (t *Timeline) Commits(w Window) iter.Seq[*fact.Commit] {
	return func(yield func(*fact.Commit) bool) {
		for i := len(t.Landed) - 1; i >= 0; i-- {
			c := &t.History.Commits[i]
			if p := t.Landed[i]; p >= w.First && p < w.End && !c.Merge() && !yield(c) {
				return
			}
		}
	}
}

// Positions tells for each commit of a window, merges left out, the position in
// Mainline of the landing that brought it.
func (t *Timeline) Positions(w Window) map[*fact.Commit]int {
	at := map[*fact.Commit]int{}
	for i := range t.Landed {
		c := &t.History.Commits[i]
		if p := t.Landed[i]; p >= w.First && p < w.End && !c.Merge() {
			at[c] = p
		}
	}
	return at
}

// Part is in which of n equal parts of a span a landing falls, from 0 for the
// oldest.
func (t *Timeline) Part(position int, from, to time.Time, n int) int {
	length := to.Sub(from) / time.Duration(n)
	return min(max(int(time.Unix(t.Times[position], 0).Sub(from)/length), 0), n-1)
}

// Last is when the newest commit up to a moment landed; ok is false if none
// did.
func (t *Timeline) Last(before time.Time) (at time.Time, ok bool) {
	n := sort.Search(len(t.Times), func(i int) bool { return t.Times[i] >= before.Unix() })
	if n == 0 {
		return time.Time{}, false
	}
	return time.Unix(t.Times[n-1], 0).UTC(), true
}

// Begins is when the first landing that was read landed; ok is false if there is
// none.
func (t *Timeline) Begins() (at time.Time, ok bool) {
	if len(t.Times) == 0 {
		return time.Time{}, false
	}
	return time.Unix(t.Times[0], 0).UTC(), true
}

// Before is how many landings there were before a moment.
func (t *Timeline) Before(moment time.Time) int { return t.Window(moment, moment).First }

// Ordered gives the commits of the first so many landings, merges left out, in
// the order of landing, parents before children, each with the position in
// Mainline of the commit that brought it.
func (t *Timeline) Ordered(landings int) iter.Seq2[*fact.Commit, int] {
	var at []int
	for i, p := range t.Landed {
		if p >= 0 && p < landings && !t.History.Commits[i].Merge() {
			at = append(at, i)
		}
	}
	slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(t.Landed[a], t.Landed[b]) })
	return func(yield func(*fact.Commit, int) bool) {
		for _, i := range at {
			if !yield(&t.History.Commits[i], t.Landed[i]) {
				return
			}
		}
	}
}
