// Package syntax walks the trees that grammars make of source code, and measures
// what is alike in all languages: how complex a function is.
package syntax

import (
	"iter"

	"leadline/internal/fact"
	"leadline/internal/source/code/sitter"
)

// Tree is a syntax tree and the text that it is of. A node is known by its index;
// None is no node.
type Tree struct {
	*sitter.Tree
	Source []byte
	// Breaks are those of the functions that were measured, if Noted says that they are
	// wanted.
	Noted  bool
	Breaks []fact.Break
	before []int32
}

// New makes a tree of what a grammar made of a text.
func New(parsed *sitter.Tree, source []byte) *Tree {
	t := &Tree{Tree: parsed, Source: source, before: make([]int32, len(parsed.Nodes))}
	last := make([]int32, len(parsed.Nodes)) // of the parts of a node so far
	for i := range parsed.Nodes {
		t.before[i], last[i] = None, None
		if p := parsed.Nodes[i].Parent; p >= 0 {
			t.before[i], last[p] = last[p], int32(i)
		}
	}
	return t
}

// None is no node.
const None int32 = -1

// Kind is what the grammar calls a node; empty for None.
func (t *Tree) Kind(n int32) string {
	if n < 0 {
		return ""
	}
	return t.Nodes[n].Kind
}

// Text is the text of a node; empty for None.
func (t *Tree) Text(n int32) string {
	if n < 0 {
		return ""
	}
	return string(t.Source[t.Nodes[n].Start:t.Nodes[n].End])
}

// Line is the line in which a node starts, from 1.
func (t *Tree) Line(n int32) int { return int(t.Nodes[n].Row) + 1 }

// EndLine is the line of the last byte of a node.
func (t *Tree) EndLine(n int32) int {
	x := &t.Nodes[n]
	if x.End > x.Start && t.Source[x.End-1] == '\n' {
		return max(int(x.EndRow), int(x.Row)+1)
	}
	return int(x.EndRow) + 1
}

// Parent is the node that a node is part of; None of the first.
func (t *Tree) Parent(n int32) int32 { return t.Nodes[n].Parent }

// Children are the parts of a node, in order, tokens among them.
func (t *Tree) Children(n int32) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		if n < 0 {
			return
		}
		for c := n + 1; c < t.Nodes[n].Next; c = t.Nodes[c].Next {
			if !yield(c) {
				return
			}
		}
	}
}

// Named are the parts of a node that are no tokens.
func (t *Tree) Named(n int32) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for c := range t.Children(n) {
			if t.Nodes[c].Named && !yield(c) {
				return
			}
		}
	}
}

// Field is the first part of a node in a role; None if there is none.
func (t *Tree) Field(n int32, role string) int32 {
	for c := range t.Children(n) {
		if t.Nodes[c].Field == role {
			return c
		}
	}
	return None
}

// Child is the first part of a node of one of the kinds; None if there is none.
func (t *Tree) Child(n int32, kinds ...string) int32 {
	for c := range t.Children(n) {
		for _, k := range kinds {
			if t.Nodes[c].Kind == k {
				return c
			}
		}
	}
	return None
}

// Has tells whether a node has a part of a kind.
func (t *Tree) Has(n int32, kind string) bool { return t.Child(n, kind) != None }

// Before is the part that stands before another one of the same node; None of the
// first.
func (t *Tree) Before(n int32) int32 { return t.before[n] }

// Nearest gives for every node the nearest one above it that is wanted; None where
// there is none.
func (t *Tree) Nearest(wanted func(n int32) bool) []int32 {
	near := make([]int32, len(t.Nodes))
	hit := make([]bool, len(t.Nodes))
	for i := range t.Nodes {
		n := int32(i)
		hit[n] = wanted(n)
		near[n] = None
		if p := t.Nodes[n].Parent; p >= 0 {
			near[n] = near[p]
			if hit[p] {
				near[n] = p
			}
		}
	}
	return near
}
