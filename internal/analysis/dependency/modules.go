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

// Modular tells the languages in which each file is a module.
func Modular(language string) bool { return modular[language] }

// Modules are the files of languages in which each is a module, and which of them
// need each other when the program runs.
type Modules struct {
	// tangles number what needs each other, by the numbers of the files: a file alone
	// has a number of its own, and one of another language noFile.
	tangles []int
}

// ModulesOf makes them of the files of a map and of the same imports as the map.
func ModulesOf(m *Map, dependencies []fact.Dependency) *Modules {
	files := len(m.layout.homes)
	x := &Modules{tangles: make([]int, files)}
	python := make([]bool, files)
	for p, i := range m.layout.numbers {
		language := m.layout.structures[p].Language
		if python[i] = language == "python"; !modular[language] {
			x.tangles[i] = noFile
		}
	}
	g := graph.New(files)
	var from int32
	var ok bool
	for i := range dependencies {
		d := &dependencies[i]
		if i == 0 || d.From != dependencies[i-1].From {
			from, ok = m.layout.numbers[d.From]
			ok = ok && x.tangles[from] != noFile
		}
		to := m.leads[i]
		if !ok || to == noFile || x.tangles[to] == noFile || d.Kind != fact.Runtime && d.Kind != fact.Dynamic {
			continue
		}
		g.Add(int(from), int(to))
		if python[to] {
			for _, to := range m.layout.above(d.From, d.To) {
				g.Add(int(from), int(to))
			}
		}
	}
	for n, c := range g.Components() {
		for _, i := range c {
			if x.tangles[i] != noFile {
				x.tangles[i] = n
			}
		}
	}
	return x
}

// above are the packages that Python runs before a module that it imports, those
// apart that the importing one is in.
func (l *Layout) above(from, to fact.Path) []int32 {
	var out []int32
	for dir := to.Folder(); dir != ""; dir = dir.Folder() {
		if strings.HasPrefix(string(from), string(dir)+"/") {
			break
		}
		if n, ok := l.numbers[dir+"/__init__.py"]; ok {
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
			tangle := x.tangles[m.layout.numbers[f]]
			if tangle == noFile {
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
