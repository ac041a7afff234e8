// Package finished reads the items that a team finished from a CSV file, as trackers
// export it: either a row for each item, with the day on which it was finished, or a row
// for each week, with how many were.
package finished

import (
	"fmt"
	"math"
	"slices"
	"time"

	"leadline/internal/fact"
	"leadline/internal/source/input/table"
)

// The names that columns may have.
var (
	weekColumns  = []string{"week", "week start", "week of"}
	countColumns = []string{"items", "count", "throughput", "done", "finished", "completed"}
	dateColumns  = []string{"finished", "done", "completed", "closed", "resolved", "end", "date finished", "closed at", "completed at", "merged at"}
)

const (
	// mostItems are the most of one week, and mostDays the most of one file.
	mostItems = 1_000_000
	mostDays  = 40 * 366
)

// Read reads a file. The last day that is known is, of weeks, that of the last one; of
// items it is asOf. What is later than that is a mistake: it cannot be finished yet.
func Read(in fact.Input, asOf time.Time) (*fact.Finished, error) {
	r := table.OpenExport(in)
	var f *fact.Finished
	if week := r.Column(weekColumns...); week >= 0 {
		f = readWeeks(r, week, day(asOf))
	} else {
		f = readItems(r, day(asOf))
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	return f, nil
}

// readItems reads a row for each item; one that has no day is not finished.
func readItems(r *table.Reader, last time.Time) *fact.Finished {
	column := r.Require(dateColumns...)
	alone(r, column)
	var days []time.Time
	for r.Next() {
		if r.Text(column) == "" {
			continue
		}
		d, ok := date(r.Text(column))
		switch {
		case !ok:
			r.WrongCell(column, "write the day as 2026-11-22", "%q is no day", r.Text(column))
		case d.After(last):
			r.WrongCell(column, "give a later --as-of, or mend the day", "%s is after %s, the day for which the answer holds", d.Format(time.DateOnly), last.Format(time.DateOnly))
		case between(d, last) > mostDays:
			r.WrongCell(column, "mend the day", "%s is too long ago", d.Format(time.DateOnly))
		default:
			days = append(days, d)
		}
	}
	if r.Err() != nil {
		return nil
	}
	if len(days) == 0 {
		r.Wrong(0, 0, "give the days on which items were finished", "no item is finished")
		return nil
	}
	first := slices.MinFunc(days, time.Time.Compare)
	f := &fact.Finished{Start: first, Daily: make([]int, between(first, last)+1), Items: len(days)}
	for _, d := range days {
		f.Daily[between(first, d)]++
	}
	return f
}

// alone refuses a column that is read and of whose name there is another one; exports of
// Jira have such of others.
func alone(r *table.Reader, column int) {
	if column < 0 {
		return
	}
	if name := r.Columns()[column]; len(r.All(name)) > 1 {
		r.Wrong(1, 0, "give each column a name of its own", "two columns are called %q", name)
	}
}

func between(a, b time.Time) int { return int(b.Sub(a) / (24 * time.Hour)) }

// week is a row.
type week struct {
	start time.Time
	items int
	line  int
}

// readWeeks reads a row for each week. In it items are taken as evenly spread.
func readWeeks(r *table.Reader, column int, asOf time.Time) *fact.Finished {
	count := r.Require(countColumns...)
	alone(r, column)
	alone(r, count)
	var weeks []week
	for r.Next() {
		start, ok := weekStart(r.Text(column))
		if !ok {
			r.WrongCell(column, "write the first day of the week as 2026-11-16, or the week as 2026-W47", "%q is no week", r.Text(column))
			continue
		}
		switch last := start.AddDate(0, 0, 6); {
		case last.After(asOf):
			r.WrongCell(column, "leave the row out until the week is over, or give a later --as-of", "the week that begins on %s is not over on %s", start.Format(time.DateOnly), asOf.Format(time.DateOnly))
			continue
		case between(start, asOf) > mostDays:
			r.WrongCell(column, "mend the week", "%s is too long ago", start.Format(time.DateOnly))
			continue
		}
		n, ok := r.Number(count)
		switch {
		case !ok:
		case n < 0 || n > mostItems || n != math.Trunc(n):
			r.WrongCell(count, "write how many items were finished", "%s is no number of items", r.Text(count))
		default:
			weeks = append(weeks, week{start, int(n), r.Line()})
		}
	}
	slices.SortStableFunc(weeks, func(a, b week) int { return a.start.Compare(b.start) })
	if r.Err() == nil && len(weeks) == 0 {
		r.Wrong(0, 0, "give a row for each week", "there is no week")
	}
	for i := 1; i < len(weeks); i++ {
		if days := between(weeks[i-1].start, weeks[i].start); days != 7 {
			r.Wrong(weeks[i].line, 0, "give every week one row, with 0 where nothing was finished", "%s", apart(days))
		}
	}
	if r.Err() != nil {
		return nil
	}
	f := &fact.Finished{Start: weeks[0].start, Daily: make([]int, 7*len(weeks))}
	for i, w := range weeks {
		f.Items += w.items
		for d := range 7 {
			f.Daily[7*i+d] = w.items*(d+1)/7 - w.items*d/7
		}
	}
	return f
}

func apart(days int) string {
	if days == 0 {
		return "the week stands there twice"
	}
	return fmt.Sprintf("the week begins %d days after the one before it", days)
}

func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// layouts are those of days and moments; the last are those of Jira, in which the month has
// a name.
var layouts = []string{time.DateOnly, time.RFC3339, "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04", "02/Jan/06 3:04 PM", "02/Jan/06 15:04", "02/Jan/06", "02-Jan-06"}

// date reads a day, or the UTC day of a moment.
func date(text string) (time.Time, bool) {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			return day(t), true
		}
	}
	return time.Time{}, false
}

// weekStart reads the first day of a week, or its number by ISO 8601.
func weekStart(text string) (time.Time, bool) {
	if t, ok := date(text); ok {
		return t, true
	}
	var year, number int
	var rest string
	if n, _ := fmt.Sscanf(text, "%4d-W%2d%s", &year, &number, &rest); n != 2 || number < 1 || number > 53 {
		return time.Time{}, false
	}
	// The fourth of January is in the first week; weeks begin on Monday.
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC)
	t := fourth.AddDate(0, 0, 7*(number-1)-int(fourth.Weekday()+6)%7)
	_, back := t.ISOWeek()
	return t, back == number
}
