// Package architecture tells what the structure of the code is: which packages need
// which, where they need each other, how far a change may reach, where the code breaks
// what the team declared, and which complex functions are worked on.
package architecture

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"leadline/internal/analysis/complexity"
	"leadline/internal/analysis/conformance"
	"leadline/internal/analysis/dependency"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

const (
	name     = "architecture"
	question = "How is the code structured, and where does its structure hurt?"
)

// Duty is the duty of architecture.
var Duty = duty.Duty{
	Name:     name,
	Question: question,
	Doc: `The packages of the code and what they need of each other, read from imports:
cycles with the imports that would break them, the packages that most others lean
on, how far a change may reach, what changes together though neither needs the
other, and the complex functions that are worked on. Nothing is built.

Structure is read of Go, JavaScript, TypeScript, Python, Java, Kotlin, C#, Rust, C,
C++, PHP and Ruby.`,
	Rules: []duty.Rule{breach, stale, empty, cycle},
	Needs: []duty.Need{duty.NeedImports, duty.NeedPackages, duty.NeedSymbols, duty.NeedReleases, duty.NeedClones},
	Flags: []duty.Flag{
		{Name: "releases", Value: "N", Doc: "tell what the structure was at the last releases, so many"},
		{Name: "clones", Value: "N", Doc: "tell clones, code that was copied: the heaviest, so many"},
	},
	Read:     read,
	Pictures: pictures, PictureNeeds: []duty.Need{duty.NeedHotspots, duty.NeedKnowledge, duty.NeedAuthors},
	Short: func(v *duty.View, summary bool) (sheet.Sheet, error) {
		s := sheet.Sheet{Duty: name, Question: question}
		if v.History.Head == "" || len(v.Structures) == 0 {
			return s, nil
		}
		a := newAnswer(v)
		s.Findings = a.findings()
		if summary {
			s.Summary = a.summary()
		}
		return s, nil
	},
	FindingNeeds: []duty.Need{duty.NeedImports, duty.NeedPackages},
}

// answer holds what the parts of the sheet are made from.
type answer struct {
	view *duty.View
	// packages are those of the place that is asked about, of all.
	packages *dependency.Map
	within   []bool
	// cycles are those that touch the place; those of folders alone come last. By
	// their first package, tied are the cycles within them that their files make.
	cycles []dependency.Cycle
	tied   map[int][]dependency.Cycle
	// breaches are those of the declared architecture in the place, none of them
	// known; stale are the lines of the baseline whose breaches are gone.
	breaches []conformance.Breach
	known    []knownBreach
	stale    []duty.KnownBreach
}

func newAnswer(v *duty.View) *answer {
	a := &answer{view: v, packages: v.Packages()}
	for i := range a.packages.Packages {
		p := a.packages.Packages[i].Path
		a.within = append(a.within, v.Place.Path == "" || p == v.Place.Path || v.Within(p+"/"))
	}
	a.cycles = slices.DeleteFunc(slices.Clone(v.Cycles()), func(c dependency.Cycle) bool {
		return !slices.ContainsFunc(c.Packages, func(n int) bool { return a.within[n] })
	})
	a.untangle()
	a.conform()
	return a
}

// untangle tells the cycles that are of folders alone, and puts them behind.
func (a *answer) untangle() {
	a.tied = map[int][]dependency.Cycle{}
	if len(a.cycles) == 0 {
		return
	}
	modules := a.view.Modules()
	for i := range a.cycles {
		a.tied[a.cycles[i].Packages[0]] = modules.Tied(a.packages, &a.cycles[i])
	}
	slices.SortStableFunc(a.cycles, func(x, y dependency.Cycle) int {
		switch {
		case a.loose(&y) && !a.loose(&x):
			return -1
		case a.loose(&x) && !a.loose(&y):
			return 1
		}
		return 0
	})
}

// loose tells a cycle of folders alone.
func (a *answer) loose(c *dependency.Cycle) bool { return len(a.tied[c.Packages[0]]) == 0 }

