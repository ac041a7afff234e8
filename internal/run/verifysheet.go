package run

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"leadline/internal/analysis/agreement"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/stat"
)

const question = "Does Leadline say what git says?"

// verifySheet says how far Leadline and git agree, then shows each kind of
// difference, then what was drawn and how to draw it again.
func verifySheet(l blamed, c *agreement.Counts, s Sample) sheet.Sheet {
	out := sheet.Sheet{Duty: "verify", Question: question}
	if s.Files > 0 {
		lineFigures(&out, l, s)
	}
	countFigures(&out, c)
	lineTable(&out, l.Differences)
	countTable(&out, c.Differences)
	apartTable(&out, c.Apart)
	out.Sections = append(out.Sections, sheet.Section{
		ID: "sample", Title: "The sample", Kind: sheet.KindText, Text: sampleText(l, s),
		Command: sheet.Command("leadline", "verify", "--seed", strconv.FormatUint(s.Seed, 10),
			"--files", strconv.Itoa(s.Files), "--commits", strconv.Itoa(s.Commits)),
	})
	return out
}

// sampleText says how much was compared, and how much that tells.
func sampleText(l blamed, s Sample) string {
	drawn := fmt.Sprintf("Drawn with seed %d. Lines are compared with git blame, numbers and renames with git log --numstat -M, "+
		"both with the Myers diff.", s.Seed)
	switch n := len(l.Commit); {
	case l.all:
		drawn += " All text files were compared."
	case n > 0 && l.Equal == n:
		// None of n differs: the share p of files that do is then, at 95 %
		// confidence, at most where (1-p)^n = 0.05 (Clopper and Pearson 1934).
		most := math.Ceil(100 * (1 - math.Pow(0.05, 1/float64(n))))
		drawn += fmt.Sprintf(" That none of %d files differs means, at 95 %% confidence, that at most %.0f %% of all files do; "+
			"--files draws more.", n, most)
	}
	return drawn
}

// percent is a share in per cent, rounded down to thousandths, so that it is
// 100 only if nothing differs.
func percent(s stat.Share) float64 {
	if s.N == 0 {
		return 0
	}
	return float64(s.K*100_000/s.N) / 1e3
}

// outward rounds a bound away from what it bounds, to thousandths of a per
// cent.
func outward(low, high float64) (lower, upper float64) {
	const slack = 1e-9 // of the arithmetic
	return math.Floor(low*1e5+slack) / 1e3, math.Ceil(high*1e5-slack) / 1e3
}

// figure adds a figure to the sheet; one made from nothing is not known.
func figure(out *sheet.Sheet, id, label, unit string, value float64, n int) {
	f := sheet.Figure{ID: "verify/" + id, Label: label, Unit: unit, N: n}
	f.Reason = "the sample holds nothing to compare"
	if n > 0 {
		f.State, f.Value, f.Reason = sheet.Known, sheet.Float(value), ""
	}
	out.Figures = append(out.Figures, f)
}

func lineFigures(out *sheet.Sheet, l blamed, s Sample) {
	commit, author := stat.Sum(l.Commit), stat.Sum(l.Author)
	files := len(l.Commit)
	if commit.N == 0 {
		figure(out, "lines-commit", "lines with the commit and the author that git blame names", "%", 0, 0)
	} else {
		figure(out, "lines-commit", fmt.Sprintf("of %s in %s %s the commit that git blame names", duty.Amount(commit.N, "line", "lines"),
			duty.Amount(files, "file", "files"), duty.Plural(commit.N, "has", "have")), "%", percent(commit), commit.N)
		if files > 1 && commit.K < commit.N && !l.all {
			low, high := outward(stat.ClusterInterval(l.Commit, s.Seed))
			figure(out, "lines-commit-low", "lower bound of that share in all files, at 95 % confidence", "%", low, files)
			figure(out, "lines-commit-high", "upper bound", "%", high, files)
		}
		figure(out, "lines-author", "of these lines have the same author", "%", percent(author), author.N)
		figure(out, "files-equal", duty.Plural(l.Equal, "of these files agrees in every line", "of these files agree in every line"),
			"files", float64(l.Equal), files)
	}
	if l.Skipped > 0 {
		figure(out, "files-skipped", "not compared: git blame cannot read them, or sees other lines",
			"files", float64(l.Skipped), files+l.Skipped)
	}
}

func countFigures(out *sheet.Sheet, c *agreement.Counts) {
	label := "modified files with the numbers that git log counts"
	if n := c.Modified.N; n > 0 {
		label = fmt.Sprintf("of %s %s the numbers that git log counts", duty.Amount(n, "modified file", "modified files"), duty.Plural(n, "has", "have"))
	}
	figure(out, "modified-equal", label, "%", percent(c.Modified), c.Modified.N)
	git, ours := c.Git.Added+c.Git.Deleted, c.Ours.Added+c.Ours.Deleted
	if git > 0 {
		// Away from zero, so that it is zero only if nothing differs.
		apart := math.Copysign(math.Ceil(math.Abs(c.TotalError())*1e5-1e-9), c.TotalError()) / 1e3
		figure(out, "lines-total", fmt.Sprintf("is the difference in all lines added and deleted: git counts %s, Leadline %s",
			duty.Thousands(git), duty.Thousands(ours)), "%", apart, git)
	}
	if n := c.RenamesGit + c.RenamesOurs; n > 0 {
		figure(out, "renames-f1", fmt.Sprintf("is the F1 of renames: git tells %s, Leadline %s, %s of them alike", duty.Thousands(c.RenamesGit),
			duty.Thousands(c.RenamesOurs), duty.Thousands(c.RenamesBoth)), "", math.Floor(c.F1()*1e5+1e-9)/1e5, n)
	}
	for _, x := range []struct {
		id, one, many string
		n             int
	}{
		{"binary", "file that only one of the two takes for binary", "files that only one of the two takes for binary", c.Binary},
		{"unmatched", "file that only one of the two takes for renamed, or renamed from elsewhere", "files that only one of the two takes for renamed, or renamed from elsewhere", c.Unmatched},
		{"missing", "file whose contents are missing", "files whose contents are missing", c.Missing},
	} {
		if x.n > 0 {
			figure(out, x.id, duty.Plural(x.n, x.one, x.many), "files", float64(x.n), c.Rows)
		}
	}
}

