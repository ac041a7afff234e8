package effect

// Placebo says how often a test claims a difference at dates at which nothing is said to
// have happened.
type Placebo struct{ Alarms, Dates int }

// Share is the part of the dates with an alarm; 0 of none.
func (p Placebo) Share() float64 {
	if p.Dates == 0 {
		return 0
	}
	return float64(p.Alarms) / float64(p.Dates)
}

// Drifts says that the test claims a difference on most other dates, so that a claim of its
// own is worth nothing.
func (p Placebo) Drifts() bool { return p.Share() > 0.5 }

// Placebos asks a test the same question at up to 50 other dates of the series (Abadie,
// Diamond, Hainmueller 2010: a placebo study in time). So that a true change does not
// alarm them, each date is tested within its side of the declared one alone, with up to
// as many values before and after as the declared test has, and at least
// five. The dates are spread evenly over those that are possible; they overlap, so that
// their share is a rough one.
func Placebos(xs []float64, at int, claims func(before, after []float64) bool) Placebo {
	const most, least = 50, 5
	var dates [][3]int // start, date, end of the values tested
	for _, side := range [][2]int{{0, at}, {at, len(xs)}} {
		for d := side[0] + least; d+least <= side[1]; d++ {
			dates = append(dates, [3]int{max(side[0], d-at), d, min(side[1], d+len(xs)-at)})
		}
	}
	var p Placebo
	p.Dates = min(most, len(dates))
	for i := range p.Dates {
		d := dates[i*len(dates)/p.Dates]
		if claims(xs[d[0]:d[1]], xs[d[1]:d[2]]) {
			p.Alarms++
		}
	}
	return p
}
