package schedule

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"

	"leadline/internal/stat"
)

// Range is what a duration may come to, in minutes: a beta-PERT distribution between
// the least and the most with a likeliest value (Malcolm, Roseboom, Clark and Fazar,
// Application of a technique for research and development program evaluation,
// Operations Research 7, 1959), times the factors that the item shares with others.
type Range struct {
	Low, Likely, High float64
	// Factors are indices of the factors.
	Factors []int
	// Lost are minutes that are lost besides, in each run; nil for none.
	Lost []float64
}

// Factor multiplies the durations of several items alike, which makes them long or
// short together. It is lognormal, between Low and High in 90 of 100 cases.
type Factor struct{ Low, High float64 }

// Outlook is what became of a plan when its durations were drawn many times.
type Outlook struct {
	// Finish is the makespan of each run, the shortest first.
	Finish []int
	// Critical is the share of runs in which an item was on a longest chain: items that
	// each began when another one finished, by a link or on the same resource, up to the
	// end of the last one.
	Critical []float64
	// Late is the minute by which 85 of 100 runs had finished an item.
	Late []int
}

// Quantile is the minute by which the share p of the runs had finished.
func (o *Outlook) Quantile(p float64) int {
	k := int(math.Ceil(p*float64(len(o.Finish)))) - 1
	return o.Finish[min(max(k, 0), len(o.Finish)-1)]
}

// Simulate draws durations and carries the plan out with them: in the order of its
// starts, with the resources that it names, each item as early as it then fits. An
// item's draws depend on its id and the seed alone, so that two plans with the same
// items are compared under the same durations.
func Simulate(p Project, plan Plan, ranges []Range, factors []Factor, runs int, seed uint64) (Outlook, error) {
	q, err := newProblem(p)
	if err != nil {
		return Outlook{}, err
	}
	s := newSimulation(q, plan, ranges, factors, seed)
	out := Outlook{Critical: make([]float64, q.n)}
	ends := make([][]int, q.n)
	for run := range runs {
		if err := s.draw(run); err != nil {
			return Outlook{}, err
		}
		makespan := s.b.generate(&q.forward, s.list, 0, true)
		out.Finish = append(out.Finish, int(makespan))
		for i := range ends {
			ends[i] = append(ends[i], int(s.b.finish[i]))
		}
		for _, i := range s.chain(makespan) {
			out.Critical[i] += 1 / float64(runs)
		}
	}
	slices.Sort(out.Finish)
	for _, all := range ends {
		slices.Sort(all)
		item := Outlook{Finish: all}
		out.Late = append(out.Late, item.Quantile(0.85))
	}
	return out, nil
}

type simulation struct {
	q       *problem
	b       *board
	list    []int32
	ranges  []Range
	factors []Factor
	items   []*rand.Rand // by item
	shared  []*rand.Rand // by factor
	ended   []int32      // items by finish
}

func newSimulation(q *problem, plan Plan, ranges []Range, factors []Factor, seed uint64) *simulation {
	s := &simulation{q: q, b: newBoard(q), list: slices.Clone(q.order), ranges: ranges, factors: factors}
	s.b.duration = slices.Clone(q.duration)
	for i := range q.n {
		s.b.start[i] = int32(plan.Start[i]) // #nosec G115 -- a plan of this project
		s.b.mode[i] = q.modeOf(i, plan.Uses[i])
		h := fnv.New64a()
		_, _ = h.Write([]byte(q.project.Items[i].ID)) // a hash takes every byte
		s.items = append(s.items, rand.New(rand.NewPCG(seed, h.Sum64())))
	}
	s.b.byStart(s.list)
	for k := range factors {
		s.shared = append(s.shared, rand.New(rand.NewPCG(seed, uint64(k)))) // #nosec G115 -- an index
	}
	s.ended = slices.Clone(s.list)
	return s
}

// modeOf is the way of staffing an item that has these uses.
func (q *problem) modeOf(i int, uses []Use) int32 {
	k := slices.IndexFunc(q.modes[i], func(m mode) bool {
		return slices.EqualFunc(m.uses, uses, func(a use, b Use) bool {
			return int(a.resource) == b.Resource && int(a.units) == b.Units
		})
	})
	return int32(max(k, 0)) // #nosec G115 -- at most maxModes
}

