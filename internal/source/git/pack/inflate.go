package pack

import (
	"encoding/binary"
	"errors"
	"hash/adler32"
	"math/bits"
)

// Inflater decompresses zlib streams (RFC 1950, RFC 1951) whose inflated size
// is known, in one go from memory to memory. Knowing both ends leaves out the
// window and the state machine of a general reader; that is what makes it
// worth having beside a library (docs/performance.md has the figures). It
// holds the tables of one goroutine; the zero value is ready.
type Inflater struct {
	litlen, dist decoder
	lengths      [maxLitLen + maxDist]uint8
}

// Inflate fills dst, which must have length e.Size, with the inflated bytes of
// the entry. The checksum of the stream is verified.
func (f *Inflater) Inflate(p *Pack, e Entry, dst []byte) error {
	if e.data >= p.end {
		return corrupt(p.name, "entry at %d is outside", e.data)
	}
	if err := f.zlib(p.data[e.data:p.end], dst); err != nil {
		return corrupt(p.name, "compressed entry at %d: %v", e.data, err)
	}
	return nil
}

var (
	errHeader   = errors.New("not a zlib stream")
	errDeflate  = errors.New("invalid compressed data")
	errEnd      = errors.New("compressed data ends too early")
	errSize     = errors.New("inflates to another size than its header says")
	errChecksum = errors.New("checksum does not match")
)

// zlib inflates a stream of RFC 1950; what follows it in src is ignored.
func (f *Inflater) zlib(src, dst []byte) error {
	const deflate, presetDictionary = 8, 0x20
	if len(src) < 2 || src[0]&15 != deflate || binary.BigEndian.Uint16(src)%31 != 0 || src[1]&presetDictionary != 0 {
		return errHeader
	}
	in := bitReader{src: src, pos: 2}
	n, err := f.inflate(&in, dst)
	if err != nil {
		return err
	}
	if n != len(dst) {
		return errSize
	}
	end := in.align()
	if end+4 > len(src) {
		return errEnd
	}
	if binary.BigEndian.Uint32(src[end:]) != adler32.Checksum(dst) {
		return errChecksum
	}
	return nil
}

// bitReader gives bits from the least significant end of each byte. Past the
// end of src it gives zeros, which overrun counts.
type bitReader struct {
	src     []byte
	pos     int
	buf     uint64
	n       uint // valid bits in buf
	overrun int  // bytes of buf that are past the end
}

// refill makes at least 56 bits valid.
func (r *bitReader) refill() {
	if r.pos+8 <= len(r.src) {
		r.buf |= binary.LittleEndian.Uint64(r.src[r.pos:]) << r.n
		r.pos += int(63-r.n) >> 3
		r.n |= 56
		return
	}
	for r.n <= 56 {
		if r.pos < len(r.src) {
			r.buf |= uint64(r.src[r.pos]) << r.n
			r.pos++
		} else {
			r.overrun++
		}
		r.n += 8
	}
}

// take gives k bits, which must be valid.
func (r *bitReader) take(k uint) uint32 {
	v := uint32(r.buf) & (1<<k - 1)
	r.buf >>= k
	r.n -= k
	return v
}

// exhausted reports whether bits past the end have been taken.
func (r *bitReader) exhausted() bool { return r.overrun*8 > int(r.n) }

// align drops the rest of the current byte and the bits read ahead, and gives
// the position of the next byte.
func (r *bitReader) align() int {
	ahead := int(r.n) / 8
	r.pos -= ahead - min(r.overrun, ahead)
	r.buf, r.n, r.overrun = 0, 0, 0
	return r.pos
}

// inflate inflates blocks until the last one and returns how many bytes of dst
// they filled.
func (f *Inflater) inflate(in *bitReader, dst []byte) (int, error) {
	n := 0
	for {
		in.refill()
		last, kind := in.take(1), in.take(2)
		var err error
		switch kind {
		case 0:
			n, err = stored(in, dst, n)
		case 1:
			if err = f.fixedTables(); err == nil {
				n, err = f.block(in, dst, n)
			}
		case 2:
			if err = f.dynamicTables(in); err == nil {
				n, err = f.block(in, dst, n)
			}
		default:
			err = errDeflate
		}
		if err != nil {
			return n, err
		}
		if last == 1 {
			return n, nil
		}
	}
}

