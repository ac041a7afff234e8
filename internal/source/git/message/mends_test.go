package message

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
)

// The cases are in pairs: what names a commit, and what looks like it.
func TestMends(t *testing.T) {
	id := strings.Repeat("0123456789", 4)
	for _, c := range []struct {
		message string
		want    []fact.Mend
	}{
		{"s\n\nFixes: 0123abc (\"x\")\nSigned-off-by: A <a>\n", []fact.Mend{{ID: "0123abc"}}},
		{"s\n\nFixes: 0123abc (\"x\")\n\nSigned-off-by: A <a>\n", []fact.Mend{{ID: "0123abc"}}},
		{"s\n\nFixes: 0123abc\r\n  fixes:0123abcd\nFixes: commit 0123abcde\n", []fact.Mend{{ID: "0123abc"}, {ID: "0123abcd"}, {ID: "0123abcde"}}},
		{"s\n\nFixes: #1234567\nFixes: 0123ab\nFixes: 0123abcg\nFixes: 0123ABC\nFixes:\nfixes 0123abc\nIt Fixes: 0123abc\n", nil},
		{"Fixes: 0123abc\n", nil},
		{"s\n\nThis reverts commit " + id + ".\n", []fact.Mend{{ID: id, Reverts: true}}},
		{"s\n\nThis reverts commit " + id + ", reversing\nchanges made to " + id + ".\n", []fact.Mend{{ID: id, Reverts: true}}},
		{"s\n\nReverts: 0123abc\nReverts: commit 0123abcd\n", []fact.Mend{{ID: "0123abc", Reverts: true}, {ID: "0123abcd", Reverts: true}}},
		{"s\n\nReverts #0123456\nThis reverts the commit 0123abc\nThis reverts commit x\n", nil},
		{"s\n\nFixes: 0123abc\x00\nFixes: 0123abcd\n", []fact.Mend{{ID: "0123abc"}}},
		{"s\n\nFixes: " + id + id + "\n", nil},
		{"", nil},
	} {
		if got := Mends([]byte(c.message)); !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, want %v", c.message, got, c.want)
		}
	}
}

func FuzzMends(f *testing.F) {
	f.Add([]byte("s\n\nFixes: 0123abc (\"x\")\nThis reverts commit 0123456789.\n"))
	f.Fuzz(func(t *testing.T, m []byte) {
		before := bytes.Clone(m)
		for _, x := range Mends(m) {
			if len(x.ID) < leastID || len(x.ID) > 64 || strings.Trim(x.ID, "0123456789abcdef") != "" {
				t.Errorf("id %q", x.ID)
			}
		}
		if !bytes.Equal(m, before) {
			t.Error("the message was changed")
		}
	})
}
