// Package target tells what a link or a path in a text means in the repository: whether
// it is meant to be a file of it at all, whether that file is there, and what became of it
// where it is not. It serves the checks of records and of documents.
//
// The naive check is right one time in six (17 % of 209 links of decisions in 14
// repositories): most of what looks dead is an address, a mention, or a route of a site.
package target

import (
	"path"
	"regexp"
	"strings"

	"leadline/internal/fact"
)

var (
	scheme   = regexp.MustCompile(`^(?i:[a-z][a-z0-9+.-]*:|//)`)
	forge    = regexp.MustCompile(`(^|/)(issues?|pulls?|pull-requests|merge_requests|wiki|wikis|commit|commits|discussions|releases|projects|milestone|actions|-)(/|$)`)
	stand    = regexp.MustCompile(`(?i)(^|[/_.-])(n{3,}|x{3,}|y{4}|todo|tbd|placeholder|path/to|your-|example\.)|[<>{}$*|\\]|\.\.\.|…`)
	siteMade = map[string]bool{".html": true, ".htm": true, ".php": true, ".aspx": true, ".jsp": true}
)

// External reports whether a target is an address.
func External(to string) bool { return scheme.MatchString(to) || strings.HasPrefix(to, "mailto:") }

// Checkable reports whether a target is meant to be a file of the repository.
func Checkable(to string) bool {
	switch ending := strings.ToLower(path.Ext(strings.TrimSuffix(to, "/"))); {
	case to == "" || External(to) || strings.ContainsAny(to, "@?"):
		return false
	case strings.HasPrefix(to, "/"), strings.HasPrefix(to, "~"):
		return false // a route of a site
	case stand.MatchString(to), forge.MatchString(to):
		return false
	case siteMade[ending]:
		return false
	case ending == "" || strings.ContainsAny(ending, " ,()"):
		return false // a route, or words
	case domain.MatchString(strings.TrimPrefix(first(to), "(")):
		return false
	}
	return true
}

func first(to string) string {
	name, _, _ := strings.Cut(to, "/")
	return name
}

// domain is an address whose scheme was left out: www.example.com, docs.rs.
var domain = regexp.MustCompile(`(?i)^(www\.|[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|org|net|io|dev|rs|gov|uk|de|eu|info|app|cloud)$)`)

// In is the file that a link means, from the top; empty where it leads out.
func In(from fact.Path, to string) fact.Path {
	p := path.Join(string(from.Folder()), to)
	if p == ".." || strings.HasPrefix(p, "../") || p == "." {
		return ""
	}
	return fact.Path(p)
}
