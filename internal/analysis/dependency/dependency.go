// Package dependency tells which packages of a repository need which, from the
// imports of its files. A package is a folder with code in it. It says what is
// written, and not whether it is good.
package dependency

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"leadline/internal/analysis/graph"
	"leadline/internal/fact"
)

// Package is a folder with files of code that are no tests.
type Package struct {
	Path fact.Path
	// Files are those files.
	Files []fact.Path
	// Language is that of the files; empty if they are of several.
	Language string
	// Types and Interfaces are declared by them.
	Types, Interfaces int
	// Afferent is how many packages need this one, Efferent how many it needs
	// (Martin 1994, Ca and Ce).
	Afferent, Efferent int
}

// Instability is Ce/(Ca+Ce): 0 where nothing is needed, 1 where nothing needs it
// (Martin 1994). ok is false for a package that stands alone.
func (p *Package) Instability() (i float64, ok bool) {
	if p.Afferent+p.Efferent == 0 {
		return 0, false
	}
	return float64(p.Efferent) / float64(p.Afferent+p.Efferent), true
}

// Edge is that one package needs another.
type Edge struct {
	From, To int
	// Runtime, TypeOnly and Test count the imports of which it is made: those of
	// tests apart, those that are gone when the program runs.
	Runtime, TypeOnly, Test int
	// Dynamic is how many of Runtime are only made when the program comes to them.
	Dynamic int
	// First is the first of them, by file and line: of the runtime, if there are any.
	First *fact.Dependency
}

// Layout is the files of code of a tree, without tests, and the packages that they make.
type Layout struct {
	packages []Package
	at       map[fact.Path]int // the packages, by path
	// numbers are those of the files, by path, and homes the packages that they are in.
	numbers    map[fact.Path]int32
	homes      []int32
	structures map[fact.Path]*fact.Structure
	test       func(fact.Path) bool
}

