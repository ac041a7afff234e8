package trace

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/fact"
)

func item(id string, needs string, up ...string) fact.Record {
	r := fact.Record{Path: "spec.md", Line: 1, Kind: fact.Requirement, ID: id, Needs: strings.Fields(needs), Format: "strictdoc"}
	if strings.Contains(id, "~") {
		r.Format = formatOFT
	}
	for _, u := range up {
		r.Links = append(r.Links, fact.RecordLink{Kind: fact.Implements, To: fact.Passage{Text: u, Line: 2}})
	}
	return r
}

func tag(path fact.Path, kind, to string) fact.Tag {
	return fact.Tag{Path: path, Line: 1, Kind: kind, Requirement: to}
}

func told(m *Map) string {
	var out []string
	for _, x := range m.Items {
		s := x.ID + " open"
		if x.Covered() {
			s = x.ID + " covered"
		}
		if !x.Sound() && x.Covered() {
			s += " unsound"
		}
		if len(x.Missing)+len(x.Open) > 0 {
			s += fmt.Sprint(" ", x.Missing, x.Open)
		}
		out = append(out, s)
	}
	for _, b := range m.Broken {
		out = append(out, string(b.Why)+" "+b.To+" "+b.Of)
	}
	return strings.TrimSpace(strings.Join(out, "; "))
}

