package schedule_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"leadline/internal/stat/schedule"
)

// generated is a small project: links lead to earlier items, levels change at most
// twice, and what an item needs is there in the end.
func generated(t *rapid.T, items int) schedule.Project {
	number := func(low, high int, name string) int { return rapid.IntRange(low, high).Draw(t, name) }
	var p schedule.Project
	for r := range number(1, 3, "resources") {
		levels := []schedule.Level{{From: 0, Units: number(0, 3, "first")}}
		if number(0, 1, "calendar") == 1 {
			levels = append(levels, schedule.Level{From: number(1, 3, "from"), Units: number(0, 3, "units")})
		}
		levels = append(levels, schedule.Level{From: number(4, 6, "last from"), Units: number(1, 3, "last")})
		p.Resources = append(p.Resources, schedule.Resource{ID: fmt.Sprint("r", r), Levels: levels})
	}
	for i := range number(1, items, "items") {
		it := schedule.Item{ID: fmt.Sprint("i", i), Duration: number(0, 3, "duration"), Release: number(0, 2, "release")}
		for j := range i {
			if number(0, 3, "waits") == 0 {
				it.After = append(it.After, schedule.Link{Item: j, Lag: number(0, 1, "lag")})
			}
		}
		it.Needs = needs(p, number)
		p.Items = append(p.Items, it)
	}
	return p
}

// needs draws what an item needs: units of one resource, or a unit of any.
func needs(p schedule.Project, number func(low, high int, name string) int) []schedule.Need {
	if number(0, 4, "any") == 0 {
		need := schedule.Need{Units: 1}
		for r := range p.Resources {
			need.Any = append(need.Any, r)
		}
		return []schedule.Need{need}
	}
	var out []schedule.Need
	for r, res := range p.Resources {
		last := res.Levels[len(res.Levels)-1].Units
		if units := number(0, last, "need"); units > 0 {
			out = append(out, schedule.Need{Any: []int{r}, Units: units})
		}
	}
	return out
}

func units(r schedule.Resource, t int) int {
	n := 0
	for _, l := range r.Levels {
		if l.From <= t {
			n = l.Units
		}
	}
	return n
}

// minutes are those in which an item works that starts at a minute: the ones in which
// its resources are there with all units. Nil if it cannot start then.
func minutes(p schedule.Project, uses []schedule.Use, start, duration int) []int {
	var out []int
	for t := start; len(out) < duration; t++ {
		there := !slices.ContainsFunc(uses, func(u schedule.Use) bool { return units(p.Resources[u.Resource], t) < u.Units })
		switch {
		case there:
			out = append(out, t)
		case t == start:
			return nil
		}
	}
	return out
}

// check counts every minute of a plan.
func check(p schedule.Project, plan schedule.Plan) error {
	taken := map[[2]int]int{}
	end := 0
	for i, it := range p.Items {
		finish := plan.Start[i]
		if it.Duration > 0 {
			if err := met(it, plan.Uses[i]); err != nil {
				return err
			}
			work := minutes(p, plan.Uses[i], plan.Start[i], it.Duration)
			if work == nil {
				return fmt.Errorf("%s starts in a break", it.ID)
			}
			finish = work[len(work)-1] + 1
			for _, u := range plan.Uses[i] {
				for _, t := range work {
					taken[[2]int{u.Resource, t}] += u.Units
				}
			}
		}
		if finish != plan.Finish[i] || plan.Start[i] < it.Release {
			return fmt.Errorf("%s runs %d to %d, not to %d, from %d", it.ID, plan.Start[i], finish, plan.Finish[i], it.Release)
		}
		end = max(end, finish)
		for _, l := range it.After {
			if plan.Finish[l.Item]+l.Lag > plan.Start[i] {
				return fmt.Errorf("%s starts before it may", it.ID)
			}
		}
	}
	for k, n := range taken {
		if n > units(p.Resources[k[0]], k[1]) {
			return fmt.Errorf("minute %d takes %d of %d", k[1], n, k[0])
		}
	}
	if end != plan.Makespan {
		return fmt.Errorf("it ends at %d, not at %d", end, plan.Makespan)
	}
	return nil
}

// met is whether uses are what an item of these tests needs.
func met(it schedule.Item, uses []schedule.Use) error {
	if len(it.Needs) != len(uses) {
		return fmt.Errorf("%s takes %v for %v", it.ID, uses, it.Needs)
	}
	for k, need := range it.Needs {
		if !slices.Contains(need.Any, uses[k].Resource) || uses[k].Units != need.Units {
			return fmt.Errorf("%s takes %v for %v", it.ID, uses, it.Needs)
		}
	}
	return nil
}

