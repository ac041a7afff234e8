package git

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"leadline/internal/fact"
	"leadline/internal/fault"
)

// Stage is a part of reading a history, for progress.
type Stage string

// The stages, in order.
const (
	StageLog      Stage = "commits"
	StageContents Stage = "contents"
	StageRenames  Stage = "renames"
)

// Request says what to read.
type Request struct {
	Head fact.CommitID
	// Known are commits that were read before, parents before children. They
	// need not be reachable from Head; those that are not are left out of the
	// result.
	Known []fact.Commit
	// Relink says that parents of known commits may have changed, as when a
	// shallow clone is deepened: then the versions that known changes refer to
	// are named anew. The changes of Known are written to.
	Relink bool
	// MaxHunks is how many hunks are kept, MaxHunks where it is 0. What has more gets
	// a gap.
	MaxHunks int
	// Progress, if set, is told how far a stage is; total is 0 where it is not
	// known. It may be called from several goroutines.
	Progress func(stage Stage, done, total int)
}

func (q *Request) progress(s Stage, done, total int) {
	if q.Progress != nil {
		q.Progress(s, done, total)
	}
}

// ErrKnown means that known commits hold what is too much together with what is new:
// the history has to be read without them.
var ErrKnown = errors.New("the known commits hold too much")

// Read gives the history of a head. Files at the head come without the origin
// of their lines, which is derived from the changes, and without attributes.
// What cannot be read is reported in Gaps; an error means that nothing could
// be read, or that the context was cancelled.
func (r *Repository) Read(ctx context.Context, q Request) (*fact.History, error) {
	h := &fact.History{Head: q.Head}
	if q.Head == "" {
		return h, nil
	}
	n := newNames(r.idLen)
	var c *contents
	var unopened error
	var opened sync.WaitGroup // while git makes its log
	opened.Go(func() { defer fault.Catch(&unopened); c, unopened = newContents(ctx, r, n) })
	fresh, err := r.freshCommits(ctx, n, &q)
	opened.Wait()
	if c != nil {
		defer c.close()
	}
	if err != nil {
		if ctx.Err() != nil || len(fresh) == 0 {
			return nil, err
		}
		h.Gaps = append(h.Gaps, fact.Gap{
			Kind:   fact.GapHistory,
			Detail: fmt.Sprintf("git could not read all commits: %v", err),
		})
	}
	entries := reachable(q.Head, q.Known, fresh)
	if len(entries) == 0 {
		return nil, fmt.Errorf("%w: %s is not in the history that git tells", ErrNoRevision, q.Head)
	}
	p := newPlan(n, entries, q.Relink)
	if unopened != nil {
		return nil, unopened
	}
	known := knownHunks(entries)
	c.compared = newOutcomes(int64(cmp.Or(q.MaxHunks, MaxHunks)), known)
	if err := c.readPlan(ctx, p, &q); err != nil {
		return nil, err
	}
	if err := assemble(h, p, c, known); err != nil {
		return nil, err
	}
	if err := r.noteGaps(h); err != nil {
		return nil, err
	}
	return h, nil
}

// freshCommits reads the commits that are not known.
func (r *Repository) freshCommits(ctx context.Context, n *names, q *Request) ([]logged, error) {
	known := make(map[fact.CommitID]bool, len(q.Known))
	inner := map[fact.CommitID]bool{}
	for i := range q.Known {
		known[q.Known[i].ID] = true
		for _, p := range q.Known[i].Parents {
			inner[p] = true
		}
	}
	var tips []fact.CommitID
	if !q.Relink { // what is not known may lie behind what is
		if known[q.Head] {
			return nil, nil
		}
		for i := range q.Known {
			if id := q.Known[i].ID; !inner[id] {
				tips = append(tips, id)
			}
		}
	}
	var fresh []logged
	err := r.readLog(ctx, n, q.Head, tips, func(c logged) {
		if !known[c.commit.ID] {
			fresh = append(fresh, c)
			if len(fresh)%1000 == 0 {
				q.progress(StageLog, len(fresh), 0)
			}
		}
	})
	if err != nil && len(fresh) > 0 {
		fresh = fresh[:len(fresh)-1] // git may have died before it told what that one changed
	}
	return fresh, err
}

// reachable keeps the commits that lead to head, parents before children.
func reachable(head fact.CommitID, known []fact.Commit, fresh []logged) []entry {
	all := make([]entry, 0, len(known)+len(fresh))
	for i := range known {
		all = append(all, entry{commit: &known[i]})
	}
	for i := range fresh {
		all = append(all, entry{commit: &fresh[i].commit, fresh: true, rows: fresh[i].rows})
	}
	order := leadingTo(head, len(all), func(i int) *fact.Commit { return all[i].commit })
	entries := make([]entry, len(order))
	for k, i := range order {
		entries[k] = all[i]
	}
	return entries
}

