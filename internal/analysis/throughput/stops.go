package throughput

import (
	"hash/fnv"
	"math"
	"slices"

	"leadline/internal/stat/forecast"
	"leadline/internal/stat/loss"
)

// Stop is a risk that costs days of work: while they last, nothing is finished.
type Stop struct {
	ID    string
	Model loss.Risk
}

// Stops are independent risks, with the seed by which their events are drawn. They come
// at their frequencies while work goes on, and are the same in every question that is
// asked of a future.
type Stops struct {
	Risks []Stop
	Seed  uint64
}

// weekDays are the days of a week, and workDays those of work in it: by these a day that
// is lost is more than one of the calendar.
const (
	weekDays = 7.0
	workDays = 5.0
	yearDays = 365.25
)

// stop is an event: after how many days of work it comes, and how many of the calendar it
// takes.
type stop struct{ at, lost float64 }

// of are the events of a future within so many days of work, in the order in which they
// come.
func (s *Stops) of(draw int, days float64) []stop {
	var out []stop
	for i := range s.Risks {
		k := &s.Risks[i]
		h := fnv.New64a()
		_, _ = h.Write([]byte("stop " + k.ID))                                            // a hash takes every byte
		for _, e := range k.Model.Events(days/yearDays, s.Seed, h.Sum64()+uint64(draw)) { // #nosec G115 -- from 0
			out = append(out, stop{e.At * yearDays, e.Loss * weekDays / workDays})
		}
	}
	slices.SortStableFunc(out, func(x, y stop) int {
		switch {
		case x.at < y.at:
			return -1
		case x.at > y.at:
			return 1
		}
		return 0
	})
	return out
}

// Delay adds to days until items are done what stops take, in ascending order; beyond the
// horizon they are infinite.
func (s *Stops) Delay(days forecast.Sample) forecast.Sample {
	out := slices.Clone(days)
	for draw, d := range days {
		if math.IsInf(d, 1) {
			continue
		}
		for _, e := range s.of(draw, d) {
			out[draw] += e.lost
		}
		if out[draw] = math.Ceil(out[draw]); out[draw] > weekDays*forecast.Horizon {
			out[draw] = math.Inf(1)
		}
	}
	slices.Sort(out)
	return out
}

// Worked is on how many of so many days of the calendar work goes on in a future.
func (s *Stops) Worked(draw, days int) float64 {
	end, lost := float64(days), 0.0
	for _, e := range s.of(draw, end) {
		if e.at+lost >= end {
			break
		}
		if lost += e.lost; e.at+lost >= end {
			return e.at
		}
	}
	return end - lost
}
