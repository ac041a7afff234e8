// Package pack reads git pack files in process: the index that finds an
// object, the entry it is stored as, its inflated bytes, and the deltas that
// build one object out of another.
//
// It serves the history engine, which must read every content of a history
// once and cannot afford a pipe. Only what the engine needs is here: pack
// files of version 2 with an index of version 2, SHA-1 or SHA-256. Whatever
// else a repository may hold (loose objects, older indexes) is left to git
// itself. Everything read is bounded by the file and checked; hostile files
// yield errors, never panics. A Set may be used by several goroutines, each
// with an Inflater of its own.
package pack

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// ErrCorrupt is wrapped by every error about the contents of a file.
var ErrCorrupt = errors.New("pack file is damaged")

func corrupt(name, format string, args ...any) error {
	return fmt.Errorf("%w: %s: %s", ErrCorrupt, filepath.Base(name), fmt.Sprintf(format, args...))
}

// Type is the type of an entry.
type Type uint8

// The types of pack entries, as numbered in the file format.
const (
	Commit   Type = 1
	Tree     Type = 2
	Blob     Type = 3
	Tag      Type = 4
	OfsDelta Type = 6
	RefDelta Type = 7
)

// Set holds the packs of one or more object directories.
type Set struct {
	Packs []*Pack
}

// Open maps every readable pack of the object directories. Packs that cannot
// be used are left out and reported; the objects in them have to be read by
// other means.
func Open(objectDirs []string, idLen int) (*Set, []error) {
	s := &Set{}
	var problems []error
	for _, dir := range objectDirs {
		names, err := filepath.Glob(filepath.Join(escapeGlob(dir), "pack", "pack-*.idx"))
		if err != nil {
			problems = append(problems, err)
			continue
		}
		sort.Strings(names)
		for _, name := range names {
			p, err := openPack(strings.TrimSuffix(name, ".idx"), idLen)
			if err != nil {
				problems = append(problems, err)
				continue
			}
			s.Packs = append(s.Packs, p)
		}
	}
	// The largest pack holds most objects: ask it first.
	sort.SliceStable(s.Packs, func(i, j int) bool { return s.Packs[i].count > s.Packs[j].count })
	return s, problems
}

// escapeGlob keeps the directory's own special characters out of the pattern.
func escapeGlob(dir string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(dir)
}

// Close unmaps all packs. Bytes handed out before must not be used any more.
func (s *Set) Close() {
	for _, p := range s.Packs {
		p.close()
	}
	s.Packs = nil
}

// Find tells which pack holds the object and where.
func (s *Set) Find(id []byte) (*Pack, uint64, bool) {
	for _, p := range s.Packs {
		if off, ok := p.Find(id); ok {
			return p, off, true
		}
	}
	return nil, 0, false
}

// Pack is one pack file and its index.
type Pack struct {
	name  string
	data  []byte // the pack file
	end   uint64 // where entries end and the trailing checksum starts
	index []byte
	idLen int
	count int
	// Offsets into index.
	ids, offsets, large int
	unmap               []func()
}

const (
	headerLen = 12
	fanoutAt  = 8
	fanoutLen = 256 * 4
)

func openPack(stem string, idLen int) (_ *Pack, err error) {
	p := &Pack{name: stem + ".pack", idLen: idLen}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	if p.index, err = p.mapFile(stem + ".idx"); err != nil {
		return nil, err
	}
	if p.data, err = p.mapFile(p.name); err != nil {
		return nil, err
	}
	return p, p.check()
}

// check holds the two files against the format and against each other.
func (p *Pack) check() error {
	if err := p.readIndex(); err != nil {
		return err
	}
	if len(p.data) < headerLen+p.idLen || !bytes.Equal(p.data[:4], []byte("PACK")) {
		return corrupt(p.name, "no pack header")
	}
	if v := binary.BigEndian.Uint32(p.data[4:]); v != 2 && v != 3 {
		return corrupt(p.name, "version %d", v)
	}
	if n := binary.BigEndian.Uint32(p.data[8:]); int64(n) != int64(p.count) {
		return corrupt(p.name, "%d objects, its index has %d", n, p.count)
	}
	p.end = uint64(len(p.data) - p.idLen)
	if !bytes.Equal(p.data[p.end:], p.index[len(p.index)-2*p.idLen:len(p.index)-p.idLen]) {
		return corrupt(p.name, "its index is of another pack, or it was cut short")
	}
	return nil
}

func (p *Pack) mapFile(name string) ([]byte, error) {
	// Opening a named pipe would hang.
	if info, err := os.Stat(name); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, corrupt(name, "not a regular file")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, unmap, err := mapFile(f)
	if err != nil {
		return nil, fmt.Errorf("map %s: %w", name, err)
	}
	p.unmap = append(p.unmap, unmap)
	return data, nil
}

func (p *Pack) close() {
	for _, f := range p.unmap {
		f()
	}
	p.unmap, p.data, p.index = nil, nil, nil
}

