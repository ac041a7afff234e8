package changepoint

import "container/heap"

// knot is a weak point in the list of those that are left, with the moments of the
// values between it and the next.
type knot struct {
	index          int
	previous, next int // in knots; -1 at the ends
	after          moments
	p, size        float64
	version        int
	gone           bool
}

// merge removes the weakest point, tests again those that its removal touches, and so
// on until all that are left are significant.
func (d detector) merge(values []float64, weak []int) []Point {
	m := merger{detector: d, knots: make([]knot, len(weak)+1)}
	for i := range m.knots { // knot 0 is the start of the series, no point
		start, end := 0, len(values)
		if i > 0 {
			start = weak[i-1]
		}
		if i < len(weak) {
			end = weak[i]
		}
		m.knots[i] = knot{index: start, previous: i - 1, next: i + 1, after: momentsOf(values[start:end])}
	}
	m.knots[len(weak)].next = -1
	for i := 1; i < len(m.knots); i++ {
		m.judge(i)
	}
	for {
		at := m.weakest()
		if at < 0 {
			break
		}
		m.remove(at)
	}
	points := []Point{}
	for i := m.knots[0].next; i >= 0; i = m.knots[i].next {
		points = append(points, Point{m.knots[i].index, m.knots[i].p})
	}
	return points
}

type merger struct {
	detector
	knots  []knot
	bySure queue // the least significant first
	bySize queue // the smallest first
}

// judge tests a point against what lies on either side.
func (m *merger) judge(i int) {
	if i <= 0 || i >= len(m.knots) || m.knots[i].gone {
		return
	}
	k := &m.knots[i]
	before := m.knots[k.previous].after
	k.p, k.size = m.test(before, k.after), magnitude(before, k.after)
	k.version++
	heap.Push(&m.bySure, entry{-k.p, k.index, i, k.version})
	if m.magnitude > 0 {
		heap.Push(&m.bySize, entry{k.size, k.index, i, k.version})
	}
}

// weakest is the point to remove next; -1 if all may stay.
func (m *merger) weakest() int {
	if e, ok := m.top(&m.bySure); ok && !(-e.key < m.p) {
		return e.knot
	}
	if e, ok := m.top(&m.bySize); ok && e.key <= m.magnitude {
		return e.knot
	}
	return -1
}

// top is the first entry of a queue that still holds.
func (m *merger) top(q *queue) (entry, bool) {
	for len(*q) > 0 {
		e := (*q)[0]
		if k := &m.knots[e.knot]; !k.gone && k.version == e.version {
			return e, true
		}
		heap.Pop(q)
	}
	return entry{}, false
}

func (m *merger) remove(i int) {
	k := &m.knots[i]
	k.gone = true
	previous, next := k.previous, k.next
	m.knots[previous].after = m.knots[previous].after.join(k.after)
	m.knots[previous].next = next
	if next >= 0 {
		m.knots[next].previous = previous
		m.judge(next)
	}
	switch {
	case !m.otava:
		m.judge(previous)
	case next >= 0:
		m.judge(m.knots[next].next)
	}
}

// entry is a point as it was judged once; a later version makes it void.
type entry struct {
	key     float64
	index   int
	knot    int
	version int
}

// queue is a heap of entries, equal keys by their place in the series.
type queue []entry

func (q queue) Len() int { return len(q) }

func (q queue) Less(i, j int) bool {
	if q[i].key != q[j].key {
		return q[i].key < q[j].key
	}
	return q[i].index < q[j].index
}

func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

func (q *queue) Push(x any) { *q = append(*q, x.(entry)) }

func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
