// Package review tells what a change makes worse: what is there at its head and was not
// at its base. It says nothing of old debt, and finds damage on lines that nobody
// touched.
package review

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

const (
	name     = "review"
	question = "What does this change make worse?"
)

// Duty is the duty of code review.
var Duty = duty.Duty{
	Name:     name,
	Question: question,
	OnChange: true,
	Doc: `What a change makes worse: what is found at its head and was not found where it
branched off, by the rules that held there. Old debt is not told again, and what a
change does to lines that it did not touch is.`,
	Rules: rules,
	Needs: []duty.Need{duty.NeedHotspots, duty.NeedCoupling, duty.NeedRecords, duty.NeedDecisions},
	Read:  read,
}

var rules = []duty.Rule{breach, cycle, api, loosened, complexity, untested, weakened, migration, slower, together, decided, forgotten, unfamiliar, size, divisible, undocumented, linter, ignored}

// answer holds what the parts of the sheet are made from.
type answer struct {
	view   *duty.View
	change *duty.Change
	// before maps files of the head that were renamed to their paths at the base.
	before map[fact.Path]fact.Path
	// moved is the same of packages.
	moved map[fact.Path]fact.Path
	// spots are the hotspots at the base, by path.
	spots map[fact.Path]*hotspot.Spot
	// division is the change in parts; nil if it is one.
	division *division
	// governing are the decisions that govern what is touched, unless that is off.
	governing []*decision
	// large is set where the change is among the largest here.
	large *largeness
	// index is made when the first check asks for it.
	index func() *testIndex
}

func read(v *duty.View) (sheet.Sheet, error) {
	s := sheet.Sheet{Duty: name, Question: question}
	a := &answer{view: v, change: v.Change, before: map[fact.Path]fact.Path{}, spots: map[fact.Path]*hotspot.Spot{}}
	a.index = sync.OnceValue(func() *testIndex { return indexTests(v) })
	for i := range a.change.Files {
		if f := &a.change.Files[i]; f.Previous != "" {
			a.before[f.Path] = f.Previous
		}
	}
	spots := v.Hotspots()
	for i := range spots {
		a.spots[spots[i].Path] = &spots[i]
	}
	a.moved, a.large = a.movedPackages(), a.amongLargest()
	if !v.Off(&decided) {
		a.governing = a.governed()
	}
	if a.change.Parts || !v.Off(&divisible) {
		a.division = a.divided()
	}
	for _, check := range []struct {
		rule *duty.Rule
		find func() []sheet.Finding
	}{
		{&loosened, a.loosenings},
		{&breach, a.breaches},
		{&cycle, a.cycles},
		{&api, a.breaks},
		{&complexity, a.grown},
		{&untested, a.untested},
		{&weakened, a.weakened},
		{&slower, a.slowdowns},
		{&together, a.together},
		{&decided, a.decisions},
		{&forgotten, a.forgotten},
		{&migration, a.migrations},
		{&unfamiliar, a.unfamiliar},
		{&size, a.sized},
		{&undocumented, a.undocumented},
		{&linter, a.linted},
		{&divisible, a.parts},
	} {
		if !v.Off(check.rule) {
			s.Findings = append(s.Findings, check.find()...)
		}
	}
	s.Findings = a.heed(s.Findings)
	slices.SortStableFunc(s.Findings, func(x, y sheet.Finding) int {
		return cmp.Or(cmp.Compare(x.Level.Rank(), y.Level.Rank()), cmp.Compare(precision(&y), precision(&x)), cmp.Compare(a.heat(&x), a.heat(&y)))
	})
	s.Figures = a.figures()
	s.Sections = slices.Concat(a.decisionSection(), a.partSections(), a.reachSections())
	s.Unknown = a.unknown()
	s.Summary = summary(s.Findings)
	return s, nil
}

// precision is how often findings of the rule were right here, at least, where that was
// measured; what states a fact is right.
func precision(f *sheet.Finding) float64 {
	if f.Track == nil {
		return 1
	}
	return f.Track.Lower
}

// heat is the rank of the hotspot that a finding is in; what is in none comes last.
func (a *answer) heat(f *sheet.Finding) int {
	if f.Place != nil {
		if s := a.spots[a.pathBefore(fact.Path(f.Place.Path))]; s != nil {
			return s.Rank
		}
	}
	return math.MaxInt
}

func (a *answer) pathBefore(p fact.Path) fact.Path {
	if q, ok := a.before[p]; ok {
		return q
	}
	return p
}

func (a *answer) pathsBefore(paths []fact.Path) []fact.Path {
	out := make([]fact.Path, len(paths))
	for i, p := range paths {
		out[i] = a.pathBefore(p)
	}
	return out
}

func (a *answer) figures() []sheet.Figure {
	added, deleted := 0, 0
	for i := range a.change.Files {
		added += int(a.change.Files[i].Added)
		deleted += int(a.change.Files[i].Deleted)
	}
	out := []sheet.Figure{{ID: "review/base", Label: "held against", State: sheet.Known, Value: sheet.OfCommit(string(a.change.Base.Commit))}}
	if c := a.change.Head.Commit; c != "" {
		out = append(out, sheet.Figure{ID: "review/head", Label: "head", State: sheet.Known, Value: sheet.OfCommit(string(c))})
	}
	out = append(out,
		duty.Count("review/files", len(a.change.Files), "file changed", "files changed", nil),
		duty.Count("review/added", added, "line added", "lines added", nil),
		duty.Count("review/deleted", deleted, "line deleted", "lines deleted", nil),
	)
	return slices.Concat(out, a.bareFigure(), a.sizeFigure())
}

// unknown tells what of the change could not be judged.
func (a *answer) unknown() []sheet.Unknown {
	var partial []string
	for i := range a.change.Files {
		f := &a.change.Files[i]
		if s := f.After.Structure; s != nil && s.Partial && f.After.Written {
			partial = append(partial, string(f.Path))
		}
	}
	out := append(a.unknownAPI(), a.unknownSpeed()...)
	if c := a.change.Calls; c != nil && len(c.Partial) > 0 {
		out = append(out, sheet.Unknown{What: "some of the calls", Why: "of " + duty.Amount(len(c.Partial), "file or folder", "files and folders") + " a part was left out: it does not parse as a whole, or is more than is followed together"})
	}
	if len(partial) > 0 {
		out = append(out, sheet.Unknown{
			What: "parts of " + strings.Join(partial[:min(len(partial), 3)], ", "),
			Why:  fmt.Sprintf("%s that the parser does not understand: what it could read is judged", duty.Amount(len(partial), "file has syntax", "files have syntax")),
		})
	}
	return out
}

func summary(findings []sheet.Finding) string {
	if len(findings) == 0 {
		return "nothing is worse than before, as far as this can tell"
	}
	gating := 0
	counts := map[sheet.Level]int{}
	for i := range findings {
		counts[findings[i].Level]++
		if findings[i].Gate {
			gating++
		}
	}
	var parts []string
	for _, l := range []struct {
		level     sheet.Level
		one, many string
	}{{sheet.LevelError, "error", "errors"}, {sheet.LevelWarning, "warning", "warnings"}, {sheet.LevelNote, "note", "notes"}} {
		if n := counts[l.level]; n > 0 {
			parts = append(parts, duty.Amount(n, l.one, l.many))
		}
	}
	s := strings.Join(parts, " · ")
	if gating > 0 {
		s += fmt.Sprintf(" · %d of them fail the review", gating)
	}
	return s
}
