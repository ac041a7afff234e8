package guidance

import (
	"fmt"
	"slices"
	"strings"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/analysis/knowledge"
	"leadline/internal/analysis/people"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// awayRows is how many places are told.
const awayRows = 25

// away tells what nobody active but one person knows.
func (a *answer) away(s sheet.Sheet, query string) (sheet.Sheet, error) {
	who, err := a.find(query)
	if err != nil {
		return s, err
	}
	s.Figures = []sheet.Figure{{
		ID: "guidance/away", Label: "away", State: sheet.Known, Value: sheet.OfPerson(who.Name),
	}}
	files := a.known.Away(who.ID)
	rank := map[fact.Path]int{}
	for _, spot := range a.view.Hotspots() {
		rank[spot.Path] = spot.Rank
	}
	files = slices.DeleteFunc(files, func(f knowledge.File) bool {
		return !a.view.Within(f.Path) || hotspot.NatureOf(f.Path) != hotspot.Code
	})
	// Files that change first, by their rank as hotspots; the rest by path.
	slices.SortStableFunc(files, func(x, y knowledge.File) int {
		rx, ry := rank[x.Path], rank[y.Path]
		switch {
		case rx != 0 && ry != 0:
			return rx - ry
		case rx != 0:
			return -1
		case ry != 0:
			return 1
		}
		return strings.Compare(string(x.Path), string(y.Path))
	})
	s.Sections = []sheet.Section{a.uncovered(files)}
	return s, nil
}

// find gives the one person whom a query names.
func (a *answer) find(query string) (*people.Person, error) {
	found := a.view.People().Find(query)
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, &duty.Mistake{What: fmt.Sprintf("nobody in the history is called %q", query), Hint: "`leadline export people` lists who is"}
	}
	return nil, &duty.Mistake{
		What: fmt.Sprintf("%q may be any of %d people", query, len(found)),
		Hint: "give the full name or the address: `leadline export people` lists them",
	}
}

// uncovered lists files, and for each who else has some tie to it.
func (a *answer) uncovered(files []knowledge.File) sheet.Section {
	s := sheet.Section{ID: "guidance/uncovered", Title: "What nobody else active knows", Note: knows +
		" Files that changed in the active window come first, by their rank as hotspots."}
	if len(files) == 0 {
		s.Kind, s.Text = sheet.KindText, "Every file that this person knows is known by somebody else who is active."
		return s
	}
	s.Kind = sheet.KindTable
	s.Table = &sheet.Table{Columns: []sheet.Column{
		{ID: "file", Label: "file", Kind: sheet.ColumnPlace},
		{ID: "former", Label: "knew it", Kind: sheet.ColumnPeople},
		{ID: "nearest", Label: "worked nearest", Kind: sheet.ColumnPerson},
	}}
	for _, f := range files[:min(awayRows, len(files))] {
		p := place{}
		p.main, p.some, p.former = byDegree(a.view.Ties(duty.Place{Path: f.Path}))
		nearest := sheet.Value{}
		if id, _ := a.view.Nearest(f.Path, func(id fact.PersonID) bool {
			return a.active[id] && !slices.Contains(p.main, id) && !slices.Contains(p.some, id)
		}); id != "" {
			nearest = sheet.OfPerson(a.view.PersonName(id))
		}
		s.Table.Rows = append(s.Table.Rows, []sheet.Value{
			sheet.At(sheet.Place{Path: string(f.Path)}), a.people(p.former), nearest,
		})
	}
	s.Table.Others = len(files) - len(s.Table.Rows)
	return s
}
