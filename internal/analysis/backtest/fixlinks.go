package backtest

import (
	"slices"
	"time"

	"leadline/internal/stat"
)

var fixLinks = Predictor{
	ID:       "fix-links",
	Question: "Which change does a fix mend?",
	Baseline: "the change that last changed one of its files",
	Least:    50,
	metrics:  linkMetrics,
	measure:  measureFixLinks,
}

var linkMetrics = []string{"F1", "precision", "recall"}

// measureFixLinks holds what lines tell (SZZ) against what authors declare, over all of
// the history: nothing is learnt. A trial is a fix of code with a trailer that names
// what it mends; a revert is none, since it takes out just the lines of what it reverts.
func measureFixLinks(in Input, r *Record) {
	var ours, base [3][]stat.Quotient
	for _, f := range in.Fixes() {
		if len(f.Declared) == 0 || f.Reverts {
			continue
		}
		r.count(time.Unix(in.Timeline.Times[f.Landing], 0).UTC())
		for i, q := range found(f.Traced, f.Declared) {
			ours[i] = append(ours[i], q)
		}
		for i, q := range found(f.Last, f.Declared) {
			base[i] = append(base[i], q)
		}
	}
	for i, name := range linkMetrics {
		m := Metric{Name: name}
		m.Value, m.Baseline, m.Lower, m.Upper = stat.QuotientDifference(ours[i], base[i])
		r.Metrics = append(r.Metrics, m)
	}
}

// found is what a guess adds to F1, precision and recall.
func found(guess int, declared []int) [3]stat.Quotient {
	right, made := 0.0, 0.0
	if guess >= 0 {
		made = 1
	}
	if slices.Contains(declared, guess) {
		right = 1
	}
	all := float64(len(declared))
	return [3]stat.Quotient{{Of: 2 * right, Over: made + all}, {Of: right, Over: made}, {Of: right, Over: all}}
}
