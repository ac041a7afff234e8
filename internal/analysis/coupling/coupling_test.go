package coupling

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/fact"
)

// line is a history of one commit after the other, a day apart from 1970 on.
func line(landings ...[]fact.Change) *fact.History {
	h := &fact.History{}
	for i, changes := range landings {
		c := fact.Commit{ID: fact.CommitID(fmt.Sprintf("%040d", i)), Committed: fact.Time{Unix: int64(i) * 24 * 60 * 60}, Changes: changes}
		if i > 0 {
			c.Parents = []fact.CommitID{h.Head}
		}
		h.Commits = append(h.Commits, c)
		h.Head = c.ID
	}
	return h
}

func changed(paths ...string) []fact.Change {
	var out []fact.Change
	for _, p := range paths {
		out = append(out, fact.Change{Path: fact.Path(p), Kind: fact.Modified, Mode: fact.ModeFile})
	}
	return out
}

func TestWith(t *testing.T) {
	var sweep []string
	for n := range activity.Sweeping {
		sweep = append(sweep, fmt.Sprintf("other%02d", n))
	}
	renamed := []fact.Change{{Path: "b.go", Previous: "old.go", Kind: fact.Renamed, Mode: fact.ModeFile}}
	h := line(
		changed("a.go", "old.go"), changed("a.go", "old.go"), renamed, changed("a.go", "b.go"),
		changed("a.go", "c.go"), changed("c.go"), changed("a.go", "d.go"), changed("a.go", "gen.go"),
		changed(append(sweep, "a.go", "c.go")...), // too many files to say anything
		changed("a.go", "b.go"),                   // after the window
	)
	o := Options{Keep: func(p fact.Path) bool { return p != "gen.go" }, Until: time.Unix(9*24*60*60, 0)}
	c := Of(activity.NewTimeline(h), o)
	want := []Partner{
		{"b.go", 3, 7 - 1, 4}, // under its present name, and its rename alone is a change of it
		{"d.go", 1, 6, 1},     // of equals the one that changes less without it
		{"c.go", 1, 6, 2},
	}
	if got := c.With("a.go", 9); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := c.With("a.go", 1); len(got) != 1 {
		t.Errorf("%+v, one was asked for", got)
	}
	if got := c.With("nowhere.go", 9); got != nil {
		t.Errorf("%+v of a file that is not there", got)
	}
	o.Since = time.Unix(4*24*60*60, 0)
	if got := Of(activity.NewTimeline(h), o).With("a.go", 9); len(got) != 2 {
		t.Errorf("since the fifth day: %+v", got)
	}
}

func TestPairs(t *testing.T) {
	h := line(
		changed("b", "a"), changed("a", "b"), changed("a", "b", "c"), changed("a"), changed("a"), // a 5, b 3, c 1
		changed("d", "e"), changed("d", "e"), changed("d", "e"), changed("f", "d"),
	)
	c := Of(activity.NewTimeline(h), Options{Keep: func(fact.Path) bool { return true }})
	if got, want := fmt.Sprint(c.Pairs(3, .1)), "[{d e 3 4} {a b 3 5}]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := fmt.Sprint(c.Pairs(3, .7)), "[{d e 3 4}]"; got != want {
		t.Errorf("of most of the landings: %s, want %s", got, want)
	}
	if got := c.Pairs(4, 0); len(got) != 0 {
		t.Errorf("%v four times", got)
	}
}

// A habit holds in most of all changes and of the last ones, and there are enough.
func TestHabits(t *testing.T) {
	for name, c := range map[string]struct {
		changes string // oldest first: b for both, a for one alone
		want    []Habit
	}{
		"always":            {"bbbbbbbbbbbb", []Habit{{"b.go", 12, 12, 12, 12}}},
		"few":               {"bbbbb", nil},
		"just enough":       {"bbbbbbb", []Habit{{"b.go", 7, 7, 7, 7}}},
		"nearly always":     {"bbbbbbbbbbbbbbbbbabb", []Habit{{"b.go", 19, 20, 11, 12}}},
		"no more":           {"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbaaaa", nil},
		"now, and not then": {"aaaaaaaabbbbbbbbbbbb", nil},
	} {
		var landings [][]fact.Change
		for _, x := range c.changes {
			if x == 'b' {
				landings = append(landings, changed("a.go", "b.go"))
			} else {
				landings = append(landings, changed("a.go"))
			}
		}
		k := Of(activity.NewTimeline(line(landings...)), Options{Keep: func(fact.Path) bool { return true }})
		if got := k.Habits("a.go", HabitShare, 0); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
