package performance

import (
	"fmt"
	"slices"
	"strings"

	"leadline/internal/duty"
	"leadline/internal/sheet"
	"leadline/internal/stat/effect"
)

// conclusions are those of a declared change in words.
var conclusions = map[effect.Conclusion]string{
	effect.TooFew: "too few values", effect.NoneFound: "no difference", effect.Unreliable: "as much on other days", effect.Correlated: "neighbours are alike", effect.Continued: "a trend explains it",
	effect.Higher: "higher", effect.Lower: "lower",
}

// concluded is what may be said of a measure.
func (m *measured) concluded() string {
	if m.reserved() {
		return conclusions[m.Conclusion] + ", or a trend"
	}
	return conclusions[m.Conclusion]
}

// line says how well a straight line explains a measure, held against a step.
func (m *measured) line() string {
	switch {
	case m.Line >= effect.ClearlyBetter:
		return "better"
	case m.Line >= 0:
		return "as well"
	}
	return "no"
}

func (e *effects) count(of func(*measured) bool) int {
	n := 0
	for i := range e.measures {
		if of(&e.measures[i]) {
			n++
		}
	}
	return n
}

func (e *effects) figures() []sheet.Figure {
	figure := func(id, label string, of func(*measured) bool) sheet.Figure {
		f := duty.Count(name+"/effect/"+id, e.count(of), label, label, nil)
		f.N = len(e.measures)
		return f
	}
	return []sheet.Figure{
		figure("better", "better since "+e.on, func(m *measured) bool { return m.worse() == faster }),
		figure("worse", "worse since "+e.on, func(m *measured) bool { return m.worse() == slower }),
		figure("changed", "changed, and whether for the good is not known", func(m *measured) bool { return m.claimed() && m.worse() == 0 }),
		figure("none", "without a difference that can be told from chance", func(m *measured) bool { return m.Conclusion == effect.NoneFound }),
		figure("open", "of which nothing can be concluded", func(m *measured) bool { return m.rank() > 3 }),
	}
}

func (e *effects) summary() string {
	if len(e.measures) == 1 {
		return e.says(&e.measures[0])
	}
	return fmt.Sprintf("of %s, %d are better and %d worse since %s; of %d nothing can be concluded", duty.Amount(len(e.measures), "measure", "measures"),
		e.count(func(m *measured) bool { return m.worse() == faster }), e.count(func(m *measured) bool { return m.worse() == slower }), e.on,
		e.count(func(m *measured) bool { return m.rank() > 3 }))
}

func (e *effects) sections() []sheet.Section { return []sheet.Section{e.table(), e.beside()} }

// amounts are cells of numbers; those that are not finite stay empty.
func amounts(xs ...float64) []sheet.Value {
	var out []sheet.Value
	for _, x := range xs {
		v := sheet.Value{}
		if x-x == 0 {
			v = sheet.Float(figures(x, 4))
		}
		out = append(out, v)
	}
	return out
}

// named is a measure with its unit.
func (m *measured) named() string {
	if m.Unit == "" || strings.HasSuffix(m.title(), " "+m.Unit) {
		return m.title()
	}
	return m.title() + " (" + m.Unit + ")"
}

func numbers(ids ...string) []sheet.Column {
	var out []sheet.Column
	for _, id := range ids {
		out = append(out, sheet.Column{ID: id, Label: id, Kind: sheet.ColumnNumber})
	}
	return out
}

func (e *effects) table() sheet.Section {
	t := &sheet.Table{Columns: slices.Concat(
		[]sheet.Column{{ID: "measure", Label: "measure", Kind: sheet.ColumnText}},
		numbers("before", "since", "shift", "from", "to"),
		[]sheet.Column{
			{ID: "others", Label: "other days", Kind: sheet.ColumnShare, Unit: "%"},
			{ID: "says", Label: "since then", Kind: sheet.ColumnText},
			{ID: "values", Label: "values", Kind: sheet.ColumnText},
		})}
	for i := range e.measures {
		m := &e.measures[i]
		before, since := m.medians()
		row := append([]sheet.Value{sheet.String(m.named())}, amounts(before, since)...)
		if m.Conclusion == effect.TooFew {
			row = append(row, make([]sheet.Value, 3)...)
		} else {
			row = append(row, amounts(m.Shift.Value, m.Shift.Low, m.Shift.High)...)
		}
		others := sheet.Value{}
		if m.Placebo.Dates > 0 {
			others = sheet.Float(round(100 * m.Placebo.Share()))
		}
		t.Rows = append(t.Rows, append(row, others, sheet.String(m.concluded()), sheet.String(fmt.Sprintf("%d+%d", m.Before, m.After))))
	}
	return sheet.Section{
		ID: name + "/effects", Title: "Before and since " + e.on, Kind: sheet.KindTable, Table: t,
		Note: fmt.Sprintf("Before and since are medians; the shift is the median of all differences, from and to the bounds of its interval of 95 %%. On so many other days the same test "+
			"claims a difference. At most %d values on either side are looked at, those nearest to the day.", e.around),
	}
}

