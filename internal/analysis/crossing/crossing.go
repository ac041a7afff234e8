// Package crossing tells which changes needed two repositories: landings of the one that
// come with landings of the other. It serves a lead whose work lies in several
// repositories, where a change that is in two of them waits for two reviews, two builds
// and two releases.
//
// Two landings are known to be one piece of work where both name the same ticket, or the
// same author calls both the same. Those of one author within hours of each other are so
// more often than not, and how often by chance is told beside it: whoever works on both
// repositories every day has such pairs without any piece of work in two.
//
// It counts landings, never people, and compares nothing where fewer than a handful
// worked on the two repositories: the caller sees to that, by Pair.People.
package crossing

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"leadline/internal/analysis/people"
	"leadline/internal/fact"
)

const (
	// Hours within which two landings of one author are close: both when they landed and
	// when they were written, so that what somebody else merges in one sitting is not.
	Hours = 6
	// Days within which two landings that are named alike belong together.
	Days = 30
	// weeks is how many times one repository is moved against the other to either side.
	weeks = 8

	hour = 60 * 60
	week = 7 * 24 * hour
)

// Landing is a commit of the first-parent line.
type Landing struct {
	// ID is that of the commit that landed.
	ID fact.CommitID
	// Landed is when, in Unix seconds.
	Landed int64
	// Work is the commit whose author it is of, without its changes: of a merge the last of
	// the branch that it merged.
	Work fact.Commit

	title   string   // what the work is called, in lower case and without numbers of requests
	tickets []string // that the landing and its work name
	author  fact.PersonID
}

// Count is how many landings of a repository have a partner in the other one.
type Count struct {
	// Landings of the window. Close are those near to one of the same author, Named those
	// that share a ticket or, of the same author, a title. Linked are either.
	Landings, Close, Named, Linked int
}

func (c *Count) add(close, named bool) {
	if close {
		c.Close++
	}
	if named {
		c.Named++
	}
	if close || named {
		c.Linked++
	}
}

// Link is a landing of each repository.
type Link struct {
	A, B *Landing
	// Ticket that both name; empty if they are linked by their author.
	Ticket string
	// Alike: the same author calls both the same.
	Alike bool
}

// Pair is two repositories in a window.
type Pair struct {
	A, B Count
	// People were active in either, and Authors of them have landings that are linked.
	People, Authors int
	// Expected is how many landings of both would be close by chance: the mean over
	// comparisons in which one repository is moved by whole weeks, one to eight to either
	// side, around the window. Most is the largest of them.
	Expected float64
	Most     int
	// Links are a partner for each linked landing of A, the newest first: one that is named
	// alike, or else the nearest.
	Links []Link
}

// Close are the landings of both that are near to one of the same author.
func (p *Pair) Close() int { return p.A.Close + p.B.Close }

// Beyond reports whether more landings are close than in any of the comparisons. Were the
// two independent of each other, that would be so for one pair in 17.
func (p *Pair) Beyond() bool { return p.Close() > p.Most }

// Lift is Close by Expected; ok is false where less than one is expected, as the quotient
// then says little.
func (p *Pair) Lift() (x float64, ok bool) {
	if p.Expected < 1 {
		return 0, false
	}
	return float64(p.Close()) / p.Expected, true
}

// Excess is how many landings of both are linked beyond those expected by chance.
func (p *Pair) Excess() float64 { return float64(p.A.Linked+p.B.Linked) - p.Expected }

// Newest is the link whose later landing is the last.
func (p *Pair) Newest() Link {
	return slices.MaxFunc(p.Links, func(x, y Link) int {
		return cmp.Or(cmp.Compare(max(x.A.Landed, x.B.Landed), max(y.A.Landed, y.B.Landed)), cmp.Compare(y.A.ID, x.A.ID))
	})
}

