package oversight

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"leadline/internal/duty"
	"leadline/internal/fact"
)

// team builds a history day by day. Times are days before the as-of day,
// 22 Nov 2026, at noon.
type team struct {
	h     fact.History
	heads map[string]fact.CommitID
	files map[fact.Path]fact.File
	n     int
}

var asOf = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

func newTeam() *team {
	return &team{heads: map[string]fact.CommitID{}, files: map[fact.Path]fact.File{}}
}

func objectID(s string) string {
	sum := sha1.Sum([]byte(s))
	return hex.EncodeToString(sum[:])
}

func daysAgo(n int) fact.Time {
	return fact.Time{Unix: asOf.AddDate(0, 0, -n).Add(12 * time.Hour).Unix()}
}

// edit is a change of lines to a path.
func edit(path string, added, deleted int32) fact.Change {
	return fact.Change{Path: fact.Path(path), Kind: fact.Modified, Mode: fact.ModeFile, Added: added, Deleted: deleted, Lines: 9000}
}

// commit adds a commit to a branch; further parents make it a merge.
func (t *team) commit(branch string, ago int, subject string, parents []fact.CommitID, changes ...fact.Change) fact.CommitID {
	t.n++
	id := fact.CommitID(objectID(fmt.Sprint(t.n, subject)))
	who := fact.Identity{Name: "Person Surname" + fmt.Sprint(t.n%5), Email: fmt.Sprintf("person%d@example.org", t.n%5)}
	c := fact.Commit{ID: id, Author: who, Committer: who, Authored: daysAgo(ago), Committed: daysAgo(ago), Subject: subject}
	if head := t.heads[branch]; head != "" {
		c.Parents = append(c.Parents, head)
	}
	c.Parents = append(c.Parents, parents...)
	for i := range changes {
		x := &changes[i]
		x.Blob = fact.BlobID(objectID(fmt.Sprint(t.n, x.Path)))
		t.files[x.Path] = fact.File{Path: x.Path, Mode: fact.ModeFile, Blob: x.Blob, Content: x.Content, Lines: []fact.LineRun{{Lines: 100, Commit: id}}}
	}
	c.Changes = changes
	t.h.Commits = append(t.h.Commits, c)
	t.heads[branch] = id
	return id
}

// merge merges a branch into main, with the branch's changes as a merge's own
// are: against the first parent.
func (t *team) merge(branch string, ago int, changes ...fact.Change) fact.CommitID {
	return t.commit("main", ago, "Merge "+branch, []fact.CommitID{t.heads[branch]}, changes...)
}

func (t *team) view() *duty.View {
	h := t.h
	h.Head = t.heads["main"]
	for _, f := range t.files {
		h.Files = append(h.Files, f)
	}
	slices.SortFunc(h.Files, func(a, b fact.File) int {
		if a.Path < b.Path {
			return -1
		}
		return 1
	})
	return &duty.View{
		Repository: duty.Repository{Name: "example", Branch: "main"}, History: &h, AsOf: asOf,
	}
}

