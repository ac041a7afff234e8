package benchmark_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/input/benchmark"
)

// said gives what is read of a file, a line for each series and each gap.
func said(name, text string) string {
	b, gaps, err := benchmark.Read(fact.Input{Name: name, Data: []byte(text)})
	if err != nil {
		return err.Error()
	}
	var out []string
	for _, s := range b.Series {
		line := fmt.Sprintf("%s|%s|%s|%s|%d:", s.Suite, s.Benchmark, s.Metric, s.Unit, s.Better)
		for _, x := range s.Samples {
			r := b.Runs[x.Run]
			line += fmt.Sprintf(" %s=%v", r.Commit, x.Value)
			if !r.Time.IsZero() {
				line += r.Time.Format("@0102")
			}
		}
		out = append(out, line)
	}
	for _, g := range gaps {
		out = append(out, fmt.Sprintf("gap of %d at %s: %s", g.Count, g.Example, g.Detail))
	}
	return strings.Join(out, "\n")
}

var formats = map[string]struct{ text, want string }{
	"Go": {
		"commit: a1\ncommit-time: 2026-01-02T00:00:00Z\npkg: x/y\nBenchmarkA-8  10  5 ns/op  3 B/op\nBenchmarkA-8 10 6 ns/op 3 B/op\nok x/y 1s\ncommit: b2\nBenchmarkA-8 10 7 ns/op 3 B/op\nBenchmarkA-8 log line\n",
		"x/y|A-8|ns/op|ns/op|1: a1=5@0102 a1=6@0102 b2=7@0102\nx/y|A-8|B/op|B/op|1: a1=3@0102 a1=3@0102 b2=3@0102\ngap of 1 at f:9: lines that begin with Benchmark are no results: parsing iteration count: invalid syntax",
	},
	"Go, before the results": {"goos: linux\nBenchmarkA\nBenchmarkA-8 \t 10 \t 5 MB/s\nPASS", "|A-8|MB/s|MB/s|2: =5"},
	"JMH": {
		`[{"benchmark":"org.x.B.run","mode":"thrpt","params":{"n":"1"},"primaryMetric":{"score":5,"scoreUnit":"ops/ms","rawData":[[4,5],[6]]}},{"benchmark":"org.x.B.avg","mode":"avgt","primaryMetric":{"score":5,"scoreUnit":"us/op"}}]`,
		"org.x.B|run/n=1|throughput|ops/ms|2: =4 =5 =6\norg.x.B|avg|time|us/op|1: =5",
	},
	"pytest-benchmark": {
		`{"machine_info":{},"commit_info":{"id":"c1","time":"2026-03-04T10:00:00+02:00"},"benchmarks":[{"name":"test_a","fullname":"t/test_x.py::test_a","stats":{"median":2,"data":[1.5,2.5]}},{"name":"test_b","stats":{"median":3}}]}`,
		"t/test_x.py|test_a|time|s|1: c1=1.5@0304 c1=2.5@0304\n|test_b|time|s|1: c1=3@0304",
	},
	"Google Benchmark": {
		`{"context":{"date":"2026-05-06T10:00:00+00:00"},"benchmarks":[{"name":"BM_A","run_name":"BM_A","run_type":"iteration","real_time":5,"cpu_time":4,"time_unit":"us","items_per_second":7},
		{"name":"BM_A_mean","run_name":"BM_A","run_type":"aggregate","aggregate_name":"mean","real_time":9,"time_unit":"us"},
		{"name":"BM_B_median","run_name":"BM_B","run_type":"aggregate","aggregate_name":"median","real_time":8,"time_unit":"us"},
		{"name":"BM_C","error_occurred":true,"error_message":"no file"}]}`,
		"|BM_A|time|us|1: =5@0506\n|BM_A|cpu time|us|1: =4@0506\n|BM_A|items|items/s|2: =7@0506\n|BM_B|time|us|1: =8@0506\ngap of 1 at f: benchmarks[3]: the value of BM_C is missing, for it failed: no file",
	},
	"hyperfine":             {`{"results":[{"command":"ls","median":2,"times":[1,2,3]},{"command":"cat","median":4}]}`, "|ls|time|s|1: =1 =2 =3\n|cat|time|s|1: =4"},
	"criterion messages":    {"{\"reason\":\"benchmark-complete\",\"id\":\"g/f\",\"unit\":\"ns\",\"iteration_count\":[10,20],\"measured_values\":[50,120]}\n{\"reason\":\"group-complete\"}\n", "|g/f|time|ns|1: =5 =6"},
	"custom":                {`[{"name":"size","unit":"MB","value":3,"range":"1"},{"name":"score","unit":"points","value":4}]`, "|size|memory|MB|1: =3\n|score|points|points|0: =4"},
	"custom without values": {`[{"name":"size","unit":"MB","value":3},{"name":"size","unit":"MB"}]`, "|size|memory|MB|1: =3\ngap of 1 at f: [1]: the value of size is missing"},
	"github-action-benchmark": {
		`window.BENCHMARK_DATA = {"entries":{"S":[{"commit":{"id":"a","message":"one\n\ntwo"},"date":1774258026738,"tool":"customBiggerIsBetter","benches":[{"name":"x","value":1,"unit":"points"}]},
		{"commit":{"id":"b"},"date":1774258026737,"tool":"customBiggerIsBetter","benches":[{"name":"x","value":2,"unit":"points"}]}]}};`,
		"|x|points|points|2: a=1@0323 b=2@0323",
	},
	"github-action-benchmark of Go": {
		`{"entries":{"S":[{"commit":{"id":"a"},"tool":"go","benches":[{"name":"BenchmarkA (x/y)","value":1,"unit":"ns/op\t3 B/op"},{"name":"BenchmarkA (x/y) - ns/op","value":1,"unit":"ns/op"},{"name":"BenchmarkA (x/y) - B/op","value":3,"unit":"B/op"}]}]}}`,
		"x/y|BenchmarkA|ns/op|ns/op|1: a=1\nx/y|BenchmarkA|B/op|B/op|1: a=3",
	},
	"CSV, a row for each value": {
		"commit,time,benchmark,value,unit\na,2026-01-01,x,1,ms\na,2026-01-01,y,5,req/s\nb,2026-01-02,x,2,ms\nb,2026-01-02,y,NaN,req/s\n",
		"|x|time|ms|1: a=1@0101 b=2@0102\n|y|throughput|req/s|2: a=5@0101\ngap of 1 at f:5: the value of y is no finite number",
	},
	"CSV, a column for each benchmark": {"revision;x (ms);y [points]\na;1;\nb;2;7\n", "|x|time|ms|1: a=1 b=2\n|y|points|points|0: b=7"},
	"CSV from the newest on":           {"time,value\n2026-01-03,3\n2026-01-02,2\n2026-01-02,1\n", "|value|||0: =1@0102 =2@0102 =3@0103"},
	"CSV with a direction":             {"value,better\n1,bigger\n2,higher\n", "|value|||2: =1 =2"},
	"CSV with two units that are two":  {"benchmark,value,unit\nx,1,ns/op\nx,2,B/op\n", "|x|time|ns/op|1: =1\n|x|memory|B/op|1: =2"},
}

