package architecture

import (
	"cmp"
	"fmt"
	"slices"

	"leadline/internal/analysis/coupling"
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
	at := map[fact.Path]int{}
	for i := range a.packages.Packages {
		for _, f := range a.packages.Packages[i].Files {
			at[f] = i
		}
	}
	joined := map[[2]int]bool{}
	for _, e := range a.packages.Edges {
		joined[[2]int{e.From, e.To}], joined[[2]int{e.To, e.From}] = true, true
	}
	from := a.view.AsOf.AddDate(-hiddenYears, 0, 0)
	pairs := coupling.Of(a.view.Timeline(), coupling.Options{
		Since: from, Until: a.view.End(), Keep: func(p fact.Path) bool { _, ok := at[p]; return ok },
	}).Pairs(hiddenLeast, hiddenShare)
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "one", Label: "file", Kind: sheet.ColumnPlace},
		{ID: "other", Label: "changes with", Kind: sheet.ColumnPlace},
		{ID: "together", Label: "together", Kind: sheet.ColumnNumber},
		{ID: "of", Label: "of", Kind: sheet.ColumnNumber},
	}}
	for _, p := range pairs {
		x, y := at[p.One], at[p.Other]
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

// mostNodes is how many packages are drawn.
const mostNodes = 40

// pictures draw the packages that most depends on, and what they need of each
// other.
func pictures(v *duty.View) []sheet.Section {
	if v.History.Head == "" {
		return nil
	}
	a := newAnswer(v)
	order := make([]int, 0, len(a.packages.Packages))
	for i := range a.packages.Packages {
		if p := &a.packages.Packages[i]; a.within[i] && p.Afferent+p.Efferent > 0 {
			order = append(order, i)
		}
	}
	all := len(order)
	slices.SortFunc(order, func(x, y int) int {
		p, q := &a.packages.Packages[x], &a.packages.Packages[y]
		return cmp.Or(cmp.Compare(q.Afferent+q.Efferent, p.Afferent+p.Efferent), cmp.Compare(x, y))
	})
	order = order[:min(mostNodes, len(order))]
	if len(order) < 2 {
		return nil
	}
	slices.Sort(order)
	g := &sheet.Graph{Unit: "imports"}
	for _, i := range order {
		p := &a.packages.Packages[i]
		at := duty.FolderPlace(p.Path)
		g.Nodes = append(g.Nodes, sheet.Node{ID: at.Path, Label: at.Path, Place: &at, Weight: float64(p.Afferent)})
	}
	for _, e := range a.packages.Edges {
		if n := e.Runtime + e.TypeOnly; n > 0 && slices.Contains(order, e.From) && slices.Contains(order, e.To) {
			g.Edges = append(g.Edges, sheet.Edge{
				From: duty.FolderPlace(a.packages.Packages[e.From].Path).Path, To: duty.FolderPlace(a.packages.Packages[e.To].Path).Path, Weight: float64(n),
			})
		}
	}
	title := fmt.Sprintf("%d packages, and what they need of each other", len(order))
	if all > len(order) {
		title = fmt.Sprintf("The %d packages of %d with most dependencies, and what they need of each other", len(order), all)
	}
	return []sheet.Section{{
		ID: "architecture/graph", Title: title, Kind: sheet.KindGraph, Graph: g,
		Note: "An arrow leads to what is needed; the larger a package, the more others need it. Tests apart.",
	}}
}
