package explain

import (
	"fmt"
	"slices"

	"leadline/internal/analysis/knowledge"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// How many rows tables show.
const (
	knowerRows = 8
	partners   = 6
	lastRows   = 3
	fileRows   = 8
	candidates = 3
)

func (a *answer) sections() []sheet.Section {
	var out []sheet.Section
	if a.place.Line > 0 {
		out = append(out, a.line())
	}
	out = append(out, a.knowers())
	if s, ok := a.decisions(); ok {
		out = append(out, s)
	}
	if s, ok := a.history(); ok {
		out = append(out, s)
	}
	if a.file() {
		if s, ok := a.partners(); ok {
			out = append(out, s)
		}
		if s, ok := a.next(); ok {
			out = append(out, s)
		}
	} else if s, ok := a.files(); ok {
		out = append(out, s)
	}
	return append(out, a.structure()...)
}

// line tells who wrote a line, and when.
func (a *answer) line() sheet.Section {
	at := sheet.Place{Path: string(a.place.Path), Line: a.place.Line}
	s := sheet.Section{ID: "explain/line", Title: "The line", Kind: sheet.KindTable}
	spec := fmt.Sprintf("%d,%d:%s", a.place.Line, a.place.Line, a.place.Path)
	s.Command = sheet.Command("git", "log", "-L", spec, string(a.view.History.Head))
	row := []sheet.Value{sheet.At(at), {}, {}, {}, {}}
	if c := a.origin(); c != nil {
		row[1], row[2] = sheet.OfCommit(string(c.ID)), sheet.OnDay(duty.Date(c.Authored))
		row[4] = sheet.String(c.Subject)
		if id := a.view.People().Credit(c); id != "" {
			row[3] = sheet.OfPerson(a.view.PersonName(id))
		}
	}
	s.Table = &sheet.Table{Columns: []sheet.Column{
		{ID: "line", Label: "line", Kind: sheet.ColumnPlace},
		{ID: "commit", Label: "written in", Kind: sheet.ColumnCommit},
		{ID: "date", Label: "on", Kind: sheet.ColumnDate},
		{ID: "person", Label: "by", Kind: sheet.ColumnPerson},
		{ID: sheet.SubjectColumn, Label: "change", Kind: sheet.ColumnText},
	}, Rows: [][]sheet.Value{row}}
	return s
}

// origin is the commit that wrote the line; nil where that is not known.
func (a *answer) origin() *fact.Commit {
	f := a.view.History.File(a.place.Path)
	if f == nil {
		return nil
	}
	left := a.place.Line
	for _, r := range f.Lines {
		if left -= int(r.Lines); left <= 0 {
			return a.view.History.Commit(r.Commit)
		}
	}
	return nil
}

// knowers tells who knows the place, those who know it well first, in the
// order of the alphabet.
func (a *answer) knowers() sheet.Section {
	all := a.view.Ties(a.place)
	s := sheet.Section{
		ID: "explain/knowers", Title: "Who knows it",
		Note: "From degree of authorship and lines at the head. Knew it: no work of theirs landed in the last 180 days, or none there for three years. Fading: not there for a year. Who only reviewed does not appear: git does not tell.",
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "person", Label: "person", Kind: sheet.ColumnPerson},
		{ID: "knows", Label: "knows it", Kind: sheet.ColumnText},
		{ID: "last", Label: "last there", Kind: sheet.ColumnDate},
	}}
	for _, d := range []struct {
		degree knowledge.Degree
		word   string
	}{{knowledge.Main, "well"}, {knowledge.Some, "some"}, {knowledge.Former, "knew it"}} {
		rows := a.rows(all, d.degree, d.word)
		room := knowerRows - len(t.Rows)
		t.Others += max(0, len(rows)-room)
		t.Rows = append(t.Rows, rows[:min(room, len(rows))]...)
	}
	if len(t.Rows) == 0 {
		s.Kind, s.Text = sheet.KindText, "Nobody has worked on it enough to know it, or its history is not known."
		return s
	}
	s.Kind, s.Table = sheet.KindTable, t
	return s
}

func (a *answer) rows(all []duty.Tie, degree knowledge.Degree, word string) [][]sheet.Value {
	var rows [][]sheet.Value
	for _, k := range all {
		if k.Degree == degree {
			said := word
			if k.Fading && degree.Current() {
				said += ", fading"
			}
			rows = append(rows, []sheet.Value{
				sheet.OfPerson(a.view.PersonName(k.Person)), sheet.String(said), sheet.OnDay(sheet.DateOf(k.Last)),
			})
		}
	}
	slices.SortStableFunc(rows, func(x, y []sheet.Value) int {
		switch {
		case x[0].Text() < y[0].Text():
			return -1
		case x[0].Text() > y[0].Text():
			return 1
		}
		return 0
	})
	return rows
}

