package release_test

import (
	"strings"
	"testing"
	"time"

	"leadline/internal/analysis/release"
	"leadline/internal/fact"
)

func TestOfPackage(t *testing.T) {
	for name, c := range map[string]struct {
		tags, names string
		want        string
	}{
		"plain":              {"v1.2.0 1.10.0 v1.9.0", "a", "1.10.0 plain promised"},
		"its own":            {"v9.0.0 a@1.0.0 a@1.1.0 b@3.0.0", "a", "a@1.1.0 promised"},
		"scoped":             {"@x/a@1.0.0 plugin@2.0.0", "@x/a a", "@x/a@1.0.0 promised"},
		"a v":                {"a-v1.0.0 a/v1.1.0", "a", "a/v1.1.0 promised"},
		"a part":             {"core-v2.1.0 v3.0.0", "pydantic_core", "core-v2.1.0 promised"},
		"rel":                {"rel/commons-lang-3.1 commons-lang-3.2-RC1", "commons-lang3", "rel/commons-lang-3.1 promised"},
		"version 0":          {"v0.9.0", "a", "v0.9.0 plain"},
		"the next under way": {"v1.9.0 v2.0.0-beta.1", "a", "v1.9.0 plain"},
		"one of the same":    {"v1.9.0 v1.10.0-beta.1", "a", "v1.9.0 plain promised"},
		"of others":          {"b@1.0.0 nightly", "a", ""},
		"none":               {"v1.0.0-rc.1", "a", ""},
		"huge":               {"v99999999999999999999.0.0", "a", "v99999999999999999999.0.0 plain"},
	} {
		var refs []fact.Ref
		for i, tag := range strings.Fields(c.tags) {
			refs = append(refs, fact.Ref{Name: "refs/tags/" + tag, When: fact.Time{Unix: int64(i)}})
		}
		refs = append(refs, fact.Ref{Name: "refs/tags/v99.0.0", When: fact.Time{Unix: 1000}})
		last, _, plain, promised, ok := release.OfPackage(refs, strings.Fields(c.names), time.Unix(100, 0))
		got := ""
		if ok {
			got = last.Tag
			if plain {
				got += " plain"
			}
			if promised {
				got += " promised"
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Who has not released for two years promises nothing.
func TestOfPackageAbandoned(t *testing.T) {
	at := time.Date(2021, 8, 4, 0, 0, 0, 0, time.UTC)
	refs := []fact.Ref{{Name: "refs/tags/v1.0.0", When: fact.Time{Unix: at.Unix()}}}
	for years, want := range map[int]bool{1: true, 3: false} {
		if _, _, _, promised, ok := release.OfPackage(refs, []string{"a"}, at.AddDate(years, 0, 0)); promised != want || !ok {
			t.Errorf("after %d years: %v, %v", years, promised, ok)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		tag, version string
		want         bool
	}{
		{"cloud-agent-v1.40.0", "1.40.0", true},
		{"1.20.6", "2020-09-14_1.20.6", true},
		{"v1.5.0", "v1.5.0", true},
		{"v1.5.0", "1.5.1", false},
		{"v1.5.0", "", false},
		{"v1.5.0", "version not set", false},
		{"nightly", "nightly", false},
	} {
		if got := release.Names(c.tag, c.version); got != c.want {
			t.Errorf("%s %s: %v", c.tag, c.version, got)
		}
	}
}
