package git

import (
	"context"
	"errors"
	"math/bits"
	"runtime/debug"

	"leadline/internal/fact"
	"leadline/internal/source/git/linediff"
	"leadline/internal/source/git/pack"
)

// worker walks delta families and compares pairs when their second content
// appears.
type worker struct {
	*contents
	forest *families
	wants  *wants
	git    *catFile

	inflater pack.Inflater
	differ   linediff.Differ
	delta    []byte
	buffers  buffers
	held     map[int32]*holding // contents that a pair still waits for
	spare    int64              // bytes of held contents that no walk keeps anyway
	hunks    []fact.Hunk
}

// holding is a content that is kept.
type holding struct {
	data    []byte
	waiting int  // pairs that need it
	walking bool // the walk is below it: it is a delta base
	shared  bool // another goroutine reads it: its memory is not used again
}

// group reads the families of a group.
func (w *worker) group(ctx context.Context, roots []int32) {
	w.held = map[int32]*holding{}
	w.spare = 0
	for _, r := range roots {
		if ctx.Err() != nil {
			return
		}
		w.family(r)
	}
	for _, h := range w.held {
		if !h.shared {
			w.buffers.put(h.data)
		}
	}
}

// frame is an object on the path from the root of a family.
type frame struct {
	node  int32
	data  []byte
	child int32 // next to be read
}

// family walks one delta tree depth first. Whatever cannot be read is left
// unseen, together with what is built on it. Memory-mapped files that are cut
// short while they are read raise a fault, which ends the family likewise.
func (w *worker) family(root int32) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if e := recover(); e != nil {
			if _, fault := e.(interface{ Addr() uintptr }); !fault {
				panic(e)
			}
		}
	}()
	var stack []frame
	size := 0 // of the contents on the stack
	push := func(i int32, base []byte) {
		if size > maxContent {
			return // git, which forgets bases, can read it
		}
		if data, err := w.inflate(i, base); err == nil {
			w.enter(i, data)
			stack = append(stack, frame{i, data, w.forest.nodes[i].child})
			size += len(data)
		}
	}
	push(root, nil)
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if top.child == none {
			size -= len(top.data)
			w.leave(top.node, top.data)
			stack = stack[:len(stack)-1]
			continue
		}
		i := top.child
		top.child = w.forest.nodes[i].sibling
		push(i, top.data)
	}
}

// inflate builds the object of a node, given its delta base.
func (w *worker) inflate(i int32, base []byte) ([]byte, error) {
	n := &w.forest.nodes[i]
	if n.pack == nil {
		return w.ask(n.blob)
	}
	if n.entry.Size > maxContent {
		w.tooLarge(n.blob)
		return nil, errTooLarge
	}
	switch n.entry.Type {
	case pack.Blob:
		data := w.buffers.get(int(n.entry.Size))
		return data, w.inflater.Inflate(n.pack, n.entry, data)
	case pack.OfsDelta, pack.RefDelta:
		w.delta = grow(w.delta, int(n.entry.Size))
		if err := w.inflater.Inflate(n.pack, n.entry, w.delta); err != nil {
			return nil, err
		}
		_, size, err := pack.DeltaSizes(w.delta)
		if err != nil {
			return nil, err
		}
		if size > maxContent {
			w.tooLarge(n.blob)
			return nil, errTooLarge
		}
		data := w.buffers.get(int(size))
		return data, pack.Apply(data, base, w.delta)
	}
	return nil, pack.ErrCorrupt
}

// ask gets a content that is in no readable pack: from a loose object, else
// from git. One that git does not have either is missing for good.
func (w *worker) ask(blob int32) ([]byte, error) {
	id := w.names.oids[blob]
	var data []byte
	err := errMissing
	if !w.isReplaced(id) {
		data, err = readLoose(w.dirs, id, maxContent, w.buffers.get)
	}
	if errors.Is(err, errMissing) && !w.promisor {
		data, err = w.git.blob(id, maxContent, w.buffers.get)
	}
	switch {
	case errors.Is(err, errTooLarge):
		w.tooLarge(blob)
	case errors.Is(err, errMissing):
		w.blobs[blob] = content{seen: true, kind: fact.Missing}
	}
	return data, err
}

