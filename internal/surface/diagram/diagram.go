// Package diagram writes the graph of an answer as text that other programs draw:
// Mermaid, which forges and editors show within Markdown, and DOT, the language of
// Graphviz.
//
// A diagram is one graph: the first of the answer whose edges go somewhere,
// otherwise its first. An edge that leads back in the order of the nodes is dotted.
package diagram

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// MostNodes is how many nodes a diagram has at most: one with more cannot be read.
const MostNodes = 40

// ErrNone means that an answer has no graph.
var ErrNone = errors.New("the answer has no graph")

// Mermaid writes the graph of an answer as a flowchart.
func Mermaid(w io.Writer, a sheet.Answer) error {
	d, err := newDiagram(a)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%%%% %s\n", d.title)
	if n := d.reduce(); n > 0 {
		fmt.Fprintf(&b, "%%%% Left out: %d that lead on in steps which are drawn.\n", n)
	}
	b.WriteString("flowchart TD\n")
	for i, label := range d.labels {
		fmt.Fprintf(&b, "  n%d[\"%s\"]\n", i, mermaidText.Replace(label))
	}
	for _, e := range d.edges {
		arrow, weight := "-->", surface.Number(e.weight)
		switch {
		case d.undirected:
			arrow = "---"
		case e.to < e.from:
			arrow = "-.->"
		}
		if e.weight > 0 {
			arrow += "|" + weight + "|"
		}
		fmt.Fprintf(&b, "  n%d %s n%d\n", e.from, arrow, e.to)
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// mermaidText writes characters that mean something within quotes as Mermaid wants
// them: as entities whose & is a #.
var mermaidText = strings.NewReplacer(`"`, "#quot;", "#", "#35;", "&", "#amp;", "<", "#lt;", ">", "#gt;", "`", "#96;", `\`, "#92;")

// DOT writes the graph of an answer in the language of Graphviz.
func DOT(w io.Writer, a sheet.Answer) error {
	d, err := newDiagram(a)
	if err != nil {
		return err
	}
	kind, line := "digraph", "->"
	if d.undirected {
		kind, line = "graph", "--"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s {\n  label=%s\n  node [shape=box]\n", kind, dotText(d.title))
	for i, label := range d.labels {
		fmt.Fprintf(&b, "  n%d [label=%s]\n", i, dotText(label))
	}
	for _, e := range d.edges {
		style := ""
		if !d.undirected && e.to < e.from {
			style = ", style=dotted, constraint=false"
		}
		fmt.Fprintf(&b, "  n%d %s n%d [label=%s%s]\n", e.from, line, e.to, dotText(surface.Number(e.weight)), style)
	}
	b.WriteString("}\n")
	_, err = io.WriteString(w, b.String())
	return err
}

// dotText is a string of DOT: in it a backslash begins an escape.
func dotText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

type diagram struct {
	title      string
	undirected bool
	labels     []string
	edges      []edge
}

// edge goes from one node to another, by their places.
type edge struct {
	from, to int
	weight   float64
}

// newDiagram takes the graph out of an answer: of one with too many nodes those with
// most edges.
func newDiagram(a sheet.Answer) (*diagram, error) {
	var found *sheet.Section
	for i := range a.Sheets {
		for j := range a.Sheets[i].Sections {
			s := &a.Sheets[i].Sections[j]
			if s.Graph != nil && (found == nil || found.Graph.Undirected && !s.Graph.Undirected) {
				found = s
			}
		}
	}
	if found == nil {
		return nil, ErrNone
	}
	g := found.Graph
	degree, labels := map[string]int{}, surface.NodeLabels(g)
	for _, e := range g.Edges {
		degree[e.From]++
		degree[e.To]++
	}
	nodes := slices.Clone(g.Nodes)
	slices.SortStableFunc(nodes, func(x, y sheet.Node) int { return cmp.Compare(degree[y.ID], degree[x.ID]) })
	shown := map[string]bool{}
	for _, n := range nodes[:min(len(nodes), MostNodes)] {
		shown[n.ID] = true
	}
	d := &diagram{title: fault.Visible(found.Title), undirected: g.Undirected}
	if left := len(g.Nodes) - len(shown); left > 0 {
		d.title += " (" + strconv.Itoa(left) + " with fewest edges left out)"
	}
	at := map[string]int{}
	for _, n := range g.Nodes {
		if shown[n.ID] {
			at[n.ID] = len(d.labels)
			d.labels = append(d.labels, fault.Visible(labels[n.ID]))
		}
	}
	for _, e := range g.Edges {
		if shown[e.From] && shown[e.To] {
			d.edges = append(d.edges, edge{at[e.From], at[e.To], e.Weight})
		}
	}
	slices.SortFunc(d.edges, func(x, y edge) int { return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to)) })
	return d, nil
}

// reduce takes out the edges that lead on in the order of the nodes to where others
// lead in several steps (the transitive reduction of Aho, Garey and Ullman 1972),
// and counts them.
func (d *diagram) reduce() int {
	if d.undirected {
		return 0
	}
	// What each node reaches, as bits: no more than MostNodes.
	reach, next := make([]uint64, len(d.labels)), make([][]int, len(d.labels))
	for _, e := range d.edges {
		if e.to > e.from {
			next[e.from] = append(next[e.from], e.to)
		}
	}
	for from := range slices.Backward(next) {
		for _, to := range next[from] {
			reach[from] |= 1<<to | reach[to]
		}
	}
	all := len(d.edges)
	d.edges = slices.DeleteFunc(d.edges, func(e edge) bool {
		return e.to > e.from && slices.ContainsFunc(next[e.from], func(by int) bool { return reach[by]&(1<<e.to) != 0 })
	})
	return all - len(d.edges)
}
