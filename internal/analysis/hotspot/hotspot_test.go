package hotspot

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/fact"
)

var asOf = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

// team is a history of one commit after the other.
type team struct{ h fact.History }

func (t *team) commit(daysAgo int, subject string, lines int32, paths ...string) {
	id := fact.CommitID(fmt.Sprintf("%040d", len(t.h.Commits)))
	c := fact.Commit{ID: id, Subject: subject, Committed: fact.Time{Unix: asOf.AddDate(0, 0, -daysAgo).Unix()}}
	if t.h.Head != "" {
		c.Parents = []fact.CommitID{t.h.Head}
	}
	slices.Sort(paths)
	for _, p := range paths {
		c.Changes = append(c.Changes, fact.Change{
			Path: fact.Path(p), Kind: fact.Modified, Mode: fact.ModeFile, Content: fact.Text, OldContent: fact.Text, Added: lines,
		})
	}
	t.h.Commits = append(t.h.Commits, c)
	t.h.Head = id
}

// file puts a file of so many lines at the head.
func (t *team) file(path string, lines int32) {
	t.h.Files = append(t.h.Files, fact.File{Path: fact.Path(path), Mode: fact.ModeFile, Content: fact.Text, Lines: []fact.LineRun{{Lines: lines}}})
	slices.SortFunc(t.h.Files, func(a, b fact.File) int { return cmpPath(a.Path, b.Path) })
}

func cmpPath(a, b fact.Path) int {
	if a < b {
		return -1
	}
	return 1
}

func (t *team) spots() []Spot {
	return Worked(t.ranked())
}

// ranked are all files, each with a complexity of a tenth of its lines.
func (t *team) ranked() []Spot {
	line := activity.NewTimeline(&t.h)
	w := line.Window(asOf.AddDate(0, 0, -180), asOf.AddDate(0, 0, 1))
	files := Files(line, &t.h, Options{
		Now: asOf, Window: w, Before: Before(line, w), Keep: func(p fact.Path) bool { return p != "gen/x.go" },
	})
	return Rank(files, func(p fact.Path) int { return t.h.File(p).LineCount() / 10 })
}