// shortest tries every start of every item, and gives the least makespan below a limit.
func shortest(p schedule.Project, below int) int {
	plan := schedule.Plan{Start: make([]int, len(p.Items)), Finish: make([]int, len(p.Items)), Uses: make([][]schedule.Use, len(p.Items))}
	taken := map[[2]int]int{}
	var place func(i, end int)
	try := func(i, start, end int, uses []schedule.Use) {
		work := minutes(p, uses, start, p.Items[i].Duration)
		if p.Items[i].Duration > 0 && (work == nil || work[len(work)-1]+1 >= below) {
			return
		}
		finish := start
		if work != nil {
			finish = work[len(work)-1] + 1
		}
		fits := true
		for _, u := range uses {
			for _, t := range work {
				taken[[2]int{u.Resource, t}] += u.Units
				fits = fits && taken[[2]int{u.Resource, t}] <= units(p.Resources[u.Resource], t)
			}
		}
		if fits {
			plan.Start[i], plan.Finish[i] = start, finish
			place(i+1, max(end, finish))
		}
		for _, u := range uses {
			for _, t := range work {
				taken[[2]int{u.Resource, t}] -= u.Units
			}
		}
	}
	place = func(i, end int) {
		if i == len(p.Items) {
			below = min(below, end)
			return
		}
		ways := [][]schedule.Use{nil}
		for _, need := range p.Items[i].Needs {
			var more [][]schedule.Use
			for _, w := range ways {
				for _, r := range need.Any {
					last := p.Resources[r].Levels[len(p.Resources[r].Levels)-1].Units
					if last >= need.Units {
						more = append(more, append(slices.Clone(w), schedule.Use{Resource: r, Units: need.Units}))
					}
				}
			}
			ways = more
		}
		from := p.Items[i].Release
		for _, l := range p.Items[i].After {
			from = max(from, plan.Finish[l.Item]+l.Lag)
		}
		for start := from; start < below; start++ {
			for _, uses := range ways {
				try(i, start, end, uses)
			}
		}
	}
	place(0, 0)
	return below
}

// TestShortest holds the search and the bound against every schedule that there is.
func TestShortest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := generated(t, 4)
		r, err := schedule.Search(p, schedule.Options{Schedules: 600, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		if err := check(p, r.Plan); err != nil {
			t.Fatal(err)
		}
		best := shortest(p, r.Makespan+1)
		if r.Makespan != best || r.Bound.Value > best {
			t.Fatalf("found %d, bound %d, and the shortest is %d", r.Makespan, r.Bound.Value, best)
		}
	})
}

// TestLaws are what holds of projects too large to try everything.
func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := generated(t, 25)
		o := schedule.Options{Schedules: rapid.IntRange(1, 300).Draw(t, "schedules"), Seed: rapid.Uint64().Draw(t, "seed")}
		r, err := schedule.Search(p, o)
		if err != nil {
			t.Fatal(err)
		}
		if err := check(p, r.Plan); err != nil {
			t.Fatal(err)
		}
		path, err := schedule.CriticalPath(p)
		if err != nil {
			t.Fatal(err)
		}
		if r.Bound.Value < path.Length || r.Makespan < r.Bound.Value || r.Bound.Path != path.Length {
			t.Fatalf("makespan %d, bound %+v, path %d", r.Makespan, r.Bound, path.Length)
		}
		if r.Schedules > o.Schedules || r.Schedules < o.Schedules && r.Makespan > r.Bound.Value {
			t.Fatalf("%d schedules of %d", r.Schedules, o.Schedules)
		}
		late := r.Plan
		late.Start, late.Finish = slices.Clone(late.Start), slices.Clone(late.Finish)
		for i, slack := range r.Slack {
			if slack < 0 || path.Slack[i] < 0 || path.Start[i] > r.Start[i] {
				t.Fatalf("item %d: slack %d, without resources %d", i, slack, path.Slack[i])
			}
			late.Start[i] += slack
			if work := minutes(p, late.Uses[i], late.Start[i], p.Items[i].Duration); work != nil {
				late.Finish[i] = work[len(work)-1] + 1
			} else {
				late.Finish[i] = late.Start[i]
			}
		}
		if err := check(p, late); err != nil {
			t.Fatal("moved by its slack: ", err)
		}
	})
}

