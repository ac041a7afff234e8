package git

import (
	"container/heap"

	"leadline/internal/fact"
)

// leadingTo gives the commits that lead to head, by their indices below n, so
// that parents come before children: among commits whose parents are all out,
// the earlier committer time first, then the smaller id. Parents that are not
// among the commits do not count.
func leadingTo(head fact.CommitID, n int, commit func(int) *fact.Commit) []int32 {
	g := newGraph(n, commit)
	start, ok := g.at[head]
	if !ok {
		return nil
	}
	waiting, children := g.climb(start)
	ready := &readyHeap{commit: commit}
	for _, i := range g.reached {
		if waiting[i] == 0 {
			ready.items = append(ready.items, i)
		}
	}
	heap.Init(ready)
	sorted := make([]int32, 0, len(g.reached))
	for len(ready.items) > 0 {
		i := heap.Pop(ready).(int32)
		sorted = append(sorted, i)
		for _, c := range children.of(i) {
			if waiting[c]--; waiting[c] == 0 {
				heap.Push(ready, c)
			}
		}
	}
	return sorted
}

// graph is the commits with their parents by index.
type graph struct {
	at      map[fact.CommitID]int32
	parents lists
	reached []int32
}

// lists are short lists of numbers in one piece of memory: that of i is
// items[ends[i-1]:ends[i]].
type lists struct {
	ends  []int32
	items []int32
}

func (l *lists) of(i int32) []int32 {
	from := int32(0)
	if i > 0 {
		from = l.ends[i-1]
	}
	return l.items[from:l.ends[i]]
}

func newGraph(n int, commit func(int) *fact.Commit) *graph {
	g := &graph{at: make(map[fact.CommitID]int32, n)}
	for i := range n {
		g.at[commit(i).ID] = int32(i)
	}
	g.parents.ends = make([]int32, n)
	for i := range n {
		for _, p := range commit(i).Parents {
			if j, ok := g.at[p]; ok {
				g.parents.items = append(g.parents.items, j)
			}
		}
		g.parents.ends[i] = int32(len(g.parents.items))
	}
	return g
}

// climb finds all that leads to a commit, how many parents each has, and the
// children of each among them.
func (g *graph) climb(start int32) (waiting []int32, children lists) {
	n := len(g.parents.ends)
	waiting = make([]int32, n)
	counts := make([]int32, n)
	seen := make([]bool, n)
	seen[start] = true
	stack := []int32{start}
	total := int32(0)
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		g.reached = append(g.reached, i)
		for _, p := range g.parents.of(i) {
			waiting[i]++
			counts[p]++
			total++
			if !seen[p] {
				seen[p] = true
				stack = append(stack, p)
			}
		}
	}
	// Fill the lists from their ends.
	children.items = make([]int32, total)
	children.ends = counts
	sum := int32(0)
	for i := range counts {
		sum += counts[i]
		counts[i] = sum
	}
	fill := append([]int32(nil), counts...)
	for _, i := range g.reached {
		for _, p := range g.parents.of(i) {
			fill[p]--
			children.items[fill[p]] = i
		}
	}
	return waiting, children
}

// readyHeap orders commits whose parents are all out.
type readyHeap struct {
	commit func(int) *fact.Commit
	items  []int32
}

func (h *readyHeap) Len() int { return len(h.items) }

func (h *readyHeap) Less(i, j int) bool {
	a, b := h.commit(int(h.items[i])), h.commit(int(h.items[j]))
	if a.Committed.Unix != b.Committed.Unix {
		return a.Committed.Unix < b.Committed.Unix
	}
	return a.ID < b.ID
}

func (h *readyHeap) Swap(i, j int) { h.items[i], h.items[j] = h.items[j], h.items[i] }
func (h *readyHeap) Push(x any)    { h.items = append(h.items, x.(int32)) }

func (h *readyHeap) Pop() any {
	last := len(h.items) - 1
	x := h.items[last]
	h.items = h.items[:last]
	return x
}
