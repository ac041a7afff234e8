package register

import (
	"time"

	"leadline/internal/fact"
)

// trail is what became of paths that records name, and of the records' own files.
type trail struct {
	// moved tells where a path went last, and by which commit; left is the commit that
	// removed it for good, as far as is known.
	moved map[fact.Path]move
	left  map[fact.Path]fact.CommitID
	// added is the first commit of a record's file, by the name that it has now.
	added map[fact.Path]*fact.Commit
	at    map[fact.CommitID]*fact.Commit
}

type move struct {
	to fact.Path
	by fact.CommitID
}

// trailOf walks the history once, from the oldest commit.
func trailOf(h *fact.History, records *fact.Records) *trail {
	t := &trail{moved: map[fact.Path]move{}, left: map[fact.Path]fact.CommitID{}, added: map[fact.Path]*fact.Commit{}, at: map[fact.CommitID]*fact.Commit{}}
	if len(records.Records) == 0 {
		return t
	}
	own := map[fact.Path]bool{}
	for i := range records.Records {
		own[records.Records[i].Path] = true
	}
	first := map[fact.Path]*fact.Commit{}
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
				first[x.Path] = c
				delete(t.left, x.Path)
				delete(t.moved, x.Path)
			case fact.Renamed:
				first[x.Path] = first[x.Previous]
				t.moved[x.Previous] = move{x.Path, c.ID}
				delete(t.left, x.Path)
				delete(t.moved, x.Path)
			case fact.Deleted:
				t.left[x.Path] = c.ID
			}
		}
	}
	for p := range own {
		t.added[p] = first[p]
	}
	return t
}

// date fills in what git knows of an entry's file.
func (t *trail) date(e *Entry, h *fact.History) {
	if c := t.added[e.Path]; c != nil {
		e.Written, e.Writer = moment(c.Authored), c.Author
	}
	if f := h.File(e.Path); f != nil {
		if c := t.at[f.Changed]; c != nil {
			e.Touched, e.By = moment(c.Committed), c.ID
		}
	}
}

func moment(t fact.Time) time.Time { return time.Unix(t.Unix, 0).UTC() }

// follow tells where a path is now, by following renames; there is false where it is
// not in the tree. known is false for a path that no commit removed or moved.
func (t *trail) follow(p fact.Path, there func(fact.Path) bool) (now fact.Path, by fact.CommitID, known bool) {
	now = p
	for range 100 { // names may go in a circle
		m, ok := t.moved[now]
		if !ok {
			break
		}
		now, by, known = m.to, m.by, true
		if there(now) {
			return now, by, true
		}
	}
	if c, ok := t.left[now]; ok {
		return "", c, true
	}
	return "", by, known
}
