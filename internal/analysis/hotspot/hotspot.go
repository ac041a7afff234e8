// Package hotspot finds where work and complexity meet: the files that are complex
// and are changed and mended often. It serves every duty that asks which code
// deserves attention first.
//
// A hotspot is complicated code that is worked on (A. Tornhill, Your Code as a Crime
// Scene, 2015, ch. 3; Software Design X-Rays, 2018, ch. 2). Files are ranked by
//
//	(fixes, each halved every 180 days + changes / 100, each halved every 2 years)
//	× complexity / lines of code
//
// of which docs/evidence/defects.md tells how well it finds the files in which defects
// were fixed later, on thirteen repositories, beside size, prior fixes and others.
//
// Who changed a file is no input: a place is no safer because one person alone
// works on it. Nor does the package know what is good or bad code: a hotspot
// says where to look first, never what will be found.
package hotspot

import (
	"cmp"
	"math"
	"slices"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/fact"
)

// Options say what is looked at.
type Options struct {
	// Keep tells the files that people write; nil keeps all. Of these, code alone
	// can be a hotspot (see NatureOf).
	Keep func(fact.Path) bool
	// Now is the moment from which on the age of changes is counted.
	Now time.Time
	// Window is the span of activity; Before is the one of equal length before
	// it, with which it is compared (see Before).
	Window, Before activity.Window
	// Without are landings that count for nothing, in either window.
	Without activity.Window
}

// Least is the number of changes in the window from which on a file of code is a
// hotspot: what changed once or twice says nothing of what is to come.
const Least = 3

// Substance is the number of lines of a file from which on a change of it is
// work, rather than a typing mistake, a lint or a renamed import.
const Substance = 10

// Churn is the number of lines of a file that must have changed in the window for
// work to be going on in it.
const Churn = 100

// Spot is a hotspot at the head.
type Spot struct {
	// Path at the head. Changes under former names count for it.
	Path fact.Path
	// Rank counts from 1 among the files that were ranked, of which Of have one; 0
	// where the file has no place in their order: its size is not known, or nothing is
	// known to have been done to it.
	Rank, Of int
	// Changes and Before are the landings that changed the file in the window and
	// in the one before it: a merge counts once, however many commits it brought.
	// Sweeping commits do not count.
	Changes, Before int
	// Work are those of Changes that changed at least Substance lines of the file,
	// or content that could not be read.
	Work int
	// Code are the lines at the head that are neither blank nor comments, as far as
	// the beginnings of lines tell; Lines where that is not known.
	Code int
	// Fixes are those of Changes of whose commits at least half say that they fix
	// something or take something back (see Fixes).
	Fixes int
	// Repairs are the last commits of which Fixes is made, the newest first.
	Repairs []*fact.Commit
	// New: the file was made in one of the windows. NewNow: in the later one, so
	// that it is its author's as a matter of course.
	New, NewNow bool
	// BeforeKnown is false if the history that was read ends inside the window
	// before: then Before is too small.
	BeforeKnown bool
	// Lines at the head. They mean something only if Sized; content that could
	// not be read has an unknown size.
	Lines int
	Sized bool
	// Added and Deleted lines in the window. Missing counts the changes of
	// which they are not known.
	Added, Deleted, Missing int
	// Work of all years: Fading are the fixes, each halved every 180 days, and a
	// hundredth of the changes, each halved every two years.
	Fading float64
	// Complexity is McCabe's of its functions, added up; 0 where it is not known.
	Complexity int
	// Score is Fading times complexity per line of code.
	Score float64
	// Pace is Before and Changes by twelfths of both windows, the oldest first.
	Pace [12]int
	// Newest is the last commit that changed the file in the window.
	Newest *fact.Commit
}

// Before is the window of equal length that ends where w begins.
func Before(t *activity.Timeline, w activity.Window) activity.Window {
	return t.Window(w.From.Add(-w.To.Sub(w.From)), w.From)
}

