package run

import "testing"

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
