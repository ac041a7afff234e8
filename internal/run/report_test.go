package run

import (
	"slices"
	"testing"

	"leadline/internal/sheet"
)

// A duty that knows nothing of a repository gets no sheet of its own, and what it
// does not know is said.
func TestSheetOfNothing(t *testing.T) {
	unknown := []sheet.Unknown{{What: "the structure of the code"}}
	brief := sheet.Sheet{Duty: "oversight"}
	known := sheet.Sheet{Duty: "guidance", Figures: []sheet.Figure{{ID: "guidance/active"}}, Unknown: unknown}
	out := joined([]sheet.Sheet{brief}, []sheet.Sheet{{Duty: "architecture", Unknown: unknown}, known})
	if len(out) != 2 || out[1].Duty != "guidance" || !slices.Equal(out[0].Unknown, unknown) {
		t.Errorf("%+v", out)
	}
	if out = joined(nil, []sheet.Sheet{{Duty: "oversight", Unknown: unknown}}); len(out) != 1 {
		t.Error("the brief is left out")
	}
}
