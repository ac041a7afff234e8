// Package coupling tells what changes together: files that landed on the
// default branch in the same transaction, again and again. It serves whoever
// is about to change one of them.
//
// A transaction is a landing on the first-parent line: a commit, or a merge
// with all that it brought, as `git diff M^ M` shows it. Sweeping ones say little
// about any pair and are left out. That two files change together is no proof
// that one needs the other.
package coupling

import (
	"cmp"
	"slices"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/fact"
	"leadline/internal/stat"
)

// Options say what is looked at.
type Options struct {
	// Keep tells the files that count.
	Keep func(fact.Path) bool
	// Since and Until bound the landings; zero leaves that side open.
	Since, Until time.Time
}

// Partner is a file that changed together with another one.
type Partner struct {
	Path fact.Path
	// Together is in how many transactions both changed; Changes is in how
	// many the file that was asked for did, Others the partner.
	Together, Changes, Others int
}

// Coupling holds the transactions.
type Coupling struct {
	ordinal map[fact.Path]int32
	paths   []fact.Path
	// files are the files of each transaction, in is where each file is found.
	files [][]int32
	in    [][]int32
	// landed is the position of each transaction on the first-parent line.
	landed []int32
}

// Of reads the transactions of a history.
func Of(t *activity.Timeline, o Options) *Coupling {
	c := &Coupling{ordinal: map[fact.Path]int32{}}
	w := o.window(t)
	at := w.End - 1
	for commit, paths := range t.Transactions(w) {
		for &t.History.Commits[t.Mainline[at]] != commit {
			at--
		}
		var files []int32
		for _, p := range paths {
			if o.Keep(p) {
				files = append(files, c.of(p))
			}
		}
		if len(files) == 0 {
			continue
		}
		n := int32(len(c.files))
		c.files, c.landed = append(c.files, files), append(c.landed, int32(at))
		for _, f := range files {
			c.in[f] = append(c.in[f], n)
		}
	}
	return c
}

func (o *Options) window(t *activity.Timeline) activity.Window {
	from, to := o.Since, o.Until
	if from.IsZero() {
		from = time.Unix(-1<<40, 0)
	}
	if to.IsZero() {
		to = time.Unix(1<<40, 0)
	}
	return t.Window(from, to)
}

func (c *Coupling) of(p fact.Path) int32 {
	n, ok := c.ordinal[p]
	if !ok {
		n = int32(len(c.paths))
		c.ordinal[p] = n
		c.paths = append(c.paths, p)
		c.in = append(c.in, nil)
	}
	return n
}

// With gives the n files that changed together with a file most often; of
// equals the one that changes less without it, then by path bytes.
func (c *Coupling) With(p fact.Path, n int) []Partner {
	at, ok := c.ordinal[p]
	if !ok {
		return nil
	}
	together := map[int32]int{}
	for _, t := range c.in[at] {
		for _, f := range c.files[t] {
			if f != at {
				together[f]++
			}
		}
	}
	out := make([]Partner, 0, len(together))
	for f, k := range together {
		out = append(out, Partner{c.paths[f], k, len(c.in[at]), len(c.in[f])})
	}
	slices.SortFunc(out, func(a, b Partner) int {
		return cmp.Or(cmp.Compare(b.Together, a.Together), cmp.Compare(a.Others, b.Others), cmp.Compare(a.Path, b.Path))
	})
	return out[:min(n, len(out))]
}

// Habit is that a file changes along with another one.
type Habit struct {
	Path fact.Path
	// Together is in how many of the other's Changes it did; Lately in how many of the
	// Last ones.
	Together, Changes, Lately, Last int
}

// How much is known of a habit: the last changes that are looked at, how few there may
// be, and the share of them that makes one.
const (
	HabitShare   = 0.7
	LastChanges  = 12
	LeastChanges = 6
)

// Holds tells that a share of the changes took the file along: of all by the lower
// bound of Wilson's interval (90 %), and of the last ones as they are.
func (h *Habit) Holds(share float64) bool {
	return h.Changes >= LeastChanges && stat.WilsonLower(h.Together, h.Changes, stat.Z90) >= share && float64(h.Lately) >= share*float64(h.Last)
}

// From is the number of the last transaction that had landed at a position of the
// first-parent line; 0, the newest of all, for a position below 0.
func (c *Coupling) From(position int) int {
	if position < 0 {
		return 0
	}
	from, _ := slices.BinarySearchFunc(c.landed, int32(position), func(at, p int32) int { return cmp.Compare(p, at) })
	return from
}

// Habits gives the files that a share of the changes of a file took along. What held by
// chance, or once, is none. Transactions with a smaller number than from had not landed
// then. The strongest come first.
func (c *Coupling) Habits(p fact.Path, share float64, from int) []Habit {
	at, ok := c.ordinal[p]
	if !ok {
		return nil
	}
	changes := c.in[at] // the newest first
	first, _ := slices.BinarySearch(changes, int32(from))
	if changes = changes[first:]; len(changes) < LeastChanges {
		return nil
	}
	last := min(len(changes), LastChanges)
	together, lately := map[int32]int{}, map[int32]int{}
	for i, t := range changes {
		for _, f := range c.files[t] {
			if f == at {
				continue
			}
			together[f]++
			if i < last {
				lately[f]++
			}
		}
	}
	var out []Habit
	for f, n := range together {
		if h := (Habit{c.paths[f], n, len(changes), lately[f], last}); h.Holds(share) {
			out = append(out, h)
		}
	}
	slices.SortFunc(out, func(a, b Habit) int {
		return cmp.Or(cmp.Compare(b.Together, a.Together), cmp.Compare(b.Lately, a.Lately), cmp.Compare(a.Path, b.Path))
	})
	return out
}

// Pair is two files that changed together.
type Pair struct {
	// One is before Other by path bytes.
	One, Other fact.Path
	// Together is in how many transactions both changed, Most in how many the one
	// did that changed more often.
	Together, Most int
}

// Pairs gives the pairs of files that changed together at least so many times, and
// in at least that share of the transactions of either: the ones most often
// together first, then by paths.
func (c *Coupling) Pairs(least int, share float64) []Pair {
	type pair struct{ a, b int32 }
	together := map[pair]int{}
	for _, files := range c.files {
		for i, f := range files {
			for _, g := range files[i+1:] {
				// A file that changes too seldom is in no pair.
				if len(c.in[f]) >= least && len(c.in[g]) >= least && f != g {
					together[pair{min(f, g), max(f, g)}]++
				}
			}
		}
	}
	var out []Pair
	for k, n := range together {
		most := max(len(c.in[k.a]), len(c.in[k.b]))
		if n < least || float64(n) < share*float64(most) {
			continue
		}
		one, other := c.paths[k.a], c.paths[k.b]
		out = append(out, Pair{min(one, other), max(one, other), n, most})
	}
	slices.SortFunc(out, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Together, a.Together), cmp.Compare(a.Most, b.Most), cmp.Compare(a.One, b.One), cmp.Compare(a.Other, b.Other))
	})
	return out
}
