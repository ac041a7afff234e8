package git

import (
	"context"
	"errors"
	"fmt"

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
