package plan

import (
	"slices"
	"sort"
	"time"

	"leadline/internal/fact"
	"leadline/internal/stat/schedule"
)

// Group is a team, a skill, or all resources of a plan that names neither.
type Group struct {
	Name string
	// Kind is team, skill or plan.
	Kind string
	// Resources are indices of the plan's.
	Resources []int
}

// Groups are the teams and skills of the plan, teams first, by name.
func (m *Made) Groups() []Group {
	var out []Group
	kinds := map[string]string{}
	for _, r := range m.Plan.Resources {
		for _, s := range r.Skills {
			kinds[s] = "skill"
		}
	}
	for _, r := range m.Plan.Resources {
		if r.Team != "" {
			kinds[r.Team] = "team"
		} else if r.Units > 1 {
			kinds[r.Name] = "team"
		}
	}
	for name, kind := range kinds {
		out = append(out, Group{name, kind, m.by[name]})
	}
	slices.SortFunc(out, func(x, y Group) int {
		if x.Kind != y.Kind {
			return -compare(x.Kind, y.Kind)
		}
		return compare(x.Name, y.Name)
	})
	if len(out) == 0 && len(m.Plan.Resources) > 0 {
		out = []Group{{"everyone", "plan", m.by[fact.Anyone]}}
	}
	return out
}

func compare(x, y string) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// Week is what a group has and has to do in a week, in hours.
type Week struct {
	// Monday is the week's first day; the number of the week in a plan without calendars.
	Monday   time.Time
	Capacity float64
	// Planned is what the schedule gives the group. A skill is planned where it was
	// asked for, a team where one of it works.
	Planned float64
	// Early is what it would have to do if no item waited for a resource.
	Early float64
}

// Load is what a group has to do in each week until the plan ends.
func (m *Made) Load(g *Group) []Week {
	edges, weeks := m.weeks()
	for _, r := range g.Resources {
		spread(edges, weeks, m.Project.Resources[r].Levels)
	}
	for i := range m.Items {
		for _, n := range m.asked(g, i) {
			over(edges, m.Path.Start[i], m.Path.Finish[i], n*float64(m.Project.Items[i].Duration)/60, func(w int, hours float64) { weeks[w].Early += hours })
		}
		units := m.does(g, i)
		over(edges, m.Result.Start[i], m.Result.Finish[i], units*float64(m.Project.Items[i].Duration)/60, func(w int, hours float64) { weeks[w].Planned += hours })
	}
	return weeks
}

// asked are the units that an item asks of a group: by its name, or of resources that
// are all of the group.
func (m *Made) asked(g *Group, i int) []float64 {
	var out []float64
	for k, n := range m.Items[i].Needs {
		need := m.Project.Items[i].Needs
		if k >= len(need) {
			break
		}
		inside := g.Kind != "skill" && !slices.ContainsFunc(need[k].Any, func(r int) bool { return !slices.Contains(g.Resources, r) })
		if n.Name == g.Name || inside {
			out = append(out, n.Units)
		}
	}
	return out
}

// does is the units that the schedule takes of a group for an item.
func (m *Made) does(g *Group, i int) float64 {
	units := 0.0
	if g.Kind == "skill" {
		for _, n := range m.asked(g, i) {
			units += n
		}
		return units
	}
	for _, u := range m.Result.Uses[i] {
		if slices.Contains(g.Resources, u.Resource) {
			units += float64(u.Units) / part
		}
	}
	return units
}

// weeks are those of the plan, by the minutes of work at which they begin; the last
// edge is the end of the last week.
func (m *Made) weeks() (edges []int, weeks []Week) {
	monday := m.clock.start.AddDate(0, 0, -(int(m.clock.start.Weekday())+6)%7)
	for {
		from := m.clock.minute(monday)
		edges = append(edges, from)
		if end := max(m.Path.Length, m.Result.Makespan); from >= end && len(weeks) > 0 || from >= m.clock.length {
			return edges, weeks
		}
		weeks = append(weeks, Week{Monday: monday})
		monday = monday.AddDate(0, 0, 7)
	}
}

// over divides hours evenly over [start, finish) and hands each week its part.
func over(edges []int, start, finish int, hours float64, give func(week int, hours float64)) {
	if finish <= start {
		return
	}
	first := max(sort.SearchInts(edges, start+1)-1, 0)
	for w := first; w+1 < len(edges) && edges[w] < finish; w++ {
		part := min(finish, edges[w+1]) - max(start, edges[w])
		give(w, hours*float64(part)/float64(finish-start))
	}
}

// spread adds the hours that a resource is there.
func spread(edges []int, weeks []Week, levels []schedule.Level) {
	for k, l := range levels {
		to := edges[len(edges)-1]
		if k+1 < len(levels) {
			to = min(to, levels[k+1].From)
		}
		over(edges, l.From, to, float64(to-l.From)/60*float64(l.Units)/part, func(w int, hours float64) { weeks[w].Capacity += hours })
	}
}
