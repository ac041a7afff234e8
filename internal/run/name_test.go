package run

import (
	"strings"
	"testing"
)

func TestURLName(t *testing.T) {
	for _, c := range []struct{ url, want string }{
		{"https://example.org/team/shop.git", "shop"},
		{"https://example.org/team/shop/", "shop"},
		{"https://example.org/team/shop.git?token=abc/def#x", "shop"},
		{"https://ann:s3cret@example.org/team/shop", "shop"},
		{"https://ann:s3/cret@example.org/shop", "shop"},
		{"https://ann:s3/cret@example.org", "example.org"},
		{"https://t0ken@example.org", ""},
		{"https://t0ken@example.org/", ""},
		{"ssh://git@example.org:2222/shop.git", "shop"},
		{"git@example.org:team/shop.git", "shop"},
		{"git@example.org:shop", "shop"},
		{"example.org:shop.git/", "shop"},
		{"ann:s3cret@example.org:shop", "shop"},
		{"file:///srv/git/shop.git", "shop"},
		{"/srv/shop/.git", "shop"},
		{"../shop", "shop"},
		{"./shop@2", "shop@2"},
		{`C:\work\shop`, "shop"},
		{"..", ""},
		{"", ""},
	} {
		if got := urlName(c.url); got != c.want {
			t.Errorf("%s is called %q, want %q", c.url, got, c.want)
		}
	}
}

func TestPages(t *testing.T) {
	for origin, want := range map[string]string{
		"https://github.com/team/shop.git":              "https://github.com/team/shop/commit/",
		"https://github.com/team/shop":                  "https://github.com/team/shop/commit/",
		"https://ann:s3cret@github.com/team/shop.git/":  "https://github.com/team/shop/commit/",
		"git@github.com:team/shop.git":                  "https://github.com/team/shop/commit/",
		"ssh://git@gitlab.com:22/team/sub/shop.git":     "https://gitlab.com/team/sub/shop/-/commit/",
		"git@bitbucket.org:team/shop":                   "https://bitbucket.org/team/shop/commits/",
		"https://example.org/team/shop":                 "",
		"https://github.com.evil.example/team/shop":     "",
		"https://github.com/team/shop)[x](javascript:y": "",
		"https://github.com/team/../../shop":            "",
		"http://github.com/team/shop":                   "",
		"https://ann:s3/cret@github.com/team/shop":      "",
		"https://github.com/shop":                       "",
		"/srv/github.com/team/shop":                     "",
		"":                                              "",
	} {
		got, files := pages(origin)
		if got != want {
			t.Errorf("%s: %q, want %q", origin, got, want)
		}
		got += files
		if (files == "") != (want == "") {
			t.Errorf("%s: files at %q", origin, files)
		}
		if strings.Contains(got, "cret") {
			t.Errorf("%s: a password in %q", origin, got)
		}
	}
}
