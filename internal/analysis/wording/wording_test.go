package wording

import (
	"strings"
	"testing"
)

func kinds(statement string) string {
	var out []string
	for _, s := range Check(statement) {
		out = append(out, string(s.Kind)+" "+s.Words)
	}
	return strings.Join(out, "; ")
}

// Each fault has a harmless twin.
func TestCheck(t *testing.T) {
	for statement, want := range map[string]string{
		"The unit shall take appropriate action.":                                       "vague appropriate",
		"The unit shall take the appropriate action.":                                   "",
		"The unit shall return appropriate codes (400, 401).":                           "",
		"The unit shall show an appropriate \"full\" message.":                          "",
		"The tool shall keep sufficient history.":                                       "vague sufficient",
		"The tool shall keep sufficient memory to hold 16 messages.":                    "",
		"The mitigation shall be rated as sufficient or not.":                           "",
		"The client shall gracefully handle errors.":                                    "vague gracefully",
		"The client shall gracefully fall back to templates.":                           "",
		"The unit shall be closed properly.":                                            "vague properly",
		"The unit shall properly constrain it.":                                         "",
		"The cache shall hold TBD entries.":                                             "placeholder TBD",
		"The page shall show the number of TBD.":                                        "",
		"TBD":                                                                           "placeholder TBD",
		"The form shall show (placeholder dots).":                                       "",
		"The form shall show [TODO: which].":                                            "placeholder [TODO: which]",
		"The list shall hold a, b, etc.":                                                "open-ended etc",
		"The tool shall log every action (open, close, etc.) once.":                     "",
		"The tool shall log a, b, ...":                                                  "open-ended ...",
		"The tool shall copy it if possible.":                                           "loophole if possible",
		"The tool shall copy (hardlink where possible) the file.":                       "",
		"The tool shall rotate files as required.":                                      "loophole as required",
		"The tool shall rotate files as required by REQ-1.":                             "",
		"Where applicable, the tool shall draw it.":                                     "loophole Where applicable",
		"The event shall carry the id where applicable, and the size.":                  "",
		"The tool should normally tell the line.":                                       "loophole should normally",
		"The tool usually tells the line.":                                              "",
		"The tool shall do a. The tool shall do b.":                                     "several shall",
		"The tool shall do a.\n\nNote: it shall be appropriate, if possible.":           "",
		"The tool shall do a. Note: it shall be easy to use.":                           "",
		"It is easy to use. The tool shall do a.":                                       "",
		"The tool is easy to use.":                                                      "vague easy to use",
		"The tool shall read `etc` and [appropriate](x.md) files.":                      "",
		"The tool shall read " + strings.Repeat("very ", 60) + "long lines.":            "long ",
		"The tool shall hold: a) " + strings.Repeat("very ", 60) + "long items b) c.":   "",
		"The tool shall hold " + strings.Repeat("very ", 60) + "long items: a) b b) c.": "long ",
	} {
		if got := kinds(statement); got != want {
			t.Errorf("%q: %q, want %q", statement, got, want)
		}
	}
}

func TestBinding(t *testing.T) {
	for statement, want := range map[string]string{
		"One. The tool shall do a, e.g. b. Three.":  "The tool shall do a, e.g. b.",
		"The tool shall hold:\n\n* a\n* b":          "The tool shall hold: * a * b",
		"**Shall** is bold.\n> Rationale: it must.": "Shall is bold.",
		"No verb. At all.":                          "No verb. At all.",
	} {
		if got := Binding(statement); got != want {
			t.Errorf("%q: %q, want %q", statement, got, want)
		}
	}
}

func TestNormal(t *testing.T) {
	if a, b := Normal("The  tool shall `log` it."), Normal("the tool shall log it"); a != b {
		t.Errorf("%q, %q", a, b)
	}
	if a, b := Normal("log it once"), Normal("log it twice"); a == b {
		t.Error("what differs is the same")
	}
}

func TestPatternOf(t *testing.T) {
	for statement, want := range map[string]Pattern{
		"The gate shall close.":                                         Ubiquitous,
		"While the train moves, the gate shall stay closed.":            State,
		"WHEN a train comes, THE gate SHALL close":                      Event,
		"If the gate is stuck, then the gate shall ring.":               Unwanted,
		"If the gate is stuck, the gate shall ring.":                    NoPattern,
		"Where a bell is fitted, the gate shall ring.":                  Optional,
		"While it rains, when a train comes, the gate shall close.":     Complex,
		"When a train comes, if it is stuck, then the gate shall ring.": Complex,
		"The gate closes.": NoPattern,
		"* **MUST** close": NoPattern,
	} {
		if got, why := PatternOf(statement); got != want || (got == NoPattern) == (why == "") {
			t.Errorf("%q: %q (%s), want %q", statement, got, why, want)
		}
	}
}

func TestProposed(t *testing.T) {
	for fit, want := range map[[2]int]bool{{8, 2}: true, {7, 3}: false, {9, 0}: false, {0, 0}: false} {
		if got := Proposed(map[Pattern]int{Event: fit[0], NoPattern: fit[1]}); got != want {
			t.Errorf("%v: %v", fit, got)
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("While it is, the tool shall do [TBD] (e.g. `a`) if possible, etc.\nNote: \"x\"")
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range Check(text) {
			if s.Kind != Long && s.Words == "" {
				t.Errorf("%q is nothing of %q", s.Kind, text)
			}
		}
		if p, why := PatternOf(text); (p == NoPattern) == (why == "") {
			t.Errorf("%q: %q and %q", text, p, why)
		}
	})
}
