package cli

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadline/internal/gittest"
)

// codeowners has a line for each thing that can be wrong with one, and for its twin.
const codeowners = `# who owns what
* @shop/everyone
/api/v1/ @shop/first
/api/ @shop/api
/docs/a.md @shop/docs
/docs/ @shop/everyone @shop/docs
/web/ @shop/web
/old/ @gusgray
/moved/ @shop/api
/never/ @shop/api
*.tf @shop/infra
!/web/gen/ @shop/web
/db/ nobody
`

// shop is a repository of six active people and one who is gone, in which what the api
// and the web teams own changes together.
func shopOfTeams(t *testing.T) *gittest.Repo {
	r := gittest.New(t)
	when := time.Date(2022, 8, 1, 12, 0, 0, 0, time.UTC)
	people := []gittest.Identity{
		{Name: "Ann Ash", Email: "11+annash@users.noreply.github.com"},
		{Name: "Bo Beck", Email: "bo@x.example"},
		{Name: "Cy Cole", Email: "cy@x.example"},
		{Name: "Di Dorn", Email: "di@x.example"},
		{Name: "Ed Eck", Email: "ed@x.example"},
		{Name: "Flo Fink", Email: "flo@x.example"},
	}
	gone := gittest.Identity{Name: "Gus Gray", Email: "77+gusgray@users.noreply.github.com"}
	code := func(i, lines int) []byte {
		return []byte(fmt.Sprintf("package x\n\nconst C = %d\n", i) + strings.Repeat("var _ = 0\n", lines))
	}
	commit := func(who gittest.Identity, message string, files gittest.Files) {
		when = when.AddDate(0, 0, 1)
		r.Commit("main", gittest.Commit{Author: who, When: when, Message: message, Files: files})
	}
	commit(gone, "begin", gittest.Files{"old/a.go": code(0, 40), "moved/m.go": code(0, 90)})
	commit(gone, "move it", gittest.Files{"moved/m.go": nil, "now/m.go": code(0, 90)})
	when = time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC)
	record := func(head, title string) []byte { return []byte("---\n" + head + "\n---\n# " + title + "\n\nText.\n") }
	commit(people[0], "own it", gittest.Files{
		".github/CODEOWNERS": []byte(codeowners), "api/v1/h.go": code(0, 20), "db/d.go": code(0, 20), "docs/a.md": []byte("A\n"), "docs/b.md": []byte("B\n"),
		"web/a.go": code(0, 150), "web/b.go": code(0, 150), "web/c.go": code(0, 150),
		"lead/objectives/OBJ-fast.md":    record("id: OBJ-fast\nstatus: accepted", "Pages are fast"),
		"lead/requirements/REQ-cache.md": record("id: REQ-cache\nstatus: accepted\nlinks: {implements: [OBJ-fast]}", "Answers are cached"),
		"lead/requests/price.md":         record("id: price\nstatus: open\nto: \"@shop/api\"\ndate: 2024-01-02\ndue: 2024-02-01", "Give prices with tax"),
		"lead/requests/sizes.md":         record("id: sizes\nstatus: done\ndate: 2024-01-02\ndue: 2024-02-01\nanswered: 2024-01-20", "Give sizes"),
		"lead/requests/colours.md":       record("id: colours\nstatus: open\ndate: 2024-02-20\ndue: 2024-12-01", "Give colours"),
		"leadline.yaml":                  []byte("teams:\n  - name: \"@shop/web\"\n    members: [bo@x.example]\n"),
	})
	for i := 1; i <= 60; i++ {
		files, who := gittest.Files{"old/a.go": code(i, 40)}, people[i%6]
		switch i % 7 {
		case 0:
			who, files = people[0], gittest.Files{"api/h.go": code(i, 20), "web/a.go": code(i, 150)}
		case 3:
			who, files = people[0], gittest.Files{"api/h.go": code(i, 20), "web/b.go": code(i, 150)}
		case 1, 4, 5:
			files = gittest.Files{"db/d.go": code(i, 20)}
		}
		message := fmt.Sprintf("change %d", i)
		if i%10 == 0 {
			message = "Cache prices (REQ-cache)"
		}
		commit(who, message, files)
	}
	return r
}

// TestCollaboration compares the whole sheet, as text and JSON, with golden files.
func TestCollaboration(t *testing.T) {
	r := shopOfTeams(t)
	for name, format := range map[string]string{"collaboration.txt": "text", "collaboration.json": "json"} {
		o := leadline(t, nil, "collaboration", "-C", r.Dir(), "--as-of=2024-03-05", "--format="+format, "--verbose")
		if o.status != 0 {
			t.Fatalf("exit status %d: %s", o.status, o.stderr)
		}
		golden(t, name, o.stdout)
	}
}

