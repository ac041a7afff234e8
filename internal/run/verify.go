package run

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"leadline/internal/analysis/agreement"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/source/git"
	"leadline/internal/stat"
)

// Sample says how much is compared with git.
type Sample struct {
	Files   int    // text files whose lines are compared with git blame
	Commits int    // commits whose numbers are compared with git log; 0 means all
	Seed    uint64 // what is drawn depends on nothing else
}

// Verify compares a random sample of what is read with what git says.
func Verify(ctx context.Context, o Options, s Sample) (sheet.Answer, error) {
	f, err := Scan(ctx, o)
	if err != nil {
		return sheet.Answer{}, err
	}
	v := &duty.View{
		Repository: duty.Repository{Name: name(f.Repository), Branch: branchName(f.Repository.Branch(ctx), f.History.Head, nil, o.At)},
		History:    f.History, AsOf: o.AsOf,
	}
	a := duty.Head(v)
	if f.History.Head == "" {
		return a, nil
	}
	lines, err := f.compareLines(ctx, s, &o)
	if err != nil {
		return a, explain(err, &o)
	}
	counts, err := f.compareCounts(ctx, s, &o)
	if err != nil {
		return a, explain(err, &o)
	}
	out := sheet.Sheet{Duty: "verify", Question: "Does Leadline say what git says?"}
	lineFigures(&out, lines, s)
	countFigures(&out, counts)
	lineTable(&out, lines)
	countTable(&out, counts)
	out.Sections = append(out.Sections, sheet.Section{
		ID: "sample", Title: "The sample", Kind: sheet.KindText,
		Text: fmt.Sprintf("Drawn with seed %d; the same seed draws the same files and commits. Lines are compared with `git blame`, "+
			"numbers and renames with `git log --no-merges --numstat -M50%%`, both with git's default Myers diff.", s.Seed),
	})
	a.Sheets = append(a.Sheets, out)
	return a, nil
}

// compareLines blames a sample of the text files.
func (f *Facts) compareLines(ctx context.Context, s Sample, o *Options) (*agreement.Lines, error) {
	authors := make(map[fact.CommitID]fact.Identity, len(f.History.Commits))
	for i := range f.History.Commits {
		authors[f.History.Commits[i].ID] = f.History.Commits[i].Author
	}
	var text []*fact.File
	for i := range f.History.Files {
		file := &f.History.Files[i]
		regular := file.Mode&fact.ModeTypeMask == fact.ModeFile&fact.ModeTypeMask
		if regular && file.Content == fact.Text && len(file.Lines) > 0 {
			text = append(text, file)
		}
	}
	rng := rand.New(rand.NewPCG(s.Seed, 1))
	rng.Shuffle(len(text), func(i, j int) { text[i], text[j] = text[j], text[i] })
	text = text[:min(s.Files, len(text))]
	out := &agreement.Lines{}
	for i, file := range text {
		blame, err := f.Repository.Blame(ctx, f.History.Head, file.Path)
		var ge *git.Error
		switch {
		case err == nil:
			out.AddFile(file, blame, authors)
		case ctx.Err() == nil && errors.As(err, &ge):
			out.Skipped++ // git itself cannot blame it: contents are missing
		default:
			return nil, err
		}
		if o.Progress != nil {
			o.Progress("blame", i+1, len(text))
		}
	}
	return out, nil
}

// compareCounts counts the lines of a sample of the commits.
func (f *Facts) compareCounts(ctx context.Context, s Sample, o *Options) (*agreement.Counts, error) {
	var commits []fact.CommitID
	for i := range f.History.Commits {
		if c := &f.History.Commits[i]; !c.Merge() {
			commits = append(commits, c.ID)
		}
	}
	var only map[fact.CommitID]bool
	if s.Commits > 0 && s.Commits < len(commits) {
		rng := rand.New(rand.NewPCG(s.Seed, 2))
		rng.Shuffle(len(commits), func(i, j int) { commits[i], commits[j] = commits[j], commits[i] })
		commits = commits[:s.Commits]
		only = make(map[fact.CommitID]bool, len(commits))
		for _, c := range commits {
			only[c] = true
		}
	}
	if len(commits) == 0 {
		return &agreement.Counts{}, nil
	}
	out := &agreement.Counts{}
	t := agreement.NewTable(f.History, only)
	out.CountRenames(t)
	err := f.Repository.Numstat(ctx, commits, func(r git.Counted) {
		out.Add(t, agreement.Row(r))
		if o.Progress != nil && out.Rows%1000 == 0 {
			o.Progress("numstat", out.Rows, 0)
		}
	})
	return out, err
}

// percent rounds a share down to thousandths of a per cent, so that it is 100
// only if nothing differs.
func percent(x float64) float64 { return math.Floor(x*1e5) / 1e3 }

// figure adds a figure to the sheet; one made from nothing is not known.
func figure(out *sheet.Sheet, id, label, unit string, value float64, n int) {
	f := sheet.Figure{ID: "verify/" + id, Label: label, Unit: unit, N: n}
	if n > 0 {
		f.State, f.Value = sheet.Known, sheet.Float(value)
	} else {
		f.Reason = "the sample holds nothing to compare"
	}
	out.Figures = append(out.Figures, f)
}

