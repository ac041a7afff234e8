package git

import (
	"slices"
	"strings"

	"leadline/internal/fact"
)

// assembler turns ordinals back into names.
type assembler struct {
	*plan
	contents *contents
	hex      []fact.BlobID // by blob ordinal, filled when first asked for
	hunks    perClass      // of all sources, those that are not kept too
	dropped  int           // sources whose hunks are not kept
	example  fact.Path     // of one of them, the first
}

func (a *assembler) blobID(i int32) fact.BlobID {
	if i < 0 {
		return ""
	}
	if a.hex[i] == "" {
		a.hex[i] = a.names.hexOf(i)
	}
	return a.hex[i]
}

// versionID is the content of a version.
func (a *assembler) versionID(v int32) fact.BlobID {
	if known := a.versions[v].known; known != nil {
		return known.Blob
	}
	return a.blobID(a.versions[v].blob)
}

func (a *assembler) path(i int32) fact.Path { return fact.Path(a.names.path[i]) }

func (a *assembler) changes(c *fact.Commit, rows []change) []fact.Change {
	if len(rows) == 0 {
		return nil
	}
	out := make([]fact.Change, 0, len(rows))
	for i := range rows {
		if ch := &rows[i]; !ch.consumed {
			out = append(out, a.change(c, ch))
		}
	}
	return out
}

var kinds = map[byte]fact.Kind{'A': fact.Added, 'M': fact.Modified, 'D': fact.Deleted, 'T': fact.TypeChanged}

func (a *assembler) change(c *fact.Commit, ch *change) fact.Change {
	out := fact.Change{
		Path: a.path(ch.path), Kind: kinds[ch.status],
		OldMode: ch.oldMode, Mode: ch.newMode,
		Old: a.blobID(ch.old), Blob: a.blobID(ch.blob),
	}
	if ch.before != none {
		out.Before = a.entries[a.versions[ch.before].commit].commit.ID
	}
	if ch.renamed {
		v := &a.versions[ch.before]
		out.Kind, out.Previous = fact.Renamed, a.path(v.path)
		out.OldMode, out.Old = v.mode, a.versionID(ch.before)
		ch.old, ch.oldMode = v.blob, v.mode
	}
	out.OldContent, out.Content = a.kind(ch.old, ch.oldMode), a.kind(ch.blob, ch.newMode)
	if ch.blob >= 0 && !isSubmodule(ch.newMode) && out.Content == fact.Text {
		out.Lines = a.contents.blobs[ch.blob].lines
	}
	for _, s := range ch.sources {
		out.Sources = append(out.Sources, a.source(s))
	}
	if !c.Merge() {
		a.count(&out, ch)
	}
	return out
}

// kind tells what a content is; nothing at all and submodules count as text.
func (a *assembler) kind(blob int32, m fact.Mode) fact.Content {
	if blob < 0 || isSubmodule(m) {
		return fact.Text
	}
	b := &a.contents.blobs[blob]
	if !b.seen {
		return fact.Missing
	}
	return b.kind
}

func (a *assembler) source(s source) fact.Source {
	if s.version == none {
		return fact.Source{Parent: int(s.parent), Content: fact.Missing}
	}
	v := &a.versions[s.version]
	out := fact.Source{
		Parent: int(s.parent), Commit: a.entries[v.commit].commit.ID, Path: a.path(v.path), Blob: a.versionID(s.version),
	}
	switch {
	case s.pair == none:
		out.Same = true
		out.Content = a.kind(v.blob, v.mode)
	case a.contents.compared.pairs[s.pair].made:
		r := &a.contents.compared.pairs[s.pair]
		a.hunks[classOf(r.n)] += int64(r.n)
		if out.Hunks = r.hunks; r.dropped {
			a.drop(&out)
		}
	default:
		// One of the two is not text, and if the other is missing, that is what
		// counts.
		pr := a.pairs[s.pair]
		out.Content = max(a.kind(pr.old, v.mode), a.kind(pr.new, v.mode))
		if out.Content == fact.Text {
			out.Content = fact.Missing
		}
	}
	return out
}

// drop leaves the hunks of a source out.
func (a *assembler) drop(s *fact.Source) {
	s.Hunks, s.Content = nil, fact.Missing
	a.dropped++
	if a.example == "" || s.Path < a.example {
		a.example = s.Path
	}
}

// bound drops the longest lists of hunks where all of the history's would be too
// many. What goes is decided by the history alone, not by how much of it was known:
// ErrKnown if it is known commits that have too much.
func (a *assembler) bound(commits []fact.Commit) error {
	limit := a.hunks.limit(a.contents.compared.most)
	if limit == classes-1 {
		return nil
	}
	for i := range commits {
		for j := range commits[i].Changes {
			sources := commits[i].Changes[j].Sources
			for k := range sources {
				if classOf(int32(len(sources[k].Hunks))) <= limit {
					continue
				}
				if !a.entries[i].fresh {
					return ErrKnown
				}
				a.drop(&sources[k])
			}
		}
	}
	return nil
}

// count gives the numbers of lines added and deleted.
func (a *assembler) count(out *fact.Change, ch *change) {
	if !out.Counted() {
		return
	}
	oldLines, newLines := a.linesOf(ch.old, ch.oldMode), a.linesOf(ch.blob, ch.newMode)
	switch {
	case ch.old == ch.blob:
	case ch.old < 0 || ch.blob < 0 || isSubmodule(ch.oldMode) || isSubmodule(ch.newMode):
		out.Added, out.Deleted = newLines, oldLines
	default:
		i, ok := a.pairAt[pair{ch.old, ch.blob}]
		if !ok || !a.contents.compared.pairs[i].made {
			out.Content = fact.Missing
			return
		}
		r := &a.contents.compared.pairs[i]
		out.Added, out.Deleted = r.added, r.deleted
	}
}

func (a *assembler) linesOf(blob int32, m fact.Mode) int32 {
	switch {
	case blob < 0:
		return 0
	case isSubmodule(m):
		return 1
	}
	return a.contents.blobs[blob].lines
}

// files lists the tree at the head.
func (a *assembler) files() []fact.File {
	n := 0
	a.head.all(func(int32, int32) { n++ })
	out := make([]fact.File, 0, n)
	a.head.all(func(path, v int32) {
		ver := &a.versions[v]
		out = append(out, fact.File{
			Path: a.path(path), Mode: ver.mode, Blob: a.versionID(v), Changed: a.entries[ver.commit].commit.ID,
		})
	})
	slices.SortFunc(out, func(x, y fact.File) int { return strings.Compare(string(x.Path), string(y.Path)) })
	return out
}
