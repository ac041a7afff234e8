package surface

import (
	"strings"

	"leadline/internal/sheet"
)

// Read says what was read for an answer.
func Read(a *sheet.Answer) []string {
	var read []string
	for _, f := range a.Read {
		if f.State == sheet.Known {
			read = append(read, Figure(f))
		}
	}
	if a.Complete {
		read = append(read, "read in full")
	}
	return read
}

// Changed is the figures of the first window of an answer: what changed.
func Changed(a *sheet.Answer) (g Group, ok bool) {
	for _, s := range a.Sheets {
		for _, f := range s.Figures {
			if f.State == sheet.Known && f.Window != nil {
				// Of the groups, the one of this window.
				for _, g := range Groups(s.Figures, a.AsOf) {
					if g.Heading == Span(*f.Window) {
						return g, true
					}
				}
			}
		}
	}
	return g, false
}

// dutyFigures is how many figures stand for a duty.
const dutyFigures = 4

// Duties makes a table of what the duties say of the repositories of a
// workspace: the first figures of each sheet, and how many findings it has. A
// line that stands above the table already is left out.
func Duties(w sheet.Workspace) *sheet.Table {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: sheet.RepositoryColumn, Label: "repository", Kind: sheet.ColumnText},
		{ID: "duty", Label: "duty", Kind: sheet.ColumnText},
		{ID: "findings", Label: "findings", Kind: sheet.ColumnNumber},
		{ID: "says", Label: "says", Kind: sheet.ColumnText},
	}}
	for i := range w.Answers {
		a := &w.Answers[i]
		changed, _ := Changed(a)
		for _, s := range a.Sheets {
			var says []string
			for _, f := range s.Figures {
				said := f.Window != nil && Span(*f.Window) == changed.Heading
				if f.State == sheet.Known && !said && len(says) < dutyFigures {
					says = append(says, Figure(f))
				}
			}
			t.Rows = append(t.Rows, []sheet.Value{
				sheet.String(a.Repository.Name), sheet.String(s.Duty), sheet.Int(len(s.Findings)), sheet.String(strings.Join(says, " · ")),
			})
		}
	}
	return t
}
