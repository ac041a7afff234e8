// Package trace finds the tags by which source code names requirements: @req ID, and
// those of OpenFastTrace and StrictDoc. It serves whoever follows requirements to code
// and tests.
//
// Tags stand in comments alone: what is in a string is an example or a test of a tool.
// Which text of a file is a comment, the caller says. Fixtures, and what stands between
// leadline:off and leadline:on, or oft:off and oft:on, are left out. Whether what a tag
// names exists is not this package's job.
package trace

import (
	"bytes"
	"regexp"
	"strings"

	"leadline/internal/fact"
)

var fixtures = regexp.MustCompile(`(?i)(?:^|/)(?:testdata|test_data|fixtures?|__fixtures__|expected_outputs?|test/resources|node_modules|vendor|third_party)/`)

// Skips tells whether the tags of a file count for nothing, by its path: it is there to
// be read by tests, or is somebody else's.
func Skips(p fact.Path) bool { return fixtures.MatchString(string(p)) }

// marks are of what each tag holds at least one.
var marks = [][]byte{[]byte("@req"), []byte("@relation"), []byte("->")}

// MayHold tells whether a content can hold a tag: one that cannot need not be taken
// apart.
func MayHold(content []byte) bool {
	for _, m := range marks {
		if bytes.Contains(content, m) {
			return true
		}
	}
	return false
}

const (
	oftName = `[A-Za-z][\w-]*~[\w.-]*\w~\d+`
	id      = `(?:` + oftName + `|[A-Z][A-Z0-9]*[-_][A-Za-z0-9][\w-]*(?:\.[\w-]+)*)`
)

// A tag of ours, or of StrictDoc, begins a line of a comment: elsewhere it is spoken of.
var (
	req      = regexp.MustCompile(`^[^\pL\pN@]*@req(?::(implements|verifies))?\s+(` + id + `(?:\s*,\s*` + id + `)*)`)
	oft      = regexp.MustCompile(`\[\s*([A-Za-z]+)(?:~([\w.-]*\w)?~(\d+))?\s*->\s*(` + oftName + `)\s*(?:>>\s*([A-Za-z][\w, \t]*))?\]`)
	relation = regexp.MustCompile(`(?m)^[^\pL\pN@\n]*@relation\(([^()]*)\)`)
	toggle   = regexp.MustCompile(`\b(?:leadline|oft):(on|off)\b`)
	comma    = regexp.MustCompile(`\s*,\s*`)
)

// Find gives the tags in the comments of a file, in their order.
func Find(p fact.Path, comments []fact.Comment) []fact.Tag {
	f := finder{path: p}
	for _, c := range comments {
		f.comment(c)
	}
	return f.tags
}

type finder struct {
	path fact.Path
	off  bool
	tags []fact.Tag
}

func (f *finder) comment(c fact.Comment) {
	line := c.Line
	for text := range strings.Lines(c.Text) {
		if at := toggle.FindStringSubmatch(text); at != nil {
			f.off = at[1] == "off"
		}
		if !f.off {
			f.line(line, text)
		}
		line++
	}
	if f.off {
		return
	}
	for _, at := range relation.FindAllStringSubmatchIndex(c.Text, -1) {
		f.relation(c.Line+strings.Count(c.Text[:at[0]], "\n"), c.Text[at[2]:at[3]])
	}
}

func (f *finder) line(line int, text string) {
	for _, at := range req.FindAllStringSubmatch(text, -1) {
		for _, to := range comma.Split(at[2], -1) {
			f.add(fact.Tag{Line: line, Requirement: to, Role: fact.TagRole(at[1]), Syntax: fact.TagReq})
		}
	}
	for _, at := range oft.FindAllStringSubmatch(text, -1) {
		t := fact.Tag{Line: line, Kind: at[1], Requirement: at[4], Syntax: fact.TagOpenFastTrace, Needs: strings.FieldsFunc(at[5], func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })}
		if at[2] != "" {
			t.Own = at[1] + "~" + at[2] + "~" + at[3]
		}
		t.Role = fact.Implementing
		if strings.Contains(strings.ToLower(t.Kind), "test") {
			t.Role = fact.Verifying
		}
		f.add(t)
	}
}

// relation reads what stands between the brackets of a marker of StrictDoc. One that
// ends a range says again what the one said that began it.
func (f *finder) relation(line int, inside string) {
	var ids []string
	role, scoped := fact.AnyRole, false
	for part := range strings.SplitSeq(inside, ",") {
		part = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(part), "*#/"))
		name, value, named := strings.Cut(part, "=")
		switch {
		case named && strings.TrimSpace(name) == "scope" && strings.TrimSpace(value) == "range_end":
			return
		case named && strings.TrimSpace(name) == "scope":
			scoped = true
		case named && strings.TrimSpace(name) == "role":
			role = roleOf(strings.ToLower(value))
		case !named && part != "" && part != "skip" && !strings.ContainsAny(part, " \t\n\"'{}"):
			ids = append(ids, part)
		}
	}
	if !scoped {
		return // the tool takes none without a scope: it is spoken of
	}
	for _, to := range ids {
		f.add(fact.Tag{Line: line, Requirement: to, Role: role, Syntax: fact.TagStrictDoc})
	}
}

func roleOf(word string) fact.TagRole {
	switch {
	case strings.Contains(word, "test") || strings.Contains(word, "verif"):
		return fact.Verifying
	case strings.Contains(word, "impl"):
		return fact.Implementing
	}
	return fact.AnyRole
}

func (f *finder) add(t fact.Tag) {
	t.Path = f.path
	f.tags = append(f.tags, t)
}

// Without gives a content in which the tags are blanks: for whoever asks whether the
// rest of it would tell.
func Without(content string) string {
	blank := func(s string) string { return strings.Repeat(" ", len(s)) }
	for _, x := range []*regexp.Regexp{req, oft, relation} {
		content = x.ReplaceAllStringFunc(content, blank)
	}
	return content
}
