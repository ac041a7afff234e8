package architecture

import (
	"fmt"

	"leadline/internal/analysis/dependency"
	"leadline/internal/duty"
	"leadline/internal/sheet"
)

var cycle = duty.Rule{
	ID: "architecture/cycle", Level: sheet.LevelWarning,
	Title: "Packages need each other",
	Doc: `Packages of which each needs the others when the program runs, directly or by
way of others: a strongly connected component of the graph of packages, of which
imports are the edges. A package is a folder with code in it. Imports of tests and
of types alone, which are gone when the program runs, make no cycle.

Packages on a cycle can only be understood, tested and released together. The
evidence is a set of imports without which there would be none, as few as a simple
search finds; another set may be as small.

Languages that have a cycle of files, but not of folders, are not seen by this
rule; nor is what reflection, plug-ins or generated code need.`,
}

// mostNamed is how many packages of a cycle a message names, and how many imports
// its evidence holds.
const mostNamed = 4

func (a *answer) findings() []sheet.Finding {
	out := a.declaredFindings()
	if a.view.Off(&cycle) {
		return out
	}
	for _, c := range a.cycles {
		out = append(out, a.cycle(c))
	}
	return out
}

func (a *answer) cycle(c dependency.Cycle) sheet.Finding {
	at := duty.FolderPlace(a.packages.Packages[c.Packages[0]].Path)
	f := sheet.Finding{
		Rule: cycle.ID, Level: a.view.Level(&cycle), Place: &at,
		Why:  "packages on a cycle can only be understood, tested and released together",
		Next: sheet.Command("leadline", "explain", at.Path),
	}
	parts := make([]string, len(c.Packages))
	for i, n := range c.Packages {
		parts[i] = string(a.packages.Packages[n].Path)
	}
	imports := 0
	for _, e := range c.Cut {
		imports += e.Runtime
	}
	f.Message = fmt.Sprintf("%s need each other; without %s there would be no cycle",
		a.names(c.Packages), duty.Amount(imports, "import", "imports"))
	for _, e := range c.Cut {
		p := sheet.Place{Path: string(e.First.From), Line: e.First.Line}
		f.Evidence = append(f.Evidence, sheet.Evidence{Place: &p, Text: "imports " + e.First.Path})
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
