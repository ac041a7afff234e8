package run

import (
	"testing"

	"leadline/internal/analysis/backtest"
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
