package schedule

import "slices"

// board is the state of one schedule that is being made, kept between schedules so
// that making one allocates nothing.
type board struct {
	q             *problem
	free          []profile
	start, finish []int32
	mode          []int32 // the way each item is staffed, an index of its modes
	wish          []int32 // the way that each item is to be staffed, anyhow for whatever is fastest
	duration      []int32
}

// anyhow is the wish for the way of staffing with which an item finishes first.
const anyhow = -1

func newBoard(q *problem) *board {
	return &board{
		q: q, free: make([]profile, len(q.project.Resources)), duration: q.duration,
		start: make([]int32, q.n), finish: make([]int32, q.n), mode: make([]int32, q.n),
	}
}

// generate places items in the order of a list, which has each after what it waits
// for, each as early as it fits: the serial schedule generation scheme (Kelley 1963;
// Kolisch, Serial and parallel resource-constrained project scheduling methods
// revisited, EJOR 90, 1996). Where an item can be staffed in several ways, it takes
// the one that finishes first, or the one of the board if staffed is set. It gives
// the end of the last item.
func (b *board) generate(d *direction, list []int32, origin int32, staffed bool) int32 {
	for r := range b.free {
		b.free[r] = append(b.free[r][:0], d.base[r]...)
	}
	end := origin
	for _, i := range list {
		t := origin
		if d.release != nil {
			t = max(t, d.release[i])
		}
		for _, l := range d.before[i] {
			t = max(t, b.finish[l.item]+l.lag)
		}
		b.place(d, i, t, staffed)
		end = max(end, b.finish[i])
	}
	return end
}

// place puts an item at the first place from t on.
func (b *board) place(d *direction, i, t int32, staffed bool) {
	duration := b.duration[i]
	if duration == 0 {
		b.start[i], b.finish[i] = t, t
		return
	}
	modes := b.q.modes[i]
	if !staffed && b.wish != nil && b.wish[i] != anyhow {
		b.mode[i], staffed = b.wish[i], true
	}
	if !staffed || len(modes) == 1 {
		b.finish[i] = never
		for k := range modes {
			if s, f := b.first(d, &modes[k], t, duration); f < b.finish[i] {
				b.start[i], b.finish[i], b.mode[i] = s, f, int32(k) // #nosec G115 -- at most maxModes
			}
		}
	} else {
		b.start[i], b.finish[i] = b.first(d, &modes[b.mode[i]], t, duration)
	}
	b.take(d, &modes[b.mode[i]], b.start[i], b.finish[i])
}

// first gives the first place from t on for work of a duration.
func (b *board) first(d *direction, m *mode, t, duration int32) (start, finish int32) {
	if m.pattern >= 0 {
		return b.firstWithBreaks(d, m, t, duration)
	}
	for again := true; again; {
		again = false
		for k, u := range m.uses {
			s := b.free[u.resource].fits(t, duration, u.units)
			if s == never {
				return never, never
			}
			if s > t {
				t, again = s, k > 0
			}
		}
	}
	return t, t + duration
}

// firstWithBreaks does the same where the item rests in breaks.
func (b *board) firstWithBreaks(d *direction, m *mode, t, duration int32) (start, finish int32) {
	p := d.patterns[m.pattern]
	for {
		s, f, k := p.advance(t, duration)
		if f == never {
			return never, never
		}
		later := b.hindered(p[k:], m.uses, s, f)
		if later == s {
			return s, f
		}
		t = later
	}
}

// hindered gives the start of work in [start, finish), or a later one to try if
// units are missing somewhere in it.
func (b *board) hindered(p pattern, uses []use, start, finish int32) int32 {
	for _, w := range p {
		from, to := max(w.from, start), min(w.to, finish)
		if from >= to {
			break
		}
		for _, u := range uses {
			if until, ok := b.free[u.resource].blocked(from, to, u.units); ok {
				return until
			}
		}
	}
	return start
}

// take removes the units of an item from what is free.
func (b *board) take(d *direction, m *mode, start, finish int32) {
	if m.pattern < 0 {
		for _, u := range m.uses {
			b.free[u.resource].take(start, finish, u.units)
		}
		return
	}
	p := d.patterns[m.pattern]
	for _, w := range p[p.index(start):] {
		from, to := max(w.from, start), min(w.to, finish)
		if from >= to {
			return
		}
		for _, u := range m.uses {
			b.free[u.resource].take(from, to, u.units)
		}
	}
}

// byStart orders a list by the starts on the board, so that generating by it gives a
// schedule that is no longer.
func (b *board) byStart(list []int32) {
	slices.SortFunc(list, func(x, y int32) int {
		if b.start[x] != b.start[y] {
			return int(b.start[x]) - int(b.start[y])
		}
		return int(b.q.rank[x]) - int(b.q.rank[y])
	})
}

// byFinish orders a list by the finishes on the board, the last first.
func (b *board) byFinish(list []int32) {
	slices.SortFunc(list, func(x, y int32) int {
		if b.finish[x] != b.finish[y] {
			return int(b.finish[y]) - int(b.finish[x])
		}
		return int(b.q.rank[y]) - int(b.q.rank[x])
	})
}

// mirror turns the times on the board round.
func (b *board) mirror() {
	for i := range b.start {
		b.start[i], b.finish[i] = -b.finish[i], -b.start[i]
	}
}

// right moves every item as late as the makespan allows, the last one first. The
// list is ordered for it.
func (b *board) right(list []int32, makespan int32) {
	b.byFinish(list)
	b.generate(&b.q.backward, list, -makespan, true)
	b.mirror()
}

// left moves every item as early as it fits, the first one first, and gives the
// makespan.
func (b *board) left(list []int32) int32 {
	b.byStart(list)
	return b.generate(&b.q.forward, list, 0, true)
}
