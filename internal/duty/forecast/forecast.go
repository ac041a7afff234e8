// Package forecast answers when so many items will be done, and how many by a day, from
// how many were done in past weeks: as ranges, with how often such dates held. It is a
// part of the duty planning that answers from a history, or from a file of finished
// items, and no duty of its own.
//
// A date is told only where forecasts could be replayed and did better than the plain
// bootstrap, and only of groups of duty.PacePeople or more.
package forecast

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"leadline/internal/analysis/backtest"
	"leadline/internal/analysis/reviewer"
	"leadline/internal/analysis/throughput"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/stat/forecast"
)

// The names of the flags.
const (
	Items = "items"
	By    = "by"
)

const (
	name     = "forecast"
	question = "When will it be done?"
)

// Duty is what is asked. It is not in the list of duties.
var Duty = duty.Duty{
	Name:     name,
	Question: question,
	Needs:    []duty.Need{duty.NeedRecords},
	Flags: []duty.Flag{
		{Name: Items, Value: "N", Doc: "when N items will be done"},
		{Name: By, Value: "DATE", Doc: "how many will be done by DATE"},
		{Name: duty.RisksFlag, Value: "yes|no", Doc: "no: leave out the risks in days that the repository holds; yes by default"},
	},
	Read: Read,
}

// mostItems is a number of items beyond which nobody asks.
const mostItems = 1_000_000

// draws is how many futures an answer is made of.
const draws = 4000

// answer is what an answer is made from.
type answer struct {
	view   *duty.View
	series throughput.Series
	// author of a landing; nil of a file.
	author func(position int) fact.PersonID
	weeks  []int
	model  forecast.Model
	record backtest.Record
	// stops are risks that cost days; nil for none.
	stops *throughput.Stops
	items int       // 0: not asked
	by    time.Time // zero: not asked
	sheet sheet.Sheet
}

// Read answers from the history, or from the finished items of a file.
func Read(v *duty.View) (sheet.Sheet, error) {
	a := answer{view: v, sheet: sheet.Sheet{Duty: name, Question: question}}
	if v.Inputs.Finished != nil {
		a.ofFile()
	} else {
		a.ofHistory()
	}
	if err := a.ask(); err != nil {
		return a.sheet, err
	}
	if why, next := a.refusal(); why != "" {
		a.sheet.Unknown = []sheet.Unknown{{What: a.what(), Why: why, Next: next}}
		return a.sheet, nil
	}
	a.model, a.stops = forecast.Drifting(a.weeks), stopping(v)
	a.tell()
	return a.sheet, nil
}

// ofFile takes what a file says was finished.
func (a *answer) ofFile() {
	f := a.view.Inputs.Finished
	a.series = throughput.Series{Start: f.Start, Daily: f.Daily}
	a.weeks = a.series.Weeks(len(f.Daily))
	a.record = backtest.RecordOfThroughput(&a.series)
}

// ofHistory takes the landings of people.
func (a *answer) ofHistory() {
	v := a.view
	t := v.Timeline()
	reader := reviewer.NewReader(t, v.People())
	a.author = func(p int) fact.PersonID { return reader.Of(p).Author }
	a.series = throughput.OfLandings(t, t.Before(v.End()), a.author, v.AsOf)
	a.weeks = a.series.Weeks(len(a.series.Daily))
	a.record = v.Records[backtest.Throughput]
}

// ask reads the flags.
func (a *answer) ask() error {
	if text, ok := a.view.Flags[Items]; ok {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > mostItems {
			return &duty.Mistake{What: fmt.Sprintf("--%s %q is no number of items", Items, text), Hint: fmt.Sprintf("give a whole number from 1 to %d", mostItems)}
		}
		a.items = n
	}
	if text, ok := a.view.Flags[By]; ok {
		by, ok := sheet.Date(text).Time()
		if !ok {
			return &duty.Mistake{What: fmt.Sprintf("--%s %q is no date", By, text), Hint: "write it as 2026-11-22"}
		}
		if days := a.until(by); days < 1 || days > 7*forecast.Horizon {
			return &duty.Mistake{
				What: fmt.Sprintf("--%s %s is not in the %d years after %s, the last day that is known", By, text, forecast.Horizon/52, sheet.DateOf(a.last())),
				Hint: "give a later date, or an earlier --as-of",
			}
		}
		a.by = by
	}
	return duty.CheckRisksFlag(a.view)
}

// last is the last day that is known, from which dates are counted.
func (a *answer) last() time.Time { return a.series.Start.AddDate(0, 0, len(a.series.Daily)-1) }

func (a *answer) until(day time.Time) int { return int(day.Sub(a.last()).Hours() / 24) }

// what is asked, in words.
func (a *answer) what() string {
	switch {
	case a.items > 0 && a.by.IsZero():
		return "when " + duty.Amount(a.items, "item", "items") + " will be done"
	case a.items == 0 && !a.by.IsZero():
		return "how many items will be done by " + string(sheet.DateOf(a.by))
	}
	return "when items will be done"
}

// refusal says why nothing is foretold, and what to do; empty if it is.
func (a *answer) refusal() (why, next string) {
	if a.view.Inputs.Finished == nil {
		if n := a.people(); n < duty.PacePeople {
			return fmt.Sprintf("%s finished something in the last %d weeks, and a pace is told of %d or more only",
				duty.Amount(n, "person", "people"), throughput.Window, duty.PacePeople), ""
		}
	}
	if why := throughput.Refusal(a.weeks); why != "" {
		return why, ""
	}
	switch r := a.record; r.Verdict {
	case backtest.Better:
		return "", ""
	case backtest.NotBetter:
		return fmt.Sprintf("of %s forecasts that could be replayed here, dates did no better than those of the %s", duty.Thousands(r.N), "plain bootstrap"), "leadline backtest"
	default:
		return fmt.Sprintf("how well such dates hold here is not known: %d forecasts can be replayed, and %d are needed, which takes a year of weeks with %d items in every %d",
			r.N, throughput.LeastOrigins, throughput.Least, throughput.Window), ""
	}
}

// people is how many finished something in the weeks that tell the pace.
func (a *answer) people() int {
	v := a.view
	seen := map[fact.PersonID]bool{}
	w := v.Timeline().Window(v.End().AddDate(0, 0, -7*throughput.Window), v.End())
	for p := w.First; p < w.End; p++ {
		if id := a.author(p); id != "" {
			seen[id] = true
		}
	}
	return len(seen)
}

// date is a day so many days after the last one known, or nothing beyond the horizon.
func (a *answer) date(days float64) (sheet.Date, bool) {
	if math.IsInf(days, 1) {
		return "", false
	}
	return sheet.DateOf(a.last().AddDate(0, 0, int(days))), true
}
