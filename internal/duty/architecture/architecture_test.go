package architecture

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/internal/analysis/clone"
	"leadline/internal/analysis/conformance"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// view has files that import folders, as "from/file to"; all were made and changed
// together, n times.
func view(n int, imports ...string) *duty.View {
	h := &fact.History{}
	v := &duty.View{History: h, AsOf: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), Structures: map[fact.Path]*fact.Structure{}}
	for _, s := range imports {
		f := strings.Fields(s)
		p := fact.Path(f[0])
		if v.Structures[p] == nil {
			v.Structures[p] = &fact.Structure{Language: "go", Types: 1, Interfaces: 1, Symbols: []fact.Symbol{
				{Kind: fact.Function, Name: "F", Line: 3, End: 9, Cyclomatic: 4, Cognitive: 15}, {Kind: fact.Interface, Name: "I", Line: 1, End: 2},
			}}
			h.Files = append(h.Files, fact.File{Path: p, Mode: fact.ModeFile, Lines: []fact.LineRun{{Lines: 4, Commit: "c0"}, {Lines: 5, Commit: "c1"}}})
		}
		if len(f) > 1 {
			v.Dependencies = append(v.Dependencies, fact.Dependency{
				From: p, To: fact.Path(f[1]), Confidence: fact.Exact, Import: fact.Import{Path: "m/" + f[1], Line: 2, Kind: fact.Runtime},
			})
		}
	}
	for i := range n {
		c := fact.Commit{ID: fact.CommitID(fmt.Sprintf("c%d", i)), Subject: "Work", Author: fact.Identity{Name: "Ann Lee", Email: "ann@example.org"}}
		c.Committer = c.Author
		c.Authored.Unix = v.AsOf.AddDate(0, 0, i-n).Unix()
		c.Committed = c.Authored
		if h.Head != "" {
			c.Parents = []fact.CommitID{h.Head}
		}
		for _, f := range h.Files {
			c.Changes = append(c.Changes, fact.Change{Path: f.Path, Kind: fact.Modified, Mode: fact.ModeFile, Added: 20, Lines: 9})
		}
		h.Commits = append(h.Commits, c)
		h.Head = c.ID
	}
	return v
}

func ask(t *testing.T, v *duty.View) sheet.Sheet {
	t.Helper()
	s, err := Duty.Read(v)
	if err != nil {
		t.Fatal(err)
	}
	a := duty.Head(v)
	a.Sheets = []sheet.Sheet{s}
	a.Sheets[0].Sections = append(pictures(v), s.Sections...)
	if err := sheet.Check(a); err != nil {
		t.Error(err)
	}
	short, err := Duty.Short(v, true)
	if err != nil || len(short.Findings) != len(s.Findings) || short.Summary != s.Summary {
		t.Errorf("in short %v %q, whole %v %q", short.Findings, short.Summary, s.Findings, s.Summary)
	}
	return s
}

func figure(s sheet.Sheet, id string) float64 {
	for _, f := range s.Figures {
		if f.ID == "architecture/"+id {
			return f.Value.Number()
		}
	}
	return -1
}

func TestArchitecture(t *testing.T) {
	s := ask(t, view(6, "a/x.go b", "a/y.go b", "b/x.go c", "c/x.go", "d/x.go"))
	if figure(s, "packages") != 4 || figure(s, "dependencies") != 2 || figure(s, "cycles") != 0 || len(s.Findings) != 0 {
		t.Errorf("%+v", s.Figures)
	}
	// a reaches 3, b 2, c and d themselves: 7 of 16.
	if got := figure(s, "propagation"); got != 43.8 {
		t.Errorf("propagation cost %v", got)
	}
	titles := ""
	for _, x := range s.Sections {
		titles += x.ID + " "
	}
	if titles != "architecture/leaned architecture/functions architecture/hidden " {
		t.Error(titles)
	}
	// a and c change together, and neither needs the other; a and b do.
	for _, r := range s.Sections[2].Table.Rows {
		if one, other := r[0].Place().Path, r[1].Place().Path; one[0] == 'a' && other[0] == 'b' {
			t.Errorf("%s and %s", one, other)
		}
	}
	if s.Summary != "no cycle of packages · propagation cost 43.8 %" {
		t.Error(s.Summary)
	}
	// What a program writes changes with what it is written from.
	for _, x := range ask(t, view(6, "a/x.go", "b/x.pb.go", "c/x.go")).Sections {
		if x.ID == "architecture/hidden" && len(x.Table.Rows) != 1 {
			t.Errorf("%v", x.Table.Rows)
		}
	}
}

