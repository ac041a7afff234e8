// Package storetest makes snapshots for the tests of package store and its
// engines: small arbitrary ones, and large ones whose distributions resemble a
// real repository's. It is imported by tests only.
package storetest

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"pgregory.net/rapid"

	"leadline/internal/fact"
	"leadline/internal/store"
)

// Arbitrary returns a generator of small snapshots with all that the types
// allow: odd strings, repeated ids, empty lists.
func Arbitrary() *rapid.Generator[*store.Snapshot] {
	return rapid.Custom(func(t *rapid.T) *store.Snapshot {
		return arbitrary(t).snapshot(rapid.IntRange(0, 12).Draw(t, "commits"))
	})
}

// arbitrary returns a builder that draws one seed: a snapshot takes too many
// numbers to draw each.
func arbitrary(t *rapid.T) *builder {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	return &builder{Rand: r, odd: rapid.Bool().Draw(t, "odd")}
}

// Random returns a snapshot of a number of commits, the same for a seed.
func Random(seed uint64, commits int) *store.Snapshot {
	b := builder{Rand: rand.New(rand.NewPCG(seed, 1))}
	return b.snapshot(commits)
}

// Grow returns a later snapshot of the same repository, with commits more, and
// other files at its head.
func Grow(s *store.Snapshot, seed uint64, commits int) *store.Snapshot {
	b := builder{Rand: rand.New(rand.NewPCG(seed, 2))}
	return b.grow(s, commits)
}

// GrowArbitrary is Grow for rapid.
func GrowArbitrary(t *rapid.T, s *store.Snapshot) *store.Snapshot {
	return arbitrary(t).grow(s, rapid.IntRange(0, 6).Draw(t, "more"))
}

type builder struct {
	*rand.Rand
	odd   bool
	blobs []fact.BlobID
	paths []fact.Path
	lines map[fact.BlobID]store.BlobInfo
}

var odds = []string{"", "a", "\x00", "\xff\xfe", "line\nfeed", "ünï", "a/b c", "\x1b[31m", "0000000000000000000000000000000000000000"}

func (b *builder) id() string {
	if b.odd && b.IntN(3) == 0 {
		return odds[1+b.IntN(len(odds)-1)] + fmt.Sprint(b.IntN(50))
	}
	digits := make([]byte, 40)
	for i := 0; i < 40; i += 5 {
		copy(digits[i:], fmt.Sprintf("%05x", b.IntN(1<<20)))
	}
	return string(digits)
}

func (b *builder) text(n int) string {
	if b.odd && b.IntN(2) == 0 {
		return odds[b.IntN(len(odds))]
	}
	return fmt.Sprintf("text %d", b.IntN(n))
}

func (b *builder) blob() fact.BlobID {
	if len(b.blobs) > 0 && b.IntN(3) > 0 {
		return b.blobs[b.IntN(len(b.blobs))]
	}
	id := fact.BlobID(b.id())
	b.blobs = append(b.blobs, id)
	if b.IntN(8) > 0 {
		info := store.BlobInfo{ID: id, Content: fact.Content(b.IntN(3))}
		if info.Content == fact.Text {
			info.Lines = int32(b.IntN(2000))
		}
		b.lines[id] = info
	}
	return id
}

func (b *builder) path() fact.Path {
	if len(b.paths) > 0 && b.IntN(4) > 0 {
		return b.paths[b.IntN(len(b.paths))]
	}
	p := fact.Path(fmt.Sprintf("dir%d/file%d.go", b.IntN(30), b.IntN(1000)))
	if b.odd && b.IntN(3) == 0 {
		p = fact.Path(odds[b.IntN(len(odds))])
	}
	b.paths = append(b.paths, p)
	return p
}

func (b *builder) identity() fact.Identity {
	return fact.Identity{Name: b.text(40), Email: b.text(40)}
}

func (b *builder) hunks() []fact.Hunk {
	var list []fact.Hunk
	var old, next int32
	for range b.IntN(6) {
		gap := int32(b.IntN(60))
		h := fact.Hunk{Old: old + gap, OldLines: int32(b.IntN(5)), New: next + gap, NewLines: int32(b.IntN(200))}
		old, next = h.Old+h.OldLines, h.New+h.NewLines
		list = append(list, h)
	}
	return list
}

