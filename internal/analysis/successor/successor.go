// Package successor tells who is likely to change a file next, from who
// changed it, its folder and the repository lately. Whoever plans a change, or
// looks for a reviewer, can ask them.
//
// A Model learns from commits in the order in which they landed and can be
// asked at any moment: it then knows nothing of what came later. What it says
// is replayed over a repository's own history by package backtest.
package successor

import (
	"cmp"
	"math"
	"path"
	"slices"

	"leadline/internal/fact"
)

// Weights of a change to the file itself, to another file of its folder, and
// anywhere; and the days after which a change counts half. Chosen on one
// repository and checked on others: see docs/backtest.md.
const (
	fileWeight   = 8
	folderWeight = 2
	anyWeight    = 0.1
	halfLife     = 180
)

// Model is what has been learnt so far. The zero Model knows nothing. It is not for
// concurrent use.
type Model struct {
	files, folders map[fact.Path]*ledger
	all            ledger
	ranked         ranked
}

// ranked is everybody by what they did anywhere, as of a moment: asked for
// many files at once it is the same.
type ranked struct {
	now   int64
	value map[fact.PersonID]float64
	order []fact.PersonID
}

// ledger holds decayed counts by person.
type ledger struct {
	entries []entry
	// index finds an entry where there are many.
	index map[fact.PersonID]int
}

type entry struct {
	person fact.PersonID
	count  float64
	at     int64
}

func (l *ledger) add(id fact.PersonID, now int64) {
	i := l.find(id)
	if i < 0 {
		if l.index != nil {
			l.index[id] = len(l.entries)
		}
		l.entries = append(l.entries, entry{id, 1, now})
		return
	}
	e := &l.entries[i]
	e.count, e.at = e.value(now)+1, max(e.at, now)
}

// few is the number of entries up to which they are looked through.
const few = 32

func (l *ledger) find(id fact.PersonID) int {
	if l.index == nil && len(l.entries) > few {
		l.index = make(map[fact.PersonID]int, len(l.entries))
		for i := range l.entries {
			l.index[l.entries[i].person] = i
		}
	}
	if l.index == nil {
		return slices.IndexFunc(l.entries, func(e entry) bool { return e.person == id })
	}
	if i, ok := l.index[id]; ok {
		return i
	}
	return -1
}

// value is the count as of a later moment.
func (e *entry) value(now int64) float64 {
	days := float64(max(0, now-e.at)) / (24 * 60 * 60)
	return e.count * math.Exp2(-days/halfLife)
}

// Learn adds a commit and the person who is credited with it. Renames carry
// what is known of a file to its new path.
func (m *Model) Learn(c *fact.Commit, id fact.PersonID) {
	if m.files == nil {
		m.files, m.folders = map[fact.Path]*ledger{}, map[fact.Path]*ledger{}
	}
	now := c.Committed.Unix
	for i := range c.Changes {
		ch := &c.Changes[i]
		if ch.Kind == fact.Renamed && m.files[ch.Previous] != nil {
			m.files[ch.Path] = m.files[ch.Previous]
			delete(m.files, ch.Previous)
		}
		if id != "" {
			of(m.files, ch.Path).add(id, now)
			of(m.folders, folder(ch.Path)).add(id, now)
		}
	}
	if id != "" {
		m.all.add(id, now)
		m.ranked.value = nil
	}
}

// anywhere ranks everybody as of a moment.
func (m *Model) anywhere(now int64) *ranked {
	r := &m.ranked
	if r.value != nil && r.now == now {
		return r
	}
	r.now, r.value, r.order = now, make(map[fact.PersonID]float64, len(m.all.entries)), r.order[:0]
	for i := range m.all.entries {
		e := &m.all.entries[i]
		r.value[e.person] = e.value(now)
		r.order = append(r.order, e.person)
	}
	slices.SortFunc(r.order, func(a, b fact.PersonID) int {
		return cmp.Or(cmp.Compare(r.value[b], r.value[a]), cmp.Compare(a, b))
	})
	return r
}

func of(m map[fact.Path]*ledger, p fact.Path) *ledger {
	l := m[p]
	if l == nil {
		l = &ledger{}
		m[p] = l
	}
	return l
}

func folder(p fact.Path) fact.Path { return fact.Path(path.Dir(string(p))) }

// Rank gives the n people most likely to change a file at a moment, the likely
// ones first; of equals the smaller id. want tells who can be named.
func (m *Model) Rank(p fact.Path, now int64, n int, want func(fact.PersonID) bool) []fact.PersonID {
	score := map[fact.PersonID]float64{}
	add := func(l *ledger, weight float64) {
		if l == nil {
			return
		}
		for i := range l.entries {
			if e := &l.entries[i]; want(e.person) {
				score[e.person] += weight * e.value(now)
			}
		}
	}
	add(m.files[p], fileWeight)
	add(m.folders[folder(p)], folderWeight)
	all, others := m.anywhere(now), 0
	for id := range score {
		score[id] += anyWeight * all.value[id]
	}
	// Of those who did nothing near, only the first n can be among the first n.
	for _, id := range all.order {
		if others == n {
			break
		}
		if _, near := score[id]; !near && want(id) {
			score[id] = anyWeight * all.value[id]
			others++
		}
	}
	out := make([]fact.PersonID, 0, len(score))
	for id := range score {
		out = append(out, id)
	}
	slices.SortFunc(out, func(a, b fact.PersonID) int {
		return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(a, b))
	})
	return out[:min(n, len(out))]
}