func TestFunctions(t *testing.T) {
	rows := func(commits, cognitive int) int {
		v := view(commits, "a/x.go")
		v.Structures["a/x.go"].Symbols[0].Cognitive = cognitive
		for _, x := range ask(t, v).Sections {
			if x.ID == "architecture/functions" {
				return len(x.Table.Rows)
			}
		}
		return 0
	}
	if rows(2, complexLeast) != 1 || rows(2, complexLeast-1) != 0 || rows(1, complexLeast) != 0 {
		t.Error("a simple function, or one that was written once, is told")
	}
}

func TestLeftOut(t *testing.T) {
	files := []string{"a/x.go b", "b/y.go", "examples/shop/x.go b", "b/build.gradle.kts"}
	v := view(1, files...)
	if got := figure(ask(t, v), "packages"); got != 2 {
		t.Errorf("%v packages with examples", got)
	}
	v = view(1, files...)
	v.Settings.Architecture = &duty.Architecture{Architecture: conformance.Architecture{Component: func(p fact.Path) string {
		if strings.HasPrefix(string(p), "examples/") {
			return "examples"
		}
		return ""
	}}}
	if got := figure(ask(t, v), "packages"); got != 3 {
		t.Errorf("%v packages where examples are a component", got)
	}
}

// Where files are modules, the folders alone may be on a cycle, or more of them than
// the files.
func TestCycleOfFolders(t *testing.T) {
	v := view(1, "a/x.ts b/x.ts", "b/x.ts a/y.ts", "a/y.ts", "c/x.ts d/x.ts", "d/x.ts c/x.ts", "c/y.ts e/y.ts", "e/y.ts c/z.ts", "c/z.ts")
	for _, x := range v.Structures {
		x.Language = "typescript"
	}
	s := ask(t, v)
	if len(s.Findings) != 1 || s.Findings[0].Message != "2 packages (c/, d/) need each other; without 1 import there would be no cycle" {
		t.Errorf("%+v", s.Findings)
	}
	table := s.Sections[0].Table
	if x, y := table.Rows[0], table.Rows[1]; x[2].Text() != "files of 2" || y[2].Text() != "folders" {
		t.Errorf("%+v", table.Rows)
	}
}

func TestCycle(t *testing.T) {
	v := view(1, "a/x.go b", "b/x.go a", "b/y.go a", "c/x.go a")
	s := ask(t, v)
	if len(s.Findings) != 1 {
		t.Fatalf("%d findings", len(s.Findings))
	}
	f := s.Findings[0]
	if want := "2 packages (a/, b/) need each other; without 1 import there would be no cycle"; f.Message != want {
		t.Errorf("%s, want %s", f.Message, want)
	}
	if e := f.Evidence[0]; e.Place.Path != "a/x.go" || e.Place.Line != 2 || e.Text != "needs b/" {
		t.Errorf("%+v", e)
	}
	if f.Level != sheet.LevelWarning {
		t.Error(f.Level)
	}
	v.Place = duty.Place{Path: "c", Folder: true}
	if s := ask(t, v); len(s.Findings) != 0 || figure(s, "packages") != 1 {
		t.Error("a cycle elsewhere is told of a place")
	}
	v = view(1, "a/x.go b", "b/x.go a")
	v.Settings.Rules = map[string]duty.RuleSettings{cycle.ID: {Off: true}}
	if s := ask(t, v); len(s.Findings) != 0 {
		t.Error("a rule that is off speaks")
	}
}

// A cycle of a folder with what is in it is a note; of many three are told, and all
// are in a table.
func TestCycles(t *testing.T) {
	var imports []string
	for _, x := range []string{"a", "b", "c", "d"} {
		imports = append(imports, x+"/x.go "+x+"/y", x+"/y/x.go "+x)
	}
	s := ask(t, view(1, imports...))
	if len(s.Findings) != mostCycles || s.Findings[0].Level != sheet.LevelNote || figure(s, "cycles") != 4 {
		t.Errorf("%+v", s.Findings)
	}
	if x := s.Sections[0]; x.ID != "architecture/circles" || len(x.Table.Rows) != 4 {
		t.Errorf("%+v", x)
	}
	// One that many imports keep together is in the table alone.
	var many []string
	for i := range 11 {
		many = append(many, fmt.Sprintf("a/%d.go b", i), fmt.Sprintf("b/%d.go a", i))
	}
	if s := ask(t, view(1, many...)); len(s.Findings) != 0 || s.Sections[0].ID != "architecture/circles" {
		t.Errorf("%+v", s.Findings)
	}
	// Modules of a crate make none.
	v := view(1, "a/x.go b", "b/x.go a")
	for _, x := range v.Structures {
		x.Language = "rust"
	}
	if s := ask(t, v); len(s.Findings) != 0 || figure(s, "cycles") != 0 {
		t.Errorf("%+v", s.Findings)
	}
}