// stored copies a block that is not compressed.
func stored(in *bitReader, dst []byte, n int) (int, error) {
	if in.exhausted() {
		return n, errEnd
	}
	at := in.align()
	if at+4 > len(in.src) {
		return n, errEnd
	}
	size := int(binary.LittleEndian.Uint16(in.src[at:]))
	if size != int(^binary.LittleEndian.Uint16(in.src[at+2:])) {
		return n, errDeflate
	}
	at += 4
	if at+size > len(in.src) {
		return n, errEnd
	}
	if size > len(dst)-n {
		return n, errSize
	}
	copy(dst[n:], in.src[at:at+size])
	in.pos = at + size
	return n + size, nil
}

// block decodes a compressed block into dst from n on: fast while both ends are
// far, then step by step.
func (f *Inflater) block(in *bitReader, dst []byte, n int) (int, error) {
	n, done, err := f.fastBlock(in, dst, n)
	if done || err != nil {
		return n, err
	}
	for {
		in.refill()
		if in.overrun > 8 {
			return n, errEnd
		}
		e := f.litlen.next(in)
		switch {
		case e&isLiteral != 0:
			if n >= len(dst) {
				return n, errSize
			}
			dst[n] = byte(e >> 16)
			n++
		case e&isInvalid != 0:
			return n, errDeflate
		case e&isEnd != 0:
			if in.exhausted() {
				return n, errEnd
			}
			return n, nil
		default:
			length := int(e>>16) + int(in.take(uint(e>>8&15)))
			e = f.dist.next(in)
			if e&isInvalid != 0 {
				return n, errDeflate
			}
			dist := int(e>>16) + int(in.take(uint(e>>8&15)))
			if dist > n {
				return n, errDeflate
			}
			if length > len(dst)-n {
				return n, errSize
			}
			n = repeat(dst, n, dist, length)
		}
	}
}

// next decodes one symbol; 48 bits must be valid for a length with its
// distance.
func (d *decoder) next(in *bitReader) uint32 {
	e := d.table[in.buf&(1<<d.primary-1)]
	if e&isSub != 0 {
		e = d.table[(uint64(e>>16)+in.buf>>d.primary&(1<<(e>>8&15)-1))&(tableSize-1)]
	}
	in.take(uint(e & 63))
	return e
}

const (
	fastIn  = 16             // bytes of input that a step may load
	fastOut = 3 + maxLen + 8 // bytes of output that it may write
	maxLen  = 258
)

// fastBlock decodes while a step cannot reach past either end. It keeps the
// state of the bit reader in variables, which is most of what makes it fast.
// done means that the block has ended.
func (f *Inflater) fastBlock(in *bitReader, dst []byte, n int) (_ int, done bool, err error) {
	src, pos, buf, valid := in.src, in.pos, in.buf, in.n
	if in.overrun > 0 {
		return n, false, nil
	}
	defer func() { in.pos, in.buf, in.n = pos, buf, valid }()
	lit, dis := &f.litlen.table, &f.dist.table
	litBits, distBits := f.litlen.primary&63, f.dist.primary&63
	litMask, distMask := uint64(1)<<litBits-1, uint64(1)<<distBits-1
	for pos+fastIn <= len(src) && n+fastOut <= len(dst) {
		buf |= binary.LittleEndian.Uint64(src[pos:]) << (valid & 63)
		pos += int(63-valid) >> 3
		valid |= 56

		e := lit[buf&litMask&(tableSize-1)]
		if e&isSub != 0 {
			e = lit[(uint64(e>>16)+buf>>litBits&(1<<(e>>8&15)-1))&(tableSize-1)]
		}
		buf >>= e & 63
		valid -= uint(e & 63)
		// A second and a third literal fit into what is valid: a code has at
		// most 15 bits.
		if e&isLiteral != 0 {
			dst[n] = byte(e >> 16)
			n++
			e = lit[buf&litMask&(tableSize-1)]
			if e&isSub != 0 {
				e = lit[(uint64(e>>16)+buf>>litBits&(1<<(e>>8&15)-1))&(tableSize-1)]
			}
			buf >>= e & 63
			valid -= uint(e & 63)
			if e&isLiteral != 0 {
				dst[n] = byte(e >> 16)
				n++
				e = lit[buf&litMask&(tableSize-1)]
				if e&isSub != 0 {
					e = lit[(uint64(e>>16)+buf>>litBits&(1<<(e>>8&15)-1))&(tableSize-1)]
				}
				buf >>= e & 63
				valid -= uint(e & 63)
				if e&isLiteral != 0 {
					dst[n] = byte(e >> 16)
					n++
					continue
				}
			}
		}
		if e&(isEnd|isInvalid) != 0 {
			if e&isInvalid != 0 {
				return n, false, errDeflate
			}
			return n, true, nil
		}
		if valid < 33 { // 5 bits of length, 15 of distance, 13 of its rest
			buf |= binary.LittleEndian.Uint64(src[pos:]) << (valid & 63)
			pos += int(63-valid) >> 3
			valid |= 56
		}
		extra := uint(e >> 8 & 15)
		length := int(e>>16) + int(buf&(1<<extra-1))
		buf >>= extra
		e = dis[buf&distMask&(tableSize-1)]
		if e&isSub != 0 {
			e = dis[(uint64(e>>16)+buf>>distBits&(1<<(e>>8&15)-1))&(tableSize-1)]
		}
		if e&isInvalid != 0 {
			return n, false, errDeflate
		}
		buf >>= e & 63
		valid -= extra + uint(e&63)
		extra = uint(e >> 8 & 15)
		dist := int(e>>16) + int(buf&(1<<extra-1))
		buf >>= extra
		valid -= extra
		if dist > n {
			return n, false, errDeflate
		}
		if dist >= 8 && length <= 32 {
			// Copying in eights may write past the end of the match, over
			// bytes that are still to come.
			for k := 0; k < length; k += 8 {
				binary.LittleEndian.PutUint64(dst[n+k:], binary.LittleEndian.Uint64(dst[n+k-dist:]))
			}
			n += length
			continue
		}
		n = repeat(dst, n, dist, length)
	}
	return n, false, nil
}

