package run

import (
	"context"
	"path/filepath"
	"strings"

	"leadline/internal/source/git"
)

// name is what people call the repository: the last part of where it comes
// from, or else the directory it lies in.
func name(ctx context.Context, r *git.Repository) string {
	if n := urlName(r.Origin(ctx)); n != "" {
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
