package duty

import (
	"slices"
	"sync"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/area"
	"leadline/internal/analysis/generated"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// View is what duties are given: facts, the day for which they answer, and
// analyses that several of them share. It is read by several duties at once
// and must not be changed meanwhile.
type View struct {
	Repository Repository
	History    *fact.History
	Survival   []fact.Survival
	// Refs are branches and tags; a tag's commit is the one it leads to.
	Refs []fact.Ref
	// Branches are those with commits that the head does not contain.
	Branches []fact.Branch
	// Without lists the needs that were not supplied, and why. What depends on
	// them is then unknown, not empty.
	Without map[Need]string
	// AsOf is the day in UTC for which duties answer. What happened later is
	// left out.
	AsOf time.Time
	// Since is the day in UTC from which on changes are reported; zero means
	// 7 days before AsOf.
	Since time.Time
	// Sheets are the answers of the other duties, for one that is AfterAll.
	Sheets []sheet.Sheet

	timeline sync.Once
	line     *activity.Timeline
	areas    sync.Once
	division *area.Areas
	written  sync.Once
	kinds    map[fact.Path]generated.Kind
}

// Repository is what a person would call the repository and the branch.
type Repository struct {
	Name string
	// Branch is the short name of the branch whose commit is the head; empty
	// if it is none's.
	Branch string
}

// Days that windows are long.
const (
	recentDays = 7
	activeDays = 180
)

// End is the end of the as-of day: what happened at or after it is left out.
func (v *View) End() time.Time { return day(v.AsOf).AddDate(0, 0, 1) }

// Recent is the window of what changed: from Since to the end of the as-of
// day.
func (v *View) Recent() activity.Window {
	from := v.Since
	if from.IsZero() {
		from = v.AsOf.AddDate(0, 0, -recentDays)
	}
	return v.Timeline().Window(day(from), v.End())
}

// Active is the window of activity: the 180 days before the as-of day and the
// day itself. If nothing landed in them, it is the 180 days before the last
// landing, and quiet is true.
func (v *View) Active() (w activity.Window, quiet bool) {
	t := v.Timeline()
	w = t.Window(day(v.AsOf).AddDate(0, 0, -activeDays), v.End())
	if !w.Empty() {
		return w, false
	}
	last, ok := t.Last(v.End())
	if !ok {
		return w, true
	}
	return t.Window(day(last).AddDate(0, 0, -activeDays), day(last).AddDate(0, 0, 1)), true
}

// Timeline is the history in the order of landing.
func (v *View) Timeline() *activity.Timeline {
	v.timeline.Do(func() { v.line = activity.NewTimeline(v.History) })
	return v.line
}

// Areas divides the repository by where work went in the active window.
func (v *View) Areas() *area.Areas {
	v.areas.Do(func() {
		w, _ := v.Active()
		v.division = area.Divide(func(yield func([]fact.Path) bool) {
			for paths := range v.Timeline().Paths(w) {
				paths = slices.DeleteFunc(paths, func(p fact.Path) bool { return v.Kind(p) != generated.Written })
				if !yield(paths) {
					return
				}
			}
		})
	})
	return v.division
}

// Kind tells whether people write a file. For one that is not in the tree at
// the head, its name alone decides.
func (v *View) Kind(p fact.Path) generated.Kind {
	v.written.Do(func() {
		v.kinds = make(map[fact.Path]generated.Kind, len(v.History.Files))
		for i := range v.History.Files {
			f := &v.History.Files[i]
			v.kinds[f.Path] = generated.Of(f.Path, f.Attributes)
		}
	})
	if k, ok := v.kinds[p]; ok {
		return k
	}
	return generated.Of(p, fact.Attributes{})
}

// AtHead reports whether a path is in the tree at the head.
func (v *View) AtHead(p fact.Path) bool {
	v.Kind(p)
	_, ok := v.kinds[p]
	return ok
}

func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
