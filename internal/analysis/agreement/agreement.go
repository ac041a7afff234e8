// Package agreement compares what Leadline says of a history with what git
// says of it: the origin of lines with `git blame`, counted lines and renames
// with `git log --numstat -M`.
//
// It counts and lists; what git says is handed in. Files and changes that git
// and Leadline count on different terms (binary by attribute, contents that
// are missing) are set apart and counted, never dropped in silence.
package agreement

import (
	"leadline/internal/fact"
	"leadline/internal/stat"
)

// Lines compares the origin of lines.
type Lines struct {
	// Commit and Author have one share for each file: of its lines, those with
	// the same commit, and those whose commits have the same author.
	Commit, Author []stat.Share
	// Equal counts files without any difference.
	Equal int
	// Skipped counts files that could not be compared.
	Skipped int
	// Differences are the lines with another commit.
	Differences []LineDifference
}

// LineDifference is a line that git blames on another commit.
type LineDifference struct {
	Path      fact.Path
	Line      int // from 1
	Git, Ours fact.CommitID
}

// AddFile compares a file with what git blame says of its lines. authors
// gives the author of a commit.
func (l *Lines) AddFile(f *fact.File, blame []fact.CommitID, authors map[fact.CommitID]fact.Identity) {
	if len(blame) != f.LineCount() {
		l.Skipped++
		return
	}
	commit, author := stat.Share{N: len(blame)}, stat.Share{N: len(blame)}
	n := 0
	for _, run := range f.Lines {
		for range run.Lines {
			git := blame[n]
			n++
			if git == run.Commit {
				commit.K++
				author.K++
				continue
			}
			l.Differences = append(l.Differences, LineDifference{f.Path, n, git, run.Commit})
			if a, ok := authors[git]; ok && a == authors[run.Commit] {
				author.K++
			}
		}
	}
	if commit.K == commit.N {
		l.Equal++
	}
	l.Commit = append(l.Commit, commit)
	l.Author = append(l.Author, author)
}

// Row is a row of numstat: what git says of a file in a commit.
type Row struct {
	Commit         fact.CommitID
	Path           fact.Path
	Previous       fact.Path // of a rename
	Binary         bool
	Added, Deleted int
}

// Counts compares counted lines and renames.
type Counts struct {
	// Modified is the share of modified files with the same two numbers.
	Modified stat.Share
	// Git and Ours add up lines added and deleted over all compared rows.
	Git, Ours struct{ Added, Deleted int }
	// Renames that git tells, that we tell, and that both tell alike.
	RenamesGit, RenamesOurs, RenamesBoth int
	// Rows counts the rows of git; Binary those that only one side takes for
	// binary; Unmatched those of files that we tell otherwise, as one rename
	// instead of two changes or the reverse; Missing those that we cannot
	// count because a content is missing.
	Rows, Binary, Unmatched, Missing int
	Differences                      []CountDifference
	// Apart are the rows behind Binary, Unmatched and Missing.
	Apart []RowApart
}

// RowApart is a row whose numbers cannot be compared with ours.
type RowApart struct {
	Row
	Ours *fact.Change // nil if we tell no change of the path
}

// CountDifference is a row with other numbers.
type CountDifference struct {
	Row
	OursAdded, OursDeleted int
}

// Gap is how many lines the two are apart.
func (d CountDifference) Gap() int {
	return max(d.Added, d.OursAdded) - min(d.Added, d.OursAdded) +
		max(d.Deleted, d.OursDeleted) - min(d.Deleted, d.OursDeleted)
}

type rowKey struct {
	commit fact.CommitID
	path   fact.Path
}

// Table finds changes by commit and path.
type Table map[rowKey]*fact.Change

// NewTable indexes the changes of commits other than merges; nil means all
// commits.
func NewTable(h *fact.History, only map[fact.CommitID]bool) Table {
	t := Table{}
	for i := range h.Commits {
		c := &h.Commits[i]
		if c.Merge() || only != nil && !only[c.ID] {
			continue
		}
		for j := range c.Changes {
			t[rowKey{c.ID, c.Changes[j].Path}] = &c.Changes[j]
		}
	}
	return t
}

// CountRenames counts the renames that we tell.
func (c *Counts) CountRenames(t Table) {
	for _, ch := range t {
		if ch.Kind == fact.Renamed {
			c.RenamesOurs++
		}
	}
}

// Add compares one row of git.
func (c *Counts) Add(t Table, r Row) {
	c.Rows++
	ch := t[rowKey{r.Commit, r.Path}]
	if r.Previous != "" {
		c.RenamesGit++
		if ch != nil && ch.Previous == r.Previous {
			c.RenamesBoth++
		}
	}
	switch {
	case ch == nil || ch.Previous != r.Previous:
		c.Unmatched++
		c.Apart = append(c.Apart, RowApart{r, ch})
		return
	case ch.Content == fact.Missing || ch.OldContent == fact.Missing:
		c.Missing++
		c.Apart = append(c.Apart, RowApart{r, ch})
		return
	case r.Binary || !ch.Counted():
		if r.Binary == ch.Counted() {
			c.Binary++
			c.Apart = append(c.Apart, RowApart{r, ch})
		}
		return
	}
	added, deleted := int(ch.Added), int(ch.Deleted)
	c.Git.Added += r.Added
	c.Git.Deleted += r.Deleted
	c.Ours.Added += added
	c.Ours.Deleted += deleted
	same := added == r.Added && deleted == r.Deleted
	if ch.Kind == fact.Modified {
		c.Modified.N++
		if same {
			c.Modified.K++
		}
	}
	if !same {
		c.Differences = append(c.Differences, CountDifference{r, added, deleted})
	}
}

// F1 is the harmonic mean of precision and recall of the renames that we tell,
// against those of git; 1 where neither tells any.
func (c *Counts) F1() float64 {
	if c.RenamesGit+c.RenamesOurs == 0 {
		return 1
	}
	return 2 * float64(c.RenamesBoth) / float64(c.RenamesGit+c.RenamesOurs)
}

// TotalError is the difference of all lines added and deleted, over git's.
func (c *Counts) TotalError() float64 {
	git := c.Git.Added + c.Git.Deleted
	if git == 0 {
		return 0
	}
	return float64(c.Ours.Added+c.Ours.Deleted-git) / float64(git)
}
