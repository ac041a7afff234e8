package pack

import "fmt"

// DeltaSizes gives the sizes of the base and of the result that a delta
// declares.
func DeltaSizes(delta []byte) (base, result uint64, err error) {
	base, n, ok := uvarint(delta)
	if !ok {
		return 0, 0, fmt.Errorf("%w: delta header", ErrCorrupt)
	}
	result, _, ok = uvarint(delta[n:])
	if !ok {
		return 0, 0, fmt.Errorf("%w: delta header", ErrCorrupt)
	}
	return base, result, nil
}

// uvarint decodes little-endian groups of seven bits.
func uvarint(b []byte) (v uint64, n int, ok bool) {
	for shift := uint(0); n < len(b) && shift <= 56; shift += 7 {
		c := b[n]
		n++
		v |= uint64(c&0x7f) << shift
		if c&0x80 == 0 {
			return v, n, true
		}
	}
	return 0, 0, false
}

// Apply builds the result of a delta into dst, which must have the length
// that DeltaSizes gives for the result.
func Apply(dst, base, delta []byte) error {
	baseSize, n, ok1 := uvarint(delta)
	resultSize, m, ok2 := uvarint(delta[n:])
	if !ok1 || !ok2 || baseSize != uint64(len(base)) || resultSize != uint64(len(dst)) {
		return fmt.Errorf("%w: delta is for a base of %d bytes, not %d", ErrCorrupt, baseSize, len(base))
	}
	at := 0
	for d := delta[n+m:]; len(d) > 0; {
		op := d[0]
		d = d[1:]
		if op&0x80 == 0 {
			size := int(op)
			if size == 0 || size > len(d) || size > len(dst)-at {
				return fmt.Errorf("%w: delta inserts past its end", ErrCorrupt)
			}
			copy(dst[at:], d[:size])
			d = d[size:]
			at += size
			continue
		}
		off, size, n := copyArguments(op, d)
		if n > len(d) {
			return fmt.Errorf("%w: delta ends inside an instruction", ErrCorrupt)
		}
		d = d[n:]
		if uint64(off)+uint64(size) > uint64(len(base)) || size > len(dst)-at {
			return fmt.Errorf("%w: delta copies from outside of its base", ErrCorrupt)
		}
		copy(dst[at:], base[off:off+size])
		at += size
	}
	if at != len(dst) {
		return fmt.Errorf("%w: delta builds %d bytes of %d", ErrCorrupt, at, len(dst))
	}
	return nil
}

// copyArguments decodes offset and size of a copy instruction; each of the
// low seven bits of op announces one byte. n may exceed len(d): then the
// delta is cut short and the values mean nothing.
func copyArguments(op byte, d []byte) (off, size, n int) {
	var arg [7]int
	for i := range arg {
		if op&(1<<i) != 0 {
			if n < len(d) {
				arg[i] = int(d[n])
			}
			n++
		}
	}
	off = arg[0] | arg[1]<<8 | arg[2]<<16 | arg[3]<<24
	size = arg[4] | arg[5]<<8 | arg[6]<<16
	if size == 0 {
		size = 0x10000
	}
	return off, size, n
}
