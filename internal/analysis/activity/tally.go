package activity

import (
	"iter"
	"maps"
	"slices"

	"leadline/internal/fact"
)

// Tally counts what a window did to something: a file, an area, everything.
type Tally struct {
	// Merges are the merges on the first-parent line that changed it.
	Merges int
	// Commits are the commits that changed it; merges are not among them.
	Commits int
	// Added and Deleted are lines, by the commits.
	Added, Deleted int
	// Missing counts changes whose lines are not known because a content is
	// missing: then Added and Deleted are too small.
	Missing int
	// Counted is how many changes Added and Deleted are made of.
	Counted int
	// Largest is the commit with the most lines in it, the newest of equals;
	// Lines is how many.
	Largest *fact.Commit
	Lines   int
	// Newest is the last commit that changed it, in the order of the history.
	Newest *fact.Commit
}

// Key names what a change to a path counts for; ok is false if it is left out.
// The path is the one under which the file is known at the end of the window.
type Key func(path fact.Path) (key string, ok bool)

// By counts the work of a window by key. A commit or merge counts once for
// each key that it changed.
func (t *Timeline) By(w Window, key Key) map[string]*Tally {
	tallies := map[string]*Tally{}
	of := func(k string) *Tally {
		if tallies[k] == nil {
			tallies[k] = &Tally{}
		}
		return tallies[k]
	}
	moved := names{}
	lines := map[string]int{}
	for c := range t.Commits(w) {
		clear(lines)
		for i := range c.Changes {
			change := &c.Changes[i]
			if k, ok := key(moved.follow(change)); ok {
				lines[k] += of(k).add(change)
			}
		}
		for k, n := range lines {
			tally := tallies[k]
			tally.Commits++
			if tally.Newest == nil {
				tally.Newest = c
			}
			if tally.Largest == nil || n > tally.Lines {
				tally.Largest, tally.Lines = c, n
			}
		}
	}
	seen := map[string]bool{}
	for c := range t.Landings(w) {
		if !c.Merge() {
			continue
		}
		clear(seen)
		for i := range c.Changes {
			k, ok := key(moved.now(c.Changes[i].Path))
			if ok && !seen[k] {
				seen[k] = true
				of(k).Merges++
			}
		}
	}
	return tallies
}

// add counts the lines of a change and returns how many they are.
func (y *Tally) add(c *fact.Change) int {
	switch {
	case c.Counted():
		y.Counted++
		y.Added += int(c.Added)
		y.Deleted += int(c.Deleted)
		return int(c.Added) + int(c.Deleted)
	case c.OldContent == fact.Missing || c.Content == fact.Missing:
		y.Missing++
	}
	return 0
}

// Moved is a change and the path under which the file is known at the end of
// the window.
type Moved struct {
	Now fact.Path
	*fact.Change
}

// Changes gives, for each commit of a window, what it changed. The slice is
// used again for the next commit.
func (t *Timeline) Changes(w Window) iter.Seq2[*fact.Commit, []Moved] {
	return func(yield func(*fact.Commit, []Moved) bool) {
		moved := names{}
		var changes []Moved
		for c := range t.Commits(w) {
			changes = changes[:0]
			for i := range c.Changes {
				changes = append(changes, Moved{moved.follow(&c.Changes[i]), &c.Changes[i]})
			}
			if !yield(c, changes) {
				return
			}
		}
	}
}

// Paths gives, for each commit of a window, the paths that it changed, under
// the names that they have at the end of the window. The slice is used again
// for the next commit.
func (t *Timeline) Paths(w Window) iter.Seq[[]fact.Path] {
	return func(yield func([]fact.Path) bool) {
		var paths []fact.Path
		for _, changes := range t.Changes(w) {
			paths = paths[:0]
			for _, c := range changes {
				paths = append(paths, c.Now)
			}
			if !yield(paths) {
				return
			}
		}
	}
}

// names follows renames backwards in time: from a former path to the present
// one.
type names map[fact.Path]fact.Path

