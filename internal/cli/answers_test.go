package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadline/internal/gittest"
)

// asking are the commands that answer from the team fixture, for one day.
var asking = [][]string{
	{},
	{"--format=markdown"},
	{"--format=json"},
	{"--verbose"},
	{"api"},
	{"guidance"},
	{"guidance", "api", "--verbose"},
	{"guidance", "--format=json"},
	{"explain", "api/orders.go", "--format=json"},
	{"explain", "api/orders.go:1", "--verbose"},
	{"explain", "web", "--format=markdown"},
}

const teamDay = "--as-of=2024-12-31"

func ask(t *testing.T, dir string, command []string, more ...string) outcome {
	t.Helper()
	o := leadline(t, nil, append(at(dir, command), more...)...)
	if o.status != 0 && o.status != 3 {
		t.Fatalf("%v: exit status %d\n%s", command, o.status, o.stderr)
	}
	if o.stdout == "" {
		t.Fatalf("%v says nothing", command)
	}
	return o
}

// An answer for a revision and a day is the same whenever it is asked for.
func TestReproduce(t *testing.T) {
	r := gittest.TeamFixture(t)
	tip := r.Git("rev-parse", "main")
	frozen := []string{"--at=" + tip, teamDay}
	before := make([]string, len(asking))
	for i, c := range asking {
		before[i] = ask(t, r.Dir(), c, frozen...).stdout
	}
	r.Commit("main", gittest.Commit{Files: gittest.Files{"api/orders.go": []byte("package api\n")}, Message: "Begin anew\n"})
	r.Commit("late", gittest.Commit{Files: gittest.Files{"late.txt": []byte("x\n")}})
	r.Flush()
	tag := fmt.Sprintf("object %s\ntype commit\ntag v9.0.0\ntagger Fay Fox <fay@example.org> 1748736000 +0000\n\nMade in 2025\n", tip)
	r.Git("update-ref", "refs/tags/v9.0.0", strings.TrimSpace(string(r.GitInput([]byte(tag), "mktag"))))
	r.Git("branch", "-D", "stale/search")
	r.Git("branch", "-f", "feature/billing", "late")
	r.Git("checkout", "-q", "--detach", "-f", "late")
	r.Git("gc", "-q")
	for i, c := range asking {
		if now := ask(t, r.Dir(), c, frozen...).stdout; now != before[i] {
			t.Errorf("%v says something else later:\n%s\nbefore:\n%s", c, now, before[i])
		}
	}
	// The test is one only if later changes matter elsewhere.
	if ask(t, r.Dir(), asking[0], teamDay).stdout == before[0] {
		t.Error("the brief of the branch did not change either")
	}
}

// What is checked out plays no part.
func TestWhateverIsCheckedOut(t *testing.T) {
	r := gittest.TeamFixture(t)
	var before []string
	for i, checkout := range []string{"main", "feature/billing", "main~20"} {
		r.Git("checkout", "-q", "-f", "--detach", checkout)
		r.Write("api/orders.go", []byte("changed and not committed\n"))
		r.Write("leadline.yaml", []byte("nonsense: true\n"))
		for j, c := range asking {
			out := ask(t, r.Dir(), c, teamDay).stdout
			if i == 0 {
				before = append(before, out)
			} else if out != before[j] {
				t.Errorf("%v differs with %s checked out", c, checkout)
			}
		}
	}
}

// Of a commit with itself nothing changed.
func TestNothingChanged(t *testing.T) {
	r := gittest.TeamFixture(t)
	o := ask(t, r.Dir(), nil, "--since=2025-03-01", "--as-of=2025-03-01")
	if !strings.Contains(o.stdout, "1 Mar 2025  ") || !strings.Contains(o.stdout, "0 commits") {
		t.Error(o.stdout)
	}
}

