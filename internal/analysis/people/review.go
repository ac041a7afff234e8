package people

import (
	"slices"
	"strings"

	"leadline/internal/fact"
)

// Reviewers are the people of whom the trailers of a commit say that they reviewed
// it or approve of it (Reviewed-by, Acked-by), in their order. Bots and agents are left
// out.
func (p *People) Reviewers(c *fact.Commit) []fact.PersonID {
	var out []fact.PersonID
	for _, t := range c.Trailers {
		who, ok := reviewedBy(t)
		if !ok {
			continue
		}
		if id := p.human(who); id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// Merger is the person who let a commit onto the branch: its committer. Of a merge
// made on the pages of a forge, which commits it itself, it is the merge's author. Empty
// means that nobody is known to have.
func (p *People) Merger(c *fact.Commit) fact.PersonID {
	if id := p.human(c.Committer); id != "" || !c.Merge() {
		return id
	}
	return p.human(c.Author)
}

// reviewedBy reads the identity that a trailer names as a reviewer.
func reviewedBy(t fact.Trailer) (fact.Identity, bool) {
	if !strings.EqualFold(t.Key, "reviewed-by") && !strings.EqualFold(t.Key, "acked-by") {
		return fact.Identity{}, false
	}
	id, _, ok := contact(t.Value)
	return id, ok && id.Email != ""
}
