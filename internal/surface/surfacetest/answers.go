// Package surfacetest holds answers that every surface is tested with.
package surfacetest

import (
	"fmt"
	"math"
	"strings"

	"leadline/internal/sheet"
)

const (
	headID  = "d15adb9ad7ad0bd3a1d1b1a2ea2b3f4c5d6e7f80"
	otherID = "0792546bca00112233445566778899aabbccddee"
)

func known(id, label string, n int, w *sheet.Window) sheet.Figure {
	return sheet.Figure{ID: id, Label: label, State: sheet.Known, Value: sheet.Int(n), Window: w}
}

// Ordinary has everything that a brief of a healthy repository has.
func Ordinary() sheet.Answer {
	week := &sheet.Window{From: "2026-11-15", To: "2026-11-22"}
	half := &sheet.Window{From: "2026-05-26", To: "2026-11-22"}
	number := func(id, label string) sheet.Column {
		return sheet.Column{ID: id, Label: label, Kind: sheet.ColumnNumber}
	}
	row := func(area string, merges, commits, added, deleted int, commit, subject string) []sheet.Value {
		return []sheet.Value{
			sheet.At(sheet.Place{Path: area}), sheet.Int(merges), sheet.Int(commits), sheet.Int(added), sheet.Int(deleted),
			sheet.OfCommit(commit), sheet.String(subject),
		}
	}
	return sheet.Answer{
		Format:     sheet.Format,
		Repository: sheet.Repository{Name: "prometheus", Branch: "main", Head: headID, HeadDate: "2026-11-22", CommitURL: "https://github.com/team/prometheus/commit/"},
		AsOf:       "2026-11-22", Complete: true,
		Read: []sheet.Figure{known("commits", "commits", 18412, nil), known("files", "files", 1668, nil), known("lines", "lines", 557180, nil)},
		Sheets: []sheet.Sheet{{
			Duty: "oversight", Question: "What changed, and what needs the lead now?",
			Figures: []sheet.Figure{
				known("a", "merges", 41, week), known("b", "commits", 63, week), known("c", "files", 210, week),
				known("d", "lines added", 12909, week), known("e", "deleted", 0, week),
				known("f", "active author identities", 190, half),
				{ID: "g", Label: "last release", State: sheet.Known, Value: sheet.String("v3.14.0")},
				{ID: "h", Label: "commits since v3.14.0", Reason: "the release is not in the history of main", Next: "git rev-list --count --no-merges v3.14.0..main"},
				{ID: "i", Label: "of its lines are known", State: sheet.Known, Value: sheet.Float(12.5), Unit: "%"},
				{ID: "j", Label: "tests", State: sheet.NotApplicable, Reason: "there is no code"},
			},
			Findings: []sheet.Finding{{
				Rule: "oversight/largest-change", Level: sheet.LevelWarning, Place: &sheet.Place{Path: "promql/engine.go", Line: 41},
				Message: "the largest of 371 changes in 180 days landed: 5,949 lines in 4 files", Why: "a large change is where review finds least",
				Next:     "git show --stat --first-parent 0792546bca",
				Evidence: []sheet.Evidence{{Commit: otherID, Date: "2026-11-21", Text: "test(compile): Clean up freshness tests, and then say a good deal more about it than fits"}},
				Track:    &sheet.Track{K: 71, N: 100, Lower: .6}, Fingerprint: sheet.Fingerprint("a"),
			}, {
				Rule: "oversight/stale-branches", Level: sheet.LevelNote, Message: "6 unmerged branches have been idle for over 90 days and hold changes to 212 files",
				Why: "a change that waits grows harder to merge, and hides whether it is still wanted", Next: "git branch --all --sort=committerdate --no-merged main",
				Evidence: []sheet.Evidence{
					{Commit: otherID, Ref: "refs/remotes/origin/x", Date: "2021-03-01"},
					{Commit: otherID, Ref: "refs/heads/y", Date: "2022-03-01"},
					{Commit: otherID, Place: &sheet.Place{Path: "a.go", Line: 3}},
					{Commit: otherID},
					{Commit: otherID},
					{Commit: otherID},
				}, Fingerprint: sheet.Fingerprint("b"),
			}},
			Sections: []sheet.Section{{
				ID: "areas", Title: "Where it changed", Kind: sheet.KindTable, Window: week, Note: "Files that people write.", Command: "git log --no-merges --stat 3c82a95e72..d15adb9ad7",
				Table: &sheet.Table{
					Columns: []sheet.Column{
						{ID: "area", Label: "area", Kind: sheet.ColumnPlace},
						number("merges", "merges"), number("commits", "commits"),
						{ID: "added", Label: "added", Kind: sheet.ColumnAdded},
						{ID: "deleted", Label: "deleted", Kind: sheet.ColumnDeleted},
						{ID: "largest", Label: "largest", Kind: sheet.ColumnCommit},
						{ID: "subject", Label: "change", Kind: sheet.ColumnText},
					},
					Rows: [][]sheet.Value{
						row("discovery/", 10, 14, 1879, 109, headID, "fix(discovery/aws): add test exposing Elasticache discovery that forgets its region"),
						row("web/ui/module/codemirror-promql/src/complete/", 8, 9, 400, 0, otherID, "ui: 補完を直す, with wide characters in the middle of a long subject"),
						row(".", 1, 1, 3, 1200, otherID, "prepare"),
						{sheet.At(sheet.Place{Path: "blobless/"}), sheet.Int(0), sheet.Int(1), {}, {}, {}, {}},
					}, Others: 4,
				},
			}, {
				ID: "knowledge", Title: "Who knows what", Kind: sheet.KindTable, Window: half, Table: &sheet.Table{
					Columns: []sheet.Column{
						{ID: "area", Label: "area", Kind: sheet.ColumnPlace},
						{ID: "who", Label: "who", Kind: sheet.ColumnPerson},
						{ID: "known", Label: "known", Kind: sheet.ColumnShare, Unit: "%"},
						{ID: "months", Label: "commits a month", Kind: sheet.ColumnSpark},
						{ID: "last", Label: "last", Kind: sheet.ColumnDate},
					},
					Rows: [][]sheet.Value{
						{sheet.At(sheet.Place{Path: "tsdb/"}), sheet.OfPerson("Grey Heron"), sheet.Float(81.25), sheet.Spark([]float64{0, 3, 7, 1, math.NaN(), 2}), sheet.OnDay("2026-11-20")},
						{sheet.At(sheet.Place{Path: "web/"}), {}, {}, {}, {}},
					},
				},
			}, {
				ID: "months", Title: "Commits a month", Kind: sheet.KindChart, Chart: months(),
			}, {
				ID: "chart", Title: "Age of lines", Kind: sheet.KindChart, Chart: &sheet.Chart{
					X:      []sheet.Value{sheet.OnDay("2026-10-01"), sheet.OnDay("2026-11-01")},
					Series: []sheet.Series{{Label: "2025", Values: []sheet.Value{sheet.Int(3000), {}}}, {Label: "2026", Values: []sheet.Value{sheet.Int(10), sheet.Int(20)}}},
				},
			}, {
				ID: "graph", Title: "Imports", Kind: sheet.KindGraph, Graph: &sheet.Graph{
					Nodes: []sheet.Node{{ID: "a", Label: "a"}, {ID: "b", Label: "b"}}, Edges: []sheet.Edge{{From: "a", To: "b"}},
				},
			}, {
				ID: "pairs", Title: "What changes together", Kind: sheet.KindGraph, Graph: &sheet.Graph{
					Nodes: []sheet.Node{
						{ID: "tsdb/head.go", Label: "tsdb/head.go", Place: &sheet.Place{Path: "tsdb/head.go"}, Weight: 31},
						{ID: "web/api.go", Label: "web/api.go", Place: &sheet.Place{Path: "web/api.go"}, Weight: 12},
					},
					Edges:      []sheet.Edge{{From: "tsdb/head.go", To: "web/api.go", Weight: 11, Of: 32}},
					Undirected: true, Unit: "together", OfUnit: "of",
				},
			}, {
				ID: "bars", Title: "Known by folder", Kind: sheet.KindChart, Chart: &sheet.Chart{
					X: []sheet.Value{sheet.At(sheet.Place{Path: "tsdb/"}), sheet.At(sheet.Place{Path: "web/"})}, XLabel: "folder", Unit: "%", Form: sheet.FormBars, Stacked: true,
					Series: []sheet.Series{{Label: "nobody", Values: []sheet.Value{sheet.Int(25), sheet.Int(100)}}, {Label: "somebody", Values: []sheet.Value{sheet.Int(75), sheet.Int(0)}}},
				},
			}, {
				ID: "tree", Title: "Where the lines are", Kind: sheet.KindTree, Tree: tree(),
			}},
			Unknown: []sheet.Unknown{{What: "unmerged branches", Why: "branches were not read", Next: "git fetch --all"}},
		}},
	}
}

