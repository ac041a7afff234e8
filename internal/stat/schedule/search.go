package schedule

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// Options say how long to search.
type Options struct {
	// Schedules is how many to make; each pass of a justification is one.
	Schedules int
	Seed      uint64
	// Stop, if set, ends the search early when it says so. The result then depends on
	// when it did.
	Stop func() bool
}

// Result is the shortest plan found, and what is known about how short one can be.
type Result struct {
	Plan
	// Bound is a makespan that no plan can be below.
	Bound Bound
	// Slack is how many minutes later an item could start without a longer plan, by item,
	// with the items after it moved as far as they can be.
	Slack []int
	// Schedules is how many were made; fewer than asked for where the bound was met
	// or the search was stopped.
	Schedules int
	// Stopped is whether Options.Stop ended it.
	Stopped bool
}

const (
	population = 40
	mutation   = 0.05
	// patience is how many generations without a better plan are waited for before the
	// population is made anew.
	patience = 25
)

// Search looks for a short plan: a genetic algorithm on lists of items (Hartmann,
// A competitive genetic algorithm for resource-constrained project scheduling,
// Naval Research Logistics 45, 1998) in which every child is improved by double
// justification (Valls, Ballestín and Quintanilla, Justification and RCPSP: a
// technique that pays, EJOR 165, 2005).
func Search(p Project, o Options) (Result, error) {
	q, err := newProblem(p)
	if err != nil {
		return Result{}, err
	}
	s := &search{q: q, b: newBoard(q), o: o, rng: rand.New(rand.NewPCG(o.Seed, 0)), bound: q.bound()}
	s.run()
	return Result{Plan: s.best, Bound: s.bound, Slack: s.slack(), Schedules: s.made, Stopped: s.stopped}, nil
}

type search struct {
	q     *problem
	b     *board
	o     Options
	rng   *rand.Rand
	bound Bound
	late  []int32 // latest finishes, by item

	made    int
	stopped bool
	found   bool
	best    Plan
}

// individual is a list of items, how they wish to be staffed (nil where there is no
// choice), and the makespan of what that gives.
type individual struct {
	list     []int32
	wish     []int32
	makespan int32
}

func (s *search) run() {
	s.late = s.latest()
	for !s.ended() {
		people := s.beginners()
		for waited := 0; waited < patience && !s.ended() && alive(people); waited++ {
			before := people[0].makespan
			people = s.generation(people)
			if people[0].makespan < before {
				waited = -1
			}
		}
	}
}

// alive is whether there is anything to choose between.
func alive(people []individual) bool {
	return len(people) > 1
}

// ended is whether there is nothing more to search for.
func (s *search) ended() bool {
	if !s.found {
		return false
	}
	if s.best.Makespan <= s.bound.Value || s.made >= s.o.Schedules {
		return true
	}
	if !s.stopped && s.o.Stop != nil {
		s.stopped = s.o.Stop()
	}
	return s.stopped
}

// slack moves the best plan to the right.
func (s *search) slack() []int {
	for i := range s.q.n {
		s.b.start[i], s.b.finish[i] = int32(s.best.Start[i]), int32(s.best.Finish[i]) // #nosec G115 -- below limit
		s.b.mode[i] = s.q.modeOf(i, s.best.Uses[i])
	}
	s.b.right(slices.Clone(s.q.order), int32(s.best.Makespan)) // #nosec G115 -- below limit
	slack := make([]int, s.q.n)
	for i := range slack {
		slack[i] = int(s.b.start[i]) - s.best.Start[i]
	}
	return slack
}

// latest gives when each item finishes at the latest if the project takes no longer
// than its critical path.
func (s *search) latest() []int32 {
	start, _ := s.q.heads(&s.q.backward, backwards(s.q.order), 0)
	for i := range start {
		start[i] = -start[i]
	}
	return start
}

// beginners makes a population by sampling: the first list takes the item with the
// least latest finish, the others draw in favour of it by regret (Kolisch, EJOR 90,
// 1996). A population that is made anew differs in who works, too: of few items there are
// few lists.
func (s *search) beginners() []individual {
	var people []individual
	anew := s.found
	for k := range population {
		if k > 0 && s.ended() {
			break
		}
		people = append(people, s.raise(individual{list: s.sample(k > 0 || anew), wish: s.wishes(anew)}))
	}
	return survivors(people)
}

// wishes are none, so that every item is staffed to finish first; drawn are those of a
// population that is made anew.
func (s *search) wishes(drawn bool) []int32 {
	if len(s.q.several) == 0 {
		return nil
	}
	wish := make([]int32, s.q.n)
	for i := range wish {
		wish[i] = anyhow
	}
	if drawn {
		for _, i := range s.q.several {
			wish[i] = s.anyWay(i)
		}
	}
	return wish
}

// anyWay draws how an item wishes to be staffed.
func (s *search) anyWay(i int32) int32 {
	return int32(s.rng.IntN(len(s.q.modes[i])+1)) - 1 // #nosec G115 -- at most maxModes
}

