package run

import (
	"context"
	"io"
	"slices"
	"strings"

	"leadline/internal/analysis/governing"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/analysis/recovery"
	"leadline/internal/duty"
	duties "leadline/internal/duty/requirements"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/source/code"
	"leadline/internal/source/input"
	"leadline/internal/source/trace"
)

// readable are the files at the head that may name requirements, or be proposed for one.
func (r *Reading) readable() []*fact.File {
	var files []*fact.File
	for i := range r.view.History.Files {
		f := &r.view.History.Files[i]
		if f.Content == fact.Text && !trace.Skips(f.Path) && r.view.Written(f.Path) {
			files = append(files, f)
		}
	}
	return files
}

// supplyTags reads what the files of the commit say of requirements.
func (r *Reading) supplyTags(ctx context.Context) error {
	if r.view.Tags != nil || r.view.History.Head == "" {
		return nil
	}
	found := &fact.Tags{}
	files, reader := r.readable(), r.options.codeReader()
	defer reader.Close()
	err := r.settings.repository.Beginnings(ctx, files, code.Most+1, func(f *fact.File, text []byte) {
		found.Read++
		if trace.MayHold(text) {
			tags := trace.Find(f.Path, code.Comments(f.Path, text))
			if len(tags) > 0 && r.view.Inputs.Tests != nil {
				trace.Place(tags, spans(ctx, reader, f.Path, text), text)
			}
			found.Tags = append(found.Tags, tags...)
		}
	})
	if err != nil && ctx.Err() != nil {
		return err
	}
	found.Missing = len(files) - found.Read
	r.view.Tags = found
	return nil
}

// spans are the functions, classes and tests of a file; none of one that is not read.
func spans(ctx context.Context, reader *code.Reader, p fact.Path, text []byte) []trace.Span {
	if trace.Titled(p) {
		return trace.Titles(text)
	}
	s, err := structureOf(ctx, reader, code.LanguageOf(p), text)
	if err != nil {
		return nil
	}
	return trace.Spans(s.Symbols)
}

// TestFiles are files that hold what tests gave; "-" is what Stdin gives.
type TestFiles struct {
	Names []string
	Stdin io.Reader
}

// readTests reads what tests gave.
func (r *Reading) readTests(tests TestFiles) error {
	if len(tests.Names) == 0 {
		return nil
	}
	var files []fact.Input
	for _, name := range tests.Names {
		in, err := readInput(name, tests.Stdin)
		if err != nil {
			return err
		}
		files = append(files, in)
	}
	var err error
	r.view.Inputs.Tests, r.view.Inputs.Gaps, err = input.TestRun(files)
	return err
}

// answerRequirements answers with a sheet that is made from the requirements.
func answerRequirements(ctx context.Context, o Options, tests TestFiles, needs []duty.Need, read func(*Reading, *duty.View) (sheet.Sheet, error)) (sheet.Answer, error) {
	r, err := Read(ctx, o)
	if err != nil {
		return sheet.Answer{}, err
	}
	if err := r.readTests(tests); err != nil {
		return sheet.Answer{}, err
	}
	place, err := namedPlace(r.settings.repository, o.Place)
	if err != nil {
		return sheet.Answer{}, err
	}
	at, err := findPlace(r.view.History, place)
	if err != nil {
		return sheet.Answer{}, err
	}
	asked := duties.Duty
	asked.Needs = needs
	v, err := r.supply(ctx, at, sheet.Question{Duty: asked.Name, Flags: o.Flags}, asked, nil)
	if err != nil {
		return sheet.Answer{}, err
	}
	v.Inputs = r.view.Inputs
	s, err := read(r, v)
	if err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	r.settings.heed(&s)
	a := duty.Head(v)
	a.Gaps = append(duty.HeadOfFiles(v).Gaps, a.Gaps...)
	a.Complete = len(a.Gaps) == 0
	a.Sheets = []sheet.Sheet{s}
	return r.masked(a), nil
}

var traced = []duty.Need{duty.NeedDecisions, duty.NeedTags}

