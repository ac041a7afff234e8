package run

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/git"
	"leadline/internal/store"
	"leadline/internal/store/sqlite"
)

// engineVersion is raised whenever the facts that are read from the same
// history change: everything stored by another version is read anew.
const engineVersion = 6

// index is the store of one repository, or the lack of one: an answer never
// fails because it cannot be kept.
type index struct {
	store store.Store // nil if there is none
	key   key
	repo  fact.RepoID
	fresh bool
	// locked is set when this run may write.
	locked bool
	loaded int  // commits in the store, to append after
	unread bool // what is stored cannot be read
}

// key is the state of everything besides commits that stored facts depend on.
type key struct {
	engine  int
	grafts  string
	shallow []fact.CommitID
}

func (k key) String() string {
	edge := make([]string, len(k.shallow))
	for i, c := range k.shallow {
		edge[i] = string(c)
	}
	return fmt.Sprintf("engine=%d grafts=%s shallow=%s", k.engine, k.grafts, strings.Join(edge, ","))
}

// ordered ends the key of a snapshot whose commits are those that lead to its head,
// in the order of the history: then nothing has to be sorted.
const ordered = " ordered"

func parseKey(s string) (k key, ok bool) {
	f := strings.Split(strings.TrimSuffix(s, ordered), " ")
	if len(f) != 3 {
		return k, false
	}
	if _, err := fmt.Sscanf(f[0], "engine=%d", &k.engine); err != nil {
		return k, false
	}
	k.grafts, ok = strings.CutPrefix(f[1], "grafts=")
	edge, ok2 := strings.CutPrefix(f[2], "shallow=")
	for id := range strings.SplitSeq(edge, ",") {
		if id != "" {
			k.shallow = append(k.shallow, fact.CommitID(id))
		}
	}
	return k, ok && ok2
}

// readKey asks for the state of the repository.
func readKey(ctx context.Context, r *git.Repository) (k key, err error) {
	k.engine = engineVersion
	if k.grafts, err = r.Grafts(ctx); err != nil {
		return k, err
	}
	k.shallow, err = r.ShallowEdge()
	return k, err
}

// openIndex finds the index of a repository. Where none can be kept the user
// is told, and everything is read each time.
func openIndex(r *git.Repository, o *Options) *index {
	s := &index{fresh: o.Fresh, repo: r.ID(nil)}
	place, err := store.Place(r.CommonDir, s.repo, o.Getenv)
	if err == nil {
		var db *sqlite.Store
		if db, err = sqlite.Open(place, s.repo); err == nil {
			s.store = db
		}
	}
	if err != nil {
		o.note(fmt.Sprintf("nothing is kept for the next run: %v", err))
	}
	return s
}

// changed reports whether the stored snapshot is another one than was loaded.
func (s *index) changed(ctx context.Context, snap *store.Snapshot) bool {
	if s.store == nil || s.fresh || s.unread {
		return false
	}
	head, key, err := s.store.Head(ctx)
	if err != nil || snap == nil {
		return err == nil
	}
	return head != snap.History.Head || key != snap.Key
}

func (s *index) close() {
	if s.store != nil {
		_ = s.store.Close()
	}
}

// load gives the stored snapshot, nil if there is none that can be used.
func (s *index) load(ctx context.Context, o *Options) *store.Snapshot {
	if s.store == nil || s.fresh {
		return nil
	}
	snap, err := s.store.Load(ctx)
	s.unread = err != nil && !errors.Is(err, store.ErrNone)
	switch {
	case err == nil && snap.Repo == s.repo:
		s.loaded = len(snap.History.Commits)
		return snap
	case err == nil:
		o.note("the index belongs to another repository: it is read anew")
	case errors.Is(err, store.ErrNone):
	case errors.Is(err, store.ErrDamaged):
		o.note(fmt.Sprintf("%v: it is read anew from git", err))
	case errors.Is(err, store.ErrVersion):
		o.note("the index was written by another version of leadline: it is read anew from git")
	case ctx.Err() == nil:
		o.note(fmt.Sprintf("the index cannot be read: %v", err))
	}
	return nil
}

// current reports whether nothing but the head decides about a snapshot.
func (s *index) current(snap *store.Snapshot) bool {
	return strings.TrimSuffix(snap.Key, ordered) == s.key.String()
}

