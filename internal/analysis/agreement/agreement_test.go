package agreement

import (
	"testing"

	"leadline/internal/fact"
)

func TestLines(t *testing.T) {
	ann, bob := fact.Identity{Name: "Ann"}, fact.Identity{Name: "Bob"}
	authors := map[fact.CommitID]fact.Identity{"a": ann, "a2": ann, "b": bob}
	f := &fact.File{Path: "f", Lines: []fact.LineRun{{Lines: 2, Commit: "a"}, {Lines: 1, Commit: "b"}, {Lines: 1}}}
	var l Lines
	l.AddFile(f, []fact.CommitID{"a", "a2", "a", "b"}, authors)
	if l.Commit[0].K != 1 || l.Author[0].K != 2 || l.Commit[0].N != 4 || l.Equal != 0 || len(l.Differences) != 3 {
		t.Errorf("commits %v, authors %v, differences %v", l.Commit, l.Author, l.Differences)
	}
	if d := l.Differences[0]; d.Line != 2 || d.Git != "a2" || d.Ours != "a" {
		t.Errorf("the first difference is %+v", d)
	}
	l.AddFile(f, []fact.CommitID{"a"}, authors)
	if l.Skipped != 1 || len(l.Commit) != 1 {
		t.Error("a file with another number of lines was compared")
	}
}

func TestCounts(t *testing.T) {
	h := &fact.History{Commits: []fact.Commit{
		{ID: "c", Changes: []fact.Change{
			{Path: "binary", Kind: fact.Deleted, OldContent: fact.Binary},
			{Path: "equal", Kind: fact.Modified, Added: 3, Deleted: 1},
			{Path: "missing", Kind: fact.Modified, Content: fact.Missing},
			{Path: "new", Kind: fact.Renamed, Previous: "old", Added: 1},
			{Path: "other", Kind: fact.Modified, Added: 2},
			{Path: "twin", Kind: fact.Renamed, Previous: "x"},
		}},
		{ID: "m", Parents: []fact.CommitID{"c", "d"}, Changes: []fact.Change{{Path: "equal", Kind: fact.Modified}}},
	}}
	table := NewTable(h, nil)
	var c Counts
	c.CountRenames(table)
	for _, r := range []Row{
		{Path: "binary", Binary: true},
		{Path: "equal", Added: 3, Deleted: 1},
		{Path: "missing", Added: 9},
		{Path: "new", Previous: "old", Added: 1},
		{Path: "other", Added: 4},
		{Path: "twin", Previous: "y"},
	} {
		r.Commit = "c"
		c.Add(table, r)
	}
	if c.Modified.K != 1 || c.Modified.N != 2 || c.Binary != 0 || c.Missing != 1 || c.Unmatched != 1 || c.Rows != 6 {
		t.Errorf("%+v", c)
	}
	if c.RenamesGit != 2 || c.RenamesOurs != 2 || c.RenamesBoth != 1 || c.F1() != 0.5 {
		t.Errorf("renames %d, %d, %d", c.RenamesGit, c.RenamesOurs, c.RenamesBoth)
	}
	if got := c.TotalError(); got != -2.0/9 {
		t.Errorf("the totals differ by %v", got)
	}
	// One side alone takes a file for binary.
	c.Add(table, Row{Commit: "c", Path: "binary", Added: 5})
	c.Add(table, Row{Commit: "c", Path: "equal", Binary: true})
	if c.Binary != 2 {
		t.Errorf("%d files are binary to one side only", c.Binary)
	}
}
