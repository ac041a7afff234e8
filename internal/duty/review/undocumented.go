package review

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var undocumented = duty.Rule{
	ID: "review/undocumented", Level: sheet.LevelNote, Quiet: true,
	Title: "What others may use is new and has no documentation, where the rest has it",
	Doc: `The change adds a type, a function or a method that others may use, with no comment of its
own that documents it, to a package whose files have the habit: of what they declared for
others before the change, in the files that it touches, nine in ten were documented, and five
at least. What was moved within the package or renamed with its file is not new. Programs, tests
and examples are left out, as is what leadline documentation tells of the code as it is.

Of 800 changes of four repositories one was told (docs/evidence/review.md): too few to say
how often a team would want it. It is off unless the team turns it on (rules:
{review/undocumented: on}); how many new declarations have no documentation is a figure of
every review.`,
	Thresholds: []duty.Threshold{{Name: "share", Default: 90, Least: 1, Most: 100, Doc: "per cent of what others may use in the touched files that has to be documented"}},
}

// fewestDocumented is how many declarations make a habit.
const fewestDocumented = 5

// surface is what the touched files of a package declare for others.
type surface struct {
	before, documented int
	had                map[string]bool
	now                []declared
}

// fresh are the declarations that the package did not have before.
func (s *surface) fresh() []declared {
	return slices.DeleteFunc(slices.Clone(s.now), func(d declared) bool { return s.had[d.FullName()] })
}

// declared is a declaration for others.
type declared struct {
	path fact.Path
	*fact.Symbol
}

// surfaces are those of the packages that the change touches.
func (a *answer) surfaces() map[fact.Path]*surface {
	packages := map[fact.Path]*surface{}
	for i := range a.change.Files {
		f := &a.change.Files[i]
		if !a.production(f) || !known(f) {
			continue
		}
		h := packages[f.Path.Folder()]
		if h == nil {
			h = &surface{had: map[string]bool{}}
			packages[f.Path.Folder()] = h
		}
		for _, s := range forOthers(f.Before.Structure) {
			h.had[s.FullName()] = true
			if h.before++; s.Documented {
				h.documented++
			}
		}
		for _, s := range forOthers(f.After.Structure) {
			h.now = append(h.now, declared{f.Path, s})
		}
	}
	return packages
}

// bareFigure counts what the change declares for others without documentation, if it
// declares anything for them.
func (a *answer) bareFigure() []sheet.Figure {
	all, bare := 0, 0
	for _, h := range a.surfaces() {
		for _, d := range h.fresh() {
			if all++; !d.Documented {
				bare++
			}
		}
	}
	if all == 0 {
		return nil
	}
	label := "of " + duty.Amount(all, "new declaration for others has", "new declarations for others have") + " no documentation"
	return []sheet.Figure{duty.Count("review/undocumented", bare, label, label, nil)}
}

func (a *answer) undocumented() []sheet.Finding {
	var out []sheet.Finding
	packages := a.surfaces()
	for _, dir := range slices.Sorted(maps.Keys(packages)) {
		h := packages[dir]
		fresh := slices.DeleteFunc(h.fresh(), func(d declared) bool { return d.Documented })
		if len(fresh) > 0 && h.documented >= fewestDocumented && float64(100*h.documented) >= a.view.Threshold(&undocumented, "share")*float64(h.before) {
			out = append(out, a.bare(dir, h, fresh))
		}
	}
	return out
}

func (a *answer) bare(dir fact.Path, h *surface, fresh []declared) sheet.Finding {
	place := sheet.Place{Path: string(fresh[0].path), Line: fresh[0].Line}
	var evidence []sheet.Evidence
	var names []string
	for _, b := range fresh {
		if names = append(names, b.FullName()); len(evidence) < mostNamed {
			evidence = append(evidence, sheet.Evidence{Place: &sheet.Place{Path: string(b.path), Line: b.Line}, Text: b.FullName()})
		}
	}
	return sheet.Finding{
		Rule: undocumented.ID, Level: a.view.Level(&undocumented), Place: &place,
		Message: fmt.Sprintf("%s of %s without documentation, which %d of %d had: %s", duty.Amount(len(fresh), "new declaration", "new declarations"),
			packageName(dir), h.documented, h.before, strings.Join(names[:min(len(names), mostNamed)], ", ")),
		Why: "who uses it has to read it", Next: a.diff(place.Path), Evidence: evidence,
		Fingerprint: sheet.Fingerprint(undocumented.ID, append([]string{string(a.packageBefore(dir))}, names...)...),
	}
}

// forOthers are the declarations of a content that code elsewhere may use.
func forOthers(s *fact.Structure) []*fact.Symbol {
	if s == nil {
		return nil
	}
	return duty.Exported(s, s.Symbols)
}
