package git

import (
	"container/heap"

	"leadline/internal/fact"
)

// parentsFirst gives the order in which parents come before children: among
// commits whose parents are all out, the earlier committer time first, then
// the smaller id. Parents that are not among the commits do not count. The
// result holds indices below n.
func parentsFirst(n int, commit func(int) *fact.Commit) []int32 {
	at := make(map[fact.CommitID]int32, n)
	for i := range n {
		at[commit(i).ID] = int32(i)
	}
	waiting := make([]int32, n) // parents that are not out yet
	children := make([][]int32, n)
	ready := &readyHeap{commit: commit}
	for i := range n {
		for _, p := range commit(i).Parents {
			if j, ok := at[p]; ok {
				waiting[i]++
				children[j] = append(children[j], int32(i))
			}
		}
		if waiting[i] == 0 {
			ready.items = append(ready.items, int32(i))
		}
	}
	heap.Init(ready)
	sorted := make([]int32, 0, n)
	for len(ready.items) > 0 {
		i := heap.Pop(ready).(int32)
		sorted = append(sorted, i)
		for _, c := range children[i] {
			if waiting[c]--; waiting[c] == 0 {
				heap.Push(ready, c)
			}
		}
	}
	return sorted
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
