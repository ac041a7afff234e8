package record

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"leadline/internal/analysis/register"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// mostRows is how many records the sheet shows; the list shows all.
const mostRows = 20

// table lists records; most is 0 for all of them.
func (a *answer) table(all []*register.Entry, most int) sheet.Section {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "id", Label: "record", Kind: sheet.ColumnText},
		{ID: "title", Label: "title", Kind: sheet.ColumnText},
		{ID: "kind", Label: "kind", Kind: sheet.ColumnText},
		{ID: "status", Label: "status", Kind: sheet.ColumnText},
		{ID: "date", Label: "date", Kind: sheet.ColumnDate},
		{ID: "place", Label: "place", Kind: sheet.ColumnPlace},
	}}
	gitDays := false
	for _, e := range all {
		if most > 0 && len(t.Rows) == most {
			t.Others++
			continue
		}
		when, stated := e.Day()
		gitDays = gitDays || !stated && when != ""
		row := []sheet.Value{sheet.String(shortID(e)), sheet.String(e.Title.Text), sheet.String(string(e.Kind)), sheet.String(standing(e)), {}, sheet.At(placeOf(e))}
		if when != "" {
			row[4] = sheet.OnDay(sheet.Date(when))
		}
		t.Rows = append(t.Rows, row)
	}
	s := sheet.Section{ID: "record/list", Title: "Records", Kind: sheet.KindTable, Table: t, Command: "leadline record list"}
	if gitDays {
		s.Note = "A record that says no day has that of the commit which added it."
	}
	return s
}

// blank is a cell where nothing is to be said.
var blank = sheet.String("")

// placeOf is where a record is: its file, and its line where it is not the first.
func placeOf(e *register.Entry) sheet.Place {
	p := sheet.Place{Path: string(e.Path)}
	if e.Line > 1 {
		p.Line = e.Line
	}
	return p
}

// shortID leaves out what only repeats the name of the file.
func shortID(e *register.Entry) string {
	if e.Digits == 0 && strings.HasPrefix(base(e.Path), e.ID) {
		return e.ID[:min(len(e.ID), 24)]
	}
	return e.ID
}

// standing is where a record stands, and in whose words if they are others.
func standing(e *register.Entry) string {
	said := shortened(e.StatusText.Text)
	switch {
	case e.Status == fact.NoStatus && said == "":
		return ""
	case e.Status == fact.NoStatus:
		return "? " + said
	case said == "" || strings.EqualFold(strings.Trim(said, "[]() ."), string(e.Status)):
		return string(e.Status)
	}
	return string(e.Status) + " (" + said + ")"
}

// Filter narrows a list.
type Filter struct{ Kind, Status string }

// List is a sheet with all records that fit.
func List(v *duty.View, f Filter) sheet.Sheet {
	s := sheet.Sheet{Duty: name, Question: question}
	a := newAnswer(v)
	if a == nil {
		return s
	}
	var all []*register.Entry
	for _, e := range a.within() {
		if (f.Kind == "" || string(e.Kind) == f.Kind) && (f.Status == "" || string(e.Status) == f.Status) {
			all = append(all, e)
		}
	}
	if len(a.register.Entries) == 0 {
		s.Unknown = []sheet.Unknown{none}
		return s
	}
	s.Figures = []sheet.Figure{duty.Count("record/records", len(all), "record", "records", nil)}
	s.Sections = []sheet.Section{a.table(all, 0)}
	return s
}

// Check is a sheet with the findings alone.
func Check(v *duty.View) sheet.Sheet {
	s := sheet.Sheet{Duty: name, Question: question}
	a := newAnswer(v)
	if a == nil || len(a.register.Entries)+len(v.Decisions.Problems) == 0 {
		s.Unknown = []sheet.Unknown{none}
		return s
	}
	s.Summary = a.summary()
	s.Figures = []sheet.Figure{
		duty.Count("record/records", len(a.within()), "record checked", "records checked", nil),
	}
	s.Findings = a.findings()
	if v.Flags[Refs] == "" {
		return s
	}
	if why := v.Without[duty.NeedBranches]; why != "" {
		s.Unknown = append(s.Unknown, sheet.Unknown{What: "numbers that branches have taken", Why: why, Next: "leadline record check --refs"})
		return s
	}
	apart := 0
	for _, b := range v.Branches {
		if b.Base == "" {
			apart++
		}
	}
	s.Figures = append(s.Figures, duty.Count("record/branches", len(v.Branches)-apart, "unmerged branch looked at", "unmerged branches looked at", nil))
	if apart > 0 {
		s.Unknown = append(s.Unknown, sheet.Unknown{What: "numbers that " + duty.Amount(apart, "branch has", "branches have") + " taken", Why: "they share no history with the head"})
	}
	return s
}

