package explain

import (
	"leadline/internal/analysis/governing"
	"leadline/internal/sheet"
)

// decisionRows is how many decisions are told.
const decisionRows = 8

// decisions tells which decisions govern the place, and how that is known.
func (a *answer) decisions() (sheet.Section, bool) {
	r := a.view.Register()
	if r == nil || a.place.Path == "" {
		return sheet.Section{}, false
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "record", Label: "decision", Kind: sheet.ColumnText},
		{ID: "title", Label: "title", Kind: sheet.ColumnText},
		{ID: "status", Label: "status", Kind: sheet.ColumnText},
		{ID: "sign", Label: "known because", Kind: sheet.ColumnText},
		{ID: "place", Label: "place", Kind: sheet.ColumnPlace},
	}}
	inferred := false
	for _, d := range governing.Over(r).Of(a.view.History, governing.Place{Path: a.place.Path, Folder: a.place.Folder, Text: a.view.PlaceText}) {
		if len(t.Rows) == decisionRows {
			t.Others++
			continue
		}
		row := []sheet.Value{
			sheet.String(d.ID), sheet.String(d.Title.Text), sheet.String(string(d.Status)), sheet.String(d.Sign.String()),
			sheet.At(sheet.Place{Path: string(d.Path), Line: d.Line}),
		}
		if d.Sign == governing.Inferred {
			inferred = true
			row[3] = sheet.String("inferred, " + string(d.Commit)[:10])
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) == 0 {
		return sheet.Section{}, false
	}
	s := sheet.Section{
		ID: "explain/decisions", Title: "Decisions that govern it", Kind: sheet.KindTable, Table: t, Command: "leadline record show RECORD",
		Note: "Declared: the record says what it affects. Mentioned: the place names the record. Named: the text of the record names the place, or a folder around it.",
	}
	if inferred {
		s.Note += " Inferred is a guess: a commit of at most 30 files changed the record and the place."
	}
	return s, true
}
