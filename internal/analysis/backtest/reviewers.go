package backtest

import (
	"slices"

	"leadline/internal/analysis/reviewer"
	"leadline/internal/fact"
)

// Reviewers is the id of the record of who reviews.
const Reviewers = "reviewers"

var reviewers = Predictor{
	ID:       Reviewers,
	Question: "Who reviews this change?",
	Baseline: "who reviewed most lately, whatever it was",
	Least:    100,
	metrics:  []string{"hit@3", "MRR", "hit@1"},
	replay:   replayReviewers,
}

// replayReviewers asks, for every landing of the second half that somebody other than
// its author reviewed, who did. A guess is right if it is any of them.
func replayReviewers(in Input, score scorer) {
	var model reviewer.Model
	t := in.Timeline
	for p := range in.Landings {
		c, l, now := &t.History.Commits[t.Mainline[p]], in.Landing(p), t.Times[p]
		if p >= in.Landings/2 && len(l.Reviewers) > 0 && len(c.Changes) > 0 {
			others := func(id fact.PersonID) bool { return id != l.Author }
			rank := func(guess []fact.PersonID) []float64 {
				at := slices.IndexFunc(guess, func(id fact.PersonID) bool { return slices.Contains(l.Reviewers, id) })
				first := 0.0
				if at == 0 {
					first = 1
				}
				return append(measures(at+1), first)
			}
			files := make([]fact.Path, len(c.Changes))
			for i := range c.Changes {
				files[i] = c.Changes[i].PathBefore()
			}
			score(c, rank(model.Rank(files, now, deep, others)), rank(model.Recent(deep, others)))
		}
		model.Learn(c, l, now)
	}
}
