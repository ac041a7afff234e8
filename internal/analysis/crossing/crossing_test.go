package crossing

import (
	"fmt"
	"testing"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/people"
	"leadline/internal/fact"
)

// end is that of a Tuesday, on which the days of the tests count back.
var end = time.Date(2024, 6, 26, 0, 0, 0, 0, time.UTC)

// done is a landing: who wrote it, so many hours before the end, and what it is called.
type done struct {
	who     string
	hours   int
	subject string
	// written is how many hours before it landed.
	written int
	path    string
}

func repository(slug string, all ...done) *Repository {
	h := &fact.History{}
	for i := len(all) - 1; i >= 0; i-- {
		d := all[i]
		who := fact.Identity{Name: d.who + " Smith", Email: d.who + "@x.example"}
		landed := end.Add(-time.Duration(d.hours) * time.Hour).Unix()
		path := fact.Path("a.go")
		if d.path != "" {
			path = fact.Path(d.path)
		}
		c := fact.Commit{
			ID: fact.CommitID(fmt.Sprintf("%s%d", slug, i)), Author: who, Committer: who, Subject: d.subject,
			Authored: fact.Time{Unix: landed - int64(d.written)*hour}, Committed: fact.Time{Unix: landed},
			Changes: []fact.Change{{Path: path, Kind: fact.Modified}},
		}
		if d.path == "help" {
			c.Trailers = []fact.Trailer{{Key: "Co-authored-by", Value: "ann Smith <ann@x.example>"}}
		}
		if n := len(h.Commits); n > 0 {
			c.Parents = []fact.CommitID{h.Commits[n-1].ID}
		}
		h.Commits = append(h.Commits, c)
		h.Head = c.ID
	}
	return Collect(activity.NewTimeline(h), end, slug, func(p fact.Path) bool { return p != "go.sum" })
}

func compare(a, b *Repository) Pair {
	return Compare(a, b, Window(end), People([]*Repository{a, b}, people.Rules{}))
}

// TestLinks has a landing of each repository that belong together, and its harmless twin.
func TestLinks(t *testing.T) {
	for _, c := range []struct {
		name         string
		a, b         done
		close, named int
	}{
		{"one author, an hour apart", done{"ann", 10, "one", 0, ""}, done{"ann", 11, "other", 0, ""}, 1, 0},
		{"two authors", done{"ann", 10, "one", 0, ""}, done{"bo", 11, "other", 0, ""}, 0, 0},
		{"seven hours apart", done{"ann", 10, "one", 0, ""}, done{"ann", 17, "other", 0, ""}, 0, 0},
		{"merged in one sitting, written days apart", done{"ann", 10, "one", 0, ""}, done{"ann", 11, "other", 48, ""}, 0, 0},
		{"a bot's", done{"dependabot[bot]", 10, "bump x to 2", 0, ""}, done{"dependabot[bot]", 10, "bump x to 2", 0, ""}, 0, 0},
		{"a bot's, with somebody's help", done{"dependabot[bot]", 10, "bump x to 2", 0, "help"}, done{"dependabot[bot]", 10, "bump x to 2", 0, "help"}, 0, 0},
		{"lists of dependencies alone", done{"ann", 10, "one", 0, "go.sum"}, done{"ann", 11, "other", 0, ""}, 0, 0},
		{"called the same, days apart", done{"ann", 10, "Rename the queue (#12)", 0, ""}, done{"ann", 200, "rename the queue (#7)", 0, ""}, 0, 1},
		{"called the same by two", done{"ann", 10, "Rename the queue (#12)", 0, ""}, done{"bo", 200, "Rename the queue (#7)", 0, ""}, 0, 0},
		{"called the same, which says nothing", done{"ann", 10, "Fix typo (#12)", 0, ""}, done{"ann", 200, "Fix typo (#7)", 0, ""}, 0, 0},
		{"called the same, months apart", done{"ann", 10, "Rename the queue", 0, ""}, done{"ann", 800, "Rename the queue", 0, ""}, 0, 0},
		{"a ticket", done{"ann", 10, "PAY-12: ask", 0, ""}, done{"bo", 200, "answer (PAY-12)", 0, ""}, 0, 1},
		{"two tickets", done{"ann", 10, "PAY-12: ask", 0, ""}, done{"bo", 200, "answer (PAY-13)", 0, ""}, 0, 0},
		{"a ticket, months apart", done{"ann", 10, "PAY-12: ask", 0, ""}, done{"bo", 800, "answer (PAY-12)", 0, ""}, 0, 0},
		{"a standard", done{"ann", 10, "read UTF-8", 0, ""}, done{"bo", 200, "write UTF-8", 0, ""}, 0, 0},
		{"a word with one number", done{"ann", 10, "port to ROCKET-9", 0, ""}, done{"bo", 200, "test on ROCKET-9", 0, ""}, 0, 0},
		{"a vulnerability", done{"ann", 10, "close CVE-2024-12345", 0, ""}, done{"bo", 200, "CVE-2024-12345 too", 0, ""}, 0, 1},
		{"the other's issue", done{"ann", 10, "ask (#12)", 0, ""}, done{"bo", 200, "answer o/a#12", 0, ""}, 0, 1},
		{"each its own issue", done{"ann", 10, "ask (#12)", 0, ""}, done{"bo", 200, "answer (#12)", 0, ""}, 0, 0},
	} {
		// The tracker PAY is known by three numbers, whoever names them.
		old := []done{{"cy", 4000, "PAY-1 PAY-2 PAY-3", 0, ""}}
		p := compare(repository("o/a", append([]done{c.a}, old...)...), repository("o/b", c.b))
		if p.A.Close != c.close || p.B.Close != c.close || p.A.Named != c.named || p.B.Named != c.named {
			t.Errorf("%s: close %d and %d, want %d; named alike %d and %d, want %d", c.name, p.A.Close, p.B.Close, c.close, p.A.Named, p.B.Named, c.named)
		}
		if want := min(1, c.close+c.named); p.A.Linked != want || len(p.Links) != want {
			t.Errorf("%s: %d linked, %d links, want %d", c.name, p.A.Linked, len(p.Links), want)
		}
	}
}

