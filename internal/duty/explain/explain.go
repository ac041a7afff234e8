// Package explain tells what is known of one place: a file, a folder, or a line
// of a file. It serves the engineer, or the coding agent, who is about to
// change it: who knows it, what changes with it, how it came to be.
//
// It is short on purpose: an agent has to fit it into its context.
package explain

import (
	"cmp"
	"fmt"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

const (
	name     = "explain"
	question = "What is this place, who knows it, and what changes with it?"
)

// Duty is `leadline explain`.
var Duty = duty.Duty{
	Name:     name,
	Question: question,
	Doc: `All that is known of a file, a folder or a line: what it is and how large, its
rank as a hotspot, how old its lines are, who knows it, the written decisions that
govern it, how it came to be, what else changes when it changes, who is likely to change it next, and the findings
about it. For a line also the commit that wrote it.`,
	Needs:        []duty.Need{duty.NeedKnowledge, duty.NeedHotspots, duty.NeedCoupling, duty.NeedSuccessors, duty.NeedImports, duty.NeedSymbols, duty.NeedCalls, duty.NeedRecords, duty.NeedDecisions, duty.NeedPlaceText},
	AfterAll:     true,
	OnPlace:      true,
	Read:         read,
	Pictures:     pictures,
	PictureNeeds: []duty.Need{duty.NeedAuthors},
}

// answer holds what the parts of the sheet are made from.
type answer struct {
	view  *duty.View
	place duty.Place
	// touched are the commits that changed the place, newest first, merges left
	// out.
	touched []touch
	joined  *joins
	// declared is made by symbols.
	declared map[fact.Path][]fact.Symbol
}

// touch is a commit that changed the place, and how many lines of it.
type touch struct {
	commit *fact.Commit
	lines  int
}

func read(v *duty.View) (sheet.Sheet, error) {
	s := sheet.Sheet{Duty: name, Question: question}
	if v.History.Head == "" {
		return s, nil
	}
	a := &answer{view: v, place: v.Place}
	a.touched = a.touches()
	s.Figures = a.figures()
	for _, other := range v.Sheets {
		for _, f := range other.Findings {
			if f.Place != nil && v.Within(fact.Path(f.Place.Path)) {
				s.Findings = append(s.Findings, f)
			}
		}
	}
	s.Sections = a.sections()
	s.Unknown = append(s.Unknown, a.unknownCalls()...)
	if r, ok := v.Records["next-author"]; ok && a.file() && !v.Trusted("next-author") {
		s.Unknown = append(s.Unknown, sheet.Unknown{
			What: "who may change it next", Why: cmp.Or(r.Reason, "no better foretold here than by naming "+r.Baseline), Next: "leadline backtest",
		})
	}
	return s, nil
}

// touches finds the commits that changed the place, following renames back.
func (a *answer) touches() []touch {
	return a.touchesIn(a.view.Timeline().Window(time.Unix(-1<<40, 0), a.view.End()))
}

func (a *answer) touchesIn(w activity.Window) []touch {
	var out []touch
	for c, changes := range a.view.Timeline().Changes(w) {
		n, hit := 0, false
		for _, x := range changes {
			if a.view.Within(x.Now) {
				hit = true
				n += int(x.Added) + int(x.Deleted)
			}
		}
		if hit {
			out = append(out, touch{c, n})
		}
	}
	return out
}

func (a *answer) figures() []sheet.Figure {
	v := a.view
	var out []sheet.Figure
	w, _ := v.Active()
	recent := duty.WindowOf(w)
	lines, files := 0, 0
	for i := range v.History.Files {
		if f := &v.History.Files[i]; v.Within(f.Path) {
			files++
			lines += f.LineCount()
		}
	}
	if !a.file() {
		out = append(out, duty.Count("explain/files", files, "file", "files", nil))
	} else {
		out = append(out, sheet.Figure{ID: "explain/nature", Label: "this is", State: sheet.Known, Value: sheet.String(a.nature())})
	}
	out = append(out, duty.Count("explain/lines", lines, "line", "lines", nil),
		duty.Count("explain/commits", len(a.touched), "commit in all", "commits in all", nil))
	out = append(out, a.age()...)
	out = append(out, a.structureFigures()...)
	out = append(out, duty.Count("explain/recent", len(a.touchesIn(w)), "commit", "commits", recent))
	if spot, of, ok := a.spot(); ok {
		out = append(out, sheet.Figure{
			ID: "explain/rank", Label: fmt.Sprintf("in rank of %s files of code", duty.Thousands(of)), State: sheet.Known, Value: sheet.Int(spot.Rank), N: of, Window: recent,
		})
	}
	return out
}

// file reports whether the place is a file.
func (a *answer) file() bool { return a.place.Path != "" && !a.place.Folder }

func (a *answer) nature() string {
	if k := a.view.Kind(a.place.Path); k != "" {
		return string(k)
	}
	return hotspot.NatureOf(a.place.Path).String()
}

// spot is the place among the ranked files, and of how many.
func (a *answer) spot() (hotspot.Spot, int, bool) {
	for _, s := range a.view.Ranked() {
		if s.Path == a.place.Path && s.Rank > 0 {
			return s, s.Of, true
		}
	}
	return hotspot.Spot{}, 0, false
}

// age tells how old the lines are.
func (a *answer) age() []sheet.Figure {
	var files []*fact.File
	for i := range a.view.History.Files {
		if f := &a.view.History.Files[i]; a.view.Within(f.Path) && a.view.Written(f.Path) {
			files = append(files, f)
		}
	}
	x := a.view.Age(files...)
	f := sheet.Figure{ID: "explain/age", Label: "days is the median age of a line", Unit: "days", N: x.Lines}
	switch {
	case x.Lines == 0 && x.Unknown == 0:
		f.State, f.Reason = sheet.NotApplicable, "it has no lines that people write"
	case x.Lines == 0:
		f.Reason = "the origin of its lines is missing"
	default:
		f.State, f.Value = sheet.Known, sheet.Int(x.Median)
	}
	return []sheet.Figure{f}
}
