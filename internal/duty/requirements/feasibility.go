package requirements

import (
	"fmt"
	"math"
	"slices"
	"time"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/analysis/precedent"
	"leadline/internal/analysis/recovery"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// foretold is how many past changes the record of the prediction is made of, and fewest
// how many there must be for it to say anything.
const (
	foretold = 500
	fewest   = 50
)

// Feasibility is a sheet about what past changes like a wish touched. A wish that is the
// id of a requirement stands for what that says.
func Feasibility(v *duty.View, wish string) sheet.Sheet {
	s := sheet.Sheet{Duty: name, Question: "What did past changes like it touch, and who knows that?"}
	if r := recordOf(v, wish); r != nil {
		s.Summary = r.ID + ": " + shortened(statement(r))
		wish = recovery.Question(r)
	}
	past := changes(v)
	var m precedent.Model
	for _, p := range past {
		m.Add(p)
	}
	near := m.Near(wish)
	if len(near) == 0 {
		s.Unknown = []sheet.Unknown{{What: "what it will touch", Why: "no past change shares a word with it", Next: "describe it in the words of the code"}}
		return s
	}
	r := precedent.Backtest(past, foretold)
	s.Figures = []sheet.Figure{
		duty.Count("requirements/changes", len(past), "past change searched", "past changes searched", nil),
		record(&r),
	}
	var touched []precedent.Touched
	switch {
	case trusted(&r):
		var others int
		touched, others = remaining(v, m.Components(near))
		s.Sections = append(s.Sections, components(v, touched, others))
	case r.Changes >= fewest:
		s.Unknown = append(s.Unknown, sheet.Unknown{What: "which components it will touch", Why: "here that cannot be told better than by naming those that change most"})
	}
	recorded(v, &s, touched)
	s.Sections = append(s.Sections, similar(v, near))
	s.Unknown = append(s.Unknown, sheet.Unknown{What: "how long it will take", Why: "for how long changes were open is not the work in them, and similar changes foretell even that no better than all on most histories (docs/evidence/requirements.md)"})
	return s
}

// recordOf is the requirement that a wish names; nil if none.
func recordOf(v *duty.View, wish string) *fact.Record {
	if v.Decisions == nil {
		return nil
	}
	for i := range v.Decisions.Records {
		if r := &v.Decisions.Records[i]; r.Kind == fact.Requirement && r.ID == wish {
			return r
		}
	}
	return nil
}

// changes are the changes that landed up to the as-of day, the oldest first, without
// merges and what is routine.
func changes(v *duty.View) []precedent.Past {
	var out []precedent.Past
	t := v.Timeline()
	for c := range t.Ordered(t.Before(v.End())) {
		if c.Merge() || len(c.Changes) == 0 || precedent.Routine(c.Subject) {
			continue
		}
		paths := make([]fact.Path, len(c.Changes))
		for i := range c.Changes {
			paths[i] = c.Changes[i].Path
		}
		out = append(out, precedent.Past{Commit: c.ID, Subject: c.Subject, Components: precedent.ComponentsOf(paths)})
	}
	return out
}

// trusted tells whether past changes were foretold better than by the components that
// change most.
func trusted(r *precedent.Record) bool { return r.Changes >= fewest && r.Recall > r.Usual }

// record is how well the components of past changes were foretold, as a figure.
func record(r *precedent.Record) sheet.Figure {
	f := sheet.Figure{ID: "requirements/recall", Label: "of the components that a change touched were among the first five foretold", Unit: "%", N: r.Changes}
	if r.Changes < fewest {
		f.Label = "how well past changes were foretold"
		f.Reason, f.Next = fmt.Sprintf("%s are too few to tell", duty.Amount(r.Changes, "change", "changes")), "ask again when there is more history"
		return f
	}
	f.Label += fmt.Sprintf(", in the last %s (the five that change most: %.0f %%)", duty.Amount(r.Changes, "change", "changes"), 100*r.Usual)
	f.State, f.Value = sheet.Known, sheet.Float(math.Round(100*r.Recall))
	return f
}

// remaining are the components that are still there, the first ones, and how many more
// there are.
func remaining(v *duty.View, all []precedent.Touched) (first []precedent.Touched, others int) {
	all = slices.DeleteFunc(all, func(c precedent.Touched) bool { return !hasFiles(v, c.Component) })
	first = all[:min(2*precedent.First, len(all))]
	return first, len(all) - len(first)
}

// components lists what the neighbours touched, who knows it, and the hotspots in it.
func components(v *duty.View, first []precedent.Touched, others int) sheet.Section {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "component", Label: "component", Kind: sheet.ColumnPlace},
		{ID: "share", Label: "likely", Kind: sheet.ColumnShare, Unit: "%"},
		{ID: "changes", Label: "changes", Kind: sheet.ColumnNumber},
		{ID: "known", Label: "known by", Kind: sheet.ColumnPeople},
		{ID: "hotspots", Label: "hotspots", Kind: sheet.ColumnNumber},
	}}
	active := v.ActivePeople()
	t.Others = others
	for _, c := range first {
		var known []fact.PersonID
		for _, tie := range v.Ties(duty.Place{Path: c.Component, Folder: true}) {
			if active[tie.Person] && len(known) < 3 {
				known = append(known, tie.Person)
			}
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.At(duty.FolderPlace(c.Component)), sheet.Float(math.Round(100 * c.Share)), sheet.Int(c.Of), v.PeopleValue(known), sheet.Int(len(spots(v, c.Component))),
		})
	}
	return sheet.Section{
		ID: "requirements/components", Title: "What it may touch", Kind: sheet.KindTable, Table: t,
		Note: fmt.Sprintf("Of the %d past changes that are described most alike, each weighs by how much. A component is a folder of two levels at most. Known by: up to three who are active.", precedent.Nearest),
	}
}

func hasFiles(v *duty.View, component fact.Path) bool {
	for i := range v.History.Files {
		if precedent.ComponentOf(v.History.Files[i].Path) == component {
			return true
		}
	}
	return false
}

// hottest is how many of the first hotspots count.
const hottest = 40

// spots are the first hotspots that are in a component.
func spots(v *duty.View, component fact.Path) []hotspot.Spot {
	var out []hotspot.Spot
	for _, s := range v.Hotspots() {
		if s.Rank > 0 && s.Rank <= hottest && precedent.ComponentOf(s.Path) == component {
			out = append(out, s)
		}
	}
	return out
}

// told is how many changes are shown.
const told = 10

// similar lists the past changes that are described most alike.
func similar(v *duty.View, near []precedent.Neighbour) sheet.Section {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "commit", Label: "commit", Kind: sheet.ColumnCommit}, {ID: "date", Label: "date", Kind: sheet.ColumnDate}, {ID: sheet.SubjectColumn, Label: "change", Kind: sheet.ColumnText},
	}}
	when := map[fact.CommitID]int64{}
	for i := range v.History.Commits {
		when[v.History.Commits[i].ID] = v.History.Commits[i].Committed.Unix
	}
	for _, n := range near[:min(told, len(near))] {
		t.Rows = append(t.Rows, []sheet.Value{sheet.OfCommit(string(n.Commit)), sheet.OnDay(sheet.DateOf(time.Unix(when[n.Commit], 0))), sheet.String(n.Subject)})
	}
	t.Others = len(near) - len(t.Rows)
	return sheet.Section{ID: "requirements/similar", Title: "Past changes like it", Kind: sheet.KindTable, Table: t}
}
