// Package graph holds the arithmetic of directed graphs: what lies on a cycle, and
// what reaches what. Nodes are numbered from 0; what they stand for is the
// caller's.
package graph

import (
	"math/bits"
	"slices"
)

// Graph is nodes and the edges that leave each. Edges may be added twice.
type Graph struct{ out [][]int }

// New makes a graph of n nodes without edges.
func New(n int) *Graph { return &Graph{out: make([][]int, n)} }

// Add adds an edge.
func (g *Graph) Add(from, to int) { g.out[from] = append(g.out[from], to) }

// Len is the number of nodes.
func (g *Graph) Len() int { return len(g.out) }

// Components are the strongly connected components (Tarjan 1972): nodes that reach
// each other. A component comes after those that it reaches; its nodes are sorted.
func (g *Graph) Components() [][]int {
	t := tarjan{graph: g, index: make([]int, len(g.out)), low: make([]int, len(g.out)), on: make([]bool, len(g.out))}
	for n := range g.out {
		if t.index[n] == 0 {
			t.visit(n)
		}
	}
	return t.components
}

// tarjan walks without recursion: graphs come from strangers, and may be deep.
type tarjan struct {
	graph      *Graph
	next       int
	index, low []int // index from 1 in the order of discovery; 0 is not yet seen
	on         []bool
	stack      []int
	components [][]int
}

type frame struct{ node, edge int }

func (t *tarjan) visit(root int) {
	frames := []frame{{node: root}}
	t.discover(root)
	for len(frames) > 0 {
		f := &frames[len(frames)-1]
		if f.edge < len(t.graph.out[f.node]) {
			to := t.graph.out[f.node][f.edge]
			f.edge++
			if t.index[to] == 0 {
				t.discover(to)
				frames = append(frames, frame{node: to})
			} else if t.on[to] {
				t.low[f.node] = min(t.low[f.node], t.index[to])
			}
			continue
		}
		n := f.node
		frames = frames[:len(frames)-1]
		if len(frames) > 0 {
			above := frames[len(frames)-1].node
			t.low[above] = min(t.low[above], t.low[n])
		}
		if t.low[n] == t.index[n] {
			t.pop(n)
		}
	}
}

func (t *tarjan) discover(n int) {
	t.next++
	t.index[n], t.low[n] = t.next, t.next
	t.on[n] = true
	t.stack = append(t.stack, n)
}

// pop takes a whole component, of which n was seen first, off the stack.
func (t *tarjan) pop(n int) {
	at := len(t.stack) - 1
	for t.stack[at] != n {
		at--
	}
	c := slices.Clone(t.stack[at:])
	t.stack = t.stack[:at]
	for _, x := range c {
		t.on[x] = false
	}
	slices.Sort(c)
	t.components = append(t.components, c)
}

// OnCycle tells for each node whether it reaches itself by at least one edge.
func (g *Graph) OnCycle() []bool {
	on := make([]bool, len(g.out))
	for _, c := range g.Components() {
		for _, n := range c {
			on[n] = len(c) > 1 || slices.Contains(g.out[n], n)
		}
	}
	return on
}

// Reach tells for each node how many nodes it reaches, itself included.
func (g *Graph) Reach() []int {
	components := g.Components()
	of := make([]int, len(g.out))
	for c, nodes := range components {
		for _, n := range nodes {
			of[n] = c
		}
	}
	words := (len(components) + 63) / 64
	reached := make([][]uint64, len(components))
	out := make([]int, len(g.out))
	// A component comes after those that it reaches.
	for c, nodes := range components {
		set := make([]uint64, words)
		set[c/64] |= 1 << (c % 64)
		for _, n := range nodes {
			for _, to := range g.out[n] {
				if t := of[to]; t != c {
					for i, w := range reached[t] {
						set[i] |= w
					}
				}
			}
		}
		reached[c] = set
		total := 0
		for i, w := range set {
			for ; w != 0; w &= w - 1 {
				total += len(components[64*i+bits.TrailingZeros64(w)])
			}
		}
		for _, n := range nodes {
			out[n] = total
		}
	}
	return out
}

// PropagationCost is the share of pairs of nodes, each with itself among them, of
// which the first reaches the second: the part of a system that a change of a
// random part may concern (MacCormack, Rusnak, Baldwin 2006). 0 without nodes.
func (g *Graph) PropagationCost() float64 {
	sum := 0
	for _, n := range g.Reach() {
		sum += n
	}
	if n := len(g.out); n > 0 {
		return float64(sum) / (float64(n) * float64(n))
	}
	return 0
}
