package knowledge

import (
	"sort"

	"leadline/internal/fact"
)

// none is no lineage, no commit, no person.
const none int32 = -1

// Lineages tell for each change of a history which file it is of. A lineage is a
// file through time: from its creation through changes and renames, on all
// branches.
type Lineages struct {
	history *fact.History
	ordinal map[fact.CommitID]int32
	first   []int32 // by commit: where its changes start in of
	of      []int32 // by change: its lineage
	// creator is, by lineage, the commit that created the file; none if that
	// is not known.
	creator []int32
	// gone are the files that were deleted. One that comes back unchanged goes on
	// where it was, or whoever takes a deletion back would be its creator.
	gone map[version]int32
}

// version is a content at a path.
type version struct {
	path fact.Path
	blob fact.BlobID
}

// NewLineages follows the files of a history.
func NewLineages(h *fact.History) *Lineages {
	l := &Lineages{history: h, ordinal: make(map[fact.CommitID]int32, len(h.Commits)), first: make([]int32, len(h.Commits)+1), gone: map[version]int32{}}
	n := 0
	for i := range h.Commits {
		l.ordinal[h.Commits[i].ID] = int32(i)
		l.first[i] = int32(n)
		n += len(h.Commits[i].Changes)
	}
	l.first[len(h.Commits)] = int32(n)
	l.of = make([]int32, n)
	for i := range l.of {
		l.of[i] = none
	}
	for i := range h.Commits {
		c := &h.Commits[i]
		for k := range c.Changes {
			l.of[int(l.first[i])+k] = l.lineage(int32(i), c, &c.Changes[k])
		}
	}
	return l
}

// lineage finds what a change continues, or starts a new one.
func (l *Lineages) lineage(at int32, c *fact.Commit, ch *fact.Change) int32 {
	if ch.Before != "" {
		if v := l.version(ch.Before, ch.PathBefore()); v != none {
			if ch.Kind == fact.Deleted {
				l.gone[version{ch.Path, ch.Old}] = v
			}
			return v
		}
	}
	// A merge brings a file from the branch that it merges.
	for i := range ch.Sources {
		if v := l.version(ch.Sources[i].Commit, ch.Sources[i].Path); v != none {
			return v
		}
	}
	if ch.Kind == fact.Deleted {
		return none
	}
	creator := none
	if ch.Kind == fact.Added {
		if v, ok := l.gone[version{ch.Path, ch.Blob}]; ok {
			return v
		}
		if !c.Merge() {
			creator = at
		}
	}
	l.creator = append(l.creator, creator)
	return int32(len(l.creator) - 1)
}

// version is the lineage of the version that a commit made at a path.
func (l *Lineages) version(id fact.CommitID, p fact.Path) int32 {
	c, ok := l.ordinal[id]
	if !ok {
		return none
	}
	changes := l.history.Commits[c].Changes
	k := sort.Search(len(changes), func(i int) bool { return changes[i].Path >= p })
	if k == len(changes) || changes[k].Path != p {
		return none
	}
	return l.of[int(l.first[c])+k]
}
