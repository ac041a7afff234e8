// Package reviewer tells who reviewed what landed, and who is likely to review a
// change of some files, from who reviewed and changed them, their folders and anything
// lately.
//
// A Model learns from landings in their order and can be asked at any moment: it
// then knows nothing of what came later. What it says is replayed over a repository's own
// history by package backtest.
package reviewer

import (
	"slices"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/people"
	"leadline/internal/fact"
)

// Landing is who made what landed, and who reviewed it: not the author, and no bot.
type Landing struct {
	Author    fact.PersonID // empty: nobody is credited
	Reviewers []fact.PersonID
}

// Reader tells of the landings of a history.
type Reader struct {
	timeline *activity.Timeline
	people   *people.People
	index    map[fact.CommitID]int
}

// NewReader prepares to tell of the landings of a timeline.
func NewReader(t *activity.Timeline, p *people.People) *Reader {
	r := &Reader{t, p, make(map[fact.CommitID]int, len(t.History.Commits))}
	for i := range t.History.Commits {
		r.index[t.History.Commits[i].ID] = i
	}
	return r
}

// Of is the landing at a position. Reviewers are those whom its trailers name; if they
// name none, it is the person who merged it. The author of a merge is that of the last
// commit of the branch that it merged.
func (r *Reader) Of(position int) Landing {
	c := &r.timeline.History.Commits[r.timeline.Mainline[position]]
	var l Landing
	if !c.Merge() {
		l.Author = r.people.Credit(c)
	} else if i, ok := r.index[c.Parents[1]]; ok {
		l.Author = r.people.Credit(&r.timeline.History.Commits[i])
	}
	l.Reviewers = slices.DeleteFunc(r.people.Reviewers(c), func(id fact.PersonID) bool { return id == l.Author })
	if id := r.people.Merger(c); len(l.Reviewers) == 0 && id != "" && id != l.Author {
		l.Reviewers = []fact.PersonID{id}
	}
	return l
}
