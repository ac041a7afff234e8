package dependency

import (
	"slices"
	"strings"

	"leadline/internal/analysis/graph"
	"leadline/internal/fact"
)

// modular are the languages in which each file is a module of its own, and a folder
// no more than where it is.
var modular = map[string]bool{"javascript": true, "typescript": true, "tsx": true, "python": true}

// Modules are the files of languages in which each is a module, and which of them
// need each other when the program runs.
type Modules struct {
	// tangle numbers what needs each other: a file alone has a number of its own.
	tangle map[fact.Path]int
}

// ModulesOf makes them of the files of a map and of where imports lead.
func ModulesOf(m *Map, structures map[fact.Path]*fact.Structure, dependencies []fact.Dependency) *Modules {
	x := &Modules{tangle: map[fact.Path]int{}}
	var files []fact.Path
	var python []bool
	for i := range m.Packages {
		for _, f := range m.Packages[i].Files {
			if modular[structures[f].Language] {
				x.tangle[f] = len(files)
				files, python = append(files, f), append(python, structures[f].Language == "python")
			}
		}
	}
	g := graph.New(len(files))
	var from int
	var ok bool
	for i := range dependencies {
		d := &dependencies[i]
		if i == 0 || d.From != dependencies[i-1].From {
			from, ok = x.tangle[d.From]
		}
		if !ok || d.Kind != fact.Runtime && d.Kind != fact.Dynamic {
			continue
		}
		to, known := x.tangle[d.To]
		if !known {
			continue
		}
		g.Add(from, to)
		if python[to] {
			for _, to := range x.above(d.From, d.To) {
				g.Add(from, to)
			}
		}
	}
	for n, c := range g.Components() {
		for _, f := range c {
			x.tangle[files[f]] = n
		}
	}
	return x
}

// above are the packages that Python runs before a module that it imports, those
// apart that the importing one is in.
func (x *Modules) above(from, to fact.Path) []int {
	var out []int
	for dir := to.Folder(); dir != ""; dir = dir.Folder() {
		if strings.HasPrefix(string(from), string(dir)+"/") {
			break
		}
		if n, ok := x.tangle[dir+"/__init__.py"]; ok {
			out = append(out, n)
		}
	}
	return out
}

// Tied are the cycles within a cycle that files make: of packages of which a file needs
// itself by way of a file of another one. There is none where the folders alone are on
// the cycle; it is the one where files are no modules.
func (x *Modules) Tied(m *Map, c *Cycle) []Cycle {
	packages := map[int][]int{} // by tangle, by their places in the cycle
	for i, n := range c.Packages {
		for _, f := range m.Packages[n].Files {
			tangle, ok := x.tangle[f]
			if !ok {
				return []Cycle{*c}
			}
			packages[tangle] = append(packages[tangle], i)
		}
	}
	g := graph.New(len(c.Packages))
	for _, of := range packages {
		for i := range of[1:] {
			g.Add(of[i], of[i+1])
			g.Add(of[i+1], of[i])
		}
	}
	var out []Cycle
	for _, tied := range g.Components() {
		if len(tied) > 1 {
			for i, at := range tied {
				tied[i] = c.Packages[at]
			}
			out = append(out, m.cycle(tied))
		}
	}
	slices.SortFunc(out, compareCycles)
	return out
}
