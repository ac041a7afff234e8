package oversight

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var update = flag.Bool("update", false, "write the golden files anew")

func answer(t *testing.T, v *duty.View) sheet.Answer {
	t.Helper()
	a := duty.Head(v)
	s, err := Duty.Read(v)
	if err != nil {
		t.Fatal(err)
	}
	a.Sheets = []sheet.Sheet{s}
	if err := sheet.Check(a); err != nil {
		t.Error(err)
	}
	return a
}

func encode(t *testing.T, a sheet.Answer) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(a); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGolden(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(sheet.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("answer.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("answer.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, make := range map[string]func() *duty.View{
		"ordinary": ordinary, "incomplete": incomplete, "hostile": hostile, "quiet": quiet, "empty": empty,
	} {
		got := encode(t, answer(t, make()))
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(got))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(v); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		file := filepath.Join("testdata", name+".json")
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs from %s (-update writes it anew):\n%s", name, file, got)
		}
		// Maps are walked in another order each time.
		for range 5 {
			if again := encode(t, answer(t, make())); !bytes.Equal(again, got) {
				t.Fatalf("%s: two runs differ", name)
			}
		}
		for _, person := range []string{"Surname", "example.org"} {
			if bytes.Contains(got, []byte(person)) {
				t.Errorf("%s names a person: %s", name, person)
			}
		}
	}
}

// value finds a figure's value as text; "" if there is no such figure, "?" if
// it is not known.
func value(s sheet.Sheet, id string) string {
	for _, f := range s.Figures {
		switch {
		case f.ID != "oversight/"+id:
		case f.State != sheet.Known:
			return "?"
		case f.Value.Kind() == sheet.Number:
			return fmt.Sprint(f.Value.Number())
		default:
			return f.Value.Text()
		}
	}
	return ""
}

