package crossing

import (
	"slices"
	"strings"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/people"
	"leadline/internal/fact"
)

// Window is the time that is looked at: 180 days before the as-of day and the day itself.
// end is the end of that day.
func Window(end time.Time) (from time.Time) { return end.AddDate(0, 0, -181) }

// Repository is what comparing takes of one, without what its commits changed: it is kept
// while others are read.
type Repository struct {
	landings []Landing
	// work is the commits that landed in the window, merges left out.
	work []fact.Commit
	// known are commits of all time that among them name everybody.
	known []fact.Commit
}

// Landings is how many there are in the window.
func (r *Repository) Landings() int { return len(r.landings) }

// Collect takes of a history what is needed of it. Landings of more than
// activity.Sweeping files are left out, and those that changed no file that counts. At the
// forge, the repository is called slug, as owner/name; empty if that is not known.
func Collect(t *activity.Timeline, end time.Time, slug string, counts func(fact.Path) bool) *Repository {
	w := t.Window(Window(end), end)
	r := &Repository{known: known(t.History.Commits)}
	for c := range t.Commits(w) {
		r.work = append(r.work, bare(c))
	}
	landed := map[fact.CommitID]int64{}
	for p := w.First; p < w.End; p++ {
		landed[t.History.Commits[t.Mainline[p]].ID] = t.Times[p]
	}
	branches := map[fact.CommitID]*fact.Commit{}
	var landings []*fact.Commit
	for c, paths := range t.Transactions(w) {
		if !slices.ContainsFunc(paths, counts) {
			continue
		}
		landings = append(landings, c)
		if c.Merge() {
			branches[c.Parents[1]] = nil
		}
	}
	for i := range t.History.Commits {
		c := &t.History.Commits[i]
		if _, ok := branches[c.ID]; ok {
			branches[c.ID] = c
		}
	}
	for _, c := range landings {
		l := Landing{ID: c.ID, Landed: landed[c.ID], Work: bare(c)}
		if c.Merge() && branches[c.Parents[1]] != nil {
			l.Work = bare(branches[c.Parents[1]])
		}
		l.title, l.tickets = title(l.Work.Subject), tickets(slug, c, &l.Work)
		r.landings = append(r.landings, l)
	}
	return r
}

// bare is a commit without what it changed, which takes the room.
func bare(c *fact.Commit) fact.Commit {
	out := *c
	out.Changes, out.Mends = nil, nil
	return out
}

// known are the commits in which somebody is named who was not named so before.
func known(commits []fact.Commit) []fact.Commit {
	type pair struct{ author, committer fact.Identity }
	seen, named := map[pair]bool{}, map[fact.Trailer]bool{}
	var out []fact.Commit
	for i := range commits {
		c := &commits[i]
		p := pair{c.Author, c.Committer}
		fresh := !seen[p]
		seen[p] = true
		for _, t := range c.Trailers {
			if strings.Contains(t.Value, "<") { // a person has an address
				fresh = fresh || !named[t]
				named[t] = true
			}
		}
		if fresh {
			out = append(out, bare(c))
		}
	}
	return out
}

// People are the persons of all of the repositories, so that somebody who worked on two of
// them is one.
func People(repositories []*Repository, rules people.Rules) *people.People {
	all := &fact.History{}
	for _, r := range repositories {
		all.Commits = append(all.Commits, r.known...)
	}
	return people.Of(all, rules)
}

// authored are the landings with their authors. What a bot makes has none, though somebody
// may have had a hand in it: bots do the same everywhere.
func (r *Repository) authored(who *people.People) []Landing {
	out := slices.Clone(r.landings)
	for i := range out {
		l := &out[i]
		if p := who.Of(l.Work.Author); p == nil || p.Kind != people.Bot {
			l.author = who.Credit(&l.Work)
		}
	}
	return out
}
