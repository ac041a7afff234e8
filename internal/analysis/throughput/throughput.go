// Package throughput counts what was finished day by day, and replays forecasts of it
// over its own history: from every week's end, knowing nothing of what came later. It
// tells when so many items will be done, how many in so many days, and how often
// such dates held.
//
// Items are counted, whoever finished them; nothing here is of persons.
package throughput

import (
	"fmt"
	"sort"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/fact"
)

const day = 24 * 60 * 60

// Series are the items finished on each day, in UTC, from Start on.
type Series struct {
	Start time.Time
	Daily []int
}

// OfDates counts dates up to the end of a day; later ones are left out.
func OfDates(dates []time.Time, last time.Time) Series {
	end := last.Unix()/day + 1
	first := end
	for _, d := range dates {
		first = min(first, d.Unix()/day)
	}
	s := Series{Start: time.Unix(first*day, 0).UTC(), Daily: make([]int, end-first)}
	for _, d := range dates {
		if at := d.Unix()/day - first; at < int64(len(s.Daily)) {
			s.Daily[at]++
		}
	}
	return s
}

// OfLandings counts, up to the end of a day, the landings among the first so many whose
// author is a person: a commit or merge of the first-parent line stands for an item.
func OfLandings(t *activity.Timeline, landings int, author func(position int) fact.PersonID, last time.Time) Series {
	var dates []time.Time
	for p := range landings {
		if author(p) != "" {
			dates = append(dates, time.Unix(t.Times[p], 0))
		}
	}
	return OfDates(dates, last)
}

// Window is how many weeks tell the pace by which targets are set, and the least that
// a forecast is made from.
const Window = 13

// LeastOrigins are the fewest forecasts that tell how well they do: with Window, a year.
const LeastOrigins = 39

// Least is the fewest items in the last Window weeks: one a week.
const Least = 13

// Weeks are the items of the whole weeks before a day, the oldest first.
func (s *Series) Weeks(before int) []int {
	out := make([]int, before/7)
	for i, n := range s.Daily[before%7 : before] {
		out[i/7] += n
	}
	return out
}

// Refusal says why nothing can be foretold from weeks, and what would be enough; empty
// if it can.
func Refusal(weeks []int) string {
	switch n := recent(weeks); {
	case len(weeks) < Window:
		return fmt.Sprintf("the history has %d whole weeks, and %d are needed", len(weeks), Window)
	case n < Least:
		return fmt.Sprintf("%d items were finished in the last %d weeks, and %d are needed", n, Window, Least)
	}
	return ""
}

// recent adds up the items of the last Window weeks.
func recent(weeks []int) int {
	sum := 0
	for _, n := range weeks[max(0, len(weeks)-Window):] {
		sum += n
	}
	return sum
}

// Origin is a day from which a forecast could have been made, and what came.
type Origin struct {
	// At is how many days of the series were known.
	At int
	// Weeks are the items of the whole weeks before, the oldest first.
	Weeks []int
	// Items are the target: what the last Window weeks would take so many weeks for.
	Items int
	// Took is after how many days they were done; 0 if they were not by the end.
	Took int
	// Left are the days from the origin to the end of the series.
	Left int
}

// Origins are one a week, at the ends of whole weeks before the end of the series, with
// a target of so many weeks of work, the oldest first; those from which nothing can be
// foretold are left out.
func (s *Series) Origins(target int) []Origin {
	done := make([]int, len(s.Daily)+1)
	for i, n := range s.Daily {
		done[i+1] = done[i] + n
	}
	all := s.Weeks(len(s.Daily))
	offset := len(s.Daily) % 7
	var out []Origin
	for k := Window; k < len(all); k++ {
		o := Origin{At: offset + 7*k, Weeks: all[:k]}
		if Refusal(o.Weeks) != "" {
			continue
		}
		o.Left = len(s.Daily) - o.At
		o.Items = (2*target*recent(o.Weeks) + Window) / (2 * Window)
		if i := sort.SearchInts(done, done[o.At]+o.Items); i < len(done) {
			o.Took = i - o.At
		}
		out = append(out, o)
	}
	return out
}

// Done is how many items came in so many days after a day.
func (s *Series) Done(at, days int) int {
	sum := 0
	for _, n := range s.Daily[at : at+days] {
		sum += n
	}
	return sum
}
