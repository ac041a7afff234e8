package review

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/backtest"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/analysis/knowledge"
	"leadline/internal/analysis/reviewer"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var unfamiliar = duty.Rule{
	ID: "review/knowledge", Level: sheet.LevelNote,
	Title: "A hotspot is changed by nobody who knows it",
	Doc: `The change adds to a file that is one of the first hotspots (code that is complex, changed and mended
often), in which real work goes on (three changes of ten lines or more in the active
window, a hundred lines in all) and made before it, and none of its authors has had a hand in that
file: no degree of authorship, nor a twentieth of its lines, four changes ever or, within
two years, three changes, two of five lines or more or fifty lines in all. Authors are
those of the commits from the base to the head, merges too, and who is named in Co-authored-by. What is no commit yet has no author that is known: then it is
told only if nobody active knows the file. Where more active people know it than the
threshold below says, nothing is told. Active are those whose work landed in the 180
days before the as-of day; where there are fewer than three, nothing is told.

One file is told for a change, the first hotspot of them; sweeping changes are not.
Those who could review it are up to three active people, in the order of the alphabet,
chosen by who reviewed and changed the files of the change, their folders and anything
lately; beside them one who is at work next to the file, does not know it yet and would by
reviewing it. They are named only where that choice did better here, in the second half
of the history, than naming who reviewed most lately (leadline backtest). Where others
know the file and nobody can be named, nothing is told: that somebody is new is seen without it.

A review is known by its trailers (Reviewed-by, Acked-by), or else by who merged. People
may know code that they only reviewed: the rule does not see it. It never fails a review.`,
	Thresholds: []duty.Threshold{
		{Name: "lines", Default: 20, Least: 1, Most: 1e6, Doc: "lines more than before from which on it counts"},
		{Name: "branches", Default: 2, Least: 0, Most: 1e6, Doc: "branches more than before from which on it counts: what has none is looked at with ease"},
		{Name: "size", Default: 250, Least: 1, Most: 1e6, Doc: "fewest lines of code, without comments: a smaller file is soon read"},
		{Name: "others", Default: 3, Least: 0, Most: 1e6, Doc: "active people who know it up to which it is told: where many do, one of them reviews it as a matter of course"},
		{Name: "top", Default: 5, Least: 0.1, Most: 100, Doc: "per cent of the ranked files that are hotspots here"},
	},
}

// team is the fewest active people among whom knowledge can be spread.
const team = 3

// substantial is how many lines of a file somebody changed within two years who is no
// stranger to it, if it was all at once.
const substantial = 50

// strange is a hotspot that a change touches and that its authors do not know.
type strange struct {
	spot *hotspot.Spot
	path fact.Path // at the head
	// known is who knows it, and others how many active people do, if only by half.
	known  knowledge.File
	others int
}

