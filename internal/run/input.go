package run

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

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

// readers has a line for each duty that is OnFile, by name.
var readers = map[string]reader{
	"risk": readRegister,
}

// AnswerFiles answers a duty from files; "-" is what stdin gives.
func AnswerFiles(ctx context.Context, o Options, name string, names []string, stdin io.Reader) (sheet.Answer, error) {
	asked, _ := find(name)
	v := &duty.View{AsOf: o.AsOf, Since: o.Since, Flags: o.Flags}
	var files []fact.Input
	for _, name := range names {
		in, err := readInput(name, stdin)
		if err != nil {
			return sheet.Answer{}, err
		}
		files, v.Inputs.Names = append(files, in), append(v.Inputs.Names, in.Name)
	}
	if err := readers[name](v, files); err != nil {
		return sheet.Answer{}, err
	}
	if ctx.Err() != nil {
		return sheet.Answer{}, explain(ctx.Err(), &o)
	}
	s, err := asked.Read(v)
	if err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	if o.Pictures && asked.Pictures != nil {
		s.Sections = append(asked.Pictures(v), s.Sections...)
	}
	a := duty.HeadOfFiles(v)
	a.Sheets = []sheet.Sheet{s}
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
