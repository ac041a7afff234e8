package register

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/internal/fact"
)

// history makes one of files at the head, all added by one commit in 2026-01-02.
func history(files ...fact.Path) *fact.History {
	when := fact.Time{Unix: time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC).Unix()}
	h := &fact.History{Head: "c1", Commits: []fact.Commit{{ID: "c1", Authored: when, Committed: when}}}
	slices.Sort(files)
	for _, p := range files {
		h.Files = append(h.Files, fact.File{Path: p, Mode: fact.ModeFile, Blob: fact.BlobID("b" + p), Changed: "c1"})
		h.Commits[0].Changes = append(h.Commits[0].Changes, fact.Change{Path: p, Kind: fact.Added, Blob: fact.BlobID("b" + p)})
	}
	return h
}

func decision(p fact.Path, number int, status fact.RecordStatus) fact.Record {
	r := fact.Record{Path: p, Line: 1, Kind: fact.Decision, Number: number, ID: fmt.Sprintf("%04d", number), Status: status}
	if number > 0 {
		r.Digits = 4
	}
	return r
}

func registerOf(h *fact.History, all ...fact.Record) *Register {
	return Of(&fact.Records{Records: all}, h)
}

func TestDuplicates(t *testing.T) {
	h := history("d/0001-a.md", "d/0001-b.md", "d/adr-0001-c.md", "e/0001-a.md", "d/0002-x.md")
	r := registerOf(h, decision("d/0001-a.md", 1, ""), decision("d/0001-b.md", 1, ""), decision("d/adr-0001-c.md", 1, ""), decision("e/0001-a.md", 1, ""), decision("d/0002-x.md", 2, ""))
	if got := Of(&fact.Records{Records: []fact.Record{decision("d/0002-x.md", 2, "")}, Problems: []fact.RecordProblem{{Path: "d/0002-y.md", Lost: true}, {Path: "d/0003-y.md", Lost: true}}}, h).Duplicates(); len(got) != 1 || got[0].Number != 2 {
		t.Errorf("with a file that was not understood: %+v", got)
	}
	got := r.Duplicates()
	if len(got) != 1 || got[0].Folder != "d" || got[0].Number != 1 || len(got[0].Entries) != 2 {
		t.Errorf("%+v", got)
	}
}

func TestResolve(t *testing.T) {
	h := history("d/0001-a.md", "e/0001-b.md", "d/0002-c.md")
	r := registerOf(h, decision("d/0001-a.md", 1, ""), decision("d/0002-c.md", 2, ""), decision("e/0001-b.md", 1, ""))
	from := r.Entries[1].Record
	for to, want := range map[string]fact.Path{
		"0001-a.md": "d/0001-a.md", "./0001-a.md#why": "d/0001-a.md", "../e/0001-b.md": "e/0001-b.md", "ADR-1": "d/0001-a.md", "ADR 0001": "d/0001-a.md",
		"1": "d/0001-a.md", "1. Title": "d/0001-a.md", "[ADR-001]": "d/0001-a.md", "0001-a": "d/0001-a.md", "/e/0001-b.md": "e/0001-b.md",
		"ADR-9": "", "https://example.org/0001-a.md": "", "": "", "in 2001": "",
	} {
		got := r.Resolve(from, to)
		switch {
		case want == "" && len(got) > 0:
			t.Errorf("%q is %s", to, got[0].Path)
		case want != "" && (len(got) != 1 || got[0].Path != want):
			t.Errorf("%q: %d found", to, len(got))
		}
	}
}

func TestSuccessors(t *testing.T) {
	h := history("d/0001-a.md", "d/0002-b.md", "d/0003-c.md", "d/0004-d.md")
	said := decision("d/0002-b.md", 2, fact.Superseded)
	said.Links = []fact.RecordLink{{Kind: fact.SupersededBy, To: fact.Passage{Text: "somewhere else"}}}
	over := decision("d/0004-d.md", 4, fact.Accepted)
	over.Links = []fact.RecordLink{{Kind: fact.Supersedes, To: fact.Passage{Text: "3"}}}
	r := registerOf(h, decision("d/0001-a.md", 1, fact.Superseded), said, decision("d/0003-c.md", 3, fact.Superseded), over)
	got := r.WithoutSuccessor()
	if len(got) != 1 || got[0].Number != 1 {
		t.Errorf("%+v", got)
	}
	if e := r.Edges(); len(e) != 1 || e[0].Kind != fact.Supersedes || e[0].From.Number != 4 || e[0].To.Number != 3 {
		t.Errorf("%+v", e)
	}
}

