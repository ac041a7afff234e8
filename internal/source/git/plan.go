package git

import (
	"slices"
	"strings"

	"leadline/internal/fact"
)

// version is one content of one path, made by one commit.
type version struct {
	commit int32 // ordinal in plan.entries
	path   int32
	blob   int32 // for a submodule the commit that it points at; see plan.blob
	mode   fact.Mode
	known  *fact.Change // what made it, in a known commit
}

// unasked is the blob of a version whose id has not been looked at: most of
// those of known commits never are.
const unasked int32 = -2

// pair is two contents to be compared.
type pair struct{ old, new int32 }

// source is where a changed file's lines may come from.
type source struct {
	parent  int32
	version int32
	pair    int32 // ordinal in plan.pairs; none where the contents are equal
}

// change is a row of a commit with what the plan finds out about it.
type change struct {
	row
	commit   int32
	before   int32 // version replaced, none for an addition
	renamed  bool  // sources[0] is the other half of a rename
	consumed bool  // deleted here, and the old half of a rename
	sources  []source
}

// entry is a commit of a history to be planned: known ones have changes,
// fresh ones rows.
type entry struct {
	commit *fact.Commit
	fresh  bool
	rows   []row
}

// plan holds what a walk over the commits finds out without looking at
// contents: versions, where each comes from, and which contents have to be
// compared.
type plan struct {
	names    *names
	entries  []entry
	at       map[fact.CommitID]int32 // ordinal among entries
	versions []version
	changes  []change // of the fresh commits
	first    []int32  // changes[first[i]:first[i+1]] are of entry i
	pairs    []pair
	pairAt   map[pair]int32
	sides    []side // renames that need contents
	head     *tree
	relink   bool
	known    []int32 // paths of the known changes still to be replayed, each followed by its previous one
	cut      []bool  // by entry: some commit that leads to it could not be read

	forest  forest
	trees   []*tree
	readers []int32 // how many children have yet to read a commit's tree
}

// side is a commit seen against one of its parents: what is there and gone in
// the commit, and changed files that the parent does not hold.
type side struct {
	commit  int32
	parent  int32
	deleted []gone
	added   []int32 // ordinals in plan.changes
	follow  bool    // only sources for lines are wanted, no rename is told
}

// gone is a version that a parent holds and the commit does not.
type gone struct {
	version int32
	row     int32 // the deletion among plan.changes, none where there is none
}

// newPlan walks over the commits, parents before children. With relink the
// known changes, which must then be the caller's own to write to, are told
// anew which commits made the versions they refer to.
func newPlan(n *names, entries []entry, relink bool) *plan {
	p := &plan{
		names: n, entries: entries, relink: relink,
		at:     make(map[fact.CommitID]int32, len(entries)),
		pairAt: map[pair]int32{},
	}
	for i := range entries {
		c := entries[i].commit
		p.at[c.ID] = int32(i)
		for j := range c.Changes {
			p.known = append(p.known, n.pathOf([]byte(c.Changes[j].Path)))
			if prev := c.Changes[j].Previous; prev != "" {
				p.known = append(p.known, n.pathOf([]byte(prev)))
			}
		}
	}
	p.forest.paths = len(n.path)
	p.trees = make([]*tree, len(entries))
	p.countReaders()
	p.cut = make([]bool, len(entries))
	for i := range entries {
		c := entries[i].commit
		for k := range c.Parents {
			p.cut[i] = p.cut[i] || p.partial(c, k)
		}
		p.first = append(p.first, int32(len(p.changes)))
		if entries[i].fresh {
			p.read(int32(i), entries[i].rows)
		} else {
			p.replay(int32(i))
		}
	}
	p.first = append(p.first, int32(len(p.changes)))
	return p
}

// countReaders counts for each commit how many times its tree is needed.
func (p *plan) countReaders() {
	p.readers = make([]int32, len(p.entries))
	for i := range p.entries {
		for _, id := range p.entries[i].commit.Parents {
			if i, ok := p.at[id]; ok {
				p.readers[i]++
			}
		}
	}
}

