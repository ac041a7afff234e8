package throughput

import (
	"math"

	"leadline/internal/stat/forecast"
)

// Levels are the shares of dates that should hold.
var Levels = [...]float64{0.5, 0.7, 0.85, 0.95}

// Targets are how many weeks of work are foretold in the replay.
var Targets = [...]int{4, 12}

// Counts are how many forecasts held, for each of Levels.
type Counts [len(Levels)]int

// Track is how well forecasts of one target did from all origins.
type Track struct {
	// Weeks of work that the target is.
	Weeks int
	// N origins. Held are those whose date held, at each of Levels; one whose items were
	// not done by the end of the series is late, even if its date has yet to come. Plain is
	// the same of the plain bootstrap.
	N           int
	Held, Plain Counts
	// Come are the dates that had come by the end, and CameTrue those of them that held.
	Come, CameTrue Counts
	// Whole are the origins with so many weeks after them, and Reached those in which as
	// many items were done in them as was said, or more.
	Whole   int
	Reached Counts
	// Score and PlainScore are the mean CRPS, in days.
	Score, PlainScore float64
	Skill             Skill
}

// Skill is the share of the plain bootstrap's CRPS that is taken away, with a 95 %
// interval.
type Skill struct{ Share, Low, High float64 }

// Better tells whether it is more than nothing, chance allowed for.
func (s Skill) Better() bool { return s.Low > 0 }

const (
	// draws is how many futures a forecast of the replay is made of.
	draws = 400
	// Block is how many origins, one a week, are drawn together.
	Block = 26
)

// Replay makes the forecasts of the past, for each of Targets, and tells the skill of
// all together: each origin's scores are parts of its target. The seed is that of the
// draws.
func (s *Series) Replay(seed uint64) (tracks []Track, all Skill) {
	var ours, plain []float64
	for _, target := range Targets {
		t, a, b := s.replay(target, seed)
		tracks = append(tracks, t)
		if ours == nil {
			ours, plain = make([]float64, len(a)), make([]float64, len(a))
		}
		for i := range a {
			ours[i] += a[i] / float64(target)
			plain[i] += b[i] / float64(target)
		}
	}
	return tracks, skill(ours, plain, seed)
}

func (s *Series) replay(target int, seed uint64) (t Track, ours, plain []float64) {
	t.Weeks = target
	for _, o := range s.Origins(target) {
		m := forecast.Drifting(o.Weeks)
		days := m.Days(o.Items, draws, seed+uint64(o.At))
		base := forecast.Resample(o.Weeks[len(o.Weeks)-Window:]).Days(o.Items, draws, seed+uint64(o.At))
		t.N++
		for i, q := range Levels {
			due := days.AtMost(q)
			count(&t.Held, i, o.Held(due))
			count(&t.Plain, i, o.Held(base.AtMost(q)))
			if due <= float64(o.Left) {
				t.Come[i]++
				count(&t.CameTrue, i, o.Held(due))
			}
		}
		ours, plain = append(ours, o.Score(days)), append(plain, o.Score(base))
		if 7*target <= o.Left {
			t.Whole++
			items := m.Items(7*target, draws, seed+uint64(o.At))
			came := s.Done(o.At, 7*target)
			for i, q := range Levels {
				count(&t.Reached, i, float64(came) >= items.AtLeast(q))
			}
		}
	}
	t.Score, t.PlainScore = mean(ours), mean(plain)
	t.Skill = skill(ours, plain, seed)
	return t, ours, plain
}

func skill(ours, plain []float64, seed uint64) (s Skill) {
	s.Share, s.Low, s.High = forecast.Skill(ours, plain, Block, seed)
	return s
}

// Held tells whether the items were done in so many days, as far as the series tells.
func (o *Origin) Held(days float64) bool { return o.Took > 0 && float64(o.Took) <= days }

// Score is the CRPS of a forecast of the days, up to the end of the series.
func (o *Origin) Score(days forecast.Sample) float64 {
	took := math.Inf(1)
	if o.Took > 0 {
		took = float64(o.Took)
	}
	return days.CRPS(took, float64(o.Left))
}

func count(c *Counts, i int, held bool) {
	if held {
		c[i]++
	}
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v / float64(len(x))
	}
	return sum
}
