package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"leadline/internal/fact"
)

// Change is what might be otherwise in a plan.
type Change struct {
	// Without are resources that leave. What needs one of them by name goes to anybody
	// of its team, or to anyone where it has none.
	Without []string
	// Add are units of resources, teams or skills that come, by name.
	Add map[string]float64
	// Cut are items that are not done after all. What waits for one waits for what it
	// waited for.
	Cut []string
}

// None is whether nothing changes.
func (c *Change) None() bool { return len(c.Without)+len(c.Add)+len(c.Cut) == 0 }

// Apply gives the plan as it would be. What is not in the plan is an error.
func (c *Change) Apply(p *fact.Plan) (*fact.Plan, error) {
	out := *p
	out.Items, out.Resources = slices.Clone(p.Items), slices.Clone(p.Resources)
	for _, id := range c.Cut {
		if err := cut(&out, id); err != nil {
			return nil, err
		}
	}
	for _, name := range c.Without {
		if err := remove(&out, name); err != nil {
			return nil, err
		}
	}
	added := make([]string, 0, len(c.Add))
	for name := range c.Add {
		added = append(added, name)
	}
	slices.Sort(added)
	for _, name := range added {
		if err := add(&out, name, c.Add[name]); err != nil {
			return nil, err
		}
	}
	return &out, nil
}

func cut(p *fact.Plan, id string) error {
	k := slices.IndexFunc(p.Items, func(it fact.Item) bool { return it.ID == id })
	if k < 0 {
		return fmt.Errorf("there is no item %s in the plan", id)
	}
	gone := p.Items[k]
	p.Items = slices.Delete(p.Items, k, k+1)
	for i := range p.Items {
		var after []fact.After
		for _, a := range p.Items[i].After {
			if a.ID != id {
				after = append(after, a)
				continue
			}
			for _, before := range gone.After {
				after = append(after, fact.After{ID: before.ID, Lag: before.Lag + a.Lag})
			}
		}
		p.Items[i].After = after
	}
	return nil
}

func remove(p *fact.Plan, name string) error {
	k := slices.IndexFunc(p.Resources, func(r fact.Resource) bool { return r.Name == name })
	if k < 0 {
		return fmt.Errorf("there is no resource %s in the plan", name)
	}
	instead := fact.Anyone
	if team := p.Resources[k].Team; team != "" {
		instead = team
	}
	p.Resources = slices.Delete(p.Resources, k, k+1)
	for i := range p.Items {
		it := &p.Items[i]
		it.Needs = slices.Clone(it.Needs)
		for n := range it.Needs {
			if it.Needs[n].Name == name {
				it.Needs[n].Name = instead
			}
		}
	}
	return nil
}

// add makes a resource have more units, or a team or a skill one resource more.
func add(p *fact.Plan, name string, units float64) error {
	for k := range p.Resources {
		if p.Resources[k].Name == name {
			p.Resources[k].Units += units
			return nil
		}
	}
	for _, r := range p.Resources {
		if r.Team == name || slices.Contains(r.Skills, name) {
			p.Resources = append(p.Resources, newcomers(r, name, units)...)
			return nil
		}
	}
	return fmt.Errorf("there is no resource, team or skill %s in the plan", name)
}

// newcomers are like a resource in what they were asked for: of its team, or with the
// skill alone; each is one.
func newcomers(like fact.Resource, name string, units float64) []fact.Resource {
	var out []fact.Resource
	for n := 1; units > 0; n++ {
		r := fact.Resource{Name: fmt.Sprintf("%s +%d", name, n), Units: min(units, 1), Calendar: like.Calendar, Skills: []string{name}}
		if like.Team == name {
			r.Team, r.Skills = name, nil
		}
		out = append(out, r)
		units -= r.Units
	}
	return out
}

// ParseAdd reads NAME=N,…: what is to be added.
func ParseAdd(text string) (map[string]float64, error) {
	out := map[string]float64{}
	for _, part := range Words(text) {
		name, number, _ := strings.Cut(part, "=")
		units, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if err != nil || !(units > 0 && units <= 1000) {
			return nil, fmt.Errorf("%q is no name with a number of units from 0 to 1000", part)
		}
		out[strings.TrimSpace(name)] += units
	}
	return out, nil
}

// Words are the parts of a list with commas between.
func Words(text string) []string {
	var out []string
	for w := range strings.SplitSeq(text, ",") {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}