func TestOf(t *testing.T) {
	for name, c := range map[string]struct {
		records []fact.Record
		tags    []fact.Tag
		want    string
	}{
		"named by code":        {[]fact.Record{item("A-1", "")}, []fact.Tag{tag("a.go", "", "A-1")}, "A-1 covered"},
		"named by nothing":     {[]fact.Record{item("A-1", "")}, nil, "A-1 open"},
		"refined and covered":  {[]fact.Record{item("A-1", ""), item("B-1", "", "A-1")}, []fact.Tag{tag("a.go", "", "B-1")}, "A-1 covered; B-1 covered"},
		"refined, one open":    {[]fact.Record{item("A-1", ""), item("B-1", "", "A-1"), item("B-2", "", "A-1")}, []fact.Tag{tag("a.go", "", "B-1")}, "A-1 open [] [B-2]; B-1 covered; B-2 open"},
		"refine each other":    {[]fact.Record{item("A-1", "", "B-1"), item("B-1", "", "A-1")}, nil, "A-1 open [] [B-1]; B-1 open [] [A-1]"},
		"no such requirement":  {[]fact.Record{item("A-1", "")}, []fact.Tag{tag("a.go", "", "A-2")}, "A-1 open; orphaned A-2"},
		"another's":            {[]fact.Record{item("A-1", "")}, []fact.Tag{tag("mini/a.go", "", "A-2")}, "A-1 open"},
		"all that it needs":    {[]fact.Record{item("req~a~1", "impl utest")}, []fact.Tag{tag("a.go", "impl", "req~a~1"), tag("b.go", "utest", "req~a~1")}, "req~a~1 covered"},
		"one of what it needs": {[]fact.Record{item("req~a~1", "impl utest")}, []fact.Tag{tag("a.go", "impl", "req~a~1")}, "req~a~1 open [utest] []"},
		"needs nothing":        {[]fact.Record{item("req~a~1", "")}, nil, "req~a~1 covered"},
		"not asked for":        {[]fact.Record{item("req~a~1", "impl")}, []fact.Tag{tag("a.go", "impl", "req~a~1"), tag("b.go", "utest", "req~a~1")}, "req~a~1 covered unsound; unwanted req~a~1"},
		"older revision":       {[]fact.Record{item("req~a~2", "impl")}, []fact.Tag{tag("a.go", "impl", "req~a~1")}, "req~a~2 open [impl] []; outdated req~a~1 req~a~2"},
		"later revision":       {[]fact.Record{item("req~a~2", "impl")}, []fact.Tag{tag("a.go", "impl", "req~a~3")}, "req~a~2 open [impl] []; predated req~a~3 req~a~2"},
		"covered in depth":     {[]fact.Record{item("req~a~1", "dsn"), item("dsn~a~1", "impl", "req~a~1")}, []fact.Tag{tag("a.go", "impl", "dsn~a~1")}, "req~a~1 covered; dsn~a~1 covered"},
		"open in depth":        {[]fact.Record{item("req~a~1", "dsn"), item("dsn~a~1", "impl", "req~a~1")}, nil, "req~a~1 open [] [dsn~a~1]; dsn~a~1 open [impl] []"},
		"one id twice":         {[]fact.Record{item("req~a~1", ""), item("req~a~1", "")}, nil, "req~a~1 covered unsound; req~a~1 covered unsound"},
	} {
		m := Of(c.records, c.tags, Options{
			Test:    func(p fact.Path) bool { return strings.Contains(string(p), "test") },
			Exists:  func(fact.Path) bool { return false },
			Foreign: func(p fact.Path) bool { return strings.HasPrefix(string(p), "mini/") },
		})
		if got := told(m); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A tag that wants to be covered in turn, and one that does.
func TestTagThatNeeds(t *testing.T) {
	impl := fact.Tag{Path: "a.go", Kind: "impl", Requirement: "req~a~1", Needs: []string{"utest"}}
	for more, want := range map[string]string{"": "req~a~1 open [] [impl~a~0]", "impl~a~0": "req~a~1 covered"} {
		tags := []fact.Tag{impl}
		if more != "" {
			tags = append(tags, tag("a_test.go", "utest", more))
		}
		m := Of([]fact.Record{item("req~a~1", "impl")}, tags, Options{Test: func(fact.Path) bool { return false }, Exists: func(fact.Path) bool { return false }, Foreign: func(fact.Path) bool { return false }})
		if got := told(m); got != want {
			t.Errorf("with %q: %q, want %q", more, got, want)
		}
	}
}

func TestRoles(t *testing.T) {
	records := []fact.Record{item("A-1", ""), item("B-1", "", "A-1")}
	tags := []fact.Tag{tag("a.go", "", "B-1"), tag("a_test.go", "", "B-1"), {Path: "b.go", Line: 1, Requirement: "A-1", Role: fact.Verifying}}
	m := Of(records, tags, Options{Test: func(p fact.Path) bool { return strings.Contains(string(p), "test") }, Exists: func(fact.Path) bool { return false }, Foreign: func(fact.Path) bool { return false }})
	x := m.Find("A-1")
	if code, tests := x.Tags(fact.Implementing), x.Tags(fact.Verifying); len(code) != 1 || code[0].Path != "a.go" || len(tests) != 2 || tests[0].Path != "a_test.go" {
		t.Errorf("%v %v", code, tests)
	}
}

func TestFind(t *testing.T) {
	m := Of([]fact.Record{item("req~a~2", ""), item("req~b~1", ""), item("req~b~2", "")}, nil, Options{Test: nil, Exists: func(fact.Path) bool { return false }})
	for id, want := range map[string]bool{"req~a~2": true, "req~a": true, "req~b": false, "req~b~2": true, "req~c~1": false} {
		if got := m.Find(id) != nil; got != want {
			t.Errorf("%s: %v", id, got)
		}
	}
}

func TestForeign(t *testing.T) {
	foreign := Foreign([]fact.Record{{Path: "docs/a.sdoc"}}, []fact.File{{Path: "docs/a.sdoc"}, {Path: "strictdoc.toml"}, {Path: "tests/x/input.sdoc"}, {Path: "tests/y/strictdoc_config.py"}})
	for p, want := range map[fact.Path]bool{"src/a.py": false, "docs/b.py": false, "tests/x/file.py": true, "tests/y/src/file.py": true, "tests/z.py": false} {
		if foreign(p) != want {
			t.Errorf("%s: %v", p, !want)
		}
	}
}

// What tests of a run name counts as what verifies it, but of an item of OpenFastTrace as
// nothing that it needs.
func TestRun(t *testing.T) {
	result := func(name string, o fact.TestOutcome, ids ...string) fact.TestResult {
		return fact.TestResult{Input: "f", Line: 1, Name: name, Outcome: o, Requirements: ids}
	}
	none := func(fact.Path) bool { return false }
	m := Of([]fact.Record{item("A-1", ""), item("B-1", "", "A-1"), item("A-2", ""), item("A-3", ""), item("req~a~2", "utest")}, nil, Options{
		Test: none, Exists: none, Foreign: none,
		Run: &fact.TestRun{Tests: []fact.TestResult{
			result("a", fact.TestPassed, "B-1", "A-1"), result("b", fact.TestFailed, "B-1"), result("c", fact.TestSkipped, "A-2"),
			result("d", fact.TestPassed, "A-2", "C-1", "req~a"), result("e", fact.TestPassed, "C-1", "req~a~1"),
		}},
	})
	if got, want := told(m), "A-1 covered; B-1 covered; A-2 covered; A-3 open; req~a~2 open [utest] []"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	var got []string
	for _, x := range m.Items {
		o, run := x.Outcome()
		got = append(got, fmt.Sprint(x.ID, " ", run, " ", o, " ", len(x.Results())))
	}
	if want := "A-1 true failed 2; B-1 true failed 2; A-2 true passed 2; A-3 false skipped 0; req~a~2 true passed 1"; strings.Join(got, "; ") != want {
		t.Errorf("%q, want %q", strings.Join(got, "; "), want)
	}
	if len(m.Strays) != 2 || m.Strays[0].ID != "C-1" || len(m.Strays[0].Tests) != 2 || m.Strays[0].Of != "" || m.Strays[1].ID != "req~a~1" || m.Strays[1].Of != "req~a~2" {
		t.Errorf("%+v", m.Strays)
	}
}
