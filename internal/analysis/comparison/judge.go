package comparison

import (
	"slices"

	"leadline/internal/fact"
	"leadline/internal/stat/effect"
)

// judge says what may be said of a result among n that were tested.
func (r *Result) judge(s Settings, n int) {
	least := r.least()
	switch {
	case slices.Max(r.Base) == least && slices.Max(r.Head) == least:
		r.Verdict = Same
	case r.Better == fact.BetterUnknown || least < 0: // a share of what is negative says nothing
		r.Verdict = Undirected
	case r.HasChange:
		r.judgeChange(s, n)
	default:
		r.judgeFromZero(s, n)
	}
}

// judgeChange judges one with an interval for its factor.
func (r *Result) judgeChange(s Settings, n int) {
	low, high := r.bounds()
	limit := 1 + s.Worse
	switch {
	case r.Q <= s.Alpha && low >= limit:
		r.Verdict = Worse
	case r.Change.Closed() && high < 1 && r.Q <= s.Alpha:
		r.Verdict = Better
	case r.Change.Closed() && high < limit:
		r.Verdict = Within
	default:
		r.undecided(s, n)
	}
}

// judgeFromZero judges one some of whose values are zero: then there is no factor.
func (r *Result) judgeFromZero(s Settings, n int) {
	switch {
	case r.Q <= s.Alpha && r.beyond(s):
		r.Verdict = Worse
	case r.Q <= s.Alpha && (r.Test.U > float64(r.Test.N1)*float64(r.Test.N2)/2) == (r.Better == fact.BetterSmaller):
		r.Verdict = Better
	default:
		r.undecided(s, n)
	}
}

// undecided says why one cannot be told, and how many samples would tell: so many that a
// test as strict as one of n that stands alone finds values this far from the limit.
func (r *Result) undecided(s Settings, n int) {
	alone := s.Alpha / float64(n)
	few := effect.SmallestP(len(r.Base), len(r.Head)) > alone
	switch {
	case few:
		r.Verdict = TooFew
	case r.HasChange && r.Q <= s.Alpha && r.worsened() >= 1+s.Worse:
		r.Verdict = MaybeMore
	default:
		r.Verdict = Noisy
	}
	if few { // enough to tell anything at all
		for r.Needed = 1; effect.SmallestP(r.Needed, r.Needed) > alone; {
			r.Needed++
		}
	}
	if !r.HasChange || min(len(r.Base), len(r.Head)) < 3 {
		return // how far samples lie apart is not known
	}
	limit := (1 + s.Worse) / r.worsened()
	if more, ok := effect.Needed([][]float64{r.Base, r.Head}, limit, alone, Power); ok {
		r.Needed = max(r.Needed, more)
	} else if !few {
		r.Needed = 0
	}
}

// drifts marks samples whose first half differs from their second: the machine, or
// what ran, changed meanwhile.
func drifts(results []*Result, alpha float64) {
	var marks []*bool
	var ps []float64
	for _, r := range results {
		for _, x := range []struct {
			values []float64
			mark   *bool
		}{{r.Base, &r.BaseDrifts}, {r.Head, &r.HeadDrifts}} {
			if half := len(x.values) / 2; effect.SmallestP(half, len(x.values)-half) <= alpha {
				marks, ps = append(marks, x.mark), append(ps, effect.MannWhitney(x.values[:half], x.values[half:]).P)
			}
		}
	}
	for i, q := range effect.Discoveries(ps) {
		*marks[i] = q <= alpha
	}
}
