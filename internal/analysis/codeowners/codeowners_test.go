package codeowners

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/people"
	"leadline/internal/fact"
)

// ownersOf makes owners of lines "file owners...", one line of a file each; what begins
// with a hyphen is optional, and a section of GitLab by itself.
func ownersOf(lines ...string) *fact.Owners {
	o := &fact.Owners{Deciding: map[fact.Path][]int{}}
	for i, l := range lines {
		words := strings.Fields(l)
		line := fact.OwnerLine{Pattern: words[0], Instead: -1}
		line.Optional = strings.HasPrefix(words[0], "-")
		for _, name := range words[1:] {
			kind := fact.OwnerAccount
			if strings.Contains(name, "/") {
				kind = fact.OwnerTeam
			}
			line.Owners = append(line.Owners, fact.Owner{Name: name, Kind: kind})
		}
		o.Lines = append(o.Lines, line)
		p := fact.Path(strings.TrimPrefix(words[0], "-"))
		o.Deciding[p] = append(o.Deciding[p], i)
	}
	return o
}

func TestAreas(t *testing.T) {
	m := Of(ownersOf("a @o/x @o/y", "b @O/Y @o/x", "c @o/z", "-c @o/w", "d", "-e @o/w"))
	for p, want := range map[fact.Path]string{"a": "@o/x @o/y ", "b": "@o/x @o/y ", "c": "@o/z ", "d": "", "e": "@o/w "} {
		if got := names(m.Area(p).Owners); got != want {
			t.Errorf("%s is of %q, want %q", p, got, want)
		}
	}
	if m.Area("f") != nil || m.Area("a") != m.Area("b") || m.Areas[0].Files != 2 || m.Line(m.Area("a")).Pattern != "a" || len(m.Areas) != 4 {
		t.Errorf("%+v", m.Areas)
	}
	for p, want := range map[fact.Path]bool{"a": false, "c": false, "e": true} {
		if m.Area(p).Optional != want {
			t.Errorf("%s: %v", p, !want)
		}
	}
	if x := m.Area("c"); !x.Teams() || !x.OwnedBy(fact.Owner{Name: "@O/z"}) || x.Shares(m.Area("a")) || !m.Area("a").Shares(m.Area("b")) {
		t.Errorf("%+v", x)
	}
}

// landings makes a history of one commit for each text, which names the files changed.
func landings(each ...string) *activity.Timeline {
	h := &fact.History{}
	for i, files := range each {
		c := fact.Commit{ID: fact.CommitID(fmt.Sprint("c", i)), Committed: fact.Time{Unix: int64(1000 + i)}}
		if i > 0 {
			c.Parents = []fact.CommitID{h.Commits[i-1].ID}
		}
		for f := range strings.FieldsSeq(files) {
			c.Changes = append(c.Changes, fact.Change{Path: fact.Path(f), Kind: fact.Modified})
		}
		h.Commits = append(h.Commits, c)
		h.Head = c.ID
	}
	return activity.NewTimeline(h)
}

// TestCrossings is counted by hand: of ten landings four change a, five change b, three
// both; by themselves they would meet in two.
func TestCrossings(t *testing.T) {
	m := Of(ownersOf("a @o/x", "b @o/y", "c @o/x @o/y", "free"))
	line := landings("a b", "a b", "a b free", "a", "b", "b c", "c", "c free", "a2 c", "c", "free", "skip")
	w := line.Window(time.Unix(0, 0), time.Unix(9999, 0))
	got := m.Crossings(line, w, func(p fact.Path) bool { return p != "skip" })
	if optional := Of(ownersOf("a @o/x", "-b @o/y", "c @o/x @o/y", "free")).Crossings(line, w, func(p fact.Path) bool { return p != "skip" }); optional.Landings != 10 || optional.Several != 0 || len(optional.Pairs) != 1 {
		t.Errorf("who need not approve: %+v", optional)
	}
	if got.Landings != 10 || got.Several != 3 || len(got.Pairs) != 1 {
		t.Fatalf("%+v", got)
	}
	p := got.Pairs[0]
	if p.Together != 3 || p.OfA+p.OfB != 9 || p.Lift != 1.5 || got.Baseline != 1.5 || p.Newest.ID != "c2" {
		t.Errorf("%+v, all together %v", p, got.Baseline)
	}
}

func TestAccounts(t *testing.T) {
	h := &fact.History{}
	for _, s := range []string{
		"Ann Ash <12+ann@users.noreply.github.com>", "beehive <b@x.org>", "Cy Cole <cy@x.org>", "twice <d@x.org>", "twice <e@y.org>", "cy <f@x.org>",
		"dbaker <none@none>", "Dora Baker <dbaker@x.org>", "Eve Elm <eelm@x.org>",
	} {
		name, email, _ := strings.Cut(strings.TrimSuffix(s, ">"), " <")
		h.Commits = append(h.Commits, fact.Commit{ID: fact.CommitID(s), Author: fact.Identity{Name: name, Email: email}, Committer: fact.Identity{Name: name, Email: email}})
	}
	who := people.Of(h, people.Rules{})
	a := AccountsOf(who, []Team{{Name: "@o/T", Members: []string{"cy@x.org", "Ann Ash"}}, {Name: "@o/gone", Members: []string{"zoe@x.org"}}})
	for o, want := range map[fact.Owner]string{
		{Name: "@Ann", Kind: fact.OwnerAccount}:     "Ann Ash",
		{Name: "@beehive", Kind: fact.OwnerAccount}: "beehive",
		{Name: "CY@x.org", Kind: fact.OwnerEmail}:   "Cy Cole",
		{Name: "@twice", Kind: fact.OwnerAccount}:   "",
		{Name: "@cy", Kind: fact.OwnerAccount}:      "", // too short to be sure of
		{Name: "@dbaker", Kind: fact.OwnerAccount}:  "", // of one by the name, of another by the address
		{Name: "@eelm", Kind: fact.OwnerAccount}:    "", // an address alone tells nobody
		{Name: "@o/ann", Kind: fact.OwnerTeam}:      "",
	} {
		id, ok := a.Person(o)
		if ok != (want != "") || ok && who.Get(id).Name != want {
			t.Errorf("%s is %v, want %q", o.Name, who.Get(id), want)
		}
	}
	team := fact.Owner{Name: "@O/t", Kind: fact.OwnerTeam}
	if ids, ok := a.People([]fact.Owner{team}); !ok || len(ids) != 2 {
		t.Errorf("the team is %v", ids)
	}
	for _, none := range [][]fact.Owner{nil, {team, {Name: "@o/other", Kind: fact.OwnerTeam}}, {{Name: "@o/gone", Kind: fact.OwnerTeam}}} {
		if ids, ok := a.People(none); ok {
			t.Errorf("of %v it is said that they are %v", none, ids)
		}
	}
}