// repeat appends length bytes from dist bytes back; they may overlap.
func repeat(dst []byte, n, dist, length int) int {
	if dist >= length {
		copy(dst[n:n+length], dst[n-dist:])
		return n + length
	}
	for end := n + length; n < end; {
		// What has been written so far repeats itself, so each copy may take
		// all of it.
		k := copy(dst[n:end], dst[n-dist:n])
		n += k
		dist += k
	}
	return n
}

// Entries of a decoding table hold, from the low end: the number of bits to
// drop (6 bits), two flags, the number of extra bits or of a subtable's index
// (4), four flags, and a literal, a base or the place of a subtable (16).
const (
	isInvalid = 1 << 12
	isSub     = 1 << 13
	isEnd     = 1 << 14
	isLiteral = 1 << 15
)

const (
	maxLitLen   = 288
	maxDist     = 32
	maxCode     = 15
	litPrimary  = 10
	distPrimary = 8
	tableSize   = 4096 // enough for every code of these lengths, a power of two
)

// decoder is a Huffman code as a table that is indexed by the next primary
// bits; longer codes lead on to a subtable.
type decoder struct {
	primary uint
	table   [tableSize]uint32
}

// build makes the table of a canonical code from the lengths of its codes.
// symbol gives the entry of a symbol, without the bits of the code. Codes that
// leave room are invalid, except for a single one of one bit, which a block
// with one distance has, and for none at all.
func (d *decoder) build(lengths []uint8, primary uint, symbol func(int) uint32) error {
	var count [maxCode + 1]int
	used, longest := 0, uint(0)
	for _, l := range lengths {
		if l > 0 {
			count[l]++
			used++
			longest = max(longest, uint(l))
		}
	}
	d.primary = min(primary, max(longest, 1))
	size := 1 << d.primary
	for i := range size {
		d.table[i] = isInvalid
	}
	if used == 0 {
		return nil
	}
	var next [maxCode + 2]uint32
	code, left := uint32(0), 1
	for l := 1; l <= maxCode; l++ {
		next[l] = code
		code = (code + uint32(count[l])) << 1
		if left = left<<1 - count[l]; left < 0 {
			return errDeflate
		}
	}
	if left > 0 && (used > 1 || longest > 1) {
		return errDeflate
	}
	for s, l := range lengths {
		if l == 0 {
			continue
		}
		c := bits.Reverse32(next[l]) >> (32 - l)
		next[l]++
		if uint(l) <= d.primary {
			e := symbol(s) | uint32(l)
			for i := int(c); i < 1<<d.primary; i += 1 << l {
				d.table[i] = e
			}
			continue
		}
		var err error
		if size, err = d.subEntry(c, uint(l), longest, size, symbol(s)|uint32(l)); err != nil {
			return err
		}
	}
	return nil
}