// tree has a folder of two files, and files that are told as one.
func tree() *sheet.Tree {
	part := func(path string, size, known, age int, parts ...sheet.Part) sheet.Part {
		return sheet.Part{Place: sheet.Place{Path: path}, Size: float64(size), Values: []sheet.Value{sheet.Int(known), sheet.Int(age)}, Parts: parts}
	}
	others := part("tsdb/", 40, 0, 3900)
	others.Others, others.Values[0] = 3, sheet.Value{}
	return &sheet.Tree{
		Unit: "lines",
		Measures: []sheet.Measure{
			{ID: "known", Label: "active people who know it", Steps: []sheet.Step{{From: 0, Label: "nobody"}, {From: 1, Label: "somebody"}}},
			{ID: "age", Label: "median age, days", Unit: "days", Steps: []sheet.Step{{From: 0, Label: "young"}, {From: 365, Label: "over a year"}}},
		},
		Root: part(".", 950, 1, 640, part("tsdb/", 940, 1, 650, part("tsdb/head.go", 900, 2, 600), others), part("main.go", 10, 0, 20)),
	}
}

// months is a chart with more positions than a terminal has lines for.
func months() *sheet.Chart {
	c := &sheet.Chart{Series: []sheet.Series{{Label: "tsdb"}, {Label: "web"}}}
	for i := range 150 {
		c.X = append(c.X, sheet.OnDay(sheet.Date(fmt.Sprintf("%d-%02d-01", 2014+i/12, i%12+1))))
		c.Series[0].Values = append(c.Series[0].Values, sheet.Int(i*i%97))
		c.Series[1].Values = append(c.Series[1].Values, sheet.Int(2000-i))
	}
	c.Series[1].Values[3], c.Series[1].Values[149] = sheet.Value{}, sheet.Value{}
	return c
}

