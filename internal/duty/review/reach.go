package review

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strings"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// reachRows is how many packages, and how many functions, are told.
const reachRows = 6

// reachSections tell what a change reaches, where that is asked for: the packages that
// need those that it touches, and what calls the functions that it changes.
func (a *answer) reachSections() []sheet.Section {
	if a.change.Calls == nil {
		return nil
	}
	functions := a.changedFunctions()
	return append(a.reachedPackages(functions), a.reachedFunctions(functions)...)
}

// changedFunctions are those of production code that are at both ends of the change,
// with other lines, as they are at its head.
func (a *answer) changedFunctions() []fact.Callable {
	var out []fact.Callable
	for i := range a.change.Files {
		f := &a.change.Files[i]
		if !a.production(f) || f.Kind == fact.Deleted {
			continue
		}
		before, after := bytes.Split(f.Before.Text, []byte("\n")), bytes.Split(f.After.Text, []byte("\n"))
		for _, x := range functions(f) {
			if x.before != nil && x.after != nil && textOf(before, x.before) != textOf(after, x.after) {
				out = append(out, fact.Callable{Path: f.Path, Owner: x.after.Owner, Name: x.after.Name, Line: x.after.Line})
			}
		}
	}
	return out
}

// textOf is a function without blanks at the ends of lines.
func textOf(lines [][]byte, s *fact.Symbol) string {
	var b strings.Builder
	for _, l := range lines[min(max(s.Line-1, 0), len(lines)):min(max(s.End, 0), len(lines))] {
		if l = bytes.TrimSpace(l); len(l) > 0 {
			b.Write(l)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// reachedPackage is a package that the change touches, and what needs it.
type reachedPackage struct {
	path       fact.Path
	functions  int
	direct     int
	all        []fact.Path
	components []string
	tests      int
}

func (a *answer) reachedPackages(functions []fact.Callable) []sheet.Section {
	head := a.change.Head.Packages
	users := make([][]int, len(head.Packages))
	for i := range head.Edges {
		if e := &head.Edges[i]; e.Runtime+e.TypeOnly > 0 {
			users[e.To] = append(users[e.To], e.From)
		}
	}
	touched := map[fact.Path]bool{}
	for i := range a.change.Files {
		if f := &a.change.Files[i]; a.production(f) && f.Kind != fact.Deleted {
			touched[f.Path.Folder()] = true
		}
	}
	var all []reachedPackage
	for i := range head.Packages {
		p := head.Packages[i].Path
		if !touched[p] || len(users[i]) == 0 {
			continue
		}
		r := reachedPackage{path: p, direct: len(users[i]), tests: len(a.testsOf(p))}
		for _, f := range functions {
			if f.Path.Folder() == p {
				r.functions++
			}
		}
		seen := map[int]bool{i: true}
		components := map[string]bool{}
		for queue := []int{i}; len(queue) > 0; queue = queue[1:] {
			for _, n := range users[queue[0]] {
				if !seen[n] {
					seen[n] = true
					queue = append(queue, n)
					r.all = append(r.all, head.Packages[n].Path)
					a.componentsOf(head.Packages[n].Files, components)
				}
			}
		}
		r.components = slices.Sorted(maps.Keys(components))
		all = append(all, r)
	}
	slices.SortStableFunc(all, func(x, y reachedPackage) int { return cmp.Compare(len(y.all), len(x.all)) })
	if len(all) == 0 {
		return nil
	}
	t := &sheet.Table{Others: max(0, len(all)-reachRows), Columns: []sheet.Column{
		{ID: "package", Label: "package", Kind: sheet.ColumnPlace},
		{ID: "functions", Label: "functions", Kind: sheet.ColumnNumber},
		{ID: "direct", Label: "imported by", Kind: sheet.ColumnNumber},
		{ID: "all", Label: "needed by", Kind: sheet.ColumnNumber},
		{ID: "tests", Label: "tests", Kind: sheet.ColumnNumber},
	}}
	declared := a.view.Settings.Architecture != nil
	if declared {
		t.Columns = append(t.Columns, sheet.Column{ID: "components", Label: "components", Kind: sheet.ColumnText})
	}
	for i := range all[:min(len(all), reachRows)] {
		r := &all[i]
		row := []sheet.Value{sheet.At(duty.FolderPlace(r.path)), sheet.Int(r.functions), sheet.Int(r.direct), sheet.Int(len(r.all)), sheet.Int(r.tests)}
		if declared {
			row = append(row, sheet.String(strings.Join(r.components, ", ")))
		}
		t.Rows = append(t.Rows, row)
	}
	return []sheet.Section{{
		ID: "review/reach", Title: "What the change reaches", Kind: sheet.KindTable, Table: t,
		Note: "Packages with code that others need: how many functions changed, how many packages import it, how many need it in the end, and how many files test it. By imports at the head, those of tests apart: who needs a package need not need what changed.",
	}}
}

func (a *answer) componentsOf(files []fact.Path, into map[string]bool) {
	if a.view.Settings.Architecture == nil {
		return
	}
	for _, f := range files {
		if c := a.view.Settings.Architecture.Component(f); c != "" {
			into[c] = true
		}
	}
}

// reachedFunction is a changed function, and what calls it.
type reachedFunction struct {
	fact.Callable
	// callers are functions of files that the change does not touch and that call it,
	// perhaps those that may, and all those that reach it by calls that are sure.
	callers, perhaps, all int
	// tests are functions of tests that reach it, by whatever call.
	tests int
}

func (a *answer) reachedFunctions(functions []fact.Callable) []sheet.Section {
	callers := map[fact.Callable][]fact.Call{}
	for _, c := range a.change.Calls.Calls {
		callers[c.To] = append(callers[c.To], c)
	}
	changed := map[fact.Path]bool{}
	for i := range a.change.Files {
		changed[a.change.Files[i].Path] = true
	}
	var all []reachedFunction
	for _, f := range functions {
		r := reachedFunction{Callable: f}
		for _, c := range callers[f] {
			switch {
			case changed[c.From.Path] || isTestPath(c.From.Path):
			case c.Confidence == fact.Exact:
				r.callers++
			default:
				r.perhaps++
			}
		}
		for c := range reach(f, callers, true) {
			if !changed[c.Path] && !isTestPath(c.Path) {
				r.all++
			}
		}
		for c := range reach(f, callers, false) {
			if isTestPath(c.Path) && c.Name != "" {
				r.tests++
			}
		}
		if r.callers+r.perhaps+r.all > 0 {
			all = append(all, r)
		}
	}
	slices.SortStableFunc(all, func(x, y reachedFunction) int {
		return cmp.Or(cmp.Compare(y.all, x.all), cmp.Compare(y.callers, x.callers), cmp.Compare(y.perhaps, x.perhaps))
	})
	if len(all) == 0 {
		return nil
	}
	t := &sheet.Table{Others: max(0, len(all)-reachRows), Columns: []sheet.Column{
		{ID: "function", Label: "function", Kind: sheet.ColumnText},
		{ID: "at", Label: "at", Kind: sheet.ColumnPlace},
		{ID: "callers", Label: "callers", Kind: sheet.ColumnNumber},
		{ID: "perhaps", Label: "perhaps", Kind: sheet.ColumnNumber},
		{ID: "all", Label: "in all", Kind: sheet.ColumnNumber},
		{ID: "tests", Label: "tests", Kind: sheet.ColumnNumber},
	}}
	for i := range all[:min(len(all), reachRows)] {
		r := &all[i]
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.String((&fact.Symbol{Owner: r.Owner, Name: r.Name}).FullName()), sheet.At(sheet.Place{Path: string(r.Path), Line: r.Line}),
			sheet.Int(r.callers), sheet.Int(r.perhaps), sheet.Int(r.all), sheet.Int(r.tests),
		})
	}
	return []sheet.Section{{
		ID: "review/callers", Title: "What calls the functions that the change changes", Kind: sheet.KindTable, Table: t,
		Note: "Functions that call it, or may by an interface or a value, and all that reach it by sure calls: in files that the change does not touch, tests apart. Tests are functions of tests that reach it by any call, in files of the change too.",
	}}
}

func isTestPath(p fact.Path) bool { return hotspot.NatureOf(p) == hotspot.Test }

// reach are the functions that reach one by calls, by sure ones alone if that is
// wanted, without itself.
func reach(f fact.Callable, callers map[fact.Callable][]fact.Call, sure bool) map[fact.Callable]bool {
	seen := map[fact.Callable]bool{f: true}
	for queue := []fact.Callable{f}; len(queue) > 0; queue = queue[1:] {
		for _, c := range callers[queue[0]] {
			if !seen[c.From] && (!sure || c.Confidence == fact.Exact) {
				seen[c.From] = true
				queue = append(queue, c.From)
			}
		}
	}
	delete(seen, f)
	return seen
}
