package pseudonym

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"leadline/internal/fact"
	"leadline/internal/sheet"
)

func team() []Person {
	return []Person{
		{ID: "p1", Names: []string{"Anneli Korhanen", "akorhanen"}, Emails: []string{"anneli.korhanen@corp.example", "12345+anneliko@users.noreply.github.com"}},
		{ID: "p2", Names: []string{"May Long"}, Emails: []string{"may@long.example", "mlong@corp.example"}},
		{ID: "p3", Names: []string{"Jürgen D'Arvél (jda)"}, Emails: []string{"info@arvel.example"}},
		{ID: "p4", Names: []string{"王小明"}, Emails: []string{"xiaoming88@corp.example"}},
		{ID: "p5", Names: []string{"Zo"}, Emails: []string{"zo@x"}},
		{ID: "p6"},
	}
}

func TestReplace(t *testing.T) {
	b := New(team(), "key")
	name := map[string]string{"": ""}
	for _, id := range []string{"p1", "p2", "p3", "p4", "p5"} {
		name[id] = b.Name(fact.PersonID(id))
	}
	for given, want := range map[string]string{
		"Anneli Korhanen wrote it":                        "<p1> wrote it",
		"ANNELI KORHANEN, anneli korhanen":                "<p1>, <p1>",
		"Korhanen, Anneli":                                "<p1>",
		"ask Anneli's team":                               "ask <p1>'s team",
		"anneli.korhanen@corp.example":                    "<p1>",
		"Anneli.Korhanen@CORP.example.":                   "<p1>.",
		"12345+anneliko@users.noreply.github.com":         "<p1>",
		"thanks @anneliko!":                               "thanks @<p1/>!",
		"from AKorhanen":                                  "from <p1>",
		"anneliko2 and xanneliko":                         "anneliko2 and xanneliko",
		"annelikorhanen":                                  "<p1>",
		"it may take long; Long lines":                    "it may take long; Long lines",
		"it may long for rest":                            "it may long for rest",
		"May Long, may.long, may-long":                    "<p2>, <p2>, <p2>",
		"may@long.example":                                "<p2>",
		"of mlong":                                        "of <p2>",
		"Jürgen D'Arvél and Jürgen Arvél, jürgen d-arvél": "<p3> and <p3> <p3>, <p3>",
		"info about the change":                           "info about the change",
		"由王小明提交":                                          "由<p4>提交",
		"by xiaoming88":                                   "by <p4>",
		"Zo zooms":                                        "Zo zooms", // too short to be told from a word
		"":                                                "",
		"\xff Anneli \xfe":                                "\xff <p1> \xfe",
	} {
		for id, n := range name {
			if id != "" {
				want = strings.ReplaceAll(strings.ReplaceAll(want, "<"+id+">", n), "<"+id+"/>", slug(n))
			}
		}
		if got := b.replace(given, "", false); got != want {
			t.Errorf("%q becomes %q, want %q", given, got, want)
		}
	}
	if got, want := b.replace("users/anneliko/Anneli.txt", "", true), "users/"+slug(name["p1"])+"/"+slug(name["p1"])+".txt"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestRef(t *testing.T) {
	b := New(team(), "key")
	hashed := regexp.MustCompile(`^branch-[0-9a-f]{6}$`)
	for _, s := range []string{
		"main", "master", "develop", "trunk", "release", "release-2.x", "release/3.5", "v1.2.3", "4.x-stable", "1.0", "2.53", "refs/heads/main", "refs/remotes/origin/release-1.0",
		"refs/tags/v1.0", "refs/tags/anything", "HEAD", "refs/remotes/upstream/master", "v2.0.0-rc.1", "LTS-3",
	} {
		if got := b.ref(s); got != s {
			t.Errorf("%s becomes %s", s, got)
		}
	}
	for s, space := range map[string]string{
		"fix-login": "", "anneliko/fix": "", "refs/heads/fix": "refs/heads/", "refs/remotes/origin/x": "refs/remotes/origin/", "refs/remotes/anneliko/main": "refs/remotes/", "origin/x": "origin/", "main2": "",
	} {
		got, ok := strings.CutPrefix(b.ref(s), space)
		if !ok || !hashed.MatchString(got) {
			t.Errorf("%s becomes %s%s", s, space, got)
		}
	}
	if strings.TrimPrefix(b.ref("origin/x"), "origin/") != b.ref("x") || b.ref("x") == New(nil, "other").ref("x") {
		t.Error("a branch's word is not made of the key and its name")
	}
	if got, want := b.ref("refs/tags/v1-anneliko"), "refs/tags/v1-"+slug(b.Name("p1")); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// A branch is called the same in the commands and sentences of its answer.
func TestBranchesInCommands(t *testing.T) {
	b := New(nil, "key")
	a := sheet.Answer{Sheets: []sheet.Sheet{{Findings: []sheet.Finding{{
		Message: "fix-it and log wait", Next: "git log main..origin/fix-it log^ -- log", Evidence: []sheet.Evidence{{Ref: "refs/remotes/origin/fix-it"}, {Ref: "refs/heads/log"}},
	}}}}}
	f := b.Apply(a).Sheets[0].Findings[0]
	fix, log := b.ref("fix-it"), b.ref("log")
	if want := fix + " and log wait"; f.Message != want {
		t.Errorf("%q, want %q", f.Message, want)
	}
	if want := "git log main..origin/" + fix + " " + log + "^ -- log"; f.Next != want {
		t.Errorf("%q, want %q", f.Next, want)
	}
}

func TestNames(t *testing.T) {
	for list, least := range map[*[]string]int{&adjectives: 128, &birds: 128, &places: 80} {
		if len(*list) < least {
			t.Errorf("%d words, want %d", len(*list), least)
		}
		sorted := slices.Sorted(slices.Values(*list))
		if len(slices.Compact(sorted)) != len(*list) {
			t.Error("a word stands twice")
		}
	}
	var people []Person
	for i := range 3000 {
		people = append(people, Person{ID: fact.PersonID(fmt.Sprint(i)), Names: []string{fmt.Sprintf("Given%d Sur%d", i, i)}})
	}
	b := New(people, "key")
	seen, three := map[string]bool{}, 0
	for _, p := range people {
		n := b.Name(p.ID)
		if seen[n] {
			t.Errorf("%s stands for two", n)
		}
		seen[n] = true
		if strings.Contains(n, " of the ") {
			three++
		}
	}
	if three == 0 || three > 300 {
		t.Errorf("%d of 3,000 have three words", three)
	}
	// Who comes later changes nobody.
	early := New(people[:1500], "key")
	for _, p := range people[:1500] {
		if early.Name(p.ID) != b.Name(p.ID) {
			t.Errorf("%s became %s", early.Name(p.ID), b.Name(p.ID))
		}
	}
	if other := New(people, "other"); other.Name("7") == b.Name("7") && other.Name("8") == b.Name("8") {
		t.Error("the key changes nothing")
	}
	// No pseudonym holds a name that somebody has.
	word, _, _ := strings.Cut(New([]Person{{ID: "x"}}, "key").Name("x"), " ")
	if got := New([]Person{{ID: "x"}, {ID: "y", Names: []string{"Ann " + word}}}, "key").Name("x"); strings.Contains(got, word+" ") {
		t.Errorf("%s has the name of somebody else", got)
	}
	if got := b.Name("nobody"); got == "" || got != New(people, "key").Name("nobody") {
		t.Error("one who is not known has no pseudonym")
	}
}

// A repository that is called like an account keeps its name, and its paths.
func TestRepositoryCalledLikeAnAccount(t *testing.T) {
	b := New(team(), "key")
	a := sheet.Answer{Repository: sheet.Repository{Name: "mlong"}, Gaps: []sheet.Gap{{Example: "mlong/x.go", Message: "mlong@corp.example and May Long"}}}
	got := b.Apply(a)
	name := b.Name("p2")
	if got.Repository.Name != "mlong" || got.Gaps[0].Example != "mlong/x.go" || got.Gaps[0].Message != name+" and "+name {
		t.Errorf("%+v", got)
	}
}

// said fills every string that Map reaches with words about a person.
func said(words string) sheet.Answer {
	place := &sheet.Place{Path: words, Symbol: words}
	evidence := []sheet.Evidence{{Commit: "c", Person: words, Ref: words, Place: place, Text: words}, {Text: words}}
	figure := sheet.Figure{ID: "f", Label: words, Reason: words, Next: words, Value: sheet.String(words), Evidence: evidence}
	return sheet.Answer{
		Repository: sheet.Repository{Name: "of " + words, Branch: words}, Read: []sheet.Figure{figure},
		Gaps: []sheet.Gap{{Example: words, Message: words, Next: words}},
		Sheets: []sheet.Sheet{{
			Duty: "d", Question: words, Figures: []sheet.Figure{figure}, Unknown: []sheet.Unknown{{What: words, Why: words, Next: words}},
			Findings: []sheet.Finding{{Place: place, Message: words, Why: words, Next: words, Evidence: evidence}},
			Sections: []sheet.Section{{
				Title: words, Text: words, Note: words, Command: words,
				Table: &sheet.Table{
					Columns: []sheet.Column{{ID: "a", Label: words}, {ID: "b"}, {ID: "branch"}, {ID: "subject"}, {ID: "c"}},
					Rows:    [][]sheet.Value{{sheet.String(words), sheet.OfPerson(words), sheet.String(words), sheet.String(words), sheet.At(*place)}},
				},
				Chart: &sheet.Chart{X: []sheet.Value{sheet.String(words)}, Series: []sheet.Series{{Label: words}}},
				Graph: &sheet.Graph{Nodes: []sheet.Node{{ID: words, Label: words}}, Edges: []sheet.Edge{{From: words, To: words}}},
			}},
		}},
	}
}

// Whoever is in the book, and whatever is said of them: nothing by which they
// are known stands in the answer any more.
func TestNobodySlipsThrough(t *testing.T) {
	word := rapid.Custom(func(t *rapid.T) string {
		return rapid.OneOf(
			rapid.StringMatching(`[A-Z][a-z]{2,7}`), rapid.StringMatching(`[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2,7}`), rapid.StringMatching(`[А-Я][а-я]{3,6}`),
			rapid.SampledFrom([]string{"May", "Will", "Mark", "Long", "O'Brien", "Jean-Luc", "Heron", "Grey", "Lee", "de"}),
		).Draw(t, "word")
	})
	account := rapid.StringMatching(`[a-z]{3,6}([._-]?[a-z0-9]{2,4})?`)
	person := rapid.Custom(func(t *rapid.T) Person {
		return Person{
			Names:  []string{strings.Join(rapid.SliceOfN(word, 1, 3).Draw(t, "name"), " ")},
			Emails: []string{account.Draw(t, "local") + rapid.SampledFrom([]string{"@corp.example", "@users.noreply.github.com"}).Draw(t, "host")},
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		people := rapid.SliceOfN(person, 1, 8).Draw(t, "people")
		var says []string
		for i := range people {
			people[i].ID = fact.PersonID(fmt.Sprint(i))
			p := people[i]
			local, _, _ := strings.Cut(p.Emails[0], "@")
			says = append(says, p.Names[0], strings.ToUpper(p.Names[0]), p.Emails[0], "@"+local, "users/"+local+"/x.go", strings.ReplaceAll(p.Names[0], " ", "-")+"/fix", strings.Fields(p.Names[0])[0])
		}
		between := rapid.SampledFrom([]string{" ", ", ", " and ", ": ", "/", " (", "\n", "\""})
		var words strings.Builder
		for _, s := range rapid.SliceOfN(rapid.SampledFrom(says), 1, 6).Draw(t, "says") {
			words.WriteString(between.Draw(t, "between") + s)
		}
		b := New(people, "key")
		got := b.Apply(said(words.String()))
		got.Map(func(kind sheet.TextKind, s string) string {
			for _, p := range people {
				if found := recognised(p, s); found != "" {
					t.Fatalf("%q is in %q (of kind %d), made of %q", found, s, kind, words.String())
				}
			}
			return s
		})
	})
}

// recognised looks for what tells of a person, in the plainest way.
func recognised(p Person, s string) string {
	inWord := func(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.M) }
	holds := func(what string) bool {
		for rest := s; ; {
			before, after, found := strings.Cut(rest, what)
			if !found {
				return false
			}
			left, _ := utf8.DecodeLastRuneInString(before)
			right, _ := utf8.DecodeRuneInString(after)
			if !inWord(left) && !inWord(right) {
				return true
			}
			rest = after
		}
	}
	words := strings.Fields(p.Names[0])
	for _, w := range words {
		if len([]rune(w)) >= leastWord && !ordinary[strings.ToLower(w)] && holds(w) && !strings.ContainsAny(w, "-'") {
			return w
		}
	}
	if len(words) > 1 && holds(p.Names[0]) {
		return p.Names[0]
	}
	local, _, _ := strings.Cut(p.Emails[0], "@")
	for _, what := range []string{p.Emails[0], local} {
		plain := strings.NewReplacer(".", "", "-", "", "_", "").Replace(local)
		if len(plain) >= leastAccount && !ordinary[local] && strings.Trim(what, "0123456789") != "" && holds(what) {
			return what
		}
	}
	return ""
}

func TestApply(t *testing.T) {
	b := New(team(), "key")
	a := b.Apply(said("Anneli Korhanen"))
	if got := a.Sheets[0].Findings[0].Evidence[0]; got.Person != b.Name("p1") || got.Text != "" || got.Place.Path != slug(b.Name("p1")) {
		t.Errorf("the evidence is %+v", got)
	}
	tab := a.Sheets[0].Sections[0].Table
	if len(tab.Columns) != 4 || len(tab.Rows[0]) != 4 || tab.Columns[3].ID != "c" {
		t.Errorf("the subjects' column is still there: %+v", tab.Columns)
	}
	for given, want := range map[string]string{
		"anneli  KORHANEN": b.Name("p1"), "may@long.example": b.Name("p2"), "Zo": b.Name("p5"), "王小明": b.Name("p4"), "Zo, May Long": b.Name("p5") + ", " + b.Name("p2"), "–": "–",
		"Zo, May Long and 2 more": b.Name("p5") + ", " + b.Name("p2") + " and 2 more",
	} {
		if got := b.person(given); got != want {
			t.Errorf("%s becomes %s, want %s", given, got, want)
		}
	}
	if got := b.person("Somebody Else"); got == "Somebody Else" || got != b.person("somebody else") {
		t.Errorf("one who is not in the book becomes %s", got)
	}
}

func BenchmarkApply(b *testing.B) {
	var people []Person
	for i := range 2000 {
		people = append(people, Person{ID: fact.PersonID(fmt.Sprint(i)), Names: []string{fmt.Sprintf("Given%d Sur%d", i, i)}, Emails: []string{fmt.Sprintf("g.sur%d@corp.example", i)}})
	}
	book := New(people, "key")
	a := said(strings.Repeat("some words of ours about Given7 Sur7 and tsdb/head.go ", 20))
	b.Run("New", func(b *testing.B) {
		for b.Loop() {
			New(people, "key")
		}
	})
	b.Run("Apply", func(b *testing.B) {
		for b.Loop() {
			book.Apply(a)
		}
	})
}
