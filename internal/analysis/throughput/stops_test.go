package throughput

import (
	"math"
	"testing"

	"leadline/internal/stat/forecast"
	"leadline/internal/stat/loss"
)

// A risk of a fixed rate that costs five days of work, a week of the calendar, each time.
func weekLost(rate float64) *Stops {
	return &Stops{Risks: []Stop{{ID: "R", Model: loss.Risk{Frequency: loss.Fixed(rate), Loss: loss.Fixed(5)}}}, Seed: 1}
}

// The days until items are done grow by a Poisson number of weeks; what no risk delays does
// not.
func TestDelay(t *testing.T) {
	const draws, days = 20000, 73 // a fifth of a year, nearly
	plain := make(forecast.Sample, draws)
	for i := range plain {
		plain[i] = days
	}
	if got := (&Stops{}).Delay(plain); got[0] != days || got[draws-1] != days {
		t.Errorf("no risk delays: %v", got[draws-1])
	}
	for _, rate := range []float64{0.5, 3, 20} {
		sum, calm := 0.0, 0
		for _, d := range weekLost(rate).Delay(plain) {
			sum += d
			if d == days {
				calm++
			}
		}
		n := rate * days / 365.25
		if mean, want := sum/draws, days+7*n; math.Abs(mean-want) > 4*7*math.Sqrt(n/draws) {
			t.Errorf("%g a year: %.2f days on average, want %.2f", rate, mean, want)
		}
		if p, want := float64(calm)/draws, math.Exp(-n); math.Abs(p-want) > 4*math.Sqrt(want/draws) {
			t.Errorf("%g a year: %.3f without a delay, want %.3f", rate, p, want)
		}
	}
}

// What is beyond the horizon stays, and what stops push there is told as such.
func TestDelayBeyond(t *testing.T) {
	got := weekLost(5000).Delay(forecast.Sample{100, math.Inf(1)})
	if !math.IsInf(got[0], 1) || !math.IsInf(got[1], 1) {
		t.Errorf("%v", got)
	}
}

// Items are done by a day as often as so many are reached by it: both are asked of the same
// process.
func TestDatesAndCountsAgree(t *testing.T) {
	past := []int{4, 7, 2, 9, 5, 6, 3, 8, 5, 4, 6, 7, 5}
	model, stops := forecast.Resample(past), weekLost(8)
	const items, draws = 60, 20000
	dates := stops.Delay(model.Days(items, draws, 1))
	for _, day := range []int{70, 91, 105, 140} {
		counts := model.ItemsOf(day, draws, 2, func(draw int) float64 { return stops.Worked(draw, day) })
		by, reached := 0.0, 0.0
		for i := range draws {
			if dates[i] <= float64(day) {
				by++
			}
			if counts[i] >= items {
				reached++
			}
		}
		if math.Abs(by-reached)/draws > 0.025 { // 2.5 points: dates are whole days
			t.Errorf("day %d: %.3f done by it, %.3f reach as many", day, by/draws, reached/draws)
		}
	}
}

// Where no event comes all days are worked, and a stop that outlasts them ends the work.
func TestWorked(t *testing.T) {
	rare := &Stops{Risks: []Stop{{ID: "R", Model: loss.Risk{Frequency: loss.Fixed(1e-6), Loss: loss.Fixed(5)}}}}
	if got := rare.Worked(0, 28); got != 28 {
		t.Errorf("%g of 28 days", got)
	}
	long := &Stops{Risks: []Stop{{ID: "R", Model: loss.Risk{Frequency: loss.Fixed(400), Loss: loss.Fixed(1000)}}}}
	if got := long.Worked(0, 28); got <= 0 || got > 10 {
		t.Errorf("%g of 28 days, though work stops on about the first", got)
	}
}
