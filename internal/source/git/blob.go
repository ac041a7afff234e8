package git

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"leadline/internal/fact"
)

// ErrMissing means that a content is absent, damaged or too large.
var ErrMissing = errors.New("the content is missing")

// Contents reads files whole, through git; most is the size in bytes above
// which one is not read. A content that cannot be had is nil, and err wraps
// ErrMissing after the others were read.
func (r *Repository) Contents(ctx context.Context, files []fact.File, most int64) (contents [][]byte, err error) {
	c := newCatFile(ctx, r)
	defer c.close()
	contents = make([][]byte, len(files))
	for i := range files {
		data, one := c.blob(binaryID(files[i].Blob), most, func(n int) []byte { return make([]byte, n) })
		switch {
		case one == nil:
			contents[i] = data
		case errors.Is(one, errMissing) || errors.Is(one, errTooLarge):
			err = fmt.Errorf("%w: %s", ErrMissing, files[i].Path)
		default:
			return contents, one
		}
	}
	return contents, err
}

// Beginnings reads the first bytes of files, at most so many of each, in one go
// through git. What was missing is not yielded, nor what comes after a damaged
// content: git ends there, and err says so.
func (r *Repository) Beginnings(ctx context.Context, files []*fact.File, most int, yield func(f *fact.File, beginning []byte)) error {
	var ids strings.Builder
	for _, f := range files {
		ids.WriteString(string(f.Blob) + "\n")
	}
	return stream(ctx, r.Dir, ids.String(), func(from io.Reader) error {
		out := bufio.NewReaderSize(from, 1<<16)
		buffer := []byte{} // an empty content is not nil
		for _, f := range files {
			_, size, err := readHead(out)
			if errors.Is(err, errMissing) {
				continue
			}
			if err != nil {
				return err
			}
			n := min(size, int64(most))
			buffer = slices.Grow(buffer[:0], int(n))
			if _, err := io.ReadFull(out, buffer[:n]); err != nil {
				return err
			}
			if _, err := io.CopyN(io.Discard, out, size-n+1); err != nil {
				return err
			}
			yield(f, buffer[:n])
		}
		return nil
	}, "cat-file", "--batch", "--buffer")
}

// Blobs reads contents one by one, through one process of git. It implements fact.Blobs,
// for one reader at a time.
type Blobs struct {
	c    *catFile
	most int64
}

// OpenBlobs begins to read contents of up to so many bytes. Nothing is started before the
// first is asked for.
func (r *Repository) OpenBlobs(ctx context.Context, most int64) *Blobs {
	return &Blobs{newCatFile(ctx, r), most}
}

// Blob reads a content. One that is absent, damaged or too large wraps ErrMissing.
func (b *Blobs) Blob(_ context.Context, id fact.BlobID) ([]byte, error) {
	data, err := b.c.blob(binaryID(id), b.most, func(n int) []byte { return make([]byte, n) })
	if errors.Is(err, errMissing) || errors.Is(err, errTooLarge) {
		return nil, fmt.Errorf("%w: %w", ErrMissing, err)
	}
	return data, err
}

// Close ends the process.
func (b *Blobs) Close() { b.c.close() }
