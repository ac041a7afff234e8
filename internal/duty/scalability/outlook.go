package scalability

import (
	"fmt"

	"leadline/internal/sheet"
	"leadline/internal/stat/growth"
)

func (a *answer) growthFigures() []sheet.Figure {
	g := a.growth
	out := []sheet.Figure{known("demand", fmt.Sprintf("is the highest value of %s in the last %s", g.column, g.season()), value(g.now()), "")}
	out[0].N = g.raw
	if _, _, _, ok := a.bears(); ok {
		out = append(out, a.headroomFigure())
	}
	out = append(out, a.runsOutFigure())
	if g.failed == nil && g.choice.Tests > 0 {
		c := g.choice
		words := fmt.Sprintf("of %d tests at earlier ends lay in the band of 90 %% (mean error %s %%; that of %s %s %%)", c.Tests, num(100*c.Error), seasonal(g), num(100*c.Baseline))
		if c.Wider > 1.005 {
			words += fmt.Sprintf("; so the band is drawn %s times as wide", num(c.Wider))
		}
		f := known("track", words, percents(float64(c.Held)/float64(c.Tests)), "%")
		f.N = c.Tests
		out = append(out, f)
	} else if g.failed == nil {
		out = append(out, notKnown("track", "how well the forecast did here", "the series is too short to test it at earlier ends", "give a longer series"))
	}
	return out
}

// season is how long that is, in words.
func (f *forecast) season() string {
	if f.step.season > 1 {
		return fmt.Sprintf("%d %s", f.step.season, f.step.many)
	}
	return f.step.one
}

// seasonal names what the forecast is held against.
func seasonal(g *forecast) string {
	if g.step.season > 1 && len(g.values) > g.step.season {
		return "the value a season before"
	}
	return "the last value"
}

// runsOutFigure is when demand reaches what is borne, less the headroom.
func (a *answer) runsOutFigure() sheet.Figure {
	const label = "when demand reaches the capacity"
	g := a.growth
	at, _, _, ok := a.bears()
	switch {
	case g.failed != nil:
		return notKnown("runs-out", label, "the series has fewer than three values", moreTimes)
	case !ok:
		return notKnown("runs-out", label, a.whyNoCapacity(), "leadline scalability ... --capacity RATE, or a load test beside the series")
	}
	x := a.crossing()
	what := fmt.Sprintf("demand reaches the capacity of %s", num(at))
	if a.headroom > 0 {
		what = fmt.Sprintf("demand reaches %s, which leaves %s %% of the capacity of %s free,", num(at*(1-a.headroom)), num(100*a.headroom), num(at))
	}
	switch {
	case g.now() >= at*(1-a.headroom):
		return known("runs-out", what+" already, last in the "+g.step.one+" from", sheet.OnDay(sheet.DateOf(g.above(at*(1-a.headroom)))), "")
	case x.Expected == 0:
		words := fmt.Sprintf("not expected within %d %s", g.step.horizon, g.step.many)
		if x.First > 0 {
			words += ", possible from " + when(g.day(x.First), g.step) + " on"
		}
		return known("runs-out", what+":", sheet.String(words), "")
	}
	return known("runs-out", fmt.Sprintf("%s %s, most likely", what, g.span(x)), sheet.OnDay(sheet.DateOf(g.day(x.Expected))), "")
}

// crossing is when demand reaches what is borne, less the headroom.
func (a *answer) crossing() (x growth.Crossing) {
	at, low, high, ok := a.bears()
	if !ok || a.growth == nil || a.growth.failed != nil {
		return x
	}
	keep := 1 - a.headroom
	return a.growth.reaches(at*keep, low*keep, high*keep)
}

// span writes a crossing as a range.
func (f *forecast) span(x growth.Crossing) string {
	from := when(f.day(x.First), f.step)
	switch {
	case x.Last == 0:
		return fmt.Sprintf("from %s on or not within %d %s", from, f.step.horizon, f.step.many)
	case x.Last == x.First:
		return "in " + from
	}
	return "between " + from + " and " + when(f.day(x.Last), f.step)
}
