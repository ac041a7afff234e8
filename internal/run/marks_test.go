package run

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"leadline/internal/fact"
)

func TestMarksKept(t *testing.T) {
	a, b := content{fact.BlobID(strings.Repeat("a1", 20)), ".go"}, content{fact.BlobID(strings.Repeat("0f", 32)), ""}
	m := marks{a: {true, 300}, b: {false, 0}, {a.blob, ".rs"}: {true, 299}}
	data := m.encode(nil)
	if got := decodeMarks(data); !maps.Equal(got, m) {
		t.Errorf("%v, want %v", got, m)
	}
	// Whatever it is cut to or made of is read up to where it makes no sense.
	for n := range data {
		for id, got := range decodeMarks(data[:n]) {
			if m[id] != got {
				t.Errorf("%v of %d bytes: %v", id, n, got)
			}
		}
	}
	// Of too many those at the head are kept.
	many := marks{a: {true, 1}}
	for i := range 2000 {
		many[content{blob: fact.BlobID(fmt.Sprintf("%040x", i))}] = mark{}
	}
	if got := decodeMarks(many.encode([]fact.File{{Blob: a.blob, Path: "x.go"}})); len(got) != 1 || !got[a].generated {
		t.Errorf("%d kept", len(got))
	}
}

func FuzzDecodeMarks(f *testing.F) {
	f.Add(marks{{"a1a2", ".go"}: {true, 3}}.encode(nil))
	f.Fuzz(func(t *testing.T, data []byte) {
		again := decodeMarks(decodeMarks(data).encode(nil))
		if got := decodeMarks(data); !maps.Equal(got, again) && len(got) < 1000 {
			t.Errorf("%v, then %v", got, again)
		}
	})
}
