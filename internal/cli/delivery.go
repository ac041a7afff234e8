package cli

import (
	"bufio"
	"errors"
	"io"
	"syscall"

	"leadline/internal/fault"
)

// delivery is standard output: buffered, and it remembers that a write failed,
// after which nothing more is written.
type delivery struct {
	w   io.Writer
	buf *bufio.Writer
	err error // of the first write that failed
	// before, if set, is called before the first byte.
	before func()
}

func (d *delivery) Write(p []byte) (int, error) {
	if d.buf == nil {
		if d.before != nil {
			d.before()
		}
		d.buf = bufio.NewWriterSize(d.w, 64<<10)
	}
	n, err := d.buf.Write(p)
	if d.err == nil {
		d.err = err
	}
	return n, err
}

// Fd is the descriptor behind the stream; none for one that has no descriptor.
func (d *delivery) Fd() uintptr {
	if f, ok := d.w.(interface{ Fd() uintptr }); ok {
		return f.Fd()
	}
	return ^uintptr(0)
}

// flush writes what is buffered, for an answer that goes on.
func (d *delivery) flush() {
	if d.buf != nil {
		if err := d.buf.Flush(); d.err == nil {
			d.err = err
		}
	}
}

// finish writes what is still buffered and says whether everything arrived.
// A reader that has seen enough (`leadline … | head`) is not worth a message.
func (d *delivery) finish() error {
	if d.buf == nil {
		return nil
	}
	if err := d.buf.Flush(); d.err == nil {
		d.err = err
	}
	switch {
	case d.err == nil:
		return nil
	case errors.Is(d.err, syscall.EPIPE), errors.Is(d.err, io.ErrClosedPipe):
		return fault.Status(fault.Undelivered)
	}
	return fault.New(fault.Undelivered, "cannot write the answer to standard output: %w", d.err).
		WithHint("the answer is not complete where it went: make room or choose another place, and run the command again")
}
