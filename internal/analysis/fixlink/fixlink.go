// Package fixlink tells which change a fix mends: the one that its author names, or
// else the one that wrote most of what the fix takes out (SZZ; Śliwerski,
// Zimmermann, Zeller, "When Do Changes Induce Fixes?", 2005, in the variant that
// keeps the commit with the most lines; of a fix that only adds, whoever wrote the
// lines beside).
//
// Lines are followed exactly, as `git blame` does, and comments and blank ones count
// with the others. What a fix says of code alone counts: not of tests, examples,
// documents, generated or vendored files.
package fixlink

import (
	"slices"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/analysis/ownership"
	"leadline/internal/fact"
)

// Method is how a link was found.
type Method uint8

// The methods.
const (
	Declared Method = iota + 1 // the author says so
	Traced                     // by the lines: SZZ
)

// Fix is a commit that mends something.
type Fix struct {
	Commit *fact.Commit
	// Landing is where it landed, as a position of the first-parent line.
	Landing int
	// Reverts: what it declares it takes back.
	Reverts bool
	// Declared are the landings that it says it mends, Traced is the one that its
	// lines lead to (-1 for none), and Last the one that last changed any of its
	// files (-1 for none). All landed before it.
	Declared     []int
	Traced, Last int
	// Unknown: missing contents hide whose the lines were.
	Unknown bool
}

// Links gives the landings that a fix mends, and how that is known.
func (f *Fix) Links() ([]int, Method) {
	switch {
	case len(f.Declared) > 0:
		return f.Declared, Declared
	case f.Traced >= 0 && hotspot.Fixes(f.Commit.Subject):
		return []int{f.Traced}, Traced
	}
	return nil, 0
}

// Options say what counts.
type Options struct {
	// Keep tells the files that people write.
	Keep func(fact.Path) bool
	// Landings is how many of the first ones count.
	Landings int
}

// Code tells the files in which changes are linked.
func (o *Options) Code(p fact.Path) bool {
	return hotspot.NatureOf(p) == hotspot.Code && !hotspot.Example(p) && o.Keep(p)
}

// Of finds the fixes of a history, in its order: commits that are no merges, that
// change code, and that name what they mend or are called a fix (hotspot.Fixes).
func Of(t *activity.Timeline, o Options) []Fix {
	past, landed := before(t, o.Landings)
	declared := declarations(past, landed)
	mends := func(c *fact.Commit) bool { return len(declared[c.ID].landings) > 0 || hotspot.Fixes(c.Subject) }
	replaced := ownership.Replaced(past, func(c *fact.Commit, ch *fact.Change) bool { return mends(c) && o.Code(ch.Path) })
	lasts := newLast(past, landed, o.Code)
	var out []Fix
	for i := range past.Commits {
		c := &past.Commits[i]
		if c.Merge() {
			continue
		}
		var mine []ownership.Replacement
		for len(replaced) > 0 && replaced[0].Commit == i {
			mine, replaced = append(mine, replaced[0]), replaced[1:]
		}
		if mends(c) && touches(c, o.Code) {
			f := Fix{Commit: c, Landing: landed[i], Reverts: declared[c.ID].reverts, Declared: declared[c.ID].landings, Traced: -1, Last: lasts.of(i)}
			f.Traced, f.Unknown = trace(mine, landed, f.Landing)
			out = append(out, f)
		}
		lasts.learn(i)
	}
	return out
}

func touches(c *fact.Commit, code func(fact.Path) bool) bool {
	for i := range c.Changes {
		if code(c.Changes[i].Path) {
			return true
		}
	}
	return false
}

// before is the history of the first landings, and where each of its commits landed.
func before(t *activity.Timeline, landings int) (past *fact.History, landed []int) {
	past = &fact.History{}
	for i := range t.History.Commits {
		if p := t.Landed[i]; p >= 0 && p < landings {
			past.Commits = append(past.Commits, t.History.Commits[i])
			landed = append(landed, p)
		}
	}
	return past, landed
}

// trace finds the landing that wrote most of the lines that a fix takes out, or, if
// it takes none out, of those beside what it adds; of equals the latest. Lines that
// landed with the fix mend nothing.
func trace(replaced []ownership.Replacement, landed []int, at int) (landing int, unknown bool) {
	removed, beside := map[int]int{}, map[int]int{}
	for i := range replaced {
		if replaced[i].Unknown {
			return -1, true
		}
		for _, l := range replaced[i].Removed {
			removed[landed[l.Commit]] += l.Lines
		}
		for _, l := range replaced[i].Beside {
			beside[landed[l.Commit]] += l.Lines
		}
	}
	if len(removed) == 0 {
		removed = beside
	}
	landing = -1
	for p, n := range removed {
		if p < at && (landing < 0 || n > removed[landing] || n == removed[landing] && p > landing) {
			landing = p
		}
	}
	return landing, false
}

// last knows which landings last changed a file.
type last struct {
	history *fact.History
	landed  []int
	code    func(fact.Path) bool
	by      map[fact.Path][]int // the latest first; what came by a branch may land late
}

// mostLast is how many landings of a file are remembered.
const mostLast = 8

func newLast(h *fact.History, landed []int, code func(fact.Path) bool) *last {
	return &last{h, landed, code, map[fact.Path][]int{}}
}

// of is the latest landing before that of a commit that changed one of its files.
func (l *last) of(i int) int {
	out := -1
	changes := l.history.Commits[i].Changes
	for k := range changes {
		if p := changes[k].PathBefore(); l.code(p) {
			for _, at := range l.by[p] {
				if at < l.landed[i] {
					out = max(out, at)
				}
			}
		}
	}
	return out
}

func (l *last) learn(i int) {
	changes := l.history.Commits[i].Changes
	for k := range changes {
		p := changes[k].Path
		if !l.code(p) {
			continue
		}
		all := append(l.by[p], l.landed[i])
		if before := changes[k].Previous; before != "" {
			all = append(all, l.by[before]...)
		}
		slices.SortFunc(all, func(a, b int) int { return b - a })
		all = slices.Compact(all)
		l.by[p] = all[:min(len(all), mostLast)]
	}
}
