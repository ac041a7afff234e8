package run

import (
	"context"

	"leadline/internal/duty"
	duties "leadline/internal/duty/record"
	"leadline/internal/fault"
	"leadline/internal/sheet"
)

// checkRecordsSince tells what became wrong with the records after a revision: what was
// wrong where it and the commit that is read lead away from each other is left out. The
// commit is the one that is checked out, unless another is named.
func checkRecordsSince(ctx context.Context, o Options, refs bool, since string) (sheet.Answer, error) {
	here := o.At == ""
	if here {
		o.At = "HEAD"
	}
	return answerRecordsOf(ctx, o, refs, func(r *Reading, v *duty.View) (sheet.Sheet, error) {
		g := r.settings.repository
		if here && refs { // where branches point is known of what is checked out
			var err error
			if v.Branches, err = g.Branches(ctx, v.History, v.Refs); err != nil {
				return sheet.Sheet{}, explain(err, &o)
			}
			delete(v.Without, duty.NeedBranches)
		}
		s := duties.Check(v)
		if v.History.Head == "" {
			return s, nil
		}
		from, err := g.Resolve(ctx, since)
		if err != nil {
			return sheet.Sheet{}, explain(err, &o)
		}
		base, ok, err := g.MergeBase(ctx, from, v.History.Head)
		if err != nil {
			return sheet.Sheet{}, explain(err, &o)
		}
		if !ok {
			return sheet.Sheet{}, fault.New(fault.Usage, "%s and %s have no commit in common", since, short(v.History.Head)).
				WithHint("in a shallow clone, fetch more: git fetch --unshallow")
		}
		before := o
		before.At, before.Place, before.Flags = string(base), "", nil
		_, w, err := readRecords(ctx, before, false)
		if err != nil {
			return sheet.Sheet{}, err
		}
		return duties.After(s, w, short(base)), nil
	})
}
