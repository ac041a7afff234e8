package architecture

import (
	"fmt"
	"math"

	"leadline/internal/duty"
	"leadline/internal/sheet"
)

// releases tell how the structure drifted.
func (a *answer) releases() (sheet.Section, bool) {
	if a.view.Place.Path != "" || len(a.view.Releases) == 0 {
		return sheet.Section{}, false
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "release", Label: "release", Kind: sheet.ColumnText},
		{ID: "date", Label: "date", Kind: sheet.ColumnDate},
		{ID: "packages", Label: "packages", Kind: sheet.ColumnNumber},
		{ID: "dependencies", Label: "dependencies", Kind: sheet.ColumnNumber},
		{ID: "cycles", Label: "cycles", Kind: sheet.ColumnNumber},
		{ID: "propagation", Label: "propagation cost", Kind: sheet.ColumnNumber, Unit: "%"},
	}}
	if a.declared() {
		t.Columns = append(t.Columns, sheet.Column{ID: "breaches", Label: "breaches", Kind: sheet.ColumnNumber})
	}
	missing := 0
	for i := range a.view.Releases {
		r := &a.view.Releases[i]
		t.Rows = append(t.Rows, a.shapeRow(r.Tag, sheet.OnDay(sheet.DateOf(r.When)), r))
		missing += r.Missing
	}
	now := duty.ReleaseShape{Shape: a.packages.Shape(), Breaches: len(a.breaches) + len(a.known)}
	t.Rows = append(t.Rows, a.shapeRow("the head", sheet.OnDay(duty.Head(a.view).Repository.HeadDate), &now))
	s := sheet.Section{
		ID: "architecture/releases", Title: "The structure at releases", Kind: sheet.KindTable, Table: t,
		Note:    "Of versions that differ in the last of three numbers alone the first, and the last of all. Of dependencies and cycles those of packages count, tests apart.",
		Command: sheet.Command("leadline", "architecture", "--releases", "20"),
	}
	if a.declared() {
		s.Note += " Breaches are of the architecture that is declared now."
	}
	if missing > 0 {
		s.Note += fmt.Sprintf(" %s of code could not be read.", duty.Amount(missing, "file", "files"))
	}
	return s, true
}

func (a *answer) shapeRow(name string, date sheet.Value, r *duty.ReleaseShape) []sheet.Value {
	row := []sheet.Value{
		sheet.String(name), date, sheet.Int(r.Packages), sheet.Int(r.Dependencies), sheet.Int(r.Cycles), percent(r.Propagation),
	}
	if a.declared() {
		row = append(row, sheet.Int(r.Breaches))
	}
	return row
}

// percent is a share with one digit.
func percent(share float64) sheet.Value { return sheet.Float(math.Round(1000*share) / 10) }
