package requirements

import (
	"strings"
	"testing"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

func requirement(id, text string) fact.Record {
	return fact.Record{Path: "docs/a.md", Line: 3, Kind: fact.Requirement, ID: id, Text: fact.Passage{Text: text, Line: 4}}
}

func view(records ...fact.Record) *duty.View {
	return &duty.View{History: &fact.History{Head: "h"}, Decisions: &fact.Records{Records: records}}
}

// What binds nobody is no requirement of the sheet, nor is a record of another kind.
func TestWhichCount(t *testing.T) {
	informative, rejected, decision, other := requirement("B", ""), requirement("C", ""), requirement("D", ""), requirement("E", "")
	informative.Informative, rejected.Status, decision.Kind, other.Path = true, fact.Rejected, fact.Decision, "else/b.md"
	v := view(requirement("A", "The tool shall log it."), informative, rejected, decision, other)
	v.Place = duty.Place{Path: "docs", Folder: true}
	if a := newAnswer(v); len(a.all) != 1 || a.all[0].ID != "A" {
		t.Errorf("%+v", a.all)
	}
	if a := newAnswer(&duty.View{History: &fact.History{}}); len(a.all) != 0 {
		t.Error("requirements of nothing")
	}
}

func messages(all []sheet.Finding) string {
	var out []string
	for _, f := range all {
		out = append(out, f.Message)
	}
	return strings.Join(out, "\n")
}

func TestUnclear(t *testing.T) {
	a := newAnswer(view(requirement("A", "The tool shall keep TBD lines, if possible."), requirement("B", "The tool shall keep TBD files."), requirement("C", "The tool shall keep nine files.")))
	found := a.unclear()
	want := "A: \"TBD\" is still to be written\nA: \"if possible\" leaves it to whoever builds it\nB: \"TBD\" is still to be written"
	if got := messages(found); got != want {
		t.Errorf("%s", got)
	}
	if found[0].Level != sheet.LevelWarning || found[0].Place.Line != 4 || !strings.HasSuffix(found[0].Why, "(not complete)") || found[0].Fingerprint == found[2].Fingerprint {
		t.Errorf("%+v", found[0])
	}
	if got := messages(brief(found)); got != "A: \"TBD\" is still to be written, and 1 more like it\nA: \"if possible\" leaves it to whoever builds it" {
		t.Errorf("in short: %s", got)
	}
}

func TestDuplicates(t *testing.T) {
	same := "The tool shall log each of them."
	refining := requirement("R", same)
	refining.Links = []fact.RecordLink{{Kind: fact.Implements, To: fact.Passage{Text: "A"}}}
	for name, c := range map[string]struct {
		records []fact.Record
		want    string
	}{
		"copied":             {[]fact.Record{requirement("A", same), requirement("B", "The tool shall  LOG each of them")}, "2 requirements say the same: " + same},
		"on two levels":      {[]fact.Record{requirement("A", same), refining}, ""},
		"before a list":      {[]fact.Record{requirement("A", "The tool shall log each of:"), requirement("B", "The tool shall log each of:")}, ""},
		"a word or two":      {[]fact.Record{requirement("A", "TBD"), requirement("B", "TBD")}, ""},
		"not quite the same": {[]fact.Record{requirement("A", same), requirement("B", "The tool shall log some of them.")}, ""},
	} {
		if got := messages(newAnswer(view(c.records...)).duplicates()); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Sets are proposed to ask for patterns when four of five of at least ten are in one.
func TestSets(t *testing.T) {
	var records []fact.Record
	for range 8 {
		records = append(records, requirement("A", "When it rings, the tool shall log it."))
	}
	records = append(records, requirement("B", "The bell rings."), requirement("C", "The bell rings."))
	s := newAnswer(view(records...)).sets()
	if len(s.Table.Rows) != 1 || s.Table.Rows[0][3].Number() != 80 || s.Table.Rows[0][4].Text() != "8 event" || !strings.Contains(s.Note, "{path: docs, style: ears}") {
		t.Errorf("%+v %q", s.Table.Rows, s.Note)
	}
	if s := newAnswer(view(records[1:]...)).sets(); s.Note != "" {
		t.Errorf("proposed for nine: %q", s.Note)
	}
	v := view(records...)
	v.Settings.Patterned = func(p fact.Path) bool { return p.Folder() == "docs" }
	if a := newAnswer(v); a.sets().Note != "" || len(a.patternless()) != 2 {
		t.Errorf("what was asked is proposed again, or not told: %q, %v", a.sets().Note, a.patternless())
	}
	v.Settings.Patterned = func(p fact.Path) bool { return false }
	if got := newAnswer(v).patternless(); len(got) != 0 {
		t.Errorf("told of another folder: %v", got)
	}
}