// sample draws a list.
func (s *search) sample(random bool) []int32 {
	waits := make([]int, s.q.n)
	var ready []int32
	for i := range waits {
		if waits[i] = len(s.q.after[i]); waits[i] == 0 {
			ready = append(ready, int32(i)) // #nosec G115 -- fewer than limit
		}
	}
	list := make([]int32, 0, s.q.n)
	for len(ready) > 0 {
		k := s.draw(ready, random)
		i := ready[k]
		ready = slices.Delete(ready, k, k+1)
		list = append(list, i)
		for _, l := range s.q.then[i] {
			if waits[l.item]--; waits[l.item] == 0 {
				ready = append(ready, l.item)
			}
		}
	}
	return list
}

// draw chooses one of the items that can come next.
func (s *search) draw(ready []int32, random bool) int {
	worst, first := s.late[ready[0]], 0
	for k, i := range ready {
		worst = max(worst, s.late[i])
		if s.late[i] < s.late[ready[first]] || s.late[i] == s.late[ready[first]] && i < ready[first] {
			first = k
		}
	}
	if !random {
		return first
	}
	total := 0
	for _, i := range ready {
		total += int(worst-s.late[i]) + 1
	}
	at := s.rng.IntN(total)
	for k, i := range ready {
		if at -= int(worst-s.late[i]) + 1; at < 0 {
			return k
		}
	}
	return first
}

// raise makes the schedule of a list, justifies it twice, and keeps the best plan.
// The list becomes the order of the starts.
func (s *search) raise(child individual) individual {
	list := child.list
	s.b.wish = child.wish
	makespan := s.b.generate(&s.q.forward, list, 0, false)
	s.note(makespan)
	if !s.ended() && s.made+2 <= s.o.Schedules {
		s.b.right(list, makespan)
		s.made++
		makespan = s.b.left(list)
		s.note(makespan)
	}
	s.b.byStart(list)
	return individual{list, child.wish, makespan}
}

// note counts the schedule on the board, and keeps it if it is the best.
func (s *search) note(makespan int32) {
	s.made++
	if !s.found || int(makespan) < s.best.Makespan {
		s.best, s.found = s.b.plan(makespan), true
	}
}

// generation gives the next population: every two give a daughter and a son, and the
// best of all live on.
func (s *search) generation(people []individual) []individual {
	order := s.rng.Perm(len(people))
	for k := 0; k+1 < len(order) && !s.ended(); k += 2 {
		a, b := &people[order[k]], &people[order[k+1]]
		from, to := s.rng.IntN(s.q.n+1), s.rng.IntN(s.q.n+1)
		if from > to {
			from, to = to, from
		}
		for _, child := range []individual{s.cross(a, b, from, to), s.cross(b, a, from, to)} {
			if !s.ended() {
				s.mutate(&child)
				people = append(people, s.raise(child))
			}
		}
	}
	return survivors(people)
}

// cross takes the items of [from, to) from b in b's order, and the others from a, each
// with its wish.
func (s *search) cross(a, b *individual, from, to int) individual {
	child := individual{list: make([]int32, 0, s.q.n), wish: slices.Clone(a.wish)}
	taken := make([]bool, s.q.n)
	fill := func(of *individual, upto int) {
		for _, i := range of.list {
			if len(child.list) == upto {
				return
			}
			if !taken[i] {
				taken[i] = true
				child.list = append(child.list, i)
				if child.wish != nil {
					child.wish[i] = of.wish[i]
				}
			}
		}
	}
	fill(a, from)
	fill(b, to)
	fill(a, s.q.n)
	return child
}

// mutate swaps neighbours that do not wait for one another, and changes wishes.
func (s *search) mutate(child *individual) {
	list := child.list
	for _, i := range s.q.several {
		if s.rng.Float64() < mutation {
			child.wish[i] = s.anyWay(i)
		}
	}
	for k := 0; k+1 < len(list); k++ {
		if s.rng.Float64() >= mutation {
			continue
		}
		waits := slices.ContainsFunc(s.q.after[list[k+1]], func(l link) bool { return l.item == list[k] })
		if !waits {
			list[k], list[k+1] = list[k+1], list[k]
		}
	}
}

// survivors are the best of a population, each list once.
func survivors(people []individual) []individual {
	slices.SortStableFunc(people, func(x, y individual) int {
		if c := cmp.Compare(x.makespan, y.makespan); c != 0 {
			return c
		}
		return cmp.Or(slices.Compare(x.list, y.list), slices.Compare(x.wish, y.wish))
	})
	people = slices.CompactFunc(people, func(x, y individual) bool { return slices.Equal(x.list, y.list) && slices.Equal(x.wish, y.wish) })
	return people[:min(len(people), population)]
}

// plan is what is on the board.
func (b *board) plan(makespan int32) Plan {
	p := Plan{Start: ints(b.start), Finish: ints(b.finish), Makespan: int(makespan), Uses: make([][]Use, b.q.n)}
	for i, modes := range b.q.modes {
		if b.q.duration[i] == 0 {
			continue
		}
		for _, u := range modes[b.mode[i]].uses {
			p.Uses[i] = append(p.Uses[i], Use{int(u.resource), int(u.units)})
		}
	}
	return p
}
