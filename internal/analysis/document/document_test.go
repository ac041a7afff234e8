package document

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/internal/fact"
)

func day(d int) fact.Time {
	return fact.Time{Unix: time.Date(2026, 1, d, 12, 0, 0, 0, time.UTC).Unix()}
}

// repository is a history of three commits: what was there, what moved and went on the
// tenth, and what stands now.
type repository struct {
	h    fact.History
	docs fact.Documents
}

func newRepository(files ...fact.Path) *repository {
	r := &repository{}
	r.h.Commits = []fact.Commit{
		{ID: "c1", Committed: day(1), Changes: []fact.Change{
			{Path: "src/old.go", Kind: fact.Added}, {Path: "src/lost.go", Kind: fact.Added}, {Path: "pkg/a.go", Kind: fact.Added}, {Path: "docs/was.md", Kind: fact.Added}, {Path: "tools/run", Kind: fact.Added},
		}},
		{ID: "c2", Committed: day(10), Changes: []fact.Change{
			{Path: "src/new.go", Previous: "src/old.go", Kind: fact.Renamed},
			{Path: "lib/a.go", Previous: "pkg/a.go", Kind: fact.Renamed},
			{Path: "src/lost.go", Kind: fact.Deleted},
			{Path: "docs/was.md", Kind: fact.Deleted},
			{Path: "tools/run", Kind: fact.Deleted},
		}},
		{ID: "c3", Committed: day(20)},
	}
	r.h.Head = "c3"
	for _, p := range append(files, "src/new.go", "lib/a.go", "README.md", "docs/guide.md") {
		r.h.Files = append(r.h.Files, fact.File{Path: p, Mode: fact.ModeFile, Changed: "c1", Lines: []fact.LineRun{{Lines: 9, Commit: "c1"}}})
	}
	slices.SortFunc(r.h.Files, func(a, b fact.File) int { return strings.Compare(string(a.Path), string(b.Path)) })
	return r
}

func (r *repository) says(p fact.Path, kind fact.MentionKind, texts ...string) {
	d := fact.Document{Path: p}
	for _, t := range texts {
		d.Mentions = append(d.Mentions, fact.Mention{Kind: kind, Text: t, Line: 3})
	}
	r.docs.Documents = append(r.docs.Documents, d)
}

func (r *repository) library() *Library {
	return Of(&r.docs, &r.h, func(p fact.Path) bool { return strings.HasPrefix(string(p), "docs/adr/") })
}

