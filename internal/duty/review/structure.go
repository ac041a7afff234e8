package review

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"leadline/internal/analysis/conformance"
	"leadline/internal/analysis/dependency"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var breach = duty.Rule{
	ID: "review/rule", Level: sheet.LevelError,
	Title: "The change breaks the declared architecture",
	Doc: `At the head of the change a package needs another one though a rule under
"architecture" in leadline.yaml, as it is at the base, says that its component may
not, and at the base it did not. A file that was moved takes what it needed along:
that is nothing new. Breaches that leadline-baseline.txt lists are known.

What a package needs are the imports of its files that are no tests, to code for tests
too; an import that may lead to one of several places is not judged. This finding gates.`,
}

var cycle = duty.Rule{
	ID: "review/cycle", Level: sheet.LevelError,
	Title: "The change closes a cycle of packages",
	Doc: `An import that the change adds makes packages need each other that did not before.
The evidence is that import and the shortest way back. What a cycle is, is told by
architecture/cycle: imports of tests and of types alone make none, and where files
are the modules a cycle is one of files. Imports that are made when the program comes
to them close none here: often they are put there to break one. A cycle that was there and grows is told by
the import that makes it grow. Packages that lie in one of them are its own, and a cycle
of it and them alone is not told, but in Go, which compiles none, and where files are the
modules; nor is there, in Python, by what a package passes on of its own.

Folders of Java, Kotlin, C#, PHP and Ruby are neither compiled nor loaded as one, and cycles of them are
told only where a rule declares that there be none (review/rule). But for Go, that one more
package joins a cycle of many is not told, nor one that leads through many, or is of packages
that the change makes.`,
	Thresholds: []duty.Threshold{{Name: "packages", Default: 4, Least: 2, Most: 1000, Doc: "packages that need each other up to which a cycle is told"}},
}

var loosened = duty.Rule{
	ID: "review/loosened", Level: sheet.LevelError,
	Title: "The change takes back what was declared",
	Doc: `The head of the change declares less than its base: a rule of the architecture or a
component is gone or says something else, a rule is off or of a lower level, a
threshold is another one, paths are taken out of what people write, a finding is
accepted, or a breach is added to leadline-baseline.txt. The review itself is made by
what the base declares. Somebody should decide that, rather than find it later.

This finding gates. What is only added, such as a rule, is not told.`,
}

// mostNamed is how many packages a message names, and how many pieces the evidence of
// a finding has.
const mostNamed = 4

func (a *answer) loosenings() []sheet.Finding {
	var out []sheet.Finding
	for _, l := range a.change.Loosened {
		at := sheet.Place{Path: l.File, Line: l.Line}
		out = append(out, sheet.Finding{
			Rule: loosened.ID, Level: a.view.Level(&loosened), Gate: true, Place: &at, Message: l.What,
			Why:  "what was declared holds until somebody decides otherwise",
			Next: a.diff(l.File), Evidence: []sheet.Evidence{{Place: &at, Text: "as the change has it"}},
			Fingerprint: sheet.Fingerprint(loosened.ID, l.File, l.Key),
		})
	}
	return out
}

// diff is the command that shows what happened to a file.
func (a *answer) diff(p string) string {
	c := a.change
	if c.Head.Commit == "" {
		return sheet.Command("git", "diff", short(c.Base.Commit), "--", p)
	}
	return sheet.Command("git", "diff", short(c.Base.Commit), short(c.Head.Commit), "--", p)
}

func short(c fact.CommitID) string { return string(c[:min(len(c), 12)]) }

// folders are the packages, and then the files of code that are in none.
func folders(m *dependency.Map) []dependency.Package { return slices.Concat(m.Packages, m.Apart()) }

