package explain

import (
	"cmp"
	"slices"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// callRows is how many callers, and how many callees, are told.
const callRows = 8

// enclosing is the innermost function in which the line stands; nil if it is in none.
func (a *answer) enclosing() *fact.Symbol {
	if a.place.Line == 0 {
		return nil
	}
	var found *fact.Symbol
	symbols := a.symbols()[a.place.Path]
	for i := range symbols {
		x := &symbols[i]
		if x.Cyclomatic > 0 && x.Line <= a.place.Line && a.place.Line <= x.End && (found == nil || x.Line >= found.Line) {
			found = x
		}
	}
	return found
}

// calls tell who calls the function of the line, and what it calls.
func (a *answer) calls() []sheet.Section {
	in := a.enclosing()
	if in == nil || a.view.Calls == nil {
		return nil
	}
	is := func(c *fact.Callable) bool {
		return c.Path == a.place.Path && c.Name == in.Name && c.Owner == in.Owner && c.Line == in.Line
	}
	var callers, callees []call
	for i := range a.view.Calls.Calls {
		x := &a.view.Calls.Calls[i]
		if is(&x.To) {
			callers = append(callers, call{x.From, sheet.Place{Path: string(x.From.Path), Line: x.Line}, x.Confidence})
		}
		if is(&x.From) {
			callees = append(callees, call{x.To, sheet.Place{Path: string(x.To.Path), Line: x.To.Line}, x.Confidence})
		}
	}
	var out []sheet.Section
	if t := callTable(callers, "caller", "calls it in"); t != nil {
		out = append(out, sheet.Section{
			ID: "explain/callers", Title: "Who calls " + in.FullName(), Kind: sheet.KindTable, Table: t,
			Note: "Production code before tests. Sure: the callee stands in the code; perhaps: it is one of several that an interface or a value may lead to. " +
				"What code from outside calls, such as handlers, has no caller here.",
		})
	}
	if t := callTable(callees, "callee", "declared in"); t != nil {
		out = append(out, sheet.Section{
			ID: "explain/callees", Title: "What " + in.FullName() + " calls", Kind: sheet.KindTable, Table: t,
			Note: "In this repository. What a function literal calls, the function calls that it stands in.",
		})
	}
	return out
}

// unknownCalls says that calls of the place were left out.
func (a *answer) unknownCalls() []sheet.Unknown {
	if a.view.Calls == nil || a.enclosing() == nil {
		return nil
	}
	if !slices.ContainsFunc(a.view.Calls.Partial, func(p fact.Path) bool { return p == a.place.Path || p == a.place.Path.Folder() }) {
		return nil
	}
	return []sheet.Unknown{{What: "all calls of the function and to it", Why: "its file does not parse as a whole, or there is more code than is followed together"}}
}

// call is one end of a call, and where to look.
type call struct {
	fact.Callable
	at         sheet.Place
	confidence fact.Confidence
}

// callTable tells calls, sure ones of production code first; nil without any.
func callTable(calls []call, who, where string) *sheet.Table {
	if len(calls) == 0 {
		return nil
	}
	test := func(c *call) int {
		if hotspot.NatureOf(c.Path) == hotspot.Test {
			return 1
		}
		return 0
	}
	slices.SortFunc(calls, func(x, y call) int {
		return cmp.Or(cmp.Compare(test(&x), test(&y)), cmp.Compare(x.confidence, y.confidence), cmp.Compare(x.Path, y.Path), cmp.Compare(x.at.Line, y.at.Line))
	})
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: who, Label: who, Kind: sheet.ColumnText},
		{ID: "at", Label: where, Kind: sheet.ColumnPlace},
		{ID: "sure", Label: "", Kind: sheet.ColumnText},
	}}
	for i := range calls {
		if len(t.Rows) == callRows {
			t.Others++
			continue
		}
		c := &calls[i]
		name := (&fact.Symbol{Owner: c.Owner, Name: c.Name}).FullName()
		t.Rows = append(t.Rows, []sheet.Value{sheet.String(cmp.Or(name, "the file itself")), sheet.At(c.at), sheet.String(sure(c.confidence))})
	}
	return t
}

func sure(c fact.Confidence) string {
	if c == fact.Exact {
		return "sure"
	}
	return "perhaps"
}
