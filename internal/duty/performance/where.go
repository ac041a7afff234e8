package performance

import (
	"cmp"
	"fmt"
	"slices"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/analysis/knowledge"
	"leadline/internal/analysis/profiling"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// placed is a function of the repository's that a profile names. Closures stand in it.
type placed struct {
	path   fact.Path
	symbol fact.Symbol
	// fresh is how many of its lines are new.
	fresh int
	// own is the cost of what ran in it, or for it in code that is not the repository's,
	// and was that in the base; total adds what it called in the repository, the most
	// of it or of a closure in it.
	own, was fact.ProfiledFunction
	total    int64
}

func (x *placed) lines() int { return x.symbol.End - x.symbol.Line + 1 }

func (x *placed) at() sheet.Place { return sheet.Place{Path: string(x.path), Line: x.symbol.Line} }

// place finds where the functions stand.
func (p *profiled) place() {
	p.placed = map[string]*placed{}
	h := p.view.History
	if h == nil {
		return
	}
	paths := make([]fact.Path, len(h.Files))
	for i := range h.Files {
		paths[i] = h.Files[i].Path
	}
	places, known := profiling.NewPlaces(paths), map[string]*placed{}
	for i := range p.functions {
		c := &p.functions[i]
		path, ok := places.Find(c.File, c.Name)
		if !ok {
			continue
		}
		name := profiling.Symbol(c.Name)
		symbols := p.view.Symbols(path)
		j := slices.IndexFunc(symbols, func(s fact.Symbol) bool {
			return (s.Kind == fact.Function || s.Kind == fact.Method) && s.FullName() == name
		})
		if j < 0 {
			continue // another version, or another file of that name
		}
		key := string(path) + "\x00" + name
		x := known[key]
		if x == nil {
			x = &placed{path: path, symbol: symbols[j]}
			x.fresh = p.fresh(h.File(path), x.symbol.Line, x.symbol.End)
			known[key] = x
		}
		x.total = max(x.total, c.Head.Total)
		p.placed[c.Name] = x
	}
	p.outside = p.attribute(p.head, func(x *placed) *fact.ProfiledFunction { return &x.own })
	if p.base != nil {
		p.attribute(p.base, func(x *placed) *fact.ProfiledFunction { return &x.was })
	}
}

// attribute gives what each sample cost to the innermost function of the repository
// that it ran in or for, and the rest to nobody.
func (p *profiled) attribute(of *fact.Profile, to func(*placed) *fact.ProfiledFunction) (outside int64) {
	for _, s := range of.Stacks {
		var x *placed
		for _, i := range s.Functions {
			if x = p.placed[of.Functions[i].Name]; x != nil {
				break
			}
		}
		if x == nil {
			outside += s.Value
			continue
		}
		to(x).Self += s.Value
		to(x).Samples += s.Samples
	}
	return outside
}

// fresh counts the lines from first to last that are new.
func (p *profiled) fresh(f *fact.File, first, last int) int {
	n, line := 0, 1
	for _, r := range f.Lines {
		from, to := max(line, first), min(line+int(r.Lines)-1, last)
		if from <= to && p.isNew(r.Commit) {
			n += to - from + 1
		}
		line += int(r.Lines)
	}
	return n
}

func (p *profiled) isNew(id fact.CommitID) bool {
	if since := p.view.Inputs.Since; since != nil {
		return since[id]
	}
	c := p.view.History.Commit(id)
	return c != nil && c.Committed.Unix >= p.view.AsOf.AddDate(0, 0, -180).Unix()
}

// ours are the functions of the repository, each once.
func (p *profiled) ours() []*placed {
	var all []*placed
	seen := map[*placed]bool{}
	for i := range p.functions {
		if x := p.placed[p.functions[i].Name]; x != nil && !seen[x] {
			seen[x] = true
			all = append(all, x)
		}
	}
	return all
}

// where tells of the repository's functions that cost most what bears on optimising them.
func (p *profiled) where() sheet.Section {
	all := p.ours()
	slices.SortFunc(all, func(a, b *placed) int {
		return cmp.Or(-cmp.Compare(a.own.Self, b.own.Self), -cmp.Compare(a.total, b.total), cmp.Compare(a.path, b.path), cmp.Compare(a.symbol.Line, b.symbol.Line))
	})
	fresh := "in 180 days"
	if p.view.Inputs.Since != nil {
		fresh = "since the base"
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "function", Label: "function", Kind: sheet.ColumnText},
		{ID: "place", Label: "place", Kind: sheet.ColumnPlace},
		{ID: "own", Label: "own", Kind: sheet.ColumnNumber, Unit: "%"},
		{ID: "total", Label: "total", Kind: sheet.ColumnNumber, Unit: "%"},
		{ID: "cognitive", Label: "cognitive", Kind: sheet.ColumnNumber},
		{ID: "new", Label: "new", Kind: sheet.ColumnNumber, Unit: "lines"},
		{ID: "changes", Label: "changes", Kind: sheet.ColumnNumber},
		{ID: "people", Label: "who knows it", Kind: sheet.ColumnPeople},
	}}
	if p.base != nil {
		t.Columns = slices.Insert(t.Columns, 4, sheet.Column{ID: "difference", Label: "difference", Kind: sheet.ColumnNumber, Unit: p.unit})
	}
	changes := map[fact.Path]*hotspot.Spot{}
	code := p.view.Code()
	for i := range code {
		changes[code[i].Path] = &code[i]
	}
	for _, x := range all {
		if len(t.Rows) == mostFunctions {
			t.Others = len(all) - mostFunctions
			break
		}
		row := []sheet.Value{
			sheet.String(x.symbol.FullName()), sheet.At(x.at()), p.share(x.own.Self), p.share(x.total),
			sheet.Int(x.symbol.Cognitive), sheet.Int(x.fresh),
			{},
			p.view.PeopleValue(p.knowers(x.path)),
		}
		if c := changes[x.path]; c != nil {
			row[6] = sheet.Int(c.Changes)
		}
		if p.base != nil {
			row = slices.Insert(row, 4, p.value(x.own.Self-x.was.Self))
		}
		t.Rows = append(t.Rows, row)
	}
	return sheet.Section{
		ID: name + "/where", Title: "Where to optimise", Kind: sheet.KindTable, Table: t,
		Note: fmt.Sprintf(`Functions of the repository, closures in them among it. Own is what ran in them, or for them in code from elsewhere such as a library's, of all in per cent; `+
			`total adds what they called in the repository. %s %% of the profile ran in none of them. Cognitive is their complexity (Campbell 2018): how hard it is to change them safely. `+
			`New are the lines written %s and still there; changes are those of the file in 180 days. What is hot, simple and settled is the cheapest to make faster; what is hot and new may be a slip.`,
			duty.Percent(float64(p.outside), float64(p.head.Total)), fresh),
	}
}

// knowers are at most three who know a file, those who know it best first.
func (p *profiled) knowers(path fact.Path) []fact.PersonID {
	const most = 3
	f, ok := p.view.Knowledge().File(path)
	if !ok {
		return nil
	}
	var out []fact.PersonID
	for _, k := range f.Knowers {
		if (k.Degree == knowledge.Main || k.Degree == knowledge.Some) && len(out) < most {
			out = append(out, k.Person)
		}
	}
	return out
}