// Crowded is a brief with as many findings as one may have, and many duties.
func Crowded() sheet.Answer {
	a := Ordinary()
	s := &a.Sheets[0]
	s.Findings[1].Place = &sheet.Place{Path: "tsdb/head.go"}
	known := s.Findings[1]
	known.Level, known.Message, known.Next = sheet.LevelError, "hotspot 2 of 1,668, is known by one active person", "leadline guidance tsdb/head.go"
	for len(s.Findings) < 6 {
		s.Findings = append(s.Findings, known, s.Findings[len(s.Findings)%2])
	}
	s.Findings = append(s.Findings, known)
	t := &sheet.Table{Columns: []sheet.Column{{ID: "duty", Label: "duty", Kind: sheet.ColumnText}, {ID: "says", Label: "what it says", Kind: sheet.ColumnText}}}
	for range 10 {
		t.Rows = append(t.Rows, []sheet.Value{sheet.String("guidance"), sheet.String("12 of 40 hotspots have one active knower, and more of that kind, up to the end of the line and over it")})
	}
	s.Sections = []sheet.Section{{ID: "duties", Title: "Duties", Kind: sheet.KindTable, Table: t}}
	return a
}

// Empty has no commit yet.
func Empty() sheet.Answer {
	return sheet.Answer{
		Format: sheet.Format, Repository: sheet.Repository{Name: "example", Branch: "main"}, AsOf: "2026-11-22", Complete: true,
		Read: []sheet.Figure{known("commits", "commits", 0, nil), known("files", "files", 0, nil)},
		Sheets: []sheet.Sheet{{
			Duty: "oversight", Question: "What changed?",
			Sections: []sheet.Section{{ID: "empty", Title: "Nothing yet", Kind: sheet.KindText, Text: "The branch has no commit yet."}},
		}},
	}
}

