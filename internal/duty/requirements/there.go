package requirements

import (
	"cmp"
	"fmt"
	"slices"

	"leadline/internal/analysis/governing"
	"leadline/internal/analysis/precedent"
	"leadline/internal/analysis/register"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// beside is how many decisions, and how many incidents, are shown.
const beside = 6

// there is a record that is about a component which a wish may touch.
type there struct {
	governing.Match
	component precedent.Touched
	// near is how likely the component is among those told, 0 the likeliest.
	near int
}

// kindThere is what is told of one kind of record.
type kindThere struct {
	id, title, column string
	what              string // is not known, where it is not
	one, many         string // the figure
	none              string // why it is not known where there is none anywhere
	next              string
	is                func(fact.RecordKind) bool
	of                func(*governing.Reader, *fact.History, governing.Place) []governing.Match
}

var kindsThere = []kindThere{
	{
		id: "requirements/decisions", title: "Decisions there", column: "decision", what: "decisions that govern what it may touch",
		one: "decision governs what it may touch", many: "decisions govern what it may touch",
		none: "no decisions are recorded", next: `leadline record new decision "What was decided"`,
		is: func(k fact.RecordKind) bool { return k == fact.Decision || k == fact.Standard },
		of: (*governing.Reader).Of,
	},
	{
		id: "requirements/incidents", title: "Incidents there", column: "incident", what: "incidents in what it may touch",
		one: "incident was in what it may touch", many: "incidents were in what it may touch",
		none: "no incidents are recorded", next: `leadline record new incident "What happened"`,
		is: func(k fact.RecordKind) bool { return k == fact.Incident },
		of: (*governing.Reader).Incidents,
	},
}

// recorded adds the decisions and the incidents in the components that a wish may touch;
// these are nil where they cannot be told.
func recorded(v *duty.View, s *sheet.Sheet, touched []precedent.Touched) {
	for i := range kindsThere {
		k := &kindsThere[i]
		all, lost := k.count(v.Decisions)
		f := sheet.Figure{ID: k.id, Label: k.what, N: all, Basis: sheet.Declared}
		switch {
		case all == 0 && lost > 0:
			f.Reason, f.Next = duty.Amount(lost, "file of them was not understood", "files of them were not understood"), "leadline record check"
		case all == 0:
			f.Reason, f.Next = k.none, k.next
		case touched == nil:
			f.Reason, f.Next = "what it may touch is not known", "leadline record list --kind "+k.column
		default:
			found := k.in(v, touched)
			f.State, f.Value = sheet.Known, sheet.Int(len(found))
			f.Label = fmt.Sprintf("%s, of %s recorded", duty.Plural(len(found), k.one, k.many), duty.Thousands(all))
			if lost > 0 {
				f.Label += fmt.Sprintf(" (%s)", duty.Amount(lost, "further file was not understood", "further files were not understood"))
			}
			if len(found) > 0 {
				s.Sections = append(s.Sections, k.section(found))
			}
		}
		s.Figures = append(s.Figures, f)
	}
}

// count is how many records of the kind there are, and how many files were to be one and
// could not be read.
func (k *kindThere) count(r *fact.Records) (all, lost int) {
	if r == nil {
		return 0, 0
	}
	for i := range r.Records {
		if k.is(r.Records[i].Kind) {
			all++
		}
	}
	for _, p := range r.Problems {
		if p.Lost && k.is(p.Kind) {
			lost++
		}
	}
	return all, lost
}

// in finds the records that are about components: those that hold before those that do
// not (incidents never cease to), then the surest, then by how likely their component is,
// then the latest.
func (k *kindThere) in(v *duty.View, touched []precedent.Touched) []there {
	reader := governing.Over(v.Register(), v.Words...)
	best := map[*fact.Record]there{}
	for i, c := range touched {
		if c.Component == "" {
			continue // what is about everything is no news
		}
		for _, m := range k.of(reader, v.History, governing.Place{Path: c.Component, Folder: true}) {
			if old, ok := best[m.Record]; !ok || m.Sign < old.Sign {
				best[m.Record] = there{m, c, i}
			}
		}
	}
	out := make([]there, 0, len(best))
	for _, t := range best {
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b there) int {
		dayA, _ := a.Day()
		dayB, _ := b.Day()
		return cmp.Or(a.over()-b.over(), cmp.Compare(a.Sign, b.Sign), a.near-b.near, cmp.Compare(dayB, dayA), cmp.Compare(a.Record.Path, b.Record.Path), a.Record.Line-b.Record.Line)
	})
	return out
}

// over is 1 of a decision that holds no longer, else 0.
func (t *there) over() int {
	if t.Kind != fact.Incident && t.Gone() {
		return 1
	}
	return 0
}

// section lists records, each with its day, where it stands and why it is told.
func (k *kindThere) section(found []there) sheet.Section {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "title", Label: k.column, Kind: sheet.ColumnText},
		{ID: "date", Label: "date", Kind: sheet.ColumnDate},
		{ID: "status", Label: "status", Kind: sheet.ColumnText},
		{ID: "why", Label: "why", Kind: sheet.ColumnText},
		{ID: "place", Label: "place", Kind: sheet.ColumnPlace},
	}}
	guessed := false
	for i := range found[:min(beside, len(found))] {
		r := &found[i]
		row := []sheet.Value{
			sheet.String(called(r.Entry)), {}, sheet.String(r.standing()), sheet.String(r.why()), sheet.At(sheet.Place{Path: string(r.Match.Path), Line: r.Match.Line}),
		}
		if day, _ := r.Day(); day != "" {
			row[1] = sheet.OnDay(sheet.Date(day))
		}
		guessed = guessed || r.Sign == governing.Inferred
		t.Rows = append(t.Rows, row)
	}
	t.Others = len(found) - len(t.Rows)
	s := sheet.Section{
		ID: k.id, Title: k.title, Kind: sheet.KindTable, Table: t, Command: "leadline record show RECORD",
		Note: "Affects: the record says so. Names: its text or its links name the component, or something in it. Mentioned: a file there that is no document says its name.",
	}
	if guessed {
		s.Note += " Changed with it is a guess: a commit of at most 30 files changed the record and the component."
	}
	return s
}

// called is the title of a record, with its number where it has one.
func called(e *register.Entry) string {
	if e.Digits > 0 {
		return fmt.Sprintf("%0*d %s", e.Digits, e.Number, e.Title.Text)
	}
	return e.Title.Text
}

// why says how it is known that a record is about a component.
func (t *there) why() string {
	at := duty.FolderPlace(t.component.Component).Path
	switch t.Sign {
	case governing.Declared:
		return "affects " + at
	case governing.Inferred:
		return "changed with " + at + ", " + string(t.Commit)[:10]
	}
	if t.Sign == governing.Mentioned {
		return "mentioned in " + at
	}
	return "names " + at
}

// standing is where a record stands: of an incident in the team's own word.
func (t *there) standing() string {
	if t.Kind == fact.Incident {
		return shortened(cmp.Or(t.StatusText.Text, string(t.Status), "none given"))
	}
	return cmp.Or(string(t.Status), shortened(t.StatusText.Text), "none given")
}