func TestFormats(t *testing.T) {
	for name, c := range formats {
		t.Run(name, func(t *testing.T) {
			if got := said("f", c.text); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			if got := said("f", "\ufeff"+c.text); name != "Go" && got != c.want {
				t.Errorf("with a mark at its head it is\n%s", got)
			}
		})
	}
	got := said("target/criterion/g/f/new/estimates.json", `{"mean":{"point_estimate":5},"median":{"point_estimate":4},"slope":{"point_estimate":3}}`)
	if got != "|g/f|time|ns|1: =3" {
		t.Errorf("estimates: %s", got)
	}
}

func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		" \n":                               "f: the file is empty",
		"{\n \"a\": NaN}":                   "f:2:7: this is no JSON: invalid character 'N' looking for beginning of value",
		`{"results": [`:                     "f:1:14: the file ends within a value",
		`{"results": 3}`:                    "f: results is number where slice is wanted",
		`{"x": 3}`:                          "f: this is JSON, but of no benchmark tool that is known",
		`[]`:                                "f: the list is empty",
		`{"results":[{"times":[1]}]}`:       "f: results[0].command is missing",
		"window.BENCHMARK_DATA = {\"x\":1}": "f: entries are missing: the file is of another version",
		"benchmark,commit\nx,a\n":           "f:1: no column is called value or measurement or result",
		"benchmark,value\nx,a\n,3\n":        "f:2:3: value: \"a\" is no number\nf:3:1: benchmark: it is empty",
		"value\nNaN\n":                      "f: no benchmark in it has a value that can be used",
		"benchmark,value,unit\nx,1,ms\nx,1,s\nx,2,s\n":           "f:3: x is measured in \"s\" here and in \"ms\" before",
		"time,value\n2026-01-02,1\n2026-01-01,2\n2026-01-03,2\n": "f:3: 2026-01-01T00:00:00Z follows 2026-01-02T00:00:00Z, which is later",
		"time,value\nyesterday,1\n":                              "f:2:1: time: \"yesterday\" is no time",
		"commit\na\n":                                            "f:1: there is no column with values",
		"value,better\n1,nice\n":                                 "f:2:3: better: \"nice\" is no direction",
	} {
		if got := said("f", text); got != want {
			t.Errorf("%q: got\n%s\nwant\n%s", text, got, want)
		}
	}
}

// A million rows are ordinary.
func TestMillionRows(t *testing.T) {
	if testing.Short() {
		t.Skip("a million rows")
	}
	var text strings.Builder
	text.WriteString("commit,benchmark,value,unit\n")
	for i := range 1_000_000 {
		fmt.Fprintf(&text, "c%d,b%d,%d,ms\n", i/1000, i%1000, i)
	}
	b, _, err := benchmark.Read(fact.Input{Name: "f", Data: []byte(text.String())})
	if err != nil || len(b.Series) != 1000 || len(b.Runs) != 1000 {
		t.Errorf("%d series, %d runs, %v", len(b.Series), len(b.Runs), err)
	}
}

func FuzzRead(f *testing.F) {
	for _, c := range formats {
		f.Add([]byte(c.text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, _, err := benchmark.Read(fact.Input{Name: "f", Data: data})
		if err == nil && len(b.Series) == 0 {
			t.Error("neither a series nor an error")
		}
		for _, s := range b.Series {
			for _, x := range s.Samples {
				if math.IsNaN(x.Value) || math.IsInf(x.Value, 0) || x.Run < 0 || x.Run >= len(b.Runs) {
					t.Errorf("%s: %+v", s.Benchmark, x)
				}
			}
		}
	})
}