// With --pseudonyms no name of a person is anywhere: not in what is said, not
// in names of branches, subjects, paths, tags or messages.
//
// @req REQ-pseudonyms
func TestPseudonyms(t *testing.T) {
	r := gittest.New(t)
	people := []gittest.Identity{
		{Name: "Zelda Quimby", Email: "zquimby@corp.example"},
		{Name: "Ottokar Brandvold", Email: "otto.brandvold@corp.example"},
		{Name: "Ilse Ravnsborg", Email: "1234567+ravnsilse@users.noreply.github.com"},
		{Name: "kwistgaard", Email: "kw@corp.example"},
	}
	// What must not appear, whatever the letter case.
	secret := []string{
		"zelda", "quimby", "ottokar", "brandvold", "ilse", "ravnsborg", "ravnsilse", "kwistgaard", "corp.example", "otto.brandvold",
	}
	for n := range 120 {
		p := people[n*n%len(people)]
		other := people[(n+1)%len(people)]
		r.Commit("main", gittest.Commit{
			Author: p, Files: gittest.Files{
				fmt.Sprintf("src/part%d.go", n%7):                  gittest.Lines(lines(n)...),
				"home/zelda-quimby/notes.go":                       gittest.Lines(lines(n / 2)...),
				fmt.Sprintf("src/Ravnsborg/alone%d.go", n%2):       gittest.Lines(lines(n)...),
				fmt.Sprintf("contrib/kwistgaard/part%d.go", n%3+1): gittest.Lines(lines(n)...),
			},
			Message: fmt.Sprintf("%s's change %d, with %s\n\nCo-authored-by: %s <%s>\n", p.Name, n, other.Name, other.Name, other.Email),
		})
	}
	r.Commit("main", gittest.Commit{Author: people[0], Message: "Revert \"Zelda Quimby's change 118, with Ilse Ravnsborg\"\n"})
	r.Commit("zquimby/fix-it", gittest.Commit{Author: people[1], Files: gittest.Files{"x": []byte("1\n")}})
	r.Commit("main", gittest.Commit{Author: people[0], Files: gittest.Files{"leadline.yaml": gittest.Lines("people:", "  humans: [zquimby@corp.example]")}})
	r.Flush()
	r.Git("tag", "v1.0-quimby", "main~3")
	r.Git("remote", "add", "origin", "https://github.com/zquimby/tools.git")
	r.Git("checkout", "-q", "-f", "main")
	day := "--as-of=" + r.Git("log", "-1", "--format=%cs")

	var all strings.Builder
	said := func(status int, command ...string) string {
		o := leadline(t, nil, at(r.Dir(), append(command, "--pseudonyms"))...)
		if o.status != status {
			t.Fatalf("%v: exit status %d, want %d\n%s", command, o.status, status, o.stderr)
		}
		fmt.Fprintf(&all, "%v\n%s%s\n", command, o.stdout, o.stderr)
		return o.stdout
	}
	for _, format := range []string{"text", "markdown", "json"} {
		said(0, "backtest", day, "--format="+format)
		said(0, "scan", "--format="+format)
		said(0, "verify", "--verbose", "--format="+format)
		for _, c := range [][]string{nil, {"guidance"}, {"guidance", "src"}, {"explain", "src"}, {"explain", "src/part1.go:3"}, {"explain", "home"}} {
			said(0, append(c[:len(c):len(c)], "--format="+format, "--verbose", day)...)
		}
	}
	said(0, "report", "--format=json", day)
	said(0, "report", day)
	for _, export := range []string{"changes", "lines", "identities", "people"} {
		for _, format := range []string{"csv", "json"} {
			said(0, "export", export, "--format="+format)
		}
	}
	said(2, "guidance", "--away=nobody of that name", day)
	table := said(0, "explain", "src/part1.go", "--format=json", day)
	_, rest, ok := strings.Cut(table, `"explain/knowers"`)
	if !ok {
		t.Fatal("nobody knows src/part1.go")
	}
	_, rest, _ = strings.Cut(rest, `"rows": [`)
	name := strings.Split(rest, `"`)[1]
	if out := said(0, "guidance", "--away="+strings.ToLower(strings.ReplaceAll(name, " ", "-")), day); !strings.Contains(out, "away "+name) {
		t.Errorf("%q cannot be asked for: %s", name, out)
	}
	for line := range strings.Lines(all.String()) {
		for _, s := range secret {
			if strings.Contains(strings.ToLower(line), s) {
				t.Errorf("%q slips through: %s", s, line)
			}
		}
	}
	if t.Failed() {
		return
	}
	// And without the flag it would.
	if o := leadline(t, nil, at(r.Dir(), []string{"guidance", day})...); !strings.Contains(o.stdout, "Quimby") {
		t.Error("the fixture names nobody: the test shows nothing")
	}
	if o := leadline(t, nil, at(r.Dir(), []string{"--format=markdown", day})...); !strings.Contains(o.stdout, "](https://github.com/zquimby/tools/commit/") {
		t.Error("no commit is linked: the test shows nothing of the origin")
	}
}

