package guidance

import (
	"fmt"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var orphan = duty.Rule{
	ID: "guidance/orphan", Level: sheet.LevelWarning,
	Title: "A hotspot is known by nobody who is active",
	Doc: `A file of code among the first hotspots (changed three times or more in the active
window, ranked by fixes and changes, as they fade, and complexity per line of code;
generated and vendored files, tests and documentation left out), made before the
window, in which real work goes on (three changes of ten lines or more, a hundred
lines in all), and which nobody active knows, not even by half: nobody who is
active wrote a twentieth of its lines, changed it four times ever or, within two
years, three times or twice by five lines or more. Active are those whose work
landed in the 180 days before the as-of day.

Whoever changes it next works without anybody to ask. People may know code that
they only reviewed: git does not tell, and the rule does not see it.`,
	Thresholds: []duty.Threshold{rank, size},
}

var island = duty.Rule{
	ID: "guidance/island", Level: sheet.LevelWarning,
	Title: "A hotspot is known by one active person",
	Doc: `A file of code among the first hotspots (changed three times or more in the active
window, ranked by fixes and changes, as they fade, and complexity per line of code;
generated and vendored files, tests and documentation left out), made before the
window, in which real work goes on (three changes of ten lines or more, a hundred
lines in all), and which a single person plainly knows who is at work (three
landings in the window, one of them in its last 60 days): who changed it within two
years with three landings and a twentieth of its lines, or wrote a tenth of them.
Nobody else who is active wrote a twentieth of its lines, changed it four times ever
or, within two years, three times or twice by five lines or more. In a team of at
least three active people.

Work on it waits when that person is away, and its review has nobody else who
knows better. People may know code that they only reviewed: git does not tell,
and the rule does not see it.`,
	Thresholds: []duty.Threshold{rank, size},
}

var rank = duty.Threshold{
	Name: "rank", Default: 20, Least: 1, Most: hotspots, Doc: "how many of the first hotspots are looked at",
}

var size = duty.Threshold{
	Name: "lines", Default: 250, Least: 1, Most: 1e6, Doc: "fewest lines of code, without comments: a smaller file is soon read",
}

// team is the fewest active people among whom knowledge can be spread.
const team = 3

// many is the number of hotspots from which on those that nobody, or one person
// alone, knows are one finding.
const many = 3

// findings tells the hotspots whose knowledge is thin, by rank: those that
// nobody knows before those that one person knows.
func (a *answer) findings() []sheet.Finding {
	var out []sheet.Finding
	if !a.view.Off(&orphan) {
		places := a.first(&orphan, 0)
		if len(places) >= many {
			out = append(out, a.orphans(places))
			places = nil
		}
		for _, p := range places {
			out = append(out, a.thin(&orphan, p))
		}
	}
	if a.view.Off(&island) || len(a.active) < team {
		return out
	}
	alone := map[fact.PersonID][]*place{}
	var order []fact.PersonID
	for _, p := range a.first(&island, 1) {
		id := p.strong[0]
		if alone[id] == nil {
			order = append(order, id)
		}
		alone[id] = append(alone[id], p)
	}
	for _, id := range order {
		if places := alone[id]; len(places) >= many {
			out = append(out, a.islands(id, places))
			continue
		}
		for _, p := range alone[id] {
			out = append(out, a.thin(&island, p))
		}
	}
	return out
}

// first are the places among the first hotspots that so many active people know,
// and that nobody else is learning.
func (a *answer) first(r *duty.Rule, people int) []*place {
	most, least := int(a.view.Threshold(r, "rank")), int(a.view.Threshold(r, "lines"))
	var out []*place
	for i := range a.spots {
		if p := &a.spots[i]; p.Rank > 0 && p.Rank <= most && p.Code >= least && p.Work >= hotspot.Least && p.Added+p.Deleted >= hotspot.Churn && p.thin(people) {
			out = append(out, p)
		}
	}
	return out
}

// orphans is one finding for all hotspots that nobody active knows.
func (a *answer) orphans(places []*place) sheet.Finding {
	f := sheet.Finding{
		Rule: orphan.ID, Level: a.view.Level(&orphan),
		Message: fmt.Sprintf("nobody active knows %d of the first %d hotspots", len(places), a.looked(&orphan)),
		Why:     "whoever changes them next has nobody to ask",
		Next:    sheet.Command("leadline", "explain", string(places[0].Path)),
	}
	parts := make([]string, 0, len(places))
	for _, p := range places {
		at := sheet.Place{Path: string(p.Path)}
		e := sheet.Evidence{Place: &at}
		if who := someOf(a.byName(p.former)); len(who) > 0 {
			e.Person, e.Text = a.view.PersonName(who[0]), "knew it"
		}
		f.Evidence = append(f.Evidence, e)
		parts = append(parts, string(p.Path))
	}
	f.Fingerprint = sheet.Fingerprint(orphan.ID, parts...)
	return f
}

// looked is how many hotspots a rule looks at.
func (a *answer) looked(r *duty.Rule) int { return min(int(a.view.Threshold(r, "rank")), a.ranked) }

// islands is one finding for all hotspots that the same person alone knows.
func (a *answer) islands(id fact.PersonID, places []*place) sheet.Finding {
	name := a.view.PersonName(id)
	f := sheet.Finding{
		Rule: island.ID, Level: a.view.Level(&island),
		Message: fmt.Sprintf("one and the same person alone, of those active, knows %d of the first %d hotspots",
			len(places), a.looked(&island)),
		Why:         "work on all of them waits when that person is away, and nobody else can review it as well",
		Next:        sheet.Command("leadline", "guidance", "--away", name),
		Evidence:    []sheet.Evidence{{Person: name, Text: "knows them"}},
		Fingerprint: sheet.Fingerprint(island.ID, string(id)),
	}
	for _, p := range places {
		at := sheet.Place{Path: string(p.Path)}
		e := sheet.Evidence{Place: &at, Text: "nobody else is at work in its folder"}
		if learner, _ := a.learner(p); learner != "" {
			e.Person, e.Text = a.view.PersonName(learner), "could learn it: worked on it, or in its folder"
		}
		f.Evidence = append(f.Evidence, e)
	}
	return f
}

func (a *answer) thin(r *duty.Rule, p *place) sheet.Finding {
	f := sheet.Finding{
		Rule: r.ID, Level: a.view.Level(r), Place: &sheet.Place{Path: string(p.Path)},
		Next:        sheet.Command("leadline", "explain", string(p.Path)),
		Fingerprint: sheet.Fingerprint(r.ID, string(p.Path)),
	}
	what := fmt.Sprintf("hotspot %d of %s, %s lines, changed %s in 180 days", p.Rank, duty.Thousands(p.Of),
		duty.Thousands(p.Lines), duty.Amount(p.Changes, "time", "times"))
	if len(p.strong) == 0 {
		f.Message = what + ", and nobody active knows it"
		f.Why = "whoever changes it next has nobody to ask"
		for _, id := range someOf(a.byName(p.former)) {
			f.Evidence = append(f.Evidence, p.knower(a, id, "knew it; their last change here"))
		}
	} else {
		f.Message = what + ", and one active person knows it"
		f.Why = "work on it waits when that person is away, and nobody else can review it as well"
		for _, id := range p.strong {
			f.Evidence = append(f.Evidence, p.knower(a, id, "knows it; their last change here"))
		}
		if id, _ := a.learner(p); id != "" {
			f.Evidence = append(f.Evidence, sheet.Evidence{Person: a.view.PersonName(id), Text: "could learn it: worked on it, or in its folder"})
		}
	}
	if p.Newest != nil {
		f.Evidence = append(f.Evidence, sheet.Evidence{
			Commit: string(p.Newest.ID), Date: duty.Date(p.Newest.Committed), Text: p.Newest.Subject,
		})
	}
	return f
}

// knower is evidence of somebody who knows the place, with the day on which they
// last changed it.
func (p *place) knower(a *answer, id fact.PersonID, text string) sheet.Evidence {
	e := sheet.Evidence{Person: a.view.PersonName(id), Text: text}
	for _, t := range p.ties {
		if t.Person == id && !t.Last.IsZero() {
			e.Date = sheet.DateOf(t.Last)
		}
	}
	return e
}

// someOf keeps a list of names short.
func someOf(ids []fact.PersonID) []fact.PersonID { return ids[:min(3, len(ids))] }
