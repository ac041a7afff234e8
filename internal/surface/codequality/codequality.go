// Package codequality writes findings as a Code Quality report of GitLab.
package codequality

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

type (
	issue struct {
		Description string   `json:"description"`
		Check       string   `json:"check_name"`
		Fingerprint string   `json:"fingerprint"`
		Severity    string   `json:"severity"`
		Location    location `json:"location"`
	}
	location struct {
		Path  string `json:"path"`
		Lines lines  `json:"lines"`
	}
	lines struct {
		Begin int `json:"begin"`
	}
)

var severities = map[sheet.Level]string{sheet.LevelError: "critical", sheet.LevelWarning: "major", sheet.LevelNote: "info"}

// Write writes one report. GitLab shows the first alone of issues with the same
// fingerprint, so that each has its own.
func Write(w io.Writer, a sheet.Answer) error {
	issues, seen := []issue{}, map[string]int{}
	for _, f := range surface.LocatedFindings(a) {
		x := issue{
			Description: fault.Visible(f.Sentence()), Check: f.Rule, Severity: severities[f.Level], Location: location{f.Path, lines{f.Line}},
		}
		if f.Gate {
			x.Severity = "blocker"
		}
		n := seen[f.Fingerprint]
		seen[f.Fingerprint]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", f.Fingerprint, n))
		x.Fingerprint = hex.EncodeToString(sum[:16])
		issues = append(issues, x)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(issues)
}
