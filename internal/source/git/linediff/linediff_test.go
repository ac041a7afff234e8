package linediff

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leadline/internal/fact"
)

func TestDiff(t *testing.T) {
	var pairs []pair
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
		{
			"a function is added with the blank line before the next",
			"f {\n\tx\n}\n\nh {\n\tx\n}\n",
			"f {\n\tx\n}\n\ng {\n\tx\n}\n\nh {\n\tx\n}\n",
			[]fact.Hunk{{Old: 4, OldLines: 0, New: 4, NewLines: 4}},
		},
		{
			"a group slides up out of the middle, to the start of its block",
			"if a {\n\tx()\n}\nif b {\n\ty()\n}\n",
			"if a {\n\tx()\n}\nif a {\n\tx()\n}\nif b {\n\ty()\n}\n",
			[]fact.Hunk{{Old: 3, OldLines: 0, New: 3, NewLines: 3}},
		},
		{
			"a group slides down to a change of the other side",
			"a\nx\nb\nc\n",
			"a\nx\nx\nd\nc\n",
			[]fact.Hunk{{Old: 2, OldLines: 1, New: 2, NewLines: 2}},
		},
		{"groups that meet are one", "b\nb\n", "b\nb\na\nb\na\nb\n", []fact.Hunk{{Old: 2, OldLines: 0, New: 2, NewLines: 4}}},
	}
	var d Differ
	for _, tt := range tests {
		pairs = append(pairs, pair{tt.old, tt.new})
		t.Run(tt.name, func(t *testing.T) {
			if got := d.Diff(nil, []byte(tt.old), []byte(tt.new)); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	t.Run("git says the same", func(t *testing.T) {
		if equal := agreement(t, pairs); equal < len(pairs) {
			t.Errorf("%d of %d", equal, len(pairs))
		}
	})
}

func TestDiffAppends(t *testing.T) {
	var d Differ
	first := fact.Hunk{Old: 9, OldLines: 9, New: 9, NewLines: 9}
	got := d.Diff([]fact.Hunk{first}, []byte("a\n"), []byte("b\n"))
	if want := []fact.Hunk{first, {Old: 0, OldLines: 1, New: 0, NewLines: 1}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestCountLines(t *testing.T) {
	for text, want := range map[string]int{"": 0, "\n": 1, "a": 1, "a\n": 1, "a\nb": 2, "a\r\n\n": 2, "\r": 1} {
		if got := CountLines([]byte(text)); got != want {
			t.Errorf("%q: got %d lines, want %d", text, got, want)
		}
	}
}

func TestWholeMiddle(t *testing.T) {
	old, new := []byte("a\nb\nc\nz\n"), []byte("a\nx\ny\nc\nw\nz\n")
	got := wholeMiddle(old, new, trim(old, new))
	if want := (fact.Hunk{Old: 1, OldLines: 2, New: 1, NewLines: 4}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

// failer is a *testing.T or a *rapid.T.
type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// checkHunks checks that hunks are lawful and turn old into new.
func checkHunks(t failer, old, new []byte, hunks []fact.Hunk) {
	t.Helper()
	a, b := bytes.SplitAfter(old, lineFeed), bytes.SplitAfter(new, lineFeed)
	var got []byte
	i, j := 0, 0
	for n, h := range hunks {
		switch {
		case h.OldLines < 0 || h.NewLines < 0 || h.OldLines+h.NewLines == 0,
			int(h.Old) < i || n > 0 && int(h.Old) == i,
			int(h.Old)-i != int(h.New)-j,
			int(h.Old+h.OldLines) > CountLines(old) || int(h.New+h.NewLines) > CountLines(new):
			t.Fatalf("hunk %d of %v is unlawful", n, hunks)
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

// texts draws two texts of few different lines.
func texts(t *rapid.T) (old, new []byte) {
	line := rapid.SampledFrom([]string{"a\n", "b\n", "c\n", "\n", "\tx\n", "\t\ty\n", "}\n", "a\r\n"})
	lines := rapid.SliceOfN(line, 0, 40)
	text := func(name string) []byte {
		s := strings.Join(lines.Draw(t, name), "")
		if rapid.Bool().Draw(t, name+" ends without line feed") {
			s = strings.TrimSuffix(s, "\n")
		}
		return []byte(s)
	}
	prefix, suffix := text("prefix"), text("suffix")
	old = slices.Concat(prefix, text("old"), suffix)
	return old, slices.Concat(prefix, text("new"), suffix)
}

func TestHunksTurnOldIntoNew(t *testing.T) {
	var d Differ
	rapid.Check(t, func(t *rapid.T) {
		old, new := texts(t)
		forth := d.Diff(nil, old, new)
		checkHunks(t, old, new, forth)
		checkHunks(t, new, old, d.Diff(nil, new, old))
		if got := d.Diff(nil, old, old); len(got) != 0 {
			t.Fatalf("a text differs from itself: %v", got)
		}
		var fresh Differ
		if again := fresh.Diff(nil, old, new); !slices.Equal(forth, again) {
			t.Fatalf("a used Differ says %v, a new one %v", forth, again)
		}
	})
}

// TestShortest compares with the textbook table where no line is frequent
// enough to be left out and no bound is reached.
func TestShortest(t *testing.T) {
	var d Differ
	rapid.Check(t, func(t *rapid.T) {
		kinds := strings.SplitAfter("a\nb\nc\nd\ne\nf\ng\nh", "\n")
		lines := rapid.SliceOfN(rapid.SampledFrom(kinds[:len(kinds)-1]), 4, 20)
		a, b := lines.Draw(t, "old"), lines.Draw(t, "new")
		for _, l := range kinds {
			if count(a, l) >= int(often(len(b))) || count(b, l) >= int(often(len(a))) {
				t.Skip("frequent line")
			}
		}
		changed := 0
		for _, h := range d.Diff(nil, []byte(strings.Join(a, "")), []byte(strings.Join(b, ""))) {
			changed += int(h.OldLines + h.NewLines)
		}
		if want := len(a) + len(b) - 2*commonLength(a, b); changed != want {
			t.Fatalf("%d lines changed, shortest is %d", changed, want)
		}
	})
}

func count(s []string, x string) int {
	n := 0
	for _, y := range s {
		if x == y {
			n++
		}
	}
	return n
}

// commonLength is the length of a longest common subsequence.
func commonLength(a, b []string) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		corner := 0
		for j, y := range b {
			above := row[j+1]
			if x == y {
				row[j+1] = corner + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			corner = above
		}
	}
	return row[len(b)]
}

func FuzzDiff(f *testing.F) {
	f.Add([]byte("a\nb\nc\n"), []byte("a\nx\nc"))
	f.Add([]byte(""), []byte("\n\n"))
	f.Add([]byte("}\n\n}\n"), []byte("}\n}\n\n\t}\r\n"))
	f.Fuzz(func(t *testing.T, old, new []byte) {
		var d Differ
		checkHunks(t, old, new, d.Diff(nil, old, new))
	})
}