// TestCollaborationOfFew: of a team of fewer than five no changes are counted.
func TestCollaborationOfFew(t *testing.T) {
	r := gittest.New(t)
	r.Commit("main", gittest.Commit{Files: gittest.Files{"CODEOWNERS": []byte("/a/ @o/x\n/b/ @o/y\n"), "a/a.go": []byte("package a\n"), "b/b.go": []byte("package b\n")}})
	o := leadline(t, nil, "collaboration", "-C", r.Dir(), "--format=json")
	if o.status != 0 || !strings.Contains(o.stdout, "fewer than 5 people were active") || strings.Contains(o.stdout, "collaboration/pairs") {
		t.Errorf("exit status %d\n%s%s", o.status, o.stdout, o.stderr)
	}
}

// TestCollaborationInBrief: the brief tells what moved, and not what only fits nothing.
func TestCollaborationInBrief(t *testing.T) {
	r := shopOfTeams(t)
	o := leadline(t, nil, "-C", r.Dir(), "--as-of=2024-03-05", "--verbose", "--format=json")
	for text, want := range map[string]bool{
		"collaboration/overdue": true, "collaboration/syntax": true, "collaboration/together": true, "moved: /moved/ to now": true,
		"collaboration/knowledge": false, "never there: /never/": false,
	} {
		if strings.Contains(o.stdout, text) != want {
			t.Errorf("%q in the brief: %v, want %v", text, !want, want)
		}
	}
	if o = leadline(t, nil, "collaboration", "-C", r.Dir(), "--as-of=2024-03-05", "--pseudonyms", "--verbose"); o.status != 0 || strings.Contains(strings.ToLower(o.stdout), "gus") {
		t.Errorf("exit status %d, and a name is told\n%s%s", o.status, o.stdout, o.stderr)
	}
}

// TestCollaborationDefault: what holds if nobody answers is told where a record says it.
func TestCollaborationDefault(t *testing.T) {
	for line, want := range map[string]bool{"": false, "\ndefault: the outbox stays": true, "\nIf no answer: the outbox stays": true} {
		r := gittest.New(t)
		r.Commit("main", gittest.Commit{Files: gittest.Files{"docs/adr/0001-drop.md": []byte("---\nstatus: proposed\ndecision-makers: [Bo Beck]\ndecide-by: 2024-02-01" + line + "\n---\n# Drop the outbox\n")}})
		o := leadline(t, nil, "collaboration", "-C", r.Dir(), "--as-of=2024-03-05", "--format=json")
		for _, text := range []string{"\"id\": \"default\"", "was to be answered, else: the outbox stays", "write down that its default holds"} {
			if strings.Contains(o.stdout, text) != want {
				t.Errorf("with %q: %q: %v, want %v\n%s%s", line, text, !want, want, o.stdout, o.stderr)
			}
		}
		if !strings.Contains(o.stdout, "Bo Beck") || !strings.Contains(o.stdout, "2024-02-01") {
			t.Errorf("who is asked, or by when, is not told\n%s", o.stdout)
		}
	}
}

// TestCollaborationUnowned: a hotspot without an owner is told of where most code has one,
// unless a line leaves it free on purpose.
func TestCollaborationUnowned(t *testing.T) {
	for line, want := range map[string]bool{"": true, "/b/\n": false, "/b/ @o/y\n": false} {
		r := gittest.New(t)
		files := gittest.Files{"CODEOWNERS": []byte("/a/ @o/x\n" + line)}
		for i := range 8 {
			files[fmt.Sprintf("a/f%d.go", i)] = []byte("package a\n")
		}
		r.Commit("main", gittest.Commit{Files: files})
		for i := range 6 {
			r.Commit("main", gittest.Commit{Message: "fix it", Files: gittest.Files{"b/hot.go": []byte(fmt.Sprintf("package b\n\nconst C = %d\n", i) + strings.Repeat("var _ = 0\n", 20*i))}})
		}
		o := leadline(t, nil, "collaboration", "-C", r.Dir(), "--as-of="+r.Git("log", "-1", "--format=%cs", "main"))
		if strings.Contains(o.stdout, "b/hot.go of the first") != want || o.status != 0 {
			t.Errorf("with %q: exit status %d, want a finding: %v\n%s%s", line, o.status, want, o.stdout, o.stderr)
		}
	}
}
