package architecture

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"leadline/internal/analysis/coupling"
	"leadline/internal/analysis/dependency"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// The landings of how many years are looked at for what changes together, how often
// it must have, and in which share of those of either.
const (
	hiddenYears = 2
	hiddenLeast = 5
	hiddenShare = 1. / 3
)

// hidden are files of different packages that change together, though neither
// package needs the other.
func (a *answer) hidden() (sheet.Section, bool) {
	joined := map[[2]int]bool{}
	for _, e := range a.packages.Edges {
		joined[[2]int{e.From, e.To}], joined[[2]int{e.To, e.From}] = true, true
	}
	from := a.view.AsOf.AddDate(-hiddenYears, 0, 0)
	pairs := coupling.Of(a.view.Timeline(), coupling.Options{
		Since: from, Until: a.view.End(), Keep: func(p fact.Path) bool { _, ok := a.packages.PackageOf(p); return ok && a.view.Written(p) },
	}).Pairs(hiddenLeast, hiddenShare)
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "one", Label: "file", Kind: sheet.ColumnPlace},
		{ID: "other", Label: "changes with", Kind: sheet.ColumnPlace},
		{ID: "together", Label: "together", Kind: sheet.ColumnNumber},
		{ID: "of", Label: "of", Kind: sheet.ColumnNumber},
	}}
	for _, p := range pairs {
		x, _ := a.packages.PackageOf(p.One)
		y, _ := a.packages.PackageOf(p.Other)
		if x == y || joined[[2]int{x, y}] || !a.view.Within(p.One) && !a.view.Within(p.Other) {
			continue
		}
		if len(t.Rows) == hiddenRows {
			t.Others++
			continue
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.At(sheet.Place{Path: string(p.One)}), sheet.At(sheet.Place{Path: string(p.Other)}), sheet.Int(p.Together), sheet.Int(p.Most),
		})
	}
	if len(t.Rows) == 0 {
		return sheet.Section{}, false
	}
	w := a.view.Timeline().Window(from, a.view.End())
	return sheet.Section{
		ID: "architecture/hidden", Title: "What changes together, though neither needs the other", Kind: sheet.KindTable, Table: t, Window: duty.WindowOf(w),
		Note: fmt.Sprintf("Files of packages of which neither imports the other, that landed together at least %d times and in a third of the landings of the one that changes "+
			"more often. What they share is written down in neither.", hiddenLeast),
	}, true
}

// A matrix has about fewParts rows where the folders allow it, and never more than
// mostParts.
const (
	fewParts  = 8
	mostParts = 24
)

// pictures draw what the parts of the code need of each other, and how large they are.
func pictures(v *duty.View) []sheet.Section {
	if v.History.Head == "" {
		return nil
	}
	a := newAnswer(v)
	return duty.Sections(a.matrix, a.tree)
}

// tree draws the code by declared components.
func (a *answer) tree() (sheet.Section, bool) {
	if !a.declared() || a.view.Place.Path != "" {
		return sheet.Section{}, false
	}
	t, ok := a.view.TreeBy(func(p fact.Path) string { return a.view.Settings.Architecture.Component(p) })
	if !ok {
		return sheet.Section{}, false
	}
	first := &t.Root.Parts[0]
	return sheet.Section{
		ID: "architecture/tree", Kind: sheet.KindTree, Tree: t,
		Title: fmt.Sprintf("%s is the largest component, with %s %% of the code", first.Name, duty.Percent(first.Size, t.Root.Size)),
		Note:  "The code that people write, tests apart, by declared component and then by folder, as large as its lines. Files in no component are left out.",
	}, true
}

// folders are the packages of the place that need anything, by the folders that hold
// them.
func (a *answer) folders() *dependency.Map {
	var inside []fact.Path
	for i := range a.packages.Packages {
		if p := &a.packages.Packages[i]; a.within[i] && p.Afferent+p.Efferent > 0 {
			inside = append(inside, p.Path)
		}
	}
	of := parts(inside)
	return a.packages.Grouped(func(p fact.Path) (fact.Path, bool) { part, ok := of[p]; return part, ok })
}

