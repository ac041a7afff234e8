package surface

import (
	"cmp"
	"math"
	"slices"

	"leadline/internal/fault"
	"leadline/internal/sheet"
)

// Cell writes a value of a table's column: a sign shows the direction of line
// counts, and a share has its per cent.
func Cell(c sheet.Column, v sheet.Value) string {
	s := Value(v)
	switch {
	case v.Kind() != sheet.Number:
		return s
	case c.Unit == "%":
		return s + " %"
	case v.Number() == 0:
		return s
	case c.Kind == sheet.ColumnAdded:
		return "+" + s
	case c.Kind == sheet.ColumnDeleted:
		return "−" + s
	}
	return s
}

// Amount writes the value of a figure, with the one unit that labels leave out.
func Amount(f sheet.Figure) string {
	if f.Unit == "%" && f.Value.Kind() == sheet.Number {
		return Value(f.Value) + " %"
	}
	return Value(f.Value)
}

// Figure writes a value and its label: numbers first, names last.
func Figure(f sheet.Figure) string {
	if f.Value.Kind() == sheet.Number {
		return Amount(f) + " " + fault.Visible(f.Label)
	}
	return fault.Visible(f.Label) + " " + Amount(f)
}

// NotKnown lists what a sheet does not know: its figures without a value, then
// what it says itself.
func NotKnown(s *sheet.Sheet) []sheet.Unknown {
	all := make([]sheet.Unknown, 0, len(s.Unknown))
	for _, f := range s.Figures {
		if f.State == sheet.NotKnown {
			all = append(all, sheet.Unknown{What: f.Label, Why: f.Reason, Next: f.Next})
		}
	}
	return append(all, s.Unknown...)
}

// NodeLabels maps the ids that a graph's edges join to what the nodes are
// called; a node that is not there goes by its id.
func NodeLabels(g *sheet.Graph) map[string]string {
	labels := make(map[string]string, len(g.Nodes))
	for _, e := range g.Edges {
		labels[e.From], labels[e.To] = e.From, e.To
	}
	for _, n := range g.Nodes {
		labels[n.ID] = n.Label
	}
	return labels
}

// Group is figures under a heading, as they are written.
type Group struct {
	Heading string
	Figures []string
}

// Groups puts the known figures that cover the same window under its days, in
// the order in which the windows first appear; those that cover none are as of
// a day. Where no figure covers a window they are no summary of days, and there
// are no groups.
func Groups(figures []sheet.Figure, asOf sheet.Date) []Group {
	if !slices.ContainsFunc(figures, func(f sheet.Figure) bool { return f.Window != nil }) {
		return nil
	}
	var groups []Group
	at := map[string]int{}
	for _, f := range figures {
		if f.State != sheet.Known {
			continue
		}
		heading := Day(asOf)
		if f.Window != nil {
			heading = Span(*f.Window)
		}
		i, ok := at[heading]
		if !ok {
			i = len(groups)
			at[heading] = i
			groups = append(groups, Group{Heading: heading})
		}
		groups[i].Figures = append(groups[i].Figures, Figure(f))
	}
	return groups
}

// ChartTable makes a table of a chart, a row for each position.
func ChartTable(c *sheet.Chart) *sheet.Table {
	t := &sheet.Table{Columns: []sheet.Column{{ID: "x", Label: cmp.Or(c.XLabel, " "), Kind: sheet.ColumnText}}}
	for _, s := range c.Series {
		t.Columns = append(t.Columns, sheet.Column{ID: s.Label, Label: s.Label, Kind: sheet.ColumnNumber, Unit: c.Unit})
	}
	for i, x := range c.X {
		row := []sheet.Value{x}
		for _, s := range c.Series {
			row = append(row, s.Values[i])
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// ChartLines makes a table of a chart, a row for each series: it is drawn, and
// its first and last number stand beside the drawing. Of more positions than
// are to be drawn it leaves out some evenly, the last one never.
func ChartLines(c *sheet.Chart, most int) *sheet.Table {
	last := len(c.X) - 1
	if last < 0 {
		return ChartTable(c)
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "series", Label: " ", Kind: sheet.ColumnText},
		{ID: "first", Label: Value(c.X[0]), Kind: sheet.ColumnNumber, Unit: c.Unit},
		{ID: "line", Label: "to", Kind: sheet.ColumnSpark},
		{ID: "last", Label: Value(c.X[last]), Kind: sheet.ColumnNumber, Unit: c.Unit},
	}}
	most = max(most, 1)
	step := (len(c.X) + most - 1) / most
	for _, s := range c.Series {
		var drawn []float64
		for i := last % step; i <= last; i += step {
			x := math.NaN()
			if v := s.Values[i]; v.Kind() == sheet.Number {
				x = v.Number()
			}
			drawn = append(drawn, x)
		}
		t.Rows = append(t.Rows, []sheet.Value{sheet.String(s.Label), s.Values[0], sheet.Spark(drawn), s.Values[last]})
	}
	return t
}

// GraphTable makes a table of a graph, a row for each edge.
func GraphTable(g *sheet.Graph) *sheet.Table {
	labels := NodeLabels(g)
	between := []string{"from", "to"}
	if g.Undirected {
		between = []string{"one", "the other"}
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "from", Label: between[0], Kind: sheet.ColumnText}, {ID: "to", Label: between[1], Kind: sheet.ColumnText},
	}}
	if g.Unit != "" {
		t.Columns = append(t.Columns, sheet.Column{ID: "weight", Label: g.Unit, Kind: sheet.ColumnNumber})
	}
	if g.OfUnit != "" {
		t.Columns = append(t.Columns, sheet.Column{ID: "of", Label: g.OfUnit, Kind: sheet.ColumnNumber})
	}
	places := map[string]sheet.Value{}
	for _, n := range g.Nodes {
		if places[n.ID] = sheet.String(labels[n.ID]); n.Place != nil {
			places[n.ID] = sheet.At(*n.Place)
		}
	}
	for _, e := range g.Edges {
		row := []sheet.Value{places[e.From], places[e.To]}
		if g.Unit != "" {
			row = append(row, sheet.Float(e.Weight))
		}
		if g.OfUnit != "" {
			row = append(row, sheet.Float(e.Of))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// TreeTable makes a table of the parts of a tree that are directly below its
// root.
func TreeTable(t *sheet.Tree) *sheet.Table {
	out := &sheet.Table{Columns: []sheet.Column{
		{ID: "part", Label: "part", Kind: sheet.ColumnPlace}, {ID: "size", Label: t.Unit, Kind: sheet.ColumnNumber, Unit: t.Unit},
	}}
	for _, m := range t.Measures {
		out.Columns = append(out.Columns, sheet.Column{ID: m.ID, Label: m.Label, Kind: sheet.ColumnNumber, Unit: m.Unit})
	}
	for _, p := range t.Root.Parts {
		name := sheet.At(p.Place)
		if p.Others > 0 || p.Name != "" {
			name = sheet.String(PartName(p))
		}
		out.Rows = append(out.Rows, append([]sheet.Value{name, sheet.Float(p.Size)}, p.Values...))
	}
	return out
}

// PartName is what a part of a tree is called.
func PartName(p sheet.Part) string {
	switch {
	case p.Others == 1:
		return "1 smaller file"
	case p.Others > 1:
		return Number(float64(p.Others)) + " smaller files"
	case p.Name != "":
		return fault.Visible(p.Name)
	}
	return Place(p.Place)
}
