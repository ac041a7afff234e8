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
		types += s.Types
		for _, x := range a.symbols()[p] {
			if x.Kind == fact.Function || x.Kind == fact.Method {
				functions++
			}
		}
	}
	if !read {
		return nil
	}
	j := a.joins()
	return []sheet.Figure{
		duty.Count("explain/functions", functions, "function", "functions", nil),
		duty.Count("explain/types", types, "type", "types", nil),
		duty.Count("explain/needs", len(j.needs), j.unit()+" needed", j.units()+" needed", nil),
		duty.Count("explain/needed", len(j.by), j.unit()+" needs it", j.units()+" need it", nil),
	}
}

// symbols are what the files of the place declare.
func (a *answer) symbols() map[fact.Path][]fact.Symbol {
	if a.declared == nil {
		a.declared = map[fact.Path][]fact.Symbol{}
		for p := range a.view.Structures {
			if a.view.Within(p) {
				a.declared[p] = a.view.Symbols(p)
			}
		}
	}
	return a.declared
}

// joins are what a place needs and what needs it, outside of itself.
type joins struct {
	// packages: imports of the place lead to folders rather than to files.
	packages bool
	// needs and by are what is needed and what needs, each with its first import.
	needs, by map[fact.Path]fact.Dependency
}

func (j *joins) unit() string {
	if j.packages {
		return "package"
	}
	return "file"
}

func (j *joins) units() string { return j.unit() + "s" }

// joins are made once. Tests and examples do not count. Where imports lead to
// packages, what needs a file is what needs its package.
func (a *answer) joins() *joins {
	if a.joined != nil {
		return a.joined
	}
	j := &joins{packages: true, needs: map[fact.Path]fact.Dependency{}, by: map[fact.Path]fact.Dependency{}}
	a.joined = j
	for p, s := range a.view.Structures {
		if !s.Estimate && s.Language != "go" && a.view.Within(p) {
			j.packages = false
			break
		}
	}
	own := a.place.Path
	if j.packages && a.file() {
		own = own.Folder()
	}
	for i := range a.view.Dependencies {
		d := &a.view.Dependencies[i]
		from, to := a.view.Within(d.From), a.view.Within(d.To) || j.packages && d.To == own
		if from == to || d.Confidence != fact.Exact || d.Kind == fact.TestOnly || hotspot.NatureOf(d.From) == hotspot.Test {
			continue
		}
		switch {
		case from:
			if _, ok := j.needs[d.To]; !ok {
				j.needs[d.To] = *d
			}
		case (!j.packages || d.From.Folder() != own) && !a.view.LeftOut(d.From):
			at := d.From
			if j.packages {
				at = at.Folder()
			}
			if was, ok := j.by[at]; !ok || was.Kind == fact.TypeOnly && d.Kind != fact.TypeOnly {
				j.by[at] = *d
			}
		}
	}
	return j
}

// functions are the most complex ones of the place.
func (a *answer) functions() (sheet.Section, bool) {
	type function struct {
		file fact.Path
		*fact.Symbol
	}
	var all []function
	for p, symbols := range a.symbols() {
		for i := range symbols {
			if x := &symbols[i]; x.Cyclomatic > 0 && (a.place.Line == 0 || x.Line <= a.place.Line && a.place.Line <= x.End) {
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
	j := a.joins()
	by := j.by
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
		{ID: "by", Label: j.unit(), Kind: sheet.ColumnPlace},
		{ID: "import", Label: "by the import in", Kind: sheet.ColumnPlace},
	}}
	for _, p := range paths {
		if len(t.Rows) == neededRows {
			t.Others++
			continue
		}
		at := sheet.Place{Path: string(p)}
		if j.packages {
			at = duty.FolderPlace(p)
		}
		t.Rows = append(t.Rows, []sheet.Value{sheet.At(at), sheet.At(sheet.Place{Path: string(by[p].From), Line: by[p].Line})})
	}
	if len(t.Rows) == 0 {
		return sheet.Section{}, false
	}
	what := "it"
	if j.packages && a.file() {
		what = "its package"
	}
	return sheet.Section{
		ID: "explain/needed", Title: "What needs " + what, Kind: sheet.KindTable, Table: t,
		Note: fmt.Sprintf("By imports, each %s once, those that need types alone last; tests and examples are left out.", j.unit()),
	}, true
}
