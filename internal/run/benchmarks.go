package run

import (
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/source/input"
)

// readBenchmarks reads what benchmarks gave.
func readBenchmarks(v *duty.View, files []fact.Input) error {
	b, gaps, err := input.Benchmarks(files)
	if err != nil {
		return err
	}
	samples := 0
	for i := range b.Series {
		samples += len(b.Series[i].Samples)
	}
	v.Inputs.Benchmarks, v.Inputs.Gaps = b, gaps
	v.Inputs.Read = []sheet.Figure{
		duty.Count("measurements", samples, "measurement", "measurements", nil),
		duty.Count("runs", len(b.Runs), "run", "runs", nil),
	}
	return nil
}