func lineFigures(out *sheet.Sheet, l *agreement.Lines, s Sample) {
	commit, author := stat.Sum(l.Commit), stat.Sum(l.Author)
	figure(out, "lines-commit", fmt.Sprintf("of %d lines in %d files name the same commit as git blame", commit.N, len(l.Commit)),
		"%", percent(commit.Value()), commit.N)
	if len(l.Commit) > 1 {
		low, high := stat.ClusterInterval(l.Commit, s.Seed)
		figure(out, "lines-commit-low", "is the lower bound of that share, at 95 % confidence, files drawn whole", "%", percent(low), len(l.Commit))
		figure(out, "lines-commit-high", "is the upper bound", "%", percent(high), len(l.Commit))
	}
	figure(out, "lines-author", "of these lines name the same author", "%", percent(author.Value()), author.N)
	figure(out, "files-equal", "of these files agree in every line", "files", float64(l.Equal), len(l.Commit))
	if l.Skipped > 0 {
		figure(out, "files-skipped", "files could not be compared: git blame cannot read them, or sees other lines",
			"files", float64(l.Skipped), len(l.Commit)+l.Skipped)
	}
}

func countFigures(out *sheet.Sheet, c *agreement.Counts) {
	figure(out, "modified-equal", fmt.Sprintf("of %d modified files have the numbers of git log --numstat", c.Modified.N),
		"%", percent(c.Modified.Value()), c.Modified.N)
	figure(out, "lines-total", "is the difference in all lines added and deleted", "%", math.Round(c.TotalError()*1e5)/1e3, c.Git.Added+c.Git.Deleted)
	figure(out, "renames-f1", fmt.Sprintf("is the F1 of renames: git tells %d, Leadline %d, alike %d", c.RenamesGit, c.RenamesOurs, c.RenamesBoth),
		"", percent(c.F1())/100, c.RenamesGit+c.RenamesOurs)
	for _, x := range []struct {
		id, label string
		n         int
	}{
		{"binary", "files that only one of the two takes for binary", c.Binary},
		{"unmatched", "files that git tells otherwise, as part of a rename", c.Unmatched},
		{"missing", "files whose contents are missing", c.Missing},
	} {
		if x.n > 0 {
			figure(out, x.id, x.label, "files", float64(x.n), c.Rows)
		}
	}
}

// shown is how many differences are listed.
const shown = 20

func lineTable(out *sheet.Sheet, l *agreement.Lines) {
	if len(l.Differences) == 0 {
		return
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "place", Label: "line", Kind: sheet.ColumnPlace},
		{ID: "git", Label: "git blame", Kind: sheet.ColumnCommit},
		{ID: "leadline", Label: "leadline", Kind: sheet.ColumnCommit},
	}}
	for _, d := range l.Differences[:min(shown, len(l.Differences))] {
		ours := sheet.Value{}
		if d.Ours != "" {
			ours = sheet.OfCommit(string(d.Ours))
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.At(sheet.Place{Path: string(d.Path), Line: d.Line}), sheet.OfCommit(string(d.Git)), ours,
		})
	}
	t.Others = len(l.Differences) - len(t.Rows)
	out.Sections = append(out.Sections, sheet.Section{ID: "line-differences", Title: "Lines with another commit", Kind: sheet.KindTable, Table: t})
}

func countTable(out *sheet.Sheet, c *agreement.Counts) {
	if len(c.Differences) == 0 {
		return
	}
	slices.SortStableFunc(c.Differences, func(a, b agreement.CountDifference) int {
		return cmp.Compare(b.Gap(), a.Gap())
	})
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "file", Label: "file", Kind: sheet.ColumnPlace},
		{ID: "commit", Label: "commit", Kind: sheet.ColumnCommit},
		{ID: "git-added", Label: "git", Kind: sheet.ColumnAdded},
		{ID: "git-deleted", Label: "", Kind: sheet.ColumnDeleted},
		{ID: "added", Label: "leadline", Kind: sheet.ColumnAdded},
		{ID: "deleted", Label: "", Kind: sheet.ColumnDeleted},
	}}
	for _, d := range c.Differences[:min(shown, len(c.Differences))] {
		t.Rows = append(t.Rows, []sheet.Value{
			place(d.Path), sheet.OfCommit(string(d.Commit)),
			sheet.Int(d.Added), sheet.Int(d.Deleted), sheet.Int(d.OursAdded), sheet.Int(d.OursDeleted),
		})
	}
	t.Others = len(c.Differences) - len(t.Rows)
	out.Sections = append(out.Sections, sheet.Section{ID: "count-differences", Title: "Files with other numbers, the furthest apart first", Kind: sheet.KindTable, Table: t})
}

// NewSeed makes a seed from the time, for a sample that is new each day.
func NewSeed(now time.Time) uint64 { return uint64(now.UTC().Unix() / 86400) }
