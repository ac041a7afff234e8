package guidance

import (
	"cmp"
	"slices"

	"leadline/internal/analysis/area"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// How many rows tables show, and how many names a cell.
const (
	areaRows    = 12
	pairingRows = 8
	names       = 4
)

func (a *answer) sections() []sheet.Section {
	var out []sheet.Section
	if p := a.view.Place; p.Path != "" && !p.Folder {
		out = append(out, a.file())
	} else if s, ok := a.areas(); ok {
		out = append(out, s)
	}
	if s, ok := a.pairings(); ok {
		out = append(out, s)
	}
	if p := a.view.Place; p.Folder {
		if s, ok := a.path(); ok {
			out = append(out, s)
		}
	}
	return out
}

// knowers are the columns of who knows something.
func knowers(what sheet.Column) []sheet.Column {
	return []sheet.Column{
		what,
		{ID: "main", Label: "knows it well", Kind: sheet.ColumnPeople},
		{ID: "some", Label: "knows some", Kind: sheet.ColumnPeople},
		{ID: "former", Label: "knew it", Kind: sheet.ColumnPeople},
	}
}

func (a *answer) people(ids []fact.PersonID) sheet.Value { return a.view.PeopleValue(ids) }

const knows = "From degree of authorship and lines at the head; names in the order of the alphabet. Knew it: no work of theirs landed in the last 180 days, or none there for three years. " +
	"Who only reviewed does not appear: git does not tell."

// areas tells who knows the folders where work goes.
func (a *answer) areas() (sheet.Section, bool) {
	t := &sheet.Table{Columns: knowers(sheet.Column{ID: "area", Label: "area", Kind: sheet.ColumnPlace})}
	for _, dir := range a.folders() {
		if len(t.Rows) == areaRows {
			t.Others++
			continue
		}
		ties := a.view.AreaTies
		if a.view.Place.Folder {
			ties = func(dir fact.Path) []duty.Tie { return a.view.Ties(duty.Place{Path: dir, Folder: true}) }
		}
		main, some, former := byDegree(ties(dir))
		if len(main)+len(some)+len(former) == 0 {
			continue
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.At(duty.FolderPlace(dir)), a.people(main), a.people(some), a.people(former),
		})
	}
	if len(t.Rows) == 0 {
		return sheet.Section{}, false
	}
	return sheet.Section{
		ID: "guidance/areas", Title: "Who knows what", Kind: sheet.KindTable, Table: t, Note: knows,
		Command: "leadline guidance FOLDER",
	}, true
}

// folders are those to tell about: of the repository the areas where most
// work went, of a folder the ones directly below it and itself.
func (a *answer) folders() []fact.Path {
	var out []fact.Path
	if a.view.Place.Folder {
		return append(out, a.view.Subfolders(a.view.Place.Path)...)
	}
	w, _ := a.view.Active()
	areas := a.view.Areas()
	tallies := a.view.Timeline().By(w, func(p fact.Path) (string, bool) {
		return areas.Of(p), a.view.Written(p) && hotspot.NatureOf(p) == hotspot.Code
	})
	for k := range tallies {
		if k != area.Top {
			out = append(out, fact.Path(k))
		}
	}
	slices.SortFunc(out, func(x, y fact.Path) int {
		return cmp.Or(cmp.Compare(tallies[string(y)].Commits, tallies[string(x)].Commits), cmp.Compare(x, y))
	})
	return out
}

// file tells who knows one file.
func (a *answer) file() sheet.Section {
	main, some, former := byDegree(a.view.Ties(a.view.Place))
	s := sheet.Section{ID: "guidance/file", Title: "Who knows it", Note: knows}
	if len(main)+len(some)+len(former) == 0 {
		s.Kind, s.Text = sheet.KindText, "Nobody has worked on it enough to know it, or its history is not known."
		return s
	}
	s.Kind = sheet.KindTable
	s.Table = &sheet.Table{
		Columns: knowers(sheet.Column{ID: "file", Label: "file", Kind: sheet.ColumnPlace}),
		Rows: [][]sheet.Value{{
			sheet.At(sheet.Place{Path: string(a.view.Place.Path)}), a.people(main), a.people(some), a.people(former),
		}},
	}
	s.Command = sheet.Command("git", "blame", string(a.view.History.Head), "--", string(a.view.Place.Path))
	return s
}

// pairings tell, for hotspots that one active person knows, who could work on
// them together with that person.
func (a *answer) pairings() (sheet.Section, bool) {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "file", Label: "file", Kind: sheet.ColumnPlace},
		{ID: "knows", Label: "knows it", Kind: sheet.ColumnPerson},
		{ID: "learns", Label: "could learn it", Kind: sheet.ColumnPerson},
		{ID: "commit", Label: "worked nearby in", Kind: sheet.ColumnCommit},
		{ID: sheet.SubjectColumn, Label: "change", Kind: sheet.ColumnText},
	}}
	for i := range a.spots {
		p := &a.spots[i]
		if !p.thin(1) || len(a.active) < team {
			continue
		}
		learner, nearby := a.learner(p)
		if learner == "" {
			continue
		}
		if len(t.Rows) == pairingRows {
			t.Others++
			continue
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.At(sheet.Place{Path: string(p.Path)}),
			sheet.OfPerson(a.view.PersonName(p.strong[0])), sheet.OfPerson(a.view.PersonName(learner)),
			sheet.OfCommit(string(nearby.ID)), sheet.String(nearby.Subject),
		})
	}
	if len(t.Rows) == 0 {
		return sheet.Section{}, false
	}
	return sheet.Section{
		ID: "guidance/pairings", Title: "Pairings that would raise the cover", Kind: sheet.KindTable, Table: t,
		Note: "Hotspots that one active person knows, and the active person who worked nearest to each: on the file, else in its folder, in the active window. " +
			"Their next change there is a chance to work together, or to swap author and reviewer.",
	}, true
}

// learner is the person at work who does not know a place and worked nearest to
// it: on the file, else in its folder.
func (a *answer) learner(p *place) (fact.PersonID, *fact.Commit) {
	return a.view.Nearest(p.Path, func(id fact.PersonID) bool {
		return a.atWork[id] && !slices.Contains(p.main, id) && !slices.Contains(p.some, id)
	})
}
