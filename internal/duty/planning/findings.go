package planning

import (
	"fmt"
	"slices"
	"strings"

	"leadline/internal/analysis/plan"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var overAllocated = duty.Rule{
	ID: name + "/over-allocated", Level: sheet.LevelWarning,
	Title: "A team or skill is asked for more than it has",
	Doc: `If every item began as soon as what it waits for is done, a team or a skill would have
more to do in some week than its capacity: hours of its resources by their calendars,
absences taken out. The schedule moves items so that it fits; this is where they wait.
The week with the most hours over is told, of up to three teams and skills.

A skill is asked for where items name it; work that its people do under another name
is not seen, so that a skill can be short where this rule is silent.`,
}

var onlyOne = duty.Rule{
	ID: name + "/only-one", Level: sheet.LevelWarning,
	Title: "Work that only one resource can do",
	Doc: `Items need a team, a skill or anyone, and one resource of one unit alone can meet that. The
work waits for that one, and stops when they are away. Items that name a resource itself
are not counted: somebody else may be able to do those.`,
}

var unassigned = duty.Rule{
	ID: name + "/unassigned", Level: sheet.LevelNote,
	Title: "Items with work that nobody is to do",
	Doc: `Items with an estimate need no resource, though the plan has some: they are scheduled beside
everything else, as waiting for a delivery is. Where people do the work, the plan ends
too early.`,
}

var undoable = duty.Rule{
	ID: name + "/undoable", Level: sheet.LevelError,
	Title: "After a change nobody can do an item",
	Doc: `With --without, a resource leaves, and an item needs more than those who remain have.
The first such item is told.`,
}

func (a *answer) findings() []sheet.Finding {
	var out []sheet.Finding
	if a.lost != nil && !a.view.Off(&undoable) {
		out = append(out, a.undone())
	}
	if f, ok := late(a.view); ok {
		out = append(out, f)
	}
	if a.made.Scheduled && !a.view.Off(&overAllocated) {
		out = append(out, a.overAllocated()...)
	}
	if !a.view.Off(&onlyOne) {
		out = append(out, a.onlyOne()...)
	}
	if !a.view.Off(&unassigned) {
		out = append(out, a.unassigned()...)
	}
	return out
}

func (a *answer) undone() sheet.Finding {
	k := slices.IndexFunc(a.view.Inputs.Plan.Items, func(it fact.Item) bool { return it.ID == a.lost.Item })
	return sheet.Finding{
		Rule: undoable.ID, Level: a.view.Level(&undoable), Message: "after this change " + a.lost.Error(),
		Why:  "the plan cannot be done so; the rest of this sheet is about the plan as it stands",
		Next: a.command("cut", a.lost.Item), Evidence: a.evidence([]*fact.Item{&a.view.Inputs.Plan.Items[k]}),
		Fingerprint: sheet.Fingerprint(undoable.ID, a.lost.Item, a.lost.Need),
	}
}

// evidence are the first items of some.
func (a *answer) evidence(items []*fact.Item) []sheet.Evidence {
	const most = 5
	var out []sheet.Evidence
	for _, it := range items[:min(len(items), most)] {
		out = append(out, sheet.Evidence{Place: a.place(it), Text: strings.TrimSpace(it.ID + " " + it.Title)})
	}
	return out
}

// peak is the week in which a group is furthest over its capacity.
type peak struct {
	group plan.Group
	week  plan.Week
}

func (p *peak) over() float64 { return p.week.Early - p.week.Capacity }

func (a *answer) overAllocated() []sheet.Finding {
	var peaks []peak
	for _, g := range a.made.Groups() {
		best := peak{group: g}
		for _, w := range a.made.Load(&g) {
			if p := (peak{g, w}); p.over() > max(best.over(), 0.5) {
				best = p
			}
		}
		if best.over() > 0.5 {
			peaks = append(peaks, best)
		}
	}
	slices.SortStableFunc(peaks, func(x, y peak) int {
		if x.over() > y.over() {
			return -1
		}
		return 1
	})
	const most = 3
	var out []sheet.Finding
	for _, p := range peaks[:min(len(peaks), most)] {
		monday := p.week.Monday.Format("2006-01-02")
		out = append(out, sheet.Finding{
			Rule: overAllocated.ID, Level: a.view.Level(&overAllocated),
			Message: fmt.Sprintf("%s has %.0f h in the week of %s, and %.0f h of work could begin then", p.group.Name, p.week.Capacity, monday, p.week.Early),
			Why:     "items wait here for a resource, not for other items",
			Next:    a.command("add", p.group.Name+"=1"),
			Evidence: a.evidence(a.needing(func(n *fact.ItemNeed) bool {
				return n.Name == p.group.Name || p.group.Kind != "skill" && a.inside(n.Name, &p.group)
			})),
			Fingerprint: sheet.Fingerprint(overAllocated.ID, p.group.Name),
		})
	}
	return out
}

// inside is whether what a need names is all of a group.
func (a *answer) inside(need string, g *plan.Group) bool {
	all := a.made.Can(need)
	return len(all) > 0 && !slices.ContainsFunc(all, func(r int) bool { return !slices.Contains(g.Resources, r) })
}

// needing are the items of which a need is such.
func (a *answer) needing(such func(n *fact.ItemNeed) bool) []*fact.Item {
	var out []*fact.Item
	for _, it := range a.made.Items {
		if slices.ContainsFunc(it.Needs, func(n fact.ItemNeed) bool { return such(&n) }) {
			out = append(out, it)
		}
	}
	return out
}

func (a *answer) onlyOne() []sheet.Finding {
	resources := a.made.Plan.Resources
	if len(resources) < 2 {
		return nil
	}
	items := map[string][]*fact.Item{}
	for _, it := range a.made.Items {
		for _, n := range it.Needs {
			who := a.made.Can(n.Name)
			if len(who) == 1 && resources[who[0]].Name != n.Name && resources[who[0]].Units <= 1 {
				items[n.Name] = append(items[n.Name], it)
			}
		}
	}
	var out []sheet.Finding
	for skill, of := range items {
		who := resources[a.made.Can(skill)[0]].Name
		evidence := append([]sheet.Evidence{{Person: who, Text: "is the only one for " + skill}}, a.evidence(of)...)
		out = append(out, sheet.Finding{
			Rule: onlyOne.ID, Level: a.view.Level(&onlyOne),
			Message: fmt.Sprintf("%s %s %s, which one resource alone has", duty.Amount(len(of), "item", "items"), duty.Plural(len(of), "needs", "need"), skill),
			Why:     "the work stops when that one is away, and nobody else can take it over",
			Next:    a.command("without", who), Evidence: evidence, Fingerprint: sheet.Fingerprint(onlyOne.ID, skill),
		})
	}
	slices.SortFunc(out, func(x, y sheet.Finding) int { return strings.Compare(x.Message, y.Message) })
	slices.SortStableFunc(out, func(x, y sheet.Finding) int { return len(items[skillOf(y)]) - len(items[skillOf(x)]) })
	const most = 5
	return out[:min(len(out), most)]
}

// skillOf is the skill that a finding of onlyOne speaks of.
func skillOf(f sheet.Finding) string {
	return strings.TrimPrefix(f.Evidence[0].Text, "is the only one for ")
}

func (a *answer) unassigned() []sheet.Finding {
	if len(a.made.Plan.Resources) == 0 {
		return nil
	}
	var items []*fact.Item
	for _, it := range a.made.Items {
		if it.Estimated && it.High > 0 && len(it.Needs) == 0 {
			items = append(items, it)
		}
	}
	if len(items) == 0 {
		return nil
	}
	return []sheet.Finding{{
		Rule: unassigned.ID, Level: a.view.Level(&unassigned),
		Message: fmt.Sprintf("%s %s nobody: %s beside all other work", duty.Amount(len(items), "item", "items"),
			duty.Plural(len(items), "needs", "need"), duty.Plural(len(items), "it is done", "they are done")),
		Why:      "if people do this work, the plan ends later than is told here",
		Next:     "name a resource, a team, a skill or anyone under needs, and ask again",
		Evidence: a.evidence(items), Fingerprint: sheet.Fingerprint(unassigned.ID),
	}}
}
