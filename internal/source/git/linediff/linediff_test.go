package linediff

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"leadline/internal/fact"
)

func TestDiff(t *testing.T) {
	tests := []struct {
		name     string
		old, new string
		want     []fact.Hunk
	}{
		{"both empty", "", "", nil},
		{"equal", "a\nb\n", "a\nb\n", nil},
		{"all added", "", "a\nb\n", []fact.Hunk{{Old: 0, OldLines: 0, New: 0, NewLines: 2}}},
		{"all deleted", "a\nb", "", []fact.Hunk{{Old: 0, OldLines: 2, New: 0, NewLines: 0}}},
		{"line feed added at the end", "a\nb", "a\nb\n", []fact.Hunk{{Old: 1, OldLines: 1, New: 1, NewLines: 1}}},
		{"carriage return belongs to the line", "a\nb\nc\n", "a\nb\r\nc\n", []fact.Hunk{{Old: 1, OldLines: 1, New: 1, NewLines: 1}}},
		{"changed in the middle", "a\nb\nc\n", "a\nx\ny\nc\n", []fact.Hunk{{Old: 1, OldLines: 1, New: 1, NewLines: 2}}},
		{"two hunks", "a\nb\nc\nd\ne\n", "x\nb\nc\nd\n", []fact.Hunk{{Old: 0, OldLines: 1, New: 0, NewLines: 1}, {Old: 4, OldLines: 1, New: 4, NewLines: 0}}},
		{"common end is no line", "xa\n", "ya\n", []fact.Hunk{{Old: 0, OldLines: 1, New: 0, NewLines: 1}}},
		{"common start is no line", "ax", "ay", []fact.Hunk{{Old: 0, OldLines: 1, New: 0, NewLines: 1}}},
	}
	var d Differ
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := d.Diff(nil, []byte(tt.old), []byte(tt.new)); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// apply checks that hunks are lawful and turn old into new.
func apply(t interface {
	Helper()
	Fatalf(string, ...any)
}, old, new []byte, hunks []fact.Hunk) {
	t.Helper()
	a, b := bytes.SplitAfter(old, lineFeed), bytes.SplitAfter(new, lineFeed)
	var got []byte
	i, j := 0, 0
	for n, h := range hunks {
		if int(h.Old) < i || int(h.Old)-i != int(h.New)-j || h.OldLines+h.NewLines <= 0 || n > 0 && int(h.Old) == i {
			t.Fatalf("unlawful hunk %d of %v", n, hunks)
		}
		got = append(got, bytes.Join(a[i:h.Old], nil)...)
		got = append(got, bytes.Join(b[h.New:h.New+h.NewLines], nil)...)
		i, j = int(h.Old+h.OldLines), int(h.New+h.NewLines)
	}
	got = append(got, bytes.Join(a[i:], nil)...)
	if !bytes.Equal(got, new) {
		t.Fatalf("%v turn %q into %q, want %q", hunks, old, got, new)
	}
}

func TestRandomTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	text := func() []byte {
		var b []byte
		for range r.IntN(12) {
			b = append(b, "abc\n"[r.IntN(4)], '\n')
		}
		if r.IntN(4) == 0 {
			b = append(b, 'a')
		}
		return b
	}
	var d Differ
	for range 20000 {
		a, b := text(), text()
		apply(t, a, b, d.Diff(nil, a, b))
	}
}
