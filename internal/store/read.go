package store

import (
	"cmp"
	"encoding/hex"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/klauspost/compress/zstd"

	"leadline/internal/fact"
	"leadline/internal/fault"
)

// Decode returns the snapshot that a manifest and its segments hold, and the
// base to write the next one against. The error is ErrDamaged or ErrVersion.
// It uses all processors.
func Decode(raw []byte, segments [][]byte) (*Snapshot, *Base, error) {
	m, err := decodeManifest(raw)
	if err != nil {
		return nil, nil, err
	}
	if len(segments) != len(m.segments) {
		return nil, nil, damaged("%d segments instead of %d", len(segments), len(m.segments))
	}
	z := newUnpacker(0)
	defer z.Close()
	d := &decoder{m: m, zstd: z, snapshot: &Snapshot{Repo: m.repo, Key: m.key}}
	d.snapshot.History.Head = m.head
	for _, step := range []func([][]byte) error{d.open, d.readTables, d.readFacts} {
		if err := step(segments); err != nil {
			return nil, nil, err
		}
	}
	return d.snapshot, d.base(raw), nil
}

// tasks runs functions at the same time and keeps one of their errors.
type tasks struct {
	wg   sync.WaitGroup
	mu   sync.Mutex
	fail error
}

func (t *tasks) run(f func() error) {
	t.wg.Go(func() {
		var err error
		defer func() {
			if err != nil {
				t.mu.Lock()
				t.fail = err
				t.mu.Unlock()
			}
		}()
		defer fault.Catch(&err)
		err = f()
	})
}

func (t *tasks) wait() error {
	t.wg.Wait()
	return t.fail
}

// decoder reads the segments of one snapshot: first what adds to the tables,
// then what refers to them.
type decoder struct {
	m        *manifest
	zstd     *zstd.Decoder
	snapshot *Snapshot
	parts    []*segmentReader

	ids, paths, texts []string
	keys              []uint16 // the first two bytes of each id, unless unkeyed
	unkeyed           atomic.Bool
	intro             []info
	identities        []fact.Identity
	overrides         map[int32]info
	overriding        bool
	ordinals          []int32
}

// segmentReader is a segment being read.
type segmentReader struct {
	part
	n      rows
	blocks []block
	at     part // what the segments before it have added
	hunks  []fact.Hunk
	lists  []hunkList
	// changes are the columns of blockChanges, of which two tasks read.
	changes [10]reader
}

// hunkList is one list of hunks: where it ends, and the sum of its lines.
type hunkList struct {
	end int
	sum lineSum
}

// minimum is the least number of bytes that a row takes in its block; an
// upper bound on rows follows from it before memory is set aside.
const (
	minCommit = 8 // and a byte for each parent
	minChange = 5
	minFile   = 5
	minRun    = 2
	minHunk   = 3
	minDiff   = 2
)

// open checks all segments against the manifest and reads their counts.
func (d *decoder) open(segments [][]byte) error {
	var at part
	for i := range segments {
		s := &segmentReader{part: d.m.segments[i], at: at}
		if err := s.check(segments[i]); err != nil {
			return err
		}
		var err error
		if s.blocks, err = splitBlocks(segments[i], int(blockCount)); err != nil {
			return err
		}
		var counts reader
		if err := s.blocks[blockCounts].unpack(d.zstd, &counts); err != nil {
			return err
		}
		for _, n := range s.n.all() {
			*n = counts.count(maxRatio * len(segments[i]))
		}
		if counts.bad || len(counts.b) != 0 || !s.plausible() {
			return damaged("a segment has impossible counts")
		}
		to := s.counts()
		for j, n := range at.counts() {
			*n += *to[j]
		}
		d.parts = append(d.parts, s)
	}
	if last := &d.m.segments[len(d.m.segments)-1]; last.commits != 0 || last.diffs != 0 {
		return damaged("the last segment holds history")
	}
	d.ids, d.paths, d.texts = make([]string, at.ids), make([]string, at.paths), make([]string, at.texts)
	d.keys, d.intro = make([]uint16, at.ids), make([]info, at.ids)
	d.identities = make([]fact.Identity, at.identities)
	d.snapshot.History.Commits = noneIfEmpty(slab[fact.Commit](at.commits))
	d.snapshot.Diffs = noneIfEmpty(make([]Diff, at.diffs))
	return nil
}