// Incomplete lacks evidence of two kinds.
func Incomplete() sheet.Answer {
	a := Ordinary()
	a.Complete = false
	a.Gaps = []sheet.Gap{
		{Kind: "shallow", Count: 1, Example: otherID, Message: "the clone is shallow: older commits are not in it, and every count and date that reaches back that far is too small", Next: "git fetch --unshallow"},
		{Kind: "missing-blob", Message: "contents of files are missing: their lines are not counted", Next: "git rev-list --objects --missing=print HEAD | grep '^?'"},
	}
	a.Read[2] = sheet.Figure{ID: "lines", Label: "lines", Reason: "the contents of all files are missing"}
	a.Sheets[0].Sections = nil
	return a
}

// Nasty acts on a terminal in every way that we know of.
const Nasty = "\x1b[31mred\x1b]0;title\x07\x9b2J\u009b2J\u202eback\u2066\u200b\r\n\tend\xff\x7f"

// Hostile has nasty strings wherever a repository's strings can come.
func Hostile() sheet.Answer {
	a := Ordinary()
	a.Repository.Name, a.Repository.Branch = Nasty, Nasty
	a.Gaps = []sheet.Gap{{Kind: "history", Example: Nasty, Message: Nasty, Next: Nasty}}
	a.Complete = false
	s := &a.Sheets[0]
	s.Figures[0].Label, s.Figures[6].Value, s.Figures[7].Reason = Nasty, sheet.String(Nasty), Nasty
	f := &s.Findings[0]
	f.Place, f.Message, f.Next, f.Why = &sheet.Place{Path: Nasty}, Nasty, Nasty, Nasty
	f.Evidence = []sheet.Evidence{{Commit: otherID, Text: Nasty, Ref: Nasty, Place: &sheet.Place{Path: Nasty}}}
	t := s.Sections[0].Table
	t.Rows[0][0], t.Rows[0][6] = sheet.At(sheet.Place{Path: Nasty}), sheet.String(Nasty)
	s.Sections[0].Title, s.Sections[0].Note, s.Sections[0].Command = Nasty, Nasty, Nasty
	s.Sections[1].Table.Rows[0][1] = sheet.OfPerson(Nasty)
	s.Sections[2].Chart.Series[0].Label, s.Sections[2].Chart.X[0] = Nasty, sheet.String(Nasty)
	s.Sections[3].Chart.Series[0].Label = Nasty
	s.Sections[4].Graph.Edges[0].From, s.Sections[4].Graph.Nodes[0].ID, s.Sections[4].Graph.Nodes[1].Label = Nasty, Nasty, Nasty
	s.Findings[1].Evidence[0].Person = Nasty
	s.Sections[5].Graph.Nodes[0].Label, s.Sections[5].Graph.Nodes[0].Place.Path = Nasty, Nasty
	s.Sections[6].Chart.X[0] = sheet.At(sheet.Place{Path: Nasty})
	s.Sections[7].Tree.Root.Parts[0].Parts[0].Place.Path, s.Sections[7].Tree.Measures[0].Steps[0].Label = Nasty, Nasty
	s.Unknown = []sheet.Unknown{{What: Nasty, Why: strings.Repeat(Nasty, 20), Next: Nasty}}
	return a
}

// Workspace is of four repositories, one of them incomplete, one hostile, and so is what
// is said of them together.
func Workspace() sheet.Workspace {
	incomplete, empty := Incomplete(), Empty()
	incomplete.Repository.Name, empty.Repository.Name = "alertmanager", "empty"
	incomplete.Sheets[0].Findings[0].Level = sheet.LevelError
	together := &sheet.Together{
		Findings: []sheet.Located{{Repository: Ordinary().Repository.Name, Finding: Hostile().Sheets[0].Findings[0]}},
		Sections: []sheet.Section{Hostile().Sheets[0].Sections[0], Ordinary().Sheets[0].Sections[0]},
		Unknown:  []sheet.Unknown{{What: Nasty, Why: Nasty}},
	}
	together.Sections[1].ID = "another"
	return sheet.Gather("2026-11-22", []sheet.Answer{Ordinary(), incomplete, empty, Hostile()}, together, 7)
}
