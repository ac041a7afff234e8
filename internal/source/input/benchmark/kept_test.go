package benchmark_test

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"leadline/internal/fact"
	"leadline/internal/source/input/benchmark"
)

const keptCommit = "0123456789abcdef0123456789abcdef01234567"

const keptHead = `{"format":"leadline-benchmarks/1","commit":"` + keptCommit + `","date":"2026-11-22T10:00:00Z"}` + "\n"

func keep(t testing.TB, text string) []fact.KeptMeasure {
	t.Helper()
	b, _, err := benchmark.Read(fact.Input{Name: "f", Data: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	return benchmark.Keep(&b, func(int) bool { return true })
}

// What every format holds is kept with all its samples, and read again as it was.
func TestKeptOfEveryFormat(t *testing.T) {
	for name, c := range formats {
		b, _, err := benchmark.Read(fact.Input{Name: "f", Data: []byte(c.text)})
		if err != nil {
			t.Fatal(name, err)
		}
		k := fact.KeptBenchmarks{Commit: keptCommit, Date: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
		benchmark.MergeKept(&k, keep(t, c.text))
		text := benchmark.FormatKept(&k)
		again, gaps, err := benchmark.Read(fact.Input{Name: "kept", Data: text})
		if err != nil || len(gaps) > 0 || len(again.Runs) != 1 || again.Runs[0].Commit != keptCommit || again.Runs[0].Tool == "" {
			t.Errorf("%s: %+v, %v, %v\n%s", name, again.Runs, gaps, err, text)
		}
		was, is := map[string][]float64{}, map[string][]float64{}
		for into, from := range map[*map[string][]float64]fact.Benchmarks{&was: b, &is: again} {
			for _, s := range from.Series {
				id := strings.Join([]string{s.Suite, s.Benchmark, s.Metric, s.Unit}, "|") + string('0'+rune(s.Better))
				for _, x := range s.Samples {
					(*into)[id] = append((*into)[id], x.Value)
				}
			}
		}
		if !reflect.DeepEqual(was, is) {
			t.Errorf("%s: kept %v of %v", name, is, was)
		}
	}
}

// Environments are taken from the files that name one, and hosts are not.
func TestEnvironments(t *testing.T) {
	for text, want := range map[string]map[string]string{
		"goos: linux\ncpu: A  B\nBenchmarkX 1 5 ns/op\n":                                                                                                       {"goos": "linux", "cpu": "A B"},
		"cpu: A\nBenchmarkX 1 5 ns/op\ncpu: B\nBenchmarkX 1 5 ns/op\n":                                                                                         {"cpu": "A | B"},
		`[{"benchmark":"a.b","jdkVersion":"25","primaryMetric":{"score":1}}]`:                                                                                  {"jdk": "25"},
		`{"context":{"host_name":"secret","num_cpus":8},"benchmarks":[{"name":"x","real_time":1}]}`:                                                            {"cpus": "8"},
		`{"context":{"num_cpus":[8]},"benchmarks":[{"name":"x","real_time":1}]}`:                                                                               nil,
		`{"machine_info":{"node":"secret","system":"Linux","cpu":{"brand_raw":"Z"},"python_version":"3.14"},"benchmarks":[{"name":"x","stats":{"data":[1]}}]}`: {"system": "Linux", "cpu": "Z", "python": "3.14"},
		`{"machine_info":{"cpu":"Z","system":3},"benchmarks":[{"name":"x","stats":{"data":[1]}}]}`:                                                             {"system": "3"},
	} {
		if got := keep(t, text)[0].Environment; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
}

func TestMergeKept(t *testing.T) {
	k := fact.KeptBenchmarks{Commit: keptCommit}
	for _, c := range []struct {
		text            string
		added, replaced int
	}{
		{"BenchmarkX 1 5 ns/op 8 B/op\n", 2, 0},
		{"BenchmarkX 1 5 ns/op 8 B/op\n", 0, 0},
		{"BenchmarkY 1 5 ns/op\n", 1, 0},
		{"BenchmarkX 1 6 ns/op\n", 0, 1},
		{"BenchmarkX 1 6 ns/op\nBenchmarkX 1 6 ns/op\n", 0, 1},
		{"cpu: A\nBenchmarkX 1 6 ns/op\nBenchmarkX 1 6 ns/op\n", 0, 1},
		{"pkg: p\nBenchmarkX 1 6 ns/op\n", 1, 0},
	} {
		if added, replaced := benchmark.MergeKept(&k, keep(t, c.text)); added != c.added || replaced != c.replaced {
			t.Errorf("%q: %d added and %d replaced, want %d and %d", c.text, added, replaced, c.added, c.replaced)
		}
	}
	if n := len(k.Measures); n != 4 {
		t.Errorf("%d measures: %+v", n, k.Measures)
	}
}

func TestKeptMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"":  "f: the file is empty",
		"x": "f:1: this is no first line of kept benchmarks: invalid character 'x' looking for beginning of value",
		`{"format":"leadline-benchmarks/2","commit":"` + keptCommit + `","date":""}`:                     `f:1: the format is "leadline-benchmarks/2", and "leadline-benchmarks/1" is read`,
		`{"format":"leadline-benchmarks/1","commit":"HEAD","date":"2026-11-22T10:00:00Z"}`:               `f:1: the commit "HEAD" is no id of 40 or 64 digits`,
		`{"format":"leadline-benchmarks/1","commit":"` + keptCommit + `","date":"yesterday"}`:            `f:1: the date "yesterday" is no time such as 2026-11-22T10:00:00Z`,
		keptHead + `{"benchmark":"x","metric":"time","samples":[1]}`:                                     "",
		keptHead + `{"benchmark":"x","metric":"time","samples":[]}`:                                      "f:2: x has no samples",
		keptHead + `{"benchmark":"x","metric":"time","samples":[1e999]}`:                                 "f:2: this is no measure: json: cannot unmarshal number 1e999 into Go struct field keptLine.samples of type float64",
		keptHead + `{"benchmark":"","metric":"time","samples":[1]}`:                                      "f:2: the benchmark has no name",
		keptHead + `{"benchmark":"x","metric":"time","samples":[1],"better":"nice"}`:                     `f:2: better is "nice", and smaller or bigger is wanted`,
		keptHead + `{"benchmark":"x","metric":"time","samples":[1],"note":"mine"}`:                       `f:2: this is no measure: json: unknown field "note"`,
		keptHead + `{"benchmark":"x","metric":"time","samples":[1]} 2`:                                   "f:2: this is no measure: something follows on the line",
		keptHead + "\n<<<<<<< HEAD\n":                                                                    "f:2: this is no measure: the line is empty\nf:3: this is no measure: invalid character '<' looking for beginning of value",
		keptHead + strings.Repeat(`{"benchmark":"x","metric":"time","samples":[1]}`+"\n", 2):             "f:3: x is measured in line 2 too",
		strings.Replace(keptHead, "0123", "4567", 1) + `{"benchmark":"x","metric":"time","samples":[1]}`: "f:1: these are results of the commit 4567456789, in the place of those of 0123456789",
	} {
		_, err := benchmark.ParseKept(fact.Input{Name: "f", Data: []byte(text)}, keptCommit)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: got\n%s\nwant\n%s", text, got, want)
		}
	}
}

// FuzzKept: what is read is written as it is, once it was written.
func FuzzKept(f *testing.F) {
	f.Add([]byte(keptHead + `{"suite":"s","benchmark":"x","metric":"time","unit":"ms","better":"smaller","samples":[1,-0,1e-300],"tool":"go","environment":{"cpu":"A"}}`))
	f.Add([]byte(keptHead + `{"benchmark":"<\u2028>","metric":"m","samples":[1]}` + "\n" + `{"benchmark":"a","metric":"m","samples":[2]}` + "\n"))
	f.Add([]byte(keptHead + "<<<<<<< HEAD\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		k, err := benchmark.ParseKept(fact.Input{Name: "f", Data: data}, "")
		if err != nil {
			return
		}
		for _, m := range k.Measures {
			for _, x := range m.Samples {
				if math.IsNaN(x) || math.IsInf(x, 0) {
					t.Fatalf("%+v", m)
				}
			}
		}
		once := benchmark.FormatKept(&k)
		again, err := benchmark.ParseKept(fact.Input{Name: "f", Data: once}, k.Commit)
		if err != nil {
			t.Fatalf("%v\n%s", err, once)
		}
		if twice := benchmark.FormatKept(&again); string(twice) != string(once) {
			t.Errorf("%s\n%s", once, twice)
		}
		if added, replaced := benchmark.MergeKept(&again, k.Measures); added+replaced > 0 {
			t.Errorf("%d added, %d replaced of the same\n%s", added, replaced, once)
		}
	})
}
