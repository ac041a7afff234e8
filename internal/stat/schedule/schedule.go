// Package schedule places the items of a project in time: the critical path,
// schedules that renewable resources with calendars can carry out, a search
// among them for a short one, a lower bound to hold it against, and what becomes
// of the finish when durations are ranges.
//
// Time is counted in whole minutes from the start of the project; what a minute
// is on a clock is the caller's business. The same project, options and seed give
// the same result, whatever the machine: nothing here runs in parallel, and ties
// are broken by the order of the items, which the caller chooses.
//
// Where a resource has a calendar, an item rests while the resource is there with
// fewer units than the item needs, and goes on afterwards; it is never interrupted
// for another item (Franck, Neumann and Schwindt, Project scheduling with calendars,
// OR Spektrum 23, 2001).
package schedule

import (
	"fmt"
	"slices"
	"strings"
)

// Project is what is to be placed in time.
type Project struct {
	Items     []Item
	Resources []Resource
	// Whole is how many units are a whole one, of what is counted in parts; 0 is 1.
	Whole int
}

// Item is one activity.
type Item struct {
	ID string
	// Duration in minutes of work.
	Duration int
	// Release is the minute before which the item does not start.
	Release int
	After   []Link
	Needs   []Need
}

// Link says that an item starts no sooner than Lag minutes after another one has
// finished.
type Link struct {
	Item int
	Lag  int
}

// Need is a number of units of any one of some resources, while the item is worked
// on. Where none of them has as many, it is a whole unit of each of as many of them as
// make up the number.
type Need struct {
	Any   []int
	Units int
}

// Resource is renewable: its units are free again when an item has finished.
type Resource struct {
	ID string
	// Levels are the units that are there, from a minute on, in the order of time;
	// the first is from minute 0, the last holds for ever.
	Levels []Level
}

// Level is a number of units from a minute on.
type Level struct{ From, Units int }

// Constant is the levels of a resource without a calendar.
func Constant(units int) []Level { return []Level{{0, units}} }

// Plan is a schedule.
type Plan struct {
	// Start and Finish are minutes, by item.
	Start, Finish []int
	// Uses are the resources that each item takes.
	Uses     [][]Use
	Makespan int
}

// Use is a number of units of one resource.
type Use struct{ Resource, Units int }

// limit is the last minute that a project may reach: sums of minutes stay whole
// numbers of 32 bits.
const limit = 1 << 28

// maxModes is how many ways to staff one item are looked at.
const maxModes = 64

// CycleError is items that wait for one another, the first one again at the end.
type CycleError struct{ Items []string }

func (e *CycleError) Error() string {
	return "items wait for one another: " + strings.Join(e.Items, " -> ")
}

// problem is a project, checked and laid out for the search.
type problem struct {
	project  Project
	n        int
	duration []int32
	after    [][]link // what has to be finished before
	then     [][]link // what waits
	// topological order, ties by the order of the items
	order []int32
	rank  []int32 // its inverse
	// modes are the ways to staff each item.
	modes    [][]mode
	several  []int32 // items with several modes
	asked    []int   // of each resource, in how many sets of needs it stands
	forward  direction
	backward direction
}

type link struct{ item, lag int32 }

// mode is one way to staff an item.
type mode struct {
	uses []use
	// pattern is the index of the item's working time; -1 for all the time.
	pattern int32
}

type use struct{ resource, units int32 }

// direction is a project seen forwards or backwards in time: backwards, minute t
// is minute -t, and what waits has to be finished before.
type direction struct {
	before   [][]link
	release  []int32 // nil: at once
	base     []profile
	patterns []pattern
}

