package duty

import (
	"fmt"

	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// WrongRecords is a finding about mistakes in records, of which there is one at least:
// the first is told, and the command that tells all.
func WrongRecords(wrong []fact.RecordProblem, command string) sheet.Finding {
	const most = 5
	first := &wrong[0]
	f := sheet.Finding{
		Place: &sheet.Place{Path: string(first.Path), Line: first.Line}, Message: first.Message,
		Why: "nothing is told of these records until it is mended", Next: first.Next + "; then ask again: " + command,
	}
	if n := len(wrong) - 1; n > 0 {
		f.Message += fmt.Sprintf(", and %s more", Amount(n, "mistake", "mistakes"))
		f.Next = command + " tells all of them"
	}
	for _, p := range wrong[:min(len(wrong), most)] {
		f.Evidence = append(f.Evidence, sheet.Evidence{Place: &sheet.Place{Path: string(p.Path), Line: p.Line}, Text: p.Message})
	}
	return f
}
