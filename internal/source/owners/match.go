package owners

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/hmarr/codeowners"

	"leadline/internal/fact"
)

// matcher tells the files that a pattern fits.
type matcher struct {
	rule codeowners.Rule
	// prefix is how all of them begin; it is empty where the pattern may fit anywhere.
	prefix string
	// pieces are texts that each of them holds.
	pieces []string
	// odd: the pattern has characters that the library does not take.
	odd bool
	// exact: the pattern, which is GitLab's, does not fit what is in a folder that it fits.
	exact bool
}

// plain are the characters that the library takes in a pattern, besides letters of
// ASCII and digits.
const plain = "*?./@_+-\\()"

// standIns writes characters that the library does not take in a pattern by others, in
// patterns and paths alike.
func standIns(s string) string {
	var out strings.Builder
	escaped := false
	for _, c := range s {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune(plain, c) || (c == ' ' || c == '\t') && escaped {
			out.WriteRune(c)
		} else {
			fmt.Fprintf(&out, "+%x+", c)
		}
		escaped = c == '\\' && !escaped
	}
	return out.String()
}

// compile makes a matcher of a pattern.
func compile(pattern string, dialect fact.OwnersDialect) (matcher, error) {
	m := matcher{}
	switch {
	case strings.Trim(pattern, "/") == "":
		return matcher{}, errNothing
	case len(pattern) > mostPattern:
		return matcher{}, errLong
	}
	if dialect == fact.FromCatalog {
		m.prefix = strings.TrimPrefix(strings.TrimPrefix(pattern, "*"), "/")
		pattern = "**"
	}
	if dialect == fact.GitLabOwners {
		last := pattern[strings.LastIndexByte(pattern, '/')+1:]
		m.exact = last != "" && last != "*" && last != "**"
		if !strings.HasPrefix(pattern, "/") && !strings.HasPrefix(pattern, "**") && pattern != "*" {
			pattern = "**/" + pattern
		}
	}
	known := standIns(pattern)
	m.odd = known != pattern
	rules, err := codeowners.ParseFile(strings.NewReader(known))
	if err != nil || len(rules) != 1 {
		return matcher{}, errPattern(err)
	}
	m.rule = rules[0]
	if dialect == fact.FromCatalog {
		return m, nil
	}
	if !strings.Contains(pattern, `\`) {
		m.pieces = strings.FieldsFunc(pattern, func(r rune) bool { return r == '*' || r == '?' || r == '/' })
		m.prefix = prefixOf(pattern)
	}
	return m, nil
}

// prefixOf is how all paths begin that a pattern fits: what stands before its first
// wildcard, if it is bound to the top, as it is by a slash that is not its last.
func prefixOf(pattern string) string {
	if at := strings.IndexByte(pattern, '/'); at < 0 || at == len(pattern)-1 {
		return ""
	}
	p := strings.TrimPrefix(pattern, "/")
	if at := strings.IndexAny(p, "*?"); at >= 0 {
		// "a/**/b" fits a/b: the slash before ** is in every path, that behind it is not.
		return p[:at]
	}
	return strings.TrimSuffix(p, "/")
}

// each gives the indices of the files, which are by path bytes, that the pattern fits.
func (m *matcher) each(files []fact.Path, yield func(int)) {
	from := sort.Search(len(files), func(i int) bool { return string(files[i]) >= m.prefix })
	for i := from; i < len(files); i++ {
		p := string(files[i])
		if !strings.HasPrefix(p, m.prefix) {
			return
		}
		if m.fits(p) {
			yield(i)
		}
	}
}

func (m *matcher) fits(p string) bool {
	if slices.ContainsFunc(m.pieces, func(piece string) bool { return !strings.Contains(p, piece) }) || !m.takes(p) {
		return false
	}
	if m.exact {
		for dir := fact.Path(p).Folder(); dir != ""; dir = dir.Folder() {
			if m.takes(string(dir)) {
				return false
			}
		}
	}
	return true
}

func (m *matcher) takes(p string) bool {
	if m.odd {
		p = standIns(p)
	}
	ok, err := m.rule.Match(p)
	return ok && err == nil
}

// assign finds the lines that decide for each file: the last one that fits it, of GitLab
// the last of each section. A line that excludes something holds whatever comes later.
func (r *reader) assign(ctx context.Context) error {
	lines := r.out.Lines
	if len(lines) > mostLines {
		r.problem(lines[mostLines].File, lines[mostLines].Line, 0, "name folders instead of files", "more than %d lines: what follows is not read", mostLines)
		lines = lines[:mostLines]
	}
	sections := map[string]int{}
	deciding := make([][]int, len(r.files)) // by section, the line and one more; 0 is none
	kept := lines[:0]
	for _, l := range lines {
		m, err := compile(l.Pattern, r.out.Dialect)
		if err != nil {
			r.problem(l.File, l.Line, 0, "mend the pattern", "the pattern %q cannot be read: %v", l.Pattern, err)
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		in := r.section(sections, &l)
		at := len(kept)
		kept = append(kept, l)
		m.each(r.files, func(i int) {
			for len(deciding[i]) <= in {
				deciding[i] = append(deciding[i], 0)
			}
			kept[at].Fits++
			if was := deciding[i][in]; was > 0 {
				if kept[was-1].Excludes {
					return
				}
				kept[was-1].Decides--
				if kept[was-1].Instead < 0 {
					kept[was-1].Instead = at
				}
			}
			deciding[i][in] = at + 1
			kept[at].Decides++
		})
	}
	r.out.Lines = kept
	r.out.Deciding = make(map[fact.Path][]int, len(r.files))
	for i, by := range deciding {
		for _, at := range by {
			if at > 0 {
				r.out.Deciding[r.files[i]] = append(r.out.Deciding[r.files[i]], at-1)
			}
		}
	}
	return nil
}

// section numbers the sections of GitLab; elsewhere there is one. Names that differ in
// case are one.
func (r *reader) section(sections map[string]int, l *fact.OwnerLine) int {
	if r.out.Dialect != fact.GitLabOwners {
		return 0
	}
	name := strings.ToLower(l.Section)
	if _, ok := sections[name]; !ok {
		sections[name] = len(sections)
	}
	return sections[name]
}

// How much is matched: longer patterns name no file, and more lines are no list that
// people keep.
const (
	mostPattern = 4096
	mostLines   = 20_000
)

var (
	errNothing = errors.New("it names nothing: * is everything")
	errLong    = errors.New("it is longer than any path")
)

func errPattern(err error) error {
	if err != nil {
		return err
	}
	return errOwner
}
