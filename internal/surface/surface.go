// Package surface holds what the readers of an answer share: how numbers,
// days and strings from a repository are written for people, so that every
// surface writes them alike. Each folder below it turns an answer into one
// form.
//
// Strings that come from a repository (names, subjects, paths, messages built
// from them) are a stranger's. Whatever shows them on a terminal or a page
// passes them through fault.Visible first.
package surface

import (
	"math"
	"strconv"
	"strings"

	"leadline/internal/fault"
	"leadline/internal/sheet"
)

// Number writes a number with a comma between thousands and two decimals, or
// as many more as keep it from reading like a whole number: 18,412, 10.25,
// 99.9996.
func Number(x float64) string {
	s := decimals(math.Abs(x))
	whole, fraction, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if x < 0 && whole != "0" {
		return "−" + whole
	}
	return whole
}

// decimals rounds a number that is not negative.
func decimals(x float64) string {
	if x >= 1e5 {
		return strconv.FormatFloat(math.Round(x), 'f', -1, 64)
	}
	for scale := 1e2; scale < 1e10; scale *= 10 {
		if r := math.Round(x*scale) / scale; r != math.Trunc(r) {
			return strconv.FormatFloat(r, 'f', -1, 64)
		}
	}
	return strconv.FormatFloat(math.Round(x), 'f', -1, 64)
}

// Day writes a day for people: 22 Nov 2026.
func Day(d sheet.Date) string {
	t, ok := d.Time()
	if !ok {
		return fault.Visible(string(d))
	}
	return t.Format("2 Jan 2006")
}

// Span writes a window of days: 15 to 22 Nov 2026.
func Span(w sheet.Window) string {
	from, ok := w.From.Time()
	to, ok2 := w.To.Time()
	switch {
	case !ok || !ok2:
		return Day(w.From) + " to " + Day(w.To)
	case from.Equal(to):
		return Day(w.To)
	case from.Year() != to.Year():
		return Day(w.From) + " to " + Day(w.To)
	case from.Month() != to.Month():
		return from.Format("2 Jan") + " to " + Day(w.To)
	}
	return from.Format("2") + " to " + Day(w.To)
}

// Commit shortens an object id for people.
func Commit(id string) string { return fault.Visible(id[:min(len(id), 10)]) }

// Place writes a place: path, path:41, or "top level".
func Place(p sheet.Place) string {
	s := fault.Visible(p.Path)
	if p.Path == "." {
		return "top level"
	}
	if p.Line > 0 {
		s += ":" + strconv.Itoa(p.Line)
	}
	return s
}

// Ref writes the name of a branch or tag as people do.
func Ref(name string) string {
	for _, prefix := range []string{"refs/heads/", "refs/remotes/", "refs/tags/"} {
		if s, ok := strings.CutPrefix(name, prefix); ok {
			return fault.Visible(s)
		}
	}
	return fault.Visible(name)
}

// Spark draws numbers as bars of eight heights from nothing to the largest (or
// from the smallest, where one is below nothing), and a dot for a number that is
// not known.
func Spark(values []float64) string {
	const bars = "▁▂▃▄▅▆▇█"
	low, high := 0.0, 0.0
	for _, x := range values {
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			low, high = min(low, x), max(high, x)
		}
	}
	scale := max(high, -low)
	var b strings.Builder
	for _, x := range values {
		switch {
		case math.IsNaN(x) || math.IsInf(x, 0):
			b.WriteRune('·')
		case x == low:
			b.WriteString(bars[:3])
		default:
			// Scaled first: the span of the largest numbers is not finite.
			step := int(math.Round(7 * (x/scale - low/scale) / (high/scale - low/scale)))
			b.WriteString(bars[3*step : 3*step+3])
		}
	}
	return b.String()
}

// Value writes a value; what is not there is a question mark, never a zero.
func Value(v sheet.Value) string {
	switch v.Kind() {
	case sheet.Number:
		return Number(v.Number())
	case sheet.Text, sheet.Person:
		return fault.Visible(v.Text())
	case sheet.People:
		return Names(v.Names())
	case sheet.Sparkline:
		return Spark(v.Series())
	case sheet.Day:
		return Day(sheet.Date(v.Text()))
	case sheet.Commit:
		return Commit(v.Text())
	case sheet.Location:
		return Place(v.Place())
	}
	return "?"
}

// mostNames is how many people are named in a row.
const mostNames = 4

// Names writes several people; JSON names them all.
func Names(names []string) string {
	if len(names) == 0 {
		return "–"
	}
	shown := make([]string, 0, mostNames)
	for _, n := range names[:min(mostNames, len(names))] {
		shown = append(shown, fault.Visible(n))
	}
	s := strings.Join(shown, ", ")
	if more := len(names) - len(shown); more > 0 {
		s += " and " + strconv.Itoa(more) + " more"
	}
	return s
}
