package run

import (
	"context"

	"leadline/internal/sheet"
)

// Summary reads a repository and says what was read, and what could not be.
// read is how many commits were not known before: that is the run's affair,
// and not in the answer.
func Summary(ctx context.Context, o Options) (a sheet.Answer, read int, err error) {
	f, err := Scan(ctx, o)
	if err != nil {
		return sheet.Answer{}, 0, err
	}
	if a, err = timeless(ctx, f, &o); err == nil {
		a, err = f.masked(ctx, &o, a)
	}
	return a, f.Read, err
}
