package schedule

import "slices"

// Bound is a makespan that no plan can be below, and what it comes from.
type Bound struct {
	Value int
	// Path is the length of the critical path.
	Path int
	// Energy is the end of the work that some resources have to do, with the shortest
	// time before and after it; Resources are those of the greatest. Nil if there is no
	// such work.
	Energy    int
	Resources []int
}

// bound gives the greatest of the critical path and the energy bounds of pools and
// crowds.
func (q *problem) bound() Bound {
	start, finish := q.heads(&q.forward, q.order, 0)
	var b Bound
	for _, f := range finish {
		b.Path = max(b.Path, int(f))
	}
	tail := q.tails()
	for _, p := range slices.Concat(q.pools(), q.crowds()) {
		if e := q.energy(p, start, tail); e > b.Energy {
			b.Energy, b.Resources = e, p.resources
		}
	}
	b.Value = max(b.Path, b.Energy)
	return b
}

// tails is the shortest time from the finish of each item to the end of the project:
// durations and lags alone, since breaks only add to it.
func (q *problem) tails() []int32 {
	tail := make([]int32, q.n)
	for _, i := range backwards(q.order) {
		for _, l := range q.then[i] {
			tail[i] = max(tail[i], l.lag+q.duration[l.item]+tail[l.item])
		}
	}
	return tail
}

// pool is resources that some items need one of, and how much work of theirs is for
// nobody else.
type pool struct {
	resources []int
	items     []int32
	work      []int64 // units x minutes, by index of items
	levels    []Level
}

// pools are the sets of resources that needs name, and all of the work that is
// confined to each.
func (q *problem) pools() []pool {
	var out []pool
	for _, it := range q.project.Items {
		for _, need := range it.Needs {
			any := slices.Sorted(slices.Values(need.Any))
			if !slices.ContainsFunc(out, func(p pool) bool { return slices.Equal(p.resources, any) }) {
				out = append(out, pool{resources: any})
			}
		}
	}
	for k := range out {
		q.confine(&out[k])
		out[k].levels = q.together(out[k].resources)
	}
	return out
}

// crowds are the items that need so much of one resource that at most one, two or three
// of them run at a time, each counted as one unit of as many.
func (q *problem) crowds() []pool {
	var out []pool
	for r := range q.project.Resources {
		for at := 1; at <= 3; at++ {
			if p := q.crowd(r, at); len(p.items) > at {
				out = append(out, p)
			}
		}
	}
	return out
}

// crowd is the items of which at most so many have room on a resource.
func (q *problem) crowd(r, at int) pool {
	p, most := pool{resources: []int{r}}, 0
	for _, l := range q.project.Resources[r].Levels {
		most = max(most, l.Units)
		p.levels = append(p.levels, Level{l.From, min(l.Units, at)})
	}
	for i, it := range q.project.Items {
		if takes(it, r)*(at+1) > most && it.Duration > 0 {
			p.items = append(p.items, int32(i)) // #nosec G115 -- fewer than limit
			p.work = append(p.work, int64(it.Duration))
		}
	}
	return p
}

// takes is what an item cannot but take of a resource.
func takes(it Item, r int) int {
	units := 0
	for _, need := range it.Needs {
		if len(need.Any) == 1 && need.Any[0] == r {
			units += need.Units
		}
	}
	return units
}

// confine collects the work that only the resources of a pool can do.
func (q *problem) confine(p *pool) {
	for i, it := range q.project.Items {
		units := 0
		for _, need := range it.Needs {
			inside := !slices.ContainsFunc(need.Any, func(r int) bool { return !slices.Contains(p.resources, r) })
			if inside {
				units += need.Units
			}
		}
		if units > 0 && it.Duration > 0 {
			p.items = append(p.items, int32(i)) // #nosec G115 -- fewer than limit
			p.work = append(p.work, int64(units)*int64(it.Duration))
		}
	}
}

// maxBase is how many sets of items with a common head are looked at.
const maxBase = 2000

// energy is the greatest, over sets of items that all have a head of at least h and a
// tail of at least t, of the end of their work begun at h, and t: the energy bound of
// one interval (Carlier and Latapie, Une méthode arborescente pour résoudre les
// problèmes cumulatifs, RAIRO 25, 1991).
func (q *problem) energy(p pool, head, tail []int32) int {
	byTail := make([]int, len(p.items))
	for k := range byTail {
		byTail[k] = k
	}
	slices.SortStableFunc(byTail, func(x, y int) int { return int(tail[p.items[y]]) - int(tail[p.items[x]]) })
	heads := make([]int32, 0, len(p.items))
	for _, i := range p.items {
		heads = append(heads, head[i])
	}
	slices.Sort(heads)
	heads = slices.Compact(heads)
	best := 0
	for _, h := range heads[:min(len(heads), maxBase)] {
		work := int64(0)
		supply := supplyFrom(p.levels, int(h))
		for _, k := range byTail {
			i := p.items[k]
			if head[i] < h {
				continue
			}
			work += p.work[k]
			best = max(best, supply.end(work)+int(tail[i]))
		}
	}
	return best
}

// together adds up the levels of resources.
func (q *problem) together(resources []int) []Level {
	var edges []int
	for _, r := range resources {
		for _, l := range q.project.Resources[r].Levels {
			edges = append(edges, l.From)
		}
	}
	slices.Sort(edges)
	var out []Level
	next := make([]int, len(resources))
	for _, from := range slices.Compact(edges) {
		sum := 0
		for k, r := range resources {
			levels := q.project.Resources[r].Levels
			for next[k] < len(levels) && levels[next[k]].From <= from {
				next[k]++
			}
			sum += levels[next[k]-1].Units
		}
		out = append(out, Level{from, sum})
	}
	return out
}

// supply hands out units x minutes from a minute on, to more and more work.
type supply struct {
	levels []Level
	k      int   // the level at hand
	at     int   // where it begins
	given  int64 // what was handed out before it
}

func supplyFrom(levels []Level, from int) *supply {
	k := 0
	for k+1 < len(levels) && levels[k+1].From <= from {
		k++
	}
	return &supply{levels: levels, k: k, at: from}
}

// end is the first minute at which work can be done; work only grows between calls.
func (s *supply) end(work int64) int {
	for {
		units := int64(s.levels[s.k].Units)
		last := s.k+1 == len(s.levels)
		if last || s.given+units*int64(s.levels[s.k+1].From-s.at) >= work {
			if units == 0 {
				return s.at
			}
			return s.at + int((work-s.given+units-1)/units)
		}
		s.given += units * int64(s.levels[s.k+1].From-s.at)
		s.k++
		s.at = s.levels[s.k].From
	}
}
