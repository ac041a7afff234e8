package input

import (
	"errors"

	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/input/benchmark"
)

// Benchmarks reads what benchmarks gave from files, whose runs follow each other in the
// order in which the files are named.
func Benchmarks(files []fact.Input) (fact.Benchmarks, []fact.Gap, error) {
	type key struct{ suite, benchmark, metric string }
	var all fact.Benchmarks
	var gaps []fact.Gap
	var wrong []error
	known := map[key]int{}
	for _, f := range files {
		b, left, err := benchmark.Read(f)
		wrong, gaps = append(wrong, err), append(gaps, left...)
		shift := len(all.Runs)
		all.Runs = append(all.Runs, b.Runs...)
		for _, s := range b.Series {
			for i := range s.Samples {
				s.Samples[i].Run += shift
			}
			k := key{s.Suite, s.Benchmark, s.Metric}
			at, ok := known[k]
			switch {
			case !ok:
				known[k] = len(all.Series)
				all.Series = append(all.Series, s)
				continue
			case all.Series[at].Unit != s.Unit:
				m := fault.Mistakes{Name: f.Name}
				m.Wrong(0, 0, "give one series in one unit", "%s is measured in %q here and in %q before", s.Benchmark, s.Unit, all.Series[at].Unit)
				wrong = append(wrong, m.Err())
				continue
			case all.Series[at].Better != s.Better:
				all.Series[at].Better = fact.BetterUnknown
			}
			all.Series[at].Samples = append(all.Series[at].Samples, s.Samples...)
		}
	}
	return all, gaps, errors.Join(wrong...)
}
