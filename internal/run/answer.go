package run

import (
	"context"
	"slices"
	"strings"

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
	v := &duty.View{
		Repository: duty.Repository{Name: name(f.Repository)},
		History:    f.History,
		Survival:   f.Survival,
		AsOf:       o.AsOf,
		Since:      o.Since,
	}
	var err error
	if v.Refs, err = f.Repository.Refs(ctx); err != nil {
		return nil, err
	}
	v.Repository.Branch = branchName(f.Repository.Branch(ctx), f.History.Head, v.Refs, o.At)
	v.Branches, err = f.Repository.Branches(ctx, f.History, v.Refs)
	return v, err
}

// branchName is the branch that is read: the current one, or with a revision
// the one that it names.
func branchName(current string, head fact.CommitID, refs []fact.Ref, at string) string {
	if at == "" {
		return current
	}
	i := slices.IndexFunc(refs, func(r fact.Ref) bool {
		return r.Commit == head && (r.Name == "refs/heads/"+at || r.Name == "refs/remotes/"+at)
	})
	if i < 0 {
		return ""
	}
	return strings.TrimPrefix(strings.TrimPrefix(refs[i].Name, "refs/heads/"), "refs/remotes/")
}
