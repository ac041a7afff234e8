package store

import (
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"sort"

	"leadline/internal/fact"
)

// writer writes the segments of one snapshot.
type writer struct {
	base *Base // what stays
	s    *Snapshot
	pack *packer
	err  error

	ids, paths, texts *table
	identities        []fact.Identity
	identity          map[fact.Identity]int32
	position          map[fact.CommitID]int32 // in History.Commits
	runs              []int32                 // of the files' runs in order, the position of the commit or -1
	intro             []info
	altered           []alteration
	seg               *segment
}

// alteration is new knowledge of a blob that an older segment holds.
type alteration struct {
	id   int32
	info info
}

// segment is a segment being written.
type segment struct {
	n    rows
	cols [blockCount][]column
}

func (s *segment) col(block, column int) *column { return &s.cols[block][column] }

func newSegment() *segment {
	s := &segment{}
	for i, n := range columnCounts {
		s.cols[i] = make([]column, n)
	}
	return s
}

// columnCounts is the number of columns of each block.
var columnCounts = [blockCount]int{
	blockCounts: 1, blockIDs: 2, blockPaths: 2, blockTexts: 4, blockInfos: 5, blockCommits: 12, blockSubjects: 2,
	blockChanges: 10, blockHunks: 4, blockDiffs: 1, blockFiles: 7, blockRest: 1,
}

func newWriter(base *Base, s *Snapshot) *writer {
	w := &writer{base: base, s: s, pack: newPacker(), seg: newSegment()}
	commits := s.History.Commits
	w.position = make(map[fact.CommitID]int32, len(commits))
	for i := range commits {
		w.position[commits[i].ID] = int32(i)
	}
	changed, gone := w.compareBlobs()
	need := w.needs(changed, gone, w.findRuns())
	w.ids, w.paths, w.texts = newTable(base.ids, need.ids), newTable(base.paths, need.paths), newTable(base.texts, need.texts)
	w.intro = slices.Clip(base.intro)
	w.identities = slices.Clip(base.identities)
	w.identity = make(map[fact.Identity]int32, len(w.identities))
	for i, id := range w.identities {
		w.identity[id] = int32(i)
	}
	for _, i := range changed {
		b := &s.Blobs[i]
		if n, ok := w.ids.index[string(b.ID)]; ok {
			w.altered = append(w.altered, alteration{n, infoOf(b)})
		}
	}
	for _, id := range gone {
		w.altered = append(w.altered, alteration{w.ids.index[string(id)], info{}})
	}
	w.commits(commits[len(base.commits):])
	for _, d := range s.Diffs[len(base.diffs):] {
		w.lone(w.seg.col(blockDiffs, 0), string(d.Old))
		w.lone(w.seg.col(blockDiffs, 0), string(d.New))
		w.hunks(d.Hunks)
	}
	for _, i := range changed {
		w.newID(string(s.Blobs[i].ID))
	}
	return w
}

// compareBlobs returns which blobs are not as the base has them, and the ids
// of those that only the base knows.
func (w *writer) compareBlobs() (changed []int, gone []fact.BlobID) {
	old := w.base.blobs
	for i := range w.s.Blobs {
		b := &w.s.Blobs[i]
		// Most are the same string: that is seen at once, an order is not.
		for len(old) > 0 && old[0].ID != b.ID && old[0].ID < b.ID {
			gone = append(gone, old[0].ID)
			old = old[1:]
		}
		if len(old) > 0 && old[0].ID == b.ID {
			if old[0] != *b {
				changed = append(changed, i)
			}
			old = old[1:]
			continue
		}
		changed = append(changed, i)
	}
	for i := range old {
		gone = append(gone, old[i].ID)
	}
	return changed, gone
}

// findRuns finds the commits of all runs of lines among History.Commits and
// returns the ids of those that are not there.
func (w *writer) findRuns() (strangers []fact.CommitID) {
	n := 0
	for i := range w.s.History.Files {
		n += len(w.s.History.Files[i].Lines)
	}
	w.runs = make([]int32, 0, n)
	last, at := fact.CommitID(""), int32(-1)
	for i := range w.s.History.Files {
		for _, run := range w.s.History.Files[i].Lines {
			if run.Commit != last {
				last, at = run.Commit, -1
				if n, ok := w.position[last]; ok {
					at = n
				} else {
					strangers = append(strangers, last)
				}
			}
			w.runs = append(w.runs, at)
		}
	}
	return strangers
}

// needs collects the strings that the segments to be written refer to.
type needs struct{ ids, paths, texts map[string]struct{} }

