package git

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
)

// sketch is a content as a bag of chunks: lines, long ones cut. It is enough
// to tell how many bytes two contents share.
type sketch struct {
	size int64
	// chunks hold a hash of 32 bits above a number of bytes, sorted, each hash
	// once.
	chunks []uint64
}

// chunkSize is the length at which lines are cut, as observed of git's
// similarity index.
const chunkSize = 64

// newSketch makes the sketch of a content. In text, the carriage return before
// a line feed does not count.
func newSketch(b []byte, isText bool) sketch {
	s := sketch{size: int64(len(b))}
	if isText && bytes.IndexByte(b, '\r') >= 0 {
		b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	}
	chunks := make([]uint64, 0, len(b)/32+1)
	for len(b) > 0 {
		n := min(chunkSize, len(b))
		if i := bytes.IndexByte(b[:n], '\n'); i >= 0 {
			n = i + 1
		}
		chunks = append(chunks, uint64(hashChunk(b[:n]))<<32|uint64(n))
		b = b[n:]
	}
	slices.Sort(chunks)
	kept := chunks[:0]
	for _, c := range chunks {
		if k := len(kept); k > 0 && kept[k-1]>>32 == c>>32 {
			kept[k-1] += c & 0xffffffff
			continue
		}
		kept = append(kept, c)
	}
	s.chunks = slices.Clone(kept)
	return s
}

// hashChunk mixes eight bytes at a time with a 128-bit product.
func hashChunk(b []byte) uint32 {
	const k0, k1 = 0x9e3779b97f4a7c15, 0xd6e8feb86659fd93 // odd, half of the bits set
	h := uint64(len(b)) ^ k1
	for len(b) >= 8 {
		hi, lo := bits.Mul64(h^binary.LittleEndian.Uint64(b), k0)
		h = hi ^ lo
		b = b[8:]
	}
	var tail uint64
	for i, c := range b {
		tail |= uint64(c) << (8 * i)
	}
	hi, lo := bits.Mul64(h^tail, k1)
	return uint32(hi ^ lo)
}

// shared is the number of bytes that two contents have in common.
func (s sketch) shared(other sketch) int64 {
	var n int64
	x, y := s.chunks, other.chunks
	for i, j := 0, 0; i < len(x) && j < len(y); {
		a, b := x[i]>>32, y[j]>>32
		switch {
		case a < b:
			i++
		case a > b:
			j++
		default:
			n += int64(min(x[i]&0xffffffff, y[j]&0xffffffff))
			i, j = i+1, j+1
		}
	}
	return n
}