// Trace tells which requirements are covered, and which tags lead nowhere.
func Trace(ctx context.Context, o Options, tests TestFiles) (sheet.Answer, error) {
	return answerRequirements(ctx, o, tests, traced, func(_ *Reading, v *duty.View) (sheet.Sheet, error) { return duties.Trace(v), nil })
}

// TraceWhy tells by what a requirement is covered, or what it lacks.
func TraceWhy(ctx context.Context, o Options, tests TestFiles, id string) (sheet.Answer, error) {
	return answerRequirements(ctx, o, tests, traced, func(_ *Reading, v *duty.View) (sheet.Sheet, error) { return duties.Why(v, id) })
}

// TraceSuggest proposes files that a requirement may be about.
func TraceSuggest(ctx context.Context, o Options, id string) (sheet.Answer, error) {
	return answerRequirements(ctx, o, TestFiles{}, traced, func(r *Reading, v *duty.View) (sheet.Sheet, error) {
		item, err := duties.Find(v, id)
		if err != nil {
			return sheet.Sheet{}, err
		}
		code, tests, err := r.propose(ctx, item.Record)
		if err != nil {
			return sheet.Sheet{}, err
		}
		return duties.Suggest(v, item, code, tests), nil
	})
}

// propose searches code and tests for a requirement.
func (r *Reading) propose(ctx context.Context, x *fact.Record) (codes, tests []recovery.Proposal, err error) {
	subjects := map[fact.Path][]string{}
	for i := range r.view.History.Commits {
		c := &r.view.History.Commits[i]
		for j := range c.Changes {
			if !c.Merge() {
				subjects[c.Changes[j].Path] = append(subjects[c.Changes[j].Path], c.Subject)
			}
		}
	}
	var code1, test1 recovery.Index
	var files []*fact.File
	for _, f := range r.readable() {
		if n := hotspot.NatureOf(f.Path); (n == hotspot.Code || n == hotspot.Test) && code.LanguageOf(f.Path) != "" {
			files = append(files, f)
		}
	}
	err = r.settings.repository.Beginnings(ctx, files, code.Most, func(f *fact.File, text []byte) {
		to := &code1
		if hotspot.NatureOf(f.Path) == hotspot.Test {
			to = &test1
		}
		to.Add(f.Path, trace.Without(strings.ToValidUTF8(string(text), " ")), subjects[f.Path])
	})
	if err != nil && ctx.Err() != nil {
		return nil, nil, err
	}
	return code1.Propose(x, duties.Proposals), test1.Propose(x, duties.Proposals), nil
}

// Feasibility tells what past changes like a wish, or a requirement, touched.
func Feasibility(ctx context.Context, o Options, wish string) (sheet.Answer, error) {
	needs := []duty.Need{duty.NeedDecisions, duty.NeedKnowledge, duty.NeedAuthors, duty.NeedHotspots, duty.NeedImports}
	if strings.TrimSpace(wish) == "" {
		return sheet.Answer{}, fault.New(fault.Usage, "there is nothing to ask about").WithHint("describe the change in a sentence, or name a requirement by its id")
	}
	return answerRequirements(ctx, o, TestFiles{}, needs, func(r *Reading, v *duty.View) (sheet.Sheet, error) {
		var err error
		if v.Words, err = r.words(ctx); err != nil {
			return sheet.Sheet{}, err
		}
		return duties.Feasibility(v, wish), nil
	})
}

// words are the names of decisions and incidents that files say which are no documents,
// where there are any.
func (r *Reading) words(ctx context.Context) ([]governing.Word, error) {
	if r.view.Decisions == nil || !slices.ContainsFunc(r.view.Decisions.Records, func(x fact.Record) bool {
		return x.Kind == fact.Decision || x.Kind == fact.Standard || x.Kind == fact.Incident
	}) {
		return nil, nil
	}
	var out []governing.Word
	files := slices.DeleteFunc(r.readable(), func(f *fact.File) bool { return hotspot.NatureOf(f.Path) == hotspot.Documentation })
	err := r.settings.repository.Beginnings(ctx, files, code.Most, func(f *fact.File, text []byte) {
		out = append(out, governing.Words(f.Path, text)...)
	})
	if err != nil && ctx.Err() == nil {
		err = nil // what cannot be read is a gap of the answer already
	}
	return out, err
}