// Compare pairs the landings of two repositories in a window that begins at from; who are
// the people of both.
func Compare(a, b *Repository, from time.Time, who *people.People) Pair {
	x, y := a.authored(who), b.authored(who)
	p := Pair{A: Count{Landings: len(x)}, B: Count{Landings: len(y)}, People: active(who, a, b)}
	near := newIndex(y)
	named := namedAlike(x, y)
	authors := map[fact.PersonID]bool{}
	shares := map[int]bool{} // landings of b that are named like one of a
	for i := range x {
		l, alike := &x[i], &named[i]
		for _, j := range alike.partners {
			shares[j] = true
		}
		j, close := near.nearest(l)
		link := alike.best
		if link.B == nil && close {
			link = Link{A: l, B: &y[j]}
		}
		p.A.add(close, len(alike.partners) > 0)
		if link.B != nil {
			authors[l.author], authors[link.B.author] = true, true
			p.Links = append(p.Links, link)
		}
	}
	back := newIndex(x)
	for j := range y {
		_, close := back.nearest(&y[j])
		p.B.add(close, shares[j])
	}
	delete(authors, "")
	p.Authors = len(authors)
	slices.SortStableFunc(p.Links, func(x, y Link) int { return cmp.Compare(y.A.Landed, x.A.Landed) })
	p.chance(x, y, from)
	return p
}

// active counts who worked on either repository.
func active(who *people.People, repositories ...*Repository) int {
	seen := map[fact.PersonID]bool{}
	for _, r := range repositories {
		for i := range r.work {
			seen[who.Credit(&r.work[i])] = true
		}
	}
	delete(seen, "")
	return len(seen)
}

// chance moves y against x.
func (p *Pair) chance(x, y []Landing, from time.Time) {
	sum := 0
	for k := -weeks; k <= weeks; k++ {
		if k == 0 {
			continue
		}
		moved := slices.Clone(y)
		for j := range moved {
			by := around(moved[j].Landed-from.Unix(), int64(k)*week)
			moved[j].Landed += by
			moved[j].Work.Authored.Unix += by
		}
		n := closeTo(x, moved) + closeTo(moved, x)
		sum += n
		p.Most = max(p.Most, n)
	}
	p.Expected = float64(sum) / (2 * weeks)
}

// around is by how much a moment of the window is moved so that what leaves it at one
// end comes in at the other. That it is 26 weeks keeps the days of the week.
func around(at, by int64) int64 {
	const period = 26 * week
	return ((at+by)%period+period)%period - at
}

func closeTo(x, y []Landing) int {
	near, n := newIndex(y), 0
	for i := range x {
		if _, ok := near.nearest(&x[i]); ok {
			n++
		}
	}
	return n
}

// index finds the landings of an author by when they landed.
type index struct {
	landings []Landing
	of       map[fact.PersonID][]int // by the moment
}

func newIndex(landings []Landing) *index {
	n := &index{landings, map[fact.PersonID][]int{}}
	for i := range landings {
		if who := landings[i].author; who != "" {
			n.of[who] = append(n.of[who], i)
		}
	}
	for _, list := range n.of {
		slices.SortStableFunc(list, func(i, j int) int { return cmp.Compare(landings[i].Landed, landings[j].Landed) })
	}
	return n
}

// mostNear is how many landings before and after a moment are looked at, so that a flood
// of them at one moment takes no time without bound.
const mostNear = 100

// nearest is the close landing of the same author that landed the least before or after.
func (n *index) nearest(l *Landing) (at int, ok bool) {
	list := n.of[l.author]
	from := sort.Search(len(list), func(i int) bool { return n.landings[list[i]].Landed >= l.Landed })
	best := int64(Hours*hour + 1)
	for i := max(0, from-mostNear); i < min(len(list), from+mostNear); i++ {
		o := &n.landings[list[i]]
		if d := distance(o.Landed, l.Landed); d < best && distance(o.Work.Authored.Unix, l.Work.Authored.Unix) <= Hours*hour {
			best, at, ok = d, list[i], true
		}
	}
	return at, ok
}

func distance(a, b int64) int64 { return max(a, b) - min(a, b) }
