package linediff

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"leadline/internal/fact"
)

// pair is an old and a new text.
type pair struct{ old, new string }

// gitHunks asks git for the hunks of all pairs.
func gitHunks(t testing.TB, pairs []pair) [][]fact.Hunk {
	t.Helper()
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("NOT CHECKED AGAINST GIT: no git on this machine: ", err)
	}
	dir := t.TempDir()
	for i, p := range pairs {
		for side, text := range map[string]string{"old": p.old, "new": p.new} {
			name := filepath.Join(dir, side, strconv.Itoa(i))
			if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	cmd := exec.Command(git, "-c", "core.autocrlf=false", "diff", "--no-index", "-U0", "--no-color", "--no-ext-diff",
		"--text", "--no-renames", "--src-prefix=", "--dst-prefix=", "old", "new")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_DIR="+filepath.Join(dir, "none"))
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		t.Fatalf("git diff: %v\n%s", err, exit.Stderr)
	}
	hunks := make([][]fact.Hunk, len(pairs))
	current, body := -1, 0
	for line := range bytes.Lines(out) {
		fields := strings.Fields(string(line))
		switch {
		case line[0] == '\\':
		case body > 0:
			body--
		case bytes.HasPrefix(line, []byte("diff --git ")):
			current, err = strconv.Atoi(strings.TrimPrefix(fields[2], "old/"))
			if err != nil {
				t.Fatal(err)
			}
		case bytes.HasPrefix(line, []byte("@@ ")):
			var h fact.Hunk
			h.Old, h.OldLines = lineRange(t, fields[1])
			h.New, h.NewLines = lineRange(t, fields[2])
			body = int(h.OldLines + h.NewLines)
			hunks[current] = append(hunks[current], h)
		}
	}
	return hunks
}

// lineRange reads "-12,3": git counts lines from 1, and gives the line before
// an empty range.
func lineRange(t testing.TB, s string) (first, n int32) {
	t.Helper()
	a, b, more := strings.Cut(s[1:], ",")
	x, err := strconv.ParseInt(a, 10, 32)
	y := int64(1)
	if err == nil && more {
		y, err = strconv.ParseInt(b, 10, 32)
	}
	if err != nil {
		t.Fatal(err)
	}
	if y > 0 {
		x--
	}
	return int32(x), int32(y)
}

// agreement counts the pairs with equal hunks.
func agreement(t *testing.T, pairs []pair) (equal int) {
	t.Helper()
	var d Differ
	shown := 0
	for i, want := range gitHunks(t, pairs) {
		got := d.Diff(nil, []byte(pairs[i].old), []byte(pairs[i].new))
		if slices.Equal(got, want) {
			equal++
		} else if shown++; shown <= 3 {
			t.Logf("pair %d: got %v, git says %v", i, got, want)
		}
	}
	return equal
}

// code writes texts that look like programs: nested blocks over a small pool
// of statements, so that lines repeat as they do in real ones.
type code struct {
	r *rand.Rand
}

func (c code) statement(depth int) string {
	words := []string{"read", "write", "close", "open", "next"}
	return strings.Repeat("\t", depth) + fmt.Sprintf("%s(%d)\n", words[c.r.IntN(len(words))], c.r.IntN(30))
}

func (c code) block(depth, size int) []string {
	var lines []string
	for range size {
		switch {
		case depth > 0 && depth < 4 && c.r.IntN(4) == 0:
			indent := strings.Repeat("\t", depth)
			lines = append(lines, indent+fmt.Sprintf("if x%d {\n", c.r.IntN(6)))
			lines = append(lines, c.block(depth+1, 1+c.r.IntN(4))...)
			lines = append(lines, indent+"}\n")
		case c.r.IntN(6) == 0:
			lines = append(lines, "\n")
		default:
			lines = append(lines, c.statement(depth))
		}
	}
	return lines
}

func (c code) function() []string {
	lines := []string{fmt.Sprintf("func f%d() {\n", c.r.IntN(1000))}
	lines = append(lines, c.block(1, 2+c.r.IntN(8))...)
	return append(lines, "}\n", "\n")
}

func (c code) file() []string {
	var lines []string
	for range 1 + c.r.IntN(25) {
		lines = append(lines, c.function()...)
	}
	return lines
}

// edit changes a text in a few places, as people do.
func (c code) edit(lines []string) []string {
	lines = slices.Clone(lines)
	for range 1 + c.r.IntN(6) {
		at := c.r.IntN(len(lines) + 1)
		to := min(len(lines), at+1+c.r.IntN(6))
		switch c.r.IntN(6) {
		case 0: // a passage is rewritten
			to = min(len(lines), at+c.r.IntN(40))
			lines = slices.Replace(lines, at, to, c.block(1, 1+c.r.IntN(30))...)
		case 1: // lines go
			lines = slices.Delete(lines, at, to)
		case 2: // lines come
			lines = slices.Insert(lines, at, c.block(1, 1+c.r.IntN(5))...)
		case 3: // a passage is copied behind itself
			lines = slices.Insert(lines, to, slices.Clone(lines[at:to])...)
		case 4: // a function comes between two
			for at < len(lines) && !strings.HasPrefix(lines[at], "func") {
				at++
			}
			lines = slices.Insert(lines, at, c.function()...)
		default: // a line changes
			if at < len(lines) {
				lines[at] = c.statement(1)
			}
		}
	}
	return lines
}

