package oversight

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// How many points and bands the age of the code is drawn with.
const (
	agePoints = 120
	ageBands  = 8
)

// ages draws how many lines there were at the end of each month, by the year in
// which they were written.
func (b *brief) ages() (sheet.Section, bool) {
	if b.view.Place.Path != "" || b.view.History.Cut() {
		// Lines from before the edge of what was read have the date of the edge.
		return sheet.Section{}, false
	}
	now := monthOf(b.view.AsOf)
	if n := len(b.view.Survival); n == 0 || b.view.Survival[n-1].Month > max(now, b.headMonth()) {
		return sheet.Section{}, false // a clock that runs years ahead: what came after it is not told apart
	}
	months := everyMonth(b.view.Survival, now)
	if len(months) < 3 {
		return sheet.Section{}, false
	}
	last := months[len(months)-1]
	years := map[int]bool{}
	for _, m := range months {
		for y := range m.Lines {
			years[y] = true
		}
	}
	bands := bandsOf(years)
	c := &sheet.Chart{XLabel: "month", Unit: "lines", Stacked: true, Form: sheet.FormArea}
	for _, x := range bands {
		c.Series = append(c.Series, sheet.Series{Label: x.label})
	}
	step := (len(months) + agePoints - 1) / agePoints
	for i := (len(months) - 1) % step; i < len(months); i += step {
		c.X = append(c.X, sheet.OnDay(monthEnd(months[i].Month, b.view)))
		for k, x := range bands {
			n := 0
			for y, lines := range months[i].Lines {
				if y >= x.from && y <= x.to {
					n += lines
				}
			}
			c.Series[k].Values = append(c.Series[k].Values, sheet.Int(n))
		}
	}
	lines, without := "lines", ""
	for _, g := range b.view.History.Gaps {
		if g.Kind == fact.GapBlob || g.Kind == fact.GapOrigin {
			lines, without = "lines that could be read", " Lines whose contents or origin are missing are not in it."
		}
	}
	title, ok := ageTitle(last, bands, lines)
	if !ok {
		return sheet.Section{}, false
	}
	every := "each month"
	if step > 1 {
		every = fmt.Sprintf("every %s month", ordinal(step))
	}
	return sheet.Section{
		ID: "oversight/ages", Title: title, Kind: sheet.KindChart, Chart: c,
		Note: "Lines at the end of " + every + ", by the year in which their author wrote them, in files that people write, told by name alone. " +
			"A line that is moved to another file or reformatted is a new one." + without,
	}, true
}

// monthOf numbers months as fact.Survival does.
func monthOf(t time.Time) int { return t.UTC().Year()*12 + int(t.UTC().Month()) - 1 }

// headMonth is the month of the head.
func (b *brief) headMonth() int {
	if c := b.view.History.Commit(b.view.History.Head); c != nil {
		return monthOf(time.Unix(c.Committed.Unix, 0))
	}
	return 0
}

// everyMonth fills the months in which nothing landed, up to a last one.
func everyMonth(known []fact.Survival, last int) []fact.Survival {
	var out []fact.Survival
	for _, s := range known {
		if s.Month > last {
			break
		}
		for n := len(out); n > 0 && out[n-1].Month+1 < s.Month; n++ {
			out = append(out, fact.Survival{Month: out[n-1].Month + 1, Lines: out[n-1].Lines})
		}
		out = append(out, s)
	}
	for n := len(out); n > 0 && out[n-1].Month < last; n++ {
		out = append(out, fact.Survival{Month: out[n-1].Month + 1, Lines: out[n-1].Lines})
	}
	return out
}

// monthEnd is the last day of a month, or the as-of day where that is in it.
func monthEnd(month int, v *duty.View) sheet.Date {
	first := v.AsOf.AddDate(0, 0, 1-v.AsOf.Day())
	ago := monthOf(v.AsOf) - month
	if ago == 0 {
		return sheet.DateOf(v.AsOf)
	}
	return sheet.DateOf(first.AddDate(0, 1-ago, -1))
}

// band is years that are drawn as one.
type band struct {
	from, to int
	label    string
}

// bandsOf divides years: the last ones each for itself, the older ones as one.
func bandsOf(years map[int]bool) []band {
	var all []int
	for y := range years {
		all = append(all, y)
	}
	slices.Sort(all)
	var out []band
	if n := len(all) - ageBands + 1; n > 1 {
		out = append(out, band{all[0], all[n-1], fmt.Sprintf("%d and before", all[n-1])})
		all = all[n:]
	}
	for _, y := range all {
		out = append(out, band{y, y, strconv.Itoa(y)})
	}
	return out
}

func ordinal(n int) string {
	switch n {
	case 2:
		return "second"
	case 3:
		return "third"
	}
	return strconv.Itoa(n) + "th"
}

// ageTitle says what share of the lines is from a year on, or later: the last one
// that is drawn from which on half of them are, or else the first.
func ageTitle(now fact.Survival, bands []band, what string) (string, bool) {
	all, seen := 0, 0
	for _, n := range now.Lines {
		all += n
	}
	if all == 0 || len(bands) < 2 {
		return "", false
	}
	for i := len(bands) - 1; ; i-- {
		for y, n := range now.Lines {
			if y >= bands[i].from && y <= bands[i].to {
				seen += n
			}
		}
		if 2*seen >= all || i == 1 {
			return fmt.Sprintf("%s %% of the %s are from %d or later", duty.Percent(float64(seen), float64(all)), what, bands[i].from), true
		}
	}
}
