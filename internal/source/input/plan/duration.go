package plan

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"leadline/internal/fact"
)

// standard is the calendar of whoever names none: five days of eight hours.
func standard() fact.Calendar {
	c := fact.Calendar{Name: "standard"}
	for day := time.Monday; day <= time.Friday; day++ {
		c.Week[day] = []fact.Hours{{From: 9 * 60, To: 17 * 60}}
	}
	return c
}

// convert settles how long a day and a week are: the mean working time of the days of
// the first calendar on which people work, and how many they are.
func (b *builder) convert() {
	if b.plan.DayMinutes > 0 {
		return
	}
	if len(b.plan.Calendars) == 0 {
		b.plan.Calendars = []fact.Calendar{standard()}
	}
	minutes := 0
	for _, hours := range b.plan.Calendars[0].Week {
		for _, h := range hours {
			minutes += h.To - h.From
		}
		if len(hours) > 0 {
			b.plan.WeekDays++
		}
	}
	b.plan.DayMinutes = minutes / max(b.plan.WeekDays, 1)
}

var durationForm = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*([A-Za-z]*)$`)

const durationHint = "write a duration as 30m, 4h, 2d or 1w, or a range of three as 1d/2d/5d"

// duration is what a person wrote in minutes; several as in 1w 2d add up. A number
// without a unit is days.
func (b *builder) duration(text string, line int) (minutes float64, ok bool) {
	b.convert()
	words := strings.Fields(text)
	if len(words) == 2 && !strings.ContainsAny(words[0], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		words = []string{words[0] + words[1]} // 2 days
	}
	if len(words) == 0 {
		return 0, false
	}
	for _, w := range words {
		m := durationForm.FindStringSubmatch(w)
		if m == nil {
			return 0, false
		}
		n, err := strconv.ParseFloat(m[1], 64)
		size := b.unit(m[2])
		if err != nil || size == 0 || m[2] == "" && len(words) > 1 {
			return 0, false
		}
		b.noteUnit(m[2] == "", line)
		minutes += n * size
	}
	return minutes, minutes <= maxMinutes
}

// maxMinutes is the longest that one item may take: 200 years of eight-hour days.
const maxMinutes = 200 * 365 * 480

func (b *builder) noteUnit(bare bool, line int) {
	switch {
	case bare:
		b.plan.BareDays = true
		if b.bare < 0 {
			b.bare = line
		}
	case b.united < 0:
		b.united = line
	}
}

// unit is the minutes of a unit; 0 if there is no such unit.
func (b *builder) unit(name string) float64 {
	day := float64(b.plan.DayMinutes)
	switch strings.ToLower(name) {
	case "m", "min", "mins", "minute", "minutes":
		return 1
	case "h", "hr", "hrs", "hour", "hours":
		return 60
	case "", "d", "day", "days":
		return day
	case "w", "wk", "week", "weeks":
		return day * float64(b.plan.WeekDays)
	}
	return 0
}

// estimate is one duration, or three with a slash between.
func (b *builder) estimate(it *fact.Item, text string) (wrong string) {
	parts := strings.Split(text, "/")
	var values []float64
	for _, p := range parts {
		minutes, ok := b.duration(p, it.Line)
		if !ok {
			return strconv.Quote(strings.TrimSpace(p)) + " is no duration"
		}
		values = append(values, minutes)
	}
	switch len(values) {
	case 1:
		return setEstimate(it, values[0], values[0], values[0])
	case 3:
		return setEstimate(it, values[0], values[1], values[2])
	}
	return strconv.Quote(text) + " is neither one duration nor three"
}

// setEstimate says what is wrong with a range; nothing if it is one.
func setEstimate(it *fact.Item, low, likely, high float64) (wrong string) {
	for _, x := range []float64{low, likely, high} {
		switch {
		case math.IsNaN(x) || math.IsInf(x, 0):
			return "a duration is no number that can be used"
		case x < 0:
			return "a duration is negative"
		case x > maxMinutes:
			return "a duration is longer than 200 years"
		}
	}
	if low > likely || likely > high {
		return "the least is above the likeliest, or that above the most"
	}
	it.Estimated, it.Low, it.Likely, it.High = true, low, likely, high
	return ""
}

// afters are the items that a cell names, with lags behind a plus: A1, A2+2d.
func (b *builder) afters(it *fact.Item, names []string) (wrong string) {
	for _, name := range names {
		id, lag, found := strings.Cut(name, "+")
		a := fact.After{ID: strings.TrimSpace(id)}
		if found {
			minutes, ok := b.duration(strings.TrimSpace(lag), it.Line)
			if !ok {
				return strconv.Quote(lag) + " is no duration"
			}
			a.Lag = minutes
		}
		it.After = append(it.After, a)
	}
	return ""
}

// day reads a day.
func day(text string) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, strings.TrimSpace(text))
	return t, err == nil
}

// days reads a day, or two with dots between: 2026-12-24..2026-12-31.
func days(text string) (fact.DaySpan, bool) {
	first, last, found := strings.Cut(text, "..")
	if !found {
		last = first
	}
	from, ok := day(first)
	to, too := day(last)
	return fact.DaySpan{From: from, To: to}, ok && too && !to.Before(from)
}
