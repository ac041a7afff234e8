package pack

import (
	"bytes"
	"compress/zlib"
	"io"
	"math/rand/v2"
	"testing"

	kzlib "github.com/klauspost/compress/zlib"
)

// deflated compresses with the standard library.
func deflated(t testing.TB, data []byte, level int) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := zlib.NewWriterLevel(&b, level)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// texts are contents of different shapes: stored, fixed and dynamic blocks,
// long runs, far repeats.
func texts() [][]byte {
	rng := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 70000)
	for i := range noise {
		noise[i] = byte(rng.Uint32())
	}
	skewed := make([]byte, 200000)
	for i := range skewed {
		skewed[i] = byte(rng.ExpFloat64() * 6)
	}
	words := []byte{}
	for len(words) < 300000 {
		words = append(words, "func return if err != nil {\n\t}\nvar package import"[rng.IntN(40):][:rng.IntN(9)]...)
	}
	return [][]byte{
		nil,
		{0},
		[]byte("abc"), bytes.Repeat([]byte("a"), 100000), noise, skewed, words,
		append(bytes.Clone(noise[:32768]), noise[:32768]...),
	}
}

func TestInflate(t *testing.T) {
	var f Inflater
	for i, text := range texts() {
		for _, level := range []int{0, 1, 6, 9, zlib.HuffmanOnly} {
			src := append(deflated(t, text, level), "what follows in the pack"...)
			got := make([]byte, len(text))
			if err := f.zlib(src, got); err != nil {
				t.Errorf("text %d, level %d: %v", i, level, err)
			} else if !bytes.Equal(got, text) {
				t.Errorf("text %d, level %d: inflates to something else", i, level)
			}
			if err := f.zlib(src, make([]byte, len(text)+1)); err == nil {
				t.Errorf("text %d, level %d: fills more than there is", i, level)
			}
			if len(text) > 0 {
				if err := f.zlib(src, make([]byte, len(text)-1)); err == nil {
					t.Errorf("text %d, level %d: fits into less than there is", i, level)
				}
			}
		}
	}
}

func TestInflateDamaged(t *testing.T) {
	var f Inflater
	rng := rand.New(rand.NewPCG(3, 4))
	for _, text := range texts()[2:] {
		src := deflated(t, text, 6)
		for range 200 {
			cut := src[:rng.IntN(len(src))]
			if err := f.zlib(cut, make([]byte, len(text))); err == nil {
				t.Fatalf("cut to %d of %d bytes: no error", len(cut), len(src))
			}
			bad := bytes.Clone(src)
			bad[rng.IntN(len(bad))] ^= 1 << rng.IntN(8)
			got := make([]byte, len(text))
			if err := f.zlib(bad, got); err == nil && !bytes.Equal(got, text) {
				t.Fatal("a flipped bit changes the content unseen")
			}
		}
	}
}

// FuzzInflate compares with the standard library on whatever bytes.
func FuzzInflate(f *testing.F) {
	for _, text := range texts() {
		if len(text) < 1000 {
			f.Add(deflated(f, text, 9), len(text))
		}
	}
	f.Add([]byte("\x78\x9c\x4b\x04\x00\x00\x62\x00\x62"), 1)
	f.Fuzz(func(t *testing.T, src []byte, size int) {
		if size < 0 || size > 1<<20 {
			return
		}
		var in Inflater
		got := make([]byte, size)
		err := in.zlib(src, got)
		var want []byte
		z, werr := zlib.NewReader(bytes.NewReader(src))
		if werr == nil {
			want, werr = io.ReadAll(io.LimitReader(z, 1<<20+1))
		}
		if ok := werr == nil && len(want) == size; ok != (err == nil) {
			t.Fatalf("size %d: we say %v, the library %d bytes and %v", size, err, len(want), werr)
		} else if ok && !bytes.Equal(got, want) {
			t.Fatal("inflates to something else than with the library")
		}
	})
}

func BenchmarkInflate(b *testing.B) {
	text := texts()[6]
	src := deflated(b, text, 6)
	got := make([]byte, len(text))
	b.SetBytes(int64(len(text)))
	var f Inflater
	for b.Loop() {
		if err := f.zlib(src, got); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLibrary is the peer of BenchmarkInflate.
func BenchmarkLibrary(b *testing.B) {
	text := texts()[6]
	src := deflated(b, text, 6)
	got := make([]byte, len(text))
	b.SetBytes(int64(len(text)))
	r := bytes.NewReader(src)
	z, err := kzlib.NewReader(r)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		r.Reset(src)
		if err := z.(kzlib.Resetter).Reset(r, nil); err != nil {
			b.Fatal(err)
		}
		if _, err := io.ReadFull(z, got); err != nil {
			b.Fatal(err)
		}
	}
}