// shown is how many differences of a kind are listed.
const shown = 20

// lineTable lists the lines that git blames on another commit, a row for lines
// that follow each other.
func lineTable(out *sheet.Sheet, all []agreement.LineDifference) {
	if len(all) == 0 {
		return
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "place", Label: "from line", Kind: sheet.ColumnPlace},
		{ID: "lines", Label: "lines", Kind: sheet.ColumnNumber},
		{ID: "git", Label: "git blame", Kind: sheet.ColumnCommit},
		{ID: "leadline", Label: "leadline", Kind: sheet.ColumnCommit},
	}}
	for len(all) > 0 {
		first, n := all[0], 1
		for n < len(all) && all[n] == (agreement.LineDifference{Path: first.Path, Line: first.Line + n, Git: first.Git, Ours: first.Ours}) {
			n++
		}
		all = all[n:]
		if len(t.Rows) == shown {
			t.Others++
			continue
		}
		ours := sheet.Value{}
		if first.Ours != "" {
			ours = sheet.OfCommit(string(first.Ours))
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.At(sheet.Place{Path: string(first.Path), Line: first.Line}), sheet.Int(n), sheet.OfCommit(string(first.Git)), ours,
		})
	}
	out.Sections = append(out.Sections, sheet.Section{ID: "line-differences", Title: "Lines with another commit", Kind: sheet.KindTable, Table: t})
}

func countTable(out *sheet.Sheet, all []agreement.CountDifference) {
	if len(all) == 0 {
		return
	}
	slices.SortStableFunc(all, func(a, b agreement.CountDifference) int {
		return cmp.Or(cmp.Compare(b.Gap(), a.Gap()), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Commit, b.Commit))
	})
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "file", Label: "file", Kind: sheet.ColumnPlace},
		{ID: "commit", Label: "commit", Kind: sheet.ColumnCommit},
		{ID: "git-added", Label: "git", Kind: sheet.ColumnAdded},
		{ID: "git-deleted", Label: "", Kind: sheet.ColumnDeleted},
		{ID: "added", Label: "leadline", Kind: sheet.ColumnAdded},
		{ID: "deleted", Label: "", Kind: sheet.ColumnDeleted},
	}}
	for _, d := range all[:min(shown, len(all))] {
		t.Rows = append(t.Rows, []sheet.Value{
			place(d.Path), sheet.OfCommit(string(d.Commit)),
			sheet.Int(d.Added), sheet.Int(d.Deleted), sheet.Int(d.OursAdded), sheet.Int(d.OursDeleted),
		})
	}
	t.Others = len(all) - len(t.Rows)
	out.Sections = append(out.Sections, sheet.Section{
		ID: "count-differences", Title: "Files with other numbers, the furthest apart first", Kind: sheet.KindTable, Table: t,
	})
}

// apartTable lists the files that git and Leadline do not even tell alike.
func apartTable(out *sheet.Sheet, all []agreement.RowApart) {
	if len(all) == 0 {
		return
	}
	slices.SortStableFunc(all, func(a, b agreement.RowApart) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Commit, b.Commit))
	})
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "file", Label: "file", Kind: sheet.ColumnPlace},
		{ID: "commit", Label: "commit", Kind: sheet.ColumnCommit},
		{ID: "git", Label: "git", Kind: sheet.ColumnText},
		{ID: "leadline", Label: "leadline", Kind: sheet.ColumnText},
	}}
	for _, d := range all[:min(shown, len(all))] {
		git := told(d.Previous, d.Binary)
		t.Rows = append(t.Rows, []sheet.Value{
			place(d.Path), sheet.OfCommit(string(d.Commit)), sheet.String(git), sheet.String(toldByUs(d.Ours)),
		})
	}
	t.Others = len(all) - len(t.Rows)
	out.Sections = append(out.Sections, sheet.Section{ID: "apart", Title: "Files told otherwise", Kind: sheet.KindTable, Table: t})
}

func told(previous fact.Path, binary bool) string {
	switch {
	case previous != "":
		return "renamed from " + string(previous)
	case binary:
		return "binary"
	}
	return "text"
}

func toldByUs(c *fact.Change) string {
	switch {
	case c == nil:
		return "not changed under this name"
	case c.Content == fact.Missing || c.OldContent == fact.Missing:
		return "contents missing"
	case c.Previous == "" && c.Kind != fact.Modified:
		return c.Kind.String()
	}
	return told(c.Previous, !c.Counted())
}