// TestAgain: what is called the same again and again says nothing of any one time.
func TestAgain(t *testing.T) {
	sync := func(hours int) done { return done{"ann", hours, "sync the common files", 0, ""} }
	if p := compare(repository("o/a", sync(10), sync(300)), repository("o/b", sync(40))); p.A.Named != 0 {
		t.Errorf("%d are named alike", p.A.Named)
	}
}

// TestChance: who works on both repositories every working day has close landings, and no
// more than chance makes; who has both at hand now and then has more.
func TestChance(t *testing.T) {
	var a, b, c []done
	for day := range 180 {
		hours := 24*day + 9
		if day%7 < 5 {
			a = append(a, done{"ann", hours, fmt.Sprint("a", day), 0, ""})
			b = append(b, done{"ann", hours + 2, fmt.Sprint("b", day), 0, ""})
		}
		if day*day%23 == 1 { // on days without an order
			c = append(c, done{"bo", hours + 1, fmt.Sprint("c", day), 0, ""})
			a = append(a, done{"bo", hours + 2, fmt.Sprint("d", day), 0, ""})
		}
	}
	p := compare(repository("o/a", a...), repository("o/b", b...))
	if x, ok := p.Lift(); p.Beyond() || !ok || x > 1.1 {
		t.Errorf("every day: %d close, %.1f by chance, %d at most", p.Close(), p.Expected, p.Most)
	}
	p = compare(repository("o/a", a...), repository("o/c", c...))
	if !p.Beyond() || p.B.Close != len(c) || p.Authors != 1 || p.People != 2 {
		t.Errorf("together: %+v, of %d", p, len(c))
	}
	if last := p.Newest(); last.B.Landed < last.A.Landed-2*hour || last.A.Landed != p.Links[0].A.Landed {
		t.Errorf("the newest: %v and %v", last.A.Landed, last.B.Landed)
	}
}

// TestAround: what leaves the window at one end comes in at the other, on the same day of
// the week.
func TestAround(t *testing.T) {
	for _, c := range []struct{ at, weeks, want int64 }{{0, 1, 1}, {0, -1, 25}, {25*week + 5, 1, -25}, {3, 8, 8}} {
		if got := around(c.at, c.weeks*week); got != c.want*week {
			t.Errorf("%d by %d weeks: %d, want %d", c.at, c.weeks, got/week, c.want)
		}
	}
}

// TestMerge: a merge is of who wrote the branch, and called as its last commit is.
func TestMerge(t *testing.T) {
	ann, bo := fact.Identity{Name: "ann Smith", Email: "ann@x.example"}, fact.Identity{Name: "bo Smith", Email: "bo@x.example"}
	at := fact.Time{Unix: end.Unix() - 10*hour}
	change := []fact.Change{{Path: "a.go", Kind: fact.Modified}}
	h := &fact.History{Head: "m", Commits: []fact.Commit{
		{ID: "r", Author: bo, Committer: bo, Authored: at, Committed: at, Changes: change},
		{ID: "w", Parents: []fact.CommitID{"r"}, Author: ann, Committer: ann, Authored: at, Committed: at, Subject: "Rename the queue", Changes: change},
		{ID: "m", Parents: []fact.CommitID{"r", "w"}, Author: bo, Committer: bo, Authored: at, Committed: at, Subject: "Merge pull request #4", Changes: change},
	}}
	a := Collect(activity.NewTimeline(h), end, "", func(fact.Path) bool { return true })
	for who, id := range map[string]fact.CommitID{"ann": "m", "bo": "r"} {
		p := compare(a, repository("o/b", done{who, 10, "x", 0, ""}))
		if a.Landings() != 2 || p.A.Close != 1 || p.Links[0].A.ID != id {
			t.Errorf("of %s: %d landings, %d close, %v", who, a.Landings(), p.A.Close, p.Links)
		}
	}
	b := Collect(activity.NewTimeline(h), end, "", func(fact.Path) bool { return true })
	if p := compare(a, b); p.A.Close != 2 || p.A.Named != 1 || p.Links[0].A.Work.ID != "w" {
		t.Errorf("with itself: %+v", p.A)
	}
}