// noneIfEmpty makes an empty slice nil.
func noneIfEmpty[T any](s []T) []T {
	if len(s) == 0 {
		return nil
	}
	return s
}

// plausible reports whether each count of rows fits the size of its block.
func (s *segmentReader) plausible() bool {
	fits := func(n, least, block int) bool { return n <= s.blocks[block].raw/least }
	return fits(s.commits, minCommit, blockCommits) && fits(s.commits, 1, blockIDs) && fits(s.ids, 1, blockIDs) &&
		fits(s.ids, 2, blockInfos) && fits(s.paths, 1, blockPaths) && fits(s.texts, 1, blockTexts) &&
		fits(s.identities, 2, blockTexts) && fits(s.diffs, minDiff, blockDiffs) &&
		fits(s.n.changes, minChange, blockChanges) && fits(s.n.sources, 1, blockChanges) &&
		fits(s.n.lists, 1, blockHunks) && fits(s.n.hunks, minHunk, blockHunks) &&
		fits(s.n.overrides, 3, blockInfos) && fits(s.n.files, minFile, blockFiles) &&
		fits(s.n.runs, minRun, blockFiles) && fits(s.n.gaps, 4, blockRest) && fits(s.n.survival, 2, blockRest)
}

// readTables reads what refers to nothing, or only to texts.
func (d *decoder) readTables([][]byte) error {
	var t tasks
	for _, s := range d.parts {
		t.run(func() error { return d.readIDs(s) })
		t.run(func() error { return d.readHunks(s) })
		t.run(func() error {
			c := &s.changes
			return s.blocks[blockChanges].unpack(d.zstd, &c[0], &c[1], &c[2], &c[3], &c[4], &c[5], &c[6], &c[7], &c[8], &c[9])
		})
		t.run(func() error {
			var lengths, bytes reader
			if err := s.blocks[blockPaths].unpack(d.zstd, &lengths, &bytes); err != nil {
				return err
			}
			return getStrings(d.paths[s.at.paths:][:s.paths], &lengths, &bytes)
		})
	}
	// Texts first, as identities refer to those of former segments too.
	names := make([][2]reader, len(d.parts))
	for i, s := range d.parts {
		var lengths, bytes reader
		if err := s.blocks[blockTexts].unpack(d.zstd, &lengths, &bytes, &names[i][0], &names[i][1]); err != nil {
			_ = t.wait()
			return err
		}
		if err := getStrings(d.texts[s.at.texts:][:s.texts], &lengths, &bytes); err != nil {
			_ = t.wait()
			return err
		}
	}
	err := d.readIdentities(names)
	if err == nil {
		err = d.readInfos()
	}
	if failed := t.wait(); failed != nil {
		return failed
	}
	return err
}

// getStrings cuts strings out of one backing string.
func getStrings(into []string, lengths, bytes *reader) error {
	all := string(bytes.b)
	for i := range into {
		n := lengths.uint()
		if n > uint64(len(all)) {
			lengths.bad = true
			break
		}
		into[i], all = all[:n], all[n:]
	}
	if lengths.bad || len(lengths.b) != 0 || len(all) != 0 {
		return damaged("a table of strings is not well formed")
	}
	return nil
}

