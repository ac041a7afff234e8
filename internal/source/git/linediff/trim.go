package linediff

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// trim gives the lengths of the longest common prefix and of the longest
// common suffix of what follows it, both cut to whole lines.
func trim(a, b []byte) (prefix, suffix int) {
	prefix = commonPrefix(a, b)
	if prefix < len(a) || prefix < len(b) {
		prefix = bytes.LastIndexByte(a[:prefix], '\n') + 1
	}
	a, b = a[prefix:], b[prefix:]
	suffix = commonSuffix(a, b)
	if lineStart(a, len(a)-suffix) && lineStart(b, len(b)-suffix) {
		return prefix, suffix
	}
	n := bytes.IndexByte(a[len(a)-suffix:], '\n')
	if n < 0 {
		return prefix, 0
	}
	return prefix, suffix - n - 1
}

func lineStart(b []byte, i int) bool { return i == 0 || b[i-1] == '\n' }

// step is how many bytes the searches for common ends compare at once: long
// enough for the vector instructions of bytes.Equal to pay.
const step = 1 << 10

func commonPrefix(a, b []byte) int {
	n := min(len(a), len(b))
	i := 0
	for i+step <= n && bytes.Equal(a[i:i+step], b[i:i+step]) {
		i += step
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
	for i >= step && bytes.Equal(a[i-step:i], b[i-step:i]) {
		i -= step
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
