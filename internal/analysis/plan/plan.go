// Package plan turns a plan that people wrote into one that can be carried out: when
// each item starts, who does it, when all is done and how sure that is, and what would
// change if the plan did. The arithmetic is that of stat/schedule; this package knows
// calendars, weeks, teams and skills.
package plan

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"leadline/internal/fact"
	"leadline/internal/stat/loss"
	"leadline/internal/stat/schedule"
)

// Options say how a plan is made.
type Options struct {
	// Schedules to make; 0 is as many as Schedules gives for the size of the plan.
	Schedules int
	// Runs of the simulation; 0 is none.
	Runs int
	Seed uint64
	// Risks may delay items.
	Risks []Risk
	// From is the day on which a plan begins that does not say it.
	From time.Time
	// Stop, if set, ends the search early when it says so.
	Stop func() bool
}

// Risk is something that may happen while the plan is carried out, and delays items: by
// its loss, in days of work. What is lost is drawn once for all of them.
type Risk struct {
	ID    string
	Items []string
	Model loss.Risk
}

// MostItems is how many items are scheduled; of more, nothing is placed in time.
const MostItems = 10000

// Schedules is how many schedules are made of a plan by default: 5,000, and of one with
// many items fewer, so that it takes seconds.
func Schedules(items int) int { return min(5000, max(60, 1_000_000/max(items, 1))) }

// Runs is how many times durations are drawn by default.
func Runs(items int) int { return min(1000, max(100, 1_000_000/max(items, 1))) }

// Made is a plan that can be carried out.
type Made struct {
	Plan *fact.Plan
	// Items are those that are not done, by priority and id; the schedule has them in
	// this order. One without an estimate takes no time and needs nobody.
	Items   []*fact.Item
	Project schedule.Project
	// Path is the critical path without a limit of resources.
	Path schedule.Path
	// Scheduled is false for a plan with more than MostItems: only Plan and Items are set
	// then.
	Scheduled bool
	Result    schedule.Result
	Outlook   schedule.Outlook
	// Calm is the outlook if nothing happened, where risks delay items; Risks are those.
	Calm  schedule.Outlook
	Risks []Risk
	clock *clock
	by    map[string][]int
}

// part is the units that a whole resource has, so that half of one is a whole number.
const part = 100

// UnstaffedError is an item that nobody can do.
type UnstaffedError struct{ Item, Need string }

func (e *UnstaffedError) Error() string {
	return fmt.Sprintf("item %s needs more of %s than there is", e.Item, e.Need)
}

// Make makes a plan.
func Make(p *fact.Plan, o Options) (*Made, error) {
	m := &Made{Plan: p, by: p.Able()}
	if m.choose(); len(m.Items) > MostItems {
		return m, nil
	}
	horizon := m.horizon()
	for range 8 {
		m.clock = newClock(p, o.From, horizon, m.lastDay())
		m.Project = m.project()
		if err := m.make(o); err != nil {
			return nil, m.explain(err)
		}
		if p.Periods || m.end() <= m.clock.length {
			return m, nil
		}
		horizon = 2 * max(horizon, m.clock.length)
	}
	return nil, m.endless()
}

// endless says which item does not end where calendars can be followed.
func (m *Made) endless() error {
	for i, it := range m.Items {
		waits := slices.ContainsFunc(m.Project.Items[i].After, func(l schedule.Link) bool { return m.Path.Finish[l.Item] > m.clock.length })
		if m.Path.Finish[i] > m.clock.length && !waits {
			return fmt.Errorf("item %s is never done: those whom it needs are not there together, or it takes longer than calendars are followed", it.ID)
		}
	}
	return errors.New("the plan does not end within the days that its calendars can be followed")
}

func (m *Made) make(o Options) error {
	var err error
	if m.Path, err = schedule.CriticalPath(m.Project); err != nil {
		return err
	}
	search := schedule.Options{Schedules: cmp.Or(o.Schedules, Schedules(len(m.Items))), Seed: o.Seed, Stop: o.Stop}
	if m.Result, err = schedule.Search(m.Project, search); err != nil {
		return err
	}
	m.Scheduled = true
	if o.Runs > 0 && len(m.Items) > 0 {
		m.Outlook, err = schedule.Simulate(m.Project, m.Result.Plan, m.ranges(), m.factors(), o.Runs, o.Seed)
		if m.Risks = m.delaying(o.Risks); err == nil && len(m.Risks) > 0 {
			m.Calm = m.Outlook
			m.Outlook, err = schedule.Simulate(m.Project, m.Result.Plan, m.delayed(&o), m.factors(), o.Runs, o.Seed)
		}
	}
	return err
}

// end is the last minute that anything reaches.
func (m *Made) end() int {
	end := max(m.Path.Length, m.Result.Makespan)
	if n := len(m.Outlook.Finish); n > 0 {
		end = max(end, m.Outlook.Finish[n-1])
	}
	return end
}

