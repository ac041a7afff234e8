package run

import (
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"

	"leadline/internal/analysis/backtest"
	"leadline/internal/duty"
	"leadline/internal/duty/all"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/pseudonym"
	"leadline/internal/sheet"
	"leadline/internal/source/git"
)

// Reading is a repository as it was read once. It answers any number of
// questions, also at the same time, and what the answers are made from is made
// once.
type Reading struct {
	options  Options
	facts    *Facts
	settings *settings
	// view is of the whole repository.
	view *duty.View
	book func() *pseudonym.Book // nil where people go by their names

	// supplying is held by who reads or changes what is supplied to the view.
	supplying chan struct{}
	// code is the files of code at the head, and the manifests.
	code []codeFile
	// texts are contents that git does not hold.
	texts map[fact.BlobID][]byte
	// read is the structures that nobody had read before.
	read structures
	// imported, led and declared give what is kept of structures; nil where nobody has
	// begun to read it.
	imported func() *keptStructures
	led      func() *keptResolution
	declared func() *keptSymbols
	// wrongRisks and wrongPlan are what is wrong in the records of risks and plans.
	wrongRisks, wrongPlan error
	// riskGaps and planGaps are what was left out of them.
	riskGaps, planGaps []fact.Gap
	// supplied says what of the view is there.
	supplied map[duty.Need]bool
}

// Read reads a repository.
func Read(ctx context.Context, o Options) (*Reading, error) { return readFor(ctx, o, nil) }

// readFor is Read for a question that needs these.
func readFor(ctx context.Context, o Options, needs []duty.Need) (*Reading, error) {
	r := &Reading{options: o, supplying: make(chan struct{}, 1), supplied: map[duty.Need]bool{}}
	f, err := scan(ctx, o, func(repository *git.Repository) { r.readAhead(ctx, repository, needs) })
	if err != nil {
		return nil, err
	}
	err = fault.AtOnce(
		func() (err error) { r.view, err = bareView(ctx, f, &o); return explain(err, &o) },
		func() (err error) { r.settings, err = readSettings(ctx, f, &o); return explain(err, &o) },
	)
	if err != nil {
		return nil, err
	}
	r.facts = f
	r.view.Survival, r.view.Since, r.view.Settings = f.Survival, o.Since, r.settings.duty
	if o.Pseudonyms {
		r.book = sync.OnceValue(func() *pseudonym.Book { return newBook(r.view.History, r.view.People()) })
	}
	return r, nil
}

// Answer gives the sheet of a duty. One that reads the others' sheets is read
// after them.
func (r *Reading) Answer(ctx context.Context, q sheet.Question) (sheet.Answer, error) {
	a, err := r.plain(ctx, q)
	if err != nil {
		return sheet.Answer{}, err
	}
	return r.masked(a), nil
}

// masked puts pseudonyms in the place of people, if they are asked for.
func (r *Reading) masked(a sheet.Answer) sheet.Answer {
	if r.book == nil {
		return a
	}
	return r.book().Apply(a)
}

// hides reports whether a place is shown under another name: with pseudonyms, a
// path that holds somebody's.
func (r *Reading) hides(p sheet.Place) bool {
	if r.book == nil || p.Path == "" {
		return false
	}
	shown := r.masked(sheet.Answer{Sheets: []sheet.Sheet{{Findings: []sheet.Finding{{Place: &p}}}}})
	return shown.Sheets[0].Findings[0].Place.Path != p.Path
}