// Show is a sheet about one record.
func Show(v *duty.View, e *register.Entry) sheet.Sheet {
	a := newAnswer(v)
	s := sheet.Sheet{Duty: name, Question: e.Title.Text, Summary: standing(e)}
	s.Sections = append(s.Sections, a.facts(e))
	if e.Text.Text != "" {
		s.Sections = append(s.Sections, sheet.Section{ID: "record/text", Title: "What it says", Kind: sheet.KindText, Text: e.Text.Text})
	}
	if t := a.relations(e); len(t.Rows) > 0 {
		s.Sections = append(s.Sections, sheet.Section{ID: "record/relations", Title: "What it is related to", Kind: sheet.KindTable, Table: t})
	}
	for _, f := range a.findings() {
		if f.Place != nil && f.Place.Path == string(e.Path) && (f.Place.Line >= e.Line || f.Place.Line == 0) {
			f.Gate = false
			s.Findings = append(s.Findings, f)
		}
	}
	return s
}

// facts are what is known of a record, by name, and in which line of its file it stands.
func (a *answer) facts(e *register.Entry) sheet.Section {
	t := &sheet.Table{Columns: []sheet.Column{{ID: "what", Label: "", Kind: sheet.ColumnText}, {ID: "value", Label: "", Kind: sheet.ColumnText}, {ID: "line", Label: "line", Kind: sheet.ColumnText}}}
	add := func(what string, v sheet.Value, line int) {
		row := []sheet.Value{sheet.String(what), v, blank}
		if line > 0 {
			row[2] = sheet.String(strconv.Itoa(line))
		}
		t.Rows = append(t.Rows, row)
	}
	add("file", sheet.At(placeOf(e)), 0)
	add("id", sheet.String(e.ID), 0)
	add("kind", sheet.String(string(e.Kind)+", "+e.Format), 0)
	add("status", sheet.String(cmp.Or(standing(e), "none given")), e.StatusText.Line)
	if when, stated := e.Day(); when != "" {
		from := "date"
		if !stated {
			from = "added"
		}
		add(from, sheet.OnDay(sheet.Date(when)), 0)
	}
	switch {
	case len(e.Owners) > 0:
		add("by", sheet.OfPeople(e.Owners), 0)
	case e.Writer.Name != "":
		add("written by", sheet.OfPerson(e.Writer.Name), 0)
	}
	if !e.Touched.IsZero() {
		add("last changed", sheet.OnDay(sheet.DateOf(e.Touched)), 0)
	}
	if e.ReviewBy != "" {
		add("review by", sheet.OnDay(sheet.Date(e.ReviewBy)), 0)
	}
	if e.Gate {
		add("gate", sheet.String("what breaks it must not pass"), 0)
	}
	if len(e.Needs) > 0 {
		add("needs", sheet.String(strings.Join(e.Needs, ", ")), 0)
	}
	for _, f := range e.Fields {
		add(f.Name, sheet.String(shortened(f.Value.Text)), f.Value.Line)
	}
	return sheet.Section{ID: "record/facts", Title: "The record", Kind: sheet.KindTable, Table: t}
}

// relations are the links of a record and those of others to it.
func (a *answer) relations(e *register.Entry) *sheet.Table {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "relation", Label: "relation", Kind: sheet.ColumnText},
		{ID: "record", Label: "to", Kind: sheet.ColumnText},
		{ID: "status", Label: "status", Kind: sheet.ColumnText},
		{ID: "place", Label: "declared at", Kind: sheet.ColumnPlace},
	}}
	for _, g := range a.register.Edges() {
		at := sheet.At(sheet.Place{Path: string(g.By), Line: g.At.Line})
		switch e.Record {
		case g.From.Record:
			t.Rows = append(t.Rows, []sheet.Value{sheet.String(string(g.Kind)), sheet.String(shortID(g.To) + " " + g.To.Title.Text), sheet.String(string(g.To.Status)), at})
		case g.To.Record:
			t.Rows = append(t.Rows, []sheet.Value{sheet.String(turned(g.Kind)), sheet.String(shortID(g.From) + " " + g.From.Title.Text), sheet.String(string(g.From.Status)), at})
		}
	}
	for _, l := range e.Links {
		if len(a.register.Resolve(e.Record, l.To.Text)) == 0 {
			t.Rows = append(t.Rows, []sheet.Value{sheet.String(string(l.Kind)), sheet.String(l.To.Text), {}, sheet.At(sheet.Place{Path: string(e.Path), Line: l.To.Line})})
		}
	}
	return t
}

// turned is a relation from its other end.
func turned(k fact.LinkKind) string {
	switch k {
	case fact.Supersedes:
		return string(fact.SupersededBy)
	case fact.Implements:
		return "implemented by"
	case fact.DependsOn:
		return "needed by"
	}
	return "named by"
}

