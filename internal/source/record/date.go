package record

import (
	"regexp"
	"strings"
	"time"

	"leadline/internal/fact"
)

var (
	isoDay  = regexp.MustCompile(`\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b`)
	written = regexp.MustCompile(`(?i)\b(?:(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]{3,9})\.?,?\s+(\d{4})|([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}))\b`)
)

// dayIn finds the first day that a text names: 2026-11-22, 2026/11/22, 22 November 2026
// or November 22, 2026. Days written in figures with the year last are not read: which
// figure is the month is not known.
func dayIn(s string) fact.Day {
	if m := isoDay.FindStringSubmatch(s); m != nil {
		if day, ok := calendar(m[1] + "-" + two(m[2]) + "-" + two(m[3])); ok {
			return day
		}
	}
	m := written.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	day, month, year := m[1], m[2], m[3]
	if day == "" {
		day, month, year = m[5], m[4], m[6]
	}
	if len(month) < 3 {
		return ""
	}
	month = strings.ToUpper(month[:1]) + strings.ToLower(month[1:3])
	t, err := time.Parse("2 Jan 2006", strings.TrimPrefix(day, "0")+" "+month+" "+year)
	if err != nil {
		return ""
	}
	return fact.Day(t.Format(time.DateOnly))
}

func two(digits string) string {
	if len(digits) == 1 {
		return "0" + digits
	}
	return digits
}
