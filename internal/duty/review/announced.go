package review

import (
	"regexp"
	"slices"
	"strings"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
)

// Words that announce a break: in the subject of any commit, in that of the only one, of
// which all else is about that, and in a change log.
var (
	breaking  = regexp.MustCompile(`(?i)\bbreaking\b|\bdeprecat`)
	takesOut  = regexp.MustCompile(`(?i)\b(remov|drop|delet|renam|mov(e|es|ed|ing)\b|get(ting)? rid)`)
	otherwise = regexp.MustCompile(`(?i)\b(breaking|remov|drop|delet|renam|refactor|deprecat|changed|changing|no longer|incompatible)`) // in a change log
)

// announced tells that whoever made a change knows of a break: a subject says so, a
// document that is changed along names what breaks more often than before, or a change
// log tells of something that others find otherwise.
func (a *answer) announced(b *duty.APIBreak) bool {
	named := lastWord(b.Symbol)
	if a.declaresBreak() || a.says(breaking) || len(a.change.Commits) == 1 && a.says(takesOut) || named != nil && a.says(named) {
		return true
	}
	for i := range a.change.Files {
		f := &a.change.Files[i]
		words := []*regexp.Regexp{named}
		switch {
		case hotspot.Bookkeeping(f.Path):
			words = append(words, otherwise)
		case hotspot.NatureOf(f.Path) != hotspot.Documentation:
			continue
		}
		for _, w := range words {
			if w != nil && len(w.FindAllIndex(f.After.Text, -1)) > len(w.FindAllIndex(f.Before.Text, -1)) {
				return true
			}
		}
	}
	return false
}

// declaresBreak tells that whoever made a change declares that it breaks something, as release
// tools read it.
func (a *answer) declaresBreak() bool {
	return slices.ContainsFunc(a.change.Commits, func(c fact.Commit) bool { return c.Breaking })
}

// callees are the arguments in the symbol of a function, and the names of constructors.
var callees = regexp.MustCompile(`\(.*|\.<new>|\.__\w+__$|\.constructor$`)

// lastWord finds the name of what a symbol is; nil where it has none.
func lastWord(symbol string) *regexp.Regexp {
	name := callees.ReplaceAllString(symbol, "")
	name = name[strings.LastIndexByte(name, '.')+1:]
	if name == "" {
		return nil
	}
	return regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\b`)
}
