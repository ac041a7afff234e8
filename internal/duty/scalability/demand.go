package scalability

import (
	"math"
	"slices"
	"time"

	"leadline/internal/fact"
	"leadline/internal/stat/growth"
)

// forecast is a series of demand by steps of time, and what is expected of it.
type forecast struct {
	file, column string
	step         step
	// begins are when the steps begin, and values the highest demand in each, NaN where
	// there is none.
	begins []time.Time
	values []float64
	// raw is how many values there were, and cut how many steps at the ends were left out
	// because they are not over, or begin in the middle.
	raw, cut int
	choice   growth.Choice
	failed   error
}

// step is a length of time, and its season.
type step struct {
	one, many string
	begin     func(time.Time) time.Time
	next      func(time.Time) time.Time
	// typical is about how long it is, and season how many of it make one.
	typical time.Duration
	season  int
	// horizon is how many steps are looked ahead: about five years, or less where that is
	// far beyond what a step can tell.
	horizon int
}

const dayLong = 24 * time.Hour

var steps = []step{
	{"hour", "hours", func(t time.Time) time.Time { return t.Truncate(time.Hour) }, func(t time.Time) time.Time { return t.Add(time.Hour) }, time.Hour, 24, 24 * 14},
	{"day", "days", midnight, func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }, dayLong, 7, 730},
	{"week", "weeks", monday, func(t time.Time) time.Time { return t.AddDate(0, 0, 7) }, 7 * dayLong, 52, 260},
	{"month", "months", first, func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }, 30 * dayLong, 12, 60},
	{"quarter", "quarters", func(t time.Time) time.Time {
		return time.Date(t.Year(), (t.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	}, func(t time.Time) time.Time { return t.AddDate(0, 3, 0) }, 91 * dayLong, 4, 20},
	{"year", "years", func(t time.Time) time.Time { return time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC) }, func(t time.Time) time.Time { return t.AddDate(1, 0, 0) }, 365 * dayLong, 0, 5},
}

func midnight(t time.Time) time.Time { return t.Truncate(dayLong) }
func first(t time.Time) time.Time    { return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC) }

func monday(t time.Time) time.Time {
	return midnight(t).AddDate(0, 0, -(int(t.Weekday())+6)%7)
}

// Steps are so few that a model of them says something, and so many that it is soon fitted.
const (
	fewestSteps = 24
	mostSteps   = 800
)

// newForecast takes the highest demand of each step, the shortest step that is not
// shorter than the time between values, and of which there are not too many. Hours are
// taken only where there are too few days.
func newForecast(t *fact.LoadTest) *forecast {
	f := &forecast{file: t.File, column: t.Column, raw: len(t.Demand)}
	apart := typically(t.Demand)
	span := t.Demand[len(t.Demand)-1].At.Sub(t.Demand[0].At)
	for i, s := range steps {
		many := span / s.typical
		if s.typical*6/5 < apart && i < len(steps)-1 || many > mostSteps || i == 0 && span > fewestSteps*dayLong {
			continue
		}
		f.step = s
		break
	}
	if f.step.begin == nil {
		f.step = steps[len(steps)-1]
	}
	f.fill(t.Demand, apart)
	f.choice, f.failed = growth.Choose(f.values, f.step.season, bandLevel)
	return f
}

// typically is the median time between values that follow each other.
func typically(demand []fact.Demand) time.Duration {
	var apart []time.Duration
	for i := 1; i < len(demand); i++ {
		if d := demand[i].At.Sub(demand[i-1].At); d > 0 {
			apart = append(apart, d)
		}
	}
	if len(apart) == 0 {
		return 0
	}
	slices.Sort(apart)
	return apart[len(apart)/2]
}

// fill puts the values into steps. The last one is left out if values are missing at its
// end, and the first one if they are missing at its beginning: its highest would be too low.
func (f *forecast) fill(demand []fact.Demand, apart time.Duration) {
	at := f.step.begin(demand[0].At)
	last := demand[len(demand)-1].At
	i := 0
	for !at.After(last) && len(f.values) <= 100*mostSteps {
		next, highest := f.step.next(at), math.NaN()
		for ; i < len(demand) && demand[i].At.Before(next); i++ {
			if !(demand[i].Value <= highest) {
				highest = demand[i].Value
			}
		}
		f.begins, f.values = append(f.begins, at), append(f.values, highest)
		at = next
	}
	if apart >= f.step.typical*9/10 || len(f.values) < 3 {
		return // a value a step
	}
	if n := len(f.values) - 1; last.Add(apart * 3 / 2).Before(f.step.next(f.begins[n])) {
		f.begins, f.values, f.cut = f.begins[:n], f.values[:n], f.cut+1
	}
	if demand[0].At.Add(-apart * 3 / 2).After(f.begins[0]) {
		f.begins, f.values, f.cut = f.begins[1:], f.values[1:], f.cut+1
	}
}

// now is the highest demand of the last season, which is what must be borne; of the last
// step where there are no seasons.
func (f *forecast) now() float64 {
	highest := math.NaN()
	for i := len(f.values) - 1; i >= 0 && (i >= len(f.values)-max(1, f.step.season) || math.IsNaN(highest)); i-- {
		if !(f.values[i] <= highest) {
			highest = f.values[i]
		}
	}
	return highest
}

// missing is how many steps have no value.
func (f *forecast) missing() (n int) {
	for _, v := range f.values {
		if math.IsNaN(v) {
			n++
		}
	}
	return n
}

// day is when the step begins that is so many ahead.
func (f *forecast) day(ahead int) time.Time {
	at := f.begins[len(f.begins)-1]
	for range ahead {
		at = f.step.next(at)
	}
	return at
}

// reaches is when demand reaches a capacity, of which the interval is low to high: the
// earliest, by the upper edge of the forecast and the lower of the capacity, as expected,
// and the latest. Each is 0 if that is not within the horizon.
func (f *forecast) reaches(at, low, high float64) growth.Crossing {
	return growth.Crossing{
		First:    f.choice.Crossing(low, f.step.horizon).First,
		Expected: f.choice.Crossing(at, f.step.horizon).Expected,
		Last:     f.choice.Crossing(high, f.step.horizon).Last,
	}
}

// above is the last step with a demand that reaches a height.
func (f *forecast) above(height float64) time.Time {
	at := len(f.values) - 1
	for at > 0 && !(f.values[at] >= height) {
		at--
	}
	return f.begins[at]
}

// when writes a step of time as people do.
func when(t time.Time, s step) string {
	switch s.one {
	case "hour":
		return t.Format("2 Jan 2006 15:00")
	case "day", "week":
		return t.Format("2 Jan 2006")
	case "year":
		return t.Format("2006")
	}
	return t.Format("Jan 2006")
}
