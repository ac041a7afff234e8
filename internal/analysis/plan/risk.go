package plan

import (
	"hash/fnv"
	"slices"
	"time"

	"leadline/internal/fact"
	"leadline/internal/stat/loss"
	"leadline/internal/stat/schedule"
)

// delaying are the risks that name an item that takes time.
func (m *Made) delaying(all []Risk) []Risk {
	var out []Risk
	for _, k := range all {
		if !m.Plan.Periods && slices.ContainsFunc(k.Items, func(id string) bool { return m.takesTime(id) >= 0 }) {
			out = append(out, k)
		}
	}
	return out
}

// takesTime is the index of an item that is to be done and takes time; -1 if there is
// none of that id.
func (m *Made) takesTime(id string) int {
	at := slices.IndexFunc(m.Items, func(it *fact.Item) bool { return it.ID == id })
	if at >= 0 && m.Project.Items[at].Duration == 0 {
		return -1
	}
	return at
}

// delayed are the ranges of the items with what risks take: of each risk the events of
// the time that the plan takes, at its frequency a year.
func (m *Made) delayed(o *Options) []schedule.Range {
	const year = 365.25 * 24 * time.Hour
	years := float64(m.Ends(m.Result.Makespan).Sub(m.Begins(0))) / float64(year)
	ranges := m.ranges()
	for i := range m.Risks {
		k := &m.Risks[i]
		h := fnv.New64a()
		_, _ = h.Write([]byte("risk " + k.ID)) // a hash takes every byte
		days := loss.Draws(&k.Model, years, o.Runs, o.Seed, h.Sum64())
		for _, id := range k.Items {
			at := m.takesTime(id)
			if at < 0 {
				continue
			}
			if ranges[at].Lost == nil {
				ranges[at].Lost = make([]float64, o.Runs)
			}
			for run, d := range days {
				ranges[at].Lost[run] += d * float64(m.Plan.DayMinutes)
			}
		}
	}
	return ranges
}
