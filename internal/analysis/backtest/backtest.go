// Package backtest measures predictors on a repository's own history: each is
// replayed over it in the order of landing, knows at every moment only what had
// landed by then, and is held against the simplest baseline. The record that
// comes out stands beside what the predictor says.
//
// A replay learns from the first half of the landings and is scored on the
// second.
package backtest

import (
	"fmt"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/fixlink"
	"leadline/internal/analysis/reviewer"
	"leadline/internal/analysis/throughput"
	"leadline/internal/fact"
	"leadline/internal/stat"
)

// Input is what predictors learn from.
type Input struct {
	Timeline *activity.Timeline
	// Credit tells whose work a commit is; empty means nobody's.
	Credit func(*fact.Commit) fact.PersonID
	// Landing tells who made and who reviewed the landing at a position.
	Landing func(position int) reviewer.Landing
	// Keep tells the files that count.
	Keep func(fact.Path) bool
	// Fixes are those of the landings that count.
	Fixes func() []fixlink.Fix
	// Landings is how many of the first ones count.
	Landings int
}

// Predictor is something that foretells, and what it is held against.
type Predictor struct {
	ID string
	// Question is what it answers; Baseline says in words what it must beat.
	Question, Baseline string
	// Least is the number of trials below which nothing is said.
	Least int
	// metrics are the names of what a trial scores.
	metrics []string
	replay  func(Input, scorer)
	// onMean: being better on the mean is enough. Both are forecasts of one future, so
	// that nothing is lost where chance cannot be ruled out on one repository alone.
	onMean bool
	// measure, in place of replay, fills in the trials, the metrics and, where there
	// are none, the reason.
	measure func(Input, *Record)
}

// Predictors are all of them, in the order in which people see them.
func Predictors() []Predictor {
	return []Predictor{nextAuthor, coChange, leftOut, alarm, reviewers, fixLinks, sizeRisk, throughputs}
}

// Record is how well a predictor did.
type Record struct {
	ID, Question, Baseline string
	// N is the number of trials; From and To are the first and the last day.
	N        int
	From, To time.Time
	Metrics  []Metric
	Verdict  Verdict
	// Of an alarm: Landings is how many were looked at, and Alarmed in how many of them
	// something that it foretold did not come.
	Landings, Alarmed int
	// Whole: nothing is learnt, so that all of the history is scored.
	Whole bool `json:",omitempty"`
	// Sizes are of the record of size alone.
	Sizes *Sizes `json:",omitempty"`
	// Forecasts are of the record of throughput alone, one for each target.
	Forecasts []throughput.Track `json:",omitempty"`
	// Reason says why there is no verdict.
	Reason string
}

// Metric is a mean over all trials, between 0 and 1.
type Metric struct {
	Name            string
	Value, Baseline float64
	// Lower and Upper bound the difference to the baseline, a 95 % interval that
	// allows for trials of one landing being alike.
	Lower, Upper float64
}

// Verdict says whether a predictor is worth showing.
type Verdict string

// The verdicts.
const (
	Better    Verdict = "better than its baseline"
	NotBetter Verdict = "no better than its baseline"
	TooLittle Verdict = "too little history"
)

// Metric gives a metric by its name.
func (r *Record) Metric(name string) (Metric, bool) {
	for _, m := range r.Metrics {
		if m.Name == name {
			return m, true
		}
	}
	return Metric{}, false
}

// scorer takes the scores of a trial: those of the predictor and of the
// baseline, one for each metric, in the order of the predictor's metrics.
// Trials of one commit belong together. Without scores a landing was looked at.
type scorer func(c *fact.Commit, ours, baseline []float64)

// count adds a trial.
func (r *Record) count(when time.Time) {
	if r.N == 0 || when.Before(r.From) {
		r.From = when
	}
	if r.N == 0 || when.After(r.To) {
		r.To = when
	}
	r.N++
}

// Run replays a predictor.
func Run(in Input, p Predictor) Record {
	r := Record{ID: p.ID, Question: p.Question, Baseline: p.Baseline, Verdict: TooLittle}
	if p.measure != nil {
		r.Whole = true
		p.measure(in, &r)
	} else {
		p.score(in, &r)
	}
	if r.N < p.Least {
		r.Metrics = nil
		part := "the second half of the history"
		if r.Whole {
			part = "the history"
		}
		r.Reason = fmt.Sprintf("%d trials in %s, %d are needed", r.N, part, p.Least)
	}
	if len(r.Metrics) == 0 {
		return r
	}
	// The first metric decides.
	m := r.Metrics[0]
	if r.Verdict = NotBetter; m.Lower > 0 || p.onMean && m.Value > m.Baseline {
		r.Verdict = Better
	}
	return r
}

// score replays a predictor, and takes the means of what its trials score.
func (p *Predictor) score(in Input, r *Record) {
	ours := make([]float64, len(p.metrics))
	base := make([]float64, len(p.metrics))
	clusters := make([][]stat.Cluster, len(p.metrics))
	var last *fact.Commit
	var alarmed *fact.Commit
	p.replay(in, func(c *fact.Commit, a, b []float64) {
		if a == nil {
			r.Landings++
			return
		}
		if a[0] == 0 && c != alarmed && r.Landings > 0 {
			r.Alarmed++
			alarmed = c
		}
		r.count(time.Unix(c.Committed.Unix, 0).UTC())
		for i := range p.metrics {
			if c != last {
				clusters[i] = append(clusters[i], stat.Cluster{})
			}
			ours[i] += a[i]
			base[i] += b[i]
			k := &clusters[i][len(clusters[i])-1]
			k.Sum += a[i] - b[i]
			k.N++
		}
		last = c
	})
	for i, name := range p.metrics {
		m := Metric{Name: name, Value: ours[i] / float64(max(1, r.N)), Baseline: base[i] / float64(max(1, r.N))}
		_, m.Lower, m.Upper = stat.ClusterMean(clusters[i])
		r.Metrics = append(r.Metrics, m)
	}
}
