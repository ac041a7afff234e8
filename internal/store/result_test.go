package store_test

import (
	"bytes"
	"errors"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"leadline/internal/store"
	"leadline/internal/store/storetest"
)

func encodeResult(t rapid.TB, name, key string, data []byte) []byte {
	stored, err := store.EncodeResult(name, key, data)
	if err != nil {
		t.Fatal(err)
	}
	if len(stored) > store.MaxStoredResult {
		t.Fatalf("%d bytes are kept as %d", len(data), len(stored))
	}
	return stored
}

func TestResultCodec(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name, other := rapid.StringN(1, 50, -1).Draw(t, "name"), rapid.StringN(1, 50, -1).Draw(t, "other name")
		key, otherKey := rapid.String().Draw(t, "key"), rapid.String().Draw(t, "other key")
		size, text := rapid.IntRange(0, 5000).Draw(t, "size"), rapid.Bool().Draw(t, "text")
		data := storetest.ResultData(rapid.Uint64().Draw(t, "seed"), size, text)
		stored := encodeResult(t, name, key, data)
		if got, err := store.DecodeResult(name, key, stored); err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%d bytes, %v", len(got), err)
		}
		if _, err := store.DecodeResult(name, otherKey, stored); otherKey != key && !errors.Is(err, store.ErrNone) {
			t.Fatalf("under another key: %v", err)
		}
		if _, err := store.DecodeResult(other, key, stored); other != name && !errors.Is(err, store.ErrDamaged) {
			t.Fatalf("under another name: %v", err)
		}
	})
}

// Any single changed bit, any end that is missing, and anything that follows is
// damage, whether the result compresses or not.
func TestResultDamage(t *testing.T) {
	for _, text := range []bool{false, true} {
		stored := encodeResult(t, "name", "key", storetest.ResultData(1, 700, text))
		damaged := func(what string, at int, bad []byte) {
			if got, err := store.DecodeResult("name", "key", bad); !errors.Is(err, store.ErrDamaged) || got != nil {
				t.Fatalf("%s %d: %d bytes, %v", what, at, len(got), err)
			}
		}
		for i := range stored {
			for bit := range 8 {
				bad := bytes.Clone(stored)
				bad[i] ^= 1 << bit
				damaged("changed byte", i, bad)
			}
			damaged("cut at", i, stored[:i])
		}
		damaged("grown", 1, append(bytes.Clone(stored), 0))
	}
}

// What has the right checksum and yet is not a result of ours: of another
// layout, or made to unpack to more than is kept.
func TestResultForeign(t *testing.T) {
	stored := encodeResult(t, "name", "key", []byte("data"))
	body := stored[:len(stored)-4]
	if _, err := store.DecodeResult("name", "key", store.SealResult("name", append([]byte{99}, body[1:]...))); !errors.Is(err, store.ErrNone) {
		t.Errorf("another layout: %v", err)
	}
	for what, bad := range map[string][]byte{
		"nothing":         nil,
		"only a format":   body[:1],
		"no block":        body[:33],
		"two blocks":      slices.Concat(body, body[33:]),
		"unpacks to more": store.ResultBody("key", storetest.ResultData(1, store.MaxResult+1, true)),
		"too long":        slices.Concat(body, make([]byte, store.MaxStoredResult)),
	} {
		if _, err := store.DecodeResult("name", "key", store.SealResult("name", slices.Clone(bad))); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// Whatever the bytes, and though their checksum is right: decoding is an error
// of ours or gives data that survives being saved, and sets no more memory
// aside than the bytes justify.
func FuzzResult(f *testing.F) {
	for i, size := range []int{0, 5, 300, 5000} {
		for _, text := range []bool{false, true} {
			stored := encodeResult(f, "name", "key", storetest.ResultData(uint64(i), size, text))
			f.Add(stored[:len(stored)-4])
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		stored := store.SealResult("name", bytes.Clone(body))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		data, err := store.DecodeResult("name", "key", stored)
		runtime.ReadMemStats(&after)
		if used, most := after.TotalAlloc-before.TotalAlloc, uint64(4<<20+300*len(body)); used > most {
			t.Errorf("%d bytes made %d bytes of memory", len(body), used)
		}
		switch {
		case err == nil && len(data) > store.MaxResult:
			t.Errorf("%d bytes of data", len(data))
		case err == nil:
			got, err := store.DecodeResult("name", "key", encodeResult(t, "name", "key", data))
			if err != nil || !bytes.Equal(got, data) {
				t.Errorf("saved again: %d bytes, %v", len(got), err)
			}
		case !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrNone):
			t.Fatalf("error of another kind: %v", err)
		}
	})
}
