package plan

import (
	"math"
	"slices"
	"sort"
	"time"

	"leadline/internal/fact"
	"leadline/internal/stat/schedule"
)

// clock turns minutes of work into moments: minutes count while anybody works by a
// calendar, holidays left out, and stand still otherwise. Times are those on the wall.
type clock struct {
	start time.Time
	spans []stretch
	// length is the minutes up to which calendars were followed.
	length int
	// levels are the units that are there, by resource, in parts.
	levels [][]schedule.Level
}

// stretch is time without a pause: minutes since the start of the first day, and the
// minute of work at which it begins.
type stretch struct{ from, to, work int }

const dayMinutes = 24 * 60

// mostDays is how many days calendars are followed.
const mostDays = 200 * 366

// newClock follows the calendars until a number of minutes and a day have passed.
func newClock(p *fact.Plan, from time.Time, horizon int, last time.Time) *clock {
	c := &clock{start: p.Start, levels: make([][]schedule.Level, len(p.Resources))}
	if c.start.IsZero() {
		c.start = from
	}
	c.start = c.start.UTC().Truncate(24 * time.Hour)
	if p.Periods {
		c.length = math.MaxInt32
		for k, r := range p.Resources {
			c.levels[k] = schedule.Constant(inParts(r.Units))
		}
		return c
	}
	t := newTimetable(p)
	for day := 0; day < mostDays && (c.length < horizon || !c.start.AddDate(0, 0, day).After(last)); day++ {
		c.follow(p, t, day)
	}
	for k, r := range p.Resources {
		c.note(k, c.length, inParts(r.Units))
		if len(c.levels[k]) == 0 || c.levels[k][0].From > 0 {
			c.levels[k] = slices.Insert(c.levels[k], 0, schedule.Level{})
		}
	}
	return c
}

func inParts(units float64) int { return int(math.Round(units * part)) }

// timetable is the calendars of a plan, and which each resource has.
type timetable struct {
	calendars []fact.Calendar
	of        []int // by resource
}

func newTimetable(p *fact.Plan) *timetable {
	t := &timetable{calendars: p.Calendars}
	for _, r := range p.Resources {
		k := slices.IndexFunc(p.Calendars, func(c fact.Calendar) bool { return c.Name == r.Calendar })
		t.of = append(t.of, max(k, 0))
	}
	return t
}

// on is the hours of a calendar on a day.
func (t *timetable) on(k int, day time.Time) []fact.Hours {
	if within(t.calendars[k].Holidays, day) {
		return nil
	}
	return t.calendars[k].Week[day.Weekday()]
}

func within(spans []fact.DaySpan, day time.Time) bool {
	return slices.ContainsFunc(spans, func(d fact.DaySpan) bool { return !day.Before(d.From) && !day.After(d.To) })
}

// follow adds the working time of one day.
func (c *clock) follow(p *fact.Plan, t *timetable, day int) {
	date := c.start.AddDate(0, 0, day)
	hours := make([][]fact.Hours, len(t.calendars))
	used := make([]bool, len(t.calendars))
	used[0] = len(p.Resources) == 0
	for _, k := range t.of {
		used[k] = true
	}
	var edges []int
	for k := range t.calendars {
		if used[k] {
			hours[k] = t.on(k, date)
		}
		for _, h := range hours[k] {
			edges = append(edges, h.From, h.To)
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	for e := 0; e+1 < len(edges); e++ {
		from, to := edges[e], edges[e+1]
		if slices.ContainsFunc(hours, func(hs []fact.Hours) bool { return covers(hs, from) }) {
			c.add(day*dayMinutes+from, day*dayMinutes+to)
			c.attend(p, t, hours, date, from, to)
		}
	}
}

func covers(hours []fact.Hours, minute int) bool {
	return slices.ContainsFunc(hours, func(h fact.Hours) bool { return h.From <= minute && minute < h.To })
}

// add makes minutes count.
func (c *clock) add(from, to int) {
	if n := len(c.spans); n > 0 && c.spans[n-1].to == from {
		c.spans[n-1].to = to
	} else {
		c.spans = append(c.spans, stretch{from, to, c.length})
	}
	c.length += to - from
}

// attend notes who is there in the minutes that were added last.
func (c *clock) attend(p *fact.Plan, t *timetable, hours [][]fact.Hours, date time.Time, from, to int) {
	for k := range p.Resources {
		units := 0
		if covers(hours[t.of[k]], from) && !within(p.Resources[k].Away, date) {
			units = inParts(p.Resources[k].Units)
		}
		c.note(k, c.length-(to-from), units)
	}
}

// note makes a resource have a number of units from a minute on.
func (c *clock) note(k, from, units int) {
	if n := len(c.levels[k]); n == 0 || c.levels[k][n-1].Units != units {
		c.levels[k] = append(c.levels[k], schedule.Level{From: from, Units: units})
	}
}

// minute is the first minute of work on or after a day; 0 of the zero day.
func (c *clock) minute(day time.Time) int {
	if !day.After(c.start) {
		return 0
	}
	at := int(day.Sub(c.start) / time.Minute)
	k := sort.Search(len(c.spans), func(k int) bool { return c.spans[k].to > at })
	if k == len(c.spans) {
		return c.length
	}
	return c.spans[k].work + max(at-c.spans[k].from, 0)
}

// moment is when a minute of work begins, or when the one before it ends.
func (c *clock) moment(minute int, end bool) time.Time {
	k := sort.Search(len(c.spans), func(k int) bool {
		last := c.spans[k].work + c.spans[k].to - c.spans[k].from
		return last > minute || end && last == minute
	})
	if k == len(c.spans) {
		return c.start.Add(time.Duration(minute) * time.Minute) // beyond what is followed
	}
	return c.start.Add(time.Duration(c.spans[k].from+minute-c.spans[k].work) * time.Minute)
}