// subEntry adds a code that is longer than the primary bits, to a subtable
// that is made with the first such code. It returns the size of the table.
func (d *decoder) subEntry(c uint32, l, longest uint, size int, e uint32) (int, error) {
	first := c & (1<<d.primary - 1)
	width := longest - d.primary
	if d.table[first]&isSub == 0 {
		if size+1<<width > len(d.table) {
			return size, errDeflate
		}
		for i := range 1 << width {
			d.table[size+i] = isInvalid
		}
		d.table[first] = uint32(size)<<16 | isSub | uint32(width)<<8
		size += 1 << width
	}
	at := int(d.table[first] >> 16)
	for i := int(c >> d.primary); i < 1<<width; i += 1 << (l - d.primary) {
		d.table[at+i] = e
	}
	return size, nil
}

// The tables of RFC 1951, section 3.2.5: how many values share an extra-bits
// count, which grows by one after every four lengths or two distances.
func litLenEntry(s int) uint32 {
	switch {
	case s < 256:
		return uint32(s)<<16 | isLiteral
	case s == 256:
		return isEnd
	case s < 265:
		return uint32(s-257+3) << 16
	case s < 285:
		extra := uint32(s-261) / 4
		base := 3 + (4+uint32(s-261)%4)<<extra
		return base<<16 | extra<<8
	case s == 285:
		return 258 << 16
	}
	return isInvalid
}

func distEntry(s int) uint32 {
	switch {
	case s < 4:
		return uint32(s+1) << 16
	case s < 30:
		extra := uint32(s-2) / 2
		base := 1 + (2+uint32(s)%2)<<extra
		return base<<16 | extra<<8
	}
	return isInvalid
}

// fixedTables makes the tables of section 3.2.6.
func (f *Inflater) fixedTables() error {
	l := f.lengths[:maxLitLen]
	for i := range l {
		switch {
		case i < 144:
			l[i] = 8
		case i < 256:
			l[i] = 9
		case i < 280:
			l[i] = 7
		default:
			l[i] = 8
		}
	}
	if err := f.litlen.build(l, litPrimary, litLenEntry); err != nil {
		return err
	}
	d := f.lengths[:maxDist]
	for i := range d {
		d[i] = 5
	}
	return f.dist.build(d, distPrimary, distEntry)
}

// codeOrder is the order in which the lengths of the code for lengths come,
// section 3.2.7.
var codeOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// dynamicTables reads the codes of a block.
func (f *Inflater) dynamicTables(in *bitReader) error {
	in.refill()
	nLit, nDist, nCode := int(in.take(5))+257, int(in.take(5))+1, int(in.take(4))+4
	if nLit > 286 || nDist > 30 {
		return errDeflate
	}
	var lengths [19]uint8
	for _, i := range codeOrder[:nCode] {
		if in.n < 3 {
			in.refill()
		}
		lengths[i] = uint8(in.take(3))
	}
	if err := f.dist.build(lengths[:], 7, func(s int) uint32 { return uint32(s) << 16 }); err != nil {
		return err
	}
	if err := f.readLengths(in, nLit+nDist); err != nil {
		return err
	}
	if f.lengths[256] == 0 {
		return errDeflate // the block could not end
	}
	// Building the table of distances overwrites nothing that is still needed.
	if err := f.litlen.build(f.lengths[:nLit], litPrimary, litLenEntry); err != nil {
		return err
	}
	return f.dist.build(f.lengths[nLit:nLit+nDist], distPrimary, distEntry)
}

// readLengths reads n code lengths with the code in f.dist.
func (f *Inflater) readLengths(in *bitReader, n int) error {
	for i := 0; i < n; {
		in.refill()
		if in.exhausted() {
			return errEnd
		}
		e := f.dist.next(in)
		if e&isInvalid != 0 {
			return errDeflate
		}
		value, times := uint8(e>>16), 1
		switch {
		case value == 16:
			if i == 0 {
				return errDeflate
			}
			value, times = f.lengths[i-1], 3+int(in.take(2))
		case value == 17:
			value, times = 0, 3+int(in.take(3))
		case value == 18:
			value, times = 0, 11+int(in.take(7))
		}
		if i+times > n {
			return errDeflate
		}
		for range times {
			f.lengths[i] = value
			i++
		}
	}
	return nil
}