// newProblem checks a project and lays it out.
func newProblem(p Project) (*problem, error) {
	q := &problem{project: p, n: len(p.Items)}
	if err := q.checkNumbers(); err != nil {
		return nil, err
	}
	q.duration = make([]int32, q.n)
	q.after, q.then = make([][]link, q.n), make([][]link, q.n)
	release := make([]int32, q.n)
	for i, it := range p.Items {
		q.duration[i] = int32(it.Duration) // #nosec G115 -- checked against limit
		release[i] = int32(it.Release)     // #nosec G115 -- checked against limit
		for _, l := range it.After {
			q.after[i] = append(q.after[i], link{int32(l.Item), int32(l.Lag)})    // #nosec G115 -- checked
			q.then[l.Item] = append(q.then[l.Item], link{int32(i), int32(l.Lag)}) // #nosec G115 -- checked
		}
	}
	if err := q.sort(); err != nil {
		return nil, err
	}
	q.forward = direction{before: q.after, release: release}
	q.backward = direction{before: q.then}
	for _, r := range p.Resources {
		q.forward.base = append(q.forward.base, forwardProfile(r.Levels))
		q.backward.base = append(q.backward.base, backwardProfile(r.Levels))
	}
	return q, q.staff()
}

// checkNumbers refuses what would make minutes or indices overflow.
func (q *problem) checkNumbers() error {
	total := 0
	for _, it := range q.project.Items {
		if it.Duration < 0 || it.Release < 0 || it.Duration > limit || it.Release > limit {
			return fmt.Errorf("item %s: duration and release must be 0 to %d minutes", it.ID, limit)
		}
		total += it.Duration
		for _, l := range it.After {
			if l.Item < 0 || l.Item >= q.n || l.Lag < 0 || l.Lag > limit {
				return fmt.Errorf("item %s: it waits for no item of the project, or with a lag outside of 0 to %d", it.ID, limit)
			}
			total += l.Lag
		}
		total += it.Release
	}
	if total > limit {
		return fmt.Errorf("the durations, lags and releases add up to more than %d minutes", limit)
	}
	for _, r := range q.project.Resources {
		if err := checkLevels(r); err != nil {
			return err
		}
	}
	return nil
}

func checkLevels(r Resource) error {
	if len(r.Levels) == 0 || r.Levels[0].From != 0 {
		return fmt.Errorf("resource %s: its levels must begin at minute 0", r.ID)
	}
	for k, l := range r.Levels {
		if l.Units < 0 || l.Units > limit || l.From > limit || k > 0 && l.From <= r.Levels[k-1].From {
			return fmt.Errorf("resource %s: its levels must be in the order of time, with 0 to %d units", r.ID, limit)
		}
	}
	return nil
}

// sort orders the items so that each comes after what it waits for.
func (q *problem) sort() error {
	waits := make([]int, q.n)
	for i := range waits {
		waits[i] = len(q.after[i])
	}
	ready := make([]int32, 0, q.n)
	for i, w := range waits {
		if w == 0 {
			ready = append(ready, int32(i)) // #nosec G115 -- fewer than limit
		}
	}
	for k := 0; k < len(ready); k++ {
		for _, l := range q.then[ready[k]] {
			if waits[l.item]--; waits[l.item] == 0 {
				ready = append(ready, l.item)
			}
		}
	}
	if len(ready) < q.n {
		return q.cycle(waits)
	}
	q.order, q.rank = ready, make([]int32, q.n)
	for k, i := range ready {
		q.rank[i] = int32(k) // #nosec G115 -- fewer than limit
	}
	return nil
}

// cycle finds one cycle among the items that still wait.
func (q *problem) cycle(waits []int) error {
	i := int32(slices.IndexFunc(waits, func(w int) bool { return w > 0 })) // #nosec G115 -- fewer than limit
	seen := map[int32]int{}
	var path []int32
	for {
		if at, ok := seen[i]; ok {
			path = append(path[at:], i)
			break
		}
		seen[i] = len(path)
		path = append(path, i)
		k := slices.IndexFunc(q.after[i], func(l link) bool { return waits[l.item] > 0 })
		i = q.after[i][k].item
	}
	slices.Reverse(path) // from what comes first to what waits
	e := &CycleError{}
	for _, i := range path {
		e.Items = append(e.Items, q.project.Items[i].ID)
	}
	return e
}