func TestStaleAndOverdue(t *testing.T) {
	h := history("d/0001-a.md", "d/0002-b.md", "d/0003-c.md")
	due := decision("d/0003-c.md", 3, fact.Accepted)
	due.ReviewBy = "2026-03-01"
	r := registerOf(h, decision("d/0001-a.md", 1, fact.Proposed), decision("d/0002-b.md", 2, fact.Accepted), due)
	day := func(s string) time.Time { x, _ := time.Parse(time.DateOnly, s); return x }
	if got := r.Stale(day("2026-07-02"), 180); len(got) != 1 || got[0].Number != 1 || got[0].By != "c1" {
		t.Errorf("stale %+v", got)
	}
	if got := r.Stale(day("2026-07-01"), 180); len(got) != 0 {
		t.Errorf("stale a day early %+v", got)
	}
	if got := r.Overdue(day("2026-03-02")); len(got) != 1 || got[0].Number != 3 {
		t.Errorf("overdue %+v", got)
	}
	if got := r.Overdue(day("2026-03-01")); len(got) != 0 {
		t.Errorf("overdue on the day itself %+v", got)
	}
	if d, stated := r.Entries[0].Day(); d != "2026-01-02" || stated {
		t.Errorf("day %s %t", d, stated)
	}
}

func reference(code bool, to string) fact.Reference {
	return fact.Reference{Code: code, To: fact.Passage{Text: to, Line: 3}}
}

func TestPlaces(t *testing.T) {
	h := history("d/0001-a.md", "src/new.go", "src/kept.go", "docs/guide.md", "img/a.png")
	h.Files = append(h.Files, fact.File{Path: "sub", Mode: fact.ModeSubmodule})
	h.Commits = append([]fact.Commit{{ID: "c0", Changes: []fact.Change{
		{Path: "src/old.go", Kind: fact.Added}, {Path: "lost/x.go", Kind: fact.Added}, {Path: "docs/old.md", Kind: fact.Added},
	}}}, h.Commits...)
	h.Commits = append(h.Commits, fact.Commit{ID: "c2", Changes: []fact.Change{
		{Path: "src/mid.go", Previous: "src/old.go", Kind: fact.Renamed}, {Path: "lost/x.go", Kind: fact.Deleted}, {Path: "docs/guide.md", Previous: "docs/old.md", Kind: fact.Renamed},
	}}, fact.Commit{ID: "c3", Changes: []fact.Change{{Path: "src/new.go", Previous: "src/mid.go", Kind: fact.Renamed}}})
	x := decision("d/0001-a.md", 1, fact.Accepted)
	x.References = []fact.Reference{
		reference(true, "src/old.go"), reference(true, "src/kept.go"), reference(true, "never/was.go"), reference(true, "lost/x.go"), reference(true, "lost/"),
		reference(true, "src/"), reference(true, "sub/x.go"),
		reference(false, "../docs/old.md"), reference(false, "../docs/guide.md"), reference(false, "../docs/none.md"), reference(false, "../docs/guide"),
		reference(false, "@ann"), reference(false, "ann@example.org"), reference(false, "mailto:ann@example.org"), reference(false, "https://example.org/a.md"),
		reference(false, "/guide/start.md"), reference(false, "page.html"), reference(false, "../../issues/3.md"), reference(false, "../sub/x.md"),
		reference(false, "../../other/a.md"), reference(false, "NNNN-title.md"), reference(false, "{file}.md"), reference(false, "www.example.com"), reference(false, "docs.rs"), reference(false, "wallaby.com/"), reference(false, "docs.rs/serde/a.md"), reference(false, "src/kept.go"),
		reference(false, "some/route"), reference(false, "../img/none.png"),
	}
	gone := decision("d/0002-b.md", 2, fact.Superseded)
	gone.References = []fact.Reference{reference(true, "src/old.go")}
	r := registerOf(h, x, gone)
	var paths, links []string
	for _, b := range r.GonePaths() {
		paths = append(paths, fmt.Sprintf("%s>%s@%s", b.Path, b.Now, b.By))
	}
	for _, b := range r.DeadLinks() {
		links = append(links, fmt.Sprintf("%s>%s", b.Path, b.Now))
	}
	if got, want := strings.Join(paths, " "), "src/old.go>src/new.go@c3 lost/x.go>@c2 lost>@c2"; got != want {
		t.Errorf("paths %s, want %s", got, want)
	}
	if got, want := strings.Join(links, " "), "docs/old.md>docs/guide.md docs/none.md> d/src/kept.go>src/kept.go img/none.png>"; got != want {
		t.Errorf("links %s, want %s", got, want)
	}
}

