package duty

import (
	"fmt"

	"leadline/internal/sheet"
)

// RisksFlag says whether risks that cost days take part in an answer about when
// something will be done.
const RisksFlag = "risks"

// CheckRisksFlag refuses what RisksFlag does not mean.
func CheckRisksFlag(v *View) error {
	if text, given := v.Flags[RisksFlag]; given && text != "yes" && text != "no" {
		return &Mistake{What: fmt.Sprintf("--%s %q is neither yes nor no", RisksFlag, text), Hint: "write --risks no to leave the risks of the repository out"}
	}
	return nil
}

// RiskEvidence is where a risk of the repository stands.
func RiskEvidence(v *View, id string) sheet.Evidence {
	e := sheet.Evidence{Text: id}
	for i := range v.Inputs.Register.Risks {
		if k := &v.Inputs.Register.Risks[i]; k.ID == id {
			e.Place = &sheet.Place{Path: k.File, Line: k.Line}
		}
	}
	return e
}
