package run

import (
	"reflect"
	"strings"
	"testing"

	"leadline/internal/fact"
)

func someDocuments() (documents, []fact.BlobID) {
	a, b, c := fact.BlobID(strings.Repeat("a1", 20)), fact.BlobID(strings.Repeat("b2", 20)), fact.BlobID(strings.Repeat("c3", 20))
	return documents{
		a: {Document: fact.Document{Title: "Guide", Mentions: []fact.Mention{{Kind: fact.MentionLink, Text: "x.md", Line: 7}, {Kind: fact.MentionSymbol, Text: "Serve", Line: 900}}}},
		b: {unread: "it is not UTF-8"},
		c: {ignores: []string{"/out", "!out/x.md"}},
	}, []fact.BlobID{a, b, c}
}

func TestKeptDocuments(t *testing.T) {
	all, blobs := someDocuments()
	if got := decodeDocuments(all.encode(blobs)); !reflect.DeepEqual(got, all) {
		t.Errorf("%+v\nwant %+v", got, all)
	}
	if got := decodeDocuments(all.encode(nil)); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

// FuzzDecodeDocuments: what is kept may have been planted.
func FuzzDecodeDocuments(f *testing.F) {
	all, blobs := someDocuments()
	f.Add(all.encode(blobs))
	f.Add([]byte("\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, d := range decodeDocuments(data) {
			for _, m := range d.Mentions {
				if m.Line < 0 {
					t.Errorf("%+v", m)
				}
			}
		}
	})
}