// TestRaces seeds twenty pairs of branches that took one number, and as many harmless
// twins.
func TestRaces(t *testing.T) {
	h := history("d/0001-a.md")
	var branches []fact.Branch
	add := func(ref string, files ...fact.BranchFile) {
		branches = append(branches, fact.Branch{Ref: fact.Ref{Name: ref}, Base: "c1", Files: files})
	}
	file := func(p string) fact.BranchFile { return fact.BranchFile{Path: fact.Path(p), Blob: fact.BlobID("x" + p)} }
	const pairs = 20
	for i := range pairs {
		n := 10 + i
		add(fmt.Sprintf("refs/heads/left-%d", n), file(fmt.Sprintf("d/%04d-left.md", n)+""))
		add(fmt.Sprintf("refs/remotes/origin/right-%d", n), file(fmt.Sprintf("d/%04d-right-%d.md", n, n)))
	}
	for i := range pairs {
		n := 50 + i
		same := file(fmt.Sprintf("d/%04d-same-%d.md", n, n))
		add(fmt.Sprintf("refs/heads/one-%d", n), same)
		add(fmt.Sprintf("refs/heads/two-%d", n), same) // git tells of this conflict, if there is one
	}
	// A branch here and at a remote, under another name of the record.
	add("refs/heads/moved", file("d/0090-before.md"))
	add("refs/remotes/origin/moved", file("d/0090-after.md"))
	// Other folders, templates, what is no record.
	add("refs/heads/other", file("e/0010-elsewhere.md"), file("d/0001-template.md"), file("d/0011-picture.png"))
	r := registerOf(h, decision("d/0001-a.md", 1, ""))
	got := r.Races(branches)
	if len(got) != pairs {
		t.Errorf("%d of %d pairs", len(got), pairs)
	}
	for i, x := range got {
		if x.Number != 10+i || len(x.Taken) != 2 {
			t.Errorf("%+v", x)
		}
	}
	if n := r.Next("d", branches, []fact.Path{"d/0094-on-disk.md"}); n != 95 {
		t.Errorf("the next is %d", n)
	}
}

func TestRacesWithHead(t *testing.T) {
	h := history("d/0001-a.md", "d/0002-b.md", "d/0004-landed.md")
	r := registerOf(h, decision("d/0001-a.md", 1, ""), decision("d/0002-b.md", 2, ""), decision("d/0004-landed.md", 4, ""))
	branch := func(p string) []fact.Branch {
		return []fact.Branch{{Ref: fact.Ref{Name: "refs/heads/x"}, Base: "c1", Files: []fact.BranchFile{{Path: fact.Path(p), Blob: "new"}}}}
	}
	if got := r.Races(branch("d/0002-other.md")); len(got) != 1 || got[0].Taken[0].Path != "d/0002-b.md" || got[0].Taken[0].Ref != "" {
		t.Errorf("%+v", got)
	}
	for _, harmless := range []string{"d/0003-free.md", "d/0002-landed.md", "d/0002-b.md"} {
		if got := r.Races(branch(harmless)); len(got) != 0 {
			t.Errorf("%s: %+v", harmless, got)
		}
	}
}
