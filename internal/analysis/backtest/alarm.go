package backtest

import (
	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/coupling"
	"leadline/internal/fact"
)

// Alarm is the id of the record of habits.
const Alarm = "alarm"

var alarm = Predictor{
	ID:       Alarm,
	Question: "Will this file change along too, as it always did?",
	Baseline: "how often the other file changes at all",
	Least:    50,
	metrics:  []string{"held"},
	replay:   replayAlarm,
}

// replayAlarm asks, for every landing of the second half, whether the habits of its
// files held (see coupling.Habits): a trial is a habit of a file that changed.
func replayAlarm(in Input, score scorer) {
	t := in.Timeline
	l := &ledger{ordinal: map[fact.Path]int32{}}
	past := habits{}
	landings := 0
	for p := range in.Landings {
		c := &t.History.Commits[t.Mainline[p]]
		files := l.files(c, in.Keep)
		if len(c.Changes) > activity.Sweeping {
			continue
		}
		if p >= in.Landings/2 {
			score(c, nil, nil)
			there := map[int32]bool{}
			for _, f := range files {
				there[f] = true
			}
			for _, f := range files {
				for _, g := range past.of(f) {
					held := 0.0
					if there[g] {
						held = 1
					}
					score(c, []float64{held}, []float64{float64(l.changes[g]) / float64(max(1, landings))})
				}
			}
		}
		past.learn(files)
		l.learn(files)
		landings++
	}
}

// habits are the changes of each file, oldest first: what changed along.
type habits map[int32][][]int32

func (h habits) learn(files []int32) {
	for _, f := range files {
		h[f] = append(h[f], files)
	}
}

// of gives the files that always changed along with one.
func (h habits) of(f int32) []int32 {
	changes := h[f]
	last := min(len(changes), coupling.LastChanges)
	together, lately := map[int32]int{}, map[int32]int{}
	for i, files := range changes {
		for _, g := range files {
			together[g]++
			if i >= len(changes)-last {
				lately[g]++
			}
		}
	}
	var out []int32
	for g, n := range together {
		if x := (coupling.Habit{Together: n, Changes: len(changes), Lately: lately[g], Last: last}); g != f && x.Holds(coupling.HabitShare) {
			out = append(out, g)
		}
	}
	return out
}