// parentTree gives the tree of a commit's k-th parent, nil where there is no
// such commit (a root, or the edge of a shallow history).
func (p *plan) parentTree(c *fact.Commit, k int) *tree {
	if k >= len(c.Parents) {
		return nil
	}
	i, ok := p.at[c.Parents[k]]
	if !ok {
		return nil
	}
	return p.trees[i]
}

// partial reports whether a commit's k-th parent or one before it could not be
// read, so that the parent's tree may hold more than is known.
func (p *plan) partial(c *fact.Commit, k int) bool {
	i, ok := p.at[c.Parents[k]]
	return !ok || p.cut[i]
}

// begin gives the tree that the changes of a commit are applied to: its first
// parent's, or a copy where others still read that.
func (p *plan) begin(c *fact.Commit) *tree {
	if len(c.Parents) == 0 {
		return p.forest.empty()
	}
	i, ok := p.at[c.Parents[0]]
	if !ok {
		return p.forest.empty()
	}
	if p.readers[i] == 1 {
		return p.trees[i]
	}
	return p.forest.fork(p.trees[i])
}

// end stores the tree of a commit and lets go of those that nobody reads any
// more.
func (p *plan) end(ci int32, t *tree) {
	for _, id := range p.entries[ci].commit.Parents {
		if i, ok := p.at[id]; ok {
			if p.readers[i]--; p.readers[i] == 0 {
				p.trees[i] = nil
			}
		}
	}
	if p.readers[ci] > 0 {
		p.trees[ci] = t
	}
	p.head = t
}

// pathOf is the path of a version.
func (p *plan) pathOf(v int32) string { return p.names.path[p.versions[v].path] }

func (p *plan) addVersion(v version) int32 {
	p.versions = append(p.versions, v)
	return int32(len(p.versions) - 1)
}

// addPair asks for two contents to be compared. Submodules have none.
func (p *plan) addPair(old, new int32) int32 {
	k := pair{old, new}
	if i, ok := p.pairAt[k]; ok {
		return i
	}
	i := int32(len(p.pairs))
	p.pairs = append(p.pairs, k)
	p.pairAt[k] = i
	return i
}

// replay rebuilds the tree of a commit that was read before.
func (p *plan) replay(ci int32) {
	c := p.entries[ci].commit
	t := p.begin(c)
	if p.relink {
		p.relinkChanges(c, t)
	}
	var parents []*tree
	for j := range c.Changes {
		ch := &c.Changes[j]
		path, previous := p.nextKnown(ch)
		switch {
		case ch.Kind == fact.Deleted:
			t.set(path, none)
		case ch.Adopts():
			if parents == nil {
				parents = p.parentTrees(c)
			}
			t.set(path, parents[ch.Sources[0].Parent].get(path))
		default:
			if previous != none {
				t.set(previous, none)
			}
			t.set(path, p.addVersion(version{ci, path, unasked, ch.Mode, ch}))
		}
	}
	p.end(ci, t)
}

// nextKnown gives the paths of the next known change.
func (p *plan) nextKnown(ch *fact.Change) (path, previous int32) {
	path, previous = p.known[0], none
	p.known = p.known[1:]
	if ch.Previous != "" {
		previous = p.known[0]
		p.known = p.known[1:]
	}
	return path, previous
}

// blob is the content of a version.
func (p *plan) blob(v int32) int32 {
	ver := &p.versions[v]
	if ver.blob == unasked {
		ver.blob, _ = p.names.blobOf([]byte(ver.known.Blob))
	}
	return ver.blob
}