func (w *writer) needs(changed []int, gone []fact.BlobID, strangers []fact.CommitID) needs {
	n := needs{map[string]struct{}{}, map[string]struct{}{}, map[string]struct{}{}}
	if len(w.base.ids)+len(w.base.paths)+len(w.base.texts) == 0 {
		return n
	}
	yes := struct{}{}
	commits := w.s.History.Commits[len(w.base.commits):]
	for i := range commits {
		c := &commits[i]
		for _, p := range c.Parents {
			n.ids[string(p)] = yes
		}
		for _, t := range c.Trailers {
			n.texts[t.Key], n.texts[t.Value] = yes, yes
		}
		for _, m := range c.Mends {
			n.texts[m.ID] = yes
		}
		n.texts[c.Author.Name], n.texts[c.Author.Email] = yes, yes
		n.texts[c.Committer.Name], n.texts[c.Committer.Email] = yes, yes
		for j := range c.Changes {
			g := &c.Changes[j]
			n.paths[string(g.Path)], n.paths[string(g.Previous)] = yes, yes
			n.ids[string(g.Old)], n.ids[string(g.Blob)] = yes, yes
			n.ids[string(g.Before)] = yes
			for k := range g.Sources {
				n.ids[string(g.Sources[k].Commit)] = yes
				n.paths[string(g.Sources[k].Path)] = yes
				n.ids[string(g.Sources[k].Blob)] = yes
			}
		}
	}
	for _, d := range w.s.Diffs[len(w.base.diffs):] {
		n.ids[string(d.Old)], n.ids[string(d.New)] = yes, yes
	}
	for _, i := range changed {
		n.ids[string(w.s.Blobs[i].ID)] = yes
	}
	for _, id := range gone {
		n.ids[string(id)] = yes
	}
	for i := range w.s.History.Files {
		f := &w.s.History.Files[i]
		n.paths[string(f.Path)] = yes
		n.ids[string(f.Blob)] = yes
		n.ids[string(f.Changed)] = yes
	}
	for _, id := range strangers {
		n.ids[string(id)] = yes
	}
	return n
}

// hasHistory reports whether the history has anything that the base has not.
func (w *writer) hasHistory() bool {
	return len(w.s.History.Commits) > len(w.base.commits) || len(w.s.Diffs) > len(w.base.diffs) ||
		len(w.altered) > 0 || len(w.ids.fresh()) > 0
}

// newID adds an id to the table unless it is there.
func (w *writer) newID(id string) (n int32, added bool) {
	n, added = w.ids.ref(id)
	if !added {
		return n, false
	}
	var known info
	blobs := w.s.Blobs
	if i := sort.Search(len(blobs), func(i int) bool { return string(blobs[i].ID) >= id }); i < len(blobs) && string(blobs[i].ID) == id {
		known = infoOf(&blobs[i])
	}
	w.intro = append(w.intro, known)
	return n, true
}

// stream is a row of references in the order in which its reader meets them.
// It knows the number after the greatest so far, which new entries mostly have.
type stream int32

// put writes a reference to the entry n of a table.
func (t *stream) put(c *column, n, guess int32) {
	switch {
	case n == int32(*t):
		c.uint(refNew)
	case n == guess:
		c.uint(refGuess)
	default:
		c.uint(uint64(n) + refCodes)
	}
	*t = max(*t, stream(n)+1)
}

// id writes a reference to an id and returns its number, -1 for the empty one.
func (w *writer) id(c *column, t *stream, id string, guess int32) int32 {
	if id == "" {
		c.uint(refNone)
		return -1
	}
	n, _ := w.newID(id)
	t.put(c, n, guess)
	return n
}

// path writes a reference to a path.
func (w *writer) path(c *column, t *stream, p fact.Path) int32 {
	n, _ := w.paths.ref(string(p))
	t.put(c, n, -1)
	return n
}

// lone writes the number of an id that is not part of a stream.
func (w *writer) lone(c *column, id string) {
	if id == "" {
		c.uint(0)
		return
	}
	n, _ := w.newID(id)
	c.uint(uint64(n) + 1)
}

// text writes the number of a text.
func (w *writer) text(c *column, s string) {
	n, _ := w.texts.ref(s)
	c.uint(uint64(n))
}

// number writes a number that may not be negative.
func (w *writer) number(c *column, n int32) {
	if n < 0 {
		w.fail("a negative number of lines")
	}
	c.uint(uint64(uint32(n)))
}

func (w *writer) fail(what string) {
	if w.err == nil {
		w.err = fmt.Errorf("the facts hold %s", what)
	}
}

// hunks writes one list of hunks.
func (w *writer) hunks(list []fact.Hunk) (sum lineSum) {
	counts, gaps := w.seg.col(blockHunks, 0), w.seg.col(blockHunks, 1)
	olds, news := w.seg.col(blockHunks, 2), w.seg.col(blockHunks, 3)
	counts.uint(uint64(len(list)))
	var at lineSum
	for _, h := range list {
		gap := int64(h.Old) - at.old
		if gap < 0 || int64(h.New)-at.new != gap || h.OldLines < 0 || h.NewLines < 0 ||
			int64(h.Old)+int64(h.OldLines) > math.MaxInt32 || int64(h.New)+int64(h.NewLines) > math.MaxInt32 {
			w.fail("hunks that are out of order")
			return sum
		}
		gaps.uint(uint64(gap))
		olds.uint(uint64(h.OldLines))
		news.uint(uint64(h.NewLines))
		at = lineSum{int64(h.Old) + int64(h.OldLines), int64(h.New) + int64(h.NewLines)}
		sum.old += int64(h.OldLines)
		sum.new += int64(h.NewLines)
	}
	w.seg.n.lists++
	w.seg.n.hunks += len(list)
	return sum
}

