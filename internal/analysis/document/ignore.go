package document

import (
	"regexp"
	"strings"

	"leadline/internal/fact"
)

// ignore is a pattern of a .gitignore as git understands it (gitignore(5)).
type ignore struct {
	folder string // with a slash at its end; empty at the top
	fits   *regexp.Regexp
	// not takes back what patterns before it said.
	not bool
}

// ignoresOf reads patterns. One that is none fits nothing.
func ignoresOf(all []fact.Ignore) []ignore {
	var out []ignore
	for _, x := range all {
		p, not := strings.CutPrefix(x.Pattern, "!")
		p = strings.TrimSuffix(p, "/")
		anchored := strings.Contains(p, "/")
		expression := patternOf(strings.TrimPrefix(p, "/"))
		if !anchored {
			expression = "(?:.*/)?" + expression
		}
		fits, err := regexp.Compile("^" + expression + "$")
		if err != nil {
			continue
		}
		i := ignore{fits: fits, not: not}
		if x.Folder != "" {
			i.folder = string(x.Folder) + "/"
		}
		out = append(out, i)
	}
	return out
}

// patternOf is a pattern as a regular expression.
func patternOf(p string) string {
	var b strings.Builder
	for len(p) > 0 {
		switch {
		case strings.HasPrefix(p, "**/"):
			b.WriteString("(?:.*/)?")
			p = p[3:]
		case strings.HasPrefix(p, "**"):
			b.WriteString(".*")
			p = p[2:]
		case p[0] == '*':
			b.WriteString("[^/]*")
			p = p[1:]
		case p[0] == '?':
			b.WriteString("[^/]")
			p = p[1:]
		default:
			b.WriteString(regexp.QuoteMeta(p[:1]))
			p = p[1:]
		}
	}
	return b.String()
}

// ignored reports whether git would ignore a path, or a folder around it: then it may be
// there where programs have run.
func (l *Library) ignored(p fact.Path) bool {
	for ; p != ""; p = p.Folder() {
		is := false
		for i := range l.ignores {
			x := &l.ignores[i]
			if rest, below := strings.CutPrefix(string(p), x.folder); below && is == x.not && x.fits.MatchString(rest) {
				is = !x.not
			}
		}
		if is {
			return true
		}
	}
	return false
}
