package schedule

// Path is the critical path method: when each item can start and finish at the
// earliest, and how long what waits for it takes, if there were enough of every
// resource (Kelley and Walker, Critical-path planning and scheduling, 1959).
type Path struct {
	// Start and Finish are the earliest minutes, by item.
	Start, Finish []int
	// Slack is how many minutes an item can be late before the last one is.
	Slack []int
	// Length is the end of the last item.
	Length int
}

// CriticalPath gives the critical path of a project. Calendars hold; that two items
// cannot have the same unit at a time does not.
func CriticalPath(p Project) (Path, error) {
	q, err := newProblem(p)
	if err != nil {
		return Path{}, err
	}
	start, finish := q.heads(&q.forward, q.order, 0)
	path := Path{Start: ints(start), Finish: ints(finish), Slack: make([]int, q.n)}
	for _, f := range path.Finish {
		path.Length = max(path.Length, f)
	}
	_, late := q.heads(&q.backward, backwards(q.order), int32(-path.Length)) // #nosec G115 -- below limit
	for i := range late {
		path.Slack[i] = -int(late[i]) - path.Start[i]
	}
	return path, nil
}

// heads places every item as early as those before it allow.
func (q *problem) heads(d *direction, order []int32, origin int32) (start, finish []int32) {
	start, finish = make([]int32, q.n), make([]int32, q.n)
	for _, i := range order {
		t := origin
		if d.release != nil {
			t = max(t, d.release[i])
		}
		for _, l := range d.before[i] {
			t = max(t, finish[l.item]+l.lag)
		}
		start[i], finish[i] = q.alone(d, i, t)
	}
	return start, finish
}

// alone gives when an item would run from t on if it had every resource to itself.
func (q *problem) alone(d *direction, i, t int32) (start, finish int32) {
	if q.duration[i] == 0 {
		return t, t
	}
	finish = never
	for _, m := range q.modes[i] {
		s, f := t, t+q.duration[i]
		if m.pattern >= 0 {
			s, f, _ = d.patterns[m.pattern].advance(t, q.duration[i])
		}
		if f < finish {
			start, finish = s, f
		}
	}
	return start, finish
}

func backwards(order []int32) []int32 {
	out := make([]int32, len(order))
	for k, i := range order {
		out[len(order)-1-k] = i
	}
	return out
}

func ints(xs []int32) []int {
	out := make([]int, len(xs))
	for i, x := range xs {
		out[i] = int(x)
	}
	return out
}
