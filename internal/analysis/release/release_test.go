package release

import (
	"strings"
	"testing"
	"time"

	"leadline/internal/fact"
)

func TestLast(t *testing.T) {
	const years = 365 * 24 * 60 * 60
	now := time.Unix(9*years, 0)
	h := &fact.History{Head: "e", Commits: []fact.Commit{
		{ID: "a"},
		{ID: "b", Parents: []fact.CommitID{"a"}},
		{ID: "s", Parents: []fact.CommitID{"a"}},
		{ID: "m", Parents: []fact.CommitID{"b", "s"}},
		{ID: "e", Parents: []fact.CommitID{"m"}},
	}}
	tag := func(name, commit string, when int64) fact.Ref {
		return fact.Ref{Name: "refs/tags/" + name, Commit: fact.CommitID(commit), When: fact.Time{Unix: when}}
	}
	for name, c := range map[string]struct {
		refs    []fact.Ref
		want    string
		reached bool
		since   int
	}{
		"none":                  {refs: []fact.Ref{{Name: "refs/heads/v1.2", Commit: "a"}, tag("latest", "a", 1), tag("v2", "b", 1)}},
		"since":                 {[]fact.Ref{tag("v1.0", "a", 1), tag("v1.1", "b", 2)}, "v1.1", true, 2},
		"at the head":           {[]fact.Ref{tag("1.0.0", "e", 1)}, "1.0.0", true, 0},
		"number, not text":      {[]fact.Ref{tag("v1.9.0", "a", 1), tag("v1.10.0", "b", 2)}, "v1.10.0", true, 2},
		"a fix to an old line":  {[]fact.Ref{tag("v2.0", "b", 1), tag("v1.0.1", "x", 2)}, "v2.0", true, 2},
		"pre-releases":          {[]fact.Ref{tag("v1.0", "a", 1), tag("v1.1-rc.1", "b", 2)}, "v1.0", true, 3},
		"series used most":      {[]fact.Ref{tag("v1.0", "a", 1), tag("v1.1", "b", 2), tag("cli-9.0", "b", 3)}, "v1.1", true, 2},
		"series used last":      {[]fact.Ref{tag("cli-9.0", "a", 1), tag("app/v1.0", "b", 2)}, "app/v1.0", true, 2},
		"after as-of":           {[]fact.Ref{tag("v1.0", "a", 9*years-1), tag("v2.0", "b", 9*years)}, "v1.0", true, 3},
		"numbers given up":      {[]fact.Ref{tag("v2018.09", "a", 1), tag("v3.21", "a", 3*years), tag("v3.22", "b", 4*years), tag("v3.21.1", "a", 5*years)}, "v3.22", true, 2},
		"numbers kept":          {[]fact.Ref{tag("v2.0", "b", 4*years), tag("v1.0.1", "a", 5*years)}, "v2.0", true, 2},
		"on another line":       {[]fact.Ref{tag("v3.0", "elsewhere", 1)}, "v3.0", false, 0},
		"a number out of range": {[]fact.Ref{tag("v99999999999999999999.1", "a", 1)}, "v99999999999999999999.1", true, 3},
	} {
		r, ok := Last(h, c.refs, now)
		if ok != (c.want != "") || r.Tag != c.want || r.Reached != c.reached || r.Since != c.since {
			t.Errorf("%s: %+v %v, want %+v", name, r, ok, c)
		}
	}
}

func TestSteps(t *testing.T) {
	var refs []fact.Ref
	for i, name := range []string{"v1.0.0", "v1.1.0", "v1.1.1", "v1.2.0-rc.1", "v1.2.0", "v1.1.2", "v2", "w9.9.9", "v1.10.0", "v1.10.1", "v1.10.2"} {
		refs = append(refs, fact.Ref{Name: "refs/tags/" + name, When: fact.Time{Unix: int64(i)}})
	}
	for n, want := range map[int]string{0: "", 2: "v1.10.0 v1.10.2", 9: "v1.0.0 v1.1.0 v1.2.0 v1.10.0 v1.10.2"} {
		got := ""
		for _, r := range Steps(refs, time.Unix(1000, 0), n) {
			got += " " + r.Tag
		}
		if strings.TrimSpace(got) != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
