package html

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"leadline/internal/fault"
	"leadline/internal/sheet"
)

// links says where things lead; empty where there is nothing to lead to.
type links interface {
	place(p sheet.Place) string
	commit(id string) string
	person(name string) string
	rule(id string) string
	duty(name string) string
	// tree is the address before the paths of files, for scripts that draw.
	tree() string
}

var (
	objectID = regexp.MustCompile(`^[0-9a-f]{40,64}$`)
	plainURL = regexp.MustCompile(`^https://[A-Za-z0-9./_-]+$`)
)

// forge leads from a report to the pages of the forge, and to parts of the report.
type forge struct {
	commits, files string
	rules, duties  map[string]bool
	prefix         string // of the ids of the parts of the report
}

func newForge(a *sheet.Answer, prefix string, rules []Rule) *forge {
	f := &forge{prefix: prefix, rules: map[string]bool{}, duties: map[string]bool{}}
	if plainURL.MatchString(a.Repository.CommitURL) {
		f.commits = a.Repository.CommitURL
	}
	if plainURL.MatchString(a.Repository.FileURL) {
		f.files = a.Repository.FileURL
	}
	for _, s := range a.Sheets {
		f.duties[s.Duty] = true
	}
	for _, r := range rules {
		f.rules[r.ID] = true
	}
	return f
}

func (f *forge) place(p sheet.Place) string {
	if f.files == "" || !linkable(p.Path) {
		return ""
	}
	at := f.files + escapedPath(p.Path)
	if strings.HasSuffix(p.Path, "/") {
		at = strings.Replace(f.files, "/blob/", "/tree/", 1) + escapedPath(p.Path)
	}
	if p.Line > 0 {
		at += "#L" + strconv.Itoa(p.Line)
	}
	return at
}

func (f *forge) commit(id string) string {
	if f.commits == "" || !objectID.MatchString(id) {
		return ""
	}
	return f.commits + id
}

func (f *forge) person(string) string { return "" }

func (f *forge) rule(id string) string {
	if !f.rules[id] {
		return ""
	}
	return "#rule-" + anchor(id)
}

func (f *forge) duty(name string) string {
	if !f.duties[name] {
		return ""
	}
	return "#" + f.prefix + anchor(name)
}

func (f *forge) tree() string { return f.files }

// own leads to pages of the program's own server.
type own struct{}

func (own) place(p sheet.Place) string {
	switch {
	case p.Path == "." || p.Path == "":
		return "/"
	case !named(p.Path):
		return ""
	case p.Line > 0:
		n := strconv.Itoa(p.Line)
		return "/file/" + escapedPath(p.Path) + "?line=" + n + "#L" + n
	}
	return "/path/" + escapedPath(p.Path)
}

func (own) commit(id string) string {
	if !objectID.MatchString(id) {
		return ""
	}
	return "/commit/" + id
}

func (own) person(name string) string { return "/duty/guidance?away=" + url.QueryEscape(name) }
func (own) rule(id string) string     { return "/rule/" + id }
func (own) duty(name string) string   { return "/duty/" + url.PathEscape(name) }
func (own) tree() string              { return "/path/" }

// linkable tells paths that an address can name and that read as they are.
func linkable(path string) bool {
	return named(path) && utf8.ValidString(path) && fault.Visible(path) == path
}

// named tells paths that an address can name. A browser takes an element of dots
// for a way up, and a tree that was made for it may have one.
func named(path string) bool {
	for part := range strings.SplitSeq(strings.TrimSuffix(path, "/"), "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return true
}

// escapedPath escapes each element of a path for an address.
func escapedPath(path string) string {
	parts := strings.Split(path, "/")
	for i, s := range parts {
		parts[i] = url.PathEscape(s)
	}
	return strings.Join(parts, "/")
}

// anchor is an id as the name of a part of a page.
func anchor(id string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '-'
	}, id)
}
