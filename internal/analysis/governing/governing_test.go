package governing

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/analysis/register"
	"leadline/internal/fact"
)

func TestOf(t *testing.T) {
	h := &fact.History{Head: "c3", Files: []fact.File{
		{Path: "adr/0001-a.md"}, {Path: "adr/0002-b.md"}, {Path: "adr/0003-c.md"}, {Path: "adr/0004-d.md"}, {Path: "adr/0005-e.md"}, {Path: "internal/auth/session.go"}, {Path: "internal/pay/pay.go"},
	}}
	wide := fact.Commit{ID: "wide", Changes: []fact.Change{{Path: "adr/0005-e.md"}, {Path: "internal/pay/pay.go"}}}
	for i := range sweeping {
		wide.Changes = append(wide.Changes, fact.Change{Path: fact.Path(fmt.Sprintf("gen/%d", i))})
	}
	h.Commits = []fact.Commit{{ID: "small", Changes: []fact.Change{{Path: "adr/0004-d.md"}, {Path: "internal/pay/pay.go"}}}, wide}
	record := func(n int, status fact.RecordStatus) fact.Record {
		return fact.Record{Path: fact.Path(fmt.Sprintf("adr/%04d-%c.md", n, 'a'+n-1)), Line: 1, Kind: fact.Decision, ID: fmt.Sprintf("%04d", n), Number: n, Digits: 4, Status: status}
	}
	declares, names, mentioned := record(1, fact.Accepted), record(2, fact.Superseded), record(3, fact.Accepted)
	declares.Links = []fact.RecordLink{{Kind: fact.Affects, To: fact.Passage{Text: "internal/auth/**", Line: 4}}}
	names.References = []fact.Reference{{Code: true, To: fact.Passage{Text: "internal/auth/session.go", Line: 9}}, {Code: true, To: fact.Passage{Text: "internal/", Line: 10}}}
	r := register.Of(&fact.Records{Records: []fact.Record{declares, names, mentioned, record(4, fact.Accepted), record(5, fact.Accepted)}}, h)
	for name, c := range map[string]struct {
		at   Place
		want string
	}{
		"file":     {Place{Path: "internal/auth/session.go", Text: []byte("package auth\n\n// Sessions end, see ADR-3 and ADR-77.\n")}, "0001 declared 4; 0003 mentioned 3; 0002 named 9"},
		"inferred": {Place{Path: "internal/pay/pay.go"}, "0004 inferred 0"},
		"folder":   {Place{Path: "internal/auth", Folder: true}, "0001 declared 4; 0002 named 9"},
		"itself":   {Place{Path: "adr/0001-a.md"}, ""},
		"nothing":  {Place{Path: "internal/authority.go"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, d := range Over(r).Of(h, c.at) {
				got = append(got, fmt.Sprintf("%s %s %d", d.ID, d.Sign, d.Line))
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("got  %s\nwant %s", s, c.want)
			}
		})
	}
}

