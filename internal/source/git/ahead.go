package git

import (
	"errors"
	"io"
)

// aheadReader reads ahead of its user in a goroutine of its own, so that the
// process at the other end of a pipe need not wait while output is parsed. It
// has to be read to its end.
type aheadReader struct {
	blocks chan []byte
	err    error // set before blocks is closed
	rest   []byte
}

const (
	aheadBlock  = 256 << 10
	aheadBlocks = 32
)

func newAheadReader(r io.Reader) *aheadReader {
	a := &aheadReader{blocks: make(chan []byte, aheadBlocks)}
	go func() {
		defer close(a.blocks)
		for {
			b := make([]byte, aheadBlock)
			n, err := io.ReadAtLeast(r, b, aheadBlock/4)
			if n > 0 {
				a.blocks <- b[:n]
			}
			if err != nil {
				if a.err = err; errors.Is(err, io.ErrUnexpectedEOF) {
					a.err = io.EOF
				}
				return
			}
		}
	}()
	return a
}

// Read implements io.Reader.
func (a *aheadReader) Read(p []byte) (int, error) {
	if len(a.rest) == 0 {
		b, ok := <-a.blocks
		if !ok {
			return 0, a.err
		}
		a.rest = b
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}
