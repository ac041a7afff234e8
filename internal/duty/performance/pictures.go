package performance

import (
	"fmt"
	"slices"

	"leadline/internal/duty"
	"leadline/internal/sheet"
	"leadline/internal/stat"
)

// drawn is how many series are drawn, and with how many of their last runs.
const (
	drawn     = 8
	drawnRuns = 400
)

// pictures draw the series that changed, those of findings first, with the median of
// each stretch over what was measured.
func pictures(v *duty.View) []sheet.Section {
	a, err := newAnswer(v)
	if err != nil {
		return nil
	}
	var order []*series
	add := func(c *change) {
		if !slices.Contains(order, c.series) {
			order = append(order, c.series)
		}
	}
	for _, g := range a.slowdowns() {
		for _, c := range g {
			add(c)
		}
	}
	for i := range a.changes {
		add(&a.changes[i])
	}
	var out []sheet.Section
	for i, s := range order[:min(drawn, len(order))] {
		out = append(out, a.draw(i, s))
	}
	return out
}

func (a *answer) draw(i int, s *series) sheet.Section {
	from := max(0, len(s.points)-drawnRuns)
	c := &sheet.Chart{XLabel: "run", Unit: s.Unit, Series: []sheet.Series{{Label: "measured"}, {Label: "median of the stretch"}}}
	values := s.values(0, len(s.points))
	for k, start := range s.starts {
		level := slices.Clone(s.stretch(values, k))
		slices.Sort(level)
		for j := range level {
			if start+j < from {
				continue
			}
			c.X = append(c.X, sheet.String(a.label(s.points[start+j].run)))
			c.Series[0].Values = append(c.Series[0].Values, sheet.Float(values[start+j]))
			c.Series[1].Values = append(c.Series[1].Values, sheet.Float(stat.Median(level)))
		}
	}
	note := fmt.Sprintf("%s; the line steps where the level changed.", duty.Amount(s.changes, "change point", "change points"))
	if from > 0 {
		note += fmt.Sprintf(" The last %d runs are drawn.", drawnRuns)
	}
	return sheet.Section{ID: fmt.Sprintf("%s/series/%d", name, i+1), Title: s.title(), Kind: sheet.KindChart, Chart: c, Note: note}
}