func (r *Reading) plain(ctx context.Context, q sheet.Question) (sheet.Answer, error) {
	asked, others := find(q.Duty)
	place, err := findPlace(r.view.History, q.Place)
	if err != nil {
		return sheet.Answer{}, err
	}
	v, err := r.supply(ctx, place, q, asked, others)
	if err != nil {
		return sheet.Answer{}, err
	}
	if r.book != nil {
		unmask(v, r.book())
	}
	if v.Sheets, err = r.others(v, asked, others); err != nil {
		return sheet.Answer{}, err
	}
	s, err := asked.Read(v)
	if err != nil {
		return sheet.Answer{}, explain(err, &r.options)
	}
	r.settings.heed(&s)
	if q.Pictures && asked.Pictures != nil {
		s.Sections = append(asked.Pictures(v), s.Sections...)
	}
	a := duty.Head(v)
	if asked.OnRecords {
		a = headWithInputs(v)
	}
	a.Sheets = []sheet.Sheet{s}
	return a, nil
}

// headWithInputs is the head of an answer from a repository and from records in it.
func headWithInputs(v *duty.View) sheet.Answer {
	a := duty.Head(v)
	a.Gaps = append(a.Gaps, duty.HeadOfFiles(v).Gaps...)
	a.Complete = len(a.Gaps) == 0
	return a
}

// others are the sheets that a duty reads before it answers: what the others found,
// and what they say in short. For one on a place they are of the whole repository,
// since what is found there is ranked among everything.
func (r *Reading) others(v *duty.View, asked duty.Duty, others []duty.Duty) ([]sheet.Sheet, error) {
	var out []sheet.Sheet
	if asked.OnPlace {
		v = v.Asking(duty.Place{}, v.Flags)
	}
	for _, d := range others {
		var s sheet.Sheet
		var err error
		if d.Short != nil {
			s, err = d.Short(v, !asked.OnPlace)
		} else {
			s, err = d.Read(v)
		}
		if err != nil {
			return nil, explain(err, &r.options)
		}
		r.settings.heed(&s)
		out = append(out, s)
	}
	return out, nil
}

// find gives the duty of a name, and those that have to be read before it.
func find(name string) (asked duty.Duty, others []duty.Duty) {
	for _, d := range all.Duties() {
		switch {
		case d.Name == name:
			asked = d
		case !d.AfterAll && !d.OnChange && (!d.OnFile || d.OnRecords):
			others = append(others, d)
		}
	}
	if !asked.AfterAll {
		others = nil
	}
	return asked, others
}

// needsOf are what a duty needs, and the others that are read before it.
func needsOf(pictures bool, asked duty.Duty, others []duty.Duty) []duty.Need {
	needs := slices.Clone(asked.Needs)
	if pictures {
		needs = append(needs, asked.PictureNeeds...)
	}
	for _, d := range others {
		if d.Short != nil {
			needs = append(needs, d.FindingNeeds...)
		} else {
			needs = append(needs, d.Needs...)
		}
	}
	if slices.Contains(needs, duty.NeedRisks) || slices.Contains(needs, duty.NeedPlan) {
		needs = append(needs, duty.NeedDecisions)
	}
	if slices.Contains(needs, duty.NeedHotspots) {
		needs = append(needs, duty.NeedImports) // the complexity of files is with them
	}
	return needs
}

// structural are the needs that supplyStructure supplies.
var structural = []duty.Need{duty.NeedImports, duty.NeedSymbols, duty.NeedCalls, duty.NeedReleases}

