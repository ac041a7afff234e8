package release

import (
	"testing"
	"time"

	"leadline/internal/fact"
)

func TestOfModule(t *testing.T) {
	var refs []fact.Ref
	for i, name := range []string{"v0.9.0", "v1.2.0", "v1.10.0", "v1.11.0-rc.1", "v2.0.0", "v3", "sub/v0.3.0", "sub/v2.1.0", "other/v4.0.0", "v1.9.9", "v1.12.0"} {
		refs = append(refs, fact.Ref{Name: "refs/tags/" + name, When: fact.Time{Unix: int64(i)}})
	}
	for _, c := range []struct {
		folder, path, want string
		promised           bool
	}{
		{"", "example.com/m", "v1.10.0", true},
		{"", "example.com/m/v2", "v2.0.0", true},
		{"v2", "example.com/m/v2", "v2.0.0", true},
		{"", "example.com/m/v3", "", false},
		{"sub", "example.com/m/sub", "sub/v0.3.0", false},
		{"sub", "example.com/m/sub/v2", "sub/v2.1.0", true},
		{"sub/v2", "example.com/m/sub/v2", "sub/v2.1.0", true},
		{"none", "example.com/m/none", "", false},
		{"", "m", "v1.10.0", true},
	} {
		all := OfModule(refs, fact.Path(c.folder), c.path, time.Unix(10, 0))
		if len(all) == 0 {
			all = []Release{{}}
		}
		if r := all[0]; r.Tag != c.want || r.Promises() != c.promised {
			t.Errorf("%s %s: %s %v", c.folder, c.path, r.Tag, r.Promises())
		}
	}
}
