package oversight

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/analysis/coupling"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

func picture(v *duty.View, id string) *sheet.Section {
	for _, s := range pictures(v) {
		if s.ID == id {
			return &s
		}
	}
	return nil
}

// All pictures of a brief keep the promises of a sheet.
func TestPictures(t *testing.T) {
	v := ordinary()
	a := answer(t, v)
	a.Sheets[0].Sections = append(pictures(v), a.Sheets[0].Sections...)
	if err := sheet.Check(a); err != nil {
		t.Error(err)
	}
	if pictures(empty()) != nil {
		t.Error("an empty repository has pictures")
	}
}

// The pace of a few people is drawn for nobody, and weeks before the edge of what
// was read are not known.
func TestActivity(t *testing.T) {
	for people, drawn := range map[int]bool{4: false, 5: true} {
		team := newTeam()
		for n := range 40 {
			team.commit("main", 100-n, "Work", nil, edit("a.go", 9, 1))
		}
		for i := range team.h.Commits {
			who := fact.Identity{Name: "Person Surname" + fmt.Sprint(i%people), Email: fmt.Sprintf("p%d@example.org", i%people)}
			team.h.Commits[i].Author, team.h.Commits[i].Committer = who, who
		}
		if got := picture(team.view(), "oversight/activity"); (got != nil) != drawn {
			t.Errorf("%d people: drawn: %v", people, got != nil)
		}
	}

	many := newTeam()
	for n := range 50 {
		many.commit("main", 50-n, "Work", nil, edit("a.go", 9, 1))
	}
	whole := picture(many.view(), "oversight/activity")
	cut := many.view()
	cut.History.Gaps = []fact.Gap{{Kind: fact.GapShallow}}
	part := picture(cut, "oversight/activity")
	if whole == nil || part == nil {
		t.Fatal("nothing is drawn")
	}
	if x := whole.Chart.Series[0].Values[0]; x.Kind() != sheet.Number || x.Number() != 0 {
		t.Error("a week without work is not known")
	}
	if x := part.Chart.Series[0].Values[0]; x.Kind() != sheet.Nothing {
		t.Error("a week that was not read has a number")
	}
	if !strings.Contains(whole.Title, "over the year") || strings.Contains(part.Title, "over the year") {
		t.Errorf("%q, %q", whole.Title, part.Title)
	}
}

// survival is lines by year, month by month up to November 2026.
func survival(months ...map[int]int) []fact.Survival {
	var out []fact.Survival
	for i, lines := range months {
		out = append(out, fact.Survival{Month: 2026*12 + 10 - (len(months) - 1 - i), Lines: lines})
	}
	return out
}

func TestAges(t *testing.T) {
	view := func(s []fact.Survival) *duty.View {
		v := ordinary()
		v.Survival = s
		return v
	}
	steady := map[int]int{2015: 10, 2016: 10, 2017: 10, 2018: 10, 2019: 10, 2020: 10, 2021: 10, 2022: 10, 2023: 10, 2026: 20}
	s := picture(view(survival(map[int]int{2015: 10}, map[int]int{2015: 40, 2016: 10}, steady)), "oversight/ages")
	if s == nil {
		t.Fatal("not drawn")
	}
	labels := ""
	for _, x := range s.Chart.Series {
		labels += x.Label + ","
	}
	if labels != "2017 and before,2018,2019,2020,2021,2022,2023,2026," {
		t.Errorf("bands: %s", labels)
	}
	if s.Title != "55 % of the lines are from 2020 or later" {
		t.Error(s.Title)
	}
	if got := fmt.Sprintf("%v %s %s", s.Chart.Series[0].Values[1].Number(), s.Chart.X[2].Text(), s.Chart.X[1].Text()); got != "50 2026-11-22 2026-10-31" {
		t.Error(got)
	}

	// Where most is older than what is drawn for itself, the first of it is told.
	old := picture(view(survival(map[int]int{2010: 1}, map[int]int{2010: 1}, map[int]int{2010: 90, 2019: 1, 2020: 1, 2021: 1, 2022: 1, 2023: 1, 2024: 1, 2025: 1, 2026: 3})), "oversight/ages")
	if old == nil || old.Title != "9 % of the lines are from 2020 or later" {
		t.Errorf("%+v", old)
	}
	// A clock that runs ahead hides what came after it.
	ahead := survival(steady, steady, steady)
	ahead[2].Month += 12 * 70
	if picture(view(ahead), "oversight/ages") != nil {
		t.Error("drawn with months of the far future")
	}
	// Months without landings are as the one before, and what came later is left out.
	gap := survival(map[int]int{2026: 1}, map[int]int{2026: 2}, map[int]int{2026: 3})
	gap[0].Month -= 3
	if got := everyMonth(gap, gap[1].Month); len(got) != 5 || got[3].Lines[2026] != 1 || got[4].Lines[2026] != 2 {
		t.Errorf("%+v", got)
	}
	// Missing contents are said; a history that is cut tells no age.
	v := view(survival(steady, steady, steady))
	v.History.Gaps = []fact.Gap{{Kind: fact.GapBlob}}
	if s := picture(v, "oversight/ages"); s == nil || !strings.Contains(s.Title, "that could be read") {
		t.Errorf("%+v", s)
	}
	v.History.Gaps[0].Kind = fact.GapShallow
	if picture(v, "oversight/ages") != nil {
		t.Error("drawn of a history that is cut")
	}
}

