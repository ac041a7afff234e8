package run

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"leadline/internal/analysis/ownership"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/git"
	"leadline/internal/store"
)

// Facts are what is known of a repository at one commit.
type Facts struct {
	Repository *git.Repository
	// Branch is the short name of the branch that was read; empty with a
	// revision.
	Branch   string
	History  *fact.History
	Survival []fact.Survival
	// Read is how many commits were read from git by this run; the others were
	// known.
	Read int
}

// Scan brings the stored facts up to date and returns them. Attributes of the
// commit that is read are heeded in what it returns.
func Scan(ctx context.Context, o Options) (*Facts, error) { return scan(ctx, o, nil) }

// scan is Scan. What is kept is loaded by both processors; loaded, if set, is called
// after that, when git is waited for.
func scan(ctx context.Context, o Options, loaded func(*git.Repository)) (*Facts, error) {
	r, err := git.Open(ctx, o.Dir)
	if err != nil {
		return nil, explain(err, &o)
	}
	// What git is asked takes about as long as loading what is kept.
	var head fact.CommitID
	var branch string
	var unresolved, ungrafted error
	var state key
	var asked sync.WaitGroup
	asked.Go(func() { defer fault.Catch(&unresolved); head, branch, unresolved = resolve(ctx, r, &o) })
	asked.Go(func() { defer fault.Catch(&ungrafted); state, ungrafted = readKey(ctx, r) })
	s := openIndex(r, &o)
	defer s.close()
	snap := s.load(ctx, &o)
	marked := ahead(r, &o, func(x *index) keptMarks { return x.keptMarks(ctx) })
	if loaded != nil {
		loaded(r)
	}
	asked.Wait()
	if err := cmp.Or(unresolved, ungrafted, ctx.Err()); err != nil {
		return nil, explain(err, &o)
	}
	f := &Facts{Repository: r, Branch: branch, History: &fact.History{}}
	if head == "" {
		return f, nil
	}
	s.key = state
	save, err := f.refresh(ctx, s, snap, head, &o)
	if err != nil {
		return nil, explain(err, &o)
	}
	var attributes *git.Attributes
	kept := marked()
	var binary []*fact.Change
	looked := false
	err = fault.AtOnce(
		func() error { save(); return nil },
		func() (err error) {
			if attributes, err = r.Attributes(ctx, f.History.Files); err == nil {
				attributes.ApplyToFiles(f.History.Files)
				binary = attributes.BinaryChanges(f.History.Commits)
				looked, err = f.look(ctx, kept)
			}
			return err
		},
	)
	if err != nil {
		return nil, explain(err, &o)
	}
	for _, ch := range binary { // which was saved as it was
		ch.Content, ch.Added, ch.Deleted = fact.Binary, 0, 0
	}
	if looked {
		s.keepMarks(ctx, kept, f.History.Files)
	}
	return f, nil
}

// resolve finds the commit to read, and the branch whose it is.
func resolve(ctx context.Context, r *git.Repository, o *Options) (fact.CommitID, string, error) {
	if o.At == "" {
		return r.Default(ctx)
	}
	id, err := r.Resolve(ctx, o.At)
	return id, "", err
}

// refresh fills the facts from what is kept, reading from git what is not. What it
// gives saves them; the files may be changed meanwhile, and nothing else.
func (f *Facts) refresh(ctx context.Context, s *index, snap *store.Snapshot, head fact.CommitID, o *Options) (save func(), err error) {
	if snap != nil && snap.History.Head == head && s.current(snap) {
		if len(snap.History.Gaps) == 0 || !f.Repository.Recovered(ctx, &snap.History) {
			f.History, f.Survival = reachable(snap, head), snap.Survival
			return func() {}, nil
		}
	}
	s.lock(ctx, o)
	// Another run may have finished while this one waited for the lock.
	if s.changed(ctx, snap) {
		snap = s.load(ctx, o)
	}
	if snap == nil {
		snap = &store.Snapshot{}
	}
	return f.readAnew(ctx, s, snap, head, o)
}

// readAnew reads what is missing.
func (f *Facts) readAnew(ctx context.Context, s *index, snap *store.Snapshot, head fact.CommitID, o *Options) (save func(), err error) {
	known, relink := s.usable(snap)
	h, err := f.Repository.Read(ctx, git.Request{
		Head: head, Known: known, Relink: relink, Progress: o.serialProgress(),
	})
	if errors.Is(err, git.ErrKnown) {
		return f.readAnew(ctx, s, &store.Snapshot{}, head, o)
	}
	if err != nil {
		return nil, err
	}
	f.Read = countNew(h, known)
	result, ok := ownership.Result{}, false
	if !relink && len(known) == len(snap.History.Commits) && snap.History.Head != "" {
		old := ownership.Result{Files: snap.History.Files, Survival: snap.Survival}
		result, ok = ownership.Update(h, old, snap.History.Head)
	}
	if !ok {
		result = ownership.Replay(h)
	}
	h.Files, f.History, f.Survival = result.Files, h, result.Survival
	if o.At != "" && snap.History.Head != "" {
		return func() {}, nil // the index stays with the head
	}
	saved := *h
	saved.Files = slices.Clone(h.Files)
	return func() { s.save(ctx, &saved, f.Survival, snap, known, o) }, nil
}

// serialProgress makes the caller's progress function safe to call from the
// goroutines of a source.
func (o *Options) serialProgress() func(git.Stage, int, int) {
	if o.Progress == nil {
		return nil
	}
	var mu sync.Mutex
	return func(stage git.Stage, done, total int) {
		mu.Lock()
		defer mu.Unlock()
		o.Progress(string(stage), done, total)
	}
}

func countNew(h *fact.History, known []fact.Commit) int {
	at := make(map[fact.CommitID]bool, len(known))
	for i := range known {
		at[known[i].ID] = true
	}
	n := 0
	for i := range h.Commits {
		if !at[h.Commits[i].ID] {
			n++
		}
	}
	return n
}

// reachable is the history of a snapshot's head, without commits that are kept
// from former heads.
func reachable(snap *store.Snapshot, head fact.CommitID) *fact.History {
	h := snap.History
	if !strings.HasSuffix(snap.Key, ordered) {
		h.Commits = git.Reachable(head, snap.History.Commits)
	}
	return &h
}