// Files gives every file at the head that can be a hotspot, changed or not, by
// path bytes; none has a rank. Binary files, which have no size in lines, and
// files whose changes are bookkeeping are left out.
func Files(t *activity.Timeline, h *fact.History, o Options) []Spot {
	files := atHead(h, o.Keep)
	at := make(map[fact.Path]*Spot, len(files))
	known := reaches(t, h, o.Before)
	for i := range files {
		files[i].BeforeKnown = known
		at[files[i].Path] = &files[i]
	}
	tally(t, o, at)
	return files
}

// Rank orders files by score, the highest first, then by changes and path, and gives
// each its rank. Complexity is that of a file; 0 where it is not known, and then the
// median of the others' complexity per line of code counts. Files of unknown size follow, by
// changes.
func Rank(files []Spot, complexity func(fact.Path) int) []Spot {
	spots := slices.Clone(files)
	density := medianDensity(spots, complexity)
	for i := range spots {
		s := &spots[i]
		s.Complexity = complexity(s.Path)
		if s.Sized && s.Lines > 0 {
			per := density
			if s.Complexity > 0 && s.Code > 0 {
				per = float64(s.Complexity) / float64(s.Code)
			}
			s.Score = s.Fading * per
		}
	}
	slices.SortFunc(spots, compare)
	number(spots)
	return spots
}

