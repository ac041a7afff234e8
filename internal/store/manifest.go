package store

import (
	"encoding/binary"
	"hash/crc32"

	"leadline/internal/fact"
)

// format is the version of the segments' and the manifest's layout. An index
// of another format is rebuilt.
const format = 3

// magic begins a manifest; the byte of the format follows.
const magic = "leadline"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// manifest names a snapshot, and its segments by length and checksum.
type manifest struct {
	repo     fact.RepoID
	key      string
	head     fact.CommitID
	segments []part
}

// part is a segment as its manifest describes it. The last segment holds what
// belongs to the head and is written anew by every save; the ones before it
// hold the history and refer to entries of the tables of those before them.
type part struct {
	size int
	sum  uint32
	// How many rows the segment adds.
	commits, ids, paths, texts, identities, diffs int
}

func (p *part) counts() []*int {
	return []*int{&p.commits, &p.ids, &p.paths, &p.texts, &p.identities, &p.diffs}
}

func (m *manifest) encode() []byte {
	c := column(magic)
	c = append(c, format)
	c.text(string(m.repo))
	c.text(m.key)
	c.text(string(m.head))
	c.uint(uint64(len(m.segments)))
	for i := range m.segments {
		p := &m.segments[i]
		c.uint(uint64(p.size))
		c.uint(uint64(p.sum))
		for _, n := range p.counts() {
			c.uint(uint64(*n))
		}
	}
	return binary.LittleEndian.AppendUint32(c, crc32.Checksum(c, castagnoli))
}

// decodeManifest reads a manifest. The magic comes first, the format next and
// the sum last in every format, so that another format is told from damage.
func decodeManifest(data []byte) (*manifest, error) {
	if len(data) < len(magic)+5 {
		return nil, damaged("its manifest is too short")
	}
	body := data[:len(data)-4]
	if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(data[len(body):]) || string(body[:len(magic)]) != magic {
		return nil, damaged("its manifest does not match its checksum")
	}
	if body[len(magic)] != format {
		return nil, ErrVersion
	}
	r := reader{b: body[len(magic)+1:]}
	m := &manifest{repo: fact.RepoID(r.text()), key: r.text(), head: fact.CommitID(r.text())}
	m.segments = make([]part, r.count(len(r.b)))
	for i := range m.segments {
		p := &m.segments[i]
		p.size = int(r.int32())
		p.sum = uint32(r.uint())
		for _, n := range p.counts() {
			*n = r.count(maxRatio * p.size)
		}
	}
	if r.bad || len(r.b) != 0 || len(m.segments) == 0 {
		return nil, damaged("its manifest is not well formed")
	}
	return m, nil
}

// ReadManifest returns what a manifest says of its snapshot without its
// segments.
func ReadManifest(data []byte) (repo fact.RepoID, head fact.CommitID, key string, segments int, err error) {
	m, err := decodeManifest(data)
	if err != nil {
		return "", "", "", 0, err
	}
	return m.repo, m.head, m.key, len(m.segments), nil
}

// check compares a segment with what the manifest says of it.
func (p *part) check(data []byte) error {
	if len(data) != p.size || crc32.Checksum(data, castagnoli) != p.sum {
		return damaged("a segment does not match its checksum")
	}
	return nil
}