// beside holds other ways of asking against the test.
func (e *effects) beside() sheet.Section {
	t := &sheet.Table{Columns: slices.Concat(
		[]sheet.Column{{ID: "measure", Label: "measure", Kind: sheet.ColumnText}},
		numbers("p", "q", "alike-p", "medians", "low", "high", "step", "step-p", "bend", "bend-p"),
		[]sheet.Column{{ID: "line", Label: "line", Kind: sheet.ColumnText}, {ID: "signals", Label: "signals", Kind: sheet.ColumnText}})}
	for i, label := range map[int]string{3: "alike", 4: "medians", 5: "from", 6: "to", 8: "its p", 10: "its p"} {
		t.Columns[i].Label = label
	}
	for i := range e.measures {
		m := &e.measures[i]
		row := []sheet.Value{sheet.String(m.named())}
		if m.Conclusion == effect.TooFew {
			row = append(row, make([]sheet.Value, 11)...)
		} else {
			row = append(row, amounts(m.Test.P, m.Q, m.AlikeP, m.between.Value, m.between.Low, m.between.High)...)
			if x := &m.Segments; m.HasSegments {
				row = append(row, amounts(x.Level.Value, x.Level.P, x.Slope.Value, x.Slope.P)...)
			} else {
				row = append(row, make([]sheet.Value, 4)...)
			}
			row = append(row, sheet.String(m.line()))
		}
		signals := sheet.Value{}
		if m.HasLimits {
			before, since := m.signals()
			signals = sheet.String(fmt.Sprintf("%d+%d", before, since))
		}
		t.Rows = append(t.Rows, append(row, signals))
	}
	return sheet.Section{
		ID: name + "/effects-beside", Title: "The same, asked in other ways", Kind: sheet.KindTable, Table: t,
		Note: "P is that of the Mann-Whitney U test, q the same adjusted for all measures, alike the p that allows for neighbours being alike, where they are more than by chance. The medians differ by so much, with the bounds of a moving-block bootstrap (Kuensch 1989, " +
			"2,000 draws, seed 1), which allows for neighbours that are alike. Step, and bend for each value, are those of a segmented regression with errors by Newey and West (1987), of " +
			"twelve values on either side or more. Signals, before and since, are values outside the limits that the values before set, eight on one side of their mean, or a jump " +
			"(XmR chart, Wheeler 2000), of six values before or more.",
	}
}

// effectPictures draw measures with the limits of the time before.
func effectPictures(v *duty.View) []sheet.Section {
	e, err := newEffects(v)
	if err != nil {
		return nil
	}
	var out []sheet.Section
	for i := range e.measures[:min(drawn, len(e.measures))] {
		out = append(out, e.draw(i, &e.measures[i]))
	}
	return out
}

func (e *effects) draw(i int, m *measured) sheet.Section {
	before, since := m.medians()
	c := &sheet.Chart{XLabel: "run", Unit: m.Unit}
	line := func(label string, at func(i int) float64) {
		s := sheet.Series{Label: label}
		for i := range m.xs {
			s.Values = append(s.Values, amounts(at(i))...)
		}
		c.Series = append(c.Series, s)
	}
	for j := range m.xs {
		c.X = append(c.X, sheet.String(e.label(m.points[m.from+j].run)))
	}
	line("measured", func(i int) float64 { return m.xs[i] })
	line("median before and since", func(i int) float64 {
		if i < m.Before {
			return before
		}
		return since
	})
	note := "The line steps at " + e.on + "."
	if m.HasLimits {
		line("upper limit", func(int) float64 { return m.Limits.Upper })
		line("lower limit", func(int) float64 { return m.Limits.Lower })
		note += " The limits are those that the values before set."
	}
	return sheet.Section{ID: fmt.Sprintf("%s/effect/%d", name, i+1), Title: m.named(), Kind: sheet.KindChart, Chart: c, Note: note}
}
