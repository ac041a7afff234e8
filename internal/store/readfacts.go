package store

import (
	"math"
	"slices"

	"leadline/internal/fact"
)

// entry reads the number of an entry of a table.
func (r *reader) entry(list []string) string {
	n := r.uint()
	if n >= uint64(len(list)) {
		r.bad = true
		return ""
	}
	return list[n]
}

// lone reads the number of an id that is not part of a stream.
func (r *reader) lone(ids []string) string {
	n := r.uint()
	if n == 0 {
		return ""
	}
	if n > uint64(len(ids)) {
		r.bad = true
		return ""
	}
	return ids[n-1]
}

// ref reads a reference of a stream to a table of n entries; -1 is none.
func (r *reader) ref(t *stream, n int, guess int32) int32 {
	var at int32
	switch v := r.uint(); {
	case v == refNew:
		at = int32(*t)
	case v == refGuess:
		return guess
	case v == refNone:
		return -1
	case v-refCodes < uint64(n):
		at = int32(v - refCodes)
	default:
		at = math.MaxInt32
	}
	if int(at) >= n {
		r.bad = true
		return -1
	}
	*t = max(*t, stream(at)+1)
	return at
}

// readFacts reads all that refers to the tables.
func (d *decoder) readFacts([][]byte) error {
	var t tasks
	for i, s := range d.parts {
		t.run(func() error { return d.readCommits(s) })
		t.run(func() error { return d.readChanges(s) })
		if i == len(d.parts)-1 {
			t.run(func() error { return d.readFiles(s) })
		}
	}
	t.run(d.readBlobs)
	return t.wait()
}

// readCommits reads all of a segment's commits but their ids and changes.
func (d *decoder) readCommits(s *segmentReader) error {
	var c [12]reader
	if err := s.blocks[blockCommits].unpack(d.zstd, &c[0], &c[1], &c[2], &c[3], &c[4], &c[5], &c[6], &c[7], &c[8], &c[9], &c[10], &c[11]); err != nil {
		return err
	}
	var lengths, bytes reader
	parents := s.changes[0]
	if err := s.blocks[blockSubjects].unpack(d.zstd, &lengths, &bytes); err != nil {
		return err
	}
	subjects := make([]string, s.commits)
	if err := getStrings(subjects, &lengths, &bytes); err != nil {
		return err
	}
	ids, texts := d.ids[:s.at.ids+s.ids], d.texts[:s.at.texts+s.texts]
	people := s.at.identities + s.identities
	commits := d.snapshot.History.Commits
	committed := int64(0)
	parentSlab := make([]fact.CommitID, 0, s.commits+s.commits/2)
	var trailerSlab []fact.Trailer
	var mendSlab []fact.Mend
	for i, subject := range subjects {
		at := s.at.commits + i
		g := &commits[at]
		g.Subject = subject
		n := parents.count(len(c[0].b))
		start := len(parentSlab)
		for range n {
			if back := c[0].below(at + 1); back > 0 {
				parentSlab = append(parentSlab, commits[at-back].ID)
			} else {
				parentSlab = append(parentSlab, fact.CommitID(c[0].lone(ids)))
			}
		}
		g.Parents = noneIfEmpty(parentSlab[start:len(parentSlab):len(parentSlab)])
		g.Author = d.person(&c[1], people)
		g.Committer = g.Author
		if v := c[2].below(people + 1); v > 0 {
			g.Committer = d.identities[v-1]
		}
		committed += c[3].int()
		g.Committed = fact.Time{Unix: committed, Offset: c[5].int16()}
		g.Authored = fact.Time{Unix: committed - c[4].int(), Offset: c[6].int16()}
		n = c[7].count(len(c[8].b) / 2)
		start = len(trailerSlab)
		for range n {
			trailerSlab = append(trailerSlab, fact.Trailer{Key: c[8].entry(texts), Value: c[8].entry(texts)})
		}
		g.Trailers = noneIfEmpty(trailerSlab[start:len(trailerSlab):len(trailerSlab)])
		n = c[9].count(len(c[10].b))
		start = len(mendSlab)
		for range n {
			mendSlab = append(mendSlab, fact.Mend{ID: c[10].entry(texts), Reverts: c[9].below(2) == 1})
		}
		g.Mends = noneIfEmpty(mendSlab[start:len(mendSlab):len(mendSlab)])
		g.Breaking = c[11].below(2) == 1
	}
	if !done(c[:]) || parents.bad || len(parents.b) != 0 {
		return damaged("commits are not well formed")
	}
	return nil
}