// medianDensity is the median complexity per line of code of the files of which it is known.
func medianDensity(files []Spot, complexity func(fact.Path) int) float64 {
	var all []float64
	for i := range files {
		if c := complexity(files[i].Path); c > 0 && files[i].Code > 0 {
			all = append(all, float64(c)/float64(files[i].Code))
		}
	}
	if len(all) == 0 {
		return 1
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// Worked are the ranked files that are worked on, in the same order and with ranks of
// their own: they changed Least times in the window at least, and not only their
// version numbers.
func Worked(ranked []Spot) []Spot {
	spots := slices.DeleteFunc(slices.Clone(ranked), func(s Spot) bool { return s.Changes < Least || s.Bumped() })
	number(spots)
	return spots
}

// number gives ranks to those at the front of the order that have a score.
func number(spots []Spot) {
	n := 0
	for n < len(spots) && spots[n].Score > 0 {
		n++
	}
	for i := range spots {
		if spots[i].Rank, spots[i].Of = 0, 0; i < n {
			spots[i].Rank, spots[i].Of = i+1, n
		}
	}
}

// Bumped reports whether the changes of the window only raised version numbers.
func (s *Spot) Bumped() bool {
	return s.Missing == 0 && s.Added+s.Deleted <= bumpLines*s.Changes
}

func compare(a, b Spot) int {
	if (a.Score > 0) != (b.Score > 0) {
		if a.Score > 0 {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Changes, a.Changes), cmp.Compare(b.Before, a.Before), cmp.Compare(a.Path, b.Path))
}

// atHead gives the files that can be hotspots.
func atHead(h *fact.History, keep func(fact.Path) bool) []Spot {
	files := make([]Spot, 0, len(h.Files))
	for i := range h.Files {
		f := &h.Files[i]
		if !Is(f) || keep != nil && !keep(f.Path) {
			continue
		}
		s := Spot{Path: f.Path, Lines: f.LineCount(), Code: f.CodeLines, Sized: f.Content == fact.Text}
		if s.Code == 0 {
			s.Code = s.Lines
		}
		files = append(files, s)
	}
	return files
}

// Is tells files that can be hotspots.
func Is(f *fact.File) bool {
	regular := f.Mode&fact.ModeTypeMask == fact.ModeFile&fact.ModeTypeMask
	return regular && f.Content != fact.Binary && !Bookkeeping(f.Path) && NatureOf(f.Path) == Code
}

// tally counts the changes of both windows. It reads the first-parent line from
// the older window up to the head, so that a file renamed at any time since
// counts under its present name.
func tally(t *activity.Timeline, o Options, at map[fact.Path]*Spot) {
	all := t.Window(o.Now.AddDate(-fadingYears, 0, 0), o.Now)
	all.End = len(t.Mainline)
	for _, w := range []activity.Window{o.Window, o.Before} {
		if !w.Empty() {
			all.First = min(all.First, w.First)
		}
	}
	position := t.Positions(all)
	landings := map[landing]*landed{}
	for c, changes := range t.Changes(all) {
		p := position[c]
		if p >= o.Without.First && p < o.Without.End {
			continue
		}
		o.fade(c, changes, at)
		recent := p >= o.Window.First && p < o.Window.End
		if !recent && (p < o.Before.First || p >= o.Before.End) {
			continue
		}
		for _, m := range changes {
			if s := at[m.Now]; s != nil && m.Kind == fact.Added {
				s.New, s.NewNow = true, s.NewNow || recent
			}
		}
		if len(c.Changes) > activity.Sweeping {
			continue
		}
		fixes := Fixes(c.Subject)
		for _, m := range changes {
			s := at[m.Now]
			if s == nil {
				continue
			}
			l := landings[landing{m.Now, p}]
			if l == nil {
				l = &landed{recent: recent}
				landings[landing{m.Now, p}] = l
			}
			l.add(fixes, m.Change)
			if recent && fixes && len(s.Repairs) < mostRepairs {
				s.Repairs = append(s.Repairs, c)
			}
			if recent && s.Newest == nil {
				s.Newest = c
			}
		}
	}
	for k, l := range landings {
		at[k.path].add(l, t.Part(k.position, o.Before.From, o.Window.To, len(Spot{}.Pace)))
	}
}

// How fast what was done fades, in days; what is older than so many years does not
// count any more; and how many changes count as a fix.
const (
	fixHalves    = 180
	changeHalves = 2 * 365
	fadingYears  = 6
	changesOfFix = 100
)

// fade adds what a commit did to the files that it changed: a fix, if its subject
// says so, and a change, unless it sweeps over many.
func (o *Options) fade(c *fact.Commit, changes []activity.Moved, at map[fact.Path]*Spot) {
	if c.Merge() {
		return
	}
	days := max(0, o.Now.Sub(time.Unix(c.Committed.Unix, 0)).Hours()/24)
	add := 0.
	if len(c.Changes) <= activity.Sweeping {
		add = math.Exp2(-days/changeHalves) / changesOfFix
	}
	if Fixes(c.Subject) {
		add += math.Exp2(-days / fixHalves)
	}
	if add == 0 {
		return
	}
	for _, m := range changes {
		if s := at[m.Now]; s != nil {
			s.Fading += add
		}
	}
}

// mostRepairs is how many commits are kept as evidence.
const mostRepairs = 3

// landing is what landed at a position of the first-parent line in a file.
type landing struct {
	path     fact.Path
	position int
}

// landed is what a landing did to a file.
type landed struct {
	recent                  bool
	commits, fixes, missing int
	added, deleted          int
}

func (l *landed) add(fixes bool, ch *fact.Change) {
	l.commits++
	if fixes {
		l.fixes++
	}
	switch {
	case ch.Counted():
		l.added += int(ch.Added)
		l.deleted += int(ch.Deleted)
	case ch.OldContent == fact.Missing || ch.Content == fact.Missing:
		l.missing++
	}
}

// add counts a landing; part is in which twelfth of both windows it fell.
func (s *Spot) add(l *landed, part int) {
	s.Pace[part]++
	if !l.recent {
		s.Before++
		return
	}
	s.Changes++
	if l.missing > 0 || l.added+l.deleted >= Substance {
		s.Work++
	}
	if 2*l.fixes >= l.commits {
		s.Fixes++
	}
	s.Added += l.added
	s.Deleted += l.deleted
	s.Missing += l.missing
}

// reaches reports whether the history that was read goes back to the start of
// a window.
func reaches(t *activity.Timeline, h *fact.History, w activity.Window) bool {
	return !h.Cut() || len(t.Times) > 0 && t.Times[0] < w.From.Unix()
}
