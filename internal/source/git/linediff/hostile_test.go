package linediff

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestBoundedWork counts steps, since time says little on a busy machine.
func TestBoundedWork(t *testing.T) {
	const n = 50_000
	r := rand.New(rand.NewPCG(3, 4))
	numbered := func(format string, n int) []string {
		lines := make([]string, n)
		for i := range lines {
			lines[i] = fmt.Sprintf(format, i)
		}
		return lines
	}
	shuffled := func(lines []string) []string {
		lines = slices.Clone(lines)
		r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		return lines
	}
	drawn := func(kinds, n int) []string {
		lines := make([]string, n)
		for i := range lines {
			lines[i] = fmt.Sprint("line ", r.IntN(kinds), "\n")
		}
		return lines
	}
	reversed := func(lines []string) []string {
		lines = slices.Clone(lines)
		slices.Reverse(lines)
		return lines
	}
	text := func(lines []string) string { return strings.Join(lines, "") }
	plain := numbered("line %d\n", n)
	equal := func(n int) string { return strings.Repeat("x\n", n) }
	tests := []struct {
		name     string
		old, new string
	}{
		{"rewritten", text(plain), text(numbered("other %d\n", n))},
		{"shuffled", text(plain), text(shuffled(plain))},
		{"reversed", text(plain), text(reversed(plain))},
		{"two kinds of lines at random", text(drawn(2, n)), text(drawn(2, n))},
		{"hundred kinds of lines at random", text(drawn(100, n)), text(drawn(100, n))},
		{"all lines equal, fewer", equal(n), equal(n / 2)},
		{"all lines equal, changed at intervals", equal(n), strings.Repeat("x\nx\ny\n", n/3)},
		{"two lines take turns, out of phase", strings.Repeat("x\ny\n", n/2), "z\n" + strings.Repeat("y\nx\n", n/2)},
		{"blank lines of spaces", strings.Repeat(strings.Repeat(" ", 300)+"\n", n/20), strings.Repeat(strings.Repeat(" ", 300)+"\na\n", n/20)},
		{"many groups that slide far", strings.Repeat("a\na\na\nb\n", n/4), strings.Repeat("a\na\na\na\na\nb\n", n/4)},
		{"one long line", strings.Repeat("x", 20_000_000), strings.Repeat("x", 10_000_000) + "y" + strings.Repeat("x", 9_999_999)},
		{"one long line and a line feed", strings.Repeat("x", 20_000_000), strings.Repeat("x", 20_000_000) + "\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var d Differ
			// Diff would let go of what a giant has used, counters included.
			hunks := d.diff(nil, []byte(tt.old), []byte(tt.new))
			steps, slides := d.search.steps, d.slider.steps
			lines := CountLines([]byte(tt.old)) + CountLines([]byte(tt.new))
			if most := budget + 8*poorCost*lines + 4*leastCost*leastCost; steps > most {
				t.Errorf("the search visits %d points, want at most %d", steps, most)
			}
			if most := maxSlideSteps + 200*lines; slides > most {
				t.Errorf("sliding compares %d lines, want at most %d", slides, most)
			}
			if len(tt.old) < 5_000_000 {
				checkHunks(t, []byte(tt.old), []byte(tt.new), hunks)
			}
			t.Logf("%d hunks, %d points, %d slides", len(hunks), steps, slides)
		})
	}
}

// TestBudget checks that searches get poorer once the budget is spent.
func TestBudget(t *testing.T) {
	var s search
	for _, n := range []int{10, 1 << 20} {
		s.steps = 0
		if got := s.mostCost(n); got < leastCost {
			t.Errorf("%d lines, budget untouched: cost is bounded by %d", n, got)
		}
		s.steps = budget + 1
		if got := s.mostCost(n); got != poorCost {
			t.Errorf("%d lines, budget spent: cost is bounded by %d, want %d", n, got, poorCost)
		}
	}
}

func TestGiantScratchIsReleased(t *testing.T) {
	var d Differ
	old := []byte(strings.Repeat("a\nb\n", 200_000))
	d.Diff(nil, old, bytes.ReplaceAll(old, []byte("a\nb\na\n"), []byte("c\n")))
	if n := cap(d.a.off) + cap(d.b.off); n > 1<<18 {
		t.Errorf("scratch for %d lines is kept", n)
	}
	if d.a.text != nil || d.classes.texts[0] != nil {
		t.Error("the text is kept")
	}
}

func TestEqualHashesAreNotEqualLines(t *testing.T) {
	var c classTable
	var a, b side
	a.reset([]byte("first\n"), 0, 6)
	a.split()
	b.reset([]byte("other\n"), 0, 6)
	c.intern(&a, &b)
	c.texts[0] = []byte("forge\n")
	if _, _, found := c.find([]byte("first\n")); found >= 0 {
		t.Errorf("a line is of the class of %q, which has its hash", c.text(found))
	}
}
