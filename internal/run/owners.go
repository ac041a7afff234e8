package run

import (
	"context"

	"leadline/internal/source/owners"
)

// mostOwners is the largest file of owners that is looked at, in bytes: one more than is
// read, so that what is too large is told apart from what is missing.
const mostOwners = 4 << 20

// supplyOwners reads who owns what in the commit.
func (r *Reading) supplyOwners(ctx context.Context) error {
	if r.view.Owners != nil || r.view.History.Head == "" {
		return nil
	}
	blobs := r.settings.repository.OpenBlobs(ctx, mostOwners)
	defer blobs.Close()
	found, err := owners.Read(ctx, r.view.History.Head, headTree{r.view.History}, blobs)
	if err != nil {
		return err
	}
	r.view.Owners = found
	return nil
}
