package architecture

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"leadline/internal/analysis/dependency"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var cycle = duty.Rule{
	ID: "architecture/cycle", Level: sheet.LevelWarning,
	Title: "Packages need each other",
	Doc: `Packages of which each needs the others when the program runs, directly or by
way of others: a strongly connected component of the graph of packages, of which
imports are the edges. A package is a folder with code in it. Imports of tests and
of types alone, which are gone when the program runs, make no cycle, and neither do
the modules of a crate of Rust, nor what a namespace of C# needs of those around it.

Packages on a cycle can only be understood, tested and released together. The
evidence is a set of imports without which there would be none, as few as a simple
search finds, the cheapest first; another set may be as small.

The rule speaks of cycles that few imports keep together: that is soon mended, and the
cycle grows otherwise. The sheet has a table of all. Where the folder that holds all
others is on the cycle itself, the cycle is how one part of the code was divided, and
a note. Of many three are told, warnings first, then the largest.

In Python, JavaScript and TypeScript files are the modules. There the cycles are those
of the packages whose files need themselves by way of each other; where no file does,
the cycle is one of folders alone, and in the table alone.

What reflection, plug-ins or generated code need is not seen.`,
	Thresholds: []duty.Threshold{{Name: "imports", Default: 10, Least: 1, Most: 1e6, Doc: "imports to cut up to which it speaks"}},
}

// mostNamed is how many packages of a cycle a message names, and how many imports
// its evidence holds; mostCycles is how many cycles are findings.
const (
	mostNamed  = 4
	mostCycles = 3
)

func (a *answer) findings() []sheet.Finding {
	out := a.declaredFindings()
	if a.view.Off(&cycle) {
		return out
	}
	var cycles []sheet.Finding
	for i := range a.cycles {
		for _, c := range a.tied[a.cycles[i].Packages[0]] {
			if float64(importsOf(c.Cut)) <= a.view.Threshold(&cycle, "imports") {
				cycles = append(cycles, a.cycle(&c))
			}
		}
	}
	graver := func(x, y sheet.Finding) int { return cmp.Compare(x.Level.Rank(), y.Level.Rank()) }
	slices.SortStableFunc(cycles, graver)
	out = append(out, cycles[:min(len(cycles), mostCycles)]...)
	slices.SortStableFunc(out, graver)
	return out
}

// family tells that the folder which holds all packages of a cycle is one of them.
func (a *answer) family(c *dependency.Cycle) bool {
	top := a.packages.Packages[c.Packages[0]].Path // the first by path
	return !slices.ContainsFunc(c.Packages[1:], func(n int) bool {
		return top != "" && !strings.HasPrefix(string(a.packages.Packages[n].Path), string(top)+"/")
	})
}

// cycleLevel is a note for a family, unless the team says otherwise.
func (a *answer) cycleLevel(c *dependency.Cycle) sheet.Level {
	if level := a.view.Level(&cycle); level != cycle.Level || !a.family(c) {
		return level
	}
	return sheet.LevelNote
}

// cycleRows is how many cycles are shown.
const cycleRows = 8

// circles are the cycles of packages.
func (a *answer) circles() (sheet.Section, bool) {
	if len(a.cycles) == 0 {
		return sheet.Section{}, false
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "package", Label: "cycle of", Kind: sheet.ColumnPlace},
		{ID: "packages", Label: "packages", Kind: sheet.ColumnNumber},
		{ID: "kind", Label: "kind", Kind: sheet.ColumnText},
		{ID: "cut", Label: "imports to cut", Kind: sheet.ColumnNumber},
		{ID: "first", Label: "the cheapest", Kind: sheet.ColumnPlace},
	}}
	for i := range a.cycles {
		c := &a.cycles[i]
		if len(t.Rows) == cycleRows {
			t.Others++
			continue
		}
		first := c.Cut[0].First
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.At(duty.FolderPlace(a.packages.Packages[c.Packages[0]].Path)), sheet.Int(len(c.Packages)), sheet.String(a.kind(c)), sheet.Int(importsOf(c.Cut)),
			sheet.At(sheet.Place{Path: string(first.From), Line: first.Line}),
		})
	}
	return sheet.Section{
		ID: "architecture/circles", Title: "Cycles of packages", Kind: sheet.KindTable, Table: t,
		Note: "Each by its first package. Folders: no file is on a cycle that leads through several of them; files of some: those of the others are not. " +
			"Nested: the first holds all others. Imports to cut: as few as a simple search finds without which there would be no cycle; the cheapest is the first of those between two packages that need fewest.",
	}, true
}

// kind is what a cycle is of.
func (a *answer) kind(c *dependency.Cycle) string {
	files := 0
	for _, tied := range a.tied[c.Packages[0]] {
		files += len(tied.Packages)
	}
	switch {
	case files == 0:
		return "folders"
	case files < len(c.Packages):
		return fmt.Sprintf("files of %d", files)
	case a.family(c):
		return "nested"
	}
	return "side by side"
}

func importsOf(edges []dependency.Edge) int {
	n := 0
	for _, e := range edges {
		n += e.Runtime
	}
	return n
}

func (a *answer) cycle(c *dependency.Cycle) sheet.Finding {
	at := duty.FolderPlace(a.packages.Packages[c.Packages[0]].Path)
	f := sheet.Finding{
		Rule: cycle.ID, Level: a.cycleLevel(c), Place: &at,
		Why:  "packages on a cycle can only be understood, tested and released together",
		Next: sheet.Command("leadline", "explain", at.Path),
	}
	parts := make([]string, len(c.Packages))
	for i, n := range c.Packages {
		parts[i] = string(a.packages.Packages[n].Path)
	}
	imports := importsOf(c.Cut)
	f.Message = fmt.Sprintf("%s need each other; without %s there would be no cycle",
		a.names(c.Packages), duty.Amount(imports, "import", "imports"))
	for _, e := range c.Cut[:min(len(c.Cut), mostNamed)] {
		p := sheet.Place{Path: string(e.First.From), Line: e.First.Line}
		needs := "needs " + duty.FolderPlace(a.packages.Packages[e.To].Path).Path
		if e.First.Kind == fact.Dynamic {
			needs += " when it comes to it"
		}
		f.Evidence = append(f.Evidence, sheet.Evidence{Place: &p, Text: needs})
	}
	f.Fingerprint = sheet.Fingerprint(cycle.ID, parts...)
	return f
}

// names are the first packages of a cycle.
func (a *answer) names(packages []int) string {
	s := fmt.Sprintf("%d packages", len(packages))
	for i, n := range packages[:min(mostNamed, len(packages))] {
		sep := ", "
		if i == 0 {
			sep = " ("
		}
		s += sep + duty.FolderPlace(a.packages.Packages[n].Path).Path
	}
	if len(packages) > mostNamed {
		return s + fmt.Sprintf(" and %d more)", len(packages)-mostNamed)
	}
	return s + ")"
}
