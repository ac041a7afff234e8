// Package oversight answers a technical lead's first question of the day: what
// changed, and what needs me now? It is the brief: it reads the sheets of the
// other duties and chooses among their findings.
//
// It names no person itself: figures of volume stand beside areas, files and
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
area; at most seven findings over all duties, the gravest first and one of each
duty in turn; the hotspots of 180 days; a line of every duty; what is not known.`,
	Rules:        []duty.Rule{reverted, largest, rising, stale},
	Needs:        []duty.Need{duty.NeedBranches, duty.NeedHotspots, duty.NeedKnowledge, duty.NeedAuthors},
	AfterAll:     true,
	Read:         read,
	Pictures:     pictures,
	PictureNeeds: []duty.Need{duty.NeedKnowledge, duty.NeedAuthors},
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
	s.Findings = b.needs(&s)
	s.Sections = append(s.Sections, b.sections()...)
	s.Unknown = b.unknown()
	return s, nil
}
