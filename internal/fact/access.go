package fact

import "context"

// Tree lists files. A source that needs to know which files another source
// holds is handed one.
type Tree interface {
	// List calls yield for every file of the commit, sorted by path bytes,
	// until it returns false.
	List(ctx context.Context, at CommitID, yield func(Path, Mode, BlobID) bool) error
}

// Blobs gives contents.
type Blobs interface {
	// Blob returns the content of a blob. The caller must not modify it.
	Blob(ctx context.Context, id BlobID) ([]byte, error)
}
