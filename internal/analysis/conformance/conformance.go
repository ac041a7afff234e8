// Package conformance tells where the code needs what the declared architecture
// forbids.
package conformance

import (
	"cmp"
	"maps"
	"slices"

	"leadline/internal/analysis/dependency"
	"leadline/internal/analysis/graph"
	"leadline/internal/fact"
)

// Architecture is what a team declares.
type Architecture struct {
	// Component gives the name of the component of a file; empty where it has none.
	Component func(fact.Path) string
	Rules     []Rule
}

// Rule says what components may need of each other. Fit tells whether the name of a
// component is among those that are meant.
type Rule struct {
	Name, Reason string
	// Decision is the path of a record; empty if there is none.
	Decision string
	Kind     Kind
	// Layers are from the top down.
	Layers   []Fit
	From, To Fit
}

// Fit tells whether a component is meant.
type Fit func(component string) bool

// Kind says how a rule is meant.
type Kind uint8

// The kinds of rule.
const (
	Layers      Kind = iota + 1 // a layer needs none above it
	Forbidden                   // From needs nothing of To
	Allowed                     // From needs nothing but itself and To
	Independent                 // none of From needs another one
	Protected                   // none but To needs From
	Acyclic                     // no cycle among From when the program runs
)

// Breach is that a package needs what a rule says it may not.
type Breach struct {
	Rule int // its place among the rules
	// From and To are the folders of the files, and the components that these are of.
	From, To                   fact.Path
	FromComponent, ToComponent string
	// Imports is of how many it is made; First is the first of them.
	Imports int
	First   fact.Dependency
	// Back is, of a circle, the shortest way back: an import for each component on it.
	Back []fact.Dependency
}

// need is what a package needs of another one of another component.
type need struct {
	from, to                   fact.Path
	fromComponent, toComponent string
}

// imports are those that a need is made of.
type imports struct {
	all, running int
	first, runs  fact.Dependency
}

// Breaches are sorted by rule, from and to. The imports of the files of packages
// count, wherever they lead, and those of tests do not; one that may lead elsewhere does
// not either.
func (a *Architecture) Breaches(m *dependency.Map, dependencies []fact.Dependency) []Breach {
	needs := a.needs(m, dependencies)
	order := slices.SortedFunc(maps.Keys(needs), func(x, y need) int {
		return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to), cmp.Compare(x.fromComponent, y.fromComponent), cmp.Compare(x.toComponent, y.toComponent))
	})
	var out []Breach
	for i := range a.Rules {
		r := &a.Rules[i]
		c := newCircles(r, needs, order)
		for _, n := range order {
			x := needs[n]
			b := Breach{Rule: i, From: n.from, To: n.to, FromComponent: n.fromComponent, ToComponent: n.toComponent, Imports: x.all, First: x.first}
			if r.Kind == Acyclic {
				if x.running == 0 || !c.joins(n.fromComponent, n.toComponent) {
					continue
				}
				b.Imports, b.First, b.Back = x.running, x.runs, c.way(n.toComponent, n.fromComponent)
			} else if !r.breaks(n.fromComponent, n.toComponent) {
				continue
			}
			// Files of one folder may be of several components.
			if k := len(out) - 1; k >= 0 && out[k].Rule == i && out[k].From == b.From && out[k].To == b.To {
				out[k].Imports += b.Imports
				continue
			}
			out = append(out, b)
		}
	}
	return out
}

// needs gathers the imports between files of different components.
func (a *Architecture) needs(m *dependency.Map, dependencies []fact.Dependency) map[need]*imports {
	// An import may lead to a folder, which then is of the component of its files: of
	// those of tests where it has no others.
	components, folder := map[fact.Path]string{}, map[fact.Path]fact.Path{}
	for _, p := range slices.Concat(m.Apart(), m.Packages) {
		for _, f := range p.Files {
			components[f], folder[f] = a.Component(f), p.Path
		}
		components[p.Path], folder[p.Path] = components[p.Files[0]], p.Path
	}
	needs := map[need]*imports{}
	for i := range dependencies {
		d := &dependencies[i]
		if _, ok := m.PackageOf(d.From); !ok {
			continue
		}
		n := need{folder[d.From], folder[d.To], components[d.From], components[d.To]}
		if d.Confidence != fact.Exact || d.Kind == fact.TestOnly || n.fromComponent == "" || n.toComponent == "" || n.fromComponent == n.toComponent {
			continue
		}
		x := needs[n]
		if x == nil {
			x = &imports{first: *d}
			needs[n] = x
		}
		x.all++
		if d.Kind != fact.TypeOnly {
			if x.running++; x.running == 1 {
				x.runs = *d
			}
		}
	}
	return needs
}

// breaks tells that a component may not need another one.
func (r *Rule) breaks(from, to string) bool {
	switch r.Kind {
	case Layers:
		x, y := r.layer(from), r.layer(to)
		return x >= 0 && y >= 0 && y < x
	case Forbidden:
		return r.From(from) && r.To(to)
	case Allowed:
		return r.From(from) && !r.To(to)
	case Independent:
		return r.From(from) && r.From(to)
	case Protected:
		return r.From(to) && !r.From(from) && !r.To(from)
	}
	return false
}

func (r *Rule) layer(component string) int {
	return slices.IndexFunc(r.Layers, func(f Fit) bool { return f(component) })
}

// circles are those of the components that a rule of no circles speaks of.
type circles struct {
	// needs are what each component needs when the program runs, in order, and by
	// what import.
	needs map[string][]step
	// of numbers the circles: components with the same number are on one.
	of map[string]int
}

type step struct {
	to string
	by fact.Dependency
}

func newCircles(r *Rule, needs map[need]*imports, order []need) *circles {
	if r.Kind != Acyclic {
		return nil
	}
	c := &circles{needs: map[string][]step{}, of: map[string]int{}}
	at := map[string]int{}
	var names []string
	number := func(name string) int {
		n, ok := at[name]
		if !ok {
			n = len(names)
			at[name], names = n, append(names, name)
		}
		return n
	}
	var edges [][2]int
	for _, n := range order {
		if x := needs[n]; x.running > 0 && r.From(n.fromComponent) && r.From(n.toComponent) {
			c.needs[n.fromComponent] = append(c.needs[n.fromComponent], step{n.toComponent, x.runs})
			edges = append(edges, [2]int{number(n.fromComponent), number(n.toComponent)})
		}
	}
	g := graph.New(len(names))
	for _, e := range edges {
		g.Add(e[0], e[1])
	}
	for i, members := range g.Components() {
		for _, m := range members {
			c.of[names[m]] = i
		}
	}
	return c
}

// joins tells that two components are on one circle.
func (c *circles) joins(from, to string) bool {
	x, ok := c.of[from]
	y, ok2 := c.of[to]
	return ok && ok2 && x == y
}

// way is the shortest one from a component to another.
func (c *circles) way(from, to string) []fact.Dependency {
	type came struct {
		from string
		by   fact.Dependency
	}
	seen := map[string]came{from: {}}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		if queue[0] == to {
			break
		}
		for _, s := range c.needs[queue[0]] {
			if _, ok := seen[s.to]; !ok {
				seen[s.to] = came{queue[0], s.by}
				queue = append(queue, s.to)
			}
		}
	}
	var back []fact.Dependency
	for at := to; at != from; at = seen[at].from {
		back = append(back, seen[at].by)
	}
	slices.Reverse(back)
	return back
}
