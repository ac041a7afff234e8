package cli

import (
	"time"

	"leadline/internal/run"
)

// options are those of a run, from the flags that select what is read.
func (a *app) options() run.Options {
	asOf := a.global.asOf.Time
	if asOf.IsZero() {
		asOf = time.Now().UTC().Truncate(24 * time.Hour)
	}
	return run.Options{
		Dir: a.global.dir, At: a.global.at, AsOf: asOf, Since: a.global.since.Time, Pseudonyms: a.global.pseudonyms,
		Getenv: a.getenv, Progress: a.progressBar(), Note: func(m string) { a.note("%s", m) },
	}
}