// movedPackages maps the folders of code of the head to those of the base: one whose files
// were all moved is the one from which most of them came.
func (a *answer) movedPackages() map[fact.Path]fact.Path {
	out := map[fact.Path]fact.Path{}
	known := map[fact.Path]bool{}
	for _, p := range folders(a.change.Base.Packages) {
		known[p.Path] = true
	}
	for _, p := range folders(a.change.Head.Packages) {
		if known[p.Path] {
			continue
		}
		known[p.Path] = true
		from := map[fact.Path]int{}
		best := p.Path
		for _, f := range p.Files {
			if q, ok := a.before[f]; ok {
				dir := q.Folder()
				if from[dir]++; from[dir] > from[best] || from[dir] == from[best] && dir < best {
					best = dir
				}
			}
		}
		if 2*from[best] > len(p.Files) {
			out[p.Path] = best
		}
	}
	return out
}

// packageBefore is the path that a package of the head has at the base.
func (a *answer) packageBefore(p fact.Path) fact.Path {
	if q, ok := a.moved[p]; ok {
		return q
	}
	return p
}

// needed is that a file needs another place, at the base.
type needed struct{ from, to fact.Path }

func (a *answer) breaches() []sheet.Finding {
	declared := a.view.Settings.Architecture
	if declared == nil {
		return nil
	}
	type key struct {
		rule     int
		from, to fact.Path
	}
	old := map[key]bool{}
	for _, b := range declared.Breaches(a.change.Base.Packages, a.change.Base.Dependencies) {
		old[key{b.Rule, b.From, b.To}] = true
	}
	for _, k := range declared.Known {
		for i := range declared.Rules {
			if declared.Rules[i].Name == k.Rule {
				old[key{i, k.From, k.To}] = true
			}
		}
	}
	at := a.packageBefore
	var out []sheet.Finding
	for _, b := range declared.Breaches(a.change.Head.Packages, a.change.Head.Dependencies) {
		if old[key{b.Rule, at(b.From), at(b.To)}] || a.brought(&b, func(from, to fact.Path) bool { return old[key{b.Rule, from, to}] }) {
			continue
		}
		out = append(out, a.breach(&b))
	}
	return out
}

// brought tells that all imports of a breach were there at the base, in files that
// were moved since, and broke the rule there.
func (a *answer) brought(b *conformance.Breach, broke func(from, to fact.Path) bool) bool {
	was := map[needed]bool{}
	for i := range a.change.Base.Dependencies {
		d := &a.change.Base.Dependencies[i]
		was[needed{d.From, d.To}] = true
	}
	folder := func(t *duty.Tree, p fact.Path) fact.Path {
		if t.Structures[p] != nil {
			return p.Folder()
		}
		return p
	}
	found := false
	for i := range a.change.Head.Dependencies {
		d := &a.change.Head.Dependencies[i]
		if d.From.Folder() != b.From || folder(&a.change.Head, d.To) != b.To || d.Confidence != fact.Exact || a.view.LeftOut(d.From) {
			continue
		}
		from, to := a.pathBefore(d.From), a.pathBefore(d.To)
		if from == d.From && to == d.To || !was[needed{from, to}] || !broke(from.Folder(), folder(&a.change.Base, to)) {
			return false
		}
		found = true
	}
	return found
}

func (a *answer) breach(b *conformance.Breach) sheet.Finding {
	r := &a.view.Settings.Architecture.Rules[b.Rule]
	place := sheet.Place{Path: string(b.First.From), Line: b.First.Line}
	f := sheet.Finding{
		Rule: breach.ID, Level: a.view.Level(&breach), Gate: true, Place: &place,
		Message: fmt.Sprintf("%s now needs %s by %s: breaks %q", duty.FolderPlace(b.From).Path, duty.FolderPlace(b.To).Path, duty.Amount(b.Imports, "import", "imports"), r.Name),
		Why:     r.Reason, Next: a.diff(place.Path),
		Evidence:    []sheet.Evidence{{Place: &place, Text: "imports " + b.First.Path}},
		Fingerprint: sheet.Fingerprint(breach.ID, r.Name, string(a.packageBefore(b.From)), string(a.packageBefore(b.To))),
	}
	for _, d := range b.Back[:min(len(b.Back), mostNamed)] {
		f.Evidence = append(f.Evidence, sheet.Evidence{Place: &sheet.Place{Path: string(d.From), Line: d.Line}, Text: "imports " + d.Path})
	}
	if r.Decision != "" {
		f.Evidence = append(f.Evidence, sheet.Evidence{Place: &sheet.Place{Path: r.Decision}, Text: "the decision"})
	}
	return f
}