// matrix is the nodes and edges of the matrix.
func matrix(t *testing.T, imports ...string) (string, *sheet.Section) {
	t.Helper()
	drawn := pictures(view(1, imports...))
	if len(drawn) == 0 {
		return "", nil
	}
	s := &drawn[0]
	var words []string
	for _, n := range s.Graph.Nodes {
		words = append(words, n.Label)
	}
	for _, e := range s.Graph.Edges {
		words = append(words, fmt.Sprintf("%s>%s:%v", e.From, e.To, e.Weight))
	}
	return strings.Join(words, " "), s
}

func TestMatrix(t *testing.T) {
	got, s := matrix(t, "a/x.go b", "a/x.go b/c", "b/x.go d", "b/c/x.go d", "d/x.go b/c", "e/x.go")
	if want := "a/ b/ b/c/ d/ a/>b/:1 a/>b/c/:1 b/>d/:1 b/c/>d/:1 d/>b/c/:1"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if want := "1 of 5 dependencies between folders lead back; b/c/ is needed by 2 of 3 others"; s.Title != want {
		t.Error(s.Title)
	}
	if _, s = matrix(t, "a/x.go b", "b/x.go"); s.Title != "No folder is needed by one that it needs; b/ is needed by 1 of 1 other" {
		t.Error(s.Title)
	}
	if got, _ := matrix(t, "a/x.go", "b/x.go"); got != "" {
		t.Error("nothing needs anything, and", got)
	}
	var many []string
	for i := range 30 {
		many = append(many, fmt.Sprintf("f%02d/x.go f00", i), fmt.Sprintf("f%02d/y/x.go f%02d", i, i))
	}
	if _, s = matrix(t, many...); len(s.Graph.Nodes) != mostParts || !strings.Contains(s.Note, "Left out: 6 folders") {
		t.Errorf("%d nodes: %s", len(s.Graph.Nodes), s.Note)
	}
}

// Folders are divided where most is, down to the first fork.
func TestParts(t *testing.T) {
	for _, c := range []struct{ folders, want string }{
		{"src/a/x src/a/y src/b", "src/a/x src/a/y src/b"},
		{". a", ". a"},
		{"a/1 a/2 a/3 b/1 c d e f g h", "a b c d e f g h"},
	} {
		var list []fact.Path
		for f := range strings.FieldsSeq(c.folders) {
			list = append(list, fact.Path(strings.TrimPrefix(f, ".")))
		}
		found := map[string]bool{}
		for _, p := range parts(list) {
			found[string(p)] = true
		}
		for w := range strings.FieldsSeq(c.want) {
			if p := strings.TrimPrefix(w, "."); !found[p] {
				t.Errorf("%s: no %q in %v", c.folders, p, found)
			}
			delete(found, strings.TrimPrefix(w, "."))
		}
		if len(found) > 0 {
			t.Errorf("%s: %v besides", c.folders, found)
		}
	}
}

// What was not read is not known, and claims nothing.
func TestUnknown(t *testing.T) {
	v := view(1, "a/x.go")
	v.Structures = nil
	if s := ask(t, v); len(s.Unknown) != 1 || len(s.Figures) != 0 || s.Summary != "" {
		t.Errorf("%+v", s)
	}
	v = view(1, "a/x.go")
	v.Dependencies = []fact.Dependency{{From: "a/x.go", Confidence: fact.Unresolved, Import: fact.Import{Path: "m/gone"}}}
	v.Structures["a/x.go"].Partial = true
	s := ask(t, v)
	if len(s.Unknown) != 2 || s.Unknown[0].What != "where 1 of 1 imports lead" || s.Unknown[1].What != "all of 1 file" {
		t.Errorf("%+v", s.Unknown)
	}
	if s := ask(t, &duty.View{History: &fact.History{}}); len(s.Figures) != 0 {
		t.Errorf("%+v", s)
	}
}

// declare gives a view an architecture: a component for each top folder, and layers
// of them from the top down.
func declare(v *duty.View, layers ...string) *duty.Architecture {
	rule := conformance.Rule{Name: "layers", Kind: conformance.Layers, Reason: "so it is meant", Decision: "docs/1.md"}
	a := &duty.Architecture{}
	for i, l := range layers {
		fit := func(c string) bool { return c == l }
		rule.Layers = append(rule.Layers, fit)
		a.Components = append(a.Components, duty.Component{Name: l, Line: i + 1, Fit: fit})
	}
	a.Rules = []conformance.Rule{rule}
	a.Component = func(p fact.Path) string { top, _, _ := strings.Cut(string(p), "/"); return top }
	v.Settings.Architecture = a
	return a
}

