package run

import (
	"fmt"

	"leadline/internal/analysis/comparison"
	"leadline/internal/duty"
	"leadline/internal/duty/performance"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/source/input"
)

// readComparison reads benchmarks of a base and of a head, and holds them against each
// other.
func readComparison(v *duty.View, files []fact.Input) error {
	settings, err := performance.ComparisonSettings(v)
	if err != nil {
		return err
	}
	sides := [2]fact.Benchmarks{}
	samples := 0
	for i := range sides {
		b, gaps, err := input.Benchmarks(files[i : i+1])
		if err != nil {
			return err
		}
		if err := oneState(&b, files[i].Name); err != nil {
			return err
		}
		sides[i], v.Inputs.Gaps = b, append(v.Inputs.Gaps, gaps...)
		for _, s := range b.Series {
			samples += len(s.Samples)
		}
	}
	v.Inputs.Compared = comparison.Compare(&sides[0], &sides[1], settings)
	v.Inputs.Gaps = append(v.Inputs.Gaps, performance.ComparisonGaps(v.Inputs.Compared)...)
	v.Inputs.Read = []sheet.Figure{
		duty.Count("measures", len(v.Inputs.Compared), "measure of a benchmark", "measures of benchmarks", nil),
		duty.Count("samples", samples, "sample", "samples", nil),
	}
	return nil
}

// oneState refuses a file that tells of several states of the code.
func oneState(b *fact.Benchmarks, name string) error {
	first := ""
	for _, r := range b.Runs {
		switch {
		case r.Commit == "" || r.Commit == first:
		case first == "":
			first = r.Commit
		default:
			return &duty.Mistake{
				What: fmt.Sprintf("%s holds results of several states of the code, such as %s and %s", name, first, r.Commit),
				Hint: "give a file of one commit for either side; `leadline performance FILE` answers from a history",
			}
		}
	}
	return nil
}
