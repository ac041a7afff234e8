package planning

import (
	"fmt"
	"slices"
	"strings"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var mistake = duty.Rule{
	ID: name + "/mistake", Level: sheet.LevelWarning,
	Title: "The plan that was written down cannot be made",
	Doc: `The records of the plan hold a mistake: items that wait for one another in a circle, for
one that is not there, an estimate whose least is above its most, a need that nobody can
meet. No schedule is made then: leadline planning ends with exit status 2 and tells all
mistakes. A file that is not understood at all is told by record/understood.`,
}

var overdue = duty.Rule{
	ID: name + "/overdue", Level: sheet.LevelWarning,
	Title: "Items were to be done by now",
	Doc: `Items have a day (due) that lies before the day of the answer, and are not done. Either they
are done and nobody has written it down, or they are late, and with them what waits for
them. All such items are one finding, the earliest day first.`,
}

var none = sheet.Unknown{
	What: "when the work will be done", Why: "no record of a plan was found",
	Next: "list items in lead/plans.yaml (docs/duties/planning.md), or name a file: leadline planning FILE",
}

// brief is for the page on which other duties stand too: what needs somebody now. It
// makes no schedule.
func brief(v *duty.View, summary bool) (sheet.Sheet, error) {
	s := sheet.Sheet{Duty: name, Question: question}
	if wrong := v.Inputs.WrongPlan; len(wrong) > 0 && !v.Off(&mistake) {
		f := duty.WrongRecords(wrong, "leadline planning")
		f.Rule, f.Level, f.Fingerprint = mistake.ID, v.Level(&mistake), sheet.Fingerprint(mistake.ID)
		s.Findings = []sheet.Finding{f}
	}
	if v.Inputs.Plan == nil {
		return s, nil
	}
	if f, ok := late(v); ok {
		s.Findings = append(s.Findings, f)
	}
	if summary {
		n := 0
		for i := range v.Inputs.Plan.Items {
			if !v.Inputs.Plan.Items[i].Done {
				n++
			}
		}
		s.Summary = duty.Amount(n, "item to do", "items to do")
	}
	return s, nil
}

// late are the items whose day has passed, as one finding.
func late(v *duty.View) (sheet.Finding, bool) {
	today := v.AsOf.Format("2006-01-02")
	var items []*fact.Item
	for i := range v.Inputs.Plan.Items {
		if it := &v.Inputs.Plan.Items[i]; !it.Done && !it.Due.IsZero() && it.Due.Format("2006-01-02") < today {
			items = append(items, it)
		}
	}
	if len(items) == 0 || v.Off(&overdue) {
		return sheet.Finding{}, false
	}
	slices.SortStableFunc(items, func(x, y *fact.Item) int { return x.Due.Compare(y.Due) })
	const most, named = 5, 3
	var ids []string
	f := sheet.Finding{
		Rule: overdue.ID, Level: v.Level(&overdue), Place: placeOf(v, items[0]),
		Why:  "what waits for it is late too, or the plan is not kept",
		Next: "if it is done, set `status: done`; else agree on another `due` with those who wait for it",
	}
	for k, it := range items {
		ids = append(ids, it.ID)
		if k < most {
			f.Evidence = append(f.Evidence, sheet.Evidence{Place: placeOf(v, it), Text: fmt.Sprintf("%s, due %s", strings.TrimSpace(it.ID+" "+it.Title), it.Due.Format("2006-01-02"))})
		}
	}
	f.Message = fmt.Sprintf("%s %s to be done before %s: %s", duty.Amount(len(items), "item", "items"), duty.Plural(len(items), "was", "were"), today, strings.Join(ids[:min(len(ids), named)], ", "))
	if more := len(ids) - named; more > 0 {
		f.Message += fmt.Sprintf(" and %d more", more)
	}
	f.Fingerprint = sheet.Fingerprint(overdue.ID, ids...)
	return f, true
}

// placeOf is where an item stands: in its record, or in the file that a person named,
// if all are in one.
func placeOf(v *duty.View, it *fact.Item) *sheet.Place {
	switch {
	case v.Inputs.Recorded:
		return &sheet.Place{Path: it.File, Line: it.Line}
	case len(v.Inputs.Names) != 1 || it.Line == 0:
		return nil
	}
	return &sheet.Place{Path: v.Inputs.Names[0], Line: it.Line}
}
