package scalability

import (
	"errors"
	"fmt"
	"math"

	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/stat/usl"
)

const (
	moreLoads = "measure at six loads or more, from one client up to beyond the best throughput"
	moreTimes = "give a series of three times or more"
)

func (a *answer) figures() []sheet.Figure {
	var out []sheet.Figure
	if len(a.points) > 0 {
		out = append(out, a.modelFigures()...)
		if a.latency > 0 {
			out = append(out, a.latencyFigure())
		}
	}
	if a.demand > 0 && a.growth == nil {
		out = append(out, a.headroomFigure())
	}
	if a.growth != nil {
		out = append(out, a.growthFigures()...)
	}
	return out
}

// noFit says why there is no model.
func noFit(err error) string {
	switch {
	case errors.Is(err, usl.ErrFew):
		return "there are fewer than four points, and the model has three parameters"
	case errors.Is(err, usl.ErrLoads):
		return "the points are of fewer than three loads"
	}
	return "no point has a throughput above zero"
}

func (a *answer) modelFigures() []sheet.Figure {
	if a.failed != nil {
		return []sheet.Figure{notKnown("capacity", "how much it can do", noFit(a.failed), moreLoads)}
	}
	f := a.fit
	all := []sheet.Figure{a.capacityFigure(), a.peakFigure()}
	alphaLow, alphaHigh := f.Interval(0, level)
	betaLow, betaHigh := f.Interval(1, level)
	gammaLow, gammaHigh := f.Interval(2, level)
	all = append(all,
		known("contention", fmt.Sprintf("of the work waits for its turn (contention α, 95 %%: %s to %s %%)", num(100*max(0, alphaLow)), num(100*min(1, alphaHigh))), percents(f.Alpha), "%"),
		known("coherency", fmt.Sprintf("of the work for each other %s goes into agreeing with it (coherency β %s, 95 %%: %s to %s)", a.one(), num(f.Beta), num(max(0, betaLow)), num(min(1, betaHigh))), percents(f.Beta), "%"),
		known("single", fmt.Sprintf("is the throughput of the load 1 (γ, 95 %%: %s)", between(max(0, gammaLow), gammaHigh)), value(f.Gamma), ""),
	)
	if limit, ok := f.Limit(); ok {
		optimum, _ := f.Optimum()
		all = append(all,
			known("limit", "is the throughput that contention alone would leave at any load (Amdahl's limit γ/α)", value(limit), ""),
			known("optimum", "is the load beyond which more load buys waiting more than work (1/α)", value(optimum), ""))
	} else {
		all = append(all, sheet.Figure{
			ID: name + "/limit", Label: "Amdahl's limit", State: sheet.NotApplicable, Reason: "there is no contention, so throughput has no such limit",
		})
	}
	all = append(all, known("deviation", fmt.Sprintf("is the standard deviation of what was measured from what the model expects, of %d points", len(a.points)), value(f.Sigma), ""))
	for i := range all {
		all[i].N = len(a.points)
		if a.merged > 0 {
			all[i].N = a.merged
		}
	}
	return all
}

// one is what a unit of the load is called.
func (a *answer) one() string {
	if a.hardware {
		return "of the " + a.column
	}
	return "unit of load"
}

func (a *answer) capacityFigure() sheet.Figure {
	load := a.best()
	label := fmt.Sprintf("is the most that it does, at the load %s", num(load))
	if low, high, ok := a.fit.Band(load, level); ok {
		label += fmt.Sprintf(" (95 %%: %s)", between(low, high))
	}
	if peak, ok := a.fit.Peak(); !ok || peak > a.most() {
		label += ", the highest that was measured"
	}
	return known("capacity", label, value(a.fit.Throughput(load)), "")
}

func (a *answer) peakFigure() sheet.Figure {
	const label = "the load beyond which it does less"
	peak, ok := a.fit.Peak()
	if !ok {
		return notKnown("peak", label, fmt.Sprintf("no peak found: up to the load %s throughput only rises", num(a.most())), "measure at higher loads")
	}
	low, high, _ := a.fit.PeakRange(level)
	words := "is " + label + " (95 %: " + between(low, high) + ")"
	if peak > a.most() {
		words += fmt.Sprintf("; it lies beyond what was measured, up to %s", num(a.most()))
	}
	return known("peak", words, value(peak), "")
}

func (a *answer) latencyFigure() sheet.Figure {
	label := fmt.Sprintf("how much it does within %s", timed(a.latency))
	k, ok := a.kept()
	switch {
	case a.failed != nil:
		return notKnown("within-latency", label, noFit(a.failed), moreLoads)
	case a.hardware:
		return notKnown("within-latency", label, "the load counts "+a.column+" and not what is under way", "give a test whose load is clients or connections")
	case !ok:
		return notKnown("within-latency", label, fmt.Sprintf("fewer than %d points have the %s latency", fewestTimes, fact.LatencyNames[a.percentile]), "measure it, or ask for another: --latency p95="+timed(a.latency))
	}
	at := a.fit.Throughput(min(k.load, a.best()))
	if k.load == 0 {
		at = 0
	}
	words := fmt.Sprintf("is what it does within %s by %s, up to the load %s", timed(a.latency), k.words(), num(k.load))
	switch {
	case k.load == 0:
		words = fmt.Sprintf("is what it does within %s by %s: already the load 1 takes longer", timed(a.latency), k.words())
	case k.all:
		words += ", the highest that was measured"
	case k.measured:
		words += fmt.Sprintf(" (95 %%: %s)", between(k.low, k.high))
	}
	return known("within-latency", words, value(at), "")
}

// headroomFigure is the share of capacity that is free.
func (a *answer) headroomFigure() sheet.Figure {
	at, low, high, ok := a.bears()
	if !ok {
		return notKnown("headroom", "headroom above the demand of "+num(a.demand), a.whyNoCapacity(), "leadline scalability ... --capacity RATE")
	}
	if a.demand > at {
		return known("headroom", fmt.Sprintf("of headroom: the demand of %s is above the capacity of %s", num(a.demand), num(at)), percents(1-a.demand/at), "%")
	}
	label := fmt.Sprintf("of the capacity of %s is free at the demand of %s", num(at), num(a.demand))
	if low < high {
		label += fmt.Sprintf(" (95 %%: %s to %s %%)", num(100*(1-a.demand/low)), num(100*(1-a.demand/high)))
	}
	return known("headroom", label, percents(1-a.demand/at), "%")
}

func (a *answer) whyNoCapacity() string {
	switch {
	case len(a.points) == 0:
		return "no load test was given, and no capacity"
	case a.failed != nil:
		return noFit(a.failed)
	}
	if _, ok := a.times(); !ok && a.hardware {
		return "the load counts " + a.column + " and not what is under way, so that latency is not known"
	} else if !ok {
		return fmt.Sprintf("fewer than %d points have the %s latency", fewestTimes, fact.LatencyNames[a.percentile])
	}
	return "the latency is not kept at any load"
}

func (a *answer) unknown() []sheet.Unknown {
	var out []sheet.Unknown
	if len(a.points) > 0 && a.demand == 0 {
		out = append(out, sheet.Unknown{What: "headroom, and when it runs out", Why: "nothing says how much is asked of the system", Next: "give --demand RATE, or a file with time,value beside the load test"})
	}
	return out
}

// finite reports whether a number is one.
func finite(x float64) bool { return !math.IsInf(x, 0) && !math.IsNaN(x) }
