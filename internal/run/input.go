package run

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"

	"leadline/internal/analysis/people"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
)

// maxInput is the most bytes of one file that are read: a million rows have fewer.
const maxInput = 1 << 29

// reader reads the files that a person named into the view of a duty that answers
// from them.
type reader func(v *duty.View, files []fact.Input) error

// readers has a line for each duty that is OnFile, by name, and for each of its verbs.
var readers = map[string]reader{
	"planning":            readPlan,
	"performance compare": readComparison,
	"performance effect":  readBenchmarks,
	"performance profile": readProfiles,
	"performance":         readBenchmarks,
	"risk":                readRegister,
	"scalability":         loadTests,
}

// AnswerFiles answers a duty from files; "-" is what stdin gives.
func AnswerFiles(ctx context.Context, o Options, name string, names []string, stdin io.Reader) (sheet.Answer, error) {
	asked, _ := find(name)
	return answerFiles(ctx, o, duty.Verb{OnKept: asked.OnKept, Needs: asked.Needs, Read: asked.Read, Pictures: asked.Pictures}, readers[name], names, stdin)
}

// AnswerVerb answers a question of a duty from files, or from what is kept with the
// commits of a repository.
func AnswerVerb(ctx context.Context, o Options, name string, verb duty.Verb, names []string, stdin io.Reader) (sheet.Answer, error) {
	if verb.OnKept && len(names) == 0 {
		return answerKept(ctx, o, verb)
	}
	return answerFiles(ctx, o, verb, readers[name+" "+verb.Name], names, stdin)
}

func answerFiles(ctx context.Context, o Options, asked duty.Verb, read reader, names []string, stdin io.Reader) (sheet.Answer, error) {
	if asked.OnKept && o.Flags[FromFlag] != "" {
		return sheet.Answer{}, fault.New(fault.Usage, "--%s says where to read results, and so does %s", FromFlag, names[0]).WithHint("leave one of them out")
	}
	return answerFrom(ctx, o, asked, func(v *duty.View, beside *settings) error {
		files, err := readInputs(ctx, &o, beside, asked.Kept, names, stdin)
		if err != nil {
			return err
		}
		for _, in := range files {
			v.Inputs.Names = append(v.Inputs.Names, in.Name)
		}
		return read(v, files)
	})
}

// answerFrom answers a question from what supply puts into the view.
func answerFrom(ctx context.Context, o Options, asked duty.Verb, supply func(*duty.View, *settings) error) (sheet.Answer, error) {
	v, beside, r, err := viewBeside(ctx, &o, asked)
	if err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	if err := supply(v, beside); err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	if ctx.Err() != nil {
		return sheet.Answer{}, explain(ctx.Err(), &o)
	}
	var seen []fact.Commit
	if slices.Contains(asked.Needs, duty.NeedLanded) {
		if err := landings(ctx, &o, v, &seen); err != nil {
			return sheet.Answer{}, explain(err, &o)
		}
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
	switch {
	case r != nil:
		a.Gaps = append(a.Gaps, duty.Head(v).Gaps...)
		a.Complete = len(a.Gaps) == 0
		a = r.masked(a)
	case o.Pseudonyms:
		h := &fact.History{Commits: seen}
		a = newBook(h, people.Of(h, v.Settings.People)).Apply(a)
	}
	return a, nil
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