func (w *worker) tooLarge(blob int32) {
	if blob != none {
		w.blobs[blob] = content{seen: true, kind: fact.Binary}
	}
}

// enter looks at a content: its kind, its lines, the pairs that it completes.
func (w *worker) enter(i int32, data []byte) {
	blob := w.forest.nodes[i].blob
	if blob == none {
		return
	}
	b := &w.blobs[blob]
	if !b.seen {
		*b = content{seen: true, size: int64(len(data))}
		if isBinary(data) {
			b.kind = fact.Binary
		} else {
			b.lines = int32(linediff.CountLines(data))
		}
	}
	if w.wants.sketch[blob] {
		s := newSketch(data, b.kind == fact.Text)
		w.mu.Lock()
		w.sketches[blob] = s
		w.mu.Unlock()
	}
	w.forest.nodes[i].visited = true
	h := &holding{data: data, walking: true}
	if b.kind == fact.Text {
		for _, p := range w.forest.pairs[blob] {
			w.meet(p, blob, h)
		}
	}
	w.held[blob] = h
}

// worthHelp is the size of a pair that is worth handing to an idle worker.
const worthHelp = 256 << 10

// meet compares a pair if its other content is at hand, and otherwise notes
// that it waits.
func (w *worker) meet(p, blob int32, h *holding) {
	pr := w.wants.all[p]
	other := pr.old
	if other == blob {
		other = pr.new
	}
	o := w.held[other]
	if o == nil {
		// It may be still to come, or was let go for lack of room, or belongs
		// to another worker's group.
		if w.forest.toCome(blob, other) {
			h.waiting++
		}
		return
	}
	before, after := h, o
	if pr.new == blob {
		before, after = o, h
	}
	if len(before.data)+len(after.data) > worthHelp && w.help(p, before.data, after.data) {
		before.shared, after.shared = true, true
	} else {
		w.compare(p, before.data, after.data)
	}
	if o.waiting--; o.waiting == 0 && !o.walking {
		w.release(other, o)
	}
}

func (w *worker) release(blob int32, h *holding) {
	w.spare -= int64(len(h.data))
	if !h.shared {
		w.buffers.put(h.data)
	}
	delete(w.held, blob)
}

// leave is called when all that is built on a content has been read.
func (w *worker) leave(i int32, data []byte) {
	blob := w.forest.nodes[i].blob
	if blob == none {
		w.buffers.put(data)
		return
	}
	h := w.held[blob]
	h.walking = false
	w.spare += int64(len(data))
	if h.waiting <= 0 || w.spare > w.wants.budget {
		w.release(blob, h)
	}
}

func (w *worker) compare(p int32, old, new []byte) {
	w.hunks = w.differ.Diff(w.hunks[:0], old, new)
	w.compared.put(p, w.hunks)
}

func grow(b []byte, n int) []byte {
	if cap(b) < n {
		return make([]byte, n, n+n/2)
	}
	return b[:n]
}

// buffers keeps memory for contents, in size classes a quarter of a power of
// two apart, so that little is wasted.
type buffers struct {
	free  map[int][][]byte // by capacity
	spare int              // bytes in free
}

const (
	smallest  = 512
	keptSize  = 4 << 20  // larger ones are left to the garbage collector
	keptBytes = 12 << 20 // as is what would be too much in all
)

// classSize is the capacity for n bytes.
func classSize(n int) int {
	if n <= smallest {
		return smallest
	}
	step := 1 << (bits.Len(uint(n-1)) - 3)
	return (n + step - 1) &^ (step - 1)
}

func (b *buffers) get(n int) []byte {
	size := classSize(n)
	if list := b.free[size]; len(list) > 0 {
		buf := list[len(list)-1]
		b.free[size] = list[:len(list)-1]
		b.spare -= size
		return buf[:n]
	}
	if n > keptSize {
		return make([]byte, n)
	}
	return make([]byte, n, size)
}

func (b *buffers) put(buf []byte) {
	size := cap(buf)
	if size > keptSize || size < smallest || b.spare+size > keptBytes || size != classSize(size) {
		return
	}
	if b.free == nil {
		b.free = map[int][][]byte{}
	}
	b.free[size] = append(b.free[size], buf)
	b.spare += size
}
