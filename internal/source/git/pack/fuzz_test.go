package pack

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"leadline/internal/gittest"
)

// FuzzPack reads every object that an index names. Whatever the two files
// hold, that ends in contents or errors.
func FuzzPack(f *testing.F) {
	for _, format := range []string{"sha1", "sha256"} {
		r := gittest.BranchyRandom(f, 1, 12, 4, gittest.ObjectFormat(format))
		r.Repack()
		for _, name := range r.Packs() {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			index, err := os.ReadFile(strings.TrimSuffix(name, ".pack") + ".idx")
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data, index, format == "sha256")
			if readAll(f, data, index, format == "sha256") < 20 {
				f.Fatalf("a good %s pack cannot be read", format)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data, index []byte, sha256 bool) { readAll(t, data, index, sha256) })
}

// readAll returns how many objects it could read.
func readAll(t testing.TB, data, index []byte, sha256 bool) (read int) {
	p := &Pack{name: "fuzz.pack", data: data, index: index, idLen: 20}
	if sha256 {
		p.idLen = 32
	}
	if p.check() != nil {
		return 0
	}
	var in Inflater
	for i := range min(p.count, 200) {
		id := p.id(i)
		off, ok := p.Find(id)
		if !ok {
			continue
		}
		e, err := p.Entry(off)
		if err != nil {
			continue
		}
		if e.Type == OfsDelta && e.Base >= off {
			t.Fatalf("the entry at %d is built on one at %d", off, e.Base)
		}
		if e.Size > uint64(len(data))*maxExpansion {
			t.Fatalf("%d bytes are said to hold %d", len(data), e.Size)
		}
		if e.Size > 1<<20 {
			continue
		}
		content := make([]byte, e.Size)
		if in.Inflate(p, e, content) != nil {
			continue
		}
		read++
		if e.Type != OfsDelta && e.Type != RefDelta {
			continue
		}
		if base, result, err := DeltaSizes(content); err == nil && base < 1<<20 && result < 1<<20 {
			_ = Apply(make([]byte, result), make([]byte, base), content)
		}
	}
	return read
}

// FuzzDelta applies deltas. What comes of one depends on nothing but it and
// its base.
func FuzzDelta(f *testing.F) {
	f.Add([]byte("one\ntwo\n"), []byte{8, 12, 0x90, 8, 4, 'm', 'o', 'r', 'e'})
	f.Add([]byte("one\ntwo\n"), []byte{8, 4, 0x91, 4, 4})
	f.Add([]byte{}, []byte{0, 1, 1, 'x'})
	f.Add([]byte("x"), gittest.Delta(1, 3))
	f.Fuzz(func(t *testing.T, base, delta []byte) {
		_, size, err := DeltaSizes(delta)
		if err != nil || size > 1<<20 {
			return
		}
		a, b := make([]byte, size), bytes.Repeat([]byte{0xaa}, int(size))
		errA, errB := Apply(a, base, delta), Apply(b, base, delta)
		if (errA == nil) != (errB == nil) {
			t.Fatalf("%v and %v", errA, errB)
		}
		if errA == nil && !bytes.Equal(a, b) {
			t.Fatal("a part of the result was not written")
		}
		if size > 0 && Apply(make([]byte, size-1), base, delta) == nil {
			t.Fatal("the result fits where it cannot")
		}
	})
}