// relinkChanges renews the names of the versions that a known commit's changes
// refer to. before is the first parent's tree, not changed yet.
func (p *plan) relinkChanges(c *fact.Commit, before *tree) {
	parents := p.parentTrees(c)
	if len(parents) > 0 {
		parents[0] = before
	}
	maker := func(t *tree, path fact.Path) fact.CommitID {
		at, ok := p.names.paths[string(path)]
		if !ok {
			return ""
		}
		if v := t.get(at); v != none {
			return p.entries[p.versions[v].commit].commit.ID
		}
		return ""
	}
	for j := range c.Changes {
		ch := &c.Changes[j]
		if ch.Kind != fact.Added {
			ch.Before = maker(before, ch.PathBefore())
		}
		for k := range ch.Sources {
			s := &ch.Sources[k]
			if s.Parent >= len(parents) || s.Path == "" {
				continue
			}
			s.Commit = maker(parents[s.Parent], s.Path)
		}
	}
}

func (p *plan) parentTrees(c *fact.Commit) []*tree {
	trees := make([]*tree, len(c.Parents))
	for k := range c.Parents {
		if trees[k] = p.parentTree(c, k); trees[k] == nil {
			trees[k] = p.forest.empty()
		}
	}
	return trees
}

// read turns the rows of a new commit into changes with sources.
func (p *plan) read(ci int32, rows []row) {
	c := p.entries[ci].commit
	slices.SortFunc(rows, func(a, b row) int { return strings.Compare(p.names.path[a.path], p.names.path[b.path]) })
	from := len(p.changes)
	t := p.begin(c)
	for _, r := range rows {
		p.changes = append(p.changes, change{row: r, commit: ci, before: t.get(r.path)})
	}
	if len(c.Parents) > 1 {
		p.readMerge(ci, t, from)
	} else {
		p.readOrdinary(ci, t, from)
	}
	p.end(ci, t)
}

func isSubmodule(m fact.Mode) bool { return m == fact.ModeSubmodule }

func (p *plan) newVersion(ch *change) int32 {
	return p.addVersion(version{commit: ch.commit, path: ch.path, blob: ch.blob, mode: ch.newMode})
}

// readOrdinary handles a commit with at most one parent: a modified file comes
// from its old content, an added one perhaps from a deleted one.
func (p *plan) readOrdinary(ci int32, t *tree, from int) {
	s := side{commit: ci}
	// Where a deleted version is from before what could be read, an added file
	// may come from it.
	hidden := slices.ContainsFunc(p.changes[from:], func(ch change) bool { return ch.status == 'D' && ch.before == none })
	for i := from; i < len(p.changes); i++ {
		ch := &p.changes[i]
		switch {
		case ch.status == 'D':
			t.set(ch.path, none)
			if ch.before != none {
				s.deleted = append(s.deleted, gone{ch.before, int32(i)})
			}
			continue
		case ch.status == 'A' && hidden:
			ch.sources = []source{{0, none, none}}
		case ch.status == 'A':
			s.added = append(s.added, int32(i))
		case ch.before == none:
			// The parent is beyond what could be read.
			ch.sources = []source{{0, none, none}}
			p.compareRow(ch)
		case ch.status == 'M':
			ch.sources = p.sourceOf(0, ch.before, ch)
		default:
			p.compareRow(ch)
		}
		t.set(ch.path, p.newVersion(ch))
	}
	p.findRenames(s)
}

// compareRow asks for the two contents of a row to be compared, for its
// numbers alone.
func (p *plan) compareRow(ch *change) {
	if ch.old >= 0 && ch.blob >= 0 && ch.old != ch.blob && !isSubmodule(ch.oldMode) && !isSubmodule(ch.newMode) {
		p.addPair(ch.old, ch.blob)
	}
}

// sourceOf is the single source of a change whose content came from a version.
func (p *plan) sourceOf(parent int32, v int32, ch *change) []source {
	old := p.blob(v)
	if isSubmodule(p.versions[v].mode) || isSubmodule(ch.newMode) {
		return nil
	}
	if old == ch.blob {
		return []source{{parent, v, none}}
	}
	return []source{{parent, v, p.addPair(old, ch.blob)}}
}