// person reads the number of an identity.
func (d *decoder) person(r *reader, people int) fact.Identity {
	n := r.uint()
	if n >= uint64(people) {
		r.bad = true
		return fact.Identity{}
	}
	return d.identities[n]
}

func (r *reader) int16() int16 {
	v := r.int()
	if v != int64(int16(v)) {
		r.bad = true
	}
	return int16(v)
}

// done reports whether all columns were read to their ends without a fault.
func done(columns []reader) bool {
	for i := range columns {
		if columns[i].bad || len(columns[i].b) != 0 {
			return false
		}
	}
	return true
}

// changeReader reads the changes of one segment.
type changeReader struct {
	*decoder
	s                *segmentReader
	c                []reader
	latest           []int32
	makers           []int32 // by path: the position, plus one, of the commit that made its latest version
	commit           int32   // whose changes these are
	modes            [][2]fact.Mode
	idRefs, pathRefs stream
	ids, paths       []string
	list             int // the next list of hunks
	sources          []fact.Source
	bad              bool
}

func (d *decoder) newChangeReader(s *segmentReader) *changeReader {
	r := &changeReader{decoder: d, s: s, ids: d.ids[:s.at.ids+s.ids], paths: d.paths[:s.at.paths+s.paths]}
	r.idRefs, r.pathRefs = stream(s.at.ids), stream(s.at.paths)
	return r
}

func (d *decoder) readChanges(s *segmentReader) error {
	r := d.newChangeReader(s)
	r.c = slices.Clone(s.changes[:])
	r.latest, r.makers = make([]int32, len(r.paths)), make([]int32, len(r.paths))
	r.sources = slab[fact.Source](s.n.sources)[:0]
	changes := slab[fact.Change](s.n.changes)
	for i := range s.commits {
		parents := int(r.c[0].int32())
		n := r.c[1].count(len(changes))
		r.commit = int32(s.at.commits + i)
		for j := range changes[:n] {
			r.change(&changes[j], parents)
		}
		d.snapshot.History.Commits[s.at.commits+i].Changes = noneIfEmpty(changes[:n:n])
		changes = changes[n:]
	}
	ok := done(r.c) && !r.bad && len(changes) == 0 && len(r.sources) == s.n.sources && r.list+s.diffs == len(s.lists)
	if !ok {
		return damaged("changes are not well formed")
	}
	return d.readDiffs(s)
}

// blob turns a number into an id.
func (r *changeReader) blob(n int32) fact.BlobID {
	if n < 0 {
		return ""
	}
	return fact.BlobID(r.ids[n])
}

// path reads a reference to a path.
func (r *changeReader) path(c *reader) int32 {
	n := c.ref(&r.pathRefs, len(r.paths), -1)
	if n < 0 {
		c.bad = true
		return 0
	}
	return n
}

func (r *changeReader) infoOf(id int32) info {
	if id < 0 {
		return info{}
	}
	return r.intro[id]
}

// hunks takes the next list of hunks.
func (r *changeReader) hunks() ([]fact.Hunk, lineSum) {
	if r.list >= len(r.s.lists) {
		r.bad = true
		return nil, lineSum{}
	}
	r.list++
	return r.s.list(r.list - 1), r.s.lists[r.list-1].sum
}

func (r *changeReader) change(g *fact.Change, parents int) {
	c := r.c
	flags := c[2].uint()
	if flags&flagChangeInvalid != 0 || len(r.paths) == 0 || len(c[3].b) == 0 {
		r.bad = true
		return
	}
	g.Kind = fact.Kind(flags & flagKind)
	g.Content = fact.Content(flags >> flagContentShift & flagContentMask)
	g.OldContent = fact.Content(flags >> flagOldShift & flagContentMask)
	r.bad = r.bad || g.Content > fact.Missing || g.OldContent > fact.Missing
	path := r.path(&c[3])
	before := path
	g.Path = fact.Path(r.paths[path])
	if flags&flagPrevious != 0 {
		before = r.path(&c[3])
		g.Previous = fact.Path(r.paths[before])
	}
	old := c[4].ref(&r.idRefs, len(r.ids), r.latest[before]-1)
	blob := c[4].ref(&r.idRefs, len(r.ids), r.latest[path]-1)
	if blob >= 0 {
		r.latest[path] = blob + 1
	}
	g.Old, g.Blob = r.blob(old), r.blob(blob)
	pair := r.mode(&c[5])
	g.OldMode, g.Mode = pair[0], pair[1]

	known, first, start := false, lineSum{}, len(r.sources)
	switch flags & flagSources {
	case 0:
	case flagSourcesOne:
		s := fact.Source{Path: g.Path, Blob: g.Old, Same: old == blob, Content: expectedContent(g, old == blob)}
		if flags&flagPrevious != 0 {
			s.Path = g.Previous
		}
		if !s.Same {
			s.Hunks, first = r.hunks()
		}
		known = true
		r.bad = r.bad || parents < 1
		r.add(s)
	case flagSourcesList:
		known, first = r.sourceList(&c[8], parents)
	case flagSourcesMerged:
		r.bad = r.bad || parents < 2
		r.add(fact.Source{Parent: 1, Path: g.Path, Blob: g.Blob, Same: true, Content: g.Content})
	}
	g.Sources = noneIfEmpty(r.sources[start:len(r.sources):len(r.sources)])
	to := r.infoOf(blob)
	g.Added, g.Deleted = expectedCounts(g.Content, g.Kind, known, first, r.infoOf(old), to)
	if flags&flagCounts != 0 {
		g.Added, g.Deleted = c[6].int32(), c[6].int32()
	}
	g.Lines = expectedLines(to)
	if flags&flagLines != 0 {
		g.Lines = c[7].int32()
	}
	r.versions(&c[9], g, path, before)
}