// readIndex checks the layout of an index of version 2: magic, version, fan
// out, ids, checksums, offsets, large offsets, two checksums.
func (p *Pack) readIndex() error {
	name := strings.TrimSuffix(p.name, ".pack") + ".idx"
	x := p.index
	if len(x) < fanoutAt+fanoutLen+2*p.idLen || !bytes.Equal(x[:4], []byte("\xfftOc")) {
		return corrupt(name, "not an index of version 2")
	}
	if v := binary.BigEndian.Uint32(x[4:]); v != 2 {
		return corrupt(name, "index version %d", v)
	}
	prev := uint32(0)
	for i := range 256 {
		n := p.fanout(i)
		if n < prev {
			return corrupt(name, "fan-out decreases")
		}
		prev = n
	}
	n := int64(prev)
	fixed := int64(fanoutAt+fanoutLen) + n*int64(p.idLen+8) + 2*int64(p.idLen)
	if fixed > int64(len(x)) || (int64(len(x))-fixed)%8 != 0 {
		return corrupt(name, "%d bytes do not hold %d objects", len(x), n)
	}
	p.count = int(n)
	p.ids = fanoutAt + fanoutLen
	p.offsets = p.ids + p.count*(p.idLen+4)
	p.large = p.offsets + p.count*4
	return nil
}

func (p *Pack) fanout(i int) uint32 {
	return binary.BigEndian.Uint32(p.index[fanoutAt+4*i:])
}

func (p *Pack) id(i int) []byte {
	return p.index[p.ids+i*p.idLen : p.ids+(i+1)*p.idLen]
}

// Find gives the offset of the entry that holds the object.
func (p *Pack) Find(id []byte) (uint64, bool) {
	if len(id) != p.idLen {
		return 0, false
	}
	lo, hi := 0, int(p.fanout(int(id[0])))
	if id[0] > 0 {
		lo = int(p.fanout(int(id[0]) - 1))
	}
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		switch c := bytes.Compare(p.id(mid), id); {
		case c == 0:
			return p.offset(mid)
		case c < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0, false
}

func (p *Pack) offset(i int) (uint64, bool) {
	off := uint64(binary.BigEndian.Uint32(p.index[p.offsets+4*i:]))
	if off&(1<<31) != 0 {
		at := uint64(p.large) + 8*(off&^(1<<31))
		if at+8 > uint64(len(p.index)-2*p.idLen) {
			return 0, false
		}
		off = binary.BigEndian.Uint64(p.index[at:])
	}
	return off, off >= headerLen && off < p.end
}

// Entry is the header of an object in a pack.
type Entry struct {
	Type Type
	// Size is the number of bytes that the entry inflates to: the object, or
	// for a delta the delta.
	Size uint64
	// Base is the offset of the delta base in the same pack (OfsDelta).
	Base uint64
	// BaseID is the object id of the delta base (RefDelta).
	BaseID []byte

	data uint64 // where the compressed bytes start
}

// maxExpansion is more than what deflate can make of a byte: 258 bytes of a
// length and distance of two bits.
const maxExpansion = 1040

// Entry reads the header at an offset.
func (p *Pack) Entry(off uint64) (Entry, error) {
	if off < headerLen || off >= p.end {
		return Entry{}, corrupt(p.name, "offset %d is outside", off)
	}
	b := p.data[off:p.end]
	e := Entry{Type: Type(b[0] >> 4 & 7), Size: uint64(b[0] & 15)}
	i := 1
	for shift := uint(4); b[i-1]&0x80 != 0; shift += 7 {
		if i >= len(b) || shift > 57 {
			return Entry{}, corrupt(p.name, "entry header at %d", off)
		}
		e.Size |= uint64(b[i]&0x7f) << shift
		i++
	}
	switch e.Type {
	case Commit, Tree, Blob, Tag:
	case OfsDelta:
		back, n, ok := backOffset(b[i:])
		if !ok || back == 0 || back > off-headerLen {
			return Entry{}, corrupt(p.name, "delta base of entry at %d", off)
		}
		e.Base = off - back
		i += n
	case RefDelta:
		if i+p.idLen > len(b) {
			return Entry{}, corrupt(p.name, "delta base of entry at %d", off)
		}
		e.BaseID = b[i : i+p.idLen]
		i += p.idLen
	default:
		return Entry{}, corrupt(p.name, "entry type %d at %d", e.Type, off)
	}
	e.data = off + uint64(i)
	if e.Size/maxExpansion > p.end-e.data {
		return Entry{}, corrupt(p.name, "entry at %d claims %d bytes", off, e.Size)
	}
	return e, nil
}

// backOffset decodes the distance to a delta base: big-endian groups of seven
// bits, each continued one adding one (so that no distance has two forms).
func backOffset(b []byte) (dist uint64, n int, ok bool) {
	for n < len(b) && n < 9 {
		c := b[n]
		n++
		dist = dist<<7 | uint64(c&0x7f)
		if c&0x80 == 0 {
			return dist, n, true
		}
		dist++
	}
	return 0, 0, false
}
