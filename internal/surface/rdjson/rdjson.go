// Package rdjson writes findings as RDJSONL, a Diagnostic of reviewdog's format a line:
// reviewdog posts them to the forges that it knows.
package rdjson

import (
	"encoding/json"
	"io"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

type (
	diagnostic struct {
		Message  string   `json:"message"`
		Location location `json:"location"`
		Severity string   `json:"severity"`
		Source   source   `json:"source"`
		Code     code     `json:"code"`
	}
	location struct {
		Path  string `json:"path"`
		Range span   `json:"range"`
	}
	span struct {
		Start position `json:"start"`
	}
	position struct {
		Line int `json:"line"`
	}
	source struct {
		Name string `json:"name"`
	}
	code struct {
		Value string `json:"value"`
	}
)

var severities = map[sheet.Level]string{sheet.LevelError: "ERROR", sheet.LevelWarning: "WARNING", sheet.LevelNote: "INFO"}

// Write writes the findings.
func Write(w io.Writer, a sheet.Answer) error {
	e := json.NewEncoder(w)
	for _, f := range surface.LocatedFindings(a) {
		err := e.Encode(diagnostic{
			Message: fault.Visible(f.Sentence()), Location: location{f.Path, span{position{f.Line}}}, Severity: severities[f.Level],
			Source: source{"leadline"}, Code: code{f.Rule},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
