package schedule_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"leadline/internal/stat/schedule"
)

// chain is items of an hour, one after the other, of which each may take from 30 to
// 150 minutes.
func chain(n int, factors ...int) (schedule.Project, []schedule.Range) {
	p := schedule.Project{Resources: []schedule.Resource{{ID: "r", Levels: schedule.Constant(1)}}}
	var ranges []schedule.Range
	for i := range n {
		p.Items = append(p.Items, schedule.Item{ID: string(rune('a' + i)), Duration: 60, Needs: []schedule.Need{{Any: []int{0}, Units: 1}}})
		ranges = append(ranges, schedule.Range{Low: 30, Likely: 60, High: 150, Factors: factors})
	}
	return p, ranges
}

func simulate(t *testing.T, p schedule.Project, ranges []schedule.Range, factors []schedule.Factor, runs int) schedule.Outlook {
	t.Helper()
	r, err := schedule.Search(p, schedule.Options{Schedules: 100, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	out, err := schedule.Simulate(p, r.Plan, ranges, factors, runs, 1)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func moments(out schedule.Outlook) (mean, sd float64) {
	for _, f := range out.Finish {
		mean += float64(f) / float64(len(out.Finish))
	}
	for _, f := range out.Finish {
		sd += (float64(f) - mean) * (float64(f) - mean) / float64(len(out.Finish)-1)
	}
	return mean, math.Sqrt(sd)
}

// TestSimulatedMoments: the sum of nine independent beta-PERT durations has the sum
// of their means, 70 each, and of their variances, a seventh of (mean - low)(high -
// mean); a factor that all share adds its own.
func TestSimulatedMoments(t *testing.T) {
	p, ranges := chain(9)
	mean, sd := moments(simulate(t, p, ranges, nil, 4000))
	wantSD := math.Sqrt(9 * (70 - 30) * (150 - 70) / 7)
	if math.Abs(mean-630) > 4*wantSD/math.Sqrt(4000) || math.Abs(sd/wantSD-1) > 0.06 {
		t.Errorf("mean %.1f, sd %.2f, want 630 and %.2f", mean, sd, wantSD)
	}
	p, ranges = chain(9, 0)
	sigma := math.Log(4) / (2 * 1.6448536269514722)
	mean, sd = moments(simulate(t, p, ranges, []schedule.Factor{{Low: 0.5, High: 2}}, 4000))
	m := math.Exp(sigma * sigma / 2)
	square := math.Exp(2*sigma*sigma) * (630*630 + wantSD*wantSD)
	wantSD = math.Sqrt(square - 630*630*m*m)
	if math.Abs(mean/(630*m)-1) > 0.03 || math.Abs(sd/wantSD-1) > 0.1 {
		t.Errorf("with a factor: mean %.1f, sd %.1f, want %.1f and %.1f", mean, sd, 630*m, wantSD)
	}
}

// TestCriticality: of two ways that are alike, each is the longest in half of the runs;
// with one resource for both, both are in every run.
func TestCriticality(t *testing.T) {
	p, ranges := chain(2)
	p.Resources[0].Levels[0].Units = 2
	p.Items = append(p.Items, schedule.Item{ID: "end", After: []schedule.Link{{Item: 0}, {Item: 1}}})
	ranges = append(ranges, schedule.Range{})
	out := simulate(t, p, ranges, nil, 2000)
	if c := out.Critical; math.Abs(c[0]-0.5) > 0.06 || math.Abs(c[1]-0.5) > 0.06 || math.Abs(c[2]-1) > 1e-9 {
		t.Errorf("side by side: %v", c)
	}
	p.Resources[0].Levels[0].Units = 1
	out = simulate(t, p, ranges, nil, 100)
	if c := out.Critical; math.Abs(c[0]-1) > 1e-9 || math.Abs(c[1]-1) > 1e-9 {
		t.Errorf("one after the other: %v", c)
	}
}

// TestSimulatedPlan: without ranges, every run is the plan.
func TestSimulatedPlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := generated(t, 12)
		r, err := schedule.Search(p, schedule.Options{Schedules: 60, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		var ranges []schedule.Range
		for _, it := range p.Items {
			d := float64(it.Duration)
			ranges = append(ranges, schedule.Range{Low: d, Likely: d, High: d})
		}
		out, err := schedule.Simulate(p, r.Plan, ranges, nil, 3, 1)
		if err != nil {
			t.Fatal(err)
		}
		if out.Quantile(0) != r.Makespan || out.Quantile(1) != r.Makespan {
			t.Fatalf("%v, planned %d", out.Finish, r.Makespan)
		}
	})
}

// Minutes that are lost besides make an item longer in their run and no other, and an
// item that takes no time loses none.
func TestLost(t *testing.T) {
	p, ranges := chain(2)
	calm := simulate(t, p, ranges, nil, 100)
	ranges[1].Lost = make([]float64, 100)
	ranges[1].Lost[7] = 100_000
	out := simulate(t, p, ranges, nil, 100)
	if last := out.Finish[99]; last < 100_000 || out.Finish[98] >= 100_000 || out.Quantile(0.5) != calm.Quantile(0.5) {
		t.Errorf("the last run ends at %d, the one before at %d", last, out.Finish[98])
	}
	if out.Late[0] != calm.Late[0] || calm.Late[1] != calm.Quantile(0.85) {
		t.Errorf("85 of 100 runs: %v, without loss %v, all at %d", out.Late, calm.Late, calm.Quantile(0.85))
	}
	p.Items[1].Duration = 0
	if out = simulate(t, p, ranges, nil, 100); out.Finish[99] >= 100_000 {
		t.Errorf("a milestone lost time: %d", out.Finish[99])
	}
}
