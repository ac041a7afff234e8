package run

import (
	"cmp"
	"context"
	"slices"
	"time"

	"leadline/internal/analysis/release"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/source/code"
)

// supplyAPI tells what a change breaks of what others program against, by package and
// symbol.
func (r *Reading) supplyAPI(ctx context.Context, v *duty.View, c *duty.Change, was, is *treeState, names map[*duty.Content]*code.Names) error {
	if err := r.supplyGoAPI(ctx, v, c, was, is); err != nil {
		return err
	}
	if err := r.supplyDescribed(ctx, v, c, was, is); err != nil {
		return err
	}
	if err := r.supplyNames(ctx, v, c, was, is, names); err != nil {
		return err
	}
	slices.SortStableFunc(c.API.Breaks, func(a, b duty.APIBreak) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Symbol, b.Symbol))
	})
	return nil
}

// before is the second after that of the base, or the end of the as-of day.
func (r *Reading) before(v *duty.View, c *duty.Change) time.Time {
	if commit := v.History.Commit(c.Base.Commit); commit != nil {
		return time.Unix(commit.Committed.Unix+1, 0)
	}
	return v.End()
}

// noTree tells that a release could not be looked at.
func noTree(p fact.Path, of release.Release) fact.APIUnchecked {
	return fact.APIUnchecked{Path: p, Why: "the tree of " + of.Tag + " is not here"}
}

// breakKey tells the breaks of one package apart.
func breakKey(x *fact.APIChange) string { return x.Kind.String() + "\x00" + x.Symbol }
