package risk

import (
	"fmt"

	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/stat/loss"
)

// worth is what a treatment changes of the expected loss of a year.
type worth struct {
	entry     *entry
	treatment *fact.Treatment
	// without is the expected loss without it; least and most are what it takes away.
	without, least, most float64
	// costs is false where no cost is told, or one in another unit.
	costs bool
}

// worths are those of the treatments that are not dropped. A risk is stated as things
// stand, so that one that is done is in its numbers already: what would be without it
// is they, divided by its effect.
func (b *book) worths() []worth {
	var out []worth
	for i := range b.entries {
		e := &b.entries[i]
		for j := range e.Treatments {
			t := &e.Treatments[j]
			if t.Status == fact.Dropped {
				continue
			}
			strong, weak := t.Frequency.Low*t.Loss.Low, t.Frequency.High*t.Loss.High
			w := worth{entry: e, treatment: t, without: e.model.Mean(), costs: t.HasCost && t.CostUnit == b.unit}
			if t.Status == fact.Done {
				now := w.without
				if strong == 0 || weak == 0 {
					continue // what is wholly prevented does not say what it would cost
				}
				w.without = now / ((strong + weak) / 2)
				w.least, w.most = now/weak-now, now/strong-now
			} else {
				w.least, w.most = w.without*(1-weak), w.without*(1-strong)
			}
			out = append(out, w)
		}
	}
	return out
}

// tails are the means of the worst years of the risk alone, without the treatment and
// with it, at its least effect; ok is false where one cannot be told.
func (b *book) tails(w *worth) (without, with float64, ok bool) {
	t := w.treatment
	f, l := t.Frequency.High, t.Loss.High
	now := b.alone(&w.entry.model)
	if t.Status == fact.Done {
		f, l = 1/f, 1/l
	}
	changed := *w.entry.Risk
	changed.Frequency, changed.Loss = scaled(changed.Frequency, f), scaled(changed.Loss, l)
	other := 0.0
	if f > 0 && l > 0 {
		m, err := Model(&changed)
		if err != nil {
			return 0, 0, false
		}
		other = b.alone(&m)
	}
	if t.Status == fact.Done {
		return other, now, true
	}
	return now, other, true
}

// alone is the mean of the worst years of one risk.
func (b *book) alone(r *loss.Risk) float64 {
	return loss.NewYear([]loss.Risk{*r}, b.mode).TVaR(level)
}

// mostTreatments is how many treatments a table shows.
const mostTreatments = 20

var statusWords = map[fact.TreatmentStatus]string{fact.Planned: "planned", fact.Begun: "begun", fact.Done: "done"}

func (b *book) treatments() (sheet.Section, bool) {
	all := b.worths()
	if len(all) == 0 {
		return sheet.Section{}, false
	}
	unit := string(b.unit)
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "risk", Label: "risk", Kind: sheet.ColumnText},
		{ID: "treatment", Label: "treatment", Kind: sheet.ColumnText},
		{ID: "status", Label: "status", Kind: sheet.ColumnText},
		{ID: "without", Label: "loss without", Kind: sheet.ColumnNumber, Unit: unit},
		{ID: "saves-least", Label: "saves at least", Kind: sheet.ColumnNumber, Unit: unit},
		{ID: "saves-most", Label: "at most", Kind: sheet.ColumnNumber, Unit: unit},
		{ID: "cost", Label: "cost", Kind: sheet.ColumnNumber, Unit: unit},
		{ID: "tail-without", Label: "tail without", Kind: sheet.ColumnNumber, Unit: unit},
		{ID: "tail-with", Label: "tail with", Kind: sheet.ColumnNumber, Unit: unit},
	}}
	for i := range all[:min(len(all), mostTreatments)] {
		w := &all[i]
		row := []sheet.Value{
			sheet.String(w.entry.ID), sheet.String(w.treatment.Name), sheet.String(statusWords[w.treatment.Status]),
			amount(w.without), amount(w.least), amount(w.most),
			{},
			{},
			{},
		}
		if w.costs {
			row[6] = sheet.Float(w.treatment.Cost)
		}
		if without, with, ok := b.tails(w); ok {
			row[7], row[8] = amount(without), amount(with)
		}
		t.Rows = append(t.Rows, row)
	}
	t.Others = max(0, len(all)-mostTreatments)
	return sheet.Section{
		ID: b.id("treatments"), Title: "What treatments are worth in a year, in " + unit, Kind: sheet.KindTable, Table: t,
		Note: fmt.Sprintf("Expected loss of the risk without the treatment, what it takes away of it, and its cost in the same unit. "+
			"The tail is the mean of the worst 5 %% of years of that risk alone, at the treatment's least effect. "+
			"Of what is done, %q is reckoned back from today's numbers.", "loss without"),
	}, true
}
