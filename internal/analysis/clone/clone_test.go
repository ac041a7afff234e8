package clone

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
)

// tokens gives each byte as a token: the word of that byte, or a value if it is a
// digit. A line holds ten of them.
func tokens(text string) []fact.Token {
	var out []fact.Token
	for i, c := range []byte(text) {
		line := int32(i/10 + 1)
		kind := fact.Word
		if '0' <= c && c <= '9' {
			kind = fact.Value
		}
		out = append(out, fact.Token{Hash: uint64(c), Line: line, Last: line, Kind: kind})
	}
	return out
}

func search(least int, files ...string) *Search {
	s := New(least)
	for i, f := range files {
		s.Add(fact.Path(fmt.Sprint(i)), tokens(f))
	}
	return s
}

// told writes clones as their length and their places.
func told(clones []Clone) string {
	var all []string
	for _, c := range clones {
		s := fmt.Sprint(c.Tokens)
		if c.Data {
			s += " data"
		}
		for _, p := range c.Places {
			s += fmt.Sprintf(" %s:%d-%d", p.Path, p.Line, p.End)
		}
		all = append(all, s)
	}
	return strings.Join(all, ", ")
}

const (
	letters = "abcdefghijklmnopqrstuvwxyz"
	capital = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

func TestClones(t *testing.T) {
	for name, c := range map[string]struct {
		files []string
		want  string
	}{
		"none":                {[]string{letters, capital}, ""},
		"short":               {[]string{"abcdefg", "abcdefg"}, ""},
		"files":               {[]string{letters, letters}, "26 0:1-3 1:1-3"},
		"within":              {[]string{"(" + letters[:12] + ")" + letters[:12] + "."}, "12 0:1-2 0:2-3"},
		"side by side":        {[]string{letters[:15] + letters[:15] + letters[:15]}, "15 0:1-2 0:2-3 0:4-5"},
		"one has more":        {[]string{letters, "(" + letters + ")", "[" + letters[:20]}, "20 0:1-2 1:1-3 2:1-3, 26 0:1-3 1:1-3"},
		"one within another":  {[]string{letters, letters, "(" + letters[8:20] + ")"}, "26 0:1-3 1:1-3, 12 0:1-2 1:1-2 2:1-2"},
		"one token":           {[]string{strings.Repeat("a", 100)}, ""},
		"a short period":      {[]string{strings.Repeat("abc", 40)}, ""},
		"of two":              {[]string{"(" + strings.Repeat("abc", 40) + letters, "[" + strings.Repeat("abc", 20) + letters}, "38 0:1-15 1:1-9"},
		"a period of a clone": {[]string{strings.Repeat(letters, 4)}, "26 0:1-3 0:3-6 0:6-8 0:8-11"},
		"values":              {[]string{"a1b23c45d678", "a1b23c45d678"}, "12 data 0:1-2 1:1-2"},
		"words and values":    {[]string{"a1b2c3d4e5f6", "a1b2c3d4e5f6"}, "12 0:1-2 1:1-2"},
		"code before data":    {[]string{"a1b23c45d67890" + capital, "a1b23c45d67890[" + capital[:11]}, "11 0:2-3 1:2-3, 14 data 0:1-2 1:1-2"},
		"told already":        {[]string{letters, letters, "(" + letters[:13] + ")", "[" + letters[3:13]}, "10 0:1-2 1:1-2 2:1-2 3:1-2, 26 0:1-3 1:1-3"},
		"not across files":    {[]string{letters[:12] + "x", "y" + letters[12:], letters}, "14 1:1-2 2:2-3, 12 0:1-2 2:1-2"},
	} {
		got, complete := search(10, c.files...).Clones()
		if told(got) != c.want || !complete {
			t.Errorf("%s: %s\nwant %s", name, told(got), c.want)
		}
	}
}

func TestTogether(t *testing.T) {
	c := Clone{Tokens: 100, Places: []Place{{"a", 1, 2}, {"a", 5, 6}, {"b", 1, 2}, {"c", 1, 2}}}
	got := c.Together(func(one, other fact.Path) int {
		return map[fact.Path]int{"ab": 2, "bc": 5}[one+other]
	})
	if got != 5 || c.Weight() != 300 {
		t.Errorf("%d together, %d tokens", got, c.Weight())
	}
}

func TestEqualHashesAreCompared(t *testing.T) {
	table := newTable([]uint32{1, 2, 3, 4, 1, 2, 3, 5, 2, 3, 4}, 3, 9)
	var got []int32
	for _, at := range []int{0, 1, 4, 5, 8} {
		got = append(got, table.class(at, 7))
	}
	if fmt.Sprint(got) != "[0 1 0 2 1]" {
		t.Errorf("%v", got)
	}
}

// naive finds the same runs by comparing every position with every other one.
func naive(s *Search) []run {
	n := len(s.text)
	ahead, behind := make([][]int, n+1), make([][]int, n+1)
	for i := range ahead {
		ahead[i], behind[i] = make([]int, n+1), make([]int, n+1)
	}
	last := func(i int) bool { return i == n-1 || s.fileOf(i) != s.fileOf(i+1) }
	for i := n - 1; i >= 0; i-- {
		for j := n - 1; j >= 0; j-- {
			if s.text[i] != s.text[j] {
				continue
			}
			ahead[i][j] = 1
			if !last(i) && !last(j) {
				ahead[i][j] += ahead[i+1][j+1]
			}
		}
	}
	for i := range n {
		for j := range n {
			if i > 0 && j > 0 && !last(i-1) && !last(j-1) && s.text[i-1] == s.text[j-1] {
				behind[i][j] = behind[i-1][j-1] + 1
			}
		}
	}
	var runs []run
	for i := range n {
		var at []int32
		before := -s.least
		for j := range n {
			if ahead[i][j] < s.least {
				continue
			}
			if j-before >= s.least || s.fileOf(j) != s.fileOf(before) {
				at = append(at, int32(j))
			}
			before = j
		}
		if len(at) < 2 {
			continue
		}
		r := run{at: at}
		reachBefore, reachAfter := n, n
		for _, p := range at {
			reachBefore = min(reachBefore, behind[at[0]][p])
			reachAfter = min(reachAfter, ahead[at[0]][p])
		}
		for _, p := range at {
			f := s.fileOf(int(p))
			reachBefore = min(reachBefore, int(p)-s.files[f].start)
		}
		r.length = reachBefore + reachAfter
		for k := range at[1:] {
			if s.fileOf(int(at[k])) == s.fileOf(int(at[k+1])) {
				r.length = min(r.length, int(at[k+1]-at[k]))
			}
		}
		if reachBefore+s.least > r.length {
			continue
		}
		for k := range at {
			at[k] -= int32(reachBefore)
		}
		runs = append(runs, r)
	}
	slices.SortFunc(runs, func(a, b run) int { return cmp.Or(cmp.Compare(a.length, b.length), slices.Compare(a.at, b.at)) })
	return slices.CompactFunc(runs, func(a, b run) bool { return a.length == b.length && slices.Equal(a.at, b.at) })
}

func compareWithNaive(t *testing.T, least int, files []string) {
	t.Helper()
	s := search(least, files...)
	got, complete := s.runs(s.classify())
	if want := naive(s); !complete || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("of %d tokens in %q:\n%v\nwant\n%v", least, files, got, want)
	}
	for _, r := range got {
		for _, at := range r.at {
			if !slices.Equal(s.text[at:int(at)+r.length], s.text[r.at[0]:int(r.at[0])+r.length]) {
				t.Fatalf("%v is not the same", r)
			}
		}
	}
}

