package owners

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/hmarr/codeowners"

	"leadline/internal/fact"
)

// section is GitLab's head of a section: [name], ^[optional], [name][2], and owners of
// the lines that name none.
var section = regexp.MustCompile(`^(\^)?\[([^\[\]]+)\](?:\[(\d{1,4})\])?(?:[ \t]+(.*))?$`)

// dialectOf tells whose rules a file is written for: GitLab's where it stands in a place
// that only GitLab knows, or has a head of a section.
func dialectOf(p fact.Path, text string) fact.OwnersDialect {
	switch p.Folder() {
	case ".gitlab":
		return fact.GitLabOwners
	case ".github":
		return fact.GitHubOwners
	}
	for line := range strings.Lines(text) {
		if m := section.FindStringSubmatch(strings.TrimSpace(line)); m != nil && !strings.ContainsAny(m[2], "*/?") {
			return fact.GitLabOwners
		}
	}
	return fact.GitHubOwners
}

// github reads a file as GitHub does: a line that is wrong is passed over, and the others
// hold.
func (r *reader) github(p fact.Path, text string) {
	number := 0
	for line := range strings.Lines(text) {
		number++
		pattern, rest, column := splitLine(line)
		if pattern == "" {
			continue
		}
		if at, what := notOfGitHub(pattern); what != "" {
			r.problem(p, number, column+at, "write a line for each case", "GitHub passes this line over: %s in a pattern", what)
			continue
		}
		l := fact.OwnerLine{File: p, Line: number, Pattern: pattern, Instead: -1}
		if r.owners(&l, rest, githubOwner, "GitHub passes this line over") {
			r.out.Lines = append(r.out.Lines, l)
		}
	}
}

// gitlab reads a file as GitLab does: by sections, each of which has to agree by itself.
func (r *reader) gitlab(p fact.Path, text string) {
	var in fact.OwnerLine // what the lines of a section have in common
	required := map[string]bool{}
	defer func() {
		for i := range r.out.Lines { // sections of one name are one
			l := &r.out.Lines[i]
			l.Optional = l.Optional && !required[strings.ToLower(l.Section)]
		}
	}()
	number := 0
	for line := range strings.Lines(text) {
		number++
		trimmed := strings.TrimSpace(line)
		if m := section.FindStringSubmatch(trimmed); m != nil {
			in = fact.OwnerLine{File: p, Line: number, Section: m[2], Optional: m[1] != ""}
			in.Approvals, _ = strconv.Atoi(m[3])
			owners, _, _ := strings.Cut(m[4], "#")
			r.owners(&in, owned{owners, strings.Index(line, m[4]) + 1}, gitlabOwner, "GitLab does not know this owner")
			continue
		}
		pattern, rest, column := splitLine(line)
		if pattern == "" {
			continue
		}
		if strings.HasPrefix(pattern, "[") || strings.HasPrefix(pattern, "^[") {
			r.problem(p, number, column, "write [Name], ^[Name] or [Name][2], and owners behind it", "this begins like the head of a section and is none")
			continue
		}
		required[strings.ToLower(in.Section)] = required[strings.ToLower(in.Section)] || !in.Optional
		l := in
		l.File, l.Line, l.Instead, l.Owners = p, number, -1, nil
		l.Pattern, l.Excludes = strings.TrimPrefix(pattern, "!"), strings.HasPrefix(pattern, "!")
		if l.Pattern == "" {
			r.problem(p, number, column, "write the pattern behind the !", "a ! without a pattern")
			continue
		}
		r.owners(&l, rest, gitlabOwner, "GitLab does not know this owner")
		if len(l.Owners) == 0 && !l.Excludes {
			l.Owners = in.Owners
		}
		r.out.Lines = append(r.out.Lines, l)
	}
}

// owned is the part of a line that names owners, and the column where it begins.
type owned struct {
	text   string
	column int
}

// splitLine takes a line apart: the pattern, in which a backslash keeps a space, and what
// follows it, without a remark. The column is that of the pattern.
func splitLine(line string) (pattern string, rest owned, column int) {
	trimmed := strings.TrimLeft(line, " \t")
	column = len(line) - len(trimmed) + 1
	trimmed = strings.TrimRight(trimmed, " \t\r\n")
	if trimmed == "" || trimmed[0] == '#' {
		return "", owned{}, column
	}
	end := len(trimmed)
	for i := 0; i < len(trimmed); i++ {
		if trimmed[i] == '\\' {
			i++
			continue
		}
		if trimmed[i] == ' ' || trimmed[i] == '\t' {
			end = i
			break
		}
	}
	text := trimmed[end:]
	if at := strings.IndexByte(text, '#'); at >= 0 {
		text = text[:at]
	}
	return trimmed[:end], owned{text, column + end}, column
}

// notOfGitHub tells what of a pattern GitHub does not know, and where.
func notOfGitHub(pattern string) (at int, what string) {
	switch {
	case strings.HasPrefix(pattern, "!"):
		return 0, "an exception, !,"
	case strings.HasPrefix(pattern, `\#`):
		return 0, `a \#`
	case strings.Contains(pattern, "***"):
		return strings.Index(pattern, "***"), "three asterisks in a row"
	}
	if at = strings.IndexByte(pattern, '['); at >= 0 {
		return at, "a range of characters, [ ],"
	}
	return 0, ""
}

var errOwner = errors.New("no owner")

// owners adds those that a line names; false if one of them is none.
func (r *reader) owners(l *fact.OwnerLine, from owned, read func(string) (fact.Owner, error), says string) bool {
	ok := true
	at := 0
	for word := range strings.FieldsSeq(from.text) {
		at += strings.Index(from.text[at:], word)
		o, err := read(word)
		if err != nil {
			r.problem(l.File, l.Line, from.column+at, "write @login, @organisation/team or an e-mail address", "%s: %q is no owner", says, word)
			ok = false
		} else {
			l.Owners = append(l.Owners, o)
		}
		at += len(word)
	}
	return ok
}

// githubOwner reads an owner as GitHub names them.
func githubOwner(word string) (fact.Owner, error) {
	for _, m := range codeowners.DefaultOwnerMatchers {
		o, err := m.Match(word)
		if err != nil {
			continue
		}
		kind := fact.OwnerAccount
		switch o.Type {
		case codeowners.TeamOwner:
			kind = fact.OwnerTeam
		case codeowners.EmailOwner:
			kind = fact.OwnerEmail
		}
		return fact.Owner{Name: word, Kind: kind}, nil
	}
	return fact.Owner{}, errOwner
}

var (
	gitlabName  = regexp.MustCompile(`^@[\pL\pN_][\pL\pN_.-]*(/[\pL\pN_][\pL\pN_.-]*)*$`)
	gitlabEmail = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	gitlabRole  = regexp.MustCompile(`^@@(developer|maintainer|owner)s?$`)
)

// gitlabOwner reads an owner as GitLab names them.
func gitlabOwner(word string) (fact.Owner, error) {
	o := fact.Owner{Name: word, Kind: fact.OwnerAccount}
	switch {
	case gitlabRole.MatchString(word):
		o.Kind = fact.OwnerRole
	case gitlabName.MatchString(word):
		if strings.Contains(word, "/") {
			o.Kind = fact.OwnerTeam
		}
	case gitlabEmail.MatchString(word):
		o.Kind = fact.OwnerEmail
	default:
		return o, errOwner
	}
	return o, nil
}