// history tells how the place came to be: its beginning, its largest change,
// the last ones.
func (a *answer) history() (sheet.Section, bool) {
	if len(a.touched) == 0 {
		return sheet.Section{}, false
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "what", Label: "", Kind: sheet.ColumnText},
		{ID: "date", Label: "date", Kind: sheet.ColumnDate},
		{ID: "commit", Label: "commit", Kind: sheet.ColumnCommit},
		{ID: sheet.SubjectColumn, Label: "change", Kind: sheet.ColumnText},
	}}
	add := func(what string, c *fact.Commit) {
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.String(what), sheet.OnDay(duty.Date(c.Committed)), sheet.OfCommit(string(c.ID)), sheet.String(c.Subject),
		})
	}
	first, largest := a.touched[len(a.touched)-1], a.touched[0]
	for _, x := range a.touched {
		if x.lines > largest.lines {
			largest = x
		}
	}
	add("first", first.commit)
	if largest.lines > 0 {
		add("largest", largest.commit)
	}
	for _, x := range a.touched[:min(lastRows, len(a.touched))] {
		add("last", x.commit)
	}
	return sheet.Section{
		ID: "explain/history", Title: "Its history in short", Kind: sheet.KindTable, Table: t,
		Command: sheet.Command("git", "log", "--no-merges", "--oneline", "--follow", string(a.view.History.Head), "--", string(a.place.Path)),
	}, true
}

// partners tells what else changes when the file does.
func (a *answer) partners() (sheet.Section, bool) {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "file", Label: "file", Kind: sheet.ColumnPlace},
		{ID: "together", Label: "together", Kind: sheet.ColumnNumber},
		{ID: "of", Label: "of", Kind: sheet.ColumnNumber},
	}}
	for _, p := range a.view.Coupling().With(a.place.Path, partners) {
		if p.Together < 2 || !a.view.AtHead(p.Path) {
			continue
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.At(sheet.Place{Path: string(p.Path)}), sheet.Int(p.Together), sheet.Int(p.Changes),
		})
	}
	if len(t.Rows) == 0 {
		return sheet.Section{}, false
	}
	return sheet.Section{
		ID: "explain/partners", Title: "What changes with it" + a.track("co-change"), Kind: sheet.KindTable, Table: t,
		Note: "Landings on the default branch that changed both, of those that changed this file; those of over 30 files left out. How often it is right: `leadline backtest`.",
	}, true
}

// next tells who is likely to change the file next.
func (a *answer) next() (sheet.Section, bool) {
	if !a.view.Trusted("next-author") {
		return sheet.Section{}, false
	}
	people := a.view.Successors(a.place.Path, candidates)
	if len(people) == 0 {
		return sheet.Section{}, false
	}
	return sheet.Section{
		ID: "explain/next", Title: "Who may change it next" + a.track("next-author"), Kind: sheet.KindTable,
		Table: &sheet.Table{
			Columns: []sheet.Column{{ID: "people", Label: "one of", Kind: sheet.ColumnPeople}},
			Rows:    [][]sheet.Value{{sheet.OfPeople(a.view.Names(people))}},
		},
		Note: "From who changed it, its folder and the repository lately. How often it is right: `leadline backtest`.",
	}, true
}

// track says how often a predictor was right here, beside its baseline.
func (a *answer) track(id string) string {
	r := a.view.Records[id]
	m, ok := r.Metric("hit@3")
	if !ok {
		return ""
	}
	return fmt.Sprintf(" (one of three right in %.0f %% of cases here; %s: %.0f %%)", 100*m.Value, r.Baseline, 100*m.Baseline)
}

// files tells the hotspots of a folder.
func (a *answer) files() (sheet.Section, bool) {
	w, _ := a.view.Active()
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "file", Label: "file", Kind: sheet.ColumnPlace},
		{ID: "changes", Label: "changes", Kind: sheet.ColumnNumber},
		{ID: "lines", Label: "lines", Kind: sheet.ColumnNumber, Unit: "lines"},
		{ID: "rank", Label: "rank", Kind: sheet.ColumnNumber},
	}}
	for _, s := range a.view.Hotspots() {
		if !a.view.Within(s.Path) {
			continue
		}
		if len(t.Rows) == fileRows {
			t.Others++
			continue
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.At(sheet.Place{Path: string(s.Path)}), sheet.Int(s.Changes), sheet.Int(s.Lines), sheet.Int(s.Rank),
		})
	}
	if len(t.Rows) == 0 {
		return sheet.Section{}, false
	}
	return sheet.Section{
		ID: "explain/files", Title: "Hotspots in it", Kind: sheet.KindTable, Table: t, Window: duty.WindowOf(w),
	}, true
}
