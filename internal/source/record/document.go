package record

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"

	"leadline/internal/fact"
)

// document is a text as a row of blocks, whatever it is marked up with.
type document struct {
	text   []byte
	lines  []int // offset at which each line begins
	blocks []block
	// references are the targets of links and the code spans, in the order of the text.
	references []fact.Reference
	// names are what looks like a name of code in code spans, and addresses the targets
	// of links in HTML.
	names, addresses []fact.Passage
	// coded are the words in blocks of code that look like names, each once.
	coded []fact.Passage
	// known are those that were met, or that a block declares itself.
	known map[string]bool
}

// block is a piece of a document that stands for itself.
type block struct {
	kind   blockKind
	level  int // of a heading, from 1
	quoted bool
	fact.Passage
	// lines are those of a paragraph or an item, each as a passage.
	lines []fact.Passage
	// cells are those of a row of a table; head marks the first row.
	cells []fact.Passage
	head  bool
	// checked is of an item with a box.
	checked, boxed bool
	// links are the targets in it.
	links []fact.Passage
}

type blockKind uint8

const (
	heading blockKind = iota + 1
	paragraph
	item
	row
	comment
)

func newDocument(text []byte) *document {
	d := &document{text: text, lines: []int{0}}
	for i, b := range text {
		if b == '\n' {
			d.lines = append(d.lines, i+1)
		}
	}
	return d
}

// at is the line and column of an offset, from 1.
func (d *document) at(offset int) (line, column int) {
	line = sort.SearchInts(d.lines, offset+1)
	return line, offset - d.lines[line-1] + 1
}

// offset is that of a line and a column in characters, both from 1, as YAML counts.
func (d *document) offset(line, column int) int {
	if line < 1 || line > len(d.lines) {
		return len(d.text)
	}
	at := d.lines[line-1]
	if line == 1 && bytes.HasPrefix(d.text, byteOrderMark) {
		at += len(byteOrderMark)
	}
	for ; column > 1 && at < len(d.text); column-- {
		_, size := utf8.DecodeRune(d.text[at:])
		at += size
	}
	return at
}

// passage is the bytes from start to end, without white space around them.
func (d *document) passage(start, end int, said string) fact.Passage {
	start, end = max(0, start), min(end, len(d.text))
	for start < end && isSpace(d.text[start]) {
		start++
	}
	for end > start && isSpace(d.text[end-1]) {
		end--
	}
	line, column := d.at(start)
	last, _ := d.at(max(start, end-1))
	return fact.Passage{Text: strings.Join(strings.Fields(said), " "), Line: line, Column: column, Start: start, End: end, Last: last}
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }

var byteOrderMark = []byte("\xef\xbb\xbf")

// invalid finds the first byte that is no text: one that is not UTF-8, or NUL.
func invalid(text []byte) (offset int, bad bool) {
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			if text[i] == 0 {
				return i, true
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i, true
		}
		i += size
	}
	return 0, false
}
