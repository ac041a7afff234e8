package reviewer

import (
	"fmt"
	"slices"
	"testing"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/people"
	"leadline/internal/fact"
)

var (
	ann   = fact.Identity{Name: "Ann Example", Email: "ann@a.example"}
	bob   = fact.Identity{Name: "Bob Sample", Email: "bob@b.example"}
	forge = fact.Identity{Name: "GitHub", Email: "noreply@github.com"}
	robot = fact.Identity{Name: "dependabot[bot]", Email: "49699333+dependabot[bot]@users.noreply.github.com"}
)

// The cases are in pairs: a review, and what looks like one.
func TestLanding(t *testing.T) {
	trailer := func(key string, id fact.Identity) fact.Trailer {
		return fact.Trailer{Key: key, Value: fmt.Sprintf("%s <%s>", id.Name, id.Email)}
	}
	cyd := fact.Identity{Name: "Cyd Token", Email: "cyd@c.example"} // only reviews
	for name, c := range map[string]struct {
		author, committer fact.Identity
		merged            fact.Identity // the author of the branch, of a merge
		trailers          []fact.Trailer
		by                string
		reviewers         []string
	}{
		"a trailer":                     {author: ann, committer: ann, trailers: []fact.Trailer{trailer("Reviewed-by", cyd)}, by: "Ann Example", reviewers: []string{"Cyd Token"}},
		"where it was reviewed":         {author: ann, committer: ann, trailers: []fact.Trailer{{Key: "Reviewed-on", Value: "https://r.example/1 <cyd@c.example>"}}, by: "Ann Example"},
		"a trailer, and who merged":     {author: ann, committer: bob, trailers: []fact.Trailer{trailer("reviewed-by", cyd)}, by: "Ann Example", reviewers: []string{"Cyd Token"}},
		"two trailers":                  {author: ann, committer: ann, trailers: []fact.Trailer{trailer("Acked-by", cyd), trailer("Reviewed-by", bob)}, by: "Ann Example", reviewers: []string{"Cyd Token", "Bob Sample"}},
		"who signed off":                {author: ann, committer: ann, trailers: []fact.Trailer{trailer("Signed-off-by", bob)}, by: "Ann Example"},
		"a trailer of the author":       {author: ann, committer: ann, trailers: []fact.Trailer{trailer("Reviewed-by", ann)}, by: "Ann Example"},
		"a trailer of a bot":            {author: ann, committer: ann, trailers: []fact.Trailer{trailer("Reviewed-by", robot)}, by: "Ann Example"},
		"who committed a patch":         {author: ann, committer: bob, by: "Ann Example", reviewers: []string{"Bob Sample"}},
		"the author committed it":       {author: ann, committer: ann, by: "Ann Example"},
		"a forge committed it":          {author: ann, committer: forge, by: "Ann Example"},
		"who merged":                    {author: bob, committer: bob, merged: ann, by: "Ann Example", reviewers: []string{"Bob Sample"}},
		"who merged on a forge's pages": {author: bob, committer: forge, merged: ann, by: "Ann Example", reviewers: []string{"Bob Sample"}},
		"the author merged":             {author: ann, committer: forge, merged: ann, by: "Ann Example"},
		"who merged what a bot made":    {author: bob, committer: forge, merged: robot, reviewers: []string{"Bob Sample"}},
		"a bot merged":                  {author: robot, committer: forge, merged: ann, by: "Ann Example"},
	} {
		t.Run(name, func(t *testing.T) {
			h := &fact.History{Head: "tip", Commits: []fact.Commit{{ID: "root", Author: bob, Committer: bob}}}
			tip := fact.Commit{ID: "tip", Parents: []fact.CommitID{"root"}, Author: c.author, Committer: c.committer, Trailers: c.trailers}
			if c.merged != (fact.Identity{}) {
				h.Commits = append(h.Commits, fact.Commit{ID: "side", Parents: []fact.CommitID{"root"}, Author: c.merged, Committer: forge})
				tip.Parents = append(tip.Parents, "side")
			}
			h.Commits = append(h.Commits, tip)
			persons := people.Of(h, people.Rules{})
			called := func(id fact.PersonID) string {
				if id == "" {
					return ""
				}
				return persons.Get(id).Name
			}
			l := NewReader(activity.NewTimeline(h), persons).Of(1)
			var got []string
			for _, id := range l.Reviewers {
				got = append(got, called(id))
			}
			if called(l.Author) != c.by || !slices.Equal(got, c.reviewers) {
				t.Errorf("by %q, reviewed by %q", called(l.Author), got)
			}
		})
	}
}