// supply makes what the duties need and takes long, several things at a time, and
// is not there yet, and gives the view that a question is answered from.
func (r *Reading) supply(ctx context.Context, place duty.Place, q sheet.Question, asked duty.Duty, others []duty.Duty) (*duty.View, error) {
	select {
	case r.supplying <- struct{}{}:
		defer func() { <-r.supplying }()
	case <-ctx.Done():
		return nil, explain(ctx.Err(), &r.options)
	}
	needs := needsOf(q.Pictures, asked, others)
	needs = slices.DeleteFunc(needs, func(n duty.Need) bool { return r.supplied[n] || n == duty.NeedCalls && place.Line == 0 })
	v := r.view.Asking(place, maps.Clone(q.Flags))
	var steps []func() error
	if slices.Contains(needs, duty.NeedRecords) {
		steps = append(steps, func() error { return r.supplyRecords(ctx) })
	}
	if slices.ContainsFunc(needs, func(n duty.Need) bool { return slices.Contains(written, n) }) {
		steps = append(steps, func() error { return explain(r.supplyWritten(ctx, needs, q.Flags), &r.options) })
	}
	for need, read := range r.writtenDown() {
		if slices.Contains(needs, need) {
			steps = append(steps, func() error { return explain(read(ctx), &r.options) })
		}
	}
	if slices.Contains(asked.Needs, duty.NeedPlaceText) {
		steps = append(steps, func() error { v.PlaceText = r.placeText(ctx, place); return nil })
	}
	if slices.Contains(needs, duty.NeedBranches) {
		steps = append(steps, func() error { return explain(r.options.branches(ctx, r.settings, r.view), &r.options) })
	}
	if slices.ContainsFunc(needs, func(n duty.Need) bool { return slices.Contains(structural, n) }) {
		steps = append(steps, func() error { return explain(r.supplyStructure(ctx, q, needs), &r.options) })
	}
	if slices.Contains(needs, duty.NeedClones) && q.Flags["clones"] != "" {
		steps = append(steps, func() error { return explain(r.supplyClones(ctx), &r.options) })
	}
	if err := fault.AtOnce(append(steps, inTurn(v.Analyses(needs))...)...); err != nil {
		return nil, err
	}
	for _, n := range needs {
		// What successors are made from is of one place, and no view's but its own;
		// how many releases are looked at, whether clones are, and what items without an estimate
		// take, is of one question.
		r.supplied[n] = n != duty.NeedSuccessors && n != duty.NeedReleases && n != duty.NeedClones && n != duty.NeedPlan
	}
	v.Branches, v.Without, v.Records = r.view.Branches, r.view.Without, r.view.Records
	v.Structures, v.Dependencies, v.Declared, v.Releases = r.view.Structures, r.view.Dependencies, r.view.Declared, r.view.Releases
	v.Clones, v.Calls, v.Decisions, v.Documents, v.Tags, v.Owners, v.Services = r.view.Clones, r.view.Calls, r.view.Decisions, r.view.Documents, r.view.Tags, r.view.Owners, r.view.Services
	if slices.Contains(needs, duty.NeedLostNames) { // once it is known which documents are records
		if err := r.supplyLostNames(ctx); err != nil {
			return nil, explain(err, &r.options)
		}
	}
	v.LostNames, v.Inputs = r.view.LostNames, r.view.Inputs
	v.Inputs.Gaps = r.gaps(asked.Needs)
	if err := r.wrong(asked.Needs); err != nil {
		return nil, err
	}
	return v, fault.AtOnce(inTurn(v.Structural(needs))...)
}

// writtenDown are the readers of what teams write down beside the code.
func (r *Reading) writtenDown() map[duty.Need]func(context.Context) error {
	return map[duty.Need]func(context.Context) error{
		duty.NeedDocuments: r.supplyDocuments, duty.NeedTags: r.supplyTags, duty.NeedOwners: r.supplyOwners,
		duty.NeedServices: r.supplyServices,
	}
}

// inTurn are steps that make analyses, as many at a time as there are processors, in
// their order: those on which others wait come first.
func inTurn(analyses []func()) []func() error {
	todo := make(chan func(), len(analyses))
	for _, analyse := range analyses {
		todo <- analyse
	}
	close(todo)
	return slices.Repeat([]func() error{func() error {
		for analyse := range todo {
			analyse()
		}
		return nil
	}}, runtime.GOMAXPROCS(0))
}

func (r *Reading) supplyRecords(ctx context.Context) error {
	v := r.view
	v.Records = map[string]backtest.Record{}
	if v.History.Head == "" {
		return nil
	}
	records, err := r.options.records(ctx, v, r.settings)
	for _, x := range records {
		v.Records[x.ID] = x
	}
	return err
}
