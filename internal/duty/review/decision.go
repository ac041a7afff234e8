package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"leadline/internal/analysis/governing"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var decided = duty.Rule{
	ID: "review/decision", Level: sheet.LevelNote,
	Title: "A change touches what a written decision governs",
	Doc: `A decision of the team, an ADR or another record of a decision or a standard, says that it
affects files that the change touches (affects, a pattern of paths). Those that were
superseded or rejected are not told, nor those that wait, nor those that affect more than
a tenth of all files: what governs everything is no news.

Those that a changed file names are no finding, since whoever changes it reads it: they
are listed beside, with the others (but documents, which may name any). leadline explain
has guesses as well.

A record with gate: true fails the review of whatever touches what it says that it affects,
unless the change touches the record as well: whoever departs from the decision writes
that down, and whoever does not has read it and accepts the finding. Records are those of
the default branch, whatever the change does to them.`,
}

// broad is the share of all files from which on a decision governs everything.
const broad = .1

// decision is one, and the changed files that it governs.
type decision struct {
	governing.Match
	files []fact.Path
}

// governed are the decisions that govern what the change touches, by their records, but
// for those whose records it touches as well: whoever changes them knows of them.
func (a *answer) governed() []*decision {
	r := a.view.Register()
	if r == nil {
		return nil
	}
	reader := governing.Over(r)
	var all []*decision
	at := map[*fact.Record]*decision{}
	touched := map[fact.Path]bool{}
	for i := range a.change.Files {
		f := &a.change.Files[i]
		touched[f.Path], touched[f.PathBefore()] = true, true
		for _, d := range reader.Binding(governing.Place{Path: f.Path, Text: f.After.Text}) {
			if d.Gone() || d.Open() || d.Sign == governing.Mentioned && hotspot.NatureOf(f.Path) == hotspot.Documentation {
				continue
			}
			if at[d.Record] == nil {
				at[d.Record] = &decision{Match: d}
				all = append(all, at[d.Record])
			}
			at[d.Record].files = append(at[d.Record].files, f.Path)
		}
	}
	all = slices.DeleteFunc(all, func(d *decision) bool {
		gates := d.Gate && d.Sign == governing.Declared
		return touched[d.Record.Path] || !gates && reader.Share(d.Record, a.change.Head.Paths) > broad
	})
	slices.SortStableFunc(all, func(x, y *decision) int { return strings.Compare(string(x.Record.Path), string(y.Record.Path)) })
	return all
}

// decisions tells of those that say what they affect: those that gate, a finding each,
// and one for all others.
func (a *answer) decisions() []sheet.Finding {
	var out []sheet.Finding
	var others []*decision
	for _, d := range a.governing {
		switch {
		case d.Sign != governing.Declared:
		case d.Gate:
			out = append(out, a.decision([]*decision{d}, true))
		default:
			others = append(others, d)
		}
	}
	if len(others) > 0 {
		out = append(out, a.decision(others, false))
	}
	return out
}

// mostDecisions is how many decisions are listed.
const mostDecisions = 10

// decisionSection lists the decisions that govern what the change touches.
func (a *answer) decisionSection() []sheet.Section {
	if len(a.governing) == 0 {
		return nil
	}
	all := slices.Clone(a.governing)
	slices.SortStableFunc(all, func(x, y *decision) int { return cmp.Or(cmp.Compare(x.Sign, y.Sign), len(y.files)-len(x.files)) })
	t := &sheet.Table{Others: max(0, len(all)-mostDecisions), Columns: []sheet.Column{
		{ID: "decision", Label: "decision", Kind: sheet.ColumnText},
		{ID: "title", Label: "title", Kind: sheet.ColumnText},
		{ID: "known", Label: "known from", Kind: sheet.ColumnText},
		{ID: "file", Label: "file", Kind: sheet.ColumnPlace},
		{ID: "others", Label: "others", Kind: sheet.ColumnNumber},
	}}
	for _, d := range all[:min(len(all), mostDecisions)] {
		from := "its affects"
		if d.Sign != governing.Declared {
			from = "the file"
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.String(d.ID), sheet.String(d.Title.Text), sheet.String(from), sheet.At(sheet.Place{Path: string(d.files[0])}), sheet.Int(len(d.files) - 1),
		})
	}
	return []sheet.Section{{
		ID: "review/decisions", Title: "Decisions that govern what the change touches", Kind: sheet.KindTable, Table: t,
		Note: "A decision governs what it says that it affects, and files that name it.",
	}}
}

func (a *answer) decision(these []*decision, gate bool) sheet.Finding {
	first := these[0]
	place := sheet.Place{Path: string(first.files[0])}
	f := sheet.Finding{
		Rule: decided.ID, Level: a.view.Level(&decided), Gate: gate, Place: &place,
		Message: fmt.Sprintf("decision %s governs it: %s", first.ID, first.Title.Text),
		Why:     "what was decided holds until it is decided otherwise, and not by accident",
		Next:    sheet.Command("leadline", "record", "show", first.ID),
	}
	if gate {
		f.Level = sheet.LevelError
		f.Message += ", and asks to be changed with it"
	}
	if n := len(first.files) - 1; n > 0 {
		f.Message += fmt.Sprintf(" (and %s)", duty.Amount(n, "other file", "other files"))
	}
	if n := len(these) - 1; n > 0 {
		f.Message += fmt.Sprintf("; %s what the change touches", duty.Amount(n, "other decision governs", "other decisions govern"))
	}
	var parts []string
	for i, d := range these {
		if i < mostNamed {
			f.Evidence = append(f.Evidence, sheet.Evidence{Place: &sheet.Place{Path: string(d.Path), Line: d.Line}, Text: d.Sign.String() + ": " + d.Title.Text})
		}
		parts = append(parts, string(d.Record.Path), d.ID)
	}
	f.Fingerprint = sheet.Fingerprint(decided.ID, parts...)
	return f
}
