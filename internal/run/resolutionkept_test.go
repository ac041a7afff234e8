package run

import (
	"reflect"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/code"
)

// decodeResolution reads what was kept of a tree with these files.
func decodeResolution(data []byte, files []code.File) *code.Resolution {
	return openResolution(data).of(files)
}

// resolutionOf is where the imports of three files lead.
func resolutionOf() (*code.Resolution, []code.File) {
	a, b := fact.BlobID(strings.Repeat("a1", 20)), fact.BlobID(strings.Repeat("0f", 32))
	files := []code.File{
		{Path: "a.ts", Blob: a, Structure: &fact.Structure{Imports: make([]fact.Import, 4)}},
		{Path: "b.ts", Blob: b, Structure: &fact.Structure{}},
		{Path: "c", Blob: a, Structure: &fact.Structure{Imports: make([]fact.Import, 1)}},
	}
	lead := func(n int, to fact.Path, c fact.Confidence, test bool) code.Lead {
		l := code.Lead{Import: n}
		l.To, l.Confidence, l.TestOnly = to, c, test
		return l
	}
	return &code.Resolution{Tree: [32]byte{1}, Files: []code.FileLeads{
		{Blob: a, Own: [16]byte{2}, Leads: []code.Lead{lead(0, "b.ts", fact.Exact, false), lead(0, "c", fact.Ambiguous, true), lead(2, "", fact.External, false), lead(3, "x/y", fact.Exact, false)}},
		{Blob: b, Own: [16]byte{3}, Leads: []code.Lead{}},
		{Blob: a, Leads: []code.Lead{lead(0, "", fact.Exact, false)}},
	}}, files
}

func TestResolutionKept(t *testing.T) {
	r, files := resolutionOf()
	data := encodeResolution(r, files)
	if got := decodeResolution(data, files); !reflect.DeepEqual(got, r) {
		t.Errorf("%+v, want %+v", got, r)
	}
	for n := range data {
		if got := decodeResolution(data[:n], files); got != nil {
			t.Errorf("%d bytes: %+v", n, got)
		}
	}
	if got := decodeResolution(data, files[:2]); got != nil {
		t.Errorf("of another tree: %+v", got)
	}
	// A file that imports less now has to be followed again.
	files[0].Structure = &fact.Structure{Imports: make([]fact.Import, 3)}
	if got := decodeResolution(data, files); got == nil || !reflect.DeepEqual(got.Files[0], code.FileLeads{}) || !reflect.DeepEqual(got.Files[1:], r.Files[1:]) {
		t.Errorf("%+v", got)
	}
}

func FuzzDecodeResolution(f *testing.F) {
	r, files := resolutionOf()
	f.Add(encodeResolution(r, files))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := decodeResolution(data, files)
		if r == nil {
			return
		}
		for i, x := range r.Files {
			for _, l := range x.Leads {
				if l.Import < 0 || l.Import >= len(files[i].Structure.Imports) {
					t.Errorf("%s has no import %d", files[i].Path, l.Import)
				}
			}
		}
	})
}
