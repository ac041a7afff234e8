package plan

import (
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/fault"
)

// staff settles who does what: an owner who is no resource becomes one, an owner takes
// a need of the item that is theirs to meet, and whoever else is needed must be there.
func (b *builder) staff() {
	b.convert()
	declared := len(b.plan.Resources)
	known := map[string]bool{}
	for _, r := range b.plan.Resources {
		known[r.Name] = true
	}
	for _, it := range b.plan.Items {
		if it.Owner != "" && !it.Done && !known[it.Owner] {
			known[it.Owner] = true
			b.plan.Resources = append(b.plan.Resources, fact.Resource{Name: it.Owner, Units: 1})
		}
	}
	if b.kept && declared == 0 {
		b.admit(known)
	}
	by := b.plan.Able()
	var told fault.Mistakes
	for i := range b.plan.Items {
		it := &b.plan.Items[i]
		if it.Done {
			continue
		}
		b.own(it, by)
		if len(b.plan.Resources) == 0 {
			it.Needs = slices.DeleteFunc(it.Needs, func(n fact.ItemNeed) bool { return n.Name == fact.Anyone })
		}
		told.Name = b.files[i]
		b.checkNeeds(&told, it, by)
	}
	if err := told.Err(); err != nil {
		b.errs = append(b.errs, err)
	}
	b.plan.Undeclared = len(b.plan.Resources) - declared
}

// admit makes a resource of every team and skill that items need, where records
// describe nobody.
func (b *builder) admit(known map[string]bool) {
	for _, it := range b.plan.Items {
		for _, n := range it.Needs {
			if !it.Done && !known[n.Name] && n.Name != fact.Anyone {
				known[n.Name] = true
				b.plan.Resources = append(b.plan.Resources, fact.Resource{Name: n.Name, Units: max(1, n.Units)})
			}
		}
	}
}

// own gives the owner of an item the need that is theirs to meet.
func (b *builder) own(it *fact.Item, by map[string][]int) {
	if it.Owner == "" {
		return
	}
	owner := slices.IndexFunc(b.plan.Resources, func(r fact.Resource) bool { return r.Name == it.Owner })
	if len(it.Needs) == 0 {
		it.Needs = []fact.ItemNeed{{Name: it.Owner, Units: min(1, b.plan.Resources[owner].Units)}}
		return
	}
	k := slices.IndexFunc(it.Needs, func(n fact.ItemNeed) bool {
		return slices.Contains(by[n.Name], owner) && n.Units <= b.plan.Resources[owner].Units
	})
	if k >= 0 {
		it.Needs = slices.Clone(it.Needs)
		it.Needs[k].Name = it.Owner
	}
}

func (b *builder) checkNeeds(told *fault.Mistakes, it *fact.Item, by map[string][]int) {
	for _, n := range it.Needs {
		who := by[n.Name]
		if len(who) == 0 {
			told.Wrong(it.Line, 0, "name a resource, a team or a skill that is there; there are: "+b.names(by), "item %s needs %s, which nobody is or has", it.ID, n.Name)
			continue
		}
		most, whole := 0.0, 0.0
		for _, k := range who {
			most = max(most, b.plan.Resources[k].Units)
			if b.plan.Resources[k].Units >= 1 {
				whole++
			}
		}
		if n.Units > max(most, whole) {
			told.Wrong(it.Line, 0, "let it need fewer, or give it more", "item %s needs %g of %s, and there are %g", it.ID, n.Units, n.Name, max(most, whole))
		}
	}
	for _, name := range it.Factors {
		if !slices.ContainsFunc(b.plan.Factors, func(f fact.Factor) bool { return f.Name == name }) {
			told.Wrong(it.Line, 0, "name a factor that is there", "item %s: there is no factor %s", it.ID, name)
		}
	}
}

// names are those that a need can name, at most ten.
func (b *builder) names(by map[string][]int) string {
	var out []string
	for name := range by {
		if name != fact.Anyone {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	if len(out) > 10 {
		out = append(out[:10], "…")
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, ", ")
}