// maker names a commit: mostly one of those before, rarely none or another.
func (b *builder) maker(before []fact.Commit) fact.CommitID {
	switch n := len(before); {
	case n > 0 && b.IntN(8) > 0:
		return before[n-1-b.IntN(min(n, 30))].ID
	case b.IntN(2) == 0:
		return fact.CommitID(b.id())
	}
	return ""
}

func (b *builder) change(before []fact.Commit, parents int) fact.Change {
	modes := []fact.Mode{0, fact.ModeFile, fact.ModeFile, fact.ModeExecutable, fact.ModeSymlink, fact.ModeSubmodule}
	c := fact.Change{
		Path: b.path(), Kind: fact.Kind(1 + b.IntN(5)), OldContent: fact.Content(b.IntN(3)), Content: fact.Content(b.IntN(3)),
		OldMode: modes[b.IntN(6)], Mode: modes[b.IntN(6)],
	}
	if c.Kind == fact.Renamed {
		c.Previous = b.path()
	}
	if c.Kind != fact.Added {
		c.Old, c.Before = b.blob(), b.maker(before)
	}
	if c.Kind != fact.Deleted {
		c.Blob = b.blob()
		c.Lines = b.lines[c.Blob].Lines
	}
	if b.IntN(5) == 0 {
		c.Lines = int32(b.IntN(1000))
	}
	if parents > 1 && b.IntN(3) == 0 {
		c.Sources = []fact.Source{{Parent: 1, Commit: b.maker(before), Path: c.Path, Blob: c.Blob, Content: c.Content, Same: true}}
		return c
	}
	for i := range min(parents, b.IntN(3)) {
		s := fact.Source{Parent: i, Commit: c.Before, Path: c.Path, Blob: c.Old, Content: fact.Content(b.IntN(3))}
		if b.IntN(3) == 0 {
			s.Commit = b.maker(before)
		}
		if c.Previous != "" {
			s.Path = c.Previous
		}
		if b.IntN(4) == 0 {
			s.Path, s.Blob, s.Parent = b.path(), b.blob(), b.IntN(parents)
		}
		if s.Same = s.Blob == c.Blob; !s.Same {
			s.Hunks = b.hunks()
		}
		c.Sources = append(c.Sources, s)
	}
	if len(c.Sources) > 0 && b.IntN(4) > 0 {
		for _, h := range c.Sources[0].Hunks {
			c.Added += h.NewLines
			c.Deleted += h.OldLines
		}
	} else if b.IntN(2) == 0 {
		c.Added, c.Deleted = int32(b.IntN(300)), int32(b.IntN(300))
	}
	return c
}

func (b *builder) commit(before []fact.Commit, at int64) fact.Commit {
	c := fact.Commit{
		ID: fact.CommitID(b.id()), Author: b.identity(), Subject: b.text(1 << 20),
		Authored:  fact.Time{Unix: at - int64(b.IntN(100000)), Offset: int16(b.IntN(1560) - 720)},
		Committed: fact.Time{Unix: at, Offset: int16(60 * b.IntN(3))},
	}
	c.Committer = c.Author
	if b.IntN(3) == 0 {
		c.Committer = b.identity()
	}
	for range b.IntN(3) {
		if len(before) > 0 && b.IntN(8) > 0 {
			c.Parents = append(c.Parents, before[len(before)-1-b.IntN(min(len(before), 20))].ID)
		} else if b.odd {
			c.Parents = append(c.Parents, fact.CommitID(b.id()))
		}
	}
	for range b.IntN(3) {
		c.Trailers = append(c.Trailers, fact.Trailer{Key: b.text(3), Value: b.text(30)})
	}
	for range b.IntN(3) {
		c.Mends = append(c.Mends, fact.Mend{ID: b.text(40), Reverts: b.IntN(2) == 0})
	}
	c.Breaking = len(before)%4 == 0
	for range b.IntN(7) {
		c.Changes = append(c.Changes, b.change(before, len(c.Parents)))
	}
	slices.SortFunc(c.Changes, func(x, y fact.Change) int { return cmp.Compare(x.Path, y.Path) })
	return c
}