// tied are the cycles of a tree that its files make.
func tied(t *duty.Tree) []dependency.Cycle {
	var out []dependency.Cycle
	cycles := t.Packages.Cycles()
	for i := range cycles {
		out = append(out, t.Modules.Tied(t.Packages, &cycles[i])...)
	}
	return out
}

// ends are those of an edge, as packages of the base.
type ends struct{ from, to fact.Path }

// cycles are those that an import of the change closes.
func (a *answer) cycles() []sheet.Finding {
	base, head := &a.change.Base, &a.change.Head
	there := map[ends]bool{}
	for i := range base.Packages.Edges {
		if e := &base.Packages.Edges[i]; e.Runtime > e.Dynamic {
			there[ends{base.Packages.Packages[e.From].Path, base.Packages.Packages[e.To].Path}] = true
		}
	}
	// on is the cycle at the base: of folders, also where its files make none, since who
	// reads a folder as one thing finds it there.
	on, crowded := map[fact.Path]int{}, map[fact.Path]bool{}
	for n, c := range base.Packages.Cycles() {
		for _, p := range c.Packages {
			at := base.Packages.Packages[p].Path
			on[at], crowded[at] = n+1, float64(len(c.Packages)) > a.view.Threshold(&cycle, "packages")
		}
	}
	// A folder below one that is on a cycle is of that.
	of := func(p fact.Path) int {
		for on[p] == 0 && p != "" {
			p = p.Folder()
		}
		return on[p]
	}
	at := func(n int) fact.Path { return a.packageBefore(head.Packages.Packages[n].Path) }
	closing := func(edges []dependency.Edge) (out []dependency.Edge) {
		for _, e := range edges {
			x := ends{at(e.From), at(e.To)}
			if there[x] || loose[head.Packages.Packages[e.From].Language] {
				continue
			}
			back := way(edges, e.To, e.From)
			if !ofGo(&e) && (a.absorbed(x, on) || of(x.from) != 0 && of(x.from) == of(x.to) || crowded[x.from] || crowded[x.to] || float64(1+len(back)) > a.view.Threshold(&cycle, "packages")) {
				continue
			}
			if len(back) > 0 && !family(head.Packages.Packages, append(back, e)) {
				out = append(out, e)
			}
		}
		return out
	}
	var out []sheet.Finding
	for _, c := range tied(head) {
		// What is imported when the program comes to it is often put there to break one.
		all := slices.DeleteFunc(head.Packages.Inside(&c), func(e dependency.Edge) bool { return e.Dynamic == e.Runtime })
		for _, compiled := range []bool{true, false} { // what else is in the folder of a package of Go is another thing
			edges := slices.DeleteFunc(slices.Clone(all), func(e dependency.Edge) bool { return ofGo(&e) != compiled })
			if found := closing(edges); len(found) > 0 {
				out = append(out, a.cycle(found, edges, at))
			}
		}
	}
	return out
}

// ofGo tells an edge of packages of Go, which its compiler lets close no cycle.
func ofGo(e *dependency.Edge) bool { return path.Ext(string(e.First.From)) == ".go" }

// loose are the languages whose folders are neither compiled nor loaded as one.
var loose = map[string]bool{"csharp": true, "java": true, "kotlin": true, "php": true, "ruby": true}

