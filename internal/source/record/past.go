package record

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

var (
	// pastHeading is of a section that tells of what was, or of what is to come.
	pastHeading = regexp.MustCompile(`(?i)\b(history|historic\w*|change ?logs?|changes|changed|releases?|release notes|migrat\w*|deprecat\w*|remov\w*|upgrad\w*|breaking|legacy|former\w*|obsolete|previous\w*|renam\w*|what'?s new|news|roadmap|future|to-?dos?|plans?|planned|proposals?|proposed|alternatives|background|archived?|status|progress|done|completed|lessons|old)\b|\bv?\d+\.\d+|\b20\d\d-\d\d`)
	// pastWords are those of a sentence that tells of what was, or of what is to come.
	pastWords = regexp.MustCompile(`(?i)\b(deprecat\w*|removed?|removes|removal|renam\w*|replac(?:e[sd]|ing)|no longer|not any ?more|former\w*|previous\w*|(?:was|were) used|obsolete\w*|legacy|superseded|migrat\w*|dropped|gone|(?-i:Added)|before v?\d|until v?\d|prior to|planned|proposed?|future|to-?do|historical\w*|originally|moved)\b`)
)

// past tells of the lines of a text whether they speak of what was or is to come: by a
// heading above them, or by the words of the paragraph, item or row in which they stand.
func (d *document) past() func(line int) bool {
	type stretch struct {
		line int // where it begins
		past bool
	}
	var all []stretch
	under := 0 // the level of the heading that says so; zero for none
	blocks := slices.Clone(d.blocks)
	slices.SortStableFunc(blocks, func(a, b block) int { return cmp.Compare(a.Line, b.Line) })
	for i := range blocks {
		b := &blocks[i]
		if b.kind == heading && (under == 0 || b.level <= under) {
			if under = 0; pastHeading.MatchString(b.Text) {
				under = b.level
			}
		}
		all = append(all, stretch{b.Line, under > 0 || pastWords.MatchString(b.said())})
	}
	return func(line int) bool {
		i, found := slices.BinarySearchFunc(all, line, func(s stretch, line int) int { return cmp.Compare(s.line, line) })
		if !found {
			i--
		}
		return i >= 0 && all[i].past
	}
}

// said is all that a block says.
func (b *block) said() string {
	text := b.Text
	for _, c := range b.cells {
		text += " " + strings.TrimSpace(c.Text)
	}
	return text
}
