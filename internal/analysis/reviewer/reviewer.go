package reviewer

import (
	"cmp"
	"math"
	"slices"

	"leadline/internal/analysis/activity"
	"leadline/internal/fact"
	"leadline/internal/stat"
)

// Days after which a review or a change of a place counts half, and a review of
// anything.
const (
	placeHalfLife  = 180
	recentHalfLife = 90
)

// The weights of places: of the file itself, of its folder, to be divided by how many
// steps it is up, and of the whole repository; and those of changes and of recent
// reviews of anything beside reviews of the place.
const (
	fileWeight   = 1
	folderWeight = 0.5
	rootWeight   = 0.05
	changeWeight = 0.5
	recentWeight = 0.5
)

// Model is what has been learnt so far. The zero Model knows nothing. It is not for
// concurrent use.
//
// Everything at a place fades alike, so that nothing has to be faded: what was done at
// the day t counts 2^(t/halfLife), and the sum of it is held against the same of now.
type Model struct {
	persons  []fact.PersonID
	ordinal  map[fact.PersonID]int32
	places   map[fact.Path]*place
	recent   ledger
	start    int64 // when the first landing was learnt
	landings int   // that were learnt
}

// place is a file or a folder.
type place struct {
	reviews, changes ledger
	landing          int // the last of which it was learnt
}

// ledger holds the weight of persons, and the sum of it.
type ledger struct {
	entries []entry
	// index finds an entry where there are many.
	index map[int32]int
	sum   float64
}

type entry struct {
	person int32
	weight float64
}

// few is the number of entries up to which they are looked through.
const few = 32

func (l *ledger) find(person int32) int {
	if len(l.entries) <= few {
		return slices.IndexFunc(l.entries, func(e entry) bool { return e.person == person })
	}
	if i, ok := l.index[person]; ok {
		return i
	}
	return -1
}

func (l *ledger) add(person int32, weight float64) {
	l.sum += weight
	if i := l.find(person); i >= 0 {
		l.entries[i].weight += weight
		return
	}
	l.entries = append(l.entries, entry{person, weight})
	if l.index == nil && len(l.entries) > few {
		l.index = map[int32]int{}
		for i, e := range l.entries {
			l.index[e.person] = i
		}
	} else if l.index != nil {
		l.index[person] = len(l.entries) - 1
	}
}

// of is the weight of a person.
func (l *ledger) of(person int32) float64 {
	if i := l.find(person); i >= 0 {
		return l.entries[i].weight
	}
	return 0
}

// Learn adds what landed at a second: to a file and to a folder once, however many
// files of it changed. Renames carry what is known of a file to its new path. A sweeping
// landing tells nothing of any place.
func (m *Model) Learn(c *fact.Commit, l Landing, landed int64) {
	if m.places == nil {
		m.places, m.ordinal, m.start = map[fact.Path]*place{}, map[fact.PersonID]int32{}, landed
	}
	reviewers := make([]int32, len(l.Reviewers))
	for i, id := range l.Reviewers {
		reviewers[i] = m.person(id)
		m.recent.add(reviewers[i], m.weight(landed, recentHalfLife))
	}
	author := int32(-1)
	if l.Author != "" {
		author = m.person(l.Author)
	}
	m.rename(c)
	if len(c.Changes) > activity.Sweeping {
		return
	}
	weight := m.weight(landed, placeHalfLife)
	m.landings++
	for i := range c.Changes {
		upwards(c.Changes[i].Path, func(at fact.Path, _ float64) {
			p := m.places[at]
			if p == nil {
				p = &place{}
				m.places[at] = p
			}
			if p.landing == m.landings {
				return
			}
			p.landing = m.landings
			for _, r := range reviewers {
				p.reviews.add(r, weight)
			}
			if author >= 0 {
				p.changes.add(author, weight)
			}
		})
	}
}

func (m *Model) rename(c *fact.Commit) {
	for i := range c.Changes {
		ch := &c.Changes[i]
		if p := m.places[ch.Previous]; ch.Kind == fact.Renamed && p != nil {
			m.places[ch.Path] = p
			delete(m.places, ch.Previous)
		}
	}
}

func (m *Model) person(id fact.PersonID) int32 {
	n, ok := m.ordinal[id]
	if !ok {
		n = int32(len(m.persons))
		m.ordinal[id] = n
		m.persons = append(m.persons, id)
	}
	return n
}

// weight is that of what landed at a second. The bound, some 150 years, keeps the
// proportions of weights within what a float64 can hold.
func (m *Model) weight(landed int64, halfLife float64) float64 {
	days := float64(landed-m.start) / (24 * 60 * 60)
	return math.Exp2(min(max(days/halfLife, -600), 600))
}

// upwards gives a file and its folders up to the root, with their weights.
func upwards(p fact.Path, yield func(at fact.Path, weight float64)) {
	yield(p, fileWeight)
	steps := 1.
	for d := p.Folder(); d != ""; d = d.Folder() {
		yield(d, folderWeight/steps)
		steps++
	}
	yield("", rootWeight)
}

// Rank gives the n people who are most likely to review a change of some files at a
// second, the likely ones first; of equals the smaller id. want tells who can be named.
func (m *Model) Rank(files []fact.Path, now int64, n int, want func(fact.PersonID) bool) []fact.PersonID {
	score := make([]float64, len(m.persons))
	share := func(l *ledger, weight, more float64) {
		for _, e := range l.entries {
			score[e.person] += weight * e.weight / (l.sum + more)
		}
	}
	// What files share is looked at once.
	var order []fact.Path
	weights := map[fact.Path]float64{}
	for _, f := range files {
		upwards(f, func(at fact.Path, weight float64) {
			if m.places[at] == nil {
				return
			}
			if weights[at] == 0 {
				order = append(order, at)
			}
			weights[at] += weight / float64(len(files))
		})
	}
	one := m.weight(now, placeHalfLife)
	for _, at := range order {
		share(&m.places[at].reviews, weights[at], one)
		share(&m.places[at].changes, changeWeight*weights[at], one)
	}
	share(&m.recent, recentWeight, 0)
	return m.first(score, n, want)
}

// Recent gives the n people who reviewed most lately, whatever it was.
func (m *Model) Recent(n int, want func(fact.PersonID) bool) []fact.PersonID {
	score := make([]float64, len(m.persons))
	for _, e := range m.recent.entries {
		score[e.person] = e.weight
	}
	return m.first(score, n, want)
}

// lately is how much of a review or a change of a place must be left of what somebody did
// there, for it to count as lately: that of one a year ago.
const lately = 0.25

// Near reports whether somebody reviewed or changed a file or a folder lately, before a
// second; the folder at the top is empty.
func (m *Model) Near(at fact.Path, id fact.PersonID, now int64) bool {
	p, n := m.places[at], m.ordinal[id]
	if p == nil || len(m.persons) == 0 || m.persons[n] != id {
		return false
	}
	return p.reviews.of(n)+p.changes.of(n) >= lately*m.weight(now, placeHalfLife)
}

// first are the n people with the highest scores, of those with any.
func (m *Model) first(score []float64, n int, want func(fact.PersonID) bool) []fact.PersonID {
	best := stat.First(n, len(score), func(a, b int) int {
		if c := cmp.Compare(score[b], score[a]); c != 0 {
			return c
		}
		return cmp.Compare(m.persons[a], m.persons[b])
	}, func(i int) bool { return score[i] != 0 && want(m.persons[i]) })
	out := make([]fact.PersonID, len(best))
	for i, x := range best {
		out[i] = m.persons[x]
	}
	return out
}