func (d *decoder) readIDs(s *segmentReader) error {
	var commits, others reader
	if err := s.blocks[blockIDs].unpack(d.zstd, &commits, &others); err != nil {
		return err
	}
	ids := make([]string, s.commits)
	if err := getIDs(ids, nil, &commits); err != nil {
		return err
	}
	for i, id := range ids {
		d.snapshot.History.Commits[s.at.commits+i].ID = fact.CommitID(id)
	}
	if len(others.b) > 0 && others.b[0] == 0 {
		d.unkeyed.Store(true)
	}
	return getIDs(d.ids[s.at.ids:][:s.ids], d.keys[s.at.ids:][:s.ids], &others)
}

// getIDs reads ids as putIDs writes them, and the first two bytes of each.
func getIDs(into []string, keys []uint16, r *reader) error {
	if len(into) == 0 {
		if len(r.b) != 0 {
			return damaged("ids that are not counted")
		}
		return nil
	}
	switch width := int(r.uint()); {
	case r.bad:
	case width == 0:
		for i := range into {
			into[i] = r.text()
		}
		r.bad = r.bad || len(r.b) != 0
	case (width == 20 || width == 32) && len(r.b) == width*len(into):
		digits := slab[byte](2 * len(r.b))
		hex.Encode(digits, r.b)
		// The digits are never written again: the string may share them.
		all := unsafe.String(&digits[0], len(digits))
		for i := range into {
			into[i], all = all[:2*width], all[2*width:]
			if keys != nil {
				keys[i] = uint16(r.b[i*width])<<8 | uint16(r.b[i*width+1])
			}
		}
	default:
		r.bad = true
	}
	if r.bad {
		return damaged("a table of ids is not well formed")
	}
	return nil
}

// readHunks reads all lists of hunks of a segment into one slice.
func (d *decoder) readHunks(s *segmentReader) error {
	var counts, gaps, olds, news reader
	if err := s.blocks[blockHunks].unpack(d.zstd, &counts, &gaps, &olds, &news); err != nil {
		return err
	}
	s.hunks, s.lists = slab[fact.Hunk](s.n.hunks), make([]hunkList, s.n.lists)
	end, ok := 0, true
	for i := range s.lists {
		n := counts.count(len(s.hunks) - end)
		var old, new, oldSum, newSum int64
		for j := range s.hunks[end:][:n] {
			h := &s.hunks[end+j]
			gap := int64(gaps.int32())
			h.Old, h.OldLines = int32(old+gap), olds.int32()
			h.New, h.NewLines = int32(new+gap), news.int32()
			oldSum += int64(h.OldLines)
			newSum += int64(h.NewLines)
			old += gap + int64(h.OldLines)
			new += gap + int64(h.NewLines)
			ok = ok && old|new == int64(int32(old|new))
		}
		end += n
		s.lists[i] = hunkList{end, lineSum{oldSum, newSum}}
	}
	bad := counts.bad || gaps.bad || olds.bad || news.bad
	if !ok || bad || end != len(s.hunks) || len(counts.b)+len(gaps.b)+len(olds.b)+len(news.b) != 0 {
		return damaged("hunks are not well formed")
	}
	return nil
}

// list returns the i-th list of hunks, nil if it is empty.
func (s *segmentReader) list(i int) []fact.Hunk {
	start, end := 0, s.lists[i].end
	if i > 0 {
		start = s.lists[i-1].end
	}
	return noneIfEmpty(s.hunks[start:end:end])
}

func (d *decoder) readIdentities(names [][2]reader) error {
	for i, s := range d.parts {
		name, email := &names[i][0], &names[i][1]
		texts := d.texts[:s.at.texts+s.texts]
		for j := range d.identities[s.at.identities:][:s.identities] {
			d.identities[s.at.identities+j] = fact.Identity{Name: name.entry(texts), Email: email.entry(texts)}
		}
		if name.bad || email.bad || len(name.b)+len(email.b) != 0 {
			return damaged("identities are not well formed")
		}
	}
	return nil
}

