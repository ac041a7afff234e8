package risk

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// level is that of the value at risk and of the tail that figures tell.
const level = 0.95

// mostRows is how many risks a ranking shows.
const mostRows = 10

func (b *book) id(name string) string { return "risk/" + name + "-" + strings.ToLower(string(b.unit)) }

// amount rounds to four digits: no estimate has more.
func amount(x float64) sheet.Value {
	if x == 0 || math.IsNaN(x) || math.IsInf(x, 0) {
		return sheet.Float(x)
	}
	scale := math.Pow(10, 3-math.Floor(math.Log10(math.Abs(x))))
	return sheet.Float(math.Round(x*scale) / scale)
}

// short writes an amount for a sentence, to three digits: 27.7 M EUR.
func short(x float64, unit fact.Unit) string {
	for _, m := range []struct {
		from float64
		word string
	}{{1e9, " G"}, {1e6, " M"}, {1e4, " k"}} {
		if math.Abs(x) >= m.from {
			size := m.from
			if m.word == " k" {
				size = 1e3
			}
			return fmt.Sprintf("%.3g%s %s", x/size, m.word, unit)
		}
	}
	return fmt.Sprintf("%.3g %s", x, unit)
}

func (b *book) mean() float64 {
	sum := 0.0
	for i := range b.entries {
		sum += b.entries[i].model.Mean()
	}
	return sum
}

// figures tell a year. The mean, the deviation and a year without loss are known in
// closed form.
func (b *book) figures() []sheet.Figure {
	unit := string(b.unit)
	figure := func(name string, x float64, unit, label string) sheet.Figure {
		return sheet.Figure{ID: b.id(name), Label: label, Unit: unit, State: sheet.Known, Basis: sheet.Declared, Value: sheet.Float(x), N: len(b.entries)}
	}
	out := []sheet.Figure{figure("mean", b.mean(), unit, unit+" expected loss of a year")}
	for _, x := range []struct {
		name, label string
		of          func(float64) float64
	}{{"var95", unit + " exceeded by one year in twenty", b.atRisk}, {"tail95", unit + " mean of the worst 5 % of years", b.tail}} {
		if b.told() {
			out = append(out, figure(x.name, x.of(level), unit, x.label))
			continue
		}
		out = append(out, sheet.Figure{
			ID: b.id(x.name), Label: x.label, Unit: unit, Basis: sheet.Declared, N: len(b.entries), Reason: b.tooMany(),
			Next: "put risks together that are much alike, and name their sum",
		})
	}
	out = append(out, figure("deviation", math.Sqrt(b.all.Variance()), unit, unit+" standard deviation of a year"))
	switch {
	case b.sample != nil:
		out = append(out, figure("none", 100*(1-b.sample.Exceed(0).Value), "%", "of years without any loss"))
	default:
		none := 1.0
		for i := range b.all.Risks {
			none *= b.all.Risks[i].None()
		}
		out = append(out, figure("none", 100*none, "%", "of years without any loss"))
	}
	if b.told() {
		out = append(out, sheet.Figure{ID: b.id("mode"), Label: b.how() + ", in mode", State: sheet.Known, Value: sheet.String(b.modeName())})
	}
	if after, planned := b.after(); planned {
		out = append(out, figure("after", after, unit, unit+" expected loss once all is done that is planned"))
	}
	return out
}

// after is the expected loss with all treatments that are not done yet, at their mean
// effect.
func (b *book) after() (sum float64, planned bool) {
	for i := range b.entries {
		left := b.entries[i].model.Mean()
		for _, t := range b.entries[i].Treatments {
			if t.Status == fact.Planned || t.Status == fact.Begun {
				planned = true
				left *= (t.Frequency.Low + t.Frequency.High) / 2 * (t.Loss.Low + t.Loss.High) / 2
			}
		}
		sum += left
	}
	return sum, planned
}

func (b *book) tooMany() string {
	if b.all.Caused() {
		return fmt.Sprintf("%s risks, some of which share a cause, are more than the %s whose years are drawn", duty.Thousands(len(b.entries)), duty.Thousands(mostSimulated))
	}
	return fmt.Sprintf("%s risks are more than the %s whose year is computed", duty.Thousands(len(b.entries)), duty.Thousands(mostComputed))
}

func (b *book) summary() string {
	s := short(b.mean(), b.unit) + " expected a year"
	if b.told() {
		s += fmt.Sprintf(", one year in twenty above %s", short(b.atRisk(level), b.unit))
	}
	return s
}

// row is a risk with what it is ranked by.
type row struct {
	*entry
	mean, tail float64
}

