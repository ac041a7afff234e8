package codeowners

import (
	"regexp"
	"strings"

	"leadline/internal/analysis/people"
	"leadline/internal/fact"
)

// Accounts tells which owners are persons of the history.
type Accounts struct {
	logins, names, emails map[string]fact.PersonID
	// locals are by what stands before the @ of an address: they tell nobody, but that a
	// name may be somebody else's too.
	locals map[string]fact.PersonID
	teams  map[string][]fact.PersonID
}

// Team is who is in a team, as identities: "Name <e-mail>", an address or a name.
type Team struct {
	Name    string
	Members []string
}

// severalPeople stands where a name is that of more than one person.
const severalPeople = fact.PersonID("\x00")

// forge is an address that the forge made of an account's name.
var forge = regexp.MustCompile(`^(?:\d+[+-])?([a-z0-9][a-z0-9_.-]*)@users\.noreply\.(?:github\.com|gitlab\.com)$`)

// shortest is the length of an account's name from which on an author of that very name
// is taken for its owner.
const shortest = 4

// AccountsOf learns the accounts that the history tells for sure: those of addresses that
// the forge made, addresses, and names that are written like the account. A name that
// several people have tells nobody. Members of teams are those declared.
func AccountsOf(p *people.People, teams []Team) *Accounts {
	a := &Accounts{logins: map[string]fact.PersonID{}, names: map[string]fact.PersonID{}, emails: map[string]fact.PersonID{}, locals: map[string]fact.PersonID{}, teams: map[string][]fact.PersonID{}}
	for _, q := range p.Persons {
		for _, id := range q.Identities {
			email := strings.ToLower(id.Email)
			note(a.emails, email, q.ID)
			local, _, _ := strings.Cut(email, "@")
			note(a.locals, local, q.ID)
			if m := forge.FindStringSubmatch(email); m != nil {
				note(a.logins, m[1], q.ID)
			}
			if name := strings.ToLower(id.Name); len(name) >= shortest && !strings.ContainsRune(name, ' ') {
				note(a.names, name, q.ID)
			}
		}
	}
	for _, t := range teams {
		var members []fact.PersonID
		for _, who := range t.Members {
			for _, q := range p.Find(who) {
				members = append(members, q.ID)
			}
		}
		a.teams[strings.ToLower(t.Name)] = members
	}
	return a
}

func note(in map[string]fact.PersonID, key string, id fact.PersonID) {
	if was, ok := in[key]; ok && was != id {
		id = severalPeople
	}
	in[key] = id
}

// Person is who is behind an account or address; ok is false where the history does not
// tell for sure.
func (a *Accounts) Person(o fact.Owner) (id fact.PersonID, ok bool) {
	login := strings.ToLower(strings.TrimPrefix(o.Name, "@"))
	switch o.Kind {
	case fact.OwnerEmail:
		id = a.emails[login]
	case fact.OwnerAccount:
		if id = a.logins[login]; id == "" {
			if id = a.names[login]; a.locals[login] != "" && a.locals[login] != id {
				return "", false
			}
		}
	}
	return id, id != "" && id != severalPeople
}

// People are all the persons behind owners; ok is false where that is not known of one of
// them.
func (a *Accounts) People(owners []fact.Owner) (out []fact.PersonID, ok bool) {
	for _, o := range owners {
		if members, declared := a.teams[strings.ToLower(o.Name)]; declared {
			out = append(out, members...)
			continue
		}
		id, known := a.Person(o)
		if !known {
			return nil, false
		}
		out = append(out, id)
	}
	return out, len(out) > 0
}
