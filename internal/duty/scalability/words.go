package scalability

import (
	"math"
	"strconv"
	"time"

	"leadline/internal/duty"
	"leadline/internal/sheet"
)

// num writes a number for a sentence, to about four digits: 1,884, 96.5, 0.0104.
func num(x float64) string {
	switch abs := math.Abs(x); {
	case math.IsInf(x, 0) || abs >= 1e15:
		return "any"
	case abs >= 1000:
		return duty.Thousands(int(math.Round(x)))
	case abs >= 100:
		return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64)
	}
	return strconv.FormatFloat(digits(x, 3), 'f', -1, 64)
}

// value is a number of a figure, to six digits.
func value(x float64) sheet.Value { return sheet.Float(digits(x, 6)) }

// cell is a number of a table, to four digits.
func cell(x float64) sheet.Value { return sheet.Float(digits(x, 4)) }

// percents are a share as the value of a figure in per cent.
func percents(share float64) sheet.Value { return value(100 * share) }

// between writes an interval.
func between(low, high float64) string {
	if math.IsInf(high, 1) {
		return num(low) + " or more"
	}
	return num(low) + " to " + num(high)
}

// duration reads a time above zero, in seconds.
func duration(text string) (float64, bool) {
	d, err := time.ParseDuration(text)
	return d.Seconds(), err == nil && d > 0
}

// timed writes seconds for a sentence: 200ms, 1.5s.
func timed(seconds float64) string {
	if seconds > 1e6 {
		return "for ever"
	}
	return time.Duration(digits(seconds, 3) * float64(time.Second)).String()
}

func known(id, label string, v sheet.Value, unit string) sheet.Figure {
	return sheet.Figure{ID: name + "/" + id, Label: label, State: sheet.Known, Value: v, Unit: unit}
}

func notKnown(id, label, reason, next string) sheet.Figure {
	return sheet.Figure{ID: name + "/" + id, Label: label, Reason: reason, Next: next}
}
