package run_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/internal/gittest"
	"leadline/internal/run"
	"leadline/internal/sheet"
)

var (
	ann = gittest.Identity{Name: "Ann Author", Email: "ann@a.example"}
	hal = gittest.Identity{Name: "Hal Holder", Email: "hal@h.example"}
	liv = gittest.Identity{Name: "Liv Learner", Email: "liv@l.example"}
	old = gittest.Identity{Name: "Otto Oldham", Email: "otto@o.example"}
	wes = gittest.Identity{Name: "Wes Wanderer", Email: "wes@w.example"} // was in lost/ once, with 60 lines
	zoe = gittest.Identity{Name: "Zoe Zander", Email: "zoe@z.example"}   // is new
	bea = reviewerOf(0)                                                  // reviews hot/
	pat = gittest.Identity{Name: "Pat Passing", Email: "pat@p.example"}  // is not at work
)

// reviewerOf is who reviews a folder.
func reviewerOf(i int) gittest.Identity {
	first := []string{"Bea", "Cleo", "Dora", "Finn", "Gus", "Ida"}[i%6]
	return gittest.Identity{Name: first + " Reviewer", Email: strings.ToLower(first) + "@r.example"}
}

// hotFile is code with so many lines more than the least.
func hotFile(more int) []byte {
	return []byte("package x\n\n" + nested("F", 6) + strings.Repeat("var _ = 0\n", more))
}

// team is a repository of some years ago in which Hal knows hot/hot.go and, since Otto is gone,
// nobody lost/lost.go; and where so many folders have reviewers of their own, in so many
// landings of Ann's, who is gone too.
func team(t *testing.T, landings, reviewers int) *gittest.Repo {
	r := gittest.New(t)
	when := time.Date(2023, 12, 1, 0, 0, 0, 0, time.UTC)
	commit := func(who gittest.Identity, path string, content []byte, review string) {
		when = when.Add(16 * time.Hour)
		r.Commit("main", gittest.Commit{Author: who, When: when, Files: gittest.Files{path: content}, Message: "Fix it" + review})
	}
	commit(ann, "leadline.yaml", []byte("rules: {review/knowledge: {top: 100, size: 100}}\n"), "")
	for i := range 10 {
		if i == 5 {
			commit(wes, "lost/lost.go", append(hotFile(365), strings.Repeat("var _ = 1\n", 30)...), "")
		}
		commit(old, "lost/lost.go", hotFile(391+i), "")
	}
	commit(hal, "hot/hot.go", hotFile(100), "")
	commit(hal, "small/small.go", hotFile(100), "")
	if landings < 100 {
		when = when.AddDate(0, 6, 0)
	}
	folders := []string{"hot", "b", "c", "d", "e", "f"}
	for i := range landings {
		k := i * 7 / 3 % 6 // not in turn
		by := reviewerOf(k % reviewers)
		commit(ann, folders[k]+"/ann.txt", []byte(fmt.Sprint(i)), fmt.Sprintf("\n\nReviewed-by: %s <%s>\n", by.Name, by.Email))
	}
	when = time.Date(2024, 9, 1, 0, 0, 0, 0, time.UTC)
	for i := range 5 {
		commit(hal, "hot/hot.go", hotFile(120+20*i), "")
	}
	for i := range 6 {
		commit(reviewerOf(i), "small/small.go", hotFile(108+8*i), "")
		commit(reviewerOf(i), "lost/lost.go", hotFile(420+20*i), "")
	}
	when = time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC)
	for i, path := range []string{"hot/side.txt", "b/liv.txt", "b/liv.txt"} { // at work
		commit(liv, path, []byte(strings.Repeat(fmt.Sprintln(i), 6)), "")
	}
	for i := range 2 {
		commit(pat, "hot/pat.txt", []byte(strings.Repeat(fmt.Sprintln(i), 6)), "")
	}
	r.Flush()
	return r
}

func knowledgeOf(t *testing.T, o run.Options, what run.Reviewed) (*sheet.Finding, sheet.Answer) {
	t.Helper()
	a, err := run.Review(t.Context(), o, what)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(a.Sheets[0].Findings, func(f sheet.Finding) bool { return f.Rule == "review/knowledge" })
	if i < 0 {
		return nil, a
	}
	return &a.Sheets[0].Findings[i], a
}

// asked is what the evidence says of people.
func asked(f *sheet.Finding) string {
	var parts []string
	for _, e := range f.Evidence {
		if e.Person != "" {
			parts = append(parts, e.Person+" "+e.Text)
		}
	}
	return strings.Join(parts, "\n")
}

