// Package oversight answers a technical lead's first question of the day: what
// changed, and what needs me now? For now it reads the history alone.
//
// It names no person: figures of volume stand beside areas, files and
// branches.
package oversight

import (
	"leadline/internal/duty"
	"leadline/internal/sheet"
)

const (
	name     = "oversight"
	question = "What changed, and what needs the lead now?"
)

// Duty is the duty of technical oversight.
var Duty = duty.Duty{
	Name:     name,
	Question: question,
	Doc: `What landed on the branch since 7 days before the as-of day (or --since), by
area; the files that changed most in 180 days; changes that stand out; branches
that were left lying; the last release.`,
	Rules:    []duty.Rule{reverted, largest, stale},
	Needs:    []duty.Need{duty.NeedHistory, duty.NeedRefs, duty.NeedBranches},
	AfterAll: true,
	Read:     read,
}

// most is how many findings a lead can act on in one sitting.
const most = 7

func read(v *duty.View) (sheet.Sheet, error) {
	s := sheet.Sheet{Duty: name, Question: question}
	if v.History.Head == "" {
		s.Sections = append(s.Sections, sheet.Section{
			ID: "oversight/empty", Title: "Nothing yet", Kind: sheet.KindText,
			Text: "The branch has no commit yet.",
		})
		return s, nil
	}
	b := newBrief(v)
	s.Figures = b.figures()
	s.Findings = append(s.Findings, b.reverted()...)
	s.Findings = append(s.Findings, b.largest()...)
	s.Findings = append(s.Findings, b.stale()...)
	if len(s.Findings) > most {
		s.Findings = s.Findings[:most]
	}
	s.Sections = append(s.Sections, b.sections()...)
	s.Unknown = b.unknown()
	return s, nil
}
