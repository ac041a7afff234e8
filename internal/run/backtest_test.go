package run

import (
	"testing"

	"leadline/internal/analysis/backtest"
	"leadline/internal/analysis/throughput"
)

// What is kept may have been planted: it is believed only where it can be.
func TestCredible(t *testing.T) {
	whole := backtest.Sizes{Fixed: 9, Tails: []backtest.Tail{{Lines: 50, N: 20, Fixed: 8}}}
	for name, c := range map[string]struct {
		change func(*backtest.Sizes)
		want   bool
	}{
		"as it was":             {func(*backtest.Sizes) {}, true},
		"more fixed than are":   {func(s *backtest.Sizes) { s.Tails[0].Fixed = 21 }, false},
		"more fixed than all":   {func(s *backtest.Sizes) { s.Fixed = 7 }, false},
		"fewer than none":       {func(s *backtest.Sizes) { s.Tails[0].Fixed = -1 }, false},
		"more came than are":    {func(s *backtest.Sizes) { s.Came, s.Large = 2, 1 }, false},
		"more said than are":    {func(s *backtest.Sizes) { s.Said = 1 }, false},
		"of no lines":           {func(s *backtest.Sizes) { s.Tails[0].Lines = 0 }, false},
		"fewer links than none": {func(s *backtest.Sizes) { s.Traced = -1 }, false},
	} {
		s := whole
		s.Tails = append([]backtest.Tail(nil), whole.Tails...)
		c.change(&s)
		if got := credible(&backtest.Record{ID: backtest.SizeRisk, N: 100, Sizes: &s}); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	for _, r := range []backtest.Record{{ID: backtest.SizeRisk}, {ID: backtest.Alarm, Sizes: &whole}, {ID: backtest.SizeRisk, N: 8, Sizes: &whole}} {
		if credible(&r) {
			t.Errorf("%+v", r)
		}
	}
}

// The same of what is kept of forecasts.
func TestCredibleForecasts(t *testing.T) {
	whole := throughput.Track{Weeks: 4, N: 50, Held: throughput.Counts{25, 35, 42, 48}, Come: throughput.Counts{49, 49, 48, 47}, CameTrue: throughput.Counts{25, 35, 42, 47}, Whole: 47, Score: 5, PlainScore: 6}
	for name, c := range map[string]struct {
		change func(*throughput.Track)
		want   bool
	}{
		"as it was":                {func(*throughput.Track) {}, true},
		"more held than were made": {func(x *throughput.Track) { x.Held[3] = 51 }, false},
		"more true than had come":  {func(x *throughput.Track) { x.CameTrue[3] = 48 }, false},
		"fewer than none":          {func(x *throughput.Track) { x.Plain[0] = -1 }, false},
		"more reached than whole":  {func(x *throughput.Track) { x.Reached[1] = 48 }, false},
		"worse than nothing":       {func(x *throughput.Track) { x.Score = -1 }, false},
	} {
		x := whole
		c.change(&x)
		if got := credibleForecasts(&backtest.Record{ID: backtest.Throughput, Forecasts: []throughput.Track{x, whole}}); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if credibleForecasts(&backtest.Record{ID: backtest.Throughput, Forecasts: []throughput.Track{whole}}) || credibleForecasts(&backtest.Record{ID: backtest.Alarm, Forecasts: []throughput.Track{whole, whole}}) {
		t.Error("a track too few, or of another record, is believed")
	}
}
