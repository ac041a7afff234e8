package throughput

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/fact"
)

var monday = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)

// series has the given items a week, the first day of each.
func series(weeks ...int) *Series {
	s := &Series{Start: monday, Daily: make([]int, 7*len(weeks))}
	for i, n := range weeks {
		s.Daily[7*i] = n
	}
	return s
}

func TestOfLandings(t *testing.T) {
	h := &fact.History{Head: "3"}
	for i, id := range []fact.CommitID{"0", "1", "2", "3"} {
		c := fact.Commit{ID: id}
		c.Committed.Unix = monday.AddDate(0, 0, []int{0, 1, 1, 9}[i]).Unix() + 3600
		if i > 0 {
			c.Parents = []fact.CommitID{h.Commits[i-1].ID}
		}
		h.Commits = append(h.Commits, c)
	}
	line := activity.NewTimeline(h)
	person := func(p int) fact.PersonID { return []fact.PersonID{"a", "a", "", "b"}[p] }
	if s := OfLandings(line, 4, person, monday.AddDate(0, 0, 10)); !s.Start.Equal(monday) || !slices.Equal(s.Daily, []int{1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0}) {
		t.Errorf("all: %+v", s)
	}
	if s := OfLandings(line, 4, person, monday.AddDate(0, 0, 2)); !slices.Equal(s.Daily, []int{1, 1, 0}) {
		t.Errorf("up to a day before the last: %+v", s)
	}
	if s := OfLandings(line, 4, func(int) fact.PersonID { return "" }, monday); s.Daily == nil || len(s.Daily) != 0 {
		t.Errorf("of bots alone: %+v", s)
	}
}

func TestRefusal(t *testing.T) {
	for name, c := range map[string]struct {
		weeks []int
		want  string
	}{
		"enough":              {slices.Repeat([]int{1}, 13), ""},
		"a week too few":      {slices.Repeat([]int{2}, 12), "12 whole weeks, and 13"},
		"an item too few":     {append(slices.Repeat([]int{1}, 12), 0), "12 items were finished in the last 13 weeks, and 13"},
		"what was is no help": {append([]int{500}, make([]int, 13)...), "0 items"},
		"nothing":             {nil, "0 whole weeks"},
	} {
		if got := Refusal(c.weeks); got == "" != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// An origin knows what came before it, and what is not done by the end is late.
func TestOrigins(t *testing.T) {
	s := series(slices.Repeat([]int{2}, 20)...)
	s.Daily = append(s.Daily, 0, 0) // whole weeks end with the last day
	origins := s.Origins(4)
	if len(origins) != 7 {
		t.Fatalf("%d origins", len(origins))
	}
	for i, o := range origins {
		if o.At != 2+7*(13+i) || len(o.Weeks) != 13+i || o.Left != len(s.Daily)-o.At {
			t.Errorf("%d: %+v", i, o)
		}
		// Eight items are the work of four weeks. The first day of a week is five days
		// after such an origin.
		want := 5 + 7*3 + 1
		if o.At+want > 7*20 {
			want = 0
		}
		if o.Items != 8 || o.Took != want {
			t.Errorf("%d: %d items took %d days, want %d", i, o.Items, o.Took, want)
		}
	}
	last := origins[len(origins)-1]
	if last.Took != 0 || last.Held(1e6) {
		t.Errorf("the last one is done: %+v", last)
	}
}

// Nothing that came after an origin changes what was foretold from it.
func TestNoLookAhead(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	weeks := make([]int, 60)
	for i := range weeks {
		weeks[i] = 2 + rng.IntN(8)
	}
	before := series(weeks...).Origins(4)
	for i := 40; i < 60; i++ {
		weeks[i] = 100
	}
	after := series(weeks...).Origins(4)
	for i := range before {
		if before[i].At <= 7*40 && (before[i].Items != after[i].Items || !slices.Equal(before[i].Weeks, after[i].Weeks)) {
			t.Errorf("origin %d saw what came later", i)
		}
	}
}

// Of a steady pace with chance all levels hold about as often as they say; where the
// pace drifts the plain bootstrap's hold too seldom, and ours are better.
func TestReplay(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	drifting := func(step float64) *Series {
		weeks := make([]int, 300)
		level := 0.0
		for i := range weeks {
			if level += step * rng.NormFloat64(); level < -1 || level > 1 {
				level *= 0.9
			}
			for range 40 {
				if rng.Float64() < 0.35*(1+0.8*level) {
					weeks[i]++
				}
			}
		}
		return series(weeks...)
	}
	tracks, skill := drifting(0.2).Replay(1)
	for _, x := range tracks {
		held, plain := float64(x.Held[2])/float64(x.N), float64(x.Plain[2])/float64(x.N)
		if held < 0.75 || held > 0.95 || plain > held-0.05 || x.Skill.Share <= 0 {
			t.Errorf("%d weeks: %.2f held, %.2f of the plain one's, skill %+v", x.Weeks, held, plain, x.Skill)
		}
		if x.Come[2] >= x.N || x.CameTrue[2] > x.Come[2] || x.Held[2] < x.CameTrue[2] || x.Held[2]-x.CameTrue[2] > x.N-x.Come[2] {
			t.Errorf("%d weeks: %+v", x.Weeks, x)
		}
		if reached := float64(x.Reached[2]) / float64(x.Whole); reached < 0.75 || reached > 0.97 || x.Whole != x.N-x.Weeks+1 {
			t.Errorf("%d weeks: counts reached %.2f of %d", x.Weeks, reached, x.Whole)
		}
	}
	if skill.Share <= 0 || skill.Low >= skill.Share || skill.High <= skill.Share {
		t.Errorf("skill %+v", skill)
	}
	if tracks, skill := series(1, 2, 3).Replay(1); tracks[0].N != 0 || skill.Low != -1 {
		t.Errorf("of three weeks: %+v %+v", tracks, skill)
	}
}
