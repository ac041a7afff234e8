package input

import (
	"errors"
	"fmt"

	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/input/benchmark"
)

// These are for results of benchmarks that a team keeps
// with its commits: see there.
var (
	ParseKept  = benchmark.ParseKept
	FormatKept = benchmark.FormatKept
	MergeKept  = benchmark.MergeKept
	Keep       = benchmark.Keep
	LooksKept  = benchmark.LooksKept
)

// Kept is what is kept of a commit, to be read.
type Kept struct {
	fact.Input
	Commit fact.CommitID
}

// KeptBenchmarks reads what is kept of several commits, each a run, in their order. What
// cannot be read of a commit is left out, and a gap says so. A measure whose unit changed
// makes two series.
func KeptBenchmarks(kept []Kept) (fact.Benchmarks, []fact.Gap) {
	type key struct{ suite, benchmark, metric, unit string }
	var all fact.Benchmarks
	var gaps []fact.Gap
	known := map[key]int{}
	for _, k := range kept {
		b, left, err := benchmark.ReadKept(k.Input, k.Commit)
		if err != nil {
			gaps = append(gaps, lostKept(err))
			continue
		}
		gaps = append(gaps, left...)
		shift := len(all.Runs)
		all.Runs = append(all.Runs, b.Runs...)
		for _, s := range b.Series {
			for i := range s.Samples {
				s.Samples[i].Run += shift
			}
			id := key{s.Suite, s.Benchmark, s.Metric, s.Unit}
			at, ok := known[id]
			if !ok {
				known[id] = len(all.Series)
				all.Series = append(all.Series, s)
				continue
			}
			if all.Series[at].Better != s.Better {
				all.Series[at].Better = fact.BetterUnknown
			}
			all.Series[at].Samples = append(all.Series[at].Samples, s.Samples...)
		}
	}
	return all, gaps
}

// lostKept is a gap for results that cannot be read: the first mistake, and its place.
func lostKept(err error) fact.Gap {
	g := fact.Gap{Kind: fact.GapInput, Count: 1, Detail: "the results of a commit are left out: " + err.Error()}
	if wrong := fault.MistakesIn(err); len(wrong) > 0 {
		m := wrong[0]
		g.Example, g.Detail = fmt.Sprintf("%s:%d", m.Name, max(m.Line, 1)), "the results of a commit are left out: "+m.What+"; "+m.Hint
	}
	return g
}

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
