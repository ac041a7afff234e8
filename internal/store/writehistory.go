package store

import (
	"slices"

	"leadline/internal/fact"
)

// commits writes commits that the base does not have.
func (w *writer) commits(commits []fact.Commit) {
	c := func(i int) *column { return w.seg.col(blockCommits, i) }
	first := len(w.base.commits)
	committed := int64(0)
	changes := newChangeWriter(w)
	for i := range commits {
		g := &commits[i]
		w.seg.col(blockChanges, 0).uint(uint64(len(g.Parents)))
		for _, p := range g.Parents {
			if at, ok := w.position[p]; ok && int(at) < first+i {
				c(0).uint(uint64(first + i - int(at)))
			} else {
				c(0).uint(0)
				w.lone(c(0), string(p))
			}
		}
		c(1).uint(uint64(w.person(g.Author)))
		if g.Committer == g.Author {
			c(2).uint(0)
		} else {
			c(2).uint(uint64(w.person(g.Committer)) + 1)
		}
		c(3).int(g.Committed.Unix - committed)
		committed = g.Committed.Unix
		c(4).int(g.Committed.Unix - g.Authored.Unix)
		c(5).int(int64(g.Committed.Offset))
		c(6).int(int64(g.Authored.Offset))
		c(7).uint(uint64(len(g.Trailers)))
		for _, t := range g.Trailers {
			w.text(c(8), t.Key)
			w.text(c(8), t.Value)
		}
		c(9).uint(uint64(len(g.Mends)))
		for _, m := range g.Mends {
			c(9).uint(bit(m.Reverts))
			w.text(c(10), m.ID)
		}
		c(11).uint(bit(g.Breaking))
		putStrings(w.seg.col(blockSubjects, 0), w.seg.col(blockSubjects, 1), []string{g.Subject})
		w.seg.col(blockChanges, 1).uint(uint64(len(g.Changes)))
		changes.commit = int32(first + i)
		for j := range g.Changes {
			changes.change(&g.Changes[j], len(g.Parents))
		}
	}
}

// person returns the number of an identity.
func (w *writer) person(id fact.Identity) int32 {
	n, ok := w.identity[id]
	if !ok {
		n = int32(len(w.identities))
		w.identities = append(w.identities, id)
		w.identity[id] = n
	}
	return n
}

// latest remembers the last content of each path, which is what the next
// change of the path most often starts from.
type latest []int32

func (l *latest) get(path int32) int32 {
	if int(path) < len(*l) {
		return (*l)[path] - 1
	}
	return -1
}

func (l *latest) set(path, id int32) {
	for len(*l) <= int(path) {
		*l = append(*l, 0)
	}
	(*l)[path] = id + 1
}

// changeWriter writes the changes of one segment.
type changeWriter struct {
	*writer
	latest           latest
	makers           latest // the commit that made the latest version of each path
	commit           int32  // whose changes these are
	modes            map[[2]fact.Mode]int
	idRefs, pathRefs stream
}

func newChangeWriter(w *writer) *changeWriter {
	return &changeWriter{
		writer: w, modes: map[[2]fact.Mode]int{},
		idRefs: stream(w.ids.start), pathRefs: stream(w.paths.start),
	}
}

func (w *changeWriter) change(g *fact.Change, parents int) {
	c := func(i int) *column { return w.seg.col(blockChanges, i) }
	if g.Kind > flagKind || g.Content > fact.Missing || g.OldContent > fact.Missing {
		w.fail("a change of a kind that is not known")
		return
	}
	w.seg.n.changes++
	flags := uint64(g.Kind) | uint64(g.Content)<<flagContentShift | uint64(g.OldContent)<<flagOldShift
	path := w.path(c(3), &w.pathRefs, g.Path)
	before := path
	if g.Previous != "" {
		flags |= flagPrevious
		before = w.path(c(3), &w.pathRefs, g.Previous)
	}
	old := w.id(c(4), &w.idRefs, string(g.Old), w.latest.get(before))
	blob := w.id(c(4), &w.idRefs, string(g.Blob), w.latest.get(path))
	if blob >= 0 {
		w.latest.set(path, blob)
	}
	w.mode(c(5), [2]fact.Mode{g.OldMode, g.Mode})

	known, first := false, lineSum{}
	switch {
	case len(g.Sources) == 0:
	case len(g.Sources) == 1 && parents > 0 && expectedSource(g, &g.Sources[0]):
		flags |= flagSourcesOne
		known = true
		if !g.Sources[0].Same {
			first = w.hunks(g.Sources[0].Hunks)
		}
		w.seg.n.sources++
	case len(g.Sources) == 1 && parents > 1 && mergedSource(g, &g.Sources[0]):
		flags |= flagSourcesMerged
		w.seg.n.sources++
	default:
		flags |= flagSourcesList
		known, first = w.sources(c(8), g.Sources, parents)
	}
	from, to := w.infoOf(old), w.infoOf(blob)
	added, deleted := expectedCounts(g.Content, g.Kind, known, first, from, to)
	if added != g.Added || deleted != g.Deleted {
		flags |= flagCounts
		w.number(c(6), g.Added)
		w.number(c(6), g.Deleted)
	}
	if g.Lines != expectedLines(to) {
		flags |= flagLines
		w.number(c(7), g.Lines)
	}
	c(2).uint(flags)
	w.versions(c(9), g, path, before)
}

// versions writes which commits made the versions that the change refers to.
func (w *changeWriter) versions(c *column, g *fact.Change, path, before int32) {
	old := w.makers.get(before)
	if g.Kind != fact.Added {
		old = w.maker(c, g.Before, old)
	} else if g.Before != "" {
		w.fail("an addition of something that was there before")
	}
	made := w.commit
	for i := range g.Sources {
		s := &g.Sources[i]
		guess := old
		if s.Parent > 0 {
			guess = w.makers.get(path)
		}
		if at := w.maker(c, s.Commit, guess); g.Adopts() {
			made = at
		}
	}
	w.makers.set(path, made)
}

