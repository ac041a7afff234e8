package cli

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"leadline/internal/gittest"
	"leadline/internal/run"
	"leadline/internal/sheet"
)

// No person stands beside a number that is about them: a table with names has
// no column of numbers, evidence that names somebody has no number in its
// words, and no figure is somebody's.
func TestNoPersonBesideANumber(t *testing.T) {
	for _, size := range []int{4, 12} {
		r := gittest.New(t)
		for n := range 40 * size {
			who := n * 7 % size
			r.Commit("main", gittest.Commit{
				Author: gittest.Identity{Name: fmt.Sprintf("Person%c Surname%c", 'A'+who, 'A'+who), Email: fmt.Sprintf("p%d@example.org", who)},
				Files: gittest.Files{
					fmt.Sprintf("src/part%d/main.go", who): gittest.Lines(lines(n)...), fmt.Sprintf("src/common/c%d.go", n%5): gittest.Lines(lines(n)...),
				},
			})
		}
		r.Flush()
		day := "--as-of=" + r.Git("log", "-1", "--format=%cs", "main")
		named := 0
		for _, c := range [][]string{nil, {"guidance"}, {"guidance", "src"}, {"guidance", "--away=PersonA SurnameA"}, {"explain", "src"}, {"explain", "src/part1/main.go:2"}, {"backtest"}, {"report"}} {
			o := leadline(t, nil, at(r.Dir(), append(c, "--format=json", day))...)
			var a answerJSON
			if err := json.Unmarshal([]byte(o.stdout), &a); o.status != 0 || err != nil {
				t.Fatalf("%v: exit status %d, %v\n%s", c, o.status, err, o.stderr)
			}
			if strings.Contains(o.stdout, `"oversight/pace"`) != (size == 12 && (c == nil || c[0] == "report")) {
				t.Errorf("%d people: %v: the pace of a group that is too small, or none of one that is not", size, c)
			}
			for _, s := range a.Sheets {
				named += s.check(t, fmt.Sprint(size, " people: ", c))
			}
		}
		if named == 0 {
			t.Errorf("nobody of %d is named anywhere: the test shows nothing", size)
		}
	}
}

type answerJSON struct{ Sheets []sheetJSON }

type sheetJSON struct {
	Figures  []struct{ Label, Reason string }
	Findings []struct {
		Message  string
		Evidence []struct{ Person, Text string }
	}
	Sections []struct {
		ID    string
		Table struct {
			Columns []struct{ ID, Kind string }
			Rows    [][]any
		}
	}
}

// check counts the tables and findings that name somebody.
func (s *sheetJSON) check(t *testing.T, where string) (named int) {
	for _, f := range s.Figures {
		if strings.Contains(f.Label+f.Reason, "Surname") {
			t.Errorf("%s: a figure of a person: %s", where, f.Label)
		}
	}
	for _, f := range s.Findings {
		if strings.Contains(f.Message, "Surname") {
			t.Errorf("%s: a finding's message names somebody: %s", where, f.Message)
		}
		for _, e := range f.Evidence {
			if e.Person == "" {
				continue
			}
			named++
			if strings.ContainsAny(e.Text, "0123456789") {
				t.Errorf("%s: a number beside %s: %s", where, e.Person, e.Text)
			}
		}
	}
	for _, x := range s.Sections {
		people, numbers := false, false
		for _, c := range x.Table.Columns {
			switch c.Kind {
			case "person", "people":
				people = true
			case "number", "added", "deleted", "share", "spark":
				numbers = true
			}
		}
		for _, row := range x.Table.Rows {
			for i, cell := range row {
				if text, ok := cell.(string); ok && strings.Contains(text, "Surname") && x.Table.Columns[i].Kind != "person" && x.Table.Columns[i].Kind != "people" {
					t.Errorf("%s: %s names somebody in a column of kind %s", where, x.ID, x.Table.Columns[i].Kind)
				}
			}
		}
		if people {
			named++
		}
		if people && numbers {
			t.Errorf("%s: %s has people beside numbers", where, x.ID)
		}
	}
	return named
}

// No export has people beside numbers that could be about them.
func TestNoPersonBesideANumberInExports(t *testing.T) {
	people := map[string]bool{"name": true, "email": true, "called": true, "with": true, "person": true}
	harmless := map[string]bool{"kind": true, "reason": true, "first": true, "last": true} // words, and days
	for _, e := range run.Exports() {
		named := slices.ContainsFunc(e.Columns, func(c string) bool { return people[c] })
		for _, c := range e.Columns {
			if named && !people[c] && !harmless[c] {
				t.Errorf("export %s has %s beside people", e.Name, c)
			}
		}
	}
}

// The kinds of column that the schema knows are all thought of above: those that
// hold numbers, those that hold people, and the others.
func TestEveryKindOfColumn(t *testing.T) {
	thought := []string{"person", "people", "number", "added", "deleted", "share", "spark", "text", "place", "date", "commit"}
	list := regexp.MustCompile(`"kind": \{"enum": \[([^]]*"spark"[^]]*)\]`).FindSubmatch(sheet.Schema)
	if list == nil {
		t.Fatal("the schema does not list the kinds of column")
	}
	var kinds []string
	if err := json.Unmarshal([]byte("["+string(list[1])+"]"), &kinds); err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds {
		if !slices.Contains(thought, k) {
			t.Errorf("a column of kind %s: does it hold people, or numbers?", k)
		}
	}
	if len(kinds) != len(thought) {
		t.Errorf("kinds of the schema: %v", kinds)
	}
}
