// Package people tells which identities of a history are one person, and which
// are bots and coding agents. Everything that speaks of people starts here.
//
// Two identities are one person if the mailmap or the team's configuration
// says so, if they share an e-mail address, a forge account, or a full name of
// two words or more; never by a first name alone. Every merge is listed with
// its reason, and the configuration can undo it. What a tool or a manual put
// into a name or an address joins nobody, and names that are unlike stop a
// chain of merges (see merge.go).
//
// The package counts nothing: persons have no figures here.
package people

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"leadline/internal/fact"
)

// Kind says what is behind an identity.
type Kind uint8

// The kinds.
const (
	Human Kind = iota
	Bot        // an account that acts by rule: upgrades, releases, CI
	Agent      // a coding agent
)

// String gives the word used in exports.
func (k Kind) String() string {
	switch k {
	case Bot:
		return "bot"
	case Agent:
		return "agent"
	}
	return "person"
}

// Person is one person, bot or agent.
type Person struct {
	// ID is made from the identity that appeared first, so that it stays while
	// history grows.
	ID fact.PersonID
	// Name and Email are the mailmap's where it has any, else those that were
	// used last; a full name goes before a nickname.
	Name, Email string
	Kind        Kind
	// Identities are sorted by name, then e-mail.
	Identities []fact.Identity
}

// Rules are what the team says of people. A string names identities as
// "Name <email>", "<email>", "email", or "Name".
type Rules struct {
	// Mailmap is the content of a .mailmap file.
	Mailmap []byte
	// Ignored are commits that nobody is credited with: those that the team tells
	// blame to pass over, such as reformattings.
	Ignored map[fact.CommitID]bool
	// Merge: the identities of each list are one person.
	Merge [][]string
	// Split identities are merged with nobody but by Merge.
	Split []string
	// Bots, Agents and Humans are told what they are.
	Bots, Agents, Humans []string
}

// Merge is an identity that was joined to another one.
type Merge struct {
	Person         fact.PersonID
	Identity, With fact.Identity
	// Reason is one of the reasons below.
	Reason string
}

// The reasons for a merge.
const (
	byConfiguration = "configuration"
	byMailmap       = "mailmap"
	byEmail         = "same e-mail"
	byMailbox       = "same mailbox"
	byProduct       = "same agent"
	byForge         = "forge address"
	byName          = "same full name"
)

// People are the persons of a history. It is safe for concurrent use.
type People struct {
	// Persons are ordered by id.
	Persons []*Person
	// Merges are ordered by person, then identity.
	Merges []Merge

	byIdentity map[fact.Identity]*Person
	byID       map[fact.PersonID]*Person
	credits    map[credit]fact.PersonID
	ignored    map[fact.CommitID]bool
}

// Of finds the persons of a history: its authors, committers, co-authors and reviewers.
func Of(h *fact.History, r Rules) *People {
	m := newMerger(h, &r)
	m.run()
	p := &People{byIdentity: map[fact.Identity]*Person{}, byID: map[fact.PersonID]*Person{}, credits: map[credit]fact.PersonID{}, ignored: r.Ignored}
	groups := map[int]*Person{}
	for i := range m.ids {
		root := m.find(i)
		q := groups[root]
		if q == nil {
			// The first of a group is the first in the history.
			q = &Person{ID: m.id(i), Kind: m.ids[i].kind}
			groups[root] = q
			p.Persons = append(p.Persons, q)
		}
		q.Identities = append(q.Identities, m.ids[i].raw)
		p.byIdentity[m.ids[i].raw] = q
	}
	for root, q := range groups {
		q.Name, q.Email = m.shown(root)
		slices.SortFunc(q.Identities, compareIdentity)
	}
	slices.SortFunc(p.Persons, func(a, b *Person) int { return cmp.Compare(a.ID, b.ID) })
	for _, q := range p.Persons {
		p.byID[q.ID] = q
	}
	for i := range h.Commits {
		c := &h.Commits[i]
		key := credit{c.Author, c.Committer}
		if _, known := p.credits[key]; !known {
			p.credits[key] = p.credited(c)
		}
	}
	for _, j := range m.joins {
		p.Merges = append(p.Merges, Merge{
			Person: p.byIdentity[m.ids[j.a].raw].ID, Identity: m.ids[j.b].raw, With: m.ids[j.a].raw, Reason: j.reason,
		})
	}
	slices.SortFunc(p.Merges, func(a, b Merge) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), compareIdentity(a.Identity, b.Identity), compareIdentity(a.With, b.With))
	})
	return p
}

func compareIdentity(a, b fact.Identity) int {
	return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Email, b.Email))
}

// hashed makes an id from what names a person.
func hashed(parts ...string) fact.PersonID {
	h := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return fact.PersonID(hex.EncodeToString(h[:8]))
}

// Of is the person behind an identity of the history; nil if it is none.
func (p *People) Of(id fact.Identity) *Person { return p.byIdentity[id] }

// Get finds a person by id; nil if there is none.
func (p *People) Get(id fact.PersonID) *Person { return p.byID[id] }

// Find gives the persons whom a query names: those with that full name or
// address, whatever the letter case; if there are none, those whose name holds
// all its words. They are ordered by name, then id.
func (p *People) Find(query string) []*Person {
	asked := contactOf(query)
	var exact, loose []*Person
	for _, q := range p.Persons {
		switch {
		case slices.ContainsFunc(q.Identities, asked.names) || asked.names(fact.Identity{Name: q.Name, Email: q.Email}):
			exact = append(exact, q)
		case slices.ContainsFunc(q.Identities, asked.within):
			loose = append(loose, q)
		}
	}
	if exact == nil {
		exact = loose
	}
	slices.SortFunc(exact, func(a, b *Person) int { return cmp.Or(strings.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return exact
}