func read(v *duty.View) (sheet.Sheet, error) {
	s := sheet.Sheet{Duty: name, Question: question}
	if v.History.Head == "" {
		return s, nil
	}
	if _, err := askedClones(v); err != nil {
		return s, err
	}
	a := newAnswer(v)
	if len(a.packages.Packages) == 0 {
		s.Unknown = []sheet.Unknown{{What: "the structure of the code", Why: "no file of code, tests and examples apart, is of a language whose imports are read"}}
		return s, nil
	}
	s.Figures = a.figures()
	s.Findings = a.findings()
	s.Sections = duty.Sections(a.components, a.rules, a.knownBreaches, a.circles, a.releases, a.clones, a.leaned, a.functions, a.hidden)
	s.Unknown = a.unknown()
	s.Summary = a.summary()
	return s, nil
}

func (a *answer) figures() []sheet.Figure {
	packages, files, edges := 0, 0, 0
	for i, p := range a.packages.Packages {
		if a.within[i] {
			packages++
			files += len(p.Files)
		}
	}
	for _, e := range a.packages.Edges {
		if e.Runtime+e.TypeOnly > 0 && (a.within[e.From] || a.within[e.To]) {
			edges++
		}
	}
	out := []sheet.Figure{
		duty.Count("architecture/packages", packages, "package", "packages", nil),
		duty.Count("architecture/files", files, "file of code, without tests and examples", "files of code, without tests and examples", nil),
		duty.Count("architecture/dependencies", edges, "dependency between packages", "dependencies between packages", nil),
		duty.Count("architecture/cycles", len(a.cycles), "cycle of packages", "cycles of packages", nil),
	}
	out = append(out, a.conformity()...)
	if a.view.Place.Path == "" {
		out = append(out, sheet.Figure{
			ID: "architecture/propagation", Label: "propagation cost", Unit: "%", State: sheet.Known,
			Value: sheet.Float(math.Round(1000*a.packages.PropagationCost()) / 10), N: packages,
		})
		out = append(out, a.unresolved())
	}
	return out
}

// unresolved is the share of imports of which it is not known where they lead: how
// far the rest is to be trusted.
func (a *answer) unresolved() sheet.Figure {
	all := a.allImports()
	f := sheet.Figure{ID: "architecture/unresolved", Label: "of imports lead nowhere that is known", Unit: "%", N: all}
	if all == 0 {
		f.State, f.Reason = sheet.NotApplicable, "no file imports anything"
		return f
	}
	share := float64(a.packages.Imports[fact.Unresolved]) / float64(all)
	f.State, f.Value = sheet.Known, sheet.Float(math.Round(10000*share)/100)
	return f
}

func (a *answer) allImports() int {
	all := 0
	for _, n := range a.packages.Imports {
		all += n
	}
	return all
}

// unknown tells how many imports led nowhere, and what did not parse.
func (a *answer) unknown() []sheet.Unknown {
	var out []sheet.Unknown
	all := a.allImports()
	if n := a.packages.Imports[fact.Unresolved]; n > 0 {
		out = append(out, sheet.Unknown{
			What: fmt.Sprintf("where %s of %s imports lead", duty.Thousands(n), duty.Thousands(all)),
			Why:  "they name packages of this repository that are not in the commit: generated ones, perhaps",
		})
	}
	unread := 0
	for i := range a.view.History.Files {
		f := &a.view.History.Files[i]
		if x := a.view.Structures[f.Path]; (x == nil || x.Estimate) && a.view.Within(f.Path) && hotspot.Is(f) && a.view.Written(f.Path) && !a.view.LeftOut(f.Path) {
			unread++
		}
	}
	if unread > 0 {
		out = append(out, sheet.Unknown{
			What: fmt.Sprintf("the structure of %s of code", duty.Amount(unread, "file", "files")),
			Why:  "of languages that are not read, made small or larger than 4 MiB, or without contents",
		})
	}
	partial := 0
	for p, s := range a.view.Structures {
		if s.Partial && a.view.Within(p) && !a.view.LeftOut(p) {
			partial++
		}
	}
	if partial > 0 {
		out = append(out, sheet.Unknown{
			What: fmt.Sprintf("all of %s", duty.Amount(partial, "file", "files")),
			Why:  "they have syntax errors: what parsed is counted",
		})
	}
	return out
}

func (a *answer) summary() string {
	s := fmt.Sprintf("%d %s of packages", len(a.cycles), duty.Plural(len(a.cycles), "cycle", "cycles"))
	if len(a.cycles) == 0 {
		s = "no cycle of packages"
	}
	if a.declared() {
		s = a.broken() + " · " + s
	}
	return s + fmt.Sprintf(" · propagation cost %.1f %%", 100*a.packages.PropagationCost())
}

