package activity

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadline/internal/fact"
)

// history makes a history from lines "id parents... @time"; the last is the head.
func history(lines ...string) *fact.History {
	h := &fact.History{}
	for _, l := range lines {
		var c fact.Commit
		words := strings.Fields(l)
		c.ID = fact.CommitID(words[0])
		for _, w := range words[1:] {
			if w[0] == '@' {
				c.Committed.Unix, _ = strconv.ParseInt(w[1:], 10, 64)
			} else {
				c.Parents = append(c.Parents, fact.CommitID(w))
			}
		}
		h.Commits = append(h.Commits, c)
		h.Head = c.ID
	}
	return h
}

func ids(t *Timeline, w Window) (commits []string) {
	for c := range t.Commits(w) {
		commits = append(commits, string(c.ID))
	}
	return commits
}

func at(unix int64) time.Time { return time.Unix(unix, 0) }

// a - b ----- m - e    m merges c and d, which were made long before it landed
//
//	\ c - d /
func TestWorkCountsWhenItLands(t *testing.T) {
	l := NewTimeline(history("a @10", "c a @11", "d c @12", "b a @20", "m b d @30", "e m @40"))
	w := l.Window(at(25), at(45))
	if got := ids(l, w); !slices.Equal(got, []string{"e", "d", "c"}) {
		t.Errorf("commits of the window: %v", got)
	}
	if a, b := l.Range(w); a != "b" || b != "e" {
		t.Errorf("range %s..%s, want b..e", a, b)
	}
	// The window's end is not part of it.
	if got := ids(l, l.Window(at(10), at(30))); !slices.Equal(got, []string{"b", "a"}) {
		t.Errorf("commits up to 30: %v", got)
	}
	if a, _ := l.Range(l.Window(at(0), at(30))); a != "" {
		t.Errorf("a window from the beginning starts at %q", a)
	}
	if w := l.Window(at(41), at(99)); !w.Empty() || len(ids(l, w)) > 0 {
		t.Error("something landed after the end")
	}
	if when, ok := l.Last(at(40)); !ok || when.Unix() != 30 {
		t.Errorf("last before 40: %v %v", when, ok)
	}
	if _, ok := l.Last(at(10)); ok {
		t.Error("something landed before the first commit")
	}
}

func TestShallowAndEmpty(t *testing.T) {
	l := NewTimeline(history("b missing @10", "c b @20"))
	if len(l.Mainline) != 2 {
		t.Errorf("mainline %v", l.Mainline)
	}
	l = NewTimeline(&fact.History{})
	if w := l.Window(at(0), at(1<<40)); !w.Empty() {
		t.Error("an empty history has a window")
	}
	for range l.By(Window{}, func(fact.Path) (string, bool) { return "", true }) {
		t.Error("an empty history has work")
	}
}

func TestNonDecreasing(t *testing.T) {
	for _, c := range []struct{ in, want []int64 }{
		{nil, []int64{}},
		{[]int64{1, 2, 3}, []int64{1, 2, 3}},
		{[]int64{1, 2, 2, 3}, []int64{1, 2, 2, 3}},
		{[]int64{1, 99, 2, 3}, []int64{1, 1, 2, 3}},       // a clock that runs fast moves itself alone
		{[]int64{10, 11, 0, 12}, []int64{10, 11, 11, 12}}, // as does one that was never set
		{[]int64{99, 1, 2}, []int64{1, 1, 2}},
		{[]int64{1, 2, 99}, []int64{1, 2, 99}},
	} {
		if got := nonDecreasing(c.in); !slices.Equal(got, c.want) {
			t.Errorf("%v becomes %v, want %v", c.in, got, c.want)
		}
	}
}

// Any times: the result does not decrease, and no way of keeping more of them
// exists.
func TestNonDecreasingLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.SliceOfN(rapid.Int64Range(0, 9), 0, 12).Draw(t, "times")
		out := nonDecreasing(in)
		if !slices.IsSorted(out) {
			t.Fatalf("%v is not sorted", out)
		}
		// Longest non-decreasing subsequence by the quadratic recurrence.
		best, longest := make([]int, len(in)), 0
		for i := range in {
			for j := range i {
				if in[j] <= in[i] {
					best[i] = max(best[i], best[j])
				}
			}
			best[i]++
			longest = max(longest, best[i])
		}
		kept := 0
		for i := range in {
			if out[i] == in[i] {
				kept++
			}
		}
		if kept < longest {
			t.Fatalf("%v keeps %d of %v, %d is possible", out, kept, in, longest)
		}
	})
}

// Any graph: a window from A on holds exactly what the head reaches and A does
// not, as git's A..HEAD does.
func TestWindowIsARange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 15).Draw(t, "commits")
		h := &fact.History{}
		for i := range n {
			c := fact.Commit{ID: fact.CommitID(fmt.Sprint(i)), Committed: fact.Time{Unix: int64(i)}}
			for range rapid.IntRange(0, min(i, 2)).Draw(t, "parents") {
				c.Parents = append(c.Parents, fact.CommitID(fmt.Sprint(rapid.IntRange(0, i-1).Draw(t, "parent"))))
			}
			h.Commits = append(h.Commits, c)
		}
		h.Head = fact.CommitID(fmt.Sprint(n - 1))
		l := NewTimeline(h)
		w := l.Window(at(int64(rapid.IntRange(0, n).Draw(t, "from"))), at(int64(n)))
		a, b := l.Range(w)
		want := reach(h, b)
		for c := range reach(h, a) {
			delete(want, c)
		}
		for c := range l.Commits(w) {
			if !want[c.ID] {
				t.Fatalf("%s is not in %s..%s", c.ID, a, b)
			}
			delete(want, c.ID)
		}
		for i := range h.Commits {
			if c := &h.Commits[i]; want[c.ID] && !c.Merge() {
				t.Fatalf("%s of %s..%s is left out", c.ID, a, b)
			}
		}
	})
}

func reach(h *fact.History, from fact.CommitID) map[fact.CommitID]bool {
	seen := map[fact.CommitID]bool{}
	var walk func(fact.CommitID)
	walk = func(id fact.CommitID) {
		for i := range h.Commits {
			if c := &h.Commits[i]; c.ID == id && !seen[id] {
				seen[id] = true
				for _, p := range c.Parents {
					walk(p)
				}
			}
		}
	}
	walk(from)
	return seen
}
