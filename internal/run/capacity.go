package run

import (
	"context"
	"errors"
	"io"
	"path/filepath"

	"leadline/internal/duty"
	"leadline/internal/duty/scalability"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/source/input"
)

// loadTests reads load tests and series of demand.
func loadTests(v *duty.View, files []fact.Input) error {
	var wrong []error
	for _, in := range files {
		t, err := input.LoadTest(in)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		v.Inputs.LoadTests = append(v.Inputs.LoadTests, t)
		v.Inputs.Gaps = append(v.Inputs.Gaps, t.Gaps...)
	}
	v.Inputs.Read = scalability.ReadFigures(v.Inputs.LoadTests)
	return errors.Join(wrong...)
}

// CheckCapacity holds load tests against the targets that a file declares.
func CheckCapacity(ctx context.Context, o Options, name string, stdin io.Reader) (sheet.Answer, error) {
	plan, err := readInput(name, stdin)
	if err != nil {
		return sheet.Answer{}, err
	}
	targets, err := input.Capacity(plan)
	if err != nil {
		return sheet.Answer{}, err
	}
	v := &duty.View{AsOf: o.AsOf, Inputs: duty.Inputs{Names: []string{plan.Name}}}
	tests := map[string]*fact.LoadTest{}
	var wrong []error
	for _, t := range targets {
		c := duty.Capacity{Target: t}
		for _, file := range t.Files {
			test, err := loadTest(v, tests, filepath.ToSlash(file))
			if err != nil {
				wrong = append(wrong, err)
			} else if test != nil {
				c.Tests = append(c.Tests, *test)
			}
		}
		v.Inputs.Capacity = append(v.Inputs.Capacity, c)
	}
	if err := errors.Join(append(wrong, ctx.Err())...); err != nil {
		return sheet.Answer{}, err
	}
	v.Inputs.Read = scalability.ReadFigures(v.Inputs.LoadTests)
	s, gaps, err := scalability.Check(v)
	if err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	v.Inputs.Gaps = append(v.Inputs.Gaps, gaps...)
	a := duty.HeadOfFiles(v)
	a.Sheets = []sheet.Sheet{s}
	return a, nil
}

// loadTest reads a file that targets name, once; what is wrong with it is told once.
func loadTest(v *duty.View, read map[string]*fact.LoadTest, name string) (*fact.LoadTest, error) {
	if t, done := read[name]; done {
		return t, nil
	}
	read[name] = nil
	in, err := readInput(name, nil)
	if err != nil {
		return nil, err
	}
	t, err := input.LoadTest(in)
	if err != nil {
		return nil, err
	}
	read[name] = &t
	v.Inputs.LoadTests = append(v.Inputs.LoadTests, t)
	v.Inputs.Gaps = append(v.Inputs.Gaps, t.Gaps...)
	return &t, nil
}
