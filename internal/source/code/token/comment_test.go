package token

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/fact"
)

func TestComments(t *testing.T) {
	for _, c := range []struct {
		path, content, want string
	}{
		{"a.go", "package a // one\n/* two\nmore */\nvar s = \"// no\"\n", "1 // one; 2 /* two|more */"},
		{"a.py", "\"\"\"doc\n@x\"\"\"\nx = \"\"\"no\"\"\"\ndef f(a,\n  b=\"no\"):\n  'yes'\n  f(\n  'no')\n# end\n", "1 \"\"\"doc|@x\"\"\"; 6 'yes'; 9 # end"},
		{"a.yml", "a: b # no\n# yes\n  # too\n", "2 # yes; 3 # too"},
		{"a.bin", "# no\n", ""},
		{"a.sql", "-- one\nselect '-- no'\n", "1 -- one"},
	} {
		var out []string
		for _, x := range Comments(fact.Path(c.path), []byte(c.content)) {
			out = append(out, fmt.Sprintf("%d %s", x.Line, strings.ReplaceAll(x.Text, "\n", "|")))
		}
		if got := strings.Join(out, "; "); got != c.want {
			t.Errorf("%s: %q, want %q", c.path, got, c.want)
		}
	}
}
