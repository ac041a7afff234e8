package run

import (
	"context"

	"leadline/internal/duty"
	"leadline/internal/duty/performance"
	"leadline/internal/fault"
)

// readMeasured reads the benchmarks of both ends of a change, from files or as they are
// kept of a revision; nil where none were named.
func readMeasured(ctx context.Context, o *Options, what Reviewed) (*measured, error) {
	if what.HeadBench == "" {
		return nil, nil
	}
	if what.BaseBench == "-" || what.HeadBench == "-" {
		return nil, fault.New(fault.Usage, "benchmarks of a change are not read from standard input").WithHint("name two files: of the base, and of the head")
	}
	beside, err := settingsBeside(ctx, o)
	if err != nil {
		return nil, err
	}
	files, err := readInputs(ctx, o, beside, true, []string{what.BaseBench, what.HeadBench}, nil)
	if err != nil {
		return nil, err
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