// finish writes what the segment adds to the tables and packs its blocks.
func (w *writer) finish(commits []fact.CommitID) (part, []byte) {
	s := w.seg
	ids, paths := w.ids.fresh(), w.paths.fresh()
	known := len(w.ids.list) - len(ids)
	identities := w.identities[len(w.base.identities):]
	for _, id := range identities {
		w.text(s.col(blockTexts, 2), id.Name)
		w.text(s.col(blockTexts, 3), id.Email)
	}
	texts := w.texts.fresh()
	putIDs(s.col(blockIDs, 0), commits)
	putIDs(s.col(blockIDs, 1), ids)
	putStrings(s.col(blockPaths, 0), s.col(blockPaths, 1), paths)
	putStrings(s.col(blockTexts, 0), s.col(blockTexts, 1), texts)
	for _, i := range w.intro[known:] {
		s.col(blockInfos, 0).uint(uint64(i.code))
		w.number(s.col(blockInfos, 1), i.lines)
	}
	for _, a := range w.altered {
		s.col(blockInfos, 2).uint(uint64(a.id))
		s.col(blockInfos, 3).uint(uint64(a.info.code))
		w.number(s.col(blockInfos, 4), a.info.lines)
	}
	s.n.overrides = len(w.altered)
	for _, n := range s.n.all() {
		s.col(blockCounts, 0).uint(uint64(*n))
	}
	var data []byte
	for _, cols := range s.cols {
		data = w.pack.block(data, cols...)
	}
	p := part{
		commits: len(commits), ids: len(ids), paths: len(paths), texts: len(texts), identities: len(identities),
		diffs: len(w.s.Diffs) - len(w.base.diffs),
	}
	return p, data
}

// history writes the segment of what is new in the history.
func (w *writer) history() (part, []byte) {
	commits := w.s.History.Commits[len(w.base.commits):]
	ids := make([]fact.CommitID, len(commits))
	for i := range commits {
		ids[i] = commits[i].ID
	}
	p, data := w.finish(ids)
	w.advance()
	return p, data
}

// advance makes what has been written the base of the next segment.
func (w *writer) advance() {
	b := *w.base
	b.overriding = b.overriding || len(w.altered) > 0
	b.diffs = w.s.Diffs
	commits := w.s.History.Commits
	b.commits = append(make([]fact.CommitID, 0, len(commits)), b.commits...)
	for i := len(b.commits); i < len(commits); i++ {
		b.commits = append(b.commits, commits[i].ID)
	}
	b.identities = w.identities
	w.base, w.altered, w.seg = &b, nil, newSegment()
	for _, t := range []*table{w.ids, w.paths, w.texts} {
		t.start = len(t.list)
	}
}

// next returns the base for the snapshot after this one: all tables as they
// are after the history.
func (w *writer) next() *Base {
	b := *w.base
	b.ids, b.paths, b.texts, b.intro = w.ids.list, w.paths.list, w.texts.list, w.intro
	old, ordinals := b.blobs, b.ordinals
	b.blobs, b.ordinals = w.s.Blobs, make([]int32, len(w.s.Blobs))
	for i := range b.blobs {
		id := b.blobs[i].ID
		for len(old) > 0 && old[0].ID != id && old[0].ID < id {
			old, ordinals = old[1:], ordinals[1:]
		}
		if len(old) > 0 && old[0].ID == id {
			b.ordinals[i] = ordinals[0]
		} else {
			b.ordinals[i] = w.ids.index[string(id)]
		}
	}
	return &b
}

// putIDs writes ids: the length in bytes of each, then all of them; or, where
// they are not of one length in hexadecimal, 0 and each with its length.
func putIDs[S ~string](c *column, list []S) {
	ids := make([]string, len(list))
	for i, id := range list {
		ids[i] = string(id)
	}
	if len(ids) == 0 {
		return
	}
	width := idWidth(ids)
	c.uint(uint64(width))
	for _, id := range ids {
		if width == 0 {
			c.text(id)
			continue
		}
		*c, _ = hex.AppendDecode(*c, []byte(id))
	}
}

// putStrings writes the lengths of strings and their bytes.
func putStrings(lengths, bytes *column, list []string) {
	for _, s := range list {
		lengths.uint(uint64(len(s)))
		bytes.bytes(s)
	}
}
