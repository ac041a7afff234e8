package git

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/git/linediff"
	"leadline/internal/source/git/pack"
)

// maxContent is the size above which a content is taken for binary unread:
// the default of git's core.bigFileThreshold.
const maxContent = 512 << 20

// errTooLarge means that a content is larger than maxContent.
var errTooLarge = errors.New("content is too large")

// content is what is known of a blob.
type content struct {
	seen  bool
	kind  fact.Content
	lines int32
	size  int64
}

// contents reads blobs, each as seldom as possible, and compares pairs.
type contents struct {
	repo     *Repository
	names    *names
	packs    *pack.Set
	dirs     []string        // object directories
	promisor bool            // git would fetch what is missing: it must not be asked
	replaced map[string]bool // ids that git substitutes: only git may read them
	workers  int
	progress func(done, total int)

	// idle counts workers that have nothing left to read: they can compare for
	// the others. helping waits for what they do.
	idle     atomic.Int64
	helping  sync.WaitGroup
	helpFail error

	blobs    []content // by blob ordinal
	compared *outcomes
	sketches map[int32]sketch
	mu       sync.Mutex // guards sketches and helpFail
}

func newContents(ctx context.Context, r *Repository, n *names) (*contents, error) {
	dirs := r.objectDirs()
	var promisor bool
	var ids []string
	var err error
	var asked sync.WaitGroup
	asked.Go(func() { promisor = r.promisor(ctx) })
	asked.Go(func() { ids, err = r.replaced(ctx) })
	packs, _ := pack.Open(dirs, r.idLen) // what it leaves out, git reads
	asked.Wait()
	c := &contents{
		repo: r, names: n, packs: packs, dirs: dirs, promisor: promisor, replaced: map[string]bool{},
		workers: runtime.GOMAXPROCS(0), sketches: map[int32]sketch{},
	}
	if err != nil {
		packs.Close()
		return nil, err
	}
	for _, id := range ids {
		c.replaced[id] = true
	}
	return c, nil
}

// isReplaced reports whether git shows another object under a binary id.
func (c *contents) isReplaced(id string) bool {
	return len(c.replaced) > 0 && c.replaced[hex.EncodeToString([]byte(id))]
}

func (c *contents) close() { c.packs.Close() }

// wants is one round of reading.
type wants struct {
	blobs    []int32        // to be read, each once
	pairs    []int32        // ordinals of pairs to be compared
	sketch   map[int32]bool // blobs that need a sketch
	all      []pair         // what the ordinals mean
	external map[int32]bool // blobs that the packs failed to give
	budget   int64          // bytes of contents that a worker may keep for later pairs
	cohesive bool           // keep all families that share pairs together
}

// budgetFirst is what each worker may hold in the first round; pairs that do
// not fit are compared later.
const budgetFirst = 24 << 20

// read reads the wanted blobs and compares the wanted pairs in rounds: in pack order;
// then what was left over, through git where the packs failed, as often as that
// leaves less; then single pairs that no budget could hold.
func (c *contents) read(ctx context.Context, w wants) error {
	if grow := len(c.names.oids) - len(c.blobs); grow > 0 {
		c.blobs = append(c.blobs, make([]content, grow)...)
	}
	if grow := len(w.all) - len(c.compared.pairs); grow > 0 {
		c.compared.pairs = append(c.compared.pairs, make([]outcome, grow)...)
	}
	w.budget = budgetFirst
	if err := c.round(ctx, w); err != nil {
		return err
	}
	rest := c.rest(w)
	for left := len(w.pairs) + 1; len(rest.blobs) > 0 && len(rest.pairs) < left; rest = c.rest(rest) {
		left = len(rest.pairs)
		rest.budget, rest.cohesive = 4*budgetFirst, true
		if err := c.round(ctx, rest); err != nil {
			return err
		}
	}
	for _, p := range rest.pairs {
		one := wants{
			blobs: []int32{w.all[p].old, w.all[p].new}, pairs: []int32{p}, all: w.all,
			external: rest.external, budget: 1 << 62, cohesive: true,
		}
		if err := c.round(ctx, one); err != nil {
			return err
		}
	}
	return nil
}

// rest lists what a round has left undone. Blobs that it could not read are
// asked of git next time.
func (c *contents) rest(w wants) wants {
	r := wants{all: w.all, sketch: w.sketch, external: map[int32]bool{}}
	wanted := map[int32]bool{}
	want := func(b int32) {
		if !wanted[b] {
			wanted[b] = true
			r.blobs = append(r.blobs, b)
		}
	}
	for _, b := range w.blobs {
		if !c.blobs[b].seen {
			r.external[b] = true
			want(b)
		}
	}
	for _, p := range w.pairs {
		pr := w.all[p]
		a, b := &c.blobs[pr.old], &c.blobs[pr.new]
		if c.compared.pairs[p].made || a.seen && a.kind != fact.Text || b.seen && b.kind != fact.Text {
			continue
		}
		r.pairs = append(r.pairs, p)
		want(pr.old)
		want(pr.new)
	}
	return r
}

// round reads a set of blobs in parallel. Each group of delta families is one
// worker's, so workers share nothing but the results.
func (c *contents) round(ctx context.Context, w wants) error {
	f := c.plant(w)
	groups := f.groups(c.workers, w.cohesive)
	c.giveUpCycles(f)
	var next, done atomic.Int64
	active := min(c.workers, len(groups))
	c.idle.Store(int64(c.workers - active))
	err := inParallel(active, func() {
		wk := &worker{contents: c, forest: f, wants: &w, git: newCatFile(ctx, c.repo)}
		defer wk.git.close()
		defer c.idle.Add(1)
		for ctx.Err() == nil {
			i := int(next.Add(1)) - 1
			if i >= len(groups) {
				return
			}
			wk.group(ctx, groups[i].roots)
			n := done.Add(int64(groups[i].nodes))
			if c.progress != nil {
				c.progress(int(n), len(f.nodes))
			}
		}
	})
	c.helping.Wait()
	return cmp.Or(err, c.helpFail, ctx.Err())
}

// help has an idle worker compare a pair, if there is one.
func (c *contents) help(p int32, old, new []byte) bool {
	if c.idle.Add(-1) < 0 {
		c.idle.Add(1)
		return false
	}
	c.helping.Go(func() {
		var err error
		defer func() {
			c.idle.Add(1)
			if err != nil {
				c.mu.Lock()
				c.helpFail = err
				c.mu.Unlock()
			}
		}()
		defer fault.Catch(&err)
		var d linediff.Differ
		c.compared.put(p, d.Diff(nil, old, new))
	})
	return true
}

// giveUpCycles marks contents whose deltas lead in a circle as missing: git,
// asked for one, would follow them until it is out of memory.
func (c *contents) giveUpCycles(f *families) {
	for i := range f.nodes {
		if n := &f.nodes[i]; n.root == none && n.blob != none {
			c.blobs[n.blob] = content{seen: true, kind: fact.Missing}
		}
	}
}

// isBinary tells binary contents from text as git does: by a NUL byte among
// the first 8,000.
func isBinary(b []byte) bool {
	const looked = 8000
	return bytes.IndexByte(b[:min(looked, len(b))], 0) >= 0
}
