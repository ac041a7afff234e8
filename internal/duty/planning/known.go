package planning

import (
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// narrow are the items of whose files one active person knows any, or none: work that
// nobody else can take over soon. It names nobody; guidance does, by file. A team of one
// is told nothing by it.
func (a *answer) narrow() (sheet.Section, bool) {
	v := a.view
	if len(v.Inputs.PlanFiles) == 0 || len(v.ActivePeople()) < 2 {
		return sheet.Section{}, false
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "item", Label: "item", Kind: sheet.ColumnText},
		{ID: "title", Label: "title", Kind: sheet.ColumnText},
		{ID: "files", Label: "files", Kind: sheet.ColumnNumber},
		{ID: "know", Label: "who know any", Kind: sheet.ColumnNumber},
		{ID: "place", Label: "place", Kind: sheet.ColumnPlace},
	}}
	const most = 15
	for _, it := range a.made.Items {
		files, people := a.knowing(it)
		if files == 0 || people > 1 {
			continue
		}
		if len(t.Rows) == most {
			t.Others++
			continue
		}
		t.Rows = append(t.Rows, []sheet.Value{sheet.String(it.ID), sheet.String(it.Title), sheet.Int(files), sheet.Int(people), sheet.At(*placeOf(v, it))})
	}
	if len(t.Rows) == 0 {
		return sheet.Section{}, false
	}
	return sheet.Section{
		ID: name + "/narrow", Title: "Items that at most one active person could do", Kind: sheet.KindTable, Table: t, Command: "leadline guidance",
		Note: "Of the files that an item names, those that people write; who know any: active people who know one of them, by its history.",
	}, true
}

// knowing counts the files of an item that people write, and the active people who know
// any of them.
func (a *answer) knowing(it *fact.Item) (files, people int) {
	know := map[fact.PersonID]bool{}
	for _, p := range a.view.Inputs.PlanFiles[it.ID] {
		f, ok := a.view.Knowledge().File(p)
		if !ok || !a.view.Written(p) {
			continue
		}
		files++
		for i := range f.Knowers {
			if k := &f.Knowers[i]; k.Degree.Current() {
				know[k.Person] = true
			}
		}
	}
	return files, len(know)
}
