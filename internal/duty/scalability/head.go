package scalability

import (
	"slices"
	"strings"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// ReadFigures count what files hold, for the head of the answer.
func ReadFigures(tests []fact.LoadTest) []sheet.Figure {
	points, values := 0, 0
	var tools, notes []string
	for i := range tests {
		t := &tests[i]
		points, values = points+len(t.Points), values+len(t.Demand)
		tools, notes = append(tools, t.Tool), append(notes, t.Notes...)
	}
	slices.Sort(tools)
	by := ", of " + strings.Join(slices.Compact(tools), ", ")
	var out []sheet.Figure
	if points > 0 {
		out = append(out, known("points", duty.Plural(points, "point", "points")+" of load"+by, sheet.Int(points), ""))
		by = ""
	}
	if values > 0 {
		out = append(out, known("values", duty.Plural(values, "value", "values")+" of demand"+by, sheet.Int(values), ""))
	}
	if len(notes) > 0 {
		notes = notes[:min(len(notes), 3)]
		out = append(out, known("notes", "used:", sheet.String(strings.Join(notes, "; ")), ""))
	}
	return out
}
