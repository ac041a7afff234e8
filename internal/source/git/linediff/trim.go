package linediff

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// ends are the common ends of two texts, in bytes and cut to whole lines.
type ends struct {
	// prefix is the longest common one, and suffix the longest of what follows.
	prefix, suffix int
	// tail is the part of suffix that is left out altogether: its lines do not
	// count as occurrences, and no group slides into it.
	tail int
}

// tailBlock is the unit in which git leaves out the common tail before it
// compares without context lines. Nothing published says so; of the powers of
// two, this one reproduces where git's groups stop sliding (see TestTail).
const tailBlock = 1 << 10

func trim(a, b []byte) ends {
	if bytes.Equal(a, b) {
		return ends{prefix: len(a)}
	}
	common := commonSuffix(a, b)
	tail := nextLine(a, common/tailBlock*tailBlock)
	common -= tail
	a, b = a[:len(a)-tail], b[:len(b)-tail]
	prefix := commonPrefix(a, b)
	if prefix < len(a) || prefix < len(b) {
		prefix = bytes.LastIndexByte(a[:prefix], '\n') + 1
	}
	a, b = a[prefix:], b[prefix:]
	common = min(common, len(a), len(b))
	if !lineStart(a, len(a)-common) || !lineStart(b, len(b)-common) {
		common = nextLine(a, common)
	}
	return ends{prefix, tail + common, tail}
}

func lineStart(b []byte, i int) bool { return i == 0 || b[i-1] == '\n' }

// nextLine shortens a suffix of n bytes by all up to and including its first
// line feed.
func nextLine(b []byte, n int) int {
	i := bytes.IndexByte(b[len(b)-n:], '\n')
	if i < 0 {
		return 0
	}
	return n - i - 1
}

// stride is how many bytes the searches for common ends compare at once: long
// enough for the vector instructions of bytes.Equal to pay.
const stride = 1 << 9

func commonPrefix(a, b []byte) int {
	n := min(len(a), len(b))
	i := 0
	for i+stride <= n && bytes.Equal(a[i:i+stride], b[i:i+stride]) {
		i += stride
	}
	for ; i+8 <= n; i += 8 {
		x := binary.LittleEndian.Uint64(a[i:]) ^ binary.LittleEndian.Uint64(b[i:])
		if x != 0 {
			return i + bits.TrailingZeros64(x)/8
		}
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

func commonSuffix(a, b []byte) int {
	n := min(len(a), len(b))
	a, b = a[len(a)-n:], b[len(b)-n:]
	i := n // a[i:] and b[i:] are equal
	for i >= stride && bytes.Equal(a[i-stride:i], b[i-stride:i]) {
		i -= stride
	}
	for ; i >= 8; i -= 8 {
		x := binary.LittleEndian.Uint64(a[i-8:]) ^ binary.LittleEndian.Uint64(b[i-8:])
		if x != 0 {
			return n - i + bits.LeadingZeros64(x)/8
		}
	}
	for i > 0 && a[i-1] == b[i-1] {
		i--
	}
	return n - i
}
