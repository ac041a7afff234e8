package risk

import (
	"fmt"
	"strings"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var treatmentOverdue = duty.Rule{
	ID: "risk/treatment-overdue", Level: sheet.LevelWarning, Title: "A treatment was to be done by now",
	Doc: `A treatment that is planned or begun has a day that lies before the day of the
answer. Until it is done, the risk stands as it was, and plans that count on it are
wrong. All such treatments are one finding.`,
}

var reviewOverdue = duty.Rule{
	ID: "risk/review-overdue", Level: sheet.LevelWarning, Title: "A risk was to be reviewed by now",
	Doc: `The day by which an open risk was to be looked at again lies before the day of the
answer: its numbers may no longer be what anybody believes. All such risks are one
finding.`,
}

var noOwner = duty.Rule{
	ID: "risk/no-owner", Level: sheet.LevelWarning, Title: "Nobody sees to a risk, in a register that names owners",
	Doc: `An open risk has no owner while others of the register have one. In a register
that names no owner at all, as the formats of riskquant and pyfair, nothing is said.`,
}

var pays = duty.Rule{
	ID: "risk/treatment-pays", Level: sheet.LevelNote, Title: "A planned treatment saves more than it costs, even at its least effect",
	Doc: `What a treatment that is planned takes away of a year's expected loss, at the least
of its effect, is more than its cost of a year, in the same unit. Only the one that
saves most beyond its cost is told. The expected loss is not all: a treatment may be
worth its cost for the bad years alone, which the table of treatments shows.`,
}

var wastes = duty.Rule{
	ID: "risk/treatment-costs-more", Level: sheet.LevelNote, Title: "A treatment costs more than it saves, even at its best",
	Doc: `A treatment's cost of a year is more than the most that it takes away of the
expected loss, in the same unit. It may still be worth it for the bad years, by
law or for what the register does not count; then that is worth writing down. Only
the one with the highest excess is told.`,
}

// finder gives the finding of a rule, if there is one.
type finder struct {
	rule *duty.Rule
	find func(*duty.View, []*book) (sheet.Finding, bool)
}

// overdue are the rules that speak in the brief too.
var overdue = []finder{{&treatmentOverdue, overdueTreatments}, {&reviewOverdue, overdueReviews}}

func findings(v *duty.View, books []*book) []sheet.Finding {
	return found(v, books, append(overdue[:len(overdue):len(overdue)], finder{&noOwner, ownerless}, finder{&pays, paying}, finder{&wastes, wasteful}))
}

// found are at most one finding of each rule.
func found(v *duty.View, books []*book, rules []finder) []sheet.Finding {
	var out []sheet.Finding
	for _, r := range rules {
		if v.Off(r.rule) {
			continue
		}
		if f, ok := r.find(v, books); ok {
			f.Rule, f.Level = r.rule.ID, v.Level(r.rule)
			out = append(out, f)
		}
	}
	return out
}

// item is a part of a finding: a risk or a treatment, and where it stands.
type item struct {
	fact.Spot
	name, text string
}

const mostEvidence = 5

// gathered makes one finding of items.
func gathered(rule *duty.Rule, items []item, message, why, next string) (sheet.Finding, bool) {
	if len(items) == 0 {
		return sheet.Finding{}, false
	}
	f := sheet.Finding{Message: message, Why: why, Next: next, Place: place(items[0].Spot)}
	names := make([]string, 0, len(items))
	for i, x := range items {
		names = append(names, x.name)
		if i < mostEvidence {
			f.Evidence = append(f.Evidence, sheet.Evidence{Place: place(x.Spot), Text: x.text})
		}
	}
	if strings.HasSuffix(f.Message, ":") {
		f.Message += " " + strings.Join(names[:min(len(names), 3)], ", ")
		if more := len(names) - 3; more > 0 {
			f.Message += fmt.Sprintf(" and %d more", more)
		}
	}
	f.Fingerprint = sheet.Fingerprint(rule.ID, names...)
	return f, true
}

func place(s fact.Spot) *sheet.Place { return &sheet.Place{Path: s.File, Line: s.Line} }

func day(v *duty.View) string { return v.AsOf.Format("2006-01-02") }

func overdueTreatments(v *duty.View, _ []*book) (sheet.Finding, bool) {
	var items []item
	for e := range standing(v) {
		for i := range e.Treatments {
			t := &e.Treatments[i]
			if (t.Status == fact.Planned || t.Status == fact.Begun) && !t.Due.IsZero() && t.Due.Before(v.AsOf) && t.Due.Format("2006-01-02") != day(v) {
				items = append(items, item{t.Spot, e.ID + " " + t.Name, fmt.Sprintf("%s: %s, due %s", e.ID, t.Name, t.Due.Format("2006-01-02"))})
			}
		}
	}
	return gathered(&treatmentOverdue, items, fmt.Sprintf("%s %s due before %s:", duty.Amount(len(items), "treatment", "treatments"), duty.Plural(len(items), "was", "were"), day(v)),
		"until it is done the risk stands as it was, and what counts on it is wrong", "do it, or set another `due` with a reason; if it is done, set `status: done` and state the risk anew")
}

func overdueReviews(v *duty.View, _ []*book) (sheet.Finding, bool) {
	var items []item
	for e := range standing(v) {
		if !e.Review.IsZero() && e.Review.Before(v.AsOf) && e.Review.Format("2006-01-02") != day(v) {
			items = append(items, item{e.Spot, e.ID, fmt.Sprintf("%s, to be reviewed by %s", e.ID, e.Review.Format("2006-01-02"))})
		}
	}
	return gathered(&reviewOverdue, items, fmt.Sprintf("%s %s to be reviewed before %s:", duty.Amount(len(items), "risk", "risks"), duty.Plural(len(items), "was", "were"), day(v)),
		"the numbers may no longer be what anybody believes", "look at it with its owner, and set the next `review`")
}

func ownerless(v *duty.View, _ []*book) (sheet.Finding, bool) {
	var items []item
	owned := false
	for e := range standing(v) {
		if owned = owned || e.Owner != ""; e.Owner == "" {
			items = append(items, item{e.Spot, e.ID, strings.TrimSpace(e.ID + " " + e.Title)})
		}
	}
	if !owned {
		return sheet.Finding{}, false
	}
	return gathered(&noOwner, items, fmt.Sprintf("%s %s no owner:", duty.Amount(len(items), "risk", "risks"), duty.Plural(len(items), "has", "have")),
		"what nobody sees to is reviewed by nobody, and its treatments stay plans", "agree on who sees to it, and write them as `owner`")
}

// best is the worth with the highest excess over 0.
func best(books []*book, excess func(*worth) float64) (w worth, unit fact.Unit, ok bool) {
	most := 0.0
	for _, b := range books {
		for _, x := range b.worths() {
			if e := excess(&x); x.costs && e > most {
				w, unit, most, ok = x, b.unit, e, true
			}
		}
	}
	return w, unit, ok
}

func paying(_ *duty.View, books []*book) (sheet.Finding, bool) {
	w, unit, ok := best(books, func(w *worth) float64 {
		if w.treatment.Status != fact.Planned {
			return 0
		}
		return w.least - w.treatment.Cost
	})
	if !ok {
		return sheet.Finding{}, false
	}
	name := w.entry.ID + ": " + w.treatment.Name
	return gathered(&pays, []item{{w.treatment.Spot, name, fmt.Sprintf("%s saves %s to %s of %s a year", name, short(w.least, unit), short(w.most, unit), short(w.without, unit))}},
		fmt.Sprintf("%s pays: it saves at least %s a year, and costs %s", name, short(w.least, unit), short(w.treatment.Cost, unit)),
		"each year that it waits costs more than it does", "decide it: set `status: begun` and `due`, or `dropped` with a reason")
}

func wasteful(_ *duty.View, books []*book) (sheet.Finding, bool) {
	w, unit, ok := best(books, func(w *worth) float64 { return w.treatment.Cost - w.most })
	if !ok {
		return sheet.Finding{}, false
	}
	name := w.entry.ID + ": " + w.treatment.Name
	return gathered(&wastes, []item{{w.treatment.Spot, name, fmt.Sprintf("%s saves at most %s a year", name, short(w.most, unit))}},
		fmt.Sprintf("%s costs %s a year and saves at most %s", name, short(w.treatment.Cost, unit), short(w.most, unit)),
		"the same money may take away more of another risk", "look at what it does for the bad years in the table of treatments; keep it with a reason, or drop it")
}
