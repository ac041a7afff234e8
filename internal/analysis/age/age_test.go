package age

import (
	"testing"
	"time"

	"leadline/internal/fact"
)

func TestOf(t *testing.T) {
	asOf := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	commit := func(id string, daysAgo int) fact.Commit {
		return fact.Commit{ID: fact.CommitID(id), Authored: fact.Time{Unix: asOf.AddDate(0, 0, -daysAgo).Unix()}}
	}
	r := NewReader(&fact.History{Commits: []fact.Commit{commit("new", 1), commit("old", 900), commit("tomorrow", -1)}}, asOf)
	file := func(runs ...fact.LineRun) *fact.File { return &fact.File{Lines: runs} }
	young := file(fact.LineRun{Lines: 3, Commit: "new"}, fact.LineRun{Lines: 2, Commit: "old"})
	old := file(fact.LineRun{Lines: 4, Commit: "old"}, fact.LineRun{Lines: 5, Commit: "lost"})
	for name, c := range map[string]struct {
		files []*fact.File
		want  Age
	}{
		"nothing":                     {nil, Age{}},
		"the line in the middle":      {[]*fact.File{young}, Age{Lines: 5, Median: 1, Oldest: 900}},
		"of two the older":            {[]*fact.File{file(fact.LineRun{Lines: 1, Commit: "new"}, fact.LineRun{Lines: 1, Commit: "old"})}, Age{Lines: 2, Median: 900, Oldest: 900}},
		"unknown lines have no age":   {[]*fact.File{old}, Age{Lines: 4, Unknown: 5, Median: 900, Oldest: 900}},
		"several together":            {[]*fact.File{young, old}, Age{Lines: 9, Unknown: 5, Median: 900, Oldest: 900}},
		"a clock that runs fast is 0": {[]*fact.File{file(fact.LineRun{Lines: 1, Commit: "tomorrow"})}, Age{Lines: 1}},
	} {
		if got := r.Of(c.files...); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