// Incidents are found by the same signs, and are no decisions; what records say of each
// other is no news of their folder.
func TestIncidents(t *testing.T) {
	h := &fact.History{Files: []fact.File{{Path: "lead/incidents/a.md"}, {Path: "lead/incidents/b.md"}, {Path: "internal/auth/session.go"}}}
	incident := func(id string, links ...fact.RecordLink) fact.Record {
		return fact.Record{Path: fact.Path("lead/incidents/" + id + ".md"), Line: 1, Kind: fact.Incident, ID: id, Links: links}
	}
	link := func(kind fact.LinkKind, to string, line int) fact.RecordLink {
		return fact.RecordLink{Kind: kind, To: fact.Passage{Text: to, Line: line}}
	}
	b := incident("b", link(fact.See, "https://x.example/internal/auth", 3), link(fact.See, "../../internal/auth/session.go", 4))
	b.References = []fact.Reference{{To: fact.Passage{Text: "a.md", Line: 9}}, {To: fact.Passage{Text: "https://x.example/a", Line: 9}}, {To: fact.Passage{Text: "img/clock.png", Line: 10}}, {To: fact.Passage{Text: "../../internal/mail/down.png", Line: 11}}}
	r := register.Of(&fact.Records{Records: []fact.Record{
		incident("a", link(fact.Affects, "internal/auth/**", 2)), b, incident("c", link(fact.See, "auth", 5), link(fact.Affects, "internal/pay", 6)),
	}}, h)
	for at, want := range map[fact.Path]string{"internal/auth": "a declared 2; b named 4", "lead/incidents": "", "internal/mail": "b named 11", "internal/post": ""} {
		var got []string
		x := Over(r)
		for _, m := range x.Incidents(h, Place{Path: at, Folder: true}) {
			got = append(got, fmt.Sprintf("%s %s %d", m.ID, m.Sign, m.Line))
		}
		if s := strings.Join(got, "; "); s != want || len(x.Of(h, Place{Path: at, Folder: true})) > 0 {
			t.Errorf("%s: got %s, want %s, and no decisions", at, s, want)
		}
	}
}

// Words that files say mean records of their own kind, where one alone is called so.
func TestWords(t *testing.T) {
	numbered := func(kind fact.RecordKind, path fact.Path, id string, n int) fact.Record {
		return fact.Record{Path: path, Line: 1, Kind: kind, ID: id, Number: n, Digits: 4}
	}
	r := register.Of(&fact.Records{Records: []fact.Record{
		numbered(fact.Decision, "adr/0007-a-b.md", "0007", 7),
		numbered(fact.Decision, "adr/0008-b.md", "0008", 8), numbered(fact.Decision, "x/0008-c.md", "0008", 8),
		numbered(fact.Incident, "lead/incidents/0009-d.md", "0009", 9),
		{Path: "lead/incidents/2026-01-02-no-disk.md", Line: 1, Kind: fact.Incident, ID: "2026-01-02-no-disk"},
	}}, &fact.History{})
	for text, want := range map[string]string{
		"// ADR-7\n// and ADR-0007": "0007 1", "\n\n# INC-7": "", "-- ADR-8": "", "ADR-9": "", "INC-9": "0009 1", "see\n2026-01-02-no-disk here": "2026-01-02-no-disk 2",
		"0007-a-b.md": "0007 1", "ADRIFT-7 and ADR-70": "",
	} {
		got := ""
		x := Over(r, Words("src/a.go", []byte(text))...)
		for _, m := range append(x.Of(&fact.History{}, Place{Path: "src", Folder: true}), x.Incidents(&fact.History{}, Place{Path: "src", Folder: true})...) {
			got += fmt.Sprintf("%s %d", m.ID, m.Line)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
		if x = Over(r, Words("srcs/a.go", []byte(text))...); len(x.Of(&fact.History{}, Place{Path: "src", Folder: true})) > 0 {
			t.Errorf("%q of another folder", text)
		}
	}
}

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern, path string
		fits          bool
	}{
		{"internal/auth/**", "internal/auth/a/b.go", true},
		{"internal/auth", "internal/auth/a/b.go", true},
		{"internal/auth/", "internal/auth/b.go", true},
		{"**/*.go", "a.go", true},
		{"**/*.go", "x/y/a.go", true},
		{"src/*.ts", "src/a.ts", true},
		{"src/*.ts", "src/x/a.ts", false},
		{"internal/auth", "internal/authority/x.go", false},
		{"a.b", "axb", false},
		{"", "a", false},
	} {
		p, ok := compiled(fact.RecordLink{Kind: fact.Affects, To: fact.Passage{Text: c.pattern}})
		if got := ok && p.fits(Place{Path: fact.Path(c.path)}); got != c.fits {
			t.Errorf("%q on %q: %t", c.pattern, c.path, got)
		}
	}
}
