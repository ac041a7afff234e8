package run

import (
	"context"
	"slices"
	"strings"
	"sync"

	"leadline/internal/duty"
	"leadline/internal/duty/all"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// Brief reads a repository and answers all duties.
func Brief(ctx context.Context, o Options) (sheet.Answer, error) {
	f, err := Scan(ctx, o)
	if err != nil {
		return sheet.Answer{}, err
	}
	v, err := view(ctx, f, &o)
	if err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	a := duty.Head(v)
	for _, d := range all.Duties() {
		v.Sheets = a.Sheets
		s, err := d.Read(v)
		if err != nil {
			return a, err
		}
		a.Sheets = append(a.Sheets, s)
	}
	return a, nil
}

// view gathers what duties are given.
func view(ctx context.Context, f *Facts, o *Options) (*duty.View, error) {
	v, err := bareView(ctx, f, o)
	if err != nil {
		return nil, err
	}
	v.Survival, v.Since = f.Survival, o.Since
	v.Branches, err = f.Repository.Branches(ctx, f.History, v.Refs)
	return v, err
}

// bareView holds what the head of an answer is made from, and the refs.
func bareView(ctx context.Context, f *Facts, o *Options) (*duty.View, error) {
	// Starting git is most of what these cost.
	v := &duty.View{History: f.History, AsOf: o.AsOf}
	var named sync.WaitGroup
	named.Go(func() { v.Repository.Name = name(ctx, f.Repository) })
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