func TestOf(t *testing.T) {
	var x team
	for path, lines := range map[string]int32{
		"a/hot.go": 1000, "a/small.go": 10, "a/hot_test.go": 5000, "doc/guide.md": 5000, "gen/x.go": 9000, "a/rare.go": 9000,
		"a/version.go": 9000, "a/swept.go": 9000, "go.mod": 9000,
	} {
		x.file(path, lines)
	}
	var sweep []string
	for n := range activity.Sweeping {
		sweep = append(sweep, fmt.Sprintf("other/%02d.go", n))
	}
	sweep = append(sweep, "a/swept.go", "a/hot.go")
	x.commit(400, "Start", 100, "a/hot.go")
	x.commit(300, "Before", 100, "a/hot.go")
	for day := 170; day > 20; day -= 40 { // four days
		x.commit(day, "Work", 100, "a/hot.go", "a/small.go", "a/hot_test.go", "doc/guide.md", "gen/x.go", "go.mod")
		x.commit(day, "Reformat", 100, sweep...)
		x.commit(day, "Raise the version", 1, "a/version.go")
	}
	x.commit(1, "Fix the panic", 100, "a/hot.go", "a/rare.go")
	spots := x.spots()
	if len(spots) != 2 || spots[0].Path != "a/hot.go" || spots[1].Path != "a/small.go" || spots[1].Rank != 2 || spots[1].Of != 2 {
		t.Fatalf("%+v", spots)
	}
	got := spots[0]
	if got.Changes != 5 || got.Before != 1 || got.Fixes != 1 || math.Abs(got.Score-.1*got.Fading) > 1e-9 || got.Rank != 1 || !got.BeforeKnown || got.Newest.Subject != "Fix the panic" {
		t.Errorf("%+v", got)
	}
	// A fix of yesterday, and changes of which those before a sweep count.
	if want := math.Exp2(-1./180) + (math.Exp2(-1./730)+math.Exp2(-50./730)+math.Exp2(-90./730)+math.Exp2(-130./730)+math.Exp2(-170./730)+math.Exp2(-300./730)+math.Exp2(-400./730))/100; math.Abs(got.Fading-want) > 1e-9 {
		t.Errorf("fading %v, want %v", got.Fading, want)
	}
	sum := 0
	for _, n := range got.Pace {
		sum += n
	}
	if sum != 6 || got.Pace[11] != 1 {
		t.Errorf("pace: %v", got.Pace)
	}
	if spots[0].New || spots[1].New {
		t.Errorf("new: %+v", spots)
	}
	// A file that a sweeping commit made in a window is new.
	made := fact.Change{Path: "a/small.go", Kind: fact.Added, Mode: fact.ModeFile}
	for _, c := range []struct{ ago, at int }{{250, 2}, {100, 5}} {
		y := team{h: x.h}
		y.h.Commits = slices.Clone(x.h.Commits)
		y.h.Commits[c.at].Changes = append(slices.Clone(y.h.Commits[3].Changes[:0]), made)
		for n := range activity.Sweeping {
			y.h.Commits[c.at].Changes = append(y.h.Commits[c.at].Changes, fact.Change{Path: fact.Path(fmt.Sprintf("z%02d", n)), Kind: fact.Added})
		}
		y.h.Commits[c.at].Committed.Unix = asOf.AddDate(0, 0, -c.ago).Unix()
		got := y.spots()
		i := slices.IndexFunc(got, func(s Spot) bool { return s.Path == "a/small.go" })
		if i < 0 || !got[i].New || got[i].NewNow != (c.ago == 100) {
			t.Errorf("made %d days ago: %+v", c.ago, got)
		}
	}
	// A history that is cut off inside the window before does not know it.
	x.h.Commits = x.h.Commits[2:]
	x.h.Commits[0].Parents = nil
	x.h.Gaps = []fact.Gap{{Kind: fact.GapShallow}}
	if cut := x.spots(); len(cut) != 2 || cut[0].BeforeKnown {
		t.Errorf("shallow: %+v", cut)
	}
}

// Complexity per line decides between files of the same history; where it is not
// known the median of the others counts.
func TestRank(t *testing.T) {
	files := []Spot{
		{Path: "dense", Lines: 100, Code: 100, Sized: true, Fading: 1},
		{Path: "plain", Lines: 100, Code: 100, Sized: true, Fading: 1},
		{Path: "middle", Lines: 100, Code: 100, Sized: true, Fading: 1},
		{Path: "unknown", Lines: 10, Code: 10, Sized: true, Fading: 1.1},
		{Path: "unread", Fading: 9},
		{Path: "quiet", Lines: 10, Sized: true},
	}
	got := ""
	for _, s := range Rank(files, func(p fact.Path) int { return map[fact.Path]int{"dense": 30, "middle": 20, "plain": 1}[p] }) {
		got += fmt.Sprintf("%s %d of %d ", s.Path, s.Rank, s.Of)
	}
	if want := "dense 1 of 4 unknown 2 of 4 middle 3 of 4 plain 4 of 4 quiet 0 of 0 unread 0 of 0 "; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestFixes(t *testing.T) {
	for subject, want := range map[string]bool{
		"Fix the parser": true, "fix(tsdb): close it": true, "tsdb: fixes #12": true, "Revert \"Add x\"": true, "Handle a race": true,
		"Avoid panics": true, "bugfix: x": true, "Fix: optimize .* regexp performance": false, "Fix typo": false, "docs: fix a link": false, "fix flaky tests": false, "Add a prefix": false, "Fixture for tests": false, "Debug output": false, "Crashlytics": false, "": false,
	} {
		if Fixes(subject) != want {
			t.Errorf("%q: %v", subject, !want)
		}
	}
}