func (m *Made) explain(err error) error {
	var unstaffed *schedule.UnstaffedError
	if errors.As(err, &unstaffed) {
		for _, it := range m.Items {
			if it.ID == unstaffed.Item {
				return &UnstaffedError{it.ID, it.Needs[unstaffed.Need].Name}
			}
		}
	}
	return err
}

// choose takes the items that are to be scheduled, by priority and id.
func (m *Made) choose() {
	for i := range m.Plan.Items {
		if it := &m.Plan.Items[i]; !it.Done {
			m.Items = append(m.Items, it)
		}
	}
	last := func(it *fact.Item) int {
		if it.Priority == 0 {
			return math.MaxInt
		}
		return it.Priority
	}
	slices.SortStableFunc(m.Items, func(x, y *fact.Item) int {
		return cmp.Or(cmp.Compare(last(x), last(y)), cmp.Compare(x.ID, y.ID))
	})
}

// expected is the mean of an item's estimate in minutes, of the beta-PERT distribution.
func expected(it *fact.Item) float64 { return (it.Low + 4*it.Likely + it.High) / 6 }

// horizon is how many minutes the calendars are followed at first.
func (m *Made) horizon() int {
	work, units := 0.0, 0.0
	for _, it := range m.Items {
		work += it.High
		for _, a := range it.After {
			work += a.Lag
		}
	}
	for _, r := range m.Plan.Resources {
		units += r.Units
	}
	return int(min(work, 3*work/max(units, 1)+20*float64(m.Plan.DayMinutes)*5)) + 20*m.Plan.DayMinutes
}

// lastDay is the last day that an item names.
func (m *Made) lastDay() time.Time {
	var last time.Time
	for _, it := range m.Items {
		if it.NotBefore.After(last) {
			last = it.NotBefore
		}
	}
	return last
}

// project lays the plan out in minutes.
func (m *Made) project() schedule.Project {
	p := schedule.Project{Whole: part}
	index := make(map[string]int, len(m.Items))
	for k, it := range m.Items {
		index[it.ID] = k
	}
	for _, it := range m.Items {
		out := schedule.Item{ID: it.ID, Duration: int(math.Round(expected(it))), Release: m.clock.minute(it.NotBefore)}
		out.After = m.links(it, index)
		for _, n := range it.Needs {
			if !it.Estimated {
				break
			}
			if units := int(math.Round(part * n.Units)); units > 0 {
				out.Needs = append(out.Needs, schedule.Need{Any: m.by[n.Name], Units: units})
			}
		}
		p.Items = append(p.Items, out)
	}
	for k := range m.Plan.Resources {
		p.Resources = append(p.Resources, schedule.Resource{ID: m.Plan.Resources[k].Name, Levels: m.clock.levels[k]})
	}
	return p
}

// links are what an item waits for. Items that are done are no hindrance.
func (m *Made) links(it *fact.Item, index map[string]int) []schedule.Link {
	var out []schedule.Link
	for _, a := range it.After {
		if k, ok := index[a.ID]; ok {
			out = append(out, schedule.Link{Item: k, Lag: int(math.Round(a.Lag))})
		}
	}
	return out
}

func (m *Made) ranges() []schedule.Range {
	var out []schedule.Range
	for _, it := range m.Items {
		r := schedule.Range{Low: it.Low, Likely: it.Likely, High: it.High}
		for _, name := range it.Factors {
			r.Factors = append(r.Factors, slices.IndexFunc(m.Plan.Factors, func(f fact.Factor) bool { return f.Name == name }))
		}
		out = append(out, r)
	}
	return out
}

func (m *Made) factors() []schedule.Factor {
	var out []schedule.Factor
	for _, f := range m.Plan.Factors {
		out = append(out, schedule.Factor{Low: f.Low, High: f.High})
	}
	return out
}

// Begins is the moment at which work begins that starts at a minute.
func (m *Made) Begins(minute int) time.Time { return m.clock.moment(minute, false) }

// Ends is the moment at which work ends that finishes at a minute.
func (m *Made) Ends(minute int) time.Time { return m.clock.moment(minute, true) }

// Gap is how many per cent the plan is longer than it must be at the least.
func (m *Made) Gap() float64 {
	if m.Result.Bound.Value == 0 {
		return 0
	}
	gap := 100 * float64(m.Result.Makespan-m.Result.Bound.Value) / float64(m.Result.Bound.Value)
	return math.Round(gap*1000) / 1000
}

// Use is units of a resource, by its name.
type Use struct {
	Name  string
	Units float64
}

// Uses are the resources that an item takes.
func (m *Made) Uses(i int) []Use {
	var out []Use
	for _, u := range m.Result.Uses[i] {
		out = append(out, Use{m.Plan.Resources[u.Resource].Name, float64(u.Units) / part})
	}
	return out
}

// Can are the indices of the resources that can meet a need of a name.
func (m *Made) Can(need string) []int { return m.by[need] }
