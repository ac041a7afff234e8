package performance

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/stat/effect"
)

const effectQuestion = "Did a change that was made on a day help?"

// helped says what a declared change did to a measure.
var helped = duty.Verb{
	Name:     "effect",
	Question: effectQuestion,
	Doc: `A FILE is a history of anything that was measured over time: a CSV with the columns
time and value is enough, such as weekly counts, lead times or incidents, and whatever
"leadline performance" reads is one; without a FILE the results that "leadline ingest
bench" keeps with the commits are. What was measured before the day is held against
what was measured on and after it; a commit stands for the first run that contains it.

A difference is claimed where the Mann-Whitney U test gives 5 % at most, allowing for all
measures that are asked about and for neighbouring values being alike. Every answer says
on how many of 50 other days, on which nothing is said to have happened, the same test
claims one: above half of them nothing is concluded. Nor is it where a straight trend over
all of the time explains the values clearly better than a step on the day, or where there
are too few values for any outcome to tell; where the trend explains them as well, the
answer says so. The 50 values nearest to the day on either side count: fewer (--around), where
something else that is known changed them before. That values changed on the day does not say that the change did it.`,
	Args: "[FILE...] --on DATE|COMMIT", Least: 0, Most: mostHistories, OnKept: true,
	Flags: []duty.Flag{
		{Name: "on", Value: "DATE|COMMIT", Doc: "when the change was made: 2026-03-31, or the commit that made it"},
		{Name: "metric", Value: "NAME", Doc: "the measure that is meant, by its name or a part of it"},
		{Name: "around", Value: "N", Doc: "how many values on either side of the day count, the nearest; 50 unless given"},
		{Name: "better", Value: "smaller|bigger", Doc: "which values are good, where the unit does not say"},
		{Name: "from", Value: "DIR|REF", Doc: "where results are kept: a folder, or a ref of notes; without a FILE"},
	},
	Needs:    []duty.Need{duty.NeedLanded},
	Read:     readEffect,
	Pictures: effectPictures,
}

const (
	mostHistories = 1000
	// mostMeasures is how many measures one answer tells of.
	mostMeasures = 50
	// usualAround is how many points on either side of the day are looked at unless a
	// person says otherwise: a year of weeks.
	usualAround, leastAround, mostAround = 50, 4, 500
	// effectAlpha is the share of false claims that is put up with.
	effectAlpha = 0.05
	effectSeed  = 1
)

// effects is an answer about a declared change.
type effects struct {
	*answer
	// on is the day or commit in words.
	on string
	// around is how many points on either side count.
	around int
	// names counts the measures of each suite and name.
	names    map[[2]string]int
	measures []measured
}

// measured is one measure before and after.
type measured struct {
	*series
	effect.Change
	// between are the medians by a bootstrap that allows for neighbours being alike.
	between effect.Interval
	// alone: no other measure has its name.
	alone bool
	xs    []float64
	// from is the point of the series that is the first of xs.
	from int
}

func readEffect(v *duty.View) (sheet.Sheet, error) {
	e, err := newEffects(v)
	if err != nil {
		return sheet.Sheet{}, err
	}
	return sheet.Sheet{
		Duty: name, Question: effectQuestion, Summary: e.summary(), Figures: e.figures(), Findings: e.findings(), Sections: e.sections(), Unknown: e.unknown(),
	}, nil
}

func newEffects(v *duty.View) (*effects, error) {
	better, err := betterOf(v)
	if err != nil {
		return nil, err
	}
	e := &effects{answer: &answer{view: v}, around: usualAround, names: map[[2]string]int{}}
	if text, ok := v.Flags["around"]; ok {
		if e.around, err = strconv.Atoi(text); err != nil || e.around < leastAround || e.around > mostAround {
			return nil, &duty.Mistake{What: "--around " + strconv.Quote(text) + " is no number of values", Hint: fmt.Sprintf("give a number from %d to %d", leastAround, mostAround)}
		}
	}
	for _, s := range v.Inputs.Benchmarks.Series {
		e.names[[2]string{s.Suite, s.Benchmark}]++
	}
	first, err := e.begins(v.Flags["on"])
	if err != nil {
		return nil, err
	}
	chosen, err := e.choose(v.Flags["metric"])
	if err != nil {
		return nil, err
	}
	e.measures = make([]measured, len(chosen))
	changes := make([]effect.Change, len(chosen))
	for i, of := range chosen {
		m := &e.measures[i]
		s := newSeries(of)
		if s.better == fact.BetterUnknown {
			s.better = better
		}
		m.series, m.alone = &s, e.named(of) == 1
		at := sort.Search(len(s.points), func(i int) bool { return s.points[i].run >= first })
		m.from = max(0, at-e.around)
		m.xs = s.values(m.from, min(len(s.points), at+e.around))
		changes[i] = effect.Declared(m.xs, at-m.from, effectAlpha)
		if changes[i].Conclusion != effect.TooFew {
			m.between = effect.MedianDifference(m.xs[:at-m.from], m.xs[at-m.from:], 1-effectAlpha, effectSeed)
		}
	}
	effect.Conclude(changes, effectAlpha)
	for i := range changes {
		e.measures[i].Change = changes[i]
	}
	slices.SortStableFunc(e.measures, func(x, y measured) int {
		return cmp.Or(cmp.Compare(x.rank(), y.rank()), cmp.Compare(x.Q, y.Q), cmp.Compare(x.title(), y.title()))
	})
	return e, nil
}

