package people

import (
	"slices"
	"strings"

	"leadline/internal/fact"
)

// credit is what decides whose work a commit is, for all commits alike.
type credit struct{ author, committer fact.Identity }

// Credit is the person whose knowledge a commit's work is: its author; where
// that is a bot or an agent, the human who committed it, else its first human
// co-author. Empty means nobody. A forge that commits what people merge on its
// pages is nobody.
func (p *People) Credit(c *fact.Commit) fact.PersonID {
	if p.ignored[c.ID] {
		return ""
	}
	id, known := p.credits[credit{c.Author, c.Committer}]
	if !known {
		id = p.credited(c)
	}
	if id != "" {
		return id
	}
	if others := p.CoAuthors(c); len(others) > 0 {
		return others[0]
	}
	return ""
}

// CoAuthors are the people whom the trailers of a commit name as its co-authors.
func (p *People) CoAuthors(c *fact.Commit) []fact.PersonID {
	var out []fact.PersonID
	for _, t := range c.Trailers {
		if who, ok := coAuthor(t); ok {
			if id := p.human(who); id != "" {
				out = append(out, id)
			}
		}
	}
	return out
}

// credited is the person whom author and committer tell of.
func (p *People) credited(c *fact.Commit) fact.PersonID {
	if id := p.human(c.Author); id != "" {
		return id
	}
	return p.human(c.Committer)
}

func (p *People) human(id fact.Identity) fact.PersonID {
	q := p.byIdentity[id]
	if q == nil || q.Kind != Human || forgeItself(fold(id.Name), parseAddress(id.Email)) {
		return ""
	}
	return q.ID
}

// coAuthor reads the identity that a trailer names as a co-author.
func coAuthor(t fact.Trailer) (fact.Identity, bool) {
	if !strings.EqualFold(t.Key, "co-authored-by") {
		return fact.Identity{}, false
	}
	id, _, ok := contact(t.Value)
	return id, ok && (id.Name != "" || id.Email != "")
}

// Assistants are the coding agents that took part in a commit, by the names of
// their vendors or products, sorted: as author or committer, or in a trailer
// that says who or what helped. Nil means none is known of.
func (p *People) Assistants(c *fact.Commit) []string {
	var out []string
	add := func(name string) {
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, id := range []fact.Identity{c.Author, c.Committer} {
		if q := p.byIdentity[id]; q != nil && q.Kind == Agent {
			add(agentName(id))
		}
		_, agent := aside(id.Name)
		add(agent)
	}
	for _, t := range c.Trailers {
		add(helper(t))
	}
	slices.Sort(out)
	return out
}