// The cases are in pairs: what has to be told, and what looks like it.
func TestReviewKnowledge(t *testing.T) {
	r, home := team(t, 300, 6), t.TempDir()
	for name, c := range map[string]struct {
		by    []gittest.Identity // of a commit each
		path  string
		lines int
		want  string
	}{
		"its author does not know it":     {[]gittest.Identity{zoe}, "hot/hot.go", 12, "nobody who made this change knows it, hotspot 2 of 3 files"},
		"its author knows it":             {[]gittest.Identity{hal}, "hot/hot.go", 12, ""},
		"one of its authors knows it":     {[]gittest.Identity{zoe, hal}, "hot/hot.go", 12, ""},
		"two who do not":                  {[]gittest.Identity{zoe, liv}, "hot/hot.go", 12, "nobody who made this change knows it, hotspot 2 of 3 files"},
		"its author from another address": {[]gittest.Identity{{Name: hal.Name, Email: "hal@new.example"}}, "hot/hot.go", 12, ""},
		"who knows it helped":             {[]gittest.Identity{zoe}, "hot/hot.go", 13, ""},
		"what is handed through":          {[]gittest.Identity{zoe}, "hot/hot.go", 14, ""},
		"little of it":                    {[]gittest.Identity{zoe}, "hot/hot.go", -4, ""},
		"nobody active knows it":          {[]gittest.Identity{zoe}, "lost/lost.go", 12, "nobody active knows it, hotspot 3 of 3 files"},
		"who knew it comes back":          {[]gittest.Identity{old}, "lost/lost.go", 12, ""},
		"its author did much in it once":  {[]gittest.Identity{wes}, "lost/lost.go", 12, ""},
		"little is done in it":            {[]gittest.Identity{zoe}, "small/small.go", 12, ""},
		"a word is exchanged":             {[]gittest.Identity{zoe}, "hot/hot.go", 0, ""},
		"no hotspot":                      {[]gittest.Identity{zoe}, "cold/cold.go", 12, ""},
	} {
		t.Run(name, func(t *testing.T) {
			branch := strings.ReplaceAll(name, " ", "-")
			r.Branch(branch, r.Tip("main"))
			for i, who := range c.by {
				was := map[string]int{"hot/hot.go": 200, "lost/lost.go": 520, "small/small.go": 148}[c.path]
				text := append(hotFile(was+c.lines+i), branches("G", 3)...)
				switch c.lines {
				case 14:
					text = hotFile(was + 20)
				case 0:
					text = hotFile(was)
					text = bytes.ReplaceAll(text, []byte("_ = 0"), []byte("_ = 1"))
				}
				r.Commit(branch, gittest.Commit{Author: who, Message: map[bool]string{true: "x\n\nCo-authored-by: " + hal.Name + " <" + hal.Email + ">\n", false: "x\n"}[c.lines == 13], Files: gittest.Files{c.path: text}})
			}
			r.Flush()
			f, _ := knowledgeOf(t, options(t, r.Dir(), home), run.Reviewed{Range: "main.." + branch})
			got := ""
			if f != nil {
				got = f.Message
				if f.Gate || f.Level != sheet.LevelNote {
					t.Error("it is no note")
				}
			}
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// Whom to ask is told where the record is better than its baseline, by name and in the order
// of the alphabet; a pseudonym is in the place of every name.
func TestReviewKnowledgeAsks(t *testing.T) {
	for _, c := range []struct{ landings, reviewers int }{{300, 6}, {300, 1}, {30, 6}} {
		r, home := team(t, c.landings, c.reviewers), t.TempDir()
		r.Branch("topic", r.Tip("main"))
		r.Commit("topic", gittest.Commit{Author: zoe, Files: gittest.Files{"hot/hot.go": append(hotFile(220), branches("G", 3)...)}})
		r.Flush()
		f, _ := knowledgeOf(t, options(t, r.Dir(), home), run.Reviewed{Range: "main..topic"})
		if f == nil {
			if c.landings == 300 && c.reviewers == 6 {
				t.Error("nothing is told")
			}
			continue
		}
		want := "nothing"
		if c.landings == 300 && c.reviewers == 6 {
			want = "Bea Reviewer could review: reviewed or changed its folder lately\n" +
				"Hal Holder could review: knows it\n" +
				"Ida Reviewer could review: reviewed or changed other places lately\n" +
				"Liv Learner would learn it by reviewing: worked on it, or in its folder, lately"
		}
		if got := asked(f); got != want {
			t.Errorf("%+v:\n%s\nwant\n%s", c, got, want)
		}
		o := options(t, r.Dir(), home)
		o.Pseudonyms = true
		masked, a := knowledgeOf(t, o, run.Reviewed{Range: "main..topic"})
		text, err := json.Marshal(a)
		if err != nil || masked == nil || strings.Count(asked(masked), "\n") != strings.Count(want, "\n") {
			t.Fatalf("%v, %+v", err, masked)
		}
		for _, name := range []gittest.Identity{ann, bea, hal, liv, pat, zoe} {
			if first, _, _ := strings.Cut(name.Name, " "); strings.Contains(string(text), first+" ") {
				t.Errorf("%s is named under pseudonyms", first)
			}
		}
	}
}

// Of what is no commit yet the author is not known: only what nobody active knows is told.
func TestReviewKnowledgeStaged(t *testing.T) {
	r := team(t, 300, 6)
	r.Git("checkout", "-q", "-f", "main")
	for path, want := range map[string]bool{"hot/hot.go": false, "lost/lost.go": true} {
		r.Git("reset", "-q", "--hard")
		r.Write(path, append(hotFile(600), branches("G", 3)...))
		r.Git("add", path)
		if f, _ := knowledgeOf(t, options(t, r.Dir(), ""), run.Reviewed{Staged: true}); (f != nil) != want {
			t.Errorf("%s: %+v", path, f)
		}
	}
}
