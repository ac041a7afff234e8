// Package clone finds code that was copied: runs of tokens that occur more than
// once, exactly, whatever the comments, the blanks and the ends of lines between
// them. It serves whoever is to decide which copies to join.
//
// For every run of the least length that occurs more than once it finds the longest
// run around it that all its occurrences have in common: that is a clone, and they
// are its places. What occurs with more neighbours in some places than in others is
// several clones, one within the other.
//
// A stretch that repeats itself with a period shorter than the least length, as
// tables do, is one place. Copies in one file that overlap are cut to what does not.
// What has more values than words is marked: a table is copied for other reasons
// than code. A clone that adds less than the least length to what those before it
// tell is left out. Which files are compared is for the caller to say: what programs
// wrote is better left out.
package clone

import (
	"cmp"
	"math"
	"slices"

	"leadline/internal/fact"
)

// Least is the length in tokens from which on a run is worth attention.
const Least = 100

// Clone is a run of tokens and all the places where it is.
type Clone struct {
	// Tokens is its length. A stretch that repeats itself counts as a few of its
	// periods.
	Tokens int
	// Data: it has more values than words.
	Data bool
	// Places are sorted by path and line. There are two at least.
	Places []Place
}

// Place is where one of the copies is: in the lines from Line to End, in full or in
// part.
type Place struct {
	Path      fact.Path
	Line, End int
}

// Weight is what joining the copies would take away, in tokens.
func (c *Clone) Weight() int { return c.Tokens * (len(c.Places) - 1) }

// Together is how often copies changed together, for those two of its files of
// which that is most often true. A copy that has to be changed with another one
// costs more than one that is left alone. Of very many files the first ones count.
func (c *Clone) Together(times func(one, other fact.Path) int) int {
	const most = 64
	var files []fact.Path
	for _, p := range c.Places {
		if n := len(files); (n == 0 || files[n-1] != p.Path) && n < most {
			files = append(files, p.Path)
		}
	}
	out := 0
	for i, one := range files {
		for _, other := range files[i+1:] {
			out = max(out, times(one, other))
		}
	}
	return out
}

// Search holds the files that are compared.
type Search struct {
	least int
	// number gives each token a small number, kind says what it is.
	number map[uint64]uint32
	kind   []fact.TokenKind
	// text are the tokens of all files, line and last where they begin and end.
	text       []uint32
	line, last []int32
	files      []file
	collapser  collapser
	full       bool
}

// file is where one begins in the text.
type file struct {
	path  fact.Path
	start int
}

// New begins a search for runs of so many tokens at least.
func New(least int) *Search {
	least = max(2, least)
	return &Search{least: least, number: map[uint64]uint32{}, collapser: newCollapser(least)}
}

// Add hands over the tokens of a file. The list may be used again afterwards.
func (s *Search) Add(p fact.Path, tokens []fact.Token) {
	if len(tokens) < s.least {
		return
	}
	if len(s.text)+len(tokens) > math.MaxInt32 {
		s.full = true
		return
	}
	s.files = append(s.files, file{p, len(s.text)})
	s.collapser.begin(len(s.text))
	for i := range tokens {
		t := &tokens[i]
		n, ok := s.number[t.Hash]
		if !ok {
			n = uint32(len(s.kind))
			s.number[t.Hash] = n
			s.kind = append(s.kind, t.Kind)
		}
		s.text = append(s.text, n)
		s.line = append(s.line, t.Line)
		s.last = append(s.last, t.Last)
		if p := s.collapser.period(s.text); p > 0 {
			s.shorten(p)
		}
	}
}

// shorten takes away the last period of the text. What remains is the same as what
// is gone, and its end is where that was.
func (s *Search) shorten(period int) {
	n := len(s.text)
	copy(s.line[n-2*period:], s.line[n-period:])
	copy(s.last[n-2*period:], s.last[n-period:])
	s.text, s.line, s.last = s.text[:n-period], s.line[:n-period], s.last[:n-period]
}

// fileOf is the file that a position of the text is in.
func (s *Search) fileOf(at int) int {
	n, _ := slices.BinarySearchFunc(s.files, at+1, func(f file, at int) int { return cmp.Compare(f.start, at) })
	return n - 1
}

// end is where a file ends in the text.
func (s *Search) end(file int) int {
	if file+1 < len(s.files) {
		return s.files[file+1].start
	}
	return len(s.text)
}

// Clones are what was found: code before data, what weighs most first, then by path
// and line. It is complete unless so much is copied in so many ways that following
// it all would take too long: then a part of the clones is missing.
func (s *Search) Clones() (clones []Clone, complete bool) {
	runs, complete := s.runs(s.classify())
	type told struct {
		run
		Clone
	}
	all := make([]told, 0, len(runs))
	for _, r := range runs {
		all = append(all, told{r, s.clone(r)})
	}
	slices.SortFunc(all, func(a, b told) int {
		switch {
		case b.Data && !a.Data:
			return -1
		case a.Data && !b.Data:
			return 1
		}
		return cmp.Or(cmp.Compare(b.Weight(), a.Weight()), slices.CompareFunc(a.Places, b.Places, comparePlaces), cmp.Compare(b.Tokens, a.Tokens))
	})
	covered := make([]bool, len(s.text))
	for i := range all {
		if all[i].adds(covered, s.least) {
			clones = append(clones, all[i].Clone)
		}
	}
	return clones, complete && !s.full
}

func (s *Search) clone(r run) Clone {
	c := Clone{Tokens: r.length, Data: s.data(r)}
	for _, at := range r.at {
		c.Places = append(c.Places, Place{s.files[s.fileOf(int(at))].path, int(s.line[at]), int(s.last[int(at)+r.length-1])})
	}
	slices.SortFunc(c.Places, comparePlaces)
	return c
}

func comparePlaces(a, b Place) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.End, b.End))
}

// data tells whether a run has more values than words, as tables have.
func (s *Search) data(r run) bool {
	var of [fact.Mark + 1]int
	for _, n := range s.text[r.at[0]:][:r.length] {
		of[s.kind[n]]++
	}
	return of[fact.Value] > of[fact.Word]
}