// usable gives the stored commits that are still true, and whether their
// references to others must be renewed: after a shallow clone was deepened or
// cut, the commits at either edge have other parents.
func (s *index) usable(snap *store.Snapshot) (known []fact.Commit, relink bool) {
	old, ok := parseKey(snap.Key)
	if !ok || old.engine != s.key.engine || old.grafts != s.key.grafts {
		return nil, false
	}
	moved := map[fact.CommitID]bool{}
	for _, id := range old.shallow {
		if !slices.Contains(s.key.shallow, id) {
			moved[id] = true
		}
	}
	for _, id := range s.key.shallow {
		if !slices.Contains(old.shallow, id) {
			moved[id] = true
		}
	}
	gaps := slices.ContainsFunc(snap.History.Gaps, func(g fact.Gap) bool { return g.Kind != fact.GapShallow })
	if len(moved) == 0 && !gaps {
		return snap.History.Commits, false
	}
	for _, c := range snap.History.Commits {
		if !moved[c.ID] && !(gaps && incomplete(&c)) {
			known = append(known, c)
		}
	}
	return known, true
}

// incomplete reports whether a commit was read with contents missing.
func incomplete(c *fact.Commit) bool {
	return slices.ContainsFunc(c.Changes, func(ch fact.Change) bool {
		return ch.Content == fact.Missing || ch.OldContent == fact.Missing ||
			slices.ContainsFunc(ch.Sources, func(s fact.Source) bool { return s.Content == fact.Missing })
	})
}

// lock makes this run the one that writes. Where another one is writing, this
// one reads for itself and keeps nothing.
func (s *index) lock(ctx context.Context, o *Options) {
	if s.store == nil {
		return
	}
	switch err := s.store.Lock(ctx); {
	case err == nil:
		s.locked = true
	case errors.Is(err, store.ErrBusy):
		o.note("another run is writing the index: this one keeps nothing")
	case ctx.Err() == nil:
		o.note(fmt.Sprintf("nothing is kept for the next run: %v", err))
	}
}

// save stores the facts. Commits that no longer lead to the head are kept
// while they are few: going back to a branch then costs nothing. A history
// that git could not list to its end is not stored: nothing in it would tell
// that the repository has been mended.
func (s *index) save(ctx context.Context, h *fact.History, survival []fact.Survival, snap *store.Snapshot, known []fact.Commit, o *Options) {
	cut := slices.ContainsFunc(h.Gaps, func(g fact.Gap) bool { return g.Kind == fact.GapHistory })
	if !s.locked || cut || len(h.Commits) == 0 {
		return
	}
	from := 0
	if len(known) == len(snap.History.Commits) && s.loaded == len(known) {
		from = len(known)
	}
	at := make(map[fact.CommitID]bool, len(known))
	for i := range known {
		at[known[i].ID] = true
	}
	kept := slices.Clip(known)
	for i := range h.Commits {
		if !at[h.Commits[i].ID] {
			kept = append(kept, h.Commits[i])
		}
	}
	if from == 0 || unreachable(len(kept), len(h.Commits)) {
		kept, from = h.Commits, 0
	}
	out := &store.Snapshot{Repo: s.repo, Key: s.key.String(), History: *h, Survival: survival}
	if from == 0 { // then all of the history is written, and nothing else
		out.Key += ordered
	}
	out.History.Commits = kept
	if from > 0 {
		out.Blobs = snap.Blobs
	}
	out.Blobs = addBlobs(out.Blobs, kept[from:])
	if err := s.store.Save(ctx, out, from); err != nil && ctx.Err() == nil {
		o.note(fmt.Sprintf("nothing is kept for the next run: %v", err))
	}
}

// unreachable reports whether so many commits of former heads are kept that
// they are better dropped.
func unreachable(kept, reached int) bool { return kept > 2*reached+20000 }

// addBlobs adds to what is known of contents, sorted by id, what the changes of
// further commits tell, so that the store can leave out what follows from it.
func addBlobs(known []store.BlobInfo, commits []fact.Commit) []store.BlobInfo {
	byID := func(a, b store.BlobInfo) int { return strings.Compare(string(a.ID), string(b.ID)) }
	at := map[fact.BlobID]bool{}
	var added []store.BlobInfo
	for i := range commits {
		for j := range commits[i].Changes {
			ch := &commits[i].Changes[j]
			if ch.Blob == "" || ch.Mode == fact.ModeSubmodule || at[ch.Blob] {
				continue
			}
			at[ch.Blob] = true
			info := store.BlobInfo{ID: ch.Blob, Content: ch.Content, Lines: ch.Lines}
			if _, ok := slices.BinarySearchFunc(known, info, byID); !ok {
				added = append(added, info)
			}
		}
	}
	slices.SortFunc(added, byID)
	out := make([]store.BlobInfo, 0, len(known)+len(added))
	for _, a := range added {
		for len(known) > 0 && known[0].ID < a.ID {
			out = append(out, known[0])
			known = known[1:]
		}
		out = append(out, a)
	}
	return append(out, known...)
}