// versions reads which commits made the versions that the change refers to.
func (r *changeReader) versions(c *reader, g *fact.Change, path, before int32) {
	old := r.makers[before] - 1
	if g.Kind != fact.Added {
		g.Before, old = r.maker(c, old)
	}
	made := r.commit
	for i := range g.Sources {
		s := &g.Sources[i]
		guess := old
		if s.Parent > 0 {
			guess = r.makers[path] - 1
		}
		var at int32
		if s.Commit, at = r.maker(c, guess); g.Adopts() {
			made = at
		}
	}
	r.makers[path] = made + 1
}

// maker reads a reference to a commit; its position is -1 if it has none.
func (r *changeReader) maker(c *reader, guess int32) (fact.CommitID, int32) {
	at := guess
	switch v := c.uint(); {
	case v == makerNone:
		return "", -1
	case v == makerLone:
		return fact.CommitID(c.lone(r.ids)), -1
	case v >= makerCodes:
		if v-makerCodes > uint64(r.commit) || v == makerCodes {
			r.bad = true
			return "", -1
		}
		at = r.commit - int32(v-makerCodes)
	}
	if at < 0 {
		r.bad = true
		return "", -1
	}
	return r.snapshot.History.Commits[at].ID, at
}

// add adds a source, if there is room for it.
func (r *changeReader) add(s fact.Source) {
	if len(r.sources) == cap(r.sources) {
		r.bad = true
		return
	}
	r.sources = append(r.sources, s)
}

func (r *changeReader) sourceList(c *reader, parents int) (known bool, first lineSum) {
	for i := range c.count(len(c.b)) {
		v := c.uint()
		s := fact.Source{Same: v&1 != 0, Content: fact.Content(v >> 1 & flagContentMask)}
		if v>>3 >= uint64(parents) || s.Content > fact.Missing {
			r.bad = true
			return false, first
		}
		s.Parent = int(v >> 3)
		path := r.path(c)
		s.Path = fact.Path(r.paths[path])
		id := c.ref(&r.idRefs, len(r.ids), r.latest[path]-1)
		s.Blob = r.blob(id)
		var sum lineSum
		if !s.Same {
			s.Hunks, sum = r.hunks()
		}
		if i == 0 {
			known, first = id >= 0 && s.Parent == 0, sum
		}
		r.add(s)
	}
	return known, first
}

// mode reads a pair of modes.
func (r *changeReader) mode(c *reader) [2]fact.Mode {
	n := c.below(len(r.modes) + 1)
	if n == len(r.modes) {
		if c.bad {
			return [2]fact.Mode{}
		}
		a, b := c.uint(), c.uint()
		if a > math.MaxUint32 || b > math.MaxUint32 {
			c.bad = true
		}
		r.modes = append(r.modes, [2]fact.Mode{fact.Mode(a), fact.Mode(b)})
	}
	return r.modes[n]
}

// readDiffs reads the diffs, whose hunks are the last lists of the segment.
func (d *decoder) readDiffs(s *segmentReader) error {
	var c reader
	if err := s.blocks[blockDiffs].unpack(d.zstd, &c); err != nil {
		return err
	}
	ids := d.ids[:s.at.ids+s.ids]
	for i := range s.diffs {
		d.snapshot.Diffs[s.at.diffs+i] = Diff{
			Old: fact.BlobID(c.lone(ids)), New: fact.BlobID(c.lone(ids)), Hunks: s.list(len(s.lists) - s.diffs + i),
		}
	}
	if c.bad || len(c.b) != 0 {
		return damaged("diffs are not well formed")
	}
	return nil
}