// follow tells under which path a change counts, and remembers a rename for
// the older changes that come after it.
func (n names) follow(c *fact.Change) fact.Path {
	now := n.now(c.Path)
	if c.Kind == fact.Renamed && c.Previous != now {
		n[c.Previous] = now
	}
	return now
}

func (n names) now(p fact.Path) fact.Path {
	if to, ok := n[p]; ok {
		return to
	}
	return p
}

// Landing is a commit of the first-parent line and the size of what it
// brought.
type Landing struct {
	Commit *fact.Commit
	// Commits landed with it, itself among them, merges left out. Added and Deleted
	// are the lines that these commits added and deleted in the Files that the
	// landing changed: what a branch did and undid before it was merged is in none
	// of them, and to a file no more lines are added than it has afterwards.
	Commits, Added, Deleted, Files int
}

// Sizes measures the landings of a window, oldest first, in the paths that are
// kept.
func (t *Timeline) Sizes(w Window, keep func(fact.Path) bool) []Landing {
	if w.Empty() {
		return nil
	}
	out := make([]Landing, w.End-w.First)
	added := make([]map[fact.Path]int, len(out))
	deleted := make([]map[fact.Path]int, len(out))
	for i := range out {
		out[i].Commit = &t.History.Commits[t.Mainline[w.First+i]]
		added[i], deleted[i] = map[fact.Path]int{}, map[fact.Path]int{}
	}
	for i, position := range t.Landed {
		c := &t.History.Commits[i]
		if position < w.First || position >= w.End || c.Merge() {
			continue
		}
		at := position - w.First
		out[at].Commits++
		for j := range c.Changes {
			if x := &c.Changes[j]; x.Counted() {
				added[at][x.Path] += int(x.Added)
				deleted[at][x.Path] += int(x.Deleted)
			}
		}
	}
	for i := range out {
		l := &out[i]
		for j := range l.Commit.Changes {
			x := &l.Commit.Changes[j]
			if !keep(x.Path) {
				continue
			}
			l.Files++
			l.Added += min(added[i][x.Path], int(x.Lines))
			l.Deleted += deleted[i][x.Path]
		}
	}
	return out
}

// Transactions gives what the commits of the first-parent line changed, newest
// first, under the names that files have at the end of the window: a merge is
// one transaction with all that it brought. Sweeping ones are left out. The
// slice is used again for the next one.
func (t *Timeline) Transactions(w Window) iter.Seq2[*fact.Commit, []fact.Path] {
	return func(yield func(*fact.Commit, []fact.Path) bool) {
		moved := names{}
		var paths []fact.Path
		for p := w.End - 1; p >= w.First; p-- {
			c := &t.History.Commits[t.Mainline[p]]
			paths = paths[:0]
			for i := range c.Changes {
				paths = append(paths, moved.follow(&c.Changes[i]))
			}
			if len(paths) <= Sweeping && !yield(c, paths) {
				return
			}
		}
	}
}

// Alongside looks at the newest landings of a window, so many at most, that added so many
// lines at least to some files, and tells how many of them changed one of others too.
// Paths are those at the end of the window. Sweeping landings are left out, but for the
// names that files have since.
func (t *Timeline) Alongside(w Window, files, others []fact.Path, lines, most int) (with, of int) {
	moved := names{}
	added, along := map[int]int{}, map[int]bool{} // by position
	for i := len(t.Landed) - 1; i >= 0; i-- {
		c, p := &t.History.Commits[i], t.Landed[i]
		if p < w.First || p >= w.End || c.Merge() {
			continue
		}
		sweeping := len(t.History.Commits[t.Mainline[p]].Changes) > Sweeping
		for j := range c.Changes {
			x := &c.Changes[j]
			switch now := moved.follow(x); {
			case sweeping:
			case slices.Contains(others, now):
				along[p] = true
			case x.Counted() && slices.Contains(files, now):
				added[p] += int(x.Added)
			}
		}
	}
	for _, p := range slices.Backward(slices.Sorted(maps.Keys(added))) {
		if added[p] < lines {
			continue
		}
		if of++; along[p] {
			with++
		}
		if of == most {
			break
		}
	}
	return with, of
}