func TestDeclared(t *testing.T) {
	v := view(1, "a/x.go b", "b/x.go c", "c/x.go b", "c/y.go b")
	a := declare(v, "a", "b", "c", "d")
	s := ask(t, v)
	var said []string
	for _, f := range s.Findings {
		if f.Gate {
			said = append(said, f.Message)
		}
	}
	if want := []string{`c/ needs b/ by 2 imports: breaks "layers"`, `component "d" has no file of code that is read`}; !slices.Equal(said, want) {
		t.Errorf("%q", said)
	}
	if f := s.Findings[0]; f.Why != "so it is meant" || f.Evidence[1].Place.Path != "docs/1.md" || f.Place.Path != "c/x.go" {
		t.Errorf("%+v", f)
	}
	if !strings.HasPrefix(s.Summary, "1 of 1 rule broken · ") {
		t.Error(s.Summary)
	}
	// What is known is a row, and no finding; what is gone is one.
	a.Known = []duty.KnownBreach{{Rule: "layers", From: "c", To: "b", Reason: "soon", Line: 4}, {Rule: "layers", From: "c", To: "a", Reason: "once", Line: 5}}
	a.Components = a.Components[:3]
	s = ask(t, v)
	if len(s.Findings) != 2 || s.Findings[0].Message != `c/ no longer needs a/ against "layers"` || s.Findings[0].Place.Line != 5 {
		t.Errorf("%+v", s.Findings)
	}
	if figure(s, "known") != 1 || figure(s, "breaches") != 0 || !strings.HasPrefix(s.Summary, "1 of 1 rule broken, as is known · ") {
		t.Errorf("%v %v %s", figure(s, "known"), figure(s, "breaches"), s.Summary)
	}
	if got := Breaches(v); len(got) != 1 || got[0].From != "c" {
		t.Errorf("%+v", got)
	}
	v.Place = duty.Place{Path: "a", Folder: true}
	if s := ask(t, v); len(s.Findings) != 0 || figure(s, "known") != 0 {
		t.Error("what is elsewhere is told of a place")
	}
}

func TestPropose(t *testing.T) {
	p := Propose(view(1, "a/x.go b", "b/x.go c", "c/x.go b", "b/y.go c", "d/x.go c"))
	if got, want := fmt.Sprint(p.Folders, p.Layers, p.Upwards), "[a b c d] [[a] [b d] [c]] [{c b 1 {c/x.go 2 }}]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	p = Propose(view(1, "a/x.go a/b", "a/b/x.go"))
	if got, want := fmt.Sprint(p.Folders, p.Layers, p.Upwards), "[a/b a] [[a] [a/b]] []"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestClones(t *testing.T) {
	v := view(3, "a/x.go b", "b/x.go", "c/x.go")
	v.Flags = map[string]string{"clones": "1"}
	place := func(p string) clone.Place { return clone.Place{Path: fact.Path(p), Line: 2, End: 8} }
	v.Clones = &duty.Clones{Complete: true, Files: 3, Clones: []clone.Clone{
		{Tokens: 900, Data: true, Places: []clone.Place{place("a/x.go"), place("c/x.go")}},
		{Tokens: 150, Places: []clone.Place{place("a/x.go"), place("b/x.go"), place("c/x.go")}},
		{Tokens: 120, Places: []clone.Place{place("a/x.go"), place("a/x.go")}},
	}}
	s := ask(t, v)
	table := s.Sections[slices.IndexFunc(s.Sections, func(x sheet.Section) bool { return x.ID == "architecture/clones" })].Table
	if len(table.Rows) != 1 || table.Others != 1 || table.Rows[0][2].Number() != 3 || table.Rows[0][5].Number() != 3 {
		t.Errorf("%+v", table)
	}
	// Of several between the same two files one is told, unless a file is asked about.
	v.Clones.Clones[2].Places = v.Clones.Clones[1].Places
	v.Flags["clones"] = "2"
	rows := func() int {
		s := ask(t, v)
		return len(s.Sections[slices.IndexFunc(s.Sections, func(x sheet.Section) bool { return x.ID == "architecture/clones" })].Table.Rows)
	}
	if got := rows(); got != 1 {
		t.Errorf("%d rows of the same two files", got)
	}
	if v.Place = (duty.Place{Path: "a/x.go"}); rows() != 2 {
		t.Error("not all of a file that is asked about")
	}
	// A light one is told if it changes together, or of a file that is asked about.
	v.Clones.Clones = []clone.Clone{
		{Tokens: 120, Places: []clone.Place{place("a/x.go"), place("b/x.go")}},
		{Tokens: 110, Places: []clone.Place{place("a/x.go"), place("a/x.go")}},
	}
	if got := rows(); got != 2 {
		t.Errorf("%d rows of a file", got)
	}
	if v.Place = (duty.Place{}); rows() != 1 {
		t.Error("a light copy in one file is told")
	}
	v.Flags["clones"] = "x"
	if _, err := Duty.Read(v); err == nil {
		t.Error("a number that is none is taken")
	}
}
