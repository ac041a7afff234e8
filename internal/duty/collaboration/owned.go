package collaboration

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"leadline/internal/analysis/codeowners"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/analysis/knowledge"
	"leadline/internal/analysis/people"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// owners is how many files of code in the place somebody owns, of how many.
func (a *answer) owners() (owned, of int) {
	for i := range a.view.History.Files {
		p := a.view.History.Files[i].Path
		if !a.view.Within(p) || hotspot.NatureOf(p) != hotspot.Code || !a.view.Written(p) {
			continue
		}
		of++
		if x := a.owned.Area(p); x != nil && len(x.Owners) > 0 {
			owned++
		}
	}
	return owned, of
}

// unowned is one finding for the first hotspots that nobody owns.
func (a *answer) unowned() []sheet.Finding {
	owned, of := a.owners()
	if of == 0 || float64(owned) < a.view.Threshold(&unowned, "owned")/100*float64(of) {
		return nil
	}
	f := sheet.Finding{
		Rule: unowned.ID, Level: a.view.Level(&unowned),
		Why: "a change there asks nobody in particular",
	}
	spots := a.view.Hotspots()
	var parts []string
	for i := range spots[:min(len(spots), int(a.view.Threshold(&unowned, "rank")))] {
		p := spots[i].Path
		if a.owned.Area(p) != nil || !a.view.Within(p) {
			continue
		}
		parts = append(parts, string(p))
		at := sheet.Place{Path: string(p)}
		f.Evidence = append(f.Evidence, sheet.Evidence{
			Place: &at, Text: fmt.Sprintf("hotspot %d, changed %s in 180 days", spots[i].Rank, duty.Amount(spots[i].Changes, "time", "times")),
		})
	}
	if len(parts) == 0 {
		return nil
	}
	f.Message = fmt.Sprintf("%s of the first %d hotspots has no owner, in a repository where %s %% of the files of code have one",
		parts[0], len(spots[:min(len(spots), int(a.view.Threshold(&unowned, "rank")))]), duty.Percent(float64(owned), float64(of)))
	if len(parts) > 1 {
		f.Message = fmt.Sprintf("%d of the first hotspots have no owner, in a repository where %s %% of the files of code have one",
			len(parts), duty.Percent(float64(owned), float64(of)))
	}
	f.Next = "give " + parts[0] + " to somebody: " + sheet.Command("leadline", "guidance", parts[0])
	f.Fingerprint = sheet.Fingerprint(unowned.ID, parts...)
	return []sheet.Finding{f}
}

// inactive is one finding for all areas whose owners have gone quiet.
func (a *answer) inactive() []sheet.Finding {
	areas := a.ofPersons()
	if len(areas) == 0 {
		return nil
	}
	since := a.view.End().AddDate(0, 0, -int(a.view.Threshold(&inactive, "days")))
	lately := a.seen(since, a.view.End())
	worked := a.landings()
	areas = slices.DeleteFunc(areas, func(x personal) bool {
		return worked[x.Area] < int(a.view.Threshold(&inactive, "changes")) ||
			slices.ContainsFunc(x.owners, func(id fact.PersonID) bool { return !lately[id].IsZero() })
	})
	if len(areas) == 0 {
		return nil
	}
	last := a.seen(time.Time{}, since)
	f := sheet.Finding{
		Rule: inactive.ID, Level: a.view.Level(&inactive),
		Why: "reviews there wait for somebody who may be gone",
	}
	var parts []string
	for _, x := range areas {
		l := a.owned.Line(x.Area)
		at := sheet.Place{Path: string(l.File), Line: l.Line}
		parts = append(parts, l.Pattern)
		if f.Place == nil {
			f.Place = &at
			f.Message = fmt.Sprintf("of the owners of %s none has committed for %s, and it was changed %s in 180 days",
				l.Pattern, duty.Amount(int(a.view.Threshold(&inactive, "days")), "day", "days"), duty.Amount(worked[x.Area], "time", "times"))
			f.Next = "ask them, or who works there now: " + sheet.Command("leadline", "guidance", cmp.Or(string(literal(l.Pattern)), "."))
		}
		for _, id := range x.owners {
			e := sheet.Evidence{Place: &at, Person: a.view.PersonName(id), Text: l.Pattern + ": last commit"}
			if t := last[id]; !t.IsZero() {
				e.Date = sheet.DateOf(t)
			}
			if len(f.Evidence) < mostEvidence {
				f.Evidence = append(f.Evidence, e)
			}
		}
	}
	if len(parts) > 1 {
		f.Message += fmt.Sprintf("; and %s", duty.Amount(len(parts)-1, "other area", "other areas"))
	}
	f.Fingerprint = sheet.Fingerprint(inactive.ID, parts...)
	return []sheet.Finding{f}
}

// personal is an area of which it is known who all owners are.
type personal struct {
	*codeowners.Area
	owners []fact.PersonID
}

func (a *answer) ofPersons() []personal {
	var out []personal
	for i := range a.owned.Areas {
		x := &a.owned.Areas[i]
		if ids, ok := a.view.Accounts().People(x.Owners); ok && a.view.Within(a.owned.Line(x).File) {
			out = append(out, personal{x, ids})
		}
	}
	return out
}

// seen is when people last wrote, committed or reviewed something that landed between two
// days.
func (a *answer) seen(from, to time.Time) map[fact.PersonID]time.Time {
	out := map[fact.PersonID]time.Time{}
	t, who := a.view.Timeline(), a.view.People()
	w := t.Window(from, to)
	for i, p := range t.Landed {
		if p < w.First || p >= w.End {
			continue
		}
		c, when := &t.History.Commits[i], time.Unix(t.Times[p], 0)
		for _, id := range append(who.Reviewers(c), who.Credit(c), personOf(who.Of(c.Author)), personOf(who.Of(c.Committer))) {
			if id != "" && out[id].Before(when) {
				out[id] = when
			}
		}
	}
	return out
}

