package fact

import (
	"slices"
	"sort"
)

// History is everything that one read of a repository's history yields for
// one head: every commit reachable from it, with what each changed.
type History struct {
	// Head is the commit that was read; empty on an unborn branch.
	Head CommitID
	// Commits hold parents before children. The order depends on nothing but
	// the commit graph: among commits whose parents are all out, the earlier
	// committer time comes first, then the smaller id.
	Commits []Commit
	// Files is the tree at Head, sorted by path bytes.
	Files []File
	// Gaps say what could not be read. Empty means that the history was read
	// in full.
	Gaps []Gap
}

// File finds a file at the head; nil if there is none.
func (h *History) File(p Path) *File {
	i := sort.Search(len(h.Files), func(i int) bool { return h.Files[i].Path >= p })
	if i == len(h.Files) || h.Files[i].Path != p {
		return nil
	}
	return &h.Files[i]
}

// Commit finds a commit; nil if it was not read.
func (h *History) Commit(id CommitID) *Commit {
	if i := h.Index(id); i >= 0 {
		return &h.Commits[i]
	}
	return nil
}

// Index is where a commit stands in Commits; -1 if it was not read. It looks at one after
// the other, from the end.
func (h *History) Index(id CommitID) int {
	for i := len(h.Commits) - 1; i >= 0; i-- {
		if h.Commits[i].ID == id {
			return i
		}
	}
	return -1
}

// Cut reports whether the commits that were read end before the roots of the
// history.
func (h *History) Cut() bool {
	return slices.ContainsFunc(h.Gaps, func(g Gap) bool { return g.Kind == GapShallow || g.Kind == GapHistory })
}

// Commit is one commit and what it changed against its first parent (against
// nothing, for a root).
type Commit struct {
	ID                CommitID
	Parents           []CommitID
	Author, Committer Identity
	// Authored dates the lines; Committed dates the activity.
	Authored, Committed Time
	// Subject is the first paragraph of the message on one line.
	Subject  string
	Trailers []Trailer
	// Mends are the commits that the message says it fixes or reverts.
	Mends []Mend
	// Breaking is that the message says, as Conventional Commits do, that what others use
	// breaks.
	Breaking bool
	// Changes are sorted by Path. For a merge they tell the merge's tree from
	// its first parent's and are no work of the merge itself: whoever counts
	// activity leaves them out (see Merge).
	Changes []Change
}

// Merge reports whether the commit has more than one parent.
func (c *Commit) Merge() bool { return len(c.Parents) > 1 }

// Kind says what happened to a file in a commit.
type Kind uint8

// The kinds of change. A copy is an addition.
const (
	Added Kind = iota + 1
	Modified
	Deleted
	Renamed     // with or without modification; Change.Previous is the old path
	TypeChanged // regular file, symbolic link and submodule turned into one another
)

// String gives the word used in exports.
func (k Kind) String() string {
	switch k {
	case Added:
		return "added"
	case Modified:
		return "modified"
	case Deleted:
		return "deleted"
	case Renamed:
		return "renamed"
	case TypeChanged:
		return "type-changed"
	}
	return "unknown"
}

// Content says whether lines could be counted.
type Content uint8

// The kinds of content. Only Text has lines.
const (
	Text    Content = iota // lines are known
	Binary                 // a NUL byte among the first 8,000 bytes, or so declared by attributes
	Missing                // the blob is absent, damaged or over the size limit: lines are unknown
)

// Mode is the type of a tree entry, as in git's tree objects.
type Mode uint32

// The modes that git writes.
const (
	ModeFile       Mode = 0o100644
	ModeExecutable Mode = 0o100755
	ModeSymlink    Mode = 0o120000
	ModeSubmodule  Mode = 0o160000
	// ModeTypeMask selects the bits that tell files, links and submodules apart.
	ModeTypeMask Mode = 0o170000
)

// Change is what a commit did to one file. A rename is one change, under its
// new path.
type Change struct {
	Path     Path
	Previous Path // the old path of a rename, otherwise empty
	Kind     Kind
	// OldMode and Old are zero for an addition, Mode and Blob for a deletion.
	OldMode, Mode Mode
	Old, Blob     BlobID
	// OldContent and Content are what the two contents are; Text where there
	// is none.
	OldContent, Content Content
	// Added and Deleted count lines as `git log --numstat` does; a submodule
	// counts as one line. They mean something only where Counted says so.
	Added, Deleted int32
	// Lines is the number of lines of the new content; the last counts even
	// without a line feed. Zero for deletions and unless that content is text.
	Lines int32
	// Before is the commit that had last changed the old content: the version
	// (Before, Previous or Path) is what this change replaces. Empty for an
	// addition.
	Before CommitID
	// Sources tell where the new content comes from, in the order in which
	// `git blame` would ask. Lines that no source explains are the commit's
	// own. None: all lines are the commit's own.
	Sources []Source
}

