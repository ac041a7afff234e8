package run_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"leadline/internal/gittest"
	"leadline/internal/run"
	"leadline/internal/sheet"
)

// session is open on a repository; today moves the day.
func session(t *testing.T, r *gittest.Repo, pseudonyms bool) (s *run.Session, today *time.Time) {
	t.Helper()
	day := time.Date(2024, 12, 20, 9, 0, 0, 0, time.UTC)
	o := options(t, r.Dir(), t.TempDir())
	o.AsOf, o.Pseudonyms = time.Time{}, pseudonyms
	s, err := run.OpenSession(t.Context(), o, func() time.Time { return day })
	if err != nil {
		t.Fatal(err)
	}
	return s, &day
}

// later waits until a session looks again.
func later() { time.Sleep(1100 * time.Millisecond) }

func ask(t *testing.T, s *run.Session, q sheet.Question) sheet.Answer {
	t.Helper()
	a, err := s.Answer(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func version(t *testing.T, s *run.Session) string {
	t.Helper()
	v, err := s.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A session follows the head, the branches and the day, and nothing else makes
// another version.
func TestSessionFollows(t *testing.T) {
	r := gittest.TeamFixture(t)
	r.Flush()
	s, today := session(t, r, false)
	brief := sheet.Question{Duty: "oversight"}
	before, v := ask(t, s, brief), version(t, s)
	later()
	if version(t, s) != v {
		t.Error("nothing has moved, and there is another version")
	}

	tip := r.Tip("main")
	r.Branch("stale/idea", r.Commit("stale/idea", gittest.Commit{
		Parents: []string{tip}, Files: gittest.Files{"idea.go": gittest.Lines("package idea")}, When: time.Date(2024, 1, 2, 9, 0, 0, 0, time.UTC),
	}))
	r.Flush()
	later()
	branched := ask(t, s, brief)
	if a, b := figure(before, "oversight/branches"), figure(branched, "oversight/branches"); b != a+1 {
		t.Errorf("%v unmerged branches, and then %v", a, b)
	}
	w := version(t, s)
	if w == v {
		t.Error("a branch came, and the version is the same")
	}

	*today = today.AddDate(0, 0, 1)
	later()
	if next := ask(t, s, brief); next.AsOf != "2024-12-21" || version(t, s) == w {
		t.Errorf("on the next day the answer is as of %s", next.AsOf)
	}

	id := r.Commit("main", gittest.Commit{Parents: []string{tip}, Files: gittest.Files{"new.go": gittest.Lines("package shop")}, When: time.Date(2024, 12, 21, 9, 0, 0, 0, time.UTC)})
	r.Flush()
	later()
	if moved := ask(t, s, brief); moved.Repository.Head != id {
		t.Errorf("the head is %s, want %s", moved.Repository.Head, id)
	}
}

func figure(a sheet.Answer, id string) float64 {
	for _, f := range a.Sheets[0].Figures {
		if f.ID == id {
			return f.Value.Number()
		}
	}
	return 0
}

// Many may ask at once while the repository moves; each gets an answer.
func TestSessionAtOnce(t *testing.T) {
	r := gittest.TeamFixture(t)
	r.Flush()
	s, _ := session(t, r, false)
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			for _, q := range []sheet.Question{
				{Duty: "oversight", Pictures: true},
				{Duty: "guidance"},
				{Duty: "explain", Place: sheet.Place{Path: "api"}, Pictures: true},
				{Duty: "explain", Place: sheet.Place{Path: "api/orders.go"}},
				{Duty: "backtest"},
			} {
				if _, err := s.Answer(context.Background(), q); err != nil {
					t.Errorf("%d: %s: %v", n, q.Duty, err)
				}
			}
			if _, err := s.Search(context.Background(), "orders", 8); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Answer(ctx, sheet.Question{Duty: "guidance", Place: sheet.Place{Path: "web"}}); err == nil {
		t.Log("an answer that was there already") // who has gone may get one, and need not
	}
	for _, q := range []sheet.Question{{Duty: "nothing"}, {Duty: "explain", Place: sheet.Place{Path: "nowhere"}}} {
		if _, err := s.Answer(t.Context(), q); err == nil {
			t.Errorf("%+v was answered", q)
		}
	}
}

// With pseudonyms no question tells whose is whose, and no answer names anybody.
func TestSessionPseudonyms(t *testing.T) {
	r := gittest.New(t)
	jane := gittest.Identity{Name: "Jane Quimby", Email: "jane@example.org"}
	for n := range 12 {
		r.Commit("main", gittest.Commit{Author: jane, Message: "Jane Quimby's work\n", Files: gittest.Files{
			"src/jane-quimby/a.go": gittest.Lines("package a", fmt.Sprint("// by Jane Quimby ", n)),
			"src/b.go":             gittest.Lines("package src", fmt.Sprint("// Jane Quimby ", n)),
		}})
	}
	r.Flush()
	s, _ := session(t, r, true)
	var said strings.Builder
	note := func(a sheet.Answer, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&said, "%+v %+v %+v\n", a.Repository, a.Read, a.Sheets)
		for i := range a.Sheets {
			for _, x := range a.Sheets[i].Sections {
				fmt.Fprintf(&said, "%+v %+v\n", x.Table, x.Tree)
			}
		}
	}
	note(s.Answer(t.Context(), sheet.Question{Duty: "oversight", Pictures: true}))
	note(s.Answer(t.Context(), sheet.Question{Duty: "explain", Place: sheet.Place{Path: "src"}, Pictures: true}))
	note(s.Commit(t.Context(), r.Tip("main")))
	note(s.Source(t.Context(), sheet.Place{Path: "src/b.go"}))
	for _, words := range []string{"src", "a", "jane", "quimby"} {
		found, err := s.Search(t.Context(), words, 8)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range found {
			fmt.Fprintf(&said, "%+v %+v\n", m, m.Place)
		}
		if strings.HasPrefix("jane quimby", words) && words != "a" && len(found) > 0 {
			t.Errorf("%s finds %+v", words, found)
		}
	}
	for line := range strings.Lines(said.String()) {
		if l := strings.ToLower(line); strings.Contains(l, "jane") || strings.Contains(l, "quimby") {
			t.Errorf("a name slips through: %.300s", line)
		}
	}
	for _, q := range []sheet.Question{
		{Duty: "guidance", Flags: map[string]string{"away": "Jane Quimby"}},
		{Duty: "guidance", Flags: map[string]string{"away": "jane@example.org"}},
		{Duty: "explain", Place: sheet.Place{Path: "src/jane-quimby/a.go"}},
	} {
		if a, err := s.Answer(t.Context(), q); err == nil {
			t.Errorf("%+v was answered: %+v", q, a.Sheets[0].Figures)
		}
	}
	if _, err := s.Source(t.Context(), sheet.Place{Path: "src/jane-quimby/a.go"}); err == nil {
		t.Error("a file whose path holds a name was shown")
	}
}
