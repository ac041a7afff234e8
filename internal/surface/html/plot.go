package html

import (
	"cmp"
	"fmt"
	"html/template"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// plot is a chart: drawn here, or by a script in the browser from Data.
type plot struct {
	ID, Label string
	// Kind is the function of the script that draws Data; empty where SVG, Bars or
	// Matrix hold the drawing.
	Kind string
	Data any
	// Legend names the colours.
	Legend []swatch

	SVG  template.HTML
	Axes axes
	Bars []bar
	// Matrix is a directed graph: who leads to whom. Data is the same, in layers.
	Matrix []matrixRow
}

// matrixRow is what leads from one node to each.
type matrixRow struct {
	Name   link
	Number int
	Cells  []matrixCell
}

// matrixCell is empty where nothing leads; Class says whether it leads on in the
// order of the nodes, or back.
type matrixCell struct{ Class, Text string }

type swatch struct{ Class, Text string }

// axes are the words beside a drawing: the unit and the ends of the scale, the
// highest first, and positions from left to right.
type axes struct {
	Unit string
	Y, X []string
}

// bar is a lying bar of several parts.
type bar struct {
	Name  cell
	SVG   template.HTML
	Value string
}

// seq are the colours of bands, and bars those of stacked bars: what is scarce
// stands out.
const seq = 8

var (
	barColours  = []string{"heat-5", "heat-3", "heat-1", "heat-0"}
	spanColours = []string{"heat-4", "heat-1", "heat-0"}
)

func (b *builder) plot(s *sheet.Section) *plot {
	b.plots++
	return &plot{ID: "plot-" + strconv.Itoa(b.plots), Label: fault.Visible(s.Title)}
}

func (b *builder) chart(s *sheet.Section) *plot {
	p, c := b.plot(s), s.Chart
	switch c.Form {
	case sheet.FormColumns:
		p.columns(c)
	case sheet.FormBars, sheet.FormSpans:
		b.bars(p, c)
	case sheet.FormBand:
		p.curve(c)
	default:
		switch {
		case dated(c):
			p.lines(c)
		case c.Form == sheet.FormLines && !c.Stacked && len(c.Series) > 1:
			p.traces(c) // one upon the other they would add up
		default:
			p.columns(c)
		}
	}
	return p
}

// dated reports whether a chart's positions are days.
func dated(c *sheet.Chart) bool {
	for _, x := range c.X {
		if x.Kind() != sheet.Day {
			return false
		}
	}
	return len(c.X) > 1
}

// lineData is a chart over time as the script reads it.
type lineData struct {
	Form    string       `json:"form"`
	Unit    string       `json:"unit"`
	Stacked bool         `json:"stacked"`
	X       []string     `json:"x"`
	Series  []lineSeries `json:"series"`
}

type lineSeries struct {
	Name   string        `json:"name"`
	Color  int           `json:"color"`
	Values []sheet.Value `json:"values"`
}

func (p *plot) lines(c *sheet.Chart) {
	d := lineData{Form: string(c.Form), Unit: fault.Visible(c.Unit), Stacked: c.Stacked}
	for _, x := range c.X {
		d.X = append(d.X, x.Text())
	}
	for i, s := range c.Series {
		colour := shade(i, len(c.Series))
		d.Series = append(d.Series, lineSeries{fault.Visible(s.Label), colour, s.Values})
		p.band(colour, s.Label)
	}
	p.Kind, p.Data = "lines", d
}

// shade spreads n things over the colours.
func shade(i, n int) int {
	if n < 2 {
		return 3
	}
	return 1 + min(i, n-1)*(seq-1)/(n-1)
}

// band adds a colour of bands to the legend.
func (p *plot) band(colour int, label string) {
	p.Legend = append(p.Legend, swatch{"seq-" + strconv.Itoa(colour), fault.Visible(label)})
}

// columns draws upright bars, the series upon each other.
func (p *plot) columns(c *sheet.Chart) {
	highest := 0.0
	sums := make([]float64, len(c.X))
	for _, s := range c.Series {
		for i, v := range s.Values {
			sums[i] += max(0, v.Number())
			highest = max(highest, sums[i])
		}
	}
	top := ceiling(highest)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d 100" preserveAspectRatio="none" role="img" aria-label="%s">`, max(1, 10*len(c.X)), template.HTMLEscapeString(p.Label))
	below := make([]float64, len(c.X))
	for k, s := range c.Series {
		class := ""
		if len(c.Series) > 1 {
			colour := shade(k, len(c.Series))
			class = fmt.Sprintf(` class="seq-%d"`, colour)
			p.band(colour, s.Label)
		}
		for i, v := range s.Values {
			if v.Kind() != sheet.Number || v.Number() <= 0 {
				continue
			}
			h := 100 * v.Number() / top
			below[i] += h
			words := surface.Value(c.X[i]) + ": " + surface.Number(v.Number()) + " " + fault.Visible(c.Unit)
			fmt.Fprintf(&b, `<rect x="%d" y="%s" width="8" height="%s"%s><title>%s</title></rect>`, 10*i+1, coordinate(100-below[i]), coordinate(h), class, template.HTMLEscapeString(words))
		}
	}
	b.WriteString("</svg>")
	p.SVG = template.HTML(b.String()) //nolint:gosec // numbers and escaped words
	p.scale(c, top)
}

// ceiling is the least number that is not less than another and halves well: an
// end for a scale.
func ceiling(x float64) float64 {
	if x <= 2 {
		return 2
	}
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, k := range []float64{1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10} {
		if k*power >= x {
			return k * power
		}
	}
	return 10 * power
}

// bars draws a lying bar for each name, its parts one after the other.
func (b *builder) bars(p *plot, c *sheet.Chart) {
	most := 0.0
	for i := range c.X {
		sum := 0.0
		for _, s := range c.Series {
			sum += max(0, s.Values[i].Number())
		}
		most = max(most, sum)
	}
	if c.Unit == "%" {
		most = 100
	}
	colours, first := barColours, 0
	if c.Form == sheet.FormSpans {
		colours, first = spanColours, 1
	}
	for k, s := range c.Series[min(first, len(c.Series)):] {
		p.Legend = append(p.Legend, swatch{colours[min(k, len(colours)-1)], fault.Visible(s.Label)})
	}
	unit := c.Unit
	if unit != "%" {
		unit = ""
	}
	number := sheet.Column{Kind: sheet.ColumnNumber, Unit: unit}
	for i, x := range c.X {
		var svg strings.Builder
		svg.WriteString(`<svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">`)
		at := 0.0
		for k, s := range c.Series {
			v := s.Values[i].Number()
			if most <= 0 || v <= 0 {
				continue
			}
			w := 1000 * v / most
			if k < first {
				at += w
				continue
			}
			words := fault.Visible(s.Label) + ": " + surface.Cell(number, s.Values[i])
			fmt.Fprintf(&svg, `<rect x="%s" y="0" width="%s" height="10" class="%s"><title>%s</title></rect>`,
				coordinate(at), coordinate(w), colours[min(k-first, len(colours)-1)], template.HTMLEscapeString(words))
			at += w
		}
		svg.WriteString("</svg>")
		one := bar{Name: b.cell(sheet.Column{Kind: sheet.ColumnPlace}, x), SVG: template.HTML(svg.String())} //nolint:gosec // numbers and escaped words
		switch {
		case first > 0:
			one.Value = surface.Cell(number, sheet.Float(math.Round(10*at*most/1000)/10))
		case len(c.Series) > 0:
			one.Value = surface.Cell(number, c.Series[0].Values[i])
		}
		p.Bars = append(p.Bars, one)
	}
	p.Axes = axes{X: []string{"0", surface.Cell(number, sheet.Float(most/2)), surface.Cell(number, sheet.Float(most))}}
	if len(p.Legend) > 0 {
		p.Axes.Unit = p.Legend[0].Text
	}
	if first > 0 {
		p.Axes.Unit = fault.Visible(c.Unit)
	}
}

// spark draws a short series: a bar for each number, against the highest; a gap
// where it is not known.
func spark(values []float64) template.HTML {
	high, low := 0.0, 0.0
	for _, x := range values {
		if !math.IsNaN(x) {
			high, low = max(high, x), min(low, x)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="spark" viewBox="0 0 %d 20" preserveAspectRatio="none" role="img" aria-label="%s">`, max(1, 4*len(values)), sparkWords(values))
	for i, x := range values {
		if math.IsNaN(x) {
			continue
		}
		h := 1.0
		if high > low {
			h = 1 + 19*(x/(high-low)-low/(high-low))
		}
		fmt.Fprintf(&b, `<rect x="%d" y="%s" width="3" height="%s"/>`, 4*i, coordinate(20-h), coordinate(h))
	}
	b.WriteString("</svg>")
	return template.HTML(b.String()) //nolint:gosec // numbers
}

// sparkWords are the numbers of a short series, for who does not see it.
func sparkWords(values []float64) string {
	words := make([]string, len(values))
	for i, x := range values {
		if words[i] = "?"; !math.IsNaN(x) {
			words[i] = surface.Number(x)
		}
	}
	return strings.Join(words, " ")
}

func coordinate(x float64) string { return strconv.FormatFloat(math.Round(100*x)/100, 'f', -1, 64) }

// graphData is a graph as the script reads it: edges name nodes by position.
type graphData struct {
	Relation string      `json:"relation,omitempty"`
	Unit     string      `json:"unit"`
	OfUnit   string      `json:"ofUnit"`
	Nodes    []graphNode `json:"nodes"`
	Edges    [][4]any    `json:"edges"`
}

type graphNode struct {
	Name   string  `json:"name"`
	Path   string  `json:"path"`
	Href   string  `json:"href,omitempty"`
	Weight float64 `json:"weight"`
	Color  int     `json:"color"`
}

func (b *builder) graph(s *sheet.Section) *plot {
	p, g := b.plot(s), s.Graph
	d := graphData{Relation: fault.Visible(g.Relation), Unit: fault.Visible(g.Unit), OfUnit: fault.Visible(g.OfUnit)}
	at, short := map[string]int{}, shortened(g.Nodes)
	of, groups := grouped(g.Nodes)
	for i, n := range g.Nodes {
		at[n.ID] = i
		l := b.nodeName(n)
		d.Nodes = append(d.Nodes, graphNode{Name: short[n.Label], Path: l.Text, Href: l.Href, Weight: n.Weight, Color: shade(of[i], len(groups))})
	}
	for _, e := range g.Edges {
		from, ok := at[e.From]
		to, ok2 := at[e.To]
		if ok && ok2 {
			d.Edges = append(d.Edges, [4]any{from, to, e.Weight, e.Of})
		}
	}
	if !g.Undirected {
		if p.Kind, p.Data = "layers", d; g.Relation == "" {
			p.Matrix = b.matrix(g)
		}
		return p
	}
	for i, k := range groups {
		p.band(shade(i, len(groups)), k)
	}
	p.Legend = append(p.Legend, swatch{"across", "across folders"})
	p.Kind, p.Data = "graph", d
	return p
}

// matrix is the nodes of a directed graph in their order, each with what leads
// from it to each.
func (b *builder) matrix(g *sheet.Graph) []matrixRow {
	at := map[string]int{}
	out := make([]matrixRow, len(g.Nodes))
	for i, n := range g.Nodes {
		at[n.ID] = i
		out[i] = matrixRow{Name: b.nodeName(n), Number: i + 1, Cells: make([]matrixCell, len(g.Nodes))}
		out[i].Cells[i].Class = "self"
	}
	for _, e := range g.Edges {
		from, ok := at[e.From]
		to, ok2 := at[e.To]
		if !ok || !ok2 {
			continue
		}
		c := &out[from].Cells[to]
		if c.Text = "●"; g.Unit != "" {
			c.Text = surface.Number(e.Weight)
		}
		switch {
		case to < from:
			c.Class = "back"
		case to > from:
			c.Class = "on"
		}
	}
	return out
}

func (b *builder) nodeName(n sheet.Node) link {
	l := link{Text: fault.Visible(n.Label)}
	if n.Place != nil {
		l.Href = b.links.place(*n.Place)
	}
	return l
}

// grouped puts nodes into groups by folder, as many as there are colours: the
// group of each node, and the names of the groups in the order of their first node.
func grouped(nodes []sheet.Node) (of []int, groups []string) {
	common := commonFolder(nodes)
	size := map[string]int{}
	for _, n := range nodes {
		size[groupOf(n.Label, common)]++
	}
	large := slices.SortedFunc(maps.Keys(size), func(a, b string) int { return cmp.Or(cmp.Compare(size[b], size[a]), cmp.Compare(a, b)) })
	if len(large) > seq {
		large = large[:seq-1]
	}
	at := map[string]int{}
	for _, n := range nodes {
		k := groupOf(n.Label, common)
		if !slices.Contains(large, k) {
			k = "elsewhere"
		}
		if _, there := at[k]; !there {
			at[k] = len(groups)
			groups = append(groups, k)
		}
		of = append(of, at[k])
	}
	return of, groups
}

// commonFolder is the folder in which all nodes are, with its slash.
func commonFolder(nodes []sheet.Node) string {
	if len(nodes) == 0 {
		return ""
	}
	common := nodes[0].Label
	for _, n := range nodes {
		for !strings.HasPrefix(n.Label, common) || !strings.HasSuffix(common, "/") {
			if common == "" {
				return ""
			}
			common = common[:strings.LastIndexByte(common[:len(common)-1], '/')+1]
		}
	}
	return common
}

// groupOf is the folder directly below the common one in which a path is.
func groupOf(path, common string) string {
	first, _, below := strings.Cut(path[len(common):], "/")
	switch {
	case below:
		return common + first + "/"
	case common == "":
		return "top level"
	}
	return common
}

// shortened are the last parts of the nodes' paths, as many as tell them apart.
func shortened(nodes []sheet.Node) map[string]string {
	out := map[string]string{}
	last := func(path string, parts int) string {
		for at := len(path) - 1; at > 0; at-- { // a slash at the end is part of a name
			if path[at-1] != '/' {
				continue
			}
			if parts--; parts == 0 {
				return path[at:]
			}
		}
		return path
	}
	for _, n := range nodes {
		for parts := 1; ; parts++ {
			name := last(n.Label, parts)
			same := 0
			for _, other := range nodes {
				if other.Label != n.Label && last(other.Label, parts) == name {
					same++
				}
			}
			if same == 0 || name == n.Label {
				out[n.Label] = fault.Visible(name)
				break
			}
		}
	}
	return out
}

// treeData is a tree as the script reads it.
type treeData struct {
	Title    string        `json:"title"`
	Unit     string        `json:"unit"`
	Base     string        `json:"base"`
	Prefix   string        `json:"prefix"`
	Measures []treeMeasure `json:"measures"`
	Root     []any         `json:"root"`
}

type treeMeasure struct {
	Label string     `json:"label"`
	Steps []treeStep `json:"steps"`
}

type treeStep struct {
	From  float64 `json:"from"`
	Label string  `json:"label"`
}

// How a part of a tree is named to the script.
const (
	partLinked = iota
	partPlain  // its path is in no address
	partOthers // several files told as one
)

func (b *builder) tree(s *sheet.Section) *plot {
	p, t := b.plot(s), s.Tree
	root := t.Root.Place.Path
	d := treeData{Title: surface.Place(t.Root.Place), Unit: fault.Visible(t.Unit), Base: b.links.tree()}
	if root == "." {
		root = ""
	}
	d.Prefix = fault.Visible(root)
	for _, m := range t.Measures {
		x := treeMeasure{Label: fault.Visible(m.Label)}
		for _, step := range m.Steps {
			x.Steps = append(x.Steps, treeStep{step.From, fault.Visible(step.Label)})
		}
		d.Measures = append(d.Measures, x)
	}
	d.Root = treePart(&t.Root, root)
	p.Kind, p.Data = "tree", d
	return p
}

// treePart is a part as an array: name within the part around it, size, values,
// parts, and what it is; its path too where the name is not of it.
func treePart(p *sheet.Part, around string) []any {
	what, name := partLinked, fault.Visible(strings.TrimPrefix(p.Place.Path, around))
	switch {
	case p.Others > 0:
		what, name = partOthers, surface.PartName(*p)
	case p.Name != "":
		what, name = partPlain, surface.PartName(*p)
	case !linkable(p.Place.Path):
		what = partPlain
	}
	within := p.Place.Path
	if within == "." {
		within = ""
	}
	parts := make([]any, len(p.Parts))
	for i := range p.Parts {
		parts[i] = treePart(&p.Parts[i], within)
	}
	out := []any{name, p.Size, p.Values, parts, what}
	if p.Name != "" {
		out = append(out, fault.Visible(within))
	}
	return out
}
