package store_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"reflect"
	"runtime"
	"testing"

	"leadline/internal/store"
	"leadline/internal/store/storetest"
)

// Whatever the bytes, decoding is an error of ours or gives a snapshot that
// survives being saved and loaded, and sets no more memory aside than the
// bytes justify.
func FuzzDecode(f *testing.F) {
	for seed := range uint64(6) {
		s := storetest.Random(seed, int(seed)*2)
		var h shelf
		h.save(f, s, 0)
		if seed%2 == 0 {
			h.save(f, storetest.Grow(s, seed, 2), len(s.History.Commits))
		}
		f.Add(store.Flatten(h.manifest, h.segments))
	}
	f.Fuzz(hostile)
}

// hostile decodes what a fuzzer made of a snapshot.
func hostile(t *testing.T, data []byte) {
	manifest, segments := store.Unflatten(data)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s, base, err := store.Decode(manifest, segments)
	runtime.ReadMemStats(&after)
	if used, most := after.TotalAlloc-before.TotalAlloc, uint64(8<<20+300*len(data)); used > most {
		t.Errorf("%d bytes made %d bytes of memory", len(data), used)
	}
	if err != nil {
		if !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrVersion) {
			t.Fatalf("error of another kind: %v", err)
		}
		return
	}
	var full shelf
	full.save(t, s, 0)
	if got := full.load(t); !reflect.DeepEqual(got, s) {
		t.Error("saved in full, another snapshot is loaded")
	}
	appended := shelf{manifest: manifest, segments: segments, base: base}
	grown := storetest.Grow(s, 1, 2)
	appended.save(t, grown, len(s.History.Commits))
	if got := appended.load(t); !reflect.DeepEqual(got, grown) {
		t.Error("appended to, another snapshot is loaded")
	}
}

// A few bytes of a snapshot changed: what fuzzing from scratch seldom reaches.
func TestHostile(t *testing.T) {
	rounds := 1500
	if testing.Short() {
		rounds = 300
	}
	r := rand.New(rand.NewPCG(11, 11))
	var seeds [][]byte
	for seed := range uint64(8) {
		var h shelf
		s := storetest.Random(seed, int(seed))
		h.save(t, s, 0)
		h.save(t, storetest.Grow(s, seed, 1), len(s.History.Commits))
		seeds = append(seeds, store.Flatten(h.manifest, h.segments))
	}
	for range rounds {
		data := bytes.Clone(seeds[r.IntN(len(seeds))])
		for range 1 + r.IntN(3) {
			switch i := r.IntN(len(data)); r.IntN(3) {
			case 0:
				data[i] ^= 1 << r.IntN(8)
			case 1:
				data[i] = byte(r.IntN(4))
			case 2:
				data[i]++
			}
		}
		hostile(t, data)
		if t.Failed() {
			t.Fatalf("%q", data)
		}
	}
}

// The manifest is read before any checksum but its own.
func FuzzManifest(f *testing.F) {
	var h shelf
	h.save(f, storetest.Random(1, 3), 0)
	f.Add(h.manifest)
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, _, _, _, err := store.ReadManifest(data); err != nil && !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrVersion) {
			t.Fatal(err)
		}
	})
}
