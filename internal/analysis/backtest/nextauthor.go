package backtest

import (
	"cmp"
	"slices"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/successor"
	"leadline/internal/fact"
)

var nextAuthor = Predictor{
	ID:       "next-author",
	Question: "Who changes this file next?",
	Baseline: "who made most commits in the 180 days before",
	Least:    100,
	metrics:  []string{"hit@3", "hit@1"},
	replay:   replayNextAuthor,
}

// replayNextAuthor asks, for every file that a commit changes and that was
// there before, who would.
func replayNextAuthor(in Input, score scorer) {
	var model successor.Model
	var lately recent
	there := map[fact.Path]bool{}
	for c, at := range in.Timeline.Ordered(in.Landings) {
		id, now := in.Credit(c), in.Timeline.Times[at]
		if id != "" && at >= in.Landings/2 && len(c.Changes) <= activity.Sweeping {
			base := hits(lately.top(now, 3), id)
			for i := range c.Changes {
				ch := &c.Changes[i]
				if before := ch.PathBefore(); there[before] && in.Keep(before) {
					score(c, hits(model.Rank(before, 3, nil), id), base)
				}
			}
		}
		model.Learn(c, id, now)
		lately.add(id, now)
		for i := range c.Changes {
			there[c.Changes[i].Path] = true
		}
	}
}

// hits are hit@3 and hit@1.
func hits(guess []fact.PersonID, id fact.PersonID) []float64 {
	out := []float64{0, 0}
	if i := slices.Index(guess, id); i >= 0 {
		out[0] = 1
		if i == 0 {
			out[1] = 1
		}
	}
	return out
}

// recent counts the commits of the last 180 days by person.
type recent struct {
	queue []landed
	count map[fact.PersonID]int
}

type landed struct {
	id   fact.PersonID
	when int64
}

const lately = 180 * 24 * 60 * 60

func (r *recent) add(id fact.PersonID, now int64) {
	if id == "" {
		return
	}
	if r.count == nil {
		r.count = map[fact.PersonID]int{}
	}
	r.queue = append(r.queue, landed{id, now})
	r.count[id]++
}

// top gives the n people with the most commits.
func (r *recent) top(now int64, n int) []fact.PersonID {
	for len(r.queue) > 0 && r.queue[0].when < now-lately {
		id := r.queue[0].id
		r.queue = r.queue[1:]
		if r.count[id]--; r.count[id] == 0 {
			delete(r.count, id)
		}
	}
	out := make([]fact.PersonID, 0, len(r.count))
	for id := range r.count {
		out = append(out, id)
	}
	slices.SortFunc(out, func(a, b fact.PersonID) int {
		return cmp.Or(cmp.Compare(r.count[b], r.count[a]), cmp.Compare(a, b))
	})
	return out[:min(n, len(out))]
}
