package run

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"leadline/internal/analysis/backtest"
	"leadline/internal/duty"
	"leadline/internal/duty/all"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/pseudonym"
	"leadline/internal/sheet"
)

// Answer reads a repository and answers one duty.
func Answer(ctx context.Context, o Options, name string) (sheet.Answer, error) {
	a, _, err := answer(ctx, &o, name)
	return a, err
}

// answer gives the sheet of a duty. One that reads the others' sheets is read
// after them.
func answer(ctx context.Context, o *Options, name string) (sheet.Answer, *settings, error) {
	v, h, err := o.view(ctx)
	if err != nil {
		return sheet.Answer{}, nil, err
	}
	v.Records = map[string]backtest.Record{}
	if v.History.Head != "" {
		for _, r := range o.records(ctx, v, h) {
			v.Records[r.ID] = r
		}
	}
	var book *pseudonym.Book
	if o.Pseudonyms {
		book = newBook(v.History, v.People())
		unmask(v, book)
	}
	duties := all.Duties()
	i := slices.IndexFunc(duties, func(d duty.Duty) bool { return d.Name == name })
	asked := &duties[i]
	if asked.OnPlace {
		if err := prepare(v); err != nil {
			return sheet.Answer{}, nil, err
		}
	}
	if asked.AfterAll {
		place := v.Place
		if asked.OnPlace {
			v.Place = duty.Place{} // what the others find there is ranked among everything
		}
		for _, d := range duties {
			if d.AfterAll {
				continue
			}
			s, err := d.Read(v)
			if err != nil {
				return sheet.Answer{}, nil, explain(err, o)
			}
			h.heed(&s)
			v.Sheets = append(v.Sheets, s)
		}
		v.Place = place
	}
	s, err := asked.Read(v)
	if err != nil {
		return sheet.Answer{}, nil, explain(err, o)
	}
	h.heed(&s)
	a := duty.Head(v)
	a.Sheets = []sheet.Sheet{s}
	if book != nil {
		a = book.Apply(a)
	}
	return a, h, nil
}

// prepare makes the analyses that take long, several at a time.
func prepare(v *duty.View) error {
	analyses := v.Analyses()
	failed := make([]error, len(analyses))
	var all sync.WaitGroup
	for i, make := range analyses {
		all.Go(func() { defer fault.Catch(&failed[i]); make() })
	}
	all.Wait()
	return errors.Join(failed...)
}

// view gathers what duties are given, and the configuration.
func (o *Options) view(ctx context.Context) (*duty.View, *settings, error) {
	f, err := Scan(ctx, *o)
	if err != nil {
		return nil, nil, err
	}
	v, err := bareView(ctx, f, o)
	if err != nil {
		return nil, nil, explain(err, o)
	}
	s, err := readSettings(ctx, f, o)
	if err != nil {
		return nil, nil, explain(err, o)
	}
	v.Survival, v.Since, v.Flags = f.Survival, o.Since, o.Flags
	v.Mailmap, v.Settings = s.mailmap, s.duty
	if v.Place, err = findPlace(f.Repository, f.History.Files, o.Place); err != nil {
		return nil, nil, err
	}
	if err := o.branches(ctx, f, v); err != nil {
		return nil, nil, explain(err, o)
	}
	return v, s, nil
}

// branches looks at what is unmerged. Where branches pointed in the past, git
// does not know: an answer for a revision leaves them out, so that it is the
// same whenever it is asked for.
func (o *Options) branches(ctx context.Context, f *Facts, v *duty.View) (err error) {
	if o.At != "" {
		v.Without = map[duty.Need]string{duty.NeedBranches: "left out with --at, since git does not keep where branches pointed"}
		return nil
	}
	v.Branches, err = f.Repository.Branches(ctx, f.History, v.Refs)
	return err
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
