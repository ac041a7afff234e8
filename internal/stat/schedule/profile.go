package schedule

import "slices"

// step is a number of free units from a minute on.
type step struct{ from, free int32 }

// profile is the free units of one resource over all time; the first step is from
// the beginning of time.
type profile []step

// always and never are the ends of time.
const (
	always = -never
	never  = 4 * limit
)

func forwardProfile(levels []Level) profile {
	p := profile{{always, int32(levels[0].Units)}} // #nosec G115 -- checked against limit
	for _, l := range levels[1:] {
		p = append(p, step{int32(l.From), int32(l.Units)}) // #nosec G115 -- checked against limit
	}
	return p
}

// backwardProfile has minute t at -t.
func backwardProfile(levels []Level) profile {
	last := len(levels) - 1
	p := profile{{always, int32(levels[last].Units)}} // #nosec G115 -- checked against limit
	for k := last; k > 0; k-- {
		p = append(p, step{-int32(levels[k].From), int32(levels[k-1].Units)}) // #nosec G115 -- checked against limit
	}
	return p
}

// at is the index of the step that holds at a minute.
func (p profile) at(t int32) int {
	low, high := 0, len(p) // p[low].from <= t < p[high].from
	for high-low > 1 {
		if m := int(uint(low+high) >> 1); p[m].from <= t { // #nosec G115 -- indices
			low = m
		} else {
			high = m
		}
	}
	return low
}

// fits gives the first minute from t on at which units are free for a duration
// without a break.
func (p profile) fits(t, duration, units int32) int32 {
	k := p.at(t)
	end := t + duration
	for ; k < len(p) && p[k].from < end; k++ {
		if p[k].free >= units {
			continue
		}
		for k++; k < len(p) && p[k].free < units; k++ {
		}
		if k == len(p) {
			return never
		}
		t = p[k].from
		end = t + duration
	}
	return t
}

// blocked gives the first minute after from at which units are free again, if they
// are not all through [from, to).
func (p profile) blocked(from, to, units int32) (until int32, ok bool) {
	for k := p.at(from); k < len(p) && p[k].from < to; k++ {
		if p[k].free >= units {
			continue
		}
		for k++; k < len(p) && p[k].free < units; k++ {
		}
		if k == len(p) {
			return never, true
		}
		return p[k].from, true
	}
	return 0, false
}

// take removes units in [from, to).
func (p *profile) take(from, to, units int32) {
	k := p.split(p.at(from), from)
	for ; k < len(*p) && (*p)[k].from < to; k++ {
		(*p)[k].free -= units
	}
	// The step before the end was lowered: what holds from the end on is as it was.
	if k == len(*p) || (*p)[k].from > to {
		*p = slices.Insert(*p, k, step{to, (*p)[k-1].free + units})
	}
}

// split makes a step begin at a minute that step k holds at, and gives its index.
func (p *profile) split(k int, t int32) int {
	if (*p)[k].from == t {
		return k
	}
	*p = slices.Insert(*p, k+1, step{t, (*p)[k].free})
	return k + 1
}

// span is a stretch of time, its end not included.
type span struct{ from, to int32 }

// pattern is the time at which an item can be worked on, by the calendars of the
// resources that it takes.
type pattern []span

// patternOf is when all the units are there; nil for all the time.
func patternOf(base []profile, uses []use) pattern {
	breaks := false
	var edges []int32
	for _, u := range uses {
		for _, s := range base[u.resource] {
			breaks = breaks || s.free < u.units
			edges = append(edges, s.from)
		}
	}
	if !breaks {
		return nil
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	var p pattern
	for k, from := range edges {
		to := int32(never)
		if k+1 < len(edges) {
			to = edges[k+1]
		}
		there := !slices.ContainsFunc(uses, func(u use) bool {
			b := base[u.resource]
			return b[b.at(from)].free < u.units
		})
		switch {
		case !there:
		case len(p) > 0 && p[len(p)-1].to == from:
			p[len(p)-1].to = to
		default:
			p = append(p, span{from, to})
		}
	}
	return p
}

// index is the first span that ends after a minute.
func (p pattern) index(t int32) int {
	k, _ := slices.BinarySearchFunc(p, t, func(s span, t int32) int {
		if s.to <= t {
			return -1
		}
		return 1
	})
	return k
}

// advance gives when work of a duration begins and ends that does not begin before
// t, and the index of the span in which it begins.
func (p pattern) advance(t, duration int32) (start, finish int32, k int) {
	k = p.index(t)
	if k == len(p) {
		return never, never, k
	}
	start = max(t, p[k].from)
	left, at := duration, start
	for j := k; j < len(p); j++ {
		at = max(at, p[j].from)
		if p[j].to-at >= left {
			return start, at + left, k
		}
		left -= p[j].to - at
	}
	return never, never, k
}