// maker writes a reference to a commit and returns its position, -1 for none.
func (w *changeWriter) maker(c *column, id fact.CommitID, guess int32) int32 {
	at, ok := w.position[id]
	switch {
	case id == "":
		c.uint(makerNone)
		return -1
	case !ok || at >= w.commit:
		c.uint(makerLone)
		w.lone(c, string(id))
		return -1
	case at == guess:
		c.uint(makerGuess)
	default:
		c.uint(uint64(w.commit-at) + makerCodes)
	}
	return at
}

func (w *changeWriter) infoOf(id int32) info {
	if id < 0 {
		return info{}
	}
	return w.intro[id]
}

// mode writes a pair of modes: the number of the pair among the segment's,
// with the modes themselves after a number that is new.
func (w *changeWriter) mode(c *column, pair [2]fact.Mode) {
	n, ok := w.modes[pair]
	if !ok {
		n = len(w.modes)
		w.modes[pair] = n
		c.uint(uint64(n))
		c.uint(uint64(pair[0]))
		c.uint(uint64(pair[1]))
		return
	}
	c.uint(uint64(n))
}

// expectedSource reports whether s is the old content of g in the first parent.
func expectedSource(g *fact.Change, s *fact.Source) bool {
	path := g.Path
	if g.Previous != "" {
		path = g.Previous
	}
	same := g.Old == g.Blob
	return s.Parent == 0 && s.Path == path && s.Blob == g.Old && s.Same == same && !(same && len(s.Hunks) > 0) &&
		s.Content == expectedContent(g, same)
}

// mergedSource reports whether s is g itself in the second parent.
func mergedSource(g *fact.Change, s *fact.Source) bool {
	return s.Parent == 1 && s.Path == g.Path && s.Blob == g.Blob && s.Same && len(s.Hunks) == 0 && s.Content == g.Content
}

// sources writes sources in full and returns the sum of the first one's hunks,
// if that is in the first parent.
func (w *changeWriter) sources(c *column, list []fact.Source, parents int) (known bool, first lineSum) {
	c.uint(uint64(len(list)))
	for i := range list {
		s := &list[i]
		if s.Parent < 0 || s.Parent >= parents {
			w.fail("a source in a parent that is not there")
			return
		}
		if s.Content > fact.Missing {
			w.fail("a source of a kind that is not known")
			return
		}
		c.uint(uint64(s.Parent)<<3 | uint64(s.Content)<<1 | bit(s.Same))
		path := w.path(c, &w.pathRefs, s.Path)
		if id := w.id(c, &w.idRefs, string(s.Blob), w.latest.get(path)); id >= 0 && i == 0 {
			known = s.Parent == 0
		}
		var sum lineSum
		if s.Same && len(s.Hunks) > 0 {
			w.fail("hunks between equal contents")
		} else if !s.Same {
			sum = w.hunks(s.Hunks)
		}
		if i == 0 {
			first = sum
		}
		w.seg.n.sources++
	}
	return known, first
}

// head writes the last segment: the tree at the head, gaps and survival.
func (w *writer) head() (part, []byte) {
	c := func(i int) *column { return w.seg.col(blockFiles, i) }
	refs := newChangeWriter(w)
	runs := w.runs
	for i := range w.s.History.Files {
		f := &w.s.History.Files[i]
		a := f.Attributes
		if f.Content > fact.Missing || a.Generated < -1 || a.Generated > 1 || a.Vendored < -1 || a.Vendored > 1 {
			w.fail("a file of a kind that is not known")
			break
		}
		w.path(c(0), &refs.pathRefs, f.Path)
		flags := uint64(f.Content) | uint64(a.Generated+1)<<fileGeneratedBits | uint64(a.Vendored+1)<<fileVendoredBits
		if a.Binary {
			flags |= fileBinary
		}
		c(1).uint(flags)
		refs.mode(c(1), [2]fact.Mode{0, f.Mode})
		w.id(c(2), &refs.idRefs, string(f.Blob), -1)
		if at, ok := w.position[f.Changed]; ok {
			c(6).uint(uint64(at) + 1)
		} else {
			c(6).uint(0)
			w.lone(c(6), string(f.Changed))
		}
		c(3).uint(uint64(len(f.Lines)))
		for _, run := range f.Lines {
			w.number(c(4), run.Lines)
			at := runs[0]
			runs = runs[1:]
			c(5).uint(uint64(at + 1))
			if at < 0 {
				w.lone(c(5), string(run.Commit))
			}
		}
		w.seg.n.files++
		w.seg.n.runs += len(f.Lines)
	}
	w.rest(w.seg.col(blockRest, 0))
	return w.finish(nil)
}

// rest writes gaps and survival.
func (w *writer) rest(c *column) {
	for _, g := range w.s.History.Gaps {
		c.text(string(g.Kind))
		c.int(int64(g.Count))
		c.text(g.Example)
		c.text(g.Detail)
	}
	w.seg.n.gaps = len(w.s.History.Gaps)
	for _, v := range w.s.Survival {
		c.int(int64(v.Month))
		years := make([]int, 0, len(v.Lines))
		for year := range v.Lines {
			years = append(years, year)
		}
		slices.Sort(years)
		c.uint(uint64(len(years)))
		for _, year := range years {
			c.int(int64(year))
			c.int(int64(v.Lines[year]))
		}
	}
	w.seg.n.survival = len(w.s.Survival)
}