// family tells of a cycle that it is of a package and those below it, in a language in
// which files are no modules and that compiles it: whoever keeps them in one folder takes them for one thing.
// In Python a package passes on what is below it. The last edge is the one that closes it.
func family(packages []dependency.Package, cycle []dependency.Edge) bool {
	if last := cycle[len(cycle)-1]; packages[last.From].Language == "python" && strings.HasPrefix(string(packages[last.To].Path), string(packages[last.From].Path)+"/") {
		return true
	}
	top := slices.MinFunc(cycle, func(x, y dependency.Edge) int {
		return cmp.Compare(len(packages[x.From].Path), len(packages[y.From].Path))
	}).From
	return !ofGo(&cycle[0]) && !dependency.Modular(packages[top].Language) && !slices.ContainsFunc(cycle, func(e dependency.Edge) bool {
		return e.From != top && !strings.HasPrefix(string(packages[e.From].Path), string(packages[top].Path)+"/")
	})
}

// absorbed tells of an edge that a package, which the change makes, joins by it a cycle that
// was there: the cycle is old, and the package one more of many. Two that it makes are one
// new thing.
func (a *answer) absorbed(x ends, on map[fact.Path]int) bool {
	old := func(p fact.Path) bool {
		return slices.ContainsFunc(a.change.Base.Packages.Packages, func(q dependency.Package) bool { return q.Path == p })
	}
	return !old(x.from) && (!old(x.to) || on[x.to] > 0) || !old(x.to) && on[x.from] > 0
}

func (a *answer) cycle(closing, edges []dependency.Edge, at func(int) fact.Path) sheet.Finding {
	packages := a.change.Head.Packages.Packages
	first := slices.MinFunc(closing, func(x, y dependency.Edge) int {
		return cmp.Or(cmp.Compare(x.Runtime, y.Runtime), cmp.Compare(packages[x.From].Path, packages[y.From].Path), cmp.Compare(packages[x.To].Path, packages[y.To].Path))
	})
	back := way(edges, first.To, first.From)
	place := sheet.Place{Path: string(first.First.From), Line: first.First.Line}
	label := func(n int) string { return duty.FolderPlace(packages[n].Path).Path }
	message := fmt.Sprintf("%s now needs %s, which needs it", label(first.From), label(first.To))
	if len(back) > 1 {
		var via []string
		for _, e := range back[1:min(len(back), mostNamed)] {
			via = append(via, label(e.From))
		}
		message += " by way of " + strings.Join(via, ", ")
		if more := len(back) - mostNamed; more > 0 {
			message += fmt.Sprintf(" and %d more", more)
		}
	}
	f := sheet.Finding{
		Rule: cycle.ID, Level: a.view.Level(&cycle), Gate: true, Place: &place, Message: message,
		Why: "packages on a cycle can only be understood, tested and released together", Next: a.diff(place.Path),
	}
	for _, e := range append([]dependency.Edge{first}, back...)[:min(1+len(back), 1+mostNamed)] {
		f.Evidence = append(f.Evidence, sheet.Evidence{Place: &sheet.Place{Path: string(e.First.From), Line: e.First.Line}, Text: "imports " + e.First.Path})
	}
	var parts []string
	for _, e := range closing {
		parts = append(parts, string(at(e.From))+"\x00"+string(at(e.To)))
	}
	slices.Sort(parts)
	f.Fingerprint = sheet.Fingerprint(cycle.ID, parts...)
	return f
}

// way is the shortest one along edges.
func way(edges []dependency.Edge, from, to int) []dependency.Edge {
	by := map[int]dependency.Edge{}
	seen := map[int]bool{from: true}
	for queue := []int{from}; len(queue) > 0 && !seen[to]; queue = queue[1:] {
		for _, e := range edges {
			if e.From == queue[0] && !seen[e.To] {
				seen[e.To], by[e.To] = true, e
				queue = append(queue, e.To)
			}
		}
	}
	var out []dependency.Edge
	for n := to; n != from && seen[to]; n = by[n].From {
		out = append(out, by[n])
	}
	slices.Reverse(out)
	return out
}