// Reachable gives the commits that lead to head, in the order of History.
func Reachable(head fact.CommitID, commits []fact.Commit) []fact.Commit {
	order := leadingTo(head, len(commits), func(i int) *fact.Commit { return &commits[i] })
	inOrder := len(order) == len(commits)
	for k, i := range order {
		inOrder = inOrder && int(i) == k
	}
	if inOrder {
		return commits
	}
	out := make([]fact.Commit, len(order))
	for k, i := range order {
		out[k] = commits[i]
	}
	return out
}

// readPlan reads the contents that a plan asks for, then those that similar
// contents add to it.
func (c *contents) readPlan(ctx context.Context, p *plan, q *Request) error {
	c.progress = func(done, total int) { q.progress(StageContents, done, total) }
	w := wants{sketch: map[int32]bool{}, all: p.pairs}
	for i := range p.pairs {
		w.pairs = append(w.pairs, int32(i))
	}
	for _, b := range p.sketched() {
		w.sketch[b] = true
	}
	w.blobs = p.contents()
	if err := c.read(ctx, w); err != nil {
		return err
	}
	from, err := p.similarRenames(c.sketches, c.workers)
	c.sketches = nil
	if err != nil {
		return err
	}
	if from == len(p.pairs) {
		return nil
	}
	c.progress = func(done, total int) { q.progress(StageRenames, done, total) }
	w = wants{all: p.pairs}
	for i := from; i < len(p.pairs); i++ {
		w.pairs = append(w.pairs, int32(i))
		w.blobs = append(w.blobs, p.pairs[i].old, p.pairs[i].new)
	}
	return c.read(ctx, w)
}

// contents lists the blobs of all new changes, each once.
func (p *plan) contents() []int32 {
	seen := make([]bool, len(p.names.oids))
	var blobs []int32
	add := func(b int32) {
		if b >= 0 && !seen[b] {
			seen[b] = true
			blobs = append(blobs, b)
		}
	}
	for i := range p.changes {
		ch := &p.changes[i]
		if !isSubmodule(ch.oldMode) {
			add(ch.old)
		}
		if !isSubmodule(ch.newMode) {
			add(ch.blob)
		}
	}
	for _, pr := range p.pairs {
		add(pr.old)
		add(pr.new)
	}
	return blobs
}

// noteGaps reports what is missing from an assembled history.
func (r *Repository) noteGaps(h *fact.History) error {
	missing := map[fact.BlobID]bool{}
	example := ""
	for i := range h.Commits {
		for j := range h.Commits[i].Changes {
			ch := &h.Commits[i].Changes[j]
			for _, side := range []struct {
				content fact.Content
				blob    fact.BlobID
			}{{ch.OldContent, ch.Old}, {ch.Content, ch.Blob}} {
				if side.content == fact.Missing && !missing[side.blob] {
					missing[side.blob] = true
					if example == "" {
						example = string(side.blob) + " " + string(ch.Path)
					}
				}
			}
		}
	}
	if len(missing) > 0 {
		h.Gaps = append(h.Gaps, fact.Gap{
			Kind: fact.GapBlob, Count: len(missing), Example: example,
			Detail: "contents that the repository does not hold or that are damaged: their lines are not known",
		})
	}
	return r.noteShallow(h)
}

// noteShallow reports where a shallow history ends.
func (r *Repository) noteShallow(h *fact.History) error {
	edge, err := r.ShallowEdge()
	if err != nil {
		return err
	}
	n, example := 0, ""
	for i := range h.Commits {
		if _, ok := slices.BinarySearch(edge, h.Commits[i].ID); ok {
			n++
			example = string(h.Commits[i].ID)
		}
	}
	if n > 0 {
		h.Gaps = append(h.Gaps, fact.Gap{
			Kind: fact.GapShallow, Count: n, Example: example,
			Detail: "the clone is shallow: what was before these commits is not known, and their lines count as written there",
		})
	}
	return nil
}

// assemble turns a plan and what was read of the contents into facts.
func assemble(h *fact.History, p *plan, c *contents, known perClass) error {
	a := &assembler{plan: p, contents: c, hex: make([]fact.BlobID, len(p.names.oids)), hunks: known}
	h.Commits = make([]fact.Commit, len(p.entries))
	for i := range p.entries {
		h.Commits[i] = *p.entries[i].commit
		if p.entries[i].fresh {
			h.Commits[i].Changes = a.changes(&h.Commits[i], p.changes[p.first[i]:p.first[i+1]])
		}
	}
	h.Files = a.files()
	if err := a.bound(h.Commits); err != nil {
		return err
	}
	if a.dropped > 0 {
		h.Gaps = append(h.Gaps, fact.Gap{
			Kind: fact.GapOrigin, Count: a.dropped, Example: string(a.example),
			Detail: "files change in too many places, in all, for every line to be followed: what the largest changes left is of unknown origin",
		})
	}
	return nil
}