// How many rows tables show.
const (
	leanedRows   = 8
	functionRows = 8
	hiddenRows   = 6
)

// A function is complex from the cognitive complexity at which SonarSource's rule
// S3776 says so, and worked on from its second commit.
const (
	complexLeast = 15
	workedLeast  = 2
)

// typed are the languages that tell what is abstract: interfaces, and classes that
// are for others to complete.
var typed = map[string]bool{"go": true, "java": true, "kotlin": true, "csharp": true}

// abstractness is the share of interfaces among the types of a package (Martin 1994);
// ok is false where the language does not tell, or there are no types.
func (a *answer) abstractness(p *dependency.Package) (share float64, ok bool) {
	for _, f := range p.Files {
		if !typed[a.view.Structures[f].Language] {
			return 0, false
		}
	}
	if p.Types == 0 {
		return 0, false
	}
	return float64(p.Interfaces) / float64(p.Types), true
}

// leaned are the packages that most others need.
func (a *answer) leaned() (sheet.Section, bool) {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "package", Label: "package", Kind: sheet.ColumnPlace},
		{ID: "afferent", Label: "needed by", Kind: sheet.ColumnNumber},
		{ID: "efferent", Label: "needs", Kind: sheet.ColumnNumber},
		{ID: "files", Label: "files", Kind: sheet.ColumnNumber},
		{ID: "instability", Label: "instability", Kind: sheet.ColumnNumber},
		{ID: "abstractness", Label: "abstractness", Kind: sheet.ColumnNumber},
		{ID: "distance", Label: "distance", Kind: sheet.ColumnNumber},
	}}
	order := make([]int, 0, len(a.packages.Packages))
	for i := range a.packages.Packages {
		if a.within[i] && a.packages.Packages[i].Afferent > 0 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(x, y int) int {
		p, q := &a.packages.Packages[x], &a.packages.Packages[y]
		return cmp.Or(cmp.Compare(q.Afferent, p.Afferent), cmp.Compare(q.Efferent, p.Efferent), cmp.Compare(x, y))
	})
	told := false
	for _, i := range order {
		if len(t.Rows) == leanedRows {
			t.Others++
			continue
		}
		p := &a.packages.Packages[i]
		instability, _ := p.Instability()
		row := []sheet.Value{
			sheet.At(duty.FolderPlace(p.Path)), sheet.Int(p.Afferent), sheet.Int(p.Efferent), sheet.Int(len(p.Files)), hundredths(instability), {}, {},
		}
		if abstract, ok := a.abstractness(p); ok {
			told = true
			row[5], row[6] = hundredths(abstract), hundredths(math.Abs(abstract+instability-1))
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) == 0 {
		return sheet.Section{}, false
	}
	note := "Needed by and needs: packages, by the imports of files that are no tests. Instability is needs of both together (Martin 1994)."
	if told {
		note += " Abstractness is the interfaces of all types, and distance how far the sum of the two is from 1: a package that many need and that is all detail is costly to change."
	} else {
		const last = 2 // of the columns, which the languages do not tell
		t.Columns = t.Columns[:len(t.Columns)-last]
		for i := range t.Rows {
			t.Rows[i] = t.Rows[i][:len(t.Columns)]
		}
	}
	return sheet.Section{ID: "architecture/leaned", Title: "Packages that others lean on", Kind: sheet.KindTable, Table: t, Note: note}, true
}

func hundredths(x float64) sheet.Value { return sheet.Float(math.Round(100*x) / 100) }

// function is a function and what was done to it lately.
type function struct {
	*fact.Symbol
	file fact.Path
	// cognitive complexity, recursion included.
	cognitive int
	// commits of the active window wrote lines that it has now.
	commits int
}