// TestAgreesWithNaive compares random texts that are made of few pieces, so that
// much of them is copied.
func TestAgreesWithNaive(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	found := 0
	for range 3000 {
		pieces := make([]string, 2+random.IntN(4))
		for i := range pieces {
			for range 1 + random.IntN(12) {
				pieces[i] += string(letters[random.IntN(2+random.IntN(6))])
			}
		}
		files := make([]string, 1+random.IntN(4))
		for i := range files {
			for range random.IntN(8) {
				files[i] += pieces[random.IntN(len(pieces))]
			}
		}
		least := 2 + random.IntN(8)
		compareWithNaive(t, least, files)
		s := search(least, files...)
		c, _ := s.Clones()
		found += len(c)
	}
	if found < 3000 {
		t.Errorf("only %d clones to compare", found)
	}
}

func FuzzClones(f *testing.F) {
	f.Add(4, "abcdefg|abcdefg|xabcd")
	f.Add(3, "abababababcabab")
	f.Fuzz(func(t *testing.T, least int, text string) {
		if len(text) > 400 || least < 2 || least > 50 {
			return
		}
		compareWithNaive(t, least, strings.Split(text, "|"))
	})
}

// TestHostile gives it what would take the square of its length if every pair of
// copies were looked at, and would not end before the tests are out of time.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	random := rand.New(rand.NewPCG(3, 4))
	text := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = letters[random.IntN(len(letters))]
		}
		return string(b)
	}
	one, long := text(500), text(3000)
	var nested []string
	for i := range 600 {
		nested = append(nested, long[i:3000-2*i])
	}
	for name, c := range map[string]struct {
		files  []string
		clones int
	}{
		"one token":            {[]string{strings.Repeat("a", 2_000_000)}, 0},
		"two tokens":           {[]string{strings.Repeat("ab", 1_000_000)}, 0},
		"equal files":          {slices.Repeat([]string{one}, 4000), 1},
		"one file of copies":   {[]string{strings.Repeat(one, 4000)}, 1},
		"less and less of one": {nested, 600},
	} {
		clones, complete := search(Least, c.files...).Clones()
		if !complete || len(clones) > c.clones || (len(clones) == 0) != (c.clones == 0) {
			t.Errorf("%s: %d clones, complete: %v", name, len(clones), complete)
		}
	}
}