// readInfos reads what is known of contents.
func (d *decoder) readInfos() error {
	d.overrides = map[int32]info{}
	for i, s := range d.parts {
		var codes, lines, ids, newCodes, newLines reader
		if err := s.blocks[blockInfos].unpack(d.zstd, &codes, &lines, &ids, &newCodes, &newLines); err != nil {
			return err
		}
		into := d.intro[s.at.ids:][:s.ids]
		for j := range into {
			into[j] = info{uint8(codes.below(int(fact.Missing) + 2)), lines.int32()}
		}
		for range s.n.overrides {
			d.overrides[int32(ids.below(s.at.ids+s.ids))] = info{uint8(newCodes.below(int(fact.Missing) + 2)), newLines.int32()}
		}
		d.overriding = d.overriding || s.n.overrides > 0
		if i == len(d.parts)-1 && (d.known(into) || s.n.overrides > 0) {
			return damaged("the last segment knows of contents")
		}
		if codes.bad || lines.bad || ids.bad || newCodes.bad || newLines.bad ||
			len(codes.b)+len(lines.b)+len(ids.b)+len(newCodes.b)+len(newLines.b) != 0 {
			return damaged("what is known of contents is not well formed")
		}
	}
	return nil
}

// known reports whether anything is known of one of the contents.
func (d *decoder) known(list []info) bool {
	return slices.ContainsFunc(list, func(i info) bool { return i.code != 0 })
}

// readBlobs lists the blobs of which anything is known, by id.
func (d *decoder) readBlobs() error {
	known := func(i int32) info {
		if len(d.overrides) > 0 {
			if o, ok := d.overrides[i]; ok {
				return o
			}
		}
		return d.intro[i]
	}
	for i := range int32(len(d.ids)) {
		if known(i).code != 0 {
			d.ordinals = append(d.ordinals, i)
		}
	}
	d.sortOrdinals()
	d.snapshot.Blobs = noneIfEmpty(make([]BlobInfo, len(d.ordinals)))
	for i, o := range d.ordinals {
		v := known(o)
		d.snapshot.Blobs[i] = BlobInfo{fact.BlobID(d.ids[o]), fact.Content(v.code - 1), v.lines}
		if i > 0 && d.snapshot.Blobs[i-1].ID >= d.snapshot.Blobs[i].ID {
			return damaged("a blob is known twice")
		}
	}
	return nil
}

// sortOrdinals sorts ordinals by the ids that they number: many by the ids'
// first bytes at first, as object ids are spread evenly.
func (d *decoder) sortOrdinals() {
	byID := func(a, b int32) int { return cmp.Compare(d.ids[a], d.ids[b]) }
	if d.unkeyed.Load() || len(d.ordinals) < 1<<12 {
		slices.SortFunc(d.ordinals, byID)
		return
	}
	starts := make([]int32, 1<<16+1)
	for _, o := range d.ordinals {
		starts[int(d.keys[o])+1]++
	}
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	sorted, next := make([]int32, len(d.ordinals)), slices.Clone(starts)
	for _, o := range d.ordinals {
		sorted[next[d.keys[o]]] = o
		next[d.keys[o]]++
	}
	for k, from := range starts[:1<<16] {
		if to := starts[k+1]; to-from > 1 {
			slices.SortFunc(sorted[from:to], byID)
		}
	}
	d.ordinals = sorted
}

// base returns the base of what has been read.
func (d *decoder) base(raw []byte) *Base {
	last := d.parts[len(d.parts)-1].at
	b := &Base{
		raw: raw, m: d.m, ids: d.ids[:last.ids], paths: d.paths[:last.paths], texts: d.texts[:last.texts],
		identities: d.identities[:last.identities], intro: d.intro[:last.ids], diffs: d.snapshot.Diffs,
		blobs: d.snapshot.Blobs, ordinals: d.ordinals, overriding: d.overriding,
	}
	b.commits = make([]fact.CommitID, len(d.snapshot.History.Commits))
	for i := range b.commits {
		b.commits[i] = d.snapshot.History.Commits[i].ID
	}
	return b
}