// readMerge handles a merge as `git blame` would: a content that some parent
// holds at the same path is that parent's version; failing that, one that a
// parent without the path holds elsewhere and that is gone; failing that,
// lines are looked for in every parent in turn.
func (p *plan) readMerge(ci int32, t *tree, from int) {
	c := p.entries[ci].commit
	parents := p.parentTrees(c)
	// begin may have handed on the first parent's tree for changing in place,
	// so what it held is taken from change.before, never from parents[0].
	parents[0] = nil
	var open []int32 // changes without an identical version at the same path
	for i := from; i < len(p.changes); i++ {
		ch := &p.changes[i]
		if ch.status == 'D' {
			t.set(ch.path, none)
			continue
		}
		if v, k := p.identical(parents, ch); v != none {
			ch.sources = []source{{k, v, none}}
			t.set(ch.path, v)
			continue
		}
		open = append(open, int32(i))
		t.set(ch.path, p.newVersion(ch))
	}
	if len(open) > 0 {
		p.mergeSources(ci, t, parents, from, open)
	}
}

// identical finds the first further parent that holds the changed content at
// the same path.
func (p *plan) identical(parents []*tree, ch *change) (v, parent int32) {
	for k := 1; k < len(parents); k++ {
		if v := parents[k].get(ch.path); v != none && p.sameContent(v, ch) {
			return v, int32(k)
		}
	}
	return none, 0
}

func (p *plan) sameContent(v int32, ch *change) bool {
	ver := &p.versions[v]
	if isSubmodule(ver.mode) || isSubmodule(ch.newMode) {
		return false
	}
	return p.blob(v) == ch.blob && ver.mode&fact.ModeTypeMask == ch.newMode&fact.ModeTypeMask
}

// mergeSources gives the changes of a merge that no parent holds at the same
// path their sources, in the order of the parents.
func (p *plan) mergeSources(ci int32, t *tree, parents []*tree, from int, open []int32) {
	for k := range parents {
		partial := p.partial(p.entries[ci].commit, k)
		s := side{commit: ci, parent: int32(k), follow: true}
		for _, i := range open {
			ch := &p.changes[i]
			v := ch.before
			if k > 0 {
				v = parents[k].get(ch.path)
			}
			switch {
			case v == none && partial:
				ch.sources = append(ch.sources, source{int32(k), none, none})
			case v == none:
				s.added = append(s.added, i)
			case p.versions[v].mode&fact.ModeTypeMask == ch.newMode&fact.ModeTypeMask:
				ch.sources = append(ch.sources, p.sourceOf(int32(k), v, ch)...)
			}
		}
		if len(s.added) == 0 {
			continue
		}
		if k == 0 {
			for i := from; i < len(p.changes); i++ {
				if p.changes[i].status == 'D' && p.changes[i].before != none {
					s.deleted = append(s.deleted, gone{p.changes[i].before, int32(i)})
				}
			}
		} else {
			parents[k].missingIn(t, func(_, v int32) { s.deleted = append(s.deleted, gone{v, none}) })
			slices.SortFunc(s.deleted, func(a, b gone) int {
				return strings.Compare(p.pathOf(a.version), p.pathOf(b.version))
			})
		}
		p.findRenames(s)
	}
	for _, i := range open {
		p.settleSources(&p.changes[i])
	}
}

// settleSources orders what the parents offer as `git blame` asks: an equal
// content takes everything; otherwise parents in order, each content once.
func (p *plan) settleSources(ch *change) {
	for _, s := range ch.sources {
		if s.pair == none {
			ch.sources = []source{s}
			return
		}
	}
	slices.SortStableFunc(ch.sources, func(a, b source) int { return int(a.parent - b.parent) })
	kept := ch.sources[:0]
	for _, s := range ch.sources {
		same := func(o source) bool { return o.pair == s.pair }
		if !slices.ContainsFunc(kept, same) {
			kept = append(kept, s)
		}
	}
	ch.sources = kept
}
