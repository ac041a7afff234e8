package precedent

import (
	"slices"

	"leadline/internal/fact"
)

// First is how many components are told, and counted in a record.
const First = 5

// Record is how well the components of past changes were foretold, each from what came
// before it.
type Record struct {
	// Changes were foretold.
	Changes int
	// Recall is the share of the components that a change touched that were among the
	// first five foretold, on the mean of the changes; Usual is that of the five
	// components that were touched most often before it.
	Recall, Usual float64
	// Bands tell, of what was foretold with a share from one tenth up to the next, how
	// often it was touched.
	Bands [10]Band
}

// Band is how often something came true that was foretold with about the same share.
type Band struct{ Foretold, True int }

// Backtest foretells the last so many changes. The oldest change comes first.
func Backtest(past []Past, last int) Record {
	var m Model
	var r Record
	from := max(1, len(past)-last)
	for i, p := range past {
		if i >= from && len(p.Components) > 0 {
			r.foretell(&m, &p)
		}
		m.Add(p)
	}
	if r.Changes > 0 {
		r.Recall /= float64(r.Changes)
		r.Usual /= float64(r.Changes)
	}
	return r
}

func (r *Record) foretell(m *Model, p *Past) {
	foretold := m.Components(m.Near(p.Subject))
	usual := m.Usual(First + len(foretold))
	first := make([]fact.Path, 0, First)
	for _, t := range foretold {
		came := slices.Contains(p.Components, t.Component)
		b := &r.Bands[min(9, int(t.Share*10))]
		b.Foretold++
		if came {
			b.True++
		}
		if len(first) < First {
			first = append(first, t.Component)
		}
	}
	for _, c := range usual {
		if len(first) < First && !slices.Contains(first, c) {
			first = append(first, c)
		}
	}
	r.Changes++
	r.Recall += recall(first, p.Components)
	r.Usual += recall(usual[:min(First, len(usual))], p.Components)
}

func recall(foretold, came []fact.Path) float64 {
	n := 0
	for _, c := range came {
		if slices.Contains(foretold, c) {
			n++
		}
	}
	return float64(n) / float64(len(came))
}
