package backtest

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/fixlink"
	"leadline/internal/stat"
)

// SizeRisk is the id of the record of size.
const SizeRisk = "size-risk"

var sizeRisk = Predictor{
	ID:       SizeRisk,
	Question: "Which changes need a fix within a year?",
	Baseline: "those that change most files",
	Least:    100,
	metrics:  []string{areaUnderCurve, topTenth},
	measure:  measureSizeRisk,
}

// Sizes is what became of changes by their size.
type Sizes struct {
	// Fixed is how many of all changes needed a fix within a year.
	Fixed int
	// Tails are the largest ones, the widest tail first.
	Tails []Tail
	// Of the Large changes of each calendar year, those that were a tenth by what was
	// known when it began, so many were Said to need a fix, and did (Came).
	Large, Came int
	Said        float64
	// Declared and Traced count the links from fixes by which that is known, and
	// Unknown the fixes whose lines missing contents hide.
	Declared, Traced, Unknown int
}

// Tail is the changes that add so many Lines of code, or more.
type Tail struct{ Lines, N, Fixed int }

// Of is the narrowest tail in which a change of so many lines is; ok is false if it is
// in none.
func (s *Sizes) Of(lines int) (t Tail, ok bool) {
	for _, x := range s.Tails {
		if lines >= x.Lines {
			t, ok = x, true
		}
	}
	return t, ok
}

const (
	areaUnderCurve = "AUC"
	topTenth       = "P@10%"
	// tenth and twentieth are the parts of all changes that the tails are, at most.
	tenth, twentieth = 10, 20
	// year is the time within which a fix counts, in seconds.
	year = 365 * 24 * 60 * 60
	// leastOfYear is how many changes a calendar year needs of either kind to count.
	leastOfYear = 5
)

// sized is a change and what became of it.
type sized struct {
	when         int64
	lines, files int
	fixed        bool
}

// measureSizeRisk ranks the changes of code by the lines of code that they add. A change
// that has not had its year at the end is no trial. Changes of one
// calendar year are held against each other, so that how often fixes are told may
// change over time; the area under the curve is the mean of the years.
func measureSizeRisk(in Input, r *Record) {
	r.Sizes = &Sizes{}
	all := outcomes(in, r.Sizes)
	years := map[int]*stat.Ranks{}
	for _, x := range all {
		when := time.Unix(x.when, 0).UTC()
		r.count(when)
		y := years[when.Year()]
		if y == nil {
			y = &stat.Ranks{}
			years[when.Year()] = y
		}
		p := stat.Pair{A: float64(x.lines), B: float64(x.files)}
		if x.fixed {
			r.Sizes.Fixed++
			y.True = append(y.True, p)
		} else {
			y.False = append(y.False, p)
		}
	}
	byLines := func(x sized) int { return x.lines }
	for _, part := range []int{tenth, twentieth} {
		if t := largest(all, part, byLines); t.N > 0 {
			r.Sizes.Tails = append(r.Sizes.Tails, t)
		}
	}
	r.Sizes.foretell(all)
	area, ok := areas(years)
	if !ok {
		r.Reason = fmt.Sprintf("no year has %d changes that needed a fix and %d that did not", leastOfYear, leastOfYear)
		return
	}
	r.Metrics = []Metric{area, precise(all, byLines, func(x sized) int { return x.files })}
}

// leastKnown is how many changes a rate is taken from.
const leastKnown = 100

// foretell says of the large changes of every year how many need a fix, by the changes
// that had had their year when it began. Changes are in the order of landing.
func (s *Sizes) foretell(all []sized) {
	rate, least := 0.0, math.MaxInt32
	of := 0
	for i, x := range all {
		if y := time.Unix(x.when, 0).UTC().Year(); i == 0 || y != of {
			of = y
			began := time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
			known, _ := slices.BinarySearchFunc(all[:i], began-year, func(x sized, t int64) int { return cmp.Compare(x.when, t) })
			t := Tail{Lines: math.MaxInt32}
			if known >= leastKnown {
				t = largest(all[:known], tenth, func(x sized) int { return x.lines })
			}
			rate, least = float64(t.Fixed)/float64(max(1, t.N)), t.Lines
		}
		if x.lines < least {
			continue
		}
		s.Large++
		s.Said += rate
		if x.fixed {
			s.Came++
		}
	}
}

// areas is the mean of the areas under the curve of years.
func areas(years map[int]*stat.Ranks) (m Metric, ok bool) {
	m.Name = areaUnderCurve
	n, variance := 0.0, 0.0
	for _, y := range slices.Sorted(maps.Keys(years)) {
		k := years[y]
		if min(len(k.True), len(k.False)) < leastOfYear {
			continue
		}
		a, b, v := k.AUC()
		n++
		m.Value += a
		m.Baseline += b
		variance += v
	}
	if n == 0 {
		return m, false
	}
	m.Value, m.Baseline = m.Value/n, m.Baseline/n
	margin := 1.96 * math.Sqrt(variance) / n
	m.Lower, m.Upper = m.Value-m.Baseline-margin, m.Value-m.Baseline+margin
	return m, true
}

// precise is how many of the top tenths of two rankings needed a fix.
func precise(all []sized, ours, baseline func(sized) int) Metric {
	part := func(of func(sized) int) []stat.Quotient {
		out := make([]stat.Quotient, len(all))
		least := largest(all, tenth, of).Lines
		for i, x := range all {
			if of(x) >= least {
				out[i].Over = 1
				if x.fixed {
					out[i].Of = 1
				}
			}
		}
		return out
	}
	m := Metric{Name: topTenth}
	m.Value, m.Baseline, m.Lower, m.Upper = stat.QuotientDifference(part(ours), part(baseline))
	return m
}

// outcomes are the changes of code that have had their year.
func outcomes(in Input, s *Sizes) []sized {
	t := in.Timeline
	o := fixlink.Options{Keep: in.Keep, Landings: in.Landings}
	fixed := map[int]bool{}
	for _, f := range in.Fixes() {
		links, method := f.Links()
		for _, p := range links {
			fixed[p] = fixed[p] || t.Times[f.Landing]-t.Times[p] <= year
		}
		switch {
		case method == fixlink.Declared:
			s.Declared += len(links)
		case method == fixlink.Traced:
			s.Traced += len(links)
		case f.Unknown:
			s.Unknown++
		}
	}
	var out []sized
	for p, l := range t.Sizes(activity.Window{End: in.Landings}, o.Code) {
		if at := t.Times[p]; l.Files > 0 && at+year <= t.Times[in.Landings-1] {
			out = append(out, sized{when: at, lines: l.Added, files: l.Files, fixed: fixed[p]})
		}
	}
	return out
}

// largest is the tail that holds at most the given part of all changes: of those that
// are alike it holds all or none.
func largest(all []sized, part int, of func(sized) int) Tail {
	sizes := make([]int, len(all))
	for i, x := range all {
		sizes[i] = of(x)
	}
	slices.Sort(sizes)
	t := Tail{Lines: math.MaxInt32}
	if n := len(sizes); n > 0 {
		if first, _ := slices.BinarySearch(sizes, sizes[n-1-n/part]+1); first < n {
			t.Lines = sizes[first]
		}
	}
	for _, x := range all {
		if of(x) >= t.Lines {
			t.N++
			if x.fixed {
				t.Fixed++
			}
		}
	}
	return t
}
