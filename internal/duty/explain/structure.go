package explain

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// How many rows the tables of the structure show.
const (
	functionRows = 6
	neededRows   = 6
)

// structure tells what a file declares, or a folder, and what it needs and is
// needed by. What was not read says nothing.
func (a *answer) structure() []sheet.Section {
	var out []sheet.Section
	if s, ok := a.functions(); ok {
		out = append(out, s)
	}
	out = append(out, a.calls()...)
	if s, ok := a.needed(); ok {
		out = append(out, s)
	}
	return out
}

// structureFigures count what the place declares and needs.
func (a *answer) structureFigures() []sheet.Figure {
	functions, types, read := 0, 0, false
	for p, s := range a.view.Structures {
		if !a.view.Within(p) || s.Estimate {
			continue
		}
		read = true
		for i := range s.Symbols {
			switch s.Symbols[i].Kind {
			case fact.Function, fact.Method:
				functions++
			case fact.Type, fact.Interface:
				types++
			}
		}
	}
	if !read {
		return nil
	}
	needs, by := a.needs()
	return []sheet.Figure{
		duty.Count("explain/functions", functions, "function", "functions", nil),
		duty.Count("explain/types", types, "type", "types", nil),
		duty.Count("explain/needs", len(needs), a.unit()+" needed", a.units()+" needed", nil),
		duty.Count("explain/needed", len(by), a.unit()+" needs it", a.units()+" need it", nil),
	}
}

// packages tells that imports of the place lead to folders rather than to files.
func (a *answer) packages() bool {
	for p, s := range a.view.Structures {
		if a.view.Within(p) && !s.Estimate && s.Language != "go" {
			return false
		}
	}
	return true
}

func (a *answer) unit() string {
	if a.packages() {
		return "package"
	}
	return "file"
}

func (a *answer) units() string { return a.unit() + "s" }

// needs are what the place needs outside of itself, and what outside of it needs it,
// each with its first import, one of more than types if there is any; tests, and
// examples that need it, do not count. Where imports lead to packages, what needs a
// file is what needs its package.
func (a *answer) needs() (needs, by map[fact.Path]fact.Dependency) {
	needs, by = map[fact.Path]fact.Dependency{}, map[fact.Path]fact.Dependency{}
	folders := a.packages()
	own := a.place.Path
	if folders && a.file() {
		own = own.Folder()
	}
	inside := func(p fact.Path) bool {
		return a.view.Within(p) || folders && p == own
	}
	for _, d := range a.view.Dependencies {
		if d.Confidence != fact.Exact || d.Kind == fact.TestOnly || hotspot.NatureOf(d.From) == hotspot.Test {
			continue
		}
		from, to := a.view.Within(d.From), inside(d.To)
		switch {
		case from && !to:
			if _, ok := needs[d.To]; !ok {
				needs[d.To] = d
			}
		case !from && to && (!folders || d.From.Folder() != own) && !a.view.Settings.LeftOut(d.From):
			at := d.From
			if folders {
				at = at.Folder()
			}
			if was, ok := by[at]; !ok || was.Kind == fact.TypeOnly && d.Kind != fact.TypeOnly {
				by[at] = d
			}
		}
	}
	return needs, by
}

// functions are the most complex ones of the place.
func (a *answer) functions() (sheet.Section, bool) {
	type function struct {
		file fact.Path
		*fact.Symbol
	}
	var all []function
	for p, s := range a.view.Structures {
		if !a.view.Within(p) {
			continue
		}
		for i := range s.Symbols {
			if x := &s.Symbols[i]; x.Cyclomatic > 0 && (a.place.Line == 0 || x.Line <= a.place.Line && a.place.Line <= x.End) {
				all = append(all, function{p, x})
			}
		}
	}
	slices.SortFunc(all, func(x, y function) int {
		return cmp.Or(cmp.Compare(y.Cognitive, x.Cognitive), cmp.Compare(y.Cyclomatic, x.Cyclomatic), cmp.Compare(x.file, y.file), cmp.Compare(x.Line, y.Line))
	})
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "function", Label: "function", Kind: sheet.ColumnText},
		{ID: "place", Label: "place", Kind: sheet.ColumnPlace},
		{ID: "cognitive", Label: "cognitive", Kind: sheet.ColumnNumber},
		{ID: "cyclomatic", Label: "cyclomatic", Kind: sheet.ColumnNumber},
		{ID: "lines", Label: "lines", Kind: sheet.ColumnNumber, Unit: "lines"},
	}}
	for _, f := range all {
		if len(t.Rows) == functionRows {
			t.Others++
			continue
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.String(f.FullName()), sheet.At(sheet.Place{Path: string(f.file), Line: f.Line}), sheet.Int(f.Cognitive), sheet.Int(f.Cyclomatic), sheet.Int(f.End - f.Line + 1),
		})
	}
	if len(t.Rows) == 0 {
		return sheet.Section{}, false
	}
	title := "Its most complex functions"
	if a.place.Line > 0 {
		title = "The function that it stands in"
	}
	return sheet.Section{
		ID: "explain/complex", Title: title, Kind: sheet.KindTable, Table: t,
		Note: "By cognitive complexity (Campbell 2018), without what recursion adds; cyclomatic is McCabe's (1976).",
	}, true
}

// needed are the places that need this one.
func (a *answer) needed() (sheet.Section, bool) {
	_, by := a.needs()
	paths := slices.SortedFunc(maps.Keys(by), func(x, y fact.Path) int {
		switch one, other := by[x].Kind == fact.TypeOnly, by[y].Kind == fact.TypeOnly; {
		case other && !one:
			return -1
		case one && !other:
			return 1
		}
		return cmp.Compare(x, y)
	})
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "by", Label: a.unit(), Kind: sheet.ColumnPlace},
		{ID: "import", Label: "by the import in", Kind: sheet.ColumnPlace},
	}}
	for _, p := range paths {
		if len(t.Rows) == neededRows {
			t.Others++
			continue
		}
		at := sheet.Place{Path: string(p)}
		if a.packages() {
			at = duty.FolderPlace(p)
		}
		t.Rows = append(t.Rows, []sheet.Value{sheet.At(at), sheet.At(sheet.Place{Path: string(by[p].From), Line: by[p].Line})})
	}
	if len(t.Rows) == 0 {
		return sheet.Section{}, false
	}
	what := "it"
	if a.packages() && a.file() {
		what = "its package"
	}
	return sheet.Section{
		ID: "explain/needed", Title: "What needs " + what, Kind: sheet.KindTable, Table: t,
		Note: fmt.Sprintf("By imports, each %s once, those that need types alone last; tests and examples are left out.", a.unit()),
	}, true
}
