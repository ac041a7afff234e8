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
	supplyBenchmarks(v, b)
	v.Inputs.Gaps = gaps
	return nil
}

// supplyBenchmarks puts what benchmarks gave into the view.
func supplyBenchmarks(v *duty.View, b fact.Benchmarks) {
	samples := 0
	for i := range b.Series {
		samples += len(b.Series[i].Samples)
	}
	v.Inputs.Benchmarks = b
	v.Inputs.Read = []sheet.Figure{
		duty.Count("measurements", samples, "measurement", "measurements", nil),
		duty.Count("runs", len(b.Runs), "run", "runs", nil),
	}
}