// landings counts, by area, those of the active window.
func (a *answer) landings() map[*codeowners.Area]int {
	out := map[*codeowners.Area]int{}
	w, _ := a.view.Active()
	for _, paths := range a.view.Timeline().Transactions(w) {
		seen := map[*codeowners.Area]bool{}
		for _, p := range paths {
			if x := a.owned.Area(p); x != nil && !seen[x] && a.view.Written(p) && counts(p) {
				seen[x] = true
				out[x]++
			}
		}
	}
	return out
}

// unknowing tells of areas that no owner knows and somebody else does.
func (a *answer) unknowing() []sheet.Finding {
	var out []sheet.Finding
	active := a.view.ActivePeople()
	for _, x := range a.ofPersons() {
		known := a.view.Knowledge().Folder("", func(p fact.Path) bool { return a.owned.Area(p) == x.Area && hotspot.NatureOf(p) == hotspot.Code })
		if known.Files < 3 || known.Lines < int(a.view.Threshold(&unknowing, "lines")) {
			continue
		}
		var others []fact.PersonID
		owner := false
		for i := range known.Knowers {
			k := &known.Knowers[i]
			switch {
			case slices.Contains(x.owners, k.Person):
				owner = owner || k.Degree != knowledge.None
			case k.Degree == knowledge.Main && active[k.Person]:
				others = append(others, k.Person)
			}
		}
		if owner || len(others) == 0 {
			continue
		}
		l := a.owned.Line(x.Area)
		at := sheet.Place{Path: string(l.File), Line: l.Line}
		f := sheet.Finding{
			Rule: unknowing.ID, Level: a.view.Level(&unknowing), Place: &at,
			Message:     fmt.Sprintf("no owner of %s has worked on it enough to know it, and somebody else who is active has", l.Pattern),
			Why:         "whoever must agree to a change cannot judge it, and whoever could is not asked",
			Next:        sheet.Command("leadline", "guidance", cmp.Or(string(literal(l.Pattern)), ".")),
			Evidence:    []sheet.Evidence{{Place: &at, Text: "owned by " + strings.Join(ownersInWords(x.Owners), ", ")}},
			Fingerprint: sheet.Fingerprint(unknowing.ID, l.Pattern),
		}
		for _, who := range a.view.Names(others)[:min(3, len(others))] {
			f.Evidence = append(f.Evidence, sheet.Evidence{Person: who, Text: "knows it well"})
		}
		out = append(out, f)
	}
	return out
}

// ownersInWords names teams, and of people how many they are.
func ownersInWords(owners []fact.Owner) []string {
	out := teamsOf(owners)
	if n := len(owners) - len(out); n > 0 {
		out = append(out, duty.Amount(n, "person", "people"))
	}
	return out
}

// together tells of areas of different owners that change together, of so many pairs.
func (a *answer) together(most int) []sheet.Finding {
	var out []sheet.Finding
	var told []*codeowners.Pair
	r := &together
	for i := range a.crossings.Pairs {
		p := &a.crossings.Pairs[i]
		least := min(p.OfA, p.OfB)
		if a.rest(p.A) || a.rest(p.B) || p.A.Optional || p.B.Optional || p.Together < int(a.view.Threshold(r, "landings")) || p.Lift < max(a.view.Threshold(r, "lift"), 1.5*a.crossings.Baseline) ||
			100*float64(p.Together) < a.view.Threshold(r, "share")*float64(least) {
			continue
		}
		if slices.ContainsFunc(told, func(q *codeowners.Pair) bool { return alike(p, q) }) {
			continue
		}
		told = append(told, p)
		of, other := p.A, p.B
		if p.OfB < p.OfA {
			of, other = p.B, p.A
		}
		at, also := sheet.Place{Path: string(p.PathA)}, sheet.Place{Path: string(p.PathB)}
		out = append(out, sheet.Finding{
			Rule: r.ID, Level: a.view.Level(r),
			Message: fmt.Sprintf("%d of the %d changes to what %s owns in 180 days also changed what %s owns, %.1f times what chance would make",
				p.Together, least, a.label(of), a.label(other), p.Lift),
			Why:  "each of them waits for two teams: an interface that holds still, or one owner for both, would spare that",
			Next: sheet.Command("leadline", "collaboration"),
			Evidence: []sheet.Evidence{
				{Commit: string(p.Newest.ID), Date: duty.Date(p.Newest.Committed), Text: p.Newest.Subject},
				{Place: &at, Text: a.label(p.A)},
				{Place: &also, Text: a.label(p.B)},
			},
			Fingerprint: sheet.Fingerprint(r.ID, a.label(p.A), a.label(p.B)),
		})
		if len(out) == most {
			break
		}
	}
	return out
}

// rest reports whether an area is, among others, all that no other line speaks of: that it
// changes together with another one says nothing of an interface.
func (a *answer) rest(x *codeowners.Area) bool {
	return slices.ContainsFunc(x.Lines, func(i int) bool { return strings.Trim(a.owned.Lines[i].Pattern, "*/") == "" })
}

// alike reports whether two pairs are of areas that share owners, so that who mends the one
// is asked about the other too.
func alike(p, q *codeowners.Pair) bool {
	return p.A.Shares(q.A) && p.B.Shares(q.B) || p.A.Shares(q.B) && p.B.Shares(q.A)
}

// mostPairs is how many pairs are findings of the sheet; the brief has one.
const mostPairs = 3

func personOf(p *people.Person) fact.PersonID {
	if p == nil {
		return ""
	}
	return p.ID
}
