package git

import (
	"slices"

	"leadline/internal/source/git/pack"
)

// node is an object to be inflated: a wanted blob, or a delta base on the way
// to one.
type node struct {
	pack           *pack.Pack // nil: to be asked of git
	entry          pack.Entry
	blob           int32 // ordinal, none for a mere base
	base           int32
	child, sibling int32
	root           int32 // the family, and once they are joined the group
	visited        bool
}

// families are the delta trees that hold the wanted blobs. Walking each from
// its root inflates every object exactly once.
type families struct {
	nodes []node
	of    map[int32]int32 // blob to node
	pairs map[int32][]int32
}

type place struct {
	pack *pack.Pack
	off  uint64
}

// plant finds the nodes for what is wanted.
func (c *contents) plant(w wants) *families {
	f := &families{
		nodes: make([]node, 0, len(w.blobs)+len(w.blobs)/4),
		of:    make(map[int32]int32, len(w.blobs)),
		pairs: map[int32][]int32{},
	}
	at := make(map[place]int32, len(w.blobs))
	for _, b := range w.blobs {
		if _, ok := f.of[b]; ok {
			continue
		}
		id := c.names.oids[b]
		p, off, ok := c.packs.Find([]byte(id))
		if !ok || w.external[b] || c.isReplaced(id) {
			f.of[b] = f.add(node{blob: b, base: none})
			continue
		}
		i := f.chain(at, p, off)
		f.nodes[i].blob = b
		f.of[b] = i
	}
	for i := range f.nodes {
		if n := &f.nodes[i]; n.base != none {
			n.sibling = f.nodes[n.base].child
			f.nodes[n.base].child = int32(i)
		}
	}
	for _, p := range w.pairs {
		pr := w.all[p]
		f.pairs[pr.old] = append(f.pairs[pr.old], p)
		f.pairs[pr.new] = append(f.pairs[pr.new], p)
	}
	return f
}

func (f *families) add(n node) int32 {
	n.child, n.sibling, n.root = none, none, none
	f.nodes = append(f.nodes, n)
	return int32(len(f.nodes) - 1)
}

// chain adds the object at an offset and the bases that it is built on, and
// gives the object's node. Where the chain cannot be followed it ends in a
// node without an entry, which fails when it is read.
func (f *families) chain(at map[place]int32, p *pack.Pack, off uint64) int32 {
	first, above := none, none
	for {
		i, known := at[place{p, off}]
		if !known {
			e, err := p.Entry(off)
			if err != nil {
				e = pack.Entry{}
			}
			i = f.add(node{pack: p, entry: e, blob: none, base: none})
			at[place{p, off}] = i
		}
		if first == none {
			first = i
		}
		if above != none {
			f.nodes[above].base = i
		}
		if known {
			return first
		}
		switch e := &f.nodes[i].entry; e.Type {
		case pack.OfsDelta:
			off = e.Base
		case pack.RefDelta:
			base, ok := p.Find(e.BaseID)
			if !ok {
				f.nodes[i].entry = pack.Entry{}
				return first
			}
			off = base
		default:
			return first
		}
		above = i
	}
}

// group is a set of families that one worker reads.
type group struct {
	roots []int32
	nodes int
}

// groups joins families that share pairs, so that both contents of a pair meet
// in one worker; a group that would keep the others waiting is not made
// unless cohesion is asked for. The largest come first.
func (f *families) groups(workers int, cohesive bool) []group {
	size := f.findRoots()
	most := len(f.nodes)/(4*workers) + 1
	if cohesive {
		most = len(f.nodes) + 1
	}
	find := func(i int32) int32 {
		for f.nodes[i].root != i {
			f.nodes[i].root = f.nodes[f.nodes[i].root].root
			i = f.nodes[i].root
		}
		return i
	}
	joined := map[int32]int32{} // pair to the family first seen with it
	for i := range f.nodes {
		n := &f.nodes[i]
		if n.blob == none || n.root == none {
			continue
		}
		for _, p := range f.pairs[n.blob] {
			other, ok := joined[p]
			if !ok {
				joined[p] = int32(i)
				continue
			}
			a, b := find(int32(i)), find(other)
			if a != b && size[a]+size[b] <= most {
				f.nodes[a].root = b
				size[b] += size[a]
			}
		}
	}
	return f.collect(find, size)
}

// findRoots points every node at the root of its delta family and counts the
// families. Nodes in a cycle of deltas have no root: they are never read.
func (f *families) findRoots() map[int32]int {
	size := map[int32]int{}
	for i := range f.nodes {
		if f.nodes[i].base != none {
			continue
		}
		root := int32(i)
		stack := []int32{root}
		for len(stack) > 0 {
			j := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			f.nodes[j].root = root
			size[root]++
			for k := f.nodes[j].child; k != none; k = f.nodes[k].sibling {
				stack = append(stack, k)
			}
		}
	}
	return size
}

func (f *families) collect(find func(int32) int32, size map[int32]int) []group {
	index := map[int32]int{}
	var groups []group
	for i := range f.nodes {
		if f.nodes[i].root == none {
			continue
		}
		r := find(int32(i))
		f.nodes[i].root = r
		if f.nodes[i].base != none {
			continue
		}
		g, ok := index[r]
		if !ok {
			g = len(groups)
			index[r] = g
			groups = append(groups, group{nodes: size[r]})
		}
		groups[g].roots = append(groups[g].roots, int32(i))
	}
	slices.SortStableFunc(groups, func(a, b group) int { return b.nodes - a.nodes })
	return groups
}

// toCome reports whether a blob is still to be read in the group of another.
func (f *families) toCome(blob, other int32) bool {
	i, ok := f.of[other]
	// What another worker's group has visited is not for this one to look at.
	return ok && f.nodes[i].root == f.nodes[f.of[blob]].root && !f.nodes[i].visited
}
