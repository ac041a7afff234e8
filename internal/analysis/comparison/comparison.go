// Package comparison holds the benchmarks of a change against those of its base: which
// are slower by more than a team puts up with, which are not, and of which the samples
// cannot tell. Worse means slower, or more of what is better small, or less of what is
// better big. Each benchmark is tested; that several are is allowed for.
package comparison

import (
	"cmp"
	"slices"

	"leadline/internal/fact"
	"leadline/internal/stat/effect"
)

// Settings are what a comparison turns on: shares, not per cent.
type Settings struct {
	// Worse is the smallest change for the worse that matters, such as 0.05.
	Worse float64
	// Alpha is the share of false claims that is put up with.
	Alpha float64
}

// Power is how likely the number of samples that is asked for finds what it is for.
const Power = 0.8

// Verdict is what may be said of a benchmark, the gravest first.
type Verdict int

// The verdicts.
const (
	Worse      Verdict = iota // by more than is put up with, whatever of its interval is true
	MaybeMore                 // worse, perhaps by more than is put up with
	TooFew                    // no outcome of so few samples could have told
	Noisy                     // the samples lie too far apart to tell
	Missing                   // only the base has samples
	Undirected                // which values are good is not known
	New                       // only the head has samples
	Within                    // no worse than is put up with
	Better                    // changed for the better
	Same                      // every value is the same
)

// Result is what is known of one benchmark and metric.
type Result struct {
	Suite, Benchmark, Metric, Unit string
	Better                         fact.Better
	Base, Head                     []float64 // samples, in the order of the file
	BaseMedian, HeadMedian         float64
	Test                           effect.Test
	// Q is the test's P adjusted for all results.
	Q float64
	// Change is the factor from base to head with its interval, where all values are
	// above zero; HasChange is false otherwise.
	Change    effect.Interval
	HasChange bool
	Verdict   Verdict
	// Needed is how many samples of either would tell; 0 where that is not known or no
	// number would.
	Needed int
	// BaseDrifts and HeadDrifts say that the halves of a sample differ.
	BaseDrifts, HeadDrifts bool
}

// Compare holds head against base. Results are in order of the verdict, then the
// larger change for the worse, then name. A throughput that go test made of the time is
// left out.
func Compare(base, head *fact.Benchmarks, s Settings) []Result {
	results := underived(paired(base, head))
	var tested []*Result
	for i := range results {
		r := &results[i]
		switch {
		case len(r.Head) == 0:
			r.Verdict = Missing
		case len(r.Base) == 0:
			r.Verdict = New
		default:
			r.measure(s)
			tested = append(tested, r)
		}
	}
	adjust(tested)
	for _, r := range tested {
		r.judge(s, len(tested))
	}
	drifts(tested, s.Alpha)
	slices.SortStableFunc(results, func(a, b Result) int {
		return cmp.Or(cmp.Compare(a.Verdict, b.Verdict), -cmp.Compare(a.worsened(), b.worsened()),
			cmp.Compare(a.Suite, b.Suite), cmp.Compare(a.Benchmark, b.Benchmark), cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.Unit, b.Unit))
	})
	return results
}

type key struct{ suite, benchmark, metric, unit string }

// paired puts together what base and head say of the same benchmark.
func paired(base, head *fact.Benchmarks) []Result {
	var out []Result
	at := map[key]int{}
	for side, b := range []*fact.Benchmarks{base, head} {
		for i := range b.Series {
			x := &b.Series[i]
			k := key{x.Suite, x.Benchmark, x.Metric, x.Unit}
			j, ok := at[k]
			if !ok {
				j = len(out)
				at[k] = j
				out = append(out, Result{Suite: x.Suite, Benchmark: x.Benchmark, Metric: x.Metric, Unit: x.Unit, Better: x.Better})
			}
			r := &out[j]
			if r.Better != x.Better {
				r.Better = fact.BetterUnknown
			}
			to := &r.Base
			if side == 1 {
				to = &r.Head
			}
			for _, v := range x.Samples {
				*to = append(*to, v.Value)
			}
		}
	}
	for i := range out {
		r := &out[i]
		if len(r.Base) > 0 {
			r.BaseMedian = effect.Median(r.Base)
		}
		if len(r.Head) > 0 {
			r.HeadMedian = effect.Median(r.Head)
		}
	}
	return out
}

// measure tests one benchmark alone.
func (r *Result) measure(s Settings) {
	r.Test = effect.MannWhitney(r.Base, r.Head)
	if r.HasChange = r.least() > 0; r.HasChange {
		r.Change = effect.Ratio(r.Base, r.Head, 1-s.Alpha)
	}
}

// least is the smallest value of either.
func (r *Result) least() float64 { return min(slices.Min(r.Base), slices.Min(r.Head)) }

// beyond says of values some of which are zero, so that there is no factor, whether the
// head is still worse when the base is made worse by as much as is put up with.
func (r *Result) beyond(s Settings) bool {
	factor := 1 + s.Worse
	if r.Better == fact.BetterBigger {
		factor = 1 / factor
	}
	moved := make([]float64, len(r.Base))
	for i, x := range r.Base {
		moved[i] = x * factor
	}
	t := effect.MannWhitney(moved, r.Head)
	higher := t.U < float64(t.N1)*float64(t.N2)/2
	return t.P <= s.Alpha && higher == (r.Better == fact.BetterSmaller)
}

// adjust allows for there being several results.
func adjust(results []*Result) {
	ps := make([]float64, len(results))
	for i, r := range results {
		ps[i] = r.Test.P
	}
	for i, q := range effect.Discoveries(ps) {
		results[i].Q = q
	}
}

// worsened is the change for the worse as a factor: 1.1 is a tenth slower. It is 0 where
// there is none to tell.
func (r *Result) worsened() float64 {
	switch {
	case !r.HasChange || r.Better == fact.BetterUnknown:
		return 0
	case r.Better == fact.BetterBigger:
		return 1 / r.Change.Value
	}
	return r.Change.Value
}

// bounds are those of the change for the worse.
func (r *Result) bounds() (low, high float64) {
	if r.Better == fact.BetterBigger {
		return 1 / r.Change.High, 1 / r.Change.Low
	}
	return r.Change.Low, r.Change.High
}
