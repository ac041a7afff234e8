package pack

import (
	"bytes"
	"io"

	"github.com/klauspost/compress/zlib"
)

// Inflater holds the reusable state of one goroutine.
type Inflater struct {
	src bytes.Reader
	z   io.ReadCloser
}

// Inflate appends nothing: it fills dst, which must have length e.Size, with
// the inflated bytes of the entry. The checksum of the compressed stream is
// verified.
func (f *Inflater) Inflate(p *Pack, e Entry, dst []byte) error {
	if e.data >= p.end {
		return corrupt(p.name, "entry at %d is outside", e.data)
	}
	f.src.Reset(p.data[e.data:p.end])
	var err error
	if f.z == nil {
		f.z, err = zlib.NewReader(&f.src)
	} else {
		err = f.z.(zlib.Resetter).Reset(&f.src, nil)
	}
	if err != nil {
		return corrupt(p.name, "compressed entry at %d: %v", e.data, err)
	}
	if _, err := io.ReadFull(f.z, dst); err != nil {
		return corrupt(p.name, "compressed entry at %d: %v", e.data, err)
	}
	// Reading on must find the end, and only there is the checksum compared.
	var one [1]byte
	if n, err := f.z.Read(one[:]); n != 0 || err != io.EOF {
		return corrupt(p.name, "compressed entry at %d does not end where its header says: %v", e.data, err)
	}
	return nil
}
