package config

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMatch(t *testing.T) {
	for _, tc := range []struct {
		pattern, path string
		want          bool
	}{
		{"gen/**", "gen/a", true},
		{"gen/**", "gen/a/b", true},
		{"gen/**", "gen", false},
		{"gen/**", "x/gen/a", false},
		{"**", "a/b", true},
		{"**/gen/**", "gen/a", true},
		{"**/gen/**", "x/y/gen/a", true},
		{"**/gen/**", "x/regen/a", false},
		{"**/*.pb.go", "a.pb.go", true},
		{"**/*.pb.go", "x/y/a.pb.go", true},
		{"*.pb.go", "x/a.pb.go", false},
		{"a/**/b", "a/b", true},
		{"a/**/b", "a/x/y/b", true},
		{"a/**/b", "a/x/y/c", false},
		{"a/**/b/**/c", "a/b/x/b/c/c", true},
		{"a/**/b/*", "a/b/b/b/c", true},
		{"*", "a", true},
		{"*", "a/b", false},
		{"*a*b", "xaybzb", true},
		{"*a*b", "xayc", false},
		{"?", "é", true},
		{"??", "é", false},
		{"?", "\xff", true},
		{"?", "", false},
		{"a.c", "abc", false},
		{"docs", "docs/a", false},
		{"a/b", "a", false},
	} {
		if got := Match(tc.pattern, tc.path); got != tc.want {
			t.Errorf("Match(%q, %q) = %v", tc.pattern, tc.path, got)
		}
	}
}

// expression says in a regular expression what a pattern means.
func expression(pattern string) *regexp.Regexp {
	e := regexp.QuoteMeta(pattern)
	if e == `\*\*` {
		e = `(?s:.+)`
	}
	e = regexp.MustCompile(`^\\\*\\\*/|/\\\*\\\*/`).ReplaceAllStringFunc(e, func(s string) string {
		return strings.Replace(s, `\*\*/`, `(?:[^/]*/)*`, 1)
	})
	e = regexp.MustCompile(`/\\\*\\\*$`).ReplaceAllString(e, `/(?s:.+)`)
	e = strings.NewReplacer(`\*`, `[^/]*`, `\?`, `[^/]`).Replace(e)
	return regexp.MustCompile("^" + e + "$")
}

func TestMatchIsTheExpression(t *testing.T) {
	matched := 0
	rapid.Check(t, func(t *rapid.T) {
		elements := rapid.SliceOfN(rapid.StringMatching(`\*\*|[ab*?]{1,4}|a`), 1, 5).Draw(t, "pattern")
		pattern := strings.Join(elements, "/")
		// Two ** in a row overlap in the expression's replacement; Parse has
		// no ** beside other characters.
		if strings.Contains(pattern, "**/**") || regexp.MustCompile(`[^/]\*\*|\*\*[^/]`).MatchString(pattern) {
			t.Skip("not a pattern that is compared")
		}
		path := strings.Join(rapid.SliceOfN(rapid.StringMatching(`[abé]{1,3}`), 1, 6).Draw(t, "path"), "/")
		want := expression(pattern).MatchString(path)
		if got := Match(pattern, path); got != want {
			t.Fatalf("Match(%q, %q) = %v", pattern, path, got)
		}
		if want {
			matched++
		}
	})
	if matched == 0 {
		t.Error("nothing matched")
	}
}

func TestClass(t *testing.T) {
	p := Paths{Generated: []string{"gen/**"}, Vendored: []string{"gen/lib/**", "vendor/**"}, Written: []string{"gen/README.md"}}
	for path, want := range map[string]Class{
		"gen/a": Generated, "gen/lib/a": Generated, "gen/README.md": Written, "vendor/a": Vendored, "a": Unsaid,
	} {
		if got := p.Class(path); got != want {
			t.Errorf("Class(%q) = %v, want %v", path, got, want)
		}
	}
}
