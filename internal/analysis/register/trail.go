package register

import (
	"time"

	"leadline/internal/fact"
)

// date fills in what git knows of an entry's file.
func (r *Register) date(e *Entry) {
	if c := r.trail.First(e.Path); c != nil {
		e.Written, e.Writer = moment(c.Authored), c.Author
	}
	if f := r.history.File(e.Path); f != nil {
		if c := r.trail.Commit(f.Changed); c != nil {
			e.Touched, e.By = moment(c.Committed), c.ID
		}
	}
}

func moment(t fact.Time) time.Time { return time.Unix(t.Unix, 0).UTC() }