// ordinary is a team that merges, releases, reverts and leaves branches lying.
func ordinary() *duty.View {
	t := newTeam()
	t.commit("main", 400, "Start", nil, edit("go.mod", 5, 0), edit("tsdb/head.go", 900, 0), edit("web/ui/app.ts", 500, 0))
	for ago := 350; ago > 300; ago-- {
		t.commit("main", ago, "Guide", nil, edit("docs/guide.md", 9, 1))
	}
	// Work gathers in the parser: one commit in the window before, 18 in this.
	t.commit("main", 300, "Parse", nil, edit("promql/parse.go", 50, 0))
	for ago := 179; ago > 170; ago-- {
		t.commit("main", ago, "Parse more", nil, edit("promql/parse.go", 20, 5))
		t.commit("main", ago, "Fix what was parsed", nil, edit("promql/parse.go", 20, 5))
	}
	var released fact.CommitID
	for ago := 170; ago > 10; ago -= 4 {
		area := []string{"tsdb/head.go", "web/ui/app.ts", "scrape/scrape.go", "promql/engine.go"}[ago/4%4]
		t.heads["topic"] = t.heads["main"]
		t.commit("topic", ago+2, fmt.Sprintf("Work of %d days ago", ago), nil, edit(area, 20, 5), edit("go.sum", 400, 400), edit("go.mod", 1, 1), edit("cmd/version.go", 1, 1))
		released = t.merge("topic", ago, edit(area, 20, 5))
	}
	t.heads["old"] = t.heads["main"]
	t.commit("old", 60, "Append out of order (#12)", nil, edit("tsdb/head.go", 40, 2))
	t.merge("old", 5, edit("tsdb/head.go", 40, 2))
	t.commit("main", 3, `Revert "Append out of order" (#15)`, nil, edit("tsdb/head.go", 2, 40))
	t.commit("main", 2, "Rewrite the engine", nil, edit("promql/engine.go", 1200, 300), edit("vendor/x/x.go", 9000, 0), edit("README.md", 3, 1))
	t.commit("main", 0, "Name the chart", nil, edit("web/ui/app.ts", 4, 4))
	v := t.view()
	base := v.History.Commits[0].ID
	branch := func(name string, ago int, files ...string) {
		b := fact.Branch{Ref: fact.Ref{Name: "refs/remotes/origin/" + name, Commit: fact.CommitID(objectID(name)), When: daysAgo(ago)}, Base: base, Commits: 2}
		for _, f := range files {
			b.Files = append(b.Files, fact.BranchFile{Path: fact.Path(f), Blob: fact.BlobID(objectID(name + f))})
		}
		v.Branches = append(v.Branches, b)
		v.Refs = append(v.Refs, b.Ref)
	}
	branch("native-histograms", 120, "tsdb/head.go", "tsdb/chunk.go")
	branch("drop-v1-api", 300, "web/api.go", "tsdb/head.go")
	branch("rules-editor", 10, "web/ui/rules.ts")
	branch("release-2.1", 200, "VERSION")
	v.Refs = append(v.Refs,
		fact.Ref{Name: "refs/tags/v2.2.0-rc.0", Commit: v.History.Head, When: daysAgo(1)},
		fact.Ref{Name: "refs/tags/v2.1.0", Commit: released, When: daysAgo(12)})
	return v
}

// incomplete is a shallow clone with contents missing.
func incomplete() *duty.View {
	v := ordinary()
	v.History.Gaps = []fact.Gap{
		{Kind: fact.GapShallow, Count: 1, Example: string(v.History.Commits[0].ID), Detail: "the clone is shallow: what was before these commits is not known"},
		{Kind: fact.GapBlob, Count: 2, Example: objectID("lost")},
	}
	v.Branches, v.Without = nil, map[duty.Need]string{duty.NeedBranches: "branches were not read"}
	for i := range v.History.Commits {
		for j := range v.History.Commits[i].Changes {
			if c := &v.History.Commits[i].Changes[j]; c.Path == "promql/engine.go" {
				c.Content, c.Added, c.Deleted = fact.Missing, 0, 0
			}
		}
	}
	for i := range v.History.Files {
		if f := &v.History.Files[i]; f.Path == "promql/engine.go" {
			f.Content, f.Lines = fact.Missing, nil
		}
	}
	return v
}

// hostile has names and subjects that would act on a terminal or a shell.
func hostile() *duty.View {
	t := newTeam()
	t.commit("main", 9, "\x1b]0;owned\x07Start", nil, edit("caf\xe9\n\x1b[31m/a b.go", 9, 0))
	for ago := 6; ago > 2; ago-- {
		t.commit("main", ago, "\x1b[2J\u202etxet desrever <b>", nil, edit("caf\xe9\n\x1b[31m/a b.go", 9, 0), edit("$(touch x)/'*.go", 8, 1))
	}
	t.commit("main", 1, "Revert \"\x1b[2J\u202etxet desrever <b>\"", nil, edit("caf\xe9\n\x1b[31m/a b.go", 1, 9))
	v := t.view()
	v.Repository = duty.Repository{Name: "re\x1b[0mpo", Branch: "main;reboot"}
	v.Branches = []fact.Branch{{
		Ref:  fact.Ref{Name: "refs/heads/--upload-pack=$(x)\u2066", Commit: fact.CommitID(objectID("x")), When: daysAgo(1000)},
		Base: v.History.Commits[0].ID, Commits: 1, Files: []fact.BranchFile{{Path: "a", Blob: "b"}},
	}}
	v.Refs = []fact.Ref{{Name: "refs/tags/\u202ev1.0", Commit: v.History.Commits[0].ID, When: daysAgo(9)}}
	return v
}

// quiet is a team that stopped two years ago.
func quiet() *duty.View {
	t := newTeam()
	for ago := 760; ago > 740; ago -= 2 {
		t.commit("main", ago, "Work", nil, edit("src/a.c", 10, 1), edit("src/b.c", 10, 1))
	}
	return t.view()
}

// empty is a branch without a commit.
func empty() *duty.View {
	return &duty.View{Repository: duty.Repository{Name: "example", Branch: "main"}, History: &fact.History{}, AsOf: asOf}
}