func said(all []Broken) string {
	var out []string
	for _, b := range all {
		s := string(b.Path) + ">" + string(b.Now)
		if b.Like != "" {
			s += "?" + string(b.Like)
		}
		if b.FromTop {
			s += "!"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

// Faults, and beside each what only looks like one.
func TestDeadLinks(t *testing.T) {
	for name, c := range map[string]struct {
		files []fact.Path
		from  fact.Path
		links []string
		want  string
	}{
		"renamed, removed, never there":   {nil, "docs/guide.md", []string{"../src/old.go", "was.md", "none.md", "../src/new.go", "../README.md"}, "src/old.go>src/new.go docs/was.md> docs/none.md>"},
		"from the top":                    {nil, "docs/guide.md", []string{"src/new.go", "/src/new.go", "#a", "?x.md"}, "docs/src/new.go>src/new.go!"},
		"another case or ending":          {[]fact.Path{"docs/API.md", "docs/x.ts"}, "docs/guide.md", []string{"api.md", "x.js", "API.md"}, "docs/api.md>?docs/API.md docs/x.js>?docs/x.ts"},
		"the one file of the name":        {[]fact.Path{"docs/deep/setup.md"}, "docs/guide.md", []string{"setup.md", "README.md"}, "docs/setup.md>?docs/deep/setup.md docs/README.md>README.md!"},
		"no ending: git knows, or not":    {nil, "README.md", []string{"tools/run", "pkg", "tools/walk", "route/x"}, "tools/run> pkg>lib"},
		"addresses and their like":        {nil, "README.md", []string{"@ann", "ann@example.org", "https://x.org/a.md", "mailto:a@b.c", "page.html", "../../issues/3", "docs.rs", "www.x.org/a.md"}, ""},
		"placeholders, words":             {nil, "README.md", []string{"NNNN-x.md", "{file}.md", "path/to/x.md", "arr, x.y", "url.md", "x.foo", "…/a.md"}, ""},
		"what builds make":                {nil, "README.md", []string{"dist/x.js", "coverage/a.md", "out/gen.md", "out/kept.md"}, "out/kept.md>"},
		"out of the repository":           {nil, "README.md", []string{"../x.md", "sub/x.md", "way/x.md"}, ""},
		"a page of a site":                {[]fact.Path{"mkdocs.yml", "docs/img/p.png", "docs/api/index.md"}, "docs/guide.md", []string{"../img/p.png", "api.md", "gone/x.md", "was.md", "none.md", "../src/x.go", "route"}, "docs/was.md> docs/none.md>"},
		"beside a site, not of it":        {[]fact.Path{"mkdocs.yml"}, "README.md", []string{"gone/x.md"}, "gone/x.md>"},
		"a template":                      {nil, "templates/x.md", []string{"none.md"}, ""},
		"of issues":                       {nil, ".github/ISSUE_TEMPLATE/bug.md", []string{"none.md"}, ""},
		"shown from the top":              {nil, ".github/SUPPORT.md", []string{"docs/guide.md", "docs/none.md"}, ".github/docs/none.md>"},
		"a log":                           {nil, "CHANGELOG.md", []string{"none.md"}, ""},
		"a piece":                         {nil, "docs/_part.md", []string{"none.md"}, ""},
		"data of tests":                   {nil, "a/testdata/x.md", []string{"none.md"}, ""},
		"a record, checked elsewhere":     {nil, "docs/adr/0001-x.md", []string{"none.md"}, ""},
		"an explanation is no plan":       {nil, "docs/explanation.md", []string{"none.md"}, "docs/none.md>"},
		"an old version of the documents": {nil, "versioned_docs/v1/x.md", []string{"none.md"}, ""},
	} {
		r := newRepository(append(c.files, c.from)...)
		r.h.Files = append(r.h.Files, fact.File{Path: "sub", Mode: fact.ModeSubmodule}, fact.File{Path: "way", Mode: fact.ModeSymlink})
		r.docs.Ignores = []fact.Ignore{{Pattern: "/out/*.md"}, {Pattern: "!out/kept.md"}}
		r.says(c.from, fact.MentionLink, c.links...)
		if got := said(r.library().DeadLinks()); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
}

func TestGonePaths(t *testing.T) {
	for name, c := range map[string]struct {
		from    fact.Path
		written fact.CommitID
		paths   []string
		want    string
	}{
		"renamed, removed, a folder that moved":   {"docs/use.md", "c1", []string{"src/old.go", "src/lost.go", "pkg/"}, "src/old.go>src/new.go src/lost.go> pkg>lib"},
		"there, from the top or from a folder":    {"src/README.md", "c1", []string{"src/new.go", "lib/a.go", "src/"}, ""},
		"never there":                             {"docs/use.md", "c1", []string{"src/none.go", "your/x.go"}, ""},
		"the end of a path that is there":         {"docs/use.md", "c1", []string{"x/old.go"}, ""},
		"written after it was gone: told as past": {"docs/use.md", "c3", []string{"src/old.go"}, ""},
		"a plan":               {"docs/plans/x.md", "c1", []string{"src/old.go"}, ""},
		"a guide for upgrades": {"docs/upgrade-v2.md", "c1", []string{"src/old.go"}, ""},
		"a post of a day":      {"docs/2026-01-02-x.md", "c1", []string{"src/old.go"}, ""},
		"from a folder around the document, renamed": {"src/README.md", "c1", []string{"src/old.go"}, "src/old.go>src/new.go"},
	} {
		r := newRepository(c.from, "deep/x/old.go")
		for i := range r.h.Files {
			if r.h.Files[i].Path == c.from {
				r.h.Files[i].Lines = []fact.LineRun{{Lines: 2, Commit: "c1"}, {Lines: 5, Commit: c.written}}
			}
		}
		r.says(c.from, fact.MentionPath, c.paths...)
		if got := said(r.library().GonePaths()); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
}

func TestDrifts(t *testing.T) {
	r := newRepository("docs/use.md", "docs/fresh.md", "docs/plans/x.md", "src/api.go")
	sweep := fact.Commit{ID: "c4", Committed: day(21), Changes: make([]fact.Change, 31)}
	r.h.Commits = append(r.h.Commits, sweep)
	for i := range r.h.Files {
		switch f := &r.h.Files[i]; f.Path {
		case "src/new.go":
			f.Lines = []fact.LineRun{{Lines: 4, Commit: "c1"}, {Lines: 10, Commit: "c3"}, {Lines: 6, Commit: "c4"}}
		case "src/api.go":
			f.Lines = []fact.LineRun{{Lines: 10, Commit: "c1"}, {Lines: 10, Commit: "c3"}}
		case "docs/fresh.md":
			f.Changed = "c3"
		}
	}
	declared := func(name string) (Subject, bool) {
		return Subject{Path: "src/api.go", Symbol: name, Line: 6, End: 15}, name == "Serve"
	}
	for _, p := range []fact.Path{"docs/fresh.md", "docs/plans/x.md", "docs/use.md"} {
		r.says(p, fact.MentionPath, "src/new.go", "src/new.go", "README.md")
	}
	r.says("docs/guide.md", fact.MentionSymbol, "Serve", "Serve", "unknown_name")
	got := r.library().Drifts(func(fact.Path) bool { return true }, declared)
	var out []string
	for _, d := range got {
		out = append(out, fmt.Sprintf("%s %d/%d of %d", d.Document.Path, d.Since, d.Lines, len(d.Subjects)))
	}
	if s, want := strings.Join(out, ", "), "docs/use.md 10/20 of 1, docs/guide.md 5/10 of 1, docs/fresh.md 0/20 of 1"; s != want {
		t.Errorf("%s\nwant %s", s, want)
	}
}

func TestIgnored(t *testing.T) {
	l := &Library{ignores: ignoresOf([]fact.Ignore{
		{Pattern: "*.log"}, {Pattern: "/top.md"}, {Pattern: "gen/"}, {Pattern: "a/**/z"}, {Folder: "web", Pattern: "out"}, {Pattern: "*.x"}, {Pattern: "!keep.x"}, {Pattern: "[z-a]("},
	})}
	for p, want := range map[fact.Path]bool{
		"b.log": true, "d/b.log": true, "top.md": true, "d/top.md": false, "d/gen/x.md": true, "gene/x": false, "a/z": true, "a/b/c/z/y": true,
		"web/out/x": true, "web/d/out": true, "out/x": false, "k.x": true, "keep.x": false, "": false,
	} {
		if l.ignored(p) != want {
			t.Errorf("%s", p)
		}
	}
}
