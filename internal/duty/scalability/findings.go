package scalability

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"

	"leadline/internal/duty"
	"leadline/internal/sheet"
	"leadline/internal/stat/usl"
)

var runsOut = duty.Rule{
	ID: "scalability/runs-out", Level: sheet.LevelWarning,
	Title: "Capacity is used up, or soon will be",
	Doc: `The demand is above the capacity less the headroom that is asked for; or the band of
the forecast reaches it within some months. Capacity is what the model of the load
tests expects at its best load, as far as loads were measured, within the latency
if one is asked for, or what --capacity says. The forecast is the one that would
have done best at earlier ends of the series; its band, of 90 %, is widened where it
would have held too few, and the earliest day takes the lower end of the capacity.

More capacity takes time to build. What makes demand jump, a sale or a new customer,
is not in its past.`,
	Thresholds: []duty.Threshold{{Name: "months", Default: 6, Least: 1, Most: 60, Doc: "months within which the band must not reach it"}},
}

var beyondPeak = duty.Rule{
	ID: "scalability/beyond-peak", Level: sheet.LevelWarning,
	Title: "More load makes it do less",
	Doc: `A load was measured beyond the whole interval of the load with the highest throughput
(profile likelihood, 95 %), and less was done there than the model expects at the
peak, by a share that can be set. Work that must agree with all other work, such as
locks, caches that are kept alike and full tables of connections, has this shape.

A system that is let run there does least when most is asked of it. The model may
bend where the load generator, and not the system, was at its end.`,
	Thresholds: []duty.Threshold{{Name: "share", Default: 5, Least: 0, Most: 100, Doc: "per cent by which throughput must have fallen"}},
}

var failing = duty.Rule{
	ID: "scalability/failing", Level: sheet.LevelWarning,
	Title: "Requests failed in the load test",
	Doc: `The share of requests that failed at a load is above what can be set. They are no
throughput, but they took time: a refusal is cheap, and a timeout dear.

Where requests fail, the model describes the failing as much as the work.`,
	Thresholds: []duty.Threshold{{Name: "share", Default: 1, Least: 0, Most: 100, Doc: "per cent of requests that may fail"}},
}

var outlier = duty.Rule{
	ID: "scalability/outlier", Level: sheet.LevelNote,
	Title: "A point is far off the model",
	Doc: `The point lies further from what a model of the others expects than one of so many
points would in one of twenty load tests (deletion residual, Cook and Weisberg 1982;
Student's t with Bonferroni's correction), and is off the model of all by more than
5 %. The twenty points that are furthest off are tried.

Something else happened there: another program on the machine, a cold cache, a limit.
Measure it again before anything is decided. Two such points can hide each other.`,
}

var fewPoints = duty.Rule{
	ID: "scalability/few-points", Level: sheet.LevelWarning,
	Title: "Too few loads were measured",
	Doc: `There are fewer than six points (Gunther 2007), so that the three parameters of the
model rest on little: intervals are wide, and what is said beyond the points is worth
less than they tell.`,
}

func (a *answer) findings() []sheet.Finding {
	var out []sheet.Finding
	for _, f := range []func() (sheet.Finding, bool){a.runsOut, a.beyondPeak, a.failing, a.fewPoints} {
		if x, ok := f(); ok {
			out = append(out, x)
		}
	}
	return append(out, a.outliers()...)
}

func (a *answer) finding(r *duty.Rule, message, why, next string, evidence ...sheet.Evidence) sheet.Finding {
	return sheet.Finding{
		Rule: r.ID, Level: r.Level, Message: message, Why: why, Next: next, Evidence: evidence,
		Fingerprint: sheet.Fingerprint(r.ID, a.files...),
	}
}

// at is where a point stands, and what it says.
func (a *answer) at(i int) sheet.Evidence {
	p := a.points[i]
	words := fmt.Sprintf("load %s does %s", num(p.Load), num(p.Throughput))
	if p.Failed > 0 {
		words += fmt.Sprintf(", %s %% failed", num(100*p.Failed))
	}
	return sheet.Evidence{Place: &sheet.Place{Path: a.where[i], Line: p.Line}, Text: words}
}

const moreCapacity = "add capacity, or take work away: --instances N shows what more would do"

func (a *answer) runsOut() (sheet.Finding, bool) {
	at, _, _, ok := a.bears()
	if !ok || a.demand == 0 {
		return sheet.Finding{}, false
	}
	keep := at * (1 - a.headroom)
	if a.demand >= keep {
		f := a.finding(&runsOut, fmt.Sprintf("the demand of %s is above %s, what it can do%s", num(a.demand), num(keep), a.less()),
			"what is asked beyond that waits, and then fails", moreCapacity, a.capacityEvidence())
		f.Level = sheet.LevelError
		return f, true
	}
	if a.growth == nil || a.growth.failed != nil {
		return sheet.Finding{}, false
	}
	x := a.crossing()
	g := a.growth
	months := a.view.Threshold(&runsOut, "months")
	last := g.begins[len(g.begins)-1]
	if x.First == 0 || !g.day(x.First).Before(g.day(1).AddDate(0, int(months), 0)) {
		return sheet.Finding{}, false
	}
	expected := "later than can be told"
	if x.Expected > 0 {
		expected = "most likely " + when(g.day(x.Expected), g.step)
	}
	f := a.finding(&runsOut, fmt.Sprintf("demand reaches %s, what it can do%s, %s; %s", num(keep), a.less(), g.span(x), expected),
		"what is asked beyond that waits, and then fails; more capacity takes time to build", moreCapacity,
		sheet.Evidence{Place: &sheet.Place{Path: g.file}, Text: fmt.Sprintf("%d %s up to %s, by %s", len(g.values), g.step.many, when(last, g.step), g.choice.Kind)}, a.capacityEvidence())
	if g.choice.Tests > 0 {
		f.Evidence = append(f.Evidence, sheet.Evidence{Text: fmt.Sprintf("at earlier ends %d of %d tests lay in its band", g.choice.Held, g.choice.Tests)})
	}
	return f, true
}

