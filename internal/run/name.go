package run

import (
	"path/filepath"
	"regexp"
	"strings"

	"leadline/internal/source/git"
)

// name is what people call the repository: the last part of where it comes
// from, or else the directory it lies in.
func name(r *git.Repository, origin string) string {
	if n := urlName(origin); n != "" {
		return n
	}
	dir := r.Root
	if dir == "" {
		dir = r.CommonDir
	}
	return strings.TrimSuffix(filepath.Base(dir), ".git")
}

// urlName is the last part of a path in one of the forms that git takes: a
// URL, host:path, or a plain path. It is empty if there is none. Nothing else
// of the URL is in it: user names, passwords and tokens stay where they are.
func urlName(url string) string {
	path := url
	if _, rest, ok := strings.Cut(url, "://"); ok {
		_, path, _ = strings.Cut(rest, "/")
		path, _, _ = strings.Cut(path, "?")
		path, _, _ = strings.Cut(path, "#")
		path = path[strings.LastIndexByte(path, '@')+1:] // a password with a slash
	} else if at := strings.IndexByte(url, ':'); at >= 0 && !strings.Contains(url[:at], "/") {
		path = url[strings.LastIndexByte(url, '@')+1:]
		_, path, _ = strings.Cut(path, ":")
	}
	parts := strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == '\\' })
	for len(parts) > 0 {
		last := parts[len(parts)-1]
		parts = parts[:len(parts)-1]
		if n := strings.TrimSuffix(last, ".git"); n != "" && n != "." && n != ".." {
			return n
		}
	}
	return ""
}

// forge is what stands between a repository and the id of a commit at a forge, in
// the address of the commit's page and of a file as the commit has it.
type forge struct{ commit, file string }

// forges are those whose addresses are known.
var forges = map[string]forge{
	"github.com":    {"/commit/", "/blob/"},
	"gitlab.com":    {"/-/commit/", "/-/blob/"},
	"codeberg.org":  {"/commit/", "/src/commit/"},
	"bitbucket.org": {"/commits/", "/src/"},
}

// forgeURL matches the addresses by which git reaches a repository at a forge:
// https://HOST/PATH, ssh://git@HOST/PATH and git@HOST:PATH.
var forgeURL = regexp.MustCompile(`^(?:https://(?:[^/@]*@)?|ssh://git@|git@)([a-z.]+)(?::443|:22)?[/:]((?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)+[A-Za-z0-9_-][A-Za-z0-9._-]*?)(?:\.git)?/?$`)

// pages are where the pages of commits and of the files of a commit are, given an
// origin; empty if it is at no known forge. No user name or password of the origin
// is in them.
func pages(origin string) (commits, files string) {
	m := forgeURL.FindStringSubmatch(origin)
	if m == nil || forges[m[1]].commit == "" {
		return "", ""
	}
	at := "https://" + m[1] + "/" + m[2]
	return at + forges[m[1]].commit, at + forges[m[1]].file
}
