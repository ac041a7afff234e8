package git

import (
	"bytes"
	"context"
	"fmt"
	"strconv"

	"leadline/internal/fact"
)

// Tree lists the files of a commit, by path: their modes and contents' ids, and of
// submodules the commits. What the contents are, it does not tell. A tree that is
// missing is an error.
func (r *Repository) Tree(ctx context.Context, at fact.CommitID) ([]fact.File, error) {
	out, err := output(ctx, r.top(), "ls-tree", "-r", "-z", "--full-tree", string(at))
	if err != nil {
		return nil, err
	}
	var files []fact.File
	for len(out) > 0 {
		entry, rest, ok := bytes.Cut(out, []byte{0})
		head, path, ok2 := bytes.Cut(entry, []byte("\t"))
		f := bytes.Fields(head)
		if !ok || !ok2 || len(f) != 3 {
			return nil, fmt.Errorf("git ls-tree: unexpected output %.80q", out)
		}
		mode, err := strconv.ParseUint(string(f[0]), 8, 32)
		if err != nil {
			return nil, fmt.Errorf("git ls-tree: unexpected mode %q", f[0])
		}
		files = append(files, fact.File{Path: fact.Path(path), Mode: fact.Mode(mode), Blob: fact.BlobID(f[2])})
		out = rest
	}
	return files, nil
}
