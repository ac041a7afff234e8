package store

import "hash/crc32"

// Flatten writes the segments of an image without compression and without
// checksums, so that a fuzzer reaches what lies behind them. It must not fail.
func Flatten(manifest []byte, segments [][]byte) []byte {
	m, err := decodeManifest(manifest)
	if err != nil {
		panic(err)
	}
	z := newUnpacker(0)
	defer z.Close()
	var c column
	c.uint(uint64(len(segments)))
	for i, data := range segments {
		for _, n := range m.segments[i].counts() {
			c.uint(uint64(*n))
		}
		blocks, err := splitBlocks(data, int(blockCount))
		if err != nil {
			panic(err)
		}
		var flat column
		for _, b := range blocks {
			raw := b.data
			if b.method == blockZstd {
				if raw, err = z.DecodeAll(b.data, make([]byte, 0, b.raw)); err != nil {
					panic(err)
				}
			}
			flat.uint(blockStored)
			flat.uint(uint64(len(raw)))
			flat.uint(uint64(len(raw)))
			flat.bytes(string(raw))
		}
		c.text(string(flat))
	}
	return c
}

// Unflatten is the inverse of Flatten, for any bytes.
func Unflatten(data []byte) (manifestData []byte, segments [][]byte) {
	r := reader{b: data}
	m := &manifest{repo: "fuzz"}
	for range r.count(20) {
		var p part
		for _, n := range p.counts() {
			*n = int(r.int32())
		}
		segment := []byte(r.text())
		p.size, p.sum = len(segment), crc32.Checksum(segment, castagnoli)
		m.segments = append(m.segments, p)
		segments = append(segments, segment)
	}
	return m.encode(), segments
}

// ResultBody is a result without its checksum, of any size.
func ResultBody(key string, data []byte) []byte { return resultBody(key, data) }

// SealResult gives the body of a result, of any bytes, its checksum.
func SealResult(name string, body []byte) []byte { return sealResult(name, body) }
