package risk

import (
	"fmt"
	"slices"
	"strings"

	"leadline/internal/analysis/risk"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var mistake = duty.Rule{
	ID: "risk/mistake", Level: sheet.LevelWarning, Title: "Risks that were written down cannot be reckoned with",
	Doc: `A record of a risk has a number that makes no sense, such as an interval whose low is
above its high, or lacks one of frequency and loss. Nothing is told of any risk then:
leadline risk ends with exit status 2 and tells all mistakes. A file that is not
understood at all is told by record/understood.`,
}

var none = sheet.Unknown{
	What: "what risks may cost", Why: "no record of a risk was found",
	Next: "list risks in lead/risks.yaml (docs/duties/risk.md), or begin with leadline risk propose",
}

// brief is for the brief: what is overdue, and what is wrong.
func brief(v *duty.View, summary bool) (sheet.Sheet, error) {
	s := sheet.Sheet{Duty: name, Question: question}
	if wrong := v.Inputs.WrongRisks; len(wrong) > 0 {
		if !v.Off(&mistake) {
			f := duty.WrongRecords(wrong, "leadline risk")
			f.Rule, f.Level, f.Fingerprint = mistake.ID, v.Level(&mistake), sheet.Fingerprint(mistake.ID)
			s.Findings = []sheet.Finding{f}
		}
		return s, nil
	}
	if len(v.Inputs.Register.Risks) == 0 {
		return s, nil
	}
	s.Findings = found(v, nil, overdue)
	if summary {
		s.Summary = inShort(v)
	}
	return s, nil
}

// inShort counts the open risks, and tells the expected loss of a year by unit.
func inShort(v *duty.View) string {
	n := len(slices.Collect(standing(v)))
	if n == 0 {
		return ""
	}
	parts := []string{duty.Amount(n, "open risk", "open risks")}
	for _, x := range risk.Expected(&v.Inputs.Register) {
		parts = append(parts, short(x.Mean, x.Unit)+" expected a year")
	}
	return strings.Join(parts, " · ")
}

// unestimated says of which open risks nothing can be reckoned.
func unestimated(v *duty.View) []sheet.Unknown {
	var ids []string
	for k := range standing(v) {
		if k.Unestimated {
			ids = append(ids, k.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	const most = 3
	what := strings.Join(ids[:min(len(ids), most)], ", ")
	if more := len(ids) - most; more > 0 {
		what += fmt.Sprintf(" and %d more", more)
	}
	return []sheet.Unknown{{
		What: "what " + what + " may cost",
		Why:  duty.Plural(len(ids), "it says", "they say") + " neither how often it happens nor what it costs",
		Next: "write `frequency` and `loss`, as ranges: docs/duties/risk.md",
	}}
}

// standing are the open risks, in the order of the register.
func standing(v *duty.View) func(func(*fact.Risk) bool) {
	return func(yield func(*fact.Risk) bool) {
		for i := range v.Inputs.Register.Risks {
			if k := &v.Inputs.Register.Risks[i]; !k.Closed && !yield(k) {
				return
			}
		}
	}
}