// LayoutOf is that of files. Test tells files of tests, and others that are no part of
// the program. Of a file that is an estimate nobody knows what it needs: it is left out.
func LayoutOf(structures map[fact.Path]*fact.Structure, test func(fact.Path) bool) *Layout {
	paths := make([]fact.Path, 0, len(structures))
	for p, s := range structures {
		if !s.Estimate && !test(p) {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	l := &Layout{structures: structures, test: test, at: map[fact.Path]int{}, numbers: make(map[fact.Path]int32, len(paths)), homes: make([]int32, len(paths))}
	for _, p := range paths {
		l.at[p.Folder()] = 0
	}
	l.packages = number(l.at)
	for i, p := range paths {
		home := l.at[p.Folder()]
		l.numbers[p], l.homes[i] = int32(i), int32(home)
		x, s := &l.packages[home], structures[p]
		if len(x.Files) == 0 {
			x.Language = s.Language
		} else if x.Language != s.Language {
			x.Language = ""
		}
		x.Files = append(x.Files, p)
		x.Types += s.Types
		x.Interfaces += s.Interfaces
	}
	return l
}

// packageOf is the package of a file; ok is false where it is in none.
func (l *Layout) packageOf(file fact.Path) (n int, ok bool) {
	i, ok := l.numbers[file]
	if !ok {
		return 0, false
	}
	return int(l.homes[i]), true
}

// Map is the packages of a repository, by path, and what they need of each other.
type Map struct {
	Packages []Package
	// Edges are sorted by their ends.
	Edges []Edge
	// Imports count those that were followed of files that are no tests, by where
	// they lead.
	Imports map[fact.Confidence]int
	layout  *Layout
	// leads are the numbers of the files to which the dependencies lead; noFile where
	// that is none of the layout.
	leads []int32
}

const noFile = -1

// PackageOf is the package of a file; ok is false where it is in none.
func (m *Map) PackageOf(file fact.Path) (n int, ok bool) { return m.layout.packageOf(file) }

// Apart are the files of code that are in no package, such as those of tests, by folder.
func (m *Map) Apart() []Package {
	apart := map[fact.Path][]fact.Path{}
	for p := range m.layout.structures {
		if _, ok := m.layout.packageOf(p); !ok {
			apart[p.Folder()] = append(apart[p.Folder()], p)
		}
	}
	out := make([]Package, 0, len(apart))
	for _, dir := range slices.Sorted(maps.Keys(apart)) {
		slices.Sort(apart[dir])
		out = append(out, Package{Path: dir, Files: apart[dir]})
	}
	return out
}

// Of makes the map of the files of a layout and of where their imports lead.
func Of(l *Layout, dependencies []fact.Dependency) *Map {
	m := &Map{Imports: map[fact.Confidence]int{}, Packages: slices.Clone(l.packages), layout: l, leads: make([]int32, len(dependencies))}
	m.join(dependencies)
	return m
}

// number makes a package of each path, in their order, and tells where it is.
func number(at map[fact.Path]int) []Package {
	all := make([]Package, len(at))
	for i, p := range slices.Sorted(maps.Keys(at)) {
		at[p] = i
		all[i].Path = p
	}
	return all
}

// edgeSet is the edges of a map in the making, by their ends.
type edgeSet map[[2]int]*Edge

func (e edgeSet) between(from, to int) *Edge {
	ends := [2]int{from, to}
	x := e[ends]
	if x == nil {
		x = &Edge{From: from, To: to}
		e[ends] = x
	}
	return x
}

func (m *Map) join(dependencies []fact.Dependency) {
	l := m.layout
	all := edgeSet{}
	var from int
	var known, isTest bool
	for i := range dependencies {
		d := &dependencies[i]
		if i == 0 || d.From != dependencies[i-1].From {
			if from, known = l.packageOf(d.From); known {
				isTest = false
			} else {
				from, known = l.at[d.From.Folder()]
				isTest = l.test(d.From)
			}
		}
		m.leads[i] = noFile
		if !isTest {
			m.Imports[d.Confidence]++
		}
		if d.Confidence != fact.Exact && d.Confidence != fact.Ambiguous {
			continue
		}
		n, ok := l.numbers[d.To]
		to := 0
		switch {
		case ok:
			m.leads[i], to = n, int(l.homes[n])
		case l.structures[d.To] != nil: // a file rather than a package
			to, ok = l.at[d.To.Folder()]
		default:
			to, ok = l.at[d.To]
		}
		if !ok || !known || from == to {
			continue
		}
		e := all.between(from, to)
		switch {
		case isTest, d.Kind == fact.TestOnly:
			e.Test++
		case d.Kind == fact.TypeOnly:
			e.TypeOnly++
		default:
			if d.Kind == fact.Dynamic {
				e.Dynamic++
			}
			if e.Runtime++; e.Runtime == 1 {
				e.First = d
			}
		}
		if e.First == nil {
			e.First = d
		}
	}
	m.keep(all)
}

// keep sorts edges, and counts what the packages need.
func (m *Map) keep(all edgeSet) {
	m.Edges = make([]Edge, 0, len(all))
	for _, e := range all {
		m.Edges = append(m.Edges, *e)
	}
	slices.SortFunc(m.Edges, func(a, b Edge) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	for _, e := range m.Edges {
		if e.Runtime+e.TypeOnly > 0 {
			m.Packages[e.From].Efferent++
			m.Packages[e.To].Afferent++
		}
	}
}

// graph is the packages and the edges that are wanted.
func (m *Map) graph(want func(*Edge) bool) *graph.Graph {
	g := graph.New(len(m.Packages))
	for i := range m.Edges {
		if want(&m.Edges[i]) {
			g.Add(m.Edges[i].From, m.Edges[i].To)
		}
	}
	return g
}

// coupled edges are those that tests alone do not make.
func coupled(e *Edge) bool { return e.Runtime+e.TypeOnly > 0 }

// running edges are there when the program runs.
func running(e *Edge) bool { return e.Runtime > 0 }

// nested are the languages whose folders are no units: the modules of a crate of Rust
// are compiled as one, and need each other as a matter of course.
var nested = map[string]bool{"rust": true}

// enclosed are the languages in which code sees the names of the folders around its own
// without a word: the namespaces of C# lie in each other, and are compiled as one.
var enclosed = map[string]bool{"csharp": true}

// circular tells that a dependency can be part of a cycle.
func (m *Map) circular(e *Edge) bool {
	from, to := &m.Packages[e.From], &m.Packages[e.To]
	switch {
	case !running(e):
		return false
	case from.Language != to.Language:
		return true
	case enclosed[from.Language]:
		return to.Path != "" && !strings.HasPrefix(string(from.Path), string(to.Path)+"/")
	}
	return !nested[from.Language]
}

// PropagationCost is that of the packages (MacCormack, Rusnak, Baldwin 2006), tests
// apart.
func (m *Map) PropagationCost() float64 { return m.graph(coupled).PropagationCost() }

// Shape is the structure of the packages in a few figures.
type Shape struct {
	Packages, Dependencies, Cycles int
	// Propagation is the propagation cost.
	Propagation float64
}

// Shape is that of the map: dependencies are those that tests alone do not make.
func (m *Map) Shape() Shape {
	s := Shape{Packages: len(m.Packages), Cycles: len(m.Cycles()), Propagation: m.PropagationCost()}
	for i := range m.Edges {
		if coupled(&m.Edges[i]) {
			s.Dependencies++
		}
	}
	return s
}

// Cycle is packages that need each other when the program runs.
type Cycle struct {
	Packages []int
	// Cut are edges without which there is no cycle among them, as few imports as a
	// simple search finds: those of fewest imports first, then by their ends.
	Cut []Edge
}

// Cycles are the cycles of packages, the largest first, then by path.
func (m *Map) Cycles() []Cycle {
	var out []Cycle
	for _, c := range m.graph(m.circular).Components() {
		if len(c) > 1 {
			out = append(out, m.cycle(c))
		}
	}
	slices.SortFunc(out, compareCycles)
	return out
}

// Inside are the edges of a cycle: between its packages, and there when the program
// runs.
func (m *Map) Inside(c *Cycle) []Edge { return m.among(c.Packages, m.circular) }

func (m *Map) cycle(packages []int) Cycle {
	return Cycle{Packages: packages, Cut: m.cut(packages, m.circular, func(e *Edge) int { return e.Runtime })}
}

func compareCycles(a, b Cycle) int {
	return cmp.Or(cmp.Compare(len(b.Packages), len(a.Packages)), cmp.Compare(a.Packages[0], b.Packages[0]))
}

// cut finds edges whose removal leaves no cycle: the packages are put into a row
// from which as few imports as possible lead back (Eades, Lin, Smyth 1993, with
// imports for weights, and then each put where it does best), and those are they.
func (m *Map) cut(members []int, want func(*Edge) bool, weight func(*Edge) int) []Edge {
	edges := m.among(members, want)
	place := row(members, edges, weight)
	edges = slices.DeleteFunc(edges, func(e Edge) bool { return place[e.From] < place[e.To] })
	slices.SortStableFunc(edges, func(a, b Edge) int { return cmp.Compare(weight(&a), weight(&b)) })
	return edges
}

// among are the wanted edges between some packages, sorted by their ends.
func (m *Map) among(members []int, want func(*Edge) bool) []Edge {
	in := map[int]bool{}
	for _, n := range members {
		in[n] = true
	}
	var edges []Edge
	for _, n := range slices.Sorted(maps.Keys(in)) {
		at, _ := slices.BinarySearchFunc(m.Edges, n, func(e Edge, n int) int { return cmp.Compare(e.From, n) })
		for ; at < len(m.Edges) && m.Edges[at].From == n; at++ {
			if e := &m.Edges[at]; in[e.To] && want(e) {
				edges = append(edges, *e)
			}
		}
	}
	return edges
}

// row gives every package its place, so that little of the weight of the edges leads
// back.
func row(members []int, edges []Edge, weight func(*Edge) int) map[int]int {
	rest := slices.Sorted(slices.Values(members))
	at := make(map[int]int, len(rest))
	for i, n := range rest {
		at[n] = i
	}
	// Of each of those that are left: what it needs of the others, and they of it.
	out, into, of := make([]int, len(rest)), make([]int, len(rest)), make([][]*Edge, len(rest))
	for i := range edges {
		e := &edges[i]
		from, to := at[e.From], at[e.To]
		out[from] += weight(e)
		into[to] += weight(e)
		of[from], of[to] = append(of[from], e), append(of[to], e)
	}
	place := make(map[int]int, len(rest))
	take := func(n, p int) {
		place[n] = p
		for _, e := range of[at[n]] {
			out[at[e.From]] -= weight(e)
			into[at[e.To]] -= weight(e)
		}
	}
	front, back := 0, len(members)-1
	for len(rest) > 0 {
		var ends []int // they need nobody else: the end of the row
		best := 0
		for i, n := range rest {
			switch b := at[rest[best]]; {
			case out[at[n]] == 0:
				ends = append(ends, n)
			case out[at[n]]-into[at[n]] > out[b]-into[b]:
				best = i
			}
		}
		for _, n := range ends {
			take(n, back)
			back--
		}
		if ends == nil {
			take(rest[best], front)
			front++
		}
		rest = slices.DeleteFunc(rest, func(n int) bool { _, placed := place[n]; return placed })
	}
	return settle(place, edges, weight)
}

// mostPasses bounds how often all packages are looked at for a better place.
const mostPasses = 20

// settle takes each package out of the row and puts it where the least leads back,
// until that betters nothing.
func settle(place map[int]int, edges []Edge, weight func(*Edge) int) map[int]int {
	members := slices.Sorted(maps.Keys(place)) // known by their numbers here from now on
	at := make(map[int]int, len(members))
	order := make([]int, len(members))
	for i, n := range members {
		at[n], order[place[n]] = i, i
	}
	type neighbour struct{ n, net int } // what is needed of it, less the other way
	neighbours := make([][]neighbour, len(members))
	for i := range edges {
		from, to, w := at[edges[i].From], at[edges[i].To], weight(&edges[i])
		neighbours[from] = append(neighbours[from], neighbour{to, w})
		neighbours[to] = append(neighbours[to], neighbour{from, -w})
	}
	net := make([]int, len(members))
	for range mostPasses {
		moved := false
		for n := range members {
			for _, x := range neighbours[n] {
				net[x.n] += x.net
			}
			at := slices.Index(order, n)
			best, to := 0, at
			for p, cost := at-1, 0; p >= 0; p-- {
				if cost -= net[order[p]]; cost < best {
					best, to = cost, p
				}
			}
			for p, cost := at+1, 0; p < len(order); p++ {
				if cost += net[order[p]]; cost < best {
					best, to = cost, p
				}
			}
			if to != at {
				order = slices.Insert(slices.Delete(order, at, at+1), to, n)
				moved = true
			}
			for _, x := range neighbours[n] {
				net[x.n] = 0
			}
		}
		if !moved {
			break
		}
	}
	for p, i := range order {
		place[members[i]] = p
	}
	return place
}

// Order is the packages so that each comes before those that it needs, as far as
// cycles allow: as few imports as a simple search finds lead back. It is the order
// of a dependency structure matrix.
func (m *Map) Order() []int {
	all := make([]int, len(m.Packages))
	for i := range all {
		all[i] = i
	}
	edges := slices.DeleteFunc(slices.Clone(m.Edges), func(e Edge) bool { return !coupled(&e) })
	place := row(all, edges, func(e *Edge) int { return e.Runtime + e.TypeOnly })
	slices.SortFunc(all, func(a, b int) int { return cmp.Compare(place[a], place[b]) })
	return all
}

// Grouped puts packages together: of gives the group of each by its path, or no ok
// for one that is left out. What the packages of a group need of each other is not
// in it.
func (m *Map) Grouped(of func(fact.Path) (fact.Path, bool)) *Map {
	g := &Map{}
	groups := make([]fact.Path, len(m.Packages))
	in := make([]bool, len(m.Packages))
	at := map[fact.Path]int{}
	for i := range m.Packages {
		if groups[i], in[i] = of(m.Packages[i].Path); in[i] {
			at[groups[i]] = 0
		}
	}
	g.Packages = number(at)
	for i := range m.Packages {
		if in[i] {
			p, x := &m.Packages[i], &g.Packages[at[groups[i]]]
			x.Files = append(x.Files, p.Files...)
			x.Types += p.Types
			x.Interfaces += p.Interfaces
		}
	}
	all := edgeSet{}
	for _, e := range m.Edges {
		if !in[e.From] || !in[e.To] || groups[e.From] == groups[e.To] {
			continue
		}
		x := all.between(at[groups[e.From]], at[groups[e.To]])
		if x.First == nil {
			x.First = e.First
		}
		x.Runtime += e.Runtime
		x.TypeOnly += e.TypeOnly
		x.Test += e.Test
	}
	g.keep(all)
	return g
}

// Levels tells how far above the ground each package stands: one that needs nothing
// is at 0, any other one above the highest that it needs. What would lead upwards
// is left out of that: as few imports as a simple search finds, types among them.
func (m *Map) Levels() (levels []int, upwards []Edge) {
	left := map[[2]int]bool{}
	for _, c := range m.graph(coupled).Components() {
		if len(c) > 1 {
			for _, e := range m.cut(c, coupled, func(e *Edge) int { return e.Runtime + e.TypeOnly }) {
				upwards, left[[2]int{e.From, e.To}] = append(upwards, e), true
			}
		}
	}
	down := func(e *Edge) bool { return coupled(e) && !left[[2]int{e.From, e.To}] }
	levels = make([]int, len(m.Packages))
	needs := make([][]int, len(m.Packages))
	for i := range m.Edges {
		if e := &m.Edges[i]; down(e) {
			needs[e.From] = append(needs[e.From], e.To)
		}
	}
	// A component comes after those that it reaches, and is one package now.
	for _, c := range m.graph(down).Components() {
		for _, to := range needs[c[0]] {
			levels[c[0]] = max(levels[c[0]], levels[to]+1)
		}
	}
	slices.SortFunc(upwards, func(a, b Edge) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return levels, upwards
}
