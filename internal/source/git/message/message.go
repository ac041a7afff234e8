// Package message reads the subject and the trailers of a commit message, for
// whoever reads commits.
//
// Both are what `git log --format='%s%n%(trailers:only,unfold)'` prints with
// git's default configuration, byte for byte. The message is taken as it
// comes: its encoding is the caller's business, and so is what trailers mean.
package message

import (
	"bytes"
	"strings"

	"leadline/internal/fact"
)

// Parse gives the first paragraph on one line, and the trailers in order. As
// in git, a message ends at its first NUL.
//
// Trailers stand in the last paragraph, which is not the first one, if all its
// lines are trailers, or if one of them was written by git (a sign-off or the
// note of a cherry-pick) and at least a quarter are trailers
// (git-interpret-trailers(1)). A line that begins with white space goes on
// the one before; comments do not count.
func Parse(message []byte) (subject string, trailers []fact.Trailer) {
	if i := bytes.IndexByte(message, 0); i >= 0 {
		message = message[:i]
	}
	subject, rest := cutSubject(message)
	start := len(message) - len(rest)
	end := max(start, trailersEnd(message))
	block := trailerBlock(message[start:end])
	if len(block) == 0 {
		return subject, nil
	}
	return subject, readBlock(block)
}

// scissors is the line below which git puts what is no message when it opens
// an editor.
var scissors = []byte("\n# ------------------------ >8 ------------------------\n")

// cutSubject gives the subject, and what comes after its paragraph from the
// blank line on.
func cutSubject(message []byte) (string, []byte) {
	rest := message
	line, next := cutLine(rest)
	for isBlank(line) && len(rest) > 0 {
		rest = next
		line, next = cutLine(rest)
	}
	first := trimRight(line)
	rest = next
	var more []byte
	for len(rest) > 0 {
		line, next = cutLine(rest)
		if isBlank(line) {
			break
		}
		if more == nil {
			more = append(more, first...)
		}
		more = append(append(more, ' '), trimRight(line)...)
		rest = next
	}
	if more != nil {
		first = more
	}
	return string(first), rest
}

// trailerBlock finds the last paragraph of text, which begins with a blank
// line, and gives it if it holds trailers.
func trailerBlock(text []byte) []byte {
	for {
		line, above := cutLastLine(text)
		if len(text) == 0 {
			return nil
		}
		if !isBlank(line) && line[0] != '#' {
			break
		}
		text = above
	}
	var c counts
	for above := text; len(above) > 0; {
		line, next := cutLastLine(above)
		if isBlank(line) {
			if !c.trailers() {
				return nil
			}
			return text[len(above):]
		}
		c.add(line)
		above = next
	}
	return nil
}

// counts sums up a paragraph's lines, read from the last to the first.
type counts struct {
	yes, no int
	folded  int // lines that go on one that was not read yet
	byGit   bool
}

func (c *counts) add(line []byte) {
	switch {
	case line[0] == '#':
		// What is folded below a comment belongs to no trailer.
		c.no += c.folded
		c.folded = 0
	case isByGit(line):
		c.byGit = true
		c.yes++
		c.folded = 0
	case isSpace(line[0]):
		c.folded++
	case separator(line) > 0:
		c.yes++
		c.folded = 0
	default:
		c.no += 1 + c.folded
		c.folded = 0
	}
}

func (c *counts) trailers() bool {
	no := c.no + c.folded
	return c.yes > 0 && no == 0 || c.byGit && 3*c.yes >= no
}

func isByGit(line []byte) bool {
	return bytes.HasPrefix(line, []byte("Signed-off-by: ")) ||
		bytes.HasPrefix(line, []byte("(cherry picked from commit "))
}

// readBlock reads the lines of the paragraph that are trailers.
func readBlock(block []byte) []fact.Trailer {
	var trailers []fact.Trailer
	for len(block) > 0 {
		line, rest := cutLine(block)
		at := separator(line)
		if at < 1 || isSpace(line[0]) {
			block = rest
			continue
		}
		size := len(line)
		for len(rest) > 0 && isSpace(rest[0]) {
			_, rest = cutLine(rest)
			size = len(block) - len(rest)
		}
		trailers = append(trailers, fact.Trailer{
			Key:   string(trimRight(block[:at])),
			Value: unfold(block[at+1 : size]),
		})
		block = rest
	}
	return trailers
}

// unfold puts a space where a line ends and the next one is indented.
func unfold(value []byte) string {
	value = bytes.Trim(value, spaces)
	if bytes.IndexByte(value, '\n') < 0 {
		return string(value)
	}
	var b strings.Builder
	for len(value) > 0 {
		line, rest, more := bytes.Cut(value, []byte("\n"))
		b.Write(line)
		if more {
			b.WriteByte(' ')
		}
		value = bytes.TrimLeft(rest, spaces)
	}
	return b.String()
}

// separator is where the colon of "Key: value" or "Key : value" stands, or -1.
func separator(line []byte) int {
	key := true
	for i, c := range line {
		switch {
		case c == ':':
			return i
		case key && (isAlnum(c) || c == '-'):
		case i > 0 && (c == ' ' || c == '\t'):
			key = false
		default:
			return -1
		}
	}
	return -1
}

// trailersEnd leaves out what git puts below a message that is being edited:
// all from the scissors on, and then at the end empty lines, comments, and a
// list of conflicts, whose lines begin with a tab.
func trailersEnd(message []byte) int {
	if bytes.HasPrefix(message, scissors[1:]) {
		return 0
	}
	if i := bytes.Index(message, scissors); i >= 0 {
		message = message[:i+1]
	}
	for rest := message; len(rest) > 0; {
		line, above := cutLastLine(rest)
		switch {
		case line[0] == '\t':
			return beforeConflicts(message)
		case line[0] != '\n' && line[0] != '#' && string(line) != conflicts:
			return len(rest)
		}
		rest = above
	}
	return 0
}

const conflicts = "Conflicts:\n"

// beforeConflicts is trailersEnd for a message that may end in a list, which
// only its head tells from folded lines. A list ends with the next line of
// another sort; git sees no such end while nothing but the message's very
// first line is left out.
func beforeConflicts(message []byte) int {
	end, inList := 0, false
	for rest := message; len(rest) > 0; {
		line, next := cutLine(rest)
		switch {
		case line[0] == '\n' || line[0] == '#' || string(line) == conflicts:
			inList = inList || line[0] == 'C'
			if end == 0 {
				end = len(message) - len(rest)
			}
		case inList && line[0] == '\t':
		case end > 0:
			end, inList = 0, false
		}
		rest = next
	}
	if end == 0 {
		return len(message)
	}
	return end
}

// spaces are what git takes for white space.
const spaces = " \t\n\r"

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isAlnum(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

func isBlank(line []byte) bool {
	for _, c := range line {
		if !isSpace(c) {
			return false
		}
	}
	return true
}

func trimRight(line []byte) []byte { return bytes.TrimRight(line, spaces) }

// cutLine cuts after the first line feed.
func cutLine(text []byte) (line, rest []byte) {
	if i := bytes.IndexByte(text, '\n'); i >= 0 {
		return text[:i+1], text[i+1:]
	}
	return text, nil
}

// cutLastLine cuts before the last line.
func cutLastLine(text []byte) (line, above []byte) {
	if len(text) == 0 {
		return nil, nil
	}
	i := bytes.LastIndexByte(text[:len(text)-1], '\n') + 1
	return text[i:], text[:i]
}