const day = 24 * 60 * 60

// reviews makes a model of landings a day apart, each by ann and of one reviewer.
func reviews(landings ...[]string) (m *Model, now int64) {
	m = &Model{}
	for i, l := range landings {
		c := &fact.Commit{}
		for _, p := range l[1:] {
			c.Changes = append(c.Changes, fact.Change{Path: fact.Path(p), Kind: fact.Modified})
		}
		m.Learn(c, Landing{"ann", []fact.PersonID{fact.PersonID(l[0])}}, int64(i)*day)
	}
	return m, int64(len(landings)) * day
}

func TestRank(t *testing.T) {
	anyone := func(fact.PersonID) bool { return true }
	noAnn := func(id fact.PersonID) bool { return id != "ann" }
	m, now := reviews(
		[]string{"bob", "a/x.go", "a/y.go", "a/z.go"}, // a folder counts once
		[]string{"cyd", "a/x.go"}, []string{"cyd", "a/y.go"},
		[]string{"dan", "b/deep/x.go"}, []string{"dan", "c/x.go"}, []string{"dan", "c/y.go"},
	)
	for _, c := range []struct {
		file string
		want func(fact.PersonID) bool
		rank []fact.PersonID
	}{
		{"a/z.go", noAnn, []fact.PersonID{"bob", "cyd", "dan"}},
		{"a/new.go", noAnn, []fact.PersonID{"cyd", "dan", "bob"}},
		{"b/new.go", noAnn, []fact.PersonID{"dan", "cyd", "bob"}},
		{"b/deep/y.go", anyone, []fact.PersonID{"dan", "ann", "cyd"}}, // who changes a place may review it
	} {
		if got := m.Rank([]fact.Path{fact.Path(c.file)}, now, 3, c.want); !slices.Equal(got, c.rank) {
			t.Errorf("%s: %s", c.file, got)
		}
	}
	if got := m.Recent(2, anyone); !slices.Equal(got, []fact.PersonID{"dan", "cyd"}) {
		t.Errorf("recent: %s", got)
	}
	for id, near := range map[fact.PersonID]bool{"bob": true, "ann": true, "dan": false, "eve": false} {
		if m.Near("a/z.go", id, now) != near {
			t.Errorf("%s near: %v", id, !near)
		}
	}
	if m.Near("a/z.go", "bob", now+366*day) {
		t.Error("a review of more than a year ago is not lately")
	}
	if got := (&Model{}).Rank([]fact.Path{"a"}, 0, 3, anyone); len(got) != 0 || (&Model{}).Near("", "", 0) {
		t.Errorf("of nothing: %s", got)
	}
}

// A file is known under its new name, and forgotten under the old one; a sweeping landing
// tells nothing of places.
func TestLearn(t *testing.T) {
	m, now := reviews([]string{"bob", "old.go"})
	m.Learn(&fact.Commit{Changes: []fact.Change{{Path: "d/new.go", Previous: "old.go", Kind: fact.Renamed}}}, Landing{}, now)
	if !m.Near("d/new.go", "bob", now) || m.Near("old.go", "bob", now) || m.Near("d", "bob", now) {
		t.Error("renamed")
	}
	wide := []string{"cyd"}
	for i := range activity.Sweeping + 1 {
		wide = append(wide, fmt.Sprint("f", i))
	}
	for n, want := range map[int]bool{activity.Sweeping + 1: true, activity.Sweeping + 2: false} {
		m, now := reviews(wide[:n])
		if m.Near("f3", "cyd", now) != want || len(m.Recent(1, func(fact.PersonID) bool { return true })) != 1 {
			t.Errorf("%d files: known %v", n-1, !want)
		}
	}
}
