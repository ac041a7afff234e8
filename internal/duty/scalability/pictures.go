package scalability

import (
	"math"

	"leadline/internal/duty"
	"leadline/internal/sheet"
)

// pictures are the curve with its band, and the forecast.
func pictures(v *duty.View) []sheet.Section {
	a, err := newAnswer(v)
	if err != nil {
		return nil
	}
	var out []sheet.Section
	if a.fitted() {
		out = append(out, a.curve())
	}
	if a.growth != nil && a.growth.failed == nil {
		out = append(out, a.outlook())
	}
	return out
}

// curvePoints is how many positions the curve has besides the points.
const curvePoints = 60

func (a *answer) curve() sheet.Section {
	c := &sheet.Chart{XLabel: a.column, Unit: "throughput", Form: sheet.FormBand, Series: []sheet.Series{{Label: "low"}, {Label: "high"}, {Label: "expected"}, {Label: "measured"}}}
	end := a.most()
	if peak, ok := a.fit.Peak(); ok {
		end = max(end, min(1.3*peak, 2*end))
	}
	if n := float64(a.instances); a.hardware {
		end = max(end, n)
	}
	add := func(load float64, measured sheet.Value) {
		e := a.fit.Throughput(load)
		low, high, ok := a.fit.Band(load, level)
		if !ok {
			low, high = e, e
		}
		c.X = append(c.X, value(load))
		for i, v := range []sheet.Value{value(low), value(high), value(e), measured} {
			c.Series[i].Values = append(c.Series[i].Values, v)
		}
	}
	begin := min(1, a.points[0].Load)
	next := 0
	for i := range curvePoints + 1 {
		x := begin + (end-begin)*float64(i)/curvePoints
		for ; next < len(a.points) && a.points[next].Load <= x; next++ {
			add(a.points[next].Load, value(a.points[next].Throughput))
		}
		add(x, sheet.Value{})
	}
	return sheet.Section{
		ID: "curve", Title: "Throughput by load", Kind: sheet.KindChart, Chart: c,
		Note: "The line is the model, the band where the expected throughput lies, 95 %.",
	}
}

func (a *answer) outlook() sheet.Section {
	g := a.growth
	c := &sheet.Chart{XLabel: g.step.one, Unit: g.column, Series: []sheet.Series{{Label: "was"}, {Label: "low"}, {Label: "expected"}, {Label: "high"}}}
	at, _, _, ok := a.bears()
	if ok {
		c.Series = append(c.Series, sheet.Series{Label: "capacity"})
	}
	add := func(day sheet.Value, values ...float64) {
		c.X = append(c.X, day)
		for i := range c.Series {
			v := at * (1 - a.headroom)
			if i < len(values) {
				v = values[i]
			}
			s := sheet.Value{}
			if finite(v) {
				s = value(v)
			}
			c.Series[i].Values = append(c.Series[i].Values, s)
		}
	}
	none := math.NaN()
	for i, v := range g.values {
		add(sheet.OnDay(sheet.DateOf(g.begins[i])), v, none, none, none)
	}
	ahead := min(g.step.horizon, max(12, len(g.values)/2))
	if x := a.crossing(); x.Last > 0 {
		ahead = min(g.step.horizon, max(ahead, x.Last+2))
	}
	for h := 1; h <= ahead; h++ {
		low, mean, high := g.choice.At(h)
		add(sheet.OnDay(sheet.DateOf(g.day(h))), none, low, mean, high)
	}
	return sheet.Section{ID: "outlook", Title: "Demand, and what is expected", Kind: sheet.KindChart, Chart: c, Note: "Low and high hold 90 in 100 of what is expected."}
}