// begins is the first run that has the change.
func (e *effects) begins(on string) (int, error) {
	runs := e.view.Inputs.Benchmarks.Runs
	if on == "" {
		return 0, &duty.Mistake{What: "it is not said when the change was made", Hint: "give its day or its commit: --on 2026-03-31"}
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		day, err := time.Parse(layout, on)
		if err != nil {
			continue
		}
		e.on = on
		if slices.ContainsFunc(runs, func(r fact.BenchmarkRun) bool { return r.Time.IsZero() }) {
			return 0, &duty.Mistake{What: "some values have no time, so that none can be said to be before " + on, Hint: "add a column named time, or name the first commit with the change"}
		}
		return sort.Search(len(runs), func(i int) bool { return !runs[i].Time.Before(day) }), nil
	}
	for i := range runs {
		if c := runs[i].Commit; c == on || object(on) && strings.HasPrefix(c, on) {
			e.on = e.label(i)
			return i, nil
		}
	}
	return e.contains(on)
}

// contains asks the repository for the first run whose commit contains another one. Runs
// are in the order of their history.
func (e *effects) contains(on string) (int, error) {
	runs := e.view.Inputs.Benchmarks.Runs
	if e.view.Inputs.Contains == nil {
		return 0, &duty.Mistake{What: fmt.Sprintf("no run is of %s, and it is no day", on), Hint: "write a day as 2026-03-31, name a commit of the file, or the clone that has it with -C DIR"}
	}
	wrong := ""
	first := sort.Search(len(runs), func(i int) bool {
		contains, why := e.view.Inputs.Contains(runs[i].Commit, on)
		wrong = cmp.Or(wrong, why)
		return contains
	})
	switch {
	case wrong != "":
		return 0, &duty.Mistake{What: "which runs contain " + on + " is not known: " + wrong, Hint: "write a day as 2026-03-31, or name the clone that has the commits with -C DIR"}
	case first == len(runs):
		return 0, &duty.Mistake{What: "no run contains " + on, Hint: "measure again, or name another commit"}
	}
	e.on = e.label(first)
	return first, nil
}

// choose gives the measures that are asked about.
func (e *effects) choose(metric string) ([]*fact.BenchmarkSeries, error) {
	all := e.view.Inputs.Benchmarks.Series
	title := func(i int) string {
		return (&measured{series: &series{BenchmarkSeries: &all[i]}, alone: e.named(&all[i]) == 1}).title()
	}
	var named, like, every []*fact.BenchmarkSeries
	var names []string
	for i := range all {
		s := &all[i]
		every, names = append(every, s), append(names, title(i))
		switch {
		case metric == "":
		case slices.Contains([]string{title(i), s.Benchmark, s.Metric}, metric):
			named = append(named, s)
		case strings.Contains(strings.ToLower(title(i)), strings.ToLower(metric)):
			like = append(like, s)
		}
	}
	out := every
	switch {
	case metric == "":
	case len(named) > 0:
		out = named
	case len(like) > 0:
		out = like
	default:
		return nil, &duty.Mistake{What: fmt.Sprintf("there is no measure %q", metric), Hint: "name one of " + strings.Join(names[:min(len(names), mostNamed)], ", ")}
	}
	if len(out) > mostMeasures {
		return nil, &duty.Mistake{
			What: fmt.Sprintf("%s are meant, and at most %d are told of at once", duty.Amount(len(out), "measure", "measures"), mostMeasures),
			Hint: "name the one that the change was for: --metric " + sheet.Command(names[0]),
		}
	}
	return out, nil
}

// named counts the measures of one name.
func (e *effects) named(of *fact.BenchmarkSeries) int {
	return e.names[[2]string{of.Suite, of.Benchmark}]
}

// title names a measure, without the unit where that is all its metric says.
func (m *measured) title() string {
	if m.alone && m.Metric == m.Unit {
		return strings.TrimSpace(m.Suite + " " + m.Benchmark)
	}
	return m.series.title()
}

// worse says whether a claimed difference is for the worse; 0 where nobody knows or
// none is claimed.
func (m *measured) worse() direction {
	if m.Conclusion != effect.Higher && m.Conclusion != effect.Lower {
		return 0
	}
	return m.direction(m.Shift.Value)
}

// rank orders measures: worse, better, changed, the same, and those of which nothing is
// concluded.
func (m *measured) rank() int {
	switch {
	case m.worse() == slower:
		return 0
	case m.worse() == faster:
		return 1
	case m.claimed():
		return 2
	case m.Conclusion == effect.NoneFound:
		return 3
	case m.Conclusion == effect.Continued:
		return 4
	case m.Conclusion == effect.Unreliable, m.Conclusion == effect.Correlated:
		return 5
	}
	return 6
}

// claimed says that values are higher or lower since.
func (m *measured) claimed() bool {
	return m.Conclusion == effect.Higher || m.Conclusion == effect.Lower
}

// reserved says that what is claimed may be a trend that was there before.
func (m *measured) reserved() bool { return m.claimed() && m.Straight() }

// medians are those before and since; NaN of no values.
func (m *measured) medians() (before, since float64) {
	of := func(xs []float64) float64 {
		if len(xs) == 0 {
			return math.NaN()
		}
		return effect.Median(xs)
	}
	return of(m.xs[:m.Before]), of(m.xs[m.Before:])
}