// draw gives every item a duration.
func (s *simulation) draw(run int) error {
	shared := make([]float64, len(s.factors))
	for k, f := range s.factors {
		mu, sigma := (math.Log(f.Low)+math.Log(f.High))/2, (math.Log(f.High)-math.Log(f.Low))/(2*stat.Z90)
		shared[k] = math.Exp(mu + sigma*s.shared[k].NormFloat64())
	}
	total := 0.0
	for i, r := range s.ranges {
		minutes := r.sample(s.items[i])
		for _, k := range r.Factors {
			minutes *= shared[k]
		}
		if r.Lost != nil {
			minutes += r.Lost[run]
		}
		if total += minutes; total > limit {
			return fmt.Errorf("the durations of one simulation add up to more than %d minutes", limit)
		}
		s.b.duration[i] = int32(math.Round(minutes))
		if s.q.duration[i] == 0 {
			s.b.duration[i] = 0
		}
	}
	return nil
}

// sample draws a duration without factors.
func (r Range) sample(rng *rand.Rand) float64 {
	width := r.High - r.Low
	if width <= 0 {
		return r.Likely
	}
	a := gamma(rng, 1+4*(r.Likely-r.Low)/width)
	b := gamma(rng, 1+4*(r.High-r.Likely)/width)
	return r.Low + width*a/(a+b)
}

// gamma draws from the gamma distribution with a shape of at least 1 and scale 1
// (Marsaglia and Tsang, A simple method for generating gamma variables, ACM TOMS 26,
// 2000).
func gamma(rng *rand.Rand, shape float64) float64 {
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := rng.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v *= v * v
		if math.Log(1-rng.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// chain lists the items of the longest chains of the schedule on the board.
func (s *simulation) chain(makespan int32) []int32 {
	b := s.b
	slices.SortFunc(s.ended, func(x, y int32) int {
		if b.finish[x] != b.finish[y] {
			return int(b.finish[x]) - int(b.finish[y])
		}
		return int(x) - int(y)
	})
	var found []int32
	on := make([]bool, s.q.n)
	add := func(i int32) {
		if !on[i] {
			on[i] = true
			found = append(found, i)
		}
	}
	for _, i := range s.finished(makespan, makespan) {
		add(i)
	}
	for k := 0; k < len(found); k++ {
		s.causes(found[k], add)
	}
	return found
}

// causes adds the items whose end an item waited for.
func (s *simulation) causes(i int32, add func(i int32)) {
	from := s.waited(i)
	for _, l := range s.q.after[i] {
		if s.b.finish[l.item]+l.lag >= from {
			add(l.item)
		}
	}
	for _, j := range s.finished(from, s.b.start[i]) {
		if j != i && s.share(i, j) {
			add(j)
		}
	}
}

// finished are the items that finish in [from, to].
func (s *simulation) finished(from, to int32) []int32 {
	at := func(t int32) int {
		k, _ := slices.BinarySearchFunc(s.ended, t, func(i, t int32) int { return int(s.b.finish[i]) - int(t) })
		return k
	}
	return s.ended[at(from):at(to+1)]
}

// waited is the first minute such that an item that was ready then could not start
// before it did, for nobody was there.
func (s *simulation) waited(i int32) int32 {
	start := s.b.start[i]
	m := &s.q.modes[i][s.b.mode[i]]
	if m.pattern < 0 || s.b.duration[i] == 0 {
		return start
	}
	p := s.q.forward.patterns[m.pattern]
	k := p.index(start)
	switch {
	case p[k].from < start:
		return start
	case k == 0:
		return always
	}
	return p[k-1].to
}

// share is whether two items take the same resource.
func (s *simulation) share(i, j int32) bool {
	if s.b.duration[i] == 0 || s.b.duration[j] == 0 {
		return false
	}
	return overlap(s.q.modes[i][s.b.mode[i]].uses, s.q.modes[j][s.b.mode[j]].uses)
}
