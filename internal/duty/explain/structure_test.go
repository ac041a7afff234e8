package explain

import (
	"strings"
	"testing"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// structured is a view of files that import each other: of Go the folders, of
// others the files.
func structured(language string, place duty.Place) *answer {
	v := &duty.View{History: &fact.History{Head: "h"}, Structures: map[fact.Path]*fact.Structure{}, Place: place}
	add := func(from, to string, line int) {
		v.Dependencies = append(v.Dependencies, fact.Dependency{From: fact.Path(from), To: fact.Path(to), Confidence: fact.Exact, Import: fact.Import{Line: line}})
	}
	for _, p := range []fact.Path{"a/x", "a/y", "b/x", "b/x_test.go", "c/x"} {
		v.Structures[p] = &fact.Structure{Language: language, Types: 1, Symbols: []fact.Symbol{
			{Kind: fact.Function, Name: "plain", Line: 1, End: 2, Cyclomatic: 1},
			{Kind: fact.Type, Name: "T", Line: 3, End: 3},
			{Kind: fact.Method, Name: "hard", Owner: "T", Line: 4, End: 9, Cyclomatic: 3, Cognitive: 4},
		}}
	}
	if language == "go" {
		add("a/x", "b", 1)
		add("b/x", "c", 2)
		add("c/x", "a", 3)
		add("b/x_test.go", "a", 4)
	} else {
		add("a/x", "b/x", 1)
		add("a/y", "a/x", 2)
		add("b/x", "c/x", 3)
		add("b/x_test.go", "a/x", 4)
	}
	return &answer{view: v, place: place}
}

// told are the figures, and the tables row by row.
func told(a *answer) string {
	var out []string
	for _, f := range a.structureFigures() {
		out = append(out, strings.TrimPrefix(f.ID, "explain/")+"="+sheetValue(f.Value))
	}
	for _, s := range a.structure() {
		for _, row := range s.Table.Rows {
			out = append(out, sheetValue(row[0])+"@"+sheetValue(row[1]))
		}
	}
	return strings.Join(out, " ")
}

func sheetValue(v sheet.Value) string {
	b, err := v.MarshalJSON()
	if err != nil {
		return err.Error()
	}
	return strings.NewReplacer(`"path":`, "", `,"line":`, ":", `"`, "", "{", "", "}", "").Replace(string(b))
}

func TestStructure(t *testing.T) {
	for name, c := range map[string]struct {
		language string
		place    duty.Place
		want     string
	}{
		"file":            {"java", duty.Place{Path: "a/x"}, "functions=2 types=1 needs=1 needed=1 T.hard@a/x:4 plain@a/x:1 a/y@a/y:2"},
		"file of Go":      {"go", duty.Place{Path: "a/x"}, "functions=2 types=1 needs=1 needed=1 T.hard@a/x:4 plain@a/x:1 c/@c/x:3"},
		"line":            {"java", duty.Place{Path: "a/x", Line: 5}, "functions=2 types=1 needs=1 needed=1 T.hard@a/x:4 a/y@a/y:2"},
		"folder":          {"java", duty.Place{Path: "b", Folder: true}, "functions=4 types=2 needs=1 needed=1 T.hard@b/x:4 T.hard@b/x_test.go:4 plain@b/x:1 plain@b/x_test.go:1 a/x@a/x:1"},
		"folder of Go":    {"go", duty.Place{Path: "a", Folder: true}, "functions=4 types=2 needs=1 needed=1 T.hard@a/x:4 T.hard@a/y:4 plain@a/x:1 plain@a/y:1 c/@c/x:3"},
		"nothing is read": {"java", duty.Place{Path: "d"}, ""},
	} {
		if got := told(structured(c.language, c.place)); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
}

func TestNeeded(t *testing.T) {
	a := structured("java", duty.Place{Path: "b/x"})
	needs := func(from fact.Path, kind fact.ImportKind, line int) {
		a.view.Dependencies = append(a.view.Dependencies, fact.Dependency{From: from, To: "b/x", Import: fact.Import{Line: line, Kind: kind}, Confidence: fact.Exact})
	}
	needs("a/b", fact.TypeOnly, 5)
	needs("a/y", fact.TypeOnly, 6)
	needs("a/y", fact.Dynamic, 7)
	needs("examples/x.go", fact.Runtime, 8)
	s, _ := a.needed()
	got := ""
	for _, row := range s.Table.Rows {
		got += sheetValue(row[1]) + " "
	}
	// What needs types alone comes last, and examples do not count.
	if got != "a/x:1 a/y:7 a/b:5 " {
		t.Error(got)
	}
}

func TestCalls(t *testing.T) {
	a := structured("go", duty.Place{Path: "a/x", Line: 5})
	hard := fact.Callable{Path: "a/x", Owner: "T", Name: "hard", Line: 4}
	other := fact.Callable{Path: "b/x", Name: "plain", Line: 1}
	test := fact.Callable{Path: "b/x_test.go", Name: "plain", Line: 1}
	file := fact.Callable{Path: "c/x"}
	a.view.Calls = &duty.Calls{Calls: []fact.Call{
		{From: test, To: hard, Line: 2, Confidence: fact.Exact},
		{From: file, To: hard, Line: 7, Confidence: fact.Ambiguous},
		{From: other, To: hard, Line: 2, Confidence: fact.Exact},
		{From: hard, To: other, Line: 6, Confidence: fact.Exact},
		{From: other, To: test, Line: 2},
	}}
	got := ""
	for _, s := range a.calls() {
		got += s.Title + ":"
		for _, r := range s.Table.Rows {
			got += " " + sheetValue(r[0]) + "@" + sheetValue(r[1]) + "," + sheetValue(r[2])
		}
		got += "; "
	}
	if want := "Who calls T.hard: plain@b/x:2,sure the file itself@c/x:7,perhaps plain@b/x_test.go:2,sure; What T.hard calls: plain@b/x:1,sure; "; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if u := a.unknownCalls(); u != nil {
		t.Errorf("%+v", u)
	}
	a.view.Calls.Partial = []fact.Path{"a"}
	if u := a.unknownCalls(); len(u) != 1 {
		t.Errorf("%+v", u)
	}
	a.place.Line = 0
	if s := a.calls(); s != nil {
		t.Errorf("of a whole file: %+v", s)
	}
}
