package run

import (
	"context"
	"errors"
	"fmt"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/source/git"
)

// mostLanded is how many commits of one range are looked into.
const mostLanded = 200

// landings lets a duty that answers from files ask which commits landed between two
// that the files name, if the run is in a repository; seen gathers them. Where nobody
// named a repository, there need not be one.
func landings(ctx context.Context, o *Options, v *duty.View, seen *[]fact.Commit) error {
	r, err := git.Open(ctx, o.Dir)
	switch {
	case errors.Is(err, git.ErrNotRepository) && o.Dir == ".":
		return nil
	case err != nil:
		return err
	}
	v.Inputs.Landed = func(after, upTo string) ([]fact.Commit, string) {
		commits, why := landed(ctx, r, after, upTo)
		*seen = append(*seen, commits...)
		return commits, why
	}
	v.Inputs.Contains = func(revision, other string) (bool, string) { return includes(ctx, r, revision, other) }
	return nil
}

// includes reports whether the history of a revision holds another one; why says why that
// is not known.
func includes(ctx context.Context, r *git.Repository, revision, other string) (ok bool, why string) {
	var ids [2]fact.CommitID
	for i, name := range []string{revision, other} {
		id, err := r.Resolve(ctx, name)
		if err != nil || name == "" {
			return false, fmt.Sprintf("%q is no commit of this repository", name)
		}
		ids[i] = id
	}
	base, ok, err := r.MergeBase(ctx, ids[0], ids[1])
	if err != nil {
		return false, err.Error()
	}
	return ok && base == ids[1], ""
}

// landed are the commits that one revision contains and another does not, with what
// each changed; why says what is missing of them.
func landed(ctx context.Context, r *git.Repository, after, upTo string) (commits []fact.Commit, why string) {
	var ends [2]fact.CommitID
	for i, name := range []string{after, upTo} {
		id, err := r.Resolve(ctx, name)
		if err != nil {
			return nil, fmt.Sprintf("commit %.10s is not in this repository: name its clone with -C DIR", name)
		}
		ends[i] = id
	}
	if base, ok, err := r.MergeBase(ctx, ends[0], ends[1]); err == nil && (!ok || base != ends[0]) {
		why = "the run before was of a commit that the first bad one does not contain: what that one lacks may be the cause as well"
	}
	commits, err := r.Between(ctx, ends[0], ends[1])
	if err != nil {
		return nil, "the commits of the range cannot be read: " + err.Error()
	}
	if len(commits) > mostLanded {
		why = fmt.Sprintf("the range has %d commits, of which the last %d were looked into", len(commits), mostLanded)
		commits = commits[:mostLanded]
	}
	for i := range commits {
		c := &commits[i]
		if len(c.Parents) == 0 {
			continue
		}
		if c.Changes, err = r.Compare(ctx, c.Parents[0], c.ID); err != nil {
			why = "what some of the commits changed cannot be read"
		}
	}
	return commits, why
}