// TestDeterministic: the machine does not matter, the seed does.
func TestDeterministic(t *testing.T) {
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	rapid.Check(t, func(t *rapid.T) {
		p := generated(t, 25)
		o := schedule.Options{Schedules: 200, Seed: 7}
		runtime.GOMAXPROCS(1)
		one, _ := schedule.Search(p, o)
		runtime.GOMAXPROCS(8)
		eight, _ := schedule.Search(p, o)
		if !reflect.DeepEqual(one, eight) {
			t.Fatalf("%+v\n%+v", one, eight)
		}
	})
}

func TestCycle(t *testing.T) {
	p := schedule.Project{Items: []schedule.Item{
		{ID: "a"}, {ID: "b", After: []schedule.Link{{Item: 0}, {Item: 3}}}, {ID: "c", After: []schedule.Link{{Item: 1}}}, {ID: "d", After: []schedule.Link{{Item: 2}}},
	}}
	_, err := schedule.Search(p, schedule.Options{Schedules: 1})
	var cycle *schedule.CycleError
	if !errors.As(err, &cycle) || !slices.Equal(cycle.Items, []string{"b", "c", "d", "b"}) {
		t.Errorf("%v", err)
	}
	p.Items[1].After = p.Items[1].After[:1]
	if r, err := schedule.Search(p, schedule.Options{Schedules: 1}); err != nil || r.Makespan != 0 {
		t.Errorf("without the cycle: %+v, %v", r, err)
	}
}

func TestUnstaffed(t *testing.T) {
	p := schedule.Project{
		Items:     []schedule.Item{{ID: "a", Duration: 1, Needs: []schedule.Need{{Any: []int{0}, Units: 2}}}},
		Resources: []schedule.Resource{{ID: "r", Levels: []schedule.Level{{From: 0, Units: 2}, {From: 9, Units: 1}}}},
	}
	_, err := schedule.Search(p, schedule.Options{Schedules: 1})
	var unstaffed *schedule.UnstaffedError
	if !errors.As(err, &unstaffed) || unstaffed.Item != "a" {
		t.Errorf("%v", err)
	}
	p.Resources[0].Levels[1].Units = 2
	if r, err := schedule.Search(p, schedule.Options{Schedules: 1}); err != nil || r.Makespan != 1 {
		t.Errorf("with as many: %+v, %v", r, err)
	}
}

// TestPair: two of one skill are two persons, and who has two skills is one.
func TestPair(t *testing.T) {
	p := schedule.Project{
		Items: []schedule.Item{
			{ID: "pair", Duration: 4, Needs: []schedule.Need{{Any: []int{0, 1, 2}, Units: 2}}},
			{ID: "one", Duration: 4, Needs: []schedule.Need{{Any: []int{1}, Units: 1}}},
		},
		Resources: []schedule.Resource{{ID: "ada", Levels: schedule.Constant(1)}, {ID: "bob", Levels: schedule.Constant(1)}, {ID: "cy", Levels: schedule.Constant(1)}},
	}
	r, err := schedule.Search(p, schedule.Options{Schedules: 30})
	if err != nil || r.Makespan != 4 || !reflect.DeepEqual(r.Uses[0], []schedule.Use{{Resource: 0, Units: 1}, {Resource: 2, Units: 1}}) {
		t.Errorf("%+v, %v", r, err)
	}
	p.Items[1].Needs[0].Any = []int{1}
	p.Items[0].Needs[0].Any = []int{0, 1}
	if r, err := schedule.Search(p, schedule.Options{Schedules: 30}); err != nil || r.Makespan != 8 || r.Bound.Value != 6 {
		t.Errorf("%+v, %v", r, err)
	}
}

// BenchmarkSearch makes 5,000 schedules of 120 items on four resources.
func BenchmarkSearch(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	var p schedule.Project
	for r := range 4 {
		p.Resources = append(p.Resources, schedule.Resource{ID: fmt.Sprint("r", r), Levels: schedule.Constant(13)})
	}
	for i := range 120 {
		it := schedule.Item{ID: fmt.Sprint("i", i), Duration: 1 + rng.IntN(10), Needs: []schedule.Need{{Any: []int{rng.IntN(4)}, Units: 1 + rng.IntN(10)}}}
		for range 2 {
			if i > 3 {
				it.After = append(it.After, schedule.Link{Item: i - 1 - rng.IntN(min(i-1, 20))})
			}
		}
		p.Items = append(p.Items, it)
	}
	for b.Loop() {
		r, err := schedule.Search(p, schedule.Options{Schedules: 5000, Seed: 1})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(r.Schedules), "schedules/op")
	}
}
