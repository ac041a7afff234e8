package trace

import (
	"path"
	"slices"
	"strings"

	"leadline/internal/fact"
)

// Span is a part of a file that has a name: a function, a class, or a test that is a call.
type Span struct {
	// Names are those around it and its own, the outermost first.
	Names []string
	// From and To are its first and last line, from 1.
	From, To int
	// Group: it holds others, as a class or describe does.
	Group bool
}

// Titled tells whether tests of a file are calls with titles, as those of JavaScript are.
func Titled(p fact.Path) bool {
	switch path.Ext(string(p)) {
	case ".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts":
		return true
	}
	return false
}

// Spans are the parts that symbols declare, in the order of the file.
func Spans(symbols []fact.Symbol) []Span {
	out := make([]Span, len(symbols))
	for i := range symbols {
		out[i] = Span{strings.Split(symbols[i].FullName(), "."), symbols[i].Line, symbols[i].End, symbols[i].Kind == fact.Type || symbols[i].Kind == fact.Interface}
	}
	return out
}

// Place says of the tags of a file in which part each stands: the smallest around it, or
// the one that begins directly below its comment, with nothing but more comments,
// decorators and annotations between. In a class, a comment of no method is of all of it
// at its beginning alone.
func Place(tags []fact.Tag, spans []Span, text []byte) {
	lines := strings.Split(string(text), "\n")
	for i := range tags {
		if s := around(spans, tags[i].Line, lines); s != nil {
			tags[i].In, tags[i].Group = s.Names, s.Group
		}
	}
}

func around(spans []Span, line int, lines []string) *Span {
	var in, below *Span
	for i := range spans {
		switch s := &spans[i]; {
		case s.From <= line && line <= s.To && (in == nil || s.To-s.From <= in.To-in.From):
			in = s
		case s.From > line && (below == nil || s.From < below.From):
			below = s
		}
	}
	if below != nil && (in == nil || below.To <= in.To) && attached(lines, line, below.From) {
		return below
	}
	if in != nil && in.Group && in.From < line && !attached(lines, in.From, line) {
		return nil // it is about something in it
	}
	return in
}

// attached tells whether a line belongs to a later one: there is nothing between but
// comments, the beginning of a docstring, decorators and annotations.
func attached(lines []string, from, to int) bool {
	if to-1 > len(lines) {
		return false
	}
	return !slices.ContainsFunc(lines[from:to-1], func(s string) bool {
		s = strings.TrimSpace(s)
		return s == "" || !strings.ContainsRune("/*#@\"'", rune(s[0]))
	})
}
