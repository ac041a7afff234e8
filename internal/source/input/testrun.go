package input

import (
	"errors"

	"leadline/internal/fact"
	"leadline/internal/source/input/testrun"
)

// TestRun reads what tests gave from files, as of one run.
func TestRun(files []fact.Input) (*fact.TestRun, []fact.Gap, error) {
	all := &fact.TestRun{}
	var gaps []fact.Gap
	var wrong []error
	for _, f := range files {
		run, left, err := testrun.Read(f)
		all.Tests = append(all.Tests, run.Tests...)
		gaps, wrong = append(gaps, left...), append(wrong, err)
	}
	return all, gaps, errors.Join(wrong...)
}