func (c code) pairs(n int) []pair {
	pairs := make([]pair, n)
	for i := range pairs {
		old := c.file()
		p := pair{strings.Join(old, ""), strings.Join(c.edit(old), "")}
		if c.r.IntN(10) == 0 {
			p.new = strings.TrimSuffix(p.new, "\n")
		}
		pairs[i] = p
	}
	return pairs
}

func TestAgreesWithGit(t *testing.T) {
	const n = 800
	equal := agreement(t, code{rand.New(rand.NewPCG(5, 6))}.pairs(n))
	t.Logf("%d of %d pairs have git's hunks", equal, n)
	if equal*100 < n*99 {
		t.Errorf("%d of %d pairs have git's hunks, want 99 %%", equal, n)
	}
}

// TestFrequentLines checks the rule of keeper: a frequent line within a
// rewritten passage is matched or not as git does.
func TestFrequentLines(t *testing.T) {
	var pairs []pair
	for _, often := range []int{6, 7, 8, 14, 15, 16, 30, 31, 32} {
		for _, lines := range []int{20, 40, 200, 240, 900} {
			for _, before := range []int{1, 2, 5, 20} {
				for _, after := range []int{1, 2, 5, 6} {
					var filler strings.Builder
					for i := range lines {
						fmt.Fprintf(&filler, "line %d\n", i)
						if i < often {
							filler.WriteString("}\n")
						}
					}
					passage := func(name string, before, after int) string {
						return strings.Repeat(name+"1\n", before) + "}\n" + strings.Repeat(name+"2\n", after)
					}
					pairs = append(pairs, pair{
						filler.String() + passage("old", 1, 1) + "end\n",
						filler.String() + passage("new", before, after) + "end\n",
					})
				}
			}
		}
	}
	if equal := agreement(t, pairs); equal < len(pairs) {
		t.Errorf("%d of %d pairs have git's hunks, want all", equal, len(pairs))
	}
}

// TestWindow checks how far off lines without counterpart make frequent ones
// go with them.
func TestWindow(t *testing.T) {
	filler := strings.Repeat("}\nline\n", 900)
	var pairs []pair
	for _, frequent := range []int{1, 4, 20, 40, 48, 49, 50, 51, 60, 64, 65, 66, 90} {
		for _, around := range []int{10, 60, 95, 105, 200} {
			braces := strings.Repeat("}\n", frequent)
			pairs = append(pairs, pair{
				filler + "old 1\n" + braces + "old 2\nend\n",
				filler + strings.Repeat("new 1\n", around) + braces + strings.Repeat("new 2\n", around) + "end\n",
			})
		}
	}
	if equal := agreement(t, pairs); equal < len(pairs) {
		t.Errorf("%d of %d pairs have git's hunks, want all", equal, len(pairs))
	}
}

// TestTail checks how far down a group slides where the texts have a long tail
// in common.
func TestTail(t *testing.T) {
	var pairs []pair
	for length := range 150 {
		var tail strings.Builder
		for i := range length {
			fmt.Fprintf(&tail, "the tail's line %d\n", i)
		}
		for _, repeat := range []int{3, 40} {
			block := strings.Repeat("\tstep\n", repeat)
			pairs = append(pairs, pair{"head\n" + block + tail.String(), "head\n" + block + block + tail.String()})
		}
	}
	if equal := agreement(t, pairs); equal < len(pairs) {
		t.Errorf("%d of %d pairs have git's hunks, want all", equal, len(pairs))
	}
}

// TestBounds checks texts so large and so different that git gives up looking
// for a shortest script.
func TestBounds(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	var pairs []pair
	for _, lines := range []int{4000, 4000, 4000, 4000, 4000, 45_000} {
		var old, new strings.Builder
		for i := range lines {
			line := fmt.Sprintf("line %d\n", i)
			if r.IntN(8) > 0 {
				old.WriteString(line)
			} else {
				fmt.Fprintf(&old, "line %d\n", r.IntN(lines))
			}
			if r.IntN(8) > 0 {
				new.WriteString(line)
			} else {
				fmt.Fprintf(&new, "line %d\n", r.IntN(lines))
			}
		}
		pairs = append(pairs, pair{old.String(), new.String()})
	}
	if equal := agreement(t, pairs); equal < len(pairs) {
		t.Errorf("%d of %d pairs have git's hunks, want all", equal, len(pairs))
	}
}

func BenchmarkDiff(b *testing.B) {
	pairs := code{rand.New(rand.NewPCG(9, 10))}.pairs(200)
	bytes := 0
	for _, p := range pairs {
		bytes += len(p.old) + len(p.new)
	}
	b.SetBytes(int64(bytes / len(pairs)))
	b.ReportAllocs()
	var d Differ
	var hunks []fact.Hunk
	i := 0
	for b.Loop() {
		p := pairs[i%len(pairs)]
		hunks = d.Diff(hunks[:0], []byte(p.old), []byte(p.new))
		i++
	}
}
