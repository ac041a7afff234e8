package branch

import (
	"strings"
	"testing"
	"time"

	"leadline/internal/fact"
)

const day = 24 * 60 * 60

func names(branches []fact.Branch) string {
	var out []string
	for _, b := range branches {
		out = append(out, Short(b.Ref.Name))
	}
	return strings.Join(out, " ")
}

func TestSort(t *testing.T) {
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	h := &fact.History{Head: "h3", Commits: []fact.Commit{
		{ID: "h1", Changes: []fact.Change{{Path: "a", Blob: "a1", Kind: fact.Added}, {Path: "gone", Blob: "g1", Kind: fact.Added}}},
		{ID: "h2", Changes: []fact.Change{{Path: "a", Blob: "a2", Kind: fact.Modified}, {Path: "gone", Kind: fact.Deleted}}},
		{ID: "h3", Changes: []fact.Change{{Path: "a", Blob: "a3", Kind: fact.Modified}, {Path: "new", Previous: "old", Blob: "n", Kind: fact.Renamed}}},
	}}
	made := func(name string, age int, base string, files ...string) fact.Branch {
		b := fact.Branch{Ref: fact.Ref{Name: name, Commit: fact.CommitID("tip of " + name)}, Base: fact.CommitID(base)}
		b.Ref.When.Unix = now.Unix() - int64(age)*day
		for _, f := range files {
			path, blob, _ := strings.Cut(f, "=")
			b.Files = append(b.Files, fact.BranchFile{Path: fact.Path(path), Blob: fact.BlobID(blob)})
		}
		return b
	}
	twin := made("refs/remotes/origin/work", 100, "h1", "a=x")
	twin.Ref.Commit = "tip of refs/heads/work"
	r := Sort(h, []fact.Branch{
		twin,
		made("refs/heads/work", 100, "h1", "a=x"),
		made("refs/heads/fresh", 89, "h1", "a=y"),
		made("refs/heads/older", 400, "h1", "a=z", "b=z"),
		made("refs/heads/limit", 90, "h1", "a=q"),
		made("refs/heads/squashed", 200, "h1", "a=a2", "gone="),
		made("refs/heads/renamed", 200, "h2", "new=n", "old="),
		made("refs/heads/half", 200, "h1", "a=a2", "b=z"),
		made("refs/heads/back", 200, "h2", "a=a1"), // goes back to what was before its fork
		made("refs/heads/tomorrow", -1, "h1", "a=t"),
		made("refs/heads/orphan", 200, "", "a=o"),
		made("refs/heads/tagged", 200, "h1", "a=t"),
		made("refs/remotes/origin/release-3.1", 200, "h1", "a=t"),
	}, []fact.Ref{{Name: "refs/tags/x", Commit: "tip of refs/heads/tagged"}}, now)
	for list, c := range map[string]struct{ got, want string }{
		"stale":  {names(r.Stale), "older back half work"},
		"recent": {names(r.Recent), "limit fresh"},
		"landed": {names(r.Landed), "renamed squashed"},
		"apart":  {names(r.Apart), "orphan tagged release-3.1"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", list, c.got, c.want)
		}
	}
	if n := Files(r.Stale, func(fact.Path) bool { return true }); n != 2 {
		t.Errorf("%d files, want 2", n)
	}
}

func TestLongLived(t *testing.T) {
	for name, want := range map[string]bool{
		"release/3.1": true, "release-2.53": true, "v3.x": true, "7.2": true, "7": true, "rust-1.99.0": true, "stable": true, "gh-pages": true,
		"maint-2.40": true, "3-stable": true, "2-1-x": true, "38-x-y": true, "develop": true, "releases": true,
		"fix/1.2": false, "dependabot/go_modules/golang.org/x/mod-0.40.0": false, "feat-3.1-api": false, "stability": false, "fix-12345-x": false,
		"release-notes": true, // a price of reading names
	} {
		if got := longLived.MatchString(name); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