// Counted reports whether both contents are text, so that Added and Deleted
// are known. Changes of merges are never counted, as in `git log --numstat`;
// Commit.Merge tells.
func (c *Change) Counted() bool { return c.OldContent == Text && c.Content == Text }

// PathBefore is the path of the old content.
func (c *Change) PathBefore() Path {
	if c.Previous != "" {
		return c.Previous
	}
	return c.Path
}

// Adopts reports whether the change takes over, at the same path, a version
// that another parent of the merge already holds. Such a change makes no
// version of its own.
func (c *Change) Adopts() bool {
	return len(c.Sources) == 1 && c.Sources[0].Same && c.Sources[0].Parent > 0 && c.Sources[0].Path == c.Path
}

// Source is a version of a file, held by a parent of a commit, that passes
// lines on to a changed file. A version is named by the commit that made it
// and the path it had there.
type Source struct {
	Parent int // index into Commit.Parents
	Commit CommitID
	Path   Path
	Blob   BlobID
	// Content is Text if the two contents were compared. Otherwise there are
	// no hunks: with Missing nothing is known of the lines' origin.
	Content Content
	// Hunks turn Blob into the new content. With Same the contents are equal
	// and there are none.
	Same  bool
	Hunks []Hunk
}

// Hunk replaces the OldLines lines from line Old of the old content by the
// NewLines lines from line New of the new one. Lines count from 0. Hunks of a
// pair are in order, do not overlap, and do not touch.
type Hunk struct {
	Old, OldLines int32
	New, NewLines int32
}

// File is an entry of the tree at the head.
type File struct {
	Path    Path
	Mode    Mode
	Blob    BlobID
	Content Content
	// Changed is the commit that made this version of the file.
	Changed CommitID
	// Attributes of the commit that is read.
	Attributes Attributes
	// Marked: the content says at its beginning that a program wrote it.
	Marked bool
	// CodeLines are the lines that are neither blank nor comments, as far as the
	// beginnings of lines tell; 0 where that is not known.
	CodeLines int
	// Lines tells where each line comes from, in order; none unless Content
	// is Text.
	Lines []LineRun
}

// LineCount is the number of lines of the file.
func (f *File) LineCount() int {
	n := 0
	for _, r := range f.Lines {
		n += int(r.Lines)
	}
	return n
}

// LineRun is a run of consecutive lines with the same origin.
type LineRun struct {
	Lines int32
	// Commit is where the lines were written, as `git blame` would say; empty
	// where missing contents leave the origin unknown.
	Commit CommitID
}

// Attributes are what .gitattributes files say of a path, as far as Leadline
// heeds it.
type Attributes struct {
	// Binary: `binary` or `-diff`: lines are not counted.
	Binary bool
	// Generated and Vendored: linguist-generated and linguist-vendored;
	// Unspecified where nothing is said.
	Generated, Vendored Tristate
}

// Tristate is an attribute that may be set, unset or not mentioned.
type Tristate int8

// The three states.
const (
	Unspecified Tristate = 0
	Set         Tristate = 1
	Unset       Tristate = -1
)

// Gap is something that could not be read.
type Gap struct {
	Kind GapKind
	// Count is how many things are missing, where that is known.
	Count int
	// Example names one of them (an object id, a path), if there is one.
	Example string
	// Detail says what happened, for people.
	Detail string
}

// GapKind classifies gaps. The values are stable words.
type GapKind string

// The kinds of gap.
const (
	GapShallow GapKind = "shallow"      // history ends at a shallow boundary
	GapBlob    GapKind = "missing-blob" // contents are absent or unreadable
	GapOrigin  GapKind = "origin"       // changes are too much to be followed line by line
	GapHistory GapKind = "history"      // git could not read all commits
	GapTree    GapKind = "missing-tree" // the tree at the head could not be listed
	GapInput   GapKind = "input"        // parts of a file that a person named were left out
)

// Survival tells how many of the lines written in one year were still alive
// at the end of a month, on the first-parent line, in the files that people write
// by their names.
type Survival struct {
	// Month is years since 0 times 12 plus the month from 0: 2026-11 is 24322.
	Month int
	// Lines by year written (author time); only positive numbers.
	Lines map[int]int
}

// Ref is a branch or tag and what it points at.
type Ref struct {
	Name   string // full, e.g. refs/heads/main
	Commit CommitID
	// When is the committer time of Commit; of an annotated tag that was made
	// later, the time at which it was made.
	When Time
}

// Branch is a branch with commits that the head does not contain.
type Branch struct {
	Ref Ref
	// Base is the merge base with the head; empty if they share no history.
	// Of several, one that no other contains.
	Base CommitID
	// Commits counts the commits of the branch that the head does not contain,
	// merges included.
	Commits int
	// Files are what the branch changes since Base, without rename detection,
	// sorted by path bytes. Without a base there are none.
	Files []BranchFile
}

// BranchFile is a path that a branch changes, and its content at the branch;
// Blob is empty where the branch deletes it.
type BranchFile struct {
	Path Path
	Blob BlobID
}
