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
	"iter"
	"math"
	"slices"

	"leadline/internal/fact"
	"leadline/internal/stat"
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

// Model is what has been learnt so far. The zero Model knows nothing. It is not
// for concurrent learning; Rank may be asked by several at once.
//
// All weights fade alike, so only their proportions matter: a change counts
// 2^(t/halfLife) for the day t on which it was made, and never has to be faded
// again.
type Model struct {
	// Only, if set, tells the paths of which anything is learnt; a Model that is
	// asked about one file alone learns sooner (see Names).
	Only           func(fact.Path) bool
	persons        []fact.PersonID
	ordinal        map[fact.PersonID]int32
	files, folders map[fact.Path]*ledger
	all            []float64 // by person
	start          int64     // when the first commit was learnt
}

// ledger holds the weight of persons at one place.
type ledger struct {
	entries []entry
	// index finds an entry where there are many.
	index map[int32]int
}

type entry struct {
	person int32
	weight float64
}

func (l *ledger) add(person int32, weight float64) {
	i := l.find(person)
	if i < 0 {
		if l.index != nil {
			l.index[person] = len(l.entries)
		}
		l.entries = append(l.entries, entry{person, weight})
		return
	}
	l.entries[i].weight += weight
}

// few is the number of entries up to which they are looked through.
const few = 32

func (l *ledger) find(person int32) int {
	if l.index == nil && len(l.entries) > few {
		l.index = make(map[int32]int, len(l.entries))
		for i, e := range l.entries {
			l.index[e.person] = i
		}
	}
	if l.index == nil {
		return slices.IndexFunc(l.entries, func(e entry) bool { return e.person == person })
	}
	if i, ok := l.index[person]; ok {
		return i
	}
	return -1
}

// Learn adds a commit, the person who is credited with it, and the second at
// which it landed. Renames carry what is known of a file to its new path.
func (m *Model) Learn(c *fact.Commit, id fact.PersonID, landed int64) {
	if m.files == nil {
		m.files, m.folders, m.ordinal = map[fact.Path]*ledger{}, map[fact.Path]*ledger{}, map[fact.PersonID]int32{}
		m.start = landed
	}
	person, weight := m.person(id), m.weight(landed)
	var last *ledger
	var dir fact.Path
	for i := range c.Changes {
		ch := &c.Changes[i]
		if ch.Kind == fact.Renamed && m.files[ch.Previous] != nil {
			m.files[ch.Path] = m.files[ch.Previous]
			delete(m.files, ch.Previous)
		}
		if id == "" || m.Only != nil && !m.Only(ch.Path) {
			continue
		}
		of(m.files, ch.Path).add(person, weight)
		// Changes are sorted: those of a folder mostly follow each other.
		if d := ch.Path.Folder(); last == nil || d != dir {
			last, dir = of(m.folders, d), d
		}
		last.add(person, weight)
	}
	if id != "" {
		m.all[person] += weight
	}
}

func (m *Model) person(id fact.PersonID) int32 {
	if id == "" {
		return -1
	}
	n, ok := m.ordinal[id]
	if !ok {
		n = int32(len(m.persons))
		m.ordinal[id] = n
		m.persons, m.all = append(m.persons, id), append(m.all, 0)
	}
	return n
}

// Names are those that a file has had, its present one among them. The commits are
// given newest first.
func Names(p fact.Path, newestFirst iter.Seq[*fact.Commit]) map[fact.Path]bool {
	names := map[fact.Path]bool{p: true}
	for c := range newestFirst {
		for i := range c.Changes {
			if ch := &c.Changes[i]; ch.Kind == fact.Renamed && names[ch.Path] {
				names[ch.Previous] = true
			}
		}
	}
	return names
}

// weight is that of a change which landed at a second. The bound, some 300
// years, keeps the proportions of weights within what a float64 can hold.
func (m *Model) weight(landed int64) float64 {
	days := float64(landed-m.start) / (24 * 60 * 60)
	return math.Exp2(min(max(days/halfLife, -600), 600))
}

func of(m map[fact.Path]*ledger, p fact.Path) *ledger {
	l := m[p]
	if l == nil {
		l = &ledger{}
		m[p] = l
	}
	return l
}

// Rank gives the n people most likely to change a file next, the likely ones
// first; of equals the smaller id. want tells who can be named; nil means
// everybody.
func (m *Model) Rank(p fact.Path, n int, want func(fact.PersonID) bool) []fact.PersonID {
	score := make([]float64, len(m.all))
	for i, w := range m.all {
		score[i] = anyWeight * w
	}
	add := func(l *ledger, weight float64) {
		if l != nil {
			for _, e := range l.entries {
				score[e.person] += weight * e.weight
			}
		}
	}
	add(m.files[p], fileWeight)
	add(m.folders[p.Folder()], folderWeight)
	best := stat.First(n, len(score), func(a, b int) int {
		if c := cmp.Compare(score[b], score[a]); c != 0 {
			return c
		}
		return cmp.Compare(m.persons[a], m.persons[b])
	}, func(i int) bool { return want == nil || want(m.persons[i]) })
	out := make([]fact.PersonID, len(best))
	for i, x := range best {
		out[i] = m.persons[x]
	}
	return out
}