// Graph is a sheet with the relations between records, drawn.
func Graph(v *duty.View) sheet.Sheet {
	s := sheet.Sheet{Duty: name, Question: question}
	a := newAnswer(v)
	if a == nil || len(a.register.Entries) == 0 {
		s.Unknown = []sheet.Unknown{none}
		return s
	}
	g := &sheet.Graph{Relation: "refers to"}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "from", Label: "record", Kind: sheet.ColumnText},
		{ID: "relation", Label: "relation", Kind: sheet.ColumnText},
		{ID: "to", Label: "to", Kind: sheet.ColumnText},
		{ID: "place", Label: "declared at", Kind: sheet.ColumnPlace},
	}}
	at := map[*fact.Record]string{}
	node := func(e *register.Entry) string {
		id, ok := at[e.Record]
		if !ok {
			id = fmt.Sprintf("%s:%d", e.Path, e.Line)
			at[e.Record] = id
			g.Nodes = append(g.Nodes, sheet.Node{ID: id, Label: captioned(e), Place: &sheet.Place{Path: string(e.Path)}})
		}
		return id
	}
	for _, e := range a.register.Edges() {
		if !v.Within(e.From.Path) && !v.Within(e.To.Path) {
			continue
		}
		g.Edges = append(g.Edges, sheet.Edge{From: node(e.From), To: node(e.To)})
		t.Rows = append(t.Rows, []sheet.Value{sheet.String(shortID(e.From)), sheet.String(string(e.Kind)), sheet.String(shortID(e.To)), sheet.At(sheet.Place{Path: string(e.By), Line: e.At.Line})})
	}
	s.Figures = []sheet.Figure{duty.Count("record/relations", len(g.Edges), "relation between records", "relations between records", nil)}
	if len(g.Edges) > 0 {
		s.Sections = []sheet.Section{
			{ID: "record/graph", Title: "Records and what they refer to", Kind: sheet.KindGraph, Graph: g},
			{ID: "record/edges", Title: "Relations", Kind: sheet.KindTable, Table: t},
		}
	}
	return s
}

// Imported is a sheet of every file in the folders of records: what was understood of it,
// and why not.
func Imported(v *duty.View) sheet.Sheet {
	s := sheet.Sheet{Duty: name, Question: "What was understood of each file?"}
	a := newAnswer(v)
	if a == nil {
		return s
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "file", Label: "file", Kind: sheet.ColumnPlace},
		{ID: "outcome", Label: "", Kind: sheet.ColumnText},
		{ID: "format", Label: "format", Kind: sheet.ColumnText},
		{ID: "id", Label: "record", Kind: sheet.ColumnText},
		{ID: "status", Label: "status", Kind: sheet.ColumnText},
		{ID: "style", Label: "written as", Kind: sheet.ColumnText},
		{ID: "why", Label: "why", Kind: sheet.ColumnText},
	}}
	records, lost, passed := 0, 0, 0
	for _, e := range a.within() {
		records++
		t.Rows = append(t.Rows, []sheet.Value{sheet.At(placeOf(e)), sheet.String("record"), sheet.String(e.Format), sheet.String(e.ID), sheet.String(standing(e)), sheet.String(string(e.StatusStyle)), blank})
	}
	for _, p := range v.Decisions.Problems {
		if v.Within(p.Path) {
			what := "remark"
			if p.Lost {
				what = "not understood"
				lost++
			}
			t.Rows = append(t.Rows, []sheet.Value{sheet.At(sheet.Place{Path: string(p.Path), Line: p.Line}), sheet.String(what), blank, blank, blank, blank, sheet.String(p.Message)})
		}
	}
	for _, p := range v.Decisions.PassedOver {
		if v.Within(p.Path) {
			passed++
			t.Rows = append(t.Rows, []sheet.Value{sheet.At(sheet.Place{Path: string(p.Path)}), sheet.String("no record"), blank, blank, blank, blank, sheet.String(p.Why)})
		}
	}
	s.Figures = []sheet.Figure{
		duty.Count("record/records", records, "record", "records", nil),
		duty.Count("record/lost", lost, "file not understood", "files not understood", nil),
		duty.Count("record/passed", passed, "file that is no record", "files that are no records", nil),
	}
	folders := &sheet.Table{Columns: []sheet.Column{
		{ID: "folder", Label: "folder", Kind: sheet.ColumnPlace}, {ID: "kind", Label: "kind", Kind: sheet.ColumnText}, {ID: "why", Label: "known by", Kind: sheet.ColumnText},
	}}
	for _, f := range v.Decisions.Folders {
		folders.Rows = append(folders.Rows, []sheet.Value{sheet.At(duty.FolderPlace(f.Path)), sheet.String(string(f.Kind)), sheet.String(f.Why)})
	}
	if len(folders.Rows) > 0 {
		s.Sections = append(s.Sections, sheet.Section{ID: "record/folders", Title: "Folders", Kind: sheet.KindTable, Table: folders})
	}
	if len(t.Rows) > 0 {
		s.Sections = append(s.Sections, sheet.Section{ID: "record/files", Title: "Files", Kind: sheet.KindTable, Table: t})
	}
	return s
}
