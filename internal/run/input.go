package run

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/source/git"
)

// maxInput is the most bytes of one file that are read: a million rows have fewer.
const maxInput = 1 << 29

// reader reads the files that a person named into the view of a duty that answers
// from them.
type reader func(v *duty.View, files []fact.Input) error

// readers has a line for each duty that is OnFile, by name, and for each of its verbs.
var readers = map[string]reader{
	"performance":         readBenchmarks,
	"performance compare": readComparison,
	"performance profile": readProfiles,
}

// AnswerFiles answers a duty from files; "-" is what stdin gives.
func AnswerFiles(ctx context.Context, o Options, name string, names []string, stdin io.Reader) (sheet.Answer, error) {
	asked, _ := find(name)
	return answerFiles(ctx, o, duty.Verb{Read: asked.Read, Pictures: asked.Pictures}, readers[name], names, stdin)
}

// AnswerVerb answers a question of a duty from files.
func AnswerVerb(ctx context.Context, o Options, name string, verb duty.Verb, names []string, stdin io.Reader) (sheet.Answer, error) {
	return answerFiles(ctx, o, verb, readers[name+" "+verb.Name], names, stdin)
}

func answerFiles(ctx context.Context, o Options, asked duty.Verb, read reader, names []string, stdin io.Reader) (sheet.Answer, error) {
	v, beside, r, err := viewBeside(ctx, &o, asked)
	if err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	var files []fact.Input
	for _, name := range names {
		in, err := readInput(name, stdin)
		if err != nil {
			return sheet.Answer{}, err
		}
		files, v.Inputs.Names = append(files, in), append(v.Inputs.Names, in.Name)
	}
	if err := read(v, files); err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	if ctx.Err() != nil {
		return sheet.Answer{}, explain(ctx.Err(), &o)
	}
	s, err := asked.Read(v)
	if err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	beside.heed(&s)
	if o.Pictures && asked.Pictures != nil {
		s.Sections = append(asked.Pictures(v), s.Sections...)
	}
	a := duty.HeadOfFiles(v)
	a.Sheets = []sheet.Sheet{s}
	if r == nil {
		return a, nil
	}
	a.Gaps = append(a.Gaps, duty.Head(v).Gaps...)
	a.Complete = len(a.Gaps) == 0
	return r.masked(a), nil
}

// viewBeside is the view of files, with the settings that count there: of a verb that is
// InRepository with what it needs of the repository, if there is one; the reading is nil
// otherwise.
func viewBeside(ctx context.Context, o *Options, asked duty.Verb) (*duty.View, *settings, *Reading, error) {
	v := &duty.View{AsOf: o.AsOf, Since: o.Since, Flags: o.Flags}
	if !asked.InRepository || !inRepository(ctx, o) {
		beside, err := settingsBeside(ctx, o)
		if err == nil {
			v.Settings = beside.duty
		}
		return v, beside, nil, err
	}
	r, err := readFor(ctx, *o, asked.Needs)
	if err != nil {
		return nil, nil, nil, err
	}
	v, err = r.supply(ctx, duty.Place{}, sheet.Question{Flags: o.Flags}, duty.Duty{Needs: asked.Needs}, nil)
	if err != nil {
		return nil, nil, nil, err
	}
	if base, ok := o.Flags["base"]; ok {
		if v.Inputs.Since, err = r.since(ctx, base); err != nil {
			return nil, nil, nil, err
		}
	}
	return v, r.settings, r, nil
}

func inRepository(ctx context.Context, o *Options) bool {
	r, err := git.Open(ctx, o.Dir)
	return r != nil && !errors.Is(err, git.ErrNotRepository) && !errors.Is(err, git.ErrNoGit)
}

// since are the commits that the head has and a base has not.
func (r *Reading) since(ctx context.Context, base string) (map[fact.CommitID]bool, error) {
	id, err := r.settings.repository.Resolve(ctx, base)
	if err != nil {
		return nil, err
	}
	commits, err := r.settings.repository.Between(ctx, id, r.view.History.Head)
	if err != nil {
		return nil, err
	}
	out := map[fact.CommitID]bool{}
	for i := range commits {
		out[commits[i].ID] = true
	}
	return out, nil
}

// settingsBeside are those of the commit that would be read of the repository in which
// the command runs, or of the user alone where there is none.
func settingsBeside(ctx context.Context, o *Options) (*settings, error) {
	alone := func() (*settings, error) {
		file, err := o.configuration(nil)
		if err != nil {
			return nil, err
		}
		return &settings{file: file, asOf: o.AsOf, duty: dutySettings(file)}, nil
	}
	repository, err := git.Open(ctx, o.Dir)
	if errors.Is(err, git.ErrNotRepository) || errors.Is(err, git.ErrNoGit) {
		return alone()
	}
	if err != nil {
		return nil, err
	}
	head, _, err := resolve(ctx, repository, o)
	if err != nil {
		return nil, err
	}
	if head == "" {
		return alone()
	}
	tree, err := repository.Tree(ctx, head)
	if err != nil {
		return nil, err
	}
	return settingsOf(ctx, repository, func(p fact.Path) *fact.File {
		if i := slices.IndexFunc(tree, func(f fact.File) bool { return f.Path == p }); i >= 0 {
			return &tree[i]
		}
		return nil
	}, nil, o)
}

// readInput reads a file that a person named.
func readInput(name string, stdin io.Reader) (fact.Input, error) {
	from := stdin
	if name != "-" {
		f, err := os.Open(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fact.Input{}, fault.New(fault.Usage, "there is no file %s", name).WithHint("name a file that exists")
		case err != nil:
			return fact.Input{}, fault.New(fault.Usage, "%w", err).WithHint("see that you may read the file")
		}
		defer f.Close()
		from = f
	}
	data, err := io.ReadAll(io.LimitReader(from, maxInput+1))
	switch {
	case err != nil:
		return fact.Input{}, fault.New(fault.Usage, "%s cannot be read: %w", name, err).WithHint("name a file, not a folder")
	case len(data) > maxInput:
		return fact.Input{}, fault.New(fault.Usage, "%s is longer than %d MiB", name, maxInput>>20).WithHint("give a part of it, or a summary")
	}
	if name == "-" {
		name = "standard input"
	}
	return fact.Input{Name: name, Data: data}, nil
}