// rankings are two: by the expected loss, and by the worst years of each risk alone.
// They are not made one: a rare risk that would sink the team and a frequent one that
// wears it down are met by different means.
func (b *book) rankings() []sheet.Section {
	rows := make([]row, len(b.entries))
	for i := range b.entries {
		rows[i] = row{entry: &b.entries[i], mean: b.entries[i].model.Mean(), tail: math.NaN()}
	}
	slices.SortStableFunc(rows, func(x, y row) int { return cmp.Compare(y.mean, x.mean) })
	byTail := b.worst(rows)
	sections := []sheet.Section{b.ranking("by-mean", "Risks by expected loss", rows[:min(len(rows), mostRows)], len(rows))}
	if len(rows) > 1 {
		sections = append(sections, b.ranking("by-tail", "Risks by their worst years", byTail, len(rows)))
	}
	return sections
}

// worst are the risks with the highest tails, and fills in the tails of the first rows.
// Rows come by falling mean. A tail mean is at most mean/(1-level), so that the search
// ends where no further risk can be among the worst.
func (b *book) worst(rows []row) []row {
	var top []row
	for i := range rows {
		r := &rows[i]
		if i >= mostRows && len(top) == mostRows && r.mean/(1-level) <= top[mostRows-1].tail {
			break
		}
		r.tail = b.alone(&r.model)
		at, _ := slices.BinarySearchFunc(top, r.tail, func(x row, tail float64) int {
			if x.tail >= tail {
				return -1
			}
			return 1
		})
		top = slices.Insert(top, at, *r)
		top = top[:min(len(top), mostRows)]
	}
	return top
}

func (b *book) ranking(id, title string, rows []row, of int) sheet.Section {
	unit := string(b.unit)
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "risk", Label: "risk", Kind: sheet.ColumnText},
		{ID: "title", Label: "what", Kind: sheet.ColumnText},
		{ID: "rate", Label: "times a year", Kind: sheet.ColumnNumber},
		{ID: "mean", Label: "expected", Kind: sheet.ColumnNumber, Unit: unit},
		{ID: "tail", Label: "worst 5 %", Kind: sheet.ColumnNumber, Unit: unit},
	}, Others: of - len(rows)}
	owned := slices.ContainsFunc(rows, func(r row) bool { return r.Owner != "" })
	if owned {
		t.Columns = append(t.Columns, sheet.Column{ID: "owner", Label: "owner", Kind: sheet.ColumnPerson})
	}
	for _, r := range rows {
		cells := []sheet.Value{sheet.String(r.ID), sheet.String(r.Title), amount(r.model.Frequency.Mean()), amount(r.mean), amount(r.tail)}
		switch {
		case r.Owner != "":
			cells = append(cells, sheet.OfPerson(r.Owner))
		case owned:
			cells = append(cells, sheet.Value{})
		}
		t.Rows = append(t.Rows, cells)
	}
	note := "The worst 5 % of years are those of the risk alone; their mean counts years without loss among them where it happens in fewer."
	if b.all.Caused() {
		note += " What its cause makes worse is in the figures of all, not in these."
	}
	return sheet.Section{ID: b.id(id), Title: title + ", in " + unit, Kind: sheet.KindTable, Table: t, Note: note}
}

// years tells how much a year costs at least, by how often.
func (b *book) years() (sheet.Section, bool) {
	if !b.told() {
		return sheet.Section{}, false
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "share", Label: "of years", Kind: sheet.ColumnShare, Unit: "%"},
		{ID: "loss", Label: "lose more than", Kind: sheet.ColumnNumber, Unit: string(b.unit)},
	}}
	for _, p := range []float64{50, 20, 10, 5, 2, 1} {
		t.Rows = append(t.Rows, []sheet.Value{sheet.Float(p), amount(b.atRisk(1 - p/100))})
	}
	return sheet.Section{
		ID: b.id("years"), Title: "How bad a year may be, in " + string(b.unit), Kind: sheet.KindTable, Table: t, Note: b.modeNote(),
	}, true
}

func (b *book) modeNote() string { return "Mode " + b.modeName() + ": " + b.how() + "." }

// curve is the loss exceedance curve, over losses at equal ratios.
func (b *book) curve() (sheet.Section, bool) {
	if !b.told() {
		return sheet.Section{}, false
	}
	high := b.atRisk(0.999)
	if high <= 0 {
		high = b.mean() * 1000
	}
	c := &sheet.Chart{XLabel: "loss of a year, " + string(b.unit), Unit: "%", Series: []sheet.Series{{Label: "of years lose more"}}}
	const points, decades = 60, 4
	for i := range points + 1 {
		x := high * math.Pow(10, decades*(float64(i)/points-1))
		c.X = append(c.X, amount(x))
		c.Series[0].Values = append(c.Series[0].Values, sheet.Float(100*b.exceed(x)))
	}
	return sheet.Section{
		ID: b.id("curve"), Title: "Loss exceedance: how often a year loses more, in " + string(b.unit), Kind: sheet.KindChart, Chart: c,
		Note: "Losses stand at equal ratios. " + b.modeNote(),
	}, true
}