func (a *answer) less() string {
	if a.headroom > 0 {
		return fmt.Sprintf(" less %s %% of headroom", num(100*a.headroom))
	}
	return ""
}

func (a *answer) capacityEvidence() sheet.Evidence {
	at, low, high, _ := a.bears()
	if a.capacity > 0 {
		return sheet.Evidence{Text: "--capacity " + num(a.capacity)}
	}
	return sheet.Evidence{Place: &sheet.Place{Path: a.where[len(a.points)-1]}, Text: fmt.Sprintf("capacity %s (95 %%: %s) of %d points", num(at), between(low, high), len(a.points))}
}

func (a *answer) beyondPeak() (sheet.Finding, bool) {
	if !a.fitted() {
		return sheet.Finding{}, false
	}
	peak, ok := a.fit.Peak()
	_, high, ranged := a.fit.PeakRange(level)
	top := a.fit.Throughput(peak)
	last := len(a.points) - 1
	fallen := 100 * (1 - a.points[last].Throughput/top)
	if !ok || !ranged || a.most() <= high || fallen < a.view.Threshold(&beyondPeak, "share") {
		return sheet.Finding{}, false
	}
	low, _, _ := a.fit.PeakRange(level)
	return a.finding(&beyondPeak,
		fmt.Sprintf("beyond the load %s (95 %%: %s) it does less: %s %% less at %s", num(peak), between(low, high), num(fallen), num(a.most())),
		"when most is asked of it, it does least, and does not come back by itself",
		fmt.Sprintf("let in no more than %s at once, and look for what all must agree on: locks, caches, tables of connections", num(math.Floor(peak))),
		a.at(last)), true
}

func (a *answer) failing() (sheet.Finding, bool) {
	share := a.view.Threshold(&failing, "share") / 100
	var where []sheet.Evidence
	worst := 0.0
	for i, p := range a.points {
		if p.Failed > share {
			worst = max(worst, p.Failed)
			if len(where) < 5 {
				where = append(where, a.at(i))
			}
		}
	}
	if len(where) == 0 {
		return sheet.Finding{}, false
	}
	return a.finding(&failing, fmt.Sprintf("up to %s %% of requests failed", num(100*worst)),
		"where requests fail, the model describes the failing as much as the work", "find out why they fail, and measure again", where...), true
}

func (a *answer) fewPoints() (sheet.Finding, bool) {
	if len(a.points) == 0 || len(a.points) >= usl.FewestPoints {
		return sheet.Finding{}, false
	}
	return a.finding(&fewPoints, fmt.Sprintf("%d points are few: six loads or more tell contention from coherency", len(a.points)),
		"intervals are wide, and what is said beyond the points rests on little", moreLoads,
		sheet.Evidence{Place: &sheet.Place{Path: a.where[0]}, Text: strings.Join(a.loads(), ", ")}), true
}

// loads are those that were measured, in words.
func (a *answer) loads() (out []string) {
	for _, p := range a.points {
		out = append(out, num(p.Load))
	}
	return out
}

// leastOff is the share by which an outlier is off at least.
const leastOff = .05

// mostSuspects are the points furthest off that are fitted without, each in turn.
const mostSuspects = 20

func (a *answer) outliers() (out []sheet.Finding) {
	if !a.fitted() || a.fit.DF < 2 {
		return nil
	}
	off := a.fit.Residuals()
	suspects := make([]int, len(off))
	for i := range suspects {
		suspects[i] = i
	}
	slices.SortStableFunc(suspects, func(i, j int) int { return cmp.Compare(math.Abs(off[j]), math.Abs(off[i])) })
	limit := distuv.StudentsT{Sigma: 1, Nu: float64(a.fit.DF - 1)}.Quantile(1 - (1-level)/2/float64(len(off)))
	for _, i := range suspects[:min(len(suspects), mostSuspects)] {
		p := a.points[i]
		e := a.fit.Throughput(p.Load)
		d, ok := a.fit.Far(i)
		if !ok || math.Abs(d) < limit || math.Abs(off[i]) < leastOff*e || len(out) == 5 {
			continue
		}
		f := a.finding(&outlier, fmt.Sprintf("load %s did %s, and the model expects %s", num(p.Load), num(p.Throughput), num(e)),
			"something else happened there, or the law does not hold: the parameters are drawn by it", "measure this load again", a.at(i))
		f.Fingerprint = sheet.Fingerprint(outlier.ID, a.where[i], num(p.Load))
		out = append(out, f)
	}
	return out
}