// The figures of the ordinary team, counted by hand from how it was built.
func TestFigures(t *testing.T) {
	s := answer(t, ordinary()).Sheets[0]
	for id, want := range map[string]string{
		// Since 15 Nov: the merge of "old" with its commit of 60 days ago, and
		// three commits on main.
		"merges": "1", "commits": "4", "files": "4",
		"lines-added": "1249", "lines-deleted": "347", // 40+2+1200+3+4 and 2+40+300+1+4: no vendored lines
		"release": "v2.1.0", "release-age": "12", "release-commits": "4",
		"branches": "3", "branches-stale": "2", "branches-apart": "1", "branches-landed": "",
	} {
		if got := value(s, id); got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
	var rules []string
	for _, f := range s.Findings {
		rules = append(rules, f.Rule)
	}
	if got := strings.Join(rules, " "); got != "oversight/reverted oversight/largest-change oversight/rising-hotspot oversight/stale-branches" {
		t.Errorf("findings: %s", got)
	}
	if m := s.Findings[3].Message; m != "2 unmerged branches have been idle for over 90 days and hold changes to 3 files in all" {
		t.Error(m)
	}
	for _, f := range s.Sections {
		for _, r := range f.Table.Rows {
			if p := r[0].Place().Path; p == "go.mod" || p == "go.sum" || p == "cmd/version.go" || strings.HasPrefix(p, "vendor") {
				t.Errorf("%s lists %s", f.ID, p)
			}
		}
	}
}

func TestSince(t *testing.T) {
	v := ordinary()
	v.Since = asOf.AddDate(0, 0, -2)
	if got := value(answer(t, v).Sheets[0], "commits"); got != "2" {
		t.Errorf("%s commits since 2 days ago, want 2", got)
	}
	// An as-of day before the head leaves out what came later, and says so.
	v = ordinary()
	v.AsOf = asOf.AddDate(0, 0, -3)
	s := answer(t, v).Sheets[0]
	if got := value(s, "commits"); got != "2" {
		t.Errorf("%s commits in the week up to 3 days ago, want 2", got)
	}
	if len(s.Unknown) != 1 || !strings.HasPrefix(s.Unknown[0].What, "2 commits") {
		t.Errorf("what came later is not said: %+v", s.Unknown)
	}
}

func TestUnknownIsNeverZero(t *testing.T) {
	v := ordinary()
	for i := range v.History.Commits {
		for j := range v.History.Commits[i].Changes {
			c := &v.History.Commits[i].Changes[j]
			c.Content, c.Added, c.Deleted = fact.Missing, 0, 0
		}
	}
	for i := range v.History.Files {
		v.History.Files[i].Content, v.History.Files[i].Lines = fact.Missing, nil
	}
	v.Refs[len(v.Refs)-1].Commit = "elsewhere"
	v.Branches, v.Without = nil, map[duty.Need]string{duty.NeedBranches: "branches were not read"}
	a := answer(t, v)
	s := a.Sheets[0]
	for _, id := range []string{"lines-added", "lines-deleted", "release-commits"} {
		if got := value(s, id); got != "?" {
			t.Errorf("%s is %q, want unknown", id, got)
		}
	}
	if got := value(s, "branches"); got != "" {
		t.Errorf("%s branches, though nobody looked", got)
	}
	for _, f := range a.Read {
		if f.ID == "lines" && f.State == sheet.Known {
			t.Errorf("%v lines at the head", f.Value.Number())
		}
	}
	for _, row := range s.Sections[0].Table.Rows {
		if row[3].Kind() != sheet.Nothing {
			t.Errorf("%v lines added in %s", row[3].Number(), row[0].Place().Path)
		}
	}
}

// One commit with a clock that is years off must not move the others.
func TestWrongClock(t *testing.T) {
	for _, years := range []int64{-10, 10} {
		for i := range ordinary().History.Commits {
			v := ordinary()
			c := &v.History.Commits[i]
			if v.End().Unix()-c.Committed.Unix > 61*24*60*60 { // the older ones are not in the window
				c.Committed.Unix += years * 365 * 24 * 60 * 60
			}
			if got := value(answer(t, v).Sheets[0], "commits"); got != "4" {
				t.Errorf("%s commits in the recent window, want 4, with commit %d %d years off", got, i, years)
			}
		}
	}
}

// A merge is as large as what it brings, and its command shows that.
func TestLargestMerge(t *testing.T) {
	tm := newTeam()
	for ago := 90; ago > 5; ago-- {
		tm.commit("main", ago, "Work", nil, edit("src/a.c", 10, 1))
	}
	tm.heads["topic"] = tm.heads["main"]
	tm.commit("topic", 4, "One", nil, edit("src/b.c", 600, 0))
	tm.commit("topic", 3, "Two", nil, edit("src/b.c", 600, 200), edit("go.sum", 5000, 0), edit("src/undone.c", 900, 0))
	id := string(tm.merge("topic", 2, edit("src/b.c", 0, 0)))[:10]
	f := answer(t, tm.view()).Sheets[0].Findings
	if len(f) != 1 {
		t.Fatalf("%d findings", len(f))
	}
	if want := "worth a second look: the largest of 86 changes in 180 days, 2 commits, adds 1,200 lines to 1 file"; f[0].Message != want {
		t.Errorf("%s, want %s", f[0].Message, want)
	}
	if want := "git log --no-merges --stat " + id + "^.." + id; f[0].Next != want {
		t.Errorf("next: %s, want %s", f[0].Next, want)
	}
}

// Being the largest of a few says nothing.
func TestLargestOfFew(t *testing.T) {
	tm := newTeam()
	for ago := 29; ago >= 0; ago-- {
		tm.commit("main", ago, "Work", nil, edit("src/a.c", 1600+int32(30-ago), 1))
	}
	if f := answer(t, tm.view()).Sheets[0].Findings; len(f) != 0 {
		t.Errorf("%s of 30 changes", f[0].Message)
	}
	tm.commit("main", 0, "Work", nil, edit("src/a.c", 1700, 1))
	if f := answer(t, tm.view()).Sheets[0].Findings; len(f) != 1 {
		t.Errorf("%d findings of 31 changes, want the largest", len(f))
	}
}

func TestPathspec(t *testing.T) {
	for in, want := range map[string]string{"a/b.go": ":/a/b.go", "a*": ":(top,literal)a*", "(x)": ":(top,literal)(x)", ":x": ":(top,literal):x"} {
		if got := pathspec(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestRulesHaveTheirFindings(t *testing.T) {
	known := map[string]bool{}
	for _, r := range Duty.Rules {
		if r.ID == "" || r.Title == "" || r.Doc == "" {
			t.Errorf("rule %q is not documented", r.ID)
		}
		known[r.ID] = true
	}
	for _, f := range answer(t, ordinary()).Sheets[0].Findings {
		if !known[f.Rule] {
			t.Errorf("finding of an unlisted rule %s", f.Rule)
		}
		delete(known, f.Rule)
	}
	for id := range known {
		t.Errorf("no test makes rule %s speak", id)
	}
}

// A change is no lapse that its author took back at once, that was planned to
// go, that a bot made, or that landed together with what took it back.
func TestReverts(t *testing.T) {
	for name, c := range map[string]struct {
		build func(*team)
		want  int
	}{
		"days later": {func(x *team) {
			x.commit("main", 9, "Add it", nil, edit("a.c", 9, 0))
			x.commit("main", 2, `Revert "Add it"`, nil, edit("a.c", 0, 9))
		}, 1},
		"the same day by its author": {func(x *team) {
			x.n = 3
			x.commit("main", 2, "Add it", nil, edit("a.c", 9, 0))
			x.n = 8 // five people take turns
			x.commit("main", 2, `Revert "Add it"`, nil, edit("a.c", 0, 9))
		}, 0},
		"the same day by another": {func(x *team) {
			x.commit("main", 2, "Add it", nil, edit("a.c", 9, 0))
			x.commit("main", 2, `Revert "Add it"`, nil, edit("a.c", 0, 9))
		}, 1},
		"temporary": {func(x *team) {
			x.commit("main", 9, "Change a limit as a temporary mitigation", nil, edit("a.c", 9, 0))
			x.commit("main", 2, `Revert "Change a limit as a temporary mitigation"`, nil, edit("a.c", 0, 9))
		}, 0},
		"a release": {func(x *team) {
			x.commit("main", 9, "chore: prepare 3.12.0-rc.0 release", nil, edit("a.c", 9, 0))
			x.commit("main", 2, `Revert "chore: prepare 3.12.0-rc.0 release"`, nil, edit("a.c", 0, 9))
		}, 0},
		"within a branch": {func(x *team) {
			x.heads["topic"] = x.heads["main"]
			x.commit("topic", 9, "Add it", nil, edit("a.c", 9, 0))
			x.commit("topic", 5, `Revert "Add it"`, nil, edit("a.c", 0, 9))
			x.merge("topic", 2)
		}, 0},
	} {
		tm := newTeam()
		tm.commit("main", 20, "Start", nil, edit("b.c", 9, 0))
		c.build(tm)
		n := 0
		for _, f := range answer(t, tm.view()).Sheets[0].Findings {
			if f.Rule == reverted.ID {
				n++
			}
		}
		if n != c.want {
			t.Errorf("%s: %d findings, want %d", name, n, c.want)
		}
	}
}