func (b *builder) snapshot(commits int) *store.Snapshot {
	return b.grow(&store.Snapshot{Repo: fact.RepoID(fmt.Sprintf("%08x", b.IntN(1<<30)))}, commits)
}

func (b *builder) grow(old *store.Snapshot, commits int) *store.Snapshot {
	s := *old
	s.Key = b.text(1000)
	b.lines = map[fact.BlobID]store.BlobInfo{}
	for _, i := range old.Blobs {
		b.blobs = append(b.blobs, i.ID)
		b.lines[i.ID] = i
	}
	for _, f := range old.History.Files {
		b.paths = append(b.paths, f.Path)
	}
	s.History.Commits = slices.Clip(old.History.Commits)
	for i := range commits {
		s.History.Commits = append(s.History.Commits, b.commit(s.History.Commits, 1.5e9+int64(i)*3600))
	}
	if n := len(s.History.Commits); n > 0 {
		s.History.Head = s.History.Commits[n-1].ID
	}
	s.Diffs = slices.Clip(old.Diffs)
	for range b.IntN(4) {
		s.Diffs = append(s.Diffs, store.Diff{Old: b.blob(), New: b.blob(), Hunks: b.hunks()})
	}
	b.head(&s, old.History.Files)
	// Now and then, something else is known of a blob than before.
	if n := len(b.blobs); n > 0 && b.IntN(4) == 0 {
		delete(b.lines, b.blobs[b.IntN(n)])
		id := b.blobs[b.IntN(n)]
		b.lines[id] = store.BlobInfo{ID: id, Lines: 7}
	}
	s.Blobs = nil
	for _, id := range slices.Sorted(maps.Keys(b.lines)) {
		s.Blobs = append(s.Blobs, b.lines[id])
	}
	return &s
}

// head makes another head, most of whose files are the old ones.
func (b *builder) head(s *store.Snapshot, old []fact.File) {
	files := map[fact.Path]fact.File{}
	for _, f := range old {
		files[f.Path] = f
	}
	s.History.Files, s.History.Gaps, s.Survival = nil, nil, nil
	paths := slices.Clone(b.paths)
	slices.Sort(paths)
	for _, p := range slices.Compact(paths) {
		if f, ok := files[p]; ok && b.IntN(50) > 0 {
			s.History.Files = append(s.History.Files, f)
			continue
		}
		f := fact.File{
			Path: p, Mode: fact.ModeFile, Blob: b.blob(), Content: fact.Content(b.IntN(3)),
			Changed: b.maker(s.History.Commits),
		}
		f.Attributes = fact.Attributes{
			Binary: b.IntN(9) == 0, Generated: fact.Tristate(b.IntN(3) - 1), Vendored: fact.Tristate(b.IntN(3) - 1),
		}
		for range b.IntN(10) {
			run := fact.LineRun{Lines: int32(1 + b.IntN(40))}
			if n := len(s.History.Commits); n > 0 && b.IntN(10) > 0 {
				run.Commit = s.History.Commits[b.IntN(n)].ID
			} else if b.odd {
				run.Commit = fact.CommitID(b.id())
			}
			f.Lines = append(f.Lines, run)
		}
		s.History.Files = append(s.History.Files, f)
	}
	for range b.IntN(3) {
		s.History.Gaps = append(s.History.Gaps, fact.Gap{Kind: fact.GapBlob, Count: b.IntN(9) - 1, Example: b.text(9), Detail: b.text(9)})
	}
	for i := range b.IntN(5) {
		v := fact.Survival{Month: 24000 + i}
		for range b.IntN(4) {
			if v.Lines == nil {
				v.Lines = map[int]int{}
			}
			v.Lines[2000+b.IntN(30)] = b.IntN(10000)
		}
		s.Survival = append(s.Survival, v)
	}
}
