package record

import (
	"slices"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// After is a check without what was wrong before, at a commit that is called base. A
// number that branches contend for is new where a file of the head that takes it is.
func After(s sheet.Sheet, before *duty.View, base string) sheet.Sheet {
	old := map[string]bool{}
	if a := newAnswer(before); a != nil {
		for _, f := range a.findings() {
			old[f.Fingerprint] = true
		}
	}
	all := len(s.Findings)
	s.Findings = slices.DeleteFunc(s.Findings, func(f sheet.Finding) bool {
		return old[f.Fingerprint] || f.Rule == race.ID && !slices.ContainsFunc(f.Evidence, func(e sheet.Evidence) bool {
			return e.Ref == "" && before.History.File(fact.Path(e.Place.Path)) == nil
		})
	})
	f := duty.Count("record/old", all-len(s.Findings), "finding left out that was there at "+base, "findings left out that were there at "+base, nil)
	s.Figures = append(s.Figures, f)
	return s
}
