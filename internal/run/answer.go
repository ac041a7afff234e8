package run

import (
	"context"
	"slices"
	"strings"
	"sync"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// Answer reads a repository and answers one duty.
func Answer(ctx context.Context, o Options, name string) (sheet.Answer, error) {
	asked, others := find(name)
	r, err := readFor(ctx, o, needsOf(o.Pictures, asked, others))
	if err != nil {
		return sheet.Answer{}, err
	}
	return r.answer(ctx, name)
}

// answer asks a duty what the options say.
func (r *Reading) answer(ctx context.Context, name string) (sheet.Answer, error) {
	place, err := namedPlace(r.settings.repository, r.options.Place)
	if err != nil {
		return sheet.Answer{}, err
	}
	return r.Answer(ctx, sheet.Question{Duty: name, Place: place, Flags: r.options.Flags, Pictures: r.options.Pictures})
}

// branches looks at what is unmerged. Where branches pointed in the past, git
// does not know: an answer for a revision leaves them out, so that it is the
// same whenever it is asked for.
func (o *Options) branches(ctx context.Context, s *settings, v *duty.View) (err error) {
	if o.At != "" {
		v.Without = map[duty.Need]string{duty.NeedBranches: "left out with --at, since git does not keep where branches pointed"}
		return nil
	}
	v.Branches, err = s.repository.Branches(ctx, v.History, v.Refs)
	return err
}

// bareView holds what the head of an answer is made from, and the refs.
func bareView(ctx context.Context, f *Facts, o *Options) (*duty.View, error) {
	// Starting git is most of what these cost.
	v := &duty.View{History: f.History, AsOf: o.AsOf}
	var named sync.WaitGroup
	named.Go(func() {
		origin := f.Repository.Origin(ctx)
		v.Repository.Name = name(f.Repository, origin)
		v.Repository.CommitURL, v.Repository.FilesURL = pages(origin)
	})
	refs, err := f.Repository.Refs(ctx)
	named.Wait()
	if err != nil {
		return nil, err
	}
	v.Refs = refs
	v.Repository.Branch = f.Branch
	if o.At != "" {
		v.Repository.Branch = branchName(f.History.Head, refs, o.At)
	}
	return v, nil
}

// timeless makes the head of an answer that does not depend on the day on
// which it is asked for: it holds for the day of the commit that was read.
func timeless(ctx context.Context, f *Facts, o *Options) (sheet.Answer, error) {
	v, err := bareView(ctx, f, o)
	if err != nil {
		return sheet.Answer{}, explain(err, o)
	}
	a := duty.Head(v)
	if a.Repository.HeadDate != "" {
		a.AsOf = a.Repository.HeadDate
	}
	return a, nil
}

// branchName is the branch that a revision names, if it names one.
func branchName(head fact.CommitID, refs []fact.Ref, at string) string {
	i := slices.IndexFunc(refs, func(r fact.Ref) bool {
		return r.Commit == head && (r.Name == "refs/heads/"+at || r.Name == "refs/remotes/"+at)
	})
	if i < 0 {
		return ""
	}
	return strings.TrimPrefix(strings.TrimPrefix(refs[i].Name, "refs/heads/"), "refs/remotes/")
}