// unfamiliar tells the first hotspot that nobody knows who made the change.
func (a *answer) unfamiliar() []sheet.Finding {
	if len(a.change.Files) > activity.Sweeping {
		return nil
	}
	var touched []strange
	for i := range a.change.Files {
		if f := &a.change.Files[i]; a.worked(f) {
			touched = append(touched, strange{spot: a.spots[f.PathBefore()], path: f.Path})
		}
	}
	if len(touched) == 0 || len(a.view.ActivePeople()) < team {
		return nil
	}
	slices.SortFunc(touched, func(x, y strange) int { return cmp.Compare(x.spot.Rank, y.spot.Rank) })
	authors := append(a.view.Authors(a.change.Commits), a.mergers()...)
	var all []strange
	for _, s := range touched {
		if a.stranger(&s, authors) {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return nil
	}
	who := a.suggested(&all[0], authors)
	if len(who) == 0 && all[0].others > 0 {
		return nil // that somebody is new here is seen without being told
	}
	return []sheet.Finding{a.unknownTo(all, who)}
}

// mergers are those who merged, and so have seen the change.
func (a *answer) mergers() []fact.PersonID {
	var out []fact.PersonID
	for i := range a.change.Commits {
		if c := &a.change.Commits[i]; c.Merge() {
			if p := a.view.People().Of(c.Author); p != nil {
				out = append(out, p.ID)
			}
		}
	}
	return out
}

// worked tells of a changed file that it is a hotspot of some size, in which there is
// real work, and older than the active window: a newer one is its author's as a matter of
// course.
func (a *answer) worked(f *duty.ChangedFile) bool {
	s := a.spots[f.PathBefore()]
	return s != nil && !s.NewNow && a.production(f) && f.Kind != fact.Added && f.Kind != fact.Deleted &&
		s.Work >= hotspot.Least && s.Added+s.Deleted >= hotspot.Churn && float64(s.Code) >= a.view.Threshold(&unfamiliar, "size") &&
		a.grows(f) &&
		100*float64(s.Rank) <= a.view.Threshold(&unfamiliar, "top")*float64(max(s.Of, 20))
}

// grows tells of a changed file that it does more than before: what is exchanged,
// handed through or taken apart takes little knowledge of it.
func (a *answer) grows(f *duty.ChangedFile) bool {
	branches := gained(f).branches
	return float64(f.Added)-float64(f.Deleted) >= a.view.Threshold(&unfamiliar, "lines") && float64(branches) >= a.view.Threshold(&unfamiliar, "branches")
}

// stranger completes what is known of a file, and reports whether nobody knows it who
// made the change.
func (a *answer) stranger(s *strange, authors []fact.PersonID) bool {
	active := a.view.ActivePeople()
	known, ok := a.view.Knowledge().File(s.spot.Path)
	if !ok {
		return false
	}
	s.known = known
	for i := range known.Knowers {
		k := &known.Knowers[i]
		if !s.knows(k) {
			continue
		}
		if slices.Contains(authors, k.Person) {
			return false
		}
		if active[k.Person] {
			s.others++
		}
	}
	return s.others == 0 || len(authors) > 0 && float64(s.others) <= a.view.Threshold(&unfamiliar, "others")
}

// knows reports whether somebody has had a hand in the file.
func (s *strange) knows(k *knowledge.Knower) bool {
	return s.known.Hand(k) || k.LatelyLines >= substantial
}

func (a *answer) unknownTo(all []strange, who []sheet.Evidence) sheet.Finding {
	s := &all[0]
	at := sheet.Place{Path: string(s.path)}
	f := sheet.Finding{
		Rule: unfamiliar.ID, Level: a.view.Level(&unfamiliar), Place: &at, Next: sheet.Command("leadline", "explain", string(s.spot.Path)),
		Message:     fmt.Sprintf("nobody who made this change knows it, hotspot %d of %d files", s.spot.Rank, s.spot.Of),
		Why:         "what goes wrong here is seen soonest by who knows the file",
		Evidence:    who,
		Fingerprint: sheet.Fingerprint(unfamiliar.ID, string(s.spot.Path)),
	}
	if s.others == 0 {
		f.Message = fmt.Sprintf("nobody active knows it, hotspot %d of %d files", s.spot.Rank, s.spot.Of)
		f.Why = "there is nobody to ask: the review is the time to learn it together"
	}
	f.Evidence = append(f.Evidence, sheet.Evidence{Place: &at, Text: fmt.Sprintf("%s in the active window, %d of them fixes", duty.Amount(s.spot.Changes, "change", "changes"), s.spot.Fixes)})
	for _, other := range all[1:] {
		f.Evidence = append(f.Evidence, sheet.Evidence{Place: &sheet.Place{Path: string(other.path)}, Text: fmt.Sprintf("hotspot %d, the same holds", other.spot.Rank)})
	}
	return f
}

// suggested are who could review a change, and who would learn by it; nobody where
// naming who reviewed most lately does as well.
func (a *answer) suggested(s *strange, authors []fact.PersonID) []sheet.Evidence {
	record := a.view.Records[backtest.Reviewers]
	hit, ok := record.Metric("hit@3")
	if !ok || record.Verdict != backtest.Better {
		return nil
	}
	active, now := a.view.ActivePeople(), a.view.End().Unix()
	other := func(id fact.PersonID) bool { return active[id] && !slices.Contains(authors, id) }
	model := a.view.Reviewers()
	files := make([]fact.Path, len(a.change.Files))
	for i := range a.change.Files {
		files[i] = a.change.Files[i].PathBefore()
	}
	var out []sheet.Evidence
	named := map[fact.PersonID]bool{}
	for _, id := range model.Rank(files, now, 3, other) {
		if why := a.whyAsked(model, s, files, id); why != "" {
			named[id] = true
			out = append(out, sheet.Evidence{Person: a.view.PersonName(id), Text: "could review: " + why})
		}
	}
	slices.SortFunc(out, func(x, y sheet.Evidence) int { return strings.Compare(x.Person, y.Person) })
	if len(out) == 0 {
		return nil
	}
	atWork := a.view.AtWork()
	learner, _ := a.view.Nearest(s.spot.Path, func(id fact.PersonID) bool {
		return atWork[id] && other(id) && !named[id] && !slices.ContainsFunc(s.known.Knowers, func(k knowledge.Knower) bool { return k.Person == id && s.knows(&k) })
	})
	if learner != "" {
		out = append(out, sheet.Evidence{Person: a.view.PersonName(learner), Text: "would learn it by reviewing: worked on it, or in its folder, lately"})
	}
	times := func(share float64) string { return duty.Thousands(int(math.Round(share * float64(record.N)))) }
	return append(out, sheet.Evidence{Text: fmt.Sprintf("chosen this way, three named a reviewer of %s of %s changes here; who reviewed most lately, of %s",
		times(hit.Value), duty.Thousands(record.N), times(hit.Baseline))})
}

// whyAsked says what somebody has to do with a change; empty if it is nothing that
// happened lately.
func (a *answer) whyAsked(model *reviewer.Model, s *strange, files []fact.Path, id fact.PersonID) string {
	for i := range s.known.Knowers {
		if k := &s.known.Knowers[i]; k.Person == id && k.Degree.Current() {
			return "knows it"
		}
	}
	now := a.view.End().Unix()
	near := func(p fact.Path) bool { return model.Near(p, id, now) }
	switch {
	case near(s.spot.Path):
		return "reviewed or changed it lately"
	case near(s.spot.Path.Folder()):
		return "reviewed or changed its folder lately"
	case slices.ContainsFunc(files, near):
		return "reviewed or changed other files of this change lately"
	case near(""):
		return "reviewed or changed other places lately"
	}
	return ""
}
