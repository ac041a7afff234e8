package store

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"

	"leadline/internal/fact"
)

// Image is a snapshot in the form in which an engine keeps it: numbered
// segments and the manifest that names them. Saving an image leaves the first
// Keep segments in place, removes the others and adds Segments after them.
type Image struct {
	Manifest []byte
	Keep     int
	Segments [][]byte
}

// Base is the stored snapshot that the next one is written against: its
// manifest and its tables. The zero Base is an empty store. A Base is
// immutable.
type Base struct {
	raw []byte
	m   *manifest
	// The tables of all segments but the last.
	ids, paths, texts []string
	identities        []fact.Identity
	commits           []fact.CommitID
	intro             []info // of ids, as the segment that added each says
	blobs             []BlobInfo
	ordinals          []int32 // of blobs in ids
	diffs             []Diff
	// overriding is set if a segment changed the info of an older one's blob.
	overriding bool
}

// Same reports whether the base is the snapshot of the manifest.
func (b *Base) Same(manifest []byte) bool {
	return b != nil && b.raw != nil && bytes.Equal(b.raw, manifest)
}

// Encode turns a snapshot into an image against the base, whose first from
// commits it shares, and returns the base for the next one. It fails if the
// snapshot breaks a rule of its types, as unsorted blobs do.
func (b *Base) Encode(s *Snapshot, from int) (*Image, *Base, error) {
	if err := checkOrder(s); err != nil {
		return nil, nil, err
	}
	if b == nil || b.m == nil || from <= 0 {
		b, from = &Base{m: &manifest{segments: make([]part, 1)}}, 0
	}
	if from > len(b.commits) || from > len(s.History.Commits) {
		return nil, nil, fmt.Errorf("%d unchanged commits of %d", from, len(b.commits))
	}
	for i, id := range b.commits[:from] {
		if s.History.Commits[i].ID != id {
			return nil, nil, fmt.Errorf("commit %d of %d unchanged ones is another", i, from)
		}
	}
	keep := b.keep(s, from)
	w := newWriter(b.cut(keep), s)
	image := &Image{Keep: keep}
	m := &manifest{repo: s.Repo, key: s.Key, head: s.History.Head}
	m.segments = append(m.segments, b.m.segments[:keep]...)
	add := func(p part, data []byte) {
		p.size, p.sum = len(data), crc32.Checksum(data, castagnoli)
		m.segments = append(m.segments, p)
		image.Segments = append(image.Segments, data)
	}
	if w.hasHistory() {
		add(w.history())
	}
	next := w.next()
	add(w.head())
	if w.err != nil {
		return nil, nil, w.err
	}
	image.Manifest = m.encode()
	next.m, next.raw = m, image.Manifest
	return image, next, nil
}

// keep decides how many segments stay. Segments at the end that are not more
// than twice as long as what follows them are written again together with it:
// so there are never more than a few dozen, and each commit is written again
// at most once per doubling.
func (b *Base) keep(s *Snapshot, from int) int {
	n := len(b.m.segments) - 1
	kept := func() (p part) {
		for _, q := range b.m.segments[:n] {
			p.commits += q.commits
			p.diffs += q.diffs
		}
		return p
	}
	for n > 0 {
		p, last := kept(), b.m.segments[n-1]
		fits := p.commits <= from && sameDiffs(b.diffs, s.Diffs, p.diffs)
		if fits && last.commits > 2*(len(s.History.Commits)-p.commits) {
			break
		}
		if b.overriding {
			return 0
		}
		n--
	}
	return n
}

// sameDiffs reports whether a and b begin with the same n diffs.
func sameDiffs(a, b []Diff, n int) bool {
	if len(a) < n || len(b) < n {
		return false
	}
	for i := range a[:n] {
		if a[i].Old != b[i].Old || a[i].New != b[i].New || len(a[i].Hunks) != len(b[i].Hunks) {
			return false
		}
		for j, h := range a[i].Hunks {
			if h != b[i].Hunks[j] {
				return false
			}
		}
	}
	return true
}

// cut returns the base without what segments from keep on have added.
func (b *Base) cut(keep int) *Base {
	var n part
	for _, p := range b.m.segments[:keep] {
		to := p.counts()
		for i, c := range n.counts() {
			*c += *to[i]
		}
	}
	c := *b
	c.ids, c.paths, c.texts = b.ids[:n.ids:n.ids], b.paths[:n.paths:n.paths], b.texts[:n.texts:n.texts]
	c.identities, c.commits = b.identities[:n.identities:n.identities], b.commits[:n.commits:n.commits]
	c.intro, c.diffs = b.intro[:n.ids:n.ids], b.diffs[:n.diffs:n.diffs]
	if n.ids < len(b.ids) {
		c.blobs, c.ordinals = nil, nil
		for i, o := range b.ordinals {
			if int(o) < n.ids {
				c.blobs = append(c.blobs, b.blobs[i])
				c.ordinals = append(c.ordinals, o)
			}
		}
	}
	return &c
}

// checkOrder checks the orders that readers of a snapshot rely on.
func checkOrder(s *Snapshot) error {
	for i := 1; i < len(s.Blobs); i++ {
		if s.Blobs[i-1].ID >= s.Blobs[i].ID {
			return errors.New("blobs are not sorted by id")
		}
	}
	for i := 1; i < len(s.History.Files); i++ {
		if s.History.Files[i-1].Path >= s.History.Files[i].Path {
			return errors.New("files are not sorted by path")
		}
	}
	return nil
}

// table numbers the strings of a column.
type table struct {
	list  []string
	index map[string]int32
	start int // entries from here on are new
}

// newTable continues a list. Only those old entries that are in need can be
// referred to; a snapshot's append needs few of many.
func newTable(list []string, need map[string]struct{}) *table {
	t := &table{list: list, index: make(map[string]int32, len(need)), start: len(list)}
	if len(need) > 0 {
		for i, s := range list {
			if _, ok := need[s]; ok {
				t.index[s] = int32(i)
			}
		}
	}
	return t
}

// ref returns the number of a string and whether it is new.
func (t *table) ref(s string) (n int32, added bool) {
	if n, ok := t.index[s]; ok {
		return n, false
	}
	n = int32(len(t.list))
	t.list = append(t.list, s)
	t.index[s] = n
	return n, true
}

// fresh returns the new entries.
func (t *table) fresh() []string { return t.list[t.start:] }

// idWidth is the length in bytes of ids that are all hexadecimal numbers of
// one length of git's, or 0.
func idWidth(ids []string) int {
	if len(ids) == 0 || len(ids[0]) != 40 && len(ids[0]) != 64 {
		return 0
	}
	for _, id := range ids {
		if len(id) != len(ids[0]) || strings.Trim(id, "0123456789abcdef") != "" {
			return 0
		}
	}
	return len(ids[0]) / 2
}
