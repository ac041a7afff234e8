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
	sides, err := readSides(files)
	if err != nil {
		return err
	}
	v.Inputs.Compared, v.Inputs.Gaps = sides.compare(settings)
	v.Inputs.Read = []sheet.Figure{
		duty.Count("measures", len(v.Inputs.Compared.Results), "measure of a benchmark", "measures of benchmarks", nil),
		duty.Count("samples", sides.samples, "sample", "samples", nil),
	}
	return nil
}

// measured are the benchmarks of a base and of a head.
type measured struct {
	base, head fact.Benchmarks
	samples    int
	gaps       []fact.Gap
}

// readSides reads two files, a base and a head.
func readSides(files []fact.Input) (*measured, error) {
	m := &measured{}
	for i, to := range []*fact.Benchmarks{&m.base, &m.head} {
		b, gaps, err := input.Benchmarks(files[i : i+1])
		if err != nil {
			return nil, err
		}
		if err := oneState(&b, files[i].Name); err != nil {
			return nil, err
		}
		*to, m.gaps = b, append(m.gaps, gaps...)
		for _, s := range b.Series {
			m.samples += len(s.Samples)
		}
	}
	return m, nil
}

// compare holds the head against the base; gaps are what leaves the answer incomplete.
func (m *measured) compare(s comparison.Settings) (duty.Comparison, []fact.Gap) {
	c := duty.Compare(&m.base, &m.head, s)
	return c, append(m.gaps, performance.ComparisonGaps(c.Results)...)
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
