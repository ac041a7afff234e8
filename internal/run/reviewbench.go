package run

import (
	"leadline/internal/duty"
	"leadline/internal/duty/performance"
	"leadline/internal/fact"
	"leadline/internal/fault"
)

// readMeasured reads the benchmarks of both ends of a change; nil where none were named.
func readMeasured(what Reviewed) (*measured, error) {
	if what.HeadBench == "" {
		return nil, nil
	}
	var files []fact.Input
	for _, name := range []string{what.BaseBench, what.HeadBench} {
		if name == "-" {
			return nil, fault.New(fault.Usage, "benchmarks of a change are not read from standard input").WithHint("name two files: of the base, and of the head")
		}
		in, err := readInput(name, nil)
		if err != nil {
			return nil, err
		}
		files = append(files, in)
	}
	return readSides(files)
}

// supplyMeasured holds the benchmarks of a change against each other, by the settings of
// the view, as `leadline performance compare` does.
func supplyMeasured(v *duty.View, m *measured) error {
	if m == nil {
		return nil
	}
	settings, err := performance.ComparisonSettings(v)
	if err != nil {
		return err
	}
	c, gaps := m.compare(settings)
	v.Change.Benchmarks, v.Inputs.Gaps = &c, gaps
	return nil
}
