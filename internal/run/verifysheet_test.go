package run

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"leadline/internal/analysis/agreement"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/stat"
)

// One line in 250,000 differs: no share may read as if none did, and each kind
// of difference is shown.
func TestVerifySheetTellsEveryDifference(t *testing.T) {
	a, b := fact.CommitID(strings.Repeat("a", 40)), fact.CommitID(strings.Repeat("b", 40))
	lines := blamed{Lines: &agreement.Lines{
		Commit:  []stat.Share{{K: 249_998, N: 250_000}, {K: 10, N: 10}},
		Author:  []stat.Share{{K: 249_999, N: 250_000}, {K: 10, N: 10}},
		Equal:   1,
		Skipped: 1,
		Differences: []agreement.LineDifference{
			{Path: "big.txt", Line: 7, Git: a, Ours: b}, {Path: "big.txt", Line: 8, Git: a, Ours: b}, {Path: "big.txt", Line: 10, Git: b},
		},
	}}
	counts := &agreement.Counts{
		Modified:   stat.Share{K: 299_999, N: 300_000},
		RenamesGit: 1000, RenamesOurs: 1000, RenamesBoth: 999,
		Rows: 300_000, Binary: 1, Unmatched: 1, Missing: 1,
		Differences: []agreement.CountDifference{
			{Row: agreement.Row{Commit: a, Path: "near.go", Added: 1, Deleted: 1}, OursAdded: 2, OursDeleted: 1},
			{Row: agreement.Row{Commit: a, Path: "far.go", Added: 1, Deleted: 1}, OursAdded: 9, OursDeleted: 1},
		},
		Apart: []agreement.RowApart{
			{Row: agreement.Row{Commit: b, Path: "new.go", Previous: "old.go"}},
			{Row: agreement.Row{Commit: b, Path: "logo", Binary: true}, Ours: &fact.Change{Path: "logo", Kind: fact.Modified, Content: fact.Text, OldContent: fact.Text}},
			{Row: agreement.Row{Commit: b, Path: "gone"}, Ours: &fact.Change{Path: "gone", Kind: fact.Modified, Content: fact.Missing}},
		},
	}
	counts.Git.Added, counts.Ours.Added = 10_000_000, 10_000_001
	s := verifySheet(lines, counts, Sample{Files: 2, Commits: 5, Seed: 9})
	answer := sheet.Answer{Format: sheet.Format, AsOf: "2026-11-22", Complete: true, Sheets: []sheet.Sheet{s}}
	if err := sheet.Check(answer); err != nil {
		t.Error(err)
	}
	var got strings.Builder
	for _, f := range s.Figures {
		fmt.Fprintf(&got, "%s %v %s\n", f.ID, f.Value.Number(), f.Label)
	}
	for _, x := range s.Sections {
		fmt.Fprintf(&got, "%s %s\n", x.ID, x.Command)
		if x.Table != nil {
			for _, r := range x.Table.Rows {
				cells, err := json.Marshal(r)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&got, "%s\n", cells)
			}
		}
	}
	A, B := string(a), string(b)
	if want := `verify/lines-commit 99.999 of 250,010 lines in 2 files have the commit that git blame names
verify/lines-commit-low 99.999 lower bound of that share in all files, at 95 % confidence
verify/lines-commit-high 100 upper bound
verify/lines-author 99.999 of these lines have the same author
verify/files-equal 1 of these files agrees in every line
verify/files-skipped 1 not compared: git blame cannot read them, or sees other lines
verify/modified-equal 99.999 of 300,000 modified files have the numbers that git log counts
verify/lines-total 0.001 is the difference in all lines added and deleted: git counts 10,000,000, Leadline 10,000,001
verify/renames-f1 0.999 is the F1 of renames: git tells 1,000, Leadline 1,000, 999 of them alike
verify/binary 1 file that only one of the two takes for binary
verify/unmatched 1 file that only one of the two takes for renamed, or renamed from elsewhere
verify/missing 1 file whose contents are missing
line-differences ` + `
[{"path":"big.txt","line":7},2,"` + A + `","` + B + `"]
[{"path":"big.txt","line":10},1,"` + B + `",null]
count-differences ` + `
[{"path":"far.go"},"` + A + `",1,1,9,1]
[{"path":"near.go"},"` + A + `",1,1,2,1]
apart ` + `
[{"path":"gone"},"` + B + `","text","contents missing"]
[{"path":"logo"},"` + B + `","binary","text"]
[{"path":"new.go"},"` + B + `","renamed from old.go","not changed under this name"]
sample leadline verify --seed 9 --files 2 --commits 5
`; got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}

func TestPercentIsExactAtBothEnds(t *testing.T) {
	for _, c := range []struct {
		s    stat.Share
		want float64
	}{
		{stat.Share{K: 1, N: 1}, 100},
		{stat.Share{K: 0, N: 5}, 0},
		{stat.Share{}, 0},
		{stat.Share{K: 29, N: 100}, 29},
		{stat.Share{K: 9_999_999, N: 10_000_000}, 99.999},
	} {
		if got := percent(c.s); got != c.want {
			t.Errorf("%d of %d is %v %%, want %v", c.s.K, c.s.N, got, c.want)
		}
	}
	if low, high := outward(0.29, 0.999999); low != 29 || high != 100 {
		t.Errorf("%v to %v", low, high)
	}
	if low, high := outward(0.999999, 1); low != 99.999 || high != 100 {
		t.Errorf("%v to %v", low, high)
	}
}
