package target

import "leadline/internal/fact"

// Trail is what became of paths: where they went, and which commit removed them.
type Trail struct {
	// moved tells where a path went last, and by which commit; left is the commit that
	// removed it for good, as far as is known.
	moved map[fact.Path]move
	left  map[fact.Path]fact.CommitID
	first map[fact.Path]*fact.Commit
	at    map[fact.CommitID]*fact.Commit
	// emptied are folders that are not there any more, and a commit that took something
	// out of them.
	emptied map[fact.Path]fact.CommitID
}

type move struct {
	to fact.Path
	by fact.CommitID
}

// TrailOf walks the history once, from the oldest commit.
func TrailOf(h *fact.History, tree *Tree) *Trail {
	t := &Trail{moved: map[fact.Path]move{}, left: map[fact.Path]fact.CommitID{}, first: map[fact.Path]*fact.Commit{}, at: make(map[fact.CommitID]*fact.Commit, len(h.Commits)), emptied: map[fact.Path]fact.CommitID{}}
	for i := range h.Commits {
		c := &h.Commits[i]
		t.at[c.ID] = c
		if c.Merge() {
			continue
		}
		for j := range c.Changes {
			x := &c.Changes[j]
			switch x.Kind {
			case fact.Added:
				t.first[x.Path] = c
				delete(t.left, x.Path)
				delete(t.moved, x.Path)
			case fact.Renamed:
				t.first[x.Path] = t.first[x.Previous]
				t.moved[x.Previous] = move{x.Path, c.ID}
				delete(t.left, x.Path)
				delete(t.moved, x.Path)
			case fact.Deleted:
				t.left[x.Path] = c.ID
			}
			if x.Kind == fact.Deleted || x.Kind == fact.Renamed {
				for d := x.PathBefore().Folder(); d != "" && !tree.folders[d]; d = d.Folder() {
					t.emptied[d] = c.ID
				}
			}
		}
	}
	return t
}

// First is the commit that added a file, under whatever name; nil where it is not known.
func (t *Trail) First(p fact.Path) *fact.Commit { return t.first[p] }

// Commit is the commit of an id; nil if it was not read.
func (t *Trail) Commit(id fact.CommitID) *fact.Commit { return t.at[id] }

// Emptied is the last commit that took something out of a folder which is not there any
// more.
func (t *Trail) Emptied(dir fact.Path) (by fact.CommitID, known bool) {
	by, known = t.emptied[dir]
	return by, known
}

// Follow tells where a path is now, by following renames; now is empty where it is not in
// the tree. Known is false for a path that no commit removed or moved.
func (t *Trail) Follow(p fact.Path, tree *Tree) (now fact.Path, by fact.CommitID, known bool) {
	now = p
	for range 100 { // names may go in a circle
		m, ok := t.moved[now]
		if !ok {
			break
		}
		now, by, known = m.to, m.by, true
		if tree.Exists(now) {
			return now, by, true
		}
	}
	if c, ok := t.left[now]; ok {
		return "", c, true
	}
	return "", by, known
}
