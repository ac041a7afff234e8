// Package store keeps the facts of a repository between runs, and results
// derived from them that are costly to make: the Snapshot, the interface Store
// that its engines implement (sqlite), the place on disk, and the codec that
// turns a snapshot into a manifest and segments, and a result into a row.
//
// What is kept can be deleted at any time and is read again from git; it holds
// nothing of the user's. A stored snapshot is nevertheless taken for untrusted
// input, as a repository may arrive with a planted one: what is decoded is
// checked, bounded by the size of its input, and is either what was saved or
// an error. A checksum tells damage, not forgery: a forged index can hold
// false facts as a forged commit can, and `leadline scan --fresh` does not
// read it. Of a result the store warrants size and integrity; what it says is
// for the caller to check.
//
// It is not the job of this package to decide whether a snapshot is still
// current, nor to derive anything from it, nor to know what results mean.
package store

import (
	"context"
	"errors"

	"leadline/internal/fact"
)

// Snapshot is all that is kept of one repository at one head.
//
// Saving keeps every value and the exact bytes of every string. Empty slices
// and maps come back as nil.
type Snapshot struct {
	Repo fact.RepoID
	// Key names the engine versions and the state of the repository (grafts,
	// shallow file, replace refs) that the facts were read under. The store
	// only keeps it; a caller whose key differs uses nothing but the hunks.
	Key string
	// History may hold commits that are not reachable from History.Head, kept
	// from former heads. Parents stand before children.
	History  fact.History
	Survival []fact.Survival
	// Blobs tell what is known of contents, sorted by id, each id once.
	Blobs []BlobInfo
	// Diffs are the diffs of pairs of blobs that no change source holds.
	Diffs []Diff
}

// BlobInfo is what is known of a blob's content.
type BlobInfo struct {
	ID      fact.BlobID
	Content fact.Content
	Lines   int32 // as fact.Change.Lines; zero unless Content is Text
}

// Diff holds the hunks that turn the blob Old into New.
type Diff struct {
	Old, New fact.BlobID
	Hunks    []fact.Hunk
}

// Store keeps the last saved snapshot of one repository, and results under
// names. Its methods are not for concurrent use; several Stores, in one or many
// processes, may use the same place at once: readers see what was last
// finished and never wait.
type Store interface {
	// Load returns the last saved snapshot. Without one the error is ErrNone,
	// with an unreadable one ErrDamaged or ErrVersion; Save replaces either.
	Load(ctx context.Context) (*Snapshot, error)
	// Head returns the head and the key of the last saved snapshot without
	// reading the rest. Errors are those of Load.
	Head(ctx context.Context) (head fact.CommitID, key string, err error)
	// Lock makes this Store the only writer until Close. It waits two seconds
	// for another one to finish, then returns ErrBusy. A caller who locks
	// before a long read of history saves others from doing the same work.
	Lock(ctx context.Context) error
	// Save replaces the stored snapshot, at once or not at all. It takes the
	// lock for its own time where Lock was not called. from is how many
	// leading commits are the same as at the last Load or Save of this Store:
	// those are not written again. 0 writes everything. If another Store has
	// saved in between, everything is written whatever from says.
	// Results stay: their keys tell whether they still hold.
	Save(ctx context.Context, s *Snapshot, from int) error
	// Result returns what was last saved under a name, if it was saved under
	// the same key; an empty result is nil. Otherwise the error is ErrNone, or
	// ErrVersion or ErrDamaged where the index, or the result, is not what was
	// saved. Nothing of the snapshot is read. The bytes may have been planted:
	// the caller checks what they say.
	Result(ctx context.Context, name, key string) ([]byte, error)
	// SaveResult keeps a result of at most MaxResult bytes under a name of one
	// to MaxResultName bytes, any name and any key, in place of the one of that
	// name, at once or not at all. Beyond MaxResults or MaxResultSum those saved
	// longest ago are dropped. It does not wait for another writer: the error
	// is ErrBusy at once. A larger result is ErrLarge. The snapshot stays.
	SaveResult(ctx context.Context, name, key string, data []byte) error
	// Close releases the lock and the files.
	Close() error
}

// Errors that callers tell apart. They come wrapped with what was being done
// and where.
var (
	// ErrNone: nothing has been saved here.
	ErrNone = errors.New("nothing has been saved")
	// ErrDamaged: what is stored is not what was saved.
	ErrDamaged = errors.New("the index is damaged")
	// ErrVersion: stored by a version of Leadline with another format.
	ErrVersion = errors.New("the index has another format")
	// ErrBusy: another process is writing.
	ErrBusy = errors.New("another process is writing the index")
	// ErrFull: the disk, or the quota, is full.
	ErrFull = errors.New("no space left for the index")
	// ErrLarge: a result has more than MaxResult bytes.
	ErrLarge = errors.New("the result is too large to be kept")
	// ErrPlace: the place cannot be used: not writable, or not safe to use.
	ErrPlace = errors.New("the index has no usable place")
)