// Whatever there is too much of is told as one, and every part adds up.
func TestTree(t *testing.T) {
	tm := newTeam()
	var changes []fact.Change
	for n := range 2000 {
		changes = append(changes, edit(fmt.Sprintf("src/p%02d/q%d/f%d.go", n%40, n%3, n), 50, 0))
	}
	changes = append(changes, edit("src/a", 1, 0), edit("src/a.go", 9, 0), edit("src/a/b.go", 9, 0), edit("lib/only/deep/x.go", 9, 0), edit("lib/only/deep/y.go", 9, 0))
	tm.commit("main", 300, "Start", nil, changes...)
	for n := range 4 {
		tm.commit("main", 50-n, "Work", nil, edit("src/p07/q1/f7.go", 40, 10))
	}
	v := tm.view()
	tree, ok := v.Tree()
	if !ok {
		t.Fatal("no tree")
	}
	parts, hot, folded := 0, false, false
	var walk func(p *sheet.Part)
	walk = func(p *sheet.Part) {
		parts++
		hot = hot || p.Place.Path == "src/p07/q1/f7.go" && duty.ChangesOf(p) == 4
		folded = folded || p.Others > 0
		if len(p.Parts) == 1 && len(p.Parts[0].Parts) > 0 && p.Place.Path != "." {
			t.Errorf("%s holds %s alone", p.Place.Path, p.Parts[0].Place.Path)
		}
		for i := range p.Parts {
			walk(&p.Parts[i])
		}
	}
	walk(&tree.Root)
	if parts > 1100 || !hot || !folded {
		t.Errorf("%d parts; the file that changes: %v; some told as one: %v", parts, hot, folded)
	}
	s := picture(v, "oversight/tree")
	a := answer(t, v)
	a.Sheets[0].Sections = append(a.Sheets[0].Sections, *s)
	if err := sheet.Check(a); err != nil {
		t.Error(err)
	}
	v.Place = duty.Place{Path: "lib", Folder: true}
	if narrow, _ := v.Tree(); narrow.Root.Place.Path != "lib/" || len(narrow.Root.Parts) != 1 || len(narrow.Root.Parts[0].Parts) != 2 {
		t.Errorf("%+v", narrow.Root)
	}
	v.Place = duty.Place{Path: "src/a.go"}
	if _, ok := v.Tree(); ok {
		t.Error("a file is a tree")
	}
}

// Nothing is claimed of files that could not be read.
func TestCoverageOfWhatIsMissing(t *testing.T) {
	v := ordinary()
	for i := range v.History.Files {
		if f := &v.History.Files[i]; strings.HasSuffix(string(f.Path), ".go") {
			f.Content, f.Lines = fact.Missing, nil
			break
		}
	}
	c := v.Coverage()
	if c.Unsized == 0 {
		t.Fatal("nothing is missing: the test shows nothing")
	}
	if !strings.Contains(c.Words(), "%") && !strings.Contains(c.Words(), "that could be read") || c.Missing() == "" {
		t.Errorf("%q, %q", c.Words(), c.Missing())
	}
}

func TestTwins(t *testing.T) {
	for pair, want := range map[string]bool{
		"src/a.c src/a.h": true, "a.ts a.css": true, "a.go a_test.go": false, "src/a.c lib/a.c": false, "A.cs A.Designer.cs": true,
	} {
		one, other, _ := strings.Cut(pair, " ")
		if got := twins(coupling.Pair{One: fact.Path(one), Other: fact.Path(other)}); got != want {
			t.Errorf("%s: %v", pair, got)
		}
	}
	for pair, want := range map[string]int{"a/x b/x": 1, "a/x a/b/x": 0, "x a/x": 0, "a/x a/y": 0, "ab/x a/x": 1} {
		one, other, _ := strings.Cut(pair, " ")
		if got := across(coupling.Pair{One: fact.Path(one), Other: fact.Path(other)}); got != want {
			t.Errorf("%s: %d", pair, got)
		}
	}
}

func TestAverage(t *testing.T) {
	for want, got := range map[string]string{
		"0": average(0, 4), "0.5": average(2, 4), "12": average(49, 4), "9.3": average(484, 52), "1,000": average(4000, 4),
		"under 1": duty.Percent(1, 1000), "over 99": duty.Percent(999, 1000), "100": duty.Percent(5, 5), "50": duty.Percent(1, 2),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