// worked are the complex functions, of files that people write, that are worked on.
func (a *answer) worked() []function {
	recent := a.recent()
	var all []function
	for i := range a.packages.Packages {
		var found []function
		var at [][2]int // the file in the package and the symbol in the file
		files := a.packages.Packages[i].Files
		for k, p := range files {
			f := a.view.History.File(p)
			if f == nil || !a.view.Within(p) || !a.view.Written(p) {
				continue
			}
			commits := commitsOf(f, recent)
			if commits(1, math.MaxInt) < workedLeast {
				continue
			}
			symbols := a.view.Symbols(p)
			for j := range symbols {
				// Recursion adds one.
				if s := &symbols[j]; s.Cyclomatic > 0 && s.Cognitive+1 >= complexLeast {
					if n := commits(s.Line, s.End); n >= workedLeast {
						found, at = append(found, function{s, p, s.Cognitive, n}), append(at, [2]int{k, j})
					}
				}
			}
		}
		if len(found) > 0 {
			recursive := a.recursive(files)
			for n := range found {
				if recursive[at[n][0]][at[n][1]] {
					found[n].cognitive++
				}
			}
			all = append(all, found...)
		}
	}
	return slices.DeleteFunc(all, func(f function) bool { return f.cognitive < complexLeast })
}

// recursive tells of the symbols of the files of a package which are.
func (a *answer) recursive(files []fact.Path) [][]bool {
	read := make([]fact.Structure, len(files))
	for k, p := range files {
		read[k].Symbols = a.view.Symbols(p)
	}
	return complexity.Recursive(read)
}

// recent are the commits of the active window.
func (a *answer) recent() map[fact.CommitID]bool {
	w, _ := a.view.Active()
	out := map[fact.CommitID]bool{}
	for c := range a.view.Timeline().Commits(w) {
		out[c.ID] = true
	}
	return out
}

// commitsOf counts the commits, of those that are wanted, that wrote lines of a part
// of a file.
func commitsOf(f *fact.File, wanted map[fact.CommitID]bool) func(from, to int) int {
	type run struct {
		from, to int
		commit   fact.CommitID
	}
	var runs []run
	at := 1
	for _, r := range f.Lines {
		if wanted[r.Commit] {
			runs = append(runs, run{at, at + int(r.Lines) - 1, r.Commit})
		}
		at += int(r.Lines)
	}
	return func(from, to int) int {
		i, _ := slices.BinarySearchFunc(runs, from, func(r run, line int) int { return cmp.Compare(r.to, line) })
		found := map[fact.CommitID]bool{}
		for ; i < len(runs) && runs[i].from <= to; i++ {
			found[runs[i].commit] = true
		}
		return len(found)
	}
}

// functions are the most complex ones where most was written lately.
func (a *answer) functions() (sheet.Section, bool) {
	all := a.worked()
	slices.SortFunc(all, func(x, y function) int {
		return cmp.Or(cmp.Compare(y.cognitive*y.commits, x.cognitive*x.commits), cmp.Compare(y.cognitive, x.cognitive), cmp.Compare(x.file, y.file), cmp.Compare(x.Line, y.Line))
	})
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "function", Label: "function", Kind: sheet.ColumnText},
		{ID: "file", Label: "file", Kind: sheet.ColumnPlace},
		{ID: "cognitive", Label: "cognitive", Kind: sheet.ColumnNumber},
		{ID: "cyclomatic", Label: "cyclomatic", Kind: sheet.ColumnNumber},
		{ID: "lines", Label: "lines", Kind: sheet.ColumnNumber, Unit: "lines"},
		{ID: "commits", Label: "commits", Kind: sheet.ColumnNumber},
	}}
	for _, f := range all {
		if len(t.Rows) == functionRows {
			t.Others++
			continue
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.String(f.FullName()), sheet.At(sheet.Place{Path: string(f.file), Line: f.Line}), sheet.Int(f.cognitive), sheet.Int(f.Cyclomatic),
			sheet.Int(f.End - f.Line + 1), sheet.Int(f.commits),
		})
	}
	if len(t.Rows) == 0 {
		return sheet.Section{}, false
	}
	w, _ := a.view.Active()
	return sheet.Section{
		ID: "architecture/functions", Title: "Complex functions that are worked on", Kind: sheet.KindTable, Table: t, Window: duty.WindowOf(w),
		Note: fmt.Sprintf("Functions of a cognitive complexity (Campbell 2018) of %d and more, and %d commits, ranked by that complexity × the commits that wrote lines which "+
			"are in it now; what was only deleted does not count. Cyclomatic is McCabe's (1976). ", complexLeast, workedLeast) +
			"Tests, examples and generated files are left out.",
	}, true
}
