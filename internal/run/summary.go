package run

import (
	"context"

	"leadline/internal/duty"
	"leadline/internal/sheet"
)

// Summary reads a repository and says what was read, and what could not be.
func Summary(ctx context.Context, o Options) (sheet.Answer, error) {
	f, err := Scan(ctx, o)
	if err != nil {
		return sheet.Answer{}, err
	}
	refs, err := f.Repository.Refs(ctx)
	if err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	return duty.Head(&duty.View{
		Repository: duty.Repository{
			Name:   name(f.Repository),
			Branch: branchName(f.Repository.Branch(ctx), f.History.Head, refs, o.At),
		},
		History: f.History, Refs: refs, AsOf: o.AsOf,
	}), nil
}
