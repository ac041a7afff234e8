package generated

import (
	"bytes"
	"regexp"
)

// HeadBytes is how much of a content Marked looks at.
const HeadBytes = 4096

// headLines is the number of lines at the beginning in which a mark counts:
// further down it is more likely what a generator writes than what it wrote.
const headLines = 30

// Marked reports whether the beginning of a content says that a program wrote it:
// Go's "Code generated ... DO NOT EDIT." (go.dev/s/generatedcode), the
// "@generated" of many tools, a comment that begins by saying by what the file is
// generated, or one that tells both that it is and not to edit it.
func Marked(beginning []byte) bool {
	said, forbidden := -headLines, -headLines
	for n := range headLines {
		line, rest, more := bytes.Cut(beginning, []byte("\n"))
		beginning = rest
		if text, ok := comment(line); ok {
			if goMark.Match(line) || atGenerated.Match(text) || saysBy.Match(text) {
				return true
			}
			if generatedBy.Match(text) {
				said = n
			}
			if doNotEdit.Match(text) {
				forbidden = n
			}
			// They stand in one sentence, or in two that follow each other.
			if said >= 0 && forbidden >= 0 && max(said-forbidden, forbidden-said) <= 3 {
				return true
			}
		}
		if !more {
			break
		}
	}
	return false
}

var (
	goMark      = regexp.MustCompile(`^// Code generated .* DO NOT EDIT\.\r?$`)
	atGenerated = regexp.MustCompile(`(?:^|[\s*])@generated\b`)
	saysBy      = regexp.MustCompile(`^[\s*!/]*(?i:(?:this file (?:is|was) )?(?:auto(?:matically)?[- ]?)?generated (?:by|from|with)) \S+`)
	generatedBy = regexp.MustCompile(`(?i)\b(?:auto[- ]?)?generated\b`)
	doNotEdit   = regexp.MustCompile(`(?i)\b(?:do not|don't|not to|never) (?:manually |directly |hand[- ])?(?:edit|modify|change|touch)\b|\bnot be (?:manually )?(?:edited|modified|changed)\b`)
)

// comment gives the text of a line that is one of a comment, in any of the
// languages that mark them at the beginning of a line.
func comment(line []byte) ([]byte, bool) {
	line = bytes.TrimSpace(line)
	for _, mark := range [][]byte{[]byte("//"), []byte("/*"), []byte("*"), []byte("#"), []byte("--"), []byte(";"), []byte("<!--"), []byte("%"), []byte("(*"), []byte("{-")} {
		if text, ok := bytes.CutPrefix(line, mark); ok {
			return text, true
		}
	}
	return nil, false
}
