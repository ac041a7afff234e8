package target

import (
	"strings"

	"leadline/internal/fact"
)

// Trail is what became of paths: where they went, and which commit removed them.
type Trail struct {
	// moved tells where a path went last, and by which commit; left is the commit that
	// removed it for good, as far as is known.
	moved map[fact.Path]move
	left  map[fact.Path]fact.CommitID
	first map[fact.Path]*fact.Commit
	at    map[fact.CommitID]*fact.Commit
	// emptied are folders that are not there any more, the last commit that took something
	// out of them, and the folder to which it moved that.
	emptied map[fact.Path]move
}

type move struct {
	to fact.Path
	by fact.CommitID
}

// TrailOf walks the history once, from the oldest commit.
func TrailOf(h *fact.History, tree *Tree) *Trail {
	t := &Trail{moved: map[fact.Path]move{}, left: map[fact.Path]fact.CommitID{}, first: map[fact.Path]*fact.Commit{}, at: make(map[fact.CommitID]*fact.Commit, len(h.Commits)), emptied: map[fact.Path]move{}}
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
				t.empty(x, c.ID, tree)
			}
		}
	}
	return t
}

// empty notes what a change takes out of folders that are not in the tree.
func (t *Trail) empty(x *fact.Change, by fact.CommitID, tree *Tree) {
	was := x.PathBefore()
	for d := was.Folder(); d != "" && !tree.folders[d]; d = d.Folder() {
		m := move{by: by}
		if to, ok := strings.CutSuffix(string(x.Path), string(was[len(d):])); ok && x.Kind == fact.Renamed {
			m.to = fact.Path(to)
		}
		t.emptied[d] = m
	}
}

// First is the commit that added a file, under whatever name; nil where it is not known.
func (t *Trail) First(p fact.Path) *fact.Commit { return t.first[p] }

// Commit is the commit of an id; nil if it was not read.
func (t *Trail) Commit(id fact.CommitID) *fact.Commit { return t.at[id] }

// Emptied is the last commit that took something out of a folder which is not there any
// more, and the folder to which it moved that; empty where it did not, or where that is
// not in the tree.
func (t *Trail) Emptied(dir fact.Path, tree *Tree) (now fact.Path, by fact.CommitID, known bool) {
	m, known := t.emptied[dir]
	if tree.folders[m.to] {
		now = m.to
	}
	return now, m.by, known
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
