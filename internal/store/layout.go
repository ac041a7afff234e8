package store

import "leadline/internal/fact"

// The blocks of a segment, in order.
const (
	blockCounts  = iota
	blockIDs     // the ids of commits, and of everything else
	blockPaths   // the table of paths
	blockTexts   // the table of names, addresses and trailers; identities
	blockInfos   // what is known of each new id's content, and what has changed of old ones
	blockCommits // all of a commit but its subject and changes
	blockSubjects
	blockChanges
	blockHunks // of the changes' sources in order, then of the diffs
	blockDiffs
	blockFiles // the tree at the head, and the runs of lines
	blockRest  // gaps and survival
	blockCount
)

// rows are the counts of a segment's rows that its manifest does not hold.
type rows struct {
	changes, sources, lists, hunks, overrides, files, runs, gaps, survival int
}

func (n *rows) all() []*int {
	return []*int{&n.changes, &n.sources, &n.lists, &n.hunks, &n.overrides, &n.files, &n.runs, &n.gaps, &n.survival}
}

// A reference to an id or a path in a row of references is its number in the
// table plus refCodes, or one of the codes. The numbers run through all
// segments, and an entry added by a segment is not known to those before it.
const (
	refNew   = 0 // the entry after the greatest one that the row has referred to
	refNone  = 1 // the empty string
	refGuess = 2 // what the column's rule expects
	refCodes = 3
)

// A version's maker, the commit that a change names as having made an older
// version of a file, is written as how many commits it lies before the
// change's own plus makerCodes, or as one of the codes.
const (
	makerGuess = 0 // the latest commit that the row has told to have changed the path
	makerNone  = 1 // no commit
	makerLone  = 2 // a commit that is not before this one: its id follows
	makerCodes = 3
)

// expectedContent is what the content of a change's source in the first parent
// should be.
func expectedContent(g *fact.Change, same bool) fact.Content {
	if same {
		return g.OldContent
	}
	return max(g.OldContent, g.Content)
}

// The bits of a change's flags. The rare ones come last, so that most changes
// take one byte.
const (
	flagKind          = 0x7 // fact.Kind
	flagSources       = 0x18
	flagSourcesOne    = 0x08 // one source: the old content in the first parent
	flagSourcesList   = 0x10 // sources in full
	flagSourcesMerged = 0x18 // one source: the new content, as a merge's second parent has it
	flagPrevious      = 0x20 // Change.Previous is not empty
	flagCounts        = 0x40 // Added and Deleted are not the expected ones
	flagLines         = 0x80 // Lines is not the expected one
	flagContentShift  = 8    // fact.Content, of the new content
	flagOldShift      = 10   // the same of the old content
	flagContentMask   = 0x3
	flagChangeInvalid = ^uint64(0xfff)
)

// The bits of a file's flags.
const (
	fileContent       = 0x3 // fact.Content
	fileBinary        = 0x4
	fileGeneratedBits = 3 // fact.Tristate + 1, two bits
	fileVendoredBits  = 5
	fileInvalid       = ^uint64(0x7f)
)

// info is what is known of an id's content: 0 for nothing, otherwise one more
// than fact.Content, with the number of lines.
type info struct {
	code  uint8
	lines int32
}

// infoOf is the info of a blob.
func infoOf(b *BlobInfo) info { return info{uint8(b.Content) + 1, b.Lines} }

// text reports whether the number of lines is known.
func (i info) text() bool { return i.code == uint8(fact.Text)+1 }

// expectedLines is the number of lines that a change's new content should have
// from what is known of its blob.
func expectedLines(blob info) int32 {
	if blob.text() {
		return blob.lines
	}
	return 0
}

// lineSum adds up the lines of a list of hunks.
type lineSum struct{ old, new int64 }

// expectedCounts is how many lines a change should have added and deleted.
// first is the sum over the hunks of its first source, if that is in the first
// parent (known); from and to are the infos of its old and new blob.
func expectedCounts(content fact.Content, kind fact.Kind, known bool, first lineSum, from, to info) (added, deleted int32) {
	switch {
	case content != fact.Text:
		return 0, 0
	case known:
		return int32(first.new), int32(first.old)
	case kind == fact.Added:
		return expectedLines(to), 0
	case kind == fact.Deleted:
		return 0, expectedLines(from)
	}
	return 0, 0
}
