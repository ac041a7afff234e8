package collaboration

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"leadline/internal/analysis/register"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// What fields say of a request or proposal, by their names in lower case.
var (
	dueFields   = []string{"due", "deadline", "promised", "needed-by", "decide-by", "target-date"}
	doneFields  = []string{"answered", "delivered", "closed", "done"}
	otherFields = []string{"default", "by-default", "default-outcome", "otherwise", "if-no-answer", "if-nobody-answers", "if-unanswered"}
	askedFields = []string{"to", "asked", "addressee", "team", "approvers", "consulted"}
	doneWords   = regexp.MustCompile(`(?i)^\W*(done|answered|delivered|closed|resolved|fulfilled|implemented|completed?|shipped)\b`)
	dayForm     = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)
)

// waiting is a request or proposal.
type waiting struct {
	*register.Entry
	// due is the day that was promised or asked for; empty where none is said.
	due fact.Day
	// done is the day on which it was answered, as it says; open means that it was not.
	done fact.Day
	open bool
	// asked is who has to answer, and otherwise what holds if nobody does by the day, as
	// the record writes them.
	asked, otherwise string
}

// waitings are the requests, and the decisions that are proposed, in the place; what waits
// first, by day, those without one last, by age.
func (a *answer) waitings() []waiting {
	if a.register == nil {
		return nil
	}
	var out []waiting
	for i := range a.register.Entries {
		e := &a.register.Entries[i]
		if !a.view.Within(e.Path) || e.Kind != fact.Request && (e.Kind != fact.Decision || !e.Open()) {
			continue
		}
		w := waiting{Entry: e, due: dayOf(e, dueFields), done: dayOf(e, doneFields), asked: fieldOf(e, askedFields), otherwise: fieldOf(e, otherFields)}
		w.open = !e.Gone() && w.done == "" && (e.Kind == fact.Decision || !doneWords.MatchString(e.StatusText.Text))
		if w.asked == "" && e.Kind == fact.Decision {
			w.asked = strings.Join(e.Owners, ", ")
		}
		out = append(out, w)
	}
	slices.SortStableFunc(out, func(x, y waiting) int {
		a, _ := x.Day()
		b, _ := y.Day()
		return cmp.Or(cmp.Compare(rankOf(x), rankOf(y)), cmp.Compare(cmp.Or(x.due, "9"), cmp.Or(y.due, "9")), cmp.Compare(cmp.Or(a, "9"), cmp.Or(b, "9")))
	})
	return out
}

// rankOf puts what is open first, requests before proposals, proposals before drafts.
func rankOf(w waiting) int {
	switch {
	case !w.open:
		return 3
	case w.Kind == fact.Request:
		return 0
	case w.Status == fact.Draft:
		return 2
	}
	return 1
}

func fieldOf(e *register.Entry, names []string) string {
	for _, f := range e.Fields {
		name := strings.NewReplacer(" ", "-", "_", "-").Replace(strings.ToLower(f.Name))
		if slices.Contains(names, name) {
			return f.Value.Text
		}
	}
	return ""
}

// dayOf is the day that a field says; empty where it says none.
func dayOf(e *register.Entry, names []string) fact.Day {
	day := dayForm.FindString(fieldOf(e, names))
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return ""
	}
	return fact.Day(day)
}