// matrix is what the declared components of the whole need of each other, or the
// folders of a place.
func (a *answer) matrix() (sheet.Section, bool) {
	w := folderWords
	var m *dependency.Map
	if a.declared() && a.view.Place.Path == "" {
		w, m = componentWords, a.drawnComponents()
	} else {
		m = a.folders()
	}
	order := slices.DeleteFunc(m.Order(), func(n int) bool { return m.Packages[n].Afferent+m.Packages[n].Efferent == 0 })
	all := len(order)
	if all > mostParts {
		ranked := slices.Clone(order)
		slices.SortStableFunc(ranked, func(x, y int) int {
			p, q := &m.Packages[x], &m.Packages[y]
			return cmp.Compare(q.Afferent+q.Efferent, p.Afferent+p.Efferent)
		})
		order = slices.DeleteFunc(order, func(n int) bool { return !slices.Contains(ranked[:mostParts], n) })
	}
	if len(order) < 2 {
		return sheet.Section{}, false
	}
	row := map[int]int{}
	g := &sheet.Graph{Unit: "imports"}
	for i, n := range order {
		row[n] = i
		p := &m.Packages[n]
		node := sheet.Node{Weight: float64(p.Afferent)}
		node.ID = w.name(p.Path)
		node.Label = node.ID
		if w.places {
			at := duty.FolderPlace(p.Path)
			node.Place = &at
		}
		g.Nodes = append(g.Nodes, node)
	}
	back := 0
	for _, e := range m.Edges {
		from, ok := row[e.From]
		to, ok2 := row[e.To]
		n := e.Runtime + e.TypeOnly
		if !ok || !ok2 || n == 0 {
			continue
		}
		if to < from {
			back++
		}
		g.Edges = append(g.Edges, sheet.Edge{From: g.Nodes[from].ID, To: g.Nodes[to].ID, Weight: float64(n)})
	}
	return sheet.Section{
		ID: "architecture/matrix", Title: w.title(m, all, len(g.Edges), back), Kind: sheet.KindGraph, Graph: g, Note: w.note(back, all-len(order)),
	}, true
}

// words are what the rows of a matrix are called.
type words struct {
	one, many string
	name      func(fact.Path) string
	places    bool // the rows are folders
}

var (
	folderWords    = words{"folder", "folders", func(p fact.Path) string { return duty.FolderPlace(p).Path }, true}
	componentWords = words{"component", "components", func(p fact.Path) string { return string(p) }, false}
)

func (w *words) title(m *dependency.Map, all, dependencies, back int) string {
	most := slices.MaxFunc(m.Packages, func(p, q dependency.Package) int {
		return cmp.Or(cmp.Compare(p.Afferent, q.Afferent), cmp.Compare(q.Path, p.Path))
	})
	lean := fmt.Sprintf("%s is needed by %d of %d %s", w.name(most.Path), most.Afferent, all-1, duty.Plural(all-1, "other", "others"))
	if back == 0 {
		return "No " + w.one + " is needed by one that it needs; " + lean
	}
	return fmt.Sprintf("%d of %d %s between %s lead back; %s", back, dependencies, duty.Plural(dependencies, "dependency", "dependencies"), w.many, lean)
}

func (w *words) note(back, left int) string {
	note := fmt.Sprintf("The %s of a row needs those of its columns, by as many imports, tests apart: each stands above those that it needs", w.one)
	if back > 0 {
		note += fmt.Sprintf(", as far as that can be, and what is below the diagonal leads back: without it the %s would be layers", w.many)
	}
	note += "."
	if left > 0 {
		note += fmt.Sprintf(" Left out: %d %s with fewer dependencies.", left, duty.Plural(left, w.one, w.many))
	}
	return note
}

// parts puts folders together under those above them: the one that holds most is
// divided into what is directly below it, until there are enough.
func parts(folders []fact.Path) map[fact.Path]fact.Path {
	groups := map[fact.Path][]fact.Path{"": folders}
	whole := map[fact.Path]bool{} // cannot be divided further
	for len(groups) < fewParts {
		best, found := fact.Path(""), false
		for _, p := range slices.Sorted(maps.Keys(groups)) {
			if !whole[p] && (!found || len(groups[p]) > len(groups[best])) {
				best, found = p, true
			}
		}
		if !found {
			break
		}
		below := map[fact.Path][]fact.Path{}
		for _, p := range groups[best] {
			part, ok := (p + "/").Below(best)
			if !ok {
				part = best
			}
			below[part] = append(below[part], p)
		}
		whole[best] = true // what is left of it is the folder itself
		if best != "" && len(groups)-1+len(below) > mostParts {
			continue
		}
		delete(groups, best)
		for p, list := range below {
			groups[p] = list
			whole[p] = whole[p] || len(list) == 1
		}
	}
	of := map[fact.Path]fact.Path{}
	for p, list := range groups {
		for _, f := range list {
			of[f] = p
		}
	}
	return of
}
