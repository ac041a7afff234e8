package store

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/klauspost/compress/zstd"
)

// A segment is a row of blocks. A block is a row of columns, compressed as
// one. A column is a row of variable-length integers, or of bytes. Every value
// of a column takes at least one byte, so that a count of rows can be checked
// against the bytes at hand before memory is set aside for them.

// How a block is kept.
const (
	blockStored = 0
	blockZstd   = 1
)

// maxRatio bounds what one byte of a segment can unpack to. A block that would
// compress better is kept as it is.
const maxRatio = 32

// column is a column being written.
type column []byte

func (c *column) uint(v uint64) { *c = binary.AppendUvarint(*c, v) }
func (c *column) int(v int64)   { *c = binary.AppendVarint(*c, v) }
func (c *column) bytes(s string) {
	*c = append(*c, s...)
}

// bit is 1 for what is so.
func bit(so bool) uint64 {
	if so {
		return 1
	}
	return 0
}

// text writes a string with its length.
func (c *column) text(s string) {
	c.uint(uint64(len(s)))
	c.bytes(s)
}

// packer compresses blocks. One packer serves one goroutine.
type packer struct {
	zstd *zstd.Encoder
}

func newPacker() *packer {
	// The next level up saves three parts in a hundred for twice the time.
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(1<<18))
	if err != nil {
		panic(err) // only for options that contradict each other
	}
	return &packer{zstd: z}
}

// block appends a block of columns to dst.
func (p *packer) block(dst []byte, columns ...column) []byte {
	var raw []byte
	empty := true
	for _, c := range columns {
		empty = empty && len(c) == 0
	}
	if !empty {
		for _, c := range columns {
			raw = binary.AppendUvarint(raw, uint64(len(c)))
			raw = append(raw, c...)
		}
	}
	if len(raw) > 64 {
		packed := p.zstd.EncodeAll(raw, make([]byte, 0, len(raw)/2))
		if len(packed) < len(raw)-len(raw)/32 && len(raw) <= maxRatio*len(packed) {
			dst = append(dst, blockZstd)
			dst = binary.AppendUvarint(dst, uint64(len(raw)))
			dst = binary.AppendUvarint(dst, uint64(len(packed)))
			return append(dst, packed...)
		}
	}
	dst = append(dst, blockStored)
	dst = binary.AppendUvarint(dst, uint64(len(raw)))
	dst = binary.AppendUvarint(dst, uint64(len(raw)))
	return append(dst, raw...)
}

// block is a block of a segment that has not been unpacked.
type block struct {
	method byte
	raw    int
	data   []byte
}

// damaged says what is wrong with stored bytes.
func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}

// splitBlocks cuts a row of blocks, as a segment is, into exactly n.
func splitBlocks(data []byte, n int) ([]block, error) {
	blocks := make([]block, n)
	for i := range blocks {
		if len(data) == 0 {
			return nil, damaged("a block is missing")
		}
		b := block{method: data[0]}
		r := reader{b: data[1:]}
		raw, size := r.uint(), r.uint()
		if r.bad || size > uint64(len(r.b)) || b.method > blockZstd ||
			b.method == blockStored && raw != size || raw > maxRatio*size {
			return nil, damaged("a block has an impossible size")
		}
		b.raw, b.data = int(raw), r.b[:size]
		data = r.b[size:]
		blocks[i] = b
	}
	if len(data) != 0 {
		return nil, damaged("there are bytes after the last block")
	}
	return blocks, nil
}

// unpack returns the block's columns, of which there must be len(columns).
func (b block) unpack(z *zstd.Decoder, columns ...*reader) error {
	raw := b.data
	if b.method == blockZstd {
		var err error
		raw, err = z.DecodeAll(b.data, make([]byte, 0, b.raw))
		if err != nil {
			return damaged("a block does not unpack: %v", err)
		}
		if len(raw) != b.raw {
			return damaged("a block unpacks to %d bytes instead of %d", len(raw), b.raw)
		}
	}
	if len(raw) == 0 {
		return nil
	}
	r := reader{b: raw}
	for _, c := range columns {
		size := r.uint()
		if r.bad || size > uint64(len(r.b)) {
			return damaged("a block has a column of impossible size")
		}
		c.b, r.b = r.b[:size:size], r.b[size:]
	}
	if len(r.b) != 0 {
		return damaged("a block has bytes after its columns")
	}
	return nil
}

// newUnpacker returns a decoder for a number of goroutines, or for as many as
// there are processors if that is 0, that never unpacks more than it is given
// room for.
func newUnpacker(goroutines int) *zstd.Decoder {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(goroutines), zstd.WithDecodeAllCapLimit(true), zstd.WithDecoderLowmem(true))
	if err != nil {
		panic(err) // only for options that contradict each other
	}
	return z
}

// reader reads a column. A value that is not there or too large sets bad and
// reads as zero: callers look at bad once, after the last value.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) uint() uint64 {
	if len(r.b) > 0 && r.b[0] < 0x80 {
		v := r.b[0]
		r.b = r.b[1:]
		return uint64(v)
	}
	return r.long()
}

func (r *reader) long() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) int() int64 {
	u := r.uint()
	return int64(u>>1) ^ -int64(u&1)
}

// int32 reads a number that is not negative and fits.
func (r *reader) int32() int32 {
	v := r.uint()
	if v > math.MaxInt32 {
		r.bad = true
		return 0
	}
	return int32(v)
}

// count reads a number of rows, each of which takes at least one byte of
// have.
func (r *reader) count(have int) int {
	v := r.uint()
	if v > uint64(have) {
		r.bad = true
		return 0
	}
	return int(v)
}

// below reads a number less than n.
func (r *reader) below(n int) int {
	v := r.uint()
	if v >= uint64(n) {
		r.bad = true
		return 0
	}
	return int(v)
}

// text reads a string with its length.
func (r *reader) text() string {
	n := r.count(len(r.b))
	if n > len(r.b) {
		r.bad = true
		return ""
	}
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}
