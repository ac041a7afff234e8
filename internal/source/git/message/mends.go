package message

import (
	"bytes"

	"leadline/internal/fact"
)

// leastID is how many digits an id has at least; git abbreviates to no fewer.
const leastID = 7

// marks begin the lines that name a commit: what people write above or among the
// trailers, and what `git revert` writes.
var marks = []struct {
	text    []byte
	reverts bool
}{
	{[]byte("fixes: commit "), false},
	{[]byte("fixes:"), false},
	{[]byte("reverts: commit "), true},
	{[]byte("reverts:"), true},
	{[]byte("this reverts commit "), true},
}

// Mends gives the commits that a message names, at the beginning of a line below the
// subject, as what it fixes or reverts, in order.
func Mends(message []byte) []fact.Mend {
	if i := bytes.IndexByte(message, 0); i >= 0 {
		message = message[:i]
	}
	_, rest := cutSubject(message)
	var out []fact.Mend
	for len(rest) > 0 {
		var line []byte
		line, rest = cutLine(rest)
		line = bytes.TrimLeft(line, spaces)
		for _, m := range marks {
			if len(line) < len(m.text) || !bytes.EqualFold(line[:len(m.text)], m.text) {
				continue
			}
			if id := leadingID(bytes.TrimLeft(line[len(m.text):], spaces)); id != "" {
				out = append(out, fact.Mend{ID: id, Reverts: m.reverts})
				break
			}
		}
	}
	return out
}

// leadingID reads the id, abbreviated or not, that a text begins with; empty if it
// begins with none.
func leadingID(text []byte) string {
	n := 0
	for n < len(text) && (text[n] >= '0' && text[n] <= '9' || text[n] >= 'a' && text[n] <= 'f') {
		n++
	}
	if n < leastID || n > 64 || n < len(text) && isAlnum(text[n]) {
		return ""
	}
	return string(text[:n])
}