// overdue tells of what is open after its day.
func (a *answer) overdue() []sheet.Finding {
	today := fact.Day(a.view.AsOf.UTC().Format(time.DateOnly))
	var out []sheet.Finding
	for _, w := range a.waitings() {
		if !w.open || w.due == "" || w.due >= today {
			continue
		}
		at := sheet.Place{Path: string(w.Path)}
		if w.Line > 1 {
			at.Line = w.Line
		}
		kind, next, due := "a request", "answer it, or agree on another day: ", "was to be answered"
		if w.Kind == fact.Decision {
			kind = "a proposal"
		}
		if w.otherwise != "" {
			next, due = "write down that its default holds, or agree on another day: ", due+", else: "+w.otherwise
		}
		out = append(out, sheet.Finding{
			Rule: overdue.ID, Level: a.view.Level(&overdue), Place: &at,
			Message:     fmt.Sprintf("%s, %s, is not answered %s after its day", cmp.Or(w.Title.Text, w.ID), kind, duty.Amount(days(w.due, today), "day", "days")),
			Why:         "somebody waits, or goes on without an answer",
			Next:        next + sheet.Command("leadline", "record", "show", string(w.Path)),
			Evidence:    []sheet.Evidence{{Place: &at, Date: sheet.Date(w.due), Text: due}},
			Fingerprint: sheet.Fingerprint(overdue.ID, string(w.Path), w.ID, string(w.due)),
		})
	}
	return out
}

// days is how many lie between two days.
func days(from, to fact.Day) int {
	x, errX := time.Parse(time.DateOnly, string(from))
	y, errY := time.Parse(time.DateOnly, string(to))
	if errX != nil || errY != nil {
		return 0
	}
	return int(y.Sub(x).Hours() / 24)
}

// kept counts the answered requests that had a day and say on which they were answered,
// and those of them that were in time.
func kept(all []waiting) (n, inTime int) {
	for _, w := range all {
		if w.Kind == fact.Request && w.due != "" && w.done != "" {
			n++
			if w.done <= w.due {
				inTime++
			}
		}
	}
	return n, inTime
}

// waitingSection lists what is open.
func (a *answer) waitingSection(all []waiting) (sheet.Section, bool) {
	today := fact.Day(a.view.AsOf.UTC().Format(time.DateOnly))
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "what", Label: "what", Kind: sheet.ColumnText},
		{ID: "kind", Label: "kind", Kind: sheet.ColumnText},
		{ID: "asked", Label: "who is asked", Kind: sheet.ColumnPerson},
		{ID: "due", Label: "by", Kind: sheet.ColumnDate},
		{ID: "age", Label: "age", Kind: sheet.ColumnNumber, Unit: "days"},
		{ID: "place", Label: "place", Kind: sheet.ColumnPlace},
	}}
	said := slices.ContainsFunc(all, func(w waiting) bool { return w.open && w.otherwise != "" })
	if said {
		t.Columns = slices.Insert(t.Columns, 4, sheet.Column{ID: "default", Label: "else", Kind: sheet.ColumnText})
	}
	for _, w := range all {
		if !w.open {
			continue
		}
		if len(t.Rows) == mostWaiting {
			t.Others++
			continue
		}
		at := sheet.Place{Path: string(w.Path)}
		if w.Line > 1 {
			at.Line = w.Line
		}
		kind := string(w.Kind)
		if w.Kind == fact.Decision {
			kind = cmp.Or(string(w.Status), kind)
		}
		row := []sheet.Value{sheet.String(cmp.Or(w.Title.Text, w.ID)), sheet.String(kind), {}, {}, {}, sheet.At(at)}
		if w.asked != "" {
			row[2] = sheet.OfPerson(w.asked)
		}
		if w.due != "" {
			row[3] = sheet.OnDay(sheet.Date(w.due))
		}
		if day, _ := w.Day(); day != "" && day <= today {
			row[4] = sheet.Int(days(day, today))
		}
		if said {
			row = slices.Insert(row, 4, sheet.String(w.otherwise))
		}
		t.Rows = append(t.Rows, row)
	}
	s := sheet.Section{
		ID: "collaboration/waiting", Title: "Waiting for an answer", Kind: sheet.KindTable, Table: t,
		Note: "Requests, then proposals, then drafts; by day, then age. The day is a field due, deadline, promised, needed-by, decide-by or target-date of the record.",
	}
	if said {
		s.Note += " Else: what holds if nobody answers by then, a field default or otherwise."
	}
	return s, len(t.Rows) > 0
}

const mostWaiting = 10
