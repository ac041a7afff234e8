// Package guidance answers who knows what: where knowledge is thin, who could
// share it, what is left alone while somebody is away, and what a newcomer to a
// folder reads first.
//
// Names stand where they help to find the person to ask, in no order but the
// alphabet's, and beside no number that is about them.
package guidance

import (
	"cmp"
	"fmt"
	"slices"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/analysis/knowledge"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

const (
	name     = "guidance"
	question = "Who knows what, and where is knowledge thin?"
)

// Duty is the duty of guiding and mentoring.
var Duty = duty.Duty{
	Name:     name,
	Question: question,
	Doc: `Who knows which part of the code, by whose lines and changes it holds; the
hotspots that one active person knows, or nobody; who could share them; and for
a folder what a newcomer reads first. Active are those whose work landed in the
180 days before the as-of day. With --away, what nobody else active knows.

Knowledge is told by degree of authorship (Avelino et al. 2016) and by lines at
the head. It is evidence of work on the code, not of skill.`,
	Rules:    []duty.Rule{orphan, island},
	Needs:    []duty.Need{duty.NeedKnowledge, duty.NeedAuthors, duty.NeedHotspots, duty.NeedImports, duty.NeedRecords},
	Flags:    []duty.Flag{{Name: "away", Value: "PERSON", Doc: "tell what would be uncovered without this person"}},
	Read:     read,
	Pictures: pictures,

	Short: func(v *duty.View, summary bool) (sheet.Sheet, error) {
		s := sheet.Sheet{Duty: name, Question: question}
		if v.History.Head == "" {
			return s, nil
		}
		a := newAnswer(v)
		s.Findings = a.findings()
		if summary {
			s.Summary = a.summary()
		}
		return s, nil
	},
	FindingNeeds: []duty.Need{duty.NeedKnowledge, duty.NeedHotspots},
}

// answer holds what the parts of the sheet are made from.
type answer struct {
	view  *duty.View
	known *knowledge.Map
	// active are the people whose work landed in the active window.
	active map[fact.PersonID]bool
	// atWork are those of them who still are.
	atWork map[fact.PersonID]bool
	// window is that window.
	window *sheet.Window
	// spots are the first hotspots in the place, of ranked many in all.
	spots  []place
	ranked int
}

// place is a hotspot and who knows it.
type place struct {
	*hotspot.Spot
	ties []duty.Tie
	// main and some are active; former are not.
	main, some, former []fact.PersonID
	// strong are those of main and some whose knowledge nobody will doubt: the
	// thin rules speak of them alone. weak says that somebody else who is active
	// has had to do with it, so that nobody would be surprised to be asked.
	strong []fact.PersonID
	weak   bool
}

// plainly reports whether what somebody has done in a file lately leaves no doubt
// that they know it.
func plainly(k *knowledge.Knower, f *knowledge.File) bool {
	return k.Lately >= 3 && k.LatelyLines >= max(50, f.Lines/20) || 10*k.Lines >= f.Lines && k.Lately > 0
}

// byDegree are the people who know a place well, who know some of it, and who
// knew it.
func byDegree(ties []duty.Tie) (main, some, former []fact.PersonID) {
	return duty.People(ties, knowledge.Main), duty.People(ties, knowledge.Some), duty.People(ties, knowledge.Former)
}

// thin reports whether exactly so many active people know the place, and nobody
// else half does. What was made in the active window is its author's as a matter
// of course, and may have been split from what others know.
func (p *place) thin(people int) bool { return len(p.strong) == people && !p.weak && !p.NewNow }

// hotspots is how many of the first ones are looked at.
const hotspots = 40

func read(v *duty.View) (sheet.Sheet, error) {
	s := sheet.Sheet{Duty: name, Question: question}
	if v.History.Head == "" {
		return s, nil
	}
	a := newAnswer(v)
	if who, ok := v.Flags["away"]; ok {
		return a.away(s, who)
	}
	s.Figures = a.figures()
	s.Findings = a.findings()
	s.Sections = a.sections()
	s.Summary = a.summary()
	return s, nil
}

func newAnswer(v *duty.View) *answer {
	w, _ := v.Active()
	a := &answer{view: v, known: v.Knowledge(), active: v.ActivePeople(), window: duty.WindowOf(w)}
	a.atWork = v.AtWork()
	all := v.Hotspots()
	a.ranked = len(all)
	for i := range all {
		if len(a.spots) < hotspots && v.Within(all[i].Path) {
			a.spots = append(a.spots, a.place(&all[i]))
		}
	}
	return a
}

func (a *answer) place(spot *hotspot.Spot) place {
	p := place{Spot: spot, ties: a.view.Ties(duty.Place{Path: spot.Path})}
	p.main, p.some, p.former = byDegree(p.ties)
	f, _ := a.known.File(spot.Path)
	for i := range f.Knowers {
		switch k := &f.Knowers[i]; {
		case !a.active[k.Person]:
		case a.atWork[k.Person] && k.Degree.Current() && plainly(k, &f):
			p.strong = append(p.strong, k.Person)
		case f.Hand(k):
			p.weak = true
		}
	}
	return p
}

func (a *answer) figures() []sheet.Figure {
	alone, nobody := a.thinly()
	n := len(a.active)
	figures := []sheet.Figure{
		duty.Count("guidance/active-people", n, "active person", "active people", a.window),
		duty.Count("guidance/hotspots", len(a.spots), "hotspot looked at", "hotspots looked at", a.window),
		duty.Count("guidance/islands", alone, "known by one active person", "known by one active person", a.window),
		duty.Count("guidance/orphans", nobody, "by nobody active", "by nobody active", a.window),
	}
	t := a.known.TruckFactor(a.view.Place.Path)
	f := sheet.Figure{
		ID: "guidance/truck-factor", Label: "is the truck factor", Basis: sheet.Proxy, N: t.Files,
		State: sheet.Known, Value: sheet.Int(t.N),
	}
	if t.Files == 0 {
		f.State, f.Value, f.Reason = sheet.NotApplicable, sheet.Value{}, "no file of source code has an author"
	}
	figures = append(figures, f)
	if f, ok := a.view.Record("next-author", "hit@3", "guidance/next-author"); ok {
		figures = append(figures, f)
	}
	return figures
}

// byName orders people by what they are called: no order that says anything.
func (a *answer) byName(ids []fact.PersonID) []fact.PersonID {
	out := slices.Clone(ids)
	slices.SortFunc(out, func(x, y fact.PersonID) int {
		return cmp.Or(cmp.Compare(a.view.PersonName(x), a.view.PersonName(y)), cmp.Compare(x, y))
	})
	return out
}

// summary is the answer in one line.
func (a *answer) summary() string {
	if len(a.spots) == 0 {
		return ""
	}
	alone, nobody := a.thinly()
	s := fmt.Sprintf("%d of the first %d hotspots known by nobody active, %d by one person", nobody, len(a.spots), alone)
	if t := a.known.TruckFactor(a.view.Place.Path); t.N > 0 {
		s += fmt.Sprintf(" · truck factor %d", t.N)
	}
	return s
}

// thinly counts the hotspots that one active person knows, and those that
// nobody active does, without those that somebody else is learning.
func (a *answer) thinly() (alone, nobody int) {
	for i := range a.spots {
		switch p := &a.spots[i]; {
		case p.thin(0):
			nobody++
		case p.thin(1):
			alone++
		}
	}
	return alone, nobody
}
