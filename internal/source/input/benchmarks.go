package input

import (
	"bytes"
	"golang.org/x/perf/benchfmt"
	"leadline/internal/fact"
)

func Benchmarks(in *fact.Input) (fact.Benchmarks, []fact.Gap, error) {
	var b fact.Benchmarks
	at := map[[2]string]int{}
	b.Runs = []fact.BenchmarkRun{{}}
	r := benchfmt.NewReader(bytes.NewReader(in.Data), in.Name)
	for r.Scan() {
		res, ok := r.Result().(*benchfmt.Result)
		if !ok {
			continue
		}
		for _, v := range res.Values {
			k := [2]string{res.GetConfig("pkg") + " " + res.Name.String(), v.Unit}
			i, ok := at[k]
			if !ok {
				i = len(b.Series)
				at[k] = i
				better, m := fact.BetterSmaller, "time"
				switch v.Unit {
				case "B/op":
					m = "memory"
				case "allocs/op":
					m = "allocations"
				case "B/s":
					m, better = "throughput", fact.BetterBigger
				}
				b.Series = append(b.Series, fact.BenchmarkSeries{Suite: res.GetConfig("pkg"), Benchmark: res.Name.String(), Metric: m, Unit: v.Unit, Better: better})
			}
			b.Series[i].Samples = append(b.Series[i].Samples, fact.Sample{Value: v.Value})
		}
	}
	return b, nil, r.Err()
}
