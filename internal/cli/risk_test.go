package cli

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadline/internal/gittest"
)

// team is a repository of three people, in which one alone writes pay/, or all do.
func team(t *testing.T, shared bool, more gittest.Files) *gittest.Repo {
	r := gittest.New(t)
	at := time.Date(2025, 3, 3, 9, 0, 0, 0, time.UTC)
	people := []gittest.Identity{{Name: "Ann One", Email: "ann@example.org"}, {Name: "Ben Two", Email: "ben@example.org"}, {Name: "Cyd Three", Email: "cyd@example.org"}}
	add := func(who gittest.Identity, files gittest.Files) {
		r.Commit("main", gittest.Commit{Author: who, Files: files, When: at})
		at = at.AddDate(0, 0, 5)
	}
	if more != nil {
		add(people[0], more)
	}
	for n := range 30 {
		var code []string
		for i := range 20 * (n + 1) {
			code = append(code, fmt.Sprintf("\tx = x*%d + %d", i, n*(i%7)))
		}
		body := append(append([]string{"package p", "", "func f(x int) int {"}, code...), "\treturn x", "}")
		who := people[n%3]
		add(who, gittest.Files{fmt.Sprintf("web/w%d.go", n%6): gittest.Lines(body...)})
		if !shared {
			who = people[2]
		}
		add(who, gittest.Files{fmt.Sprintf("pay/p%d.go", n%3): gittest.Lines(body...), fmt.Sprintf("pay/q%d.go", n): gittest.Lines(body[:3+n]...)})
	}
	r.Flush()
	return r
}

// proposed is what risk propose prints of a repository on the day of its last commit.
func proposed(t *testing.T, r *gittest.Repo, args ...string) string {
	t.Helper()
	o := leadline(t, nil, at(r.Dir(), append([]string{"risk", "propose", "--as-of=" + r.Git("log", "-1", "--format=%cs", "main")}, args...))...)
	if o.status != 0 {
		t.Fatalf("exit status %d: %s", o.status, o.stderr)
	}
	return o.stdout
}

// An area, or a declared component, that one active person knows is a candidate; one that
// several know is none.
func TestProposeNarrowParts(t *testing.T) {
	components := gittest.Files{"leadline.yaml": gittest.Lines("architecture:", "  components:", "    - {name: payment, paths: [pay/**]}", "    - {name: pages, paths: [web/**]}", "  rules:", "    - {name: pages on top, reason: they show what is paid, layers: [pages, payment]}")}
	for name, c := range map[string]struct {
		shared bool
		more   gittest.Files
		want   string
	}{
		"an area":            {false, nil, "Whoever alone knows pay/ leaves"},
		"an area of all":     {true, nil, ""},
		"a component":        {false, components, "Whoever alone knows payment leaves"},
		"a component of all": {true, components, ""},
	} {
		r := team(t, c.shared, c.more)
		out := proposed(t, r)
		if told := strings.Contains(out, "one active person knows it:"); told != (c.want != "") || !strings.Contains(out, c.want) {
			t.Errorf("%s: %s", name, out)
		}
		if c.want == "" {
			continue
		}
		if strings.Contains(out, "alone knows web/ leaves") || strings.Contains(out, "alone knows pages") || !strings.Contains(out, "# evidence: Cyd Three, knows it\n") {
			t.Errorf("%s: %s", name, out)
		}
		if masked := proposed(t, r, "--pseudonyms"); strings.Contains(masked, "Cyd") || !strings.Contains(masked, c.want) {
			t.Errorf("%s: with pseudonyms: %s", name, masked)
		}
	}
}

// A decision that was left open for 180 days, or whose day of review has passed, is a
// candidate; one that was touched or is looked at in time is none, and neither is a
// requirement.
func TestProposeOverdueDecisions(t *testing.T) {
	r := gittest.New(t)
	decision := func(status, more string) []byte {
		return gittest.Lines("---", "status: "+status, more, "---", "# Which queue to take", "", "## Context", "", "We need one.")
	}
	old, late := time.Date(2025, 1, 6, 9, 0, 0, 0, time.UTC), time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	r.Commit("main", gittest.Commit{When: old, Files: gittest.Files{
		"docs/decisions/0001-queue.md": decision("proposed", "date: 2025-01-06"), "docs/decisions/0002-cache.md": decision("accepted", "review-by: 2025-12-01"),
		"docs/decisions/0003-log.md": decision("accepted", "review-by: 2026-12-01"), "docs/decisions/0005-done.md": decision("accepted", "date: 2025-01-06"),
		"lead/requirements/r1.md": decision("proposed", "review-by: 2025-12-01"),
	}})
	r.Commit("main", gittest.Commit{When: late, Files: gittest.Files{"docs/decisions/0004-new.md": decision("proposed", "date: 2026-01-05")}})
	r.Flush()
	out := proposed(t, r)
	for text, want := range map[string]bool{
		"docs/decisions/0001-queue.md was proposed and is still not decided":            true,
		"docs/decisions/0002-cache.md may hold no longer: its day of review has passed": true,
		"0003-log": false, "0004-new": false, "0005-done": false, "r1.md": false,
		"# evidence: docs/decisions/0001-queue.md:2": true,
	} {
		if strings.Contains(out, text) != want {
			t.Errorf("%q: %t expected\n%s", text, want, out)
		}
	}
}

// A cycle of packages is a candidate where it grew since the last release, or since a year
// ago where there is none; otherwise it is none.
func TestProposeGrownCycles(t *testing.T) {
	file := func(imports ...string) []byte {
		text := []string{"package p"}
		for _, i := range imports {
			text = append(text, fmt.Sprintf("import _ %q", "example.org/shop/"+i))
		}
		return gittest.Lines(text...)
	}
	small := gittest.Files{"go.mod": gittest.Lines("module example.org/shop", "go 1.26"), "a/x.go": file("b"), "b/x.go": file("a", "c"), "c/x.go": file()}
	grown := gittest.Files{"c/x.go": file("a")}
	for name, c := range map[string]struct {
		tag   string
		after int // days between the commits
		grown bool
		want  string
	}{
		"since a release":         {"v1.0.0", 30, true, "3 packages need each other in a circle, 2 did at v1.0.0, 2025-01-06"},
		"since a year":            {"", 400, true, "3 packages need each other in a circle, 2 did at "},
		"as at the release":       {"v1.0.0", 30, false, ""},
		"as a year ago":           {"", 400, false, ""},
		"nothing to hold against": {"", 30, true, ""},
	} {
		r := gittest.New(t)
		at := time.Date(2025, 1, 6, 9, 0, 0, 0, time.UTC)
		id := r.Commit("main", gittest.Commit{When: at, Files: small})
		next := gittest.Files{"README.md": gittest.Lines("# shop")}
		if c.grown {
			next = grown
		}
		r.Commit("main", gittest.Commit{When: at.AddDate(0, 0, c.after), Files: next})
		if c.tag != "" {
			r.Tag(c.tag, id)
		}
		r.Flush()
		out := proposed(t, r)
		if told := strings.Contains(out, "need each other in a circle"); told != (c.want != "") || !strings.Contains(out, c.want) {
			t.Errorf("%s: %s", name, out)
		}
	}
}
