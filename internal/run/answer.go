package run

import (
	"cmp"
	"context"
	"runtime"
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
	asked, others := find(name)
	v, h, err := o.view(ctx)
	if err != nil {
		return sheet.Answer{}, nil, err
	}
	reading := []duty.Duty{asked}
	if !asked.OnPlace {
		reading = append(reading, others...)
	}
	if err := o.supply(ctx, v, h, reading); err != nil {
		return sheet.Answer{}, nil, err
	}
	var book *pseudonym.Book
	if o.Pseudonyms {
		book = newBook(v.History, v.People())
		unmask(v, book)
	}
	place := v.Place
	if asked.OnPlace {
		v.Place = duty.Place{} // what the others find there is ranked among everything
	}
	for _, d := range others {
		read := d.Read
		if asked.OnPlace && d.Findings != nil {
			read = onlyFindings(d)
		}
		s, err := read(v)
		if err != nil {
			return sheet.Answer{}, nil, explain(err, o)
		}
		h.heed(&s)
		v.Sheets = append(v.Sheets, s)
	}
	v.Place = place
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

// onlyFindings reads no more of a duty than its findings.
func onlyFindings(d duty.Duty) func(*duty.View) (sheet.Sheet, error) {
	return func(v *duty.View) (sheet.Sheet, error) {
		found, err := d.Findings(v)
		return sheet.Sheet{Duty: d.Name, Question: d.Question, Findings: found}, err
	}
}

// find gives the duty of a name, and those that have to be read before it.
func find(name string) (asked duty.Duty, others []duty.Duty) {
	for _, d := range all.Duties() {
		switch {
		case d.Name == name:
			asked = d
		case !d.AfterAll:
			others = append(others, d)
		}
	}
	if !asked.AfterAll {
		others = nil
	}
	return asked, others
}

// supply makes what the duties need and takes long, several things at a time.
func (o *Options) supply(ctx context.Context, v *duty.View, s *settings, duties []duty.Duty) error {
	var needs []duty.Need
	for _, d := range duties {
		needs = append(needs, d.Needs...)
	}
	steps := []func() error{func() error {
		v.Records = map[string]backtest.Record{}
		if v.History.Head == "" {
			return nil
		}
		records, err := o.records(ctx, v, s)
		for _, r := range records {
			v.Records[r.ID] = r
		}
		return err
	}}
	if slices.Contains(needs, duty.NeedBranches) {
		steps = append(steps, func() error { return explain(o.branches(ctx, s, v), o) })
	}
	// As many analyses at a time as there are processors, in their order: those
	// on which others wait come first.
	analyses := v.Analyses(needs)
	todo := make(chan func(), len(analyses))
	for _, analyse := range analyses {
		todo <- analyse
	}
	close(todo)
	for range runtime.GOMAXPROCS(0) {
		steps = append(steps, func() error {
			for analyse := range todo {
				analyse()
			}
			return nil
		})
	}
	return atOnce(steps...)
}

// atOnce takes steps that do not wait for each other.
func atOnce(steps ...func() error) error {
	failed := make([]error, len(steps))
	var all sync.WaitGroup
	for i, step := range steps {
		all.Go(func() { defer fault.Catch(&failed[i]); failed[i] = step() })
	}
	all.Wait()
	return cmp.Or(failed...)
}

// view gathers what all duties are given, and the configuration.
func (o *Options) view(ctx context.Context) (v *duty.View, s *settings, err error) {
	f, err := Scan(ctx, *o)
	if err != nil {
		return nil, nil, err
	}
	err = atOnce(
		func() (err error) { v, err = bareView(ctx, f, o); return explain(err, o) },
		func() (err error) { s, err = readSettings(ctx, f, o); return explain(err, o) },
	)
	if err != nil {
		return nil, nil, err
	}
	v.Survival, v.Since, v.Flags, v.Settings = f.Survival, o.Since, o.Flags, s.duty
	v.Place, err = findPlace(f.Repository, f.History, o.Place)
	return v, s, err
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
		v.Repository.Name, v.Repository.CommitURL = name(f.Repository, origin), commitURL(origin)
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