func lines(n int) []string {
	out := make([]string, 0, n+3)
	for i := range n + 3 {
		out = append(out, fmt.Sprint("line ", i))
	}
	return out
}

// leadline.yaml is that of the commit that is read, above the user's own.
func TestConfiguration(t *testing.T) {
	brief := func(r *gittest.Repo, env ...string) outcome {
		return leadline(t, env, at(r.Dir(), []string{"--format=json", teamDay})...)
	}
	with := func(yaml ...string) *gittest.Repo {
		r := gittest.TeamFixture(t)
		r.Commit("main", gittest.Commit{Files: gittest.Files{"leadline.yaml": gittest.Lines(yaml...)}})
		r.Flush()
		return r
	}
	plain := brief(gittest.TeamFixture(t))
	const stale, stalePrint = `"rule": "oversight/stale-branches"`, `"fingerprint": "`
	if !strings.Contains(plain.stdout, stale) {
		t.Fatal("the fixture has no stale branch")
	}
	_, after, _ := strings.Cut(plain.stdout, stale)
	_, after, _ = strings.Cut(after, stalePrint)
	fingerprint := after[:strings.IndexByte(after, '"')]

	if o := brief(with("rules:", "  oversight/stale-branches: off")); o.status != 0 || strings.Contains(o.stdout, stale) {
		t.Errorf("off: %d %s", o.status, o.stderr)
	}
	if o := brief(with("rules:", "  oversight/stale-branches: {level: error}")); !strings.Contains(o.stdout, stale+",\n          \"level\": \"error\"") {
		t.Errorf("level: %s %s", o.stderr, o.stdout)
	}
	accept := []string{"accept:", "  - fingerprint: " + fingerprint, "    reason: it waits for a decision", "    until: 2024-12-31"}
	if o := brief(with(accept...)); strings.Contains(o.stdout, stale) || !strings.Contains(o.stdout, `"oversight/accepted"`) {
		t.Errorf("accept: %s", o.stdout)
	}
	accept[3] = "    until: 2024-12-30"
	if o := brief(with(accept...)); !strings.Contains(o.stdout, stale) {
		t.Error("what was accepted until yesterday does not return")
	}
	o := brief(with("rules:", "  oversight/stale-branch: off", "colour: red"))
	for _, want := range []string{"leadline.yaml:2:3", "oversight/stale-branches", "leadline.yaml:3:1", "colour"} {
		if o.status != 2 || !strings.Contains(o.stderr, want) {
			t.Errorf("an unknown key: exit status %d, %q is not in %s", o.status, want, o.stderr)
		}
	}

	// The user's file holds where the team's says nothing.
	home := t.TempDir()
	file := filepath.Join(home, "leadline", "leadline.yaml")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("rules: {oversight/stale-branches: off}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if o := brief(gittest.TeamFixture(t), "XDG_CONFIG_HOME="+home); strings.Contains(o.stdout, stale) {
		t.Error("the user's file is not heeded")
	}
	if o := brief(with("rules:", "  oversight/stale-branches: {off: false}"), "XDG_CONFIG_HOME="+home); !strings.Contains(o.stdout, stale) {
		t.Error("the user's file wins over the team's")
	}
	if err := os.WriteFile(file, []byte("rules: [\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if o := brief(gittest.TeamFixture(t), "XDG_CONFIG_HOME="+home); o.status != 2 || !strings.Contains(o.stderr, file) {
		t.Errorf("a broken file of the user's: %d %s", o.status, o.stderr)
	}
}

// A file that says that a program wrote it is nobody's work, unless the team or
// its attributes say otherwise.
func TestMarked(t *testing.T) {
	r := gittest.New(t)
	for n := range 12 {
		body := append([]string{"package src"}, lines(9*n)...)
		r.Commit("main", gittest.Commit{Author: gittest.Identity{Name: "Ann Example", Email: "ann@example.org"}, Files: gittest.Files{
			"src/hand.go": gittest.Lines(body...),
			"src/tool.go": gittest.Lines(append([]string{"// Code generated by tool. DO NOT EDIT."}, body...)...),
		}})
	}
	r.Flush()
	day := "--as-of=" + r.Git("log", "-1", "--format=%cs", "main")
	hot := func() (hand, tool bool) {
		out := ask(t, r.Dir(), nil, day).stdout
		_, out, _ = strings.Cut(out, "Hotspots")
		return strings.Contains(out, "src/hand.go"), strings.Contains(out, "src/tool.go")
	}
	for _, time := range []string{"first", "second"} { // from git, then from what was kept
		if hand, tool := hot(); !hand || tool {
			t.Errorf("the %s time: hand %v, tool %v", time, hand, tool)
		}
	}
	for _, c := range []struct{ file, says string }{
		{"leadline.yaml", "paths: {written: [src/tool.go]}"}, {".gitattributes", "src/tool.go -linguist-generated"},
	} {
		r.Commit("main", gittest.Commit{Files: gittest.Files{c.file: gittest.Lines(c.says)}})
		r.Flush()
		if _, tool := hot(); !tool {
			t.Errorf("%s is not heeded", c.file)
		}
		r.Commit("main", gittest.Commit{Files: gittest.Files{c.file: gittest.Lines("#")}})
		r.Flush()
	}
}

// Several repositories have one brief.
func TestWorkspace(t *testing.T) {
	a := gittest.TeamFixture(t)
	inner := filepath.Join(a.Dir(), "inner")
	a.Git("clone", "-q", gittest.TeamFixture(t).Dir(), inner)
	both := leadline(t, nil, "-C", a.Dir(), "-C", inner, "-C", a.Dir(), teamDay, "--format=json")
	if both.status != 0 || strings.Count(both.stdout, `"format": "leadline-answer/1"`) != 2 {
		t.Fatalf("exit status %d: %s%s", both.status, both.stderr, both.stdout)
	}
	for _, c := range []struct {
		member string
		status int
		says   string
	}{
		{"inner", 0, "Needs you"},
		{"nowhere", 2, "leadline.yaml:1:13"},
		{"../elsewhere", 2, "leadline.yaml:1:13"},
		{"link", 2, "leads out of the repository"},
		{"api", 0, ""}, // a folder of the repository itself: once is enough
	} {
		_ = os.Symlink(t.TempDir(), filepath.Join(a.Dir(), "link"))
		_ = os.Mkdir(filepath.Join(a.Dir(), "api"), 0o755)
		a.Commit("main", gittest.Commit{Files: gittest.Files{"leadline.yaml": gittest.Lines("workspace: [" + c.member + "]")}})
		a.Flush()
		o := leadline(t, nil, "-C", a.Dir(), teamDay)
		if o.status != c.status || !strings.Contains(o.stdout+o.stderr, c.says) {
			t.Errorf("%s: exit status %d, want %d and %q: %s%s", c.member, o.status, c.status, c.says, o.stderr, o.stdout)
		}
	}
}
